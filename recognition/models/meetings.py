"""The council of a year, its meeting on a closed list, who came, and the ballots counted on paper."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.models import PlanYear
from portal import clock
from portal.models import Person
from recognition.models.lists import Entry, ListVersion


class Council(models.Model):
    """Who votes in a year, and by which rules. Shares are exact fractions as text ("2/3"), as in the criteria set."""

    plan_year = models.OneToOneField(PlanYear, models.PROTECT, related_name="council", editable=False)
    decision_number = models.CharField(_("Số quyết định thành lập Hội đồng"), max_length=60, blank=True)
    decision_date = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    quorum = models.CharField(_("Số thành viên phải có mặt"), max_length=20, default="2/3")
    recused_in_base = models.BooleanField(_("Người không bỏ phiếu vẫn tính trong tổng số thành viên"), default=True)
    leaders_share = models.CharField(_("Cán bộ lãnh đạo không quá, trong số cá nhân"), max_length=20, default="1/2")
    unit_share = models.CharField(_("Một đơn vị không quá, trong cả danh sách"), max_length=20, default="1/2")
    honours_in_a_row = models.PositiveSmallIntegerField(_("Xem xét khi đã được công nhận liền mấy năm"), default=2)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-plan_year__year",)

    def __str__(self) -> str:
        return str(_("Hội đồng Thi đua - Khen thưởng năm %(year)s")) % {"year": self.plan_year.year}


class MemberQuerySet(models.QuerySet):
    def on(self, day: date) -> "MemberQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Member(models.Model):
    """All vote, the secretary too. Whoever has left stays on record (`valid_to`)."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chủ tịch Hội đồng")
        DEPUTY = "deputy", _("Phó Chủ tịch Hội đồng")
        MEMBER = "member", _("Ủy viên")
        SECRETARY = "secretary", _("Ủy viên kiêm Thư ký Hội đồng")

    council = models.ForeignKey(Council, models.PROTECT, related_name="members", editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="council_seats", verbose_name=_("Cán bộ"))
    role = models.CharField(_("Vai trò"), max_length=10, choices=Role, default=Role.MEMBER)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=50)
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint("council", "person", condition=Q(valid_to=None), name="member_once_a_council"),
            models.UniqueConstraint(
                "council",
                "role",
                condition=Q(valid_to=None, role__in=("chair", "secretary")),
                name="one_chair_and_one_secretary",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


class Meeting(models.Model):
    """One for each closed version. What it settles is frozen into the version when that is approved."""

    list_version = models.OneToOneField(ListVersion, models.PROTECT, related_name="meeting", editable=False)
    held_on = models.DateField(_("Ngày họp"))
    begins_at = models.TimeField(_("Bắt đầu lúc"))
    counted_at = models.TimeField(_("Kiểm phiếu lúc"), null=True, blank=True)
    ends_at = models.TimeField(_("Kết thúc lúc"), null=True, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=200)
    chair = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("Chủ trì"))
    secretary = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("Thư ký"))
    report = models.TextField(_("Báo cáo trước Hội đồng"), max_length=4000, blank=True)
    discussion = models.TextField(_("Ý kiến thảo luận"), max_length=4000, blank=True)
    dissent = models.TextField(_("Ý kiến khác, ý kiến bảo lưu"), max_length=4000, blank=True)
    conclusion = models.TextField(_("Kết luận"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="meeting_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return str(_("Họp Hội đồng ngày %(day)s")) % {"day": f"{self.held_on:%d/%m/%Y}"}


class Attendance(models.Model):
    """A member of that day's council: came, or why not; whether the absent one wrote; who counted the ballots."""

    class Teller(models.TextChoices):
        HEAD = "head", _("Trưởng ban kiểm phiếu")
        MEMBER = "member", _("Ủy viên ban kiểm phiếu")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    present = models.BooleanField(_("Có mặt"), default=True)
    reason = models.CharField(_("Lý do vắng"), max_length=200, blank=True)
    wrote = models.BooleanField(_("Gửi ý kiến bằng văn bản"), default=False)
    teller = models.CharField(_("Ban kiểm phiếu"), max_length=10, choices=Teller, blank=True)

    class Meta:
        ordering = ("member__order", "member__pk")
        constraints = (
            models.UniqueConstraint("meeting", "member", name="attendance_once_a_member"),
            models.UniqueConstraint("meeting", condition=Q(teller="head"), name="one_head_of_tellers"),
            models.CheckConstraint(
                condition=Q(present=True, reason="", wrote=False) | Q(present=False, teller="") & ~Q(reason=""),
                name="absent_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.member)


class Recusal(models.Model):
    """A member who steps aside from one entry for a reason of their own; what the system knows is not stored here."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="recusals")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    reason = models.CharField(_("Lý do không bỏ phiếu"), max_length=200)

    class Meta:
        ordering = ("member__order", "pk")
        constraints = (models.UniqueConstraint("entry", "member", name="recusal_once_an_entry"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"


class BallotCount(models.Model):
    """Ballots for one entry, counted on paper and typed in, and what absent members wrote.

    Recused + issued + absent = members is checked where these are known; the rest the table itself keeps.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="ballots")
    issued = models.PositiveSmallIntegerField(_("Phát ra"))
    returned = models.PositiveSmallIntegerField(_("Thu về"))
    valid = models.PositiveSmallIntegerField(_("Hợp lệ"))
    invalid = models.PositiveSmallIntegerField(_("Không hợp lệ"))
    agree = models.PositiveSmallIntegerField(_("Đồng ý"))
    against = models.PositiveSmallIntegerField(_("Không đồng ý"))
    written_agree = models.PositiveSmallIntegerField(_("Đồng ý bằng văn bản"), default=0)
    written_against = models.PositiveSmallIntegerField(_("Không đồng ý bằng văn bản"), default=0)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(returned__lte=F("issued")), name="no_more_returned_than_issued"),
            models.CheckConstraint(
                condition=Q(returned=F("valid") + F("invalid")), name="valid_and_invalid_are_returned"
            ),
            models.CheckConstraint(condition=Q(valid=F("agree") + F("against")), name="for_and_against_are_valid"),
        )

    def __str__(self) -> str:
        return f"{self.entry}: {self.agree + self.written_agree}"
