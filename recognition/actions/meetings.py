"""Acts on the meeting of a closed list: who came, what was said, who steps aside, the ballots. Until it is approved."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit
from portal.actions import keep
from portal.models import User
from portal.rights import Conflict
from recognition.ballots import Count, faults
from recognition.minutes import below_quorum
from recognition.models import Attendance, BallotCount, Entry, ListVersion, Meeting, Member, Recusal, ReviewList
from recognition.queries.meetings import COUNTED, Hall, Line, hall_of


def _not_open() -> Conflict:
    return Conflict(
        _("Danh sách không ở tình trạng đã chốt nên không ghi được cuộc họp, kết quả bỏ phiếu."),
        instead=_("Bản đã duyệt chỉ xem được; muốn sửa thì mở lại danh sách, nêu lý do."),
    )


def _lock(frozen: ListVersion) -> None:
    """Approving waits for what is being written, and what comes after it is refused."""
    review_list = ReviewList.objects.select_for_update().get(pk=frozen.review_list_id)
    if review_list.state != "closed" or review_list.latest().pk != frozen.pk:
        raise _not_open()


@transaction.atomic
def keep_meeting(meeting: Meeting, attendances: Iterable[Attendance], *, by: User, version: int | None = None) -> None:
    """Record the meeting of a version, or save what was changed; one attendance for each member of that day."""
    _lock(meeting.list_version)
    attendances = list(attendances)
    before = [came(each) for each in meeting.attendances.all()] if meeting.pk else []
    after = [came(each) for each in attendances]
    act = _("Sửa biên bản họp") if meeting.pk else _("Ghi cuộc họp của Hội đồng")
    keep(meeting, by=by, act=act, version=version, parts={str(_("Thành viên")): (before, after)})
    meeting.attendances.all().delete()
    for each in attendances:
        each.pk, each.meeting = None, meeting
    Attendance.objects.bulk_create(attendances)
    _tell(meeting, act, by)


def came(attendance: Attendance) -> str:
    """A member's line, as the log and the page of a stale save tell it."""
    parts = [_("có mặt") if attendance.present else _("vắng mặt: %(why)s") % {"why": attendance.reason}]
    if attendance.wrote:
        parts.append(_("gửi ý kiến bằng văn bản"))
    if attendance.teller:
        parts.append(attendance.get_teller_display().lower())
    return f"{attendance.member.person}: {', '.join(parts)}"


def _tell(meeting: Meeting, act: str, by: User) -> None:
    """The list's own history says so too."""
    audit.record(meeting.list_version.review_list, act, by=by, note=str(meeting))


@transaction.atomic
def type_in_ballots(meeting: Meeting, counts: Mapping[int, Count | None], *, by: User, version: int) -> None:
    """{entry pk: what was counted on paper, None: not yet}. All or nothing; a sum that does not hold is named."""
    _lock(meeting.list_version)
    hall = hall_of(meeting.list_version, meeting)
    if not hall.is_quorate:
        raise Conflict(below_quorum(hall))
    changed = [line for line in hall.lines if line.entry.pk in counts and counts[line.entry.pk] != line.count]
    for line in changed:
        _require_sums(line, counts[line.entry.pk])
    parts = {line.name: (told(line.count), told(counts[line.entry.pk])) for line in changed}
    keep(meeting, by=by, act=_("Nhập kết quả bỏ phiếu"), version=version, parts=parts)
    BallotCount.objects.filter(entry__in=[line.entry.pk for line in changed]).delete()
    BallotCount.objects.bulk_create(
        BallotCount(entry=line.entry, typed_by=by, **{name: getattr(count, name) for name in COUNTED})
        for line in changed
        if (count := counts[line.entry.pk])
    )
    if changed:
        _tell(meeting, _("Nhập kết quả bỏ phiếu"), by)


def _require_sums(line: Line, count: Count | None) -> None:
    for sentence in faults(count, line.voters).values() if count else ():
        raise Conflict(f"{line.name}: {sentence}", instead=_("Vui lòng xem lại biên bản kiểm phiếu."))


def told(count: Count | None) -> list[str]:
    """The figures of one entry, in words."""
    if count is None:
        return []
    return [
        f"{BallotCount._meta.get_field(name).verbose_name.lower()} {getattr(count, name)}"
        for name in COUNTED
        if getattr(count, name) or not name.startswith("written")
    ]


@transaction.atomic
def declare_recusal(entry: Entry, member: Member, *, reason: str, by: User) -> Recusal:
    """A member steps aside from one entry for a reason that the system does not know."""
    _lock(entry.version)
    if Recusal.objects.filter(entry=entry, member=member).exists():
        raise Conflict(_("%(who)s đã được ghi là không bỏ phiếu mục này.") % {"who": member.person})
    recusal = Recusal.objects.create(entry=entry, member=member, reason=reason)
    _log_recusal(recusal, _("Ghi người không bỏ phiếu"), by)
    return recusal


@transaction.atomic
def withdraw_recusal(recusal: Recusal, *, by: User) -> None:
    _lock(recusal.entry.version)
    _log_recusal(recusal, _("Bỏ ghi người không bỏ phiếu"), by)
    recusal.delete()


def _log_recusal(recusal: Recusal, act: str, by: User) -> None:
    told = f"{recusal.entry.nomination}: {recusal.member.person}, {recusal.reason}"
    audit.record(recusal.entry.version.review_list, act, by=by, note=told)


def open_version(review_list: ReviewList) -> tuple[ListVersion, Hall]:
    """What may be written into now; a `Conflict` where the list is not closed, or approved, or has no council."""
    frozen = review_list.latest()
    if frozen is None or review_list.state != "closed":
        raise _not_open()
    hall = hall_of(frozen)
    if not hall.seated_now:
        raise Conflict(
            _("Năm này chưa có Hội đồng nên chưa ghi được cuộc họp."),
            instead=_("Vui lòng lập Hội đồng của năm trước, trên trang “Hội đồng”."),
        )
    return frozen, hall


def open_hall(review_list: ReviewList) -> Hall:
    """What ballots may be typed into now; a `Conflict` says what has to come first."""
    _frozen, hall = open_version(review_list)
    if hall.meeting is None:
        raise Conflict(
            _("Chưa ghi cuộc họp của Hội đồng nên chưa nhập được kết quả bỏ phiếu."),
            instead=_("Vui lòng ghi ngày họp và thành viên có mặt trước."),
        )
    if not hall.is_quorate:
        raise Conflict(below_quorum(hall))
    return hall
