"""The way from a registration to a recognition, step by step; each figure leads to just the records it counts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear
from nominations.standing import AFTER_RECEIPT, RECEIVED
from portal import clock
from portal.models import Unit
from portal.tables import NONE, Cell, Column, Table
from recognition.dashboard.counts import NOMINATION, REACHED, REGISTRATION, Group, decided, tally

KINDS = (("collective", gettext_lazy("Tập thể")), ("person", gettext_lazy("Cá nhân")))


@dataclass(frozen=True)
class Kind:
    """One step: which groups it counts, and what is asked of which list to see them."""

    key: str
    label: Promise
    short: Promise  # the head of a narrow column
    counts: Callable[[Group], bool]
    address: str = ""
    asked: tuple[tuple[str, str], ...] = ()


def _of(what: str, states: tuple[str, ...] = ()) -> Callable[[Group], bool]:
    return lambda group: group.what == what and (not states or group.state in states)


_PROMISES, _DOSSIERS = "nominations:registration-list", "nominations:nomination-list"
STEPS = (
    Kind(
        "registered",
        gettext_lazy("Đăng ký"),
        gettext_lazy("Đăng ký"),
        _of(REGISTRATION),
        _PROMISES,
        (("state", "live"),),
    ),
    Kind(
        "accepted",
        gettext_lazy("Tiếp nhận đăng ký"),
        gettext_lazy("Tiếp nhận"),
        _of(REGISTRATION, ("accepted",)),
        _PROMISES,
        (("state", "accepted"),),
    ),
    Kind("sent", gettext_lazy("Đề nghị"), gettext_lazy("Đề nghị"), _of(NOMINATION), _DOSSIERS, (("step", "sent"),)),
    Kind(
        "received",
        gettext_lazy("Tiếp nhận hồ sơ"),
        gettext_lazy("Tiếp nhận hồ sơ"),
        _of(NOMINATION, RECEIVED),
        _DOSSIERS,
        (("step", "received"),),
    ),
    Kind(
        "appraised",
        gettext_lazy("Đã thẩm định"),
        gettext_lazy("Thẩm định"),
        _of(NOMINATION, AFTER_RECEIPT),
        _DOSSIERS,
        (("step", "appraised"),),
    ),
    Kind(
        "reached",
        gettext_lazy("Đạt mọi tiêu chuẩn"),
        gettext_lazy("Đạt"),
        _of(REACHED),
        _DOSSIERS,
        (("step", "reached"),),
    ),
    Kind(
        "listed",
        gettext_lazy("Trong danh sách"),
        gettext_lazy("Danh sách"),
        lambda group: group.what == NOMINATION and group.on_list == 1,
    ),
    Kind(
        "recognised",
        gettext_lazy("Công nhận"),
        gettext_lazy("Công nhận"),
        _of(NOMINATION, ("recognised",)),
        _DOSSIERS,
        (("state", "recognised"),),
    ),
)
NARROW = ("registered", "accepted", "sent", "appraised", "reached", "recognised")  # the columns of the table by unit


@dataclass(frozen=True)
class Step:
    """`count=None`: the year has not come so far. `before`: the same of the year before, where it is counted."""

    kind: Kind
    year: int
    groups: tuple[Group, ...]
    count: int | None
    before: int | None = None
    page: str = ""  # where just these stand, if on no list that can be narrowed
    links: bool = True

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def shown(self) -> str:
        return NONE if self.count is None else str(self.count)

    @property
    def href(self) -> str:
        return self.href_with() or (self.page if self.links and self.count else "")

    def href_with(self, **only: str | int) -> str:
        if not (self.links and self.count and self.kind.address):
            return ""
        asked = {"year": self.year, **dict(self.kind.asked), **only}
        return f"{reverse(self.kind.address)}?{urlencode(asked)}"

    @cached_property
    def by_unit(self) -> Counter:
        return tally(self.groups, lambda group: group.unit)

    @cached_property
    def by_kind(self) -> Counter:
        return tally(self.groups, lambda group: "collective" if group.kind == "collective" else "person")

    @cached_property
    def by_both(self) -> Counter:
        return tally(self.groups, lambda group: (group.unit, "collective" if group.kind == "collective" else "person"))

    def cell(self, count: int, **only: str | int) -> Cell:
        if self.count is None:
            return Cell(NONE)
        return Cell(str(count), self.href_with(**only) if count else "", value=count)


def steps_of(year: PlanYear, groups: Iterable[Group], before: PlanYear | None, *, links: bool) -> list[Step]:
    groups = list(groups)
    here = [group for group in groups if group.year == year.year]
    past = [group for group in groups if before and group.year == before.year]
    page = reverse("recognition:list-detail", args=[year.list_pk]) if year.list_pk else ""
    found = []
    for kind in STEPS:
        own = tuple(filter(kind.counts, here))
        count = sum(group.n for group in own)
        reached_then = kind.key == "reached" or before is None  # what was reached then is not counted anew
        told = None if reached_then else sum(group.n for group in past if kind.counts(group))
        begun = _begun(kind.key, count, found, year)
        found.append(Step(kind, year.year, own, count if begun else None, told, page, links))
    return found


def _begun(key: str, count: int, earlier: list[Step], year: PlanYear) -> bool:
    """Whether the year has come so far that nought would be a figure."""
    if count or decided(year) or key == "registered":
        return True
    counts = {step.kind.key: step.count for step in earlier}
    return {
        "accepted": bool(counts.get("registered")),
        "sent": clock.now() > year.nominates_by,
        "received": bool(counts.get("sent")),
        "appraised": False,
        "reached": bool(counts.get("appraised")),
        "listed": year.list_state in ("closed", "approved"),
        "recognised": False,
    }[key]


def narrow(steps: list[Step]) -> list[Step]:
    """What a narrow table has room for; the last only once it has come."""
    return [
        step for step in steps if step.kind.key in NARROW and (step.count is not None or step.kind.key != NARROW[-1])
    ]


# -- as tables ------------------------------------------------------------------------------------------------


def by_unit(steps: list[Step], units: list[Unit]) -> Table:
    """A row a unit, one a kind of subject, one for the school."""
    chosen = narrow(steps)
    rows = [[Cell(str(unit)), *(step.cell(step.by_unit[unit.pk], unit=unit.pk) for step in chosen)] for unit in units]
    return Table(_("Theo đơn vị"), _columns(_("Đơn vị"), chosen), rows)


def by_kind(steps: list[Step]) -> Table:
    chosen = narrow(steps)
    rows = [[Cell(str(label)), *(step.cell(step.by_kind[key], kind=key) for step in chosen)] for key, label in KINDS]
    total = [Cell(_("Toàn trường")), *(step.cell(step.count or 0) for step in chosen)]
    return Table(_("Theo đối tượng"), _columns(_("Đối tượng"), chosen), [*rows, total])


def revoked_of(steps: list[Step]) -> Counter:
    """{(unit, kind of subject): recognitions taken back}; they are received, and recognised no more."""
    groups = next(step for step in steps if step.kind.key == "received").groups
    gone = (group for group in groups if group.state == "revoked")
    return tally(gone, lambda group: (group.unit, "collective" if group.kind == "collective" else "person"))


def in_full(steps: list[Step], units: list[Unit]) -> Table:
    """Every step, unit by unit and kind by kind, and what was taken back, where anything was: for a spreadsheet."""
    columns = [Column(_("Đơn vị")), Column(_("Đối tượng")), *(Column(step.label, number=True) for step in steps)]
    rows = [
        [Cell(str(unit)), Cell(str(label)), *(step.cell(step.by_both[unit.pk, key]) for step in steps)]
        for unit in units
        for key, label in KINDS
    ]
    total = [Cell(_("Toàn trường")), Cell(), *(step.cell(step.count or 0) for step in steps)]
    if gone := revoked_of(steps):
        columns.append(Column(_("Đã thu hồi"), number=True))
        counts = [*(gone[unit.pk, key] for unit in units for key, _label in KINDS), sum(gone.values())]
        for row, count in zip((*rows, total), counts, strict=True):
            row.append(Cell(str(count), value=count))
    return Table(_("Từ đăng ký đến công nhận"), columns, [*rows, total])


def _columns(first: str, steps: list[Step]) -> list[Column]:
    return [Column(first), *(Column(str(step.kind.short), number=True) for step in steps)]
