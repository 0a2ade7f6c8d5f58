"""Reminders go out: by a timer, or by hand."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit, clock
from portal.models import OutboxMessage, User
from recognition import reminder_facts


@transaction.atomic
def send(*, by: User | None) -> int:
    """Put today's reminders into the outbox; how many. What is there already is not put there again, by anybody."""
    lines = reminder_facts.due_on(clock.today())
    messages = [
        OutboxMessage(
            to=each.user,
            subject=line.reminder.subject,
            body=line.reminder.body,
            link=line.reminder.link,
            key=line.reminder.key(each.user.pk),
        )
        for line in lines
        for each in line.unsent
    ]
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
    if by and messages:
        audit.record(by, _("Gửi nhắc việc"), by=by, after={_("Số tin"): len(messages)})
    return len(messages)
