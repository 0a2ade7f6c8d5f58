from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nominations.queries.unsent import unsent_table
from portal.rights import require
from portal.spreadsheets import download, workbook


@require_safe
def nomination_unsent(request: HttpRequest) -> HttpResponse:
    """Whom the office may still wait for, and give a later date."""
    require(request.user, "nomination.read")
    return render(request, "nominations/nomination_unsent.html", {"table": unsent_table(request.user)})


@require_safe
def nomination_unsent_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "nomination.read")
    return download(workbook(unsent_table(request.user)), "ho-so-chua-gui.xlsx")
