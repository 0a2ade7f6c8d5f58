"""The assessor's desk: the standard and what the unit says to it on one side, the mark with its reason on the other."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.models import Sheet
from nominations.actions import appraisal as actions
from nominations.forms.score import SheetForm
from nominations.queries import score as queries
from nominations.queries.reach import sheets
from nominations.rights import require_distance
from portal.forms import VersionForm
from portal.rights import Conflict, require
from portal.spreadsheets import download, workbook

HOME = (gettext_lazy("Hồ sơ được giao chấm"), "/sheets/")


@require_safe
def score_list(request: HttpRequest) -> HttpResponse:
    """Every dossier that was ever given to this assessor, newest first; those still to mark on top."""
    require(request.user, "sheet.write")
    table = queries.sheet_table(request.user)
    return render(request, "nominations/score_list.html", {"table": table})


@require_safe
def score_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "sheet.write")
    return download(workbook(queries.sheet_table(request.user)), "phieu-cham.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _only(sheets().filter(scorecard__nomination=pk).visible_to(request.user))
    require_distance(request.user, sheet.scorecard.nomination)
    form = _form(request, sheet)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _keep(request, sheet, form)
        except Conflict as conflict:
            return _too_late(request, sheet, form, conflict)
        messages.success(request, _("Đã lưu phiếu chấm."))
        return redirect("nominations:score", pk)
    return _show(request, sheet, form)


@require_POST
def score_send(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed is kept and the sheet sent, both or neither."""
    sheet = _only(sheets().filter(scorecard__nomination=pk).visible_to(request.user))
    form = _form(request, sheet)
    if not form.is_valid():
        return _show(request, sheet, form)
    try:
        with transaction.atomic():
            version = _keep(request, sheet, form)
            actions.send_sheet(sheet.scorecard.nomination, sheet, by=request.user, version=version)
    except Conflict as conflict:
        return _too_late(request, sheet, form, conflict)
    messages.success(request, _("Đã gửi phiếu chấm. Rút lại được đến khi hồ sơ được kết luận thẩm định."))
    return redirect("nominations:score", pk)


@require_POST
def score_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _only(sheets().filter(scorecard__nomination=pk).visible_to(request.user))
    actions.take_back_sheet(sheet.scorecard.nomination, sheet, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã rút lại phiếu. Vui lòng sửa rồi gửi lại."))
    return redirect("nominations:score", pk)


def _only(rows) -> Sheet:
    """This reader's sheet of that dossier; not theirs and absent alike are 404."""
    sheet = rows.first()
    if sheet is None:
        raise Http404
    return sheet


def _form(request: HttpRequest, sheet: Sheet) -> SheetForm:
    return SheetForm(request.POST or None, initial={"version": sheet.version}, **queries.to_fill(sheet))


def _keep(request: HttpRequest, sheet: Sheet, form: SheetForm) -> int:
    """The version that the sheet has now."""
    version = form.cleaned_data["version"]
    if version != sheet.version or form.changed_marks():
        marks = form.changed_marks()
        actions.keep_marks(sheet.scorecard.nomination, sheet, marks, by=request.user, version=version)
        return sheet.version
    return version


def _too_late(request: HttpRequest, sheet: Sheet, form: SheetForm, conflict: Conflict) -> HttpResponse:
    """409: what stands now beside what was typed, which may be saved over it."""
    now = sheets().get(pk=sheet.pk)
    fresh = SheetForm(request.POST.copy(), initial={"version": now.version}, **queries.to_fill(now))
    differences = []
    if fresh.is_valid() and form.cleaned_data["version"] != now.version:
        differences = fresh.differences()
        fresh.data["version"] = str(now.version)
    fresh.add_error(None, f"{conflict.what} {conflict.instead}")
    return _show(request, now, fresh, differences=differences, status=409)


def _show(request: HttpRequest, sheet: Sheet, form: SheetForm, *, differences=(), status: int = 200) -> HttpResponse:
    context = {
        "page": queries.desk_of(sheet, request.user, form, may_type=status == 409),
        "form": form,
        "home": HOME,
        "differences": differences,
    }
    return render(request, "nominations/score.html", context, status=status)
