"""What papers print beside a frozen version: number, date and signer of each, the office's own dated wording."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.models import Unit
from recognition.models.lists import ListVersion

if TYPE_CHECKING:
    from portal.models import User


class PaperKind(models.TextChoices):
    SUBMISSION = "submission", _("Tờ trình")
    PARTY_SUBMISSION = "party_submission", _("Tờ trình của Đảng ủy")
    BALLOT = "ballot", _("Phiếu bầu")
    MINUTES = "minutes", _("Biên bản họp Hội đồng")
    COUNT = "count", _("Biên bản kiểm phiếu")
    DECISION = "decision", _("Quyết định")
    NOTICE = "notice", _("Thông báo kết quả")
    CERTIFICATE = "certificate", _("Giấy chứng nhận")
    MERIT = "merit", _("Giấy khen")


class WordingQuerySet(models.QuerySet):
    def of(self, paper: str, day: date) -> "Wording | None":
        return self.filter(paper=paper, valid_from__lte=day).first()


class Wording(models.Model):
    """To whom, on which bases, with which recipients a kind of paper goes out from a day on. One item a line."""

    paper = models.CharField(_("Văn bản"), max_length=20, choices=PaperKind)
    valid_from = models.DateField(_("Áp dụng từ ngày"))
    addressees = models.TextField(_("Kính gửi"), max_length=1000, blank=True)
    bases = models.TextField(_("Căn cứ"), max_length=4000, blank=True)
    recipients = models.TextField(_("Nơi nhận"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ("paper", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                "paper",
                "valid_from",
                name="wording_once_a_day",
                violation_error_message=_("Văn bản này đã có nội dung áp dụng từ ngày đó. Vui lòng sửa nội dung ấy."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_paper_display()}, {self.valid_from:%d/%m/%Y}"


class IssuedPaperQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "IssuedPaperQuerySet":
        """Without their list only notices, once published, by the unit that they go to."""
        units = [unit_id for role, unit_id in user.held_roles if "nomination.write" in role.may]
        told = self.filter(
            paper=PaperKind.NOTICE, unit__in=units, list_version__review_list__published_at__isnull=False
        )
        return told.select_related("unit", "list_version__review_list__plan_year")


class IssuedPaper(models.Model):
    """The issue data of one paper of a version. `frame`: letterhead and wording as they were, so that printing it
    again gives the same bytes whatever the office edits later."""

    list_version = models.ForeignKey(ListVersion, models.PROTECT, related_name="papers", editable=False)
    paper = models.CharField(_("Văn bản"), max_length=20, choices=PaperKind, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    number = models.CharField(_("Số"), max_length=60)
    date = models.DateField(_("Ngày"))
    frame = models.JSONField(editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        ordering = ("date", "pk")
        constraints = (
            models.UniqueConstraint(
                "list_version", "paper", condition=Q(unit=None), name="paper_issued_once_a_version"
            ),
            models.UniqueConstraint("list_version", "paper", "unit", name="paper_issued_once_a_unit"),
        )

    def __str__(self) -> str:
        told = f"{self.get_paper_display()} {self.number}"
        return f"{told}, {self.unit}" if self.unit_id else told
