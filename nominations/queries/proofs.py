"""The standards a dossier is marked by: what the unit says to each, and the evidence that proves it."""

from dataclasses import dataclass, field

from django.urls import reverse

from criteria import content
from criteria.actions.scorecards import not_applicable
from criteria.models import Criterion, Group
from criteria.numbers import shown_exactly
from criteria.queries.own import notes_of, section_of
from nominations.kinds import criteria_offered, scored_with_own
from nominations.models import Nomination
from nominations.queries.evidence import evidence_of, twins_of
from nominations.queries.exchange import Change
from portal.models import User


@dataclass(frozen=True)
class Proof:
    """One piece of evidence, as a link to its preview; what makes one look twice."""

    title: str
    second: str
    href: str
    icon: str
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standard:
    """A scored standard with what the unit says to it."""

    criterion: Criterion
    points: str
    floor: str
    statement: str
    proofs: list[Proof]
    note: str = ""  # what counts as its evidence with the unit (plan II.2)
    set_aside: str = ""
    change: Change | None = None  # of the statement, after a return
    may_set_aside: bool = False

    @property
    def is_own(self) -> bool:
        """A criterion the unit added for itself: it may be marked, and is counted apart."""
        return self.criterion.unit_id is not None

    @property
    def section(self) -> Group:
        return section_of(self.criterion)


def standards_of(nomination: Nomination, reader: User, *, may_set_aside: bool = False) -> list[Standard]:
    """Every scored standard of its kind, then the unit's own, with what it wrote and the evidence bound to each."""
    statements = dict(nomination.statements.values_list("criterion_id", "text"))
    proofs = proofs_of(nomination, reader)
    parameters = content.parameters_value(nomination.plan_year.criteria_set)
    aside = _aside(nomination)
    notes = notes_of(nomination.plan_year.criteria_set, nomination.unit)
    return [
        Standard(
            criterion=row,
            points=shown_exactly(row.points).removesuffix(",0"),
            floor=shown_exactly(parameters.floor_of(row)),
            statement=statements.get(row.pk, ""),
            proofs=proofs.get(row.pk, []),
            note=notes.get(row.code, ""),
            set_aside=aside.get(row.code, ""),
            may_set_aside=may_set_aside and row.may_be_not_applicable,
        )
        for row in _scored(nomination)
    ]


def _scored(nomination: Nomination) -> list[Criterion]:
    if not nomination.scorecard_id:
        return criteria_offered(nomination)
    return scored_with_own(nomination.scorecard.criteria_set, nomination)


def _aside(nomination: Nomination) -> dict[str, str]:
    card = nomination.scorecard
    return not_applicable(card) if card else nomination.plan_year.set_aside


def proofs_of(nomination: Nomination, reader: User) -> dict[int, list[Proof]]:
    """{criterion pk: its evidence}."""
    found: dict[int, list[Proof]] = {}
    pieces = evidence_of(nomination)
    twins = twins_of(nomination, pieces, reader)
    for evidence in pieces:
        twin = twins.get(evidence.pk)
        proof = Proof(
            title=evidence.title,
            second=evidence.in_words,
            href=reverse("nominations:evidence-preview", args=[evidence.pk]),
            icon=evidence.file.icon,
            doubts=[words for words in (evidence.date_doubt, twin.words if twin else "") if words],
        )
        for use in evidence.uses.all():
            found.setdefault(use.criterion_id, []).append(proof)
    return found
