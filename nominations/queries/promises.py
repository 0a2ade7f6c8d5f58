"""What was promised beside what came of it."""

from dataclasses import dataclass

from nominations.comparison import Comparison, compare
from nominations.models import Nomination, Result, Target


@dataclass(frozen=True)
class Answered:
    """A promised figure beside what came of it."""

    target: Target
    result: Result | None
    compared: Comparison


def promises(nomination: Nomination) -> list[Answered]:
    if nomination.registration_id is None:
        return []
    told = {row.target_id: row for row in nomination.results.all()}
    year = nomination.plan_year.year
    return [_answered(row, told.get(row.pk), year) for row in nomination.registration.targets.all()]


def _answered(target: Target, result: Result | None, year: int) -> Answered:
    achieved = result.achieved if result else ""
    compared = compare(target.promised, achieved, target.baseline, target.measure, target.due, year)
    return Answered(target, result, compared)
