"""The review list: compiling → closed → approved → decided (plan V, third dash)."""

from django.utils.translation import gettext_lazy

from portal.states import State
from portal.workflow import Move, Workflow
from recognition import rights
from recognition.minutes import missing
from recognition.queries.meetings import hall_of


def _keeps(user, review_list) -> bool:
    return rights.keeps(user, review_list)


def _approves(user, review_list) -> bool:
    return rights.approval_refused(user, review_list) == ""


def _is_settled(review_list) -> str:
    return missing(hall_of(review_list.latest()))


LISTS = Workflow(
    title="Danh sách bình xét (ReviewList)",
    states={
        "compiling": State(gettext_lazy("Đang lập"), "pencil-square", "draft"),
        "closed": State(gettext_lazy("Đã chốt"), "lock", "listed"),
        "approved": State(gettext_lazy("Đã duyệt"), "patch-check", "received"),
        "decided": State(gettext_lazy("Đã có quyết định"), "award", "recognised"),
    },
    initial="compiling",
    moves=(
        Move("close", gettext_lazy("Chốt danh sách"), ("compiling",), "closed", _keeps),
        Move("approve", gettext_lazy("Duyệt danh sách"), ("closed",), "approved", _approves, _is_settled),
        Move(
            "reopen", gettext_lazy("Mở lại danh sách"), ("closed", "approved"), "compiling", _approves, asks_reason=True
        ),
        Move("decide", gettext_lazy("Ghi quyết định"), ("approved",), "decided", _keeps),
    ),
)
