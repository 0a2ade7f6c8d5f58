"""A plan is data: what is read from a file, and what is refused, with the line."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.plan_file import read_plan
from criteria.toml_table import PlanFileError
from criteria.vocabulary import Combine, Level, OwnCollectiveRule, RatingOf, Source, SubjectKind
from tests.criteria.builders import COLLECTIVE, HEAD, INDIVIDUAL, MADE_UP, OURS

SMALL = """\
[plan]
code = "2026-2030"
title = "Kế hoạch"
issuer = "Trường"
first_year = 2026
last_year = 2030
models_per_unit_per_year = 1

[scoring]
combine = "mean"
min_sheets = 2
floor = 0.5
tolerance = 0.3
own_collective = "default"
unit_vote_threshold = "2/3"
council_vote_threshold = "4/5"

[[group]]
code = "chung"
label = "Chung"

[[criterion]]
code = "A"
applies_to = ["collective", "head"]
group = "chung"
kind = "scored"
points = 10
label = "Sáng kiến"
text = '''
Có sáng kiến,
được áp dụng.'''

[[criterion]]
code = "B"
applies_to = ["collective"]
group = "chung"
kind = "gate"
source = "rating"
ratings = [
  { of = "unit", at_least = "good" },
]
label = "Xếp loại"
"""


def problems(source: str | bytes) -> list[str]:
    with pytest.raises(PlanFileError) as caught:
        read_plan(source)
    return str(caught.value).splitlines()


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


# -- what is read ---------------------------------------------------------------------------------------------
def test_our_plan_has_31_criteria_and_one_is_off():
    assert len(OURS.criteria) == 31
    assert [criterion.code for criterion in OURS.criteria if not criterion.enabled] == ["I0"]


@pytest.mark.parametrize("kind, rows, points", [(COLLECTIVE, 15, 100), (INDIVIDUAL, 16, 100), (HEAD, 22, 143)])
def test_our_plan_shows_rows_and_points(kind, rows, points):
    standards = OURS.standards_for(kind)
    assert len(standards.criteria) == rows
    assert standards.points == points


def test_our_plan_keeps_its_head_and_exact_parameters():
    assert OURS.head.issuer == "Trường Chính trị Trường Chinh"
    assert (OURS.head.first_year, OURS.head.last_year, OURS.head.issued_on) == (2022, 2025, None)
    assert len(OURS.head.based_on) == 2
    assert OURS.parameters.unit_vote_threshold == Fraction(2, 3)
    assert OURS.parameters.council_vote_threshold == Fraction(4, 5)
    assert OURS.parameters.floor == Decimal("0.5")
    assert OURS.parameters.tolerance == Decimal("0.3")
    assert OURS.parameters.own_collective == OwnCollectiveRule.DEFAULT


def test_our_plan_tells_whom_a_gate_asks():
    c4 = next(criterion for criterion in OURS.criteria if criterion.code == "C4")
    assert c4.source == Source.RATING
    assert {(asked.of, asked.at_least) for asked in c4.ratings} == {
        (RatingOf.PARTY_CELL, Level.GOOD),
        (RatingOf.TRADE_UNION, Level.GOOD),
        (RatingOf.YOUTH_UNION, Level.GOOD),
    }
    assert c4.group.clause == "III.3.1"


def test_an_overlap_named_on_one_side_holds_on_both():
    one, other = (criterion for criterion in MADE_UP.criteria if criterion.code in ("T-01", "T-02"))
    assert one.overlaps == {"T-02"}
    assert other.overlaps == {"T-01"}


def test_a_made_up_plan_is_read_without_a_line_of_code():
    assert [len(MADE_UP.standards_for(kind).criteria) for kind in SubjectKind] == [4, 4, 6]
    assert [MADE_UP.standards_for(kind).points for kind in SubjectKind] == [20, 20, 50]
    assert MADE_UP.head.issued_on == date(2026, 1, 15)
    assert MADE_UP.parameters.combine == Combine.MEDIAN
    assert MADE_UP.parameters.unit_vote_threshold == Fraction(3, 4)
    assert MADE_UP.parameters.council_vote_threshold == 1


def test_a_decimal_is_read_exactly():
    plan = read_plan(changed("points = 10", "points = 10\nfloor = 0.55"))
    assert plan.criteria[0].floor * plan.criteria[0].points == Decimal("5.5")


def test_text_is_kept_in_nfc_whatever_the_file_holds():
    decomposed = changed("Xếp loại", "Xe\u0302\u0301p loa\u0323i")
    assert read_plan(decomposed).criteria[1].label == "Xếp loại"


def test_windows_line_ends_and_a_byte_order_mark_are_no_fault():
    assert read_plan(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()).head == read_plan(SMALL).head


# -- what is refused ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "old, new, line, says",
    [
        ('title = "Kế hoạch"', "", 1, "thiếu mục “title”."),
        ('title = "Kế hoạch"', "title = 5", 3, "mục “title” phải là chữ đặt trong dấu ngoặc kép."),
        ('title = "Kế hoạch"', 'title = " "', 3, "mục “title” không được để trống."),
        ('title = "Kế hoạch"', 'title = "Kế\\u0000hoạch"', 3, "mục “title” có ký tự ẩn không đọc được."),
        ('title = "Kế hoạch"', f'title = "{"a" * 501}"', 3, "mục “title” dài quá 500 ký tự."),
        ('label = "Chung"', f'label = "{"a" * 201}"', 20, "mục “label” dài quá 200 ký tự."),
        ('label = "Chung"', f'label = "Chung"\nclause = "{"a" * 61}"', 21, "mục “clause” dài quá 60 ký tự."),
        ('title = "Kế hoạch"', 'title = "Kế hoạch"\nTitle = ""', 4, "không có mục nào tên là “Title”."),
        ("last_year = 2030", "last_year = 2025", 6, "năm cuối 2025 đứng trước năm đầu 2026."),
        ("last_year = 2030", "last_year = 20300", 6, "mục “last_year” phải là số nguyên từ 2000 đến 2100."),
        ('issuer = "Trường"', 'issuer = "Trường"\nissued_on = "31/02/2026"', 5, "mục “issued_on” phải là một ngày"),
        ('combine = "mean"', 'combine = "max"', 10, "mục “combine” có giá trị “max” không dùng được; chỉ dùng"),
        ("min_sheets = 2", "min_sheets = 0", 11, "mục “min_sheets” phải là số nguyên từ 1 đến 99."),
        ("min_sheets = 2", "min_sheets = true", 11, "mục “min_sheets” phải là số nguyên từ 1 đến 99."),
        ("floor = 0.5", "floor = 1.01", 12, "mục “floor” phải từ 0,0 đến 1,0."),
        ("floor = 0.5", "floor = -0.5", 12, "mục “floor” phải từ 0,0 đến 1,0."),
        ("floor = 0.5", "floor = nan", 12, "mục “floor” phải là một số."),
        ("floor = 0.5", 'floor = "0.5"', 12, "mục “floor” phải là một số."),
        ("tolerance = 0.3", "tolerance = 0.33333", 13, "mục “tolerance” chỉ được có tối đa 4 chữ số sau dấu phẩy."),
        ('own_collective = "default"', 'own_collective = "soft"', 14, "mục “own_collective” có giá trị “soft”"),
        ('"2/3"', '"0/3"', 15, "mục “unit_vote_threshold” phải là một phần của toàn bộ"),
        ('"2/3"', '"4/3"', 15, "mục “unit_vote_threshold” phải là một phần của toàn bộ"),
        ('"2/3"', '"2/0"', 15, "mục “unit_vote_threshold” phải là một phần của toàn bộ"),
        ('"4/5"', "0", 16, "mục “council_vote_threshold” phải từ 0,0001 đến 1,0."),
        ('code = "B"', 'code = "B riêng"', 34, "mục “code” chỉ gồm chữ không dấu"),
        (
            'label = "Chung"',
            'label = "Chung"\n[[group]]\ncode = "CHUNG"\nlabel = "x"',
            22,
            "mã “CHUNG” đã dùng ở trên.",
        ),
        ('["collective", "head"]', '["collective", "boss"]', 24, "mục “applies_to” có giá trị “boss” không dùng được"),
        ('["collective", "head"]', "[]", 24, "mục “applies_to” phải nêu ít nhất một đối tượng."),
        ('["collective", "head"]', '["head", "head"]', 24, "mục “applies_to” ghi “head” nhiều lần."),
        ('["collective", "head"]', '"head"', 24, "mục “applies_to” phải là một danh sách trong dấu ngoặc vuông."),
        ('kind = "scored"', 'kind = "score"', 26, "mục “kind” có giá trị “score” không dùng được; chỉ dùng"),
        ("points = 10", "", 22, "thiếu mục “points”."),
        ("points = 10", "points = 0", 27, "mục “points” phải từ 0,1 đến 1000,0."),
        ("points = 10", "points = 7.25", 27, "mục “points” chỉ được có tối đa 1 chữ số sau dấu phẩy."),
        ("points = 10", "points = 10\nfloor = 2", 28, "mục “floor” phải từ 0,0 đến 1,0."),
        ("points = 10", 'points = 10\nsource = "office"', 28, "mục “source” chỉ dùng cho điều kiện bắt buộc (gate)"),
        ("points = 10", "points = 10\nexplicit = true", 28, "mục “explicit” chỉ dùng cho điều kiện bắt buộc (gate)"),
        ("points = 10", "points = 10\nenabled = 1", 28, "mục “enabled” phải là true hoặc false."),
        ("points = 10", 'points = 10\noverlaps = ["Z"]', 28, "mục “overlaps” nhắc tới mã “Z” không có trong kế hoạch."),
        ("points = 10", 'points = 10\noverlaps = ["A"]', 28, "tiêu chuẩn “A” không thể trùng với chính nó."),
        ('code = "B"', 'code = "A"', 34, "mã “A” đã dùng ở trên."),
        ('code = "B"', "", 33, "thiếu mục “code”."),
        ('kind = "gate"', 'kind = "gate"\npoints = 5', 38, "một điều kiện bắt buộc (gate) không có điểm"),
        ('kind = "gate"', 'kind = "gate"\nfloor = 0.5', 38, "một điều kiện bắt buộc (gate) không có điểm"),
        ('source = "rating"', "", 33, "thiếu mục “source”."),
        ('source = "rating"', 'source = "vote"', 38, "mục “source” có giá trị “vote” không dùng được"),
        ('source = "rating"', 'source = "office"', 39, "mục “ratings” chỉ dùng khi nguồn (source) là “rating”."),
        ('of = "unit"', 'of = "club"', 39, "mục “of” có giá trị “club” không dùng được"),
        ('of = "unit"', 'of = "staff"', 39, "tập thể không có xếp loại “staff”, chỉ cá nhân mới có."),
        ('at_least = "good"', 'at_least = "best"', 39, "mục “at_least” có giá trị “best” không dùng được"),
        ('at_least = "good"', 'at_least = "good", by = "x"', 39, "không có mục nào tên là “by”."),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, line, says):
    (problem,) = problems(changed(old, new))
    assert problem.startswith(f"Dòng {line}: {says}")


def test_a_group_that_does_not_exist_is_refused_where_it_is_named():
    source = SMALL.replace('group = "chung"\nkind = "gate"', 'group = "rieng"\nkind = "gate"')
    assert problems(source) == ["Dòng 36: không có nhóm nào mang mã “rieng”."]


def test_a_rating_gate_without_ratings_is_refused():
    source = changed('ratings = [\n  { of = "unit", at_least = "good" },\n]\n', "")
    assert problems(source) == ["Dòng 33: thiếu mục “ratings”."]
    source = changed('  { of = "unit", at_least = "good" },\n', "")
    assert problems(source) == ["Dòng 39: “ratings” phải là danh sách các bảng, có ít nhất một bảng."]


def test_the_same_rating_asked_twice_is_refused():
    twice = changed("},\n]", '},\n  { of = "unit", at_least = "done" },\n]')
    assert problems(twice) == ["Dòng 39: xếp loại “unit” được yêu cầu nhiều lần."]


def test_own_collective_is_asked_of_heads_alone():
    source = changed('source = "rating"', 'source = "own_collective"')
    assert "Dòng 38: nguồn “own_collective” chỉ dùng cho người đứng đầu đơn vị (head)." in problems(source)


def test_a_missing_table_is_one_problem_not_ten():
    assert problems(changed("[scoring]", "[cham-diem]")) == [
        "Dòng 1: thiếu mục “scoring”.",
        "Dòng 9: không có mục nào tên là “cham-diem”.",
    ]


def test_a_file_without_criteria_is_refused():
    assert problems(SMALL[: SMALL.index("[[criterion]]")]) == ["Dòng 1: thiếu mục “criterion”."]


def test_everything_wrong_is_said_at_once_in_the_order_of_lines():
    source = changed("points = 10", "points = 0").replace("min_sheets = 2", "min_sheets = 0")
    source = source.replace('code = "B"', 'code = "A"').replace('at_least = "good"', 'at_least = "best"')
    assert [problem.split(":")[0] for problem in problems(source)] == ["Dòng 11", "Dòng 27", "Dòng 34", "Dòng 39"]


@pytest.mark.parametrize(
    "old, new, line, says",
    [
        ('title = "Kế hoạch"', 'title = "Kế hoạch', 3, "thiếu dấu ngoặc kép đóng"),
        ('title = "Kế hoạch"', 'title "Kế hoạch"', 3, "thiếu dấu bằng sau tên mục"),
        ('title = "Kế hoạch"', "title = Kế hoạch", 3, "giá trị không đọc được"),
        ('title = "Kế hoạch"', 'title = "Kế hoạch" 5', 3, "có chữ thừa sau giá trị"),
        ('title = "Kế hoạch"', 'title = "Kế hoạch"\ntitle = "x"', 4, "mục này đã có ở trên"),
        ("floor = 0.5", "floor = 0,5", 12, "có chữ thừa sau giá trị"),
        ("[scoring]", "[scoring", 9, "thiếu dấu đóng ngoặc vuông của tên bảng"),
        ("[scoring]", "[plan]", 9, "bảng này đã có ở trên"),
        ("},\n]", "},", 41, "giá trị không đọc được"),
        ('label = "Xếp loại"', "overlaps = [1", 42, "thiếu dấu đóng ngoặc vuông của danh sách"),
        ('at_least = "good" }', 'at_least = "good" x', 40, "thiếu dấu đóng ngoặc nhọn"),
        ("được áp dụng.'''", "được áp dụng.", 42, "thiếu dấu đóng của một đoạn chữ mở ở trên"),
        ('label = "Sáng kiến"', "label = 'Sáng kiến", 28, "thiếu dấu ngoặc đơn đóng"),
    ],
)
def test_broken_syntax_is_said_in_vietnamese_with_its_line(old, new, line, says):
    (problem,) = problems(changed(old, new))
    assert problem.startswith(f"Dòng {line}: sai cú pháp TOML: {says}")


def test_a_file_that_is_not_utf8_is_refused_where_it_goes_wrong():
    source = SMALL.encode().replace("Sáng kiến".encode(), "Sáng kiến".encode("utf-16"), 1)
    assert problems(source) == ["Dòng 28: tệp không phải mã UTF-8; hãy lưu lại bằng mã UTF-8."]


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000 + "]" * 5000])
def test_a_file_made_to_break_the_reader_is_refused(value):
    assert problems(f"x = {value}") == ["Dòng 1: tệp có số quá dài hoặc ngoặc lồng quá sâu, không đọc được."]
