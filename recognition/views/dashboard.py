from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from criteria.models import PlanYear
from nominations import reaching
from portal import clock
from portal.rights import load, may, require
from portal.spreadsheets import download, workbook
from recognition.dashboard import counts, glance
from recognition.dashboard import standards as of_standards
from recognition.dashboard import unit as of_unit
from recognition.dashboard import years_page as of_years
from recognition.dashboard.glance import School
from recognition.dashboard.meeting import sheet_of
from recognition.dashboard.tables import TABLES
from recognition.documents.meeting import meeting_pdf as drawn
from recognition.forms.dashboard import DashboardForm


def _years(request: HttpRequest) -> tuple[list[PlanYear], PlanYear | None]:
    """The portal's years, and the one that is looked at."""
    known = counts.years()
    form = DashboardForm(request.GET, years=[each.year for each in known])
    return known, counts.chosen(known, form.chosen("year"))


def _school(request: HttpRequest) -> School:
    """404 before the first year is opened."""
    known, year = _years(request)
    if year is None:
        raise Http404
    return glance.school_of(known, year, links=may(request.user, "nomination.read"))


def _shown(request: HttpRequest, name: str, known: list[PlanYear], year: PlanYear | None, **context) -> HttpResponse:
    told = {"years": [each.year for each in known], "year": year and year.year, "at": clock.now(), "here": name}
    return render(request, f"recognition/{name}.html", told | context)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The year at a glance. Who acts for a unit and not for the school goes on to that unit's page."""
    if not may(request.user, "dashboard.read") and (own := of_unit.own_unit(request.user)):
        return redirect("recognition:dashboard-unit", own.pk)
    require(request.user, "dashboard.read")
    known, year = _years(request)
    if year is None:
        return _shown(request, "dashboard", known, year)
    school = glance.school_of(known, year, links=may(request.user, "nomination.read"))
    missing = glance.ratings_missing(school)
    return _shown(request, "dashboard", known, year, page=glance.page_of(school), missing=missing)


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    require(request.user, "dashboard.read")
    known, year = _years(request)
    if year is None:
        return _shown(request, "dashboard_standards", known, year)
    show = DashboardForm(request.GET, shows=of_standards.SHOWN).chosen("show", of_standards.MARKED)
    page = of_standards.page_of(year, *glance.standings_of(year), show)
    shows = [(key, label, key == show) for key, (label, _note) in of_standards.SHOWN.items()]
    return _shown(request, "dashboard_standards", known, year, page=page, shows=shows)


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    require(request.user, "dashboard.read")
    known, year = _years(request)
    page = of_years.page_of(known, counts.counted(), reaching.every_unit())
    return _shown(request, "dashboard_years", known, year, page=page)


@require_safe
def meeting(request: HttpRequest) -> HttpResponse:
    """One sheet, printed from the browser."""
    require(request.user, "dashboard.read")
    school = _school(request)
    return _shown(request, "dashboard_meeting", school.known, school.year, page=sheet_of(school))


@require_safe
def meeting_pdf(request: HttpRequest) -> HttpResponse:
    require(request.user, "dashboard.read")
    school = _school(request)
    content = drawn(sheet_of(school), by=str(request.user))
    return download(content, f"tong-quan-{school.year.year}.pdf", "application/pdf")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Any table of the dashboard (`?table=`), in full."""
    require(request.user, "dashboard.read")
    school = _school(request)
    name = DashboardForm(request.GET, tables=TABLES).chosen("table", "funnel")
    return download(workbook(TABLES[name](school)), f"tong-quan-{school.year.year}-{name}.xlsx")


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's own figures beside the school's total."""
    found = load(of_unit.units_looked_at().visible_to(request.user), pk)
    known, year = _years(request)
    page = of_unit.page_of(found, year, known, counts.counted()) if year else None
    return _shown(request, "dashboard_unit", known, year, page=page, unit=found)


@require_safe
def unit_export(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(of_unit.units_looked_at().visible_to(request.user), pk)
    known, year = _years(request)
    if year is None:
        raise Http404
    page = of_unit.page_of(found, year, known, counts.counted())
    return download(workbook(page.years), f"so-lieu-don-vi-{year.year}.xlsx")
