"""The papers of a version: what makes each, and what it still waits for.

(Danh sách bình xét has an address of its own.)
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.models import Unit
from portal.papers.blocks import Paper
from portal.papers.printing import FORMATS
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


PAPERS: dict[PaperKind, Printable] = {}
