from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.models import PlanYear
from portal.forms.kept import VersionForm
from portal.queries import history
from portal.rights import Conflict, load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition import rights
from recognition.actions import lists as actions
from recognition.forms.before import CloseForm
from recognition.forms.lists import ReasonForm, ReopenForm, VersionAskedForm
from recognition.models import Council, Decision, ListVersion, PaperKind, ReviewList
from recognition.queries import balance, batches, before, minutes
from recognition.queries import lists as queries
from recognition.queries.meetings import hall_of
from recognition.queries.papers import issued
from recognition.queries.results import decided_tables
from recognition.queries.versions import since_the_last
from recognition.workflow import LISTS

LIST = (gettext_lazy("Danh sách bình xét"), "/lists/")


def trail_of(review_list: ReviewList) -> list[tuple[str, str]]:
    """Where the pages beneath a list hang."""
    return [LIST, (str(review_list), reverse("recognition:list-detail", args=[review_list.pk]))]


def asked_version(request: HttpRequest, review_list: ReviewList) -> ListVersion | None:
    """The version of `?version=`; None where none, or none of this list, was asked for."""
    number = VersionAskedForm(request.GET).number()
    return _versions(review_list).filter(number=number).first() if number else None


def shown_version(request: HttpRequest, review_list: ReviewList) -> ListVersion | None:
    """The version that was asked for, or the newest; None where none was ever closed."""
    return asked_version(request, review_list) or _versions(review_list).order_by("-number").first()


def load_version(request: HttpRequest, review_list: ReviewList) -> ListVersion:
    frozen = shown_version(request, review_list)
    if frozen is None:
        raise Http404
    return frozen


def _versions(review_list: ReviewList) -> QuerySet[ListVersion]:
    return review_list.versions.select_related("review_list__plan_year", "closed_by", "approved_by")


@require_safe
def review_list_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "list.read")
    lists = ReviewList.objects.select_related("plan_year").prefetch_related("versions")
    keep = may(request.user, "list.keep")
    years = PlanYear.objects.filter(state="open").exclude(lists__state__in=("compiling", "closed", "approved"))
    context = {"table": queries.list_table(lists), "may_keep": keep, "years": years if keep else []}
    return render(request, "recognition/list_list.html", context)


@require_safe
def review_list_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "list.read")
    lists = ReviewList.objects.select_related("plan_year").prefetch_related("versions")
    return download(workbook(queries.list_table(lists)), "danh-sach-binh-xet.xlsx")


@require_POST
def list_new(request: HttpRequest, year_pk: int) -> HttpResponse:
    year = load(PlanYear.objects.filter(state="open"), year_pk)
    require(request.user, "list.keep")
    review_list = actions.open_list(year, by=request.user)
    return redirect("recognition:list-detail", review_list.pk)


@require_safe
def list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A live ranking while compiling; the frozen version afterwards, or the one asked for (`?version=`)."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = asked_version(request, review_list)
    if frozen is None and review_list.state != "compiling":
        frozen = review_list.latest()
    context = {
        "list": review_list,
        "state": LISTS.states[review_list.state],
        "moves": LISTS.open_to(request.user, review_list),
        "versions": review_list.versions.all(),
        "may_keep": may(request.user, "list.keep"),
        "refused": rights.approval_refused(request.user, review_list) if review_list.state == "closed" else "",
        "may_open": may(request.user, "nomination.read"),
        "may_publish": rights.publishes(request.user, review_list),
        "decision": Decision.objects.filter(review_list=review_list).first(),
        "history": history(review_list),
    }
    if frozen is None:
        return render(request, "recognition/list_working.html", context | _compiling(review_list, context["may_open"]))
    return render(request, "recognition/list_frozen.html", context | _frozen(review_list, frozen, context))


def _frozen(review_list: ReviewList, frozen: ListVersion, context: dict) -> dict:
    hall = hall_of(frozen)
    content = minutes.content_of(frozen, hall)
    waits = review_list.state == "closed" and frozen.pk == review_list.latest().pk
    return {
        "version": frozen,
        "steps": minutes.steps(frozen, hall, keeps=context["may_keep"]) if waits else [],
        "warnings": minutes.warnings(hall) if waits else [],
        **queries.frozen_tables(content, may_open=context["may_open"]),
        "approving": batches.approving(content),
        "settled": before.settled_in(frozen),
        "compared": since_the_last(frozen),
        "results": decided_tables(review_list, may_open=context["may_open"]),
        "submission": issued(frozen, PaperKind.SUBMISSION),
    }


def _compiling(review_list: ReviewList, may_open: bool) -> dict:
    working = before.marked(review_list, queries.working_list(review_list))
    return {
        "working": working,
        "before": before.before_closing(review_list, working, may_open=may_open),
        "balance": balance.balance_of(review_list, [line.nomination for line in working.lines]),
        "closing": batches.closing(working),
        "no_council": not Council.objects.filter(plan_year=review_list.plan_year).exists(),
    }


@require_POST
def list_close(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    form = CloseForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {"version": -1, "entries": {}}  # acts on nothing (409)
    frozen = actions.close(review_list, by=request.user, version=told["version"], seen=told["entries"] or None)
    messages.success(request, _("Đã chốt danh sách, bản %(n)02d.") % {"n": frozen.number})
    return redirect("recognition:list-detail", pk)


@require_POST
def list_approve(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = actions.approve(review_list, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã duyệt và niêm phong bản %(n)02d.") % {"n": frozen.number})
    return redirect("recognition:list-detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def list_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.approve")
    if review_list.state not in LISTS["reopen"].sources:
        raise Conflict(_("Chỉ mở lại được danh sách đã chốt hoặc đã duyệt, chưa có quyết định."))
    page = page_of(review_list, _("Mở lại danh sách"), _("Mở lại"), _("Đã mở lại. Lần chốt sau là một bản mới."))
    return edit(
        request,
        ReopenForm(request.POST or None, initial={"version": review_list.version}),
        page,
        lambda form: actions.reopen(review_list, by=request.user, **form.cleaned_data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def list_aside(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    nomination = load(queries.candidates(review_list), nomination_pk)
    page = page_of(review_list, _("Để riêng: %(who)s") % {"who": nomination}, _("Để riêng"), _("Đã để riêng."))
    return edit(
        request,
        ReasonForm(request.POST or None),
        page,
        lambda form: actions.set_aside(nomination, reason=form.cleaned_data["reason"], by=request.user),
    )


def page_of(review_list: ReviewList, title: str, button: str, done: str, **more) -> Page:
    """A form's page that hangs beneath the list; `more`: what else the page has."""
    trail = trail_of(review_list)
    return Page(title, trail, button, done, trail[-1][1], **more)
