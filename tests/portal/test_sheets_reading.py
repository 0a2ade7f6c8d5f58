"""Hostile and wrong spreadsheets: refused in words that say how to save it right, within bounds of memory and time."""

import time
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from portal.sheets import reading
from portal.sheets.cells import Cell, Sheet
from portal.sheets.reading import Book
from portal.sheets.table import _filled
from tests.portal.sheets import sent

pytestmark = pytest.mark.once
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = f'<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'


def remade(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> SimpleUploadedFile:
    """A true workbook some of whose parts were written by somebody else."""
    out, plain = BytesIO(), BytesIO()
    book = Workbook()
    book.active["A1"] = "STT"
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return SimpleUploadedFile("bang.xlsx", out.getvalue())


def with_rows(rows: str, **parts) -> SimpleUploadedFile:
    return remade({"xl/worksheets/sheet1.xml": ROWS % rows} | parts)


def read(upload: SimpleUploadedFile) -> Sheet:
    book = Book(upload)
    return book.read(book.names[0])


def refused(upload: SimpleUploadedFile) -> str:
    with pytest.raises(ValidationError) as error:
        reading.check(upload)
    return error.value.messages[0]


# -- not a spreadsheet -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel kiểu cũ (.xls) hoặc đang đặt mật khẩu"),
        ("ds.csv", "STT,Họ và tên\n1,An\n".encode(), "Tệp này là văn bản"),
        ("ds.xlsx", "STT\tHọ và tên\n".encode("utf-16"), "Tệp này là văn bản"),
        ("ds.xls", b"<html><table><tr><td>STT</td></tr></table></html>", "Tệp này là văn bản"),
        ("ds.xlsx", b"%PDF-1.4\n%%EOF\n", "Chỉ nhận bảng tính Excel (.xlsx)"),
        ("ds.xlsx", b"\x7fELF" + b"\0\1" * 300, "Chỉ nhận bảng tính Excel (.xlsx)"),
        ("ds.xlsx", b"", "Tệp này trống"),
    ],
)
def test_another_kind_of_file_is_told_how_to_be_saved(name, content, said):
    assert said in refused(SimpleUploadedFile(name, content))


def test_a_renamed_archive_and_a_word_file_are_no_spreadsheets():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("thu.txt", "x")
    assert "Không nhận loại tệp này" in refused(SimpleUploadedFile("ds.xlsx", out.getvalue()))
    word = remade({"word/document.xml": "<x/>"})
    assert "Không nhận loại tệp này" in refused(word)


def test_a_cut_off_file_is_unreadable():
    whole = sent(Workbook()).read()
    with pytest.raises(ValidationError):
        reading.check(SimpleUploadedFile("ds.xlsx", whole[: len(whole) // 2]))


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet",
        "",
        "\0\0\0",
        ROWS % '<row r="1"><c r="A1" t="s"><v>999999</v></c></row></sheetData></worksheet>junk',
        '<?xml version="1.0" encoding="klingon"?><worksheet/>',
    ],
)
def test_broken_parts_are_unreadable(sheet):
    assert "Không đọc được bảng tính này" in refused(remade({"xl/worksheets/sheet1.xml": sheet}))


@pytest.mark.parametrize("part", ["worksheets/sheet1.xml", "workbook.xml", "sharedStrings.xml", "styles.xml"])
def test_no_part_may_declare_entities(part):
    """XXE, and entities that grow: nothing is resolved, whatever part declares them."""
    attack = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}">&e;</worksheet>'
    parts = {f"xl/{part}": attack}
    if part == "styles.xml":
        parts["xl/worksheets/sheet1.xml"] = ROWS % '<row r="1"><c r="A1" s="0"><v>1</v></c></row>'
    assert "khai báo mà Excel không dùng" in refused(remade(parts))


def test_a_part_that_is_named_but_absent_is_unreadable():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="../../../etc/passwd" Type="x"/></Relationships>'
    )
    assert "Không đọc được bảng tính này" in refused(remade({"xl/_rels/workbook.xml.rels": relations}))


# -- bounds ----------------------------------------------------------------------------------------------------


def test_a_far_cell_makes_no_rows():
    assert "ở dòng 1048576, cột 16384" in refused(with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert read(with_rows('<row r="1048576"><c r="XFD1048576" s="0"/></row>')).rows == {}


def test_a_merge_of_everything_makes_no_cells():
    sheet = Sheet({1: {1: Cell("x")}}, [(1, 1, 1048576, 16384)])
    started = time.monotonic()
    assert _filled(sheet) == {1: {1: Cell("x")}}
    assert time.monotonic() - started < 0.5


def _long_text() -> SimpleUploadedFile:
    return with_rows(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{_noise(9)}</t></is></c></row>')


def _many_cells() -> SimpleUploadedFile:
    rows = (f'<row r="{n}">{"<c/>" * 40}<c><v>{n}</v></c></row>' for n in range(1, 40_000))
    return with_rows("".join(rows))


def _long_strings() -> SimpleUploadedFile:
    strings = f'<sst xmlns="{MAIN}"><si><t>{_noise(9)}</t></si></sst>'
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return remade({"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": ROWS % row})


def _empty_cells() -> SimpleUploadedFile:
    rows = f'<row r="1">{"<c/>" * 700_000}</row>'
    return remade({"xl/worksheets/sheet1.xml": ROWS % rows}, zipfile.ZIP_STORED)


@pytest.mark.parametrize("upload", [_long_text, _many_cells, _long_strings, _empty_cells])
def test_what_grows_is_refused_before_it_has_grown(upload):
    sheet = upload()
    tracemalloc.start()
    started = time.monotonic()
    try:
        refused(sheet)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 60 * 1024 * 1024
    assert time.monotonic() - started < 20


def _noise(megabytes: int) -> str:
    """Packs less than a hundred times, so that the door lets it through."""
    return "".join(f"{n:x}" for n in range(megabytes * 180_000))


def test_a_bomb_is_refused_by_what_it_declares():
    assert "nén quá nhiều" in refused(with_rows(" " * 30_000_000))


# -- what a cell holds -----------------------------------------------------------------------------------------


def test_values_are_read_as_they_stand():
    book = Workbook()
    book.active.append(["Nguyễn Văn An", 5, 7.5, date(1980, 3, 5), True, "=1+1", None, "=A1"])
    sheet = read(sent(book))
    assert {column: cell.value for column, cell in sheet.rows[1].items() if not cell.trouble} == {
        1: "Nguyễn Văn An",
        2: Decimal(5),
        3: Decimal("7.5"),
        4: date(1980, 3, 5),
        5: "x",
    }
    assert sheet.rows[1][6].trouble == sheet.rows[1][8].trouble == "ô công thức chưa có giá trị"


def test_a_formula_is_its_cached_value_and_an_error_is_none():
    sheet = read(
        with_rows(
            '<row r="3"><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="str"><f>A1</f><v>An</v></c>'
            '<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E3"><v>NaN</v></c><c r="F3"><v>1e400</v></c></row>'
        )
    )
    row = sheet.rows[3]
    assert (row[2].value, row[3].value) == (Decimal(2), "An")
    assert [row[n].trouble for n in (4, 5, 6)] == [
        "công thức trong ô báo lỗi",
        "không đọc được số hoặc ngày trong ô",
        "không đọc được số hoặc ngày trong ô",
    ]


def test_hidden_rows_columns_sheets_and_merges_are_told():
    book = Workbook()
    book.active.append(["STT", "Họ và tên"])
    book.active.append([1, "An"])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.active.merge_cells("A1:A2")
    book.create_sheet("Ẩn").sheet_state = "hidden"
    upload = sent(book)
    sheet = read(upload)
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merges) == ({2}, {2}, [(1, 1, 2, 1)])
    assert [(name.title, name.hidden) for name in Book(upload).names] == [("Sheet", False), ("Ẩn", True)]


def test_dates_counted_from_1904_are_the_same_days():
    book = Workbook()
    book.epoch = MAC_EPOCH
    book.active["A1"] = date(1980, 3, 5)
    assert read(sent(book)).rows[1][1].value == date(1980, 3, 5)
