"""Rights are decided here, on the server, on every request.

Not visible to you: 404, the same as absent. Visible but not yours to do: 403 with a sentence. No longer possible
(stale, frozen, wrong state): 409, and what was typed is still there.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from portal.roles import ABILITY_WORDS, who_may


class Refusal(PermissionDenied):
    """403. `what`: a sentence; `who`: labels of those who may; `instead`: what the reader can do."""

    def __init__(self, what: str, *, who: Iterable[str] = (), instead: str = ""):
        super().__init__(what)
        self.what, self.who, self.instead = what, list(who), instead


class Conflict(Exception):
    """409. `what`: a sentence that says what happened; `instead`: what the reader can do now."""

    def __init__(self, what: str, *, instead: str = ""):
        super().__init__(what)
        self.what, self.instead = what, instead


def may(user, ability: str, unit=None) -> bool:
    """Whether one of the user's roles carries the ability; a role of a unit only within that unit."""
    return any(
        ability in role.may and (not role.of_unit or (unit is not None and unit.pk == unit_id))
        for role, unit_id in user.held_roles
    )


def holds(user, ability: str) -> bool:
    """Whether one of the user's roles carries the ability, for the whole school or in some unit."""
    return any(ability in role.may for role, _unit_id in user.held_roles)


def require(user, ability: str, unit=None) -> None:
    """Refuse with a sentence that names who may."""
    if not may(user, ability, unit):
        raise Refusal(
            _("Đồng chí chưa được giao quyền %(act)s.") % {"act": ABILITY_WORDS[ability]},
            who=[role.label for role in who_may(ability)],
            instead=_("Đề nghị người có quyền thực hiện, hoặc liên hệ Quản trị hệ thống nếu cần được giao quyền."),
        )


def load(visible: QuerySet, pk: int) -> Model:
    """The one scoped loader that every view of a thing starts with: foreign and absent alike are 404."""
    found = visible.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
