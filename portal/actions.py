"""Acts of the school's own records: one transaction each, with the audit entry inside."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Model
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import audit, clock, sittings
from portal.accounts import first_password
from portal.models import Grant, OutboxMessage, Person, Revision, User
from portal.rights import Conflict, Refusal


class Stale(Conflict):
    """Somebody else saved the same thing meanwhile. `current` is what stands now."""

    def __init__(self, current: Model):
        super().__init__(_("Nội dung này vừa được người khác sửa."))
        self.current = current


def shown(thing: Model) -> dict[str, str]:
    """Every editable field as a person reads it: {label: value}."""
    values = {}
    for field in thing._meta.concrete_fields:
        if not field.editable or field.primary_key:
            continue
        value = getattr(thing, f"get_{field.name}_display", lambda name=field.name: getattr(thing, name))()
        if isinstance(value, bool):
            value = _("Có") if value else _("Không")
        elif isinstance(value, date):
            value = date_format(value)
        values[str(field.verbose_name)] = "" if value is None else str(value)
    return values


Parts = Mapping[str, tuple[list[str], list[str]]]


@transaction.atomic
def keep(
    thing: Model,
    *,
    by: User | None,
    act: str,
    version: int | None = None,
    parts: Parts | None = None,
    sitting: bool = False,
) -> None:
    """Add a thing, or save what was changed on the `version` the user saw. Raises `Stale`.

    For models with `version`; the derived search and sort columns follow, elsewhere too (`PORTAL_FOLLOWERS`).
    `parts`: rows that belong to the thing, as {label: (before, after)} in words; the caller writes them, they count
    as a change of the thing.
    """
    if hasattr(thing, "derive"):
        thing.derive()
    changed_parts = {label: each for label, each in (parts or {}).items() if each[0] != each[1]}
    before = {label: "; ".join(old) for label, (old, _new) in changed_parts.items()}
    changed = {label: "; ".join(new) for label, (_old, new) in changed_parts.items()}
    if thing.pk is None:
        thing.save()
        before, changed = {}, shown(thing) | changed
    else:
        stored = type(thing)._default_manager.get(pk=thing.pk)
        old, new = shown(stored), shown(thing)
        before |= {label: old[label] for label in new if old[label] != new[label]}
        changed |= {label: new[label] for label in new if old[label] != new[label]}
        _update_guarded(thing, stored, version, touched=bool(changed_parts))
        if not changed:
            return
        for dotted in settings.PORTAL_FOLLOWERS:
            import_string(dotted)(thing)
    content = shown(thing) | {label: new for label, (_old, new) in (parts or {}).items()}
    if sitting:
        sittings.record(thing, act, by=by, content=content)
        return
    _revise(thing, by=by, kept=True, content=content)
    audit.record(thing, act, by=by, before=before, after=changed)


def _update_guarded(thing: Model, stored: Model, version: int | None, *, touched: bool) -> None:
    names = [f.attname for f in thing._meta.concrete_fields if not f.primary_key and f.name != "version"]
    fields = {name: getattr(thing, name) for name in names if getattr(thing, name) != getattr(stored, name)}
    rows = type(thing)._default_manager.filter(pk=thing.pk, version=version)
    if not (rows.update(**fields, version=F("version") + 1) if fields or touched else rows.exists()):
        raise Stale(stored)
    thing.refresh_from_db(fields=["version"])


def set_aside(thing: Model, *, by: User, parts: dict[str, str] | None = None) -> None:
    """Keep what was typed although it could not be saved, with the rows typed beside it: nothing typed is lost."""
    content = shown(thing) | (parts or {})
    last = Revision.objects.of(thing).first()
    if not (last and (last.by_id, last.kept, last.content) == (by.pk, False, content)):  # the page asks again and again
        _revise(thing, by=by, kept=False, content=content)


def _revise(thing: Model, *, by: User | None, kept: bool, content: dict) -> None:
    Revision.objects.create(
        by_id=by.pk if by else None,
        by_name=audit.actor_name(by),
        subject_type=thing._meta.label_lower,
        subject_id=thing.pk,
        content=content,
        kept=kept,
    )


@transaction.atomic
def open_account(*, username: str, person: Person | None, by: User | None) -> tuple[User, str]:
    """A new account and its first password, which is shown once and kept nowhere."""
    password = first_password()
    user = User.objects.create(username=username, person=person, password=make_password(password))
    audit.record(user, _("Mở tài khoản"), by=by, after={_("Tên đăng nhập"): username})
    return user, password


@transaction.atomic
def renew_password(user: User, *, by: User) -> str:
    """A new first password; every session of the account ends, because its password changed."""
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(user, _("Cấp lại mật khẩu"), by=by)
    return password


@transaction.atomic
def choose_password(user: User, *, password: str) -> None:
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(user, _("Đổi mật khẩu"), by=user)


@transaction.atomic
def set_in_use(user: User, in_use: bool, *, by: User) -> None:
    """Put an account out of use, or back. Nobody does it to themselves: the school would be locked out."""
    if user.pk == by.pk:
        raise Refusal(
            _("Đồng chí không thể ngừng tài khoản đang dùng để đăng nhập."),
            instead=_("Đề nghị một quản trị hệ thống khác thực hiện."),
        )
    if User.objects.filter(pk=user.pk, is_active=not in_use).update(is_active=in_use):
        audit.record(user, _("Dùng lại tài khoản") if in_use else _("Ngừng dùng tài khoản"), by=by)


@transaction.atomic
def give(grant: Grant, *, by: User | None) -> None:
    """Give a role. The administrator's account takes part in no decision, so that role stands alone."""
    held = set(
        Grant.objects.select_for_update().filter(user=grant.user, revoked_at=None).values_list("role", flat=True)
    )
    if held and (grant.role == "admin") != ("admin" in held):
        raise Conflict(
            _("Tài khoản quản trị hệ thống không tham gia xét chọn nên không giữ thêm quyền khác."),
            instead=_("Vui lòng mở một tài khoản riêng cho việc quản trị."),
        )
    if Grant.objects.filter(user=grant.user, role=grant.role, unit=grant.unit, revoked_at=None).exists():
        raise Conflict(_("Tài khoản đã có quyền này."), instead=_("Không cần giao lại."))
    grant.save()
    audit.record(grant.user, _("Giao quyền"), by=by, after={_("Quyền"): str(grant)})
    OutboxMessage.objects.create(
        to=grant.user,
        subject=_("Đồng chí được giao quyền: %(grant)s") % {"grant": grant},
        body=_("Từ nay các việc thuộc quyền này hiện trên Bàn làm việc của đồng chí."),
        link="/profile/",
    )


@transaction.atomic
def take(grant: Grant, *, by: User) -> None:
    """Take a role away: it ends with the next request. The school always keeps an administrator."""
    others = Grant.objects.filter(role="admin", revoked_at=None, user__is_active=True).exclude(pk=grant.pk)
    if grant.role == "admin" and not others.exists():
        raise Conflict(
            _("Đây là quản trị hệ thống duy nhất của nhà trường."),
            instead=_("Vui lòng giao quyền quản trị cho một tài khoản khác trước."),
        )
    if not Grant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=clock.now()):
        raise Conflict(_("Quyền này đã được thu lại trước đó."))
    audit.record(grant.user, _("Thu lại quyền"), by=by, before={_("Quyền"): str(grant)})


def read_messages(user: User) -> None:
    user.messages.filter(read_at=None).update(read_at=clock.now())


def read_message(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now())


@transaction.atomic
def choose_mail(user: User, *, email: str, mail: str, by: User) -> None:
    """Where and how often mail goes to. The log says that the address changed, never the address itself."""
    before = {_("Nhận tin qua thư"): user.get_mail_display()}
    moved = user.email != email
    if not moved and user.mail == mail:
        return
    user.email, user.mail = email, mail
    user.save(update_fields=["email", "mail"])
    after = {_("Nhận tin qua thư"): user.get_mail_display()}
    note = (_("Đã đổi địa chỉ thư.") if email else _("Đã xóa địa chỉ thư.")) if moved else ""
    same = before == after
    audit.record(
        user,
        _("Đổi cách nhận thư"),
        by=by,
        before={} if same else before,
        after={} if same else after,
        note=note,
    )
