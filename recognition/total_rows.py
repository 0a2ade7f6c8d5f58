"""The rows of an explained total: each standard's points, floor, marks, result and the rule that makes it one. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from criteria.numbers import shown, shown_exactly
from criteria.results import Overlap, Row, Score, Sums
from criteria.sentences import cite, how, lower_first
from criteria.sentences import result as result_of
from criteria.vocabulary import RowState
from nominations.queries.mark_table import ROWS
from portal.states import State
from portal.tables import NONE

ANSWERED = {
    RowState.REACHED: State(RowState.REACHED.label, "check-circle-fill", "met"),
    RowState.BELOW: State(RowState.BELOW.label, "x-circle-fill", "not_met"),
    RowState.UNMARKED: State(RowState.UNMARKED.label, "pencil", "not_applicable"),
    RowState.NOT_APPLICABLE: State(RowState.NOT_APPLICABLE.label, "dash-circle", "not_applicable"),
}


@dataclass(frozen=True)
class Line:
    label: str
    clause: str
    points: str
    floor: str
    marks: list[str]
    sheets: list[str]
    agreed: str
    result: str
    state: State
    answer: State  # the same as a gate says it: icon and word, no pill
    rule: str
    rule_in_short: str  # without the floor, which has a column
    aside: str  # why it does not apply
    overlaps: list[str]
    differences: list[str]
    agreed_because: str  # the office's own note; "" for everybody else

    @property
    def by_sheet(self) -> list[tuple[str, str]]:
        return list(zip(self.sheets, self.marks, strict=True))


@dataclass(frozen=True)
class Part:
    """A group of the plan with its sums."""

    label: str
    clause: str
    points: str
    given: str
    lines: list[Line]


@dataclass(frozen=True)
class Rows:
    parts: list[Part]
    own: Part | None
    agreed: bool  # whether any mark was agreed on: there is a column for it
    given: str  # to four decimals: with two a reader would come to another total
    given_short: str
    points: str
    total: str
    exactly: str  # before it is rounded


def rows_of(score: Score, order: list[str], notes: Mapping[str, str]) -> Rows:
    """`order`: whose sheet stands in which column; `notes`: {code: why a mark was agreed on}, for who may read."""

    def lines(rows: Iterable[Row]) -> list[Line]:
        return [_line(row, order, score.overlaps, notes.get(row.criterion.code, "")) for row in rows]

    parts = []
    for each in score.by_group:
        members = lines(row for row in score.rows if row.criterion.group.code == each.group.code)
        parts.append(_part(each.group.label, each.group.clause, each.sums, members))
    own = _part(_("Tiêu chí riêng của đơn vị"), "", score.sums_of_unit, lines(score.rows_of_unit))
    return Rows(
        parts=parts,
        own=own if score.rows_of_unit else None,
        agreed=any(row.agreed is not None for row in (*score.rows, *score.rows_of_unit)),
        given=shown(score.given, 4) if score.given is not None else NONE,
        given_short=_two(score.given),
        points=shown(score.points, 1),
        total=shown(score.total, 2) if score.total is not None else NONE,
        exactly=_exactly(score.sums),
    )


def _part(label: str, clause: str, sums: Sums, lines: list[Line]) -> Part:
    return Part(label, clause, shown(sums.points, 1), _two(sums.given), lines)


def _two(given: Fraction | None) -> str:
    return NONE if given is None else shown(given, 2)


def _exactly(sums: Sums) -> str:
    """The quotient cut after four decimals; dots where it goes on."""
    if sums.total is None:
        return ""
    cut = int(1_000_000 * sums.given / Fraction(sums.points))
    goes_on = Fraction(cut, 1_000_000) != sums.given / Fraction(sums.points)
    return f"{cut // 10_000},{cut % 10_000:04d}{'…' if goes_on else ''}"


def _line(row: Row, order: list[str], overlaps: Iterable[Overlap], note: str) -> Line:
    criterion = row.criterion
    return Line(
        label=criterion.label,
        clause=criterion.clause,
        points=shown(criterion.points, 1),
        floor=shown_exactly(row.floor),
        marks=[shown(row.marks[who], 1) if who in row.marks else NONE for who in order],
        sheets=[_("Phiếu %(n)s") % {"n": number} for number in range(1, len(order) + 1)],
        agreed=shown(row.agreed, 1) if row.agreed is not None else "",
        result=result_of(row) if row.result is not None else NONE,
        state=ROWS[row.state],
        answer=ANSWERED[row.state],
        rule=_rule(row),
        rule_in_short=_rule_in_short(row),
        aside=row.not_applicable,
        overlaps=list(_overlaps(row, overlaps)),
        differences=[_difference(row)] if row.differs else [],
        agreed_because=note,
    )


def _rule(row: Row) -> str:
    """By what the result came about, and from where on it is enough."""
    if row.state == RowState.NOT_APPLICABLE:
        return _("%(clause)s không tính vào cả hai tổng") % {"clause": capfirst(cite(row.criterion))}
    if row.state == RowState.UNMARKED:
        return _("Chưa có điểm của đủ các phiếu đã gửi")
    return _("%(rule)s đạt từ %(floor)s điểm") % {"rule": _rule_in_short(row), "floor": shown_exactly(row.floor)}


def _rule_in_short(row: Row) -> str:
    if row.state in (RowState.NOT_APPLICABLE, RowState.UNMARKED):
        return capfirst(cite(row.criterion))
    return f"{capfirst(how(row))}; {cite(row.criterion)}"


def _overlaps(row: Row, overlaps: Iterable[Overlap]) -> Iterable[str]:
    for each in overlaps:
        pair = (each.first.code, each.second.code)
        if row.criterion.code in pair:
            other = each.second if each.first.code == row.criterion.code else each.first
            yield _("Cùng %(n)02d minh chứng với “%(other)s”; điểm không bị trừ") % {
                "n": len(each.evidence),
                "other": other.label,
            }


def _difference(row: Row) -> str:
    if row.agreed is not None:
        used = _("đã ghi điểm thống nhất")
    else:
        used = _("chưa ghi điểm thống nhất nên tính theo %(how)s") % {"how": lower_first(row.combine.label)}
    return _("Các phiếu chênh nhau %(spread)s điểm, quá mức %(allowed)s điểm; %(used)s") % {
        "spread": shown(row.spread, 1),
        "allowed": shown_exactly(row.allowed_spread),
        "used": used,
    }
