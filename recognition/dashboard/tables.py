"""Every table of the dashboard by its name, for a spreadsheet: more rows and columns than a page has room for."""

from collections.abc import Callable

from portal.tables import Table
from recognition.dashboard import glance, standards, years
from recognition.dashboard.breakdowns import breakdowns
from recognition.dashboard.glance import School
from recognition.dashboard.shares import CLAIMED, EVIDENCED, MARKED, apart, shares_of

_BREAKDOWNS = ("scope", "again", "leaders", "sex", "kept")


def _heat(show: str) -> Callable[[School], Table]:
    def table(school: School) -> Table:
        told = shares_of(school.year)
        return standards.heat(show, school.content, told, school.standings, school.putting_forward).table

    return table


def _past(school: School) -> years.Past:
    return years.Past(school.known, school.groups)


def _breakdown(key: str) -> Callable[[School], Table]:
    return lambda school: next(each.table for each in breakdowns(_past(school)) if each.key == key)


TABLES: dict[str, Callable[[School], Table]] = {
    "funnel": glance.full_table,
    "models": lambda school: glance.owed_by(school).table,
    "marked": _heat(MARKED),
    "claimed": _heat(CLAIMED),
    "evidenced": _heat(EVIDENCED),
    "apart": lambda school: standards.apart_table(apart(school.year, school.standings), school.content),
    "gates": lambda school: standards.gates_table(school.standings, school.content),
    "years": lambda school: years.school_table(_past(school)),
    "years-units": lambda school: years.by_unit(_past(school), years.units_of(school.units, school.groups)),
    "years-kinds": lambda school: years.by_kind(_past(school)),
    **{key: _breakdown(key) for key in _BREAKDOWNS},
}
