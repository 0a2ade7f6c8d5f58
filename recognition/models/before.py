"""What is settled before a list is closed: entries kept in spite of the balance, spread, last year's exemplars."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.models import Nomination
from portal import clock
from recognition.models.decisions import Recognition


class KeptEntry(models.Model):
    """A dossier that the balance panel flags stays on the list for a reason; `flag` names the rule that asked."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="kept")
    flag = models.CharField(max_length=20)
    reason = models.TextField(_("Lý do giữ trong danh sách"), max_length=1000)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (models.UniqueConstraint("nomination", "flag", name="entry_kept_once_a_flag"),)

    def __str__(self) -> str:
        return f"{self.nomination}: {self.reason}"


class WideSpread(models.Model):
    """The mark "Tiêu biểu toàn diện, lan tỏa rộng" (plan IV.4), given by the office with a reason."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="spread_marks")
    reason = models.TextField(_("Lý do"), max_length=1000)
    given_at = models.DateTimeField(default=clock.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("given_at", "pk")
        constraints = (
            models.UniqueConstraint("nomination", condition=Q(taken_back_at=None), name="one_standing_spread_mark"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_reason=""),
                name="spread_mark_taken_back_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.nomination}: {self.reason}"


class Evaluation(models.Model):
    """Last year's exemplar looked at again before this year's list is closed (plan V, second dash; IV.4)."""

    class Outcome(models.TextChoices):
        CONTINUE = "continue", _("Tiếp tục bồi dưỡng")
        REPLICATE = "replicate", _("Nhân rộng")
        STOP = "stop", _("Dừng")

    recognition = models.OneToOneField(Recognition, models.PROTECT, related_name="evaluation")
    outcome = models.CharField(_("Kết luận"), max_length=10, choices=Outcome)
    note = models.TextField(_("Đánh giá, nhận xét"), max_length=2000)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return f"{self.recognition}: {self.get_outcome_display()}"
