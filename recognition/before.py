"""What is known before a list is closed: standards missed or without a result, and what stands there twice. Pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from criteria.results import Score, in_the_way
from criteria.vocabulary import Answer

SHOWN = 8  # of each point at once; the rest opens


@dataclass(frozen=True)
class Named:
    """Who it is about, where that can be opened, and what there is to say of them."""

    text: str
    href: str = ""
    second: str = ""


@dataclass(frozen=True)
class Point:
    """Something to look at. `holds`: the list is not closed before it is settled."""

    key: str
    title: str
    rows: list[Named]
    said: str = ""
    act: str = ""  # what the link says that leads to where it is settled
    href: str = ""
    holds: bool = False

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> list[Named]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> list[Named]:
        return self.rows[SHOWN:]


@dataclass
class Standard:
    """One standard: who misses it, whose result is still to come."""

    label: str
    missed: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def standards_missed(pairs: Iterable[tuple[str, Score]]) -> list[Standard]:
    """`pairs`: who stands outside, with the live score. Most first; within a standard in the order given."""
    found: dict[str, Standard] = {}
    for who, score in pairs:
        for each in in_the_way(score.gates, score.rows):
            standard = found.setdefault(each.criterion.code, Standard(each.criterion.label))
            no_result = getattr(each, "answer", None) == Answer.NO_RESULT
            (standard.waiting if no_result else standard.missed).append(who)
    return sorted(found.values(), key=lambda each: -len(each.missed) - len(each.waiting))


def twins(rows: Iterable[tuple[Hashable, Hashable, str]]) -> list[list[str]]:
    """`rows`: (what, whose, as it is shown). What belongs to two or more, each time everybody it belongs to."""
    found: dict[Hashable, dict[Hashable, str]] = {}
    for what, whose, shown in rows:
        found.setdefault(what, {}).setdefault(whose, shown)
    groups = [list(owners.values()) for owners in found.values() if len(owners) > 1]
    return list({tuple(group): group for group in groups}.values())
