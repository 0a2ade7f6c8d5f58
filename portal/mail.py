"""Carrying the outbox to people's mailboxes, by each person's choice; the portal itself always has every message.

A mail tells the subject and leads to the portal. What somebody typed (the reason of a return) stays there; only what
the portal itself wrote (a reminder) goes along. No mail carries a verdict, a mark or a rank.

Two runs at once send nothing twice: a message is claimed by a guarded UPDATE before it is handed over. A run that
dies between the two leaves its claim behind; after `GRACE` the same mail goes again under the same Message-ID: in
that one case it is sent at least once, not exactly once, and the mailbox can tell the double.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal import clock
from portal.models import OutboxMessage, User
from portal.text import clean, two_digits

DIGEST_FROM = 7  # o'clock: before it no digest goes out
NEWS_FOR = timedelta(days=14)  # what is older is no news any more and stands on the portal only
GRACE = timedelta(minutes=30)  # after which a claim was left behind by a run that died
ATTEMPTS = 12  # hand-overs of one message that may fail; an unreachable server counts none
REMINDER = "reminder:"  # how the keys of messages begin that the portal wrote itself

log = logging.getLogger("portal.mail")


@dataclass(frozen=True)
class Batch:
    """What goes to one person in one mail, the newest last."""

    to: User
    messages: tuple[OutboxMessage, ...]

    @property
    def message_id(self) -> str:
        """The same for the same messages, whenever they are sent."""
        told = "-".join(str(message.pk) for message in self.messages)
        return f"<{sha256(told.encode()).hexdigest()[:32]}@{urlsplit(settings.SITE_URL).hostname}>"


@dataclass
class Outcome:
    sent: int = 0
    failed: int = 0
    reachable: bool = True


def waiting(now: datetime) -> list[Batch]:
    """The mails that are due, in two queries."""
    unread = Q(read_at=None) | Q(claimed_at__isnull=False)  # a mail once claimed keeps its messages, and so its id
    rows = (
        OutboxMessage.objects.filter(unread, sent_at=None, attempts__lt=ATTEMPTS, created_at__gte=now - NEWS_FOR)
        .filter(to__is_active=True)
        .exclude(to__email="")
        .exclude(to__mail=User.Mail.NEVER)
        .select_related("to__person")
        .order_by("to_id", "created_at", "pk")
    )
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    served = set(OutboxMessage.objects.filter(sent_at__gte=midnight).values_list("to_id", flat=True))
    batches = []
    for to, messages in groupby(rows, key=lambda message: message.to):
        each = _one_by_one if to.mail == User.Mail.AT_ONCE else _gathered
        batches += each(to, list(messages), now, now.hour >= DIGEST_FROM and to.pk not in served)
    return [batch for batch in batches if any(message.read_at is None for message in batch.messages)]


def _one_by_one(to: User, messages: list[OutboxMessage], now: datetime, _due: bool) -> Iterator[Batch]:
    return (Batch(to, (message,)) for message in messages if not _in_other_hands(message, now))


def _gathered(to: User, messages: list[OutboxMessage], now: datetime, due: bool) -> list[Batch]:
    """The day's digest; before it, on its own, one that a run which died left behind."""
    if any(_in_other_hands(message, now) for message in messages):
        return []
    left = [message for message in messages if message.claimed_at]
    if left:
        by_claim = groupby(sorted(left, key=lambda m: (m.claimed_at, m.created_at, m.pk)), lambda m: m.claimed_at)
        return [Batch(to, tuple(group)) for _claimed_at, group in by_claim]
    return [Batch(to, tuple(messages))] if due else []


def _in_other_hands(message: OutboxMessage, now: datetime) -> bool:
    return message.claimed_at is not None and message.claimed_at > now - GRACE


def claim(batch: Batch, at: datetime) -> Batch | None:
    """What of it is ours to send. Whoever does not get the oldest message leaves the whole mail to whoever did."""
    won: list[OutboxMessage] = []
    for message in batch.messages:
        seen = OutboxMessage.objects.filter(pk=message.pk, sent_at=None, claimed_at=message.claimed_at)
        if seen.update(claimed_at=at):
            won.append(message)
        elif not won:
            return None
    return Batch(batch.to, tuple(won))


def send_all() -> Outcome:
    """Hand over every mail that is due. One that fails does not stop the others; a server that is away does."""
    outcome = Outcome()
    for batch in waiting(clock.now()):
        connection = _connected()
        if connection is None:
            outcome.reachable = False
            break
        ours = claim(batch, clock.now())
        if ours:
            _hand_over(ours, connection, outcome)
        with suppress(OSError):  # it left before the goodbye; what was handed over is theirs already
            connection.close()
    return outcome


def _connected():
    """A connection of its own for each mail: what broke one does not reach the next."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        log.warning("mail server not reached: %s", type(error).__name__)
        return None
    return connection


def _hand_over(batch: Batch, connection, outcome: Outcome) -> None:
    rows = OutboxMessage.objects.filter(pk__in=[message.pk for message in batch.messages], sent_at=None)
    try:
        if not connection.send_messages([letter(batch)]):
            raise OSError
    except (OSError, ValueError) as error:  # smtplib's own errors are OSError, a header that cannot be is ValueError
        rows.update(claimed_at=None, attempts=F("attempts") + 1)
        log.warning("mail %s not handed over: %s", batch.message_id, type(error).__name__)  # never the address
        outcome.failed += 1
        return
    rows.update(sent_at=clock.now())
    outcome.sent += 1


# -- what a mail says -----------------------------------------------------------------------------------------


def letter(batch: Batch) -> EmailMultiAlternatives:
    context = {
        "name": str(batch.to),
        "groups": _groups(batch.messages),
        "school": settings.SCHOOL_NAME,
        "choice": f"{settings.SITE_URL}/profile/",
    }
    mail = EmailMultiAlternatives(
        _subject(batch.messages),
        render_to_string("portal/mail/letter.txt", context),
        to=[batch.to.email],
        reply_to=settings.MAIL_REPLY_TO,
        headers={"Message-ID": batch.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("portal/mail/letter.html", context), "text/html")
    return mail


def _subject(messages: tuple[OutboxMessage, ...]) -> str:
    """In one line, whatever stands in it: a header takes no more."""
    if len(messages) == 1:
        return clean(messages[0].subject)
    told = {"count": two_digits(len(messages)), "day": f"{clock.today():%d/%m/%Y}"}
    return _("Điển hình tiên tiến: %(count)s tin mới, ngày %(day)s") % told


def _groups(messages: tuple[OutboxMessage, ...]) -> list[tuple[str, list[dict]]]:
    """Reminders first, then the news; without a heading where there is one message only."""
    reminders = [message for message in messages if _own_words(message)]
    news = [message for message in messages if not _own_words(message)]
    groups = [(_("Việc đến hạn"), reminders), (_("Tin mới"), news)]
    return [(head if len(messages) > 1 else "", [_told(each) for each in rows]) for head, rows in groups if rows]


def _own_words(message: OutboxMessage) -> bool:
    return (message.key or "").startswith(REMINDER)


def _told(message: OutboxMessage) -> dict:
    return {
        "subject": clean(message.subject),
        "body": message.body if _own_words(message) else "",
        "at": message.created_at,
        "link": settings.SITE_URL + message.link if message.link else "",
    }


# -- the made-up school's mails -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    at: str
    subject: str
    text: str


def in_files(limit: int = 10) -> list[Written]:
    """What the demo would have sent, newest first, without the addresses."""
    files = sorted((settings.PORTAL_DATA_DIR / "mail").glob("*.log"), reverse=True)
    whole = [file.read_bytes().partition(b"-" * 79)[0] for file in files[: 2 * limit]]
    return [_written(content) for content in whole if content.strip()][:limit]


def _written(content: bytes) -> Written:
    mail = message_from_bytes(content, policy=policy.default)
    return Written(str(mail["Date"]), str(mail["Subject"]).strip(), mail.get_body(("plain",)).get_content())
