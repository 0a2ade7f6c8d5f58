"""What each gate answered is kept when a dossier is concluded; a later change stays marked until it has been seen."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Scorecard
from criteria.results import Score
from nominations import facts, rights
from nominations.gates_kept import answers_of, fingerprint, unseen
from nominations.models import Nomination
from nominations.raised import CONCLUDED
from portal import audit, clock
from portal.models import User
from portal.rights import Conflict


def score_of(nomination: Nomination) -> Score:
    """Live, from what is stored now."""
    fresh = Nomination.objects.with_subject().get(pk=nomination.pk)
    return facts.scores([fresh], fresh.plan_year)[fresh.pk]


def keep(pairs: Iterable[tuple[Nomination, Score]]) -> None:
    """The answers that a conclusion, or a list, rests on."""
    for nomination, score in pairs:
        kept = {"gates_at_close": answers_of(score), "gates_seen": {}, "gates_seen_at": None}
        Scorecard.objects.filter(pk=nomination.scorecard_id).update(**kept)


def forget(nomination: Nomination) -> None:
    """Opened again: there is no conclusion to differ from."""
    nothing = {"gates_at_close": {}, "gates_seen": {}, "gates_seen_at": None}
    Scorecard.objects.filter(pk=nomination.scorecard_id).update(**nothing)


@transaction.atomic
def acknowledge(nomination: Nomination, *, seen: str, reason: str, by: User) -> None:
    """Take the present answers as seen, with a reason. What the conclusion rested on stays beside them.

    `seen`: the fingerprint of the answers that were on the screen.
    """
    rights.require_handling(by, nomination)
    score = score_of(nomination)
    changes = unseen(nomination.scorecard, score)
    if nomination.state not in CONCLUDED or not changes:
        raise Conflict(_("Hồ sơ không có điều kiện nào thay đổi sau kết luận mà chưa xem xét."))
    if seen != fingerprint(score):
        raise Conflict(
            _("Kết quả vừa thay đổi thêm sau khi đồng chí mở trang."),
            instead=_("Vui lòng mở lại trang hồ sơ để xem câu trả lời mới nhất."),
        )
    Scorecard.objects.filter(pk=nomination.scorecard_id).update(gates_seen=answers_of(score), gates_seen_at=clock.now())
    before = {change.label: change.before.label for change in changes}
    after = {change.label: change.now.label for change in changes}
    audit.record(nomination, _("Xem xét điều kiện thay đổi"), by=by, before=before, after=after, note=reason)
