"""The council of a year: its rules and who sits there. Read with the lists, kept by the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.models import PlanYear
from portal.queries import history
from portal.rights import Conflict, load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition.actions import councils as actions
from recognition.forms.councils import CouncilForm, NewSeatForm, SeatForm, UnseatForm
from recognition.models import Council, Member
from recognition.queries import councils as queries
from recognition.views.lists import LIST


@require_safe
def council(request: HttpRequest, year_pk: int) -> HttpResponse:
    require(request.user, "list.read")
    year = load(PlanYear.objects.all(), year_pk)
    found = Council.objects.filter(plan_year=year).select_related("plan_year").first()
    keep = may(request.user, "list.keep") and actions.is_open(year)
    context = {
        "year": year,
        "council": found,
        "seats": queries.seats(found, keep=keep),
        "left": queries.left(found),
        "gaps": queries.gaps(found),
        "earlier": actions.earlier_council(year) if keep and found is None else None,
        "may_keep": keep,
        "history": history(found) if found else [],
    }
    return render(request, "recognition/council.html", context)


@require_safe
def council_export(request: HttpRequest, year_pk: int) -> HttpResponse:
    require(request.user, "list.read")
    year = load(PlanYear.objects.all(), year_pk)
    table = queries.seat_table(Council.objects.filter(plan_year=year).first())
    return download(workbook(table), f"hoi-dong-{year.year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def council_edit(request: HttpRequest, year_pk: int) -> HttpResponse:
    require(request.user, "list.keep")
    year = load(PlanYear.objects.all(), year_pk)
    actions.require_open(year)
    found = Council.objects.filter(plan_year=year).select_related("plan_year").first() or Council(plan_year=year)
    page = _page(year, _("Quy định của Hội đồng"), _("Lưu"), _("Đã lưu quy định của Hội đồng."))
    return edit(
        request,
        CouncilForm(request.POST or None, instance=found),
        page,
        lambda form: actions.keep_council(form.instance, by=request.user, version=form.cleaned_data["version"]),
    )


@require_POST
def council_copy(request: HttpRequest, year_pk: int) -> HttpResponse:
    require(request.user, "list.keep")
    year = load(PlanYear.objects.all(), year_pk)
    actions.copy_council(year, by=request.user)
    messages.success(request, _("Đã lập Hội đồng theo năm trước. Vui lòng ghi quyết định mới và xem lại thành viên."))
    return redirect("recognition:council", year_pk)


@require_http_methods(["GET", "HEAD", "POST"])
def council_seat_new(request: HttpRequest, year_pk: int) -> HttpResponse:
    require(request.user, "list.keep")
    year = load(PlanYear.objects.all(), year_pk)
    actions.require_open(year)
    found = _council(year)
    order = found.members.filter(valid_to=None).count() * 10 + 10
    page = _page(year, _("Thêm thành viên"), _("Thêm"), _("Đã thêm thành viên Hội đồng."))
    form = NewSeatForm(request.POST or None, instance=Member(council=found, order=order))
    return edit(request, form, page, lambda form: actions.seat(form.instance, by=request.user))


def _council(year: PlanYear) -> Council:
    found = Council.objects.filter(plan_year=year).select_related("plan_year").first()
    if found is None:
        raise Conflict(_("Năm này chưa có Hội đồng."), instead=_("Vui lòng ghi quyết định thành lập Hội đồng trước."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def council_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role, another place in the order."""
    require(request.user, "list.keep")
    member = load(_members(), pk)
    actions.require_open(member.council.plan_year)
    page = _page(member.council.plan_year, str(member.person), _("Lưu"), _("Đã lưu vai trò trong Hội đồng."))
    return edit(
        request,
        SeatForm(request.POST or None, instance=member),
        page,
        lambda form: actions.change_seat(form.instance, by=request.user, version=form.cleaned_data["version"]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def council_unseat(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the council from a day on; what they took part in stays as it was."""
    require(request.user, "list.keep")
    member = load(_members(), pk)
    actions.require_open(member.council.plan_year)
    title = _("Thôi tham gia Hội đồng: %(who)s") % {"who": member.person}
    page = _page(member.council.plan_year, title, _("Lưu"), _("Đã ghi thôi tham gia Hội đồng."))
    return edit(
        request,
        UnseatForm(request.POST or None, instance=member),
        page,
        lambda form: actions.unseat(form.instance, by=request.user, version=form.cleaned_data["version"]),
    )


def _members():
    return Member.objects.filter(valid_to=None).select_related("person", "council__plan_year")


def _page(year: PlanYear, title: str, button: str, done: str) -> Page:
    here = reverse("recognition:council", args=[year.pk])
    crumbs = [LIST, (_("Hội đồng năm %(year)s") % {"year": year.year}, here)]
    return Page(title, crumbs, button, done, here)
