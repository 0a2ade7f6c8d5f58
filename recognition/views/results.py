"""What became of a unit's own dossiers, and of one's own, once it is published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from criteria.models import PlanYear
from recognition.queries import results as queries


@require_safe
def results(request: HttpRequest, year: int) -> HttpResponse:
    """Open to everybody: each reader finds their own, nothing before the publication."""
    if not PlanYear.objects.filter(year=year).exclude(state="planned").exists():
        raise Http404
    rows = list(queries.own_results(request.user, year))
    context = {"year": str(year), "tables": queries.results_tables(rows), "count": len(rows)}
    return render(request, "recognition/results.html", context)
