from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import actions, queries
from portal.forms.lists import UnitListForm
from portal.forms.school import UnitForm
from portal.lists import show_list
from portal.models import Unit
from portal.rights import load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Đơn vị"), "/units/")


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "unit.read")
    form = UnitListForm(request)
    page = form.page(queries.with_heads(Unit.objects.all()))
    context = {
        "form": form,
        "page": page,
        "table": form.headed(queries.unit_table(page)),
        "may_keep": may(request.user, "unit.keep"),
    }
    return show_list(request, "portal/unit_list.html", context)


@require_safe
def unit_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "unit.read")
    rows = UnitListForm(request).stream(queries.with_heads(Unit.objects.all()))
    return download(workbook(queries.unit_table(rows)), "don-vi.xlsx")


@require_safe
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    unit = load(Unit.objects.visible_to(request.user).select_related("parent"), pk)
    may_keep = may(request.user, "unit.keep")
    people = may(request.user, "person.read") or may(request.user, "person.read_unit", unit)
    posts = queries.posts_today().filter(unit=unit) if people else []
    context = {
        "unit": unit,
        "state": queries.unit_state(unit),
        "children": unit.children.all(),
        "posts": queries.post_table(posts, of="unit"),
        "may_keep": may_keep,
        "may_list": may(request.user, "unit.read"),
        "history": queries.history(unit) if may_keep else [],
    }
    return render(request, "portal/unit_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "unit.keep")
    form = UnitForm(request.POST or None)
    page = Page(_("Thêm đơn vị"), [LIST], _("Lưu đơn vị"), _("Đã thêm đơn vị."), reverse("portal:unit-list"))
    return edit(request, form, page, lambda form: _keep(request, form, _("Thêm đơn vị")))


@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = load(Unit.objects.visible_to(request.user), pk)
    require(request.user, "unit.keep")
    here = reverse("portal:unit-detail", args=[pk])
    page = Page(_("Sửa đơn vị"), [LIST, (unit.name, here)], _("Lưu thay đổi"), _("Đã lưu thay đổi."), here)
    return edit(
        request,
        UnitForm(request.POST or None, instance=unit),
        page,
        lambda form: _keep(request, form, page.title),
    )


def _keep(request: HttpRequest, form: UnitForm, act: str) -> str:
    actions.keep(form.instance, by=request.user, act=act, version=form.cleaned_data["version"])
    return reverse("portal:unit-detail", args=[form.instance.pk])
