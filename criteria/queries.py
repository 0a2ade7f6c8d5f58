"""What the pages of plans, years and ratings show: a fixed number of queries, plain values out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria import content
from criteria.models import CriteriaSet, Plan, PlanYear, Rating
from criteria.numbers import shown_exactly
from criteria.standards import Criterion, Group, PlanContent
from criteria.vocabulary import RatingOf, Source, SubjectKind
from criteria.workflow import YEARS
from portal import clock
from portal.models import Person, Post, Unit
from portal.states import State
from portal.tables import Cell, Column, Table, cells
from portal.timeline import Event

NONE = "–"
NO_RESULT = State(gettext_lazy("Chưa có kết quả"), "hourglass-split", "waiting")
NOT_ASKED = State(gettext_lazy("Kế hoạch không yêu cầu"), "dash-circle", "withdrawn")


# -- the plan and its standards -------------------------------------------------------------------------------


@dataclass(frozen=True)
class StandardRow:
    criterion: Criterion
    points: str  # "10" or "" for a gate
    floor: str  # "5,0"
    who: str

    @property
    def is_gate(self) -> bool:
        return self.criterion.is_gate


@dataclass(frozen=True)
class Section:
    group: Group
    rows: list[StandardRow]


@dataclass(frozen=True)
class Catalogue:
    """The standards one kind of subject is measured by, in the plan's order."""

    kind: SubjectKind
    sections: list[Section]
    count: int
    points: str


def set_in_force(plan_code: str = "") -> CriteriaSet | None:
    """The set of this year; of the plan that was asked for; else of the newest plan."""
    sets = CriteriaSet.objects.select_related("plan")
    if plan_code:
        sets = sets.filter(plan__code=plan_code)
    this_year = sets.filter(years__year=clock.today().year).first()
    last_year = F("years__year").desc(nulls_last=True)  # of itself PostgreSQL puts a set without a year first
    return this_year or sets.order_by("-plan__first_year", last_year, "-number").first()


def set_for_next_year() -> CriteriaSet | None:
    """What a new year begins with: the newest set of the plan that the next year belongs to, else the one in force."""
    last = PlanYear.objects.aggregate(last=Max("year"))["last"]
    coming = clock.today().year if last is None else last + 1
    sets = CriteriaSet.objects.select_related("plan").order_by("-plan__first_year", "-number")
    return sets.filter(plan__first_year__lte=coming, plan__last_year__gte=coming).first() or set_in_force()


def catalogue(plan_content: PlanContent, kind: SubjectKind) -> Catalogue:
    standards = plan_content.standards_for(kind)
    rows: dict[str, list[StandardRow]] = {}
    for criterion in standards.criteria:
        rows.setdefault(criterion.group.code, []).append(_standard_row(criterion, plan_content))
    sections = [Section(group, rows[group.code]) for group in plan_content.groups if group.code in rows]
    return Catalogue(kind, sections, len(standards.criteria), plain(standards.points))


def _standard_row(criterion: Criterion, plan_content: PlanContent) -> StandardRow:
    if criterion.is_gate:
        return StandardRow(criterion, "", "", who_answers(criterion))
    share = plan_content.parameters.floor if criterion.floor is None else criterion.floor
    return StandardRow(
        criterion, plain(criterion.points), shown_exactly(criterion.points * share), _("thành viên Hội đồng chấm")
    )


def who_answers(criterion: Criterion) -> str:
    if criterion.source != Source.RATING:
        return criterion.source.label
    levels: dict[str, list[str]] = {}
    for asked in criterion.ratings:
        levels.setdefault(asked.at_least.label, []).append(asked.of.label.lower())
    return "; ".join(
        _("Kết quả xếp loại %(of)s: từ %(level)s") % {"of": ", ".join(of), "level": level}
        for level, of in levels.items()
    )


def plain(points: Decimal) -> str:
    """Points without needless places: 10, 7,5."""
    return f"{points.normalize():f}".replace(".", ",")


# -- plan years -----------------------------------------------------------------------------------------------


def year_table(years: Iterable[PlanYear]) -> Table:
    columns = [
        Column(_("Năm")),
        Column(_("Hạn gửi danh sách đăng ký")),
        Column(_("Hạn gửi hồ sơ đề nghị")),
        Column(_("Ngày bình xét")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Các năm thực hiện kế hoạch"), columns, [_year_row(year) for year in years])


def _year_row(year: PlanYear) -> list[Cell]:
    return [
        Cell(str(year), reverse("criteria:year-detail", args=[year.pk])),
        Cell(date_format(year.registers_by), value=year.registers_by),
        Cell(date_format(clock.local(year.nominates_by), "H:i:s d/m/Y")),
        Cell(date_format(year.reviews_on), value=year.reviews_on),
        Cell(state=YEARS.states[year.state]),
    ]


def dates_of(year: PlanYear) -> list[Event]:
    """The year's dates as a timeline of what is past, next and still to come."""
    moments = [
        (datetime.combine(year.registers_by, time.max, clock.now().tzinfo), _("Hạn gửi danh sách đăng ký"), ""),
        (clock.local(year.nominates_by), _("Hạn gửi hồ sơ đề nghị"), f"{clock.local(year.nominates_by):%H:%M:%S}"),
        (datetime.combine(year.reviews_on, time.max, clock.now().tzinfo), _("Bình xét"), ""),
    ]
    if year.publishes_on:
        moments.append(
            (datetime.combine(year.publishes_on, time.max, clock.now().tzinfo), _("Dự kiến công bố kết quả"), "")
        )
    ahead = [moment for moment, _what, _detail in moments if moment >= clock.now()]
    return [Event(moment.date(), what, detail=detail, tone=_tone(moment, ahead)) for moment, what, detail in moments]


def _tone(moment: datetime, ahead: list[datetime]) -> str:
    if moment not in ahead:
        return "done"
    return "now" if moment == ahead[0] else "ahead"


def units_owing(year: PlanYear) -> Table:
    """What units owe: plan V, second dash, at least so many models each."""
    units = Unit.objects.on(min(clock.today(), year.reviews_on)).filter(owes_model=True)
    owed = Cell(_("ít nhất %(count)02d mô hình") % {"count": year.models_owed}, value=year.models_owed)
    columns = [Column(_("Đơn vị")), Column(_("Phải xây dựng trong năm"))]
    return Table(_("Các đơn vị và số mô hình phải xây dựng"), columns, [[Cell(unit.name), owed] for unit in units])


def set_aside_of(year: PlanYear) -> list[tuple[str, str]]:
    """[(standard, reason)] set aside this year for everybody."""
    labels = dict(year.criteria_set.criteria.filter(code__in=year.set_aside).values_list("code", "label"))
    return [(labels[code], reason) for code, reason in year.set_aside.items() if code in labels]


# -- ratings --------------------------------------------------------------------------------------------------


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
    day = _day_of_belonging(year)
    asked = _asked_of(plan_content)
    ratings = {_key(rating): rating for rating in Rating.objects.standing().filter(year=year).select_related("scan")}
    found = [*_unit_dues(day, asked), *_person_dues(day, asked)]
    found.sort(key=lambda due: (due.unit.protocol_order, due.unit.pk, due.of.is_of_a_person))
    return [Due(due.of, due.subject, due.unit, due.asked, ratings.get(due.key)) for due in found]


def _day_of_belonging(year: int) -> date:
    """Who belongs where counts on the year's review date, or today while that is still to come."""
    plan_year = PlanYear.objects.filter(year=year).first()
    return min(clock.today(), plan_year.reviews_on if plan_year else date(year, 12, 31))


def _key(rating: Rating) -> tuple[str, int]:
    return rating.of, rating.unit_id or rating.person_id


def _asked_of(plan_content: PlanContent | None) -> dict[RatingOf, set[SubjectKind]]:
    asked: dict[RatingOf, set[SubjectKind]] = {}
    for criterion in plan_content.criteria if plan_content else ():
        for each in criterion.ratings if criterion.enabled else ():
            asked.setdefault(each.of, set()).update(criterion.applies_to)
    return asked


def _unit_dues(day: date, asked: dict[RatingOf, set[SubjectKind]]) -> Iterator[Due]:
    for unit in Unit.objects.on(day).filter(kind__in=_OF_KIND).select_related("parent"):
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
