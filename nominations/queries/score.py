"""What an assessor's desk shows: their own sheet, and others' only once every sheet has been sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria import content
from criteria.models import Group, Mark, Sheet
from criteria.numbers import shown
from criteria.vocabulary import SubjectKind
from nominations.models import Nomination
from nominations.queries.proofs import floor_of, standards_of
from nominations.queries.reach import sheets
from portal import clock
from portal.models import Post, User
from portal.states import State
from portal.tables import Cell, Column, Table

if TYPE_CHECKING:
    from nominations.forms.score import Line, SheetForm

TO_FILL = State(gettext_lazy("Chưa gửi"), "pencil", "draft")
SENT = State(gettext_lazy("Đã gửi"), "check-circle", "recognised")
RESTS = State(gettext_lazy("Tạm dừng"), "pause-circle", "withdrawn")


@dataclass(frozen=True)
class Read:
    """One line of a sent sheet."""

    line: "Line"
    mark: str
    reason: str
    others: str  # once all have sent


@dataclass(frozen=True)
class Desk:
    nomination: Nomination
    sheet: Sheet
    state: State
    subtitle: str
    marked: int
    to_mark: int
    segments: list[bool]
    groups: list[tuple[Group, list]]  # lines to fill, or `Read`
    may_type: bool
    may_take_back: bool
    all_sent: bool
    missing: int


def to_fill(sheet: Sheet) -> dict:
    """What the form is made of."""
    nomination = sheet.scorecard.nomination
    standards = standards_of(nomination, sheet.assessor)
    parameters = content.parameters_value(sheet.scorecard.criteria_set)
    return {
        "standards": standards,
        "marks": {mark.criterion_id: mark for mark in sheet.marks.all()},
        "floors": {each.criterion.pk: floor_of(each.criterion, parameters) for each in standards},
    }


def desk_of(sheet: Sheet, user: User, form: "SheetForm", *, may_type: bool) -> Desk:
    nomination = sheet.scorecard.nomination
    at_work = nomination.state == "received"
    may_type = at_work and (sheet.sent_at is None or may_type)
    to_mark = [each.criterion.pk for each in form.to_mark if not each.is_own]
    segments = [pk in form.marks for pk in to_mark]
    others = _others(sheet, user)
    lines = list(form.lines()) if may_type else list(_read(form, others))
    return Desk(
        nomination=nomination,
        sheet=sheet,
        state=_state(sheet, nomination),
        subtitle=_subtitle(nomination),
        marked=sum(segments),
        to_mark=len(to_mark),
        segments=sorted(segments, reverse=True),
        groups=_by_group(lines),
        may_type=may_type,
        may_take_back=at_work and sheet.sent_at is not None,
        all_sent=bool(others),
        missing=len(to_mark) - sum(segments),
    )


def _state(sheet: Sheet, nomination: Nomination) -> State:
    if sheet.sent_at:
        return SENT
    return TO_FILL if nomination.state == "received" else RESTS


def _by_group(lines: list) -> list[tuple[Group, list]]:
    def group_of(line) -> Group:
        return (line.line if isinstance(line, Read) else line).standard.section

    return [(group, list(members)) for group, members in groupby(lines, key=group_of)]


def _others(sheet: Sheet, user: User) -> list[Sheet]:
    """Other assessors' sheets, when every sheet that is due has been sent."""
    rows = Sheet.objects.filter(scorecard=sheet.scorecard_id)
    count = rows.count()
    if count < sheet.scorecard.criteria_set.min_sheets:
        return []
    return list(rows.readable_by(user).exclude(pk=sheet.pk).prefetch_related("marks").order_by("pk"))


def _read(form: "SheetForm", others: list[Sheet]) -> Iterator[Read]:
    theirs: dict[int, list[Decimal]] = {}
    for sheet in others:
        for mark in sheet.marks.all():
            theirs.setdefault(mark.criterion_id, []).append(mark.points)
    for line in form.lines():
        pk = line.standard.criterion.pk
        mark: Mark | None = form.marks.get(pk)
        seen = " · ".join(shown(points, 1) for points in sorted(theirs.get(pk, []), reverse=True))
        yield Read(line, shown(mark.points, 1) if mark else "–", mark.reason if mark else "", seen)


def _subtitle(nomination: Nomination) -> str:
    """Who it is, as an official would introduce them."""
    kind = SubjectKind(nomination.kind)
    words = [kind.label.lower() if kind != SubjectKind.COLLECTIVE else _("tập thể"), nomination.scope_label.lower()]
    if person := nomination.subject_person:
        posts = Post.objects.on(clock.today()).filter(person=person).select_related("unit")
        words = [*(f"{post.title}, {post.unit}" for post in posts), *words]
    elif nomination.subject_unit_id != nomination.unit_id:
        words = [str(nomination.unit), *words]
    told = " · ".join([*words, str(nomination.plan_year).lower()])
    return told[:1].upper() + told[1:]


# -- the list -------------------------------------------------------------------------------------------------


def sheet_table(user: User) -> Table:
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Đơn vị đề nghị")),
        Column(_("Đã chấm"), number=True),
        Column(_("Ngày gửi phiếu")),
        Column(_("Phiếu chấm")),
    ]
    rows = (
        sheets()
        .visible_to(user)
        .annotate(marked=Count("marks", filter=Q(marks__criterion__unit=None)))
        .filter(scorecard__nomination__isnull=False)
    )
    found = sorted(rows, key=lambda sheet: (sheet.sent_at is not None, -sheet.pk))
    return Table(_("Hồ sơ được giao chấm"), columns, [_sheet_row(sheet) for sheet in found])


def _sheet_row(sheet: Sheet) -> list[Cell]:
    nomination = sheet.scorecard.nomination
    day = clock.local(sheet.sent_at).date() if sheet.sent_at else None
    second = f"{nomination.get_kind_display()} · {nomination.plan_year}"
    return [
        Cell(str(nomination), reverse("nominations:score", args=[nomination.pk]), second),
        Cell(str(nomination.unit)),
        Cell(f"{sheet.marked}", value=sheet.marked),
        Cell(f"{day:%d/%m/%Y}" if day else "–", value=day),
        Cell(state=_state(sheet, nomination)),
    ]
