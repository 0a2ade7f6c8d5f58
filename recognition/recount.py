"""A whole year's totals counted anew, in portions, so that whoever waits sees how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from criteria.actions.recount import Changed, recount, said
from criteria.models import PlanYear
from nominations.models import Nomination
from portal.models import User

PORTION = 500


@dataclass(frozen=True)
class Line:
    who: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class Portion:
    """`last`: the card to go on behind, None at the end; `done` of `total` so far."""

    done: int
    total: int
    last: int | None
    lines: list[Line]


def portion(year: PlanYear, *, behind: int, by: User | None) -> Portion:
    rows = Nomination.objects.filter(plan_year=year, scorecard__isnull=False).order_by("scorecard")
    cards = list(rows.filter(scorecard__gt=behind).values_list("scorecard", flat=True)[:PORTION])
    changes = recount(cards, by=by)
    total = rows.count()
    done = rows.filter(scorecard__lte=cards[-1]).count() if cards else total
    return Portion(done, total, cards[-1] if done < total else None, _lines(changes))


def portions(year: PlanYear, *, by: User | None) -> Iterator[Portion]:
    behind: int | None = 0
    while behind is not None:
        step = portion(year, behind=behind, by=by)
        yield step
        behind = step.last


def _lines(changes: list[Changed]) -> list[Line]:
    if not changes:
        return []
    rows = Nomination.objects.with_subject().filter(scorecard__in=[change.card for change in changes])
    by_card = {row.scorecard_id: row for row in rows}
    return [
        Line(str(by_card[each.card]), str(by_card[each.card].unit), said(each.before), said(each.after))
        for each in changes
    ]
