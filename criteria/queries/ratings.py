"""Year-end results: which may be due, which are there."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria import content
from criteria.models import Plan, PlanYear, Rating
from criteria.standards import PlanContent
from criteria.vocabulary import RatingOf, SubjectKind
from portal import clock
from portal.models import Person, Post, Unit
from portal.states import State
from portal.tables import NONE, Cell, Column, Table, cells

NO_RESULT = State(gettext_lazy("Chưa có kết quả"), "hourglass-split", "waiting")
NOT_ASKED = State(gettext_lazy("Kế hoạch không yêu cầu"), "dash-circle", "withdrawn")


@dataclass(frozen=True)
class Due:
    """One rating that a year may have. `asked`: a gate of the plan rests on it."""

    of: RatingOf
    subject: Unit | Person
    unit: Unit  # whose page it stands on
    asked: bool
    rating: Rating | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.of.value, self.subject.pk

    def address(self, year: int) -> str:
        return reverse("criteria:rating-record", args=[year, self.of.value, self.subject.pk])


_OF_KIND = {
    Unit.Kind.FACULTY: RatingOf.UNIT,
    Unit.Kind.OFFICE: RatingOf.UNIT,
    Unit.Kind.PARTY_CELL: RatingOf.PARTY_CELL,
    Unit.Kind.TRADE_UNION: RatingOf.TRADE_UNION,
    Unit.Kind.YOUTH_UNION: RatingOf.YOUTH_UNION,
}


def dues(year: int, plan_content: PlanContent | None) -> list[Due]:
    """Every rating of a year, in protocol order: units and bodies, then people. Four queries whatever their number.

    Party members' ratings are asked only of those for whom a gate of the plan asks them.
    """
    day = day_of_belonging(year)
    asked = _asked_of(plan_content)
    ratings = {_key(rating): rating for rating in Rating.objects.standing().filter(year=year).select_related("scan")}
    units = Unit.objects.on(day).filter(kind__in=_OF_KIND).select_related("parent")
    found = [*_unit_dues(units, asked), *_person_dues(day, asked)]
    found.sort(key=lambda due: (due.unit.protocol_order, due.unit.pk, due.of.is_of_a_person))
    return [Due(due.of, due.subject, due.unit, due.asked, ratings.get(due.key)) for due in found]


def day_of_belonging(year: int) -> date:
    """Of a year that may not be set up: then its end stands for the review date."""
    plan_year = PlanYear.objects.filter(year=year).first()
    return plan_year.day_of_belonging if plan_year else min(clock.today(), date(year, 12, 31))


def _key(rating: Rating) -> tuple[str, int]:
    return rating.of, rating.unit_id or rating.person_id


def _asked_of(plan_content: PlanContent | None) -> dict[RatingOf, set[SubjectKind]]:
    asked: dict[RatingOf, set[SubjectKind]] = {}
    for criterion in plan_content.criteria if plan_content else ():
        for each in criterion.ratings if criterion.enabled else ():
            asked.setdefault(each.of, set()).update(criterion.applies_to)
    return asked


def missing_count(
    plan_content: PlanContent, day: date, units: Iterable[Unit], rated: Container[tuple[str, int]]
) -> int:
    """How many a gate rests on and nobody has recorded: as many as the list shows. One query besides what is at hand.

    `rated`: (of, pk) of what has a rating.
    """
    asked = _asked_of(plan_content)
    there = [unit for unit in units if unit.kind in _OF_KIND and unit.exists_on(day)]
    found = [*_unit_dues(there, asked), *_person_dues(day, asked)]
    return sum(due.asked and due.key not in rated for due in found)


def _unit_dues(units: Iterable[Unit], asked: dict[RatingOf, set[SubjectKind]]) -> Iterator[Due]:
    for unit in units:
        of = _OF_KIND[Unit.Kind(unit.kind)]
        yield Due(of, unit, unit if of == RatingOf.UNIT else unit.parent or unit, bool(asked.get(of)))


def _person_dues(day: date, asked: dict[RatingOf, set[SubjectKind]]) -> Iterator[Due]:
    seen: dict[int, Post] = {}
    for post in Post.objects.on(day).select_related("person", "unit"):
        if post.person_id not in seen or post.is_head:
            seen[post.person_id] = post
    for post in seen.values():
        kind = SubjectKind.HEAD if post.is_head else SubjectKind.INDIVIDUAL
        yield Due(RatingOf.STAFF, post.person, post.unit, kind in asked.get(RatingOf.STAFF, ()))
        if post.person.party_member and kind in asked.get(RatingOf.PARTY_MEMBER, ()):
            yield Due(RatingOf.PARTY_MEMBER, post.person, post.unit, True)


def rating_table(found: Iterable[Due], year: int, *, may_keep: bool) -> Table:
    columns = [
        Column(_("Được xếp loại"), order="name"),
        Column(_("Đơn vị"), order="unit"),
        Column(_("Mức xếp loại")),
        Column(_("Quyết định, thông báo")),
        Column(_("Ngày ban hành")),
        Column(_("Bản chụp")),
    ]
    caption = _("Kết quả xếp loại năm %(year)s") % {"year": year}
    return Table(caption, columns, cells(lambda due: _rating_row(due, year, may_keep), found))


def _rating_row(due: Due, year: int, may_keep: bool) -> list[Cell]:
    rating, scan = due.rating, due.rating and due.rating.scan
    missing = NO_RESULT if due.asked else NOT_ASKED
    return [
        Cell(str(due.subject), due.address(year) if may_keep else "", second=due.of.label),
        Cell(str(due.unit)),
        Cell(rating.get_level_display()) if rating else Cell(state=missing),
        Cell(rating.decision_number if rating else NONE),
        Cell(date_format(rating.decision_date), value=rating.decision_date) if rating else Cell(NONE),
        Cell(_("Tải về"), reverse("criteria:rating-scan", args=[rating.pk])) if scan else Cell(NONE),
    ]


def history_table(ratings: Iterable[Rating]) -> Table:
    """Every entry for one subject and year, the standing one first."""
    columns = [
        Column(_("Mức xếp loại")),
        Column(_("Quyết định, thông báo")),
        Column(_("Ngày ban hành")),
        Column(_("Ghi lúc")),
        Column(_("Người ghi")),
    ]
    rows = [
        [
            Cell(rating.get_level_display(), second="" if rating.superseded_at else capfirst(_("đang có hiệu lực"))),
            Cell(rating.decision_number),
            Cell(date_format(rating.decision_date), value=rating.decision_date),
            Cell(date_format(clock.local(rating.recorded_at), "H:i d/m/Y")),
            Cell(str(rating.recorded_by)),
        ]
        for rating in ratings
    ]
    return Table(_("Các lần ghi"), columns, rows)


def content_of_year(year: int) -> PlanContent | None:
    plan_year = PlanYear.objects.filter(year=year).select_related("criteria_set__plan").first()
    return content.read(plan_year.criteria_set) if plan_year else None


def known_years() -> list[int]:
    """Years that may have ratings, newest first: those set up, those of any plan that have begun."""
    years = set(PlanYear.objects.values_list("year", flat=True))
    for first, last in Plan.objects.values_list("first_year", "last_year"):
        years.update(range(first, min(last, clock.today().year) + 1))
    return sorted(years, reverse=True)


def may_be_due(of: RatingOf, subject: Unit | Person, year: int) -> bool:
    """A party member's rating is asked for only where a gate of the plan rests on it."""
    if of != RatingOf.PARTY_MEMBER:
        return True
    return any(due.key == (of.value, subject.pk) for due in dues(year, content_of_year(year)))


def rated_as(unit: Unit) -> RatingOf | None:
    return _OF_KIND.get(Unit.Kind(unit.kind))


def units_rated_as(of: RatingOf) -> QuerySet[Unit]:
    return Unit.objects.filter(kind__in=[kind for kind, each in _OF_KIND.items() if each == of])


def entries(of: RatingOf, subject: Unit | Person, year: int) -> list[Rating]:
    """Everything ever recorded for one subject and year, the standing entry first."""
    whose = {"person": subject} if of.is_of_a_person else {"unit": subject}
    found = Rating.objects.filter(of=of.value, year=year, **whose).select_related("recorded_by__person", "scan")
    return sorted(found, key=lambda rating: (rating.superseded_at is not None, -rating.pk))
