"""What the pages of imports show, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.models import SheetImport, User
from portal.sheets import kinds
from portal.sheets.preview import ADDED, CHANGED, LEFT, REFUSED, SAME, WAITS, Preview, Row, in_words
from portal.states import State
from portal.tables import NONE, Cell, Column, Table
from portal.text import two_digits

MOST = 300  # rows of a group that are drawn; the others are told by their numbers

WORDS = {
    ADDED: gettext_lazy("Thêm mới"),
    CHANGED: gettext_lazy("Thay đổi"),
    SAME: gettext_lazy("Không thay đổi"),
    LEFT: gettext_lazy("Để ngoài"),
}
_TITLES = {
    WAITS: gettext_lazy("Cần chọn trước khi nhập"),
    REFUSED: gettext_lazy("Không nhận được"),
    ADDED: gettext_lazy("Sẽ thêm mới"),
    CHANGED: gettext_lazy("Sẽ thay đổi"),
    LEFT: gettext_lazy("Để ngoài, không ghi"),
    SAME: gettext_lazy("Không thay đổi"),
}
_APPLIED = State(gettext_lazy("Đã nhập"), "check-circle", "recognised")
_WAITING = State(gettext_lazy("Chờ xác nhận"), "hourglass-split", "waiting")


@dataclass(frozen=True)
class Group:
    """Rows of one fate. `others`: numbers of those that are not drawn."""

    key: str
    title: str
    count: str
    rows: list[Row]
    others: str


def groups(found: Preview) -> list[Group]:
    return [_group(verdict, found.of(verdict)) for verdict in _TITLES if found.of(verdict)]


def _group(verdict: str, rows: list[Row]) -> Group:
    drawn = [] if verdict == SAME else rows[:MOST]
    others = in_words([row.number for row in rows[len(drawn) :]])
    return Group(verdict, _TITLES[verdict], two_digits(len(rows)), drawn, others)


def outcome(kept: SheetImport) -> list[tuple[str, str]]:
    return [(words, two_digits(kept.outcome.get(verdict, 0))) for verdict, words in WORDS.items()]


def listed(user: User) -> QuerySet[SheetImport]:
    return SheetImport.objects.visible_to(user).select_related("file", "by__person")


def import_table(rows: Iterable[SheetImport]) -> Table:
    columns = [
        Column(_("Tệp")),
        Column(_("Nội dung")),
        Column(_("Người tải lên")),
        Column(_("Lúc")),
        Column(_("Kết quả")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Các lần nhập từ Excel"), columns, [_import_row(row) for row in rows])


def _import_row(row: SheetImport) -> list[Cell]:
    counts = [f"{words}: {two_digits(row.outcome[each])}" for each, words in WORDS.items() if row.outcome.get(each)]
    return [
        Cell(row.file.name, reverse("portal:import-detail", args=[row.pk])),
        Cell(str(kinds.find(row.kind).title)),
        Cell(str(row.by)),
        Cell(date_format(clock.local(row.applied_at or row.uploaded_at), "H:i d/m/Y")),
        Cell("; ".join(counts) or NONE),
        Cell(state=_APPLIED if row.applied_at else _WAITING),
    ]
