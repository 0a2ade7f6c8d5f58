"""A promise: who will be built into an exemplar this year, with which model and targets (plan V, first dash)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.models import PlanYear
from criteria.vocabulary import Scope, SubjectKind
from nominations import finding
from portal.models import Person, Unit
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User

ONE_SUBJECT = Q(subject_unit__isnull=False, subject_person=None) | Q(subject_unit=None, subject_person__isnull=False)
LIVE = ~Q(state="withdrawn")


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "RegistrationQuerySet":
        """A unit sees its own; the office and the board all that was ever sent; each person what is about them."""
        units = [unit_id for role, unit_id in user.held_roles if "registration.write" in role.may]
        seen = Q(unit__in=units) | Q(subject_person=user.person_id, subject_person__isnull=False)
        if may(user, "registration.read"):
            seen |= Q(submitted_at__isnull=False)
        return self.filter(seen)

    def with_subject(self) -> "RegistrationQuerySet":
        return self.select_related("plan_year", "unit", "subject_unit", "subject_person")


class Registration(models.Model):
    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="registrations", verbose_name=_("Năm"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations", verbose_name=_("Đơn vị đăng ký"))
    subject_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Tập thể")
    )
    subject_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cá nhân")
    )
    scope = models.CharField(_("Phạm vi"), max_length=20, choices=Scope.choices(), default=Scope.COMPREHENSIVE.value)
    field = models.CharField(_("Lĩnh vực"), max_length=100, blank=True)  # plan II.2: "trên một số mặt công tác"
    model_name = models.CharField(_("Tên mô hình"), max_length=200, blank=True)
    movement = models.CharField(_("Phong trào thi đua"), max_length=200, blank=True)
    goal = models.TextField(_("Mục tiêu"), max_length=2000, blank=True)
    content = models.TextField(_("Nội dung, giải pháp"), max_length=5000, blank=True)
    starts_on = models.DateField(_("Thực hiện từ ngày"), null=True, blank=True)
    finish_by = models.DateField(_("Hoàn thành trước ngày"), null=True, blank=True)
    spread = models.TextField(_("Dự kiến lan tỏa"), max_length=2000, blank=True)
    continued_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continuations")
    state = models.CharField(max_length=20, default="draft", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)  # the first time
    is_supplement = models.BooleanField(default=False, editable=False)  # sent after the unit's list was due
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    return_reason = models.TextField(blank=True, editable=False)
    returned_until = models.DateField(null=True, blank=True, editable=False)
    not_nominated_reason = models.TextField(blank=True, editable=False)  # why no dossier followed at the year's end
    not_nominated_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What it repeats of who it is about, to be found and ordered by (`nominations/finding.py`).
    search = models.CharField(max_length=1500, editable=False)
    by_unit = models.CharField(max_length=500, editable=False)
    by_name = models.CharField(max_length=600, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ("unit__protocol_order", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="registration_one_subject"),
            models.UniqueConstraint(
                "plan_year",
                "subject_unit",
                condition=LIVE & Q(subject_unit__isnull=False),
                name="registration_one_live_of_a_unit",
            ),
            models.UniqueConstraint(
                "plan_year",
                "subject_person",
                condition=LIVE & Q(subject_person__isnull=False),
                name="registration_one_live_of_a_person",
            ),
            models.CheckConstraint(condition=~Q(scope="field", field=""), name="registration_field_is_named"),
            models.CheckConstraint(condition=~Q(continued_from=F("pk")), name="registration_not_its_own_past"),
        )
        indexes = (
            models.Index(fields=("plan_year", "by_unit", "id"), name="registration_by_unit"),
            models.Index(fields=("plan_year", "by_name", "id"), name="registration_by_name"),
            models.Index(
                fields=("plan_year", "submitted_at", "state", "unit", "subject_person"), name="registration_counted"
            ),
            models.Index(fields=("field",), condition=~Q(field=""), name="registration_fields"),
        )

    def __str__(self) -> str:
        return str(self.subject)

    def save(self, **kwargs) -> None:
        self.derive()
        super().save(**kwargs)

    def derive(self) -> None:
        names = (self.unit, self.subject_unit, self.subject_person)
        for name, value in finding.columns(*names, self.model_name, self.movement, self.field).items():
            setattr(self, name, value)

    @property
    def subject(self) -> Unit | Person:
        return self.subject_unit or self.subject_person

    @property
    def kind_label(self) -> str:
        return (SubjectKind.COLLECTIVE if self.subject_unit_id else SubjectKind.INDIVIDUAL).label

    @property
    def scope_label(self) -> str:
        return f"{self.get_scope_display()}: {self.field}" if self.field else self.get_scope_display()


class Target(models.Model):
    """One figure of the promise. Values are kept as they were written ("trên 30", "1.200.000 đồng")."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(_("Chỉ tiêu"), max_length=200)
    measure = models.CharField(_("Đơn vị tính"), max_length=40, blank=True)
    baseline = models.CharField(_("Năm trước"), max_length=60, blank=True)
    promised = models.CharField(_("Phấn đấu"), max_length=60)
    due = models.DateField(_("Thời hạn"), null=True, blank=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.what

    @property
    def in_words(self) -> str:
        """Bài kiểm tra khá trở lên: 71,4 → trên 80 %, xong trước 15/11/2025."""
        promised = self.promised or "…"
        figures = f"{self.baseline} → {promised}" if self.baseline else promised
        until = f", xong trước {self.due:%d/%m/%Y}" if self.due else ""
        return f"{self.what}: {figures} {self.measure}".rstrip() + until
