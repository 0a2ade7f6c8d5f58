"""The school's usual sheet, recognised: head, columns, groups, dittos, totals, signatures. And what cells say."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portal.resources import COLUMNS as PEOPLE
from portal.sheets.cells import Cell, Sheet
from portal.sheets.preview import in_words
from portal.sheets.reading import Book
from portal.sheets.table import Found, recognise
from portal.sheets.values import day_of, mark_of, text_of, year_of
from recognition.resources import COLUMNS as EARLIER
from tests.portal.sheets import book_of, in_tcvn3, in_vni, sent, usual

pytestmark = pytest.mark.once
VINH = [1, "Trần Quang Vinh", "21/7/1985", None, "Giảng viên", "Thạc sĩ", "Nam Định"]
TAM = [2, "Lê Thị Minh Tâm", None, "08.10.1990", "nt", "-nt-", "Nam Định"]


def table(book, known=PEOPLE, encodings=None) -> Found:
    opened = Book(sent(book))
    return recognise(opened.read(opened.names[0]), known, encodings or {})


def told(found: Found, *keys: str) -> list[tuple]:
    return [(line.number, *(line.text(key) for key in keys)) for line in found.lines]


# -- the usual sheet -------------------------------------------------------------------------------------------


def test_the_usual_sheet_is_read_from_its_heading_to_its_signatures():
    found = table(
        usual(["I. Khoa Lý luận cơ sở (02 người)"], VINH, TAM, ["II", "Khoa Xây dựng Đảng"], [1, "Vũ Minh Đức"])
    )
    assert found.columns == {
        "name": 2, "birth_male": 3, "birth_female": 4, "title": 5, "qualification": 6,
    }  # fmt: skip
    assert found.unknown == ["Quê quán"]
    assert told(found, "name", "birth_male", "birth_female", "title", "qualification") == [
        (10, "Trần Quang Vinh", "21/7/1985", "", "Giảng viên", "Thạc sĩ"),
        (11, "Lê Thị Minh Tâm", "", "08.10.1990", "Giảng viên", "Thạc sĩ"),
        (13, "Vũ Minh Đức", "", "", "", ""),
    ]
    assert [line.group for line in found.lines] == ["Khoa Lý luận cơ sở", "Khoa Lý luận cơ sở", "Khoa Xây dựng Đảng"]
    assert found.aside == [
        (9, "dòng nhóm"),
        (12, "dòng nhóm"),
        (14, "dòng tổng cộng"),
        (16, "phần ký, dưới bảng"),
        (17, "phần ký, dưới bảng"),
    ]


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
def test_a_head_in_an_old_encoding_is_a_head(write):
    encoding = "tcvn3" if write is in_tcvn3 else "vni"
    found = table(usual(VINH, write=write), encodings=dict.fromkeys(range(1, 8), encoding))
    assert told(found, "name", "title", "qualification") == [(9, "Trần Quang Vinh", "Giảng viên", "Thạc sĩ")]
    assert found.unknown == ["Quê quán"]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ([["STT", "Họ và tên", "Ngày sinh"]], {"name": 2, "birth": 3}),
        ([["TT", "HỌ TÊN", "Đơn vị công tác"]], {"name": 2, "unit": 3}),
        ([["Số TT", "Họ  và  tên", "Chức vụ\n(hiện nay)"]], {"name": 2, "title": 3}),
        (
            [["STT", "Họ và tên", "Năm sinh", None], [None, None, "Nam", "Nữ"]],
            {"name": 2, "birth_male": 3, "birth_female": 4},
        ),
        ([["Họ và tên", "Đơn vị"]], {"name": 1, "unit": 2}),
    ],
)
def test_heads_as_schools_write_them(head, columns):
    assert table(book_of(["x"], *head, [1, "An", "Giảng viên"])).columns == columns


def test_a_list_of_units_names_them_in_the_column_of_units():
    assert table(book_of(["STT", "Đơn vị", "Năm"], [1, "Khoa A", 2021]), EARLIER).columns == {"subject": 2, "year": 3}


@pytest.mark.parametrize("rows", [[["x", "y"], [1, 2]], [], [["Họ và tên"], ["An"]]])
def test_without_a_head_it_says_what_a_head_is(rows):
    with pytest.raises(ValidationError, match="cần một dòng đầu bảng có “STT” và “Họ và tên”"):
        table(book_of(*rows))


# -- rows ------------------------------------------------------------------------------------------------------

HEAD = ["STT", "Họ và tên", "Đơn vị", "Chức vụ"]


@pytest.mark.parametrize(
    ("row", "aside"),
    [
        (["Tổng cộng", None, 12], "dòng tổng cộng"),
        ([None, "Cộng: 12"], "dòng tổng cộng"),
        ([None, "Tổng số: 12 người"], "dòng tổng cộng"),
        (["A", "TẬP THỂ"], "dòng nhóm"),
        (["B. CÁ NHÂN"], "dòng nhóm"),
        (["1. Khoa Xây dựng Đảng"], "dòng nhóm"),
        ([None, None, "Nam Định, ngày 20 tháng 11 năm 2025"], "phần ký, dưới bảng"),
        ([None, "Người lập biểu", None, "TRƯỞNG PHÒNG"], "phần ký, dưới bảng"),
        (["Nơi nhận:"], "phần ký, dưới bảng"),
        ([2, "Tống Thị Cộng", "Khoa A", "Giảng viên"], None),
        ([2, "Công Văn Tổng", "Khoa A"], None),
        ([None, "Nguyễn Văn An", "Khoa A"], None),
        ([3, None, "Khoa A", "Giảng viên"], None),
    ],
)
def test_rows_that_are_nobody_are_left_out_and_nobody_else(row, aside):
    found = table(book_of(HEAD, [1, "Lê An", "Khoa A", "Giảng viên"], row))
    assert (found.aside or [(3, None)]) == [(3, aside)]
    assert len(found.lines) == (1 if aside else 2)


def test_a_section_ends_the_unit_of_the_group_before():
    found = table(book_of(HEAD, ["I", "Khoa A"], [1, "An"], ["B. CÁ NHÂN"], [1, "Bình"]))
    assert [line.group for line in found.lines] == ["Khoa A", ""]


def test_a_unit_merged_over_its_people_is_everybodys():
    found = table(book_of(HEAD, [1, "An", "Khoa A"], [2, "Bình"], [3, "Chi"], merges=("C2:C4",)))
    assert [line.text("unit") for line in found.lines] == ["Khoa A", "Khoa A", "Khoa A"]


@pytest.mark.parametrize("sign", ["nt", "NT", "-nt-", '"', "''", "″", "như trên", "//"])
def test_a_ditto_says_what_the_row_above_says(sign):
    found = table(book_of(HEAD, [1, "An", "Khoa A", "Giảng viên"], [], [2, "Bình", sign, sign], [3, "Chi", sign]))
    assert told(found, "unit", "title") == [(2, "Khoa A", "Giảng viên"), (4, "Khoa A", "Giảng viên"), (5, "Khoa A", "")]


def test_a_ditto_under_nothing_says_so():
    found = table(book_of(HEAD, [1, "An", "nt"], [2, "nt", "Khoa A"]))
    assert found.lines[0].cells["unit"].trouble == "ghi “như trên” nhưng dòng trên không có gì"
    assert found.lines[1].text("name") == "nt"  # nobody is called as the one above


def test_hidden_rows_are_told():
    book = book_of(HEAD, [1, "An"], [2, "Bình"])
    book.active.row_dimensions[3].hidden = True
    assert [line.hidden for line in table(book).lines] == [False, True]


def test_names_are_in_nfc_with_single_spaces():
    found = table(book_of(HEAD, [1, "  Le\u0302   Thi\u0323\u00a0An\u200b ", "Khoa A"]))
    assert found.lines[0].text("name") == "Lê Thị An"


def test_a_sheet_of_any_shape_is_recognised_or_refused():
    for sheet in (Sheet({}), Sheet({5: {60: Cell("STT"), 59: Cell("Họ và tên")}}), Sheet({1: {1: Cell(Decimal(1))}})):
        try:
            recognise(sheet, PEOPLE, {})
        except ValidationError as error:
            assert error.messages[0].startswith("Không tìm thấy bảng")


# -- cells -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("5/3/1980", date(1980, 3, 5)),
        ("05.03.1980", date(1980, 3, 5)),
        ("5-3-1980", date(1980, 3, 5)),
        (" 05 / 03 / 1980 ", date(1980, 3, 5)),
        (date(1980, 3, 5), date(1980, 3, 5)),
        ("", None),
    ],
)
def test_dates_as_they_are_written(written, day):
    assert day_of(Cell(written)) == day


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1980", "mới có năm 1980"),
        (Decimal(1980), "mới có năm 1980"),
        (Decimal(29284), "ngày đang ghi thành số 29284"),
        ("5/3/80", "bốn chữ số"),
        ("31/02/1980", "không có trong lịch"),
        ("tháng 3", "không phải ngày"),
        ("5/3/1880", "01/01/1920"),
        ("٥/٣/١٩٨٠", "không phải ngày"),
    ],
)
def test_what_is_no_date_says_why(written, why):
    with pytest.raises(ValueError, match=why):
        day_of(Cell(written))


def test_numbers_marks_and_years():
    assert [text_of(Cell(value)) for value in (Decimal(85), Decimal("85.0"), Decimal("7.5"), Decimal("1E+3"))] == [
        "85", "85", "7,5", "1000",
    ]  # fmt: skip
    assert [mark_of(Cell(value)) for value in ("x", "X", "Có", "", "-", "Không")] == [True] * 3 + [False] * 3
    with pytest.raises(ValueError, match="không phải dấu x"):
        mark_of(Cell("chưa rõ"))
    assert [year_of(Cell(value)) for value in ("1980", Decimal(1980), "5/3/1980", "")] == [1980, 1980, None, None]


def test_row_numbers_in_words():
    assert in_words([2, 9, 5, 6, 7, 8, 12]) == "2, 5–9, 12"
