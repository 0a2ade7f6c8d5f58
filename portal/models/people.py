from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.models.units import Unit
from portal.rights import may
from portal.text import fold, name_key

if TYPE_CHECKING:
    from portal.models.accounts import User


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PersonQuerySet":
        """Everybody to those who may read people; the staff of a unit see its people; each sees themselves."""
        if may(user, "person.read"):
            return self
        of_units = [unit_id for role, unit_id in user.held_roles if "person.read_unit" in role.may]
        today = clock.today()
        in_unit = Post.objects.on(today).filter(unit_id__in=of_units).values("person_id")
        return self.filter(Q(pk=user.person_id) | Q(pk__in=in_unit))


class Person(models.Model):
    """Only what judging and printing need (domain 4): no identity number, origin, religion or address."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Nữ")
        MALE = "male", _("Nam")

    class Personnel(models.TextChoices):
        CADRE = "cadre", _("Cán bộ")
        CIVIL_SERVANT = "civil_servant", _("Công chức")
        PUBLIC_EMPLOYEE = "public_employee", _("Viên chức")
        CONTRACT_WORKER = "contract_worker", _("Người lao động hợp đồng")

    full_name = models.CharField(_("Họ và tên"), max_length=100)
    given_name = models.CharField(
        _("Tên gọi"),
        max_length=40,
        blank=True,
        help_text=_("Chỉ nhập khi tên gọi không phải chữ cuối của họ và tên."),
    )
    sex = models.CharField(_("Giới tính"), max_length=10, choices=Sex)
    birth_date = models.DateField(_("Ngày sinh"), null=True, blank=True)
    personnel_type = models.CharField(
        _("Đối tượng"), max_length=20, choices=Personnel, default=Personnel.PUBLIC_EMPLOYEE
    )
    party_member = models.BooleanField(_("Là đảng viên"), default=False)
    qualification = models.CharField(_("Trình độ chuyên môn"), max_length=100, blank=True)
    political_level = models.CharField(_("Trình độ lý luận chính trị"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search = models.CharField(max_length=200, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.full_name

    def save(self, **kwargs) -> None:
        self.derive()
        super().save(**kwargs)

    def derive(self) -> None:
        self.sort_key = name_key(self.full_name, self.given_name)
        self.search = fold(self.full_name)


class PostQuerySet(models.QuerySet):
    def on(self, day: date) -> "PostQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Post(models.Model):
    """A person's place in a unit, from–to. "Giảng viên" is one too, so belonging needs no table of its own."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("Cán bộ"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("Đơn vị"))
    title = models.CharField(_("Chức vụ, chức danh"), max_length=100)
    is_head = models.BooleanField(_("Là người đứng đầu đơn vị"), default=False)
    protocol_order = models.PositiveSmallIntegerField(_("Thứ tự chức vụ trong danh sách chính thức"), default=50)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("protocol_order", "person__sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_it_begins",
                violation_error_message=_("Ngày thôi giữ chức vụ phải sau ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                "unit",
                condition=Q(is_head=True, valid_to=None),
                name="post_one_head_at_a_time",
                violation_error_message=_(
                    "Đơn vị đang có người đứng đầu. Vui lòng ghi ngày thôi giữ chức vụ của người đó trước."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"
