"""What was typed into a paper, saving by saving, and what each saving changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from portal.models import Revision
from portal.words import Piece, compare

LOOKS_BACK = 100  # savings before those shown, for what each text was


@dataclass(frozen=True)
class Change:
    label: str
    pieces: list[Piece]
    text: str


@dataclass(frozen=True)
class Saving:
    at: datetime
    who: str
    kept: bool
    changes: list[Change]


def revisions_of(thing: Model) -> QuerySet[Revision]:
    return Revision.objects.of(thing)


def savings(thing: Model, rows: Sequence[Revision]) -> list[Saving]:
    """Newest first, as `rows` stand; each text beside the last one that was kept before it."""
    if not rows:
        return []
    before: dict[str, str] = {}
    earlier = revisions_of(thing).filter(kept=True, pk__lt=rows[-1].pk).values_list("content", flat=True)
    for content in reversed(earlier[:LOOKS_BACK]):
        before |= _texts(content)
    found = []
    for row in reversed(rows):
        told = _texts(row.content)
        found.append(Saving(row.at, row.by_name.rsplit(" (", 1)[0], row.kept, _changes(before, told)))
        before |= told if row.kept else {}
    return found[::-1]


def _changes(before: dict[str, str], told: dict[str, str]) -> list[Change]:
    return [
        Change(label, compare(before.get(label, ""), text), text)
        for label, text in told.items()
        if text != before.get(label, "")
    ]


def _texts(content: dict) -> dict[str, str]:
    return {label: text if isinstance(text, str) else "\n".join(text) for label, text in content.items()}
