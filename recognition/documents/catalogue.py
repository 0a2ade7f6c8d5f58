"""The papers of a version: what makes each, and what it still waits for.

(Danh sách bình xét has an address of its own.)
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.models import Unit
from portal.papers.blocks import Paper
from portal.papers.printing import FORMATS
from recognition.documents import official
from recognition.documents.cards import CARDS, Cards
from recognition.documents.traced import traced
from recognition.models import ListVersion, PaperKind

File = Callable[[ListVersion, Unit | None], bytes]  # the unit to which a notice goes; None for what is one a version


def nothing(frozen: ListVersion) -> str:
    return ""


@dataclass(frozen=True)
class Printable:
    """`files`: {"pdf" or "docx": what writes it}; `missing`: a sentence that says what is not there yet, or ""."""

    files: dict[str, File]
    missing: Callable[[ListVersion], str] = nothing


def of_blocks(make: Callable[[ListVersion, Unit | None], Paper], *, trace: bool = True) -> dict[str, File]:
    """PDF and Word of a paper made of blocks, with the version's trace at its foot (a ballot has none)."""

    def write(kind: str) -> File:
        draw = FORMATS[kind][0]
        return lambda frozen, unit: draw(traced(make(frozen, unit), frozen) if trace else make(frozen, unit))

    return {kind: write(kind) for kind in FORMATS}


def of_cards(make: Callable[[ListVersion, Unit | None], Cards]) -> dict[str, File]:
    """Of papers that are no running text."""
    return {kind: lambda frozen, unit, draw=draw: draw(make(frozen, unit)) for kind, draw in CARDS.items()}


PAPERS: dict[PaperKind, Printable] = {
    PaperKind.SUBMISSION: Printable(of_blocks(official.submission_of), official.not_approved),
    PaperKind.PARTY_SUBMISSION: Printable(of_blocks(official.party_submission_of), official.not_approved),
    PaperKind.BALLOT: Printable(of_cards(official.ballot_of)),
    PaperKind.MINUTES: Printable(of_blocks(official.minutes_of), official.not_met),
    PaperKind.COUNT: Printable(of_blocks(official.count_of), official.not_met),
    PaperKind.DECISION: Printable(of_blocks(official.decision_of), official.not_approved),
    PaperKind.NOTICE: Printable(of_blocks(official.notice_of), official.not_decided),
    PaperKind.CERTIFICATE: Printable(of_cards(official.certificates_of), official.not_decided),
    PaperKind.MERIT: Printable(of_cards(official.merits_of), official.no_merit),
}
