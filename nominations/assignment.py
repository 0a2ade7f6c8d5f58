"""Who marks what: every dossier gets as many sheets as it lacks, every assessor as even a share as conflicts allow.

Pure and deterministic: the same dossiers, loads and conflicts give the same pairs.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanting:
    """A dossier that lacks so many sheets; `may`: who has none of it yet and does not stand too near."""

    key: int
    lacks: int
    may: frozenset[int]


@dataclass(frozen=True)
class Spread:
    pairs: list[tuple[int, int]]  # (dossier, assessor)
    loads: dict[int, int]  # what each assessor has then
    short: dict[int, int]  # dossier → sheets for which nobody is left


def spread(dossiers: Iterable[Wanting], loads: Mapping[int, int]) -> Spread:
    """`loads`: what each assessor has already. No other choice of pairs has more even loads.

    First the least burdened, the dossiers with the fewest to choose from before the others; then sheets are handed on,
    along chains of dossiers, as long as that evens out two assessors' loads.
    """
    rows = sorted(dossiers, key=lambda row: (len(row.may), row.key))
    held = dict(loads)
    given: dict[int, set[int]] = {}
    for row in rows:
        chosen = sorted(row.may, key=lambda who: (held[who], who))[: row.lacks]
        given[row.key] = set(chosen)
        for who in chosen:
            held[who] += 1
    while chain := _chain(rows, given, held):
        _hand_on(chain, given, held)
    return Spread(
        pairs=sorted((key, who) for key, chosen in given.items() for who in chosen),
        loads=held,
        short={row.key: row.lacks - len(row.may) for row in rows if row.lacks > len(row.may)},
    )


_Chain = list[tuple[int, int, int]]  # (dossier, from, to)


def _chain(rows: list[Wanting], given: dict[int, set[int]], held: dict[int, int]) -> _Chain:
    """The way of sheets from somebody to one who has at least two fewer; empty where there is none."""
    for start in sorted(held, key=lambda who: (-held[who], who)):
        came: dict[int, tuple[int, int]] = {start: (0, start)}  # to → (dossier, from)
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if held[start] - held[here] >= 2:
                return _way_to(here, start, came)
            for row in rows:
                if here in given[row.key]:
                    for there in sorted(row.may - given[row.key] - set(came)):
                        came[there] = (row.key, here)
                        waiting.append(there)
    return []


def _way_to(end: int, start: int, came: dict[int, tuple[int, int]]) -> _Chain:
    steps, here = [], end
    while here != start:
        key, before = came[here]
        steps.append((key, before, here))
        here = before
    return steps


def _hand_on(chain: _Chain, given: dict[int, set[int]], held: dict[int, int]) -> None:
    for key, before, after in chain:
        given[key] = given[key] - {before} | {after}
    held[chain[-1][1]] -= 1
    held[chain[0][2]] += 1
