from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.models.plans import CriteriaSet, Plan


class PlanYear(models.Model):
    """One year of a plan: its dates, its standards, what is set aside in it for everybody."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("Năm"), unique=True)
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="years")
    state = models.CharField(max_length=10, default="planned")
    version = models.PositiveIntegerField(default=1)
    registers_by = models.DateField(_("Hạn gửi danh sách đăng ký"))  # soft: later ones are marked "bổ sung"
    nominates_by = models.DateTimeField(_("Hạn gửi hồ sơ đề nghị"))  # hard, to the second
    reviews_on = models.DateField(_("Ngày bình xét"))
    publishes_on = models.DateField(_("Dự kiến công bố kết quả"), null=True, blank=True)
    models_owed = models.PositiveSmallIntegerField(_("Số mô hình mỗi đơn vị phải xây dựng"))  # plan V, second dash
    set_aside = models.JSONField(default=dict)  # {criterion code: reason}, the same for everybody
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="year_state_and_its_moments_agree",
            ),
        )

    def __str__(self) -> str:
        return str(_("Năm %(year)s")) % {"year": self.year}
