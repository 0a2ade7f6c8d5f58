"""Who may do what with a registration or a dossier: role, unit, and conflict.

Nobody receives, appraises or marks themselves, their own unit, or what they entered themselves. The office is also a
unit that nominates: there, and where a board member is concerned, the board stands in.
"""

from django.utils.translation import gettext as _

from portal import clock
from portal.models import Grant, Post, Unit, User
from portal.rights import may


def conflict(user: User, thing) -> str:
    """The sentence that says why this reader stands too near, or "". `thing`: a registration or nomination."""
    if thing.subject_person_id and thing.subject_person_id == user.person_id:
        return _("Đây là hồ sơ của chính đồng chí.")
    if thing.entered_by_id == user.pk:
        return _("Đồng chí đã nhập hồ sơ này.")
    if {thing.unit_id, thing.subject_unit_id} & user.own_unit_ids:
        return _("Đây là hồ sơ của đơn vị đồng chí.")
    return ""


def writes_for(user: User, thing) -> bool:
    """A clerk or head of the unit it belongs to."""
    return may(user, "nomination.write", thing.unit)


def handles(user: User, thing) -> bool:
    """Receives, returns, answers, assigns, concludes: the office; the board where the office stands too near."""
    if conflict(user, thing):
        return False
    if may(user, "nomination.handle"):
        return True
    return may(user, "nomination.stand_in") and needs_the_board(thing)


def needs_the_board(thing) -> bool:
    """The office's own dossiers, and those of the board and its members."""
    return thing.unit_id in _units_the_board_stands_in_for()


def _units_the_board_stands_in_for() -> set[int]:
    """Where the office's people belong, and the board itself."""
    holders = Grant.objects.filter(role__in=("office_staff", "office_head"), revoked_at=None).values("user__person")
    offices = Post.objects.on(clock.today()).filter(person__in=holders).values_list("unit_id", flat=True)
    return {*offices, *Unit.objects.filter(kind=Unit.Kind.BOARD).values_list("pk", flat=True)}


def may_mark(user: User, thing) -> bool:
    return may(user, "sheet.write") and not conflict(user, thing)
