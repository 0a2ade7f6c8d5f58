"""Totals counted anew from the marks, many cards at once. What agrees is left alone: not written, not logged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from criteria import content, scoring
from criteria.facts import Facts
from criteria.facts import Sheet as SheetFacts
from criteria.models import AgreedMark, CriteriaSet, GateAnswer, Mark, Scorecard, Sheet
from criteria.numbers import shown
from criteria.vocabulary import Answer, SubjectKind
from portal import audit
from portal.models import User


@dataclass(frozen=True)
class Changed:
    card: int
    before: Decimal | None
    after: Decimal | None


@transaction.atomic
def recount(cards: Iterable[int], *, by: User | None) -> list[Changed]:
    """Store the totals that differ from what the marks give, each with its log entry; returns those.

    A fixed number of queries for any number of cards, and one more for each that changes.
    """
    rows = list(Scorecard.objects.select_for_update().filter(pk__in=list(cards)).order_by("pk"))
    totals = counted(rows)
    found = [Changed(row.pk, row.total, totals[row.pk]) for row in rows if row.total != totals[row.pk]]
    by_pk = {row.pk: row for row in rows}
    for change in found:
        Scorecard.objects.filter(pk=change.card).update(total=change.after, version=F("version") + 1)
        audit.record(
            by_pk[change.card],
            _("Tính lại tổng điểm"),
            by=by,
            before={_("Tổng điểm"): said(change.before)},
            after={_("Tổng điểm"): said(change.after)},
        )
    return found


def said(total: Decimal | None) -> str:
    return "–" if total is None else shown(total, 2)


def counted(cards: list[Scorecard]) -> dict[int, Decimal | None]:
    """{card: the total that its sent sheets give}, by the engine's own rule."""
    pks = [card.pk for card in cards]
    sets = CriteriaSet.objects.select_related("plan").in_bulk({card.criteria_set_id for card in cards})
    contents = {pk: content.read(each) for pk, each in sets.items()}
    sheets = _sheets(pks)
    agreed = _by_card(AgreedMark.objects.filter(scorecard__in=pks, criterion__unit=None), "points")
    aside = _by_card(GateAnswer.objects.filter(scorecard__in=pks, answer=Answer.NOT_APPLICABLE), "finding")
    found = {}
    for card in cards:
        told = contents[card.criteria_set_id]
        facts = Facts(not_applicable=card.year_set_aside | aside[card.pk], agreed=agreed[card.pk])
        standards = told.standards_for(SubjectKind(card.kind))
        found[card.pk] = scoring.total_of(standards, sheets[card.pk], facts, told.parameters)
    return found


def _sheets(cards: list[int]) -> dict[int, list[SheetFacts]]:
    marks: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__scorecard__in=cards, sheet__sent_at__isnull=False, criterion__unit=None)
    for sheet, code, points in rows.values_list("sheet", "criterion__code", "points").iterator():
        marks[sheet][code] = points
    found: dict[int, list[SheetFacts]] = defaultdict(list)
    sent = Sheet.objects.filter(scorecard__in=cards, sent_at__isnull=False).order_by("pk")
    for pk, card, assessor in sent.values_list("pk", "scorecard", "assessor__username"):
        found[card].append(SheetFacts(assessor=assessor, marks=marks[pk]))
    return found


def _by_card(rows, value: str) -> dict[int, dict]:
    found: dict[int, dict] = defaultdict(dict)
    for card, code, told in rows.values_list("scorecard", "criterion__code", value):
        found[card][code] = told
    return found
