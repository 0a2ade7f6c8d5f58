"""The pages of lists: what each reader finds, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Scorecard, Sheet
from nominations.models import Nomination, Registration
from recognition.actions import lists as actions
from recognition.models import Meeting, ReviewList
from recognition.queries.decisions import left_out
from recognition.queries.paper_page import Line, waiting
from tests.recognition.meetings import met, vote
from tests.recognition.people import account, list_of


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def only_one_of_each_kind(year: int) -> None:
    """Of all dossiers a collective, its head and one lecturer of Khoa Lý luận cơ sở are left."""
    Nomination.objects.filter(plan_year__year=year).exclude(unit__short_name="LLCS").update(state="withdrawn")
    Registration.objects.filter(plan_year__year=year).exclude(unit__short_name="LLCS").update(state="withdrawn")


def test_queries_do_not_grow_with_the_dossiers(as_):
    address = f"/lists/{list_of(2025).pk}/"
    client = as_("chuyenvien")
    many = queries_of(client, address)
    only_one_of_each_kind(2025)
    assert (queries_of(client, address), many) == (41, 41)


@pytest.mark.parametrize(
    ("username", "address", "again"),
    [
        ("chuyenvien", "/", "submitted"),
        ("truongphong", "/", "submitted"),
        ("phohieutruong", "/", "submitted"),
        ("hoidong2", "/", "received"),
    ],
)
def test_a_desk_asks_the_same_questions_whatever_waits(as_, settings, username, address, again):
    """As it stands, and with every appraised dossier of the year waiting again, its sheets unsent.

    What is raised again after a conclusion is counted by itself (`test_gates_raised_again`).
    """
    settings.PORTAL_DESK = [each for each in settings.PORTAL_DESK if "desk_gates" not in each]
    client = as_(username)
    before, few = queries_of(client, address), len(client.get("/").context["tasks"])
    _waiting_again(again)
    assert queries_of(client, address) == before
    assert len(client.get("/").context["tasks"]) > few


@pytest.mark.parametrize(("username", "address"), [("hoidong2", "/sheets/"), ("hieutruong", "/lists/")])
def test_short_lists_ask_the_same_questions(as_, username, address):
    client = as_(username)
    many = queries_of(client, address)
    Sheet.objects.filter(scorecard__nomination__plan_year__year__lt=2025).delete()
    ReviewList.objects.filter(state="compiling").delete()
    assert queries_of(client, address) == many


def _waiting_again(state: str) -> None:
    Sheet.objects.filter(scorecard__nomination__plan_year__year=2025).update(sent_at=None)
    Nomination.objects.filter(plan_year__year=2025, state="appraised").update(state=state)
    Scorecard.objects.filter(nomination__plan_year__year=2025).update(closed_at=None)


def test_the_office_sees_who_stands_and_who_does_not(as_):
    page = as_("chuyenvien").get(f"/lists/{list_of(2025).pk}/").content.decode()
    assert "Chốt danh sách" in page
    assert "Để riêng làm danh sách bổ sung" in page
    assert "tiêu chuẩn III.3.1 yêu cầu Hoàn thành xuất sắc nhiệm vụ" in page


def test_the_reader_reads_and_has_no_button(as_):
    page = as_("danguy").get(f"/lists/{list_of(2025).pk}/").content.decode()
    assert "Chốt danh sách" not in page.replace("Chốt danh sách mới", "")
    assert "Để riêng" not in page


def test_an_approved_list_shows_its_seal_and_every_version(as_):
    review_list = list_of(2024)
    page = as_("hieutruong").get(f"/lists/{review_list.pk}/").content.decode()
    assert review_list.latest().sha256 in page
    assert "Bản 01" in page
    assert "216/QĐ-TCT" not in page
    assert "214/QĐ-TCT" in page


def test_the_desk_follows_the_list(as_):
    def titles(username: str) -> list[str]:
        tasks = as_(username).get("/").context["tasks"]
        return [task.title for task in tasks if task.href.startswith("/lists/")]

    review_list = list_of(2025)
    assert titles("chuyenvien") == ["Lập: Danh sách bình xét năm 2025"]
    actions.close(review_list, by=account("chuyenvien"), version=review_list.version)
    assert titles("chuyenvien") == ["Ghi cuộc họp của Hội đồng: Danh sách bình xét năm 2025"]
    assert titles("hieutruong") == []
    met(review_list)
    assert titles("chuyenvien") == ["Nhập kết quả bỏ phiếu: Danh sách bình xét năm 2025"]
    Meeting.objects.get(list_version__review_list=review_list).delete()
    vote(review_list)
    assert titles("truongphong") == titles("hieutruong") == ["Duyệt: Danh sách bình xét năm 2025"]
    assert titles("danguy") == []


def test_a_version_that_never_was_shows_the_newest(as_):
    """Not the live ranking, which is no longer anybody's."""
    address = f"/lists/{list_of(2024).pk}/"
    page = as_("chuyenvien").get(address + "?version=99")
    assert page.context["version"] == list_of(2024).latest()


def test_who_was_not_appraised_in_time_reads_so(school):
    """The reason goes to the unit: a bare count of sheets would be none."""
    why = {str(nomination): why for nomination, _score, why in left_out(list_of(2025))}
    assert why["Lương Văn Khải"] == "Chưa thẩm định xong khi có quyết định. Đã gửi 00 trên 02 phiếu."
    assert why["Nguyễn Hữu Phước"].startswith("Dưới mức đạt: ")


def test_units_that_wait_for_their_notice_are_named_as_such():
    told = Line("Tờ trình", "", "", [], "/issue/", waits=True)
    units = [Line("Khoa Lý luận cơ sở", "", "", [], "/issue/", waits=each) for each in (True, False)]
    assert waiting([told], units) == ["Tờ trình", "Thông báo kết quả (Khoa Lý luận cơ sở)"]
    assert waiting([told], units[1:]) == ["Tờ trình"]
