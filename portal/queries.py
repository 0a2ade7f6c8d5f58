"""Reads that span tables: a fixed number of queries, tables and plain values out, in the order they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten

from django.db.models import Model, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal import clock, states
from portal.models import AuditEntry, Grant, Person, Post, Revision, Unit, User
from portal.roles import ROLES
from portal.tables import NONE, Cell, Column, Table, cells
from portal.timeline import Event


def units_written_for(user: User, ability: str) -> list[Unit]:
    """Units for which this user writes, that exist today."""
    ids = [unit_id for role, unit_id in user.held_roles if ability in role.may and role.of_unit]
    return list(Unit.objects.on(clock.today()).filter(pk__in=ids))


@dataclass(frozen=True)
class DemoPerson:
    username: str
    name: str
    roles: str
    place: str


def demo_people() -> list[DemoPerson]:
    """The people of the demo school who sign in, for its sign-in page, in the order they were made."""
    users = with_grants(User.objects.filter(is_active=True).order_by("pk"))
    return [
        DemoPerson(
            user.username,
            str(user),
            "; ".join(str(ROLES[grant.role].label) for grant in user.grants_now) or str(ROLES["member"].label),
            next((post.unit.name for post in user.person.posts_today), "") if user.person else "",
        )
        for user in users.prefetch_related(Prefetch("person__posts", posts_today(), "posts_today"))
    ]


def unread_count(user: User) -> int:
    return user.messages.filter(read_at=None).count()


def unit_state(unit: Unit) -> states.State:
    today = clock.today()
    if unit.valid_to and unit.valid_to < today:
        return states.ENDED
    return states.NOT_YET if unit.valid_from and unit.valid_from > today else states.ACTIVE


def posts_today() -> QuerySet[Post]:
    return Post.objects.on(clock.today()).select_related("unit", "person")


def with_heads(units: QuerySet[Unit]) -> QuerySet[Unit]:
    heads = Prefetch("posts", posts_today().filter(is_head=True), "heads_today")
    return units.select_related("parent").prefetch_related(heads)


def unit_table(units: Iterable[Unit]) -> Table:
    columns = [
        Column(_("Đơn vị"), order="name"),
        Column(_("Trực thuộc")),
        Column(_("Người đứng đầu")),
        Column(_("Giới thiệu điển hình")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Danh mục đơn vị"), columns, cells(_unit_row, units))


def _unit_row(unit: Unit) -> list[Cell]:
    heads = ", ".join(post.person.full_name for post in unit.heads_today)
    return [
        Cell(unit.name, reverse("portal:unit-detail", args=[unit.pk]), unit.get_kind_display()),
        Cell(unit.parent.name if unit.parent else NONE),
        Cell(heads or NONE),
        Cell(_("Có") if unit.nominates else NONE),
        Cell(state=unit_state(unit)),
    ]


def with_posts(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.prefetch_related(Prefetch("posts", posts_today(), "posts_today"))


def person_table(people: Iterable[Person]) -> Table:
    columns = [
        Column(_("Họ và tên")),
        Column(_("Chức vụ, chức danh")),
        Column(_("Đơn vị")),
        Column(_("Đối tượng")),
    ]
    return Table(_("Danh sách cán bộ, viên chức"), columns, cells(_person_row, people))


def _person_row(person: Person) -> list[Cell]:
    titles = dict.fromkeys(post.title for post in person.posts_today)
    units = dict.fromkeys(post.unit.name for post in person.posts_today)
    return [
        Cell(person.full_name, reverse("portal:person-detail", args=[person.pk])),
        Cell("; ".join(titles) or NONE),
        Cell("; ".join(units) or NONE),
        Cell(person.get_personnel_type_display()),
    ]


def post_table(posts: Iterable[Post], *, of: str) -> Table:
    """Posts of one unit (`of="unit"`: who) or of one person (`of="person"`: where)."""
    columns = [
        Column(_("Họ và tên") if of == "unit" else _("Đơn vị")),
        Column(_("Chức vụ, chức danh")),
        Column(_("Từ ngày")),
        Column(_("Đến hết ngày")),
    ]
    caption = _("Cán bộ, viên chức của đơn vị") if of == "unit" else _("Các chức vụ, chức danh")
    return Table(caption, columns, [_post_row(post, of) for post in posts])


def _post_row(post: Post, of: str) -> list[Cell]:
    other = post.person if of == "unit" else post.unit
    detail = "portal:person-detail" if of == "unit" else "portal:unit-detail"
    return [
        Cell(str(other), reverse(detail, args=[other.pk])),
        Cell(post.title, second=_("Người đứng đầu") if post.is_head else ""),
        Cell(date_format(post.valid_from), value=post.valid_from),
        Cell(date_format(post.valid_to) if post.valid_to else _("nay"), value=post.valid_to),
    ]


def with_grants(users: QuerySet[User]) -> QuerySet[User]:
    grants = Prefetch("grants", Grant.objects.filter(revoked_at=None).select_related("unit"), "grants_now")
    return users.select_related("person").prefetch_related(grants)


def account_table(users: Iterable[User]) -> Table:
    columns = [
        Column(_("Tên đăng nhập"), order="username"),
        Column(_("Cán bộ"), order="name"),
        Column(_("Quyền")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Tài khoản"), columns, cells(_account_row, users))


def _account_row(user: User) -> list[Cell]:
    return [
        Cell(user.username, reverse("portal:account-detail", args=[user.pk])),
        Cell(user.person.full_name if user.person else NONE),
        Cell("; ".join(str(grant) for grant in user.grants_now) or _("Cán bộ, viên chức")),
        Cell(state=states.IN_USE if user.is_active else states.OUT_OF_USE),
    ]


def history(thing: Model, limit: int = 50, *, only: Q = Q()) -> list[Event]:  # noqa: B008
    """What was done to a thing, newest first; `only` some of it."""
    entries = AuditEntry.objects.filter(only, subject_type=thing._meta.label_lower, subject_id=thing.pk)[:limit]
    return [Event(entry.at, entry.act, entry.actor_name, _short(_changes(entry) or entry.note)) for entry in entries]


def history_of_all(things: Iterable[Model], limit: int = 50) -> list[Event]:
    """The same of several things of one kind, each entry with the name of its thing."""
    things = list(things)
    if not things:
        return []
    pks = [thing.pk for thing in things]
    entries = AuditEntry.objects.filter(subject_type=things[0]._meta.label_lower, subject_id__in=pks)[:limit]
    return [
        Event(entry.at, f"{entry.act}: {entry.subject_label}", entry.actor_name, _short(_changes(entry) or entry.note))
        for entry in entries
    ]


def last_saved(thing: Model) -> dict[str, str]:
    """Who saved it last and when, in words."""
    last = Revision.objects.of(thing).filter(kept=True).first()
    if last is None:
        return {"who": _("Người khác"), "at": ""}
    name = last.by_name.rsplit(" (", 1)[0]
    return {"who": _("Đồng chí %(name)s") % {"name": name}, "at": f"{clock.local(last.at):%H:%M}"}


def _short(words: str) -> str:
    """Enough to tell the changes apart; the whole of what was typed stays in the books."""
    return shorten(words, 280, placeholder=" …")


def _changes(entry: AuditEntry) -> str:
    """Before and after in words. A move's own words already say which state it led to."""
    after = {label: value for label, value in entry.after.items() if label != "state"}
    before = {label: value for label, value in entry.before.items() if label != "state"}
    if not before:
        return "; ".join(f"{label}: {value}" for label, value in after.items() if value)
    return "; ".join(f"{label}: {old or NONE} → {after.get(label) or NONE}" for label, old in before.items())
