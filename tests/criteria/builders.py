"""Short ways to say a plan, a sheet and the facts about a subject, for the tests of the measuring instrument."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from criteria.facts import Endorsement, Facts, OfficeAnswer, OwnCollective, RatingFact, Sheet
from criteria.plan_file import read_plan
from criteria.standards import Criterion, Group, Parameters, PlanContent, Standards
from criteria.vocabulary import (
    Answer,
    Combine,
    CriterionKind,
    Level,
    OwnCollectiveRule,
    RatingOf,
    SubjectKind,
    Verdict,
)

ROOT = Path(__file__).resolve().parents[2]
OURS = read_plan((ROOT / "criteria/plans/2022-2025.toml").read_bytes())
MADE_UP = read_plan((ROOT / "tests/criteria/plans/2026-2030.toml").read_bytes())

COLLECTIVE, INDIVIDUAL, HEAD = SubjectKind
GROUP = Group(code="general", label="Tiêu chuẩn chung", clause="III.2")

UNION = RatingFact(of=RatingOf.TRADE_UNION, name="Công đoàn bộ phận", level=Level.GOOD)
CELL = RatingFact(of=RatingOf.PARTY_CELL, name="Chi bộ Khoa Xây dựng Đảng", level=Level.GOOD)
UNIT = RatingFact(of=RatingOf.UNIT, level=Level.EXCELLENT)
STAFF = RatingFact(of=RatingOf.STAFF, level=Level.EXCELLENT)
MEMBER = RatingFact(of=RatingOf.PARTY_MEMBER, level=Level.GOOD)

GOOD_FACTS = Facts(
    ratings=(CELL, UNION, UNIT, STAFF, MEMBER),
    endorsement=Endorsement(members=9, agree=8),
    office={"G1": OfficeAnswer(answer=Answer.MET, finding="Không có kỷ luật, vi phạm trong năm.")},
    own_collective=OwnCollective(name="Khoa Xây dựng Đảng", ratings=Answer.MET, standing=Verdict.ELIGIBLE),
)


def with_criterion(plan: PlanContent, code: str, **changes) -> PlanContent:
    changed = (replace(each, **changes) if each.code == code else each for each in plan.criteria)
    return replace(plan, criteria=tuple(changed))


def facts(**changes) -> Facts:
    """A subject about whom everything is as the plan wants it, but for the changes."""
    return replace(GOOD_FACTS, **changes)


def full_marks(standards: Standards, share: str = "0.8") -> dict[str, Decimal]:
    """Such a share of the points of every row, in marks of one decimal."""
    return {
        criterion.code: (criterion.points * Decimal(share)).quantize(Decimal("0.1"))
        for criterion in (*standards.scored, *standards.of_unit)
    }


def sheets(*all_marks: Mapping[str, Decimal | str | int]) -> list[Sheet]:
    return [
        Sheet(assessor=f"assessor {number}", marks={code: Decimal(mark) for code, mark in marks.items()})
        for number, marks in enumerate(all_marks, start=1)
    ]


def two_sheets(plan: PlanContent, kind: SubjectKind) -> list[Sheet]:
    marks = full_marks(plan.standards_for(kind))
    return sheets(marks, marks)


def scored(code: str, points: str | int = 10, **more) -> Criterion:
    given = {"label": f"Tiêu chuẩn {code}", "clause": "III.2, gạch đầu dòng 2", "group": GROUP} | more
    return Criterion(
        code=code,
        kind=CriterionKind.SCORED,
        points=Decimal(points),
        applies_to=frozenset(SubjectKind),
        **given,
    )


def standards(*criteria: Criterion, kind: SubjectKind = INDIVIDUAL) -> Standards:
    return Standards(kind, criteria)


def parameters(**changes) -> Parameters:
    """The simplest scale: one sheet is enough, half the points reach a standard."""
    plain = Parameters(
        combine=Combine.MEAN,
        min_sheets=1,
        floor=Decimal("0.5"),
        tolerance=Decimal("0.3"),
        own_collective=OwnCollectiveRule.DEFAULT,
        unit_vote_threshold=Fraction(2, 3),
        council_vote_threshold=Fraction(4, 5),
    )
    return replace(plain, **changes)
