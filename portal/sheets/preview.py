"""What a file would do, row by row with the sheet's own numbers: `preview` is a dry run, `apply` the same for real."""

import hashlib
import json
import logging
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.exceptions import ImportError as RowError
from import_export.results import RowResult
from openpyxl.utils import get_column_letter
from tablib import Dataset

from portal.models import User
from portal.sheets import legacy
from portal.sheets.cells import Sheet
from portal.sheets.kinds import Kind
from portal.sheets.reading import Book, Name
from portal.sheets.resource import LEAVE, Doubt, LeftOut, Question
from portal.sheets.table import Found, Line, columns_with_text, plain, recognise

logger = logging.getLogger(__name__)

ADDED, CHANGED, SAME, REFUSED, WAITS, LEFT = "added", "changed", "same", "refused", "waits", "left"
TAKE, KEEP, ALL_REFUSED = "take", "keep", "refused"
_VERDICTS = {
    RowResult.IMPORT_TYPE_NEW: ADDED,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: SAME,
}
# Heads of what an import never sets: roles, accounts, states. They are said apart from what is merely not kept.
_RIGHTS = ("quyen", "vai tro", "tai khoan", "ten dang nhap", "mat khau", "trang thai", "tinh trang", "user", "role")


@dataclass(frozen=True)
class Row:
    number: int
    who: str
    verdict: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Preview:
    """`trouble`: why nothing could be read. While questions of the file wait, no row has been looked at."""

    trouble: str = ""
    of_file: list[Question] = field(default_factory=list)
    of_rows: list[Question] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[Question]:
        return self.of_file + self.of_rows

    def of(self, verdict: str) -> list[Row]:
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def waiting(self) -> int:
        return sum(question.waits for question in self.questions)

    @property
    def changes_something(self) -> bool:
        return any(row.verdict in (ADDED, CHANGED) for row in self.rows)

    @property
    def ready(self) -> bool:
        return not self.trouble and not self.waiting and self.changes_something

    @cached_property
    def mark(self) -> str:
        """Of all that was shown: another mark means that something has changed since."""
        told = [[row.number, row.verdict, row.changes, row.reasons] for row in self.rows]
        given = [[question.name, question.given] for question in self.questions]
        return hashlib.sha256(json.dumps([told, given], ensure_ascii=False).encode()).hexdigest()


def preview(kind: Kind, content: BinaryIO, *, asked: dict, given: dict, by: User) -> Preview:
    found = Preview()
    try:
        table = _table(kind, Book(content), given, found)
    except ValidationError as error:
        found.trouble = error.messages[0]
        return found
    if table is not None:
        _look_at_rows(kind, table, found, asked=asked, given=given, by=by)
    return found


def apply(kind: Kind, content: BinaryIO, numbers: set[int], *, asked: dict, given: dict, by: User) -> None:
    """Write the rows of these numbers. Raises whatever the first one that fails raises."""
    table = _table(kind, Book(content), given, Preview())
    table.lines = [line for line in table.lines if line.number in numbers]
    resource = kind.resource(asked=asked, given=given, by=by)
    try:
        resource.import_data(_dataset(table), raise_errors=True, use_transactions=True)
    except RowError as error:
        raise error.error from error


# -- the file ----------------------------------------------------------------------------------------------------


def _table(kind: Kind, book: Book, given: dict, found: Preview) -> Found | None:
    """The table, once everything about the file is settled; the questions and what is not read go to `found`."""
    name = _sheet(book, given, found)
    if name is None:
        return None
    sheet = book.read(name)
    encodings = _encodings(sheet, given, found)
    if encodings is None:
        return None
    table = recognise(sheet, kind.columns, encodings)
    if not table.lines:
        raise ValidationError(_("Dưới đầu bảng không có dòng nào để nhập."))
    if not _hidden(kind, table, given, found):
        return None
    _say_what_is_not_read(book, table, found)
    return table


def _sheet(book: Book, given: dict, found: Preview) -> Name | None:
    names = book.visible
    if not names:
        raise ValidationError(_("Tệp không có trang tính nào đang hiện. Vui lòng bỏ ẩn trang cần nhập rồi lưu lại."))
    if len(names) == 1:
        return names[0]
    choices = [(str(name.index), name.title) for name in names]
    words = _("Tệp có %(n)02d trang tính; mỗi lần nhập một trang.") % {"n": len(names)}
    question = Question("sheet", _("Trang tính"), words, choices, given.get("sheet", ""))
    found.of_file.append(question)
    return None if question.waits else next(name for name in names if str(name.index) == question.given)


def _encodings(sheet: Sheet, given: dict, found: Preview) -> dict[int, str] | None:
    """Column → what it is converted from, as the officer said; None while that waits. Columns alike are asked once."""
    guesses = {
        column: (guess, len(cells)) for column, cells in columns_with_text(sheet) if (guess := legacy.guess(cells))
    }
    told: dict[int, str] = {}
    for encoding in dict.fromkeys(guess.encoding for guess, _count in guesses.values()):
        alike = {column: each for column, each in guesses.items() if each[0].encoding == encoding}
        example, _count = max(alike.values(), key=lambda each: each[1])
        question = _encoding_question(encoding, list(alike), example, given)
        found.of_file.append(question)
        told |= dict.fromkeys(alike, question.given)
    waits = any(question.waits for question in found.of_file)
    return None if waits else {column: each for column, each in told.items() if each != KEEP}


def _encoding_question(encoding: str, columns: list[int], example: legacy.Guess, given: dict) -> Question:
    letters = ", ".join(map(get_column_letter, columns))
    words = _("Cột %(letters)s có vẻ viết bằng bảng mã %(name)s. Ví dụ: “%(before)s” đọc thành “%(after)s”.")
    told = {"letters": letters, "name": legacy.NAMES[encoding], "before": example.before[:60]}
    return Question(
        f"encoding-{encoding}",
        _("Bảng mã của chữ"),
        words % (told | {"after": example.after[:60]}),
        [(each, _("Chuyển từ %(name)s") % {"name": name}) for each, name in legacy.NAMES.items()]
        + [(KEEP, _("Giữ nguyên như trong tệp"))],
        given.get(f"encoding-{encoding}", ""),
        suggested=encoding,
    )


def _hidden(kind: Kind, table: Found, given: dict, found: Preview) -> bool:
    """Hidden rows and columns are said and asked about. Whether it is settled."""
    numbers = [line.number for line in table.lines if line.hidden]
    labels = {each.key: each.label for each in kind.columns}
    columns = [labels[key] for key in table.hidden_columns]
    if not numbers and not columns:
        return True
    parts = [_("%(n)02d dòng ẩn (%(rows)s)") % {"n": len(numbers), "rows": in_words(numbers)}] if numbers else []
    parts += [_("cột ẩn: %(columns)s") % {"columns": ", ".join(columns)}] if columns else []
    choices = [(TAKE, _("Nhập cả phần đang ẩn")), (LEAVE, _("Bỏ qua phần đang ẩn"))]
    question = Question(
        "hidden",
        _("Phần đang ẩn"),
        _("Tệp có %(what)s.") % {"what": "; ".join(parts)},
        choices,
        given.get("hidden", ""),
    )
    found.of_file.append(question)
    if question.given == LEAVE:
        table.aside += [(number, _("dòng ẩn")) for number in numbers]
        table.lines = [line for line in table.lines if not line.hidden]
        _drop(table, table.hidden_columns)
    return not question.waits


def _drop(table: Found, keys: list[str]) -> None:
    for key in keys:
        table.columns.pop(key)
        for line in table.lines:
            line.cells.pop(key, None)


def _say_what_is_not_read(book: Book, table: Found, found: Preview) -> None:
    rights = [head for head in table.unknown if any(word in plain(head) for word in _RIGHTS)]
    others = [head for head in table.unknown if head not in rights]
    if rights:
        found.notes.append(
            _("Không đọc cột %(heads)s: nhập từ Excel không giao quyền, không đổi tài khoản hay trạng thái.")
            % {"heads": ", ".join(f"“{head}”" for head in rights)}
        )
    if others:
        found.notes.append(
            _("Không đọc cột %(heads)s: cổng không lưu nội dung này.")
            % {"heads": ", ".join(f"“{head}”" for head in others)}
        )
    hidden = [name.title for name in book.names if name.hidden]
    if hidden:
        found.notes.append(_("Không đọc trang tính ẩn: %(names)s.") % {"names": ", ".join(hidden)})
    for why in dict.fromkeys(why for _number, why in table.aside):
        numbers = [number for number, each in table.aside if each == why]
        found.notes.append(_("Không phải dữ liệu (%(why)s): dòng %(rows)s.") % {"why": why, "rows": in_words(numbers)})


def in_words(numbers: list[int]) -> str:
    """2, 5–9, 12."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


# -- the rows ----------------------------------------------------------------------------------------------------


def _dataset(table: Found) -> Dataset:
    keys = list(table.columns)
    dataset = Dataset(headers=["line", *keys])
    for line in table.lines:
        dataset.append([line, *(line.cells[key] for key in keys)])
    return dataset


def _look_at_rows(kind: Kind, table: Found, found: Preview, *, asked: dict, given: dict, by: User) -> None:
    resource = kind.resource(asked=asked, given=given, by=by)
    result = resource.import_data(_dataset(table), dry_run=True)
    found.rows = [_row(resource, *each) for each in zip(table.lines, result.rows, strict=True)]
    found.of_rows = resource.questions
    refused = found.of(REFUSED)
    if not refused:
        return
    words = _("Có %(n)02d dòng không nhận được (xem bên dưới). Sửa trong tệp rồi tải lại, hoặc để ngoài.")
    question = Question(
        ALL_REFUSED,
        _("Các dòng không nhận được"),
        words % {"n": len(refused)},
        [(LEAVE, _("Để ngoài tất cả các dòng này"))],
        given.get(ALL_REFUSED, ""),
    )
    found.of_rows.append(question)


def _row(resource, line: Line, result: RowResult) -> Row:
    who = (line.text("name") or line.text("subject"))[:80]
    if result.errors:
        error = result.errors[0].error
        logger.error("Row %s of a spreadsheet could not be read: %r", line.number, error, exc_info=error)
        return Row(line.number, who, REFUSED, reasons=[_("Chưa đọc được dòng này. Vui lòng kiểm tra lại các ô.")])
    if error := result.validation_error:
        verdict = WAITS if isinstance(error, Doubt) else LEFT if isinstance(error, LeftOut) else REFUSED
        return Row(line.number, who, verdict, reasons=list(error.messages))
    verdict = _VERDICTS[result.import_type]
    if verdict == SAME:
        return Row(line.number, who, verdict)
    original = result.original if verdict == CHANGED else None
    return Row(line.number, who, verdict, resource.changes(original, result.instance, result.row_values))
