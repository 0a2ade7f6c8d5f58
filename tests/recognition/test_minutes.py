"""What a meeting settled: nothing is approved without it, approving freezes and seals it, a reopening keeps it."""

from datetime import date

import pytest

from portal.models import Person
from portal.rights import Conflict
from recognition.actions import councils, lists
from recognition.minutes import minutes_of, missing, settled
from recognition.models import BallotCount, Council, Meeting, Member, ReviewList
from recognition.queries.meetings import hall_of
from recognition.seal import seal
from tests.recognition.meetings import here, member, met, vote
from tests.recognition.people import account, list_of

OFFICE, HEAD = "chuyenvien", "truongphong"
KHAI = "Lương Văn Khải"


@pytest.fixture
def closed(school) -> ReviewList:
    review_list = list_of(2025)
    lists.close(review_list, by=account(OFFICE), version=review_list.version)
    return review_list


@pytest.fixture
def office(as_):
    return as_(OFFICE)


# -- approval -------------------------------------------------------------------------------------------------


def refusal(review_list: ReviewList) -> str:
    with pytest.raises(Conflict) as refused:
        lists.approve(review_list, by=account(HEAD), version=review_list.version)
    return refused.value.what


def test_nothing_is_approved_before_each_step_is_done(closed):
    assert refusal(closed) == "Chưa ghi cuộc họp của Hội đồng."
    meeting = met(closed)
    assert refusal(closed) == "Chưa nhập đủ kết quả bỏ phiếu: còn 04 mục."
    Meeting.objects.filter(pk=meeting.pk).delete()
    meeting = vote(closed)
    meeting.attendances.filter(teller="member").update(teller="")
    assert refusal(closed) == "Chưa ghi đủ ban kiểm phiếu: một trưởng ban và ít nhất một ủy viên."
    meeting.attendances.filter(member=member(KHAI)).update(teller="member")
    lists.approve(closed, by=account(HEAD), version=closed.version)
    assert closed.state == "approved"


def test_below_the_quorum_nothing_is_approved(closed):
    meeting = vote(closed)
    for each in meeting.attendances.filter(present=True, teller="")[:3]:
        meeting.attendances.filter(pk=each.pk).update(present=False, reason="ốm")
    assert refusal(closed).startswith("Có mặt 07/11 thành viên (63,64%), chưa đủ 2/3 tổng số thành viên")


def test_two_thirds_exactly_are_enough(closed):
    """Of nine members six."""
    for name in ("Lương Văn Khải", "Lê Đức Thịnh"):
        gone = member(name)
        gone.valid_to = date(2025, 11, 19)
        councils.unseat(gone, by=account(OFFICE), version=gone.version)
    meeting = met(closed)
    for each in meeting.attendances.filter(teller="")[:3]:
        meeting.attendances.filter(pk=each.pk).update(present=False, reason="ốm")
    hall = hall_of(closed.latest())
    assert (len(hall.present), hall.total, hall.is_quorate) == (6, 9, True)
    meeting.attendances.filter(pk=hall.present[0].pk).update(present=False, reason="ốm", teller="")
    assert not hall_of(closed.latest()).is_quorate


def test_who_came_changed_after_the_count_and_the_sums_no_longer_hold(closed):
    meeting = vote(closed)
    meeting.attendances.filter(member=member("Vũ Đình Thuận")).update(present=False, reason="ốm")
    assert refusal(closed) == (
        "Kết quả bỏ phiếu của Trần Quang Vinh không khớp. "
        "Có mặt 09, không bỏ phiếu 01: phát ra 08 phiếu, không phải 09."
    )


def test_a_council_changed_after_the_meeting_is_asked_about(closed):
    vote(closed)
    council = Council.objects.select_related("plan_year").get(plan_year__year=2025)
    lan_anh = Person.objects.get(full_name="Đỗ Thị Lan Anh")
    councils.seat(Member(council=council, person=lan_anh, order=200), by=account(OFFICE))
    assert refusal(closed).startswith("Thành phần Hội đồng đã thay đổi sau khi ghi cuộc họp")


def test_who_presided_may_still_preside_when_the_list_is_approved(closed):
    meeting = vote(closed)
    chair, deputy = meeting.chair, member("Trần Thị Kim Oanh")
    for role_of_chair, role_of_deputy in (("member", "deputy"), ("deputy", "chair")):
        for seat, role in ((chair, role_of_chair), (deputy, role_of_deputy)):
            seat.role = role
            councils.change_seat(seat, by=account(OFFICE), version=seat.version)
        assert refusal(closed).startswith("Vai trò của người chủ trì đã thay đổi sau khi ghi cuộc họp")
    meeting.attendances.filter(member=deputy).update(present=False, reason="ốm")
    assert "chủ trì" not in refusal(closed)


def test_approving_freezes_and_seals_what_the_meeting_settled(closed):
    vote(closed, last=8)
    live = minutes_of(closed.latest())
    frozen = lists.approve(closed, by=account(HEAD), version=closed.version)
    assert {name: frozen.content[name] for name in live} == live
    assert frozen.sha256 == seal(frozen.content)
    meeting, votes = frozen.content["meeting"], frozen.content["votes"]
    assert frozen.content["members"] == meeting["total"] == 11
    assert (meeting["held_on"], meeting["begins"], meeting["counted"], meeting["ends"]) == (
        *("2025-11-20", "14:00", "15:30", "16:45"),
    )
    assert meeting["council"] == {
        "name": "Hội đồng Thi đua - Khen thưởng",
        "number": "185/QĐ-TCT",
        "date": "2025-10-06",
    }
    assert (meeting["present"], meeting["absent"], meeting["wrote"], meeting["quorum"]) == (10, 1, 1, "2/3")
    assert meeting["chair"] == {
        "name": "Vũ Đình Thuận",
        "sex": "male",
        "post": "Hiệu trưởng",
        "role_label": "Chủ tịch Hội đồng",
    }
    last = votes[str(frozen.content["individuals"][-1]["nomination"])]
    assert last == {
        "recused": [
            {"name": "Đinh Thị Thanh Huyền", "reason": "đã nhập hồ sơ này"},
            {"name": "Lương Văn Khải", "reason": "thuộc đơn vị của hồ sơ này"},
        ],
        "recused_absent": [],
        "absent": 1,
        **{"issued": 8, "returned": 8, "valid": 8, "invalid": 0, "agree": 7, "against": 1},
        **{"written_agree": 1, "written_against": 0, "for": 8, "base": 11, "needed": 9},
        **{"percent": "72,73", "passed": False},
    }


def test_what_is_frozen_does_not_follow_what_changes_later(closed):
    vote(closed)
    frozen = lists.approve(closed, by=account(HEAD), version=closed.version)
    before = settled(frozen)
    Person.objects.filter(full_name="Vũ Đình Thuận").update(full_name="Tên đã đổi")
    BallotCount.objects.filter(entry__version=frozen).update(agree=0, against=8, valid=8, returned=8, issued=8)
    assert settled(closed.latest()) == before


def test_papers_read_the_minutes_once_they_are_whole(closed):
    with pytest.raises(Conflict, match="chưa ghi cuộc họp"):
        settled(closed.latest())
    meeting = met(closed)
    with pytest.raises(Conflict, match="Chưa nhập đủ kết quả bỏ phiếu: còn 04 mục"):
        settled(closed.latest())
    Meeting.objects.filter(pk=meeting.pk).delete()
    vote(closed)
    live = settled(closed.latest())
    assert live["meeting"]["place"] == "Phòng họp số 2, nhà A"
    assert live["individuals"] == closed.latest().content["individuals"]


# -- reopening ------------------------------------------------------------------------------------------------


def test_the_next_version_needs_its_own_meeting_and_the_old_one_stays(office, closed):
    vote(closed, last=8)
    lists.approve(closed, by=account(HEAD), version=closed.version)
    lists.reopen(closed, by=account(HEAD), version=closed.version, reason="Thiếu một hồ sơ")
    assert office.get(f"{here(closed)}edit/").status_code == 409
    lists.close(closed, by=account(OFFICE), version=closed.version)
    assert missing(hall_of(closed.latest())) == "Chưa ghi cuộc họp của Hội đồng."
    new, old = office.get(here(closed)), office.get(f"{here(closed)}?version=1")
    assert new.context["result"] is None
    assert "72,73" in old.content.decode()
    assert "Sửa cuộc họp" not in old.content.decode()
    vote(closed)
    lists.approve(closed, by=account(HEAD), version=closed.version)
    assert Meeting.objects.filter(list_version__review_list=closed).count() == 2
