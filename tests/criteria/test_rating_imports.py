"""Ratings from a spreadsheet: of units and people, each with its paper, recorded as if written by hand."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from criteria.models import Rating
from portal.sheets.preview import ADDED, CHANGED, LEFT, REFUSED, SAME, WAITS
from recognition.demo.school import LLCS, XDD
from tests.portal.sheets import book_of
from tests.portal.test_imports import Officer

HEAD = ["STT", "Họ và tên, tên tập thể", "Đơn vị", "Mức xếp loại", "Số quyết định", "Ngày ban hành"]
PAPER = ["140/QĐ-TCT", "18/11/2025"]
ASKED = {"year": "2025", "of": "staff", "decision_number": "", "decision_date": ""}


@pytest.fixture
def office(as_):
    return lambda book, **asked: Officer(as_("chuyenvien"), book, "ratings", **(ASKED | asked))


def standing(name: str, of: str = "staff", year: int = 2025) -> Rating | None:
    whose = {"person__full_name": name} if of in ("staff", "party_member") else {"unit__name": name}
    return Rating.objects.standing().filter(of=of, year=year, **whose).first()


def test_units_and_people_stand_in_one_table(office):
    cell = "Chi bộ khoa Xây dựng Đảng"
    told = office(
        book_of(
            HEAD,
            ["A. TẬP THỂ"],
            [1, XDD, None, "Hoàn thành tốt nhiệm vụ", *PAPER],
            [2, cell.upper(), None, "HTXSNV", *PAPER],
            ["B. CÁ NHÂN"],
            ["I", XDD],
            [1, "Lê Quốc Bảo", None, "Hoàn thành tốt", "nt", "nt"],
        )
    )
    assert told.rows() == [(3, CHANGED), (4, ADDED), (7, ADDED)]
    assert told.changes(3) == [
        ("Đơn vị, mức xếp loại", "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ"),
        ("văn bản", "102/QĐ-TCT, 12/11/2025", "140/QĐ-TCT, 18/11/2025"),
    ]
    before = standing(XDD, "unit")
    told.confirm()
    assert (standing(XDD, "unit").level, standing(cell, "party_cell").level) == ("good", "excellent")
    bao = standing("Lê Quốc Bảo")
    assert (bao.level, bao.decision_number, bao.decision_date) == ("good", "140/QĐ-TCT", date(2025, 11, 18))
    before.refresh_from_db()
    assert before.superseded_at is not None
    assert standing(XDD, "unit").scan == before.scan


def test_a_mark_in_one_of_the_columns_of_levels_is_the_level(office):
    levels = ["Mức xếp loại", None, None]
    sub = [None, None, "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ"]
    told = office(
        book_of(
            ["STT", "Đơn vị", *levels],
            sub,
            [1, XDD, None, "x"],
            [2, LLCS, "x", "x"],
            [3, "Khoa Nhà nước và pháp luật"],
            merges=("A1:A2", "B1:B2", "C1:E1"),
        ),
        decision_number="140/QĐ-TCT",
        decision_date="18/11/2025",
    )
    assert told.rows() == [(3, CHANGED), (4, REFUSED), (5, LEFT)]
    assert told.why(4) == ["Đánh dấu nhiều mức xếp loại."]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([1, "Lê Quốc Bảo", XDD, "Giỏi", *PAPER], "Mức xếp loại: “Giỏi” không có trong các mức"),
        ([1, "Lê Quốc Bảo", XDD, "HTTNV"], "Thiếu số hoặc ngày văn bản"),
        ([1, "Lê Quốc Bảo", XDD, "HTTNV", "140/QĐ-TCT", "18/11/2023"], "Vui lòng nhập ngày từ 01/01/2025"),
        ([1, "Lê Văn Không", XDD, "HTTNV", *PAPER], "chưa có cá nhân hay đơn vị nào tên “Lê Văn Không”"),
        ([1, None, XDD, "HTTNV", *PAPER], "Thiếu tên tập thể, cá nhân."),
        ([1, "Ban Giám hiệu", None, "HTTNV", *PAPER], "Ban Giám hiệu không được xếp loại như vậy."),
    ],
)
def test_what_cannot_be_taken_says_why(office, row, why):
    told = office(book_of(HEAD, row))
    assert told.rows() == [(2, REFUSED)]
    assert why in told.why(2)[0]


def test_a_name_alone_is_for_the_officer_to_settle(office):
    told = office(book_of(HEAD, [1, "Lê Quốc Bảo", None, "HTTNV", *PAPER]))
    assert told.rows() == [(2, WAITS)]
    bao = told.preview.of_rows[0].choices[0][0]
    told.choose("2-who", bao)
    assert told.rows() == [(2, ADDED)]


def test_party_members_only_where_the_plan_asks(office):
    told = office(
        book_of([*HEAD, "Xếp loại của"], [1, "Lê Quốc Bảo", XDD, "HTTNV", *PAPER, "Đảng viên"],
                [2, "Vũ Minh Đức", XDD, "HTTNV", *PAPER, "Đảng viên"], [3, "Vũ Minh Đức", XDD, "HTTNV", *PAPER])
    )  # fmt: skip
    assert told.rows()[1:] == [(3, ADDED), (4, ADDED)]
    told.confirm()
    assert standing("Vũ Minh Đức", "party_member") or told.rows()[0][1] == REFUSED


def test_the_form_holds_everybody_and_goes_through_as_it_stands(as_, office):
    content = as_("chuyenvien").get("/imports/new/ratings/form.xlsx").content
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    told = office(book)
    assert {verdict for _number, verdict in told.rows()} == {SAME, LEFT}
    for row in range(5, sheet.max_row + 1):
        if sheet.cell(row, 2).value and not sheet.cell(row, 6).value:
            sheet.cell(row, 6).value = "Hoàn thành tốt nhiệm vụ"
    paper = {"decision_number": "140/QĐ-TCT", "decision_date": "18/11/2025"}
    filled = office(book, **paper)
    assert {verdict for _number, verdict in filled.rows()} == {SAME, ADDED}
    assert filled.preview.questions == []
    filled.confirm()
    assert {verdict for _number, verdict in office(book, **paper).rows()} == {SAME}
    assert len(as_("chuyenvien").get("/ratings/?year=2025&missing=no").context["table"].rows) == 0


def test_a_result_written_meanwhile_is_not_overwritten_unseen(office, as_):
    told = office(book_of(HEAD, [1, XDD, None, "HTNV", *PAPER]))
    seen = told.preview.mark
    before = standing(XDD, "unit")
    as_("truongphong").post(
        f"/ratings/2025/unit/{before.unit_id}/",
        {"level": "good", "decision_number": "141/QĐ-TCT", "decision_date": "18/11/2025", "seen": before.pk},
    )
    assert told.confirm(seen).status_code == 409
    assert standing(XDD, "unit").level == "good"
