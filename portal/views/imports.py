"""Spreadsheets: upload → what it would change → confirm. Nothing is written before the confirmation."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import imports, queries
from portal.files import serve
from portal.models import SheetImport
from portal.rights import load, require
from portal.sheets import kinds, shown, template
from portal.sheets.forms import ConfirmForm, SettleForm
from portal.sheets.kinds import require_any
from portal.spreadsheets import download
from portal.text import clean
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Nhập từ Excel"), "/imports/")


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    require_any(request.user)
    context = {"table": shown.import_table(shown.listed(request.user)[:50]), "kinds": kinds.open_to(request.user)}
    return render(request, "portal/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    found = kinds.find(kind)
    require(request.user, found.ability)
    page = Page(
        _("Nhập từ Excel: %(what)s") % {"what": found.title},
        [found.back],
        _("Tải lên và xem trước"),
        _("Đã đọc tệp. Chưa có gì được ghi."),
        found.back[1],
        lead=found.lead,
        template="portal/import_new.html",
        around={"kind": found},
    )
    form = found.asked(request.POST or None, request.FILES or None)
    return edit(request, form, page, lambda form: _upload(request, found, form))


def _upload(request: HttpRequest, kind: kinds.Kind, form: BaseForm) -> str:
    asked = {name: clean(request.POST.get(name, "")) for name in form.fields if name != "file"}
    kept = imports.upload(kind, form.cleaned_data["file"], asked=asked, by=request.user)
    return reverse("portal:import-detail", args=[kept.pk])


@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    found = kinds.find(kind)
    require(request.user, found.ability)
    return download(template.workbook(found), f"mau-{found.key}.xlsx")


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it would change, while it waits; what it changed, once it was applied."""
    kept = load(SheetImport.objects.visible_to(request.user).select_related("file", "by__person"), pk)
    if kept.applied_at:
        context = {"kept": kept, "kind": kinds.find(kept.kind), "outcome": shown.outcome(kept)}
        context["history"] = queries.history(kept)
        return render(request, "portal/import_done.html", context)
    return _preview(request, kept)


def _preview(request: HttpRequest, kept: SheetImport, *, said: str = "", form: BaseForm | None = None) -> HttpResponse:
    found = imports.look_at(kept, by=request.user)
    context = {"kept": kept, "kind": kinds.find(kept.kind), "found": found, "said": said}
    context["form"] = form or SettleForm(None, found.questions)
    context |= {"groups": shown.groups(found)}
    return render(request, "portal/import_preview.html", context, status=409 if said else 200)


@require_POST
def import_settle(request: HttpRequest, pk: int) -> HttpResponse:
    kept = load(SheetImport.objects.visible_to(request.user).select_related("file"), pk)
    found = imports.look_at(kept, by=request.user)
    form = SettleForm(request.POST, found.questions)
    if not form.is_valid():
        return _preview(request, kept, form=form)
    imports.settle(kept, form.cleaned_data)
    return redirect("portal:import-detail", pk)


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    kept = load(SheetImport.objects.visible_to(request.user).select_related("file", "by__person"), pk)
    form = ConfirmForm(request.POST)
    try:
        imports.confirm(kept, seen=form.cleaned_data["seen"] if form.is_valid() else "", by=request.user)
    except imports.Changed as changed:
        kept.refresh_from_db()
        return _preview(request, kept, said=f"{changed.what} {changed.instead}")
    messages.success(request, _("Đã nhập từ Excel."))
    return redirect("portal:import-detail", pk)


@require_safe
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    return serve(load(SheetImport.objects.visible_to(request.user).select_related("file"), pk).file)
