"""The table of marks, for when all are in: every sheet that is due has been sent."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import AgreedMark, Criterion, Mark, Sheet
from criteria.numbers import plain, shown, shown_exactly
from criteria.results import Row, Score
from criteria.sentences import result as result_of
from criteria.vocabulary import RowState
from nominations.models import Nomination
from nominations.queries.discussion import agreed_marks, agreed_words
from nominations.queries.proofs import Standard
from portal.states import State
from portal.tables import NONE, Cell, Column, Table

ROWS = {
    RowState.REACHED: State(RowState.REACHED.label, "check-circle", "recognised"),
    RowState.BELOW: State(RowState.BELOW.label, "x-circle", "ineligible"),
    RowState.UNMARKED: State(RowState.UNMARKED.label, "pencil", "draft"),
    RowState.NOT_APPLICABLE: State(RowState.NOT_APPLICABLE.label, "dash-circle", "withdrawn"),
}


@dataclass(frozen=True)
class Differing:
    """A row whose marks lie too far apart; `agreed`: who wrote down what was agreed, and when."""

    sentence: str
    agreed: str
    href: str  # where the agreed mark is written down


@dataclass(frozen=True)
class Marks:
    """Only when every sheet that is due has been sent."""

    table: Table
    total: str
    formula: str
    own: Table | None  # of the unit's own criteria, counted apart
    own_sum: str
    differing: list[Differing]
    reasons: list[tuple[str, list[tuple[str, str]]]]  # [(standard, [(sheet, reason)])]


def marks_of(
    nomination: Nomination, score: Score, found: list[Sheet], standards: list[Standard], *, in_hand: bool
) -> Marks:
    """One column a sheet, unnamed, in an order that tells nothing about who was assigned first."""
    sent = unnamed(found)
    reasons = {
        (sheet.assessor.username, mark.criterion.code): mark.reason for sheet in sent for mark in sheet.marks.all()
    }
    order = [sheet.assessor.username for sheet in sent]
    own = [_mark_row(row, order) for row in score.rows_of_unit]
    columns = _columns(len(sent))
    agreed = agreed_marks([nomination.scorecard_id])
    rows = {each.criterion.code: _agree_at(nomination, each.criterion) if in_hand else "" for each in standards}
    return Marks(
        table=Table(
            _("Điểm của các phiếu theo từng tiêu chuẩn"), columns, [_mark_row(row, order) for row in score.rows]
        ),
        total=shown(score.total, 2) if score.total is not None else NONE,
        formula=score.formula,
        own=Table(_("Điểm theo tiêu chí riêng của đơn vị"), columns, own) if own else None,
        own_sum=own_sum_of(score),
        differing=[_differing(nomination, row, agreed, rows) for row in score.rows if row.differs],
        reasons=[
            (row.criterion.label, said)
            for row in (*score.rows, *score.rows_of_unit)
            if (said := list(_reasons(row.criterion.code, order, reasons)))
        ],
    )


def own_sum_of(score: Score) -> str:
    """What the unit's own criteria come to, in words: a sum of its own, in no total."""
    sums = score.sums_of_unit
    if sums.given is None:
        return _("Chưa chấm đủ các tiêu chí riêng.")
    return _("Cộng riêng: %(given)s trên %(points)s điểm, không tính vào tổng điểm.") % {
        "given": shown(sums.given, 2),
        "points": plain(sums.points),
    }


def _columns(sheets: int) -> list[Column]:
    return [
        Column(_("Tiêu chuẩn")),
        *(Column(_("Phiếu %(n)s") % {"n": number}, number=True) for number in range(1, sheets + 1)),
        Column(_("Kết quả"), number=True),
        Column(_("Đạt từ"), number=True),
        Column(_("Kết luận")),
    ]


def unnamed(found: Iterable[Sheet]) -> list[Sheet]:
    """Those sent, always in the same order, which tells nothing of who marked or was assigned first."""
    return sorted((sheet for sheet in found if sheet.sent_at), key=_shuffled)


def row_table(nomination: Nomination, criterion: Criterion) -> Table | None:
    """One standard's marks with their reasons, beside which the agreed one is written; none before all have sent."""
    card = nomination.scorecard
    found = list(card.sheets.select_related("assessor").prefetch_related("marks"))
    if len(found) < card.criteria_set.min_sheets or not all(sheet.sent_at for sheet in found):
        return None
    columns = [Column(_("Phiếu")), Column(_("Điểm"), number=True), Column(_("Lý do"))]
    rows = [
        [
            Cell(_("Phiếu %(n)s") % {"n": number}),
            Cell(shown(mark.points, 1), value=mark.points),
            Cell(mark.reason or NONE),
        ]
        for number, sheet in enumerate(unnamed(found), 1)
        for mark in sheet.marks.all()
        if mark.criterion_id == criterion.pk
    ]
    agreed = agreed_marks([card.pk]).get((card.pk, criterion.code))
    if agreed:
        rows.append([Cell(_("Thống nhất")), _points(agreed), Cell(agreed.note)])
    return Table(_("Điểm của các phiếu, giữ nguyên"), columns, rows)


def _points(mark: Mark | AgreedMark) -> Cell:
    return Cell(shown(mark.points, 1), value=mark.points)


def _differing(
    nomination: Nomination, row: Row, agreed: dict[tuple[int, str], AgreedMark], rows: dict[str, str]
) -> Differing:
    mark = agreed.get((nomination.scorecard_id, row.criterion.code))
    return Differing(row.difference_sentence, agreed_words(mark) if mark else "", rows[row.criterion.code])


def _agree_at(nomination: Nomination, row: Criterion) -> str:
    return reverse("nominations:appraisal-agree", args=[nomination.pk, row.pk])


def _reasons(code: str, order: list[str], reasons: dict[tuple[str, str], str]) -> Iterable[tuple[str, str]]:
    for number, who in enumerate(order, 1):
        if reason := reasons.get((who, code)):
            yield _("Phiếu %(n)s") % {"n": number}, reason


def _shuffled(sheet: Sheet) -> str:
    return hashlib.sha256(f"{sheet.scorecard_id}-{sheet.pk}".encode()).hexdigest()


def _mark_row(row: Row, assessors: list[str]) -> list[Cell]:
    out_of = shown(row.criterion.points, 1)
    marks = [
        Cell(shown(row.marks[who], 1), value=row.marks[who]) if who in row.marks else Cell(NONE) for who in assessors
    ]
    second = row.not_applicable or _("trên %(points)s điểm") % {"points": out_of}
    result = Cell(result_of(row)) if row.result is not None else Cell(NONE)
    return [
        Cell(row.criterion.label, second=second),
        *marks,
        result,
        Cell(shown_exactly(row.floor)),
        Cell(state=ROWS[row.state]),
    ]
