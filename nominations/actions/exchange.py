"""What a sending, a return and an answer leave behind. Called inside the transaction of the move they belong to."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Sheet
from nominations.models import Nomination, Paper, ReturnNote, Sending
from nominations.places import WHOLE, content_of, places_of
from nominations.queries.exchange import after_return
from portal import actions, clock
from portal.models import OutboxMessage, User
from portal.rights import Conflict

Notes = Mapping[str, str]  # {key of a place: what is asked for there}


def keep_sending(paper: Paper, *, by: User, at: datetime) -> None:
    """The whole paper as it stands."""
    whose = {paper._meta.model_name: paper}
    Sending.objects.create(**whose, content=content_of(paper), at=at, by=by)


def in_words(paper: Paper, reason: str, notes: Notes) -> str:
    """All reasons of a return as one text, for messages and the log: the whole first, then each with its place."""
    labels = {place.key: place.label for place in places_of(paper)}
    return "\n".join(part for part in (reason, *(f"{labels[key]}: {text}" for key, text in notes.items())) if part)


def pin(paper: Paper, reason: str, notes: Notes, *, by: User) -> None:
    """Each reason at the place it speaks of."""
    labels = {place.key: place.label for place in places_of(paper)} | {WHOLE: _("Toàn bộ nội dung")}
    pinned = ({WHOLE: reason} if reason else {}) | dict(notes)
    whose, now = {paper._meta.model_name: paper}, clock.now()
    ReturnNote.objects.bulk_create(
        ReturnNote(**whose, place=key, label=labels[key][:200], text=text, made_at=now, made_by=by)
        for key, text in pinned.items()
    )


@transaction.atomic
def answer(paper: Paper, told: Mapping[ReturnNote, str], *, by: User, version: int) -> None:
    """What the unit says to each reason of the return under way.

    It counts as a change of the paper: its version goes on.
    """
    if paper.state != "returned":
        raise Conflict(_("Chỉ trả lời được khi đang được trả lại để bổ sung."), instead=_("Vui lòng mở lại trang."))
    stored = dict(paper.return_notes.values_list("pk", "answer"))
    changed = {note: text for note, text in told.items() if stored.get(note.pk, text) != text}
    before = [f"{note.label}: {stored[note.pk]}" for note in changed if stored[note.pk]]
    after = [f"{note.label}: {text}" for note, text in changed.items() if text]
    act = _("Trả lời yêu cầu bổ sung")
    actions.keep(paper, by=by, act=act, version=version, parts={act: (before, after)})
    for note, text in changed.items():
        when, who = (clock.now(), by) if text else (None, None)
        ReturnNote.objects.filter(pk=note.pk).update(answer=text, answered_at=when, answered_by=who)


def tell_assessors(nomination: Nomination) -> None:
    """Whoever sent a sheet before the dossier was changed hears of it, and may take the sheet back."""
    found = after_return(nomination)
    if found is None or not found.comparison.changes:
        return
    sheets = Sheet.objects.filter(scorecard=nomination.scorecard_id, sent_at__lt=nomination.sent_at)
    body = _(
        "Các mục đã sửa: %(which)s. Phiếu chấm gửi trước đó vẫn có hiệu lực; nếu cần chấm lại, đồng chí mở hồ sơ và"
        " rút phiếu về trước khi kết luận thẩm định."
    ) % {"which": "; ".join(change.label for change in found.comparison.changes)}
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            to_id=assessor,
            subject=_("Hồ sơ đã sửa sau khi trả lại: %(who)s") % {"who": nomination},
            body=body,
            link=f"/nominations/{nomination.pk}/score/",
        )
        for assessor in sheets.values_list("assessor_id", flat=True)
    )
