"""What papers of the review need besides: two layouts, addressees, signer and recipients, annexes, traces."""

import io
import os
import shutil
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from portal.papers.blocks import (
    Addressees,
    Annex,
    Cell,
    Centred,
    Column,
    Head,
    Heading,
    Note,
    Paper,
    Row,
    Signatures,
    Signed,
    Table,
    Text,
    Title,
    Together,
    ended,
    open_day,
    room,
    width_of,
)
from portal.papers.printing import pdf
from portal.papers.trace import trace
from portal.papers.word import docx
from tests.nominations.libreoffice import convert, in_order
from tests.portal.test_word import pages, places

pytestmark = pytest.mark.once

EVIL = "1. *A_# $x$ @b <c> \\ [d] = e"
DAY = date(2025, 12, 22)
BASE = "Căn cứ Nghị định về phân cấp, phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết một số điều"
FORMS = (
    Column(10, "STT"),
    Column(79, "Hình thức", centred=False),
    *(Column(19, words) for words in ("Tập thể", "Cá nhân", "Mô hình", "Tổng số")),
)
COUNTED = (
    Column(10, "STT"),
    Column(59, "Tập thể, cá nhân", centred=False),
    Column(24, "Không\nbỏ phiếu", head_points=11),
    *(Column(12, words, group="Số phiếu", head_points=11) for words in ("Phát\nra", "Thu\nvề", "Hợp\nlệ")),
    *(Column(18, words, group="Ý kiến", head_points=11) for words in ("Đồng\ný", "Không\nđồng ý")),
)
SIGNED = Signed(ended(["Như trên", "Các khoa, phòng", "Lưu: VT, TCHC"]), (("HIỆU TRƯỞNG", "b"),), "Vũ Đình Thuận")


def rows(columns: tuple[Column, ...], count: int) -> tuple[Row, ...]:
    return tuple(
        Row((Cell(f"{n:02d}"), Cell(f"Mục thứ {n} của danh sách"), *(Cell("01"),) * (len(columns) - 2)))
        for n in range(1, count + 1)
    )


def said(times: int) -> Text:
    return Text((("Các khoa, phòng, đoàn thể đã tổ chức họp, bỏ phiếu suy tôn và gửi hồ sơ đề nghị. " * times, ""),))


def submission(before: int = 12, count: int = 5, **more) -> Paper:
    """Like a tờ trình: `before` paragraphs, then a sentence that stays with a table of `count` rows."""
    blocks = (
        Head("TỈNH ỦY NINH BÌNH", "TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH", "Số: 38/TTr-TCT", "Ninh Bình, ngày 22"),
        Title((("TỜ TRÌNH", "b"), ("Về việc công nhận điển hình tiên tiến", "b"))),
        Addressees(ended(["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Hội đồng Thi đua - Khen thưởng tỉnh " + "dài " * 20])),
        *(Text(((line, "i"),)) for line in ended([BASE, BASE])),
        Centred((("QUYẾT ĐỊNH:", "b"),)),
        *(said(3) for _ in range(before)),
        Heading("2. Nội dung đề nghị"),
        Text((("Trường đề nghị như sau:", ""),), sticky=True),
        Table(FORMS, rows(FORMS, count), whole=True),
        said(2),
        Together((Text(((f"Kính đề nghị xem xét {EVIL}./.", ""),)), SIGNED)),
    )
    return Paper("Tờ trình", DAY, blocks, **more)


def party() -> Paper:
    titles = (("T/M ĐẢNG ỦY", "b"), ("BÍ THƯ", ""))
    return Paper(
        "Tờ trình",
        DAY,
        (
            Head("ĐẢNG BỘ TỈNH NINH BÌNH", "ĐẢNG ỦY TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH", "Số 12-TTr/ĐU", "Ninh Bình, ngày"),
            Title((("TỜ TRÌNH", "b"), ("đề nghị công nhận điển hình tiên tiến", "b"))),
            Addressees(ended(["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Đảng ủy các cơ quan Đảng tỉnh"], between=",")),
            *(said(3) for _ in range(14)),
            Together((said(1), Signed(ended(["Như trên", "Lưu Văn phòng"], between=","), titles, "Vũ Đình Thuận"))),
        ),
        layout="party",
    )


def count() -> Paper:
    row = Signatures((55, 55, 55), (("ỦY VIÊN", "Lê Quốc Bảo"), ("ỦY VIÊN", "Phan Thị Yến"), ("TRƯỞNG BAN", "Vũ Đức")))
    chair = Signatures((165,), (("XÁC NHẬN CỦA CHỦ TRÌ", "Vũ Đình Thuận"),), above=9)
    table = Table(COUNTED, rows(COUNTED, 40))
    head = Head("HỘI ĐỒNG", "BAN KIỂM PHIẾU", place="Ninh Bình, ngày 18 tháng 12 năm 2025")
    return Paper(
        "Biên bản", DAY, (head, Title((("BIÊN BẢN", "b"),)), table, Note("Cột (3)."), Together((said(1), row, chair)))
    )


def decision(*, flipped: bool = False) -> Paper:
    """A draft of one page with a list of more pages as its annex."""
    width = 252 if flipped else 165
    columns = (Column(10, "STT"), Column(width - 30, "Tập thể, cá nhân", centred=False), Column(20, "Khen\nthưởng"))
    title = Title((("DANH SÁCH", "b"), (f"(Kèm theo Quyết định số {room(12)}/QĐ-TCT {open_day(2025)})", "i")), rule=34)
    annex = Annex((title, Table(columns, rows(columns, 60), tail=(Note("Dấu “-”: không có."),))), flipped=flipped)
    head = Head("TỈNH ỦY", "TRƯỜNG CHINH", f"Số: {room(12, 13)}/QĐ-TCT", f"Ninh Bình, {open_day(2025)}", box="DỰ THẢO")
    return Paper("Quyết định", DAY, (head, Title((("QUYẾT ĐỊNH", "b"),)), said(3), SIGNED, annex))


ALL = {
    "submission": submission(),
    "party": party(),
    "count": count(),
    "decision": decision(),
    "flipped": decision(flipped=True),
}


def find(page, words: str) -> tuple[float, float, float]:
    """Left, right, bottom edge in millimetres of the line that says so."""
    return next((left, right, down) for left, right, down, said in places(page) if words in said)


def test_printing_again_gives_the_same_bytes():
    for paper in (
        submission(trace=trace("Mã tra cứu: ABCD", "https://cong.example/verify/ABCD/")),
        party(),
        decision(),
    ):
        assert (pdf(paper), docx(paper)) == (pdf(paper), docx(paper))


def test_what_was_typed_is_never_markup():
    assert EVIL in " ".join(" ".join(pages(pdf(submission()))).split())
    assert EVIL in "\n".join(line.text for line in Document(io.BytesIO(docx(submission()))).paragraphs)


def test_the_party_layout_has_margins_sizes_and_marks_of_its_own():
    first, *more = PdfDocument(pdf(party()))
    body = [each for each in places(first) if each[2] >= 20]
    assert min(left for left, *_rest in body) >= 29.9
    assert max(right for _left, right, *_rest in body) == pytest.approx(190 + width_of(" ", 14), abs=0.6)
    left, right, _down = find(first, "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert right - left == pytest.approx(width_of("ĐẢNG CỘNG SẢN VIỆT NAM", 15, "b"), abs=0.6)
    assert (left + right) / 2 == pytest.approx(150, abs=0.3)
    assert find(first, "12-TTr/ĐU")[2] == pytest.approx(find(first, "Ninh Bình, ngày")[2], abs=1.2)
    told = pages(pdf(party()))
    assert "*" in told[0]
    assert "-----" in told[0]
    assert "CỘNG HÒA" not in told[0]
    assert more
    assert "BÍ THƯ" in told[-1]


def test_the_signer_stands_level_with_the_recipients():
    for paper, title in ((submission(), "HIỆU TRƯỞNG"), (party(), "T/M ĐẢNG ỦY")):
        *_before, last = PdfDocument(pdf(paper))
        left, _right, down = find(last, "Nơi nhận")
        assert left == pytest.approx(30, abs=0.5)
        assert find(last, title)[2] == pytest.approx(down, abs=1.2)
        assert find(last, "Vũ Đình Thuận")[2] - find(last, title)[2] > 25


def test_addressees_stand_below_each_other_and_one_alone_beside_its_label():
    page = PdfDocument(pdf(submission()))[0]
    dashes = [left for left, _right, _down, words in places(page) if words.startswith("- ")]
    assert len(dashes) == 2
    assert dashes[0] == pytest.approx(dashes[1], abs=0.1)
    alone = Paper("Tờ trình", DAY, (Addressees(("Hiệu trưởng.",)), said(1)))
    assert "Kính gửi: Hiệu trưởng." in pages(pdf(alone))[0]
    assert Document(io.BytesIO(docx(alone))).paragraphs[0].text == "Kính gửi: Hiệu trưởng."


@pytest.mark.parametrize("before", range(6, 13))
def test_a_table_kept_whole_takes_its_sentence_and_heading_along(before):
    found = [page for page in pages(pdf(submission(before))) if "Mục thứ" in page]
    assert len(found) == 1
    assert found[0].index("2. Nội dung") < found[0].index("như sau:") < found[0].index("Mục thứ 1")


def test_a_head_of_two_storeys_repeats_and_is_merged_for_real_in_word():
    text = pages(pdf(count()))
    assert [page.count("Số phiếu") for page in text] == [1] * len(text)
    table = Document(io.BytesIO(docx(count()))).tables[1]
    upper, lower = (row._tr.tc_lst for row in table.rows[:2])
    assert [cell.grid_span for cell in upper] == [1, 1, 1, 3, 2]
    assert [cell.vMerge for cell in upper] == ["restart"] * 3 + [None] * 2
    assert [cell.vMerge for cell in lower] == ["continue"] * 3 + [None] * 5
    heads = [row for row in table.rows if row._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(heads) == 3


@pytest.mark.parametrize("flipped", [False, True])
def test_an_annex_begins_a_page_counts_from_1_and_lies_as_it_wants(flipped):
    document = PdfDocument(pdf(decision(flipped=flipped)))
    sides = [tuple(round(edge / 72 * 25.4) for edge in page.get_size()) for page in document]
    assert sides == [(210, 297)] + [(297, 210) if flipped else (210, 297)] * (len(sides) - 1)
    above = [[words for *_edges, down, words in places(page) if down < 20] for page in document]
    assert above == [[], [], *([str(number)] for number in range(2, len(above)))]
    _first, second = Document(io.BytesIO(docx(decision(flipped=flipped)))).sections
    assert second._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert second.different_first_page_header_footer
    assert round(second.page_width.mm) == (297 if flipped else 210)


def test_a_draft_is_framed_below_its_number():
    page = PdfDocument(pdf(decision()))[0]
    left, right, down = find(page, "DỰ THẢO")
    assert (left + right) / 2 == pytest.approx(30 + 65 / 2, abs=0.3)
    assert down > find(page, "/QĐ-TCT")[2]
    assert "DỰ THẢO" not in pages(pdf(replace(decision(), blocks=decision().blocks[1:])))[0]
    below = Document(io.BytesIO(docx(decision()))).tables[0].rows[1].cells[0].paragraphs
    assert [len(line._p.pPr.find(qn("w:pBdr"))) for line in below if line.text == "DỰ THẢO"] == [4]


def test_the_trace_is_small_inside_the_bottom_margin_and_its_picture_on_the_first_page_only():
    line = "Mã tra cứu: 7K3M-92QP-ABCD - Bản 02"
    traced = pdf(submission(trace=trace(line, "https://cong.example/verify/7K3M92QPABCD/")))
    for page in PdfDocument(traced):
        _left, _right, down = find(page, line)
        assert 277 < down < 291, "inside the margin, six millimetres from the edge"
    first, *more = PdfReader(io.BytesIO(traced)).pages
    drawn = [len(page.get_contents().get_data()) for page in (first, *more)]
    plain = [len(page.get_contents().get_data()) for page in PdfReader(io.BytesIO(pdf(submission()))).pages]
    assert drawn[0] - plain[0] > 1000, "a picture"
    assert all(0 < one - other < 1000 for one, other in zip(drawn[1:], plain[1:], strict=True))
    assert line not in " ".join(pages(pdf(submission())))
    assert line not in "\n".join(each.text for each in Document(io.BytesIO(docx(submission()))).paragraphs)


def test_what_ends_a_line_of_an_enumeration():
    assert ended(["Như trên;", "Ban Giám hiệu", "Lưu: VT."]) == ("Như trên;", "Ban Giám hiệu;", "Lưu: VT.")
    assert ended(["Như trên", "Lưu"], between=",") == ("Như trên,", "Lưu.")
    assert ended([]) == ()


def test_word_files_open_in_libreoffice_with_the_same_lines_on_the_same_pages(tmp_path):
    if shutil.which("soffice") is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("LibreOffice is not installed: sudo apt install libreoffice-writer-nogui")
    convert({name: docx(paper) for name, paper in ALL.items()}, tmp_path)
    for name, paper in ALL.items():
        ours, theirs = PdfReader(io.BytesIO(pdf(paper))), PdfReader(tmp_path / f"{name}.pdf")
        texts = [in_order(paper, [page.extract_text() for page in reader.pages]) for reader in (ours, theirs)]
        if name not in ("submission", "party"):  # one goes by rows, the other by columns
            texts = [list(map(sorted, pages)) for pages in texts]
        assert texts[1] == texts[0], name
