"""What a unit keeps for itself beside the plan (II.2): criteria of its own, and notes on what counts as evidence."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from criteria.actions.own import is_closed, kept_before
from criteria.models import CriteriaSet, Criterion, EvidenceNote, Group
from criteria.numbers import plain
from criteria.standards import Standards
from portal.models import Unit, User
from portal.queries import units_written_for


def notes_of(criteria_set: CriteriaSet, unit: Unit) -> dict[str, str]:
    """{code of a standard: what counts as its evidence with this unit}."""
    rows = EvidenceNote.objects.filter(criteria_set=criteria_set, unit=unit).exclude(text="")
    return dict(rows.values_list("code", "text"))


def section_of(row: Criterion) -> Group:
    """The group it is shown under; a unit's own stand behind the plan's, under a head of their own."""
    if row.unit_id is None:
        return row.group
    return Group(pk=0, label=_("Tiêu chí riêng của đơn vị"), clause=_("không tính vào tổng điểm"))


def sets_under_way() -> list[CriteriaSet]:
    """Those of the years that are planned or under way."""
    rows = CriteriaSet.objects.filter(years__state__in=("planned", "open")).select_related("plan").distinct()
    return list(rows.order_by("-plan__first_year", "-number"))


@dataclass(frozen=True)
class Noted:
    """A standard of the plan, and what counts as its evidence with the unit."""

    criterion: Criterion
    note: str


@dataclass(frozen=True)
class Keeping:
    """What one unit keeps beside one set."""

    unit: Unit
    criteria_set: CriteriaSet
    years: str
    rows: list[Criterion]
    groups: list[tuple[Group, list[Noted]]]
    is_closed: bool
    to_take_over: bool


def kept_by(user: User) -> list[Keeping]:
    """Unit by unit, set by set, what this user may keep."""
    sets = sets_under_way()
    return [_keeping(unit, each) for unit in units_written_for(user, "own_criteria.keep") for each in sets]


def _keeping(unit: Unit, criteria_set: CriteriaSet) -> Keeping:
    notes, closed = notes_of(criteria_set, unit), is_closed(criteria_set, unit)
    plan = (
        criteria_set.criteria.filter(unit=None, enabled=True).select_related("group").order_by("group__order", "order")
    )
    years = criteria_set.years.filter(state__in=("planned", "open")).order_by("year")
    return Keeping(
        unit=unit,
        criteria_set=criteria_set,
        years=", ".join(str(year) for year in years),
        rows=list(criteria_set.criteria.filter(unit=unit)),
        groups=[
            (group, [Noted(row, notes.get(row.code, "")) for row in rows])
            for group, rows in groupby(plan, key=lambda row: row.group)
        ],
        is_closed=closed,
        to_take_over=not closed and kept_before(criteria_set, unit) is not None,
    )


# -- as it is read on the catalogue ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """What a unit added for one kind of subject, and its notes to the plan's standards of that kind."""

    unit: Unit
    rows: list[tuple[Criterion, str]]  # with its points
    notes: list[tuple[str, str]]  # (label of the standard, what counts as its evidence)


def shown_to(user: User, criteria_set: CriteriaSet, measured: Standards) -> list[Shown]:
    """Of one's own units; to the office and the board, of all."""
    own = Criterion.objects.exclude(unit=None).visible_to(user).filter(criteria_set=criteria_set, enabled=True)
    rows = [row for row in own.select_related("unit") if measured.kind in row.applies_to]
    labels = {row.code: row.label for row in measured.criteria}
    found = EvidenceNote.objects.visible_to(user).filter(criteria_set=criteria_set, code__in=labels).exclude(text="")
    notes = sorted(found.select_related("unit"), key=lambda note: list(labels).index(note.code))
    units = {each.unit for each in (*rows, *notes)}
    return [
        Shown(
            unit=unit,
            rows=[(row, plain(row.points)) for row in rows if row.unit_id == unit.pk],
            notes=[(labels[note.code], note.text) for note in notes if note.unit_id == unit.pk],
        )
        for unit in sorted(units, key=lambda unit: (unit.protocol_order, unit.pk))
    ]
