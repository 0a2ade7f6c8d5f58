"""Proposals upward: of one list, each with its checklist; and the table of all years."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.lists import show_list
from portal.queries import history
from portal.rights import Conflict, load, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition import rights
from recognition.actions import proposals as actions
from recognition.forms.proposals import ChooseForm, ProposalForm, ResultForm, SendForm
from recognition.models import Award, Proposal, ReviewList
from recognition.queries import proposals as queries
from recognition.queries.checklist import checklists
from recognition.queries.results import OUTCOMES, outcome_of
from recognition.views.lists import trail_of

ALL = (gettext_lazy("Đề nghị cấp trên"), "/proposals/")


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "list.read")
    form = queries.ProposalListForm(request)
    page = form.page(queries.listed())
    context = {"form": form, "page": page, "table": form.headed(queries.proposal_table(page))}
    return show_list(request, "recognition/proposal_list.html", context)


@require_safe
def proposal_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "list.read")
    rows = queries.ProposalListForm(request).stream(queries.listed())
    return download(workbook(queries.proposal_table(rows)), "de-nghi-cap-tren.xlsx")


@require_safe
def list_proposals(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    rows = list(queries.of_list(review_list))
    context = {
        "list": review_list,
        "table": queries.proposal_table(rows),
        "may_add": rights.keeps(request.user, review_list) and review_list.is_approved,
        "trail": trail_of(review_list),
    }
    return render(request, "recognition/list_proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def list_proposal_new(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    actions.require_approved(review_list)
    back = reverse("recognition:list-proposals", args=[pk])
    page = Page(_("Lập đề nghị cấp trên"), [_crumb(review_list)], _("Lưu đề nghị"), _("Đã lưu đề nghị."), back)
    form = ProposalForm(request.POST or None, instance=Proposal(review_list=review_list, made_by=request.user))
    return edit(request, form, page, lambda form: _keep(request, form))


def _keep(request: HttpRequest, form: BaseForm) -> str:
    actions.keep(form.instance, by=request.user, version=form.cleaned_data["version"])
    return queries.address_of(form.instance)


@require_safe
def proposal_detail(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    proposal = load(queries.of_list(review_list), proposal_pk)
    context = {
        "list": review_list,
        "proposal": proposal,
        "state": queries.STATES[queries.state_of(proposal)],
        "checklist": checklists([proposal])[proposal.pk],
        "awards": [(award, OUTCOMES[outcome_of(award)]) for award in proposal.awards.all()],
        "may_keep": rights.keeps(request.user, review_list),
        "history": history(proposal),
    }
    return render(request, "recognition/proposal_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_edit(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    proposal = load(queries.of_list(review_list), proposal_pk)
    require(request.user, "list.keep")
    actions.require_unsent(proposal)
    page = _page(proposal, _("Sửa đề nghị cấp trên"), _("Lưu đề nghị"), _("Đã lưu đề nghị."))
    return edit(request, ProposalForm(request.POST or None, instance=proposal), page, lambda f: _keep(request, f))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_awards(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    proposal = load(queries.of_list(review_list), proposal_pk)
    require(request.user, "list.keep")
    actions.require_unsent(proposal)
    page = _page(proposal, _("Chọn khen thưởng đề nghị"), _("Lưu lựa chọn"), _("Đã lưu lựa chọn."))
    form = ChooseForm(
        request.POST or None,
        choosable=queries.choosable(proposal),
        initial={"version": proposal.version, "awards": [award.pk for award in proposal.awards.all()]},
    )
    return edit(request, form, page, lambda form: actions.choose(proposal, **form.cleaned_data, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_send(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    proposal = load(queries.of_list(review_list), proposal_pk)
    require(request.user, "list.keep")
    actions.require_unsent(proposal)
    if proposal.review_list.state != "decided":
        raise Conflict(_("Đề nghị cấp trên chỉ gửi sau khi đã ghi quyết định công nhận."))
    missing = checklists([proposal])[proposal.pk].missing
    page = _page(
        proposal,
        _("Ghi đề nghị đã gửi"),
        _("Ghi đã gửi"),
        _("Đã ghi. Đề nghị không sửa được nữa."),
        template="recognition/proposal_send.html",
        around={"missing": missing, "awards": list(proposal.awards.all()), "proposal": proposal},
    )
    seen = {"version": proposal.version}
    form = SendForm(request.POST or None, days=queries.days_of(proposal), initial=seen)
    return edit(request, form, page, lambda form: actions.send(proposal, **form.cleaned_data, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_result(request: HttpRequest, pk: int, proposal_pk: int, award_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    proposal = load(queries.of_list(review_list), proposal_pk)
    require(request.user, "list.keep")
    award = load(Award.objects.filter(proposal=proposal).select_related("proposal", "form", *_NAMES), award_pk)
    actions.require_sent(proposal)
    title = _("Kết quả: %(form)s, %(who)s") % {"form": award.form, "who": award.nomination}
    page = _page(proposal, title, _("Lưu kết quả"), _("Đã lưu kết quả."))
    form = ResultForm(request.POST or None, instance=award)
    return edit(request, form, page, lambda form: _result(request, form))


def _result(request: HttpRequest, form: BaseForm) -> None:
    actions.record_result(form.instance, by=request.user, version=form.cleaned_data["version"])


_NAMES = ("nomination__subject_unit", "nomination__subject_person")


def _crumb(review_list: ReviewList) -> tuple[str, str]:
    return (str(review_list), reverse("recognition:list-proposals", args=[review_list.pk]))


def _page(proposal: Proposal, title: str, button: str, done: str, **more) -> Page:
    here = queries.address_of(proposal)
    trail = [_crumb(proposal.review_list), (str(proposal), here)]
    return Page(title, trail, button, done, here, **more)
