"""Phiếu điểm: the explained total on paper, the same for every reader: sheets unnamed, nobody named but the subject."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from criteria.numbers import shown
from criteria.vocabulary import Combine, RowState
from nominations.queries.gate_lines import GateLine
from nominations.queries.gate_lines import Part as GatePart
from nominations.queries.mark_table import ROWS
from portal.models import Letterhead
from portal.papers.blocks import (
    Cell,
    Column,
    Head,
    Heading,
    Note,
    Paper,
    Parts,
    Row,
    Signatures,
    Table,
    Text,
    Title,
    Together,
    written_day,
)
from portal.text import two_digits
from recognition.total import Total
from recognition.total_rows import Line, Part

UPRIGHT = 4  # sheets that fit beside the standards' names; with more of them the paper lies on its side
WIDTHS = {False: 165, True: 252}


def score_sheet(total: Total) -> Paper:
    head = Letterhead.objects.of(total.day)
    year = total.nomination.plan_year.year
    title = (
        (_("PHIẾU ĐIỂM"), "b"),
        (_("Đề nghị công nhận điển hình tiên tiến năm %(year)s") % {"year": year}, "b"),
    )
    issuer = _("HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG")
    flipped = len(total.sheets) > UPRIGHT
    blocks = (
        Head(head.issuer, issuer, "", f"{head.place}, {written_day(total.day)}"),
        Title(title),
        Text(_about(total)),
        Heading(_("I. TIÊU CHUẨN BẮT BUỘC (không tính điểm)")),
        _gates(total.gates, WIDTHS[flipped]),
        Heading(_("II. TIÊU CHUẨN TÍNH ĐIỂM")),
        _marks(total, WIDTHS[flipped]),
        *_own(total, WIDTHS[flipped]),
        *(Note(words) for words in _notes(total)),
        Heading(_("III. KẾT LUẬN")),
        Together((Text(_conclusion(total)), _signed(), Note(_foot(total)))),
    )
    return Paper(
        _("Phiếu điểm: %(who)s, năm %(year)s") % {"who": total.nomination, "year": year}, total.day, blocks, flipped
    )


def _about(total: Total) -> Parts:
    nomination = total.nomination
    number = _("Hồ sơ số: %(number)s. ") % {"number": nomination.receipt} if nomination.receipt else ""
    kind = _("Tập thể: ") if nomination.subject_unit_id else _("Cá nhân: ")
    who = f", {total.who}" if total.who else ""
    rest = _("%(who)s. Phạm vi: %(scope)s. Thang điểm nội bộ: %(edition)s; %(n)02d phiếu chấm độc lập.") % {
        "who": who,
        "scope": nomination.scope_label.lower(),
        "edition": total.edition[:1].lower() + total.edition[1:],
        "n": len(total.sheets),
    }
    return ((f"{number}{kind}", ""), (str(nomination), "b"), (rest, ""))


# -- I --------------------------------------------------------------------------------------------------------


def _gates(gates: Iterable[GateLine], width: int) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(52, _("Tiêu chuẩn"), centred=False),
        Column(24, _("Kết quả")),
        Column(width - 86, _("Căn cứ"), centred=False),
    )
    rows = [_gate(number, gate) for number, gate in enumerate(gates, 1)]
    return Table(columns, tuple(rows))


def _gate(number: int, gate: GateLine) -> Row:
    """A waived gate says so in the column of results, and the board's paper as what it rests on."""
    said = [gate.reason]
    if gate.parts:
        said += [_part_of_gate(part) for part in gate.parts]
    elif gate.paper and gate.paper not in gate.reason:
        said.append(_("Căn cứ: %(paper)s.") % {"paper": gate.paper})
    if gate.waiver:
        said.append(gate.waiver)
    if gate.changed:
        said.append(f"{gate.changed}.")
    answer = _("%(answer)s; miễn") % {"answer": gate.answer.label} if gate.waiver else str(gate.answer.label)
    return Row(
        (Cell(two_digits(number)), Cell(gate.criterion.label, second=gate.clause), Cell(answer), Cell("\n".join(said)))
    )


def _part_of_gate(part: GatePart) -> str:
    paper = f" ({part.paper})" if part.paper else ""
    return f"{part.finding}: {part.answer.label}{paper}."


# -- II -------------------------------------------------------------------------------------------------------


def _columns(total: Total, width: int) -> tuple[Column, ...]:
    """The name of a standard takes what the figures leave."""
    sheets = [Column(13, words.replace(" ", "\n")) for words in total.sheets]
    agreed = [Column(14, _("Thống\nnhất"))] if total.rows.agreed else []
    figures = [Column(13, _("Điểm\ntối đa")), Column(13, _("Mức\nsàn")), *sheets, *agreed, Column(15, _("Kết\nquả"))]
    outcome = Column(17, _("So với\nsàn"))
    left = width - 10 - 17 - sum(column.width for column in figures)
    return (Column(10, _("STT")), Column(left, _("Tiêu chuẩn"), centred=False), *figures, outcome)


def _marks(total: Total, width: int) -> Table:
    columns, rows = _columns(total, width), []
    number = 0
    for part in total.rows.parts:
        rows.append(_group(part, columns))
        for line in part.lines:
            number += 1
            rows.append(_row(number, line, total, columns))
    between = len(columns) - 5
    sums = (Cell(_("Cộng các tiêu chuẩn áp dụng"), span=2, bold=True, centred=True), Cell(total.rows.points, bold=True))
    rows.append(Row((*sums, Cell(span=between), Cell(total.rows.given_short, bold=True), Cell())))
    if total.score.total is not None:
        formula = _("Tổng điểm = 100 x %(given)s : %(points)s") % {
            "given": total.rows.given,
            "points": total.rows.points,
        }
        head = Cell(formula, span=len(columns) - 2, bold=True, centred=False)
        rows.append(Row((head, Cell(total.rows.total, span=2, bold=True, centred=True))))
    return Table(columns, tuple(rows))


def _group(part: Part, columns: tuple[Column, ...]) -> Row:
    clause = _(" (mục %(clause)s của Kế hoạch)") % {"clause": part.clause} if part.clause else ""
    words = _("%(label)s%(clause)s: %(given)s trên %(points)s") % {
        "label": part.label,
        "clause": clause,
        "given": part.given,
        "points": part.points,
    }
    return Row((Cell(words, span=len(columns), bold=True, centred=False),), opens=True)


def _row(number: int, line: Line, total: Total, columns: tuple[Column, ...]) -> Row:
    label = Cell(line.label, second=line.rule_in_short)
    if line.aside:
        why = _("Không áp dụng: %(why)s") % {"why": line.aside}
        return Row((Cell(two_digits(number)), label, Cell(line.points), Cell(why, span=len(columns) - 3, centred=True)))
    agreed = [Cell(line.agreed or "-")] if total.rows.agreed else []
    marks = [Cell(mark) for mark in line.marks]
    outcome = (Cell(line.result, bold=True), Cell(str(line.state.label), bold=line.state == ROWS[RowState.BELOW]))
    return Row((Cell(two_digits(number)), label, Cell(line.points), Cell(line.floor), *marks, *agreed, *outcome))


def _own(total: Total, width: int) -> tuple:
    """What the unit added for itself (plan II.2): apart, in no sum."""
    if total.own is None:
        return ()
    columns = _columns(total, width)
    rows = [_row(number, line, total, columns) for number, line in enumerate(total.own.lines, 1)]
    heading = _("Tiêu chí riêng của đơn vị (không tính vào tổng điểm): %(given)s trên %(points)s") % {
        "given": total.own.given,
        "points": total.own.points,
    }
    return (Heading(heading), Table(columns, tuple(rows)))


def _notes(total: Total) -> Iterable[str]:
    """How figures come about, and what somebody who adds the column up will ask."""
    criteria_set = total.nomination.scorecard.criteria_set
    yield _(
        "Kết quả là %(combine)s điểm các phiếu, hoặc điểm thống nhất nơi có ghi; tính chính xác, chỉ làm tròn đến 0,01 "
        "khi in; tổng điểm làm tròn một lần. Mức sàn bằng %(floor)s%% điểm tối đa nếu tiêu chuẩn không định mức riêng. "
        "Tiêu chuẩn không áp dụng được loại khỏi cả hai tổng."
    ) % {"combine": Combine(criteria_set.combine).label.lower(), "floor": shown(criteria_set.floor * 100, 0)}
    for part in (*total.rows.parts, *([total.own] if total.own else [])):
        for line in part.lines:
            for note in line.differences:
                yield f"{line.label}: {note}."
    yield from total.overlaps


# -- III ------------------------------------------------------------------------------------------------------


def _conclusion(total: Total) -> Parts:
    place = f" {total.place.rank} {total.place.words}." if total.place.rank else f" {total.place.words}."
    outcome = f" {total.outcome}" if total.nomination.published_at and total.outcome != total.because else ""
    changes = f" {' '.join(total.changes)}" if total.changes else ""
    return ((f"{capfirst(str(total.verdict.label))}. ", "b"), (f"{total.because}{place}{outcome}{changes}", ""))


def _signed() -> Signatures:
    return Signatures((75, 90), ((_("NGƯỜI LẬP PHIẾU"), ""), (_("TM. THƯỜNG TRỰC HỘI ĐỒNG"), "")))


def _foot(total: Total) -> str:
    if total.final:
        return _("Phiếu do hệ thống lập từ số liệu đã chốt; không sửa bằng tay.")
    return _("Phiếu theo số liệu hiện có, danh sách chưa chốt: câu trả lời và thứ hạng còn có thể thay đổi.")
