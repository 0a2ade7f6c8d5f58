"""Earlier years: what was registered or recognised before the portal, from the school's own books."""

from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.models import AuditEntry, Person, Unit
from portal.sheets.preview import ADDED, CHANGED, REFUSED, SAME
from recognition.demo.school import LLCS, NNPL, XDD
from recognition.models import EarlierCase
from tests.portal.sheets import book_of
from tests.portal.test_imports import Officer

HEAD = ["STT", "Tập thể, cá nhân", "Đơn vị", "Năm", "Lĩnh vực", "Tên mô hình"]
PAPER = ["Số quyết định", "Ngày quyết định"]
ASKED = {"registered": {"year": ""}, "recognised": {"year": "", "decision_number": "", "decision_date": ""}}


@pytest.fixture
def office(as_):
    return lambda kind, book, **asked: Officer(as_("chuyenvien"), book, kind, **(ASKED[kind] | asked))


def told_of(year: int, name: str) -> tuple | None:
    case = next((each for each in EarlierCase.objects.filter(year=year) if str(each.subject) == name), None)
    return case and (str(case.unit), case.scope, case.field, case.model_name, case.registered, case.recognised)


def test_a_registration_and_its_recognition_are_one_record(office):
    row = [1, "Trần Quang Vinh", "LLCS", 2020, "Giảng dạy", "Bài giảng mở"]
    registered = office("registered", book_of(HEAD, row, [2, LLCS, None, 2020]))
    assert registered.rows() == [(2, ADDED), (3, ADDED)]
    registered.confirm()
    assert told_of(2020, "Trần Quang Vinh") == (LLCS, "field", "Giảng dạy", "Bài giảng mở", True, False)
    assert told_of(2020, LLCS) == (LLCS, "comprehensive", "", "", True, False)
    recognised = office("recognised", book_of([*HEAD, *PAPER], [*row, "190/QĐ-TCT", "20/12/2020"]))
    assert recognised.rows() == [(2, CHANGED)]
    assert recognised.changes(2) == [
        ("Được công nhận", "Không", "Có"),
        ("Số quyết định", "", "190/QĐ-TCT"),
        ("Ngày quyết định", "", "20/12/2020"),
    ]
    recognised.confirm()
    assert told_of(2020, "Trần Quang Vinh") == (LLCS, "field", "Giảng dạy", "Bài giảng mở", True, True)
    assert AuditEntry.objects.filter(act="Sửa điển hình các năm trước").count() >= 1
    assert office("recognised", book_of([*HEAD, *PAPER], [*row, "190/QĐ-TCT", "20/12/2020"])).rows() == [(2, SAME)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([1, "Lê Văn Không", LLCS, 2020], "chưa có cá nhân hay đơn vị nào tên “Lê Văn Không”"),
        ([1, LLCS, None, None], "Thiếu năm"),
        ([1, LLCS, None, 2024], "Năm 2024 được quản lý trên cổng"),
        ([1, LLCS, None, 1980], "Năm “1980” không đúng."),
        ([1, LLCS, None, "hai nghìn"], "Năm “hai nghìn” không đúng."),
        ([1, LLCS, "Khoa Toán", 2020], "Không có đơn vị “Khoa Toán”"),
        ([1, None, LLCS, 2020], "Thiếu tên tập thể, cá nhân."),
        ([1, LLCS, None, 2020, "x" * 101], "Lĩnh vực: dài 101 ký tự, tối đa 100."),
    ],
)
def test_what_cannot_be_taken_says_why(office, row, why):
    told = office("registered", book_of(HEAD, row))
    assert told.rows() == [(2, REFUSED)]
    assert why in told.why(2)[0]


def test_a_recognition_rests_on_a_decision(office):
    told = office("recognised", book_of(HEAD, [1, LLCS, None, 2020]))
    assert told.why(2)[0].startswith("Thiếu số hoặc ngày quyết định")
    told = office("recognised", book_of(HEAD, [1, LLCS, None]), year="2020", decision_number="190/QĐ-TCT",
                  decision_date="20/12/2020")  # fmt: skip
    assert told.rows() == [(2, ADDED)]


def test_the_demo_has_its_earlier_years(as_):
    rows = as_("danguy").get("/earlier/").context["table"].rows
    assert (len(rows), {row[1].text for row in rows}) == (12, {"2021", "2022"})
    assert [row[1].text for row in rows] == sorted((row[1].text for row in rows), reverse=True)
    call_command("check_integrity")


def test_filters_narrow_and_the_spreadsheet_is_the_list(as_):
    client = as_("chuyenvien")
    address = "/earlier/?year=2022&kind=person&what=recognised"
    names = [row[0].text for row in client.get(address).context["table"].rows]
    assert names == ["Nguyễn Thị Hồng Hạnh", "Đỗ Thị Lan Anh", "Lương Văn Khải"]
    sheet = load_workbook(BytesIO(client.get(address.replace("/?", "/export.xlsx?")).content)).active
    assert [row[0].split("\n")[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == names
    xdd = Unit.objects.get(name=XDD)
    found = client.get(f"/earlier/?unit={xdd.pk}&q=duc&scope=field&sort=unit").context["table"].rows
    assert [row[0].text for row in found] == ["Vũ Minh Đức"]


def test_queries_do_not_grow_with_the_rows(as_):
    client = as_("chuyenvien")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = queries("/earlier/?q=vu minh duc")
    unit = Unit.objects.get(name=NNPL)
    for number in range(30):
        person = Person.objects.create(full_name=f"Vũ Minh Đức {number}", sex="male")
        EarlierCase.objects.create(year=2020, unit=unit, subject_person=person, registered=True)
    assert queries("/earlier/?q=vu minh duc") == few
