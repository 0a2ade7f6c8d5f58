"""Charts as measures of their pictures: drawn by the server as SVG, read in black and white.

What is not there yet, and what nobody has recorded, is hatched and says so in words: never a bar of length nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recognition.dashboard.steps import Step

# -- the funnel: a bar a step, a thin one beneath for the year before ---------------------------------------------

_LABELS, _LONGEST, _ROW = 140, 268, 36


@dataclass(frozen=True)
class Bar:
    label: str
    shown: str
    y: int
    width: int | None  # None: not there yet
    before: int | None
    before_width: int

    @property
    def middle(self) -> int:
        return self.y + 15

    @property
    def end(self) -> int:
        return _LABELS + (self.width or 0) + 8

    @property
    def before_end(self) -> int:
        return _LABELS + self.before_width + 6


@dataclass(frozen=True)
class Funnel:
    bars: list[Bar]
    year: int
    year_before: int | None

    left: int = _LABELS
    longest: int = _LONGEST

    @property
    def height(self) -> int:
        return len(self.bars) * _ROW + 4


def funnel(steps: Sequence[Step], year_before: int | None) -> Funnel:
    most = max((count for step in steps for count in (step.count or 0, step.before or 0)), default=0) or 1
    bars = [
        Bar(
            step.label,
            step.shown,
            place * _ROW,
            None if step.count is None else round(_LONGEST * step.count / most),
            step.before,
            round(_LONGEST * (step.before or 0) / most),
        )
        for place, step in enumerate(steps)
    ]
    return Funnel(bars, steps[0].year, year_before)


# -- columns by year: some series side by side ---------------------------------------------------------------------

_HIGH, _TOP, _GROUP = 150, 22, 92
FILLS = ("outline", "hatch", "solid")


@dataclass(frozen=True)
class Told:
    """A figure, or (`n=None`) the word that stands for it."""

    n: int | None
    word: str = ""
    hatched: bool = False  # nobody knows, and nobody will

    @property
    def shown(self) -> str:
        return self.word if self.n is None else str(self.n)


@dataclass(frozen=True)
class Post:
    fill: str
    told: Told
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + 12

    @property
    def above(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class PostGroup:
    year: int
    x: int
    posts: list[Post]

    @property
    def middle(self) -> int:
        return self.x + _GROUP // 2

    @property
    def is_empty(self) -> bool:
        return all(post.told.n is None for post in self.posts)


@dataclass(frozen=True)
class Columns:
    groups: list[PostGroup]
    names: list[str]
    fills: tuple[str, ...] = FILLS
    base: int = _TOP + _HIGH
    half: int = _TOP + _HIGH // 2
    height: int = _TOP + _HIGH + 26

    @property
    def width(self) -> int:
        return max(1, len(self.groups)) * _GROUP

    @property
    def legend(self) -> list[tuple[str, str]]:
        return list(zip(self.fills, self.names, strict=True))


def columns(names: list[str], rows: Sequence[tuple[int, Sequence[Told]]]) -> Columns:
    """`rows`: (year, a figure for each name)."""
    most = max((told.n or 0 for _year, series in rows for told in series), default=0) or 1
    groups = []
    for place, (year, series) in enumerate(rows):
        left = place * _GROUP
        posts = []
        for number, (fill, told) in enumerate(zip(FILLS, series, strict=False)):
            high = round(_HIGH * (told.n or 0) / most)
            posts.append(Post(fill, told, left + 7 + number * 27, _TOP + _HIGH - high, high))
        groups.append(PostGroup(year, left, posts))
    return Columns(groups, names)


# -- split bars by year: what a whole is made of ---------------------------------------------------------------------

_WIDE, _LINE, _LEFT = 336, 30, 46
SPLIT_FILLS = ("solid", "hatch", "outline")


@dataclass(frozen=True)
class Piece:
    fill: str
    n: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class SplitBar:
    year: int
    y: int
    pieces: list[Piece]
    total: int
    word: str = ""  # instead of a bar

    @property
    def middle(self) -> int:
        return self.y + 17

    @property
    def end(self) -> int:
        return _LEFT + sum(piece.width for piece in self.pieces) + 8


@dataclass(frozen=True)
class Split:
    bars: list[SplitBar]
    names: list[str]
    left: int = _LEFT
    longest: int = _WIDE

    @property
    def height(self) -> int:
        return len(self.bars) * _LINE + 4

    @property
    def legend(self) -> list[tuple[str, str]]:
        return list(zip(SPLIT_FILLS, self.names, strict=False))


def split(names: list[str], rows: Sequence[tuple[int, Sequence[int] | None, str]]) -> Split:
    """`rows`: (year, how many of each name, or None and the word that stands for them)."""
    most = max((sum(counts) for _year, counts, _word in rows if counts), default=0) or 1
    bars = []
    for place, (year, counts, word) in enumerate(rows):
        x, pieces = _LEFT, []
        for fill, n in zip(SPLIT_FILLS, counts or (), strict=False):
            width = round(_WIDE * n / most)
            pieces += [Piece(fill, n, x, width)] if n else []
            x += width
        said = word if counts is None else "" if sum(counts) else _("không có ai")
        bars.append(SplitBar(year, place * _LINE, pieces, sum(counts or ()), said))
    return Split(bars, names)
