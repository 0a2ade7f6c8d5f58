"""Recording the decision: who is recognised, who is not and why, which of the school's awards are given with it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.actions import gates
from nominations.models import Nomination
from portal import files
from portal.models import User
from portal.rights import Conflict
from portal.workflow import perform
from recognition.actions import awards, batch
from recognition.models import Decision, ListVersion, PaperKind, Recognition, ReviewList
from recognition.queries import decisions as queries
from recognition.queries.papers import framed
from recognition.workflow import LISTS


@transaction.atomic
def decide(
    review_list: ReviewList, *, number: str, day: date, signer: str, scan: files.Checked, by: User, version: int
) -> Decision:
    """Every listed entry is recognised or not; of the rest, what was not set aside is not. All of it or nothing."""
    perform(LISTS["decide"], review_list, by=by, version=version)
    frozen = review_list.latest()
    first, last = queries.days_of(frozen)
    if not first <= day <= last:
        raise Conflict(
            _("Ngày quyết định phải từ ngày duyệt danh sách (%(first)s) đến hôm nay.") % {"first": f"{first:%d/%m/%Y}"},
            instead=_("Vui lòng xem lại quyết định đã ký."),
        )
    given = awards.of_the_school(frozen, day)
    decision = Decision.objects.create(
        review_list=review_list,
        number=number,
        date=day,
        signer=signer,
        scan=files.store(scan, by=by),
        frame=framed(frozen, PaperKind.DECISION, day) | {"awards": awards.names_of(given)},
        recorded_by=by,
    )
    for entry in frozen.entries.select_related("nomination__subject_unit", "nomination__subject_person"):
        _conclude(entry.nomination, frozen, decision, by=by)
    if not review_list.is_supplement:
        _leave_out(review_list, by=by)
    awards.give(given, number=number, day=day, by=by)
    awards.drop(review_list, by=by)
    return decision


def _conclude(nomination: Nomination, frozen: ListVersion, decision: Decision, *, by: User) -> None:
    if not queries.has_passed(frozen, nomination.pk):
        batch.move_one("refuse", nomination, by=by, outcome_reason=queries.vote_missed(frozen, nomination.pk))
        return
    told = {"number": decision.number, "day": f"{decision.date:%d/%m/%Y}"}
    reason = _("Công nhận điển hình tiên tiến theo Quyết định số %(number)s ngày %(day)s.") % told
    batch.move_one("recognise", nomination, by=by, outcome_reason=reason)
    Recognition.objects.create(nomination=nomination, decision=decision, model_name=nomination.model_name)


def _leave_out(review_list: ReviewList, *, by: User) -> None:
    """What was received or appraised, stands on no list and was not set aside: with the sentences that say why."""
    rest = queries.left_out(review_list)
    gates.keep((nomination, score) for nomination, score, _why in rest if nomination.scorecard)
    for nomination, _score, why in rest:
        batch.move_one("refuse", nomination, by=by, outcome_reason=why)
