"""A spreadsheet read within bounds, or refused with a sentence that says how to save it right."""

import zipfile
from dataclasses import dataclass
from functools import cached_property
from posixpath import join, normpath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from portal import files
from portal.sheets.cells import Cells, Sheet
from portal.sheets.parts import Contents, Relations, Strings, Styles, unreadable

MAX_SHEETS = 50


@dataclass(frozen=True)
class Name:
    """A sheet of the book; `index` is its place, 0 first."""

    index: int
    title: str
    hidden: bool
    path: str


class Book:
    """Opened: what sheets there are. The cells of a sheet are read when asked for."""

    def __init__(self, content: BinaryIO):
        try:
            self._archive = zipfile.ZipFile(content)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise unreadable() from error
        contents, relations = Contents(), Relations()
        contents.read(self._archive, "xl/workbook.xml")
        relations.read(self._archive, "xl/_rels/workbook.xml.rels")
        self._epoch = MAC_EPOCH if contents.from_1904 else WINDOWS_EPOCH
        self.names = [
            Name(index, title[:60], hidden, _inside(relations.targets.get(relation, "")))
            for index, (title, hidden, relation) in enumerate(contents.sheets[:MAX_SHEETS])
        ]

    @cached_property
    def visible(self) -> list[Name]:
        return [name for name in self.names if not name.hidden]

    def read(self, name: Name) -> Sheet:
        cells = Cells(self._strings, self._looks, self._epoch)
        cells.read(self._archive, name.path)
        return cells.sheet

    @cached_property
    def _strings(self) -> list[tuple[str, str]]:
        strings = Strings()
        if "xl/sharedStrings.xml" in self._archive.namelist():
            strings.read(self._archive, "xl/sharedStrings.xml")
        return strings.found

    @cached_property
    def _looks(self) -> list[tuple[str, bool]]:
        styles = Styles()
        if "xl/styles.xml" in self._archive.namelist():
            styles.read(self._archive, "xl/styles.xml")
        return styles.looks()


def _inside(target: str) -> str:
    """A relation's target is told from the workbook's folder, or from the root."""
    return normpath(target).lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def check(upload: UploadedFile) -> files.Checked:
    """The site's own check of files, with the words of somebody who wants a spreadsheet; then every part is read once.

    Raises ValidationError. Nothing is stored yet.
    """
    upload.seek(0)
    head = upload.read(1024)
    if upload.size and (words := _not_a_spreadsheet(head)):
        raise ValidationError(words, "kind")
    checked = files.check(upload)
    if checked.kind != "xlsx":
        raise ValidationError(_("Chỉ nhận bảng tính Excel (.xlsx). Vui lòng chọn lại tệp."), "kind")
    book = Book(upload)
    for name in book.visible:
        book.read(name)
    upload.seek(0)
    return checked


def _not_a_spreadsheet(head: bytes) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _(
            "Tệp này là Excel kiểu cũ (.xls) hoặc đang đặt mật khẩu. Vui lòng mở bằng Excel, bỏ mật khẩu nếu có, chọn "
            "“Lưu thành” với kiểu tệp .xlsx rồi chọn lại."
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or _is_text(head):
        return _(
            "Tệp này là văn bản (.csv, .txt hoặc trang web), không phải bảng tính. Vui lòng mở bằng Excel, chọn “Lưu "
            "thành” với kiểu tệp .xlsx rồi chọn lại."
        )
    if head.startswith(b"PK\x03\x04"):
        return ""
    return _("Chỉ nhận bảng tính Excel (.xlsx). Vui lòng mở tệp bằng Excel, lưu thành .xlsx rồi chọn lại.")


def _is_text(head: bytes) -> bool:
    return not head.startswith((b"PK", b"%PDF")) and all(byte >= 32 or byte in b"\t\r\n\f" for byte in head)
