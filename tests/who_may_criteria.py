"""The things behind the rows of `criteria` in the table of who may, and what is sent to them."""

from criteria.models import CriteriaSet, PlanYear, Rating
from portal.clock import school_time
from portal.models import Unit

TABLE = """
                               clerk head office o.head assessor board reader lecturer admin nobody
GET  criteria:catalogue      -  200  200   200   200     200     200   200     200    200   302
GET  criteria:catalogue-pdf  -  200  200   200   200     200     200   200     200    200   302
GET  criteria:year-list      -  200  200   200   200     200     200   200     200    200   302
GET  criteria:year-new       -  403  403   403   200     403     403   403     403    403   302
POST criteria:year-new       -  403  403   403   302     403     403   403     403    403   302
GET  criteria:year-detail  own      200 200 200 200 200 200 200 200 200 302
GET  criteria:year-detail  foreign  200 200 200 200 200 200 200 200 200 302
GET  criteria:year-detail  absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-edit    own      403 403 403 200 403 403 403 403 403 302
GET  criteria:year-edit    foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:year-edit    absent   404 404 404 404 404 404 404 404 404 302
POST criteria:year-edit    own      403 403 403 302 403 403 403 403 403 302
POST criteria:year-edit    foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:year-edit    absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-open    own      405 405 405 405 405 405 405 405 405 302
POST criteria:year-open    own      403 403 403 302 403 403 403 403 403 302
POST criteria:year-open    foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:year-open    absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-close   own      405 405 405 405 405 405 405 405 405 302
POST criteria:year-close   own      403 403 403 302 403 403 403 403 403 302
POST criteria:year-close   foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:year-close   absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:rating-list       -   403 403 200 200 403 200 403 403 403 302
GET  criteria:rating-export     -   403 403 200 200 403 200 403 403 403 302
GET  criteria:rating-scan  own      200 200 200 200 404 200 404 404 404 302
GET  criteria:rating-scan  foreign  404 404 200 200 404 200 404 404 404 302
GET  criteria:rating-scan  absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:rating-unit  own      403 403 200 200 404 403 404 403 403 302
GET  criteria:rating-unit  foreign  404 404 200 200 404 403 404 404 403 302
GET  criteria:rating-unit  absent   404 404 404 404 404 404 404 404 404 302
POST criteria:rating-unit  own      403 403 302 302 404 403 404 403 403 302
POST criteria:rating-unit  foreign  404 404 302 302 404 403 404 404 403 302
POST criteria:rating-unit  absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:rating-record own     403 403 200 200 404 403 404 403 403 302
GET  criteria:rating-record foreign 404 404 200 200 404 403 404 404 403 302
GET  criteria:rating-record absent  404 404 404 404 404 404 404 404 404 302
POST criteria:rating-record own     403 403 302 302 404 403 404 403 403 302
POST criteria:rating-record foreign 404 404 302 302 404 403 404 404 403 302
POST criteria:rating-record absent  404 404 404 404 404 404 404 404 404 302
"""
ABSENT = 10**9
DATES = {
    "registers_by": "31/03/2022",
    "nominates_on": "30/11/2022",
    "nominates_at": "23:59:59",
    "reviews_on": "15/12/2022",
    "models_owed": "1",
}


def target(name: str, case: str) -> list:
    if name.startswith("criteria:year"):
        return [ABSENT if case == "absent" else _year(name, case).pk]
    unit = None if case == "absent" else Unit.objects.get(short_name="LLCS" if case == "own" else "XDĐ")
    if name == "criteria:rating-scan":
        return [Rating.objects.get(unit=unit, year=2025).pk if unit else ABSENT]
    pk = unit.pk if unit else ABSENT
    return [2025, pk] if name == "criteria:rating-unit" else [2025, "unit", pk]


def _year(name: str, case: str) -> PlanYear:
    """Own: the year under way, or one that waits for just this act; foreign: one that is closed."""
    if case == "foreign":
        return PlanYear.objects.get(year=2023)
    if name not in ("criteria:year-open", "criteria:year-close"):
        return PlanYear.objects.get(year=2025)
    known = PlanYear.objects.filter(year=2022).first()
    opened = school_time(2022, 1, 15) if name == "criteria:year-close" else None
    criteria_set = CriteriaSet.objects.get()
    return known or PlanYear.objects.create(
        plan=criteria_set.plan,
        year=2022,
        criteria_set=criteria_set,
        state="open" if opened else "planned",
        opened_at=opened,
        registers_by="2022-03-31",
        nominates_by=school_time(2022, 11, 30, 23, 59, 59),
        reviews_on="2022-12-15",
        models_owed=1,
    )


def posted(name: str, case: str) -> dict:
    if name in ("criteria:year-open", "criteria:year-close"):
        return {"version": "1" if case == "own" else "3"}
    if name == "criteria:year-new":
        return DATES | {"year": "2022"}
    if name == "criteria:year-edit":
        dates = {field: value.replace("2022", "2025") for field, value in DATES.items()}
        return dates | {"version": str(PlanYear.objects.get(year=2025).version)}
    paper = {"level": "good", "decision_number": "140/QĐ-TCT", "decision_date": "18/11/2025"}
    if case == "absent":
        return paper
    unit_pk = target(name, case)[-1]
    seen = str(Rating.objects.standing().get(unit=unit_pk, year=2025, of="unit").pk)
    if name == "criteria:rating-record":
        return paper | {"seen": seen}
    decision = {"unit-number": paper["decision_number"], "unit-date": paper["decision_date"]}
    return decision | {f"unit-{unit_pk}": "good", f"unit-{unit_pk}-seen": seen}
