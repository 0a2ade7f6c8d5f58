"""What the unit itself did for its exemplars: "biểu dương, khen thưởng vào dịp sơ kết, tổng kết năm" (plan IV.2)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.models import PlanYear
from nominations.models.registrations import ONE_SUBJECT
from portal.models import Person, Unit
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User


class CommendationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CommendationQuerySet":
        """A unit its own, office and board all, each person what is about them."""
        if may(user, "nomination.read"):
            return self
        units = [unit_id for role, unit_id in user.held_roles if "nomination.write" in role.may]
        return self.filter(Q(unit__in=units) | Q(subject_person=user.person_id, subject_person__isnull=False))

    def standing(self) -> "CommendationQuerySet":
        """Not taken back."""
        return self.filter(removed_at=None).select_related("plan_year", "unit", "subject_unit", "subject_person")


class Commendation(models.Model):
    """With the unit's vote. Independent of a dossier: a half-year's commendation comes before there is one."""

    class Occasion(models.TextChoices):
        INTERIM = "interim", _("Sơ kết")
        FINAL = "final", _("Tổng kết năm")

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="+", verbose_name=_("Năm"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    subject_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Tập thể")
    )
    subject_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cá nhân")
    )
    occasion = models.CharField(_("Dịp"), max_length=10, choices=Occasion)
    form = models.CharField(_("Hình thức"), max_length=120)  # as the unit calls it: "Biểu dương trước đơn vị"
    held_on = models.DateField(_("Ngày họp"))
    minutes_number = models.CharField(_("Số biên bản"), max_length=60, blank=True)
    members = models.PositiveSmallIntegerField(_("Tổng số thành viên của đơn vị"))
    agree = models.PositiveSmallIntegerField(_("Số phiếu đồng ý"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        ordering = ("held_on", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="commendation_one_subject"),
            models.CheckConstraint(
                condition=Q(members__gt=0, agree__lte=F("members")), name="commendation_counts_agree"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form}, {self.get_occasion_display().lower()} {self.plan_year.year}"

    @property
    def subject(self) -> Unit | Person:
        return self.subject_unit or self.subject_person
