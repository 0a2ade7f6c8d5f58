"""Registrations and dossiers of 2023–2025 in every state, made by the real acts of the demo's people on their days."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile

from criteria import content
from criteria.actions import scorecards
from criteria.models import PlanYear
from criteria.vocabulary import Answer, Scope, SubjectKind
from nominations.actions import appraisal, editor, nominations
from nominations.actions.registrations import move_registration, save_registration
from nominations.completeness import criteria_to_state
from nominations.models import Endorsement, Nomination, Registration
from portal import clock, files
from portal.clock import school_time
from portal.models import Person, Unit, User
from portal.papers.pdf import compile_pdf
from recognition.demo import evidence, exchange, promises
from recognition.demo.school import LLCS, NNPL, QLDT, TCHC, XDD

WRITERS = {LLCS: "canbo.llcs", XDD: "canbo.xdd", NNPL: "hoidong1", QLDT: "hoidong2", TCHC: "chuyenvien"}
ASSESSORS = ("hoidong1", "hoidong2", "hoidong3")


@dataclass(frozen=True)
class Story:
    """One subject's year: `ends` is how far its papers came, `share` the level of its marks."""

    unit: str
    who: str  # a person's name; empty: the unit itself
    model: str
    summary: str
    ends: str
    share: str = "0.85"
    field: str = ""
    late: bool = False
    again: bool = False


def _stories(text: str, unit: str) -> list[Story]:
    """`who | model | summary | ends | share | lĩnh vực`, one a line. "!": sent after the day; "~": returned once."""
    found = []
    for line in text.strip().splitlines():
        who, model, summary, ends, share, field = (part.strip() for part in (*line.split("|"), "", "")[:6])
        found.append(
            Story(
                unit,
                who.lstrip("!~"),
                model,
                summary,
                ends,
                share or "0.85",
                field,
                late=who.startswith("!"),
                again=who.startswith("~"),
            )
        )
    return found


# registered < accepted < draft < submitted < returned < received < marked < appraised; withdrawn
YEAR_2025 = {
    LLCS: """
         | Mỗi bài giảng một tình huống từ cơ sở | 100% bài giảng gắn với học tập Bác | appraised | 0.914
        Nguyễn Thị Hồng Hạnh | | Đổi mới sinh hoạt chuyên môn theo chuyên đề | appraised | 0.902
        Trần Quang Vinh | Ngân hàng câu hỏi thảo luận trực tuyến | 320 câu hỏi, 14 lớp sử dụng | appraised | 0.881
        Phạm Thị Thu Thủy | Nhóm học tập cùng tiến | Tỷ lệ đạt khá trở lên tăng từ 71,4% lên 86,2% | draft
        Lê Đức Thịnh | Tủ sách số lý luận chính trị | | accepted""",
    XDD: """
         | Sinh hoạt chi bộ mẫu cho học viên | 06 buổi mô phỏng, 240 lượt học viên | appraised | 0.862
        Vũ Minh Đức | | Đổi mới điều hành khoa bằng kế hoạch tuần | appraised | 0.845
        Đặng Thị Ngọc Ánh | Giờ giảng mở | 12 giờ giảng mở, 90 lượt dự giờ | appraised | 0.881
        Hoàng Thị Mai Phương | | Đề tài cơ sở về công tác phát triển đảng | returned | 0.8 | nghiên cứu khoa học
        Ngô Gia Huy | Sổ tay công tác đảng | | submitted-registration
        Bùi Thị Thanh Xuân | Góc đọc học viên | | draft-registration""",
    NNPL: """
         | Phiên tòa giả định | 04 phiên, 310 học viên tham gia | appraised | 0.887
        Bùi Thanh Tùng | Bộ tình huống pháp luật cơ sở | 56 tình huống, dùng ở 09 lớp | appraised | 0.847
        !Đỗ Thị Lan Anh | | Biên soạn tài liệu chuyên đề Luật Đất đai | submitted | 0.8
        Hà Văn Quyết | | | withdrawn""",
    QLDT: """
         | Trả kết quả học tập trong một ngày | Số hóa 2.146 hồ sơ học viên | appraised | 0.872
        ~Lương Văn Khải | Lịch học điện tử | 100% lớp dùng lịch điện tử | received | 0.83
        Ngô Thị Bích Ngọc | Kho học liệu số | 418 học liệu, 3.900 lượt dùng | appraised | 0.861 | chuyển đổi số
        Đinh Thị Thanh Huyền | Sổ tay lịch học của lớp | | explained""",
    TCHC: """
         | | Tiết kiệm 64 triệu đồng văn phòng phẩm | received | 0.8
        Nguyễn Hữu Phước | | Sắp xếp kho lưu trữ theo chuẩn mới | appraised | 0.45
        !Trịnh Thị Quỳnh Nga | Ngày thứ Sáu không giấy tờ | Giảm 40% giấy in mỗi tháng | draft""",
}  # fmt: skip

PAST = {
    2023: {
        LLCS: """
             | Bài giảng gắn với thực tiễn tỉnh nhà | 24 bài giảng được bổ sung tư liệu | appraised | 0.88
            Cao Thị Thanh Mai | Lớp học không khoảng cách | 05 lớp, phản hồi tốt 96% | appraised | 0.87
            Nguyễn Thị Hồng Hạnh | | Chủ trì 01 đề tài cấp tỉnh | appraised | 0.9""",
        XDD: """
             | Diễn đàn đảng viên trẻ | 03 diễn đàn, 180 lượt dự | appraised | 0.84
            Vũ Minh Đức | | Đổi mới phương pháp kiểm tra đánh giá | appraised | 0.86""",
        QLDT: """
             | Một cửa cho học viên | Giảm 50% thời gian làm thủ tục | appraised | 0.83
            Ngô Thị Bích Ngọc | | Số hóa điểm 12 khóa học | appraised | 0.88""",
        NNPL: """
            Bùi Thanh Tùng | | Giáo viên dạy giỏi cấp trường | appraised | 0.78""",
        TCHC: """
            Nguyễn Đình Khôi | | Cải tiến quy trình văn bản đến | appraised | 0.82""",
    },
    2024: {
        LLCS: """
             | Câu chuyện về Bác mỗi tuần | 40 câu chuyện, 100% lớp thực hiện | appraised | 0.9
            Trần Quang Vinh | Bài giảng số | 18 bài giảng số | appraised | 0.87
            Nguyễn Thị Hồng Hạnh | | Hướng dẫn 03 sáng kiến được công nhận | appraised | 0.91""",
        NNPL: """
             | Tư vấn pháp luật lưu động | 08 buổi tại 06 xã | appraised | 0.85
            Phạm Văn Hòa | | Đổi mới quản lý hồ sơ giảng dạy của khoa | appraised | 0.88
            Bùi Thanh Tùng | | Sáng kiến cấp cơ sở được công nhận | appraised | 0.84""",
        QLDT: """
             | Kho đề thi dùng chung | 1.200 câu hỏi đã thẩm định | appraised | 0.86
            Đinh Thị Thanh Huyền | | Rút ngắn xếp lịch còn 02 ngày | appraised | 0.85""",
        XDD: """
            Đặng Thị Ngọc Ánh | | Chủ nhiệm 01 đề tài cơ sở | appraised | 0.83""",
        TCHC: """
             | Văn phòng xanh | Giảm 30% điện năng | appraised | 0.8
            Lại Thị Thu Hường | | Tiết kiệm 21 triệu đồng | appraised | 0.79""",
    },
}

STEPS = ("draft", "submitted", "received", "marked", "appraised")


def build_past(year: int) -> None:
    for unit, text in PAST[year].items():
        for story in _stories(text, unit):
            _live(story, year)


def build_2025() -> None:
    for unit, text in YEAR_2025.items():
        for story in _stories(text, unit):
            _live(story, 2025)


def _live(story: Story, year: int) -> None:
    """From the promise in March to as far as its papers came by the end of November."""
    registration = _register(story, year)
    if story.ends == "explained":
        promises.not_nominated(registration, by=_user(WRITERS[story.unit]))
        return
    if story.ends in ("withdrawn", "accepted", "submitted-registration", "draft-registration"):
        return
    day = school_time(year, 11, 10, 9) + timedelta(hours=3 * len(story.summary) % 90)
    nomination = _write(story, registration, day)
    if story.ends == "draft":
        return
    writer = WRITERS[story.unit]
    with clock.at(day + timedelta(hours=2)):
        nominations.submit(nomination, by=_user(writer), version=nomination.version)
    if story.ends == "submitted":
        return
    office = _handler(story)
    if story.again:
        exchange.back_and_sent_again(nomination, office=_user(office), writer=_user(writer))
    with clock.at(day + timedelta(hours=20)):
        if story.ends == "returned":
            exchange.give_back(nomination, by=_user(office))
            return
        nominations.receive(nomination, by=_user(office), version=nomination.version)
        sheets = [appraisal.assign(nomination, _user(assessor), by=_user(office)) for assessor in _assessors(story)]
        _answer(nomination, office)
    if story.ends == "received":
        return
    for number, sheet in enumerate(sheets):
        with clock.at(day + timedelta(days=2, hours=number)):
            _mark(sheet, Decimal(story.share) + Decimal(number) / 100 - Decimal("0.01"))
    with clock.at(day + timedelta(days=4)):
        nomination.refresh_from_db()
        appraisal.appraise(nomination, by=_user(office), version=nomination.version)


def _register(story: Story, year: int) -> Registration:
    plan_year = PlanYear.objects.get(year=year)
    unit = Unit.objects.get(name=story.unit)
    writer = WRITERS[story.unit]
    registration = Registration(
        plan_year=plan_year,
        unit=unit,
        scope=(Scope.FIELD if story.field else Scope.COMPREHENSIVE).value,
        field=story.field,
        model_name=story.model,
        movement=f"Thi đua dạy tốt, học tốt, phục vụ tốt năm {year}",
        content="Lập kế hoạch từ đầu năm, phân công người phụ trách, kiểm tra hằng quý, rút kinh nghiệm, nhân rộng.",
        finish_by=plan_year.reviews_on,
        continued_from=Registration.objects.filter(plan_year__year=year - 1, **_subject(story, unit)).first(),
        **_subject(story, unit),
    )
    sent = school_time(year, 4, 8, 9) if story.late else school_time(year, 3, 10, 8, 30)
    with clock.at(sent - timedelta(days=3)):
        save_registration(registration, promises.targets(registration), by=_user(writer))
    if story.ends == "draft-registration":
        return registration
    with clock.at(sent):
        if story.ends == "withdrawn":
            move_registration("withdraw", registration, by=_user(writer), version=registration.version)
            return registration
        move_registration("submit", registration, by=_user(writer), version=registration.version)
    if story.ends != "submitted-registration":
        with clock.at(sent + timedelta(days=2)):
            move_registration("accept", registration, by=_user(_handler(story)), version=registration.version)
        promises.commend(registration, by=_user(writer))
    return registration


def _subject(story: Story, unit: Unit) -> dict:
    return {"subject_person": Person.objects.get(full_name=story.who)} if story.who else {"subject_unit": unit}


def _handler(story: Story) -> str:
    """Who receives and concludes: the office, but for its own people the board."""
    return "phohieutruong" if story.unit == TCHC else "chuyenvien"


def _assessors(story: Story) -> list[str]:
    own = {NNPL: "hoidong1", QLDT: "hoidong2", XDD: "hoidong3"}.get(story.unit)
    return [assessor for assessor in ASSESSORS if assessor != own][:2]


def _write(story: Story, registration: Registration, day: datetime) -> Nomination:
    writer = WRITERS[story.unit]
    with clock.at(day - timedelta(days=2)):
        nomination = Nomination(plan_year=registration.plan_year, registration=registration)
        nominations.begin(nomination, by=_user(writer))
        nomination.summary = story.summary
        nomination.report = f"{story.summary}. Kết quả được tập thể ghi nhận, học viên và cơ sở đánh giá cao."
        editor.save_summary(nomination, by=_user(writer), version=nomination.version)
    with clock.at(day):
        rows = criteria_to_state(nomination)
        told = rows[: len(rows) // 2] if story.ends == "draft" else rows
        texts = {row: f"{row.label}: thực hiện đều trong năm, có số liệu và xác nhận kèm theo." for row in told}
        editor.save_statements(nomination, texts, by=_user(writer), version=nomination.version)
        evidence.prove(nomination, day, _user(writer))
        if story.ends != "draft":
            results = {target: (promises.achieved(target), "") for target in registration.targets.all()}
            editor.save_results(nomination, results, by=_user(writer), version=nomination.version)
            _vote(nomination, day, writer)
    return Nomination.objects.with_subject().get(pk=nomination.pk)


def _vote(nomination: Nomination, day: datetime, writer: str) -> None:
    vote = Endorsement(
        nomination=nomination,
        held_on=day.date() - timedelta(days=1),
        minutes_number=f"{nomination.pk:02d}/BB",
        members=8,
        present=8,
        agree=7,
    )
    minutes = _paper("Biên bản họp đơn vị")
    editor.save_endorsement(vote, minutes=minutes, by=_user(writer), version=nomination.version)


def _answer(nomination: Nomination, office: str) -> None:
    for criterion in appraisal.unanswered_office_gates(nomination):
        appraisal.answer_gate(
            nomination,
            criterion,
            answer=Answer.MET,
            finding="Không có kỷ luật, vi phạm trong năm",
            paper=f"Xác nhận của chi bộ ngày 05/11/{nomination.plan_year.year}",
            by=_user(office),
        )


def _mark(sheet, share: Decimal) -> None:
    """Every row near the share of its points, to one decimal; below one half only one row, with its reason."""
    card = sheet.scorecard
    rows = content.read(card.criteria_set).standards_for(SubjectKind(card.kind)).scored
    marks = {}
    for place, row in enumerate(rows):
        level = min(Decimal(1), share) if share > Decimal("0.5") or place == 10 else Decimal("0.75")
        reason = "Minh chứng còn mỏng." if level < Decimal("0.5") else ""
        marks[row.code] = ((row.points * level).quantize(Decimal("0.1")), reason)
    scorecards.set_marks(sheet, marks, by=sheet.assessor, version=sheet.version)
    scorecards.send_sheet(sheet, by=sheet.assessor, version=sheet.version)


def _user(username: str) -> User:
    return User.objects.select_related("person").get(username=username)


def _paper(title: str) -> files.Checked:
    name = re.sub(r"\W+", " ", title)
    return files.check(SimpleUploadedFile(f"{name}.pdf", _pdf(title)))


@lru_cache
def _pdf(title: str) -> bytes:
    return compile_pdf("recognition/demo/scan.typ", {"number": "–", "unit": title, "day": [2025, 11, 1]})
