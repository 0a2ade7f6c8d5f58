from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria.models import Criterion
from nominations.models.nominations import Nomination
from portal.models import StoredFile


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EvidenceQuerySet":
        """Whoever may see the dossier."""
        return self.filter(nomination__in=Nomination.objects.visible_to(user))

    def standing(self) -> "EvidenceQuerySet":
        """What has not been taken out of its dossier."""
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """A paper or picture that proves something, bound to one or more criteria."""

    class Level(models.TextChoices):
        UNIT = "unit", _("Đơn vị")
        SCHOOL = "school", _("Trường")
        PROVINCE = "province", _("Tỉnh")
        MINISTRY = "ministry", _("Bộ, ngành")
        NATION = "nation", _("Quốc gia")

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT)
    title = models.CharField(_("Tên minh chứng"), max_length=200)
    number = models.CharField(_("Số, ký hiệu"), max_length=60, blank=True)
    date = models.DateField(_("Ngày"), null=True, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    level = models.CharField(_("Cấp ban hành"), max_length=10, choices=Level, blank=True)
    part = models.CharField(_("Phần tham gia, nếu là việc chung"), max_length=120, blank=True)
    criteria = models.ManyToManyField(Criterion, through="EvidenceUse", related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)  # the file stays in the books

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def in_words(self) -> str:
        """Number, day, issuer with its level, one's part: what stands beneath the title."""
        day = f"{self.date:%d/%m/%Y}" if self.date else ""
        issuer = f"{self.issuer} ({self.get_level_display().lower()})" if self.issuer and self.level else self.issuer
        number = gettext("số %(number)s") % {"number": self.number} if self.number else ""
        return ", ".join(part for part in (number, day, issuer or self.get_level_display(), self.part) if part)

    @property
    def date_doubt(self) -> str:
        """A paper of another year proves little of this one; it may be sent all the same."""
        year = self.nomination.plan_year.year
        if self.date is None or self.date.year == year:
            return ""
        return gettext("Ghi ngày %(day)s, ngoài năm xét %(year)s.") % {"day": f"{self.date:%d/%m/%Y}", "year": year}


class EvidenceUse(models.Model):
    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses")
    criterion = models.ForeignKey(Criterion, models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint("evidence", "criterion", name="evidence_bound_once"),)

    def __str__(self) -> str:
        return f"{self.evidence}: {self.criterion}"
