from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.rights import may, require
from recognition import dashboard
from recognition.forms import DashboardForm


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The year at a glance: each figure leads to exactly the records it counts."""
    require(request.user, "list.read")
    years = dashboard.years()
    form = DashboardForm(request.GET, years)
    year = form.cleaned_data.get("year") or (dashboard.this_year(years))
    links = may(request.user, "nomination.read")
    context = {"form": form, "year": str(year), "overview": dashboard.of_year(year, links=links)}
    return render(request, "recognition/dashboard.html", context)
