"""Beginning a dossier, and its moves up to the appraisal."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from criteria.deadlines import nomination_open
from criteria.models import Scorecard
from nominations import rights
from nominations.actions import exchange
from nominations.kinds import kind_of
from nominations.models import Nomination, Registration
from nominations.workflow import EDITABLE, NOMINATIONS, messages_to_unit
from portal import actions, audit, clock
from portal.models import OutboxMessage, User
from portal.rights import Conflict
from portal.workflow import perform


@transaction.atomic
def begin(nomination: Nomination, *, by: User) -> None:
    """A new draft, beside its registration where there is one, which gives it who, model and scope."""
    registration = nomination.registration
    if registration:
        for name in ("unit", "subject_unit", "subject_person", "scope", "field", "model_name"):
            setattr(nomination, name, getattr(registration, name))
    nomination.entered_by = by
    nomination.kind, nomination.head_post = kind_of(nomination.subject_person, nomination.plan_year)
    past = Nomination.objects.of_the_year_before(nomination).first()
    if past:
        nomination.duties = nomination.duties or past.duties
    actions.keep(nomination, by=by, act=_("Lập hồ sơ đề nghị"))
    if past:
        _take_over_awards(past, nomination)


def _take_over_awards(past: Nomination, nomination: Nomination) -> None:
    """What was told of earlier awards last year holds this year too; the unit adds what came since."""
    for award in past.awards.all():
        award.pk, award.nomination = None, nomination
        award.save()


@transaction.atomic
def submit(nomination: Nomination, *, by: User, version: int) -> None:
    """Send. The date is hard to the second; a return or an extension gives a dossier its own."""
    now, year = clock.now(), nomination.plan_year
    if year.state != "open":
        raise Conflict(_("Năm này không nhận hồ sơ đề nghị."), instead=_("Vui lòng xem các mốc của năm."))
    if not nomination_open(now, year, own_deadline(nomination)):
        raise Conflict(
            _("Đã hết hạn gửi hồ sơ (%(until)s).") % {"until": f"{deadline(nomination):%H:%M:%S ngày %d/%m/%Y}"},
            instead=_("Nội dung vẫn được giữ. Đề nghị Trưởng Phòng gia hạn nếu có lý do."),
        )
    kind, post = kind_of(nomination.subject_person, year)
    perform(
        NOMINATIONS["submit"],
        nomination,
        by=by,
        version=version,
        kind=kind.value,
        head_post=post,
        sent_at=now,
        submitted_at=nomination.submitted_at or now,
        return_reason="",
        returned_until=None,
    )
    exchange.keep_sending(nomination, by=by, at=now)


def own_deadline(nomination: Nomination) -> datetime | None:
    """The date that replaces the year's: of a return while it is returned, or of an extension."""
    return nomination.returned_until or nomination.extended_until


def deadline(nomination: Nomination) -> datetime:
    return clock.local(own_deadline(nomination) or nomination.plan_year.nominates_by)


@transaction.atomic
def withdraw(nomination: Nomination, *, by: User, version: int) -> None:
    perform(NOMINATIONS["withdraw"], nomination, by=by, version=version)


@transaction.atomic
def receive(nomination: Nomination, *, by: User, version: int) -> None:
    """Take a dossier in: it gets the year's next receipt number and the record it will be measured on."""
    rights.require_handling(by, nomination)
    year = nomination.plan_year
    number = nomination.receipt_number or _next_number(nomination)
    card = nomination.scorecard
    if card is None or card.kind != nomination.kind:  # new, or returned meanwhile and sent again as another kind
        card = Scorecard.objects.create(
            criteria_set=year.criteria_set, kind=nomination.kind, year_set_aside=year.set_aside
        )
    perform(
        NOMINATIONS["receive"],
        nomination,
        by=by,
        version=version,
        receipt_number=number,
        received_at=clock.now(),
        scorecard=card,
    )
    exchange.tell_assessors(nomination)


def _next_number(nomination: Nomination) -> int:
    taken = Nomination.objects.filter(plan_year=nomination.plan_year).aggregate(last=Max("receipt_number"))["last"]
    return (taken or 0) + 1


@transaction.atomic
def give_back(
    nomination: Nomination,
    *,
    by: User,
    version: int,
    until: datetime,
    reason: str = "",
    notes: exchange.Notes | None = None,
) -> None:
    """Return for completion, with a date of its own and reasons: for the whole, for places of it, for both."""
    rights.require_handling(by, nomination)
    if not clock.now() < until <= clock.now() + timedelta(days=60):
        raise Conflict(_("Hạn bổ sung phải sau hôm nay và trong vòng 60 ngày."), instead=_("Vui lòng nhập lại hạn."))
    told = exchange.in_words(nomination, reason, notes or {})
    perform(
        NOMINATIONS["return"],
        nomination,
        by=by,
        version=version,
        reason=told,
        return_reason=told,
        returned_until=until,
    )
    exchange.pin(nomination, reason, notes or {}, by=by)


@transaction.atomic
def extend(nomination: Nomination, *, by: User, version: int, until: datetime, reason: str) -> None:
    """The office head gives one dossier a later date, with a reason, logged. It replaces a return's date too."""
    rights.require_extending(by, nomination)
    if until <= clock.now():
        raise Conflict(_("Hạn mới phải sau thời điểm này."), instead=_("Vui lòng nhập lại hạn."))
    fields = {"extended_until": until} | ({"returned_until": until} if nomination.returned_until else {})
    rows = Nomination.objects.filter(pk=nomination.pk, version=version, state__in=EDITABLE)
    if not rows.update(**fields, version=F("version") + 1):
        raise Conflict(_("Hồ sơ vừa thay đổi nên chưa gia hạn được."), instead=_("Vui lòng mở lại trang."))
    nomination.refresh_from_db()
    told = {_("Hạn mới"): f"{clock.local(until):%H:%M:%S %d/%m/%Y}"}
    audit.record(nomination, _("Gia hạn gửi hồ sơ"), by=by, after=told, note=reason)
    words = _("Hạn gửi mới: %(until)s. Lý do: %(reason)s") % {"until": told[_("Hạn mới")], "reason": reason}
    subject = _("Hồ sơ được gia hạn: %(who)s") % {"who": nomination}
    OutboxMessage.objects.bulk_create(messages_to_unit(nomination, subject, words))


def nomination_for(registration: Registration) -> Nomination | None:
    return registration.nominations.exclude(state="withdrawn").first()
