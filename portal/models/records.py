"""What is only ever added to: the audit log, revisions of what was typed, messages that wait to be sent."""

from django.conf import settings
from django.db import models

from portal import clock


class AuditEntry(models.Model):
    """Who did what to what, when, before and after. Plain text and JSON, no foreign keys: it outlives its subject."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    act = models.CharField(max_length=200)  # as a person reads it: "Thêm đơn vị"
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="audit_subject"),)

    def __str__(self) -> str:
        return f"{self.act}: {self.subject_label}"


class RevisionQuerySet(models.QuerySet):
    def of(self, thing: models.Model) -> "RevisionQuerySet":
        return self.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk)


class Revision(models.Model):
    """One saving of what a person typed, whole. `kept=False`: refused because somebody else had saved meanwhile."""

    at = models.DateTimeField(default=clock.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    content = models.JSONField()
    kept = models.BooleanField(default=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="revision_subject"),)

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class OutboxQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OutboxQuerySet":
        """One's own, nobody else's."""
        return self.filter(to=user)


class OutboxMessage(models.Model):
    """A message to one account. It waits here, is shown on the portal, and is sent once by whoever carries mail."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    created_at = models.DateTimeField(default=clock.now)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)  # a path of this site
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - what is said once only; NULL: freely
    read_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)  # a mail with it is being handed over
    attempts = models.PositiveSmallIntegerField(default=0)  # mails with it that could not be handed over
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("to", "read_at"), name="outbox_unread"),)

    def __str__(self) -> str:
        return self.subject
