"""Reads TOML key by key, finds every fault in one reading, and says in Vietnamese what is wrong on which line."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from criteria.numbers import shown_exactly
from criteria.vocabulary import Labelled

REQUIRED: Any = object()
SHORT, LONG = 200, 4000  # characters
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

Place = tuple[str | int, ...]  # ("criterion", 3, "points")
Word = TypeVar("Word", bound=Labelled)


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    text: str

    def __str__(self) -> str:
        return f"Dòng {self.line}: {self.text}"


class PlanFileError(ValueError):
    """The file is wrong. Its text is one sentence a problem, in the order of the lines."""

    def __init__(self, problems: list[Problem]):
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects what is wrong at which place; lines are looked up only when there is something to say."""

    def __init__(self, source: str):
        self._source = source
        self._found: list[tuple[Place, str]] = []

    def add(self, place: Place, text: str) -> None:
        self._found.append((place, text))

    def raise_if_any(self) -> None:
        if self._found:
            lines = lines_of_keys(self._source)
            raise PlanFileError([Problem(line_of(place, lines), text) for place, text in self._found])


def line_of(place: Place, lines: dict[Place, int]) -> int:
    """The line of a place, or of the nearest thing around it that begins a line."""
    while place not in lines:
        place = place[:-1]
    return lines[place]


def lines_of_keys(source: str) -> dict[Place, int]:
    """Which line each table and key of a valid document begins on."""
    lines: dict[Place, int] = {(): 1}
    seen: Counter[Place] = Counter()
    table: Place = ()
    for number, text, statement in statements(source):
        if text.lstrip().startswith("["):
            table = header_place(statement, seen)
            lines[table] = number
        else:
            lines |= {table + place: number for place in key_places(statement)}
    return lines


def statements(source: str) -> Iterator[tuple[int, str, dict]]:
    """Line, text and value of each statement. In a valid document it ends with the first line that makes it parse."""
    begun, text = 1, ""
    for number, line in enumerate(source.split("\n"), start=1):
        text = f"{text}\n{line}" if text else line
        try:
            statement = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        yield begun, text, statement
        begun, text = number + 1, ""


def header_place(header: dict, seen: Counter[Place]) -> Place:
    """[plan] is ("plan",); the third [[criterion]] is ("criterion", 2)."""
    place: Place = ()
    value: Any = header
    while value:
        ((key, value),) = value.items()
        place += (key,)
        if isinstance(value, list):
            seen[place] += 1
            value = value[0]
        if place in seen:
            place += (seen[place] - 1,)
    return place


def key_places(statement: dict) -> Iterator[Place]:
    for key, value in statement.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *rest) for rest in key_places(value))


class Table:
    """One table of the file. A faulty value is noted and a harmless one returned, so that reading goes on."""

    def __init__(self, values: dict, place: Place, problems: Problems):
        self._values, self._place, self._problems = values, place, problems
        self._asked: set[str] = set()

    def wrong(self, key: str, text: str) -> None:
        self._problems.add((*self._place, key), text)

    def has(self, key: str) -> bool:
        return key in self._values

    def raw(self, key: str, default: Any = REQUIRED) -> Any:
        self._asked.add(key)
        if key not in self._values and default is REQUIRED:
            self.wrong(key, f"thiếu mục “{key}”.")
            return None
        return self._values.get(key, default)

    def close(self) -> None:
        """Notes the keys nobody has asked for."""
        for key in self._values.keys() - self._asked:
            self.wrong(key, f"không có mục nào tên là “{key}”.")

    def text(self, key: str, *, limit: int = SHORT, may_be_empty: bool = False) -> str:
        value = self.raw(key, "" if may_be_empty else REQUIRED)
        if value is not None:
            return self._checked_text(key, value, limit, may_be_empty)
        return ""

    def _checked_text(self, key: str, value: Any, limit: int, may_be_empty: bool) -> str:
        if not isinstance(value, str):
            self.wrong(key, f"mục “{key}” phải là chữ đặt trong dấu ngoặc kép.")
            return ""
        value = value.strip()
        if not value and not may_be_empty:
            self.wrong(key, f"mục “{key}” không được để trống.")
        if len(value) > limit:
            self.wrong(key, f"mục “{key}” dài quá {limit} ký tự.")
        if HIDDEN.search(value):
            self.wrong(key, f"mục “{key}” có ký tự ẩn không đọc được.")
        return value

    def code(self, key: str) -> str:
        value = self.text(key)
        if value and not CODE.fullmatch(value):
            self.wrong(key, f"mục “{key}” chỉ gồm chữ không dấu, số, dấu chấm, gạch nối; không quá 20 ký tự.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.raw(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"mục “{key}” phải là true hoặc false.")
            return default
        return value

    def whole(self, key: str, low: int, high: int) -> int:
        """0 where it is wrong."""
        value = self.raw(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(key, f"mục “{key}” phải là số nguyên từ {low} đến {high}.")
            return 0
        return value

    def number(self, key: str, low: Decimal, high: Decimal, places: int) -> Decimal:
        """An exact number within the bounds, with so many decimals at most."""
        value = self.raw(key)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            self.wrong(key, f"mục “{key}” phải là một số.")
        elif not low <= value <= high:
            self.wrong(key, f"mục “{key}” phải từ {shown_exactly(low)} đến {shown_exactly(high)}.")
        elif -Decimal(value).as_tuple().exponent > places:
            self.wrong(key, f"mục “{key}” chỉ được có tối đa {places} chữ số sau dấu phẩy.")
        else:
            return Decimal(value)
        return low

    def word(self, key: str, words: type[Word]) -> Word | None:
        value = self.raw(key)
        return None if value is None else self._known(key, value, words)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        found = (self._known(key, value, words) for value in self.list_of_texts(key, REQUIRED))
        return tuple(word for word in found if word)

    def _known(self, key: str, value: Any, words: type[Word]) -> Word | None:
        if value in list(words):
            return words(value)
        known = ", ".join(f"“{word}”" for word in words)
        self.wrong(key, f"mục “{key}” có giá trị “{value}” không dùng được; chỉ dùng {known}.")
        return None

    def list_of_texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        value = self.raw(key, default)
        if value is None or value == ():
            return ()
        if not isinstance(value, list):
            self.wrong(key, f"mục “{key}” phải là một danh sách trong dấu ngoặc vuông.")
            return ()
        texts = tuple(self._checked_text(key, item, LONG, may_be_empty=False) for item in value)
        for repeated in (text for text, times in Counter(texts).items() if text and times > 1):
            self.wrong(key, f"mục “{key}” ghi “{repeated}” nhiều lần.")
        return tuple(dict.fromkeys(texts))

    def table(self, key: str) -> "Table":
        value = self.raw(key)
        if isinstance(value, dict):
            return Table(value, (*self._place, key), self._problems)
        if value is not None:
            self.wrong(key, f"“{key}” phải là một bảng, viết [{key}].")
        return Table({}, (), Problems(""))  # its keys are not missed one by one

    def tables(self, key: str) -> list["Table"]:
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"“{key}” phải là danh sách các bảng, có ít nhất một bảng.")
            return []
        return [Table(item, (*self._place, key, n), self._problems) for n, item in enumerate(value)]
