"""Who was recognised the year before, and what the office found when it looked at them again."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from nominations.models import Nomination
from nominations.rights import settled_by
from portal import clock
from portal.models import User
from portal.tables import NONE, Cell, Column, Table
from recognition.models import Recognition, ReviewList


@dataclass(frozen=True)
class Line:
    recognition: Recognition
    href: str  # where it is evaluated; "" where that is not this reader's to do

    @property
    def evaluation(self):
        return getattr(self.recognition, "evaluation", None)


@dataclass(frozen=True)
class LastYear:
    year: int
    lines: list[Line]

    @property
    def open(self) -> int:
        return sum(line.evaluation is None for line in self.lines)

    @property
    def table(self) -> Table:
        labels = (_("Tập thể, cá nhân"), _("Đơn vị"), _("Mô hình"), _("Quyết định"), _("Kết luận"), _("Nhận xét"))
        columns = [*map(Column, labels), Column(_("Người đánh giá")), Column(_("Ngày"))]
        return Table(_("Đánh giá điển hình năm %(year)s") % {"year": self.year}, columns, [*map(_row, self.lines)])


def last_years(year: PlanYear) -> QuerySet[Recognition]:
    """Recognised the year before and not revoked, in protocol order."""
    subject = ("plan_year", "unit", "subject_unit", "subject_person")
    rows = Recognition.objects.filter(nomination__plan_year__year=year.year - 1, nomination__state="recognised")
    rows = rows.select_related("decision", *(f"nomination__{name}" for name in subject))
    return rows.order_by("nomination__unit__protocol_order", "nomination__unit", "nomination__pk")


def last_year_of(review_list: ReviewList, user: User) -> LastYear:
    year = review_list.plan_year
    rows = list(last_years(year).select_related("evaluation__made_by__person"))
    theirs = settled_by(user, Nomination.objects.filter(recognition__in=rows))
    settles = set(theirs.values_list("pk", flat=True))
    address = {each.pk: reverse("recognition:list-evaluate", args=[review_list.pk, each.pk]) for each in rows}
    return LastYear(
        year.year - 1, [Line(each, address[each.pk] if each.nomination_id in settles else "") for each in rows]
    )


def recognised_by(recognition: Recognition) -> str:
    told = {"unit": recognition.nomination.unit, "decision": recognition.decision}
    words = _("%(unit)s. Công nhận theo Quyết định số %(decision)s.") % told
    return f"{words} {_('Mô hình:')} {recognition.model_name}." if recognition.model_name else words


def _row(line: Line) -> list[Cell]:
    nomination, found = line.recognition.nomination, line.evaluation
    head = [
        Cell(str(nomination)),
        Cell(str(nomination.unit)),
        Cell(line.recognition.model_name or NONE),
        Cell(str(line.recognition.decision)),
    ]
    if found is None:
        return [*head, Cell(_("Chưa đánh giá")), Cell(NONE), Cell(NONE), Cell(NONE)]
    day = clock.local(found.made_at).date()
    said = [Cell(found.get_outcome_display()), Cell(found.note), Cell(str(found.made_by))]
    return [*head, *said, Cell(f"{day:%d/%m/%Y}", value=day)]
