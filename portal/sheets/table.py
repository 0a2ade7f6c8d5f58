"""The school's usual sheet, recognised: where the head stands, what its columns are, which rows are people.

Above the table stand rows of heading; the head has one or two rows with merged cells and perhaps a row (1)(2)(3);
group rows ("I. Khoa …") give the unit of those below them; totals and signatures follow (domain 4). Pure functions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.sheets.cells import Cell, Sheet
from portal.sheets.legacy import TCVN3, VNI, convert
from portal.sheets.values import is_ditto, text_of
from portal.text import fold

HEAD_WITHIN = 60  # rows
NUMBER = ("stt", "tt", "so tt", "so thu tu", "so")
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*\)?", re.ASCII | re.IGNORECASE)
_GROUP_NUMBER = re.compile(r"^\s*([IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)/:\-]\s*", re.ASCII)
_COUNTED = re.compile(r"\s*[(:]\s*\d+\s*(người|đồng chí|đ/c|cán bộ|cá nhân|tập thể)?\s*[.)]?\s*$", re.IGNORECASE)
_TOTAL = re.compile(r"tong (cong|so)\b.*|(tong|cong)\s*([:(\d].*)?")
_SIGNED = re.compile(
    r".*\bngay\b.*\bthang\b.*\bnam\b.*|(nguoi (lap|tong hop)|noi nhan|thu truong|t/m|tm|kt|xac nhan)\b.*"
)
_SECTIONS = ("tap the", "ca nhan", "mo hinh")
EVERYWHERE = {"name", "birth", "birth_male", "birth_female"}  # never taken from the row above


@dataclass(frozen=True)
class Known:
    """A column that a kind of import reads: its head in our template, and how else schools write it."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    offered: bool = True  # whether the template to download has it

    @property
    def heads(self) -> set[str]:
        return {plain(self.label), *self.also}


def plain(text: str) -> str:
    """A head as it is compared: no diacritics, signs or remarks in brackets."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"\(.*?\)", " ", fold(text))).split())


@dataclass(frozen=True)
class Line:
    """One row of the table. `group`: the group row above it; `cells` by column key, dittos and merges filled in."""

    number: int
    cells: dict[str, Cell]
    group: str = ""
    hidden: bool = False

    def text(self, key: str) -> str:
        return text_of(self.cells.get(key, Cell()))


@dataclass
class Found:
    """`columns`: key → column. `unknown`: heads that are not read. `aside`: [(row, why)] left out."""

    columns: dict[str, int]
    unknown: list[str]
    lines: list[Line] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)


def recognise(sheet: Sheet, known: tuple[Known, ...], encodings: dict[int, str]) -> Found:
    """Raises ValidationError when no table's head is found. `encodings`: column → what it is converted from."""
    rows = _filled(sheet)
    heads = {head: each.key for each in known for head in each.heads}
    top, bottom, columns, unknown = _head(rows, sheet, heads)
    if top is None:
        raise ValidationError(
            _(
                "Không tìm thấy bảng: cần một dòng đầu bảng có “STT” và “Họ và tên” (hoặc “Tên tập thể”, “Đơn vị”). "
                "Vui lòng sửa lại đầu bảng, hoặc dùng tệp mẫu."
            ),
            "head",
        )
    found = Found({key: column for column, key in columns.items()}, unknown)
    found.hidden_columns = [key for key, column in found.columns.items() if column in sheet.hidden_columns]
    _read_lines(found, {n: row for n, row in rows.items() if n > bottom}, sheet, encodings)
    return found


def _filled(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    """Every merged area filled with what stands in its first cell."""
    rows = {number: dict(row) for number, row in sorted(sheet.rows.items())}
    budget = 100_000
    for top, left, bottom, right in sheet.merges:
        first = sheet.rows.get(top, {}).get(left)
        area = max(0, bottom - top + 1) * max(0, right - left + 1)
        if first is None or area > budget:
            continue
        budget -= area
        for number in range(top, bottom + 1):
            row = rows.setdefault(number, {})
            for column in range(left, right + 1):
                row.setdefault(column, first)
    return dict(sorted(rows.items()))


# -- the head --------------------------------------------------------------------------------------------------


def _head(rows: dict, sheet: Sheet, heads: dict[str, str]) -> tuple[int | None, int, dict[int, str], list[str]]:
    for number in list(rows)[:HEAD_WITHIN]:
        for encoding in ("", TCVN3, VNI):
            texts = _texts(rows[number], encoding)
            numbered = any(text in NUMBER for text in texts.values())
            keys = {heads[text] for text in texts.values() if text in heads}
            if keys & {"name", "subject"} and (numbered or len(keys) > 1):
                return (number, *_columns(rows, sheet, number, heads, encoding))
            if "unit" in keys and numbered and "subject" in heads.values():  # a list of units names nobody else
                as_subject = {head: "subject" if key == "unit" else key for head, key in heads.items()}
                return (number, *_columns(rows, sheet, number, as_subject, encoding))
    return None, 0, {}, []


def _texts(row: dict[int, Cell], encoding: str) -> dict[int, str]:
    return {
        column: plain(convert(cell.value, encoding, cell.font) if isinstance(cell.value, str) else text_of(cell))
        for column, cell in row.items()
    }


def _columns(rows: dict, sheet: Sheet, top: int, heads: dict[str, str], encoding: str) -> tuple[int, dict, list[str]]:
    """The last row of the head, {column: key}, and the heads that nobody reads."""
    first = _texts(rows[top], encoding)
    spread = any(t <= top <= b and right > left for t, left, b, right in sheet.merges)
    below = _texts(rows.get(top + 1, {}), encoding)
    has_second = bool(below) and (spread or _only_heads(below, first, heads)) and not _numbering(rows.get(top + 1, {}))
    columns: dict[int, str] = {}
    unknown: list[str] = []
    for column in sorted(first.keys() | (below.keys() if has_second else set())):
        upper, lower = first.get(column, ""), below.get(column, "") if has_second else ""
        lower = "" if lower == upper else lower
        key = _key(upper, lower, heads)
        if key and key not in columns.values():
            columns[column] = key
        elif (text := lower or upper) and text not in NUMBER:
            unknown.append(_as_written(rows, column, top, has_second, encoding))
    bottom = top + (1 if has_second else 0)
    return bottom + (1 if _numbering(rows.get(bottom + 1, {})) else 0), columns, list(dict.fromkeys(unknown))


def _key(upper: str, lower: str, heads: dict[str, str]) -> str:
    if lower in ("nam", "nu") and "sinh" in upper:
        return "birth_male" if lower == "nam" else "birth_female"
    for text in (f"{upper} {lower}".strip(), lower, upper if not lower else ""):
        if text in heads:
            return heads[text]
    return ""


def _only_heads(below: dict[int, str], first: dict[int, str], heads: dict[str, str]) -> bool:
    texts = [text for column, text in below.items() if text and text != first.get(column)]
    return bool(texts) and all(text in heads or text in ("nam", "nu") for text in texts)


def _numbering(row: dict[int, Cell]) -> bool:
    texts = [text for cell in row.values() if (text := text_of(cell))]
    return len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts)


def _as_written(rows: dict, column: int, top: int, has_second: bool, encoding: str) -> str:
    cells = [rows.get(top + step, {}).get(column) for step in ((1, 0) if has_second else (0,))]
    return next((text_of(_converted(cell, encoding)) for cell in cells if cell and text_of(cell)), "")[:60]


# -- the rows --------------------------------------------------------------------------------------------------


def _read_lines(found: Found, rows: dict[int, dict[int, Cell]], sheet: Sheet, encodings: dict[int, str]) -> None:
    keys = {column: key for key, column in found.columns.items()}
    name_column = found.columns.get("name") or found.columns["subject"]
    group, above = "", {}
    for number, raw in rows.items():
        row = {column: _converted(cell, encodings.get(column, "")) for column, cell in raw.items()}
        texts = [text for _column, cell in sorted(row.items()) if (text := text_of(cell))]
        if not texts and not any(cell.trouble for cell in row.values()):
            continue
        what = _what(texts)
        if what == "signed":
            found.aside += [(each, _("phần ký, dưới bảng")) for each in rows if each >= number]
            return
        if what == "total":
            found.aside.append((number, _("dòng tổng cộng")))
        elif (named := _group(row, texts, keys, name_column)) is not None:
            group = named
            found.aside.append((number, _("dòng nhóm")))
        else:
            cells = {key: _own(key, row.get(column, Cell()), above) for column, key in keys.items()}
            above = cells
            found.lines.append(Line(number, cells, group, number in sheet.hidden_rows))


def _converted(cell: Cell, encoding: str) -> Cell:
    if encoding and isinstance(cell.value, str):
        return replace(cell, value=convert(cell.value, encoding, cell.font))
    return cell


def _own(key: str, cell: Cell, above: dict[str, Cell]) -> Cell:
    """A ditto is what the row above says; where nothing stands above, it says nothing."""
    if key in EVERYWHERE or not is_ditto(text_of(cell)):
        return cell
    return above.get(key) or Cell(trouble=_("ghi “như trên” nhưng dòng trên không có gì"))


def _what(texts: list[str]) -> str:
    first = next((fold(text) for text in texts if not text.isdigit()), "")
    if _TOTAL.fullmatch(first):
        return "total"
    unnumbered = bool(texts) and not texts[0].isdigit()
    if unnumbered and len(set(texts)) <= 3 and any(_SIGNED.fullmatch(fold(text)) for text in texts):
        return "signed"
    return ""


def _group(row: dict[int, Cell], texts: list[str], keys: dict[int, str], name_column: int) -> str | None:
    """The unit's name of a group row, "" for a section such as "A. TẬP THỂ"; None: no group row."""
    distinct = list(dict.fromkeys(texts))
    marked = [text for text in distinct if not _is_number_of_group(text)]
    if len(marked) != 1 or len(distinct) > 2:
        return None
    in_other = [c for c, key in keys.items() if c != name_column and text_of(row.get(c, Cell())) not in ("", *distinct)]
    numbered = len(distinct) == 2 or _GROUP_NUMBER.match(marked[0])
    spans = sum(text_of(cell) == marked[0] for cell in row.values()) > 1
    if in_other or not (numbered or spans or name_column not in row):
        return None
    title = _COUNTED.sub("", _GROUP_NUMBER.sub("", marked[0])).strip(" .:")
    return "" if plain(title).startswith(_SECTIONS) else title


def _is_number_of_group(text: str) -> bool:
    return re.fullmatch(r"([IVXLC]+|[A-ZĐ])[.)]?", text) is not None


def columns_with_text(sheet: Sheet) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """(column, [(text, font)]) of what may be in an old encoding."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in sheet.rows.values():
        for column, cell in row.items():
            if isinstance(cell.value, str) and not cell.value.isascii():
                found.setdefault(column, []).append((cell.value, cell.font))
    yield from sorted(found.items())
