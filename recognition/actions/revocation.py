"""A recognition is taken back, with the law's ground and the decision that says so. Nothing is deleted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.models import Nomination
from nominations.workflow import NOMINATIONS, messages_to_unit
from portal import audit, clock, files
from portal.models import OutboxMessage, User
from portal.rights import Conflict, Refusal
from portal.workflow import perform
from recognition import rights
from recognition.models import Recognition, Revocation


def days_of(recognition: Recognition) -> tuple[date, date]:
    """Not older than the decision that recognised, and not of tomorrow."""
    return recognition.decision.date, clock.today()


@transaction.atomic
def revoke(
    nomination: Nomination,
    *,
    ground: str,
    reason: str,
    number: str,
    day: date,
    signer: str,
    scan: files.Checked,
    by: User,
    version: int,
) -> Revocation:
    if refused := rights.revocation_refused(by, nomination):
        raise Refusal(refused, instead=_("Đề nghị Trưởng Phòng hoặc thành viên khác của Ban Giám hiệu thực hiện."))
    perform(NOMINATIONS["revoke"], nomination, by=by, version=version, reason=reason)
    recognition = Recognition.objects.select_related("decision").get(nomination=nomination)
    first, last = days_of(recognition)
    if not first <= day <= last:
        raise Conflict(
            _("Ngày quyết định thu hồi phải từ ngày quyết định công nhận (%(first)s) đến hôm nay.")
            % {"first": f"{first:%d/%m/%Y}"}
        )
    revocation = Revocation.objects.create(
        recognition=recognition,
        ground=ground,
        reason=reason,
        number=number,
        date=day,
        signer=signer,
        scan=files.store(scan, by=by),
        recorded_by=by,
    )
    _tell(nomination, revocation, by=by)
    return revocation


def _tell(nomination: Nomination, revocation: Revocation, *, by: User) -> None:
    """The log; and the unit, once it has been told of the recognition."""
    paper, ground = f"{revocation.number}, {revocation.date:%d/%m/%Y}", revocation.get_ground_display()
    told = {_("Căn cứ thu hồi"): ground, _("Quyết định thu hồi"): paper}
    audit.record(nomination, _("Ghi quyết định thu hồi"), by=by, after=told, note=revocation.reason)
    if nomination.published_at:
        subject = _("Đã thu hồi công nhận: %(who)s") % {"who": nomination}
        body = _("Theo Quyết định số %(paper)s. Căn cứ: %(ground)s.") % {"paper": paper, "ground": ground}
        OutboxMessage.objects.bulk_create(messages_to_unit(nomination, subject, body))
