"""What became of a unit's own dossiers, and of one's own, once it is published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from criteria.models import PlanYear
from portal.rights import load
from portal.spreadsheets import download
from recognition.documents.catalogue import PAPERS
from recognition.models import IssuedPaper, PaperKind
from recognition.queries import results as queries


@require_safe
def results(request: HttpRequest, year: int) -> HttpResponse:
    """Open to everybody: each reader finds their own, nothing before the publication."""
    if not PlanYear.objects.filter(year=year).exclude(state="planned").exists():
        raise Http404
    rows = list(queries.own_results(request.user, year))
    context = {"year": str(year), "tables": queries.results_tables(rows), "count": len(rows)}
    context["notices"] = queries.own_notices(request.user, year)
    return render(request, "recognition/results.html", context)


@require_safe
def results_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Thông báo kết quả, to the unit that it goes to."""
    told = load(IssuedPaper.objects.visible_to(request.user), pk)
    write = PAPERS[PaperKind.NOTICE].files["pdf"]
    name = f"thong-bao-ket-qua-{told.list_version.review_list.plan_year.year}-{told.unit_id}.pdf"
    return download(write(told.list_version, told.unit), name, "application/pdf")
