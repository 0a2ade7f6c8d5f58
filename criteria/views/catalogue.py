from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from criteria import content
from criteria.documents.standards import standards_pdf
from criteria.forms.sets import PlanForm
from criteria.models import CriteriaSet, PlanYear
from criteria.queries import catalogue as queries
from criteria.queries import own
from criteria.vocabulary import SubjectKind
from portal.rights import holds
from portal.spreadsheets import download


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The plan and its standards, open to every signed-in reader."""
    criteria_set = _asked_for(request)
    if criteria_set is None:
        return render(request, "criteria/no_plan.html")
    plan_content = content.read(criteria_set)
    kind = next((kind for kind in SubjectKind if kind == request.GET.get("kind")), SubjectKind.COLLECTIVE)
    context = {
        "plan": plan_content.head,
        "catalogues": [queries.catalogue(plan_content, each) for each in SubjectKind],
        "shown": queries.catalogue(plan_content, kind),
        "own": own.shown_to(request.user, criteria_set, plan_content.standards_for(kind)),
        "may_keep_own": holds(request.user, "own_criteria.keep"),
        "years": PlanYear.objects.filter(criteria_set=criteria_set, opened_at__isnull=False).order_by("year"),
        "plans": CriteriaSet.objects.values_list("plan__code", flat=True).distinct().order_by("-plan__code"),
    }
    return render(request, "criteria/catalogue.html", context)


@require_safe
def catalogue_pdf(request: HttpRequest) -> HttpResponse:
    criteria_set = _asked_for(request)
    if criteria_set is None:
        return render(request, "criteria/no_plan.html", status=404)
    pdf = standards_pdf(content.read(criteria_set))
    return download(pdf, f"tieu-chuan-{criteria_set.plan.code}.pdf", "application/pdf")


def _asked_for(request: HttpRequest) -> CriteriaSet | None:
    form = PlanForm(request.GET)
    plan = form.cleaned_data["plan"] if form.is_valid() else None
    return queries.set_in_force(plan.code if plan else "")
