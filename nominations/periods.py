"""The days and periods that stand in a figure: "trước 30/11/2025", "trong 3 năm", "(giai đoạn 2023 - 2025)". Pure."""

import re
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from django.utils.translation import gettext as _


class Bound(Enum):
    """How a number (or a day) bounds what is meant; the last two: the lower the better."""

    EXACT, ABOUT, OVER, LEAST, UNDER, MOST = range(6)


class UnclearError(Exception):
    """What is written can be read in two ways, or in none."""


_BY = r"(?P<by>trước ngày|trước tháng|trước|ngày|đến ngày|tháng)?\s*"
_DAY_PATTERNS = (
    _BY + r"\b(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})\b",
    _BY + r"\b(?P<d>[0-9]{1,2})\s+tháng\s+(?P<m>[0-9]{1,2})\s+năm\s+(?P<y>[0-9]{4})\b",
    _BY + r"\b(?P<m>[0-9]{1,2})/(?P<y>(?:19|20)[0-9]{2})\b",
    r"(?P<by>trước ngày|trước|ngày)\s*(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?![0-9/])",
)


def days_in(words: str, year: int | None) -> tuple[str, tuple[date, date] | None, Bound]:
    """A date is taken out of the words: beside a number it only says by when."""
    for pattern in _DAY_PATTERNS:
        found = re.search(pattern, words)
        if not found:
            continue
        parts = found.groupdict()
        if not (parts.get("y") or year):
            raise UnclearError(_("ngày không ghi năm"))
        days = _first_and_last(int(parts.get("y") or year), int(parts["m"]), parts.get("d"))
        rest = words[: found.start()] + " " + words[found.end() :]
        if any(re.search(each, rest) for each in _DAY_PATTERNS):
            raise UnclearError(_("ghi nhiều ngày nên không rõ ngày nào"))
        return rest, days, Bound.UNDER if (parts["by"] or "").startswith("trước") else Bound.EXACT
    return words, None, Bound.EXACT


def _first_and_last(year: int, month: int, day: str | None) -> tuple[date, date]:
    try:
        if day:
            return (date(year, month, int(day)),) * 2
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError as error:
        raise UnclearError(_("ngày không có trong lịch")) from error


_YEAR = r"((?:19|20)[0-9]{2})"
_TO = r"\s*(?:-|–|—|đến)\s*(?:năm\s*)?"
_PERIODS = (rf"\(?(?:giai đoạn|từ năm|các năm|năm)\s*{_YEAR}{_TO}{_YEAR}\)?", rf"\(\s*{_YEAR}{_TO}{_YEAR}\s*\)")


def years_in(words: str, year: int | None) -> tuple[str, Fraction]:
    """How many years the figure counts: of a longer period the year's share is said."""
    for pattern in _PERIODS:
        if found := re.search(pattern, words):
            first, last = int(found[1]), int(found[2])
            if first > last or (year and not first <= year <= last):
                raise UnclearError(_("giai đoạn %(first)s - %(last)s không có năm xét") % _ends(first, last))
            return words.replace(found[0], " "), Fraction(last - first + 1)
    if found := re.search(r"(?:trong vòng|trong|cả|/)\s*([0-9]{1,2})\s*(năm|tháng)\b(?! (?:19|20))", words):
        years = Fraction(int(found[1]), 1 if found[2] == "năm" else 12)
        if years < 1:
            raise UnclearError(_("số của một khoảng ngắn hơn một năm"))
        return words.replace(found[0], " "), years
    for found in re.finditer(rf"(?:trong |của )?(?:năm|quý [ivx1-4]+/) ?{_YEAR}\b", words):
        if year and int(found[1]) != year:
            raise UnclearError(_("ghi số của năm %(year)s") % {"year": found[1]})
        words = words.replace(found[0], " ")
    return re.sub(r"(?:trong|mỗi|hằng|hàng|một|/)\s*năm\b", " ", words), Fraction(1)


def _ends(first: int, last: int) -> dict[str, int]:
    return {"first": first, "last": last}
