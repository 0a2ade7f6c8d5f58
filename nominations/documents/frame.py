"""What stands around every paper of a unit: its head, its place and day, who confirms; and how short facts are set."""

from dataclasses import dataclass
from datetime import date

from nominations.documents.staff import Staff
from nominations.workflow import EDITABLE
from portal import clock
from portal.models import Letterhead, Unit
from portal.papers.blocks import SHORT_DOTS, Head, Parts, Signatures, Text, broken, signature_widths, written_day

DOTS = "………………"


@dataclass(frozen=True)
class Frame:
    """`unit`, `year`, `confirms`: "" on a blank form."""

    day: date
    head: Letterhead
    unit: str = ""
    year: str = ""
    confirms: str = ""  # the unit's head that day

    @property
    def year_or_dots(self) -> str:
        return self.year or SHORT_DOTS

    def top(self, *, number: str = "", place: str = "") -> Head:
        issuer = broken(self.unit.upper(), 64.9, 13) if self.unit else DOTS
        return Head(self.head.issuer, issuer, number, place)

    @property
    def dated(self) -> str:
        return f"{self.head.place}, {written_day(self.day if self.unit else None)}"

    def signed(self, left: str, right: str, right_name: str) -> Signatures:
        """The unit's head on the left, unless that is who signs on the right: nobody confirms themselves."""
        left_name = "" if self.confirms == right_name else self.confirms
        return Signatures(signature_widths((left_name, right_name)), ((left, left_name), (right, right_name)))


def frame_of(unit: Unit, year: int, staff: Staff) -> Frame:
    head = staff.head(unit)
    return Frame(staff.day, Letterhead.objects.of(staff.day), str(unit), str(year), str(head.person) if head else "")


def blank_frame() -> Frame:
    day = clock.today()
    return Frame(day, Letterhead.objects.of(day))


def day_of(state: str, sent_at) -> date:
    """The day of its sending; of today while it can still be changed."""
    return clock.today() if state in EDITABLE or sent_at is None else clock.local(sent_at).date()


# -- texts ----------------------------------------------------------------------------------------------------


def sentence(text: str) -> str:
    """As it was typed, with a full stop where it ends without any sign."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…;:”" else f"{text}."


def plain(text: str) -> Parts:
    return ((text, ""),)


def fact(label: str, value: str, *, bold: bool = False, tight: bool = True) -> Text:
    """One line of short facts; a dotted line where the value is not known."""
    if not value:
        return Text(plain(f"{label} "), dots=1, tight=tight)
    return Text(((f"{label} ", ""), (value, "b" if bold else "")), tight=tight)


def short(label: str, value: str) -> Parts:
    return plain(f"{label} {value or '…………'}")


def said(label: str, text: str, *, dots: int = 2) -> tuple[Text, ...]:
    """What somebody wrote, a paragraph for each of theirs; dotted lines where nothing is written."""
    first, *more = [line for line in text.split("\n") if line.strip()] or [""]
    if not first:
        return (Text(plain(f"{label} "), dots=dots),)
    opening = f"{label} {sentence(first)}" if label else sentence(first)
    return (Text(plain(opening)), *(Text(plain(sentence(line))) for line in more))


def day_words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
