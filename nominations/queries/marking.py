"""The marking of a year as the office follows it: who has begun, sent, declared. Nothing here rests on a mark."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear, Sheet
from criteria.vocabulary import Declared
from nominations import rights
from nominations.models import Nomination
from nominations.queries.sheets import DECLARED
from portal import clock
from portal.models import User
from portal.states import State
from portal.tables import NONE, Cell, Column, Table

ALL_SENT = State(gettext_lazy("Đã gửi đủ"), "check-circle", "recognised")
UNDER_WAY = State(gettext_lazy("Đang chấm"), "pencil", "draft")
TO_ASSIGN = State(gettext_lazy("Chưa phân công đủ"), "person-plus", "submitted")
TO_REASSIGN = State(gettext_lazy("Cần phân công lại"), "exclamation-triangle", "returned")
MARKED_IN = ("received", "appraised", "listed", "recognised", "not_recognised", "revoked")


@dataclass(frozen=True)
class Marking:
    assessors: Table
    dossiers: Table
    elsewhere: int  # dossiers of this year that somebody else handles


def years() -> dict[int, PlanYear]:
    """{year: row}, newest first, of those that have begun."""
    return {row.year: row for row in PlanYear.objects.exclude(state="planned").select_related("criteria_set")}


def this_year(found: dict[int, PlanYear]) -> int:
    return next((year for year in found if year <= clock.today().year), clock.today().year)


def marking_of(year: PlanYear | None, user: User) -> Marking:
    sheets = _sheets(year)
    rows = _dossiers(year)
    mine = list(rights.handled_by(user, rows))
    least = year.criteria_set.min_sheets if year else 0
    return Marking(
        assessors=_assessors_table(sheets),
        dossiers=_dossiers_table(mine, sheets, least),
        elsewhere=rows.count() - len(mine),
    )


def _sheets(year: PlanYear | None) -> list[Sheet]:
    rows = Sheet.objects.filter(scorecard__nomination__plan_year=year, scorecard__nomination__state__in=MARKED_IN)
    rows = rows.select_related("assessor__person").annotate(marked=Count("marks"))
    return list(rows.order_by("assessor__person__sort_key", "assessor_id", "pk"))


def _dossiers(year: PlanYear | None) -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(plan_year=year, state__in=MARKED_IN).with_subject()
    return rows.order_by("by_unit", "pk")


def _assessors_table(sheets: list[Sheet]) -> Table:
    """By name: nobody stands above anybody."""
    columns = [
        Column(_("Thành viên Hội đồng")),
        *(Column(label, number=True) for label in (_("Được giao"), _("Chưa khai"), _("Không có xung đột"))),
        *(Column(label, number=True) for label in (_("Có xung đột"), _("Đang chấm"), _("Đã gửi"))),
    ]
    theirs: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        theirs.setdefault(sheet.assessor_id, []).append(sheet)
    people = {user.pk: user for user in (*rights.assessors(), *(sheet.assessor for sheet in sheets))}
    ordered = sorted(people.values(), key=lambda user: (user.person.sort_key if user.person else "", user.pk))
    return Table(_("Tiến độ của từng thành viên"), columns, [_assessor_row(u, theirs.get(u.pk, [])) for u in ordered])


def _assessor_row(user: User, sheets: list[Sheet]) -> list[Cell]:
    said = Counter(sheet.declared for sheet in sheets)
    begun = sum(sheet.sent_at is None and sheet.marked > 0 for sheet in sheets)
    sent = sum(sheet.sent_at is not None for sheet in sheets)
    counts = (len(sheets), said[""], said[Declared.NONE], said[Declared.SOME], begun, sent)
    return [Cell(str(user)), *(Cell(str(count), value=count) for count in counts)]


def _dossiers_table(rows: Iterable[Nomination], sheets: list[Sheet], least: int) -> Table:
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Đơn vị đề nghị")),
        Column(_("Phiếu cần có"), number=True),
        Column(_("Đã phân công"), number=True),
        Column(_("Đã gửi"), number=True),
        Column(_("Từng phiếu")),
        Column(_("Tình trạng")),
    ]
    by_card: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_card.setdefault(sheet.scorecard_id, []).append(sheet)
    lines = [_dossier_row(row, by_card.get(row.scorecard_id, []), least) for row in rows]
    return Table(_("Tiến độ của từng hồ sơ"), columns, lines)


def _dossier_row(row: Nomination, sheets: list[Sheet], least: int) -> list[Cell]:
    sent = sum(sheet.sent_at is not None for sheet in sheets)
    return [
        Cell(str(row), reverse("nominations:appraisal", args=[row.pk]), row.get_kind_display()),
        Cell(str(row.unit)),
        Cell(str(least), value=least),
        Cell(str(len(sheets)), value=len(sheets)),
        Cell(str(sent), value=sent),
        Cell("; ".join(f"{sheet.assessor}: {stage(sheet)}" for sheet in sheets) or NONE),
        Cell(state=_state(sheets, sent, least)),
    ]


def stage(sheet: Sheet) -> str:
    """Where one sheet stands, in the words of the office; `marked`: how many marks it has."""
    if sheet.sent_at:
        return _("đã gửi")
    if sheet.declared != Declared.NONE:
        return str(DECLARED[sheet.declared]).lower()
    return _("đang chấm") if sheet.marked else _("không có xung đột, chưa chấm")


def _state(sheets: list[Sheet], sent: int, least: int) -> State:
    if any(sheet.declared == Declared.SOME for sheet in sheets):
        return TO_REASSIGN
    if len(sheets) < least:
        return TO_ASSIGN
    return ALL_SENT if sent == len(sheets) else UNDER_WAY
