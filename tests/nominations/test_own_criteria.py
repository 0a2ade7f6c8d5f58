"""A unit's own criteria in its dossiers (plan II.2): offered, marked, shown and counted apart; they move nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria import content
from criteria.actions.recount import counted
from criteria.actions.scorecards import count
from criteria.models import AgreedMark, Criterion, EvidenceNote, Mark, PlanYear, Scorecard, Sheet
from criteria.trial import try_on_last_year
from nominations import facts
from nominations.completeness import missing_of_nomination
from nominations.models import Nomination
from portal.models import Unit
from recognition.compile import compile_list
from recognition.integrity import faults
from recognition.snapshot import Settled, freeze
from tests.criteria.test_own import kept
from tests.nominations import dossiers
from tests.nominations.test_appraisal import text_of
from tests.nominations.test_assessors import given, save, sheet_of, typed  # noqa: F401

NOTE = "Sổ dự giờ của khoa, có ký xác nhận"


@pytest.fixture
def own(llcs) -> Criterion:
    """Kept by the unit before it sent its first dossier under the set of these years."""
    criteria_set = PlanYear.objects.get(year=2025).criteria_set
    EvidenceNote.objects.create(criteria_set=criteria_set, unit=llcs, code="G3a", text=NOTE)
    return kept(criteria_set, llcs, label="Giờ giảng mở của khoa", applies_to=["collective", "individual", "head"])


# -- in the dossier -------------------------------------------------------------------------------------------


def test_a_statement_is_offered_and_not_asked_for(as_, own, llcs):
    draft = dossiers.complete_dossier(llcs)
    page = as_("canbo.llcs").get(f"/nominations/{draft.pk}/edit/statements/").content.decode()
    assert f"text-{own.pk}" in page
    assert page.index(f"text-{own.pk}") > max(page.index(f"text-{row.pk}") for row in dossiers.criteria_to_state(draft))
    assert "Tiêu chí riêng của đơn vị, không bắt buộc" in text_of_page(page)
    assert NOTE in page
    assert missing_of_nomination(draft) == []


def text_of_page(page: str) -> str:
    return " ".join(page.split())


def test_what_is_written_to_it_is_kept_and_evidence_may_be_bound(as_, own, llcs):
    draft = dossiers.complete_dossier(llcs)
    client = as_("canbo.llcs")
    data = {"version": draft.version, f"text-{own.pk}": "Đã mở 04 giờ giảng cho đồng nghiệp dự."}
    data |= {f"text-{row.criterion_id}": row.text for row in draft.statements.all()}
    assert client.post(f"/nominations/{draft.pk}/edit/statements/", data).status_code == 302
    assert draft.statements.get(criterion=own).text == data[f"text-{own.pk}"]
    dossiers.prove(draft, [own], title="Sổ dự giờ")
    shown = client.get(f"/nominations/{draft.pk}/").content.decode()
    assert "Giờ giảng mở của khoa" in shown
    assert client.get(f"/nominations/{draft.pk}/edit/evidence/?for={own.pk}").status_code == 200


def test_another_units_dossier_does_not_know_it(as_, own):
    xdd = Unit.objects.get(short_name="XDĐ")
    draft = dossiers.complete_dossier(xdd, "canbo.xdd")
    page = as_("canbo.xdd").get(f"/nominations/{draft.pk}/edit/statements/").content.decode()
    assert ("Giờ giảng mở của khoa" in page, NOTE in page) == (False, False)


# -- on the sheet ---------------------------------------------------------------------------------------------


def test_on_the_sheet_it_stands_in_a_group_of_its_own_and_may_stay_unmarked(as_, own, given):  # noqa: F811
    client = as_("hoidong2")
    behind = text_of(client.get(f"/nominations/{given.pk}/score/0/"))
    assert "Tiêu chí riêng của đơn vị không tính vào tổng điểm" in behind
    shown = text_of(client.get(f"/nominations/{given.pk}/score/"))
    assert NOTE in shown
    plan = len(typed(given)) // 2
    assert f"Đã chấm 00 trên {plan:02d} tiêu chuẩn" in shown
    assert save(client, given, typed(given), "send/").status_code == 302
    assert sheet_of(given).sent_at is not None


def test_its_marks_are_summed_apart_and_enter_no_total(as_, own, given):  # noqa: F811
    for name in ("hoidong2", "hoidong3"):
        save(as_(name), given, typed(given, "0.8", name, **{f"mark-{own.pk}": "4,5"}), "send/")
    card = Scorecard.objects.get(pk=given.scorecard_id)
    found = scores_of(given)
    assert [(row.criterion.label, row.result) for row in found.rows_of_unit] == [("Giờ giảng mở của khoa", 4.5)]
    assert (found.sums_of_unit.given, found.sums_of_unit.points) == (4.5, 5)
    assert own.code not in {row.criterion.code for row in found.rows}
    without = found.total
    assert card.total == without
    Mark.objects.filter(criterion=own).delete()
    assert scores_of(given).total == without
    page = as_("chuyenvien").get(f"/nominations/{given.pk}/appraisal/")
    assert "Chưa chấm đủ các tiêu chí riêng." in text_of(page)


def scores_of(nomination: Nomination):
    fresh = Nomination.objects.get(pk=nomination.pk)
    return facts.scores([fresh], fresh.plan_year)[fresh.pk]


def test_the_appraisal_shows_its_marks_in_a_table_of_their_own(as_, own, given):  # noqa: F811
    for name in ("hoidong2", "hoidong3"):
        save(as_(name), given, typed(given, "0.8", name, **{f"mark-{own.pk}": "4,5"}), "send/")
    shown = text_of(as_("chuyenvien").get(f"/nominations/{given.pk}/appraisal/"))
    assert "Cộng riêng: 4,50 trên 5 điểm, không tính vào tổng điểm." in shown
    assert "không tính vào tổng điểm, không xếp hạng" in shown


def test_a_low_mark_of_it_leaves_the_verdict_as_it_is(as_, own, given):  # noqa: F811
    low = {f"mark-{own.pk}": "0", f"reason-{own.pk}": "Chưa mở giờ nào."}
    for name in ("hoidong2", "hoidong3"):
        save(as_(name), given, typed(given, "0.8", name, **low), "send/")
    with_own = scores_of(given)
    Mark.objects.filter(criterion=own).delete()
    own.delete()
    assert with_own.verdict == scores_of(given).verdict


def test_it_is_no_condition_and_cannot_be_answered_as_one(as_, own, given):  # noqa: F811
    client = as_("chuyenvien")
    assert client.get(f"/nominations/{given.pk}/gates/{own.pk}/").status_code == 404
    assert client.get(f"/nominations/{given.pk}/agreed/{own.pk}/").status_code == 404


# -- totals, ranks, lists, trials -----------------------------------------------------------------------------


@pytest.fixture
def marked(own) -> Criterion:
    """Marked by everybody, in every dossier of the unit, as well as can be, with an agreed mark on top."""
    sheets = Sheet.objects.filter(scorecard__nomination__unit=own.unit)
    for sheet in sheets:
        Mark.objects.create(sheet=sheet, criterion=own, points=5, out_of=5)
    for card in Scorecard.objects.filter(nomination__unit=own.unit):
        told = {"points": 5, "out_of": 5, "note": "Thống nhất.", "by": dossiers.account("chuyenvien")}
        AgreedMark.objects.create(scorecard=card, criterion=own, **told)
    return own


def test_stored_totals_verdicts_and_ranks_are_the_same_with_and_without_them(marked):
    year = PlanYear.objects.get(year=2024)
    rows = Nomination.objects.with_subject().filter(plan_year=year, scorecard__total__isnull=False)
    told = {pk: (score.total, score.verdict) for pk, score in facts.scores(rows, year).items()}
    cards = list(Scorecard.objects.filter(nomination__unit=marked.unit).exclude(total=None))
    assert cards
    assert {card.pk: card.total for card in cards} == counted(cards)
    plan_content = content.read(year.criteria_set)
    assert [count(card, plan_content) for card in cards] == [card.total for card in cards]
    assert list(faults()) == []
    AgreedMark.objects.filter(criterion=marked).delete()
    Mark.objects.filter(criterion=marked).delete()
    marked.delete()
    assert told == {pk: (score.total, score.verdict) for pk, score in facts.scores(rows, year).items()}


def test_a_trial_is_the_same_with_and_without_them(marked):
    plan_content = content.read(marked.criteria_set)
    trial = try_on_last_year(plan_content)
    assert (trial.moved, trial.notes) == ((), ())


def test_what_a_list_would_freeze_is_the_same_with_and_without_them(marked):
    year, khoi = PlanYear.objects.get(year=2024), dossiers.account("truongphong")

    def frozen() -> dict:
        rows = list(Nomination.objects.with_subject().filter(plan_year=year, scorecard__total__isnull=False))
        found = facts.scores(rows, year)
        working = compile_list((row, found[row.pk]) for row in rows)
        return freeze(working, year, Settled({}, ()), number=1, supplement=False, by=khoi)

    with_them = frozen()
    AgreedMark.objects.filter(criterion=marked).delete()
    Mark.objects.filter(criterion=marked).delete()
    marked.delete()
    assert frozen() == with_them


def test_scores_of_many_ask_as_often_as_of_one(own):
    year = PlanYear.objects.get(year=2024)
    rows = list(Nomination.objects.with_subject().filter(plan_year=year, scorecard__isnull=False, kind="individual"))
    for n, unit in enumerate(Unit.objects.filter(nominates=True)):
        kept(own.criteria_set, unit, code=f"many-{n}")
    facts.scores(rows, year)
    with CaptureQueriesContext(connection) as one:
        facts.scores(rows[:1], year)
    with CaptureQueriesContext(connection) as many:
        facts.scores(rows, year)
    assert len(one) == len(many)
