"""Gates: must be met, give no points. Each has four answers; a waiver stands beside an answer and changes none."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from criteria import sentences
from criteria.facts import Facts, OwnCollective, RatingFact, Waiver
from criteria.standards import Criterion, Parameters, RatingRequirement, Standards
from criteria.vocabulary import Answer, OwnCollectiveRule, Source, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePart:
    """One rating among those a gate asks for."""

    requirement: RatingRequirement
    answer: Answer
    finding: str  # who is rated how
    paper: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.answer.label}: {self.finding}."


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    criterion: Criterion
    answer: Answer
    reason: str  # a sentence without its head and full stop: the rule, its clause and what was found
    parts: tuple[GatePart, ...] = ()
    paper: str = ""
    waiver: Waiver | None = None
    waits_for_rating: bool = False  # tells "no result yet" from "not answered yet"
    advisory: bool = False

    @property
    def sentence(self) -> str:
        return f"{self.answer.label}: {self.reason}."

    @property
    def waiver_sentence(self) -> str:
        return sentences.waived(self.criterion, self.waiver) if self.waiver else ""

    def stands_in_the_way(self, *, with_waivers: bool = True) -> bool:
        if self.advisory or (self.waiver and with_waivers):
            return False
        return self.answer in (Answer.NOT_MET, Answer.NO_RESULT)

    @property
    def is_let_pass(self) -> bool:
        """Only the waiver keeps it from standing in the way."""
        return self.stands_in_the_way(with_waivers=False) and not self.stands_in_the_way()


def answer_gates(standards: Standards, facts: Facts, parameters: Parameters) -> tuple[GateResult, ...]:
    return tuple(answer_gate(criterion, facts, parameters) for criterion in standards.gates)


def answer_gate(criterion: Criterion, facts: Facts, parameters: Parameters) -> GateResult:
    reason = facts.not_applicable.get(criterion.code)
    if reason is not None:
        result = GateResult(
            criterion=criterion,
            answer=Answer.NOT_APPLICABLE,
            reason=sentences.not_applicable(criterion, reason),
        )
    else:
        result = ANSWERED_FROM[criterion.source](criterion, facts, parameters)
    return replace(result, waiver=facts.waivers.get(criterion.code))


def together(answers: Iterable[Answer]) -> Answer:
    """One failing is not met even if another is missing; what does not apply counts only where nothing else is."""
    answers = set(answers)
    for decisive in (Answer.NOT_MET, Answer.NO_RESULT, Answer.MET):
        if decisive in answers:
            return decisive
    return Answer.NOT_APPLICABLE


def from_office(criterion: Criterion, facts: Facts, parameters: Parameters) -> GateResult:
    told = facts.office.get(criterion.code)
    return GateResult(
        criterion=criterion,
        answer=told.answer if told else Answer.NO_RESULT,
        reason=sentences.office_answer(criterion, told),
        paper=told.paper if told else "",
    )


def from_endorsement(criterion: Criterion, facts: Facts, parameters: Parameters) -> GateResult:
    vote, threshold = facts.endorsement, parameters.unit_vote_threshold
    if vote is None:
        answer = Answer.NO_RESULT
    else:
        answer = Answer.MET if is_carried(vote.agree, vote.members, threshold) else Answer.NOT_MET
    return GateResult(
        criterion=criterion,
        answer=answer,
        reason=sentences.endorsement(criterion, vote, threshold),
        paper=vote.paper if vote else "",
    )


def is_carried(agree: int, members: int, threshold: Fraction) -> bool:
    """A share of all members, not of those present; compared in whole numbers: 6 of 9 is two thirds."""
    return agree * threshold.denominator >= members * threshold.numerator


def from_ratings(criterion: Criterion, facts: Facts, parameters: Parameters) -> GateResult:
    parts = tuple(part for asked in criterion.ratings for part in rating_parts(asked, facts))
    answer = together(part.answer for part in parts)
    return GateResult(
        criterion=criterion,
        answer=answer,
        reason=sentences.ratings(criterion, [part for part in parts if part.answer == answer]),
        parts=parts,
        waits_for_rating=answer == Answer.NO_RESULT,
    )


def rating_parts(asked: RatingRequirement, facts: Facts) -> list[GatePart]:
    """A part for each body there is. The subject's own rating is always due; a union may not exist."""
    rated = [fact for fact in facts.ratings if fact.of == asked.of]
    if not rated and asked.of.is_of_the_subject:
        rated = [RatingFact(of=asked.of)]
    if not rated:
        finding = sentences.no_such_body(asked.of)
        return [GatePart(requirement=asked, answer=Answer.NOT_APPLICABLE, finding=finding)]
    return [
        GatePart(
            requirement=asked,
            answer=rating_answer(fact, asked),
            finding=sentences.rated(fact),
            paper=fact.paper,
        )
        for fact in rated
    ]


def rating_answer(fact: RatingFact, asked: RatingRequirement) -> Answer:
    if fact.level is None:
        return Answer.NO_RESULT
    return Answer.MET if fact.level.reaches(asked.at_least) else Answer.NOT_MET


def from_own_collective(criterion: Criterion, facts: Facts, parameters: Parameters) -> GateResult:
    """Plan III.3.2, last paragraph. What the board waived for the unit is not waived for its head."""
    own, rule = facts.own_collective, parameters.own_collective
    answer, waits = own_collective_answer(own, strict=rule == OwnCollectiveRule.STRICT)
    return GateResult(
        criterion=criterion,
        answer=answer,
        reason=sentences.own_collective(criterion, own, rule, answer),
        waits_for_rating=waits,
        advisory=rule == OwnCollectiveRule.ADVISORY,
    )


def own_collective_answer(own: OwnCollective | None, *, strict: bool) -> tuple[Answer, bool]:
    """The answer, and whether it waits for a rating rather than for a person."""
    if own is None:
        return Answer.NO_RESULT, False
    if own.revoked:
        return Answer.NOT_MET, False
    if strict:
        return BY_STANDING[own.standing], own.standing == Verdict.AWAITING_RATING
    return own.ratings, own.ratings == Answer.NO_RESULT


BY_STANDING = {
    Verdict.ELIGIBLE: Answer.MET,
    Verdict.NOT_ELIGIBLE: Answer.NOT_MET,
    Verdict.AWAITING_RATING: Answer.NO_RESULT,
    Verdict.UNFINISHED: Answer.NO_RESULT,
    None: Answer.NOT_MET,  # not nominated that year
}

ANSWERED_FROM = {
    Source.OFFICE: from_office,
    Source.ENDORSEMENT: from_endorsement,
    Source.RATING: from_ratings,
    Source.OWN_COLLECTIVE: from_own_collective,
}
