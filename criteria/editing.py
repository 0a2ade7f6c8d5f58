"""A set of standards as it would stand after one change: from content to content. Nothing is written here."""

from dataclasses import replace

from criteria.plan_file import overlapping_both_ways
from criteria.standards import Criterion, Parameters, PlanContent


def with_criterion(content: PlanContent, criterion: Criterion) -> PlanContent:
    """In the place of the one with its code, else behind the last of its group."""
    rows = list(content.criteria)
    place = next((n for n, row in enumerate(rows) if row.code == criterion.code), None)
    if place is None:
        members = [n for n, row in enumerate(rows) if row.group.code == criterion.group.code]
        rows.insert(members[-1] + 1 if members else len(rows), criterion)
    else:
        dropped = rows[place].overlaps - criterion.overlaps  # an overlap that is taken out goes on both sides
        rows[place] = criterion
        rows = [replace(row, overlaps=row.overlaps - {criterion.code}) if row.code in dropped else row for row in rows]
    return replace(content, criteria=overlapping_both_ways(rows))


def without(content: PlanContent, code: str) -> PlanContent:
    rows = [replace(row, overlaps=row.overlaps - {code}) for row in content.criteria if row.code != code]
    return replace(content, criteria=tuple(rows))


def moved(content: PlanContent, code: str, step: int) -> PlanContent:
    """One place up (-1) or down (+1) among those of its group; at the end of it nothing moves."""
    rows = list(content.criteria)
    here = next(n for n, row in enumerate(rows) if row.code == code)
    members = [n for n, row in enumerate(rows) if row.group.code == rows[here].group.code]
    place = members.index(here) + step
    if 0 <= place < len(members):
        there = members[place]
        rows[here], rows[there] = rows[there], rows[here]
    return replace(content, criteria=tuple(rows))


def free_code(content: PlanContent) -> str:
    """A code for a new standard. People read labels; a code only has to be its own."""
    taken = {row.code for row in content.criteria}
    return next(code for n in range(1, len(taken) + 2) if (code := f"N{n}") not in taken)


def with_parameters(content: PlanContent, parameters: Parameters) -> PlanContent:
    return replace(content, parameters=parameters)


def with_standards_of(content: PlanContent, other: PlanContent) -> PlanContent:
    """The standards and the scale of another content; the plan's own head (number, signer, period) stays."""
    return replace(other, head=content.head)
