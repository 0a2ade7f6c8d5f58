"""Sheets and marks. Whatever changes what the total rests on stores the new total in the same transaction."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from criteria import content, scoring, standards
from criteria.facts import Facts
from criteria.facts import Sheet as SheetFacts
from criteria.models import AgreedMark, Criterion, GateAnswer, Mark, Scorecard, Sheet
from criteria.numbers import shown
from criteria.standards import PlanContent
from criteria.vocabulary import Answer, Declared, SubjectKind
from portal import audit, clock, sittings
from portal.actions import Stale
from portal.models import User
from portal.rights import Conflict


@transaction.atomic
def assign(scorecard: Scorecard, *, assessor: User, by: User) -> Sheet:
    """Ask one assessor for a sheet. Whether they may take it (conflicts) is decided by the caller's rights."""
    _hold(scorecard)
    sheet, created = Sheet.objects.get_or_create(scorecard=scorecard, assessor=assessor)
    if created:
        audit.record(scorecard, _("Phân công chấm"), by=by, after={_("Thành viên Hội đồng"): str(assessor)})
    return sheet


@transaction.atomic
def declare(sheet: Sheet, *, declared: Declared, note: str, by: User) -> None:
    """Say before the first mark whether one stands too near. A conflict may still be found later, never unsaid."""
    _hold(sheet.scorecard)
    before = ("",) if declared == Declared.NONE else ("", Declared.NONE)
    rows = Sheet.objects.filter(pk=sheet.pk, assessor=by, sent_at=None, declared__in=before)
    if not rows.update(declared=declared, declared_note=note, declared_at=clock.now()):
        raise Conflict(
            _("Phiếu này đã gửi hoặc đã khai xung đột lợi ích nên không khai lại được."),
            instead=_("Vui lòng mở lại phiếu; nếu khai nhầm, đề nghị Phòng phân công lại."),
        )
    audit.record(sheet, _("Khai xung đột lợi ích"), by=by, after={_("Lời khai"): declared.label}, note=note)
    sheet.refresh_from_db()


@transaction.atomic
def set_marks(sheet: Sheet, marks: Mapping[str, tuple[Decimal | None, str]], *, by: User, version: int) -> None:
    """Write {criterion code: (points, reason)} into a declared sheet that has not been sent. Raises `Conflict`.

    Points of None take a mark out; marks not named stay as they are. ValueError: a mark that no form lets through.
    """
    _take(sheet, by=by, version=version, sent=False)
    _without_conflict(sheet)
    criteria = {c.code: c for c in sheet.scorecard.criteria_set.criteria.filter(code__in=marks)}
    scored = _scored(sheet.scorecard, {c.unit_id for c in criteria.values()} - {None})
    sheet.marks.filter(
        criterion__code__in=[code for code, (points, _reason) in marks.items() if points is None]
    ).delete()
    for code, (points, reason) in marks.items():
        if points is None:
            continue
        scoring.refuse_mark(code, points, scored.get(code))
        Mark.objects.update_or_create(
            sheet=sheet,
            criterion=criteria[code],
            defaults={"points": points, "out_of": criteria[code].points, "reason": reason},
        )
    rows = sheet.marks.select_related("criterion").order_by("criterion__order", "pk")
    said = {row.criterion.label: f"{shown(row.points, 1)} – {row.reason}".removesuffix(" – ") for row in rows}
    sittings.record(sheet, _("Chấm điểm"), by=by, content=said)
    sheet.refresh_from_db()


def _scored(card: Scorecard, units: Iterable[int]) -> dict[str, standards.Criterion]:
    """{code: what may be marked on a card}: the plan's, and what these units added for themselves."""
    standing = content.read(card.criteria_set).standards_for(SubjectKind(card.kind))
    for rows in content.own_of(card.criteria_set, units).values():
        standing = standing.with_own(rows)
    return {row.code: row for row in (*standing.scored, *standing.of_unit)}


@transaction.atomic
def send_sheet(sheet: Sheet, *, by: User, version: int) -> None:
    """Hand in a sheet that marks everything that applies; the stored total follows in the same transaction."""
    _take(sheet, by=by, version=version, sent=False, sent_at=clock.now())
    _without_conflict(sheet)
    if missing := unmarked(sheet):
        raise Conflict(
            _("Phiếu còn %(count)02d tiêu chuẩn chưa chấm: %(which)s.")
            % {"count": len(missing), "which": "; ".join(c.label for c in missing)},
            instead=_("Vui lòng chấm đủ rồi gửi phiếu."),
        )
    store_total(sheet.scorecard)
    audit.record(sheet, _("Gửi phiếu chấm"), by=by)
    sheet.refresh_from_db()


@transaction.atomic
def take_back_sheet(sheet: Sheet, *, by: User, version: int) -> None:
    """Until the dossier is appraised an assessor may take a sent sheet back; its marks leave the total."""
    _take(sheet, by=by, version=version, sent=True, sent_at=None)
    store_total(sheet.scorecard)
    audit.record(sheet, _("Rút lại phiếu chấm"), by=by)
    sheet.refresh_from_db()


def unmarked(sheet: Sheet) -> list[Criterion]:
    """What applies and has no mark yet, in the plan's order. A unit's own criteria may be left unmarked."""
    card = sheet.scorecard
    marked = set(sheet.marks.values_list("criterion_id", flat=True))
    aside = not_applicable(card)
    rows = card.criteria_set.criteria.filter(kind="scored", enabled=True, unit=None).exclude(pk__in=marked)
    return [row for row in rows if card.kind in row.applies_to and row.code not in aside]


def not_applicable(card: Scorecard) -> dict[str, str]:
    """{code: reason}: what the year sets aside for everybody, and what the office set aside here."""
    here = GateAnswer.objects.filter(scorecard=card, answer=Answer.NOT_APPLICABLE).select_related("criterion")
    return card.year_set_aside | {row.criterion.code: row.finding for row in here}


def store_total(card: Scorecard, plan_content: PlanContent | None = None) -> Decimal | None:
    """Count the sent sheets anew and store what they give; None while nothing has been sent."""
    plan_content = plan_content or content.read(card.criteria_set)
    total = count(card, plan_content)
    Scorecard.objects.filter(pk=card.pk).update(total=total, version=F("version") + 1)
    card.total = total
    return total


def count(card: Scorecard, plan_content: PlanContent) -> Decimal | None:
    """The total by the engine, from the marks as they are stored. Gates and a unit's own criteria do not enter it."""
    agreed = AgreedMark.objects.filter(scorecard=card, criterion__unit=None).select_related("criterion")
    facts = Facts(not_applicable=not_applicable(card), agreed={row.criterion.code: row.points for row in agreed})
    standing = plan_content.standards_for(SubjectKind(card.kind))
    return scoring.total_of(standing, sheet_facts(card), facts, plan_content.parameters)


def sheet_facts(card: Scorecard) -> list[SheetFacts]:
    """Of the plan's own standards: what the total rests on."""
    marks = Prefetch("marks", Mark.objects.filter(criterion__unit=None).select_related("criterion"))
    return sheet_facts_of(card.sheets.prefetch_related(marks).select_related("assessor"))


def sheet_facts_of(sheets: Iterable[Sheet]) -> list[SheetFacts]:
    """Sheets with their marks and assessors at hand, as the engine counts them."""
    return [
        SheetFacts(
            assessor=sheet.assessor.username,
            marks={mark.criterion.code: mark.points for mark in sheet.marks.all()},
            sent=sheet.sent_at is not None,
        )
        for sheet in sheets
    ]


def _take(sheet: Sheet, *, by: User, version: int, sent: bool, **fields) -> None:
    """The guarded UPDATE: this assessor's sheet, unchanged since it was seen, on a scorecard that is open."""
    _hold(sheet.scorecard)
    rows = Sheet.objects.filter(pk=sheet.pk, assessor=by, sent_at__isnull=not sent)
    if not rows.filter(version=version).update(version=F("version") + 1, **fields):
        if current := rows.first():
            raise Stale(current)
        raise Conflict(
            _("Phiếu này đã được gửi hoặc vừa thay đổi ở nơi khác nên chưa lưu được."),
            instead=_("Vui lòng mở lại phiếu; muốn sửa phiếu đã gửi thì rút lại trước."),
        )


def _without_conflict(sheet: Sheet) -> None:
    """Refuse marks of somebody who has declared a conflict, or has not declared at all."""
    declared = Sheet.objects.values_list("declared", flat=True).get(pk=sheet.pk)
    if declared == Declared.SOME:
        raise Conflict(
            _("Đồng chí đã khai có xung đột lợi ích với hồ sơ này nên không chấm."),
            instead=_("Phòng sẽ phân công thành viên khác."),
        )
    if declared != Declared.NONE:
        raise Conflict(
            _("Chưa khai xung đột lợi ích nên chưa chấm được."),
            instead=_("Vui lòng khai trước khi chấm tiêu chuẩn đầu tiên."),
        )


def _hold(card: Scorecard) -> None:
    """Lock the card (PostgreSQL; on SQLite the transaction holds everything) so that totals never cross."""
    open_card = Scorecard.objects.select_for_update().filter(pk=card.pk, closed_at=None).first()
    if open_card is None:
        raise Conflict(
            _("Hồ sơ đã thẩm định nên phiếu chấm không thay đổi được nữa."),
            instead=_("Đề nghị Phòng mở lại thẩm định nếu cần."),
        )
