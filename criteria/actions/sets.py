"""Editing a set that no year has frozen yet, and copying one to make the next (plan II.2: standards fit the school)."""

from dataclasses import replace

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from criteria import content
from criteria.actions.plans import differences, write_content
from criteria.models import CriteriaSet, Plan
from criteria.numbers import plain
from criteria.standards import PlanContent, PlanHead
from portal import audit
from portal.models import User
from portal.rights import Conflict, require


@transaction.atomic
def change_set(criteria_set: CriteriaSet, new: PlanContent, *, by: User, version: int) -> list[str]:
    """Bring an unfrozen set to this content; returns what changed, in words. Raises `Conflict` when it is frozen.

    What a unit has noted or added beside a standard that goes (plan II.2) must not be lost: `write_content` refuses.
    """
    require(by, "set.keep")
    rows = CriteriaSet.objects.filter(pk=criteria_set.pk, version=version, frozen_at=None)
    if not rows.update(version=F("version") + 1):
        _refuse_stale(criteria_set)
    old = content.read(criteria_set)
    changed = differences(old, new)
    if changed:
        write_content(criteria_set, new)
        told = {row.code: row for row in new.criteria}
        before = {row.label: _said(row) for row in old.criteria if told.get(row.code) != row}
        was = {row.code: row for row in old.criteria}
        after = {row.label: _said(row) for row in new.criteria if was.get(row.code) != row}
        audit.record(
            criteria_set, _("Sửa bộ tiêu chuẩn"), by=by, before=before, after=after, note="; ".join(map(str, changed))
        )
    criteria_set.refresh_from_db()
    return changed


def _said(row) -> str:
    """What the log keeps of a standard: its measure and its words."""
    measure = _("%(points)s điểm") % {"points": plain(row.points)} if row.points is not None else row.kind.label
    return f"{measure}. {row.text}" if row.enabled else _("tắt. %(text)s") % {"text": row.text}


def refuse_frozen(criteria_set: CriteriaSet) -> None:
    if criteria_set.frozen_at:
        raise Conflict(
            _("Bộ tiêu chuẩn này đã khóa vì một năm đã mở."),
            instead=_("Vui lòng sao chép thành bộ mới cho năm chưa mở rồi sửa trên bộ mới."),
        )


def _refuse_stale(criteria_set: CriteriaSet) -> None:
    """Its guarded UPDATE found nothing: frozen meanwhile, or changed."""
    refuse_frozen(CriteriaSet.objects.get(pk=criteria_set.pk))
    raise Conflict(
        _("Bộ tiêu chuẩn này vừa được người khác sửa nên thay đổi chưa được lưu."),
        instead=_("Vui lòng mở lại trang để xem nội dung mới nhất rồi sửa tiếp."),
    )


@transaction.atomic
def copy_set(criteria_set: CriteriaSet, *, by: User) -> CriteriaSet:
    """The next set of the same plan, not frozen. What units added for themselves stays with the years it was for."""
    require(by, "set.keep")
    plan = Plan.objects.select_for_update().get(pk=criteria_set.plan_id)
    last = plan.sets.aggregate(last=Max("number"))["last"]
    made = _made_from(criteria_set, plan, number=last + 1)
    audit.record(made, _("Sao chép bộ tiêu chuẩn"), by=by, after={_("Từ bộ"): str(criteria_set)})
    return made


@transaction.atomic
def copy_plan(criteria_set: CriteriaSet, head: PlanHead, *, by: User) -> CriteriaSet:
    """The plan of another period, beginning with the standards of this set."""
    require(by, "set.keep")
    plan = Plan.objects.create(**content.head_fields(head))
    made = _made_from(criteria_set, plan, number=1)
    audit.record(plan, _("Lập kế hoạch giai đoạn mới"), by=by, after={_("Từ bộ"): str(criteria_set)})
    return made


def _made_from(criteria_set: CriteriaSet, plan: Plan, *, number: int) -> CriteriaSet:
    old = content.read(criteria_set)
    made = CriteriaSet.objects.create(plan=plan, number=number, **content.parameter_fields(old.parameters))
    write_content(made, replace(old, head=content.head_value(plan)))
    return made
