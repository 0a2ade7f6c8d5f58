"""An assessor's own sheets: the list of them, the one to take up next, what one gave the same subject last year."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Mark, Sheet
from criteria.vocabulary import Declared
from nominations import rights
from nominations.models import Nomination
from nominations.queries.reach import sheets
from portal import clock
from portal.models import User
from portal.states import State
from portal.tables import Cell, Column, Table

TO_DECLARE = State(gettext_lazy("Chưa khai"), "question-circle", "submitted")
TO_FILL = State(gettext_lazy("Chưa gửi"), "pencil", "draft")
SENT = State(gettext_lazy("Đã gửi"), "check-circle", "recognised")
RESTS = State(gettext_lazy("Tạm dừng"), "pause-circle", "withdrawn")
NEAR = State(gettext_lazy("Có xung đột"), "slash-circle", "returned")

DECLARED = {"": TO_DECLARE.label, Declared.NONE: Declared.NONE.label, Declared.SOME: Declared.SOME.label}


def state_of(sheet: Sheet, nomination: Nomination) -> State:
    if sheet.sent_at:
        return SENT
    if sheet.declared == Declared.SOME:
        return NEAR
    if nomination.state != "received":
        return RESTS
    return TO_FILL if sheet.declared else TO_DECLARE


def following(sheet: Sheet, user: User) -> Nomination | None:
    """What to take up next: of one's own open sheets the dossier with the fewest finished ones."""
    finished = Count("scorecard__sheets", filter=Q(scorecard__sheets__sent_at__isnull=False))
    rows = sheets().visible_to(user).filter(sent_at=None, scorecard__nomination__state="received")
    rows = rows.exclude(declared=Declared.SOME).exclude(pk=sheet.pk).annotate(finished=finished)
    found = (each.scorecard.nomination for each in rows.order_by("finished", "pk"))
    return next((each for each in found if not rights.conflict(user, each)), None)


def earlier_marks(sheet: Sheet, codes: Iterable[str]) -> dict[str, Decimal]:
    """{code: what this assessor gave the same subject for it the year before}; asked for marks that are set only."""
    nomination = sheet.scorecard.nomination
    before = Nomination.objects.filter(
        plan_year__year=nomination.plan_year.year - 1,
        subject_unit=nomination.subject_unit_id,
        subject_person=nomination.subject_person_id,
    ).exclude(state="withdrawn")
    rows = Mark.objects.filter(sheet__assessor=sheet.assessor_id, sheet__sent_at__isnull=False)
    rows = rows.filter(sheet__scorecard__nomination__in=before, criterion__code__in=list(codes))
    return dict(rows.values_list("criterion__code", "points"))


def sheet_table(user: User) -> Table:
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Đơn vị đề nghị")),
        Column(_("Đã chấm"), number=True),
        Column(_("Ngày gửi phiếu")),
        Column(_("Phiếu chấm")),
    ]
    rows = sheets().visible_to(user).filter(scorecard__nomination__isnull=False)
    rows = rows.annotate(marked=Count("marks", filter=Q(marks__criterion__unit=None)))
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
        Cell(state=state_of(sheet, nomination)),
    ]
