"""What was decided: recognition by the plan and awards by law, two records; proposals upward; what was taken back."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nominations.models import Nomination
from portal import clock
from portal.models import StoredFile
from recognition.models.lists import ReviewList


class Decision(models.Model):
    review_list = models.OneToOneField(ReviewList, models.PROTECT, related_name="decision")
    number = models.CharField(_("Số quyết định"), max_length=60)
    date = models.DateField(_("Ngày quyết định"))
    signer = models.CharField(_("Người ký"), max_length=100)
    scan = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("Bản chụp quyết định"))
    frame = models.JSONField(default=dict)  # letterhead and wording of its day: what is printed again stays the same
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.number}, {self.date:%d/%m/%Y}"


class Recognition(models.Model):
    """Recognised under the plan by a decision. (An award by law is another record.)"""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="recognition")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recognitions")
    model_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.nomination)


class Revocation(models.Model):
    """Law on emulation and commendation, chapter VII: which ground, by which decision."""

    class Ground(models.TextChoices):
        DISHONEST = "dishonest", _("Kê khai không trung thực")
        FORGED = "forged", _("Hồ sơ, minh chứng giả mạo, sai lệch")
        UNLAWFUL = "unlawful", _("Thẩm định, quyết định trái quy định")
        VIOLATION = "violation", _("Cấp có thẩm quyền kết luận có vi phạm trong thời gian xét")

    recognition = models.OneToOneField(Recognition, models.PROTECT, related_name="revocation")
    ground = models.CharField(_("Căn cứ thu hồi"), max_length=10, choices=Ground)
    reason = models.TextField(_("Lý do"), max_length=2000)
    number = models.CharField(_("Số quyết định thu hồi"), max_length=60)
    date = models.DateField(_("Ngày quyết định"))
    signer = models.CharField(_("Người ký"), max_length=100)
    scan = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("Bản chụp quyết định"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.recognition}: {self.number}, {self.date:%d/%m/%Y}"


class AwardFormQuerySet(models.QuerySet):
    def on(self, day: date) -> "AwardFormQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class AwardForm(models.Model):
    """A form or title that may be given, with its dates: laws change, what was given under the old one stays."""

    class Kind(models.TextChoices):
        FORM = "form", _("Hình thức khen thưởng")
        TITLE = "title", _("Danh hiệu thi đua")

    class Level(models.TextChoices):
        SCHOOL = "school", _("Trường")
        PARTY_SCHOOL = "party_school", _("Đảng ủy trường")
        PROVINCE = "province", _("Tỉnh")
        PARTY_PROVINCE = "party_province", _("Tỉnh ủy")
        STATE = "state", _("Nhà nước")

    name = models.CharField(_("Tên hình thức, danh hiệu"), max_length=150)
    kind = models.CharField(_("Loại"), max_length=10, choices=Kind)
    level = models.CharField(_("Cấp"), max_length=15, choices=Level)
    decided_by = models.CharField(_("Người quyết định"), max_length=150)
    for_collectives = models.BooleanField(_("Cho tập thể"), default=True)
    for_individuals = models.BooleanField(_("Cho cá nhân"), default=True)
    legal_basis = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=50)
    key = models.CharField(max_length=40, blank=True, editable=False)  # which row of the starting table it came from
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AwardFormQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                "name",
                "valid_from",
                name="award_form_once_a_day",
                violation_error_message=_("Hình thức này đã có, áp dụng từ cùng ngày. Vui lòng sửa hình thức ấy."),
            ),
            models.UniqueConstraint("key", condition=~Q(key=""), name="award_form_of_the_starting_table_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="award_form_ends_after_it_begins",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(for_collectives=True) | Q(for_individuals=True),
                name="award_form_for_somebody",
                violation_error_message=_("Vui lòng chọn ít nhất một đối tượng: tập thể hoặc cá nhân."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_upward(self) -> bool:
        """Given by somebody above or beside the school: proposed, not decided here."""
        return self.level != self.Level.SCHOOL


class Proposal(models.Model):
    """A package to a higher level: what is asked of whom, by when, under which paper it went."""

    class Layout(models.TextChoices):
        STATE = "state", _("Thể thức văn bản hành chính")
        PARTY = "party", _("Thể thức văn bản của Đảng")

    review_list = models.ForeignKey(ReviewList, models.PROTECT, related_name="proposals", editable=False)
    to = models.CharField(_("Gửi cấp trên"), max_length=300)
    layout = models.CharField(_("Thể thức tờ trình"), max_length=10, choices=Layout, default=Layout.STATE)
    due_on = models.DateField(_("Hạn gửi"))
    sent_number = models.CharField(_("Số tờ trình"), max_length=60, blank=True)
    sent_on = models.DateField(_("Ngày gửi"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_number="", sent_on=None) | ~Q(sent_number="") & Q(sent_on__isnull=False),
                name="proposal_sent_by_a_paper",
            ),
        )

    def __str__(self) -> str:
        return str(_("Đề nghị %(to)s")) % {"to": self.to}


class Award(models.Model):
    """By law, beside the recognition by the plan: a form proposed for a dossier, then given or not.

    The school's own forms are given by the list's decision; others come back with a number of their own.
    """

    class Outcome(models.TextChoices):
        PROPOSED = "proposed", _("Đề nghị")
        GIVEN = "given", _("Đã khen thưởng")
        REFUSED = "refused", _("Không khen thưởng")

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="awards_by_law", editable=False)
    form = models.ForeignKey(AwardForm, models.PROTECT, related_name="awards", verbose_name=_("Hình thức"))
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="awards", editable=False)
    outcome = models.CharField(_("Kết quả"), max_length=10, choices=Outcome, default=Outcome.PROPOSED)
    number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    date = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("form__order", "pk")
        constraints = (
            models.UniqueConstraint("nomination", "form", name="award_once_a_form"),
            models.CheckConstraint(
                condition=Q(number="", date=None) & ~Q(outcome="given")
                | Q(outcome="given", date__isnull=False) & ~Q(number=""),
                name="award_given_by_a_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.nomination}: {self.form}"
