"""The office's side of a dossier: receipt, gates, assessors, conclusion. The board stands in where it must."""

from collections.abc import Iterable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.models import Criterion, Sheet
from criteria.vocabulary import Answer
from nominations.actions import appraisal as actions
from nominations.actions import gates
from nominations.actions import nominations as moves
from nominations.forms.appraisal import (
    WITHDRAWN,
    AcknowledgeForm,
    AgreeForm,
    AssignForm,
    ExtendForm,
    GateForm,
    ReopenForm,
    UnassignForm,
    WaiveForm,
)
from nominations.forms.exchange import ReturnForm
from nominations.gates_kept import fingerprint, unseen
from nominations.models import Nomination
from nominations.places import places_of
from nominations.queries import appraisal as queries
from nominations.queries import exchange
from nominations.queries.commendations import commendations_of
from nominations.queries.mark_table import row_table
from nominations.queries.promises import promises
from nominations.queries.reach import dossiers, sent_dossiers
from nominations.raised import CONCLUDED
from nominations.rights import require_distance, require_extending, require_handling
from nominations.workflow import EDITABLE, NOMINATIONS
from portal.forms.kept import VersionForm
from portal.rights import Conflict, load, require
from portal.views.editing import Page, edit

HOME = (gettext_lazy("Hồ sơ đề nghị"), "/nominations/")


@require_safe
def appraisal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict and what it rests on, live."""
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_distance(request.user, nomination)
    context = {
        "page": queries.page_of(nomination, request.user),
        "promises": promises(nomination),
        "commendations": commendations_of(nomination, request.user),
        "history": queries.history_of(nomination),
        "home": HOME,
    } | exchange.shown_to(request.user, nomination)
    return render(request, "nominations/appraisal_page.html", context)


@require_POST
def appraisal_receive(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    moves.receive(nomination, by=request.user, version=VersionForm.seen(request))
    number = f"{nomination.receipt_number:02d}/{nomination.plan_year.year}"
    messages.success(request, _("Đã tiếp nhận hồ sơ, số %(number)s. Đơn vị đã được báo.") % {"number": number})
    return redirect("nominations:appraisal", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_return(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, NOMINATIONS["return"].sources)
    form = ReturnForm(request.POST or None, paper=nomination, places=places_of(nomination))
    page = _page(
        nomination,
        _("Trả lại bổ sung"),
        _("Trả lại hồ sơ"),
        _("Đã trả lại hồ sơ. Đơn vị đã được báo."),
        template="nominations/return.html",
    )

    def save(form: ReturnForm) -> None:
        told = {"version": form.cleaned_data["version"], "until": form.moment(), "reason": form.cleaned_data["reason"]}
        moves.give_back(nomination, by=request.user, notes=form.notes(), **told)

    return edit(request, form, page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """For a dossier that has not been sent yet, too: of a draft the office learns no more than that it is there."""
    nomination = load(dossiers().visible_to(request.user), pk)
    require_extending(request.user, nomination)
    _open(request, nomination, EDITABLE)
    until = f"{moves.deadline(nomination):%H:%M:%S ngày %d/%m/%Y}"
    page = _page(
        nomination,
        _("Gia hạn gửi hồ sơ"),
        _("Gia hạn"),
        _("Đã gia hạn. Đơn vị đã được báo; việc gia hạn được ghi vào nhật ký."),
        lead=_("Hạn hiện nay: %(until)s.") % {"until": until},
        back=HOME[1] if nomination.submitted_at is None else "",
    )
    form = ExtendForm(request.POST or None, nomination=nomination)

    def save(form: BaseForm) -> None:
        told = form.cleaned_data
        moves.extend(nomination, by=request.user, version=told["version"], until=form.until(), reason=told["reason"])

    return edit(request, form, page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_gate(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    """An office gate answered with its paper; or a criterion set aside for this dossier."""
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, ("received",))
    criterion = load(_criteria(nomination), criterion_pk)
    standing = nomination.scorecard.answers.filter(criterion=criterion).first()
    form = GateForm(request.POST or None, criterion=criterion, standing=standing)
    if not form.fields["answer"].choices:
        raise Conflict(_("Điều kiện này lấy từ kết quả đã ghi, không trả lời tại đây."))
    page = _page(
        nomination,
        criterion.label,
        _("Ghi câu trả lời"),
        _("Đã ghi câu trả lời."),
        lead=_standing_words(criterion),
    )

    def save(form: BaseForm) -> None:
        told = form.cleaned_data
        if told["answer"] == WITHDRAWN:
            actions.withdraw_answer(nomination, criterion, reason=told["finding"], by=request.user)
            return
        actions.answer_gate(
            nomination,
            criterion,
            answer=Answer(told["answer"]),
            finding=told["finding"],
            paper=told["paper"],
            by=request.user,
        )

    return edit(request, form, page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_waive(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require(request.user, "nomination.waive")
    require_distance(request.user, nomination)
    _open(request, nomination, ("received", "appraised"))
    criterion = load(_criteria(nomination).filter(kind="gate"), criterion_pk)
    page = _page(
        nomination,
        _("Miễn điều kiện: %(label)s") % {"label": criterion.label},
        _("Miễn điều kiện"),
        _("Đã miễn điều kiện. Lý do được in trên danh sách."),
        lead=_standing_words(criterion),
    )

    def save(form: BaseForm) -> None:
        actions.waive(nomination, criterion, **form.cleaned_data, by=request.user)

    return edit(request, WaiveForm(request.POST or None), page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_assign(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, ("received",))
    _criteria(nomination)
    offered, near = queries.assessors_for(nomination)
    page = _page(
        nomination,
        _("Phân công chấm"),
        _("Phân công"),
        _("Đã phân công. Hồ sơ hiện trên Bàn làm việc của thành viên được giao."),
        lead=_("Mỗi hồ sơ cần từ %(n)02d phiếu. Thành viên không thấy điểm của nhau đến khi mọi phiếu đã gửi.")
        % {"n": nomination.scorecard.criteria_set.min_sheets},
        below=queries.too_near_table(near),
    )

    def save(form: BaseForm) -> None:
        for assessor in form.cleaned_data["assessors"]:
            actions.assign(nomination, assessor, by=request.user)

    return edit(request, AssignForm(request.POST or None, offered=offered), page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_unassign(request: HttpRequest, pk: int, sheet_pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, ("received",))
    sheet = load(Sheet.objects.filter(scorecard=nomination.scorecard_id).select_related("assessor__person"), sheet_pk)
    page = _page(
        nomination,
        _("Bỏ phân công: %(who)s") % {"who": sheet.assessor},
        _("Bỏ phân công"),
        _("Đã bỏ phân công."),
        lead=_("Phiếu chưa gửi nên bỏ được; điểm đang nhập dở trong phiếu không còn. Phiếu đã gửi thì không bỏ được."),
    )

    def save(form: BaseForm) -> None:
        actions.unassign(nomination, sheet, reason=form.cleaned_data["reason"], by=request.user)

    return edit(request, UnassignForm(request.POST or None, initial={"reason": sheet.declared_note}), page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_agree(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, ("received",))
    criterion = load(_criteria(nomination).filter(kind="scored"), criterion_pk)
    page = _page(
        nomination,
        _("Điểm thống nhất: %(label)s") % {"label": criterion.label},
        _("Ghi điểm thống nhất"),
        _("Đã ghi điểm thống nhất."),
        lead=_standing_words(criterion),
        below=row_table(nomination, criterion),
    )

    def save(form: BaseForm) -> None:
        actions.agree(nomination, criterion, **form.cleaned_data, by=request.user)

    return edit(request, AgreeForm(request.POST or None, criterion=criterion), page, save)


@require_POST
def appraisal_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    actions.appraise(nomination, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã kết luận thẩm định. Phiếu chấm từ nay không thay đổi."))
    return redirect("nominations:appraisal", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, NOMINATIONS["reopen"].sources)
    page = _page(
        nomination,
        _("Mở lại thẩm định"),
        _("Mở lại thẩm định"),
        _("Đã mở lại thẩm định."),
        lead=_("Hồ sơ trở về tình trạng đã tiếp nhận; các phiếu đã gửi giữ nguyên và rút lại được."),
    )
    form = ReopenForm(request.POST or None, nomination=nomination)

    def save(form: BaseForm) -> None:
        told = form.cleaned_data
        actions.reopen(nomination, by=request.user, version=told["version"], reason=told["reason"])

    return edit(request, form, page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """A gate answers otherwise than at the conclusion: somebody of the office says that it has been looked at."""
    nomination = load(sent_dossiers().visible_to(request.user), pk)
    require_handling(request.user, nomination)
    _open(request, nomination, CONCLUDED)
    score = gates.score_of(nomination)
    page = _page(
        nomination,
        _("Đã xem xét thay đổi của điều kiện"),
        _("Đã xem xét"),
        _("Đã ghi nhận việc xem xét."),
        lead=" ".join(change.sentence for change in unseen(nomination.scorecard, score)),
    )
    form = AcknowledgeForm(request.POST or None, initial={"seen": fingerprint(score)})
    return edit(request, form, page, lambda form: gates.acknowledge(nomination, **form.cleaned_data, by=request.user))


def _open(request: HttpRequest, nomination: Nomination, states: Iterable[str]) -> None:
    """Refused before anything is typed; what was typed meanwhile is refused by the act and stays on the page."""
    if request.method != "POST" and nomination.state not in states:
        raise Conflict(
            _("Hồ sơ đang ở tình trạng “%(state)s” nên việc này không thực hiện được.")
            % {"state": NOMINATIONS.states[nomination.state].label},
            instead=_("Vui lòng mở lại trang hồ sơ để xem việc có thể làm."),
        )


def _criteria(nomination: Nomination):
    """What this dossier is measured by. There is a record to write on only once it has been received."""
    if nomination.scorecard is None:
        raise Conflict(_("Hồ sơ chưa được tiếp nhận."), instead=_("Vui lòng tiếp nhận hồ sơ trước."))
    rows = nomination.scorecard.criteria_set.criteria.filter(unit=None, enabled=True)
    mine = [row.pk for row in rows if nomination.kind in row.applies_to]
    return Criterion.objects.filter(pk__in=mine)


def _standing_words(criterion: Criterion) -> str:
    """The plan's own words and where they stand."""
    return _("%(text)s Mục %(clause)s của Kế hoạch.") % {"text": criterion.text, "clause": criterion.clause}


def _page(nomination: Nomination, title: str, button: str, done: str, *, lead="", back="", **more) -> Page:
    here = reverse("nominations:appraisal", args=[nomination.pk])
    crumbs = [HOME] if back else [HOME, (str(nomination), here)]
    return Page(title, crumbs, button, done, back or here, lead=lead or str(nomination), **more)
