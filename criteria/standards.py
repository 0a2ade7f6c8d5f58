"""What a plan asks for, as plain values: its head, its groups, its criteria and the parameters of its scale."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from criteria.vocabulary import (
    Combine,
    CriterionKind,
    Level,
    OwnCollectiveRule,
    RatingOf,
    Source,
    SubjectKind,
)

# What of a head is kept and written as it is.
HEAD = ("code", "title", "issuer", "number", "issued_on", "signer", "signer_post", "first_year", "last_year")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """The paper itself. What the scan has lost is empty, the day of issue None."""

    code: str
    title: str
    issuer: str
    number: str
    issued_on: date | None
    signer: str
    signer_post: str
    first_year: int
    last_year: int
    based_on: tuple[str, ...]
    models_per_unit_per_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    code: str
    label: str
    clause: str
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRequirement:
    of: RatingOf
    at_least: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing to check.

    A gate has a source, and ratings if that source is `rating`; a scored criterion has points (one decimal at most)
    and may have a floor of its own, a share of them. `explicit` gates are those the plan spells out: switching one
    off takes a warning. A unit's own criteria (plan II.2) are scored, and counted apart.
    """

    code: str
    label: str
    kind: CriterionKind
    group: Group
    applies_to: frozenset[SubjectKind]
    clause: str = ""
    text: str = ""
    evidence: str = ""
    source: Source | None = None
    ratings: tuple[RatingRequirement, ...] = ()
    explicit: bool = False
    points: Decimal | None = None
    floor: Decimal | None = None
    enabled: bool = True
    overlaps: frozenset[str] = frozenset()
    may_be_not_applicable: bool = False
    of_unit: bool = False

    @property
    def is_gate(self) -> bool:
        return self.kind == CriterionKind.GATE

    def overlaps_with(self, other: "Criterion") -> bool:
        """Naming an overlap on one side is enough."""
        return other.code in self.overlaps or self.code in other.overlaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The school's own scale; the plan itself gives no points. Floor and tolerance are shares of points."""

    combine: Combine
    min_sheets: int
    floor: Decimal
    tolerance: Decimal
    own_collective: OwnCollectiveRule
    unit_vote_threshold: Fraction
    council_vote_threshold: Fraction

    def floor_of(self, criterion) -> Decimal:
        """Points from which a scored criterion (a value, or a stored row) is reached, by its own share or the set's."""
        share = self.floor if criterion.floor is None else criterion.floor
        return share * criterion.points


@dataclass(frozen=True, slots=True)
class Standards:
    """The criteria one kind of subject is measured by, in the plan's order; those switched off are absent."""

    kind: SubjectKind
    criteria: tuple[Criterion, ...]

    @property
    def gates(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.is_gate)

    @property
    def scored(self) -> tuple[Criterion, ...]:
        return tuple(c for c in self.criteria if not c.is_gate and not c.of_unit)

    @property
    def of_unit(self) -> tuple[Criterion, ...]:
        """What the unit added for itself (plan II.2)."""
        return tuple(c for c in self.criteria if not c.is_gate and c.of_unit)

    def with_own(self, own: Iterable[Criterion]) -> "Standards":
        """The same, and behind it what a unit added for itself."""
        return replace(self, criteria=(*self.criteria, *standards_for(self.kind, own).criteria))

    @property
    def points(self) -> Decimal:
        """What a full sheet gives; the unit's own criteria are not part of it."""
        return sum((criterion.points for criterion in self.scored), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    head: PlanHead
    parameters: Parameters
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]

    def standards_for(self, kind: SubjectKind) -> Standards:
        return standards_for(kind, self.criteria)


def standards_for(kind: SubjectKind, criteria: Iterable[Criterion]) -> Standards:
    return Standards(kind, tuple(c for c in criteria if c.enabled and kind in c.applies_to))
