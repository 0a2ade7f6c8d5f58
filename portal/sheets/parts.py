"""The parts of an .xlsx as streams, counted while they are read.

openpyxl builds everything before it can be counted (a far merged cell alone makes millions of cells), and while
streaming does not tell hidden rows and merged cells. So the parts are read by expat, here, within bounds; no entity is
resolved, nothing is reached.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import from_excel

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 5_000, 60, 100_000
MAX_PART, MAX_ELEMENTS, MAX_TEXT, MAX_MERGES = 24 * 1024 * 1024, 600_000, 4_000_000, 5_000
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


def unreadable() -> ValidationError:
    return ValidationError(
        _("Không đọc được bảng tính này. Vui lòng mở bằng Excel, lưu lại thành tệp .xlsx mới rồi chọn lại."), "broken"
    )


def _too_much(words: str) -> ValidationError:
    return ValidationError(words, "too_much")


class Part:
    """One part, read once. Subclasses keep what they need of it and nothing else."""

    def read(self, archive: zipfile.ZipFile, path: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler, parser.EndElementHandler = self._started, self._ended
        parser.CharacterDataHandler = self.text
        self.elements = 0
        try:
            info = archive.getinfo(path)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise unreadable()
            if info.file_size > MAX_PART:
                raise _too_much(_("Bảng tính này quá lớn. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))
            with archive.open(info) as part:
                parser.ParseFile(part)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError) as error:
            raise unreadable() from error
        except (RuntimeError, ValueError, LookupError, NotImplementedError) as error:
            raise unreadable() from error

    @staticmethod
    def _refuse(*_declared) -> None:
        raise ValidationError(
            _("Tệp này có khai báo mà Excel không dùng nên không được nhận. Vui lòng lưu lại bằng Excel rồi chọn lại."),
            "doctype",
        )

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _too_much(_("Bảng tính này có quá nhiều ô. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()} if attributes else attributes
        self.start(name.rpartition(" ")[2], plain)

    def _ended(self, name: str) -> None:
        self.end(name.rpartition(" ")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class Contents(Part):
    """The workbook: its sheets, which of them are hidden, which day its dates count from."""

    def __init__(self):
        self.sheets: list[tuple[str, bool, str]] = []  # name, hidden, id of the relation
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append(
                (attributes.get("name", ""), attributes.get("state", "visible") != "visible", attributes.get("id", ""))
            )
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


class Relations(Part):
    def __init__(self):
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class Strings(Part):
    """The shared texts, each with the font of its first run where it has one."""

    def __init__(self):
        self.found: list[tuple[str, str]] = []
        self.kept, self.taking, self.size = [], False, 0
        self.font = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.kept, self.font = [], ""
        elif name == "rPh":
            self.taking = False
        elif name == "rFont" and not self.font:
            self.font = attributes.get("val", "")
        self.taking = name == "t" or (self.taking and name != "rPh")

    def end(self, name: str) -> None:
        if name == "t":
            self.taking = False
        elif name == "si":
            self.found.append(("".join(self.kept), self.font))

    def text(self, data: str) -> None:
        if self.taking:
            self.size += len(data)
            if self.size > MAX_TEXT:
                raise _too_much(_("Bảng tính này chứa quá nhiều chữ. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))
            self.kept.append(data)


class Styles(Part):
    """Of each cell style: the font's name, and whether its numbers are dates."""

    def __init__(self):
        self.fonts: list[str] = []
        self.formats: dict[str, str] = {}
        self.of_cells: list[tuple[int, str]] = []
        self.within = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("fonts", "cellXfs", "dxfs", "cellStyleXfs", "numFmts"):
            self.within = name
        elif name == "font" and self.within == "fonts":
            self.fonts.append("")
        elif name == "name" and self.within == "fonts" and self.fonts:
            self.fonts[-1] = attributes.get("val", "")[:60]
        elif name == "numFmt":
            self.formats.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", "")[:200])
        elif name == "xf" and self.within == "cellXfs":
            self.of_cells.append((_number(attributes.get("fontId", "")), attributes.get("numFmtId", "")))

    def looks(self) -> list[tuple[str, bool]]:
        dates = {each: self._is_date(each) for _font, each in self.of_cells}
        names = dict(enumerate(self.fonts))
        return [(names.get(font, ""), dates[each]) for font, each in self.of_cells]

    def _is_date(self, number_format: str) -> bool:
        code = self.formats.get(number_format) or BUILTIN_FORMATS.get(_number(number_format), "General")
        return bool(is_date_format(code)) and any(sign in code.lower() for sign in "dy")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


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
            self.row, self.column = _number(attributes.get("r", "")) or self.row + 1, 0
            if attributes.get("hidden") in ("1", "true") and self.row <= MAX_ROWS:
                self.sheet.hidden_rows.add(self.row)
        elif name in ("v", "t"):
            self.taking = []
        elif name == "f":
            self.formula = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
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
                raise _too_much(_("Bảng tính này chứa quá nhiều chữ. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))
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
            raise _too_much(
                _("Bảng tính có nội dung ở dòng %(row)s, cột %(column)s; chỉ đọc %(rows)s dòng, %(columns)s cột.")
                % {"row": self.row, "column": self.column, "rows": MAX_ROWS, "columns": MAX_COLUMNS}
                + " "
                + _("Vui lòng xóa ô ở xa bảng hoặc chia nhỏ bảng rồi lưu lại.")
            )
        if self.count > MAX_CELLS:
            raise _too_much(_("Bảng tính này có quá nhiều ô. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))
        self.sheet.rows.setdefault(self.row, {})[self.column] = cell

    def _read(self) -> Cell:
        style = _number(self.cell.get("s", ""))
        font, is_date = self.looks[style] if style < len(self.looks) else ("", False)
        kind, shown = self.cell.get("t", "n"), self.shown
        if kind == "inlineStr":
            return Cell(self.inline, font)
        if kind == "e":
            return Cell(trouble=_("công thức trong ô báo lỗi"))
        if shown == "":
            return Cell(trouble=_("ô công thức chưa có giá trị")) if self.formula else Cell()
        if kind == "s":
            text, own_font = self.strings[_number(shown)] if _number(shown) < len(self.strings) else ("", "")
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
