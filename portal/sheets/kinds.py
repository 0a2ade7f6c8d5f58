"""What may be imported. Each app describes its own kinds; the machinery finds them by dotted path in settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal.rights import Refusal, may
from portal.roles import ROLES
from portal.sheets.table import Known

if TYPE_CHECKING:
    from portal.sheets.forms import UploadForm
    from portal.sheets.resource import SheetResource


@dataclass(frozen=True)
class Form:
    """The rows of a form to fill in: `rows` by column key; `choices`: column key → what may be chosen there."""

    rows: Sequence[dict[str, object]] = ()
    choices: dict[str, list[str]] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """`asked`: the form of what is told once for the whole file; `form`: what the template to download holds."""

    key: str
    ability: str
    title: str
    lead: str
    columns: tuple[Known, ...]
    asked: type["UploadForm"]
    resource: type["SheetResource"]
    form: Callable[[], Form]
    back: tuple[str, str]  # label and address of the list it fills

    @property
    def offered(self) -> list[Known]:
        """The columns of the template to download."""
        return [each for each in self.columns if each.offered]


def every() -> list[Kind]:
    return [import_string(dotted) for dotted in settings.PORTAL_IMPORTS]


def open_to(user) -> list[Kind]:
    return [kind for kind in every() if may(user, kind.ability)]


def require_any(user) -> None:
    """To those who may import something."""
    if not open_to(user):
        raise Refusal(
            _("Đồng chí chưa được giao quyền nhập từ Excel."),
            who=[role.label for role in ROLES.values() if any(kind.ability in role.may for kind in every())],
            instead=_("Đề nghị người có quyền thực hiện."),
        )


def find(key: str) -> Kind:
    kind = next((each for each in every() if each.key == key), None)
    if kind is None:
        raise Http404
    return kind
