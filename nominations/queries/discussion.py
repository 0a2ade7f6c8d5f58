"""What the assessors should talk over: rows whose marks lie too far apart, over a whole year, and what was agreed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from criteria.models import AgreedMark, Criterion, PlanYear, Scorecard
from criteria.numbers import shown, shown_exactly
from criteria.results import Row
from nominations import facts, rights
from nominations.models import Nomination
from portal import clock
from portal.models import User
from portal.tables import Cell, Column, Table


@dataclass(frozen=True)
class Discussion:
    waiting: Table
    settled: Table

    @property
    def as_one(self) -> Table:
        """For a spreadsheet: what waits, then what was agreed."""
        return replace(self.waiting, rows=[*self.waiting.rows, *self.settled.rows])


def discussion_of(year: PlanYear | None, user: User) -> Discussion:
    """Of the dossiers that this reader handles, once every sheet that is due has been sent; until then not a mark."""
    rows = list(_marked(year, user))
    found = list(_differing(rows, year)) if year else []
    agreed = agreed_marks([row.scorecard_id for row in rows])
    criteria = {row.code: row for row in year.criteria_set.criteria.all()} if year else {}
    waiting = [each for each in found if each[1].agreed is None]
    settled = [each for each in found if each[1].agreed is not None]
    return Discussion(
        waiting=Table(_("Tiêu chuẩn chờ trao đổi"), _columns(_("Việc cần làm")), _lines(waiting, criteria, agreed)),
        settled=Table(_("Tiêu chuẩn đã thống nhất"), _columns(_("Đã thống nhất")), _lines(settled, criteria, agreed)),
    )


def _marked(year: PlanYear | None, user: User):
    rows = Nomination.objects.filter(plan_year=year, scorecard__in=Scorecard.objects.all_sent()).with_subject()
    return rights.handled_by(user, rows.exclude(state="withdrawn").order_by("by_unit", "pk"))


def _differing(rows: list[Nomination], year: PlanYear) -> Iterator[tuple[Nomination, Row]]:
    found = facts.scores(rows, year)
    for nomination in rows:
        score = found[nomination.pk]
        if score.sheets_sent >= score.sheets_due:
            yield from ((nomination, row) for row in (*score.rows, *score.rows_of_unit) if row.differs)


def agreed_marks(cards: list[int]) -> dict[tuple[int, str], AgreedMark]:
    """{(scorecard pk, criterion code): what was agreed}."""
    rows = AgreedMark.objects.filter(scorecard__in=cards).select_related("criterion", "by__person")
    return {(row.scorecard_id, row.criterion.code): row for row in rows}


def agreed_words(mark: AgreedMark) -> str:
    """What was agreed, who wrote it down and when."""
    told = {"mark": shown(mark.points, 1), "by": mark.by, "at": f"{clock.local(mark.at):%H:%M ngày %d/%m/%Y}"}
    return _("đã thống nhất %(mark)s; %(by)s ghi lúc %(at)s") % told


def _columns(last: str) -> list[Column]:
    return [
        Column(_("Tập thể, cá nhân")),
        Column(_("Tiêu chuẩn")),
        Column(_("Điểm các phiếu"), number=True),
        Column(_("Chênh nhau"), number=True),
        Column(_("Mức cho phép"), number=True),
        Column(last),
    ]


def _lines(
    found: list[tuple[Nomination, Row]], criteria: dict[str, Criterion], agreed: dict[tuple[int, str], AgreedMark]
) -> list[list[Cell]]:
    return [
        [
            Cell(str(nomination), reverse("nominations:appraisal", args=[nomination.pk]), str(nomination.unit)),
            Cell(row.criterion.label, second=_("trên %(points)s") % {"points": shown_exactly(row.criterion.points)}),
            Cell(" · ".join(shown(mark, 1) for mark in sorted(row.marks.values(), reverse=True))),
            Cell(shown(row.spread, 1), value=row.spread),
            Cell(shown_exactly(row.allowed_spread), value=row.allowed_spread),
            _outcome(nomination, criteria[row.criterion.code], agreed),
        ]
        for nomination, row in found
    ]


def _outcome(nomination: Nomination, criterion: Criterion, agreed: dict[tuple[int, str], AgreedMark]) -> Cell:
    if mark := agreed.get((nomination.scorecard_id, criterion.code)):
        return Cell(capfirst(agreed_words(mark)), second=mark.note)
    if nomination.state != "received":
        return Cell(_("Hồ sơ đã kết luận thẩm định; tính theo điểm các phiếu"))
    return Cell(_("Ghi điểm thống nhất"), reverse("nominations:appraisal-agree", args=[nomination.pk, criterion.pk]))
