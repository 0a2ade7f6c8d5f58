from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.lists import show_list
from portal.rights import may, require
from portal.spreadsheets import download, workbook
from recognition.earlier import EarlierListForm, earlier_table, listed


@require_safe
def earlier_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "list.read")
    form = EarlierListForm(request)
    page = form.page(listed(request.user))
    context = {"form": form, "page": page, "table": form.headed(earlier_table(page))}
    return show_list(request, "recognition/earlier_list.html", context | {"may_keep": may(request.user, "list.keep")})


@require_safe
def earlier_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "list.read")
    return download(
        workbook(earlier_table(EarlierListForm(request).stream(listed(request.user)))), "dien-hinh-cac-nam-truoc.xlsx"
    )
