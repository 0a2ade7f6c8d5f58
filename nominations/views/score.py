"""The assessor's desk: the evidence on one side, the mark beside the plan's words on the other; one section a page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.models import Sheet
from criteria.vocabulary import Declared
from nominations.actions import appraisal as actions
from nominations.forms.score import DeclareForm, SheetForm
from nominations.queries import score as queries
from nominations.queries.reach import sheets
from nominations.queries.sheets import sheet_table
from nominations.rights import require_distance
from nominations.views.previews import evidence_shown
from portal.forms.kept import VersionForm
from portal.rights import require
from portal.spreadsheets import download, workbook
from portal.views.answers import asks_itself
from portal.views.editing import Page, edit

HOME = (gettext_lazy("Hồ sơ được giao chấm"), "/sheets/")


@require_safe
def score_list(request: HttpRequest) -> HttpResponse:
    """Every dossier that was ever given to this assessor, newest first; those still to mark on top."""
    require(request.user, "sheet.write")
    return render(request, "nominations/score_list.html", {"table": sheet_table(request.user)})


@require_safe
def score_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "sheet.write")
    return download(workbook(sheet_table(request.user)), "phieu-cham.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int, group_pk: int | None = None) -> HttpResponse:
    """A section saves itself the button's way; what was not sent along stays as it is stored."""
    sheet = _only(sheets().filter(scorecard__nomination=pk).visible_to(request.user))
    require_distance(request.user, sheet.scorecard.nomination)
    if request.method != "POST" and queries.must_declare(sheet):
        return redirect("nominations:score-declare", pk)
    form = _form(request, sheet, group_pk)
    page = _page(request, form, _("Đã lưu phiếu chấm."))

    def save(form: SheetForm) -> str | None:
        _keep(request, form)
        after = page.around["desk"].after
        return f"{after.href}#marks" if after and "next" in request.POST else None

    return edit(request, form, page, save)


@require_http_methods(["GET", "HEAD", "POST"])
def score_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the first mark: whether one stands too near. A conflict may still be said until the sheet is sent."""
    sheet = _only(sheets().filter(scorecard__nomination=pk).visible_to(request.user))
    nomination = sheet.scorecard.nomination
    require_distance(request.user, nomination)
    here = reverse("nominations:score", args=[pk])
    page = Page(
        _("Khai xung đột lợi ích"),
        [HOME, (str(nomination), here)],
        _("Ghi lời khai"),
        _("Đã ghi lời khai xung đột lợi ích."),
        here if sheet.declared else HOME[1],
        lead=_("%(who)s, %(unit)s đề nghị. Người chấm không có lợi ích riêng trong kết quả của hồ sơ.")
        % {"who": nomination, "unit": nomination.unit},
    )

    def save(form: DeclareForm) -> str:
        told = form.cleaned_data
        declared = Declared(told["declared"])
        note = told["note"] if declared == Declared.SOME else ""
        actions.declare(nomination, sheet, declared=declared, note=note, by=request.user)
        return here if declared == Declared.NONE else HOME[1]

    return edit(request, DeclareForm(request.POST or None, sheet=sheet), page, save)


@require_POST
def score_send(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed is kept and the sheet sent, both or neither. A page that saves itself here only saves."""
    sheet = _only(sheets().filter(scorecard__nomination=pk).visible_to(request.user))
    form = _form(request, sheet, None)
    done = _("Đã gửi phiếu chấm. Rút lại được đến khi hồ sơ được kết luận thẩm định.")

    def save(form: SheetForm) -> None:
        version = _keep(request, form)
        if not asks_itself(request):
            actions.send_sheet(sheet.scorecard.nomination, sheet, by=request.user, version=version)

    return edit(request, form, _page(request, form, done), save)


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


def _form(request: HttpRequest, sheet: Sheet, group_pk: int | None) -> SheetForm:
    form = SheetForm(request.POST or None, **queries.to_fill(sheet, group_pk))
    if group_pk is not None and not form.standards:
        raise Http404
    return form


def _keep(request: HttpRequest, form: SheetForm) -> int:
    """The version that the sheet has then."""
    sheet, version, marks = form.instance, form.cleaned_data["version"], form.changed_marks()
    if version != sheet.version or marks:
        actions.keep_marks(sheet.scorecard.nomination, sheet, marks, by=request.user, version=version)
        return sheet.version
    return version


def _page(request: HttpRequest, form: SheetForm, done: str) -> Page:
    sheet = form.instance
    nomination = sheet.scorecard.nomination
    desk = queries.desk_of(sheet, request.user, form)
    around = {"desk": desk, "home": HOME}
    if desk.first_piece and not asks_itself(request):
        around["look"] = evidence_shown(desk.first_piece)
    return Page(
        str(nomination),
        [HOME],
        _("Lưu phiếu"),
        done,
        desk.here.href if desk.here else HOME[1],
        template="nominations/score.html",
        around=around,
        renewed=lambda: _renewed(request, sheet, form.section),
    )


def _renewed(request: HttpRequest, sheet: Sheet, section: int) -> dict[str, str]:
    """What a save changes around the fields; among it last year's mark where one's own has been saved now."""
    now = sheets().get(pk=sheet.pk)
    desk = queries.desk_of(now, request.user, SheetForm(**queries.to_fill(now, section)))
    parts = {
        f"score-{name}": render_to_string(f"nominations/part_score_{name}.html", {"desk": desk})
        for name in ("progress", "sections", "missing")
    }
    return parts | {
        f"before-{pk}": render_to_string("nominations/part_score_before.html", {"words": words})
        for pk, words in desk.before.items()
    }
