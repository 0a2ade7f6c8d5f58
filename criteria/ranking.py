"""Ranks among those who reached every standard, within kind and scope. Equal totals share a rank: 1, 1, 3."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from criteria import sentences
from criteria.vocabulary import Scope, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    key: Hashable
    kind: SubjectKind
    scope: Scope
    total: Decimal | None
    reaches_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    entry: Entry
    rank: int
    sharing: int = 1  # how many hold this rank

    @property
    def tied(self) -> bool:
        return self.sharing > 1

    @property
    def note(self) -> str:
        """Beside a tie: what the law prefers. Nothing is decided here."""
        return sentences.tie(self) if self.tied else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One ladder: collectives or individuals (heads of unit among them), in one scope. Best first."""

    kind: SubjectKind
    scope: Scope
    ranked: tuple[Ranked, ...]


def rank(entries: Iterable[Entry]) -> tuple[Ranking, ...]:
    """The ladders that hold anybody. Who has not reached every standard, or has no total, stands on none of them.

    Those who share a rank keep the order in which they came.
    """
    standing = [entry for entry in entries if entry.reaches_all and entry.total is not None]
    ladders = (
        Ranking(kind=kind, scope=scope, ranked=ladder(standing, kind, scope))
        for kind, scope in product((SubjectKind.COLLECTIVE, SubjectKind.INDIVIDUAL), Scope)
    )
    return tuple(ranking for ranking in ladders if ranking.ranked)


def ladder(entries: Iterable[Entry], kind: SubjectKind, scope: Scope) -> tuple[Ranked, ...]:
    members = [entry for entry in entries if entry.kind.ranks_as == kind and entry.scope == scope]
    members.sort(key=lambda entry: entry.total, reverse=True)
    sharing = Counter(entry.total for entry in members)
    rank_of: dict[Decimal, int] = {}
    for place, entry in enumerate(members, start=1):
        rank_of.setdefault(entry.total, place)
    return tuple(Ranked(entry=entry, rank=rank_of[entry.total], sharing=sharing[entry.total]) for entry in members)
