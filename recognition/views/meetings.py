"""The meeting of a closed list: before it what each entry needs, then who came, what was said, the ballots."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.rights import load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition.actions import meetings as actions
from recognition.forms.meetings import MeetingForm, RecusalForm, VotesForm
from recognition.minutes import missing
from recognition.models import BallotCount, Meeting, Recusal, ReviewList
from recognition.queries import minutes as queries
from recognition.queries.meetings import COUNTED, Hall, hall_of
from recognition.views.lists import load_version, trail_of


@require_safe
def list_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the newest version, or of the one asked for (`?version=`): an earlier one keeps its own meeting."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = load_version(request, review_list)
    hall = hall_of(frozen)
    content = queries.content_of(frozen, hall)
    is_open = review_list.state == "closed" and frozen.pk == review_list.latest().pk
    context = {
        "list": review_list,
        "version": frozen,
        "hall": hall,
        "content": content,
        "crumbs": trail_of(review_list),
        "declared": [(line, each) for line in hall.lines for each in line.aside if each.recusal],
        "missing": missing(hall) if is_open and hall.meeting else "",
        "may_keep": is_open and may(request.user, "list.keep"),
        **queries.page_of(content, hall),
    }
    return render(request, "recognition/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def list_meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    frozen, hall = actions.open_version(review_list)
    meeting = hall.meeting or Meeting(list_version=frozen)
    form = MeetingForm(request.POST or None, instance=meeting, council=hall.council, barred=hall.recused_from_all())
    page = _page(review_list, _("Cuộc họp của Hội đồng"), _("Lưu cuộc họp"), _("Đã lưu cuộc họp."), "meeting_form")
    return edit(request, form, page, lambda form: _keep_meeting(request, form))


def _keep_meeting(request: HttpRequest, form: BaseForm) -> None:
    version = form.cleaned_data["version"]
    actions.keep_meeting(form.instance, form.attendances(), by=request.user, version=version)


@require_http_methods(["GET", "HEAD", "POST"])
def list_votes(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    hall = actions.open_hall(review_list)
    form = VotesForm(request.POST or None, hall=hall)
    page = _page(review_list, _("Kết quả bỏ phiếu"), _("Lưu kết quả"), _("Đã lưu kết quả bỏ phiếu."), "votes_form")
    page.around["heads"] = [BallotCount._meta.get_field(name).verbose_name for name in COUNTED]
    return edit(request, form, page, lambda form: _votes(request, hall, form))


def _votes(request: HttpRequest, hall: Hall, form: BaseForm) -> None:
    version = form.cleaned_data["version"]
    actions.type_in_ballots(hall.meeting, form.counts(), by=request.user, version=version)


@require_http_methods(["GET", "HEAD", "POST"])
def list_recuse(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    _frozen, hall = actions.open_version(review_list)
    page = _page(review_list, _("Ghi người không bỏ phiếu"), _("Ghi"), _("Đã ghi người không bỏ phiếu."))
    return edit(request, RecusalForm(request.POST or None, hall=hall), page, lambda form: _recuse(request, form))


def _recuse(request: HttpRequest, form: BaseForm) -> None:
    told = form.cleaned_data
    actions.declare_recusal(form.chosen().entry, told["member"], reason=told["reason"], by=request.user)


@require_POST
def list_unrecuse(request: HttpRequest, pk: int, recusal_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    recusal = load(Recusal.objects.filter(entry__version__review_list=review_list), recusal_pk)
    actions.withdraw_recusal(recusal, by=request.user)
    messages.success(request, _("Đã bỏ ghi. Người này lại bỏ phiếu mục đó."))
    return redirect("recognition:list-meeting", pk)


@require_safe
def list_result(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of the vote as a spreadsheet."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = load_version(request, review_list)
    content = queries.content_of(frozen, hall_of(frozen))
    if "votes" not in content:
        raise Http404
    name = f"ket-qua-bo-phieu-{review_list.plan_year.year}-ban-{frozen.number:02d}.xlsx"
    return download(workbook(queries.result_table(content)), name)


def _page(review_list: ReviewList, title: str, button: str, done: str, template: str = "") -> Page:
    back = reverse("recognition:list-meeting", args=[review_list.pk])
    crumbs = [*trail_of(review_list), (_("Cuộc họp"), back)]
    template = f"recognition/{template}.html" if template else "portal/form.html"
    return Page(title, crumbs, button, done, back, template=template)
