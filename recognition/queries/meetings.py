"""A version of the list as the council votes on it: who sits there, who came, who steps aside, what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from portal import clock
from recognition import recusals
from recognition.ballots import Count, Rule, Voters, faults, per_cent
from recognition.models import Attendance, BallotCount, Council, Entry, ListVersion, Meeting, Member

COUNTED = ("issued", "returned", "valid", "invalid", "agree", "against", "written_agree", "written_against")
GROUPS = ("collectives", "individuals")  # of a version: those that are voted on, in protocol order


@dataclass(frozen=True)
class Aside:
    """Somebody who does not vote on an entry. `recusal`: the row, where it was said at the meeting."""

    member: Member
    reason: str
    present: bool
    recusal: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry: `number` and `group` as in the version."""

    entry: Entry
    group: str
    number: int
    name: str
    place: str
    aside: tuple[Aside, ...]
    voters: Voters
    rule: Rule
    count: Count | None = None

    @property
    def base(self) -> int:
        return self.rule.base(self.voters)

    @property
    def needed(self) -> int:
        return self.rule.needed(self.voters)

    @property
    def is_possible(self) -> bool:
        return self.rule.is_possible(self.voters)

    @property
    def percent(self) -> str:
        return per_cent(self.count.total, self.base)

    @property
    def passed(self) -> bool:
        return self.rule.is_passed(self.count.total, self.voters)

    @property
    def faults(self) -> dict[str, str]:
        return faults(self.count, self.voters) if self.count else {}


@dataclass(frozen=True)
class Hall:
    """`attendances`: of the meeting, in order; before there is one, every member as if present."""

    council: Council | None
    meeting: Meeting | None
    attendances: Sequence[Attendance]
    lines: tuple[Line, ...]
    rule: Rule
    seated_now: frozenset[int] = field(default_factory=frozenset)  # who would sit there on the day of the meeting

    @cached_property
    def present(self) -> list[Attendance]:
        return [each for each in self.attendances if each.present]

    @property
    def total(self) -> int:
        return len(self.attendances)

    @property
    def quorum(self) -> Fraction:
        return Fraction(self.council.quorum)

    @property
    def is_quorate(self) -> bool:
        quorum = self.quorum
        return self.total > 0 and len(self.present) * quorum.denominator >= self.total * quorum.numerator

    @property
    def share_present(self) -> str:
        return per_cent(len(self.present), self.total)

    @property
    def impossible(self) -> list[Line]:
        return [line for line in self.lines if not line.is_possible]

    @property
    def uncounted(self) -> list[Line]:
        return [line for line in self.lines if line.count is None]

    def tellers(self, kind: str) -> list[Attendance]:
        return [each for each in self.attendances if each.teller == kind]

    def recused_from_all(self) -> set[int]:
        """Members without a single ballot: they count none either."""
        if not self.lines:
            return set()
        return set.intersection(*({aside.member.pk for aside in line.aside} for line in self.lines))


def council_of(frozen: ListVersion) -> Council | None:
    year = frozen.review_list.plan_year_id
    return Council.objects.select_related("plan_year").filter(plan_year=year).first()


def seated(council: Council | None, day: date) -> list[Member]:
    """Who sits on the council on a day, in order; whoever left and came back sits there once."""
    rows = council.members.on(day).select_related("person__account") if council else []
    found: dict[int, Member] = {}
    for member in sorted(rows, key=lambda each: (each.valid_to is None, each.valid_to or day)):
        found.setdefault(member.person_id, member)
    return sorted(found.values(), key=lambda each: (each.order, each.pk))


def _meeting_of(frozen: ListVersion) -> Meeting | None:
    rows = Meeting.objects.select_related("chair__person", "secretary__person")
    return rows.filter(list_version=frozen).first()


def hall_of(frozen: ListVersion, meeting: Meeting | None = None) -> Hall:
    """The same few queries for any number of members and entries. `meeting` where the caller has it at hand."""
    meeting = meeting or _meeting_of(frozen)
    council = council_of(frozen)
    day = meeting.held_on if meeting else clock.today()
    now = seated(council, day)
    attendances = _attendances(meeting, now)
    members = {each.member_id: each for each in attendances}
    rule = Rule(Fraction(frozen.content["threshold"]), council.recused_in_base if council else True)
    entries = list(frozen.entries.select_related("nomination", "ballots").prefetch_related("recusals"))
    seats = recusals.seats_of([each.member for each in attendances], day)
    known = recusals.known(seats, [entry.nomination for entry in entries])
    by_nomination = {entry.nomination_id: entry for entry in entries}
    lines = tuple(
        _line(by_nomination[row["nomination"]], group, number, row, members, known[row["nomination"]], rule)
        for group in GROUPS
        for number, row in enumerate(frozen.content[group], 1)
    )
    return Hall(council, meeting, attendances, lines, rule, frozenset(member.pk for member in now))


def _attendances(meeting: Meeting | None, members: list[Member]) -> list[Attendance]:
    if meeting is None or meeting.pk is None:
        return [Attendance(member=member) for member in members]
    return list(meeting.attendances.select_related("member__person__account"))


def _line(
    entry: Entry, group: str, number: int, row: dict, members: dict[int, Attendance], known: dict[int, str], rule: Rule
) -> Line:
    declared = {each.member_id: each for each in entry.recusals.all() if each.member_id in members}
    reasons = recusals.joined(known, {member: each.reason for member, each in declared.items()})
    aside = tuple(
        Aside(each.member, reasons[pk], each.present, declared[pk].pk if pk in declared else None)
        for pk, each in members.items()
        if pk in reasons
    )
    ballots = getattr(entry, "ballots", None)
    return Line(
        entry=entry,
        group=group,
        number=number,
        name=row["name"],
        place=row["unit"],
        aside=aside,
        voters=_voters(members, {each.member.pk for each in aside}),
        rule=rule,
        count=_count(ballots) if ballots else None,
    )


def _voters(members: dict[int, Attendance], aside: set[int]) -> Voters:
    present = {pk for pk, each in members.items() if each.present}
    return Voters(
        members=len(members),
        present=len(present),
        recused=len(aside & present),
        recused_away=len(aside - present),
        wrote=sum(each.wrote for pk, each in members.items() if pk not in aside),
    )


def _count(ballots: BallotCount) -> Count:
    return Count(**{name: getattr(ballots, name) for name in COUNTED})
