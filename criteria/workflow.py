"""A plan year: planned → open → closed. Opening freezes its set of criteria (there are no changes within a year)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear
from portal import clock
from portal.rights import may
from portal.states import State
from portal.workflow import Move, Workflow


def _who_keeps_years(user, year: PlanYear) -> bool:
    return may(user, "year.keep")


def _ready_to_open(year: PlanYear) -> str:
    if not year.plan.first_year <= year.year <= year.plan.last_year:
        return _("Năm %(year)s không thuộc giai đoạn của kế hoạch.") % {"year": year.year}
    if not year.criteria_set.criteria.exists():
        return _("Bộ tiêu chuẩn của năm chưa có tiêu chuẩn nào.")
    return ""


def _over(year: PlanYear) -> str:
    if clock.today() < year.reviews_on:
        return _("Chưa đến ngày bình xét (%(day)s) nên chưa kết thúc năm được.") % {
            "day": f"{year.reviews_on:%d/%m/%Y}"
        }
    return ""


OPEN = Move(
    name="open",
    words=gettext_lazy("Mở năm"),
    sources=("planned",),
    target="open",
    who=_who_keeps_years,
    guard=_ready_to_open,
)
CLOSE = Move(
    name="close",
    words=gettext_lazy("Kết thúc năm"),
    sources=("open",),
    target="closed",
    who=_who_keeps_years,
    guard=_over,
)
YEARS = Workflow(
    title="Năm thực hiện kế hoạch (PlanYear)",
    states={
        "planned": State(gettext_lazy("Sắp mở"), "calendar", "draft"),
        "open": State(gettext_lazy("Đang thực hiện"), "calendar-check", "received"),
        "closed": State(gettext_lazy("Đã kết thúc"), "archive", "withdrawn"),
    },
    initial="planned",
    moves=(OPEN, CLOSE),
)
