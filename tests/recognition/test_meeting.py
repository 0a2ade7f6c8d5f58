"""The meeting of a closed list: who came and why not, who presides and counts, what is said before it."""

from datetime import date, time

import pytest
from django.db import IntegrityError

from portal.models import AuditEntry, Person
from portal.rights import Conflict
from recognition.actions import councils, lists
from recognition.actions import meetings as actions
from recognition.demo.meetings import meet
from recognition.models import Attendance, Council, Meeting, Member, ReviewList
from recognition.queries.meetings import hall_of, seated
from recognition.queries.minutes import formula_words
from tests.recognition import frozen
from tests.recognition.at_once import at_once
from tests.recognition.meetings import here, member, met, vote
from tests.recognition.people import account, list_of

OFFICE, HEAD = "chuyenvien", "truongphong"


@pytest.fixture
def closed(school) -> ReviewList:
    review_list = list_of(2025)
    lists.close(review_list, by=account(OFFICE), version=review_list.version)
    return review_list


@pytest.fixture
def office(as_):
    return as_(OFFICE)


def form_data(review_list: ReviewList, **changed) -> dict:
    """All eleven came; two tellers. `changed` by the name of the field; a member's as `present-Lê Quốc Bảo`."""
    members = seated(Council.objects.get(plan_year__year=2025), date(2025, 11, 20))
    by_name = {str(each.person): each for each in members}
    chair, secretary = by_name["Vũ Đình Thuận"], by_name["Hoàng Thu Hà"]
    told = {"held_on": "20/11/2025", "begins_at": "14:00", "place": "Phòng họp số 2"}
    told |= {"chair": chair.pk, "secretary": secretary.pk} | {f"present-{each.pk}": "on" for each in members}
    told |= {f"teller-{by_name['Lê Quốc Bảo'].pk}": "head", f"teller-{by_name['Lương Văn Khải'].pk}": "member"}
    for key, value in changed.items():
        name, _dash, who = key.partition("-")
        key = f"{name}-{by_name[who].pk}" if who else name
        told.pop(key, None)
        if value is not None:
            told[key] = value
    return told


# -- who came -------------------------------------------------------------------------------------------------


def test_the_meeting_is_recorded_with_everybody(office, closed):
    away = {"present-Lê Đức Thịnh": None, "reason-Lê Đức Thịnh": "đi học", "wrote-Lê Đức Thịnh": "on"}
    answer = office.post(f"{here(closed)}edit/", form_data(closed, **away, dissent="Một ý kiến bảo lưu."), follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    meeting = Meeting.objects.get(list_version=closed.latest())
    assert (meeting.held_on, meeting.begins_at, meeting.ends_at) == (date(2025, 11, 20), time(14), None)
    assert "Có mặt 10/11 thành viên (90,91%); phải có mặt ít nhất 2/3." in answer.content.decode()
    thinh = meeting.attendances.get(member=member("Lê Đức Thịnh"))
    assert (thinh.present, thinh.reason, thinh.wrote) == (False, "đi học", True)
    assert meeting.attendances.count() == 11
    log = AuditEntry.objects.get(subject_type="recognition.meeting", subject_id=meeting.pk)
    assert "Lê Đức Thịnh: vắng mặt: đi học, gửi ý kiến bằng văn bản" in log.after["Thành viên"]
    assert "Lê Quốc Bảo: có mặt, trưởng ban kiểm phiếu" in log.after["Thành viên"]


THINH, BAO, KHAI = "Lê Đức Thịnh", "Lê Quốc Bảo", "Lương Văn Khải"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({f"present-{THINH}": None}, f"reason-{THINH}", "Vui lòng ghi lý do vắng mặt, hoặc đánh dấu có mặt."),
        ({f"reason-{THINH}": "ốm"}, f"reason-{THINH}", "Có mặt thì để trống lý do vắng; nếu vắng, bỏ dấu “Có mặt”."),
        (
            {f"wrote-{THINH}": "on"},
            f"wrote-{THINH}",
            "Người có mặt bỏ phiếu tại cuộc họp, không gửi ý kiến bằng văn bản.",
        ),
        (
            {f"present-{BAO}": None, f"reason-{BAO}": "ốm"},
            f"teller-{BAO}",
            "Người vắng mặt không kiểm phiếu được.",
        ),
        ({f"teller-{KHAI}": "head"}, f"teller-{KHAI}", "Ban kiểm phiếu chỉ có một trưởng ban."),
        ({f"teller-{KHAI}": "boss"}, f"teller-{KHAI}", "Vui lòng chọn một mục trong danh sách."),
        ({"held_on": "19/11/2025"}, "held_on", "Vui lòng nhập ngày từ 20/11/2025 đến 20/11/2025."),
        ({"held_on": "21/11/2025"}, "held_on", "Vui lòng nhập ngày từ 20/11/2025 đến 20/11/2025."),
        ({"begins_at": "25:00"}, "begins_at", "Vui lòng nhập giờ theo dạng giờ:phút, ví dụ 14:00."),
        ({"begins_at": "１４:00"}, "begins_at", "Vui lòng nhập giờ theo dạng giờ:phút, ví dụ 14:00."),
        ({"counted_at": "13:59"}, "counted_at", "Giờ kiểm phiếu không thể trước giờ bắt đầu."),
        ({"ends_at": "14h00"}, "ends_at", "Giờ kết thúc phải sau giờ bắt đầu và giờ kiểm phiếu."),
        (
            {"counted_at": "16:00", "ends_at": "15:30"},
            "ends_at",
            "Giờ kết thúc phải sau giờ bắt đầu và giờ kiểm phiếu.",
        ),
        ({"place": ""}, "place", "Vui lòng nhập mục này."),
        ({"chair": "999999999999"}, "chair", "Vui lòng chọn một mục trong danh sách."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(office, closed, changed, field, sentence):
    answer = office.post(f"{here(closed)}edit/", form_data(closed, **changed))
    name, _dash, who = field.partition("-")
    key = f"{name}-{member(who).pk}" if who else field
    assert dict(answer.context["form"].errors) == {key: [sentence]}
    assert not Meeting.objects.filter(list_version=closed.latest()).exists()


def presided(closed: ReviewList, name: str, **changed) -> dict:
    return form_data(closed, chair=member(name).pk, **changed)


def test_the_deputy_presides_only_where_the_chair_is_away(office, closed):
    address = f"{here(closed)}edit/"
    deputy, chair = "Trần Thị Kim Oanh", "Vũ Đình Thuận"
    away = {f"present-{chair}": None, f"reason-{chair}": "họp Tỉnh ủy"}
    for data, said in (
        (presided(closed, deputy), "Chủ tịch Hội đồng có mặt thì Chủ tịch chủ trì."),
        (presided(closed, "Phạm Văn Hòa"), "Chủ tịch Hội đồng chủ trì; khi Chủ tịch vắng, Phó Chủ tịch chủ trì."),
        (presided(closed, chair, **away), "Người chủ trì phải có mặt; khi Chủ tịch vắng, Phó Chủ tịch chủ trì."),
    ):
        assert office.post(address, data).context["form"].errors == {"chair": [said]}
    assert office.post(address, presided(closed, deputy, **away)).status_code == 302


def test_somebody_present_writes_the_minutes_and_does_not_preside(office, closed):
    address = f"{here(closed)}edit/"
    away = {"present-Hoàng Thu Hà": None, "reason-Hoàng Thu Hà": "ốm"}
    missing_secretary = "Thư ký phải có mặt; khi thư ký vắng, chọn một thành viên khác ghi biên bản."
    assert office.post(address, form_data(closed, **away)).context["form"].errors == {"secretary": [missing_secretary]}
    chair = member("Vũ Đình Thuận").pk
    both = office.post(address, form_data(closed, secretary=chair)).context["form"].errors
    assert both == {"secretary": ["Người chủ trì không đồng thời là thư ký."]}
    assert office.post(address, form_data(closed, secretary=member(KHAI).pk, **away)).status_code == 302


def test_who_casts_no_ballot_counts_none(office, closed):
    for line in hall_of(closed.latest()).lines:
        if member(KHAI).pk not in {each.member.pk for each in line.aside}:
            actions.declare_recusal(line.entry, member(KHAI), reason="đồng tác giả", by=account(OFFICE))
    answer = office.post(f"{here(closed)}edit/", form_data(closed))
    assert answer.context["form"].errors == {
        f"teller-{member(KHAI).pk}": ["Thành viên này không bỏ phiếu mục nào nên không kiểm phiếu."]
    }


def test_who_left_before_the_day_of_the_meeting_has_no_line(office, closed):
    khai = member(KHAI)
    khai.valid_to = date(2025, 11, 19)
    councils.unseat(khai, by=account(OFFICE), version=khai.version)
    form = office.get(f"{here(closed)}edit/").context["form"]
    assert KHAI not in [str(each.person) for each in form.members]
    assert len(form.members) == 10


# -- two at once ----------------------------------------------------------------------------------------------


def test_a_stale_save_keeps_both_texts(office, as_, closed):
    met(closed)
    head, address = as_(HEAD), f"{here(closed)}edit/"
    stale = {"version": "1", "base": office.get(address).context["base"]}
    first = form_data(closed, version="1", discussion="Trao đổi thêm về minh chứng.")
    assert head.post(address, first).status_code == 302
    answer = office.post(address, form_data(closed, **stale, dissent="Một ý kiến bảo lưu.", place="Hội trường"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Một ý kiến bảo lưu." in page
    assert "Trao đổi thêm về minh chứng." in page
    assert Meeting.objects.get(list_version=closed.latest()).dissent == ""


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_meeting_at_once_record_one(school):
    review_list = list_of(2025)
    lists.close(review_list, by=account(OFFICE), version=review_list.version)
    version, by = review_list.latest(), account(OFFICE)
    assert at_once(lambda: meet(version, by=by), refused=(Conflict, IntegrityError)) == ["done", "refused"]
    meeting = Meeting.objects.get(list_version=review_list.latest())
    assert meeting.attendances.count() == 11


# -- the way to approval --------------------------------------------------------------------------------------


def test_the_closed_lists_page_says_what_is_next(as_, closed):
    def states(who: str) -> list[str]:
        return [step.state for step in as_(who).get(f"/lists/{closed.pk}/").context["steps"]]

    assert states(OFFICE) == ["done", "next", "later", "later"]
    met(closed)
    assert states(OFFICE) == ["done", "done", "next", "later"]
    Meeting.objects.filter(list_version=closed.latest()).delete()
    vote(closed)
    assert states("danguy") == ["done", "done", "done", "next"]
    votes = f'href="/lists/{closed.pk}/votes/"'
    assert votes in as_(OFFICE).get(f"/lists/{closed.pk}/").content.decode()
    assert votes not in as_("danguy").get(f"/lists/{closed.pk}/").content.decode()
    lists.approve(closed, by=account(HEAD), version=closed.version)
    assert states(OFFICE) == []


def test_an_entry_that_cannot_pass_is_said_before_the_meeting(office, closed):
    """A third member of Khoa Xây dựng Đảng: of twelve members nine may vote for its lecturer; ten would be needed."""
    council = Council.objects.select_related("plan_year").get(plan_year__year=2025)
    for name in ("Hoàng Thị Mai Phương",):
        person = Person.objects.get(full_name=name)
        councils.seat(Member(council=council, person=person, order=200), by=account(OFFICE))
    for address in (f"/lists/{closed.pk}/", here(closed)):
        answer = office.get(address)
        (warning,) = answer.context["warnings"]
        assert (warning.who, warning.ways) == (
            "Đặng Thị Ngọc Ánh",
            (
                "tính tỷ lệ trên số thành viên được bỏ phiếu: khi đó cần từ 08 trên 09",
                "bổ sung để Hội đồng có ít nhất 15 thành viên",
            ),
        )
        assert warning.why == (
            "03 thành viên không bỏ phiếu, nhiều nhất còn 09 phiếu đồng ý trên 12 (75,00%), trong khi cần từ 10 (4/5)."
        )
        page = answer.content.decode()
        assert page.index("01 mục không thể đạt, dù tất cả người bỏ phiếu đều đồng ý") < page.index(
            "Đặng Thị Ngọc Ánh:"
        )


def test_attendance_is_told_as_it_was(office, school):
    """The meeting of 2024, sealed: who was away, why, and that they wrote."""
    answer = office.get(here(list_of(2024)))
    rows = {row[0].text: row for row in answer.context["attendance"].rows}
    thinh = rows["Lê Đức Thịnh"]
    assert (thinh[2].text, thinh[2].second) == ("Vắng mặt", "đi học lớp bồi dưỡng ở Hà Nội; gửi ý kiến bằng văn bản")
    assert rows["Lê Quốc Bảo"][3].text == "Trưởng ban kiểm phiếu"
    assert answer.context["needs"] is None
    assert Attendance.objects.filter(meeting__list_version__review_list=list_of(2024)).count() == 11


def test_the_result_says_on_what_the_share_was_reckoned():
    """By the rule of that meeting, sealed or not."""
    without = frozen.content(meeting=frozen.meeting(recused_in_base=False))
    assert formula_words(frozen.content()).endswith("chia cho tổng số thành viên Hội đồng.")
    assert formula_words(without).endswith("tổng số thành viên Hội đồng, trừ người không bỏ phiếu mục đó.")
