"""Lists: the same number of queries at 1 and at 30 rows, found without diacritics, exported as they are shown."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.models import Grant, Person, Post, Unit, User

# A list narrowed to one row, and its queries at any number of rows: session, account, grants, unread; then its own.
QUERIES = {"/units/?q=ban giam hieu": 7, "/people/?q=minh tam": 8, "/accounts/?q=canbo.llcs": 7, "/?": 11}


def thirty_more(llcs) -> None:
    for number in range(30):
        person = Person.objects.create(full_name=f"Nguyễn Văn {number}", sex="male")
        Post.objects.create(person=person, unit=llcs, title="Giảng viên", valid_from="2024-01-01")
        user = User.objects.create(username=f"nguoi{number}", person=person)
        Grant.objects.create(user=user, role="assessor")
        Unit.objects.create(name=f"Tổ {number}", kind="group", parent=llcs)


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("one_row", "queries"), QUERIES.items())
def test_queries_do_not_grow_with_the_rows(as_, llcs, one_row, queries):
    client = as_("quantri")
    few = queries_of(client, one_row)
    thirty_more(llcs)
    assert (few, queries_of(client, one_row.split("?")[0])) == (queries, queries)


def names(answer) -> list[str]:
    return [row[0].text for row in answer.context["table"].rows]


@pytest.mark.parametrize("typed", ["thuy", "Thủy", "PHẠM THỊ THU", "thu thuy", "Thu\u0309y"])
def test_people_are_found_with_and_without_diacritics(as_, typed):
    assert "Phạm Thị Thu Thủy" in names(as_("chuyenvien").get("/people/", {"q": typed}))


def test_people_stand_in_the_order_of_their_given_names(as_):
    shown = names(as_("chuyenvien").get("/people/"))
    assert shown[:3] == ["Đỗ Thị Lan Anh", "Đặng Thị Ngọc Ánh", "Lê Quốc Bảo"]
    assert len(shown) == 30


def test_percent_and_underscore_are_only_signs(as_):
    assert names(as_("chuyenvien").get("/people/", {"q": "%"})) == []
    assert names(as_("chuyenvien").get("/people/", {"q": "_"})) == []


def test_filters_narrow_and_stay_in_the_links(as_, llcs):
    answer = as_("chuyenvien").get("/people/", {"unit": llcs.pk, "q": "le"})
    assert names(answer) == ["Lê Thị Minh Tâm", "Lê Đức Thịnh"]
    assert answer.context["form"].address == f"q=le&unit={llcs.pk}"
    assert names(as_("quantri").get("/accounts/?role=board")) == ["hieutruong", "phohieutruong"]
    assert len(names(as_("chuyenvien").get("/units/?kind=party_cell"))) == 5


@pytest.mark.parametrize(
    ("path", "reader"), [("/units/", "chuyenvien"), ("/people/", "hieutruong"), ("/accounts/", "quantri")]
)
def test_the_spreadsheet_is_the_list(as_, path, reader):
    client = as_(reader)
    shown = client.get(path + "?q=l").context["table"]
    sheet = load_workbook(BytesIO(client.get(f"{path}export.xlsx?q=l").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == [column.label for column in shown.columns]
    assert [row[0].split("\n")[0] for row in rows[1:31]] == [row[0].text for row in shown.rows]


def test_what_was_typed_never_becomes_a_formula(as_, school):
    Person.objects.create(full_name="=HYPERLINK(1)", sex="male")
    sheet = load_workbook(BytesIO(as_("quantri").get("/people/export.xlsx?q=hyper").content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
