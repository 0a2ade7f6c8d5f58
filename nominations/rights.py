"""Who may do what with a registration or a dossier: role, unit, and conflict.

Nobody receives, appraises or marks themselves, their own unit, or what they entered themselves. The office is also a
unit that nominates: there, and where a board member is concerned, the board stands in.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal import clock
from portal.models import Grant, Post, Unit, User
from portal.rights import Refusal, may, require
from portal.roles import who_may

OFFICE_ROLES = [role.key for role in who_may("nomination.handle")]
HANDLING_ROLES = [*OFFICE_ROLES, *(role.key for role in who_may("nomination.stand_in"))]


def conflict(user: User, thing) -> str:
    """The sentence that tells this reader why they stand too near, or "". `thing`: a registration or nomination."""
    words = {
        "self": _("Đây là hồ sơ của chính đồng chí."),
        "entered": _("Đồng chí đã nhập hồ sơ này."),
        "unit": _("Đây là hồ sơ của đơn vị đồng chí."),
    }
    return words.get(_nearness(user, thing), "")


def conflict_of(user: User, thing) -> str:
    """The same, told to somebody else."""
    words = {
        "self": _("là người được đề nghị trong hồ sơ này"),
        "entered": _("đã nhập hồ sơ này"),
        "unit": _("thuộc đơn vị của hồ sơ này"),
    }
    return words.get(_nearness(user, thing), "")


def _nearness(user: User, thing) -> str:
    if is_about(user, thing):
        return "self"
    if thing.entered_by_id == user.pk:
        return "entered"
    return "unit" if {thing.unit_id, thing.subject_unit_id} & user.own_unit_ids else ""


def is_about(user: User, thing) -> bool:
    return bool(thing.subject_person_id) and thing.subject_person_id == user.person_id


def writes_for(user: User, thing) -> bool:
    """A clerk or head of the unit it belongs to."""
    return may(user, "nomination.write", thing.unit)


def reads_exchange(user: User, thing) -> bool:
    """What goes back and forth is between the unit that writes and whoever reads for the school; no assessor's."""
    return writes_for(user, thing) or may(user, f"{thing._meta.model_name}.read")


def handles(user: User, thing) -> bool:
    """Receives, returns, answers, assigns, concludes: the office; the board where the office stands too near."""
    if conflict(user, thing):
        return False
    if may(user, "nomination.handle"):
        return True
    return may(user, "nomination.stand_in") and needs_the_board(thing)


def require_handling(user: User, thing) -> None:
    """Refuse whoever stands too near, or does not handle this dossier at all."""
    require_distance(user, thing)
    if not handles(user, thing):
        require(user, "nomination.handle")


def extends(user: User, thing) -> bool:
    if conflict(user, thing):
        return False
    return may(user, "nomination.extend") or (may(user, "nomination.stand_in") and needs_the_board(thing))


def require_extending(user: User, thing) -> None:
    """The office head gives a later date; the board where the office stands too near."""
    require_distance(user, thing)
    if not extends(user, thing):
        require(user, "nomination.extend")


def require_distance(user: User, thing) -> None:
    """Refuse with the conflict's own sentence."""
    if near := conflict(user, thing):
        raise Refusal(
            _("%(near)s Người xử lý, thẩm định, chấm hồ sơ phải là người ngoài.") % {"near": near},
            instead=_("Người khác của Phòng xử lý hồ sơ này; với hồ sơ của Phòng là Ban Giám hiệu."),
        )


def handled_by(user: User, rows: QuerySet) -> QuerySet:
    """Those of many rows to which `handles` says yes."""
    return _far_enough(user, rows, "nomination.handle")


def extended_by(user: User, rows: QuerySet) -> QuerySet:
    """Those of many rows to which `extends` says yes."""
    return _far_enough(user, rows, "nomination.extend")


def settled_by(user: User, rows: QuerySet) -> QuerySet:
    """Those of many rows for which this user may settle something on a list: the office, else the board."""
    return _far_enough(user, rows, "list.keep")


def _far_enough(user: User, rows: QuerySet, ability: str) -> QuerySet:
    near = Q(entered_by=user) | Q(unit__in=user.own_unit_ids) | Q(subject_unit__in=user.own_unit_ids)
    if user.person_id:
        near |= Q(subject_person=user.person_id)
    if may(user, ability):
        return rows.exclude(near)
    if may(user, "nomination.stand_in"):
        return rows.filter(of_the_board()).exclude(near)
    return rows.none()


def needs_the_board(thing) -> bool:
    """The office's own dossiers, and those of the board and its members."""
    return type(thing)._default_manager.filter(of_the_board(), pk=thing.pk).exists()


def of_the_board() -> Q:
    """Whom the board stands in for: the units that the office's people belong to, and the board's own people."""
    holders = Grant.objects.filter(role__in=OFFICE_ROLES, revoked_at=None).values("user__person")
    offices = Post.objects.on(clock.today()).filter(person__in=holders).values("unit")
    board = Post.objects.on(clock.today()).filter(unit__kind=Unit.Kind.BOARD).values("person")
    return Q(unit__in=offices) | Q(unit__kind=Unit.Kind.BOARD) | Q(subject_person__in=board)


def handlers_of(thing) -> list[User]:
    """Who is told of what this dossier waits for: the office's people without a conflict, else the board's."""
    ability = "nomination.stand_in" if needs_the_board(thing) else "nomination.handle"
    holding = {"grants__role__in": [role.key for role in who_may(ability)], "grants__revoked_at": None}
    users = User.objects.filter(is_active=True, **holding).select_related("person").order_by("pk").distinct()
    return [user for user in users if handles(user, thing)]


def assessors() -> list[User]:
    """By name, each with the own units at hand: whether one stands too near many dossiers asks nothing more."""
    holding = {"grants__role": "assessor", "grants__revoked_at": None}
    rows = User.objects.filter(is_active=True, **holding).select_related("person").distinct()
    users = list(rows.order_by("person__sort_key", "pk"))
    units: dict[int, set[int]] = {user.pk: set() for user in users}
    live = Grant.objects.filter(user__in=units, revoked_at=None, unit__isnull=False)
    posts = Post.objects.on(clock.today()).filter(person__account__in=units)
    for user_pk, unit_pk in (*live.values_list("user", "unit"), *posts.values_list("person__account", "unit")):
        units[user_pk].add(unit_pk)
    for user in users:
        user.own_unit_ids = units[user.pk]
    return users


def may_mark(user: User, thing) -> bool:
    return may(user, "sheet.write") and not conflict(user, thing)
