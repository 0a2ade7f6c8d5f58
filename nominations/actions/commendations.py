"""The unit's own "biểu dương, khen thưởng" at sơ kết and tổng kết (plan IV.2), recorded with the unit's vote."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from nominations.models import Commendation
from portal import actions, audit, clock
from portal.models import User
from portal.rights import Conflict


def require_open(year: PlanYear) -> None:
    if year.state != "open":
        raise Conflict(_("Năm này không nhận ghi nhận khen thưởng của đơn vị."), instead=_("Vui lòng xem năm khác."))


@transaction.atomic
def keep_commendation(commendation: Commendation, *, by: User, version: int | None = None) -> None:
    require_open(commendation.plan_year)
    new = commendation.pk is None
    if new:
        commendation.entered_by = by
    act = _("Ghi nhận khen thưởng của đơn vị") if new else _("Sửa ghi nhận khen thưởng của đơn vị")
    actions.keep(commendation, by=by, act=act, version=version)


@transaction.atomic
def remove_commendation(commendation: Commendation, *, by: User, version: int) -> None:
    """Shown no more; it stays in the books."""
    require_open(commendation.plan_year)
    rows = Commendation.objects.filter(pk=commendation.pk, version=version, removed_at=None)
    if not rows.update(removed_at=clock.now(), version=F("version") + 1):
        raise Conflict(_("Ghi nhận này vừa được người khác sửa."), instead=_("Vui lòng mở lại trang."))
    audit.record(commendation, _("Bỏ ghi nhận khen thưởng của đơn vị"), by=by, before=actions.shown(commendation))
