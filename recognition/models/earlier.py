"""The years before the portal."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.vocabulary import Scope
from nominations.models.registrations import ONE_SUBJECT
from portal.models import Person, Unit
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User


class EarlierCaseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "EarlierCaseQuerySet":
        """The past is the office's, the board's and the party committee's to read, as the lists are."""
        return self if may(user, "list.read") else self.none()


class EarlierCase(models.Model):
    """What was registered or recognised in a year before the portal: a fact with its paper, recorded and not judged."""

    year = models.PositiveSmallIntegerField(_("Năm"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    subject_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Tập thể")
    )
    subject_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cá nhân")
    )
    scope = models.CharField(_("Phạm vi"), max_length=20, choices=Scope.choices(), default=Scope.COMPREHENSIVE.value)
    field = models.CharField(_("Lĩnh vực"), max_length=100, blank=True)
    model_name = models.CharField(_("Tên mô hình"), max_length=200, blank=True)
    registered = models.BooleanField(_("Có đăng ký"), default=False)
    recognised = models.BooleanField(_("Được công nhận"), default=False)
    decision_number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    decision_date = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EarlierCaseQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "unit__protocol_order", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="earlier_case_one_subject"),
            models.UniqueConstraint(
                "year", "subject_unit", condition=Q(subject_unit__isnull=False), name="earlier_case_once_of_a_unit"
            ),
            models.UniqueConstraint(
                "year",
                "subject_person",
                condition=Q(subject_person__isnull=False),
                name="earlier_case_once_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(recognised=False) | ~Q(decision_number="") & Q(decision_date__isnull=False),
                name="earlier_case_recognised_by_a_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}, {self.year}"

    @property
    def subject(self) -> Unit | Person:
        return self.subject_unit or self.subject_person
