"""The pages of lists and the dashboard: what each reader finds, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Scorecard, Sheet
from nominations.models import Nomination, Registration
from recognition import actions
from recognition.models import ReviewList
from tests.recognition.people import account, list_of


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def only_one_of_each_kind(year: int) -> None:
    """Of all dossiers a collective, its head and one lecturer of Khoa Lý luận cơ sở are left."""
    Nomination.objects.filter(plan_year__year=year).exclude(unit__short_name="LLCS").update(state="withdrawn")
    Registration.objects.filter(plan_year__year=year).exclude(unit__short_name="LLCS").update(state="withdrawn")


@pytest.mark.parametrize(("page", "queries"), [("working list", 26), ("dashboard", 25)])
def test_queries_do_not_grow_with_the_dossiers(as_, page, queries):
    address = f"/lists/{list_of(2025).pk}/" if page == "working list" else "/dashboard/?year=2025"
    client = as_("chuyenvien")
    many = queries_of(client, address)
    only_one_of_each_kind(2025)
    assert (queries_of(client, address), many) == (queries, queries)


@pytest.mark.parametrize(
    ("username", "address", "again"),
    [
        ("chuyenvien", "/", "submitted"),
        ("truongphong", "/", "submitted"),
        ("phohieutruong", "/", "submitted"),
        ("hoidong2", "/", "received"),
    ],
)
def test_a_desk_asks_the_same_questions_whatever_waits(as_, username, address, again):
    """As it stands, and with every appraised dossier of the year waiting again, its sheets unsent."""
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


def test_each_figure_of_the_dashboard_leads_to_just_the_records_it_counts(as_):
    client = as_("truongphong")
    overview = client.get("/dashboard/?year=2025").context["overview"]
    counted = {step.label: step.count for step in overview.steps}
    assert counted == {
        "Đăng ký": 20,
        "Tiếp nhận đăng ký": 19,
        "Đề nghị": 15,
        "Tiếp nhận hồ sơ": 13,
        "Thẩm định": 11,
        "Đạt tiêu chuẩn": 4,
        "Danh sách": None,
        "Công nhận": None,
    }
    cells = [cell for table in (overview.by_unit, overview.by_kind) for row in table.rows for cell in row if cell.href]
    assert len(cells) > 30
    leads = {(step.href, step.count) for step in overview.steps if step.count} | {(c.href, c.value) for c in cells}
    for href, count in leads:
        assert client.get(href).context["page"].paginator.count == count, href


def test_the_reader_is_led_nowhere_they_may_not_go(as_):
    overview = as_("danguy").get("/dashboard/?year=2025").context["overview"]
    assert not any(step.href for step in overview.steps)
    assert not any(cell.href for row in overview.by_unit.rows for cell in row)


def test_a_year_that_is_over_counts_what_became_of_it(as_):
    overview = as_("hieutruong").get("/dashboard/?year=2024").context["overview"]
    assert [step.count for step in overview.steps] == [11, 11, 11, 11, 11, 11, 11, 10]
    assert overview.owing == ["Khoa Xây dựng Đảng: hứa 00, đạt 00, phải có ít nhất 01 mô hình"]


def test_units_below_what_they_owe_and_late_ones_are_named(as_):
    Registration.objects.filter(plan_year__year=2025, unit__short_name="XDĐ").update(model_name="")
    overview = as_("hieutruong").get("/dashboard/?year=2025").context["overview"]
    assert overview.owing == ["Khoa Xây dựng Đảng: hứa 00, đạt 00, phải có ít nhất 01 mô hình"]
    assert overview.late == []


def test_a_year_without_data_is_not_a_row_of_zeros(as_):
    page = as_("hieutruong").get("/dashboard/?year=2019").context["overview"]
    assert page is not None, "an unknown year falls back to this one"


def test_the_desk_follows_the_list(as_):
    def titles(username: str) -> list[str]:
        tasks = as_(username).get("/").context["tasks"]
        return [task.title for task in tasks if task.href.startswith("/lists/")]

    review_list = list_of(2025)
    assert titles("chuyenvien") == ["Lập: Danh sách bình xét năm 2025"]
    actions.close(review_list, by=account("chuyenvien"), version=review_list.version)
    assert titles("chuyenvien") == ["Nhập kết quả bỏ phiếu: Danh sách bình xét năm 2025"]
    assert titles("hieutruong") == []
    frozen = review_list.latest()
    actions.type_in_votes(
        frozen,
        members=11,
        votes=dict.fromkeys(frozen.entries.values_list("pk", flat=True), 11),
        by=account("chuyenvien"),
    )
    assert titles("truongphong") == titles("hieutruong") == ["Duyệt: Danh sách bình xét năm 2025"]
    assert titles("danguy") == []
