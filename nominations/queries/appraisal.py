"""What the appraisal's page shows of a dossier, what can be done there, and who may be asked to mark it.

Blind marking: nothing that rests on marks leaves here before every sheet that is due has been sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from criteria.models import Sheet, SteppedAside
from criteria.results import Score
from criteria.vocabulary import Answer, Source, Verdict
from nominations import facts, rights
from nominations.gates_kept import Change, unseen
from nominations.models import Nomination
from nominations.queries.exchange import AfterReturn, after_return
from nominations.queries.gate_lines import GateLine, gate_counts, gates_of
from nominations.queries.mark_table import Marks, marks_of
from nominations.queries.marking import stage
from nominations.queries.proofs import Standard, standards_of
from nominations.workflow import NOMINATIONS
from portal.models import User
from portal.queries import history
from portal.rights import may
from portal.states import State
from portal.tables import Cell, Column, Table
from portal.timeline import Event

VERDICTS = {
    Verdict.ELIGIBLE: State(Verdict.ELIGIBLE.label, "check2-square", "eligible"),
    Verdict.NOT_ELIGIBLE: State(Verdict.NOT_ELIGIBLE.label, "x-circle-fill", "ineligible"),
    Verdict.AWAITING_RATING: State(Verdict.AWAITING_RATING.label, "hourglass-split", "waiting"),
    Verdict.UNFINISHED: State(Verdict.UNFINISHED.label, "pencil", "draft"),
}


# -- the page -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetLine:
    pk: int
    assessor: str
    sent_at: datetime | None
    stage: str
    declared_note: str  # of a conflict
    may_unassign: bool


@dataclass(frozen=True)
class Act:
    """Something that can be done now, or (`blocked`) what it still waits for."""

    name: str
    label: str
    hint: str
    icon: str
    href: str
    asks: bool = False  # a button that posts after a question; else the link to a form
    blocked: bool = False


@dataclass(frozen=True)
class Page:
    nomination: Nomination
    state: State
    score: Score
    verdict: State
    gates: list[GateLine]
    gate_counts: str
    standards: list[Standard]
    own_standards: list[Standard]  # what the unit added for itself (plan II.2)
    after_return: AfterReturn | None
    sheets: list[SheetLine]
    sheets_sent: int
    sheets_due: int
    marks: Marks | None
    overlaps: list[str]
    acts: list[Act]
    main_act: Act | None
    may_return: bool
    raised: list[Change]  # gates that answer otherwise than the office has seen


def page_of(nomination: Nomination, user: User) -> Page:
    score = facts.scores([nomination], nomination.plan_year)[nomination.pk]
    handles = rights.handles(user, nomination)
    in_hand = handles and nomination.state == "received"
    found = list(_sheets_of(nomination))
    all_sent = score.sheets_sent >= score.sheets_due
    returned = after_return(nomination)
    standards = standards_of(nomination, user, may_set_aside=in_hand and not _any_mark(nomination))
    acts = list(_acts(nomination, user, score, handles))
    return Page(
        nomination=nomination,
        state=NOMINATIONS.states[nomination.state],
        score=score,
        verdict=VERDICTS[score.verdict],
        gates=gates_of(nomination, score, in_hand=in_hand, may_waive=_may_waive(nomination, user)),
        gate_counts=gate_counts(score),
        standards=[_with_change(each, returned) for each in standards if not each.is_own],
        own_standards=[_with_change(each, returned) for each in standards if each.is_own],
        after_return=returned,
        sheets=[_sheet_line(sheet, in_hand=in_hand) for sheet in found],
        sheets_sent=score.sheets_sent,
        sheets_due=score.sheets_due,
        marks=marks_of(nomination, score, found, standards, in_hand=in_hand) if all_sent else None,
        overlaps=[each.sentence for each in score.overlaps],
        acts=acts,
        main_act=next((act for act in acts if act.asks and not act.blocked), None),
        may_return=any(act.name == "return" for act in acts),
        raised=unseen(nomination.scorecard, score),
    )


def _with_change(standard: Standard, returned: AfterReturn | None) -> Standard:
    """What the unit changed in its statement after a return: marks given before were given to the old one."""
    change = returned.comparison.of(f"criterion-{standard.criterion.code}") if returned else None
    return replace(standard, change=change)


def history_of(nomination: Nomination) -> list[Event]:
    """What was done to it. What the unit wrote stands in the dossier itself; here, that and when it was written."""
    written = (_("Sửa hồ sơ"), _("Lập hồ sơ"), _("Trả lời yêu cầu bổ sung"))
    return [replace(event, detail="") if event.what.startswith(written) else event for event in history(nomination)]


def _sheets_of(nomination: Nomination) -> Iterable[Sheet]:
    rows = Sheet.objects.filter(scorecard=nomination.scorecard_id).annotate(marked=Count("marks")).order_by("pk")
    return rows.select_related("assessor__person").prefetch_related("marks__criterion")


def _sheet_line(sheet: Sheet, *, in_hand: bool) -> SheetLine:
    return SheetLine(
        pk=sheet.pk,
        assessor=str(sheet.assessor),
        sent_at=sheet.sent_at,
        stage=capfirst(stage(sheet)),
        declared_note=sheet.declared_note,
        may_unassign=in_hand and sheet.sent_at is None,
    )


def _any_mark(nomination: Nomination) -> bool:
    return Sheet.objects.filter(scorecard=nomination.scorecard_id, marks__isnull=False).exists()


def _may_waive(nomination: Nomination, user: User) -> bool:
    return (
        may(user, "nomination.waive")
        and nomination.state in ("received", "appraised")
        and not rights.conflict(user, nomination)
    )


# -- what can be done -----------------------------------------------------------------------------------------


def _acts(nomination: Nomination, user: User, score: Score, handles: bool) -> Iterable[Act]:
    state = nomination.state

    def address(name: str) -> str:
        return reverse(f"nominations:appraisal-{name}", args=[nomination.pk])

    if handles and state == "submitted":
        hint = _("cấp số tiếp nhận, báo đơn vị")
        yield Act("receive", _("Tiếp nhận"), hint, "inbox", address("receive"), asks=True)
    if handles and state == "received":
        waits = _waits_for(nomination, score)
        hint = waits or _("đủ phiếu, đủ câu trả lời; kết luận: %(verdict)s") % {"verdict": score.verdict.label.lower()}
        yield Act(
            "conclude",
            _("Kết luận thẩm định"),
            hint,
            "check2-square",
            address("conclude"),
            asks=True,
            blocked=bool(waits),
        )
        hint = _("đã phân công %(n)02d thành viên") % {"n": nomination.scorecard.sheets.count()}
        yield Act("assign", _("Phân công chấm"), hint, "person-plus", address("assign"))
    if handles and state in ("submitted", "received"):
        hint = _("nêu lý do tại từng mục và hạn bổ sung")
        yield Act("return", _("Trả lại bổ sung"), hint, "arrow-return-left", address("return"))
    if handles and state == "appraised":
        yield Act("reopen", _("Mở lại thẩm định"), _("nêu lý do"), "arrow-counterclockwise", address("reopen"))
    if handles and unseen(nomination.scorecard, score):
        hint = _("lấy câu trả lời hiện nay làm câu trả lời đã biết, nêu lý do")
        yield Act("acknowledge", _("Đã xem xét thay đổi"), hint, "eye", address("acknowledge"))
    if state == "returned" and rights.extends(user, nomination):
        yield Act("extend", _("Gia hạn"), _("ghi vào nhật ký"), "calendar-plus", address("extend"))


def _waits_for(nomination: Nomination, score: Score) -> str:
    """Why it cannot be concluded yet, in few words."""
    waits = []
    if score.sheets_sent < score.sheets_due:
        waits.append(_("đã gửi %(sent)02d trên %(due)02d phiếu") % {"sent": score.sheets_sent, "due": score.sheets_due})
    open_gates = sum(gate.criterion.source == Source.OFFICE and gate.answer == Answer.NO_RESULT for gate in score.gates)
    if open_gates:
        waits.append(_("còn %(n)02d điều kiện chưa trả lời") % {"n": open_gates})
    return "; ".join(waits)


# -- assessors ------------------------------------------------------------------------------------------------


def assessors_for(nomination: Nomination) -> tuple[list[User], list[tuple[User, str]]]:
    """(who may be asked, [(who may not, why)]); those who have a sheet already are in neither."""
    card = nomination.scorecard_id
    asked = set(Sheet.objects.filter(scorecard=card).values_list("assessor", flat=True))
    declared = dict(SteppedAside.objects.filter(scorecard=card).values_list("assessor", "note"))
    aside = {pk: _("đã khai có xung đột: %(note)s") % {"note": note} for pk, note in declared.items()}
    people = [user for user in rights.assessors() if user.pk not in asked]
    near = [(user, aside.get(user.pk) or rights.conflict_of(user, nomination)) for user in people]
    return [user for user, why in near if not why], [(user, why) for user, why in near if why]


def too_near_table(near: list[tuple[User, str]]) -> Table | None:
    """Those who cannot be assigned, and why."""
    if not near:
        return None
    columns = [Column(_("Thành viên Hội đồng")), Column(_("Vì sao"))]
    rows = [[Cell(str(user)), Cell(capfirst(why))] for user, why in near]
    return Table(_("Không phân công được vì có liên quan"), columns, rows)
