"""The list's papers come from the frozen version only, and are the same bytes each time."""

import io
import re
import time
import unicodedata

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.models import Letterhead, Person
from portal.papers.printing import pdf as printed
from recognition.documents.review_list import review_list
from recognition.documents.review_list_sheet import list_xlsx
from recognition.models import ListVersion
from recognition.seal import groups_of_four, seal
from tests.recognition.people import list_of


@pytest.fixture
def frozen(school) -> ListVersion:
    return list_of(2024).latest()


def list_pdf(frozen: ListVersion) -> bytes:
    return printed(review_list(frozen))


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", " ".join(pages)))


def test_the_pdf_says_what_the_version_holds(frozen):
    text = text_of(list_pdf(frozen))
    assert "DANH SÁCH BÌNH XÉT ĐIỂN HÌNH TIÊN TIẾN NĂM 2024" in text
    for row in (*frozen.content["collectives"], *frozen.content["individuals"]):
        assert row["name"] in text
        assert row["total"] in text
    assert "Tổng cộng: 04 tập thể, 07 cá nhân (04 nữ, 03 nam), 05 mô hình." in text
    assert groups_of_four(seal(frozen.content)) in text
    assert "Nam Định, ngày" in text, "the letterhead of its day, not of today"


def test_only_tinos_is_in_it_and_whole(frozen):
    fonts = set()
    for page in PdfReader(io.BytesIO(list_pdf(frozen))).pages:
        fonts |= {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("Tinos" in font for font in fonts)


def test_printing_again_gives_the_same_bytes_whatever_has_changed_since(frozen):
    pdf, xlsx = list_pdf(frozen), list_xlsx(frozen)
    Person.objects.update(full_name="Tên đã đổi")
    time.sleep(2.1)  # a zip's clock ticks every two seconds
    again = ListVersion.objects.get(pk=frozen.pk)
    assert (list_pdf(again), list_xlsx(again)) == (pdf, xlsx)


def test_what_was_typed_is_never_markup_or_a_formula(frozen):
    evil = "1. *A_# $x$ =1+1 @b"
    frozen.content["individuals"][0] |= {"name": evil, "summary": '#read("/etc/passwd")', "note": "=HYPERLINK(1)"}
    text = text_of(list_pdf(frozen))
    assert evil in text
    assert '#read("/etc/passwd")' in text.replace(" ", "")
    sheet = load_workbook(io.BytesIO(list_xlsx(frozen))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells["=HYPERLINK(1)"] == "s"


def test_the_spreadsheet_has_typed_cells(frozen):
    sheet = load_workbook(io.BytesIO(list_xlsx(frozen))).active
    row = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "Trần Quang Vinh")
    assert row[3].year == 1985
    assert row[8] == float(frozen.content["individuals"][1]["total"].replace(",", "."))
    assert sheet.print_title_rows == "$4:$4"


def test_nobody_gets_a_paper_of_a_list_that_was_never_closed(as_):
    review_list = list_of(2025)
    client = as_("chuyenvien")
    assert client.get(f"/lists/{review_list.pk}/document.pdf").status_code == 404
    answer = client.get(f"/lists/{list_of(2024).pk}/document.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach-2024-ban-01.pdf"'


def test_without_a_letterhead_of_its_day_the_office_is_told(as_):
    Letterhead.objects.all().delete()
    answer = as_("chuyenvien").get(f"/lists/{list_of(2024).pk}/document.pdf")
    assert answer.status_code == 409
    assert "Chưa có mẫu đầu trang" in answer.content.decode()
