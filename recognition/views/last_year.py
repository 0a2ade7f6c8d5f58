"""Last year's exemplars are evaluated before this year's list is closed (plan V, second dash)."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.rights import load, may
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition.actions import before as actions
from recognition.forms.before import EvaluationForm
from recognition.models import Evaluation, Recognition, ReviewList
from recognition.queries import last_year as queries
from recognition.rights import require_entry
from recognition.views.lists import trail_of


@require_safe
def list_last_year(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    page = queries.last_year_of(review_list, request.user)
    context = {"list": review_list, "trail": trail_of(review_list), "page": page}
    told = {"may_open": may(request.user, "nomination.read"), "may_keep": may(request.user, "list.keep")}
    return render(request, "recognition/last_year.html", context | told)


@require_safe
def list_last_year_export(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    page = queries.last_year_of(review_list, request.user)
    return download(workbook(page.table), f"danh-gia-dien-hinh-{page.year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def list_evaluate(request: HttpRequest, pk: int, recognition_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    recognition = load(queries.last_years(review_list.plan_year), recognition_pk)
    require_entry(request.user, recognition.nomination)
    known = Evaluation.objects.filter(recognition=recognition).first()
    here = reverse("recognition:list-last-year", args=[pk])
    page = Page(
        _("Đánh giá điển hình: %(who)s") % {"who": recognition},
        [*trail_of(review_list), (_("Điển hình năm trước"), here)],
        _("Lưu đánh giá"),
        _("Đã lưu đánh giá."),
        here,
        lead=queries.recognised_by(recognition),
    )
    initial = {"outcome": known.outcome, "note": known.note} if known else {}
    form = EvaluationForm(request.POST or None, initial=initial)
    return edit(request, form, page, lambda form: _evaluate(request, recognition, form))


def _evaluate(request: HttpRequest, recognition: Recognition, form: BaseForm) -> None:
    actions.evaluate(recognition, **form.cleaned_data, by=request.user)
