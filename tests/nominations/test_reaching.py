"""Thousands at once: the same answers as the engine gives one by one, in as many queries as for one."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria import content
from criteria.models import (
    AgreedMark,
    CriteriaSet,
    Criterion,
    GateAnswer,
    Mark,
    PlanYear,
    Rating,
    Scorecard,
    Sheet,
    Waiver,
)
from nominations import facts, reaching
from nominations.models import Endorsement, Nomination
from portal.models import Unit, User


def year_of(year: int) -> PlanYear:
    return PlanYear.objects.select_related("criteria_set__plan").get(year=year)


def at_once(year: PlanYear) -> dict[int, tuple]:
    told = (content.read_at_once(year.criteria_set), reaching.every_unit(), reaching.ratings_of(year.year))
    return {
        each.dossier.pk: (each.verdict, each.verdict_without_waivers, [(g.criterion, g.answer) for g in each.gates])
        for each in reaching.standings(year, *told)
    }


def one_by_one(year: PlanYear) -> dict[int, tuple]:
    rows = Nomination.objects.with_subject().filter(plan_year=year).exclude(state__in=("draft", "withdrawn"))
    return {
        pk: (score.verdict, score.verdict_without_waivers, [(g.criterion, g.answer) for g in score.gates])
        for pk, score in facts.scores(rows, year).items()
    }


def low_mark() -> None:
    sheet = Sheet.objects.filter(scorecard__nomination__plan_year__year=2024).first()
    Mark.objects.filter(pk=sheet.marks.order_by("pk").first().pk).update(points=Decimal("0.5"))


def low_agreed_mark() -> None:
    mark = Mark.objects.filter(sheet__scorecard__nomination__plan_year__year=2024).first()
    told = {"points": Decimal("0.1"), "out_of": mark.out_of, "note": "Thống nhất", "by": User.objects.first()}
    AgreedMark.objects.create(scorecard=mark.sheet.scorecard, criterion=mark.criterion, **told)


def agreed_above_a_low_mark() -> None:
    low_mark()
    mark = Mark.objects.filter(sheet__scorecard__nomination__plan_year__year=2024, points=Decimal("0.5")).get()
    told = {"points": mark.out_of, "out_of": mark.out_of, "note": "Thống nhất", "by": User.objects.first()}
    AgreedMark.objects.create(scorecard=mark.sheet.scorecard, criterion=mark.criterion, **told)


def gate_not_met_and_waived() -> None:
    answers = GateAnswer.objects.filter(scorecard__nomination__plan_year__year=2024)
    answers.update(answer="not_met")
    one = answers.first()
    told = {"reason": "Đã khắc phục", "by": User.objects.first()}
    Waiver.objects.create(scorecard=one.scorecard, criterion=one.criterion, **told)


def set_aside() -> None:
    gate = Criterion.objects.get(code="C5")
    for card in Scorecard.objects.filter(kind="collective"):
        told = {"answer": "not_applicable", "finding": "Không thuộc diện", "by": User.objects.first()}
        GateAnswer.objects.create(scorecard=card, criterion=gate, **told)


def sheet_taken_back() -> None:
    sheet = Sheet.objects.filter(scorecard__nomination__plan_year__year=2024).first()
    Sheet.objects.filter(pk=sheet.pk).update(sent_at=None)


def strict_rule() -> None:
    low_mark()
    CriteriaSet.objects.update(own_collective="strict")


CHANGES: dict[str, Callable[[], object]] = {
    "as it is": lambda: None,
    "a low mark": low_mark,
    "a low agreed mark": low_agreed_mark,
    "an agreed mark above a low one": agreed_above_a_low_mark,
    "the median": lambda: (low_mark(), CriteriaSet.objects.update(combine="median")),
    "a sheet taken back": sheet_taken_back,
    "more sheets are due": lambda: CriteriaSet.objects.update(min_sheets=3),
    "votes lost": lambda: Endorsement.objects.update(agree=2),
    "no vote": lambda: Endorsement.objects.all().delete(),
    "ratings gone": lambda: Rating.objects.filter(of="unit").delete(),
    "ratings low": lambda: Rating.objects.update(level="done"),
    "gates not met, one waived": gate_not_met_and_waived,
    "not applicable": set_aside,
    "heads tied strictly": strict_rule,
    "a body that ended": lambda: Unit.objects.filter(kind="party_cell").update(valid_to="2024-06-30"),
}


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("change", CHANGES)
def test_at_once_as_one_by_one(school, change, year):
    CHANGES[change]()
    assert at_once(year_of(year)) == one_by_one(year_of(year))


def test_the_changes_change_something(school):
    """Else the comparison above would prove little."""
    before = at_once(year_of(2024))
    low_mark()
    assert at_once(year_of(2024)) != before


def test_five_queries_for_one_and_for_all(school):
    year = year_of(2025)
    with CaptureQueriesContext(connection) as all_of_them:
        assert len(at_once(year)) == 15
    Nomination.objects.filter(plan_year=year).exclude(unit__short_name="LLCS").update(state="withdrawn")
    with CaptureQueriesContext(connection) as few:
        assert len(at_once(year)) == 3
    assert (len(few), len(all_of_them)) == (5, 5)
