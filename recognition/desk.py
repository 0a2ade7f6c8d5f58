"""What the review list asks of the office, its head and the board."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import clock
from portal.desk import Task
from portal.models import User
from portal.rights import may
from portal.text import two_digits
from recognition import rights
from recognition.minutes import missing
from recognition.models import PaperKind, ReviewList
from recognition.queries.checklist import unsent_proposals
from recognition.queries.meetings import hall_of
from recognition.queries.papers import issued
from recognition.queries.proposals import address_of
from recognition.reminder_facts import due_on


def tasks(user: User) -> Iterator[Task]:
    if may(user, "reminder.send"):
        yield from _reminders()
    if not may(user, "list.read"):
        return
    yield from _to_submit(user)
    if may(user, "list.keep"):
        yield from _proposals()
    for review_list in ReviewList.objects.exclude(published_at__isnull=False).select_related("plan_year"):
        task = _task(user, review_list)
        if task:
            icon, title, why, label = task
            href = reverse("recognition:list-detail", args=[review_list.pk])
            yield Task(icon, title % {"list": review_list}, why, label, href, due=review_list.plan_year.reviews_on)


def _to_submit(user: User) -> Iterator[Task]:
    """Approved, and the number of its tờ trình is not recorded."""
    for review_list in ReviewList.objects.filter(state="approved").select_related("plan_year"):
        if rights.keeps(user, review_list) and issued(review_list.latest(), PaperKind.SUBMISSION) is None:
            yield Task(
                "send",
                _("Trình Ban Giám hiệu: %(list)s") % {"list": review_list},
                _("Danh sách đã duyệt; kết xuất tờ trình, trình ký rồi ghi số, ngày."),
                _("Mở văn bản"),
                reverse("recognition:list-papers", args=[review_list.pk]),
                due=review_list.plan_year.reviews_on,
            )


def _proposals() -> Iterator[Task]:
    """What is to go to a higher level and has not gone yet."""
    for proposal, checklist in unsent_proposals():
        missing = "; ".join(item.label for item in checklist.missing[:3])
        yield Task(
            "send",
            _("Gửi đề nghị khen thưởng: %(to)s") % {"to": proposal.to},
            _("Hồ sơ gửi kèm còn thiếu %(n)s mục: %(which)s.")
            % {"n": two_digits(len(checklist.missing)), "which": missing}
            if missing
            else _("Hồ sơ gửi kèm đã đủ; gửi rồi ghi số, ngày tờ trình."),
            _("Mở đề nghị"),
            address_of(proposal),
            due=proposal.due_on,
        )


def _reminders() -> Iterator[Task]:
    """Where the timer has not sent today's yet."""
    unsent = sum(len(line.unsent) for line in due_on(clock.today()))
    if unsent:
        yield Task(
            "bell",
            _("Xem và gửi nhắc việc hôm nay"),
            _("%(count)s tin nhắc chưa gửi, đến những người còn việc sắp đến hạn hoặc quá hạn.")
            % {"count": two_digits(unsent)},
            _("Xem trước"),
            reverse("recognition:reminder-list"),
        )


def _task(user: User, review_list: ReviewList) -> tuple[str, str, str, str] | None:
    """What this reader can do for the list in its present state."""
    state, keeps = review_list.state, rights.keeps(user, review_list)
    if state == "compiling" and keeps:
        return (
            "list-ol",
            _("Lập: %(list)s"),
            _("Xem xếp hạng trực tiếp và ai còn đứng ngoài, rồi chốt."),
            _("Mở danh sách"),
        )
    if state == "closed":
        return _of_a_closed_list(user, review_list, keeps)
    if state == "approved" and keeps:
        return (
            "award",
            _("Ghi quyết định: %(list)s"),
            _("Danh sách đã duyệt; chờ số, ngày quyết định và bản chụp."),
            _("Ghi quyết định"),
        )
    if state == "decided" and rights.publishes(user, review_list):
        return (
            "megaphone",
            _("Công bố: %(list)s"),
            _("Đã có quyết định; các đơn vị chưa thấy kết quả."),
            _("Xem và công bố"),
        )
    return None


def _of_a_closed_list(user: User, review_list: ReviewList, keeps: bool) -> tuple[str, str, str, str] | None:
    """What comes next on the way to approval: council, meeting, votes, approval."""
    hall = hall_of(review_list.latest())
    waits = missing(hall)
    if not waits and rights.approval_refused(user, review_list) == "":
        return (
            "patch-check",
            _("Duyệt: %(list)s"),
            _("Đã chốt và có kết quả bỏ phiếu; duyệt để niêm phong."),
            _("Xem và duyệt"),
        )
    if not waits or not keeps:
        return None
    if hall.council is None:
        return "people", _("Lập Hội đồng: %(list)s"), waits, _("Lập Hội đồng")
    if hall.meeting is None:
        return "people", _("Ghi cuộc họp của Hội đồng: %(list)s"), waits, _("Xem và ghi")
    if hall.uncounted:
        return "card-checklist", _("Nhập kết quả bỏ phiếu: %(list)s"), waits, _("Nhập phiếu")
    return "exclamation-triangle", _("Bổ sung biên bản họp: %(list)s"), waits, _("Xem và sửa")
