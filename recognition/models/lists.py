"""The year's review list, its frozen versions, and who stands on them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from nominations.models import Nomination
from portal import clock
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User


class ReviewListQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ReviewListQuerySet":
        """Office, board and reader; nobody whom a list may speak of before it is published."""
        rows = self.select_related("plan_year__criteria_set__plan", "plan_year__plan")
        return rows if may(user, "list.read") else rows.none()


class ReviewList(models.Model):
    """One a year; those set aside because a result was missing get a supplementary one with its own decision."""

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="lists")
    number = models.PositiveSmallIntegerField(default=1)  # 1: the year's list; from 2 on: supplements
    state = models.CharField(max_length=20, default="compiling")
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewListQuerySet.as_manager()

    class Meta:
        ordering = ("-plan_year__year", "number")
        constraints = (models.UniqueConstraint("plan_year", "number", name="list_number_once_a_year"),)

    def __str__(self) -> str:
        if self.number == 1:
            return str(_("Danh sách bình xét năm %(year)s")) % {"year": self.plan_year.year}
        return str(_("Danh sách bổ sung %(number)s năm %(year)s")) % {
            "number": self.number - 1,
            "year": self.plan_year.year,
        }

    @property
    def is_supplement(self) -> bool:
        return self.number > 1

    @property
    def is_approved(self) -> bool:
        """Approved, with or without its decision: from here on awards and proposals upward may be put together."""
        return self.state in ("approved", "decided")

    def latest(self) -> "ListVersion | None":
        return self.versions.order_by("-number").first()


class ListVersion(models.Model):
    """A closed list: `content` holds names, posts, ratings, totals, ranks as they stood. Approving seals it."""

    review_list = models.ForeignKey(ReviewList, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    code = models.CharField(max_length=12, blank=True, db_index=True)  # printed on papers: leads to what is valid now
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    reopened_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint("review_list", "number", name="version_number_once_a_list"),
            models.CheckConstraint(
                condition=Q(approved_at=None, sha256="", approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(sha256=""),
                name="version_sealed_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("closed_by")), name="version_approved_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.review_list}, bản {self.number:02d}"


class Entry(models.Model):
    """A dossier on a version of the list."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="entries")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="entries")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint("version", "nomination", name="entry_once_a_version"),)

    def __str__(self) -> str:
        return str(self.nomination)
