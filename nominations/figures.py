"""Reading one figure as people write it: "trên 30", "1,2 triệu đồng", "05/12", "60 trong 3 năm". Pure.

Nothing is guessed: what can be read in two ways is said to be unclear, with the reason, and is not compared.
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from criteria.numbers import shown
from nominations.periods import Bound, UnclearError, days_in, years_in
from portal.text import clean

MONEY, PERCENT = "đồng", "%"


@dataclass(frozen=True)
class Figure:
    """What was understood. Without `value` and `days` it is words only; `unclear` says why it cannot be compared."""

    text: str
    value: Fraction | None = None  # in `unit`; of the whole period
    upper: Fraction | None = None  # the end of a range
    bound: Bound = Bound.EXACT
    unit: str = ""
    named: bool = False  # the unit stands in the text itself
    whole: Fraction | None = None  # the joint total that `value` is one's own part of
    years: Fraction = Fraction(1)
    change: str = ""  # "tăng" or "giảm": a change, not a level
    days: tuple[date, date] | None = None  # a date; first and last where only the month is told
    unclear: str = ""

    @property
    def yearly(self) -> Fraction:
        """The share of one year; a percentage is the same in each."""
        return self.value if self.unit == PERCENT else self.value / self.years

    @property
    def words(self) -> str:
        """How it was understood: "trên 150", "20 mỗi năm (60 trong 03 năm)"."""
        if self.days:
            first, last = self.days
            day = f"{last:%d/%m/%Y}" if first == last else f"{last:%m/%Y}"
            return _("trước %(day)s") % {"day": day} if self.bound is Bound.UNDER else day
        if self.value is None:
            return self.text
        number = self._amount(self.yearly)
        if self.upper is not None:
            ends = {"low": written(self.yearly), "high": self._amount(self.upper * self.yearly / self.value)}
            return _("từ %(low)s đến %(high)s") % ends
        if self.whole is not None:
            number = _("%(part)s trong tổng số chung %(whole)s") % {"part": number, "whole": written(self.whole)}
        before = " ".join(part for part in (self.change, _BOUND_WORDS[self.bound]) if part)
        number = f"{before} {number}".strip()
        if self.years == 1 or self.unit == PERCENT:
            return number
        period = {"year": number, "all": self._amount(self.value), "n": written(self.years)}
        return _("%(year)s mỗi năm (%(all)s trong %(n)s năm)") % period

    def _amount(self, value: Fraction) -> str:
        if self.unit == PERCENT:
            return f"{written(value, pad=False)}%"
        return f"{written(value)} {self.unit}" if self.unit and (self.named or self.unit == MONEY) else written(value)


_BOUND_WORDS = {
    Bound.EXACT: "",
    Bound.ABOUT: "khoảng",
    Bound.OVER: "trên",
    Bound.LEAST: "ít nhất",
    Bound.UNDER: "dưới",
    Bound.MOST: "không quá",
}


def read(text: str, *, measure: str = "", year: int | None = None) -> Figure:
    """`measure`: the unit where the text names none. `year`: whose figure it is to be; None: of any year.

    Never raises, whatever the text.
    """
    try:
        return _read(clean(text), measure, year)
    except UnclearError as why:
        return Figure(clean(text), unclear=str(why))


def written(value: Fraction, *, pad: bool = True) -> str:
    """02; 1.234,5 – at most two decimals."""
    if value.denominator == 1:
        padded = pad and 0 < value < 10
        return f"0{value}" if padded else f"{value.numerator:,}".replace(",", ".")
    whole, part = shown(value, 2).split(",")
    return f"{int(whole):,}".replace(",", ".") + (f",{part}".rstrip("0").rstrip(","))


_SPACED = r"(?<![0-9.,/])[0-9]{1,3}(?: [0-9]{3})+(?![0-9.,/])"  # 1 200 000


def _read(text: str, measure: str, year: int | None) -> Figure:
    words = re.sub(_SPACED, lambda spaced: spaced[0].replace(" ", ""), text.lower())
    words, days, bound = days_in(words, year)
    words, years = years_in(words, year)
    if not re.search(r"[0-9]", words):
        return Figure(text, days=days, bound=bound)
    return _amount(text, words, years, measure)


# -- amounts ---------------------------------------------------------------------------------------------------

_N = r"(?<![\w.,/])([0-9]+(?:[.,][0-9]+)*)"
_JOINT = re.compile(
    _N + r"(?P<of>[^0-9(),;]{0,30}?)\s*\(?\s*(?:/|trong tổng số|trên tổng số|trong số|trên)(?:\s*chung)?\s*"
    r"([0-9]+(?:[.,][0-9]+)*)\)?"
)
_RANGE = re.compile(_N + r"(?P<of>[^0-9(),;]{0,30}?)\s*(?:-|–|—|đến|tới)\s*([0-9]+(?:[.,][0-9]+)*)")
_FROM_TO = re.compile(r"từ\s*" + _N + r"[^0-9(),;]{0,30}?(?P<way>lên|xuống)(?: còn)?(?: trên| dưới)?\s*(?=[0-9])")
_FILLER = r"\s*(?:có|là|được|đạt)?\s*$"
_BEFORE = (
    (Bound.LEAST, r"(?:ít nhất|tối thiểu|không dưới|không ít hơn|không thấp hơn|đạt từ|từ|≥|>=|=>)"),
    (Bound.MOST, r"(?:không quá|không vượt quá|không vượt|không hơn|không trên|tối đa|nhiều nhất|≤|<=|=<)"),
    (Bound.MOST, r"(?:xuống còn|giảm còn|giảm xuống|rút còn|chỉ còn|còn)"),
    (Bound.UNDER, r"(?:dưới|nhỏ hơn|ít hơn|thấp hơn|gần|chưa đến|chưa tới|chưa đạt|chưa quá|<)"),
    (Bound.OVER, r"(?:trên|hơn|lớn hơn|nhiều hơn|cao hơn|vượt|quá|>)"),
    (Bound.ABOUT, r"(?:khoảng|chừng|xấp xỉ|~|≈)"),
)


def _amount(text: str, words: str, years: Fraction, measure: str) -> Figure:
    lowered = None
    if found := _FROM_TO.search(words):  # "từ 71,4% lên 86,2%": what it came to
        lowered = found["way"] == "xuống"
        words = words[found.end() :]
    whole = upper = None
    if found := _outside(_JOINT, words):
        whole = _number(found[3])
    elif found := _outside(_RANGE, words):
        upper = _number(found[3])
    else:
        found = _only_number(words)
    before, after = words[: found.start()], words[found.end() :]
    if whole or upper:
        if re.search(r"[0-9]", re.sub(r"\([^)]*\)", "", before + after)):
            raise UnclearError(_("có nhiều số nên không rõ số nào"))
        after = found["of"] if found["of"].strip() else after
    value = _number(found[1])
    bound, after = _bound(before, after)
    scale, unit, named = _unit_of(after, measure)
    if whole is not None:
        if whole == 0 or value > whole:
            raise UnclearError(_("phần riêng lớn hơn tổng số chung"))
        if unit == PERCENT:
            value, whole = 100 * value / whole, None
    if upper is not None and (not 0 < value < upper or bound not in (Bound.EXACT, Bound.LEAST)):
        raise UnclearError(_("khoảng số không rõ"))
    return Figure(
        text,
        value=value * scale,
        upper=None if upper is None else upper * scale,
        bound=Bound.MOST if lowered else bound,
        unit=unit,
        named=named,
        whole=None if whole is None else whole * scale,
        years=years,
        change="" if upper or lowered is not None else _change(before),
    )


def _bare(words: str) -> str:
    """Without what stands in brackets: a remark, unless there is no number elsewhere."""
    bare = re.sub(r"\([^)]*\)", lambda remark: " " * len(remark[0]), words)
    return bare if re.search(_N, bare) else words


def _outside(pattern: re.Pattern, words: str) -> re.Match | None:
    """Found, and not in a remark."""
    bare = _bare(words)
    return next((found for found in pattern.finditer(words) if bare[found.start()] == words[found.start()]), None)


def _only_number(words: str) -> re.Match:
    if re.search(r"(?<!\w)[-−][0-9]", words):
        raise UnclearError(_("có số âm"))
    found = list(re.finditer(_N, _bare(words)))
    if len(found) != 1:
        raise UnclearError(_("có nhiều số nên không rõ số nào") if found else _("số viết liền với chữ"))
    return found[0]


def _number(raw: str) -> Fraction:
    """Dots between thousands, decimal comma. "1,234" may be either: unclear."""
    if len(raw) > 20:
        raise UnclearError(_("số quá dài"))
    if re.fullmatch(r"[0-9]{1,12}|[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]{1,6})?", raw):
        return Fraction(raw.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[0-9]{1,12},[0-9]{1,6}", raw) and not re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", raw):
        return Fraction(raw.replace(",", "."))
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,2}|0\.[0-9]{1,6}", raw):
        return Fraction(raw)
    raise UnclearError(_("không rõ dấu chấm, dấu phẩy trong “%(raw)s”") % {"raw": raw})


def _bound(before: str, after: str) -> tuple[Bound, str]:
    """What the words around the number say; without the words that said it behind."""
    if found := re.search(r"\s*(?:trở lên|trở xuống)|^\s*\+", after):
        bound = Bound.MOST if "xuống" in found[0] else Bound.LEAST
        return bound, after[: found.start()] + after[found.end() :]
    for bound, pattern in _BEFORE:
        if re.search(rf"(?<!\w){pattern}{_FILLER}", before):
            return bound, after
    if re.search(r"\b(?:không|chưa)\b", before):
        raise UnclearError(_("có chữ “không”, “chưa” trước con số"))
    return Bound.EXACT, after


def _change(before: str) -> str:
    found = re.search(r"\b(tăng|giảm)\b(?! (?:còn|xuống))", before)
    return found[1] if found else ""


_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "trđ": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALED = re.compile(r"^\s*(nghìn|ngàn|triệu|trđ|tr|tỷ|tỉ)\b")
_MONEY = re.compile(r"^\s*(?:đồng(?! chí| bào| nghiệp| đội)|vnđ|vnd|đ)\b")


def _unit_of(after: str, measure: str) -> tuple[int, str, bool]:
    """(what to multiply by, unit, whether the text itself names it)."""
    scale, unit = _unit(after)
    if unit:
        return scale, unit, True
    usual_scale, usual = _unit(measure.lower())
    if scale == 1:
        return usual_scale, usual, False
    return scale, usual or MONEY, False


def _unit(words: str) -> tuple[int, str]:
    scale = 1
    if found := _SCALED.match(words):
        scale, words = _SCALES[found[1]], words[found.end() :]
        if found[1] == "trđ":
            return scale, MONEY
    if _MONEY.match(words):
        return scale, MONEY
    if re.match(r"\s*(?:%|phần trăm)", words):
        return scale, PERCENT
    return scale, " ".join(re.split(r"[,;.():]", words)[0].split())
