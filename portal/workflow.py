"""How a state changes: one table of moves per app, one function that performs them, one diagram drawn from them.

A move is one transaction: a guarded UPDATE (id, state and version in the WHERE), its audit entry, its messages in
the outbox. Whatever has a workflow has the fields `state` and `version`; nobody else assigns a state.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from portal import audit
from portal.models import OutboxMessage, User
from portal.rights import Conflict, Refusal
from portal.states import State


def _nothing_missing(thing: Model) -> str:
    return ""


def _nobody_told(thing: Model) -> Iterable[OutboxMessage]:
    return ()


@dataclass(frozen=True)
class Move:
    """One row of the table.

    `words` stands on the button and in the log; `who` answers for this user and this thing; `guard` returns the
    sentence that says what is still missing, or ""; `tells` makes the messages that go into the outbox.
    """

    name: str
    words: str
    sources: tuple[str, ...]
    target: str
    who: Callable[[User, Model], bool]
    guard: Callable[[Model], str] = _nothing_missing
    tells: Callable[[Model], Iterable[OutboxMessage]] = _nobody_told
    asks_reason: bool = False
    by_hand: bool = True  # False: follows from another thing's move and has no button of its own


@dataclass(frozen=True)
class Workflow:
    """A thing's states (label, icon, colour), where it begins, and every way on."""

    title: str
    states: Mapping[str, State]
    initial: str
    moves: tuple[Move, ...]

    def open_to(self, user: User, thing: Model) -> list[Move]:
        """What this user may do with it in its present state; guards speak on the page, they hide nothing."""
        return [move for move in self.moves if move.by_hand and thing.state in move.sources and move.who(user, thing)]

    def __getitem__(self, name: str) -> Move:
        return next(move for move in self.moves if move.name == name)


@transaction.atomic
def perform(move: Move, thing: Model, *, by: User, version: int, reason: str = "", **fields) -> None:
    """Carry out one move on what the user saw (`version`), setting `fields` in the same UPDATE.

    Raises `Refusal` (not theirs to do) or `Conflict` (wrong state, something missing, changed meanwhile).
    """
    before = thing.state
    if not move.who(by, thing):
        raise Refusal(_("Việc “%(move)s” không thuộc quyền của đồng chí.") % {"move": move.words})
    if before not in move.sources:
        raise _changed_meanwhile()
    if missing := move.guard(thing):
        raise Conflict(missing, instead=_("Vui lòng bổ sung rồi thực hiện lại."))
    if move.asks_reason and not reason:
        raise Conflict(_("Việc “%(move)s” cần nêu lý do.") % {"move": move.words}, instead=_("Vui lòng nhập lý do."))
    rows = type(thing)._default_manager.filter(pk=thing.pk, state=before, version=version)
    if not rows.update(state=move.target, version=F("version") + 1, **fields):
        raise _changed_meanwhile()
    thing.refresh_from_db()
    audit.record(thing, move.words, by=by, before={"state": before}, after={"state": move.target}, note=reason)
    OutboxMessage.objects.bulk_create(move.tells(thing))


def _changed_meanwhile() -> Conflict:
    return Conflict(
        _("Nội dung này vừa được người khác xử lý nên thao tác chưa được thực hiện."),
        instead=_("Vui lòng mở lại trang để xem tình trạng mới nhất."),
    )


def diagram(workflow: Workflow) -> str:
    """The table as Mermaid, for `docs/states.md`."""
    lines = [f"## {workflow.title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {key} : {state.label}" for key, state in workflow.states.items()]
    lines.append(f"    [*] --> {workflow.initial}")
    lines += [f"    {source} --> {move.target} : {move.words}" for move in workflow.moves for source in move.sources]
    return "\n".join([*lines, "```", ""])
