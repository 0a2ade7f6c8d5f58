"""What a page saves by itself while somebody is typing: one line in the log a sitting, every word in the revisions.

The log stays append-only: while the newest entry about a thing is the same person's same act, saved by the page
itself and younger than a sitting, no new entry is made. It holds no text: that would be half a sentence. Revisions hold
the text. One that only had more typed into it takes the place of the one before, which it contains whole; as soon as
anything is taken out or changed, the one before stays.
"""

from datetime import timedelta

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal import audit, clock
from portal.models import AuditEntry, Revision, User

SITTING = timedelta(minutes=30)
NOTE = _("Tự lưu trong khi viết. Từng nội dung nằm trong phần “Các lần sửa”.")


def record(thing: Model, act: str, *, by: User, content: dict) -> None:
    if not goes_on(thing, act, by):
        audit.record(thing, act, by=by, note=str(NOTE))
        last = None
    else:
        last = Revision.objects.of(thing).filter(at__gt=clock.now() - SITTING).first()
    if last and last.kept and last.by_id == by.pk and contains(content, last.content):
        Revision.objects.filter(pk=last.pk).update(content=content, at=clock.now())
    else:
        who = {"by_id": by.pk, "by_name": audit.actor_name(by)}
        Revision.objects.create(subject_type=thing._meta.label_lower, subject_id=thing.pk, content=content, **who)


def goes_on(thing: Model, act: str, by: User) -> bool:
    """Whether the last thing that was done is this person's same sitting."""
    entries = AuditEntry.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk)
    last = entries.first()
    same = last is not None and (last.act, last.actor_id, last.note) == (act, by.pk, str(NOTE))
    return same and last.at > clock.now() - SITTING


def contains(new: dict, old: dict) -> bool:
    """Whether every text of `old` stands whole in `new`, at most with something put in at one place."""
    return new.keys() >= old.keys() and all(_only_more(_text(old[label]), _text(new[label])) for label in old)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _only_more(old: str, new: str) -> bool:
    before = next(
        (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    rest = old[before:]
    return len(new) >= len(old) and new.endswith(rest) and len(new) - len(rest) >= before
