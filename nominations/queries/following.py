"""What follows a registration: a reason where no dossier came of it, and the next year's registration."""

from django.db.models import QuerySet

from criteria.models import PlanYear
from nominations.models import Registration
from nominations.queries.registrations import to_continue, without_dossier
from portal import clock
from portal.models import User


def unexplained(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Accepted, neither a dossier nor a reason."""
    return without_dossier(rows.filter(state="accepted", not_nominated_at=None))


def dossiers_are_due(year: PlanYear) -> bool:
    """The year's date for dossiers has passed."""
    return clock.now() > year.nominates_by


def year_after(registration: Registration) -> PlanYear | None:
    return PlanYear.objects.filter(year=registration.plan_year.year + 1, state="open").first()


def may_continue(registration: Registration, user: User) -> PlanYear | None:
    """The open year into which this reader may carry it over."""
    year = year_after(registration)
    return year if year and any(row.pk == registration.pk for row in to_continue(user, year)) else None
