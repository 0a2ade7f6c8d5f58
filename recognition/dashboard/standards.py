"""Units × standards: what is said, proved and marked; what is weak; where marks lie apart; which gates are missed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear
from criteria.numbers import half_up
from criteria.standards import Criterion, PlanContent
from criteria.vocabulary import Answer
from nominations.reaching import Standing
from nominations.standing import RECEIVED
from portal.models import Unit
from portal.tables import NONE, Cell, Column, Table
from recognition.dashboard.shares import CLAIMED, EVIDENCED, MARKED, Apart, Shares, apart, shares_of

WEAKEST = 5
MOST_UNITS = 10  # columns that a page has room for; the spreadsheet has them all
SHOWN: dict[str, tuple[Promise, Promise]] = {
    MARKED: (gettext_lazy("Điểm"), gettext_lazy("phần trăm điểm đạt được, trung bình các hồ sơ đã đủ phiếu")),
    CLAIMED: (gettext_lazy("Có nội dung"), gettext_lazy("phần trăm hồ sơ có viết nội dung cho tiêu chuẩn")),
    EVIDENCED: (gettext_lazy("Có minh chứng"), gettext_lazy("phần trăm hồ sơ có minh chứng cho tiêu chuẩn")),
}
LEVELS = ((90, "l1"), (80, "l2"), (70, "l3"), (60, "l4"))  # weak is dark


@dataclass(frozen=True)
class Square:
    """`percent=None`: nobody has sent anything, or not every sheet is in."""

    percent: int | None

    @property
    def text(self) -> str:
        return NONE if self.percent is None else str(self.percent)

    @property
    def level(self) -> str:
        if self.percent is None:
            return "none"
        return next((level for least, level in LEVELS if self.percent >= least), "l5")


@dataclass(frozen=True)
class Line:
    criterion: Criterion
    squares: list[Square]
    school: Square


@dataclass(frozen=True)
class Section:
    label: str
    clause: str
    lines: list[Line]


@dataclass(frozen=True)
class Heat:
    show: str
    units: list[str]
    sections: list[Section]
    weakest: list[Line]

    @property
    def label(self) -> str:
        return str(SHOWN[self.show][0])

    @property
    def note(self) -> str:
        return str(SHOWN[self.show][1])

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    @property
    def sentence(self) -> str:
        if not self.weakest:
            return _("Chưa có hồ sơ nào đủ phiếu để tính.") if self.show == MARKED else _("Chưa có hồ sơ nào được gửi.")
        words = [f"“{line.criterion.label}” ({line.school.text}%)" for line in self.weakest[:2]]
        told = _("Thấp nhất toàn trường: %(which)s; ô càng đậm càng thấp.") % {"which": _(" và ").join(words)}
        return told

    @property
    def table(self) -> Table:
        heads = [Column(_("Tiêu chuẩn")), Column(_("Mục")), *(Column(unit, number=True) for unit in self.units)]
        rows = [
            [Cell(line.criterion.label), Cell(line.criterion.clause), *map(_cell, line.squares), _cell(line.school)]
            for line in self.lines
        ]
        return Table(self.label, [*heads, Column(_("Toàn trường"), number=True)], rows)


def _cell(square: Square) -> Cell:
    return Cell(square.text, value=square.percent)


def heat(show: str, content: PlanContent, shares: Shares, standings: Sequence[Standing], units: Sequence[Unit]) -> Heat:
    """In the plan's order, each standard once, under its group."""
    percents = _percents(show, content, shares, standings)
    sections = []
    for group in content.groups:
        rows = [row for row in _scored(content) if row.group == group]
        lines = [
            Line(
                row,
                [Square(percents.get((unit.pk, row.code))) for unit in units],
                Square(percents.get((SCHOOL, row.code))),
            )
            for row in rows
        ]
        if lines:
            sections.append(Section(group.label, group.clause, lines))
    known = [line for section in sections for line in section.lines if line.school.percent is not None]
    weakest = sorted(known, key=lambda line: line.school.percent)[:WEAKEST]
    return Heat(show, [str(unit) for unit in units], sections, weakest)


SCHOOL = 0  # stands for all units together


def _scored(content: PlanContent) -> list[Criterion]:
    return [row for row in content.criteria if not row.is_gate and row.enabled]


def _percents(
    show: str, content: PlanContent, shares: Shares, standings: Sequence[Standing]
) -> dict[tuple[int, str], int]:
    """{(unit, code): whole per cent}, of the school under `SCHOOL`; absent where there is nothing to divide by."""
    wholes = _applying(content, standings) if show != MARKED else None
    sums: dict[tuple[int, str], list[float]] = defaultdict(lambda: [0.0, 0])
    for (unit, code), (total, n) in shares[show].items():
        for key in ((unit, code), (SCHOOL, code)):
            sums[key][0] += total
            sums[key][1] += n
    if wholes is None:
        return {key: _percent(total, n) for key, (total, n) in sums.items()}
    return {key: min(100, _percent(sums[key][0], whole)) for key, whole in wholes.items()}


def _percent(total: float, whole: int) -> int:
    """Halves upwards, also where binary numbers fall just short of one."""
    return int(half_up(Fraction(100 * total / whole).limit_denominator(10_000), 0))


def _applying(content: PlanContent, standings: Sequence[Standing]) -> Counter:
    """{(unit, code): dossiers to which the standard applies}."""
    alike = Counter(
        (each.dossier.unit_id, each.dossier.kind, tuple(each.dossier.set_aside))
        for each in standings
        if each.dossier.sent
    )
    found: Counter = Counter()
    for (unit, kind, aside), n in alike.items():
        for row in _scored(content):
            if kind in row.applies_to and row.code not in aside:
                found[unit, row.code] += n
                found[SCHOOL, row.code] += n
    return found


# -- where marks lie apart, which gates are missed -----------------------------------------------------------


def apart_table(found: Iterable[Apart], content: PlanContent) -> Table:
    """In how many dossiers; never whose marks."""
    found = list(found)
    open_ones = Counter(each.code for each in found if not each.agreed)
    settled = Counter(each.code for each in found if each.agreed)
    heads = [Column(_("Tiêu chuẩn")), Column(_("Hồ sơ chưa thống nhất"), number=True)]
    heads.append(Column(_("Đã thống nhất"), number=True))
    rows = [(c, open_ones[c.code], settled[c.code]) for c in content.criteria if open_ones[c.code] or settled[c.code]]
    rows.sort(key=lambda row: (-row[1], -row[2]))
    cells = [[Cell(c.label), Cell(str(n), value=n), Cell(str(done), value=done)] for c, n, done in rows]
    return Table(_("Điểm các phiếu chênh nhau"), heads, cells)


def gates_table(standings: Iterable[Standing], content: PlanContent) -> Table:
    """Of the dossiers that were received."""
    received = [each for each in standings if each.dossier.sent and each.dossier.state in RECEIVED]
    answers = Counter((gate.criterion.code, gate.answer) for each in received for gate in each.gates)
    heads = [Column(_("Điều kiện"))]
    heads += [Column(label, number=True) for label in (_("Không đạt"), _("Chưa có kết quả"), _("Đạt"))]
    kinds = (Answer.NOT_MET, Answer.NO_RESULT, Answer.MET)
    rows = [(c, [answers[c.code, kind] for kind in kinds]) for c in content.criteria if c.is_gate and c.enabled]
    rows = [row for row in rows if any(row[1])]
    rows.sort(key=lambda row: (-row[1][0], -row[1][1]))
    cells = [[Cell(c.label, second=c.clause), *(Cell(str(n), value=n) for n in counts)] for c, counts in rows]
    return Table(_("Điều kiện bắt buộc"), heads, cells)


def gates_sentence(table: Table) -> str:
    missed = [row for row in table.rows if row[1].value]
    if missed:
        return _("Hay thiếu nhất: “%(which)s”, %(n)02d hồ sơ không đạt.") % {
            "which": missed[0][0].text,
            "n": missed[0][1].value,
        }
    waiting = max(table.rows, key=lambda row: row[2].value, default=None)
    if waiting and waiting[2].value:
        return _("Không hồ sơ nào bị kết luận không đạt; còn chờ kết quả nhiều nhất: “%(which)s”, %(n)02d hồ sơ.") % {
            "which": waiting[0].text,
            "n": waiting[2].value,
        }
    return _("Chưa hồ sơ nào thiếu điều kiện.")


def apart_sentence(table: Table) -> str:
    if not table.rows:
        return _("Không tiêu chuẩn nào có điểm chênh quá mức cho phép.")
    worst = table.rows[0]
    return _("Chênh quá mức cho phép nhiều nhất: “%(which)s”, %(n)02d hồ sơ.") % {
        "which": worst[0].text,
        "n": worst[1].value + worst[2].value,
    }


@dataclass(frozen=True)
class StandardsPage:
    heat: Heat
    apart: Table
    apart_sentence: str
    gates: Table
    gates_sentence: str
    more_units: int


def page_of(
    year: PlanYear, content: PlanContent, standings: Sequence[Standing], units: Sequence[Unit], show: str
) -> StandardsPage:
    """`units`: of which a dossier was put forward, in protocol order."""
    shares = shares_of(year)
    gates, spread = gates_table(standings, content), apart_table(apart(year, standings), content)
    return StandardsPage(
        heat(show, content, shares, standings, units[:MOST_UNITS]),
        spread,
        apart_sentence(spread),
        gates,
        gates_sentence(gates),
        max(0, len(units) - MOST_UNITS),
    )
