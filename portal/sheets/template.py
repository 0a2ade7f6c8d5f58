"""The form to download: our heads, what may be chosen, typed dates. Filled in, it is read like any other sheet."""

from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal.sheets.kinds import Form, Kind
from portal.sheets.table import Known

HEAD, ROWS = 4, 500  # the row of the heads, and how many rows below are made ready
LISTS = "Danh mục"
_WIDE = {"name": 30, "subject": 38, "unit": 38, "title": 26, "model": 38, "level": 32, "decision_number": 20}
_DAYS = ("birth", "since", "decision_date")
_LINE = Side(style="thin", color="D6CABB")


def workbook(kind: Kind) -> bytes:
    form = kind.form()
    book = Workbook()
    sheet, lists = book.active, book.create_sheet(LISTS)
    sheet.title, lists.sheet_state = "Nhập liệu", "hidden"
    columns = kind.offered
    _head(sheet, kind, columns, form)
    for number, row in enumerate(form.rows, 1):
        _row(sheet, HEAD + number, number, [row.get(each.key) for each in columns])
    for place, known in enumerate(columns, 2):
        letter = get_column_letter(place)
        if known.key in form.choices:
            _offer(sheet, lists, letter, form.choices[known.key])
        if known.key in _DAYS:
            for number in range(HEAD + 1, HEAD + ROWS + 1):
                sheet[f"{letter}{number}"].number_format = "dd/mm/yyyy"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, kind: Kind, columns: list[Known], form: Form) -> None:
    sheet["A1"], sheet["A2"] = str(kind.title), _("Ghi từ dòng ngay dưới đầu bảng. Ô để trống không làm thay đổi gì.")
    sheet["A1"].font = Font(bold=True, size=14)
    for place, label in enumerate(["STT", *(str(each.label) for each in columns)], 1):
        cell = sheet.cell(HEAD, place, label)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F4EEE5")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    sheet.column_dimensions["A"].width = 6
    for place, each in enumerate(columns, 2):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE.get(each.key, 18)
        if each.key in form.examples:
            sheet.cell(HEAD, place).comment = Comment(str(form.examples[each.key]), "Cổng điển hình tiên tiến")
    sheet.row_dimensions[HEAD].height = 34
    sheet.freeze_panes = sheet.cell(HEAD + 1, 2)


def _row(sheet: Worksheet, row: int, number: int, values: list) -> None:
    sheet.cell(row, 1, number)
    for place, value in enumerate(values, 2):
        cell = sheet.cell(row, place, value if isinstance(value, date | int) or value is None else str(value))
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula


def _offer(sheet: Worksheet, lists: Worksheet, letter: str, choices: list[str]) -> None:
    column = lists.max_column + (1 if lists["A1"].value else 0)
    for number, choice in enumerate(choices, 1):
        lists.cell(number, column, choice).data_type = "s"
    where = f"'{LISTS}'!${get_column_letter(column)}$1:${get_column_letter(column)}${max(1, len(choices))}"
    offered = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(offered)
    offered.add(f"{letter}{HEAD + 1}:{letter}{HEAD + ROWS}")
