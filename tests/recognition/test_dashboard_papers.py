"""One sheet as PDF and every table as Excel: the figures of the pages."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.models import Unit
from recognition.dashboard.tables import TABLES


def pdf_of(client, year: int = 2025) -> PdfReader:
    answer = client.get(f"/dashboard/meeting.pdf?year={year}")
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


@pytest.mark.parametrize("year", [2023, 2025])
def test_exactly_one_sheet_that_says_what_the_page_says(as_, year):
    client = as_("hieutruong")
    found = pdf_of(client, year)
    assert len(found.pages) == 1
    text = " ".join(found.pages[0].extract_text().split())
    sheet = client.get(f"/dashboard/meeting/?year={year}").context["page"]
    for said in (sheet.sentence, sheet.glance.years_sentence, *(row.unit.split(",")[0] for row in sheet.rows)):
        assert said.split(";")[0] in text
    assert f"Điển hình tiên tiến năm {year}: một trang cho Ban Giám hiệu" in text
    assert "Người in: Vũ Đình Thuận" in text and "Không phải văn bản chính thức." in text


def many_units() -> None:
    for n in range(12):
        name = f"Phòng Tổ chức, hành chính, thông tin và tư liệu thứ {n}"
        Unit.objects.create(name=name, kind="office", nominates=True, owes_model=True, protocol_order=n)


def test_one_sheet_for_a_school_with_many_units(as_):
    many_units()
    found = pdf_of(as_("hieutruong"))
    assert len(found.pages) == 1
    assert "và 09 đơn vị khác trên cổng" in found.pages[0].extract_text()


def sheet_of(client, name: str, year: int = 2024) -> list[list]:
    answer = client.get(f"/dashboard/export.xlsx?year={year}&table={name}")
    assert answer["Content-Disposition"] == f'attachment; filename="tong-quan-{year}-{name}.xlsx"'
    return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_its_spreadsheet(as_, name):
    rows = sheet_of(as_("danguy"), name)
    assert len(rows) > 1 or name == "apart"
    assert [len(row) for row in rows] == [len(rows[0])] * len(rows)


def test_units_and_kinds_add_up_to_the_school(as_):
    head, *rows, total = sheet_of(as_("hieutruong"), "funnel")
    assert head[:3] == ["Đơn vị", "Đối tượng", "Đăng ký"]
    assert [sum(row[n] for row in rows) for n in range(2, 8)] == total[2:8] == [11] * 6
    assert total[9] == 10


def test_what_has_not_come_is_no_number_there_either(as_):
    total = sheet_of(as_("hieutruong"), "funnel", 2025)[-1]
    assert total[2:] == [20, 19, 15, 13, 11, 4, "–", "–"]


def test_an_unknown_table_is_the_first(as_):
    answer = as_("hieutruong").get("/dashboard/export.xlsx?year=2025&table=../../x")
    assert answer["Content-Disposition"] == 'attachment; filename="tong-quan-2025-funnel.xlsx"'


def test_the_map_in_the_spreadsheet_is_the_map_on_the_page(as_):
    client = as_("hieutruong")
    heat = client.get("/dashboard/standards/?year=2024").context["page"].heat
    rows = sheet_of(client, "marked")[1:]
    assert [row[-1] for row in rows] == [line.school.percent for line in heat.lines]
