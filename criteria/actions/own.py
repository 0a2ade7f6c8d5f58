"""What a unit keeps for itself beside the plan (II.2, I.2): criteria of its own, notes on what counts as evidence.

They rank no units against each other, so a set that a year has frozen takes them all the same. What closes them is the
first dossier that the unit has sent under the set: from then on a sheet must not change under way.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from criteria.models import CriteriaSet, Criterion, EvidenceNote
from criteria.vocabulary import CriterionKind
from portal import audit
from portal.actions import keep
from portal.models import Unit, User
from portal.rights import Conflict, require

BEHIND_THE_PLAN = 10_000  # from here on units' own are ordered


def is_closed(criteria_set: CriteriaSet, unit: Unit) -> bool:
    """Dossiers stand above this app: who knows what has been sent is named in the settings."""
    under_way = criteria_set.years.exclude(state="closed").exists()
    return not under_way or import_string(settings.CRITERIA_SENT)(criteria_set, unit)


@transaction.atomic
def keep_criterion(row: Criterion, *, by: User, version: int | None) -> None:
    _may_change(row.criteria_set, row.unit, by)
    if row.pk is None:
        row.kind, row.group = CriterionKind.SCORED.value, row.criteria_set.groups.last()
        row.code, row.order = _place(row.criteria_set, row.unit)
    act = _("Sửa tiêu chí riêng") if row.pk else _("Thêm tiêu chí riêng")
    keep(row, by=by, act=act, version=version)


def _place(criteria_set: CriteriaSet, unit: Unit) -> tuple[str, int]:
    """A code and an order of its own, behind everything the unit has there."""
    taken = set(criteria_set.criteria.filter(unit=unit).values_list("code", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if _code(unit, n) not in taken)
    last = criteria_set.criteria.filter(unit=unit).order_by("order").last()
    return _code(unit, number), max(BEHIND_THE_PLAN, last.order if last else 0) + 1


def _code(unit: Unit, number: int) -> str:
    """People read labels; across the years the same code is the same criterion."""
    return f"U{unit.pk}-{number}"


@transaction.atomic
def remove_criterion(row: Criterion, *, by: User, version: int) -> bool:
    """Take it out: True. What something was written to already is only switched off: False."""
    _may_change(row.criteria_set, row.unit, by)
    rows = Criterion.objects.filter(pk=row.pk, version=version)
    try:
        gone, _models = rows.delete()
        act, removed = _("Bỏ tiêu chí riêng"), True
    except ProtectedError:
        gone = rows.update(enabled=False, version=F("version") + 1)
        act, removed = _("Ngừng dùng tiêu chí riêng"), False
    if not gone:
        raise Conflict(
            _("Tiêu chí này vừa được người khác sửa nên chưa bỏ."),
            instead=_("Vui lòng xem lại nội dung mới nhất rồi bỏ nếu vẫn cần."),
        )
    audit.record(row, act, by=by, before={_("Tên ngắn"): row.label, _("Xem xét điều gì"): row.text})
    return removed


@transaction.atomic
def keep_note(note: EvidenceNote, *, by: User, version: int | None) -> None:
    """What counts as evidence with the unit for one of the plan's standards; emptied, it is shown no more."""
    _may_change(note.criteria_set, note.unit, by)
    keep(note, by=by, act=_("Ghi chú minh chứng của đơn vị"), version=version)


@transaction.atomic
def take_over(criteria_set: CriteriaSet, unit: Unit, *, by: User) -> list[str]:
    """What the unit kept in the years before, as far as it is not here yet; nothing is overwritten. Returns labels."""
    _may_change(criteria_set, unit, by)
    before = kept_before(criteria_set, unit)
    if before is None:
        raise Conflict(_("Những năm trước, đơn vị không có tiêu chí riêng hoặc ghi chú nào để lấy lại."))
    rows, notes = _missing(criteria_set, before, unit)
    groups = {group.code: group for group in criteria_set.groups.all()}
    for row in rows:
        group = groups.get(row.group.code) or criteria_set.groups.last()
        row.pk, row.criteria_set, row.group, row.version = None, criteria_set, group, 1
    for note in notes:
        note.pk, note.criteria_set, note.version = None, criteria_set, 1
    Criterion.objects.bulk_create(rows)
    EvidenceNote.objects.bulk_create(notes)
    told = [*(row.label for row in rows), *(note.text for note in notes)]
    audit.record(unit, _("Lấy lại tiêu chí riêng của năm trước"), by=by, after={str(criteria_set): "; ".join(told)})
    return told


def kept_before(criteria_set: CriteriaSet, unit: Unit) -> CriteriaSet | None:
    """The newest set before, in which the unit kept something that this one does not have yet.

    Also one that no year uses any more: before it was opened, the year may have taken this one in its place.
    """
    first = criteria_set.years.order_by("year").first()
    if first is None:
        return None
    sets = CriteriaSet.objects.exclude(pk=criteria_set.pk).exclude(years__year__gte=first.year)
    for each in sets.filter(plan__first_year__lte=first.year).order_by("-plan__first_year", "-number"):
        if any(_missing(criteria_set, each, unit)):
            return each
    return None


def _missing(here: CriteriaSet, before: CriteriaSet, unit: Unit) -> tuple[list[Criterion], list[EvidenceNote]]:
    """Of the set before: own criteria in use, and notes to standards that are here too; without what is here."""
    codes = set(here.criteria.values_list("code", flat=True))
    rows = before.criteria.filter(unit=unit, enabled=True).select_related("group").exclude(code__in=codes)
    notes = before.evidence_notes.filter(unit=unit, code__in=codes).exclude(text="")
    noted = here.evidence_notes.filter(unit=unit).values("code")
    return list(rows), list(notes.exclude(code__in=noted))


def _may_change(criteria_set: CriteriaSet, unit: Unit, by: User) -> None:
    require(by, "own_criteria.keep", unit)
    refuse_closed(criteria_set, unit)


def refuse_closed(criteria_set: CriteriaSet, unit: Unit) -> None:
    if is_closed(criteria_set, unit):
        raise Conflict(
            _("Đơn vị đã gửi hồ sơ theo bộ tiêu chuẩn này, hoặc năm đã kết thúc, nên tiêu chí riêng được giữ nguyên."),
            instead=_("Thay đổi cho năm sau được ghi vào bộ tiêu chuẩn của năm đó."),
        )
