"""Phiếu đăng ký điển hình tiên tiến: the promise of one person or collective (plan V.1)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nominations.documents.frame import DOTS, Frame, blank_frame, day_of, day_words, frame_of, plain, said
from nominations.documents.staff import Staff
from nominations.documents.subject import Subject, registered_facts, subject_of
from nominations.models import Registration, Target
from portal.papers.blocks import Cell, Column, Heading, Paper, Row, Table, Text, Title, Together
from portal.text import two_digits

BLANK_ROWS = 5


def registration_form(registration: Registration) -> Paper:
    day = day_of(registration.state, registration.submitted_at)
    units = [unit for unit in (registration.unit, registration.subject_unit) if unit]
    people = [registration.subject_person] if registration.subject_person_id else []
    staff = Staff(day, units, people)
    frame = frame_of(registration.unit, registration.plan_year.year, staff)
    who = subject_of(registration, staff, frame.head)
    return _paper(frame, who, registration, list(registration.targets.all()))


def blank_registration_form(*, collective: bool) -> Paper:
    empty = [Target() for _number in range(BLANK_ROWS)]
    return _paper(blank_frame(), Subject(collective), Registration(scope=""), empty)


def _paper(frame: Frame, who: Subject, told: Registration, targets: Sequence[Target]) -> Paper:
    if who.collective:
        kind, part, right = _("(Dành cho tập thể)"), _("I. THÔNG TIN TẬP THỂ"), _("ĐẠI DIỆN TẬP THỂ")
        promise = _("Tập thể cam kết thông tin nêu trên là đúng; đoàn kết, phấn đấu hoàn thành nội dung đã đăng ký.")
    else:
        kind, part, right = _("(Dành cho cá nhân)"), _("I. THÔNG TIN CÁ NHÂN"), _("NGƯỜI ĐĂNG KÝ")
        promise = _(
            "Tôi cam kết thông tin nêu trên là đúng; tự giác học tập, rèn luyện và phấn đấu hoàn thành các nội dung đã "
            "đăng ký."
        )
    lines = (
        (_("PHIẾU ĐĂNG KÝ ĐIỂN HÌNH TIÊN TIẾN"), "b"),
        (_("trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"), "b"),
        (_("Năm %(year)s") % {"year": frame.year_or_dots}, "b"),
        (kind, "b"),
    )
    signed = frame.signed(_("XÁC NHẬN CỦA\nTRƯỞNG ĐƠN VỊ"), right, who.signs)
    blocks = (
        frame.top(place=frame.dated),
        Title(lines),
        Heading(part),
        *registered_facts(who),
        Heading(_("II. NỘI DUNG ĐĂNG KÝ")),
        *_promised(frame, told, targets),
        Together((Heading(_("III. CAM KẾT")), Text(plain(promise)), signed)),
    )
    return Paper(_("Phiếu đăng ký: %(who)s") % {"who": who.name or kind}, frame.day, blocks)


def _promised(frame: Frame, told: Registration, targets: Sequence[Target]) -> tuple:
    begins, ends = day_words(told.starts_on), day_words(told.finish_by)
    time = _("từ ngày %(begins)s đến ngày %(ends)s.") % {"begins": begins or DOTS, "ends": ends or DOTS}
    return (
        *said(_("1. Tên mô hình, việc làm:"), told.model_name),
        *said(_("2. Phạm vi:"), told.scope_label, dots=1),
        *said(_("3. Phong trào thi đua gắn với mô hình:"), told.movement, dots=1),
        *said(_("4. Mục tiêu:"), told.goal),
        *_targets(frame, targets),
        *said(_("6. Giải pháp:"), told.content, dots=3),
        Text(plain(_("7. Thời gian thực hiện: %(time)s") % {"time": time})),
        *said(_("8. Dự kiến lan tỏa:"), told.spread),
    )


def _targets(frame: Frame, targets: Sequence[Target]) -> tuple:
    if not targets:
        return (Text(plain(_("5. Chỉ tiêu cụ thể: ")), dots=2),)
    before = str(int(frame.year) - 1) if frame.year else "……"
    columns = (
        Column(10, _("STT")),
        Column(69, _("Chỉ tiêu"), centred=False),
        Column(22, _("Đơn vị\ntính")),
        Column(21, _("Năm %(year)s") % {"year": before}),
        Column(21, _("Cam kết\n%(year)s") % {"year": frame.year_or_dots}),
        Column(22, _("Thời hạn")),
    )
    rows = tuple(
        Row(
            (
                Cell(two_digits(number)),
                Cell(row.what),
                Cell(row.measure),
                Cell(row.baseline),
                Cell(row.promised),
                Cell(day_words(row.due)),
            )
        )
        for number, row in enumerate(targets, 1)
    )
    return (Text(plain(_("5. Chỉ tiêu cụ thể:")), sticky=True), Table(columns, rows))
