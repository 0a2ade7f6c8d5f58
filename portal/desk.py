"""The home page's desk: what waits for this reader, gathered from every app's provider (`PORTAL_DESK`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import clock
from portal.models import Person, Post, Unit, User
from portal.rights import may
from portal.roles import ROLES
from portal.text import two_digits


@dataclass(frozen=True)
class Task:
    """`title` is a verb phrase, `why` says what is missing, `due` sorts; `label` is the button's."""

    icon: str
    title: str
    why: str
    label: str
    href: str
    due: date | None = None

    @property
    def days_left(self) -> int | None:
        return (self.due - clock.today()).days if self.due else None


def waiting_for(user: User) -> list[Task]:
    """Every provider's tasks, by date; those without one last."""
    found = [task for dotted in settings.PORTAL_DESK for task in import_string(dotted)(user)]
    return sorted(found, key=lambda task: task.due or date.max)


def tasks(user: User) -> Iterator[Task]:
    """Portal's own: the school's records are complete enough for everybody else to begin."""
    if may(user, "account.keep"):
        yield from _units_without_clerk()
        yield from _people_without_account()
    if may(user, "unit.keep"):
        yield from _units_without_head()


def _nominating() -> list[Unit]:
    return list(Unit.objects.on(clock.today()).filter(nominates=True))


def _units_without_clerk() -> Iterator[Task]:
    served = set(
        User.objects.filter(is_active=True, grants__role="unit_staff", grants__revoked_at=None).values_list(
            "grants__unit_id", flat=True
        )
    )
    for unit in _nominating():
        if unit.pk not in served:
            yield Task(
                "person-plus",
                _("Giao quyền cán bộ đơn vị: %(unit)s") % {"unit": unit},
                _("Chưa có tài khoản nào được đăng ký điển hình cho đơn vị này (quyền “%(role)s”).")
                % {"role": ROLES["unit_staff"].label},
                _("Chọn tài khoản"),
                reverse("portal:account-list"),
            )


def _units_without_head() -> Iterator[Task]:
    headed = set(Post.objects.on(clock.today()).filter(is_head=True).values_list("unit_id", flat=True))
    for unit in _nominating():
        if unit.pk not in headed:
            yield Task(
                "person-badge",
                _("Ghi người đứng đầu: %(unit)s") % {"unit": unit},
                _("Tiêu chuẩn của người đứng đầu (mục III.3.2 của Kế hoạch) cần biết ai đang đứng đầu đơn vị."),
                _("Mở đơn vị"),
                reverse("portal:unit-detail", args=[unit.pk]),
            )


def _people_without_account() -> Iterator[Task]:
    working = Post.objects.on(clock.today()).values("person_id")
    count = Person.objects.filter(pk__in=working, account=None).count()
    if count:
        yield Task(
            "key",
            _("Mở tài khoản cho cán bộ, viên chức"),
            _("%(count)s người đang công tác chưa có tài khoản để đọc tiêu chuẩn và xem hồ sơ của mình.")
            % {"count": two_digits(count)},
            _("Mở tài khoản"),
            reverse("portal:account-new"),
        )
