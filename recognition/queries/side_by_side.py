"""Two dossiers of a year side by side, standard by standard. Marks are shown when every sheet has been sent, unnamed.

Whoever stands too near a dossier reads none of it here before publication; nor is it offered to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from criteria.gates import GateResult
from criteria.numbers import shown, shown_exactly
from criteria.results import Row, Score
from criteria.sentences import result as result_of
from criteria.vocabulary import RowState
from nominations import facts
from nominations.gates_kept import as_concluded
from nominations.models import Nomination, Statement
from nominations.queries.appraisal import VERDICTS
from nominations.queries.gate_lines import ANSWERS
from nominations.standing import RECEIVED
from portal.models import User
from portal.states import State
from recognition import rights
from recognition.models import ReviewList
from recognition.total import FROZEN
from recognition.total_rows import ANSWERED


@dataclass(frozen=True)
class Side:
    """One of the two. `total`: "" while a sheet is still to come; `larger`: than the other's."""

    nomination: Nomination
    verdict: State
    total: str
    sheets: str
    larger: bool


@dataclass(frozen=True)
class Said:
    """One dossier at one standard. `figure`: "8,5"; `larger` is said in words and by a sign, not by colour alone."""

    answer: State
    figure: str = ""
    reason: str = ""
    statement: str = ""
    larger: bool = False


@dataclass(frozen=True)
class Standard:
    """`sides`: None where the standard does not concern that kind of subject."""

    label: str
    clause: str
    floor: str  # "" of a gate
    points: str
    names: tuple[str, str]
    sides: tuple[Said | None, Said | None]

    @property
    def of_each(self) -> list[tuple[str, Said | None]]:
        return list(zip(self.names, self.sides, strict=True))


@dataclass(frozen=True)
class Part:
    label: str
    standards: list[Standard]


@dataclass(frozen=True)
class SideBySide:
    sides: tuple[Side, Side]
    gates: list[Standard]
    parts: list[Part]


def of_the_year(review_list: ReviewList) -> QuerySet[Nomination]:
    """Received or further on."""
    rows = Nomination.objects.with_subject().filter(plan_year=review_list.plan_year, state__in=RECEIVED)
    return rows.select_related("endorsement")


def choices(review_list: ReviewList, user: User) -> list[tuple[int, str]]:
    """Without those that this reader stands too near."""
    rows = of_the_year(review_list)
    return [(each.pk, _called(each)) for each in rows if not rights.too_near(user, each)]


def _called(nomination: Nomination) -> str:
    own = nomination.subject_unit_id == nomination.unit_id
    return str(nomination) if own else f"{nomination}, {nomination.unit}"


def side_by_side(left: Nomination, right: Nomination, user: User) -> SideBySide:
    """A fixed number of queries. A `Refusal` where the reader stands too near either."""
    for each in (left, right):
        rights.require_total(user, each)
    pair = (left, right)
    live = facts.scores(pair, left.plan_year)
    scores = [_score(each, live[each.pk]) for each in pair]
    told = Statement.objects.filter(nomination__in=pair).exclude(text="")
    said = {(pk, code): text for pk, code, text in told.values_list("nomination", "criterion__code", "text")}
    totals = [score.total if _open(score) else None for score in scores]
    larger = _larger(*totals)
    sides = tuple(_side(each, score, mine) for each, score, mine in zip(pair, scores, larger, strict=True))
    return SideBySide(sides, list(_gates(pair, scores, said)), list(_parts(pair, scores, said)))


def _score(nomination: Nomination, live: Score) -> Score:
    """From the list's closing on as it stood then."""
    final = nomination.state in FROZEN and nomination.scorecard
    return as_concluded(nomination.scorecard, live) if final else live


def _open(score: Score) -> bool:
    return score.sheets_sent >= score.sheets_due


def _side(nomination: Nomination, score: Score, larger: bool) -> Side:
    open_now = _open(score) and score.total is not None
    sheets = _("%(sent)02d trên %(due)02d phiếu đã gửi") % {"sent": score.sheets_sent, "due": score.sheets_due}
    return Side(nomination, VERDICTS[score.verdict], shown(score.total, 2) if open_now else "", sheets, larger)


def _larger(left: Fraction | None, right: Fraction | None) -> tuple[bool, bool]:
    if left is None or right is None:
        return False, False
    return left > right, right > left


def _gates(pair, scores: list[Score], said: dict) -> Iterable[Standard]:
    found: list[dict[str, GateResult]] = [{gate.criterion.code: gate for gate in score.gates} for score in scores]
    for code in dict.fromkeys(code for each in found for code in each):
        gates = [each.get(code) for each in found]
        criterion = next(gate.criterion for gate in gates if gate)
        sides = tuple(
            Said(ANSWERS[gate.answer], reason=_reason(gate), statement=said.get((one.pk, code), "")) if gate else None
            for one, gate in zip(pair, gates, strict=True)
        )
        yield Standard(criterion.label, criterion.clause, "", "", _names(pair), sides)


def _names(pair: tuple[Nomination, Nomination]) -> tuple[str, str]:
    return str(pair[0]), str(pair[1])


def _reason(gate: GateResult) -> str:
    return f"{capfirst(gate.reason)}. {gate.waiver_sentence}".strip()


def _parts(pair, scores: list[Score], said: dict) -> Iterable[Part]:
    """By the plan's groups, in their order."""
    found: list[dict[str, Row]] = [{row.criterion.code: row for row in score.rows} for score in scores]
    groups: dict[str, Part] = {}
    for code in dict.fromkeys(code for each in found for code in each):
        rows = [each.get(code) for each in found]
        criterion = next(row.criterion for row in rows if row)
        standard = _standard(pair, scores, rows, said, code)
        groups.setdefault(criterion.group.code, Part(criterion.group.label, [])).standards.append(standard)
    yield from groups.values()


def _standard(pair, scores: list[Score], rows: list[Row | None], said: dict, code: str) -> Standard:
    results = [row.result if row and _open(score) else None for row, score in zip(rows, scores, strict=True)]
    larger = _larger(*results)
    sides = tuple(
        _said(row, result, mine, said.get((one.pk, code), "")) if row else None
        for one, row, result, mine in zip(pair, rows, results, larger, strict=True)
    )
    known = next(row for row in rows if row)
    points, floor = shown(known.criterion.points, 1), shown_exactly(known.floor)
    return Standard(known.criterion.label, known.criterion.clause, floor, points, _names(pair), sides)


def _said(row: Row, result: Fraction | None, larger: bool, statement: str) -> Said:
    if result is None:
        answer = ANSWERED[RowState.UNMARKED if row.applies else RowState.NOT_APPLICABLE]
        return Said(answer, reason=row.not_applicable, statement=statement)
    return Said(ANSWERED[row.state], result_of(row), statement=statement, larger=larger)
