"""A new set of standards tried on the dossiers of the last finished year. Reads only; nothing is written.

Marks are carried over by their share of the points. What that year has no answer for (a new standard, a gate that the
office never answered) cannot be tried and is left out, and said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from criteria import content
from criteria.facts import Facts, Sheet
from criteria.models import PlanYear
from criteria.numbers import half_up, shown
from criteria.ranking import Entry, rank
from criteria.results import Score, in_the_way
from criteria.standards import Criterion, PlanContent
from criteria.trial import Moved, Standing, Trial
from criteria.vocabulary import Scope, Source, SubjectKind, Verdict
from nominations import facts
from nominations.models import Nomination
from nominations.standing import AFTER_RECEIPT
from portal.tables import NONE


def try_on(new: PlanContent) -> Trial | None:
    """The last finished year's dossiers under its own standards and under these; None where there are none."""
    year = PlanYear.objects.filter(state="closed").select_related("criteria_set__plan").order_by("year").last()
    if year is None:
        return None
    rows = Nomination.objects.with_subject().filter(
        plan_year=year, state__in=AFTER_RECEIPT, scorecard__total__isnull=False
    )
    rows = list(rows.select_related("endorsement"))
    old = content.read(year.criteria_set)
    comparable, left_out = _comparable(old, new)
    before = facts.scores(rows, year)
    after = facts.scores(rows, year, as_if=facts.AsIf(comparable, _adapter(old, comparable)))
    return Trial(
        year=year.year,
        tried=len(rows),
        moved=tuple(_moved(rows, before, after)),
        notes=tuple(_notes(old, comparable, left_out)),
    )


def _comparable(old: PlanContent, new: PlanContent) -> tuple[PlanContent, list[Criterion]]:
    """What of the new content that year can be measured by, and what it cannot."""
    known = {row.code: row for row in old.criteria}

    def measured(row: Criterion) -> bool:
        if row.is_gate and row.source != Source.OFFICE:
            return True  # ratings, votes and units are facts of any year
        was = known.get(row.code)
        return was is not None and was.enabled and was.kind == row.kind and row.applies_to <= was.applies_to

    left_out = [row for row in new.criteria if row.enabled and not measured(row)]
    return replace(new, criteria=tuple(row for row in new.criteria if measured(row))), left_out


def _adapter(old: PlanContent, new: PlanContent) -> Callable[[Facts, list[Sheet]], tuple[Facts, list[Sheet]]]:
    was = {row.code: row.points for row in old.criteria if row.points is not None}
    now = {row.code: row.points for row in new.criteria if row.points is not None}
    may_be_aside = {row.code for row in new.criteria if row.may_be_not_applicable}

    def carried(marks: Mapping[str, Decimal]) -> dict[str, Decimal]:
        return {code: half_up(mark * now[code] / was[code], 1) for code, mark in marks.items() if code in now}

    def adapt(told: Facts, sheets: list[Sheet]) -> tuple[Facts, list[Sheet]]:
        aside = {code: reason for code, reason in told.not_applicable.items() if code in may_be_aside}
        told = replace(told, agreed=carried(told.agreed), not_applicable=aside)
        return told, [replace(sheet, marks=carried(sheet.marks)) for sheet in sheets]

    return adapt


def _notes(old: PlanContent, comparable: PlanContent, left_out: list[Criterion]) -> list[str]:
    found = []
    if left_out:
        labels = "; ".join(row.label for row in left_out)
        found.append(_("Chưa thử được, vì năm đó chưa chấm, chưa trả lời: %(which)s.") % {"which": labels})
    was = {row.code: row.points for row in old.criteria}
    if any(row.points != was.get(row.code) for row in comparable.criteria if row.points is not None):
        found.append(_("Điểm đã chấm được quy theo tỷ lệ của số điểm mới, làm tròn đến một chữ số sau dấu phẩy."))
    return found


# -- who moves ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Stood:
    score: Score
    rank: int | None

    def told(self) -> Standing:
        total = shown(self.score.total, 2) if self.score.total is not None else NONE
        return Standing(self.score.verdict.label, total, str(self.rank or NONE))


def _moved(rows: list[Nomination], before: dict[int, Score], after: dict[int, Score]) -> list[Moved]:
    old, new = _stood(rows, before), _stood(rows, after)
    found = [
        Moved(
            who=str(row.subject),
            unit=str(row.unit),
            before=old[row.pk].told(),
            after=new[row.pk].told(),
            misses=_only_in(new[row.pk].score, old[row.pk].score),
            gains=_only_in(old[row.pk].score, new[row.pk].score),
        )
        for row in rows
    ]
    found = [each for each in found if (each.before, each.misses) != (each.after, ())]
    return sorted(found, key=lambda each: (each.before.verdict == each.after.verdict, not each.misses))


def _stood(rows: list[Nomination], scores: dict[int, Score]) -> dict[int, _Stood]:
    entries = [
        Entry(
            key=row.pk,
            kind=SubjectKind(row.kind),
            scope=Scope(row.scope),
            total=scores[row.pk].total,
            reaches_all=scores[row.pk].verdict == Verdict.ELIGIBLE,
        )
        for row in rows
    ]
    ranks = {each.entry.key: each.rank for ladder in rank(entries) for each in ladder.ranked}
    return {row.pk: _Stood(scores[row.pk], ranks.get(row.pk)) for row in rows}


def _only_in(one: Score, other: Score) -> tuple[str, ...]:
    """Standards that stand in the way in one score and not in the other."""
    there = {each.criterion.code for each in in_the_way(other.gates, other.rows)}
    return tuple(each.sentence for each in in_the_way(one.gates, one.rows) if each.criterion.code not in there)
