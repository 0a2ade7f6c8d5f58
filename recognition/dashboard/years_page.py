"""The page of the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from criteria.models import PlanYear
from portal.models import Unit
from portal.tables import Table
from recognition.dashboard.breakdowns import Breakdown, breakdowns
from recognition.dashboard.charts import Columns
from recognition.dashboard.counts import Group
from recognition.dashboard.years import Past, by_kind, by_unit, school_chart, school_sentence, school_table, units_of

MOST_ROWS = 30  # units that a page has room for


@dataclass(frozen=True)
class YearsPage:
    chart: Columns
    sentence: str
    table: Table
    by_unit: Table
    by_kind: Table
    breakdowns: list[Breakdown]
    more_units: int


def page_of(known: Sequence[PlanYear], groups: Sequence[Group], units: Mapping[int, Unit]) -> YearsPage:
    past, those = Past(known, groups), units_of(units, groups)
    return YearsPage(
        chart=school_chart(past),
        sentence=school_sentence(past),
        table=school_table(past),
        by_unit=by_unit(past, those[:MOST_ROWS]),
        by_kind=by_kind(past),
        breakdowns=breakdowns(past),
        more_units=max(0, len(those) - MOST_ROWS),
    )
