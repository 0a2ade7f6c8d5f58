"""The plan and its standards, as loaded from `criteria/plans/*.toml` (see `criteria/plan_file.py`)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.vocabulary import Combine, CriterionKind, OwnCollectiveRule, Source
from portal.models import Unit


class Plan(models.Model):
    """The paper itself. What the scan has lost is empty."""

    code = models.CharField(_("Giai đoạn"), max_length=20, unique=True)
    title = models.TextField(_("Tên kế hoạch"))
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    number = models.CharField(_("Số, ký hiệu"), max_length=50, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    signer = models.CharField(_("Người ký"), max_length=100)
    signer_post = models.CharField(_("Chức vụ người ký"), max_length=100)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    based_on = models.JSONField(default=list)  # the papers it carries out, in their own words
    models_per_unit_per_year = models.PositiveSmallIntegerField()  # section V, second dash

    class Meta:
        ordering = ("-first_year", "pk")
        constraints = (models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years_in_order"),)

    def __str__(self) -> str:
        return self.title


class CriteriaSet(models.Model):
    """One edition of a plan's standards with the school's own scale. Frozen when a year that uses it is opened."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sets")
    number = models.PositiveSmallIntegerField(default=1)
    frozen_at = models.DateTimeField(null=True, blank=True)
    combine = models.CharField(max_length=10, choices=Combine.choices())
    min_sheets = models.PositiveSmallIntegerField()
    floor = models.DecimalField(max_digits=5, decimal_places=4)  # a share of a criterion's points
    tolerance = models.DecimalField(max_digits=5, decimal_places=4)  # likewise
    own_collective = models.CharField(max_length=10, choices=OwnCollectiveRule.choices())
    unit_vote_threshold = models.CharField(max_length=20)  # an exact fraction of all members: "2/3"
    council_vote_threshold = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("plan", "-number")
        constraints = (
            models.UniqueConstraint("plan", "number", name="set_number_once_in_a_plan"),
            models.CheckConstraint(condition=Q(floor__gte=0, floor__lte=1), name="set_floor_is_a_share"),
            models.CheckConstraint(condition=Q(tolerance__gte=0, tolerance__lte=1), name="set_tolerance_is_a_share"),
        )

    def __str__(self) -> str:
        return str(
            _("Bộ tiêu chuẩn số %(number)s, giai đoạn %(code)s") % {"number": self.number, "code": self.plan.code}
        )


class Group(models.Model):
    """A section of the plan: its name and the lead-in that its standards stand under."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="groups")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    clause = models.CharField(max_length=60)
    intro = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint("criteria_set", "code", name="group_code_once_in_a_set"),)

    def __str__(self) -> str:
        return self.label


class Criterion(models.Model):
    """One thing to check: a gate, or points with a floor. `standards.Criterion` is the same as a plain value."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    group = models.ForeignKey(Group, models.CASCADE, related_name="criteria")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)  # added by a unit for itself (plan II.2)
    code = models.CharField(max_length=20)
    clause = models.CharField(max_length=60, blank=True)
    applies_to = models.JSONField()  # keys of SubjectKind
    kind = models.CharField(max_length=10, choices=CriterionKind.choices())
    source = models.CharField(max_length=20, choices=Source.choices(), blank=True)
    ratings = models.JSONField(default=list)  # [[of, at least], …]
    explicit = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    floor = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)  # its own, else the set's
    overlaps = models.JSONField(default=list)  # codes
    may_be_not_applicable = models.BooleanField(default=False)
    label = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint("criteria_set", "code", name="criterion_code_once_in_a_set"),
            models.CheckConstraint(
                condition=Q(kind="gate", points=None) & ~Q(source="") | Q(kind="scored", points__gt=0, source=""),
                name="criterion_is_a_gate_with_a_source_or_gives_points",
            ),
            models.CheckConstraint(condition=Q(unit=None) | Q(kind="scored"), name="criterion_of_a_unit_gives_points"),
        )

    def __str__(self) -> str:
        return self.label


class EvidenceNote(models.Model):
    """What counts as evidence with one unit for one standard: "phù hợp với đặc điểm … của từng khoa, phòng" (II.2).

    By code, not by row: the rows of a set that is not frozen are written anew whenever it is edited.
    """

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="evidence_notes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    text = models.TextField(max_length=1000)

    class Meta:
        constraints = (models.UniqueConstraint("criteria_set", "unit", "code", name="evidence_note_once_a_standard"),)

    def __str__(self) -> str:
        return self.text
