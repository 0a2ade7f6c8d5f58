"""Marks, floors, sums and verdicts, as stories worked out by hand."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.facts import RatingFact, Sheet, Waiver
from criteria.scoring import score
from criteria.standards import Group
from criteria.vocabulary import Combine, Level, RatingOf, RowState, SubjectKind, Verdict
from tests.criteria.builders import (
    COLLECTIVE,
    HEAD,
    INDIVIDUAL,
    MADE_UP,
    OURS,
    facts,
    full_marks,
    parameters,
    scored,
    sheets,
    standards,
    two_sheets,
)

REACHED, BELOW, UNMARKED, NOT_APPLICABLE = RowState
ELIGIBLE, NOT_ELIGIBLE, AWAITING, UNFINISHED = Verdict


def one_row(*marks, scale=None, about=None, **criterion):
    """The row of a single criterion of 10 points, or as told, marked on as many sheets."""
    measured = standards(scored("X", **criterion))
    given = sheets(*({"X": mark} for mark in marks))
    return score(measured, given, about or facts(), scale or parameters()).rows[0]


# -- a story --------------------------------------------------------------------------------------------------
def test_the_score_sheet_of_a_lecturer():
    """Three sheets, contests not held that year: the numbers of a score sheet worked out on paper."""
    codes = ["G2", "G3a", "G3b", "G4a", "G4b", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I9"]
    first = ["9.0", "9.5", "4.5", "3.0", "2.0", "10.0", "9.0", "11.0", "9.5", "7.0", "9.0", "3.5", "2.5"]
    second = ["9.5", "9.0", "4.5", "2.5", "2.0", "9.5", "9.0", "11.5", "9.5", "7.5", "9.0", "2.0", "3.0"]
    third = ["9.0", "9.0", "4.0", "3.0", "1.5", "9.5", "9.5", "10.5", "9.0", "7.0", "8.5", "3.5", "2.5"]
    given = sheets(*(dict(zip(codes, marks, strict=True)) for marks in (first, second, third)))
    about = facts(not_applicable={"I8": "trong năm không có kỳ thi thuộc đối tượng"})

    result = score(OURS.standards_for(INDIVIDUAL), given, about, OURS.parameters)

    assert result.total == Decimal("90.89")
    assert result.formula == "100 × 88,1667 : 97,0 = 90,89"
    assert [(group.group.clause, group.sums.given, group.sums.points) for group in result.by_group] == [
        ("III.2", Fraction(82, 3), 30),
        ("III.3.2", Fraction(365, 6), 67),
    ]
    assert [row.criterion.code for row in result.to_discuss] == ["I7"]
    assert result.sentence == (
        "Đủ điều kiện. Đạt 02/02 điều kiện bắt buộc, 13/13 tiêu chuẩn tính điểm áp dụng; tổng điểm 90,89."
    )


# -- a result -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "marks, mean, median",
    [
        (["7.5"], Fraction(15, 2), Fraction(15, 2)),
        (["7.0", "8.0"], Fraction(15, 2), Fraction(15, 2)),
        (["7.0", "7.5", "9.0"], Fraction(47, 6), Fraction(15, 2)),
        (["9.0", "7.0", "7.5"], Fraction(47, 6), Fraction(15, 2)),
        (["0", "0", "10"], Fraction(10, 3), Fraction(0)),
        (["6.0", "7.1", "7.2", "10"], Fraction(303, 40), Fraction(143, 20)),
    ],
)
def test_sheets_are_combined_exactly(marks, mean, median):
    assert one_row(*marks).result == mean
    assert one_row(*marks, scale=parameters(combine=Combine.MEDIAN)).result == median


def test_an_agreed_mark_takes_the_place_of_the_mean_and_the_marks_stay_beside_it():
    row = one_row("7.0", "4.0", about=facts(agreed={"X": Decimal("6.5")}))
    assert row.result == Decimal("6.5")
    assert row.marks == {"assessor 1": Decimal("7.0"), "assessor 2": Decimal("4.0")}
    assert row.sentence == (
        "Đạt: “Tiêu chuẩn X” được 6,50 trên 10,0 điểm (điểm thống nhất sau trao đổi); tiêu chuẩn III.2 đạt từ 5,0 điểm."
    )


@pytest.mark.parametrize(
    "mark, floor, own_floor, state",
    [
        ("5.0", "0.5", None, REACHED),
        ("4.9", "0.5", None, BELOW),
        ("5.5", "0.55", None, REACHED),
        ("0.7", "0.07", None, REACHED),  # in binary 0.07 × 10 is more than 0.7
        ("5.4", "0.55", None, BELOW),
        ("5.0", "0.5", "0.6", BELOW),
        ("3.0", "0.5", "0.3", REACHED),
        ("0", "0.5", "0", REACHED),
        ("9.9", "1", None, BELOW),
        ("10", "1", None, REACHED),
    ],
)
def test_a_standard_is_reached_from_its_floor_on(mark, floor, own_floor, state):
    own_floor = None if own_floor is None else Decimal(own_floor)
    assert one_row(mark, scale=parameters(floor=Decimal(floor)), floor=own_floor).state == state


def test_a_row_says_how_it_came_about():
    assert one_row("4.0").sentence == (
        "Dưới mức đạt: “Tiêu chuẩn X” được 4,00 trên 10,0 điểm (01 phiếu); tiêu chuẩn III.2 đạt từ 5,0 điểm."
    )
    assert one_row("9.0", "9.5", "9.0").sentence == (
        "Đạt: “Tiêu chuẩn X” được 9,17 trên 10,0 điểm (trung bình 03 phiếu); tiêu chuẩn III.2 đạt từ 5,0 điểm."
    )
    assert one_row("9.0", "9.5", "9.0", scale=parameters(combine=Combine.MEDIAN)).sentence == (
        "Đạt: “Tiêu chuẩn X” được 9,00 trên 10,0 điểm (trung vị 03 phiếu); tiêu chuẩn III.2 đạt từ 5,0 điểm."
    )


def test_a_result_below_its_floor_never_looks_as_if_it_had_reached_it():
    row = one_row(*["5.0"] * 199, "4.9")
    assert row.state == BELOW
    assert "được 4,9995 trên 10,0 điểm" in row.sentence


def test_a_floor_is_said_exactly():
    assert "đạt từ 4,125 điểm" in one_row("4.2", points="7.5", floor=Decimal("0.55")).sentence


# -- tolerance ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "marks, differs",
    [
        (["7.0", "4.0"], False),
        (["7.0", "3.9"], True),
        (["7.0"], False),
        (["7.0", "7.0"], False),
        (["5.0", "8.1", "6.0"], True),
    ],
)
def test_rows_further_apart_than_the_tolerance_are_listed(marks, differs):
    assert one_row(*marks).differs == differs


def test_a_listed_row_says_so_and_what_was_made_of_it():
    assert one_row("7.0", "3.5").difference_sentence == (
        "“Tiêu chuẩn X”: các phiếu chênh nhau 3,5 điểm, quá mức 3,0 điểm; "
        "chưa ghi điểm thống nhất nên tính theo trung bình."
    )
    agreed = one_row("7.0", "3.5", about=facts(agreed={"X": Decimal(6)}))
    assert agreed.difference_sentence.endswith("quá mức 3,0 điểm; đã ghi điểm thống nhất 6,0.")
    assert one_row("7.0", "7.0").difference_sentence == ""


def test_a_row_with_an_agreed_mark_needs_no_discussion_any_more():
    measured, given = standards(scored("X")), sheets({"X": 9}, {"X": 2})
    assert len(score(measured, given, facts(), parameters()).to_discuss) == 1
    assert score(measured, given, facts(agreed={"X": Decimal(6)}), parameters()).to_discuss == ()


# -- the total ------------------------------------------------------------------------------------------------
def test_a_total_is_rounded_once_and_halves_go_up():
    """199/200 of 100 is 99.5; 2 of 3 is 66.666…; 1.5 of 80 is exactly 1.875."""
    for points, mark, total in [
        ("20", "19.9", "99.50"),
        ("3", "2", "66.67"),
        ("80", "1.5", "1.88"),
        ("80", "1.7", "2.13"),
    ]:
        result = score(standards(scored("X", points)), sheets({"X": mark}), facts(), parameters())
        assert result.total == Decimal(total)


def test_results_are_not_rounded_before_they_are_summed():
    """Three thirds: 3,33 each on paper, 10 in the sum."""
    measured = standards(*(scored(code) for code in "ABC"))
    row = dict.fromkeys("ABC", "3.3")
    result = score(measured, sheets(row, row, dict.fromkeys("ABC", "3.4")), facts(), parameters())
    assert result.given == 10
    assert result.total == Decimal("33.33")


def test_what_is_set_aside_leaves_both_sums():
    measured = standards(scored("A", 30), scored("B", 10, may_be_not_applicable=True))
    marks = sheets({"A": 24})
    result = score(measured, marks, facts(not_applicable={"B": "năm nay không tổ chức."}), parameters())
    assert (result.given, result.points, result.total) == (24, 30, Decimal("80.00"))
    assert result.rows[1].state == NOT_APPLICABLE
    assert result.rows[1].sentence == (
        "Không áp dụng: “Tiêu chuẩn B”, năm nay không tổ chức; tiêu chuẩn III.2 không tính vào cả hai tổng."
    )


@pytest.mark.parametrize("agreed", [{}, {"B": Decimal(9)}])
def test_a_mark_given_before_the_row_was_set_aside_does_not_count(agreed):
    measured = standards(scored("A", 30), scored("B", 10, may_be_not_applicable=True))
    about = facts(not_applicable={"B": "năm nay không tổ chức"}, agreed=agreed)
    result = score(measured, sheets({"A": 24, "B": 10}, {"A": 24, "B": 1}), about, parameters())
    assert result.total == Decimal("80.00")
    assert result.to_discuss == ()


def test_a_sheet_with_everything_set_aside_has_no_total_rather_than_zero():
    measured = standards(scored("A", may_be_not_applicable=True))
    result = score(measured, sheets({}), facts(not_applicable={"A": "không tổ chức"}), parameters())
    assert result.total is None
    assert result.formula == ""
    assert result.sentence.endswith("không có tiêu chuẩn nào để tính điểm.")


def test_what_the_plan_does_not_let_go_cannot_be_set_aside():
    with pytest.raises(ValueError, match="may not be set aside"):
        score(standards(scored("A")), [], facts(not_applicable={"A": "lý do"}), parameters())


def test_nought_points_are_a_total():
    assert score(standards(scored("A")), sheets({"A": 0}), facts(), parameters()).total == 0


def test_the_longer_sheet_of_a_head_needs_no_rule_of_its_own():
    for kind in SubjectKind:
        marks = {criterion.code: criterion.points for criterion in OURS.standards_for(kind).scored}
        assert score(OURS.standards_for(kind), sheets(marks, marks), facts(), OURS.parameters).total == 100


# -- a unit's own criteria ------------------------------------------------------------------------------------
OWN = scored("KHOA1", 20, of_unit=True, group=Group(code="own", label="Tiêu chí riêng", clause=""), label="Giờ giảng")


def test_a_units_own_criteria_are_counted_apart():
    without = score(standards(scored("A")), sheets({"A": 8}), facts(), parameters())
    with_own = score(standards(scored("A"), OWN), sheets({"A": 8, "KHOA1": 5}), facts(), parameters())
    assert (with_own.total, with_own.points, with_own.by_group) == (without.total, without.points, without.by_group)
    assert [row.criterion.code for row in with_own.rows] == ["A"]
    assert (with_own.sums_of_unit.given, with_own.sums_of_unit.points) == (5, 20)
    assert with_own.sums_of_unit.total == Decimal("25.00")
    assert standards(scored("A"), OWN).points == 10


def test_a_units_own_criterion_bars_nobody():
    """Five of twenty is below its floor, and an unmarked one keeps nothing open."""
    for marks in ({"A": 8, "KHOA1": 5}, {"A": 8}):
        assert score(standards(scored("A"), OWN), sheets(marks), facts(), parameters()).reaches_all


def test_a_units_own_criterion_is_called_so():
    row = score(standards(OWN), sheets({"KHOA1": 5}), facts(), parameters()).rows_of_unit[0]
    assert row.sentence == (
        "Dưới mức đạt: “Giờ giảng” được 5,00 trên 20,0 điểm (01 phiếu); tiêu chí riêng của đơn vị đạt từ 10,0 điểm."
    )


# -- the same evidence twice ----------------------------------------------------------------------------------
@pytest.mark.parametrize("sides", [({"B"}, set()), (set(), {"A"}), ({"B"}, {"A"})])
def test_overlapping_criteria_on_the_same_evidence_are_flagged_and_nothing_is_subtracted(sides):
    one, other = (frozenset(side) for side in sides)
    measured = standards(scored("A", overlaps=one), scored("B", overlaps=other))
    about = facts(evidence={"A": [1, 2, 3], "B": [2, 3, 4]})
    result = score(measured, sheets({"A": 8, "B": 8}), about, parameters())
    (overlap,) = result.overlaps
    assert (overlap.first.code, overlap.second.code, overlap.evidence) == ("A", "B", {2, 3})
    assert overlap.sentence == (
        "“Tiêu chuẩn A” (tiêu chuẩn III.2) và “Tiêu chuẩn B” (tiêu chuẩn III.2) cùng dựa trên 02 minh chứng; "
        "điểm không bị trừ, đề nghị xem xét khi chấm."
    )
    assert result.total == Decimal("80.00")


@pytest.mark.parametrize(
    "evidence, aside",
    [
        ({"A": [1], "B": [2]}, {}),
        ({"A": [1], "C": [1]}, {}),
        ({"A": [1]}, {}),
        ({"A": [1], "B": [1]}, {"B": "năm nay không tổ chức"}),
    ],
)
def test_nothing_is_flagged_where_nothing_could_count_twice(evidence, aside):
    measured = standards(scored("A", overlaps=frozenset("B")), scored("B", may_be_not_applicable=True), scored("C"))
    about = facts(evidence=evidence, not_applicable=aside)
    assert score(measured, [], about, parameters()).overlaps == ()


# -- the verdict ----------------------------------------------------------------------------------------------
GOOD_UNIT = RatingFact(of=RatingOf.UNIT, level=Level.GOOD)
NO_RATING = RatingFact(of=RatingOf.UNIT)


def verdict_of(*given: Sheet, kind=COLLECTIVE, **changes):
    return score(OURS.standards_for(kind), given, facts(**changes), OURS.parameters)


def test_too_few_sheets_are_not_finished():
    one, _ = two_sheets(OURS, COLLECTIVE)
    result = verdict_of(one)
    assert result.sentence == "Chưa chấm xong. Đã gửi 01 trên 02 phiếu."
    assert result.total == Decimal("80.00")  # what is there so far


def test_a_sheet_still_open_is_not_finished_even_if_enough_are_sent():
    one, other = two_sheets(OURS, COLLECTIVE)
    third = Sheet(assessor="assessor 3", marks={"G2": Decimal(1)}, sent=False)
    result = verdict_of(one, other, third)
    assert result.sentence == "Chưa chấm xong. Đã gửi 02 trên 03 phiếu."
    assert result.total == Decimal("80.00")  # the open sheet's mark is nobody's business yet


def test_no_sheet_at_all_has_no_total():
    result = verdict_of()
    assert (result.verdict, result.total) == (UNFINISHED, None)
    assert result.because == ("Đã gửi 00 trên 02 phiếu.",)


def test_an_unanswered_gate_is_not_finished_whatever_else_is_known():
    one, other = two_sheets(OURS, COLLECTIVE)
    result = verdict_of(one, other, office={}, ratings=[GOOD_UNIT])
    assert result.sentence == (
        "Chưa chấm xong. Chưa có kết quả: điều kiện “Chấp hành đường lối, chính sách, pháp luật” chưa được trả lời "
        "(tiêu chuẩn III.2)."
    )


def test_a_row_one_sheet_has_left_out_is_not_finished_and_gives_no_total():
    one, other = two_sheets(OURS, COLLECTIVE)
    gap = replace(other, marks={code: mark for code, mark in other.marks.items() if code != "C6"})
    result = verdict_of(one, gap)
    assert (result.verdict, result.total) == (UNFINISHED, None)
    assert result.sentence == (
        "Chưa chấm xong. Chưa chấm: “Chuyển biến rõ nét, hiệu quả nổi trội” chưa có điểm của đủ các phiếu đã gửi; "
        "tiêu chuẩn III.3.1 đạt từ 10,0 điểm."
    )


def test_a_rating_to_come_is_waited_for():
    result = verdict_of(*two_sheets(OURS, COLLECTIVE), ratings=[NO_RATING])
    assert result.verdict == AWAITING
    assert result.sentence.startswith("Chờ kết quả xếp loại. Chưa có kết quả: đơn vị chưa có kết quả xếp loại;")


def test_what_has_failed_is_not_waited_for():
    low = full_marks(OURS.standards_for(COLLECTIVE)) | {"C6": Decimal("9.9")}
    result = verdict_of(*sheets(low, low), ratings=[NO_RATING])
    assert result.verdict == NOT_ELIGIBLE
    assert [sentence.split(":")[0] for sentence in result.because] == ["Chưa có kết quả", "Dưới mức đạt"]


def test_what_has_failed_is_said_before_what_has_no_result_yet():
    no_cell = RatingFact(of=RatingOf.PARTY_CELL, name="Chi bộ 1")
    result = verdict_of(*two_sheets(OURS, COLLECTIVE), ratings=[no_cell, GOOD_UNIT])
    assert [sentence.split(":")[0] for sentence in result.because] == ["Không đạt", "Chưa có kết quả"]


def test_one_standard_below_its_floor_is_enough_to_fall_short():
    marks = full_marks(OURS.standards_for(INDIVIDUAL), "1") | {"G4b": Decimal("0.9")}
    result = verdict_of(*sheets(marks, marks), kind=INDIVIDUAL)
    assert result.total == Decimal("98.90")
    assert result.sentence == (
        "Chưa đủ điều kiện. Dưới mức đạt: “Nhân đạo, từ thiện, an sinh xã hội” được 0,90 trên 2,0 điểm "
        "(trung bình 02 phiếu); tiêu chuẩn III.2 đạt từ 1,0 điểm."
    )


def test_a_failed_gate_leaves_the_total_as_it_is():
    result = verdict_of(*two_sheets(OURS, COLLECTIVE), ratings=[GOOD_UNIT])
    assert (result.verdict, result.total) == (NOT_ELIGIBLE, Decimal("80.00"))


# -- what no stored record can be -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "mark", [Decimal("10.1"), Decimal("-0.1"), Decimal("7.25"), Decimal("NaN"), Decimal("Infinity"), 7.5, 7, "7.0"]
)
def test_an_impossible_mark_is_refused(mark):
    for given, about in (([Sheet(assessor="a", marks={"X": mark})], facts()), ([], facts(agreed={"X": mark}))):
        with pytest.raises(ValueError):
            score(standards(scored("X")), given, about, parameters())


def test_a_mark_for_what_gives_no_points_is_refused():
    for code in ("G1", "C1", "?"):
        with pytest.raises(ValueError, match="gives no points here"):
            score(OURS.standards_for(INDIVIDUAL), sheets({code: 1}), facts(), OURS.parameters)


def test_two_sheets_of_one_assessor_are_refused():
    sheet = Sheet(assessor="a", marks={"X": Decimal(5)})
    with pytest.raises(ValueError, match="two sheets"):
        score(standards(scored("X")), [sheet, sheet], facts(), parameters())


# -- another plan, other words --------------------------------------------------------------------------------
def test_a_made_up_plan_scores_without_a_line_of_code():
    """Median of three; T-02 has its own floor of 0.8 × 7.5 = 6 points, the others 0.6."""
    given = sheets({"T-01": "10", "T-02": "6"}, {"T-01": "7.5", "T-02": "7.5"}, {"T-01": "12.5", "T-02": "0"})
    about = facts(ratings=[RatingFact(of=RatingOf.STAFF, level=Level.GOOD)])
    result = score(MADE_UP.standards_for(INDIVIDUAL), given, about, MADE_UP.parameters)
    assert result.formula == "100 × 16,0000 : 20,0 = 80,00"
    assert result.reaches_all
    assert [row.criterion.code for row in result.to_discuss] == ["T-01", "T-02"]
    assert result.rows[1].sentence == (
        "Đạt: “Chuyển đổi số” được 6,00 trên 7,5 điểm (trung vị 03 phiếu); tiêu chuẩn Điều 5 đạt từ 6,0 điểm."
    )


@pytest.mark.parametrize("plan", [OURS, MADE_UP], ids=lambda plan: plan.head.code)
@pytest.mark.parametrize("kind", [COLLECTIVE, INDIVIDUAL, HEAD])
def test_no_sentence_shows_an_internal_code(plan, kind):
    measured = plan.standards_for(kind)
    low, high = full_marks(measured, "0.1"), full_marks(measured)
    everything_shared = {criterion.code: [1] for criterion in measured.criteria}
    waived = {gate.code: Waiver(reason="lý do") for gate in measured.gates}
    for given in ([], sheets(low), sheets(low, high), sheets(high, high, high)):
        for about in (facts(evidence=everything_shared), facts(office={}, ratings=[]), facts(waivers=waived)):
            result = score(measured, given, about, plan.parameters)
            said = [result.sentence, result.formula]
            said += [gate.sentence + gate.waiver_sentence for gate in result.gates]
            said += [row.sentence + row.difference_sentence for row in result.rows]
            said += [overlap.sentence for overlap in result.overlaps]
            codes = "|".join(re.escape(criterion.code) for criterion in plan.criteria)
            assert not re.search(rf"\b({codes})\b", " ".join(said))
            assert "None" not in " ".join(said)
