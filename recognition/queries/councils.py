"""What the page of a council shows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal import clock
from portal.tables import NONE, Cell, Column, Table
from recognition.minutes import posts_of
from recognition.models import Council, Member
from recognition.queries.meetings import seated


@dataclass(frozen=True)
class Seated:
    member: Member
    post: str
    may_change: bool


def seats(council: Council | None, *, keep: bool) -> list[Seated]:
    """Who sits there today, in order, with the post of today."""
    day = clock.today()
    members = seated(council, day)
    posts = posts_of(members, day)
    return [Seated(each, posts.get(each.person_id, ""), keep and each.valid_to is None) for each in members]


def seat_table(council: Council | None) -> Table:
    columns = [Column(_("Họ và tên")), Column(_("Chức vụ, đơn vị")), Column(_("Vai trò"))]
    rows = [
        [Cell(str(each.member.person)), Cell(each.post or NONE), Cell(each.member.get_role_display())]
        for each in seats(council, keep=False)
    ]
    return Table(_("Thành viên Hội đồng"), columns, rows)


def left(council: Council | None) -> list[Member]:
    return list(council.members.filter(valid_to__lt=clock.today()).select_related("person")) if council else []


def gaps(council: Council | None) -> list[str]:
    """What a council still lacks before it meets."""
    if council is None:
        return []
    roles = [member.role for member in council.members.on(clock.today())]
    found = []
    if not council.decision_number:
        found.append(_("Chưa ghi số, ngày quyết định thành lập Hội đồng."))
    if Member.Role.CHAIR not in roles:
        found.append(_("Chưa có Chủ tịch Hội đồng."))
    if Member.Role.SECRETARY not in roles:
        found.append(_("Chưa có thư ký."))
    return found
