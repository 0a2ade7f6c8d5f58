"""What follows a registration, and the unit's own commendations: rows of the table of who may.

"own" and "foreign" are made anew, about people of whom nothing else is known.
"""

from datetime import date

from criteria.models import PlanYear
from nominations.models import Commendation, Nomination, Registration, Target
from portal import clock
from portal.models import Unit, User
from tests.nominations.builders import colleague

TABLE = """
                                        clerk head office o.head assessor board reader lecturer admin nobody
GET  nominations:registration-explain   own     200 200 403 403 404 403 404 404 404 302
GET  nominations:registration-explain   foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:registration-explain   absent  404 404 404 404 404 404 404 404 404 302
POST nominations:registration-explain   own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-explain   foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-explain   absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-continue  own     405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-continue  foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-continue  absent  405 405 405 405 405 405 405 405 405 302
POST nominations:registration-continue  own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-continue  foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-continue  absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-commend   own     200 200 403 403 404 403 404 404 404 302
GET  nominations:registration-commend   foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:registration-commend   absent  404 404 404 404 404 404 404 404 404 302
POST nominations:registration-commend   own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-commend   foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-commend   absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-commend     own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-commend     foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-commend     absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-commend     own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-commend     foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-commend     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:commendation-edit      own     200 200 403 403 404 403 404 404 404 302
GET  nominations:commendation-edit      foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:commendation-edit      absent  404 404 404 404 404 404 404 404 404 302
POST nominations:commendation-edit      own     302 302 403 403 404 403 404 404 404 302
POST nominations:commendation-edit      foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:commendation-edit      absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:commendation-remove    own     405 405 405 405 405 405 405 405 405 302
GET  nominations:commendation-remove    foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:commendation-remove    absent  405 405 405 405 405 405 405 405 405 302
POST nominations:commendation-remove    own     302 302 403 403 404 403 404 404 404 302
POST nominations:commendation-remove    foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:commendation-remove    absent  404 404 404 404 404 404 404 404 404 302
"""

ABSENT = 10**9
UNITS = {"own": "LLCS", "foreign": "XDĐ"}
VOTED = {"occasion": "interim", "form": "Biểu dương trước đơn vị", "members": 9, "agree": 8}


def target(name: str, case: str) -> list:
    return [ABSENT if case == "absent" else _thing(name, case).pk]


def _thing(name: str, case: str):
    kind, act = name.split(":")[1].split("-")
    unit = Unit.objects.get(short_name=UNITS[case])
    last_year = act == "continue"
    whose = {
        "plan_year": PlanYear.objects.get(year=2024 if last_year else 2025),
        "unit": unit,
        "subject_person": colleague(unit, f"Đỗ Văn Sáng {UNITS[case]}"),
    }
    entered = {"entered_by": User.objects.get(username="phohieutruong")}
    if kind == "commendation":
        voted = VOTED | {"held_on": date(2025, 6, 30)}
        return Commendation.objects.get_or_create(**whose, defaults=voted | entered)[0]
    sent = entered | {"submitted_at": clock.now()}
    if kind == "nomination":
        return Nomination.objects.get_or_create(**whose, defaults=sent | {"state": "submitted", "kind": "individual"})[
            0
        ]
    row, new = Registration.objects.get_or_create(
        **whose, defaults=sent | {"state": "accepted", "accepted_at": clock.now()}
    )
    if new:
        Target.objects.create(registration=row, what="Đạt khá trở lên", promised="trên 80")
    return row


def posted(name: str, case: str) -> dict:
    if case == "absent":
        return {"version": "1"}
    version = {"version": str(_thing(name, case).version)}
    if name.endswith("explain"):
        return version | {"reason": "Đi học tập trung từ tháng 9."}
    return version | VOTED | {"held_on": "30/06/2025"}
