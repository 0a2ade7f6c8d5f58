from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from criteria.models import PlanYear
from nominations.documents.achievement_report import achievement_report, blank_achievement_report
from nominations.documents.minutes import blank_minutes, of_one_meeting, unit_minutes
from nominations.documents.registration_form import blank_registration_form, registration_form
from nominations.documents.registration_list import registration_list
from nominations.models import Nomination, Registration
from nominations.queries import papers as queries
from portal.models import Unit
from portal.papers.blocks import Paper
from portal.papers.printing import printed
from portal.rights import load, may, require

BLANKS: dict[str, tuple[str, Callable[[], Paper]]] = {
    "registration-person": ("mau-phieu-dang-ky-ca-nhan", lambda: blank_registration_form(collective=False)),
    "registration-collective": ("mau-phieu-dang-ky-tap-the", lambda: blank_registration_form(collective=True)),
    "report-person": ("mau-bao-cao-thanh-tich-ca-nhan", lambda: blank_achievement_report(collective=False)),
    "report-collective": ("mau-bao-cao-thanh-tich-tap-the", lambda: blank_achievement_report(collective=True)),
    "minutes": ("mau-bien-ban-hop-don-vi", blank_minutes),
}


@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """Blank forms for everybody; the papers of whole units for who may print them."""
    context = {"blanks": queries.blank_forms(), "units": queries.unit_papers(request.user)}
    return render(request, "nominations/paper_list.html", context)


@require_safe
def blank_paper(request: HttpRequest, form: str, kind: str) -> HttpResponse:
    if form not in BLANKS:
        raise Http404
    name, paper = BLANKS[form]
    return printed(paper, name, kind)


@require_safe
def registration_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    name = f"phieu-dang-ky-{registration.plan_year.year}-{pk}"
    return printed(lambda: registration_form(registration), name, kind)


@require_safe
def report_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    name = f"bao-cao-thanh-tich-{nomination.plan_year.year}-{pk}"
    return printed(lambda: achievement_report(nomination, reader=request.user), name, kind)


@require_safe
def minutes_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Of the meeting that voted on this dossier, with the others it voted on, as far as this reader may see them."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    unit, year = nomination.unit, nomination.plan_year
    rows = of_one_meeting(queries.dossiers(request.user, unit, year), nomination)
    return printed(lambda: unit_minutes(unit, year, rows), f"bien-ban-hop-{year.year}-{pk}", kind)


@require_safe
def unit_list_paper(request: HttpRequest, pk: int, year: int, kind: str) -> HttpResponse:
    unit = load(Unit.objects.visible_to(request.user).filter(nominates=True), pk)
    if not may(request.user, "registration.write", unit):
        require(request.user, "registration.read")
    plan_year = get_object_or_404(PlanYear.objects.exclude(state="planned"), year=year)
    rows = queries.registered(unit, plan_year)
    name = f"danh-sach-dang-ky-{plan_year.year}-don-vi-{pk}"
    return printed(lambda: registration_list(unit, plan_year, rows, reader=request.user), name, kind)


@require_safe
def unit_minutes_paper(request: HttpRequest, pk: int, year: int, kind: str) -> HttpResponse:
    unit = load(Unit.objects.visible_to(request.user).filter(nominates=True), pk)
    if not may(request.user, "nomination.write", unit):
        require(request.user, "nomination.read")
    plan_year = get_object_or_404(PlanYear.objects.exclude(state="planned"), year=year)
    rows = queries.dossiers(request.user, unit, plan_year)
    return printed(lambda: unit_minutes(unit, plan_year, rows), f"bien-ban-hop-{plan_year.year}-don-vi-{pk}", kind)
