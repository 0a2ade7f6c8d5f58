"""One search over everything the reader may see, gathered from every app's provider (`PORTAL_SEARCH`)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import queries
from portal.lists import ListForm
from portal.models import Person, Unit, User
from portal.rights import may
from portal.tables import Table

MOST = 10  # of each kind; the rest is in its list


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `href`: the list, narrowed by the same words, where the reader may open it."""

    title: str
    table: Table
    more: bool
    href: str


def group(title: str, rows: QuerySet, table: Callable[[list], Table], href: str) -> Group:
    found = list(rows[: MOST + 1])
    return Group(title, table(found[:MOST]), len(found) > MOST, href)


def found(user: User, form: ListForm) -> list[Group]:
    """Only kinds of which something was found; nothing without a word to look for."""
    if not form.narrowed:
        return []
    groups = (each for dotted in settings.PORTAL_SEARCH for each in import_string(dotted)(user, form))
    return [each for each in groups if each.table.rows]


def groups(user: User, form: ListForm) -> Iterator[Group]:
    """Portal's own: people and units."""
    asked = f"?{form.address}"
    people = form.narrow(queries.with_posts(Person.objects.visible_to(user)))
    to_list = reverse("portal:person-list") + asked if may(user, "person.read") else ""
    yield group(_("Cán bộ, viên chức"), people, queries.person_table, to_list)
    units = form.narrow(queries.with_heads(Unit.objects.visible_to(user)))
    to_list = reverse("portal:unit-list") + asked if may(user, "unit.read") else ""
    yield group(_("Đơn vị"), units, queries.unit_table, to_list)
