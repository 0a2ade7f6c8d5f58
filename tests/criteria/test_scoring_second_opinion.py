"""A second calculation, slow and written apart from the first, agrees on 10,000 random cases.

It knows nothing of the engine but its inputs: it counts in whole tenths and fractions, sorts for the median by hand,
rounds by comparing remainders, and finds each gate's answer with nested ifs.
"""

from decimal import Decimal
from fractions import Fraction
from random import Random

from criteria.facts import Endorsement, Facts, OfficeAnswer, OwnCollective, RatingFact, Sheet, Waiver
from criteria.scoring import score
from criteria.standards import Criterion, RatingRequirement, Standards
from criteria.vocabulary import (
    Answer,
    Combine,
    CriterionKind,
    Level,
    OwnCollectiveRule,
    RatingOf,
    Source,
    SubjectKind,
    Verdict,
)
from tests.criteria.builders import GROUP, parameters, scored

CASES = 10_000
LADDER = {"fail": 0, "done": 1, "good": 2, "excellent": 3}


# -- random cases ---------------------------------------------------------------------------------------------
def a_case(random: Random):
    rows = [a_row(random, number) for number in range(random.randint(0, 6))]
    gates = [a_gate(random, number) for number in range(random.randint(0, 4))]
    criteria = tuple(random.sample(rows + gates, len(rows) + len(gates)))
    sheets = [a_sheet(random, number, rows) for number in range(random.randint(0, 4))]
    scale = parameters(
        combine=random.choice(list(Combine)),
        min_sheets=random.randint(1, 3),
        floor=Decimal(random.randint(0, 100)) / 100,
        tolerance=Decimal(random.randint(0, 100)) / 100,
        own_collective=random.choice(list(OwnCollectiveRule)),
        unit_vote_threshold=Fraction(random.randint(1, 6), 6),
    )
    return Standards(SubjectKind.HEAD, criteria), sheets, some_facts(random, rows, gates), scale


def a_row(random: Random, number: int) -> Criterion:
    floor = Decimal(random.randint(0, 100)) / 100 if random.random() < 0.3 else None
    return scored(
        f"S{number}",
        Decimal(random.randint(1, 200)) / 10,
        floor=floor,
        may_be_not_applicable=True,
        of_unit=random.random() < 0.1,
    )


def a_gate(random: Random, number: int) -> Criterion:
    source = random.choice(list(Source))
    asked = [
        RatingRequirement(of=of, at_least=random.choice(list(Level)))
        for of in random.sample(list(RatingOf), random.randint(1, 3))
    ]
    return Criterion(
        code=f"K{number}",
        label=f"Điều kiện {number}",
        kind=CriterionKind.GATE,
        group=GROUP,
        applies_to=frozenset(SubjectKind),
        source=source,
        ratings=tuple(asked) if source == Source.RATING else (),
        may_be_not_applicable=True,
    )


def a_sheet(random: Random, number: int, rows: list[Criterion]) -> Sheet:
    generous = random.random() < 0.5
    marks = {}
    for row in rows:
        most = int(row.points * 10)
        if random.random() < 0.97:
            marks[row.code] = Decimal(random.randint(most // 2 if generous else 0, most)) / 10
    return Sheet(assessor=f"a{number}", marks=marks, sent=random.random() < 0.9)


def some_facts(random: Random, rows: list[Criterion], gates: list[Criterion]) -> Facts:
    def some(criteria, share):
        return [criterion.code for criterion in criteria if random.random() < share]

    members = random.randint(1, 12)
    answers = [answer for answer in Answer if answer != Answer.NOT_APPLICABLE]
    good = random.random() < 0.6  # else nearly nothing would ever be eligible
    levels = [Level.EXCELLENT] if good else [None, *Level]
    rated = random.choices(list(RatingOf), k=random.randint(0, 6))
    vote = Endorsement(members=members, agree=members if good else random.randint(0, members))
    own = OwnCollective(
        name="Khoa",
        ratings=Answer.MET if good else random.choice(list(Answer)),
        standing=Verdict.ELIGIBLE if good else random.choice([None, *Verdict]),
    )
    return Facts(
        ratings=[RatingFact(of=of, level=random.choice(levels)) for of in rated],
        endorsement=vote if random.random() < 0.9 else None,
        office={code: OfficeAnswer(answer=Answer.MET if good else random.choice(answers)) for code in some(gates, 0.9)},
        own_collective=own if random.random() < 0.9 else None,
        not_applicable=dict.fromkeys(some(rows + gates, 0.15), "lý do"),
        waivers={code: Waiver(reason="lý do") for code in some(gates, 0.15)},
        agreed={
            row.code: Decimal(random.randint(0, int(row.points * 10))) / 10 for row in rows if random.random() < 0.1
        },
    )


# -- the second calculation -----------------------------------------------------------------------------------
def tenths(mark: Decimal) -> int:
    whole, _, part = str(mark).partition(".")
    return int(whole) * 10 + int((part or "0")[0])


def middle(numbers: list[int]) -> Fraction:
    remaining = list(numbers)
    while len(remaining) > 2:
        remaining.remove(min(remaining))
        remaining.remove(max(remaining))
    return Fraction(sum(remaining), len(remaining))


def in_hundredths(value: Fraction) -> int:
    whole, rest = divmod(value.numerator * 100, value.denominator)
    return whole + 1 if rest * 2 >= value.denominator else whole


def row_in_tenths(row: Criterion, sent: list[Sheet], about: Facts, scale) -> Fraction | None:
    if row.code in about.agreed:
        return Fraction(tenths(about.agreed[row.code]))
    if not sent or any(row.code not in sheet.marks for sheet in sent):
        return None
    numbers = [tenths(sheet.marks[row.code]) for sheet in sent]
    return Fraction(sum(numbers), len(numbers)) if scale.combine == "mean" else middle(numbers)


def gate_in_words(gate: Criterion, about: Facts, scale) -> tuple[str, str]:
    """The answer, and what an answer that is missing waits for."""
    if gate.code in about.not_applicable:
        return "not_applicable", ""
    if gate.source == "office":
        return (
            (about.office[gate.code].answer.value, "person") if gate.code in about.office else ("no_result", "person")
        )
    if gate.source == "endorsement":
        if about.endorsement is None:
            return "no_result", "person"
        share = Fraction(about.endorsement.agree, about.endorsement.members)
        return ("met" if share >= scale.unit_vote_threshold else "not_met"), ""
    if gate.source == "own_collective":
        return own_in_words(about.own_collective, scale.own_collective.value)
    return ratings_in_words(gate, about), "rating"


def own_in_words(own: OwnCollective | None, rule: str) -> tuple[str, str]:
    if own is None:
        return "no_result", "person"
    if rule != "strict":
        return own.ratings.value, "rating"
    if own.standing is None or own.standing == "not_eligible":
        return "not_met", ""
    if own.standing == "eligible":
        return "met", ""
    return "no_result", "rating" if own.standing == "awaiting_rating" else "person"


def ratings_in_words(gate: Criterion, about: Facts) -> str:
    failing = missing = reaching = 0
    for asked in gate.ratings:
        found = [fact for fact in about.ratings if fact.of.value == asked.of.value]
        if not found and asked.of.value in ("unit", "staff", "party_member"):
            missing += 1
        for fact in found:
            if fact.level is None:
                missing += 1
            elif LADDER[fact.level.value] < LADDER[asked.at_least.value]:
                failing += 1
            else:
                reaching += 1
    if failing:
        return "not_met"
    if missing:
        return "no_result"
    return "met" if reaching else "not_applicable"


def second_opinion(measured: Standards, sheets: list[Sheet], about: Facts, scale):
    """Total in hundredths (or None), the verdict, and the gates' answers."""
    sent = [sheet for sheet in sheets if sheet.sent]
    given, points, unmarked, below = Fraction(0), 0, False, False
    for row in measured.criteria:
        if row.kind == "gate" or row.of_unit or row.code in about.not_applicable:
            continue
        result = row_in_tenths(row, sent, about, scale)
        points += tenths(row.points)
        if result is None:
            unmarked = True
            continue
        given += result
        floor = Fraction(str(scale.floor if row.floor is None else row.floor)) * tenths(row.points)
        below = below or result < floor
    total = None if unmarked or points == 0 else in_hundredths(100 * given / points)

    answers, waiting_for = {}, set()
    failed = False
    for gate in measured.criteria:
        if gate.kind != "gate":
            continue
        answer, waits_for = gate_in_words(gate, about, scale)
        answers[gate.code] = answer
        advisory = gate.source == "own_collective" and scale.own_collective == "advisory"
        if gate.code in about.waivers or (advisory and gate.code not in about.not_applicable):
            continue
        if answer == "not_met":
            failed = True
        if answer == "no_result":
            waiting_for.add(waits_for)

    if len(sent) < len(sheets) or len(sent) < scale.min_sheets or unmarked or "person" in waiting_for:
        verdict = "unfinished"
    elif failed or below:
        verdict = "not_eligible"
    else:
        verdict = "awaiting_rating" if waiting_for else "eligible"
    return total, verdict, answers


# -- they agree -----------------------------------------------------------------------------------------------
def test_two_calculations_agree():
    random = Random(20251120)
    verdicts, totals = set(), 0
    for number in range(CASES):
        case = a_case(random)
        result = score(*case)
        total = None if result.total is None else int(result.total * 100)
        answers = {gate.criterion.code: gate.answer.value for gate in result.gates}
        assert (total, result.verdict.value, answers) == second_opinion(*case), f"case {number}: {case}"
        verdicts.add(result.verdict)
        totals += total is not None
    assert verdicts == set(Verdict)
    assert totals > CASES // 4
