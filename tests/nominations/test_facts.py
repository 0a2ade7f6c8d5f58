"""What the engine is told about real dossiers, and the sentences that come of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.actions.ratings import record_rating
from criteria.models import CriteriaSet, Criterion, GateAnswer, Mark, PlanYear, Rating, Scorecard, Sheet
from criteria.results import Score
from criteria.vocabulary import Answer, Level, RatingOf, Verdict
from nominations import facts
from nominations.actions import appraisal
from nominations.kinds import kind_of
from nominations.models import Endorsement, Evidence, EvidenceUse, Nomination
from portal import clock
from portal.models import Person, Unit
from recognition.demo.school import XDD
from tests.nominations import dossiers


@pytest.fixture(autouse=True)
def no_ratings_of_2025(school) -> None:
    """Each test records what it is about."""
    Rating.objects.filter(year=2025).delete()


def rate(of: RatingOf, subject: Unit | Person, level: Level = Level.GOOD) -> None:
    record_rating(
        of=of,
        subject=subject,
        year=2025,
        level=level,
        decision_number="150/QĐ-TCT",
        decision_date=date(2025, 11, 18),
        seen=None,
        by=dossiers.account("chuyenvien"),
    )


def rate_bodies(unit: Unit, level: Level = Level.GOOD) -> None:
    """Its party cell and its union section."""
    for body in unit.children.filter(kind__in=facts.BODIES):
        rate(facts.BODIES[Unit.Kind(body.kind)], body, level)


def rate_fully(unit: Unit) -> None:
    rate(RatingOf.UNIT, unit, Level.EXCELLENT)
    rate_bodies(unit)


def rate_person(person: Person) -> None:
    rate(RatingOf.STAFF, person, Level.EXCELLENT)
    rate(RatingOf.PARTY_MEMBER, person, Level.GOOD)


def score(nomination: Nomination) -> Score:
    fresh = Nomination.objects.get(pk=nomination.pk)
    return facts.scores([fresh], fresh.plan_year)[fresh.pk]


def gate(found: Score, code: str):
    return next(each for each in found.gates if each.criterion.code == code)


def own_collective(rule: str) -> None:
    CriteriaSet.objects.update(own_collective=rule)


@pytest.fixture
def hanh(school) -> Person:
    """Nguyễn Thị Hồng Hạnh, Trưởng khoa Lý luận cơ sở."""
    person = Person.objects.get(full_name="Nguyễn Thị Hồng Hạnh")
    rate_person(person)
    return person


# -- one of every kind ----------------------------------------------------------------------------------------


def test_a_collective(llcs):
    nomination = dossiers.marked_dossier(llcs)
    found = score(nomination)
    assert found.verdict == Verdict.AWAITING_RATING
    assert "đơn vị chưa có kết quả xếp loại" in found.sentence
    rate_fully(llcs)
    found = score(nomination)
    assert (found.verdict, str(found.total)) == (Verdict.ELIGIBLE, "80.00")
    assert found.sentence == (
        "Đủ điều kiện. Đạt 04/04 điều kiện bắt buộc, 11/11 tiêu chuẩn tính điểm áp dụng; tổng điểm 80,00."
    )


def test_a_person(school):
    """The plan asks no rating of a person who leads nobody (III.3.2): none is waited for."""
    nomination = dossiers.marked_dossier(Person.objects.get(full_name="Phạm Thị Thu Thủy"))
    found = score(nomination)
    assert (found.kind, found.verdict) == ("individual", Verdict.ELIGIBLE)
    assert [each.criterion.code for each in found.gates] == ["E3", "G1"]


def test_a_head(hanh, llcs):
    """The longer sheet: the own rating, the party member's, and the tie to the own collective."""
    rate_fully(llcs)
    nomination = dossiers.marked_dossier(hanh)
    found = score(nomination)
    assert (found.kind, found.verdict) == ("head", Verdict.ELIGIBLE)
    Rating.objects.filter(person=hanh, of="party_member").delete()
    found = score(nomination)
    assert found.verdict == Verdict.AWAITING_RATING and "đảng viên chưa có kết quả xếp loại" in found.sentence
    Rating.objects.filter(person=hanh).delete()
    assert "công chức, viên chức chưa có kết quả xếp loại" in score(nomination).sentence


def test_a_rating_recorded_later_changes_the_verdict_at_once(llcs):
    rate_bodies(llcs)
    nomination = dossiers.appraised_dossier(llcs)
    assert score(nomination).verdict == Verdict.AWAITING_RATING
    rate(RatingOf.UNIT, llcs, Level.GOOD)
    found = score(nomination)
    assert found.verdict == Verdict.NOT_ELIGIBLE
    assert "đơn vị được xếp loại Hoàn thành tốt nhiệm vụ" in found.sentence


def test_the_unit_s_vote_is_of_all_members(llcs):
    rate_fully(llcs)
    assert gate(score(dossiers.marked_dossier(llcs, agree=6)), "E3").answer == Answer.MET  # 6 of 9 is two thirds
    assert gate(score(dossiers.marked_dossier(llcs, agree=5)), "E3").answer == Answer.NOT_MET


def test_nothing_is_read_of_another_dossier(llcs, xdd):
    rate_fully(llcs)
    ours, theirs = dossiers.marked_dossier(llcs), dossiers.received_dossier(xdd, "canbo.xdd")
    both = facts.scores([theirs, ours], ours.plan_year)
    assert both[ours.pk] == score(ours) and both[theirs.pk] == score(theirs)
    assert both[theirs.pk].sheets_sent == 0


def test_evidence_of_two_overlapping_standards_is_flagged(llcs):
    nomination = dossiers.complete_dossier(llcs)
    dossiers.prove(nomination, Criterion.objects.filter(code__in=["G3a", "C1"]), title="Quyết định sáng kiến")
    found = score(nomination)
    assert [(each.first.code, each.second.code) for each in found.overlaps] == [("G3a", "C1")]
    assert "cùng dựa trên 01 minh chứng" in found.overlaps[0].sentence


# -- the bodies of a collective -------------------------------------------------------------------------------


def test_a_body_that_exists_without_a_rating_is_waited_for(llcs):
    """Khoa Lý luận cơ sở has a party cell and a union section, and no youth union of its own."""
    nomination = dossiers.marked_dossier(llcs)
    rate(RatingOf.UNIT, llcs, Level.EXCELLENT)
    found = gate(score(nomination), "C4")
    assert found.answer == Answer.NO_RESULT and found.waits_for_rating
    assert [part.answer for part in found.parts] == [Answer.NO_RESULT, Answer.NO_RESULT, Answer.NOT_APPLICABLE]
    rate_bodies(llcs)
    found = gate(score(nomination), "C4")
    assert [part.answer for part in found.parts] == [Answer.MET, Answer.MET, Answer.NOT_APPLICABLE]
    assert found.parts[0].paper == "150/QĐ-TCT, 18/11/2025"


def test_without_any_body_the_gate_does_not_apply(llcs):
    nomination = dossiers.marked_dossier(llcs)
    rate(RatingOf.UNIT, llcs, Level.EXCELLENT)
    llcs.children.update(valid_to=date(2024, 12, 31))
    found = score(nomination)
    assert gate(found, "C4").answer == Answer.NOT_APPLICABLE
    assert found.verdict == Verdict.ELIGIBLE


def test_one_body_below_is_enough_to_fail(llcs):
    nomination = dossiers.marked_dossier(llcs)
    rate(RatingOf.UNIT, llcs, Level.EXCELLENT)
    rate(RatingOf.PARTY_CELL, llcs.children.get(kind=Unit.Kind.PARTY_CELL), Level.DONE)
    found = score(nomination)  # the union's result is still missing: that changes nothing
    assert gate(found, "C4").answer == Answer.NOT_MET and found.verdict == Verdict.NOT_ELIGIBLE


def test_a_group_rests_on_the_bodies_of_its_khoa(llcs):
    group = Unit.objects.create(name="Tổ bộ môn Triết học", kind=Unit.Kind.GROUP, parent=llcs)
    rate_bodies(llcs)
    found = gate(score(dossiers.received_dossier(group)), "C4")
    assert [part.answer for part in found.parts] == [Answer.MET, Answer.MET, Answer.NOT_APPLICABLE]


def test_a_party_cell_is_its_own_and_its_khoa_has_the_union(llcs):
    cell = llcs.children.get(kind=Unit.Kind.PARTY_CELL)
    rate(RatingOf.PARTY_CELL, cell, Level.EXCELLENT)
    found = gate(score(dossiers.received_dossier(cell)), "C4")
    assert [part.answer for part in found.parts] == [Answer.MET, Answer.NO_RESULT, Answer.NOT_APPLICABLE]


def test_the_school_s_youth_union_is_nobody_s_own(llcs):
    """It belongs to the school, not to a khoa: its missing result holds no khoa back."""
    assert Unit.objects.filter(kind=Unit.Kind.YOUTH_UNION, parent__kind=Unit.Kind.SCHOOL).exists()
    rate_fully(llcs)
    assert gate(score(dossiers.marked_dossier(llcs)), "C4").answer == Answer.MET


# -- a head and the own collective ----------------------------------------------------------------------------


def test_a_head_is_tied_to_the_own_collective_though_it_is_not_nominated(hanh, llcs):
    Nomination.objects.filter(plan_year__year=2025, subject_unit=llcs).update(state="withdrawn")
    nomination = dossiers.marked_dossier(hanh)
    assert nomination.kind == "head"
    found = score(nomination)
    assert gate(found, "H1").answer == Answer.NO_RESULT and found.verdict == Verdict.AWAITING_RATING
    rate_fully(llcs)
    assert score(nomination).verdict == Verdict.ELIGIBLE
    own_collective("strict")
    found = gate(score(nomination), "H1")
    assert found.answer == Answer.NOT_MET and "không được đề nghị trong năm" in found.sentence


def test_a_head_under_the_strict_rule_follows_the_nominated_collective(hanh, llcs):
    own_collective("strict")
    rate_fully(llcs)
    collective, head = dossiers.marked_dossier(llcs, share="0.8"), dossiers.marked_dossier(hanh)
    assert gate(score(head), "H1").answer == Answer.MET
    sheet = collective.scorecard.sheets.first()
    dossiers.scorecards.take_back_sheet(sheet, by=sheet.assessor, version=sheet.version)
    assert gate(score(head), "H1").answer == Answer.NO_RESULT
    assert facts.scores([head, collective], head.plan_year)[head.pk] == score(head)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_collective_that_is_not_put_forward_carries_no_head(hanh, llcs, state):
    own_collective("strict")
    rate_fully(llcs)
    collective, head = dossiers.marked_dossier(llcs), dossiers.marked_dossier(hanh)
    Nomination.objects.filter(pk=collective.pk).update(state=state)
    collective.refresh_from_db()
    assert gate(score(head), "H1").answer == Answer.NOT_MET
    assert gate(facts.scores([collective, head], head.plan_year)[head.pk], "H1").answer == Answer.NOT_MET


@pytest.mark.parametrize("rule", ["default", "strict"])
def test_a_waiver_is_not_inherited(hanh, llcs, rule):
    own_collective(rule)
    rate(RatingOf.UNIT, llcs, Level.GOOD)
    rate_bodies(llcs)
    collective, head = dossiers.marked_dossier(llcs), dossiers.marked_dossier(hanh)
    rated = Criterion.objects.get(code="C5")
    told = {"reason": "Khoa mới sáp nhập", "paper": "09-TB/TCT"}
    appraisal.waive(collective, rated, **told, by=dossiers.account("hieutruong"))
    assert score(collective).verdict == Verdict.ELIGIBLE
    found = score(head)
    assert gate(found, "H1").answer == Answer.NOT_MET and found.verdict == Verdict.NOT_ELIGIBLE


def test_an_advisory_tie_stands_in_nobody_s_way(hanh, llcs):
    own_collective("advisory")
    rate(RatingOf.UNIT, llcs, Level.DONE)
    found = score(dossiers.marked_dossier(hanh))
    assert gate(found, "H1").advisory and found.verdict == Verdict.ELIGIBLE


# -- set aside ------------------------------------------------------------------------------------------------


def test_what_the_office_sets_aside_leaves_both_sums(school):
    thuy = Person.objects.get(full_name="Phạm Thị Thu Thủy")
    nomination = dossiers.received_dossier(thuy)
    contests, office = Criterion.objects.get(code="I8"), dossiers.account("chuyenvien")
    told = {"answer": Answer.NOT_APPLICABLE, "finding": "Năm nay không tổ chức kỳ thi", "paper": ""}
    appraisal.answer_gate(nomination, contests, **told, by=office)
    for name in dossiers.ASSESSORS:
        dossiers.send_marks(dossiers.sheet_of(nomination, name), dossiers.marks_of(nomination))
    found = score(nomination)
    assert str(found.points) == "97.0" and str(found.total) == "80.00"
    assert next(row for row in found.rows if row.criterion.code == "I8").not_applicable


# -- in bulk --------------------------------------------------------------------------------------------------


def queries_for(nominations: list[Nomination]) -> int:
    year = PlanYear.objects.select_related("criteria_set__plan").get(year=2025)
    rows = list(Nomination.objects.filter(pk__in=[row.pk for row in nominations]))
    with CaptureQueriesContext(connection) as asked:
        facts.scores(rows, year)
    return len(asked)


def like(nomination: Nomination, person: Person) -> Nomination:
    """The same for somebody else: card, answers, sheets, marks, vote and evidence."""
    year = nomination.plan_year
    whose = dossiers.make_room(person, year)
    kind, post = kind_of(person, year)
    card = Scorecard.objects.create(criteria_set=year.criteria_set, kind=kind)
    by = nomination.entered_by
    gate = Criterion.objects.get(code="G1")
    GateAnswer.objects.create(scorecard=card, criterion=gate, answer="met", paper="12-XN", by=by)
    rows = Criterion.objects.filter(kind="scored", applies_to__icontains=kind.value)
    for name in dossiers.ASSESSORS:
        sheet = Sheet.objects.create(scorecard=card, assessor=dossiers.account(name), sent_at=clock.now())
        Mark.objects.bulk_create(Mark(sheet=sheet, criterion=row, points=1, out_of=row.points) for row in rows)
    told = {"kind": kind, "head_post": post, "scorecard": card, "state": "received", "entered_by": by}
    copy = Nomination.objects.create(plan_year=year, unit=dossiers.unit_of(person), **whose, **told)
    Endorsement.objects.create(nomination=copy, held_on=clock.today(), members=9, present=9, agree=8)
    evidence = Evidence.objects.create(nomination=copy, file=nomination.evidence.first().file, title="QĐ 52")
    EvidenceUse.objects.create(evidence=evidence, criterion=rows.first())
    return copy


def test_the_number_of_queries_does_not_grow(hanh, llcs):
    """A collective, its head, and a head whose collective is not asked about; then thirty in all."""
    collective, head = dossiers.marked_dossier(llcs), dossiers.marked_dossier(hanh)
    waited = Criterion.objects.get(code="C4")
    appraisal.waive(collective, waited, reason="Chờ Công đoàn", paper="", by=dossiers.account("hieutruong"))
    dossiers.sent_dossier(Unit.objects.get(name=XDD), "canbo.xdd")
    few = [collective, head, like(collective, Person.objects.get(full_name="Vũ Minh Đức"))]
    people = Person.objects.filter(posts__unit__nominates=True).exclude(
        pk__in=[row.subject_person_id or 0 for row in few]
    )
    many = [*few, *(like(collective, person) for person in people.order_by("pk")[:27])]
    assert len(many) == 30
    assert (queries_for(few), queries_for(many)) == (21, 21)
