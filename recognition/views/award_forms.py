"""Forms and titles as the office keeps them: added, edited, ended from a day on; never deleted."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.lists import show_list
from portal.rights import load, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition.actions import award_forms as actions
from recognition.forms.awards import AwardFormForm, EndForm
from recognition.models import AwardForm
from recognition.queries import award_forms as queries

LIST = (gettext_lazy("Hình thức khen thưởng"), "/awards/forms/")


@require_safe
def award_form_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "paper.keep")
    form = queries.AwardFormListForm(request)
    page = form.page(AwardForm.objects.all())
    context = {"form": form, "page": page, "table": form.headed(queries.award_form_table(page))}
    return show_list(request, "recognition/award_form_list.html", context)


@require_safe
def award_form_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "paper.keep")
    rows = queries.AwardFormListForm(request).stream(AwardForm.objects.all())
    return download(workbook(queries.award_form_table(rows)), "hinh-thuc-khen-thuong.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def award_form_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "paper.keep")
    page = _page(_("Thêm hình thức khen thưởng"), _("Đã thêm hình thức."))
    return edit(request, AwardFormForm(request.POST or None), page, lambda form: _keep(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def award_form_edit(request: HttpRequest, pk: int) -> HttpResponse:
    kept = load(AwardForm.objects.all(), pk)
    require(request.user, "paper.keep")
    page = _page(
        kept.name, _("Đã lưu thay đổi."), template="recognition/award_form_edit.html", around={"award_form": kept}
    )
    return edit(request, AwardFormForm(request.POST or None, instance=kept), page, lambda form: _keep(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def award_form_end(request: HttpRequest, pk: int) -> HttpResponse:
    kept = load(AwardForm.objects.all(), pk)
    require(request.user, "paper.keep")
    page = _page(_("Kết thúc: %(form)s") % {"form": kept}, _("Đã ghi ngày hết hiệu lực."))
    return edit(
        request,
        EndForm(request.POST or None, instance=kept),
        page,
        lambda form: actions.end(form.instance, by=request.user, version=form.cleaned_data["version"]),
    )


def _page(title: str, done: str, **more) -> Page:
    return Page(title, [LIST], _("Lưu"), done, reverse("recognition:award-form-list"), **more)


def _keep(request: HttpRequest, form: BaseForm) -> None:
    actions.keep(form.instance, by=request.user, version=form.cleaned_data["version"])
