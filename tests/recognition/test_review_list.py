"""The year's list: a live ranking, a frozen version, votes, approval by another person, a decision, publication."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.models import Nomination
from portal import files
from portal.models import AuditEntry, OutboxMessage
from portal.rights import Conflict, Refusal
from recognition.actions import decisions, publication
from recognition.actions import lists as actions
from recognition.models import Entry, ListVersion, Recognition, ReviewList
from recognition.queries.lists import working_list
from recognition.seal import seal
from tests.nominations.dossiers import PDF
from tests.recognition.meetings import vote
from tests.recognition.people import account, list_of

OFFICE, HEAD, PRINCIPAL = "chuyenvien", "truongphong", "hieutruong"


@pytest.fixture
def compiling(school) -> ReviewList:
    return list_of(2025)


@pytest.fixture
def closed(compiling) -> ReviewList:
    actions.close(compiling, by=account(OFFICE), version=compiling.version)
    return compiling


@pytest.fixture
def voted(closed) -> ReviewList:
    """Eleven members; all who may for everybody but the last, who gets eight (less than four fifths)."""
    vote(closed, last=8)
    return closed


@pytest.fixture
def approved(voted) -> ReviewList:
    actions.approve(voted, by=account(HEAD), version=voted.version)
    return voted


def decide(review_list: ReviewList) -> None:
    scan = files.check(SimpleUploadedFile("quyet-dinh.pdf", PDF))
    decisions.decide(
        review_list,
        number="215/QĐ-TCT",
        day=date(2025, 11, 20),
        signer="Vũ Đình Thuận",
        scan=scan,
        by=account(OFFICE),
        version=review_list.version,
    )


# -- compiling ------------------------------------------------------------------------------------------------


def test_compiling_ranks_live_and_writes_nothing(compiling):
    before = list(Nomination.objects.order_by("pk").values())
    working = working_list(compiling)
    shown = {
        section.label: [(line.rank, str(line.nomination)) for line in section.lines] for section in working.sections
    }
    assert shown == {
        "Cá nhân, toàn diện": [(1, "Trần Quang Vinh"), (1, "Đặng Thị Ngọc Ánh"), (3, "Bùi Thanh Tùng")],
        "Cá nhân, từng mặt": [(1, "Ngô Thị Bích Ngọc")],
    }
    assert "ưu tiên cá nhân nữ; hệ thống không tự quyết định thứ tự" in working.lines[0].note
    assert list(Nomination.objects.order_by("pk").values()) == before


def test_everybody_outside_is_told_why_with_the_clause(compiling):
    outside = {str(out.nomination): out for out in working_list(compiling).outside}
    assert len(outside) == 9
    assert outside["Phòng Quản lý đào tạo và nghiên cứu khoa học"].sentences[0] == (
        "Không đạt: đơn vị được xếp loại Hoàn thành tốt nhiệm vụ; "
        "tiêu chuẩn III.3.1 yêu cầu Hoàn thành xuất sắc nhiệm vụ."
    )
    assert outside["Lương Văn Khải"].sentences == ("Đã gửi 00 trên 02 phiếu.",)
    assert outside["Khoa Lý luận cơ sở"].may_be_set_aside
    assert not outside["Lương Văn Khải"].may_be_set_aside


# -- closing --------------------------------------------------------------------------------------------------


def test_closing_freezes_and_moves_those_who_stand_on_it(closed):
    frozen = closed.latest()
    assert (closed.state, frozen.number) == ("closed", 1)
    assert [row["name"] for row in frozen.content["individuals"]] == [
        "Trần Quang Vinh",  # protocol order: units first, not ranks
        "Đặng Thị Ngọc Ánh",
        "Bùi Thanh Tùng",
        "Ngô Thị Bích Ngọc",
    ]
    assert (frozen.content["women"], frozen.content["men"]) == (2, 2)
    assert [row["name"] for row in frozen.content["models"]][:1] == ["Ngân hàng câu hỏi thảo luận trực tuyến"]
    assert Nomination.objects.filter(state="listed").count() == Entry.objects.filter(version=frozen).count() == 4


def test_a_name_changed_later_does_not_change_a_frozen_version(closed):
    person = Nomination.objects.filter(state="listed", subject_person__isnull=False).first().subject_person
    person.full_name = "Tên đã đổi"
    person.save()
    assert "Tên đã đổi" not in str(closed.latest().content)


def test_one_illegal_entry_stops_all(compiling, monkeypatch):
    """Somebody reopens a dossier between the compiling and the closing: nothing is closed."""
    working = working_list(compiling)
    monkeypatch.setattr(actions.queries, "working_list", lambda review_list: working)
    Nomination.objects.filter(pk=working.lines[-1].nomination.pk).update(state="received")
    with pytest.raises(Conflict):
        actions.close(compiling, by=account(OFFICE), version=compiling.version)
    assert list_of(2025).state == "compiling"
    assert not ListVersion.objects.filter(review_list=compiling).exists()
    assert not Nomination.objects.filter(state="listed").exists()


def test_a_list_is_closed_by_the_office_only_and_once(compiling):
    with pytest.raises(Refusal):
        actions.close(compiling, by=account("canbo.llcs"), version=compiling.version)
    actions.close(compiling, by=account(OFFICE), version=1)
    with pytest.raises(Conflict):
        actions.close(list_of(2025), by=account(OFFICE), version=1)


# -- votes and approval ---------------------------------------------------------------------------------------


def test_approving_seals_and_is_another_persons_act(voted):
    with pytest.raises(Refusal):
        actions.approve(voted, by=account(OFFICE), version=voted.version)
    frozen = actions.approve(voted, by=account(HEAD), version=voted.version)
    assert frozen.sha256 == seal(frozen.content)
    assert frozen.content["members"] == 11
    assert sum(vote["passed"] for vote in frozen.content["votes"].values()) == 3


def test_who_closed_it_does_not_approve_it(compiling):
    """The office head closes; then it is the board's to approve."""
    actions.close(compiling, by=account(HEAD), version=compiling.version)
    vote(compiling)
    with pytest.raises(Refusal, match="người chốt"):
        actions.approve(compiling, by=account(HEAD), version=compiling.version)
    actions.approve(compiling, by=account(PRINCIPAL), version=compiling.version)
    assert compiling.state == "approved"


def test_who_stands_on_it_does_not_approve_it(voted):
    head = account(HEAD)
    head.person_id = Nomination.objects.filter(state="listed", subject_person__isnull=False).first().subject_person_id
    with pytest.raises(Refusal, match="có tên trong danh sách"):
        actions.approve(voted, by=head, version=voted.version)


# -- reopening ------------------------------------------------------------------------------------------------


def test_reopening_needs_a_reason_and_makes_the_next_version(approved):
    with pytest.raises(Conflict, match="cần nêu lý do"):
        actions.reopen(approved, by=account(HEAD), version=approved.version, reason="")
    first = approved.latest()
    actions.reopen(approved, by=account(HEAD), version=approved.version, reason="Thiếu một hồ sơ")
    assert Nomination.objects.filter(state="listed").count() == 0
    second = actions.close(approved, by=account(OFFICE), version=approved.version)
    first.refresh_from_db()
    assert (second.number, first.reopened_reason) == (2, "Thiếu một hồ sơ")
    assert first.sha256 == seal(first.content), "the earlier version stays as it was sealed"


def test_a_list_that_was_approved_meanwhile_is_not_reopened_unseen(as_, voted):
    """The page was opened while it was closed; what was typed stands there still."""
    told = {"reason": "Thiếu một hồ sơ", "version": voted.version}
    actions.approve(voted, by=account(HEAD), version=voted.version)
    page = as_(PRINCIPAL).post(f"/lists/{voted.pk}/reopen/", told)
    assert (page.status_code, list_of(2025).state) == (409, "approved")
    assert "Thiếu một hồ sơ" in page.content.decode()


def test_a_decided_list_is_never_reopened(approved):
    decide(approved)
    with pytest.raises(Conflict):
        actions.reopen(approved, by=account(HEAD), version=approved.version, reason="Muốn sửa")


# -- decision, publication, supplement ------------------------------------------------------------------------


def test_the_decision_recognises_who_passed_and_tells_the_others_why(approved):
    waiting = Nomination.objects.get(plan_year__year=2025, subject_unit__short_name="LLCS")
    actions.set_aside(waiting, reason="Chờ xếp loại công đoàn", by=account(OFFICE))
    decide(approved)
    assert Recognition.objects.filter(decision__number="215/QĐ-TCT").count() == 3
    outcome = dict(
        Nomination.objects.filter(plan_year__year=2025, state="not_recognised").values_list(
            "subject_person__full_name", "outcome_reason"
        )
    )
    assert outcome["Ngô Thị Bích Ngọc"] == (
        "Đạt mọi tiêu chuẩn; Hội đồng bỏ phiếu kín: 08/11 thành viên đồng ý (72,73%), "
        "cần từ 4/5 tổng số thành viên trở lên."
    )
    assert "Dưới mức đạt" in outcome["Nguyễn Hữu Phước"]
    waiting.refresh_from_db()
    assert waiting.state == "appraised", "set aside: it waits for the supplementary list"


def test_units_learn_nothing_before_publication_and_once_after_it(approved):
    decide(approved)
    assert not Nomination.objects.filter(plan_year__year=2025, published_at__isnull=False).exists()
    with pytest.raises(Refusal):
        publication.publish(approved, by=account(OFFICE))
    publication.publish(approved, by=account(HEAD))
    done = Nomination.objects.filter(plan_year__year=2025, state__in=("recognised", "not_recognised"))
    assert done.exists()
    assert all(row.published_at for row in done)
    assert OutboxMessage.objects.filter(
        to__username="canbo.llcs", subject__contains="công bố kết quả bình xét năm 2025"
    ).exists()
    with pytest.raises(Conflict):
        publication.publish(list_of(2025), by=account(HEAD))


def test_a_supplementary_list_holds_only_those_set_aside(approved):
    waiting = Nomination.objects.get(plan_year__year=2025, subject_unit__short_name="LLCS")
    actions.set_aside(waiting, reason="Chờ xếp loại công đoàn", by=account(OFFICE))
    decide(approved)
    extra = actions.open_list(approved.plan_year, by=account(OFFICE))
    assert (str(extra), extra.state) == ("Danh sách bổ sung 1 năm 2025", "compiling")
    working = working_list(ReviewList.objects.select_related("plan_year__criteria_set__plan").get(pk=extra.pk))
    assert [str(out.nomination) for out in working.outside] + [str(line.nomination) for line in working.lines] == [
        "Khoa Lý luận cơ sở"
    ]


def test_every_act_is_in_the_log(approved):
    decide(approved)
    acts = list(
        AuditEntry.objects.filter(subject_type="recognition.reviewlist", subject_id=approved.pk).values_list(
            "act", flat=True
        )
    )
    assert acts == [
        "Ghi quyết định",
        "Duyệt danh sách",
        "Nhập kết quả bỏ phiếu",
        "Ghi cuộc họp của Hội đồng",
        "Chốt danh sách",
        "Lập danh sách",
    ]
