"""Giấy chứng nhận for each that was recognised, Giấy khen for each that was given one: a page a receiver, in the order
of the list. Only after the decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from portal.papers.blocks import broken, width_of, written_day
from portal.text import two_digits
from recognition.documents.around import on_one_line
from recognition.documents.decision import Decided, Names, in_short
from recognition.documents.told import Told
from recognition.documents.words import addressed, opening

WIDTH = 240  # millimetres for one line of a receiver's name
LINES = 4  # of name and deed together; more of them stand tight
LARGE, SMALL = 24, 18  # its points: smaller where it is long, then two lines


@dataclass(frozen=True)
class Printing:
    """On sheets that bear a frame and an emblem already: text only, moved by so many millimetres."""

    text_only: bool = False
    x: float = 0
    y: float = 0


FRAMED = Printing()


@dataclass(frozen=True)
class Page:
    receiver: tuple[str, ...]
    points: int
    post: str
    deed: tuple[str, ...]
    left: tuple[str, ...]  # by which decision, under which number of the register
    tight: bool


@dataclass(frozen=True)
class Certificates:
    """As plain values for `certificate.typ` and `cards.py`."""

    template: ClassVar[str] = "recognition/documents/certificate.typ"
    title: str
    day: date
    kind: str
    verb: str
    authority: str  # who gives it, in capitals, on one line
    dated: str
    signer_title: str
    signer: str
    printing: Printing
    pages: tuple[Page, ...]


def recognised(told: Told, decided: Decided, printing: Printing, *, first: int = 1) -> Certificates:
    """`first`: the register goes on from the year's earlier decisions."""
    rows = told.recognised
    deeds = [_recognition(told, row) for row in rows]
    pages = _pages(told, decided, rows, deeds, _("Vào sổ công nhận số"), first)
    return _file(_("GIẤY CHỨNG NHẬN"), "", told, decided, printing, pages)


def merits(told: Told, decided: "Decided", printing: Printing, *, first: int = 1) -> Certificates:
    rows = receivers(told, decided.awards)
    deed = (
        _("Đã có thành tích xuất sắc trong học tập và làm theo"),
        _("tư tưởng, đạo đức, phong cách Hồ Chí Minh %(year)s") % {"year": told.of_year},
    )
    pages = _pages(told, decided, rows, [deed] * len(rows), _("Vào sổ khen thưởng số"), first)
    return _file(_("GIẤY KHEN"), _("TẶNG"), told, decided, printing, pages)


def receivers(told: Told, awards: Names) -> list[dict]:
    """Whom the decision gives a giấy khen; other forms have papers of their own."""
    return [row for row in told.recognised if any(is_merit(name) for name in awards.get(row["nomination"], ()))]


def is_merit(name: str) -> bool:
    return in_short(name).casefold() == _("Giấy khen").casefold()


def _file(
    kind: str, verb: str, told: Told, decided: Decided, printing: Printing, pages: Iterable[Page]
) -> Certificates:
    head = decided.head
    return Certificates(
        title=f"{opening(kind.lower())} {told.of_year}",
        day=decided.day,
        kind=kind,
        verb=verb,
        authority=f"{head['principal_title']} {on_one_line(head['issuer'])}",
        dated=f"{head['place']}, {written_day(decided.day)}",
        signer_title=head["principal_title"],
        signer=decided.signer,
        printing=printing,
        pages=tuple(pages),
    )


def _pages(
    told: Told, decided: Decided, rows: list[dict], deeds: Iterable, register: str, first: int
) -> Iterable[Page]:
    decision = _("Quyết định số: %(number)s %(day)s") % {"number": decided.number, "day": written_day(decided.day)}
    for number, (row, deed) in enumerate(zip(rows, deeds, strict=True), first):
        name = opening(addressed(row["name"], row["sex"])) if "sex" in row else row["name"]
        points, lines = fitted(name)
        post = row["place"] if "sex" in row else decided.head["school"]
        left = (decision, f"{register}: {two_digits(number)}/{told.year}")
        yield Page(lines, points, post, deed, left, tight=len(lines) + len(deed) > LINES)


def fitted(name: str) -> tuple[int, tuple[str, ...]]:
    """On one line as large as it goes, down to 18 pt; then in lines broken by sense."""
    for points in range(LARGE, SMALL - 1, -1):
        if width_of(name, points, "b") <= WIDTH:
            return points, (name,)
    return SMALL, tuple(broken(name, WIDTH, SMALL).split("\n"))


def _recognition(told: Told, row: Mapping) -> tuple[str, ...]:
    first = _("Được công nhận là điển hình tiên tiến trong học tập và làm theo")
    last = _("tư tưởng, đạo đức, phong cách Hồ Chí Minh %(year)s") % {"year": told.of_year}
    scope = f"({row['scope'][:1].lower()}{row['scope'][1:]})"
    if width_of(f"{last} {scope}", 17, "i") <= WIDTH:
        return first, f"{last} {scope}"
    return first, last, *broken(scope, WIDTH, 17, "i").split("\n")
