"""What the office keeps for papers: letterheads and wordings, by the day from which they hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from portal import clock
from portal.models import Letterhead
from portal.queries import history_of_all
from portal.timeline import Event
from recognition.frame import WORDED
from recognition.models import PaperKind, Wording


@dataclass(frozen=True)
class Kept:
    """`now`: what papers of today are printed with."""

    row: Letterhead | Wording
    now: bool

    @property
    def ahead(self) -> bool:
        return self.row.valid_from > clock.today()


@dataclass(frozen=True)
class OfPaper:
    paper: PaperKind
    rows: list[Kept]


def letterheads() -> list[Kept]:
    return _marked(Letterhead.objects.all())


def wordings() -> list[OfPaper]:
    """Each paper that prints wording, whether or not it has any yet; newest first."""
    rows = list(Wording.objects.all())
    return [OfPaper(paper, _marked(row for row in rows if row.paper == paper)) for paper in WORDED]


def _marked(rows: Iterable | QuerySet) -> list[Kept]:
    found, today = list(rows), clock.today()
    now = next((row for row in found if row.valid_from <= today), None)
    return [Kept(row, row is now) for row in found]


def changes() -> list[Event]:
    """Of both, newest first."""
    events = [*history_of_all(Letterhead.objects.all()), *history_of_all(Wording.objects.all())]
    return sorted(events, key=lambda event: event.at, reverse=True)[:50]
