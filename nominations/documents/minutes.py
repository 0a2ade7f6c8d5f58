"""Biên bản họp đơn vị: the unit's vote on whom it puts forward (plan III.1); blanks where the portal knows nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from criteria.gates import is_carried
from criteria.models import PlanYear
from criteria.numbers import shown
from nominations.documents.frame import DOTS, Frame, blank_frame, frame_of, plain
from nominations.documents.staff import Staff
from nominations.models import Endorsement, Nomination
from portal import clock
from portal.models import Person, Unit
from portal.papers.blocks import (
    SHORT_DOTS,
    Cell,
    Column,
    Heading,
    Note,
    Paper,
    Recipients,
    Row,
    Signatures,
    Table,
    Text,
    Title,
    Together,
    written_day,
)
from portal.text import two_digits


@dataclass(frozen=True)
class Meeting:
    """What all votes of the paper have in common; dots where they differ or none is recorded."""

    day: str
    number: str
    members: str
    present: str
    absent: str
    threshold: str


def unit_minutes(unit: Unit, year: PlanYear, rows: Sequence[Nomination]) -> Paper:
    """`rows`: the unit's dossiers of a year, or those of one meeting."""
    votes = [vote for row in rows if (vote := _vote(row))]
    days = [vote.held_on for vote in votes]
    staff = Staff(max(days, default=clock.today()), [unit], [row.subject_person for row in rows if row.subject_person])
    threshold = year.criteria_set.unit_vote_threshold
    meeting = _meeting(votes, threshold)
    return _paper(frame_of(unit, year.year, staff), meeting, rows, Fraction(threshold), staff)


def blank_minutes() -> Paper:
    year = PlanYear.objects.exclude(state="planned").select_related("criteria_set").order_by("year").last()
    threshold = year.criteria_set.unit_vote_threshold if year else ""
    return _paper(blank_frame(), _meeting([], threshold), [], None, None)


def of_one_meeting(rows: Sequence[Nomination], nomination: Nomination) -> list[Nomination]:
    """Those voted on together with this one; without a recorded vote, all that still wait for theirs."""
    own = _vote(nomination)
    return [row for row in rows if _same(_vote(row), own)]


def _same(one: Endorsement | None, other: Endorsement | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.held_on, one.minutes_number) == (other.held_on, other.minutes_number)


def _vote(row: Nomination) -> Endorsement | None:
    return getattr(row, "endorsement", None)


def _meeting(votes: Sequence[Endorsement], threshold: str) -> Meeting:
    def common(values: Sequence) -> object | None:
        return values[0] if values and len(set(values)) == 1 else None

    members, present = common([vote.members for vote in votes]), common([vote.present for vote in votes])
    absent = None if members is None or present is None else members - present
    return Meeting(
        day=written_day(common([vote.held_on for vote in votes])),
        number=common([vote.minutes_number for vote in votes]) or f"{SHORT_DOTS}/BB",
        members=SHORT_DOTS if members is None else two_digits(members),
        present=SHORT_DOTS if present is None else two_digits(present),
        absent=SHORT_DOTS if absent is None else two_digits(absent),
        threshold=threshold or SHORT_DOTS,
    )


def _paper(
    frame: Frame, meeting: Meeting, rows: Sequence[Nomination], threshold: Fraction | None, staff: Staff | None
) -> Paper:
    unit = frame.unit or DOTS
    opening = _(
        "Hôm nay, hồi …… giờ …… phút, %(day)s, tại ………………………, %(unit)s tổ chức họp xét, đề nghị công nhận điển hình "
        "tiên tiến năm %(year)s."
    ) % {"day": meeting.day, "unit": unit, "year": frame.year_or_dots}
    closing = _(
        "Biên bản được lập thành …… bản, thông qua tại cuộc họp với ……/…… thành viên có mặt nhất trí. Cuộc họp kết "
        "thúc hồi …… giờ …… phút cùng ngày./."
    )
    signed = Signatures((75, 90), ((_("THƯ KÝ"), ""), (_("CHỦ TỌA"), "")))
    recipients = Recipients((f"{settings.OFFICE_NAME};", _("Lưu: hồ sơ đơn vị.")))
    blocks = (
        frame.top(number=_("Số: %(number)s") % {"number": meeting.number}),
        _title(frame),
        Text(plain(opening)),
        *_presence(meeting),
        *_discussion(meeting),
        Heading(_("III. KẾT QUẢ BIỂU QUYẾT")),
        _table(rows, threshold, staff),
        Note(_("Cột (6) = cột (5) : cột (3) x 100.")),
        Heading(_("IV. KẾT LUẬN")),
        *_conclusion(rows, threshold, meeting),
        Together((Text(plain(closing)), signed, recipients)),
    )
    return Paper(_("Biên bản họp đơn vị: %(unit)s") % {"unit": frame.unit or _("mẫu")}, frame.day, blocks)


def _title(frame: Frame) -> Title:
    lines = (
        (_("BIÊN BẢN"), "b"),
        (_("Họp xét, đề nghị công nhận điển hình tiên tiến trong học tập và làm theo"), "b"),
        (_("tư tưởng, đạo đức, phong cách Hồ Chí Minh năm %(year)s") % {"year": frame.year_or_dots}, "b"),
    )
    return Title(lines)


def _presence(meeting: Meeting) -> tuple:
    counts = _("1. Tổng số thành viên của đơn vị: %(members)s. Có mặt: %(present)s/%(members)s.") % {
        "members": meeting.members,
        "present": meeting.present,
    }
    absent = _("Vắng mặt: %(absent)s, lý do: ") % {"absent": meeting.absent}
    return (
        Heading(_("I. THÀNH PHẦN")),
        Text(plain(counts)),
        *([] if meeting.absent == two_digits(0) else [Text(plain(absent), dots=1)]),
        Text(plain(_("2. Chủ tọa: ")), dots=1),
        Text(plain(_("3. Thư ký: ")), dots=1),
    )


def _discussion(meeting: Meeting) -> tuple:
    rule = _(
        "3. Hình thức biểu quyết: ………………………; tỷ lệ tính trên tổng số thành viên của đơn vị; điều kiện đạt: từ "
        "%(threshold)s tổng số thành viên trở lên."
    ) % {"threshold": meeting.threshold}
    return (
        Heading(_("II. NỘI DUNG")),
        Text(plain(_("1. Báo cáo thành tích của tập thể, cá nhân được giới thiệu, do đồng chí: ")), dots=1),
        Text(plain(_("2. Ý kiến thảo luận: ")), dots=4),
        Text(plain(rule)),
    )


def _table(rows: Sequence[Nomination], threshold: Fraction | None, staff: Staff | None) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(67, _("Tập thể, cá nhân"), centred=False),
        Column(18, _("Tổng số thành\nviên")),
        Column(17, _("Có\nmặt")),
        Column(17, _("Đồng\ný")),
        Column(18, _("Tỷ lệ\n(%)")),
        Column(18, _("Kết\nquả")),
    )
    collectives = [row for row in rows if row.subject_unit_id]
    individuals = staff.in_protocol(row for row in rows if row.subject_person_id) if staff else []
    groups = ((_("A. TẬP THỂ"), collectives), (_("B. CÁ NHÂN"), individuals))
    drawn = [each for name, part in groups for each in _group(name, part, threshold, staff)]
    return Table(columns, tuple(drawn))


def _group(name: str, rows: Sequence[Nomination], threshold: Fraction | None, staff: Staff | None) -> list[Row]:
    opening = Row((Cell(name, span=7, bold=True, centred=False),), opens=True)
    if threshold is None:  # a blank form
        return [opening, *(Row((Cell(two_digits(number)), *(Cell(),) * 6)) for number in range(1, 4))]
    if not rows:
        return [opening, Row((Cell(_("Không có"), span=7, centred=True),))]
    return [opening, *(_voted(number, row, threshold, staff) for number, row in enumerate(rows, 1))]


def _voted(number: int, row: Nomination, threshold: Fraction, staff: Staff) -> Row:
    post = staff.post(row.subject_person, row.unit) if row.subject_person else None
    who = Cell(str(row.subject), second=f"{post.title}, {row.unit}" if post else "")
    vote = _vote(row)
    if vote is None:
        return Row((Cell(two_digits(number)), who, *(Cell(),) * 5))
    share = shown(Fraction(100 * vote.agree, vote.members), 2)
    passed = _passed(vote, threshold)
    outcome = Cell(_("Đạt") if passed else _("Không đạt"), bold=not passed)
    counts = (vote.members, vote.present, vote.agree)
    return Row((Cell(two_digits(number)), who, *(Cell(str(count)) for count in counts), Cell(share), outcome))


def _passed(vote: Endorsement, threshold: Fraction) -> bool:
    return is_carried(vote.agree, vote.members, threshold)


def _conclusion(rows: Sequence[Nomination], threshold: Fraction | None, meeting: Meeting) -> tuple:
    votes = [(row, vote) for row in rows if (vote := _vote(row))]
    if threshold is None or not votes:
        return (Text(plain(_("1. Đơn vị thống nhất đề nghị công nhận: ")), dots=3),)
    passed = [row for row, vote in votes if _passed(vote, threshold)]
    people = [row.subject_person for row in passed if row.subject_person]
    women = sum(person.sex == Person.Sex.FEMALE for person in people)
    told = {
        "c": len(passed) - len(people),
        "i": len(people),
        "w": women,
        "m": len(people) - women,
        "threshold": meeting.threshold,
    }
    found = [
        _(
            "1. Đơn vị thống nhất đề nghị công nhận %(c)02d tập thể, %(i)02d cá nhân (%(w)02d nữ, %(m)02d nam) đạt từ "
            "%(threshold)s tổng số thành viên trở lên."
        )
        % told
    ]
    failed = [f"{row} ({vote.agree}/{vote.members})" for row, vote in votes if not _passed(vote, threshold)]
    if failed:
        found.append(_("2. Không đạt tỷ lệ theo quy định: %(who)s.") % {"who": "; ".join(failed)})
    return tuple(Text(plain(words)) for words in found)
