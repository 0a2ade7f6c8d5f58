from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.deadlines import is_supplement
from nominations.actions import exchange
from nominations.models import Registration, Result, Target
from nominations.workflow import EDITABLE, REGISTRATIONS
from portal import actions, clock
from portal.models import User
from portal.rights import Conflict
from portal.workflow import perform


@transaction.atomic
def save_registration(
    registration: Registration,
    targets: Sequence[Target],
    *,
    by: User,
    version: int | None = None,
    sitting: bool = False,
) -> None:
    """Keep what was typed, the promised figures with it. Raises `Stale`, or `Conflict` once it has been sent."""
    still_editable(registration)
    new = registration.pk is None
    if new:
        registration.entered_by = by
    act = _("Lập đăng ký") if new else _("Sửa đăng ký")
    before = [] if new else [target.in_words for target in registration.targets.all()]
    after = [target.in_words for target in targets]
    actions.keep(registration, by=by, act=act, version=version, parts={_("Chỉ tiêu"): (before, after)}, sitting=sitting)
    if before != after:
        _keep_targets(registration, targets)


def still_editable(registration: Registration) -> None:
    """Raises `Conflict` once it has been sent."""
    if registration.state not in EDITABLE:
        raise Conflict(_("Đăng ký đã gửi nên không sửa được."), instead=_("Đề nghị Phòng trả lại nếu cần sửa."))


def _keep_targets(registration: Registration, targets: Sequence[Target]) -> None:
    """A figure stays the same row while its words do, else while its place does: a dossier may have its result already.

    What is taken out goes with the results that a draft dossier told of it; what was sent stands in its `Sending`.
    """
    stored = list(registration.targets.all())
    by_words = {target.what: target for target in stored}
    kept = {order: by_words.pop(target.what) for order, target in enumerate(targets) if target.what in by_words}
    rest = iter([target for target in stored if target in by_words.values()])
    for order, target in enumerate(targets):
        same = kept.get(order) or next(rest, None)
        target.pk, target.registration, target.order = same.pk if same else None, registration, order
        target.save()
    gone = [target.pk for target in rest]
    Result.objects.filter(target__in=gone).delete()
    Target.objects.filter(pk__in=gone).delete()


@transaction.atomic
def move_registration(name: str, registration: Registration, *, by: User, version: int) -> None:
    """`submit`, `accept` or `withdraw`, with the moments each leaves behind."""
    now = clock.now()
    fields = {}
    if name == "submit":
        if registration.plan_year.state != "open":
            raise Conflict(_("Năm này không nhận đăng ký."), instead=_("Vui lòng xem các mốc của năm."))
        if registration.submitted_at is None:
            fields = {"submitted_at": now, "is_supplement": is_supplement(now, registration.plan_year)}
        fields |= {"return_reason": "", "returned_until": None}
    elif name == "accept":
        fields = {"accepted_at": now}
    perform(REGISTRATIONS[name], registration, by=by, version=version, **fields)
    if name == "submit":
        exchange.keep_sending(registration, by=by, at=now)


@transaction.atomic
def return_registration(
    registration: Registration,
    *,
    by: User,
    version: int,
    until: date,
    reason: str = "",
    notes: exchange.Notes | None = None,
) -> None:
    """As a dossier is given back; the date says by when the unit is asked to, it shuts nothing."""
    if not clock.today() <= until <= clock.today() + timedelta(days=60):
        raise Conflict(_("Hạn bổ sung phải từ hôm nay và trong vòng 60 ngày."), instead=_("Vui lòng nhập lại hạn."))
    told = exchange.in_words(registration, reason, notes or {})
    perform(
        REGISTRATIONS["return"],
        registration,
        by=by,
        version=version,
        reason=told,
        return_reason=told,
        returned_until=until,
        accepted_at=None,
    )
    exchange.pin(registration, reason, notes or {}, by=by)
