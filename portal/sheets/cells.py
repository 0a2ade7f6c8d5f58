"""One sheet of an .xlsx: its cells that hold something, its merges, what is hidden; within bounds."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from portal.sheets.parts import MAX_TEXT, Part, number_of, too_many_cells, too_much, too_much_text

MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_MERGES = 5_000, 60, 100_000, 5_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """`trouble`: why the cell has no value that could be read, in words."""

    value: str | date | Decimal = ""
    font: str = ""
    trouble: str = ""


@dataclass
class Sheet:
    """Only cells that hold something. Rows and columns count from 1, as Excel shows them."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, first column, last row, last
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class Cells(Part):
    """One sheet's cells that hold something, in bounds."""

    def __init__(self, strings: list[tuple[str, str]], looks: list[tuple[str, bool]], epoch: datetime):
        self.sheet, self.strings, self.looks, self.epoch = Sheet(), strings, looks, epoch
        self.row = self.column = self.count = self.size = 0
        self.taking: list[str] | None = None
        self.cell: dict[str, str] = {}
        self.formula, self.shown, self.inline = False, "", ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes)
        elif name == "row":
            self.row, self.column = number_of(attributes.get("r", "")) or self.row + 1, 0
            if attributes.get("hidden") in ("1", "true") and self.row <= MAX_ROWS:
                self.sheet.hidden_rows.add(self.row)
        elif name in ("v", "t"):
            self.taking = []
        elif name == "f":
            self.formula = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = number_of(attributes.get("min", "")), number_of(attributes.get("max", ""))
            self.sheet.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _place(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = _column(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row
        self.cell, self.formula, self.shown, self.inline = attributes, False, "", ""

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(each) for each in reference.split(":")]
        if len(ends) == 2 and all(ends) and len(self.sheet.merges) < MAX_MERGES:
            (top, left), (bottom, right) = ((int(each[2]), _column(each[1])) for each in ends)
            self.sheet.merges.append((top, left, min(bottom, MAX_ROWS), min(right, MAX_COLUMNS)))

    def text(self, data: str) -> None:
        if self.taking is not None:
            self.size += len(data)
            if self.size > 2 * MAX_TEXT:
                raise too_much_text()
            self.taking.append(data)

    def end(self, name: str) -> None:
        if name == "v" and self.taking is not None:
            self.shown, self.taking = "".join(self.taking), None
        elif name == "t" and self.taking is not None:
            self.inline, self.taking = self.inline + "".join(self.taking), None
        elif name == "c":
            self._keep()

    def _keep(self) -> None:
        cell = self._read()
        if cell.value == "" and not cell.trouble:
            return
        self.count += 1
        if self.row > MAX_ROWS or self.column > MAX_COLUMNS or self.row < 1:
            raise too_much(
                _("Bảng tính có nội dung ở dòng %(row)s, cột %(column)s; chỉ đọc %(rows)s dòng, %(columns)s cột.")
                % {"row": self.row, "column": self.column, "rows": MAX_ROWS, "columns": MAX_COLUMNS}
                + " "
                + _("Vui lòng xóa ô ở xa bảng hoặc chia nhỏ bảng rồi lưu lại.")
            )
        if self.count > MAX_CELLS:
            raise too_many_cells()
        self.sheet.rows.setdefault(self.row, {})[self.column] = cell

    def _read(self) -> Cell:
        style = number_of(self.cell.get("s", ""))
        font, is_date = self.looks[style] if style < len(self.looks) else ("", False)
        kind, shown = self.cell.get("t", "n"), self.shown
        if kind == "inlineStr":
            return Cell(self.inline, font)
        if kind == "e":
            return Cell(trouble=_("công thức trong ô báo lỗi"))
        if shown == "":
            return Cell(trouble=_("ô công thức chưa có giá trị")) if self.formula else Cell()
        if kind == "s":
            text, own_font = self.strings[number_of(shown)] if number_of(shown) < len(self.strings) else ("", "")
            return Cell(text, own_font or font)
        if kind == "str":
            return Cell(shown, font)
        if kind == "b":
            return Cell("x" if shown == "1" else "", font)
        return self._counted(shown, font, is_date or kind == "d")

    def _counted(self, shown: str, font: str, is_date: bool) -> Cell:
        try:
            number = Decimal(shown)
            if not number.is_finite() or abs(number) >= 10**15:
                raise InvalidOperation
            if is_date:
                day = from_excel(float(number), self.epoch)
                return Cell(day.date() if isinstance(day, datetime) else day, font)
        except (InvalidOperation, ValueError, OverflowError, TypeError):
            return self._written_day(shown, font)
        return Cell(number, font) if not is_date else Cell(trouble=_("ô ghi giờ, không phải ngày"))

    @staticmethod
    def _written_day(shown: str, font: str) -> Cell:
        try:
            return Cell(date.fromisoformat(shown[:10]), font)
        except ValueError:
            return Cell(trouble=_("không đọc được số hoặc ngày trong ô"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
