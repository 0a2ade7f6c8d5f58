"""A batch is all or nothing: one entry that cannot move stops it, and is named."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from nominations.models import Nomination
from nominations.workflow import NOMINATIONS
from portal.models import User
from portal.rights import Conflict
from portal.workflow import perform


def move_all(name: str, rows: Iterable[Nomination], *, by: User) -> None:
    """One move of the dossiers' workflow for each of them, as each was read; inside the batch's own transaction."""
    for nomination in rows:
        move_one(name, nomination, by=by)


def move_one(name: str, nomination: Nomination, *, by: User, **fields) -> None:
    state = NOMINATIONS.states[nomination.state].label
    try:
        perform(NOMINATIONS[name], nomination, by=by, version=nomination.version, **fields)
    except Conflict as conflict:
        raise Conflict(
            _("Chưa ghi gì, vì một hồ sơ không chuyển được: %(who)s (%(state)s). %(why)s")
            % {"who": nomination, "state": state, "why": conflict.what},
            instead=_("Vui lòng mở lại danh sách, xem hồ sơ này rồi thực hiện lại."),
        ) from conflict


def require_as_seen(now: Iterable[Nomination], seen: Mapping[int, int]) -> None:
    """What stands on the list is what was on the screen: {dossier: its version}. Whoever differs is named."""
    now = {each.pk: each for each in now}
    gone = Nomination.objects.with_subject().filter(pk__in=set(seen) - set(now))
    words = [_("%(who)s (không còn đứng trong danh sách)") % {"who": each} for each in gone]
    words += [_("%(who)s (mới vào danh sách)") % {"who": each} for pk, each in now.items() if pk not in seen]
    words += [
        _("%(who)s (hồ sơ vừa thay đổi)") % {"who": each}
        for pk, each in now.items()
        if pk in seen and seen[pk] != each.version
    ]
    if words:
        raise Conflict(
            _("Chưa ghi gì, vì danh sách đã khác lúc đồng chí mở trang: %(who)s.") % {"who": "; ".join(words)},
            instead=_("Vui lòng mở lại danh sách, xem lại rồi thực hiện lại."),
        )
