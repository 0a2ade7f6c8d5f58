"""Year end: what came of the promise, standard by standard, with the unit's own vote (plan IV.1, IV.2, III.1)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.models import Criterion, PlanYear, Scorecard, Sheet
from criteria.vocabulary import Scope, SubjectKind
from nominations import finding
from nominations.models.registrations import LIVE, ONE_SUBJECT, Registration, Target
from portal.models import Person, Post, StoredFile, Unit
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "NominationQuerySet":
        """A unit its own; office and board what was ever sent; an assessor what is assigned; each person their own."""
        units = [unit_id for role, unit_id in user.held_roles if "nomination.write" in role.may]
        seen = Q(unit__in=units) | Q(subject_person=user.person_id, subject_person__isnull=False)
        if may(user, "nomination.read"):
            seen |= Q(submitted_at__isnull=False)
        if may(user, "sheet.write"):
            seen |= Q(scorecard__in=Sheet.objects.filter(assessor=user).values("scorecard"))
        return self.filter(seen)

    def with_subject(self) -> "NominationQuerySet":
        return self.select_related("plan_year", "unit", "subject_unit", "subject_person", "head_post", "scorecard")

    def of_the_year_before(self, nomination: "Nomination") -> "NominationQuerySet":
        """What the same unit put forward about the same subject the year before, if it did."""
        return self.filter(
            plan_year__year=nomination.plan_year.year - 1,
            unit=nomination.unit_id,
            subject_unit=nomination.subject_unit_id,
            subject_person=nomination.subject_person_id,
        ).exclude(state="withdrawn")


class Nomination(models.Model):
    """A dossier. Its kind follows from the subject (a head has the longer sheet) and is fixed when it is sent."""

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="nominations", verbose_name=_("Năm"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name=_("Đơn vị đề nghị"))
    subject_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Tập thể")
    )
    subject_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cá nhân")
    )
    head_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    kind = models.CharField(max_length=20, choices=SubjectKind.choices(), editable=False)
    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="nominations", editable=False
    )
    unregistered_reason = models.TextField(_("Vì sao chưa đăng ký"), max_length=1000, blank=True)
    scope = models.CharField(_("Phạm vi"), max_length=20, choices=Scope.choices(), default=Scope.COMPREHENSIVE.value)
    field = models.CharField(_("Lĩnh vực"), max_length=100, blank=True)
    model_name = models.CharField(_("Tên mô hình"), max_length=200, blank=True)
    summary = models.CharField(_("Tóm tắt thành tích, in trong danh sách"), max_length=70, blank=True)
    duties = models.TextField(_("Nhiệm vụ được giao; đặc điểm, tình hình"), max_length=3000, blank=True)
    report = models.TextField(_("Thành tích tiêu biểu"), max_length=10000, blank=True)
    scorecard = models.OneToOneField(
        Scorecard, models.PROTECT, null=True, blank=True, related_name="nomination", editable=False
    )
    state = models.CharField(max_length=20, default="draft", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)  # the first time
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)  # the last time
    receipt_number = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    received_at = models.DateTimeField(null=True, blank=True, editable=False)
    return_reason = models.TextField(blank=True, editable=False)
    returned_until = models.DateTimeField(null=True, blank=True, editable=False)  # replaces the hard date
    extended_until = models.DateTimeField(null=True, blank=True, editable=False)  # the office head's, logged
    aside_reason = models.TextField(blank=True, editable=False)  # set aside for a supplementary list
    outcome_reason = models.TextField(blank=True, editable=False)  # the system's own sentence
    outcome_written = models.TextField(max_length=1000, blank=True, editable=False)  # added by the office head
    published_at = models.DateTimeField(null=True, blank=True, editable=False)  # from here on units see the outcome
    # What it repeats of who it is about, to be found and ordered by (`nominations/finding.py`).
    search = models.CharField(max_length=1500, editable=False)
    by_unit = models.CharField(max_length=500, editable=False)
    by_name = models.CharField(max_length=600, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("unit__protocol_order", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="nomination_one_subject"),
            models.UniqueConstraint(
                "plan_year",
                "subject_unit",
                condition=LIVE & Q(subject_unit__isnull=False),
                name="nomination_one_live_of_a_unit",
            ),
            models.UniqueConstraint(
                "plan_year",
                "subject_person",
                condition=LIVE & Q(subject_person__isnull=False),
                name="nomination_one_live_of_a_person",
            ),
            models.UniqueConstraint("plan_year", "receipt_number", name="nomination_receipt_number_once_a_year"),
            models.CheckConstraint(condition=~Q(scope="field", field=""), name="nomination_field_is_named"),
            models.CheckConstraint(
                condition=Q(kind="collective", subject_unit__isnull=False)
                | ~Q(kind="collective") & Q(subject_unit=None),
                name="nomination_kind_agrees_with_its_subject",
            ),
        )
        indexes = (
            models.Index(fields=("plan_year", "by_unit", "id"), name="nomination_by_unit"),
            models.Index(fields=("plan_year", "by_name", "id"), name="nomination_by_name"),
            models.Index(
                fields=("plan_year", "state", "submitted_at", "unit", "subject_person", "published_at"),
                name="nomination_counted",
            ),
            models.Index(fields=("field",), condition=~Q(field=""), name="nomination_fields"),
        )

    def __str__(self) -> str:
        return str(self.subject)

    def save(self, **kwargs) -> None:
        self.derive()
        super().save(**kwargs)

    def derive(self) -> None:
        names = (self.unit, self.subject_unit, self.subject_person)
        for name, value in finding.columns(*names, self.model_name, self.field, self.summary).items():
            setattr(self, name, value)

    @property
    def subject(self) -> Unit | Person:
        return self.subject_unit or self.subject_person

    @property
    def scope_label(self) -> str:
        return f"{self.get_scope_display()}: {self.field}" if self.field else self.get_scope_display()

    @property
    def outcome(self) -> str:
        """What became of it and why: the system's sentence and what was written beside it. "" before the decision."""
        return " ".join(filter(None, (self.outcome_reason, self.outcome_written)))

    @property
    def receipt(self) -> str:
        """03/2025, or nothing yet."""
        return f"{self.receipt_number:02d}/{self.plan_year.year}" if self.receipt_number else ""


class Statement(models.Model):
    """What the unit says about one standard."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="statements")
    criterion = models.ForeignKey(Criterion, models.PROTECT)
    text = models.TextField(max_length=5000, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("nomination", "criterion", name="statement_once_a_criterion"),)

    def __str__(self) -> str:
        return str(self.criterion)


class Result(models.Model):
    """What came of one promised figure."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="results")
    target = models.ForeignKey(Target, models.PROTECT)
    achieved = models.CharField(_("Kết quả"), max_length=60, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("nomination", "target", name="result_once_a_target"),)

    def __str__(self) -> str:
        return f"{self.target}: {self.achieved}"


class PriorAward(models.Model):
    """A title or form of commendation that the subject already has, with its decision (báo cáo thành tích, III)."""

    class Kind(models.TextChoices):
        TITLE = "title", _("Danh hiệu thi đua")
        FORM = "form", _("Hình thức khen thưởng")

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="awards")
    kind = models.CharField(_("Loại"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(_("Năm"))
    name = models.CharField(_("Danh hiệu, hình thức"), max_length=200)
    decision = models.CharField(_("Số, ngày quyết định, cơ quan ban hành"), max_length=300, blank=True)

    class Meta:
        ordering = ("kind", "year", "pk")

    def __str__(self) -> str:
        return f"{self.year}: {self.name}" + (f", {self.decision}" if self.decision else "")

    @property
    def in_words(self) -> str:
        return f"{self.get_kind_display()}: {self}"


class Presence(models.Model):
    """Who has a dossier's editor open, at which step, seen when: two on one draft are told of each other."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.CharField(max_length=20)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("nomination", "user", name="presence_once_a_dossier"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.step}"


class Endorsement(models.Model):
    """The unit's meeting and vote (plan III.1: "được tập thể ghi nhận, suy tôn"), with its minutes."""

    nomination = models.OneToOneField(Nomination, models.CASCADE, related_name="endorsement")
    held_on = models.DateField(_("Ngày họp"))
    minutes_number = models.CharField(_("Số biên bản"), max_length=60)
    members = models.PositiveSmallIntegerField(_("Tổng số thành viên của đơn vị"))
    present = models.PositiveSmallIntegerField(_("Số người dự họp"))
    agree = models.PositiveSmallIntegerField(_("Số phiếu đồng ý"))
    minutes = models.ForeignKey(StoredFile, models.PROTECT, null=True, verbose_name=_("Biên bản họp"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(members__gt=0, present__lte=F("members"), agree__lte=F("members")),
                name="endorsement_counts_agree",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_number}, {self.held_on:%d/%m/%Y}"
