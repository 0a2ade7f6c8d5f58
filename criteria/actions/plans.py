"""Loading a plan's content into its tables, and telling what that changes."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from criteria import content, standards
from criteria.models import CriteriaSet, Criterion, Group, Plan
from criteria.standards import PlanContent
from portal import audit
from portal.models import User
from portal.rights import Conflict


@transaction.atomic
def load_plan(plan_content: PlanContent, *, by: User | None) -> list[str]:
    """Bring a plan's newest set to this content; returns what changed, in words: [] the second time.

    Raises `Conflict` when that set was frozen by a year that was opened: a change is then a copy for another year; and
    when the plan's period would leave out a year that was set up, or a group that a unit added a criterion to.
    """
    plan = Plan.objects.filter(code=plan_content.head.code).first()
    criteria_set = plan.sets.select_related("plan").order_by("-number").first() if plan else None
    if criteria_set is None:
        criteria_set = _first_set(plan_content)
        head, changed = [], [_("Kế hoạch giai đoạn %(code)s") % {"code": plan_content.head.code}]
    else:
        stored = content.read(criteria_set)
        head = [_("thông tin của kế hoạch")] if stored.head != plan_content.head else []
        changed = differences(stored, plan_content)
    if changed and criteria_set.frozen_at:
        raise Conflict(
            _("Bộ tiêu chuẩn giai đoạn %(code)s đã khóa vì một năm đã mở; tệp này sẽ thay đổi: %(what)s.")
            % {"code": plan_content.head.code, "what": "; ".join(changed)},
            instead=_("Muốn thay đổi, vui lòng lập bộ tiêu chuẩn mới cho năm chưa mở."),
        )
    if head:
        _refuse_years_left_out(criteria_set.plan, plan_content)
        Plan.objects.filter(pk=criteria_set.plan_id).update(**content.head_fields(plan_content.head))
    if changed:
        write_content(criteria_set, plan_content)
    if head or changed:
        told = {_("Thay đổi"): "; ".join([*head, *changed])}
        audit.record(criteria_set.plan, _("Nạp kế hoạch và tiêu chuẩn"), by=by, after=told)
    return [*head, *changed]


def differences(old: PlanContent, new: PlanContent) -> list[str]:
    """What would change in the set itself, as a person would call it, one line each."""
    found = []
    if old.parameters != new.parameters:
        found.append(_("thang điểm và ngưỡng"))
    if old.groups != new.groups:
        found.append(_("các nhóm tiêu chuẩn"))
    before, after = ({c.code: c for c in each.criteria} for each in (old, new))
    for code in dict.fromkeys([*before, *after]):
        if code not in after:
            found.append(_("bỏ tiêu chuẩn “%(label)s”") % {"label": before[code].label})
        elif code not in before:
            found.append(_("thêm tiêu chuẩn “%(label)s”") % {"label": after[code].label})
        elif not _same(before[code], after[code]):
            found.append(_("tiêu chuẩn “%(label)s”") % {"label": after[code].label})
    if not found and list(before) != list(after):
        found.append(_("thứ tự các tiêu chuẩn"))
    return found


def _same(old: standards.Criterion, new: standards.Criterion) -> bool:
    """Whether the standard is as it was; what became of its group is told by itself."""
    return old.group.code == new.group.code and replace(old, group=new.group) == new


def _first_set(plan_content: PlanContent) -> CriteriaSet:
    plan, _created = Plan.objects.update_or_create(
        code=plan_content.head.code, defaults=content.head_fields(plan_content.head)
    )
    return CriteriaSet.objects.create(plan=plan, **content.parameter_fields(plan_content.parameters))


def _refuse_years_left_out(plan: Plan, plan_content: PlanContent) -> None:
    period = plan_content.head.first_year, plan_content.head.last_year
    if out := sorted(set(plan.years.values_list("year", flat=True)) - set(range(period[0], period[1] + 1))):
        raise Conflict(
            _("Giai đoạn %(first)s - %(last)s không còn gồm năm đã lập: %(years)s.")
            % {"first": period[0], "last": period[1], "years": ", ".join(map(str, out))},
            instead=_("Vui lòng xem lại năm đầu, năm cuối trong tệp."),
        )


def _refuse_lost_to_units(criteria_set: CriteriaSet, plan_content: PlanContent) -> None:
    """What units added for themselves (plan II.2) stands in the plan's groups, beside codes of its own."""
    added = criteria_set.criteria.exclude(unit=None)
    groups, codes = ({each.code for each in many} for many in (plan_content.groups, plan_content.criteria))
    if lost := [
        row.label for row in added.select_related("group") if row.group.code not in groups or row.code in codes
    ]:
        raise Conflict(
            _("Tệp này không còn chỗ cho tiêu chuẩn đơn vị đã bổ sung: %(what)s.") % {"what": "; ".join(lost)},
            instead=_("Vui lòng giữ nhóm của tiêu chuẩn đó, hoặc dùng mã khác, rồi nạp lại."),
        )


def write_content(criteria_set: CriteriaSet, plan_content: PlanContent) -> None:
    """The set is not frozen, so nothing rests on its rows yet: they are written anew, in the content's order.

    Raises `Conflict` when a group goes to which a unit added a criterion of its own.
    """
    _refuse_lost_to_units(criteria_set, plan_content)
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(**content.parameter_fields(plan_content.parameters))
    criteria_set.criteria.filter(unit=None).delete()
    groups = {
        group.code: Group.objects.update_or_create(
            criteria_set=criteria_set, code=group.code, defaults={"order": order, **content.group_fields(group)}
        )[0]
        for order, group in enumerate(plan_content.groups)
    }
    criteria_set.groups.exclude(code__in=groups).delete()
    Criterion.objects.bulk_create(
        Criterion(
            criteria_set=criteria_set,
            group=groups[criterion.group.code],
            order=order,
            **content.criterion_fields(criterion),
        )
        for order, criterion in enumerate(plan_content.criteria)
    )
