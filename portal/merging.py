"""Two people changed one text: their changes joined, word by word, on what both had before. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.words import compare


@dataclass(frozen=True)
class Merged:
    """`both`: how often the same words were changed in two ways; there both stand behind each other."""

    text: str
    mine: int
    theirs: int
    both: int


@dataclass(frozen=True)
class _Edit:
    """`base[start:end]` became `text`."""

    start: int
    end: int
    text: str


def merge(base: str, now: str, typed: str) -> Merged:
    """What stands `now` and what was `typed`, both made from `base`. Nothing that either added is left out."""
    theirs, mine = _edits(base, now), _edits(base, typed)
    text, place, both, own, others = "", 0, 0, 0, 0
    for left, right in _together(theirs, mine):
        start = min(edit.start for edit in left + right)
        end = max(edit.end for edit in left + right)
        told, said = _applied(base, left, start, end), _applied(base, right, start, end)
        text += base[place:start]
        place = end
        if left and right and told != said:
            both += 1
            text += told + (" " if not told[-1:].isspace() and said[:1].isalnum() else "") + said
        else:
            own, others = own + bool(right), others + bool(left and not right)
            text += said if right else told
    return Merged(text + base[place:], own, others, both)


def _edits(base: str, new: str) -> list[_Edit]:
    found: list[_Edit] = []
    place = 0
    for piece in compare(base, new):
        if piece.how == "same":
            place += len(piece.text)
        elif piece.how == "removed":
            found.append(_Edit(place, place + len(piece.text), ""))
            place += len(piece.text)
        elif found and found[-1].end == place and not found[-1].text:
            found[-1] = _Edit(found[-1].start, place, piece.text)
        else:
            found.append(_Edit(place, place, piece.text))
    return found


def _together(theirs: list[_Edit], mine: list[_Edit]) -> Iterator[tuple[list[_Edit], list[_Edit]]]:
    """Changes that touch each other, in the order of the text: (theirs, mine)."""
    waiting = sorted([(edit.start, edit.end, side, edit) for side, edits in ((0, theirs), (1, mine)) for edit in edits],
                     key=lambda each: each[:3])  # fmt: skip
    group: tuple[list[_Edit], list[_Edit]] = ([], [])
    end = -1
    for start, stop, side, edit in waiting:
        if (group[0] or group[1]) and start > end:
            yield group
            group, end = ([], []), -1
        group[side].append(edit)
        end = max(end, stop)
    if group[0] or group[1]:
        yield group


def _applied(base: str, edits: list[_Edit], start: int, end: int) -> str:
    text, place = "", start
    for edit in edits:
        text += base[place : edit.start] + edit.text
        place = edit.end
    return text + base[place:end]
