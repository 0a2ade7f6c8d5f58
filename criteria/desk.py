"""What the measuring instrument asks of the office."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.queries import ratings as queries
from portal.desk import Task
from portal.models import User
from portal.rights import may
from portal.text import two_digits


def tasks(user: User) -> Iterator[Task]:
    if may(user, "rating.keep"):
        yield from _ratings_missing()
    if may(user, "year.keep"):
        yield from _years_to_open()


def _ratings_missing() -> Iterator[Task]:
    """Of the year under way: what a gate of the plan rests on and nobody has recorded yet."""
    for year in PlanYear.objects.filter(state="open").order_by("year"):
        found = queries.dues(year.year, queries.content_of_year(year.year))
        missing = sum(due.asked and due.rating is None for due in found)
        if missing:
            yield Task(
                "patch-check",
                _("Ghi kết quả xếp loại năm %(year)s") % {"year": year.year},
                _("Còn %(count)s kết quả mà tiêu chuẩn của Kế hoạch cần. Chưa ghi thì hiện “Chưa có kết quả”.")
                % {"count": two_digits(missing)},
                _("Ghi xếp loại"),
                f"{reverse('criteria:rating-list')}?year={year.year}&missing=asked",
                due=year.reviews_on,
            )


def _years_to_open() -> Iterator[Task]:
    for year in PlanYear.objects.filter(state="planned").order_by("year"):
        yield Task(
            "calendar-check",
            _("Mở năm %(year)s") % {"year": year.year},
            _("Khi mở, bộ tiêu chuẩn của năm được khóa; các đơn vị bắt đầu đăng ký."),
            _("Xem năm"),
            reverse("criteria:year-detail", args=[year.pk]),
            due=year.registers_by,
        )
