"""The list's papers come from the frozen version only, and are the same bytes each time."""

import io
import os
import re
import shutil
import time
import unicodedata

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.models import Letterhead, Person
from portal.papers.printing import pdf as printed
from portal.papers.word import docx
from recognition.codes import shown_code
from recognition.documents.review_list import review_list
from recognition.documents.review_list_sheet import list_xlsx
from recognition.models import IssuedPaper, ListVersion
from recognition.seal import groups_of_four, seal
from tests.nominations.libreoffice import bare, convert
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


def test_without_a_letterhead_of_its_day_the_office_is_told(as_, frozen):
    Letterhead.objects.all().delete()
    address = f"/lists/{frozen.review_list_id}/document.pdf"
    assert as_("chuyenvien").get(address).status_code == 200, "the version holds its own"
    del frozen.content["letterhead"]  # closed before versions held one
    frozen.save()
    answer = as_("chuyenvien").get(address)
    assert answer.status_code == 409
    assert "Chưa có mẫu đầu trang" in answer.content.decode()


# -- danh sách bình xét, page by page -------------------------------------------------------------------------

LONG = "Phòng Tổ chức, hành chính, thông tin, tư liệu và quản lý khoa học, hợp tác quốc tế của Trường Chính trị"


def filled(frozen: ListVersion, people: int) -> ListVersion:
    """The version with so many individuals, each with a long unit and a waiver."""
    one = frozen.content["individuals"][0] | {"note": "Miễn: Danh hiệu của đơn vị, VB 15/TCT ngày 05/12/2024"}
    frozen.content["individuals"] = [
        one | {"name": f"Người thứ {n:02d}", "place": f"Chuyên viên chính, {LONG}"} for n in range(1, people + 1)
    ]
    frozen.content["collectives"][0] |= {"name": LONG, "place": f"Bà Nguyễn Thị Hồng Hạnh, Trưởng phòng; {LONG}"}
    return frozen


def pages_of(pdf: bytes) -> list[str]:
    return [unicodedata.normalize("NFC", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("people", [0, 3, 7, 8, 60])
def test_no_group_is_named_last_on_a_page_and_signatures_take_two_rows_along(frozen, people):
    told = pages_of(list_pdf(filled(frozen, people)))
    for page in told:
        assert "STT" in page
        assert not re.search(r"(A. TẬP THỂ|B. CÁ NHÂN|C. MÔ HÌNH)\s*(Mã tra cứu.*)?$", page)
    assert sum(page.count("Người thứ") for page in told) == people
    names = [model["name"] for model in frozen.content["models"][-2:]]
    last = " ".join(told[-1].split())
    where = [last.index(words) for words in (*names, "Tổng cộng", "NGƯỜI LẬP BIỂU", "Vũ Đình Thuận")]
    assert where == sorted(where)


def test_only_the_columns_that_a_group_has_are_told_apart(frozen):
    """Name, sex and day of birth are one cell for A and C; for C the two ratings are one, with the scope."""
    table = Document(io.BytesIO(docx(review_list(frozen)))).tables[0]
    spans = {row.cells[0].text + row.cells[1].text: [c.grid_span for c in row._tr.tc_lst] for row in table.rows}
    collective, person = frozen.content["collectives"][0], frozen.content["individuals"][0]
    assert spans[f"01{collective['name']}"] == [1, 3, 1, 1, 1, 1, 1, 1]
    assert spans[f"01{person['name']}"] == [1] * 10
    assert [9 in each or 10 in each for each in spans.values()].count(True) >= 2
    models = [
        [c.grid_span for c in row._tr.tc_lst]
        for table in Document(io.BytesIO(docx(review_list(frozen)))).tables
        for row in table.rows
        if row.cells[1].text.startswith("“")
    ]
    assert models == [[1, 3, 1, 2, 1, 1, 1]] * len(frozen.content["models"])


def test_number_and_date_are_those_of_the_to_trinh(frozen):
    assert "(Kèm theo Tờ trình số 34/TTr-TCT ngày 18 tháng 12 năm 2024 của" in text_of(list_pdf(frozen))
    assert "Nam Định, ngày 18 tháng 12 năm 2024" in text_of(list_pdf(frozen))
    IssuedPaper.objects.all().delete()
    assert re.search(r"\(Kèm theo Tờ trình số +/TTr-TCT ngày +tháng +năm 2024 của", text_of(list_pdf(frozen)))


def test_the_code_at_the_foot_can_be_switched_off(frozen):
    assert f"Mã tra cứu: {shown_code(frozen.code)} - Bản 01" in text_of(list_pdf(frozen))
    frozen.content["letterhead"]["traced"] = False
    assert "Mã tra cứu" not in text_of(list_pdf(frozen))


def test_word_opens_in_libreoffice_with_the_same_rows_on_the_same_pages(frozen, tmp_path):
    if shutil.which("soffice") is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("LibreOffice is not installed: sudo apt install libreoffice-writer-nogui")
    made = {"as-it-is": review_list(frozen), "sixty": review_list(filled(frozen, 60))}
    convert({name: docx(paper) for name, paper in made.items()}, tmp_path)
    for name, paper in made.items():
        ours, theirs = pages_of(printed(paper)), pages_of((tmp_path / f"{name}.pdf").read_bytes())
        assert len(theirs) == len(ours), name
        for one, other in zip(ours, theirs, strict=True):
            assert sorted(bare(re.sub("Mã tra cứu.*", "", one))) == sorted(bare(other)), name


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_list_is_sent_as_a_file_of_its_year_and_version(as_, frozen, kind):
    answer = as_("danguy").get(f"/lists/{frozen.review_list_id}/document.{kind}?version=1")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="danh-sach-2024-ban-01.{kind}"'
    again = as_("hieutruong").get(f"/lists/{frozen.review_list_id}/document.{kind}?version=không")
    assert again.content == answer.content
