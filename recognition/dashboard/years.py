"""Year by year, those before the portal included. What nobody recorded is "không có dữ liệu", never nought."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.numbers import shown
from portal.models import Unit
from portal.tables import Cell, Column, Table
from recognition.dashboard.charts import Columns, Told, columns
from recognition.dashboard.counts import EARLIER, NOMINATION, REGISTRATION, Group, decided

MOST_YEARS = 8


def no_data() -> Told:
    return Told(None, _("không có dữ liệu"), hatched=True)


class Past:
    """What is known of each year. `registered`, `sent`, `recognised` choose groups; None: nobody recorded them."""

    def __init__(self, known: Sequence[PlanYear], groups: Iterable[Group], *, published_only: bool = False):
        self.portal = {year.year: year for year in known}
        self.groups = list(groups)
        self.published_only = published_only
        seen = [*self.portal, *(group.year for group in self.groups if group.what == EARLIER)]
        last = max(self.portal, default=max(seen, default=0))
        self.years = list(range(min(seen, default=1), last + 1))[-MOST_YEARS:]

    def registered(self, year: int) -> list[Group] | None:
        if year in self.portal:
            return self._of(year, REGISTRATION)
        return self._of(year, EARLIER, "registered") or None

    def sent(self, year: int) -> list[Group] | None:
        return self._of(year, NOMINATION) if year in self.portal else None

    def recognised(self, year: int) -> list[Group] | None:
        if year not in self.portal:
            return self._of(year, EARLIER, "recognised") or None
        if not self.is_decided(year):
            return None
        return self._of(year, NOMINATION, "recognised")

    def is_decided(self, year: int) -> bool:
        told = self.portal[year]
        return decided(told) and bool(told.list_published or not self.published_only)

    def word(self, year: int) -> str:
        """Why there is no figure of recognitions."""
        return _("chưa xét") if year in self.portal else _("không có dữ liệu")

    def _of(self, year: int, what: str, state: str = "") -> list[Group]:
        return [g for g in self.groups if g.year == year and g.what == what and (not state or g.state == state)]

    def figures(self, year: int, fits: Callable[[Group], bool] = lambda group: True) -> list[Told]:
        """Registered, put forward, recognised."""
        found = []
        for groups in (self.registered(year), self.sent(year)):
            found.append(no_data() if groups is None else Told(_sum(groups, fits)))
        recognised = self.recognised(year)
        return [
            *found,
            Told(None, self.word(year), hatched=year not in self.portal)
            if recognised is None
            else Told(_sum(recognised, fits)),
        ]


def _sum(groups: Iterable[Group], fits: Callable[[Group], bool]) -> int:
    return sum(group.n for group in groups if fits(group))


# -- the school, its units, kinds of subject -------------------------------------------------------------------------


def series_names() -> list[str]:
    return [_("đăng ký"), _("đề nghị"), _("công nhận")]


def school_chart(past: Past, most: int = MOST_YEARS) -> Columns:
    return columns(series_names(), [(year, past.figures(year)) for year in past.years[-most:]])


def school_sentence(past: Past) -> str:
    """What the columns show: the last year that is decided."""
    told = [(year, [each.n for each in past.figures(year)]) for year in past.years]
    full = [(year, counts) for year, counts in told if counts[2] is not None and counts[1]]
    if not full:
        return _("Chưa năm nào có kết quả công nhận để so.")
    year, (_registered, sent, recognised) = full[-1]
    share = shown(100 * recognised / sent, 1) if sent else "–"
    return _("Năm %(year)s công nhận %(done)02d trên %(sent)02d hồ sơ đề nghị (%(share)s%%).") % {
        "year": year,
        "done": recognised,
        "sent": sent,
        "share": share,
    }


def school_table(past: Past) -> Table:
    heads = [Column(_("Năm")), *(Column(name.capitalize(), number=True) for name in series_names())]
    rows = [[Cell(str(year), value=year), *map(told_cell, past.figures(year))] for year in past.years]
    return Table(_("Qua các năm"), heads, rows)


def told_cell(told: Told) -> Cell:
    return Cell(told.shown, value=told.n)


def by_year(past: Past, caption: str, first: str, lines: Sequence[tuple[str, Callable[[Group], bool]]]) -> Table:
    """A row for each of `lines`, a column a year: recognised, beneath it registered and put forward."""
    heads = [Column(first), *(Column(str(year), number=True) for year in past.years)]
    rows = [[Cell(label), *(_year_cell(past.figures(year, fits)) for year in past.years)] for label, fits in lines]
    return Table(caption, heads, rows)


def _year_cell(figures: list[Told]) -> Cell:
    registered, sent, recognised = figures
    if all(each.n is None for each in figures):
        return Cell(recognised.word)
    before = [f"{_('đăng ký')} {registered.n}"] if registered.n is not None else []
    before += [f"{_('đề nghị')} {sent.n}"] if sent.n is not None else []
    return Cell(recognised.shown, second=" · ".join(before), value=recognised.n)


def by_unit(past: Past, units: Iterable[Unit]) -> Table:
    lines = [(str(unit), lambda group, pk=unit.pk: group.unit == pk) for unit in units]
    return by_year(past, _("Theo đơn vị"), _("Đơn vị"), lines)


def units_of(units: Mapping[int, Unit], groups: Iterable[Group]) -> list[Unit]:
    """Of which anything was ever counted, in protocol order."""
    found = [units[pk] for pk in {group.unit for group in groups}]
    return sorted(found, key=lambda unit: (unit.protocol_order, unit.pk))


def by_kind(past: Past) -> Table:
    lines = [
        (_("Tập thể"), lambda group: group.kind == "collective"),
        (_("Cá nhân"), lambda group: group.kind != "collective"),
        (_("Toàn trường"), lambda group: True),
    ]
    return by_year(past, _("Theo đối tượng"), _("Đối tượng"), lines)
