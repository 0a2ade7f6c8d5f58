"""Which papers a reader may print, and the rows that those of a whole unit are made of."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.models import PlanYear
from nominations.models import Nomination, Registration
from portal import clock
from portal.models import Unit, User
from portal.queries import units_written_for
from portal.rights import may

YEARS = 3  # the newest
ORDER = ("subject_unit__protocol_order", "subject_person__sort_key", "pk")


@dataclass(frozen=True)
class Blank:
    label: str
    key: str


@dataclass(frozen=True)
class UnitPapers:
    unit: Unit
    year: int


def blank_forms() -> list[Blank]:
    return [
        Blank(_("Phiếu đăng ký, dành cho cá nhân"), "registration-person"),
        Blank(_("Phiếu đăng ký, dành cho tập thể"), "registration-collective"),
        Blank(_("Báo cáo thành tích của cá nhân"), "report-person"),
        Blank(_("Báo cáo thành tích của tập thể"), "report-collective"),
        Blank(_("Biên bản họp đơn vị"), "minutes"),
    ]


def unit_papers(user: User) -> list[UnitPapers]:
    """Of every unit to who reads all registrations and dossiers; of their own to who writes them."""
    if may(user, "registration.read") and may(user, "nomination.read"):
        units = list(Unit.objects.on(clock.today()).filter(nominates=True))
    else:
        units = units_written_for(user, "registration.write")
    return [UnitPapers(unit, year.year) for year in _years() for unit in units]


def _years() -> list[PlanYear]:
    return list(PlanYear.objects.exclude(state="planned").order_by("-year")[:YEARS])


def registered(unit: Unit, year: PlanYear) -> list[Registration]:
    """What the unit has sent; a draft is not registered yet."""
    rows = Registration.objects.filter(unit=unit, plan_year=year, submitted_at__isnull=False)
    rows = rows.exclude(state="withdrawn").with_subject().select_related("continued_from__plan_year")
    return list(rows.order_by(*ORDER).prefetch_related("targets"))


def dossiers(user: User, unit: Unit, year: PlanYear) -> list[Nomination]:
    """Of the unit in a year, drafts only to who may see them."""
    rows = Nomination.objects.visible_to(user).with_subject().select_related("endorsement")
    rows = rows.filter(unit=unit, plan_year=year).exclude(state="withdrawn")
    return list(rows.order_by(*ORDER))
