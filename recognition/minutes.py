"""What a meeting settled, as plain JSON: read live until the list is approved, then frozen and sealed with it.

"meeting": {"held_on", "begins", "counted", "ends", "place", "council": {"name", "number", "date"},
    "members": [{"name", "sex", "post", "role", "role_label", "present", "reason", "wrote", "teller"}] in order,
    "total", "present", "absent", "wrote", "quorum", "threshold", "recused_in_base",
    "chair", "secretary": {"name", "sex", "post", "role_label"}, "report", "discussion", "dissent", "conclusion"}
"votes": {nomination pk as text: {"recused": [{"name", "reason"}] of those present, "recused_absent": the same of
    the absent, "absent", "issued", "returned", "valid", "invalid", "agree", "against", "written_agree",
    "written_against", "for", "base", "needed", "percent", "passed"}}
"members": as "total"
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, time

from django.utils.translation import gettext as _

from portal.models import Post, Unit
from portal.rights import Conflict
from portal.text import two_digits
from recognition.models import Attendance, ListVersion, Member
from recognition.queries.meetings import Aside, Hall, Line, hall_of


def settled(frozen: ListVersion) -> dict:
    """The content of a version with its minutes: as sealed, or as they stand with every entry counted."""
    if "meeting" in frozen.content:
        return frozen.content
    hall = hall_of(frozen)
    if hall.meeting is None:
        raise Conflict(
            _("Bản này chưa ghi cuộc họp của Hội đồng nên chưa lập được văn bản."),
            instead=_("Vui lòng ghi cuộc họp và kết quả bỏ phiếu trước."),
        )
    if hall.uncounted:
        raise Conflict(_uncounted(hall), instead=_("Vui lòng nhập đủ kết quả bỏ phiếu rồi lập văn bản."))
    return frozen.content | minutes_of(frozen, hall)


def minutes_of(frozen: ListVersion, hall: Hall | None = None) -> dict:
    """What approving adds to the content: of a version whose meeting is recorded; `hall` where it is at hand."""
    hall = hall or hall_of(frozen)
    posts = posts_of([each.member for each in hall.attendances], hall.meeting.held_on)
    return {
        "meeting": _meeting(hall, posts),
        "votes": {str(line.entry.nomination_id): _vote(line) for line in hall.lines if line.count},
        "members": hall.total,
    }


def missing(hall: Hall) -> str:
    """What still stands between a closed list and its approval: the first thing, as a sentence, or ""."""
    return next(_missing(hall), "")


def _missing(hall: Hall) -> Iterator[str]:
    if hall.council is None or not hall.seated_now:
        yield _("Chưa lập Hội đồng của năm.")
    if hall.meeting is None:
        yield _("Chưa ghi cuộc họp của Hội đồng.")
        return
    if {each.member_id for each in hall.attendances} != hall.seated_now:
        yield _("Thành phần Hội đồng đã thay đổi sau khi ghi cuộc họp; vui lòng mở trang cuộc họp và lưu lại.")
    if not _may_preside(hall):
        yield _("Vai trò của người chủ trì đã thay đổi sau khi ghi cuộc họp; vui lòng mở trang cuộc họp và lưu lại.")
    if not hall.is_quorate:
        yield below_quorum(hall)
    if hall.uncounted:
        yield _uncounted(hall)
    for line in hall.lines:
        for sentence in line.faults.values():
            yield _("Kết quả bỏ phiếu của %(who)s không khớp. %(why)s") % {"who": line.name, "why": sentence}
    if not (hall.tellers(Attendance.Teller.HEAD) and hall.tellers(Attendance.Teller.MEMBER)):
        yield _("Chưa ghi đủ ban kiểm phiếu: một trưởng ban và ít nhất một ủy viên.")


def _may_preside(hall: Hall) -> bool:
    """Roles may have changed since the meeting was recorded: the chair presides, a deputy where the chair is away."""
    came = {each.member.role for each in hall.present}
    role = hall.meeting.chair.role
    return role == Member.Role.CHAIR or (role == Member.Role.DEPUTY and Member.Role.CHAIR not in came)


def below_quorum(hall: Hall) -> str:
    return _(
        "Có mặt %(present)s/%(total)s thành viên (%(share)s%%), chưa đủ %(quorum)s tổng số thành viên nên Hội đồng "
        "chưa bỏ phiếu được. Hội đồng họp lại khi đủ thành viên, rồi ghi lại ngày họp và người có mặt."
    ) % {
        "present": two_digits(len(hall.present)),
        "total": two_digits(hall.total),
        "share": hall.share_present,
        "quorum": hall.council.quorum,
    }


def _uncounted(hall: Hall) -> str:
    return _("Chưa nhập đủ kết quả bỏ phiếu: còn %(count)s mục.") % {"count": two_digits(len(hall.uncounted))}


def outcome(vote: dict, content: dict) -> str:
    """10/11 thành viên đồng ý (90,91%): as a decision's reason tells it."""
    told = {
        "for": two_digits(vote["for"]),
        "base": two_digits(vote["base"]),
        "percent": vote["percent"],
        "threshold": content["threshold"],
        "of": _("tổng số thành viên") if content["meeting"]["recused_in_base"] else _("số thành viên được bỏ phiếu"),
    }
    return _("%(for)s/%(base)s thành viên đồng ý (%(percent)s%%), cần từ %(threshold)s %(of)s trở lên") % told


def posts_of(members: Iterable[Member], day: date) -> dict[int, str]:
    """{person: post on the day, the one as head before others}; one query."""
    posts = Post.objects.on(day).filter(person__in=[member.person_id for member in members])
    found: dict[int, str] = {}
    for post in posts.select_related("unit").order_by("-is_head", "protocol_order", "pk"):
        found.setdefault(post.person_id, in_full(post))
    return found


def in_full(post: Post) -> str:
    """Hiệu trưởng; Phó Trưởng Khoa Xây dựng Đảng; Chuyên viên, Phòng Quản lý đào tạo."""
    if post.unit.kind == Unit.Kind.BOARD:
        return post.title
    rest, _space, last = post.title.rpartition(" ")
    unit = str(post.unit)
    return f"{rest} {unit}" if rest and unit.lower().startswith(f"{last.lower()} ") else f"{post.title}, {unit}"


def _meeting(hall: Hall, posts: dict[int, str]) -> dict:
    meeting, council = hall.meeting, hall.council
    return {
        "held_on": meeting.held_on.isoformat(),
        "begins": _hour(meeting.begins_at),
        "counted": _hour(meeting.counted_at),
        "ends": _hour(meeting.ends_at),
        "place": meeting.place,
        "council": {
            "name": str(_("Hội đồng Thi đua - Khen thưởng")),
            "number": council.decision_number,
            "date": _day(council.decision_date),
        },
        "members": [_member(each, posts) for each in hall.attendances],
        "total": hall.total,
        "present": len(hall.present),
        "absent": hall.total - len(hall.present),
        "wrote": sum(each.wrote for each in hall.attendances),
        "quorum": council.quorum,
        "threshold": str(hall.rule.threshold),
        "recused_in_base": hall.rule.recused_in_base,
        "chair": _officer(meeting.chair, posts),
        "secretary": _officer(meeting.secretary, posts),
        **{name: getattr(meeting, name) for name in ("report", "discussion", "dissent", "conclusion")},
    }


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _officer(member: Member, posts: dict[int, str]) -> dict:
    return {
        "name": str(member.person),
        "sex": member.person.sex,
        "post": posts.get(member.person_id, ""),
        "role_label": member.get_role_display(),
    }


def _member(attendance: Attendance, posts: dict[int, str]) -> dict:
    told = {name: getattr(attendance, name) for name in ("present", "reason", "wrote", "teller")}
    return _officer(attendance.member, posts) | {"role": attendance.member.role} | told


def _vote(line: Line) -> dict:
    return {
        "recused": [_aside(each) for each in line.aside if each.present],
        "recused_absent": [_aside(each) for each in line.aside if not each.present],
        "absent": line.voters.absent,
        **asdict(line.count),
        "for": line.count.total,
        "base": line.base,
        "needed": line.needed,
        "percent": line.percent,
        "passed": line.passed,
    }


def _aside(aside: Aside) -> dict:
    return {"name": str(aside.member.person), "reason": aside.reason}
