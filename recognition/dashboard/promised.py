"""Models: what each unit owes, has promised and achieved (plan V, second dash: at least so many a year)."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from portal.models import Unit
from portal.tables import NONE, Cell, Column, Table
from recognition.dashboard.counts import NOMINATION, REGISTRATION, Group, decided, tally

MOST_SIGNS = 4  # drawn beside a figure that says the rest


@dataclass(frozen=True)
class Figure:
    """One unit in one year. `achieved=None`: not decided yet; `owed=0`: it owed none then."""

    year: int
    owed: int
    promised: int
    achieved: int | None
    promised_href: str = ""
    achieved_href: str = ""

    @property
    def missing(self) -> int:
        """Of what is owed, neither promised nor achieved."""
        return max(0, self.owed - max(self.promised, self.achieved or 0))

    @property
    def signs(self) -> list[str]:
        """Each model as a small square: achieved, promised, missing."""
        done = self.achieved or 0
        signs = ["done"] * done + ["promised"] * max(0, self.promised - done) + ["missing"] * self.missing
        return signs[:MOST_SIGNS]

    @property
    def words(self) -> str:
        told = _("chưa xét") if self.achieved is None else _("đạt %(n)s") % {"n": self.achieved}
        said = _("hứa %(n)s") % {"n": self.promised} + f" · {told}"
        return f"{said} · " + _("thiếu %(n)s") % {"n": self.missing} if self.missing else said


@dataclass(frozen=True)
class Line:
    unit: str
    figures: list[Figure]


@dataclass(frozen=True)
class Models:
    years: list[int]
    lines: list[Line]
    sentence: str
    below: list[str]  # units that have promised fewer than they owe this year

    @property
    def table(self) -> Table:
        columns = [Column(_("Đơn vị"))]
        for year in self.years:
            heads = (_("%(year)s: phải có"), _("%(year)s: đã hứa"), _("%(year)s: đã đạt"))
            columns += [Column(head % {"year": year}, number=True) for head in heads]
        rows = [[Cell(line.unit), *(cell for each in line.figures for cell in _cells(each))] for line in self.lines]
        return Table(_("Mô hình"), columns, rows)


def _cells(figure: Figure) -> list[Cell]:
    numbers = (figure.owed, figure.promised, figure.achieved)
    return [Cell(NONE) if number is None else Cell(str(number), value=number) for number in numbers]


def models_of(
    years: list[PlanYear],
    groups: Iterable[Group],
    units: Iterable[Unit],
    *,
    links: bool,
    is_over: Callable[[PlanYear], bool] = decided,
) -> Models:
    """`years`: oldest first, the last is the one looked at; `is_over`: its recognitions may be told."""
    named = [group for group in groups if group.has_model]
    promised = tally((g for g in named if g.what == REGISTRATION and g.state == "accepted"), lambda g: (g.year, g.unit))
    achieved = tally((g for g in named if g.what == NOMINATION and g.state == "recognised"), lambda g: (g.year, g.unit))
    last = years[-1]
    owing = [unit for unit in units if unit.owes_model and unit.exists_on(last.day_of_belonging)]
    owing.sort(key=lambda unit: (unit.protocol_order, unit.pk))
    done = {key: achieved[key] for year in years if is_over(year) for key in ((year.year, each.pk) for each in owing)}
    lines = [Line(str(unit), [_figure(unit, year, promised, done, links=links) for year in years]) for unit in owing]
    below = [line.unit for line in lines if line.figures[-1].promised < line.figures[-1].owed]
    return Models([year.year for year in years], lines, _sentence(last, lines, below), below)


def _figure(unit: Unit, year: PlanYear, promised: Counter, achieved: dict, *, links: bool) -> Figure:
    key = (year.year, unit.pk)
    asked = {"year": year.year, "unit": unit.pk, "model": "named"}
    done = achieved.get(key)
    lists = (("nominations:registration-list", "accepted"), ("nominations:nomination-list", "recognised"))
    hrefs = [f"{reverse(name)}?{urlencode(asked | {'state': state})}" if links else "" for name, state in lists]
    return Figure(
        year.year,
        year.models_owed if unit.exists_on(year.day_of_belonging) else 0,
        promised[key],
        done,
        hrefs[0] if promised[key] else "",
        hrefs[1] if done else "",
    )


def _sentence(year: PlanYear, lines: list[Line], below: list[str]) -> str:
    owed = _("Kế hoạch (mục V) yêu cầu mỗi đơn vị ít nhất %(n)02d mô hình mỗi năm.") % {"n": year.models_owed}
    if not below:
        return f"{owed} " + _("Năm %(year)s, đơn vị nào cũng đã hứa đủ.") % {"year": year.year}
    if len(below) > 3:
        return f"{owed} " + _("Năm %(year)s còn %(n)02d đơn vị chưa hứa đủ.") % {"year": year.year, "n": len(below)}
    return f"{owed} " + _("Năm %(year)s chưa hứa đủ: %(units)s.") % {"year": year.year, "units": "; ".join(below)}
