"""What goes back and forth: the reasons of a return with what became of them, and what changed between two sendings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from nominations import rights
from nominations.models import Nomination, Paper, ReturnNote, Sending
from nominations.places import WHOLE, Place, places_of
from portal.models import User
from portal.words import Piece, compare

# -- what changed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    place: str
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Comparison:
    old: Sending
    new: Sending
    changes: list[Change]

    def of(self, place: str) -> Change | None:
        return next((change for change in self.changes if change.place == place), None)


def comparison(old: Sending, new: Sending) -> Comparison:
    """Place by place, in the order of the newer one; what it no longer has comes last."""
    return Comparison(old, new, list(_changes(old.content, new.content)))


def _changes(old: list, new: list) -> Iterable[Change]:
    was = {place: text for place, _label, text in old}
    now = {place for place, _label, _text in new}
    gone = [(place, label, "") for place, label, _text in old if place not in now]
    for place, label, text in [*new, *gone]:
        if was.get(place, "") != text:
            yield Change(place, label, compare(was.get(place, ""), text))


def sendings_of(paper: Paper) -> list[Sending]:
    """The newest first."""
    return list(paper.sendings.select_related("by__person").order_by("-at", "-pk"))


# -- what the unit is asked for -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A reason of the return that waits for the unit. `changed`: its place, since the paper was sent."""

    note: ReturnNote
    field: str  # the address of the field it speaks of; "" for the paper as a whole
    anchor: str
    answering: str  # the address where it is answered
    changed: bool

    @property
    def met(self) -> bool:
        return self.changed or bool(self.note.answer)


def waiting(paper: Paper) -> list[Asked]:
    """The reasons of the return under way; none once the paper has been sent again."""
    if paper.state != "returned":
        return []
    last = paper.sendings.last()
    notes = paper.return_notes.select_related("made_by__person")
    notes = list(notes.filter(made_at__gte=last.at) if last else notes)
    if not notes:
        return []
    places = {place.key: place for place in places_of(paper)}
    changed = _changed(last, places) if last else set()
    return [_asked(paper, note, places.get(note.place), changed) for note in notes]


def _changed(last: Sending, places: dict[str, Place]) -> set[str]:
    """Which places differ from what was sent; with any of them the paper as a whole."""
    sent = {place: text for place, _label, text in last.content}
    keys = {key for key in sent.keys() | places if sent.get(key, "") != (places[key].text if key in places else "")}
    return keys | {WHOLE} if keys else keys


def _asked(paper: Paper, note: ReturnNote, place: Place | None, changed: set[str]) -> Asked:
    kind = paper._meta.model_name
    field = anchor = ""
    if place:
        anchor = place.anchor
        page = reverse(f"nominations:{kind}-{place.step or 'edit'}", args=[paper.pk])
        field = f"{page}#{anchor}"
    answering = f"{reverse(f'nominations:{kind}-answers', args=[paper.pk])}#answer-{note.pk}"
    return Asked(note, field, anchor, answering, note.place in changed)


def by_anchor(asked: list[Asked]) -> dict[str, list[Asked]]:
    """For the pages of the editor: {id of the field: the reasons that speak of it}."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        found[each.anchor].append(each)
    return dict(found)


# -- on the page of a paper --------------------------------------------------------------------------------


def shown_to(user: User, paper: Paper) -> dict:
    """For the page of a paper: the pinned reasons, the rounds, the comparison; `why` also to whom it is about."""
    reads = rights.reads_exchange(user, paper)
    compared = reads and paper.sendings.count() > 1
    return {
        "asked": waiting(paper) if rights.writes_for(user, paper) else [],
        "rounds": rounds(paper) if reads else [],
        "changes": reverse(f"nominations:{paper._meta.model_name}-changes", args=[paper.pk]) if compared else "",
        "why": paper.return_reason if reads or rights.is_about(user, paper) else "",
    }


@dataclass(frozen=True)
class Round:
    """One return: its reasons, each with the unit's answer."""

    at: datetime
    by: str
    notes: list[ReturnNote]


def rounds(paper: Paper) -> list[Round]:
    """Every return so far, the newest first."""
    rows = paper.return_notes.select_related("made_by__person", "answered_by__person").order_by("-made_at", "pk")
    found = []
    for at, notes in groupby(rows, key=lambda note: note.made_at):
        together = list(notes)
        found.append(Round(at, str(together[0].made_by), together))
    return found


@dataclass(frozen=True)
class Reviewed:
    """A reason of the last return beside what the unit did about it."""

    note: ReturnNote
    change: Change | None


@dataclass(frozen=True)
class AfterReturn:
    """What came back: of each place asked for, and of those nobody had asked for."""

    comparison: Comparison
    reviewed: list[Reviewed]
    others: list[str]


def after_return(nomination: Nomination) -> AfterReturn | None:
    """Between the last sending and the one before; nothing while it is returned, or was sent only once."""
    sendings = list(nomination.sendings.order_by("-at", "-pk")[:2])
    if len(sendings) < 2 or nomination.state == "returned":
        return None
    found = comparison(sendings[1], sendings[0])
    notes = nomination.return_notes.filter(made_at__gte=sendings[1].at, made_at__lte=sendings[0].at)
    reviewed = [Reviewed(note, found.of(note.place)) for note in notes]
    asked = {each.note.place for each in reviewed}
    return AfterReturn(found, reviewed, [row.label for row in found.changes if row.place not in asked])
