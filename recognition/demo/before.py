"""What the office settled before it closed a list: who was kept and why, a spread mark, last year's exemplar."""

from portal.models import User
from recognition.actions import before as actions
from recognition.models import Evaluation, Recognition, ReviewList
from recognition.queries import balance, lists

KEPT = {
    "repeated": "Thành tích năm nay là việc mới, không phải việc đã được công nhận; tập thể suy tôn với số phiếu cao.",
    "leaders": "Tập thể do đồng chí đứng đầu được xếp loại hoàn thành xuất sắc; không có cá nhân khác thay.",
    "unit": "Các mục của đơn vị thuộc những mặt công tác khác nhau, đã đối chiếu minh chứng.",
}
SPREAD = "Ba khoa, phòng đã áp dụng trong năm; Trường dự kiến phổ biến cho các trung tâm chính trị cấp huyện."
NOTE = "Nền nếp được giữ đến nay: mỗi tuần một câu chuyện, 42 câu chuyện mới; hai chi bộ khác đã làm theo."


def settle(review_list: ReviewList) -> None:
    """Whatever the balance asks about is kept with a reason; in 2024 one collective bears the spread mark."""
    office, working = _office(), lists.working_list(review_list)
    for each in balance.flagged(review_list, working):
        actions.keep_entry(each.nomination, each.flag.rule, reason=KEPT[each.flag.rule], by=office)
    if review_list.plan_year.year == 2024:
        line = next(line for line in working.lines if line.nomination.subject_unit_id and line.nomination.model_name)
        actions.give_spread(line.nomination, reason=SPREAD, by=office)


def evaluate_one_of_2024() -> None:
    told = {"outcome": Evaluation.Outcome.REPLICATE, "note": NOTE, "by": _office()}
    row = Recognition.objects.filter(nomination__plan_year__year=2024, nomination__subject_unit__isnull=False)
    actions.evaluate(row.select_related("nomination").earliest("pk"), **told)


def _office() -> User:
    return User.objects.select_related("person").get(username="chuyenvien")
