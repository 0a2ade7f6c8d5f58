"""A promise beside its result: what share was reached, said in one sentence, drawn as bars. Pure, exact.

The form "Báo cáo thành tích" asks for "Mức đạt (%)" (plan IV.2: the year's end is measured against its beginning).
What cannot be compared is said so; both texts stand side by side all the same.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from django.utils.translation import gettext as _

from criteria.numbers import half_up
from nominations.figures import MONEY, PERCENT, Figure, read
from nominations.periods import Bound


class Outcome(Enum):
    REACHED, MISSED, UNKNOWN = "reached", "missed", "unknown"


@dataclass(frozen=True)
class Line:
    """One of last year, promise and result, as written. `bar`: whole per cent of the longest; None: not drawn."""

    label: str
    kind: str  # baseline | promised | achieved
    text: str
    bar: int | None = None


@dataclass(frozen=True)
class Comparison:
    """`share`: per cent of the promise, one decimal. None where nothing can be divided, or nothing compared."""

    promised: Figure
    achieved: Figure
    baseline: Figure
    outcome: Outcome
    share: Decimal | None
    sentence: str
    drawable: bool = False

    @property
    def share_words(self) -> str:
        """112,0"""
        return "" if self.share is None else str(self.share).replace(".", ",")

    @property
    def lines(self) -> list[Line]:
        """Side by side; with bars where they count the same."""
        lines = [
            Line(_("Phấn đấu"), "promised", self.promised.text),
            Line(_("Kết quả"), "achieved", self.achieved.text),
        ]
        if self.baseline.text:
            lines.insert(0, Line(_("Năm trước"), "baseline", self.baseline.text))
        if not self.drawable:
            return lines
        past = _aligned(self.baseline, self.promised)
        drawn = {"promised": self.promised.yearly, "achieved": self.achieved.yearly}
        if past.value is not None and not _unlike(past, self.promised):
            drawn["baseline"] = past.yearly
        longest = max(drawn.values()) or 1
        bars = {kind: int(half_up(100 * value / longest, 0)) for kind, value in drawn.items()}
        return [replace(line, bar=bars.get(line.kind)) for line in lines]


def compare(
    promised: str,
    achieved: str,
    baseline: str = "",
    measure: str = "",
    due: date | None = None,
    year: int | None = None,
) -> Comparison:
    """Texts as they were written; `measure` where a figure names no unit; `year`: the plan year they are to count."""
    hoped, done = (read(text, measure=measure, year=year) for text in (promised, achieved))
    before = read(baseline, measure=measure)
    hoped, done = _aligned(hoped, done), _aligned(done, hoped)
    if why := _why_not(hoped, done, due):
        return Comparison(hoped, done, before, Outcome.UNKNOWN, None, why)
    if done.days:
        return _by_date(hoped, done, before, due)
    lower = hoped.bound in (Bound.UNDER, Bound.MOST) or (hoped.value == 0 and hoped.bound is Bound.EXACT)
    if _direction_unclear(hoped, done, before):
        sentence = _(
            "Chưa so được: mức phấn đấu thấp hơn năm trước mà không ghi “ít nhất” hay “không quá”, nên không rõ cao "
            "hay thấp là tốt."
        )
        return Comparison(hoped, done, before, Outcome.UNKNOWN, None, sentence, drawable=True)
    outcome = _outcome(hoped, done, lower=lower)
    share = _share(hoped, done, lower=lower)
    exact = done.upper is None and done.bound in (Bound.EXACT, Bound.ABOUT)
    if not exact and outcome is not Outcome.REACHED:  # "dưới 150" is no figure to divide by
        share = None
    return Comparison(hoped, done, before, outcome, share, _sentence(hoped, done, outcome, share, lower), drawable=True)


# -- whether -----------------------------------------------------------------------------------------------------


def _aligned(figure: Figure, other: Figure) -> Figure:
    """A part of a joint total beside a percentage is one too: 12/12 is 100%."""
    if other.unit == PERCENT and figure.unit != PERCENT and figure.whole:
        return replace(figure, value=100 * figure.value / figure.whole, whole=None, unit=PERCENT)
    return figure


def _why_not(hoped: Figure, done: Figure, due: date | None) -> str:
    if not done.text:
        return _("Chưa ghi kết quả.")
    for name, figure in ((_("mức phấn đấu"), hoped), (_("kết quả"), done)):
        if figure.unclear:
            return _("Chưa so được: %(name)s %(why)s.") % {"name": name, "why": figure.unclear}
    if done.days and (hoped.days or (due and hoped.value is None)):
        return ""
    if hoped.value is None or done.value is None:
        return _("Không có số để so; hai nội dung đứng cạnh nhau.")
    return _unlike(done, hoped)


def _unlike(one: Figure, other: Figure) -> str:
    """Why two numbers do not count the same."""
    units = {one.unit, other.unit}
    if len(units) == 2 and (units & {MONEY, PERCENT} or not _same_words(one.unit, other.unit)):
        words = [f"“{unit}”" if unit else _("không ghi") for unit in (other.unit, one.unit)]
        return _("Chưa so được: đơn vị tính khác nhau, %(one)s và %(other)s.") % {"one": words[0], "other": words[1]}
    if one.change != other.change:
        return _("Chưa so được: một bên ghi mức tăng, giảm, một bên thì không cùng chiều.")
    return ""


def _same_words(one: str, other: str) -> bool:
    """ "lượt" and "lượt người" count the same; so does a bare number."""
    short, long = sorted((one, other), key=len)
    return not short or long.startswith(f"{short} ")


def _direction_unclear(hoped: Figure, done: Figure, before: Figure) -> bool:
    """A promise below last year's figure, without a word on whether that is the most or the least."""
    if hoped.bound is not Bound.EXACT or hoped.upper is not None or hoped.value == 0 or before.value is None:
        return False
    before = _aligned(before, hoped)
    return not _unlike(before, hoped) and before.yearly > hoped.yearly and done.yearly != hoped.yearly


# -- how much ----------------------------------------------------------------------------------------------------

_LEAST_STEP = Fraction(1, 10**12)  # "trên 150" is more than 150, "dưới 150" less


def _outcome(hoped: Figure, done: Figure, *, lower: bool) -> Outcome:
    """A result that is itself a bound or a range decides only where all of it lies on one side."""
    low, high = _ends(done)
    worst, best = (high, low) if lower else (low, high)
    if worst is not None and _meets(worst, hoped, lower=lower):
        return Outcome.REACHED
    if best is not None and not _meets(best, hoped, lower=lower) and hoped.bound is not Bound.ABOUT:
        return Outcome.MISSED
    return Outcome.UNKNOWN


def _ends(done: Figure) -> tuple[Fraction | None, Fraction | None]:
    value = done.yearly
    if done.upper is not None:
        return value, value * done.upper / done.value
    if done.bound in (Bound.OVER, Bound.LEAST):
        return value + (_LEAST_STEP if done.bound is Bound.OVER else 0), None
    if done.bound in (Bound.UNDER, Bound.MOST):
        return None, value - (_LEAST_STEP if done.bound is Bound.UNDER else 0)
    return value, value


def _meets(value: Fraction, hoped: Figure, *, lower: bool) -> bool:
    if hoped.bound is Bound.OVER:
        return value > hoped.yearly
    if hoped.bound is Bound.UNDER:
        return value < hoped.yearly
    return value <= hoped.yearly if lower else value >= hoped.yearly


def _share(hoped: Figure, done: Figure, *, lower: bool) -> Decimal | None:
    """Result by promise; where the lower is the better, promise by result. Short of it is never rounded up to it."""
    top, bottom = (hoped.yearly, done.yearly) if lower else (done.yearly, hoped.yearly)
    if top == bottom:
        return Decimal("100.0")
    if not bottom:
        return None
    share = half_up(100 * top / bottom, 1)
    return min(share, Decimal("99.9")) if top < bottom else share


def _sentence(hoped: Figure, done: Figure, outcome: Outcome, share: Decimal | None, lower: bool) -> str:
    level = f"{hoped.words} ({_('càng thấp càng tốt')})" if lower else hoped.words
    said = _("%(done)s so với mức %(level)s") % {"done": done.words, "level": level}
    if share is None:
        words = {Outcome.REACHED: _("đạt mức phấn đấu"), Outcome.MISSED: _("chưa đạt mức phấn đấu")}
        return f"{said}: {words.get(outcome, _('chưa rõ đã đạt hay chưa'))}"
    percent = _("đạt %(share)s%%") % {"share": str(share).replace(".", ",")}
    return f"{said}: {percent}" + (_(", chưa đạt mức phấn đấu") if outcome is Outcome.MISSED else "")


def _by_date(hoped: Figure, done: Figure, before: Figure, due: date | None) -> Comparison:
    """Done by the day that was promised; there is no per cent of a day."""
    limit = _last_day(hoped) if hoped.days else due
    outcome = Outcome.UNKNOWN
    if _last_day(done) <= limit:
        outcome = Outcome.REACHED
    elif done.days[0] > limit and done.bound is not Bound.UNDER:
        outcome = Outcome.MISSED
    words = {Outcome.REACHED: _("đúng hạn"), Outcome.MISSED: _("sau hạn")}.get(outcome, _("chưa rõ đúng hạn hay không"))
    until = hoped.words if hoped.days else f"{due:%d/%m/%Y}"
    said = _("%(done)s so với hạn %(until)s: %(words)s") % {"done": done.words, "until": until, "words": words}
    return Comparison(hoped, done, before, outcome, None, said)


def _last_day(figure: Figure) -> date:
    """Before a day means the day before it, at the latest."""
    first, last = figure.days
    return first - timedelta(days=1) if figure.bound is Bound.UNDER else last
