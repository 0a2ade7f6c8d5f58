"""The review lists: 2023 and 2024 decided and published, 2025 being compiled; and the school's letterhead."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from criteria.models import PlanYear
from portal import clock, files, mail
from portal.clock import school_time
from portal.models import Letterhead, OutboxMessage, User
from portal.papers.pdf import compile_pdf
from recognition.actions import decisions, publication, reminders
from recognition.actions import lists as actions
from recognition.demo import awards, before, meetings, papers

DISSENT = {2024: "Một ý kiến đề nghị xét mô hình thêm một năm trước khi nhân rộng; ý kiến được ghi vào biên bản."}


def letterheads() -> None:
    """The province merged on 1/7/2025: place and header follow the date, old papers keep theirs."""
    common = {
        "issuer": "TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH",
        "school": "Trường Chính trị Trường Chinh",
        "symbol": "TCT",
        "office_head_title": "TRƯỞNG PHÒNG TỔ CHỨC,\nHÀNH CHÍNH, THÔNG TIN, TƯ LIỆU",
        "office_head": "Nguyễn Đình Khôi",
        "principal_title": "HIỆU TRƯỞNG",
        "principal": "Vũ Đình Thuận",
        "council": "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
        "council_symbol": "HĐTĐKT",
        "party_issuer": "ĐẢNG ỦY TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH",
        "party_symbol": "ĐU",
        "party_title": "BÍ THƯ",
        "party_signer": "Vũ Đình Thuận",
    }
    for since, province in ((date(2022, 1, 1), "Nam Định"), (date(2025, 7, 1), "Ninh Bình")):
        superior = f"TỈNH ỦY {province.upper()}"
        head = {"superior": superior, "party_superior": f"ĐẢNG BỘ TỈNH {province.upper()}", "place": province}
        Letterhead.objects.create(valid_from=since, **head, **common)


def build_past(year: int) -> None:
    """Closed, voted, approved, decided and published in December."""
    office, head = _user("chuyenvien"), _user("truongphong")
    plan_year = PlanYear.objects.select_related("criteria_set__plan", "plan").get(year=year)
    when = school_time(year, 12, 16, 9)
    with clock.at(when):
        review_list = actions.open_list(plan_year, by=office)
        before.settle(review_list)
        frozen = actions.close(review_list, by=office, version=review_list.version)
    with clock.at(when.replace(hour=17)):
        meeting = meetings.meet(frozen, by=office, dissent=DISSENT.get(year, ""))
        meetings.count_ballots(meeting, by=office)
    approver = (
        head if not frozen.entries.filter(nomination__subject_person=head.person).exists() else _user("hieutruong")
    )
    with clock.at(when + timedelta(days=1)):
        actions.approve(review_list, by=approver, version=review_list.version)
    with clock.at(when + timedelta(days=2)):
        awards.propose(review_list, by=office)
        papers.went_out(review_list.latest(), by=office)
    with clock.at(when + timedelta(days=6)):
        decisions.decide(
            review_list,
            number=f"{210 + year % 10}/QĐ-TCT",
            day=date(year, 12, 22),
            signer="Vũ Đình Thuận",
            scan=_scan(year),
            by=office,
            version=review_list.version,
        )
    with clock.at(when + timedelta(days=9)):
        papers.told_units(review_list.latest(), by=office)
    with clock.at(when + timedelta(days=10)):
        publication.publish(review_list, by=_user("truongphong"))
        OutboxMessage.objects.filter(read_at=None).update(read_at=clock.now())  # by the year's end all are read


def first_reminders_of_2025() -> None:
    """A week before the lists of registrations were due; read by the time they were sent."""
    with clock.at(school_time(2025, 3, 24, 7)):
        reminders.send(by=None)
    OutboxMessage.objects.filter(read_at=None).update(read_at=school_time(2025, 3, 26, 8))


def mails_of_yesterday() -> None:
    """What a timer would have carried on the morning before: files, in the demo."""
    with clock.at(school_time(2025, 11, 19, 7, 5)):
        mail.send_all()


def build_2025() -> None:
    with clock.at(school_time(2025, 11, 18, 8)):
        years = PlanYear.objects.select_related("criteria_set__plan", "plan")
        before.settle(actions.open_list(years.get(year=2025), by=_user("chuyenvien")))
        before.evaluate_one_of_2024()


def _user(username: str) -> User:
    return User.objects.select_related("person").get(username=username)


def _scan(year: int) -> files.Checked:
    data = {"number": f"{210 + year % 10}/QĐ-TCT", "unit": f"Quyết định công nhận năm {year}", "day": [year, 12, 22]}
    pdf = compile_pdf("recognition/demo/scan.typ", data)
    return files.check(SimpleUploadedFile(f"Quyết định công nhận {year}.pdf", pdf))
