from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from criteria.actions.ratings import record_rating, record_unit
from criteria.forms.ratings import RatingForm, RatingListForm, UnitRatingForm
from criteria.models import Rating
from criteria.queries import ratings as queries
from criteria.vocabulary import Level, RatingOf
from portal.files import serve
from portal.lists import show_list
from portal.models import Person, Unit
from portal.rights import load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Xếp loại"), "/ratings/")


@require_safe
def rating_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "rating.read")
    form, found = _all_of_the_year(request)
    page = form.page(found)
    may_keep = may(request.user, "rating.keep")
    context = {
        "form": form,
        "year": str(form.chosen_year),
        "page": page,
        "table": form.headed(queries.rating_table(page, form.chosen_year, may_keep=may_keep)),
        "units": Unit.objects.filter(nominates=True) if may_keep else [],
        "missing": sum(due.asked and due.rating is None for due in found),
    }
    return show_list(request, "criteria/rating_list.html", context)


@require_safe
def rating_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "rating.read")
    form, found = _all_of_the_year(request)
    table = queries.rating_table(form.stream(found), form.chosen_year, may_keep=False)
    return download(workbook(table), f"xep-loai-{form.chosen_year}.xlsx")


def _all_of_the_year(request: HttpRequest) -> tuple[RatingListForm, list[queries.Due]]:
    form = RatingListForm(request, queries.known_years())
    return form, queries.dues(form.chosen_year, queries.content_of_year(form.chosen_year))


@require_http_methods(["GET", "HEAD", "POST"])
def rating_record(request: HttpRequest, year: int, of: str, subject_pk: int) -> HttpResponse:
    """One result: the form, and below it every earlier entry."""
    kind = next((each for each in RatingOf if each == of), None)
    if kind is None or year not in queries.known_years():
        raise Http404
    subjects = Person.objects if kind.is_of_a_person else queries.units_rated_as(kind)
    subject = load(subjects.visible_to(request.user), subject_pk)
    require(request.user, "rating.keep")
    entries = queries.entries(kind, subject, year)
    if not entries and not queries.may_be_due(kind, subject, year):
        raise Http404
    standing = entries[0] if entries and not entries[0].superseded_at else None
    page = Page(
        _title(kind, subject, year),
        [LIST],
        _("Ghi kết quả"),
        _("Đã ghi kết quả xếp loại."),
        f"{reverse('criteria:rating-list')}?year={year}",
        lead=_("Ghi đúng theo văn bản đã ban hành. Kết quả cũ được giữ lại trong lịch sử."),
        below=queries.history_table(entries) if entries else None,
    )
    form = RatingForm(request.POST or None, request.FILES or None, year=year, initial=_as_typed(standing))
    return edit(request, form, page, lambda form: _record(request, form, kind, subject, year))


def _title(kind: RatingOf, subject: Unit | Person, year: int) -> str:
    """A body's name says what it is; a person may be rated twice, as staff and as a party member."""
    whose = f"{kind.label}: {subject}" if kind.is_of_a_person else str(subject)
    return _("%(whose)s, xếp loại năm %(year)s") % {"whose": whose, "year": year}


def _as_typed(rating: Rating | None) -> dict:
    names = ("level", "decision_number", "decision_date")
    return {name: getattr(rating, name) for name in names} | {"seen": rating.pk} if rating else {}


def _record(request: HttpRequest, form: BaseForm, of: RatingOf, subject: Unit | Person, year: int) -> None:
    told = form.cleaned_data
    record_rating(
        of=of,
        subject=subject,
        year=year,
        level=Level(told["level"]),
        decision_number=told["decision_number"],
        decision_date=told["decision_date"],
        scan=told["scan"],
        seen=told["seen"],
        by=request.user,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rating_unit(request: HttpRequest, year: int, unit_pk: int) -> HttpResponse:
    """A whole unit on one page."""
    unit = load(Unit.objects.visible_to(request.user).filter(nominates=True), unit_pk)
    require(request.user, "rating.keep")
    if year not in queries.known_years():
        raise Http404
    found = [due for due in queries.dues(year, queries.content_of_year(year)) if due.unit == unit]
    page = Page(
        _("Xếp loại năm %(year)s: %(unit)s") % {"year": year, "unit": unit},
        [LIST],
        _("Ghi kết quả của đơn vị"),
        _("Đã ghi kết quả xếp loại của đơn vị."),
        f"{reverse('criteria:rating-list')}?year={year}&unit={unit.pk}",
        lead=_(
            "Mỗi nhóm ghi một văn bản và mức xếp loại của từng tập thể, cá nhân. Văn bản được ghi cho những mức vừa "
            "nhập hoặc sửa; nếu chỉ sửa văn bản thì ghi cho cả nhóm. Ô để trống là chưa có kết quả."
        ),
        template="criteria/rating_unit.html",
    )
    form = UnitRatingForm(request.POST or None, request.FILES or None, found=found, year=year)
    return edit(
        request, form, page, lambda form: record_unit(form.told(), scans=form.scans(), year=year, by=request.user)
    )


@require_safe
def rating_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper's scan, after the check of rights: to the office, the board, the unit and the person it is about."""
    rating = load(Rating.objects.visible_to(request.user).filter(scan__isnull=False).select_related("scan"), pk)
    return serve(rating.scan)
