"""The office's view of the marking: how far everyone is, the even assignment of a year, what to talk over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from criteria.models import PlanYear
from nominations.actions import appraisal as actions
from nominations.forms.marking import EvenForm, MarkingYearForm
from nominations.queries import marking as queries
from nominations.queries.assignment import proposal_for
from nominations.queries.discussion import discussion_of
from portal.rights import Conflict, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

HOME = (gettext_lazy("Tiến độ chấm"), "/marking/")


@require_safe
def marking(request: HttpRequest) -> HttpResponse:
    """Counts alone: a mark is shown nowhere here, sent or not."""
    require(request.user, "sheet.assign")
    year, form = _asked(request)
    context = {"marking": queries.marking_of(year, request.user), "form": form, "year": year}
    return render(request, "nominations/marking.html", context)


@require_safe
def marking_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "sheet.assign")
    year, _form = _asked(request)
    return download(workbook(queries.marking_of(year, request.user).dossiers), "tien-do-cham.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def marking_assign(request: HttpRequest) -> HttpResponse:
    """Counts and names first; what is done is what was seen, or nothing."""
    require(request.user, "sheet.assign")
    year, _form = _asked(request)
    if year is None:
        raise Http404
    proposal = proposal_for(year, request.user)
    words = _("Đã phân công %(sheets)02d phiếu của %(n)02d hồ sơ. Các thành viên đã được báo.")
    page = Page(
        _("Phân công đều"),
        [HOME],
        _("Phân công %(n)02d phiếu") % {"n": len(proposal.pairs)},
        words % {"sheets": len(proposal.pairs), "n": proposal.dossiers},
        f"{reverse('nominations:marking')}?year={year.year}",
        lead=str(year),
        template="nominations/marking_assign.html",
        around={"proposal": proposal},
    )

    def save(form: EvenForm) -> None:
        if form.cleaned_data["seal"] != proposal.seal:
            raise Conflict(
                _("Hồ sơ hoặc phân công vừa thay đổi nên chưa phân công."),
                instead=_("Dưới đây là phương án mới; vui lòng xem lại rồi xác nhận."),
            )
        actions.assign_evenly(proposal.pairs, by=request.user)

    return edit(request, EvenForm(request.POST or None, initial={"seal": proposal.seal}), page, save)


@require_safe
def discussion(request: HttpRequest) -> HttpResponse:
    require(request.user, "sheet.assign")
    year, form = _asked(request)
    context = {"discussion": discussion_of(year, request.user), "form": form, "year": year}
    return render(request, "nominations/discussion.html", context)


@require_safe
def discussion_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "sheet.assign")
    year, _form = _asked(request)
    table = discussion_of(year, request.user).as_one
    return download(workbook(table), "trao-doi-diem.xlsx")


def _asked(request: HttpRequest) -> tuple[PlanYear | None, MarkingYearForm]:
    """The year that was asked for, else the newest that has begun."""
    years = queries.years()
    form = MarkingYearForm(request.GET, list(years))
    chosen = form.cleaned_data.get("year") or queries.this_year(years)
    form.data = {"year": str(chosen)}
    return years.get(chosen), form
