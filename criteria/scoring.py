"""The engine: standards + sheets + facts -> Score. Pure and exact; every number carries how it came about.

total = 100 × Σ results ÷ Σ points that apply, rounded once to 0.01, half up. Points only rank among those who reached
every standard (plan III.3: "trong số những … đạt các tiêu chuẩn sau đây").
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import median

from criteria.facts import Facts, OwnCollective, Sheet
from criteria.gates import GateResult, answer_gates, together
from criteria.results import GroupSums, Overlap, Row, Score, Sums, in_the_way, unanswered
from criteria.standards import Criterion, Parameters, Standards
from criteria.vocabulary import Answer, Combine, OwnCollectiveRule, RowState, Source, Verdict


def score(standards: Standards, sheets: Iterable[Sheet], facts: Facts, parameters: Parameters) -> Score:
    """What one subject's sheets and facts come to. Raises ValueError for what no stored record can be."""
    sheets = tuple(sheets)
    sent = [sheet for sheet in sheets if sheet.sent]
    refuse_impossible(standards, sent, facts)
    due = max(parameters.min_sheets, len(sheets))
    gates = answer_gates(standards, facts, parameters)
    rows = tuple(row_of(criterion, sent, facts, parameters) for criterion in standards.scored)
    rows_of_unit = tuple(row_of(criterion, sent, facts, parameters) for criterion in standards.of_unit)
    all_sent = len(sent) >= due
    return Score(
        kind=standards.kind,
        verdict=conclude(gates, rows, all_sent=all_sent),
        verdict_without_waivers=conclude(gates, rows, all_sent=all_sent, with_waivers=False),
        sums=sums_of(rows),
        by_group=sums_by_group(rows),
        gates=gates,
        rows=rows,
        rows_of_unit=rows_of_unit,
        sums_of_unit=sums_of(rows_of_unit),
        overlaps=overlaps_of(standards, facts),
        sheets_sent=len(sent),
        sheets_due=due,
    )


def total_of(standards: Standards, sheets: Iterable[Sheet], facts: Facts, parameters: Parameters) -> Decimal | None:
    """The total alone, as `score` finds it: gates do not enter it."""
    sent = [sheet for sheet in sheets if sheet.sent]
    refuse_impossible(standards, sent, facts)
    return sums_of(row_of(criterion, sent, facts, parameters) for criterion in standards.scored).total


def row_of(criterion: Criterion, sent: Sequence[Sheet], facts: Facts, parameters: Parameters) -> Row:
    code, points = criterion.code, criterion.points
    floor = parameters.floor_of(criterion)
    reason = facts.not_applicable.get(code)
    marks = {sheet.assessor: sheet.marks[code] for sheet in sent if code in sheet.marks}
    agreed = facts.agreed.get(code)
    result = None
    if reason is None:
        result = Fraction(agreed) if agreed is not None else combined(marks, len(sent), parameters.combine)
    return Row(
        criterion=criterion,
        state=state_of(result, floor, applies=reason is None),
        marks=marks,
        combine=parameters.combine,
        result=result,
        floor=floor,
        allowed_spread=parameters.tolerance * points,
        agreed=agreed,
        not_applicable=reason or "",
    )


def combined(marks: Mapping[str, Decimal], sheets: int, combine: Combine) -> Fraction | None:
    """The exact mean or median; None until every sheet that was sent has marked the row."""
    if not marks or len(marks) < sheets:
        return None
    if combine == Combine.MEDIAN:
        return median(Fraction(mark) for mark in marks.values())
    return Fraction(sum(marks.values())) / len(marks)


def state_of(result: Fraction | None, floor: Decimal, *, applies: bool) -> RowState:
    if not applies:
        return RowState.NOT_APPLICABLE
    if result is None:
        return RowState.UNMARKED
    return RowState.REACHED if result >= Fraction(floor) else RowState.BELOW


def sums_of(rows: Iterable[Row]) -> Sums:
    """What is set aside leaves both sums."""
    applying = [row for row in rows if row.applies]
    missing = any(row.result is None for row in applying)
    return Sums(
        given=None if missing else sum((row.result for row in applying), Fraction(0)),
        points=sum((row.criterion.points for row in applying), Decimal(0)),
    )


def sums_by_group(rows: Sequence[Row]) -> tuple[GroupSums, ...]:
    by_group: dict[str, list[Row]] = {}
    for row in rows:
        by_group.setdefault(row.criterion.group.code, []).append(row)
    return tuple(GroupSums(group=members[0].criterion.group, sums=sums_of(members)) for members in by_group.values())


def conclude(gates: Sequence[GateResult], rows: Sequence[Row], *, all_sent: bool, with_waivers: bool = True) -> Verdict:
    """Every standard must be reached. A rating still to come is waited for, unless something has failed."""
    states = {row.state for row in rows}
    if not all_sent or RowState.UNMARKED in states or unanswered(gates, with_waivers=with_waivers):
        return Verdict.UNFINISHED
    answers = {gate.answer for gate in gates if gate.stands_in_the_way(with_waivers=with_waivers)}
    if Answer.NOT_MET in answers or RowState.BELOW in states:
        return Verdict.NOT_ELIGIBLE
    return Verdict.AWAITING_RATING if answers else Verdict.ELIGIBLE


def overlaps_of(standards: Standards, facts: Facts) -> tuple[Overlap, ...]:
    resting = [
        (criterion, frozenset(facts.evidence[criterion.code]))
        for criterion in standards.criteria
        if facts.evidence.get(criterion.code) and criterion.code not in facts.not_applicable
    ]
    return tuple(
        Overlap(first=first, second=second, evidence=shared & also)
        for (first, shared), (second, also) in combinations(resting, 2)
        if first.overlaps_with(second) and shared & also
    )


def own_collective(
    name: str, gates: Iterable[GateResult], nominated: Score | None, parameters: Parameters, *, revoked: bool = False
) -> OwnCollective:
    """What a head's tie to the own collective rests on.

    `gates` are the unit's own as a collective, whether it is nominated or not; `nominated` is its score if it is.
    Waivers are left out of both: what was waived for the unit is not waived for its head.
    """
    ratings = [gate for gate in gates if gate.criterion.source == Source.RATING]
    if parameters.own_collective == OwnCollectiveRule.STRICT:
        barring = in_the_way(nominated.gates, nominated.rows, with_waivers=False) if nominated else []
    else:
        barring = in_the_way(ratings, (), with_waivers=False)
    return OwnCollective(
        name=name,
        ratings=together(gate.answer for gate in ratings),
        standing=nominated.verdict_without_waivers if nominated else None,
        shortfalls=tuple(each.reason for each in barring),
        revoked=revoked,
    )


def refuse_impossible(standards: Standards, sent: Sequence[Sheet], facts: Facts) -> None:
    """The tables' constraints already forbid these; a score must not be built on what slipped past them."""
    marked = {criterion.code: criterion for criterion in (*standards.scored, *standards.of_unit)}
    for marks in (*(sheet.marks for sheet in sent), facts.agreed):
        for code, mark in marks.items():
            refuse_mark(code, mark, marked.get(code))
    if len({sheet.assessor for sheet in sent}) < len(sent):
        raise ValueError("one assessor has two sheets")
    for criterion in standards.criteria:
        if criterion.code in facts.not_applicable and not criterion.may_be_not_applicable:
            raise ValueError(f"{criterion.code} may not be set aside")


def refuse_mark(code: str, mark: Decimal, criterion: Criterion | None) -> None:
    if criterion is None:
        raise ValueError(f"a mark for {code}, which gives no points here")
    if not (isinstance(mark, Decimal) and mark.is_finite() and 0 <= mark <= criterion.points) or mark * 10 % 1:
        raise ValueError(f"{code}: {mark!r} is no mark of one decimal within 0..{criterion.points}")
