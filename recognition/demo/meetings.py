"""The council of each year and its meeting: eleven members, at most two of a unit, so that four fifths of all can be
reached by whoever two of them step aside from."""

from datetime import date, time

from criteria.models import PlanYear
from portal import clock
from portal.clock import school_time
from portal.models import Person, User
from recognition.actions import councils
from recognition.actions import meetings as actions
from recognition.ballots import Count
from recognition.models import Attendance, Council, ListVersion, Meeting, Member
from recognition.queries.meetings import Hall, Line, hall_of, seated

Role = Member.Role
MEMBERS = (
    ("Vũ Đình Thuận", Role.CHAIR),
    ("Trần Thị Kim Oanh", Role.DEPUTY),
    ("Nguyễn Đình Khôi", Role.MEMBER),
    ("Nguyễn Thị Hồng Hạnh", Role.MEMBER),
    ("Vũ Minh Đức", Role.MEMBER),
    ("Phạm Văn Hòa", Role.MEMBER),
    ("Đinh Thị Thanh Huyền", Role.MEMBER),
    ("Lê Đức Thịnh", Role.MEMBER),
    ("Lê Quốc Bảo", Role.MEMBER),
    ("Lương Văn Khải", Role.MEMBER),
    ("Hoàng Thu Hà", Role.SECRETARY),
)
AWAY = "Lê Đức Thịnh"  # and wrote
TELLERS = {"Lê Quốc Bảo": "head", "Lương Văn Khải": "member", "Phạm Văn Hòa": "member"}
FEWEST = 8  # of eleven: less than four fifths

REPORT = (
    "Đồng chí Nguyễn Đình Khôi, Trưởng Phòng, báo cáo kết quả thẩm định: các hồ sơ trong danh sách đạt mọi tiêu chuẩn "
    "của Kế hoạch; hồ sơ của Phòng do Ban Giám hiệu thẩm định."
)
DISCUSSION = (
    "Hội đồng trao đổi về số liệu minh chứng và khả năng nhân rộng của từng mô hình. Hội đồng thống nhất bỏ phiếu kín, "
    "mỗi hồ sơ một phiếu; người có liên quan không bỏ phiếu với hồ sơ đó."
)
CONCLUSION = "Hội đồng thông qua kết quả kiểm phiếu, giao Phòng hoàn thiện hồ sơ trình Hiệu trưởng quyết định."


def found_council(year: int) -> None:
    """The first by its own decision, the later ones as copies with a decision of their own."""
    office, plan_year = _user("chuyenvien"), PlanYear.objects.get(year=year)
    with clock.at(school_time(year, 10, 6, 9)):
        if councils.earlier_council(plan_year):
            council = councils.copy_council(plan_year, by=office)
        else:
            council = Council(plan_year=plan_year)
            councils.keep_council(council, by=office)
            for place, (name, role) in enumerate(MEMBERS, 1):
                person = Person.objects.get(full_name=name)
                member = Member(council=council, person=person, role=role, order=place * 10)
                councils.seat(member, by=office)
        council.decision_number, council.decision_date = f"{180 + year % 10}/QĐ-TCT", date(year, 10, 6)
        councils.keep_council(council, by=office, version=council.version)


def meet(frozen: ListVersion, *, by: User, dissent: str = "") -> Meeting:
    """In the afternoon of the day the list is closed: one member away, who wrote."""
    day = clock.today()
    members = seated(Council.objects.get(plan_year=frozen.review_list.plan_year), day)
    chair = next(member for member in members if member.role == Role.CHAIR)
    secretary = next(member for member in members if member.role == Role.SECRETARY)
    meeting = Meeting(
        list_version=frozen,
        held_on=day,
        begins_at=time(14),
        counted_at=time(15, 30),
        ends_at=time(16, 45),
        place="Phòng họp số 2, nhà A",
        chair=chair,
        secretary=secretary,
        report=REPORT,
        discussion=DISCUSSION,
        dissent=dissent,
        conclusion=CONCLUSION,
    )
    actions.keep_meeting(meeting, [_attendance(member) for member in members], by=by)
    return meeting


def _attendance(member: Member) -> Attendance:
    name = str(member.person)
    if name == AWAY:
        return Attendance(member=member, present=False, reason="đi học lớp bồi dưỡng ở Hà Nội", wrote=True)
    return Attendance(member=member, teller=TELLERS.get(name, ""))


def count_ballots(meeting: Meeting, *, by: User) -> None:
    """Everybody for everybody but the last entry, which fails."""
    hall: Hall = hall_of(meeting.list_version, meeting)
    last = hall.lines[-1].entry.pk
    counts = {line.entry.pk: counted(line, FEWEST if line.entry.pk == last else None) for line in hall.lines}
    actions.type_in_ballots(meeting, counts, by=by, version=meeting.version)


def counted(line: Line, agree: int | None = None) -> Count:
    """All ballots in and valid; `agree`: for, in all; None: as many as may."""
    ballots, written = line.voters.ballots, line.voters.wrote
    agree = ballots if agree is None else agree - written
    return Count(ballots, ballots, ballots, 0, agree, ballots - agree, written)


def _user(username: str) -> User:
    return User.objects.select_related("person").get(username=username)
