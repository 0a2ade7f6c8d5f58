from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from criteria.models import PlanYear
from portal.rights import load, require
from portal.views.answers import asks_itself
from recognition.forms.recount import BehindForm
from recognition.recount import portion, portions


@require_http_methods(["GET", "HEAD", "POST"])
def recount(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts a year anew. A script asks portion by portion and draws how far it is; without one it is one request."""
    year = load(PlanYear.objects.all(), pk)
    require(request.user, "year.keep")
    if request.method == "POST" and asks_itself(request):
        step = portion(year, behind=BehindForm.of(request), by=request.user)
        lines = [[line.who, line.unit, line.before, line.after] for line in step.lines]
        return JsonResponse({"done": step.done, "total": step.total, "last": step.last, "lines": lines})
    steps = list(portions(year, by=request.user)) if request.method == "POST" else []
    context = {
        "year": year,
        "counted": steps[-1].total if steps else None,
        "lines": [line for step in steps for line in step.lines],
    }
    return render(request, "recognition/recount.html", context)
