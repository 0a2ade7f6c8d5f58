"""The tables of the achievement report: results beside promises, and what the subject was commended for before."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nominations.documents.frame import plain, said
from nominations.models import Nomination, PriorAward
from nominations.queries.promises import Answered, promises
from portal.papers.blocks import Cell, Column, Heading, Row, Table, Text
from portal.tables import NONE
from portal.text import two_digits


def results_table(nomination: Nomination) -> tuple:
    """Plan IV.2: the year's end stands beside its beginning."""
    if nomination.registration_id is None:
        label = _("Chưa đăng ký từ đầu năm. Lý do:")
        return said(label, nomination.unregistered_reason, dots=1)
    rows = [_result(number, each) for number, each in enumerate(promises(nomination), 1)]
    return (_table(rows),) if rows else (Text(plain(_("Bản đăng ký không có chỉ tiêu."))),)


def _result(number: int, each: Answered) -> Row:
    target, result = each.target, each.result
    cells = (
        Cell(two_digits(number)),
        Cell(target.what, second=result.note if result else ""),
        Cell(target.measure),
        Cell(target.promised),
        Cell(result.achieved if result else ""),
        Cell(each.compared.share_words or NONE),
    )
    return Row(cells)


def blank_results() -> tuple:
    return (_table([Row((Cell(),) * 6) for _number in range(5)]),)


def _table(rows: list[Row]) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(71, _("Chỉ tiêu"), centred=False),
        Column(22, _("Đơn vị\ntính")),
        Column(21, _("Cam kết")),
        Column(20, _("Kết quả")),
        Column(21, _("Mức đạt\n(%)")),
    )
    return Table(columns, tuple(rows))


def awards_tables(awards: Iterable[PriorAward] | None) -> tuple:
    """None: a blank form."""
    titles, forms = PriorAward.Kind.TITLE, PriorAward.Kind.FORM
    known = list(awards or ())
    blank = awards is None
    return (
        Heading(_("1. Danh hiệu thi đua")),
        _awards(_("Danh hiệu thi đua"), [row for row in known if row.kind == titles], blank=blank),
        Heading(_("2. Hình thức khen thưởng")),
        _awards(_("Hình thức khen thưởng"), [row for row in known if row.kind == forms], blank=blank),
    )


def _awards(name: str, awards: list[PriorAward], *, blank: bool) -> Table:
    columns = (
        Column(16, _("Năm")),
        Column(55, name, centred=False),
        Column(94, _("Số, ngày, tháng, năm của quyết định;\ncơ quan ban hành quyết định"), centred=False),
    )
    rows = [Row((Cell(str(row.year)), Cell(row.name), Cell(row.decision))) for row in awards]
    if blank:
        rows = [Row((Cell(), Cell(), Cell()))] * 3
    return Table(columns, tuple(rows or [Row((Cell(_("Chưa có"), span=3, centred=True),))]), numbered=False)
