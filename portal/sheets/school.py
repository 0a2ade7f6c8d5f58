"""Units and people as spreadsheets name them, looked up for a whole file at once: four queries, none a row."""

import re
from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.models import Person, Post, Unit
from portal.text import sort_key


def key(text: str) -> str:
    """Names that differ in capitals, signs or the place of a tone (hòa, hoà) only are one."""
    return sort_key(re.sub(r"[^\w\s]+", " ", text))


class School:
    """As it is on `day`: the posts that count, the units that exist."""

    def __init__(self, day: date):
        self.day = day
        self._units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.select_related("parent"):
            short = [unit.short_name, f"{unit.get_kind_display()} {unit.short_name}"] if unit.short_name else []
            for each in {key(name) for name in (unit.name, *short)}:
                self._units[each].append(unit)
        self._people: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.order_by("pk"):
            self._people[key(person.full_name)].append(person)
        self._posts: dict[int, list[Post]] = defaultdict(list)
        for post in Post.objects.on(day).select_related("unit__parent", "person"):
            self._posts[post.person_id].append(post)

    def knows_unit(self, name: str) -> bool:
        return key(name) in self._units

    def unit(self, name: str) -> Unit:
        """Raises ValidationError. Of several of one name (units end, new ones begin) the one that exists on the day."""
        found = self._units.get(key(name), [])
        live = [unit for unit in found if unit.exists_on(self.day)] or found
        if len(live) == 1:
            return live[0]
        words = _("Có nhiều đơn vị tên “%(name)s”.") if live else _("Không có đơn vị “%(name)s” trong danh mục đơn vị.")
        raise ValidationError(words % {"name": name[:80]})

    def people(self, name: str) -> list[Person]:
        return list(self._people.get(key(name), []))

    def posts(self, person: Person) -> list[Post]:
        return self._posts.get(person.pk, [])

    def unit_of(self, person: Person) -> Unit | None:
        """The unit of the post that heads one, else of the first."""
        posts = sorted(self.posts(person), key=lambda post: not post.is_head)
        return posts[0].unit if posts else None

    def heads(self) -> dict[int, Post]:
        """Unit → the post that heads it without an end."""
        every = (post for posts in self._posts.values() for post in posts)
        return {post.unit_id: post for post in every if post.is_head and post.valid_to is None}

    def words(self, person: Person) -> str:
        born = date_format(person.birth_date) if person.birth_date else _("chưa ghi ngày sinh")
        unit = self.unit_of(person)
        return f"{person.full_name}, {born}, {unit or _('chưa có đơn vị')}"
