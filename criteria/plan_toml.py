"""A plan's content written as the TOML that `plan_file.read_plan` reads: there and back nothing changes."""

from fractions import Fraction

import tomli_w

from criteria.standards import HEAD, Criterion, Group, Parameters, PlanContent, PlanHead
from criteria.vocabulary import SubjectKind


def write_plan(content: PlanContent) -> str:
    return tomli_w.dumps(
        {
            "plan": _head(content.head),
            "scoring": _parameters(content.parameters),
            "group": [_group(group) for group in content.groups],
            "criterion": [_criterion(criterion) for criterion in content.criteria],
        },
        multiline_strings=False,
    )


def _head(head: PlanHead) -> dict:
    return {name: getattr(head, name) or "" for name in HEAD} | {
        "based_on": list(head.based_on),
        "models_per_unit_per_year": head.models_per_unit_per_year,
    }


def _parameters(parameters: Parameters) -> dict:
    return {
        "combine": parameters.combine.value,
        "min_sheets": parameters.min_sheets,
        "floor": parameters.floor,
        "tolerance": parameters.tolerance,
        "own_collective": parameters.own_collective.value,
        "unit_vote_threshold": _fraction(parameters.unit_vote_threshold),
        "council_vote_threshold": _fraction(parameters.council_vote_threshold),
    }


def _fraction(share: Fraction) -> str:
    """1/1 too: a bare 1 would be read as a number."""
    return f"{share.numerator}/{share.denominator}"


def _group(group: Group) -> dict:
    return {"code": group.code, "label": group.label, "clause": group.clause, "intro": group.intro}


def _criterion(row: Criterion) -> dict:
    """What says nothing is left out."""
    told = {
        "code": row.code,
        "clause": row.clause,
        "applies_to": [kind.value for kind in SubjectKind if kind in row.applies_to],
        "group": row.group.code,
        "kind": row.kind.value,
    }
    if row.is_gate:
        told |= {"source": row.source.value, "explicit": row.explicit}
        if row.ratings:
            told["ratings"] = [{"of": each.of.value, "at_least": each.at_least.value} for each in row.ratings]
    else:
        told["points"] = row.points
        if row.floor is not None:
            told["floor"] = row.floor
    optional = {"overlaps": sorted(row.overlaps), "may_be_not_applicable": row.may_be_not_applicable}
    told |= {name: value for name, value in optional.items() if value}
    if not row.enabled:
        told["enabled"] = False
    return told | {"label": row.label, "text": row.text, "evidence": row.evidence}
