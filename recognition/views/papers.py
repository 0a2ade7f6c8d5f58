"""The papers of a version: one page of all, each as a file, number and date of those that have them."""

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import clock
from portal.files import TYPES
from portal.models import Letterhead, Unit
from portal.papers.printing import printed
from portal.rights import Conflict, load, require
from portal.spreadsheets import download
from portal.views.editing import Page, edit
from recognition.actions import papers as actions
from recognition.documents.catalogue import PAPERS
from recognition.documents.review_list import review_list as list_paper
from recognition.documents.review_list_sheet import list_xlsx
from recognition.forms.papers import IssueForm
from recognition.models import IssuedPaper, ListVersion, PaperKind, ReviewList
from recognition.numbering import NUMBERED
from recognition.queries.paper_page import Lines, waiting
from recognition.queries.papers import issued, units_of
from recognition.views.lists import load_version, shown_version, trail_of


@require_safe
def list_papers(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = shown_version(request, review_list)
    context = {"list": review_list, "version": frozen, "versions": review_list.versions.all()}
    context["trail"] = trail_of(review_list)
    if frozen:
        lines = Lines(frozen, request.user)
        rows, notices = lines.all(), lines.notices()
        context |= {"lines": rows, "notices": notices, "waiting": waiting(rows, notices), "history": lines.history()}
        context["decided"] = lines.decision is not None
    return render(request, "recognition/list_papers.html", context)


@require_safe
def list_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Danh sách bình xét."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = load_version(request, review_list)
    name = f"danh-sach-{review_list.plan_year.year}-ban-{frozen.number:02d}"
    if kind == "xlsx":
        return download(list_xlsx(frozen), f"{name}.xlsx")
    return printed(lambda: list_paper(frozen), name, kind)


@require_safe
def list_paper_file(request: HttpRequest, pk: int, paper: str, kind: str) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    return _file(load_version(request, review_list), paper, None, kind)


@require_safe
def list_unit_paper_file(request: HttpRequest, pk: int, paper: str, unit_pk: int, kind: str) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = load_version(request, review_list)
    return _file(frozen, paper, load(units_of(frozen), unit_pk), kind)


def _file(frozen: ListVersion, paper: str, unit: Unit | None, kind: str) -> HttpResponse:
    printable = PAPERS.get(paper)
    if printable is None or kind not in printable.files or (paper == PaperKind.NOTICE) != (unit is not None):
        raise Http404
    if missing := printable.missing(frozen):
        raise Conflict(missing)
    name = f"{paper.replace('_', '-')}-{frozen.review_list.plan_year.year}-ban-{frozen.number:02d}"
    if unit:
        name += f"-{unit.pk}"
    return download(printable.files[kind](frozen, unit), f"{name}.{kind}", TYPES[kind])


@require_http_methods(["GET", "HEAD", "POST"])
def list_issue(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    return _issue(request, review_list, paper, None)


@require_http_methods(["GET", "HEAD", "POST"])
def list_unit_issue(request: HttpRequest, pk: int, paper: str, unit_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    return _issue(request, review_list, paper, unit_pk)


def _issue(request: HttpRequest, review_list: ReviewList, paper: str, unit_pk: int | None) -> HttpResponse:
    frozen = load_version(request, review_list)
    if paper not in NUMBERED or (paper == PaperKind.NOTICE) != (unit_pk is not None):
        raise Http404
    unit = load(units_of(frozen), unit_pk) if unit_pk is not None else None
    kind = PaperKind(paper)
    row = issued(frozen, kind, unit) or IssuedPaper(list_version=frozen, paper=kind, unit=unit)
    actions.require_issuable(review_list, row)
    here = reverse("recognition:list-papers", args=[review_list.pk])
    title = _("Ghi số, ngày: %(paper)s") % {"paper": f"{kind.label}, {unit}" if unit else kind.label}
    page = Page(title, [*trail_of(review_list), (_("Văn bản"), here)], _("Lưu số, ngày"), _("Đã lưu số, ngày."), here)
    form = IssueForm(request.POST or None, instance=row, head=Letterhead.objects.of(clock.today()).as_plain())
    return edit(request, form, page, lambda form: _save(request, form, row))


def _save(request: HttpRequest, form: BaseForm, row: IssuedPaper) -> None:
    told = form.cleaned_data
    actions.issue(
        row.list_version,
        row.paper,
        row.unit,
        number=told["number"],
        day=told["date"],
        by=request.user,
        version=told["version"],
    )
