"""Gates: the answer to each with its reason, its paper, who wrote it down and when, and what can be done about it."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from criteria.gates import GateResult
from criteria.models import Criterion, GateAnswer, Rating
from criteria.models import Waiver as WaiverRow
from criteria.results import Score
from criteria.vocabulary import Answer, Source
from nominations.facts import NOT_PUT_FORWARD
from nominations.gates_kept import changed
from nominations.models import Nomination
from portal import clock
from portal.states import State

ANSWERS = {
    Answer.MET: State(Answer.MET.label, "check-circle-fill", "met"),
    Answer.NOT_MET: State(Answer.NOT_MET.label, "x-circle-fill", "not_met"),
    Answer.NO_RESULT: State(Answer.NO_RESULT.label, "hourglass-split", "no_result"),
    Answer.NOT_APPLICABLE: State(Answer.NOT_APPLICABLE.label, "dash-circle", "not_applicable"),
}


@dataclass(frozen=True)
class Part:
    """One rating among those a gate rests on."""

    answer: State
    finding: str
    paper: str
    recorded: str


@dataclass(frozen=True)
class GateLine:
    criterion: Criterion
    clause: str
    answer: State
    reason: str
    paper: str
    recorded: str  # who, when
    parts: list[Part] = field(default_factory=list)
    waiver: str = ""
    waived_by: str = ""
    minutes: bool = False  # the unit's vote: its minutes can be opened
    rests_on: tuple[str, str] = ("", "")  # a head's tie: the own collective's papers, and where they are
    changed: str = ""  # how it answered at the conclusion, where that is otherwise now
    answer_act: str = ""  # what the button says; "" where there is none
    may_waive: bool = False


def gate_counts(score: Score) -> str:
    words = {
        Answer.MET: _("%(n)02d đạt"),
        Answer.NOT_MET: _("%(n)02d không đạt"),
        Answer.NO_RESULT: _("%(n)02d chưa có kết quả"),
        Answer.NOT_APPLICABLE: _("%(n)02d không áp dụng"),
    }
    counted = {answer: sum(gate.answer == answer for gate in score.gates) for answer in words}
    return " · ".join(words[answer] % {"n": count} for answer, count in counted.items() if count)


def gates_of(nomination: Nomination, score: Score, *, in_hand: bool, may_waive: bool) -> list[GateLine]:
    rows = {row.code: row for row in nomination.plan_year.criteria_set.criteria.filter(kind="gate")}
    card = nomination.scorecard_id
    answers = {row.criterion_id: row for row in GateAnswer.objects.filter(scorecard=card).select_related("by__person")}
    waivers = {row.criterion_id: row for row in WaiverRow.objects.filter(scorecard=card).select_related("by__person")}
    ratings = _ratings_of(nomination)
    then = {change.code: change.words for change in changed(nomination.scorecard, score)}
    lines = [
        _gate_line(
            nomination, gate, rows[gate.criterion.code], answers, waivers, ratings, in_hand=in_hand, may_waive=may_waive
        )
        for gate in score.gates
    ]
    return [replace(line, changed=then.get(line.criterion.code, "")) for line in lines]


def _gate_line(
    nomination: Nomination,
    gate: GateResult,
    row: Criterion,
    answers: dict[int, GateAnswer],
    waivers: dict[int, WaiverRow],
    ratings: dict[tuple[str, str], Rating],
    *,
    in_hand: bool,
    may_waive: bool,
) -> GateLine:
    answer, waiver = answers.get(row.pk), waivers.get(row.pk)
    of_vote = gate.criterion.source == Source.ENDORSEMENT
    vote = getattr(nomination, "endorsement", None) if of_vote else None
    if answer:
        recorded = _by_and_when(str(answer.by), answer.at)
    else:
        recorded = f"{nomination.unit}, {vote.held_on:%d/%m/%Y}" if vote else ""
    parts = [
        Part(ANSWERS[part.answer], capfirst(part.finding), part.paper, _recorder(part, ratings)) for part in gate.parts
    ]
    paper = answer.paper if answer else gate.paper
    if len(parts) == 1:  # the gate's own sentence says the same
        paper, recorded, parts = paper or parts[0].paper, recorded or parts[0].recorded, []
    return GateLine(
        criterion=row,
        clause=row.clause,
        answer=ANSWERS[gate.answer],
        reason=f"{capfirst(gate.reason)}.",
        paper=paper,
        recorded=recorded,
        parts=parts,
        waiver=gate.waiver_sentence,
        waived_by=_by_and_when(str(waiver.by), waiver.at) if waiver else "",
        minutes=bool(vote and vote.minutes_id),
        rests_on=_own_collective(nomination) if gate.criterion.source == Source.OWN_COLLECTIVE else ("", ""),
        answer_act=_answer_act(row, answer) if in_hand else "",
        may_waive=may_waive and gate.stands_in_the_way(),
    )


def _answer_act(row: Criterion, answer: GateAnswer | None) -> str:
    if answer:
        return _("Sửa")
    if row.source == Source.OFFICE:
        return _("Trả lời")
    return _("Không áp dụng") if row.may_be_not_applicable else ""


def _own_collective(nomination: Nomination) -> tuple[str, str]:
    """The collective's own dossier where it is put forward; else the page of its ratings."""
    unit = nomination.head_post.unit
    rows = Nomination.objects.filter(plan_year=nomination.plan_year_id, subject_unit=unit)
    own = rows.exclude(state__in=NOT_PUT_FORWARD).first()
    if own:
        return _("Thẩm định hồ sơ của %(unit)s") % {"unit": unit}, reverse("nominations:appraisal", args=[own.pk])
    address = reverse("criteria:rating-unit", args=[nomination.plan_year.year, unit.pk])
    return _("Kết quả xếp loại của %(unit)s") % {"unit": unit}, address


def _by_and_when(who: str, at: datetime) -> str:
    return f"{who}, {clock.local(at):%d/%m/%Y %H:%M}"


def _ratings_of(nomination: Nomination) -> dict[tuple[str, str], Rating]:
    """{(of, paper): rating} of the subject, its bodies and those of its khoa or phòng: who wrote it down."""
    whose = Q(person=nomination.subject_person_id, person__isnull=False)
    if unit := nomination.subject_unit:
        whose |= Q(unit=unit) | Q(unit__parent=unit) | Q(unit__parent=unit.parent_id, unit__parent__isnull=False)
    rows = Rating.objects.standing().filter(whose, year=nomination.plan_year.year)
    return {(rating.of, rating.paper): rating for rating in rows.select_related("recorded_by__person")}


def _recorder(part, ratings: dict[tuple[str, str], Rating]) -> str:
    rating = ratings.get((part.requirement.of, part.paper))
    if rating is None:
        return ""
    return _by_and_when(_("%(who)s ghi") % {"who": rating.recorded_by}, rating.recorded_at)
