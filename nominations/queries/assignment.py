"""What the even assignment of a year would be: who gets which dossier, and what is left for whom."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from criteria.models import PlanYear, Sheet, SteppedAside
from nominations import rights
from nominations.assignment import Wanting, spread
from nominations.models import Nomination
from portal.models import User
from portal.tables import Cell, Column, Table


@dataclass(frozen=True)
class Proposal:
    year: PlanYear
    pairs: list[tuple[Nomination, User]]
    shares: Table  # by assessor
    names: Table  # by dossier
    short: list[str]  # for which nobody is left, and why
    elsewhere: list[tuple[Nomination, str]]  # received dossiers that somebody else handles, and who
    seal: str  # of the pairs, so that just what was seen is done

    @property
    def dossiers(self) -> int:
        return len({row.pk for row, _assessor in self.pairs})


def proposal_for(year: PlanYear, user: User) -> Proposal:
    """Of every received dossier that this reader handles; the office's own are left to the board."""
    received = Nomination.objects.filter(plan_year=year, state="received").with_subject().order_by("by_unit", "pk")
    mine = {row.pk: row for row in rights.handled_by(user, received)}
    people = {user.pk: user for user in rights.assessors()}
    has = Counter(_of_the_year(year).values_list("assessor", flat=True))
    wanting = [_wanting(row, people, taken, year) for row, taken in _with_taken(mine)]
    found = spread(wanting, {pk: has[pk] for pk in people})
    pairs = [(mine[row_pk], people[user_pk]) for row_pk, user_pk in found.pairs]
    return Proposal(
        year=year,
        pairs=pairs,
        shares=_shares(people, has, pairs),
        names=_names(pairs),
        short=[_short(mine[pk], lacking, people) for pk, lacking in found.short.items()],
        elsewhere=_left(received, mine),
        seal=hashlib.sha256(repr(found.pairs).encode()).hexdigest(),
    )


def _left(received: QuerySet[Nomination], mine: dict[int, Nomination]) -> list[tuple[Nomination, str]]:
    boards = set(received.filter(rights.of_the_board()).values_list("pk", flat=True))
    words = {True: _("Ban Giám hiệu phân công"), False: _("người không liên quan của Phòng phân công")}
    return [(row, words[row.pk in boards]) for row in received if row.pk not in mine]


def _of_the_year(year: PlanYear):
    return Sheet.objects.filter(scorecard__nomination__plan_year=year).exclude(scorecard__nomination__state="withdrawn")


def _with_taken(mine: dict[int, Nomination]) -> list[tuple[Nomination, tuple[set[int], set[int]]]]:
    """[(dossier, (who has a sheet of it, who stepped aside))]."""
    cards = {row.scorecard_id: row for row in mine.values()}
    asked: dict[int, set[int]] = {card: set() for card in cards}
    aside: dict[int, set[int]] = {card: set() for card in cards}
    for card, assessor in Sheet.objects.filter(scorecard__in=cards).values_list("scorecard", "assessor"):
        asked[card].add(assessor)
    for card, assessor in SteppedAside.objects.filter(scorecard__in=cards).values_list("scorecard", "assessor"):
        aside[card].add(assessor)
    return [(row, (asked[card], aside[card])) for card, row in cards.items()]


def _wanting(row: Nomination, people: dict[int, User], taken: tuple[set[int], set[int]], year: PlanYear) -> Wanting:
    asked, aside = taken
    free = {pk for pk, user in people.items() if pk not in asked | aside and not rights.conflict(user, row)}
    return Wanting(row.pk, max(0, year.criteria_set.min_sheets - len(asked)), frozenset(free))


def _short(row: Nomination, lacking: int, people: dict[int, User]) -> str:
    near = [f"{user} {why}" for user in people.values() if (why := rights.conflict_of(user, row))]
    words = _("%(who)s: còn thiếu %(n)02d phiếu, không còn thành viên nào không liên quan.")
    told = words % {"who": row, "n": lacking}
    return f"{told} {'; '.join(near)}." if near else told


def _shares(people: dict[int, User], has: Counter, pairs: list[tuple[Nomination, User]]) -> Table:
    """By name: nobody stands above anybody."""
    more = Counter(assessor.pk for _row, assessor in pairs)
    columns = [
        Column(_("Thành viên Hội đồng")),
        Column(_("Đang có"), number=True),
        Column(_("Thêm"), number=True),
        Column(_("Sẽ có"), number=True),
    ]
    rows = [
        [Cell(str(user)), *(Cell(str(n), value=n) for n in (has[pk], more[pk], has[pk] + more[pk]))]
        for pk, user in people.items()
    ]
    return Table(_("Số phiếu của từng thành viên trong năm"), columns, rows)


def _names(pairs: list[tuple[Nomination, User]]) -> Table:
    columns = [Column(_("Tập thể, cá nhân")), Column(_("Đơn vị đề nghị")), Column(_("Phân công thêm"))]
    gets: dict[Nomination, list[str]] = {}
    for row, assessor in pairs:
        gets.setdefault(row, []).append(str(assessor))
    rows = [[Cell(str(row)), Cell(str(row.unit)), Cell("; ".join(names))] for row, names in gets.items()]
    return Table(_("Hồ sơ và thành viên được giao"), columns, rows)
