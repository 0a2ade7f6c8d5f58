"""What goes back and forth between a unit and the office: what was sent, what was asked, what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nominations.models.nominations import Nomination
from nominations.models.registrations import Registration
from portal import clock

Paper = Registration | Nomination  # what a unit writes and sends, whichever of the two
OF_ONE_PAPER = Q(registration__isnull=False, nomination=None) | Q(registration=None, nomination__isnull=False)


class Sending(models.Model):
    """The whole paper as it stood when it was sent, so that the next sending can be compared with it word by word."""

    registration = models.ForeignKey(Registration, models.CASCADE, null=True, related_name="sendings")
    nomination = models.ForeignKey(Nomination, models.CASCADE, null=True, related_name="sendings")
    content = models.JSONField()  # [[place, label, text], …] in the order in which it is read
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=OF_ONE_PAPER, name="sending_of_one_paper"),)

    def __str__(self) -> str:
        return f"{self.registration or self.nomination}, {self.at:%d/%m/%Y}"


class ReturnNote(models.Model):
    """One reason of a return, pinned to the field or standard it speaks of, and the unit's answer to it."""

    registration = models.ForeignKey(Registration, models.CASCADE, null=True, related_name="return_notes")
    nomination = models.ForeignKey(Nomination, models.CASCADE, null=True, related_name="return_notes")
    place = models.CharField(max_length=40)  # a place of `Sending.content`
    label = models.CharField(max_length=200)  # that place as it was called then
    text = models.TextField(max_length=1000)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(condition=OF_ONE_PAPER, name="return_note_of_one_paper"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="return_note_answered_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"
