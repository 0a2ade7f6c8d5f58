"""What a score is made of. Values are exact; the words are made when somebody asks for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from criteria import sentences
from criteria.gates import GateResult
from criteria.numbers import half_up
from criteria.standards import Criterion, Group
from criteria.vocabulary import Answer, Combine, RowState, SubjectKind, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A scored criterion: each sheet's mark, what they come to (exact), and where that stands against the floor."""

    criterion: Criterion
    state: RowState
    marks: Mapping[str, Decimal]  # by assessor
    combine: Combine
    result: Fraction | None
    floor: Decimal  # points from which the standard is reached
    allowed_spread: Decimal  # points by which sheets may differ
    agreed: Decimal | None = None
    not_applicable: str = ""

    @property
    def applies(self) -> bool:
        return self.state != RowState.NOT_APPLICABLE

    @property
    def spread(self) -> Decimal:
        return max(self.marks.values(), default=Decimal(0)) - min(self.marks.values(), default=Decimal(0))

    @property
    def differs(self) -> bool:
        """The sheets lie further apart than the tolerance allows."""
        return self.applies and self.spread > self.allowed_spread

    @property
    def reason(self) -> str:
        return sentences.row(self)

    @property
    def sentence(self) -> str:
        return f"{self.state.label}: {self.reason}."

    @property
    def difference_sentence(self) -> str:
        return sentences.difference(self) if self.differs else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Points given of points that apply. Given is None while a row that applies has no result."""

    given: Fraction | None
    points: Decimal

    @property
    def total(self) -> Decimal | None:
        """0.00..100.00, or None where nothing applies or a result is missing: never a zero nobody gave."""
        if self.given is None or not self.points:
            return None
        return half_up(100 * self.given / Fraction(self.points), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSums:
    group: Group
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two overlapping criteria that rest on the same evidence: said, never subtracted."""

    first: Criterion
    second: Criterion
    evidence: frozenset

    @property
    def sentence(self) -> str:
        return sentences.overlap(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    kind: SubjectKind
    verdict: Verdict
    verdict_without_waivers: Verdict  # what a head of this unit is tied to
    sums: Sums
    by_group: tuple[GroupSums, ...]
    gates: tuple[GateResult, ...]
    rows: tuple[Row, ...]
    rows_of_unit: tuple[Row, ...]  # the unit's own criteria (plan II.2), in no sum above
    sums_of_unit: Sums
    overlaps: tuple[Overlap, ...]
    sheets_sent: int
    sheets_due: int

    @property
    def total(self) -> Decimal | None:
        return self.sums.total

    @property
    def given(self) -> Fraction | None:
        return self.sums.given

    @property
    def points(self) -> Decimal:
        return self.sums.points

    @property
    def reaches_all(self) -> bool:
        return self.verdict == Verdict.ELIGIBLE

    @property
    def to_discuss(self) -> tuple[Row, ...]:
        """Rows whose sheets lie too far apart and that have no agreed mark yet."""
        return tuple(row for row in (*self.rows, *self.rows_of_unit) if row.differs and row.agreed is None)

    @property
    def formula(self) -> str:
        return sentences.formula(self)

    @property
    def because(self) -> tuple[str, ...]:
        """Whole sentences: what the verdict rests on, or what stands in the way."""
        if self.verdict == Verdict.UNFINISHED:
            sheets = [sentences.sheets_missing(self)] if self.sheets_sent < self.sheets_due else []
            unmarked = [row.sentence for row in self.rows if row.state == RowState.UNMARKED and self.sheets_sent]
            return (*sheets, *(gate.sentence for gate in unanswered(self.gates)), *unmarked)
        waivers = tuple(gate.waiver_sentence for gate in self.gates if gate.is_let_pass)
        if self.reaches_all:
            return (sentences.all_reached(self), *waivers)
        return tuple(each.sentence for each in in_the_way(self.gates, self.rows))

    @property
    def sentence(self) -> str:
        return f"{self.verdict.label}. {' '.join(self.because)}"


def unanswered(gates: Iterable[GateResult], *, with_waivers: bool = True) -> list[GateResult]:
    """Gates that wait for a person, not for a rating."""
    return [
        gate
        for gate in gates
        if gate.stands_in_the_way(with_waivers=with_waivers)
        and gate.answer == Answer.NO_RESULT
        and not gate.waits_for_rating
    ]


def in_the_way(
    gates: Iterable[GateResult], rows: Iterable[Row], *, with_waivers: bool = True
) -> list[GateResult | Row]:
    """What is not met first, then what has no result yet, then the rows below their floor."""
    barring = [gate for gate in gates if gate.stands_in_the_way(with_waivers=with_waivers)]
    barring.sort(key=lambda gate: gate.answer == Answer.NO_RESULT)
    return [*barring, *(row for row in rows if row.state == RowState.BELOW)]
