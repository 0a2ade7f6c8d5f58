"""Every gate of our plan, for every kind of subject, in each of its four answers. Expectations are written by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from criteria.facts import Endorsement, Facts, OfficeAnswer, OwnCollective, RatingFact, Waiver
from criteria.gates import GateResult, answer_gates
from criteria.scoring import own_collective, score
from criteria.standards import RatingRequirement
from criteria.vocabulary import Answer, Level, OwnCollectiveRule, RatingOf, Verdict
from tests.criteria.builders import (
    CELL,
    COLLECTIVE,
    HEAD,
    INDIVIDUAL,
    MADE_UP,
    MEMBER,
    OURS,
    STAFF,
    UNION,
    UNIT,
    facts,
    parameters,
    two_sheets,
    with_criterion,
)

MET, NOT_MET, NO_RESULT, NOT_APPLICABLE = Answer
ELIGIBLE, NOT_ELIGIBLE, AWAITING, UNFINISHED = Verdict


def rated(fact: RatingFact, level: Level | None) -> Facts:
    """Everything as it should be, but this one rating."""
    others = [other for other in (CELL, UNION, UNIT, STAFF, MEMBER) if other.of != fact.of]
    return facts(ratings=[*others, replace(fact, level=level)])


def office(answer: Answer, finding: str = "", paper: str = "") -> Facts:
    return facts(office={"G1": OfficeAnswer(answer=answer, finding=finding, paper=paper)})


def led(ratings: Answer) -> Facts:
    return facts(own_collective=OwnCollective(name="Khoa Xây dựng Đảng", ratings=ratings))


def gate(code: str, kind, about: Facts, plan=OURS, parameters=None) -> GateResult:
    results = answer_gates(plan.standards_for(kind), about, parameters or plan.parameters)
    return next(result for result in results if result.criterion.code == code)


E3_MET = "Đạt: 08 trên 09 thành viên đồng ý (88,89%); tiêu chuẩn III.1 cần từ 2/3 tổng số thành viên đồng ý."
E3_FAILS = "Không đạt: 05 trên 09 thành viên đồng ý (55,56%); tiêu chuẩn III.1 cần từ 2/3 tổng số thành viên đồng ý."
E3_NONE = (
    "Chưa có kết quả: chưa có kết quả biểu quyết của đơn vị; tiêu chuẩn III.1 cần từ 2/3 tổng số thành viên đồng ý."
)
G1_MET = "Đạt: Không có kỷ luật, vi phạm trong năm, theo Xác nhận của chi bộ ngày 24/11/2025 (tiêu chuẩn III.2)."
G1_FAILS = "Không đạt: Bị khiển trách (tiêu chuẩn III.2)."
G1_NONE = (
    "Chưa có kết quả: điều kiện “Chấp hành đường lối, chính sách, pháp luật” chưa được trả lời (tiêu chuẩn III.2)."
)

FOR_EVERYBODY = [
    ("E3", facts(), MET, ELIGIBLE, E3_MET),
    ("E3", facts(endorsement=Endorsement(members=9, agree=5)), NOT_MET, NOT_ELIGIBLE, E3_FAILS),
    ("E3", facts(endorsement=None), NO_RESULT, UNFINISHED, E3_NONE),
    (
        "G1",
        office(MET, "Không có kỷ luật, vi phạm trong năm.", "Xác nhận của chi bộ ngày 24/11/2025"),
        MET,
        ELIGIBLE,
        G1_MET,
    ),
    ("G1", office(NOT_MET, "Bị khiển trách"), NOT_MET, NOT_ELIGIBLE, G1_FAILS),
    ("G1", facts(office={}), NO_RESULT, UNFINISHED, G1_NONE),
    (
        "G1",
        office(NO_RESULT, "Đang chờ xác nhận"),
        NO_RESULT,
        UNFINISHED,
        "Chưa có kết quả: Đang chờ xác nhận (tiêu chuẩn III.2).",
    ),
]

FOR_COLLECTIVES = [
    (
        "C4",
        facts(),
        MET,
        ELIGIBLE,
        "Đạt: Chi bộ Khoa Xây dựng Đảng được xếp loại Hoàn thành tốt nhiệm vụ, Công đoàn bộ phận được xếp loại "
        "Hoàn thành tốt nhiệm vụ; tiêu chuẩn III.3.1 yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    (
        "C4",
        rated(CELL, Level.DONE),
        NOT_MET,
        NOT_ELIGIBLE,
        "Không đạt: Chi bộ Khoa Xây dựng Đảng được xếp loại Hoàn thành nhiệm vụ; "
        "tiêu chuẩn III.3.1 yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    (
        "C4",
        rated(UNION, None),
        NO_RESULT,
        AWAITING,
        "Chưa có kết quả: Công đoàn bộ phận chưa có kết quả xếp loại; "
        "tiêu chuẩn III.3.1 yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    (
        "C4",
        facts(ratings=[UNIT]),
        NOT_APPLICABLE,
        ELIGIBLE,
        "Không áp dụng: không có chi bộ thuộc diện xếp loại, không có công đoàn thuộc diện xếp loại, "
        "không có đoàn thanh niên thuộc diện xếp loại (tiêu chuẩn III.3.1).",
    ),
    (
        "C4",
        facts(not_applicable={"C4": "tập thể mới thành lập."}),
        NOT_APPLICABLE,
        ELIGIBLE,
        "Không áp dụng: tập thể mới thành lập (tiêu chuẩn III.3.1).",
    ),
    (
        "C5",
        facts(),
        MET,
        ELIGIBLE,
        "Đạt: đơn vị được xếp loại Hoàn thành xuất sắc nhiệm vụ; "
        "tiêu chuẩn III.3.1 yêu cầu Hoàn thành xuất sắc nhiệm vụ.",
    ),
    (
        "C5",
        rated(UNIT, Level.GOOD),
        NOT_MET,
        NOT_ELIGIBLE,
        "Không đạt: đơn vị được xếp loại Hoàn thành tốt nhiệm vụ; "
        "tiêu chuẩn III.3.1 yêu cầu Hoàn thành xuất sắc nhiệm vụ.",
    ),
    (
        "C5",
        rated(UNIT, None),
        NO_RESULT,
        AWAITING,
        "Chưa có kết quả: đơn vị chưa có kết quả xếp loại; tiêu chuẩn III.3.1 yêu cầu Hoàn thành xuất sắc nhiệm vụ.",
    ),
    (
        "C5",
        facts(not_applicable={"C5": "nhóm không thuộc diện xếp loại"}),
        NOT_APPLICABLE,
        ELIGIBLE,
        "Không áp dụng: nhóm không thuộc diện xếp loại (tiêu chuẩn III.3.1).",
    ),
]

TIED = "; tiêu chuẩn III.3.2 yêu cầu người đứng đầu gắn với tiêu chí điển hình của tập thể."
FOR_HEADS = [
    ("H1", led(MET), MET, ELIGIBLE, f"Đạt: Khoa Xây dựng Đảng đạt các điều kiện về xếp loại của tập thể{TIED}"),
    (
        "H1",
        led(NOT_MET),
        NOT_MET,
        NOT_ELIGIBLE,
        f"Không đạt: Khoa Xây dựng Đảng chưa đạt điều kiện về xếp loại của tập thể{TIED}",
    ),
    (
        "H1",
        led(NO_RESULT),
        NO_RESULT,
        AWAITING,
        f"Chưa có kết quả: Khoa Xây dựng Đảng chưa có đủ kết quả xếp loại của tập thể{TIED}",
    ),
    (
        "H1",
        led(NOT_APPLICABLE),
        NOT_APPLICABLE,
        ELIGIBLE,
        f"Không áp dụng: Khoa Xây dựng Đảng không thuộc diện xếp loại của tập thể{TIED}",
    ),
    (
        "H1",
        facts(own_collective=None),
        NO_RESULT,
        UNFINISHED,
        f"Chưa có kết quả: chưa xác định được tập thể do cá nhân đứng đầu{TIED}",
    ),
    (
        "H5",
        facts(),
        MET,
        ELIGIBLE,
        "Đạt: công chức, viên chức được xếp loại Hoàn thành xuất sắc nhiệm vụ; "
        "tiêu chuẩn III.3.2 yêu cầu Hoàn thành xuất sắc nhiệm vụ.",
    ),
    (
        "H5",
        rated(STAFF, Level.GOOD),
        NOT_MET,
        NOT_ELIGIBLE,
        "Không đạt: công chức, viên chức được xếp loại Hoàn thành tốt nhiệm vụ; "
        "tiêu chuẩn III.3.2 yêu cầu Hoàn thành xuất sắc nhiệm vụ.",
    ),
    (
        "H5",
        facts(ratings=[MEMBER]),
        NO_RESULT,
        AWAITING,
        "Chưa có kết quả: công chức, viên chức chưa có kết quả xếp loại; "
        "tiêu chuẩn III.3.2 yêu cầu Hoàn thành xuất sắc nhiệm vụ.",
    ),
    (
        "H6",
        rated(MEMBER, Level.EXCELLENT),
        MET,
        ELIGIBLE,
        "Đạt: đảng viên được xếp loại Hoàn thành xuất sắc nhiệm vụ; "
        "tiêu chuẩn III.3.2 yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    (
        "H6",
        rated(MEMBER, Level.FAIL),
        NOT_MET,
        NOT_ELIGIBLE,
        "Không đạt: đảng viên được xếp loại Không hoàn thành nhiệm vụ; "
        "tiêu chuẩn III.3.2 yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    (
        "H6",
        rated(MEMBER, None),
        NO_RESULT,
        AWAITING,
        "Chưa có kết quả: đảng viên chưa có kết quả xếp loại; "
        "tiêu chuẩn III.3.2 yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    (
        "H6",
        facts(not_applicable={"H6": "không phải đảng viên"}),
        NOT_APPLICABLE,
        ELIGIBLE,
        "Không áp dụng: không phải đảng viên (tiêu chuẩn III.3.2).",
    ),
]

TABLE = (
    [(kind, *row) for kind in (COLLECTIVE, INDIVIDUAL, HEAD) for row in FOR_EVERYBODY]
    + [(COLLECTIVE, *row) for row in FOR_COLLECTIVES]
    + [(HEAD, *row) for row in FOR_HEADS]
)


@pytest.mark.parametrize("kind, code, about, answer, verdict, sentence", TABLE)
def test_a_gate_answers(kind, code, about, answer, verdict, sentence):
    result = gate(code, kind, about)
    assert (result.answer, result.sentence) == (answer, sentence)
    assert score(OURS.standards_for(kind), two_sheets(OURS, kind), about, OURS.parameters).verdict == verdict


def test_the_table_holds_every_gate_of_every_kind():
    for kind in (COLLECTIVE, INDIVIDUAL, HEAD):
        asked = {criterion.code for criterion in OURS.standards_for(kind).gates}
        assert asked == {row[1] for row in TABLE if row[0] == kind}


@pytest.mark.parametrize("kind, code", [(COLLECTIVE, "G1"), (COLLECTIVE, "E3"), (HEAD, "H1"), (HEAD, "H5")])
def test_a_gate_the_plan_does_not_let_go_cannot_be_set_aside(kind, code):
    with pytest.raises(ValueError, match="may not be set aside"):
        score(OURS.standards_for(kind), [], facts(not_applicable={code: "lý do"}), OURS.parameters)


# -- ratings --------------------------------------------------------------------------------------------------
def test_one_failing_body_decides_even_if_another_has_no_result_yet():
    about = facts(ratings=[replace(CELL, level=None), replace(UNION, level=Level.DONE), UNIT])
    result = gate("C4", COLLECTIVE, about)
    assert result.answer == NOT_MET
    assert "Công đoàn bộ phận được xếp loại Hoàn thành nhiệm vụ" in result.sentence
    assert "Chi bộ" not in result.sentence


def test_a_gate_of_several_ratings_opens_into_a_line_for_each():
    second = replace(CELL, name="Chi bộ 2", level=None, paper="")
    about = facts(ratings=[replace(CELL, paper="31-QĐ/ĐU, 12/12/2025"), second, UNION, UNIT])
    result = gate("C4", COLLECTIVE, about)
    assert result.answer == NO_RESULT
    assert [(part.sentence, part.paper) for part in result.parts] == [
        ("Đạt: Chi bộ Khoa Xây dựng Đảng được xếp loại Hoàn thành tốt nhiệm vụ.", "31-QĐ/ĐU, 12/12/2025"),
        ("Chưa có kết quả: Chi bộ 2 chưa có kết quả xếp loại.", ""),
        ("Đạt: Công đoàn bộ phận được xếp loại Hoàn thành tốt nhiệm vụ.", ""),
        ("Không áp dụng: không có đoàn thanh niên thuộc diện xếp loại.", ""),
    ]


def test_different_levels_are_asked_in_one_sentence():
    about = facts(ratings=[replace(UNIT, level=Level.DONE), CELL])
    assert gate("N-02", COLLECTIVE, about, MADE_UP).sentence == (
        "Không đạt: đơn vị được xếp loại Hoàn thành nhiệm vụ; tiêu chuẩn Điều 4 yêu cầu từ Hoàn thành tốt nhiệm vụ "
        "trở lên; Chi bộ Khoa Xây dựng Đảng được xếp loại Hoàn thành tốt nhiệm vụ; "
        "tiêu chuẩn Điều 4 yêu cầu Hoàn thành xuất sắc nhiệm vụ."
    )


@pytest.mark.parametrize(
    "level, reached",
    [
        ("fail", ["fail"]),
        ("done", ["fail", "done"]),
        ("good", ["fail", "done", "good"]),
        ("excellent", ["fail", "done", "good", "excellent"]),
    ],
)
def test_levels_stand_in_order(level, reached):
    assert [required for required in Level if Level(level).reaches(required)] == reached


def test_an_ordinary_individual_is_asked_no_rating_unless_the_school_switches_it_on():
    assert gate_codes(INDIVIDUAL, OURS) == ["E3", "G1"]
    switched = with_criterion(OURS, "I0", enabled=True)
    assert gate_codes(INDIVIDUAL, switched) == ["E3", "G1", "I0"]
    assert gate("I0", INDIVIDUAL, rated(STAFF, Level.DONE), switched).sentence == (
        "Không đạt: công chức, viên chức được xếp loại Hoàn thành nhiệm vụ; "
        "tiêu chuẩn bổ sung của nhà trường yêu cầu từ Hoàn thành tốt nhiệm vụ trở lên."
    )


def gate_codes(kind, plan) -> list[str]:
    return [criterion.code for criterion in plan.standards_for(kind).gates]


# -- the unit's vote ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "agree, members, threshold, answer",
    [
        (6, 9, Fraction(2, 3), MET),
        (5, 9, Fraction(2, 3), NOT_MET),
        (66, 100, Fraction(2, 3), NOT_MET),
        (67, 100, Fraction(2, 3), MET),
        (2, 3, Fraction(2, 3), MET),
        (0, 1, Fraction(2, 3), NOT_MET),
        (9, 10, Fraction(9, 10), MET),
        (9, 9, Fraction(1), MET),
        (8, 9, Fraction(1), NOT_MET),
    ],
)
def test_a_vote_counts_all_members_and_the_threshold_itself_is_enough(agree, members, threshold, answer):
    about = facts(endorsement=Endorsement(members=members, agree=agree))
    assert gate("E3", COLLECTIVE, about, parameters=parameters(unit_vote_threshold=threshold)).answer == answer


def test_unanimity_is_called_so():
    about = facts(endorsement=Endorsement(members=9, agree=8))
    result = gate("E3", COLLECTIVE, about, parameters=parameters(unit_vote_threshold=Fraction(1)))
    assert result.sentence == (
        "Không đạt: 08 trên 09 thành viên đồng ý (88,89%); tiêu chuẩn III.1 cần toàn thể thành viên đồng ý."
    )


@pytest.mark.parametrize("agree, members", [(1, 0), (0, 0), (10, 9), (-1, 9)])
def test_an_impossible_vote_is_refused(agree, members):
    with pytest.raises(ValueError):
        Endorsement(members=members, agree=agree)


# -- waivers --------------------------------------------------------------------------------------------------
WAIVER = Waiver(reason="đơn vị mới sáp nhập.", paper="VB 15/TCT")


@pytest.mark.parametrize(
    "code, about",
    [
        ("C5", rated(UNIT, Level.GOOD)),
        ("C5", rated(UNIT, None)),
        ("G1", office(NOT_MET, "Bị nhắc nhở")),
        ("G1", facts(office={})),
        ("E3", facts(endorsement=None)),
    ],
)
def test_a_waived_gate_keeps_its_answer_and_does_not_stand_in_the_way(code, about):
    before = score(OURS.standards_for(COLLECTIVE), two_sheets(OURS, COLLECTIVE), about, OURS.parameters)
    waived = replace(about, waivers={code: WAIVER})
    after = score(OURS.standards_for(COLLECTIVE), two_sheets(OURS, COLLECTIVE), waived, OURS.parameters)
    assert [gate.sentence for gate in after.gates] == [gate.sentence for gate in before.gates]
    assert not before.reaches_all
    assert after.reaches_all
    assert after.verdict_without_waivers == before.verdict


def test_a_waiver_is_said_with_its_paper_and_reason():
    about = replace(rated(UNIT, Level.GOOD), waivers={"C5": WAIVER})
    result = score(OURS.standards_for(COLLECTIVE), two_sheets(OURS, COLLECTIVE), about, OURS.parameters)
    assert result.sentence == (
        "Đủ điều kiện. Đạt 03/04 điều kiện bắt buộc (miễn 01), 11/11 tiêu chuẩn tính điểm áp dụng; "
        "tổng điểm 80,00. "
        "Miễn “Đơn vị hoàn thành xuất sắc nhiệm vụ” (tiêu chuẩn III.3.1) theo VB 15/TCT: đơn vị mới sáp nhập."
    )


def test_a_waiver_of_a_gate_that_is_met_says_nothing():
    about = facts(waivers={"C5": WAIVER})
    result = score(OURS.standards_for(COLLECTIVE), two_sheets(OURS, COLLECTIVE), about, OURS.parameters)
    assert "miễn" not in result.sentence.lower()


# -- a head and the own collective ----------------------------------------------------------------------------
def unit_of(about: Facts, rule: OwnCollectiveRule, *, nominated: bool = True) -> OwnCollective:
    """What the engine tells a head's dossier about the unit."""
    standards, scale = OURS.standards_for(COLLECTIVE), replace(OURS.parameters, own_collective=rule)
    its_score = score(standards, two_sheets(OURS, COLLECTIVE), about, scale) if nominated else None
    return own_collective("Khoa Xây dựng Đảng", answer_gates(standards, about, scale), its_score, scale)


def head_of(own: OwnCollective, rule: OwnCollectiveRule) -> GateResult:
    scale = replace(OURS.parameters, own_collective=rule)
    return gate("H1", HEAD, facts(own_collective=own), parameters=scale)


DEFAULT, STRICT, ADVISORY = OwnCollectiveRule.DEFAULT, OwnCollectiveRule.STRICT, OwnCollectiveRule.ADVISORY


@pytest.mark.parametrize(
    "about, nominated, default, strict",
    [
        (facts(), True, MET, MET),
        (facts(), False, MET, NOT_MET),
        (rated(UNIT, Level.GOOD), True, NOT_MET, NOT_MET),
        (rated(UNIT, Level.GOOD), False, NOT_MET, NOT_MET),
        (rated(UNIT, None), True, NO_RESULT, NO_RESULT),
        (office(NOT_MET, "Bị nhắc nhở"), True, MET, NOT_MET),
        (facts(office={}), True, MET, NO_RESULT),
        (facts(ratings=[UNIT]), True, MET, MET),
        (replace(rated(UNIT, Level.GOOD), waivers={"C5": WAIVER}), True, NOT_MET, NOT_MET),
        (replace(rated(UNIT, None), waivers={"C5": WAIVER}), True, NO_RESULT, NO_RESULT),
        (facts(ratings=[], not_applicable={"C5": "chưa đủ thời gian xếp loại"}), True, NOT_APPLICABLE, MET),
    ],
)
def test_a_head_is_tied_to_the_own_collective(about, nominated, default, strict):
    assert head_of(unit_of(about, DEFAULT, nominated=nominated), DEFAULT).answer == default
    assert head_of(unit_of(about, STRICT, nominated=nominated), STRICT).answer == strict


def test_under_the_strict_rule_a_unit_not_marked_yet_is_no_rating_to_wait_for():
    about = facts(own_collective=unit_of(facts(office={}), STRICT))
    scale = replace(OURS.parameters, own_collective=STRICT)
    assert score(OURS.standards_for(HEAD), two_sheets(OURS, HEAD), about, scale).verdict == UNFINISHED
    about = facts(own_collective=unit_of(rated(UNIT, None), STRICT))
    assert score(OURS.standards_for(HEAD), two_sheets(OURS, HEAD), about, scale).verdict == AWAITING


def test_a_head_reads_why_the_own_collective_falls_short():
    assert head_of(unit_of(rated(UNIT, Level.GOOD), DEFAULT), DEFAULT).sentence == (
        "Không đạt: Khoa Xây dựng Đảng chưa đạt điều kiện về xếp loại của tập thể; "
        "tiêu chuẩn III.3.2 yêu cầu người đứng đầu gắn với tiêu chí điển hình của tập thể. "
        "Về tập thể: đơn vị được xếp loại Hoàn thành tốt nhiệm vụ; "
        "tiêu chuẩn III.3.1 yêu cầu Hoàn thành xuất sắc nhiệm vụ."
    )
    assert head_of(unit_of(office(NOT_MET, "Bị nhắc nhở"), STRICT), STRICT).sentence == (
        "Không đạt: Khoa Xây dựng Đảng được đề nghị trong năm nhưng chưa đạt mọi tiêu chuẩn; "
        "tiêu chuẩn III.3.2 yêu cầu người đứng đầu gắn với tiêu chí điển hình của tập thể. "
        "Về tập thể: Bị nhắc nhở (tiêu chuẩn III.2)."
    )


def test_what_was_waived_for_the_unit_is_told_to_its_head():
    about = replace(rated(UNIT, Level.GOOD), waivers={"C5": WAIVER})
    for rule in (DEFAULT, STRICT):
        assert (
            "Về tập thể: đơn vị được xếp loại Hoàn thành tốt nhiệm vụ;" in head_of(unit_of(about, rule), rule).sentence
        )


def test_an_advisory_tie_is_shown_and_bars_nobody():
    scale = replace(OURS.parameters, own_collective=ADVISORY)
    about = facts(own_collective=unit_of(rated(UNIT, Level.GOOD), ADVISORY))
    result = score(OURS.standards_for(HEAD), two_sheets(OURS, HEAD), about, scale)
    h1 = next(gate for gate in result.gates if gate.criterion.code == "H1")
    assert (h1.answer, result.verdict) == (NOT_MET, ELIGIBLE)
    assert "gắn với tiêu chí điển hình của tập thể, ở đây chỉ để tham khảo." in h1.sentence
    assert "Đạt 04/04 điều kiện bắt buộc" in result.sentence


# -- switched off ---------------------------------------------------------------------------------------------
def test_a_gate_that_is_switched_off_is_absent():
    off = with_criterion(OURS, "C5", enabled=False)
    about = rated(UNIT, Level.FAIL)
    result = score(off.standards_for(COLLECTIVE), two_sheets(OURS, COLLECTIVE), about, OURS.parameters)
    assert [gate.criterion.code for gate in result.gates] == ["E3", "G1", "C4"]
    assert result.reaches_all


def test_a_rating_of_the_subject_is_due_where_a_union_may_not_exist():
    asked = {requirement.of for criterion in OURS.criteria for requirement in criterion.ratings}
    assert asked == set(RatingOf)
    assert {of for of in RatingOf if of.is_of_the_subject} == {RatingOf.UNIT, RatingOf.STAFF, RatingOf.PARTY_MEMBER}
    assert (
        RatingRequirement(of=RatingOf.UNIT, at_least=Level.GOOD)
        in next(criterion for criterion in MADE_UP.criteria if criterion.code == "N-02").ratings
    )
