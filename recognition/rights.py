"""Who compiles, closes, approves and publishes a list. Approving is another person's act than closing."""

from django.utils.translation import gettext as _

from nominations.models import Nomination
from nominations.rights import conflict, require_distance, settled_by
from portal.models import User
from portal.rights import may, require


def keeps(user: User, review_list) -> bool:
    return may(user, "list.keep")


def approval_refused(user: User, review_list) -> str:
    """Why this reader may not approve (or reopen), or "": closed by themselves, or on the list themselves."""
    if not may(user, "list.approve"):
        return _("Danh sách do Trưởng Phòng duyệt; Ban Giám hiệu duyệt khi Trưởng Phòng là người chốt hoặc có tên.")
    version = review_list.latest()
    if version and version.closed_by_id == user.pk:
        return _("Đồng chí là người chốt danh sách nên cần người khác duyệt.")
    if version and user.person_id and version.entries.filter(nomination__subject_person=user.person_id).exists():
        return _("Đồng chí có tên trong danh sách nên cần người khác duyệt.")
    return ""


def publishes(user: User, review_list) -> bool:
    """The office head's separate act; the board's where the office head may not approve."""
    return may(user, "list.approve")


def revocation_refused(user: User, nomination: Nomination) -> str:
    """Why this reader may not take a recognition back, or "": the office head's or the board's, from a distance."""
    if not may(user, "list.approve"):
        return _("Thu hồi công nhận do Trưởng Phòng hoặc Ban Giám hiệu ghi.")
    return conflict(user, nomination)


def require_entry(user: User, nomination: Nomination) -> None:
    """Keeps a flagged entry, gives the spread mark, evaluates: the office; the board where that stands too near."""
    require_distance(user, nomination)
    if not settled_by(user, Nomination.objects.filter(pk=nomination.pk)).exists():
        require(user, "list.keep")


def too_near(user: User, nomination: Nomination) -> bool:
    return nomination.published_at is None and conflict(user, nomination) != ""


def require_total(user: User, nomination: Nomination) -> None:
    """Before publication nobody who stands too near reads why a total is what it is; afterwards its own people do."""
    if nomination.published_at is None:
        require_distance(user, nomination)
