"""The plan and its standards, as loaded from `criteria/plans/*.toml` (see `criteria/plan_file.py`)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.numbers import plain
from criteria.vocabulary import Combine, CriterionKind, OwnCollectiveRule, Source, SubjectKind
from portal.models import Unit
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User


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


class OwnQuerySet(models.QuerySet):
    """What units keep for themselves (plan II.2)."""

    def visible_to(self, user: "User") -> "OwnQuerySet":
        """The unit's own people; the office and the board all of it."""
        return self if may(user, "nomination.read") else self.filter(unit__in=user.own_unit_ids)


class Criterion(models.Model):
    """One thing to check: a gate, or points with a floor. `standards.Criterion` is the same as a plain value.

    A unit may add some for itself (plan II.2): always with points, in no total. Only those are edited in place, with
    a `version`; the plan's are written anew as a whole.
    """

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria", editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="criteria", editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, editable=False)
    code = models.CharField(max_length=20, editable=False)
    clause = models.CharField(max_length=60, blank=True, editable=False)
    applies_to = models.JSONField(_("Áp dụng cho"))  # keys of SubjectKind
    kind = models.CharField(max_length=10, choices=CriterionKind.choices(), editable=False)
    source = models.CharField(max_length=20, choices=Source.choices(), blank=True, editable=False)
    ratings = models.JSONField(default=list, editable=False)  # [[of, at least], …]
    explicit = models.BooleanField(default=False, editable=False)
    enabled = models.BooleanField(_("Đang dùng"), default=True)
    points = models.DecimalField(_("Số điểm tối đa"), max_digits=5, decimal_places=1, null=True, blank=True)
    floor = models.DecimalField(  # its own, else the set's
        max_digits=5, decimal_places=4, null=True, blank=True, editable=False
    )
    overlaps = models.JSONField(default=list, editable=False)  # codes
    may_be_not_applicable = models.BooleanField(default=False, editable=False)
    label = models.CharField(_("Tên ngắn"), max_length=200)
    text = models.TextField(_("Xem xét điều gì"), blank=True)
    evidence = models.TextField(_("Minh chứng"), blank=True)
    order = models.PositiveSmallIntegerField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OwnQuerySet.as_manager()

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

    def get_points_display(self) -> str:
        return "" if self.points is None else plain(self.points)

    def get_applies_to_display(self) -> str:
        return "; ".join(str(kind.label) for kind in SubjectKind if kind in self.applies_to)


class EvidenceNote(models.Model):
    """What counts as evidence with one unit for one standard: "phù hợp với đặc điểm … của từng khoa, phòng" (II.2).

    By code, not by row: the rows of a set that is not frozen are written anew whenever it is edited. An emptied note
    stays as a row without words.
    """

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="evidence_notes", editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    code = models.CharField(max_length=20, editable=False)
    text = models.TextField(_("Ở đơn vị, minh chứng là"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint("criteria_set", "unit", "code", name="evidence_note_once_a_standard"),)

    def __str__(self) -> str:
        return str(_("Minh chứng ở %(unit)s") % {"unit": self.unit})
