from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.models.people import Person, Post
from portal.models.units import Unit
from portal.rights import may
from portal.roles import GRANTABLE, ROLES, SCHOOL_ROLES, UNIT_ROLES, Role


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "UserQuerySet":
        return self if may(user, "account.keep") else self.none()

    def with_search(self) -> "UserQuerySet":
        return self.annotate(search=Concat("username", Value(" "), Coalesce("person__search", Value(""))))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    pass


class User(AbstractBaseUser):
    """An account. No is_staff, no is_superuser: what it may do is its grants, read anew on every request."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("Từng tin, ngay khi có")
        DIGEST = "digest", _("Một thư mỗi ngày, gom các tin mới")
        NEVER = "never", _("Không gửi thư, chỉ xem trên cổng")

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account", verbose_name=_("Cán bộ")
    )
    is_active = models.BooleanField(_("Đang dùng"), default=True)
    email = models.EmailField(_("Địa chỉ thư điện tử"), blank=True)
    mail = models.CharField(_("Nhận tin qua thư"), max_length=10, choices=Mail, default=Mail.DIGEST)
    must_change_password = models.BooleanField(default=True)  # the first password was chosen by the administrator
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.person.full_name if self.person else self.username

    @cached_property
    def held_roles(self) -> list[tuple[Role, int | None]]:
        """(role, unit id) of every live grant, and `member` for an account that belongs to a person."""
        held = [(ROLES[g.role], g.unit_id) for g in self.live_grants]
        return [(ROLES["member"], None), *held] if self.person_id else held

    @cached_property
    def live_grants(self) -> list["Grant"]:
        return list(self.grants.filter(revoked_at=None).select_related("unit"))

    @cached_property
    def own_unit_ids(self) -> set[int]:
        """Units this account acts for or its person belongs to today."""
        posts = Post.objects.on(clock.today()).filter(person_id=self.person_id) if self.person_id else []
        return {g.unit_id for g in self.live_grants if g.unit_id} | {post.unit_id for post in posts}


class Grant(models.Model):
    """Who holds which role, in which unit or for the whole school. Taken away, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("Quyền"), max_length=20, choices=[(role.key, role.label) for role in GRANTABLE])
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("Đơn vị"))
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("granted_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False) | Q(role__in=SCHOOL_ROLES, unit__isnull=True),
                name="grant_has_a_unit_exactly_when_the_role_is_of_a_unit",
            ),
            models.UniqueConstraint("user", "role", "unit", condition=Q(revoked_at=None), name="grant_once_in_a_unit"),
            models.UniqueConstraint(
                "user", "role", condition=Q(revoked_at=None, unit=None), name="grant_once_in_the_school"
            ),
        )

    def __str__(self) -> str:
        label = str(ROLES[self.role].label)
        return f"{label}, {self.unit}" if self.unit else label
