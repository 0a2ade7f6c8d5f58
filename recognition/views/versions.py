from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.rights import Conflict, load
from portal.spreadsheets import download, workbook
from recognition.forms.before import VersionsForm
from recognition.models import ReviewList
from recognition.queries import versions as queries
from recognition.views.lists import trail_of


@require_safe
def list_versions(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    form, page = _compared(request, review_list)
    form = VersionsForm({"old": page.old.number, "new": page.new.number}, choices=queries.choices(review_list))
    context = {"list": review_list, "trail": trail_of(review_list), "form": form, "page": page}
    return render(request, "recognition/compared.html", context)


@require_safe
def list_versions_export(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    _form, page = _compared(request, review_list)
    name = f"so-sanh-{review_list.plan_year.year}-ban-{page.old.number:02d}-{page.new.number:02d}.xlsx"
    return download(workbook(page.table), name)


def _compared(request: HttpRequest, review_list: ReviewList):
    form = VersionsForm(request.GET, choices=queries.choices(review_list))
    page = queries.compared(review_list, *form.asked())
    if page is None:
        raise Conflict(
            _("Danh sách này chưa có hai bản để so sánh."), instead=_("Bản thứ hai có khi mở lại rồi chốt lần nữa.")
        )
    return form, page
