from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.models.plans import CriteriaSet, Plan
from portal import clock


class PlanYear(models.Model):
    """One year of a plan: its dates, its standards, what is set aside in it for everybody."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="years", editable=False)
    year = models.PositiveSmallIntegerField(_("Năm"), unique=True)
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="years", verbose_name=_("Bộ tiêu chuẩn"))
    state = models.CharField(max_length=10, default="planned", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    registers_by = models.DateField(_("Hạn gửi danh sách đăng ký"))  # soft: later ones are marked "bổ sung"
    nominates_by = models.DateTimeField(_("Hạn gửi hồ sơ đề nghị"))  # hard, to the second
    reviews_on = models.DateField(_("Ngày bình xét"))
    publishes_on = models.DateField(_("Dự kiến công bố kết quả"), null=True, blank=True)
    models_owed = models.PositiveSmallIntegerField(_("Số mô hình mỗi đơn vị phải xây dựng"))  # plan V, second dash
    set_aside = models.JSONField(_("Không áp dụng trong năm"), default=dict)  # {code: reason}, the same for everybody
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

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

    @property
    def day_of_belonging(self) -> date:
        """Who belongs where counts on the review date; today while that is still to come."""
        return min(clock.today(), self.reviews_on)

    def get_nominates_by_display(self) -> str:
        """To the second, by the school's clocks: what the log says when only the hour was changed."""
        return f"{clock.local(self.nominates_by):%H:%M:%S %d/%m/%Y}"

    def get_set_aside_display(self) -> str:
        """Labels and reasons: people read no codes."""
        labels = self.criteria_set.criteria.filter(code__in=self.set_aside).values_list("code", "label")
        return "; ".join(f"{label} ({self.set_aside[code]})" for code, label in labels)
