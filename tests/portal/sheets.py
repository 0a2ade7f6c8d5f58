"""Sheets as the school's departments send them, made for a test: heading rows, merged heads, groups, signatures."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import Font

from portal.sheets import legacy

_TO_TCVN3 = {letter: chr(byte) for byte, letter in legacy._TCVN3.items()}
_TO_VNI = {letter: written for written, letter in legacy._VNI.items()}


def in_tcvn3(text: str) -> str:
    return "".join(_TO_TCVN3.get(char, char) for char in text)


def in_vni(text: str) -> str:
    return "".join(_one_in_vni(char) for char in text)


def _one_in_vni(char: str) -> str:
    written = _TO_VNI.get(char.lower(), char.lower())
    return written[0].upper() + written[1:] if char.isupper() else written


def sent(book: Workbook, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def book_of(*rows: list, merges: tuple[str, ...] = (), font: str = "") -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for each in merges:
        book.active.merge_cells(each)
    if font:
        for row in book.active.iter_rows():
            for cell in row:
                cell.font = Font(name=font)
    return book


def usual(*lines: list, write=str, font: str = "") -> Workbook:
    """The school's usual list of its people: five rows of heading, a head of two rows, a row (1)(2)(3), signatures."""
    head = [
        ["TRƯỜNG CHÍNH TRỊ TRƯỜNG CHINH", None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["PHÒNG TỔ CHỨC"],
        ["DANH SÁCH CÁN BỘ, VIÊN CHỨC"],
        ["(Tính đến tháng 11 năm 2025)"],
        [],
        ["STT", "Họ và tên", "Ngày, tháng, năm sinh", None, "Chức vụ", "Trình độ chuyên môn", "Quê quán"],
        [None, None, "Nam", "Nữ"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ]
    foot = [["Tổng cộng: 00 người"], [], [None, None, None, None, "Ngày 20 tháng 11 năm 2025"], [None, "NGƯỜI LẬP"]]
    rows = [[write(cell) if isinstance(cell, str) else cell for cell in row] for row in (*head, *lines, *foot)]
    merges = ("A1:D1", "E1:G1", "A3:G3", "A6:A7", "B6:B7", "C6:D6", "E6:E7", "F6:F7", "G6:G7")
    return book_of(*rows, merges=merges, font=font)
