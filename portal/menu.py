"""The side bar: entries as data, each shown only to those who may open it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.rights import holds


@dataclass(frozen=True)
class MenuEntry:
    """`order` runs over all apps; `icon` is a name of bootstrap-icons."""

    order: int
    section: str
    label: str
    icon: str
    url_name: str
    ability: str = ""  # empty: everybody signed in


DESK = MenuEntry(0, "", _("Bàn làm việc"), "house", "portal:home")
ENTRIES = (
    DESK,
    MenuEntry(810, _("Nhà trường"), _("Đơn vị"), "diagram-3", "portal:unit-list", "unit.read"),
    MenuEntry(820, _("Nhà trường"), _("Cán bộ, viên chức"), "people", "portal:person-list", "person.read"),
    MenuEntry(830, _("Nhà trường"), _("Tài khoản và quyền"), "key", "portal:account-list", "account.keep"),
)


def menu_for(user, path: str) -> list[tuple[str, list[dict]]]:
    """[(section, [{label, icon, url, current}])] of what this user may open."""
    entries = sorted((e for dotted in settings.PORTAL_MENU for e in import_string(dotted)), key=lambda e: e.order)
    sections: dict[str, list[dict]] = {}
    seen: set[str] = set()  # an office that nominates too finds each place once
    for entry in entries:
        url = reverse(entry.url_name)
        if url in seen or (entry.ability and not holds(user, entry.ability)):
            continue
        seen.add(url)
        row = {"label": entry.label, "icon": entry.icon, "url": url, "current": False}
        sections.setdefault(str(entry.section), []).append(row)
    above = [row for rows in sections.values() for row in rows if _leads_to(row["url"], path)]
    if above:
        max(above, key=lambda row: len(row["url"]))["current"] = True
    return list(sections.items())


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
