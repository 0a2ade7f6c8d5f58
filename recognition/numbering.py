"""Which papers get a number of their own, how it is written, and when it may be recorded or corrected. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from recognition.models import PaperKind


@dataclass(frozen=True)
class Numbering:
    """`kind` "TTr" and the letterhead's `symbol` make 38/TTr-TCT, or 12-TTr/ĐU where `party`; `states` of the list."""

    kind: str
    symbol: str
    states: tuple[str, ...]
    party: bool = False

    def written(self, number: str, head: Mapping) -> str:
        symbol = head.get(self.symbol) or ""
        return f"{number}-{self.kind}/{symbol}" if self.party else f"{number}/{self.kind}-{symbol}"

    def fits(self, text: str) -> bool:
        marks = ("-", "/") if self.party else ("/", "-")
        return re.fullmatch(rf"[0-9]{{1,5}}{marks[0]}{self.kind}{marks[1]}[^\W_][\w.&-]*", text) is not None


NUMBERED: dict[PaperKind, Numbering] = {
    PaperKind.MINUTES: Numbering("BB", "council_symbol", ("closed", "approved")),
    PaperKind.SUBMISSION: Numbering("TTr", "symbol", ("approved",)),
    PaperKind.PARTY_SUBMISSION: Numbering("TTr", "party_symbol", ("approved",), party=True),
    PaperKind.NOTICE: Numbering("TB", "symbol", ("decided",)),
}


def in_two_digits(number: str) -> str:
    """5/TTr-TCT as 05/TTr-TCT."""
    return f"0{number}" if re.match(r"[0-9](?![0-9])", number) else number
