from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.papers.printing import printed
from portal.rights import load
from recognition.documents.score_sheet import score_sheet
from recognition.rights import require_total
from recognition.total import explained, total_of


@require_safe
def total_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a total is what it is: every point, by which rule."""
    nomination = load(explained().visible_to(request.user), pk)
    require_total(request.user, nomination)
    context = {"page": total_of(nomination, request.user), "nomination": nomination}
    return render(request, "recognition/total.html", context)


@require_safe
def total_paper(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(explained().visible_to(request.user), pk)
    require_total(request.user, nomination)
    total = total_of(nomination, request.user)
    return printed(lambda: score_sheet(total), f"phieu-diem-{nomination.plan_year.year}-{pk}", "pdf")
