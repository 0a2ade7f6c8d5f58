"""A unit's own figures beside the school's total; of no other unit, and of the others nothing that is a secret yet.

The one place that decides it. Before the year is published only what was registered and put forward is told. Of the
others together a count below three says "–", and so does a total from which such a count could be reckoned: the total
less one's own, one total less another, a total that a single other unit makes up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.models import PlanYear
from portal.models import Unit, User
from portal.models.units import UnitQuerySet
from portal.tables import NONE, Cell, Column, Table
from recognition.dashboard.charts import Columns, Told, columns
from recognition.dashboard.counts import Group
from recognition.dashboard.promised import Models, models_of
from recognition.dashboard.years import Past, series_names

LEAST = 3  # of the others


class _UnitsLookedAt(UnitQuerySet):
    def visible_to(self, user: User) -> "_UnitsLookedAt":
        """Those this reader acts for. The school's own pages are another right."""
        own = [unit_id for role, unit_id in user.held_roles if "dashboard.read_unit" in role.may]
        return self.filter(pk__in=own)


def units_looked_at() -> UnitQuerySet:
    return _UnitsLookedAt(Unit)


def own_unit(user: User) -> Unit | None:
    """Where somebody who acts for a unit begins."""
    return units_looked_at().visible_to(user).first()


@dataclass(frozen=True)
class Pair:
    """One's own, and the school's where it may be told."""

    label: str
    own: Told
    school: Told


@dataclass(frozen=True)
class UnitPage:
    pairs: list[Pair]
    table: Table
    years: Table
    columns: Columns
    sentence: str
    models: Models
    published: bool


def page_of(unit: Unit, year: PlanYear, known: Sequence[PlanYear], groups: Sequence[Group]) -> UnitPage:
    past = Past(known, groups, published_only=True)
    pairs = _pairs(unit, past, year.year)
    published = past.recognised(year.year) is not None
    three = [each for each in known if each.year <= year.year][:3][::-1]
    mine = [group for group in groups if group.unit == unit.pk]
    return UnitPage(
        pairs=pairs,
        table=_table(_("Năm %(year)s") % {"year": year.year}, unit, pairs),
        years=_years_table(unit, past),
        columns=columns(series_names(), [(each, _own(unit, past, each)) for each in past.years[-5:]]),
        sentence=_sentence(year, pairs, published=published),
        models=models_of(three, mine, [unit], links=False, is_over=lambda each: past.is_decided(each.year)),
        published=published,
    )


def _own(unit: Unit, past: Past, year: int) -> list[Told]:
    return past.figures(year, lambda group: group.unit == unit.pk)


def _pairs(unit: Unit, past: Past, year: int) -> list[Pair]:
    own, school = _own(unit, past, year), past.figures(year)
    told = _hidden(unit, past, year, own, school)
    names = [name.capitalize() for name in series_names()]
    return [Pair(*each) for each in zip(names, own, told, strict=True)]


def _hidden(unit: Unit, past: Past, year: int, own: list[Told], school: list[Told]) -> list[Told]:
    """The school's totals, "–" in place of those that would tell of too few others."""
    found: list[Told] = []
    last: int | None = None  # of the others, at the last step that was told
    groups = (past.registered(year), past.sent(year), past.recognised(year))
    for mine, whole, counted in zip(own, school, groups, strict=True):
        if whole.n is None:
            found.append(whole)
            continue
        others = whole.n - (mine.n or 0)
        from_units = {group.unit for group in counted or () if group.unit != unit.pk}
        between = 0 if last is None else abs(last - others)
        if others < LEAST or len(from_units) < 2 or 0 < between < LEAST:
            found.append(Told(None, NONE))
        else:
            found.append(whole)
            last = others
    return found


def _table(caption: str, unit: Unit, pairs: Sequence[Pair]) -> Table:
    heads = [Column(_("Bước")), Column(str(unit), number=True), Column(_("Toàn trường"), number=True)]
    rows = [
        [Cell(pair.label), Cell(pair.own.shown, value=pair.own.n), Cell(pair.school.shown, value=pair.school.n)]
        for pair in pairs
    ]
    return Table(caption, heads, rows)


def _years_table(unit: Unit, past: Past) -> Table:
    names = [name.capitalize() for name in series_names()]
    heads = [Column(_("Năm"))]
    for name in names:
        heads += [Column(name, number=True), Column(_("toàn trường"), number=True)]
    rows = []
    for year in past.years:
        cells = [Cell(str(year), value=year)]
        for pair in _pairs(unit, past, year):
            cells += [Cell(told.shown, value=told.n) for told in (pair.own, pair.school)]
        rows.append(cells)
    return Table(_("Qua các năm"), heads, rows)


def _sentence(year: PlanYear, pairs: Sequence[Pair], *, published: bool) -> str:
    told = {"year": year.year, "registered": pairs[0].own.n or 0, "sent": pairs[1].own.n or 0}
    if published:
        told["done"] = pairs[2].own.n or 0
        return _("Năm %(year)s: %(registered)02d đăng ký, %(sent)02d hồ sơ đề nghị, %(done)02d được công nhận.") % told
    return _("Năm %(year)s: %(registered)02d đăng ký, %(sent)02d hồ sơ đề nghị; kết quả xét chưa công bố.") % told
