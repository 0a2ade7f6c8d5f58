"""The plan and its standards as they are read."""

from dataclasses import dataclass

from django.db.models import F, Max
from django.utils.translation import gettext as _

from criteria.models import CriteriaSet, PlanYear
from criteria.numbers import plain, shown_exactly
from criteria.standards import Criterion, Group, PlanContent
from criteria.vocabulary import Source, SubjectKind
from portal import clock


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
    who = who_answers(criterion)
    if criterion.is_gate:
        return StandardRow(criterion, "", "", who)
    floor = plan_content.parameters.floor_of(criterion)
    return StandardRow(criterion, plain(criterion.points), shown_exactly(floor), who)


def who_answers(criterion: Criterion) -> str:
    if not criterion.is_gate:
        return _("thành viên Hội đồng chấm")
    if criterion.source != Source.RATING:
        return criterion.source.label
    levels: dict[str, list[str]] = {}
    for asked in criterion.ratings:
        levels.setdefault(asked.at_least.label, []).append(asked.of.label.lower())
    return "; ".join(
        _("Kết quả xếp loại %(of)s: từ %(level)s") % {"of": ", ".join(of), "level": level}
        for level, of in levels.items()
    )
