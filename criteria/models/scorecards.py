"""The measuring instrument's record of one subject in one year. It never knows whose dossier points to it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from criteria.models.plans import CriteriaSet, Criterion
from criteria.vocabulary import Answer, Declared, SubjectKind
from portal import clock

if TYPE_CHECKING:
    from portal.models import User


class ScorecardQuerySet(models.QuerySet):
    def all_sent(self) -> "ScorecardQuerySet":
        """Those on which no assigned sheet is still open: from then on marks, and the total, are no secret."""
        sheets = Sheet.objects.filter(scorecard=OuterRef("pk"))
        return self.filter(Exists(sheets), ~Exists(sheets.filter(sent_at=None)))


class Scorecard(models.Model):
    """Gate answers, one sheet an assessor, and the total that the sent ones give."""

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="scorecards")
    kind = models.CharField(max_length=20, choices=SubjectKind.choices())
    year_set_aside = models.JSONField(default=dict)  # {code: reason}: what the year sets aside for everybody
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # appraised: nothing changes until it is opened again
    gates_at_close = models.JSONField(default=dict)  # {code: answer} as they stood then: a later change is raised again
    gates_seen = models.JSONField(default=dict)  # the same, as the office has seen them since; {}: not since the close
    gates_seen_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__gte=0, total__lte=100), name="scorecard_total_0_to_100"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class GateAnswer(models.Model):
    """What the office found for an office gate, or the reason why a criterion does not apply here."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT)
    answer = models.CharField(max_length=20, choices=Answer.choices())
    finding = models.TextField(blank=True)  # the reason, for "not applicable"
    paper = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint("scorecard", "criterion", name="gate_answered_once"),
            models.CheckConstraint(
                condition=~Q(answer="not_applicable", finding=""), name="gate_not_applicable_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_answer_display()}"


class Waiver(models.Model):
    """The board lets a gate pass, with a reason that is printed. It stands beside the answer and never changes it."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="waivers")
    criterion = models.ForeignKey(Criterion, models.PROTECT)
    reason = models.TextField()
    paper = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint("scorecard", "criterion", name="gate_waived_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.reason}"


class SheetQuerySet(models.QuerySet):
    def readable_by(self, user: "User") -> "SheetQuerySet":
        """Blind until all have sent: one's own sheets always, others' once every sheet of the card is sent.

        The one place for this rule. Who may come near a card at all (its office, its board) is decided above.
        """
        return self.filter(Q(assessor=user) | Q(scorecard__in=Scorecard.objects.all_sent()))


class Sheet(models.Model):
    """One assessor's marks. While sent nothing in it changes; until all have sent, nobody else sees them."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="sheets")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sheets")
    declared = models.CharField(max_length=10, choices=Declared.choices(), blank=True)  # "": not declared yet
    declared_note = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("scorecard", "assessor", name="sheet_one_an_assessor"),
            models.CheckConstraint(
                condition=Q(declared="", declared_at=None) | ~Q(declared="") & Q(declared_at__isnull=False),
                name="sheet_declared_at_a_moment",
            ),
            models.CheckConstraint(condition=~Q(declared="some", declared_note=""), name="sheet_conflict_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.scorecard}: {self.assessor}"


class SteppedAside(models.Model):
    """An assessor who declared a conflict and was relieved of the sheet: not asked for this scorecard again."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="stepped_aside")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint("scorecard", "assessor", name="stepped_aside_once"),)

    def __str__(self) -> str:
        return f"{self.scorecard}: {self.assessor}"


class Mark(models.Model):
    """`out_of` repeats the criterion's points (its set is frozen), so that the table itself keeps the bounds."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT)
    points = models.DecimalField(max_digits=5, decimal_places=1)
    out_of = models.DecimalField(max_digits=5, decimal_places=1)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("sheet", "criterion", name="mark_one_a_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=F("out_of")), name="mark_within_its_points"),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class AgreedMark(models.Model):
    """What the assessors agreed on after a discussion. Their own marks stay beside it."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="agreed_marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT)
    points = models.DecimalField(max_digits=5, decimal_places=1)
    out_of = models.DecimalField(max_digits=5, decimal_places=1)
    note = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint("scorecard", "criterion", name="agreed_once"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("out_of")), name="agreed_within_its_points"
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
