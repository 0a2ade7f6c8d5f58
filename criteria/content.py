"""A stored set of criteria as the plain values the engine counts with, and back. The only place that knows both."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from criteria import standards
from criteria.models import CriteriaSet, Criterion, Group, Plan
from criteria.standards import HEAD, Parameters, PlanContent, PlanHead, RatingRequirement
from criteria.vocabulary import (
    Combine,
    CriterionKind,
    Level,
    OwnCollectiveRule,
    RatingOf,
    Source,
    SubjectKind,
)


def read(criteria_set: CriteriaSet) -> PlanContent:
    """Two queries: groups, criteria. A unit's own criteria are not part of it."""
    groups = {group.pk: group_value(group) for group in criteria_set.groups.all()}
    rows = criteria_set.criteria.filter(unit=None)
    return PlanContent(
        head=head_value(criteria_set.plan),
        parameters=parameters_value(criteria_set),
        groups=tuple(groups.values()),
        criteria=tuple(criterion_value(row, groups[row.group_id]) for row in rows),
    )


def own_of(criteria_set: CriteriaSet, units: Iterable[int]) -> dict[int, list[standards.Criterion]]:
    """{unit: the criteria it added for itself}; one query."""
    rows = criteria_set.criteria.filter(unit__in=set(units), enabled=True).select_related("group")
    found: dict[int, list[standards.Criterion]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(criterion_value(row, group_value(row.group)))
    return found


def read_at_once(criteria_set: CriteriaSet) -> PlanContent:
    """The same in one query; a group without criteria is not part of it."""
    rows = list(criteria_set.criteria.filter(unit=None).select_related("group"))
    groups = {row.group_id: row.group for row in rows}
    in_order = sorted(groups.values(), key=lambda group: group.order)
    values = {group.pk: group_value(group) for group in in_order}
    return PlanContent(
        head=head_value(criteria_set.plan),
        parameters=parameters_value(criteria_set),
        groups=tuple(values.values()),
        criteria=tuple(criterion_value(row, values[row.group_id]) for row in rows),
    )


def head_value(plan: Plan) -> PlanHead:
    return PlanHead(
        **{name: getattr(plan, name) for name in HEAD},
        based_on=tuple(plan.based_on),
        models_per_unit_per_year=plan.models_per_unit_per_year,
    )


def parameters_value(row: CriteriaSet) -> Parameters:
    return Parameters(
        combine=Combine(row.combine),
        min_sheets=row.min_sheets,
        floor=row.floor,
        tolerance=row.tolerance,
        own_collective=OwnCollectiveRule(row.own_collective),
        unit_vote_threshold=Fraction(row.unit_vote_threshold),
        council_vote_threshold=Fraction(row.council_vote_threshold),
    )


def group_value(row: Group) -> standards.Group:
    return standards.Group(code=row.code, label=row.label, clause=row.clause, intro=row.intro)


def criterion_value(row: Criterion, group: standards.Group) -> standards.Criterion:
    return standards.Criterion(
        code=row.code,
        label=row.label,
        kind=CriterionKind(row.kind),
        group=group,
        applies_to=frozenset(map(SubjectKind, row.applies_to)),
        clause=row.clause,
        text=row.text,
        evidence=row.evidence,
        source=Source(row.source) if row.source else None,
        ratings=tuple(RatingRequirement(of=RatingOf(of), at_least=Level(level)) for of, level in row.ratings),
        explicit=row.explicit,
        points=row.points,
        floor=row.floor,
        enabled=row.enabled,
        overlaps=frozenset(row.overlaps),
        may_be_not_applicable=row.may_be_not_applicable,
        of_unit=row.unit_id is not None,
    )


def head_fields(head: PlanHead) -> dict:
    return {name: getattr(head, name) for name in HEAD} | {
        "based_on": list(head.based_on),
        "models_per_unit_per_year": head.models_per_unit_per_year,
    }


def parameter_fields(parameters: Parameters) -> dict:
    return {
        "combine": parameters.combine.value,
        "min_sheets": parameters.min_sheets,
        "floor": parameters.floor,
        "tolerance": parameters.tolerance,
        "own_collective": parameters.own_collective.value,
        "unit_vote_threshold": str(parameters.unit_vote_threshold),
        "council_vote_threshold": str(parameters.council_vote_threshold),
    }


def group_fields(group: standards.Group) -> dict:
    return {"code": group.code, "label": group.label, "clause": group.clause, "intro": group.intro}


def criterion_fields(criterion: standards.Criterion) -> dict:
    plain = ("code", "label", "clause", "text", "evidence", "explicit", "points", "floor", "enabled")
    return {name: getattr(criterion, name) for name in plain} | {
        "kind": criterion.kind.value,
        "source": criterion.source.value if criterion.source else "",
        "applies_to": [kind.value for kind in SubjectKind if kind in criterion.applies_to],
        "ratings": [[asked.of.value, asked.at_least.value] for asked in criterion.ratings],
        "overlaps": sorted(criterion.overlaps),
        "may_be_not_applicable": criterion.may_be_not_applicable,
    }
