"""Papers made of blocks: the measures of the decree, the same bytes again, a Word file that holds what Word needs."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from portal.papers.blocks import (
    Cell,
    Column,
    Head,
    Heading,
    Note,
    Paper,
    Row,
    Signatures,
    Table,
    Text,
    Title,
    Together,
    broken,
    signature_widths,
)
from portal.papers.printing import pdf
from portal.papers.word import docx

pytestmark = pytest.mark.once

EVIL = "1. *A_# $x$ @b <c> \\ [d] = e"
SIGNED = Signatures((75, 90), (("XÁC NHẬN CỦA\nTRƯỞNG ĐƠN VỊ", "Vũ Minh Đức"), ("NGƯỜI ĐĂNG KÝ", "Phan Thị Yến")))
COLUMNS = (Column(10, "STT"), Column(69, "Chỉ tiêu", centred=False), Column(86, "Cam kết"))


def rows(count: int) -> tuple[Row, ...]:
    return tuple(Row((Cell(f"{n:02d}"), Cell(f"Chỉ tiêu thứ {n}"), Cell("trên 80"))) for n in range(1, count + 1))


def group(name: str) -> Row:
    return Row((Cell(name, span=3, bold=True, centred=False),), opens=True)


def paper(*blocks, flipped: bool = False) -> Paper:
    return Paper("Giấy thử", date(2025, 3, 10), blocks, flipped)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def form(count: int = 40) -> Paper:
    return paper(
        Head("TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH", "KHOA XÂY DỰNG ĐẢNG", place="Nam Định, ngày 10 tháng 3 năm 2025"),
        Title((("PHIẾU THỬ", "b"), ("Năm 2025", "b"))),
        Heading("I. THÔNG TIN"),
        Text((("1. Họ và tên: ", ""), (EVIL, "b"))),
        Text((("2. Theo Quyết định số 148/QĐ-TCT, giai đoạn 2022 - 2025: ", ""),), dots=2),
        Table(COLUMNS, rows(count)),
        Together((Text((("Tôi cam kết.", ""),)), SIGNED)),
    )


def test_what_was_typed_is_never_markup():
    assert EVIL in pages(pdf(form()))[0]
    assert EVIL in "\n".join(line.text for line in Document(io.BytesIO(docx(form()))).paragraphs)


def test_printing_again_gives_the_same_bytes():
    first = pdf(form()), docx(form())
    assert (pdf(form()), docx(form())) == first
    with zipfile.ZipFile(io.BytesIO(first[1])) as archive:  # no moment in it but the paper's own
        assert {part.date_time for part in archive.infolist()} == {(2025, 3, 10, 0, 0, 0)}


def places(page) -> list[tuple[float, float, float, str]]:
    """Left, right, bottom edge in millimetres from the left and the top, and the words."""
    text, height, mm = page.get_textpage(), page.get_height(), 25.4 / 72
    found = []
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        words = text.get_text_bounded(left, bottom, right, top)
        found.append((left * mm, right * mm, (height - bottom) * mm, words))
    return found


def test_margins_and_page_numbers():
    for number, page in enumerate(PdfDocument(pdf(form())), 1):
        assert [round(edge / 72 * 25.4) for edge in page.get_size()] == [210, 297]
        above = [each for each in places(page) if each[2] < 20]
        assert [words for *_edges, words in above] == [str(number)] * (number > 1)
        for left, right, down, _words in above:
            assert (left + right) / 2 == pytest.approx(30 + 165 / 2, abs=0.3)
            assert 8 < down < 13
        body = [each for each in places(page) if each[2] >= 20]
        assert min(left for left, *_more in body) >= 29.9
        assert max(right for _left, right, *_more in body) <= 195.1
        assert max(down for *_edges, down, _words in body) <= 277


def test_the_head_of_a_table_repeats_and_no_row_is_split():
    text = pages(pdf(form(60)))
    assert len(text) > 2
    assert all("Chỉ tiêu\n" in page or "Chỉ tiêu " in page for page in text[:-1])
    assert sum(page.count("Chỉ tiêu thứ") for page in text) == 60


@pytest.mark.parametrize("count", range(20, 40, 3))
def test_signatures_are_never_alone_on_a_page(count):
    last = pages(pdf(form(count)))[-1]
    assert "Tôi cam kết." in last
    assert "Phan Thị Yến" in last


@pytest.mark.parametrize("count", range(8, 22, 3))
def test_a_group_is_never_named_last_on_a_page_and_the_total_takes_two_rows_along(count):
    tail = (Note("Chữ viết tắt."), SIGNED)
    total = Row((Cell("Tổng cộng", span=3, bold=True, centred=False),))
    listed = (group("A. TẬP THỂ"), *rows(count), group("B. CÁ NHÂN"), *rows(count), total)
    text = pages(pdf(paper(Table(COLUMNS, listed, tail=tail), flipped=True)))
    for page in text:
        assert not page.rstrip().endswith(("A. TẬP THỂ", "B. CÁ NHÂN"))
    assert f"Chỉ tiêu thứ {count - 1}" in text[-1]
    assert text[-1].index("Tổng cộng") < text[-1].index("Phan Thị Yến")


def test_word_has_fixed_tables_repeated_heads_and_rows_that_do_not_split():
    document = Document(io.BytesIO(docx(form())))
    _head, table, _signatures = document.tables
    properties = table._tbl.tblPr
    assert properties.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid] == [567, 3912, 4876]
    marks = [[mark.tag.split("}")[1] for mark in row._tr.trPr] for row in table.rows]
    assert marks[:2] == [["cantSplit", "tblHeader"]] * 2
    assert marks[2:] == [["cantSplit"]] * 40


def test_word_merges_cells_for_real():
    document = Document(io.BytesIO(docx(paper(Table(COLUMNS, (group("A. TẬP THỂ"), *rows(2)))))))
    merged = document.tables[0].rows[2]._tr.tc_lst
    assert [cell.grid_span for cell in merged] == [3]


def test_word_says_what_it_is_and_in_which_language():
    document = Document(io.BytesIO(docx(form())))
    told = document.core_properties
    assert told.comments == "Bản Word để chỉnh sửa, không có giá trị đối chiếu."
    assert (told.title, told.created.date(), told.modified.date()) == ("Giấy thử", date(2025, 3, 10), date(2025, 3, 10))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert [round(edge.mm) for edge in (section.top_margin, section.bottom_margin)] == [20, 20]
    assert [round(edge.mm) for edge in (section.left_margin, section.right_margin)] == [30, 15]
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"vi-VN"}


def test_numbers_of_papers_and_ranges_of_years_are_not_torn_in_word():
    line = Document(io.BytesIO(docx(form()))).paragraphs
    text = next(each for each in line if each.text.startswith("2. Theo"))
    assert len(list(text._p.iter(qn("w:noBreakHyphen")))) == 2
    assert "148/QĐ-TCT, giai đoạn 2022\u00a0-\u00a02025" in text.text


def test_a_long_name_breaks_by_sense_in_as_few_lines_as_fit():
    assert broken("KHOA XÂY DỰNG ĐẢNG", 64, 13) == "KHOA XÂY DỰNG ĐẢNG"
    office = broken("PHÒNG TỔ CHỨC, HÀNH CHÍNH, THÔNG TIN, TƯ LIỆU", 64, 13)
    assert office == "PHÒNG TỔ CHỨC,\nHÀNH CHÍNH,\nTHÔNG TIN, TƯ LIỆU"
    assert broken("MỘT", 1, 13) == "MỘT"


def test_a_name_longer_than_80_mm_gets_the_wider_column():
    assert signature_widths(("Vũ Minh Đức", "Phan Thị Yến")) == (75, 90)
    assert signature_widths(("Vũ Minh Đức", "Công Tằng Tôn Nữ Hoàng Diễm Quỳnh Trang")) == (70, 95)
