"""Who held which post on the day of a paper: old papers keep their old heads and counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.models import Person, Post, Unit


@dataclass(frozen=True)
class Count:
    people: int
    women: int
    party: int


class Staff:
    """One query, whatever the number of units and people."""

    def __init__(self, day: date, units: Iterable[Unit], people: Iterable[Person] = ()):
        self.day = day
        asked = Q(unit__in={unit.pk for unit in units}) | Q(person__in={person.pk for person in people})
        self._of_unit: dict[int, list[Post]] = defaultdict(list)
        self._of_person: dict[int, list[Post]] = defaultdict(list)
        for post in Post.objects.on(day).filter(asked).select_related("person", "unit"):
            self._of_unit[post.unit_id].append(post)
            self._of_person[post.person_id].append(post)

    def head(self, unit: Unit) -> Post | None:
        return next((post for post in self._of_unit[unit.pk] if post.is_head), None)

    def post(self, person: Person, unit: Unit) -> Post | None:
        """In that unit before others, as its head before all."""
        posts = self._of_person[person.pk]
        return min(posts, key=lambda post: (post.unit_id != unit.pk, not post.is_head), default=None)

    def in_protocol(self, rows: Iterable) -> list:
        """Registrations or dossiers of people, by post, then tên, họ, đệm."""
        return sorted(rows, key=self._protocol)

    def _protocol(self, row) -> tuple:
        post = self.post(row.subject_person, row.unit)
        return (post.protocol_order if post else 999, row.subject_person.sort_key, row.pk)

    def count(self, unit: Unit) -> Count:
        people = {post.person_id: post.person for post in self._of_unit[unit.pk]}.values()
        women = sum(person.sex == Person.Sex.FEMALE for person in people)
        return Count(len(people), women, sum(person.party_member for person in people))


def addressed(person: Person) -> str:
    """Bà Nguyễn Thị Hồng Hạnh"""
    return f"{_('Bà') if person.sex == Person.Sex.FEMALE else _('Ông')} {person}"
