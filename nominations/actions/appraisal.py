"""Receipt to conclusion: office gates with the paper they rest on, assessors without conflicts, the conclusion."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.actions import scorecards
from criteria.models import AgreedMark, Criterion, GateAnswer, Scorecard, Sheet, SteppedAside, Waiver
from criteria.numbers import shown
from criteria.vocabulary import Answer, Declared, Source
from nominations import rights
from nominations.actions import gates
from nominations.models import Nomination
from nominations.workflow import NOMINATIONS
from portal import audit, clock
from portal.models import OutboxMessage, User
from portal.rights import Conflict, require
from portal.workflow import perform


@transaction.atomic
def answer_gate(
    nomination: Nomination, criterion: Criterion, *, answer: Answer, finding: str, paper: str, by: User
) -> None:
    """The office's finding on one of its gates, or that a criterion does not apply here (before marking)."""
    _in_hand(nomination, by)
    card = nomination.scorecard
    if answer == Answer.NOT_APPLICABLE:
        _may_be_set_aside(card, criterion)
    elif criterion.source != Source.OFFICE:
        raise Conflict(_("Điều kiện này lấy từ kết quả đã ghi, không trả lời tại đây."))
    elif not paper:
        raise Conflict(_("Chưa ghi văn bản làm căn cứ."), instead=_("Vui lòng nhập số, ngày văn bản."))
    told = {"answer": answer.value, "finding": finding, "paper": paper, "by": by, "at": clock.now()}
    GateAnswer.objects.update_or_create(scorecard=card, criterion=criterion, defaults=told)
    scorecards.store_total(card)
    after = {criterion.label: answer.label, _("Căn cứ"): paper or finding}
    audit.record(nomination, _("Trả lời điều kiện"), by=by, after=after, note=finding)


@transaction.atomic
def withdraw_answer(nomination: Nomination, criterion: Criterion, *, reason: str, by: User) -> None:
    """Take an answer back: an office gate waits again, what was set aside applies again (before marking)."""
    _in_hand(nomination, by)
    card = nomination.scorecard
    standing = GateAnswer.objects.filter(scorecard=card, criterion=criterion).first()
    if standing is None:
        raise Conflict(_("Điều kiện này chưa có câu trả lời nào để bỏ."))
    if standing.answer == Answer.NOT_APPLICABLE:
        _may_be_set_aside(card, criterion)
    standing.delete()
    scorecards.store_total(card)
    before = {criterion.label: standing.get_answer_display()}
    audit.record(nomination, _("Bỏ câu trả lời điều kiện"), by=by, before=before, note=reason)


def _may_be_set_aside(card: Scorecard, criterion: Criterion) -> None:
    if not criterion.may_be_not_applicable:
        raise Conflict(_("Tiêu chuẩn này áp dụng cho mọi đối tượng."))
    if criterion.kind == "scored" and card.sheets.filter(marks__isnull=False).exists():
        raise Conflict(_("Hồ sơ đã có điểm nên không đặt tiêu chuẩn ra ngoài được nữa."))


@transaction.atomic
def waive(nomination: Nomination, criterion: Criterion, *, reason: str, paper: str, by: User) -> None:
    """The board lets a gate pass, with a reason that is printed; the answer itself stays as it is."""
    require(by, "nomination.waive")
    rights.require_distance(by, nomination)
    if nomination.state not in ("received", "appraised"):
        raise Conflict(_("Chỉ miễn được khi hồ sơ đang thẩm định."))
    if criterion.kind != "gate":
        raise Conflict(_("Chỉ miễn được điều kiện bắt buộc; tiêu chuẩn tính điểm thì không."))
    told = {"reason": reason, "paper": paper, "by": by, "at": clock.now()}
    Waiver.objects.update_or_create(scorecard=nomination.scorecard, criterion=criterion, defaults=told)
    audit.record(nomination, _("Miễn điều kiện"), by=by, after={criterion.label: reason}, note=paper)


@transaction.atomic
def assign(nomination: Nomination, assessor: User, *, by: User) -> Sheet:
    """Ask for a sheet; refused with the conflict's own sentence."""
    _in_hand(nomination, by)
    if not rights.may_mark(assessor, nomination):
        near = rights.conflict_of(assessor, nomination) or _("không phải thành viên Hội đồng")
        raise Conflict(_("Không phân công được: %(who)s %(near)s.") % {"who": assessor, "near": near})
    if SteppedAside.objects.filter(scorecard=nomination.scorecard_id, assessor=assessor).exists():
        raise Conflict(_("Không phân công được: %(who)s đã khai có xung đột lợi ích.") % {"who": assessor})
    return scorecards.assign(nomination.scorecard, assessor=assessor, by=by)


@transaction.atomic
def assign_evenly(pairs: Iterable[tuple[Nomination, User]], *, by: User) -> None:
    """Every pair that was proposed, or none. Each assessor is told once, with all names."""
    given: dict[User, list[Nomination]] = {}
    for nomination, assessor in pairs:
        assign(nomination, assessor, by=by)
        given.setdefault(assessor, []).append(nomination)
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            to=assessor,
            subject=_("Đồng chí được giao chấm %(n)02d hồ sơ") % {"n": len(rows)},
            body=_("Hồ sơ: %(who)s. Đề nghị khai xung đột lợi ích trước khi chấm.")
            % {"who": "; ".join(str(row) for row in rows)},
            link="/sheets/",
        )
        for assessor, rows in given.items()
    )


@transaction.atomic
def declare(nomination: Nomination, sheet: Sheet, *, declared: Declared, note: str, by: User) -> None:
    """Before the first mark (plan III: the judging is objective). Whoever handles the dossier hears of a conflict."""
    _marking(nomination, by)
    scorecards.declare(sheet, declared=declared, note=note, by=by)
    if declared == Declared.SOME:
        OutboxMessage.objects.bulk_create(
            OutboxMessage(
                to=user,
                subject=_("Cần phân công lại: %(who)s") % {"who": nomination},
                body=_("%(assessor)s khai có xung đột lợi ích: %(note)s.") % {"assessor": by, "note": note.rstrip(".")},
                link=f"/nominations/{nomination.pk}/appraisal/",
            )
            for user in rights.handlers_of(nomination)
        )


@transaction.atomic
def unassign(nomination: Nomination, sheet: Sheet, *, reason: str, by: User) -> None:
    """Take back a sheet that was never sent, with a reason. Whoever declared a conflict is not asked again."""
    _in_hand(nomination, by)
    if not Sheet.objects.filter(pk=sheet.pk, scorecard=nomination.scorecard, sent_at=None).exists():
        raise Conflict(_("Phiếu đã gửi nên không bỏ phân công được."))
    if sheet.declared == Declared.SOME:
        SteppedAside.objects.create(scorecard=nomination.scorecard, assessor=sheet.assessor, note=sheet.declared_note)
    sheet.marks.all().delete()
    audit.record(nomination, _("Bỏ phân công chấm"), by=by, before={_("Thành viên"): str(sheet.assessor)}, note=reason)
    sheet.delete()


@transaction.atomic
def keep_marks(
    nomination: Nomination, sheet: Sheet, marks: Mapping[str, tuple[Decimal | None, str]], *, by: User, version: int
) -> None:
    """What an assessor typed so far; a mark of None is taken out."""
    _marking(nomination, by)
    scorecards.set_marks(sheet, marks, by=by, version=version)


@transaction.atomic
def send_sheet(nomination: Nomination, sheet: Sheet, *, by: User, version: int) -> None:
    _marking(nomination, by)
    scorecards.send_sheet(sheet, by=by, version=version)


@transaction.atomic
def take_back_sheet(nomination: Nomination, sheet: Sheet, *, by: User, version: int) -> None:
    _marking(nomination, by)
    scorecards.take_back_sheet(sheet, by=by, version=version)


@transaction.atomic
def agree(nomination: Nomination, criterion: Criterion, *, points: Decimal, note: str, by: User) -> None:
    """What the assessors agreed on after a discussion, once all have sent. Their own marks stay beside it."""
    _in_hand(nomination, by)
    card = Scorecard.objects.select_for_update().get(pk=nomination.scorecard_id)
    sent = [sheet.sent_at is not None for sheet in card.sheets.all()]
    if not all(sent) or len(sent) < card.criteria_set.min_sheets:
        raise Conflict(_("Chưa đủ phiếu đã gửi nên chưa ghi điểm thống nhất được."))
    if criterion.kind != "scored" or criterion.code in scorecards.not_applicable(card):
        raise Conflict(_("Tiêu chuẩn này không tính điểm trong hồ sơ."))
    before = AgreedMark.objects.filter(scorecard=card, criterion=criterion).first()
    told = {"points": points, "out_of": criterion.points, "note": note, "by": by, "at": clock.now()}
    AgreedMark.objects.update_or_create(scorecard=card, criterion=criterion, defaults=told)
    scorecards.store_total(card)
    words = {criterion.label: shown(points, 1)}
    was = {criterion.label: shown(before.points, 1)} if before else {}
    audit.record(nomination, _("Ghi điểm thống nhất"), by=by, before=was, after=words, note=note)


def _marking(nomination: Nomination, by: User) -> None:
    """By an assessor without a conflict (there may be one by now), while the office has the dossier in hand."""
    rights.require_distance(by, nomination)
    if nomination.state != "received":
        raise Conflict(
            _("Phiếu chấm chỉ thay đổi được khi hồ sơ đang thẩm định."),
            instead=_("Vui lòng xem tình trạng hồ sơ; đề nghị Phòng mở lại thẩm định nếu cần."),
        )


@transaction.atomic
def appraise(nomination: Nomination, *, by: User, version: int) -> None:
    """Conclude: enough sheets sent, none open, every office gate answered. The scorecard closes."""
    _in_hand(nomination, by)
    card = Scorecard.objects.select_for_update().select_related("criteria_set").get(pk=nomination.scorecard_id)
    sheets = list(card.sheets.all())
    sent = sum(sheet.sent_at is not None for sheet in sheets)
    least = card.criteria_set.min_sheets
    if sent < least or sent < len(sheets):
        raise Conflict(
            _("Đã gửi %(sent)02d trên %(all)02d phiếu phân công; cần từ %(least)02d và không còn phiếu mở.")
            % {"sent": sent, "all": len(sheets), "least": least},
            instead=_("Đề nghị thành viên Hội đồng gửi phiếu, hoặc bỏ phân công có nêu lý do."),
        )
    if open_gates := unanswered_office_gates(nomination):
        raise Conflict(
            _("Còn điều kiện chưa trả lời: %(which)s.") % {"which": "; ".join(row.label for row in open_gates)},
            instead=_("Vui lòng trả lời, ghi rõ văn bản."),
        )
    perform(NOMINATIONS["appraise"], nomination, by=by, version=version)
    Scorecard.objects.filter(pk=card.pk).update(closed_at=clock.now())
    gates.keep([(nomination, gates.score_of(nomination))])


def unanswered_office_gates(nomination: Nomination) -> list[Criterion]:
    card = nomination.scorecard
    answered = card.answers.values("criterion")
    rows = card.criteria_set.criteria.filter(kind="gate", source=Source.OFFICE, enabled=True).exclude(pk__in=answered)
    return [row for row in rows if card.kind in row.applies_to and row.code not in card.year_set_aside]


@transaction.atomic
def reopen(nomination: Nomination, *, by: User, version: int, reason: str) -> None:
    rights.require_handling(by, nomination)
    perform(NOMINATIONS["reopen"], nomination, by=by, version=version, reason=reason)
    Scorecard.objects.filter(pk=nomination.scorecard_id).update(closed_at=None)
    gates.forget(nomination)


def _in_hand(nomination: Nomination, by: User) -> None:
    """Between receipt and conclusion, by somebody without a conflict."""
    rights.require_handling(by, nomination)
    if nomination.state != "received":
        raise Conflict(_("Chỉ thực hiện được khi hồ sơ đã tiếp nhận và chưa kết luận thẩm định."))
