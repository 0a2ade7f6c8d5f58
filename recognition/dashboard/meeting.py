"""One sheet for a meeting: what the pages say, so much of it as one side of A4 holds."""

from dataclasses import dataclass

from recognition.dashboard import standards
from recognition.dashboard.glance import Glance, School, in_one_line, page_of
from recognition.dashboard.promised import Figure
from recognition.dashboard.shares import MARKED, shares_of
from recognition.dashboard.standards import Heat
from recognition.dashboard.steps import narrow

MOST_UNITS, ROOMY = 8, 5


@dataclass(frozen=True)
class Row:
    """A unit: its counts, and its models of the last years where it owes any."""

    unit: str
    counts: list[str]
    models: list[Figure]


@dataclass(frozen=True)
class Sheet:
    year: int
    glance: Glance
    sentence: str
    heads: list[str]
    model_years: list[int]
    rows: list[Row]
    totals: list[str]
    more_units: int
    weakest: Heat

    @property
    def tight(self) -> bool:
        """So many units that everything stands closer."""
        return len(self.rows) > ROOMY


def sheet_of(school: School) -> Sheet:
    page = page_of(school)
    chosen = narrow(page.steps)
    lines = {line.unit: line.figures for line in page.models.lines}
    units = school.nominating
    waiting = f" {'; '.join(each.text for each in page.waiting)}." if page.waiting else ""
    return Sheet(
        year=school.year.year,
        glance=page,
        sentence=in_one_line(page.sentence) + waiting,
        heads=[str(step.kind.short) for step in chosen],
        model_years=page.models.years,
        rows=[
            Row(
                str(unit),
                [step.cell(step.by_unit[unit.pk]).text for step in chosen],
                lines.get(str(unit), []),
            )
            for unit in units[:MOST_UNITS]
        ],
        totals=[step.shown for step in chosen],
        more_units=max(0, len(units) - MOST_UNITS),
        weakest=standards.heat(MARKED, school.content, shares_of(school.year), school.standings, []),
    )
