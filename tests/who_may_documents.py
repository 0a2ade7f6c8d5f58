"""Papers behind the rows of the table of who may.

Those of a thing are for whoever may see it; those of a whole unit for its own clerk and head and for who reads the
whole school; blank forms for everybody who is signed in.
"""

from portal.models import Unit
from tests import who_may_nominations as things

TABLE = """
                                          clerk head office o.head assessor board reader lecturer admin nobody
GET  nominations:paper-list             -       200 200 200 200 200 200 200 200 200 302
GET  nominations:blank-paper            own     200 200 200 200 200 200 200 200 200 302
GET  nominations:blank-paper            foreign 200 200 200 200 200 200 200 200 200 302
GET  nominations:blank-paper            absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-paper     own     200 200 200 200 404 200 404 404 404 302
GET  nominations:registration-paper     foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:registration-paper     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:report-paper           own     200 200 200 200 404 200 404 404 404 302
GET  nominations:report-paper           foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:report-paper           absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:minutes-paper          own     200 200 200 200 404 200 404 404 404 302
GET  nominations:minutes-paper          foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:minutes-paper          absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:unit-list-paper        own     200 200 200 200 404 200 404 403 403 302
GET  nominations:unit-list-paper        foreign 404 404 200 200 404 200 404 404 403 302
GET  nominations:unit-list-paper        absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:unit-minutes-paper     own     200 200 200 200 404 200 404 403 403 302
GET  nominations:unit-minutes-paper     foreign 404 404 200 200 404 200 404 404 403 302
GET  nominations:unit-minutes-paper     absent  404 404 404 404 404 404 404 404 404 302
"""

# What the paper is about, named as the table of registrations and dossiers names it.
DETAILS = {
    "registration": "nominations:registration-detail",
    "report": "nominations:nomination-detail",
    "minutes": "nominations:nomination-detail",
}


def target(name: str, case: str) -> list:
    kind = name.split(":")[1].split("-")[0]
    if kind == "blank":
        return [{"own": "registration-person", "foreign": "report-collective", "absent": "decision"}[case], "pdf"]
    if kind == "unit":
        whose = things.ABSENT if case == "absent" else Unit.objects.get(short_name=things.UNITS[case]).pk
        return [whose, 2025, "pdf"]
    return [*things.target(DETAILS[kind], case), "pdf"]


def posted(name: str, case: str) -> dict:
    return {}
