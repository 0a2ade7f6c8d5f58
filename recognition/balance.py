"""The balance of a list: leaders and others, women and men, units, repeated honours. Pure; the limits are data.

A flag decides nothing. It asks the office for a reason, or to set the entry aside.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from criteria.vocabulary import Labelled, SubjectKind

LEAST_FOR_UNITS = 4  # entries from which on a unit's share says anything


class Rule(Labelled):
    REPEATED = "repeated", "Được công nhận nhiều năm liền"
    LEADERS = "leaders", "Nhiều người đứng đầu đơn vị"
    UNIT = "unit", "Nhiều mục của một đơn vị"


@dataclass(frozen=True)
class Limits:
    """Of the year's council: the most that may be leaders among individuals, and of one unit among all."""

    leaders: Fraction
    of_unit: Fraction
    in_a_row: int  # 0: repeated honours are not asked about


@dataclass(frozen=True)
class Candidate:
    """One that would stand on the list. `settled`: recognised this year by another list; counts, is not asked about."""

    key: int
    subject: tuple[str, int]  # ("unit" | "person", pk)
    unit: int
    unit_name: str
    kind: SubjectKind
    sex: str
    total: Decimal
    settled: bool = False


@dataclass(frozen=True)
class Flag:
    key: int
    rule: Rule
    sentence: str


def flags(
    candidates: Sequence[Candidate], honoured: Mapping[tuple[str, int], Collection[int]], year: int, limits: Limits
) -> list[Flag]:
    """`honoured`: {subject: years in which it was recognised}. In the order of the candidates."""
    found = [*_repeated(candidates, honoured, year, limits), *_leaders(candidates, limits), *_units(candidates, limits)]
    place = {each.key: number for number, each in enumerate(candidates)}
    open_to_question = {each.key for each in candidates if not each.settled}
    return sorted((flag for flag in found if flag.key in open_to_question), key=lambda flag: place[flag.key])


def _repeated(candidates, honoured, year: int, limits: Limits) -> Iterable[Flag]:
    last = range(year - limits.in_a_row, year)
    if not last:
        return
    told = {"n": len(last), "years": ", ".join(map(str, last))}
    sentence = _("Đã được công nhận %(n)02d năm liền: %(years)s.") % told
    for each in candidates:
        if set(last) <= set(honoured.get(each.subject, ())):
            yield Flag(each.key, Rule.REPEATED, sentence)


def _leaders(candidates: Sequence[Candidate], limits: Limits) -> Iterable[Flag]:
    """The law prefers those who work directly (Luật Thi đua, khen thưởng; its principles)."""
    people = [each for each in candidates if each.kind != SubjectKind.COLLECTIVE]
    heads = [each for each in people if each.kind == SubjectKind.HEAD]
    told = {"n": len(heads), "all": len(people), "share": limits.leaders}
    sentence = _(
        "Người đứng đầu đơn vị: %(n)02d trên %(all)02d cá nhân, quá mức %(share)s; pháp luật ưu tiên người trực tiếp "
        "công tác."
    )
    for each in beyond(heads, len(people), limits.leaders):
        yield Flag(each.key, Rule.LEADERS, sentence % told)


def _units(candidates: Sequence[Candidate], limits: Limits) -> Iterable[Flag]:
    if len(candidates) < LEAST_FOR_UNITS:
        return
    by_unit: dict[int, list[Candidate]] = {}
    for each in candidates:
        by_unit.setdefault(each.unit, []).append(each)
    sentence = _("%(unit)s: %(n)02d trên %(all)02d mục của danh sách, quá mức %(share)s.")
    for members in by_unit.values():
        told = {"unit": members[0].unit_name, "n": len(members), "all": len(candidates), "share": limits.of_unit}
        for each in beyond(members, len(candidates), limits.of_unit):
            yield Flag(each.key, Rule.UNIT, sentence % told)


def beyond(members: Sequence[Candidate], whole: int, share: Fraction) -> list[Candidate]:
    """The lowest of them, as many as exceed the share of the whole; who is equal to the last of those is among them."""
    excess = len(members) - int(whole * share)
    if excess <= 0:
        return []
    ladder = sorted(members, key=lambda each: each.total)
    return [each for each in ladder if each.total <= ladder[excess - 1].total]


def said_of_women(women: int, people: int, women_of_staff: int, staff: int) -> str:
    """Said where their share of the list is below their share of the staff; it flags nobody."""
    if not people or not staff or Fraction(women, people) >= Fraction(women_of_staff, staff):
        return ""
    told = {"n": women, "all": people, "share": percent(women, people), "staff": percent(women_of_staff, staff)}
    return (
        _(
            "Nữ chiếm %(n)02d trên %(all)02d cá nhân (%(share)s%%), thấp hơn tỷ lệ nữ trong toàn trường (%(staff)s%%). "
            "Quy định ưu tiên bình đẳng giới."
        )
        % told
    )


def percent(n: int, whole: int) -> int:
    return round(100 * n / whole) if whole else 0
