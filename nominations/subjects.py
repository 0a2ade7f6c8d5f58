"""Whom a unit may put forward: itself, a collective below it, a person who holds a post in it today. Nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.models import CriteriaSet
from nominations.models import Nomination
from portal import clock
from portal.models import Person, Post, Unit


@dataclass(frozen=True)
class Candidate:
    """`unit` is the one that puts it forward."""

    unit: Unit
    subject_unit: Unit | None
    subject_person: Person | None
    label: str

    @property
    def key(self) -> str:
        whose = f"u{self.subject_unit.pk}" if self.subject_unit else f"p{self.subject_person.pk}"
        return f"{self.unit.pk}-{whose}"


def key_of(thing) -> str:
    """The candidate that a registration or dossier is about."""
    whose = f"u{thing.subject_unit_id}" if thing.subject_unit_id else f"p{thing.subject_person_id}"
    return f"{thing.unit_id}-{whose}"


def has_sent(criteria_set: CriteriaSet, unit: Unit) -> bool:
    """Whether this unit has ever sent a dossier in a year that uses the set."""
    rows = Nomination.objects.filter(unit=unit, plan_year__criteria_set=criteria_set)
    return rows.filter(submitted_at__isnull=False).exists()


def candidates(units: Iterable[Unit]) -> list[Candidate]:
    """Two queries whatever their number."""
    units = list(units)
    below: dict[int, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.on(clock.today()).exclude(parent=None):
        below[unit.parent_id].append(unit)
    posts = list(Post.objects.on(clock.today()).filter(unit__in=units).select_related("person"))
    found = []
    for unit in units:
        found += [Candidate(unit, each, None, each.name) for each in _with_those_below(unit, below)]
        found += _people(unit, [post for post in posts if post.unit_id == unit.pk])
    return found


def _with_those_below(unit: Unit, below: dict[int, list[Unit]], seen: frozenset[int] = frozenset()) -> list[Unit]:
    if unit.pk in seen:
        return []
    return [unit, *(each for child in below[unit.pk] for each in _with_those_below(child, below, seen | {unit.pk}))]


def _people(unit: Unit, posts: list[Post]) -> list[Candidate]:
    titles: dict[Person, list[str]] = defaultdict(list)
    for post in posts:
        titles[post.person].append(post.title)
    return [
        Candidate(unit, None, person, _("%(name)s, %(titles)s") % {"name": person, "titles": "; ".join(held)})
        for person, held in titles.items()
    ]


def as_choices(found: list[Candidate]) -> list:
    """Grouped for a select: collectives, people; by unit where somebody writes for several."""
    several = len({each.unit.pk for each in found}) > 1
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        word = _("Tập thể") if each.subject_unit else _("Cá nhân")
        groups.setdefault(f"{each.unit}: {word}" if several else word, []).append((each.key, each.label))
    return [("", _("Chọn")), *groups.items()]
