"""The page that compares two versions of a list, as rows for the screen and for a spreadsheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal import clock
from portal.tables import NONE, Cell, Column, Table
from recognition.models import ListVersion, ReviewList
from recognition.versions import Comparison, compare_versions


@dataclass(frozen=True)
class Compared:
    old: ListVersion
    new: ListVersion
    found: Comparison

    @property
    def reopened(self) -> list[str]:
        """Why a newer version was needed: of every version from the older one on to before the newer."""
        first, last = sorted((self.old.number, self.new.number))
        versions = self.new.review_list.versions.filter(number__gte=first, number__lt=last).order_by("number")
        return [
            _("Bản %(n)02d mở lại: %(why)s") % {"n": each.number, "why": each.reopened_reason}
            for each in versions
            if each.reopened_reason
        ]

    @property
    def table(self) -> Table:
        """A row a field."""
        columns = [
            *(Column(label) for label in (_("Tên tập thể, họ và tên"), _("Nhóm"), _("Khác nhau"), _("Nội dung"))),
            *(Column(_("Bản %(n)02d") % {"n": each.number}) for each in (self.old, self.new)),
        ]
        rows = []
        for line in self.found.lines:
            head = [Cell(line.name, second=line.second), Cell(line.group), Cell(line.words)]
            for change in line.changes:
                rows.append([*head, Cell(change.label), Cell(change.old or NONE), Cell(change.new or NONE)])
            if not line.changes:
                rows.append([*head, Cell(NONE), Cell(NONE), Cell(NONE)])
        return Table(_("So sánh hai bản"), columns, rows)


def compared(review_list: ReviewList, old: int | None, new: int | None) -> Compared | None:
    """The two asked for; else the newest beside the one before it. None where there are not two."""
    versions = {each.number: each for each in review_list.versions.select_related("closed_by__person").reverse()}
    numbers = list(versions)
    if len(numbers) < 2:
        return None
    later = versions.get(new) or versions[numbers[-1]]
    earlier = versions.get(old) or versions[numbers[max(0, numbers.index(later.number) - 1)]]
    return Compared(earlier, later, compare_versions(earlier.content, later.content))


def since_the_last(frozen: ListVersion) -> Compared | None:
    """What differs from the version before."""
    before = frozen.review_list.versions.filter(number=frozen.number - 1).first()
    return Compared(before, frozen, compare_versions(before.content, frozen.content)) if before else None


def choices(review_list: ReviewList) -> list[tuple[int, str]]:
    return [
        (each.number, _("Bản %(n)02d, chốt ngày %(day)s") % {"n": each.number, "day": _day(each)})
        for each in review_list.versions.order_by("number")
    ]


def _day(version: ListVersion) -> str:
    return f"{clock.local(version.closed_at):%d/%m/%Y}"
