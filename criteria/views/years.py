from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.actions import years as actions
from criteria.forms.years import YearForm
from criteria.models import PlanYear
from criteria.queries import catalogue
from criteria.queries import years as queries
from criteria.workflow import YEARS
from portal.actions import keep
from portal.forms.kept import VersionForm
from portal.queries import history
from portal.rights import Conflict, load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Năm thực hiện"), "/years/")


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    """Every signed-in reader sees the dates."""
    table = queries.year_table(PlanYear.objects.all())
    return render(request, "criteria/year_list.html", {"table": table, "may_keep": may(request.user, "year.keep")})


@require_safe
def year_export(request: HttpRequest) -> HttpResponse:
    return download(workbook(queries.year_table(PlanYear.objects.all())), "nam-thuc-hien.xlsx")


@require_safe
def year_detail(request: HttpRequest, pk: int) -> HttpResponse:
    year = load(PlanYear.objects.select_related("plan", "criteria_set__plan"), pk)
    may_keep = may(request.user, "year.keep")
    context = {
        "year": year,
        "state": YEARS.states[year.state],
        "moves": YEARS.open_to(request.user, year),
        "dates": queries.dates_of(year),
        "owing": queries.units_owing(year),
        "aside": queries.set_aside_of(year),
        "may_keep": may_keep,
        "history": history(year) if may_keep else [],
    }
    return render(request, "criteria/year_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def year_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "year.keep")
    criteria_set = catalogue.set_for_next_year()
    if criteria_set is None:
        raise Conflict(
            _("Chưa có kế hoạch nào được nạp nên chưa lập được năm."),
            instead=_("Đề nghị Quản trị hệ thống nạp kế hoạch và tiêu chuẩn trước."),
        )
    page = Page(_("Lập năm thực hiện"), [LIST], _("Lưu năm"), _("Đã lập năm."), reverse("criteria:year-list"))
    form = YearForm(request.POST or None, criteria_set=criteria_set)
    return edit(request, form, page, lambda form: _keep(request, form, page.title))


@require_http_methods(["GET", "HEAD", "POST"])
def year_edit(request: HttpRequest, pk: int) -> HttpResponse:
    year = load(PlanYear.objects.select_related("plan", "criteria_set__plan"), pk)
    require(request.user, "year.keep")
    if year.state == "closed":
        raise Conflict(_("Năm này đã kết thúc nên chỉ còn xem và in."))
    here = reverse("criteria:year-detail", args=[pk])
    page = Page(_("Sửa các mốc của năm"), [LIST, (str(year), here)], _("Lưu thay đổi"), _("Đã lưu thay đổi."), here)
    form = YearForm(request.POST or None, instance=year, criteria_set=year.criteria_set)
    return edit(request, form, page, lambda form: _keep(request, form, page.title))


def _keep(request: HttpRequest, form: BaseForm, act: str) -> str:
    year = form.filled()
    keep(year, by=request.user, act=act, version=form.cleaned_data["version"])
    return reverse("criteria:year-detail", args=[year.pk])


@require_POST
def year_open(request: HttpRequest, pk: int) -> HttpResponse:
    year = load(PlanYear.objects.select_related("plan", "criteria_set"), pk)
    actions.open_year(year, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã mở năm. Bộ tiêu chuẩn của năm từ nay không thay đổi."))
    return redirect("criteria:year-detail", pk)


@require_POST
def year_close(request: HttpRequest, pk: int) -> HttpResponse:
    year = load(PlanYear.objects.select_related("plan", "criteria_set"), pk)
    actions.close_year(year, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã kết thúc năm. Các nội dung của năm chỉ còn xem và in."))
    return redirect("criteria:year-detail", pk)
