"""What follows a registration (plan IV.2): a reason where no dossier came of it, and the next year's registration."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nominations import subjects
from nominations.actions.registrations import save_registration
from nominations.models import Registration, Result, Target
from nominations.queries.following import year_after
from nominations.queries.registrations import without_dossier
from portal import audit, clock
from portal.models import User
from portal.rights import Conflict


@transaction.atomic
def explain_not_nominated(registration: Registration, *, by: User, version: int, reason: str) -> None:
    """Why the unit puts nobody forward from it. May be amended for as long as the year is open."""
    if registration.plan_year.state != "open":
        raise Conflict(_("Năm này đã kết thúc nên không sửa lý do được."))
    rows = Registration.objects.filter(pk=registration.pk, version=version, state="accepted")
    now = clock.now()
    if not without_dossier(rows).update(not_nominated_reason=reason, not_nominated_at=now, version=F("version") + 1):
        raise Conflict(
            _("Đăng ký này vừa thay đổi, hoặc đối tượng đã có hồ sơ đề nghị trong năm."),
            instead=_("Vui lòng mở lại trang."),
        )
    label, before = _("Lý do không đề nghị"), registration.not_nominated_reason
    told = {label: before} if before else {}
    audit.record(registration, _("Ghi lý do không đề nghị"), by=by, before=told, after={label: reason})
    registration.refresh_from_db()


CARRIED = ("unit", "subject_unit", "subject_person", "scope", "field", "model_name", "movement", "goal", "content")


@transaction.atomic
def continue_registration(past: Registration, *, by: User) -> Registration:
    """A draft in the year after: last year's results are the baseline, the new promise is left open."""
    year = year_after(past)
    if year is None:
        raise Conflict(
            _("Năm %(year)s chưa mở hoặc đã kết thúc nên chưa tiếp tục được.") % {"year": past.plan_year.year + 1},
            instead=_("Vui lòng xem các mốc của năm."),
        )
    if past.state != "accepted":
        raise Conflict(_("Chỉ tiếp tục được đăng ký mà Phòng đã tiếp nhận."), instead=_("Vui lòng lập đăng ký mới."))
    if subjects.key_of(past) not in {each.key for each in subjects.candidates([past.unit])}:
        raise Conflict(
            _("%(who)s hiện không thuộc đơn vị nên không tiếp tục được.") % {"who": past},
            instead=_("Vui lòng lập đăng ký mới."),
        )
    carried = {name: getattr(past, name) for name in (*CARRIED, "spread")}
    registration = Registration(plan_year=year, continued_from=past, **carried)
    try:
        with transaction.atomic():
            save_registration(registration, _targets(past), by=by)
    except IntegrityError as error:
        raise Conflict(
            _("%(who)s đã có đăng ký năm %(year)s.") % {"who": past, "year": year.year},
            instead=_("Vui lòng mở đăng ký đó để sửa."),
        ) from error
    return registration


def _targets(past: Registration) -> list[Target]:
    told = Result.objects.filter(target__registration=past).exclude(nomination__state="withdrawn")
    achieved = dict(told.values_list("target_id", "achieved"))
    return [
        Target(what=row.what, measure=row.measure, baseline=achieved.get(row.pk, ""), promised="")
        for row in past.targets.all()
    ]
