"""The balance of a list: what its rules flag, what was kept all the same and why, and the years before beside it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.vocabulary import SubjectKind
from nominations.models import Nomination
from portal.models import Person, Post, Unit
from portal.tables import NONE, Cell, Column, Table
from recognition.balance import Candidate, Flag, Limits, flags, percent, said_of_women
from recognition.compile import WorkingList
from recognition.dashboard.breakdowns import Breakdown
from recognition.models import Council, EarlierCase, KeptEntry, Recognition, ReviewList

YEARS_BEFORE = 4


@dataclass(frozen=True)
class Honoured:
    """Recognised in a year. `kind`: "person" before the portal, where nobody wrote down who led a unit."""

    year: int
    subject: tuple[str, int]
    unit: int
    kind: str
    sex: str


@dataclass(frozen=True)
class Flagged:
    """An entry that a rule asks about. `kept`: the reason that was given, or None."""

    nomination: Nomination
    flag: Flag
    kept: KeptEntry | None


# -- what the rules say ---------------------------------------------------------------------------------------


def limits_of(year: PlanYear) -> Limits:
    """Of the year's council; before there is one, what a council begins with."""
    council = Council.objects.filter(plan_year=year).first() or Council()
    return Limits(Fraction(council.leaders_share), Fraction(council.unit_share), council.honours_in_a_row)


def flagged(review_list: ReviewList, working: WorkingList) -> list[Flagged]:
    """A fixed number of queries."""
    year = review_list.plan_year
    found = flags(candidates(review_list, working), _years_by_subject(honours(year.year)), year.year, limits_of(year))
    reasons = KeptEntry.objects.filter(nomination__plan_year=year).select_related("made_by__person")
    kept = {(each.nomination_id, each.flag): each for each in reasons}
    by_key = {line.nomination.pk: line.nomination for line in working.lines}
    return [Flagged(by_key[flag.key], flag, kept.get((flag.key, flag.rule.value))) for flag in found]


def candidates(review_list: ReviewList, working: WorkingList) -> list[Candidate]:
    """In rank order; on a supplement after those who were recognised this year already."""
    settled = Recognition.objects.none()
    if review_list.is_supplement:
        settled = Recognition.objects.filter(
            nomination__plan_year=review_list.plan_year, nomination__state="recognised"
        ).select_related(*(f"nomination__{name}" for name in ("unit", "subject_person", "scorecard")))
    known = [_candidate(each.nomination, each.nomination.scorecard.total, settled=True) for each in settled]
    return known + [_candidate(line.nomination, line.score.total) for line in working.lines]


def _candidate(nomination: Nomination, total: Decimal, *, settled: bool = False) -> Candidate:
    person = nomination.subject_person
    return Candidate(
        nomination.pk,
        _subject(nomination.subject_unit_id, nomination.subject_person_id),
        nomination.unit_id,
        str(nomination.unit),
        SubjectKind(nomination.kind),
        person.sex if person else "",
        total,
        settled,
    )


def _subject(unit: int | None, person: int | None) -> tuple[str, int]:
    return ("unit", unit) if unit else ("person", person)


def honours(before: int) -> list[Honoured]:
    """Everybody recognised in a year before this one, by the portal or before it; what was revoked is not."""
    of = "nomination__"
    told = ("plan_year__year", "unit", "kind", "subject_unit", "subject_person", "subject_person__sex")
    here = Recognition.objects.filter(nomination__state="recognised", nomination__plan_year__year__lt=before)
    earlier = EarlierCase.objects.filter(recognised=True, year__lt=before)
    found = [
        Honoured(year, _subject(whole, person), unit, kind, sex or "")
        for year, unit, kind, whole, person, sex in here.values_list(*(of + name for name in told))
    ]
    columns = ("year", "unit", "subject_unit", "subject_person", "subject_person__sex")
    return found + [
        Honoured(year, _subject(whole, person), unit, "person" if person else SubjectKind.COLLECTIVE.value, sex or "")
        for year, unit, whole, person, sex in earlier.values_list(*columns)
    ]


def _years_by_subject(rows: Iterable[Honoured]) -> dict[tuple[str, int], set[int]]:
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for each in rows:
        found[each.subject].add(each.year)
    return found


# -- the panel ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A unit's part of the list as a bar."""

    name: str
    n: int
    whole: int

    @property
    def percent(self) -> int:
        return percent(self.n, self.whole)


@dataclass(frozen=True)
class Pair:
    """Two parts of the list as one bar, and what the year before came to."""

    names: list[str]
    counts: list[int]
    before: str

    @property
    def percent(self) -> int:
        return percent(self.counts[0], sum(self.counts))


@dataclass(frozen=True)
class Balance:
    year: int
    n: int
    breakdowns: list[Breakdown]
    units: list[Share]
    by_unit: Table
    women: str  # "" where there is nothing to say
    whole: Table  # all of it, for a spreadsheet

    @property
    def pairs(self) -> list[Pair]:
        """The list itself, in short."""
        return [
            Pair(each.names, each.rows[-1][1], _said_before(each.rows[:-1]))
            for each in self.breakdowns
            if each.rows[-1][1] is not None
        ]


def balance_of(review_list: ReviewList, rows: Sequence[Nomination]) -> Balance:
    """`rows`: who would stand on the list, or stands on the frozen one."""
    year = review_list.plan_year
    past = honours(year.year)
    now = [_honoured(each, year.year) for each in rows]
    years = sorted({each.year for each in past})[-YEARS_BEFORE:]
    by_year = {each: [row for row in past if row.year == each] for each in years} | {year.year: now}
    first = min((each.year for each in past), default=year.year)
    seen = _years_by_subject(past)
    breakdowns = [
        _breakdown("leaders", _("Người đứng đầu và người khác"), (_("Người đứng đầu"), _("Cá nhân khác")), by_year),
        _breakdown("sex", _("Nữ và nam"), (_("Nữ"), _("Nam")), by_year),
        _breakdown("again", _("Lần đầu và lặp lại"), (_("Lần đầu"), _("Được công nhận lại")), by_year, seen, first),
    ]
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={each.unit for each in (*past, *now)})}
    by_unit = _unit_table(by_year, units)
    women, whole = _women(now, year), _whole(breakdowns, by_unit)
    return Balance(year.year, len(now), breakdowns, _shares(now, units), by_unit, women, whole)


def _said_before(rows: list[tuple[int, list[int] | None, str]]) -> str:
    if not rows:
        return _("chưa có năm trước để so")
    year, counts, word = rows[-1]
    told = _("%(first)s và %(second)s") % {"first": counts[0], "second": counts[1]} if counts else word
    return _("năm %(year)s: %(told)s") % {"year": year, "told": told}


def _honoured(nomination: Nomination, year: int) -> Honoured:
    person = nomination.subject_person
    subject = _subject(nomination.subject_unit_id, nomination.subject_person_id)
    return Honoured(year, subject, nomination.unit_id, nomination.kind, person.sex if person else "")


def _breakdown(key: str, title: str, names: tuple[str, str], by_year, seen=None, first: int = 0) -> Breakdown:
    rows = []
    for year, members in by_year.items():
        counts = _counts(key, year, members, seen, first)
        rows.append((year, counts, "" if counts else _("không có dữ liệu")))
    year, counts, _word = rows[-1]
    told = ", ".join(f"{name[0].lower()}{name[1:]} {n:02d}" for name, n in zip(names, counts or (0, 0), strict=True))
    sentence = _("Danh sách năm %(year)s: %(words)s.") % {"year": year, "words": told}
    return Breakdown(key, title, list(names), rows, sentence)


def _counts(key: str, year: int, members: Sequence[Honoured], seen, first: int) -> list[int] | None:
    """None where the year cannot tell: leaders before the portal, repeated honours in the first year on record."""
    people = [each for each in members if each.subject[0] == "person"]
    if key == "sex":
        women = sum(each.sex == Person.Sex.FEMALE for each in people)
        return [women, len(people) - women]
    if key == "leaders":
        if any(each.kind == "person" for each in people):
            return None
        heads = sum(each.kind == SubjectKind.HEAD for each in people)
        return [heads, len(people) - heads]
    again = sum(any(before < year for before in seen.get(each.subject, ())) for each in members)
    return None if year == first else [len(members) - again, again]


def _shares(now: Sequence[Honoured], units: dict[int, Unit]) -> list[Share]:
    counts: dict[int, int] = defaultdict(int)
    for each in now:
        counts[each.unit] += 1
    order = sorted(counts, key=lambda pk: (-counts[pk], units[pk].protocol_order, pk))
    return [Share(str(units[pk]), counts[pk], len(now)) for pk in order]


def _unit_table(by_year: dict[int, list[Honoured]], units: dict[int, Unit]) -> Table:
    columns = [Column(_("Đơn vị")), *(Column(str(year), number=True) for year in by_year)]
    order = sorted(units.values(), key=lambda unit: (unit.protocol_order, unit.pk))
    rows = []
    for unit in order:
        counts = [sum(each.unit == unit.pk for each in members) for members in by_year.values()]
        if any(counts):
            rows.append([Cell(str(unit)), *(Cell(str(n) if n else NONE, value=n or None) for n in counts)])
    return Table(_("Theo đơn vị"), columns, rows)


def _women(now: Sequence[Honoured], year: PlanYear) -> str:
    people = [each for each in now if each.subject[0] == "person"]
    held = Post.objects.on(year.day_of_belonging).order_by().values("person__sex")
    staff = dict(held.annotate(n=Count("person", distinct=True)).values_list("person__sex", "n"))
    women = sum(each.sex == Person.Sex.FEMALE for each in people)
    return said_of_women(women, len(people), staff.get(Person.Sex.FEMALE, 0), sum(staff.values()))


def _whole(breakdowns: Sequence[Breakdown], by_unit: Table) -> Table:
    """Years as columns, what is counted as rows; units last."""
    years = [year for year, _counts, _word in breakdowns[0].rows]
    columns = [Column(_("Nội dung")), *(Column(str(year), number=True) for year in years)]
    rows = []
    for each in breakdowns:
        for place, name in enumerate(each.names):
            told = [Cell(word) if counts is None else _count(counts[place]) for _year, counts, word in each.rows]
            rows.append([Cell(name), *told])
    return Table(_("Cân đối của danh sách"), columns, [*rows, *by_unit.rows])


def _count(n: int) -> Cell:
    return Cell(str(n), value=n)
