"""Two dossiers side by side, standard by standard: what is larger, what is not told yet, and to whom nothing is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Sheet
from nominations.models import Nomination
from recognition.models import ReviewList
from recognition.queries import side_by_side
from tests.recognition.people import account, list_of, of

OFFICE, HEAD, PRINCIPAL = "chuyenvien", "truongphong", "hieutruong"


@pytest.fixture
def compiling(school) -> ReviewList:
    return list_of(2025)


# -- two dossiers side by side --------------------------------------------------------------------------------


def beside(left: str, right: str, username: str = OFFICE) -> side_by_side.SideBySide:
    return side_by_side.side_by_side(of(left), of(right), account(username))


def test_the_larger_total_and_the_larger_points_are_told(compiling):
    page = beside("Trần Quang Vinh", "Bùi Thanh Tùng")
    assert [(side.total, side.larger) for side in page.sides] == [("87,50", True), ("84,30", False)]
    rows = [standard for part in page.parts for standard in part.standards]
    assert rows
    for row in rows:
        left, right = (side.figure for side in row.sides)
        assert [side.larger for side in row.sides] == [left > right, right > left] or len(left) != len(right)
    assert all(side.statement for row in rows for side in row.sides)
    assert [len(gate.sides) for gate in page.gates] == [2] * len(page.gates)


def test_equal_totals_mark_neither(compiling):
    assert [side.larger for side in beside("Trần Quang Vinh", "Đặng Thị Ngọc Ánh").sides] == [False, False]


def test_a_collective_and_a_person_meet_where_both_are_measured(compiling):
    page = beside("Khoa Lý luận cơ sở", "Trần Quang Vinh")
    sides = [row.sides for part in page.parts for row in part.standards] + [gate.sides for gate in page.gates]
    assert {(left is None, right is None) for left, right in sides} >= {(True, False), (False, True), (False, False)}


def test_no_point_is_told_before_every_sheet_is_sent(compiling):
    page = beside("Lương Văn Khải", "Trần Quang Vinh")
    assert (page.sides[0].total, page.sides[0].sheets) == ("", "00 trên 02 phiếu đã gửi")
    sheet = Sheet.objects.filter(scorecard=of("Trần Quang Vinh").scorecard).first()
    Sheet.objects.filter(pk=sheet.pk).update(sent_at=None)
    one_open = beside("Lương Văn Khải", "Trần Quang Vinh")
    assert {side.figure for part in one_open.parts for row in part.standards for side in row.sides if side} == {""}


def test_who_stands_too_near_reads_nothing_and_is_offered_nothing(compiling, as_):
    own = of("Nguyễn Hữu Phước")  # of the office's own unit
    other = of("Trần Quang Vinh")
    address = f"/lists/{compiling.pk}/side-by-side/"
    for username in (OFFICE, HEAD):
        client = as_(username)
        for query in (f"?left={own.pk}&right={other.pk}", f"?left={other.pk}&right={own.pk}"):
            assert client.get(address + query).status_code == 403
        assert f'value="{own.pk}"' not in client.get(address).content.decode()
    assert as_(PRINCIPAL).get(f"{address}?left={own.pk}&right={other.pk}").status_code == 200
    Nomination.objects.filter(pk=own.pk).update(published_at=other.submitted_at)
    assert as_(OFFICE).get(f"{address}?left={own.pk}&right={other.pk}").status_code == 200


@pytest.mark.parametrize(
    "query", ["?left=abc&right=1", "?left=&right=", "?left=1", "?left=99999999999&right=1", "?left=0"]
)
def test_what_is_no_dossier_is_said(compiling, as_, query):
    answer = as_(OFFICE).get(f"/lists/{compiling.pk}/side-by-side/{query}")
    assert (answer.status_code, answer.context["page"]) == (200, None)


def test_two_different_ones_of_the_lists_own_year(compiling, as_):
    client, address = as_(OFFICE), f"/lists/{compiling.pk}/side-by-side/"
    here, past, draft = of("Trần Quang Vinh"), of("Trần Quang Vinh", 2024), of("Đỗ Thị Lan Anh")
    assert client.get(f"{address}?left={here.pk}&right={here.pk}").context["form"].errors
    for other in (past, draft):
        assert client.get(f"{address}?left={here.pk}&right={other.pk}").status_code == 404


def test_two_cost_as_many_queries_as_any_two(compiling, as_):
    client = as_(OFFICE)
    address = f"/lists/{compiling.pk}/side-by-side/?left=%s&right=%s"
    pairs = [("Trần Quang Vinh", "Bùi Thanh Tùng"), ("Đặng Thị Ngọc Ánh", "Ngô Thị Bích Ngọc")]
    asked = []
    for left, right in pairs:
        with CaptureQueriesContext(connection) as found:
            client.get(address % (of(left).pk, of(right).pk))
        asked.append(len(found))
    assert asked[0] == asked[1] <= 30
