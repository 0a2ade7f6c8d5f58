"""Writing the log: explicit, in the transaction of the act, labels as text, so that it outlives its subject."""

from django.db.models import Model

from portal.models import AuditEntry, User


def actor_name(by: User | None) -> str:
    return f"{by} ({by.username})" if by else "Hệ thống"


def record(
    thing: Model,
    act: str,
    *,
    by: User | None,
    before: dict | None = None,
    after: dict | None = None,
    note: str = "",
) -> AuditEntry:
    """One entry. `by=None` is the system itself (set-up, timers)."""
    return AuditEntry.objects.create(
        actor_id=by.pk if by else None,
        actor_name=actor_name(by),
        act=act,
        subject_type=thing._meta.label_lower,
        subject_id=thing.pk,
        subject_label=str(thing),
        before=before or {},
        after=after or {},
        note=note,
    )
