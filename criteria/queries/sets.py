"""What the pages of sets show."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.actions.plans import differences
from criteria.models import CriteriaSet, PlanYear
from criteria.numbers import plain, shown_exactly
from criteria.queries.catalogue import who_answers
from criteria.standards import Criterion, Group, Parameters, PlanContent
from criteria.vocabulary import SubjectKind
from portal import words
from portal.states import State
from portal.tables import NONE, Cell, Column, Table
from portal.words import Piece

FROZEN = State(gettext_lazy("Đã khóa"), "lock", "received")
OPEN = State(gettext_lazy("Đang soạn"), "pencil", "draft")


def state_of(criteria_set: CriteriaSet) -> State:
    return FROZEN if criteria_set.frozen_at else OPEN


def all_sets() -> list[CriteriaSet]:
    years = Prefetch("years", PlanYear.objects.order_by("year"), "years_of_it")
    rows = CriteriaSet.objects.select_related("plan").prefetch_related(years)
    return list(rows.order_by("-plan__first_year", "-number"))


def set_table(sets: Iterable[CriteriaSet]) -> Table:
    columns = [Column(_("Bộ tiêu chuẩn")), Column(_("Dùng cho các năm")), Column(_("Tình trạng"))]
    rows = [
        [
            Cell(str(each), reverse("criteria:set-detail", args=[each.pk])),
            Cell(", ".join(str(year.year) for year in each.years_of_it) or NONE),
            Cell(state=state_of(each)),
        ]
        for each in sets
    ]
    return Table(_("Các bộ tiêu chuẩn"), columns, rows)


@dataclass(frozen=True)
class Row:
    criterion: Criterion
    measure: str
    who: str
    first: bool
    last: bool

    @property
    def applies_to(self) -> str:
        return ", ".join(kind.label.lower() for kind in SubjectKind if kind in self.criterion.applies_to)


@dataclass(frozen=True)
class Section:
    group: Group
    rows: list[Row]


def sections(plan_content: PlanContent) -> list[Section]:
    """Every standard, also those switched off, group by group."""
    found = []
    for group in plan_content.groups:
        members = [row for row in plan_content.criteria if row.group.code == group.code]
        rows = [
            Row(
                criterion=row,
                measure=measure(row, plan_content.parameters),
                who=who_answers(row),
                first=place == 0,
                last=place == len(members) - 1,
            )
            for place, row in enumerate(members)
        ]
        found.append(Section(group, rows))
    return found


def measure(row: Criterion, parameters: Parameters) -> str:
    if row.is_gate:
        return str(row.kind.label)
    return _("%(points)s điểm, đạt từ %(floor)s") % {
        "points": plain(row.points),
        "floor": shown_exactly(parameters.floor_of(row)),
    }


def parameter_lines(parameters: Parameters) -> list[tuple[str, str]]:
    return [
        (_("Kết quả một tiêu chuẩn từ các phiếu"), parameters.combine.label),
        (_("Số phiếu chấm ít nhất của một hồ sơ"), f"{parameters.min_sheets:02d}"),
        (_("Mức đạt chung"), _per_cent(parameters.floor)),
        (_("Lệch quá mức này thì trao đổi"), _per_cent(parameters.tolerance)),
        (_("Người đứng đầu gắn với tập thể"), parameters.own_collective.label),
        (_("Tỷ lệ đồng ý của đơn vị"), str(parameters.unit_vote_threshold)),
        (_("Tỷ lệ đồng ý của Hội đồng"), str(parameters.council_vote_threshold)),
    ]


def _per_cent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


# -- two sets side by side ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    label: str
    before: str  # its measure; "" where it is new
    after: str  # "" where it is gone
    words: list[Piece]
    facts: list[tuple[str, str, str]]  # (what, before, after) of what differs beside measure and wording


def compare(old: PlanContent, new: PlanContent) -> tuple[list[Difference], list[str]]:
    """Standard by standard what differs, and in a line each what else does (scale, groups, order)."""
    before, after = ({row.code: row for row in each.criteria} for each in (old, new))
    found = []
    for code in dict.fromkeys([*before, *after]):
        was, now = before.get(code), after.get(code)
        if was != now and (was is None or now is None or _told(was, old) != _told(now, new)):
            found.append(
                Difference(
                    label=(now or was).label,
                    before=_measured(was, old),
                    after=_measured(now, new),
                    words=words.compare(was.text if was else "", now.text if now else ""),
                    facts=_facts_that_differ(was, now, old, new) if was and now else [],
                )
            )
    lines = [
        f"{label}: {was} → {now}"
        for (label, was), (_label, now) in zip(
            parameter_lines(old.parameters), parameter_lines(new.parameters), strict=True
        )
        if was != now
    ]
    if not found and not lines:
        lines = [str(line) for line in differences(old, new)]
    return found, lines


def _facts_that_differ(
    was: Criterion, now: Criterion, old: PlanContent, new: PlanContent
) -> list[tuple[str, str, str]]:
    before, after = _facts_of(was, old), _facts_of(now, new)
    return [(label, before[label], after[label]) for label in before if before[label] != after[label]]


def _facts_of(row: Criterion, plan_content: PlanContent) -> dict[str, str]:
    labels = [each.label for each in plan_content.criteria if each.code in row.overlaps]
    yes_no = {True: _("có"), False: _("không")}
    return {
        _("Tên ngắn"): row.label,
        _("Mục của Kế hoạch"): row.clause,
        _("Nhóm"): row.group.label,
        _("Áp dụng cho"): ", ".join(kind.label.lower() for kind in SubjectKind if kind in row.applies_to),
        _("Minh chứng thường dùng"): row.evidence,
        _("Có thể dựa trên cùng một việc với"): "; ".join(labels),
        _("Phòng có thể xác định không áp dụng"): yes_no[row.may_be_not_applicable],
        _("Kế hoạch nêu đích danh"): yes_no[row.explicit],
    }


def _told(row: Criterion, plan_content: PlanContent) -> tuple:
    words = (row.label, row.text, row.evidence, row.clause, row.group.code)
    measured = _measured(row, plan_content)
    return (*words, row.applies_to, row.overlaps, row.may_be_not_applicable, row.explicit, measured)


def _measured(row: Criterion | None, plan_content: PlanContent) -> str:
    if row is None:
        return ""
    told = measure(row, plan_content.parameters)
    told = f"{told}; {who_answers(row)}" if row.is_gate else told
    return told if row.enabled else _("%(told)s (đã tắt)") % {"told": told}
