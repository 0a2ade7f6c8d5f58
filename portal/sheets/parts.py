"""The parts of an .xlsx as streams, counted while they are read.

openpyxl builds everything before it can be counted (a far merged cell alone makes millions of cells), and while
streaming does not tell hidden rows and merged cells. So the parts are read by expat, here, within bounds; no entity is
resolved, nothing is reached. The sheets themselves are read in `cells.py`.
"""

import zipfile
import zlib
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

MAX_PART, MAX_ELEMENTS, MAX_TEXT = 24 * 1024 * 1024, 600_000, 4_000_000


def unreadable() -> ValidationError:
    return ValidationError(
        _("Không đọc được bảng tính này. Vui lòng mở bằng Excel, lưu lại thành tệp .xlsx mới rồi chọn lại."), "broken"
    )


def too_much(words: str) -> ValidationError:
    return ValidationError(words, "too_much")


def too_many_cells() -> ValidationError:
    return too_much(_("Bảng tính này có quá nhiều ô. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))


def too_much_text() -> ValidationError:
    return too_much(_("Bảng tính này chứa quá nhiều chữ. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))


def number_of(text: str) -> int:
    """What an attribute says, 0 where it says no sane number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


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
                raise too_much(_("Bảng tính này quá lớn. Vui lòng chỉ giữ bảng cần nhập rồi lưu lại."))
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
            raise too_many_cells()
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
                raise too_much_text()
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
            self.of_cells.append((number_of(attributes.get("fontId", "")), attributes.get("numFmtId", "")))

    def looks(self) -> list[tuple[str, bool]]:
        dates = {each: self._is_date(each) for _font, each in self.of_cells}
        names = dict(enumerate(self.fonts))
        return [(names.get(font, ""), dates[each]) for font, each in self.of_cells]

    def _is_date(self, number_format: str) -> bool:
        code = self.formats.get(number_format) or BUILTIN_FORMATS.get(number_of(number_format), "General")
        return bool(is_date_format(code)) and any(sign in code.lower() for sign in "dy")
