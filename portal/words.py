"""Two texts compared word by word. Pure functions over plain text."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A number, a date or a paper's sign is one word (71,4 · 12/11/2025 · 45/QĐ-TCT); blanks go with the word before them, a
# line break stands alone.
_WORD = re.compile(r"(?:\w+(?:[.,/-]\w+)*|[^\w\s])[^\S\n]*|[^\S\n]+|\n")
_MOST_PAIRS = 300_000  # of equal words; above it, very common words are no place to begin a match


@dataclass(frozen=True)
class Piece:
    how: Literal["same", "added", "removed"]
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """What stayed, was added, was removed, in reading order.

    Same and added joined are `new`; same and removed joined are `old`, to the character.
    """
    pieces: list[Piece] = []
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    for how, a, b, c, d in _steps(old_words, new_words):
        if how == "equal":
            pieces.append(Piece("same", "".join(old_words[a:b])))
            continue
        pieces.append(Piece("removed", "".join(old_words[a:b])))
        pieces.append(Piece("added", "".join(new_words[c:d])))
    return _joined([piece for piece in pieces if piece.text])


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    counts = Counter(new)
    pairs = sum(count * counts[word] for word, count in Counter(old).items())
    return SequenceMatcher(None, old, new, autojunk=pairs > _MOST_PAIRS).get_opcodes()


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Changes with only a comma or a blank between them are one: what was removed, then what was added."""
    found: list[Piece] = []
    removed = added = ""
    for place, piece in enumerate(pieces):
        if piece.how == "removed":
            removed += piece.text
        elif piece.how == "added":
            added += piece.text
        elif _only_between(pieces, place):
            removed, added = removed + piece.text, added + piece.text
        else:
            found += [Piece("removed", removed), Piece("added", added), piece]
            removed = added = ""
    return [piece for piece in (*found, Piece("removed", removed), Piece("added", added)) if piece.text]


def _only_between(pieces: list[Piece], place: int) -> bool:
    small = "\n" not in pieces[place].text and not any(char.isalnum() for char in pieces[place].text)
    return small and 0 < place < len(pieces) - 1
