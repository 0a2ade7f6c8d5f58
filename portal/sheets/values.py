"""What officials write in a cell, as values: dates, marks, dittos. Pure functions; ValueError says what is wrong."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.fields import DateField
from portal.sheets.cells import Cell
from portal.text import clean, fold

DITTO = {"nt", "-nt-", "- nt -", '"', "''", "″", "”", "“", "//", "nhu tren", "-//-", '-"-'}
YES, NO = {"x", "co", "yes", "v", "1", "✓", "✔"}, {"", "khong", "-", "–", "0"}
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2,4})", re.ASCII)
_BORN = DateField()
NBSP = {0x00A0: " "}


def text_of(cell: Cell) -> str:
    """As a person reads the cell: a whole number without ".0", a date dd/mm/yyyy."""
    value = cell.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else clean(value)


def is_ditto(text: str) -> bool:
    return fold(text) in DITTO or text in DITTO


def day_of(cell: Cell) -> date | None:
    """A real date, or 5/3/1980, 05.03.1980, 5-3-1980 as text: day first, as everybody here writes."""
    if isinstance(cell.value, date):
        return _bounded(cell.value)
    text = text_of(cell)
    if not text:
        return None
    if re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        raise ValueError(_("mới có năm %(year)s; cần đủ ngày, tháng, năm") % {"year": text})
    if isinstance(cell.value, Decimal):
        raise ValueError(_("ngày đang ghi thành số %(text)s; vui lòng định dạng lại ô thành ngày") % {"text": text})
    parts = _DAY.fullmatch(text)
    if parts is None:
        raise ValueError(_("“%(text)s” không phải ngày/tháng/năm") % {"text": text[:40]})
    if len(parts[3]) != 4:
        raise ValueError(_("“%(text)s”: năm cần ghi đủ bốn chữ số") % {"text": text})
    try:
        day = date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError as error:
        raise ValueError(_("“%(text)s” không có trong lịch") % {"text": text}) from error
    return _bounded(day)


def _bounded(day: date) -> date:
    try:
        return _BORN.to_python(day)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error


def year_of(cell: Cell) -> int | None:
    """The year where a cell holds nothing more."""
    text = text_of(cell)
    return int(text) if re.fullmatch(r"(19|20)\d\d", text, re.ASCII) else None


def mark_of(cell: Cell) -> bool:
    """x or Có; empty or Không."""
    if fold(text_of(cell)) in YES or text_of(cell) in YES:
        return True
    if fold(text_of(cell)) in NO or text_of(cell) in NO:
        return False
    raise ValueError(_("“%(text)s” không phải dấu x, “Có” hoặc “Không”") % {"text": text_of(cell)[:40]})
