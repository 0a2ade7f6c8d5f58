"""What stands around the papers of the school: its head, to whom they go, on what they rest, who signs."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from portal.papers.blocks import Addressees, Cell, Head, Parts, Row, Signed, Text, ended, open_day, room, written_day
from portal.text import two_digits
from recognition.documents.told import Issue, Told
from recognition.documents.words import COUNCIL, DOTS

T = TypeVar("T")


def plain(text: str) -> Parts:
    return ((text, ""),)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def dated(issue: Issue, year: int) -> str:
    """Place and day; room for the day where the paper has not been issued."""
    return f"{issue.head['place']}, {written_day(issue.day) if issue.day else open_day(year)}"


def numbered(issue: Issue, kind: str, symbol: str = "") -> str:
    """Số: 38/TTr-TCT, or room for the figures."""
    number = issue.number or f"{room(12, 13)}/{kind}-{symbol or issue.head['symbol']}"
    return _("Số: %(number)s") % {"number": number}


def school_head(issue: Issue, year: int, kind: str, *, box: str = "") -> Head:
    head = issue.head
    return Head(head["superior"], head["issuer"], numbered(issue, kind), dated(issue, year), box)


def addressees(issue: Issue, *, between: str = ";") -> Addressees:
    return Addressees(ended(issue.lines("addressees") or [DOTS, DOTS], between=between))


def bases(lines: Sequence[str]) -> tuple[Text, ...]:
    return tuple(Text(((line, "i"),)) for line in ended(lines))


def rests_on(told: Told, issue: Issue) -> list[str]:
    """What the office has recorded (dots where it has not), and the council's minutes."""
    minutes = _("Căn cứ Biên bản số %(number)s %(day)s của %(council)s") % {
        "number": minutes_number(issue),
        "day": written_day(told.held_on),
        "council": COUNCIL,
    }
    return [*(issue.lines("bases") or [_("Căn cứ %(dots)s") % {"dots": DOTS}]), minutes]


def signed(issue: Issue, titles: Sequence[str], name: str) -> Signed:
    """With the recipients that the office has recorded, or dots to write them on."""
    lines = ended(issue.lines("recipients") or [DOTS, DOTS])
    return Signed(lines, tuple((line, "b") for line in titles), name)


def minutes_number(issue: Issue) -> str:
    """Of the council's minutes, as it stood when the paper was issued; room to write it where none is recorded."""
    return issue.frame.get("minutes") or f"{room(9)}/BB-{council_symbol(issue)}"


def council_issuer(issue: Issue) -> str:
    """At the head of the council's own papers, in capitals with its line break."""
    return issue.head.get("council") or _("HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG")


def council_symbol(issue: Issue) -> str:
    return issue.head.get("council_symbol") or "HĐTĐKT"


def in_groups(groups: Iterable[tuple[str, Sequence[T]]], span: int, cells: Callable[[T], Iterable[Cell]]) -> list[Row]:
    """Each group under its name, numbered from 01; of a group without rows nothing."""
    found: list[Row] = []
    for name, members in groups:
        if members:
            found.append(Row((Cell(name, span=span, bold=True, centred=False),), opens=True))
            found += [Row((Cell(two_digits(number)), *cells(each))) for number, each in enumerate(members, 1)]
    return found
