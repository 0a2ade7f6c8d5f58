"""What a paper says, as plain values: made once, drawn by typst (`paper.typ`) and by Word (`word.py`) alike.

Measures are millimetres. A text is a tuple of parts, each `(words, style)`; style is "", "b", "i" or "bi". Nothing that
was typed is ever read as markup.

In the order of a paper: `Head` (with its box DỰ THẢO), `Title`, `Addressees` (Kính gửi), `Text` (căn cứ: style "i"),
`Centred` (QUYẾT ĐỊNH:), `Heading`, `Pair`, `Table`, `Note`, `Signed` (Nơi nhận level with the signer) or `Signatures`
(two or three in a row, one below with `above`) and `Recipients`; `Together` keeps the last words with the signature;
`Annex` begins a page with numbers of its own. `Paper.layout` says whose template draws them: the State's or the
Party's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from itertools import combinations, pairwise

from django.utils.translation import gettext as _
from PIL import ImageFont

from portal.papers.pdf import FONTS

Parts = tuple[tuple[str, str], ...]
SHORT_DOTS = "……"
WHOLE = 8


@dataclass(frozen=True)
class Head:
    """Issuer on the left, Quốc hiệu (or the Party's name) on the right; then the number, and the place with its date.

    `box`: framed under the number, "DỰ THẢO".
    """

    superior: str
    issuer: str
    number: str = ""
    place: str = ""
    box: str = ""


@dataclass(frozen=True)
class Title:
    """Centred lines `(words, style)`, broken by sense, with a short rule below. `rule` of 28: a paper's own title,
    its first line the type of paper; another length: a list's, which a table follows."""

    lines: Parts
    rule: int = 28


@dataclass(frozen=True)
class Addressees:
    """Kính gửi: one on the same line, several below each other behind dashes. Each `line` ends as it is to be printed
    (see `ended`)."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Centred:
    """A line in the middle, with air around it: who decides, "QUYẾT ĐỊNH:"."""

    parts: Parts


@dataclass(frozen=True)
class Heading:
    """Stays with what follows."""

    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph. `dots`: lines to write on by hand, the first after the words. `tight`: among short facts."""

    parts: Parts
    dots: int = 0
    tight: bool = False
    sticky: bool = False


@dataclass(frozen=True)
class Pair:
    """Two short facts on one line."""

    left: Parts
    right: Parts
    tight: bool = True


@dataclass(frozen=True)
class Column:
    """`group`: neighbours of one group stand below its name, a head of two storeys."""

    width: float
    head: str
    centred: bool = True
    group: str = ""
    points: int = 12  # of what its cells say
    head_points: int = 12  # 11 where a word would not fit a narrow column


@dataclass(frozen=True)
class Cell:
    """`second`: a smaller line below. `span`: how many columns it takes."""

    text: str = ""
    span: int = 1
    second: str = ""
    bold: bool = False
    centred: bool | None = None  # None: as its column


@dataclass(frozen=True)
class Row:
    """`opens`: a group's name, never the last on a page."""

    cells: tuple[Cell, ...]
    opens: bool = False


@dataclass(frozen=True)
class Note:
    text: str


@dataclass(frozen=True)
class Signatures:
    """Titles may have several lines; the names stand on one baseline. `place`: a dated line before, on the right;
    `above`: room before, where signatures stand over these."""

    widths: tuple[float, ...]
    signers: tuple[tuple[str, str], ...]  # (title, name)
    place: str = ""
    above: int = 0


@dataclass(frozen=True)
class Signed:
    """Nơi nhận on the left, level with the signer's titles `(line, style)` on the right. The lines of `recipients` end
    as they are to be printed, without their dash."""

    recipients: tuple[str, ...]
    titles: Parts
    name: str


@dataclass(frozen=True)
class Recipients:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """Never parted by the end of a page: the last words of a paper and its signatures."""

    blocks: tuple


@dataclass(frozen=True)
class Table:
    """The head repeats, rows do not split; `tail` stays with the last two rows.

    `whole`: stays on one page, with the `sticky` text before it: for short tables, up to `WHOLE` rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    numbered: bool = True
    tail: tuple = ()
    whole: bool = False


@dataclass(frozen=True)
class Annex:
    """A new page, numbered from 1 again, in its own orientation. The last thing of a paper."""

    blocks: tuple
    flipped: bool = False


@dataclass(frozen=True)
class Trace:
    """At the foot of every page: a small line; `qr`, a picture as SVG, beside it on the first (see `trace.py`)."""

    line: str
    qr: str


@dataclass(frozen=True)
class Paper:
    title: str
    day: date
    blocks: tuple
    flipped: bool = False
    layout: str = "state"  # or "party"
    trace: Trace | None = None


def as_data(value):
    """For JSON: each block says what it `is`."""
    if is_dataclass(value):
        return {"is": type(value).__name__} | {each.name: as_data(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [as_data(each) for each in value]
    return [value.year, value.month, value.day] if isinstance(value, date) else value


@cache
def _face(style: str) -> ImageFont.FreeTypeFont:
    name = {"": "400Regular", "b": "700Bold", "i": "400Regular_Italic", "bi": "700Bold_Italic"}[style]
    return ImageFont.truetype(str(FONTS / name / f"Tinos_{name}.ttf"), 1000, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, points: float, style: str = "") -> float:
    """In millimetres."""
    return _face(style).getlength(text) * points / 1000 * 25.4 / 72


def broken(text: str, width: float, points: float, style: str = "b") -> str:
    """In as few lines as fit the width, broken by sense and evenly: a long name of a unit over a short rule."""
    words = text.split()
    for breaks in range(min(len(words), 5)):
        found = [_lines(words, places) for places in combinations(range(1, len(words)), breaks)]
        fit = [lines for lines in found if max(width_of(line, points, style) for line in lines) <= width]
        if fit:
            return "\n".join(min(fit, key=_unevenness))
    return text


def _lines(words: list[str], places: tuple[int, ...]) -> list[str]:
    return [" ".join(words[begin:end]) for begin, end in pairwise((0, *places, len(words)))]


def _unevenness(lines: list[str]) -> tuple[int, int]:
    """First the breaks that are neither after a comma nor before "và", then how much the lengths differ."""
    torn = sum(not (line.endswith(",") or after.lower().startswith("và ")) for line, after in pairwise(lines))
    lengths = [len(line) for line in lines]
    return torn, max(lengths) - min(lengths)


def written_day(day: date | None) -> str:
    """ngày 05 tháng 01 năm 2025: two figures for days below 10 and for the months 1 and 2. None: dots to write on."""
    told = dict.fromkeys(("day", "month", "year"), SHORT_DOTS)
    if day:
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        told = {"day": f"{day.day:02d}", "month": month, "year": day.year}
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % told


def ended(lines: Iterable[str], *, between: str = ";", last: str = ".") -> tuple[str, ...]:
    """Lines of an enumeration: one mark after each, another after the last, whatever mark was typed."""
    bare = [line.rstrip(" ;,.") for line in lines]
    return tuple(f"{line}{between if place < len(bare) else last}" for place, line in enumerate(bare, 1))


def room(millimetres: float, points: float = 14) -> str:
    """Empty, to write in by hand, and never the end of a line."""
    return "\u00a0" * round(millimetres / width_of("\u00a0", points))


def open_day(year: int) -> str:
    """ngày … tháng … năm 2025, with room for what is not known yet."""
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % {"day": room(9), "month": room(6), "year": year}


def signature_widths(names: Iterable[str]) -> tuple[float, float]:
    """75 + 90 mm, or 70 + 95 where the right name needs it."""
    *_rest, right = names
    return (70, 95) if width_of(right, 14, "b") > 80 else (75, 90)
