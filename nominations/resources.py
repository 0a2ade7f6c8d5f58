"""Registrations as a spreadsheet: the rows and columns the reader sees, typed cells, text never a formula."""

from datetime import date
from io import BytesIO

from import_export import resources
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from nominations.models import Registration
from nominations.queries.registrations import COLUMNS, Shown


class ShownField(Field):
    """A column of the list: its date or number where it has one, else what stands on the screen."""

    def __init__(self, shown: Shown):
        super().__init__(column_name=str(shown.column.label), readonly=True)
        self.shown = shown

    def export(self, instance: Registration, **kwargs):
        cell = self.shown.cell(instance)
        if cell.value is not None:
            return cell.value
        text = str(cell.state.label if cell.state else cell.text)
        return f"{text}\n{cell.second}" if cell.second else text


class RegistrationResource(resources.ModelResource):
    class Meta:
        model = Registration
        fields = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = {f"column{number}": ShownField(shown) for number, shown in enumerate(COLUMNS)}

    def get_export_order(self) -> list[str]:
        return list(self.fields)


class PlainXlsx(XLSX):
    """Dates and numbers as such; everything else as text, so that "=1+1" stays the text that was typed."""

    def export_data(self, dataset, **kwargs) -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Danh sách")
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        for number in range(1, len(dataset.headers) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 32
        sheet.append([_text(sheet, header, bold=True) for header in dataset.headers])
        for row in dataset:
            sheet.append([_typed(sheet, value) for value in row])
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _typed(sheet, value) -> WriteOnlyCell:
    if isinstance(value, str):
        return _text(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _text(sheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
