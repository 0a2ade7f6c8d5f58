"""Receipt to conclusion: office gates with the paper they rest on, assessors without conflicts, the conclusion."""

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.actions import scorecards
from criteria.models import Criterion, GateAnswer, Scorecard, Sheet, Waiver
from criteria.vocabulary import Answer, Source
from nominations import rights
from nominations.models import Nomination
from nominations.workflow import NOMINATIONS
from portal import audit, clock
from portal.models import User
from portal.rights import Conflict, Refusal
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


def _may_be_set_aside(card: Scorecard, criterion: Criterion) -> None:
    if not criterion.may_be_not_applicable:
        raise Conflict(_("Tiêu chuẩn này áp dụng cho mọi đối tượng."))
    if criterion.kind == "scored" and card.sheets.filter(marks__isnull=False).exists():
        raise Conflict(_("Hồ sơ đã có điểm nên không đặt tiêu chuẩn ra ngoài được nữa."))


@transaction.atomic
def waive(nomination: Nomination, criterion: Criterion, *, reason: str, paper: str, by: User) -> None:
    """The board lets a gate pass, with a reason that is printed; the answer itself stays as it is."""
    if nomination.state not in ("received", "appraised"):
        raise Conflict(_("Chỉ miễn được khi hồ sơ đang thẩm định."))
    if rights.conflict(by, nomination):
        raise Refusal(rights.conflict(by, nomination))
    told = {"reason": reason, "paper": paper, "by": by, "at": clock.now()}
    Waiver.objects.update_or_create(scorecard=nomination.scorecard, criterion=criterion, defaults=told)
    audit.record(nomination, _("Miễn điều kiện"), by=by, after={criterion.label: reason}, note=paper)


@transaction.atomic
def assign(nomination: Nomination, assessor: User, *, by: User) -> Sheet:
    """Ask for a sheet; refused with the conflict's own sentence."""
    _in_hand(nomination, by)
    if not rights.may_mark(assessor, nomination):
        near = rights.conflict(assessor, nomination) or _("Người này không phải thành viên Hội đồng.")
        raise Conflict(_("Không phân công được %(who)s.") % {"who": assessor}, instead=near)
    return scorecards.assign(nomination.scorecard, assessor=assessor, by=by)


@transaction.atomic
def unassign(nomination: Nomination, sheet: Sheet, *, reason: str, by: User) -> None:
    """Take back a sheet that was never sent, with a reason."""
    _in_hand(nomination, by)
    if not Sheet.objects.filter(pk=sheet.pk, scorecard=nomination.scorecard, sent_at=None).exists():
        raise Conflict(_("Phiếu đã gửi nên không bỏ phân công được."))
    sheet.marks.all().delete()
    audit.record(nomination, _("Bỏ phân công chấm"), by=by, before={_("Thành viên"): str(sheet.assessor)}, note=reason)
    sheet.delete()


@transaction.atomic
def appraise(nomination: Nomination, *, by: User, version: int) -> None:
    """Conclude: enough sheets sent, none open, every office gate answered. The scorecard closes."""
    card = nomination.scorecard
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


def unanswered_office_gates(nomination: Nomination) -> list[Criterion]:
    card = nomination.scorecard
    answered = card.answers.values("criterion")
    rows = card.criteria_set.criteria.filter(kind="gate", source=Source.OFFICE, enabled=True).exclude(pk__in=answered)
    return [row for row in rows if card.kind in row.applies_to and row.code not in card.year_set_aside]


@transaction.atomic
def reopen(nomination: Nomination, *, by: User, version: int, reason: str) -> None:
    perform(NOMINATIONS["reopen"], nomination, by=by, version=version, reason=reason)
    Scorecard.objects.filter(pk=nomination.scorecard_id).update(closed_at=None)


def _in_hand(nomination: Nomination, by: User) -> None:
    """Between receipt and conclusion, by somebody without a conflict."""
    if not rights.handles(by, nomination):
        raise Refusal(rights.conflict(by, nomination) or _("Việc này do Phòng thực hiện."))
    if nomination.state != "received":
        raise Conflict(_("Chỉ thực hiện được khi hồ sơ đã tiếp nhận và chưa kết luận thẩm định."))
