"""Danh sách bình xét as Excel: the same rows with typed cells; the head repeats, the sheet fits one page wide."""

from datetime import datetime

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from portal import clock
from portal.archives import book_at
from recognition.documents.review_list import COLUMNS, SUBJECT, abbreviations, heading, summary, total
from recognition.documents.traced import trace_line
from recognition.models import ListVersion

WIDTHS = (5, 30, 8, 12, 34, 12, 12, 40, 8, 22)
_THIN = Border(*(Side(style="thin"),) * 4)


def list_xlsx(frozen: ListVersion) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    moment = clock.local(frozen.closed_at).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _line(sheet, 1, heading(frozen), bold=True)
    _line(sheet, 2, str(SUBJECT), bold=True)
    _row(sheet, 4, [str(words).replace("\n", " ") for _width, words, _centred in COLUMNS], bold=True)
    row = 5
    for title, rows, cells in _groups(frozen.content):
        _line(sheet, row, title, bold=True)
        for number, entry in enumerate(rows, 1):
            _row(sheet, row + number, cells(number, entry))
        row += len(rows) + 1
    _line(sheet, row, total(frozen.content), bold=True)
    _line(sheet, row + 1, abbreviations(frozen.content))
    _line(sheet, row + 2, trace_line(frozen))
    return book_at(book, moment)


def _groups(content: dict) -> list[tuple]:
    return [
        (_("A. TẬP THỂ"), content["collectives"], _entry_cells),
        (_("B. CÁ NHÂN"), content["individuals"], _entry_cells),
        (_("C. MÔ HÌNH"), content["models"], _model_cells),
    ]


def _entry_cells(number: int, entry: dict) -> list:
    born = entry.get("born", "")
    day = datetime.strptime(born, "%d/%m/%Y").date() if born else ""
    return [
        number,
        entry["name"],
        entry.get("sex", ""),
        day,
        entry["place"],
        entry["rating"],
        entry["party_rating"],
        summary(entry),
        float(entry["total"].replace(",", ".")),
        entry["note"],
    ]


def _model_cells(number: int, model: dict) -> list:
    return [number, model["name"], "", "", model["place"], "", "", summary(model), "", ""]


def _line(sheet, row: int, text: str, *, bold: bool = False) -> None:
    cell = sheet.cell(row, 1, text)
    cell.data_type, cell.font = "s", Font(name="Times New Roman", size=12, bold=bold)


def _row(sheet, row: int, values, *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # what was typed never becomes a formula
        elif isinstance(value, float):
            cell.number_format = "0.00"
        elif not isinstance(value, int):
            cell.number_format = "dd/mm/yyyy"
        cell.font = Font(name="Times New Roman", size=12, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = _THIN
