"""How papers of the review say days, hours, counts, shares and people. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from portal.models import Person
from portal.papers.blocks import SHORT_DOTS
from portal.text import two_digits

COUNCIL = "Hội đồng Thi đua - Khen thưởng"
MOVEMENT = "trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"
DOTS = "……………………"
_WOMAN = (Person.Sex.FEMALE.value, str(Person.Sex.FEMALE.label))


def addressed(name: str, sex: str) -> str:
    """ông Nguyễn Văn A, as it stands within a sentence. `sex`: the key, or the word that a version has frozen."""
    return f"{_('bà') if sex in _WOMAN else _('ông')} {name}"


def opening(text: str) -> str:
    """The same at the head of a sentence or of a cell."""
    return text[:1].upper() + text[1:]


def joined(words: Sequence[str]) -> str:
    """a, b và c"""
    *before, last = words
    return _("%(before)s và %(last)s") % {"before": ", ".join(before), "last": last} if before else last


def kinds(collectives: int, individuals: int, models: int = 0) -> str:
    """04 tập thể, 13 cá nhân và 06 mô hình; a kind of which there is none goes unsaid."""
    counts = ((collectives, _("tập thể")), (individuals, _("cá nhân")), (models, _("mô hình")))
    return joined([f"{two_digits(count)} {kind}" for count, kind in counts if count] or [_("00 tập thể, cá nhân")])


def share(fraction: str) -> str:
    """80% where it is a whole number of hundredths, else the fraction itself (2/3)."""
    hundredths = Fraction(fraction) * 100
    return f"{hundredths}%" if hundredths.denominator == 1 else fraction


def clock_time(text: str) -> str:
    """14 giờ 05 phút; dots to write on where the office has not typed it."""
    hours, minutes = text.split(":")[:2] if text else (SHORT_DOTS, SHORT_DOTS)
    return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": minutes}


def party_day(day: date) -> str:
    """05/12/2025 and 18/9/2025: the Party's papers write a zero before days below ten and months 1 and 2 only."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"


def paragraphs(text: str) -> Iterable[str]:
    """What somebody typed, line by line, each with a full stop."""
    for line in text.splitlines():
        if line := line.strip():
            yield line if line[-1] in ".!?…;:”" else f"{line}."
