from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import CriteriaSet, PlanYear
from criteria.workflow import CLOSE, OPEN
from portal import audit, clock
from portal.models import User
from portal.workflow import perform


@transaction.atomic
def open_year(year: PlanYear, *, by: User, version: int) -> None:
    """Open a year and freeze its set, in one act: from here on the standards of that year stand."""
    now = clock.now()
    perform(OPEN, year, by=by, version=version, opened_at=now)
    if CriteriaSet.objects.filter(pk=year.criteria_set_id, frozen_at=None).update(frozen_at=now):
        audit.record(year.criteria_set, _("Khóa bộ tiêu chuẩn"), by=by)


@transaction.atomic
def close_year(year: PlanYear, *, by: User, version: int) -> None:
    """A closed year is read-only and stays printable."""
    perform(CLOSE, year, by=by, version=version, closed_at=clock.now())
