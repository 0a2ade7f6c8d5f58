"""Lists: the same number of queries at 1 and at 30 rows, found without diacritics, exported as they are shown."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from nominations.models import Nomination, Registration
from portal.actions import keep
from portal.models import Grant, Person, Post, Unit, User
from portal.text import name_key

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


# -- order ----------------------------------------------------------------------------------------------------


def test_heads_lead_to_the_orders_and_say_which_one_stands(as_):
    client = as_("chuyenvien")
    columns = client.get("/registrations/?kind=person&sort=name").context["table"].columns
    assert [(each.label, each.href, each.direction) for each in columns if each.href] == [
        ("Tập thể, cá nhân", "?kind=person&sort=-name", "ascending"),
        ("Đơn vị đăng ký", "?kind=person&sort=unit", ""),
        ("Ngày gửi", "?kind=person&sort=sent", ""),
    ]
    people = names(client.get("/registrations/?kind=person&sort=name"))
    assert people == sorted(people, key=name_key)
    assert names(client.get("/registrations/?kind=person&sort=-name")) == people[::-1]
    page = client.get("/registrations/?sort=-sent").content.decode()
    assert page.count('aria-sort="descending"') == 1


def test_those_without_a_date_stand_last_either_way(as_):
    client = as_("canbo.llcs")
    for way in ("sent", "-sent"):
        days = [row[3].value for row in client.get(f"/nominations/?sort={way}").context["table"].rows]
        told = [day for day in days if day]
        assert days == [*sorted(told, reverse=way == "-sent"), *[None] * (len(days) - len(told))]
        assert len(told) < len(days)


@pytest.mark.parametrize("path", ["/registrations/", "/nominations/", "/people/", "/units/", "/ratings/"])
@pytest.mark.parametrize("asked", ["sort=search", "sort=--name", "sort=unit__pk", "sort=%F0%9F%8C%B8&page=9e30", "x=1"])
def test_what_no_list_knows_changes_nothing(as_, path, asked):
    client = as_("chuyenvien")
    answer = client.get(f"{path}?{asked}")
    assert names(answer) == names(client.get(path))
    assert answer.context["form"].address == ""


def test_pages_beyond_the_last_are_the_last(as_):
    client = as_("chuyenvien")
    last = names(client.get("/people/?page=2"))
    assert names(client.get("/people/?page=" + "1" + "0" * 30)) == last
    assert client.get("/people/?page=" + "9" * 5000).status_code == 200
    assert client.get("/people/?page=1&page=2").context["page"].number == 2


# -- the way back -----------------------------------------------------------------------------------------------


def test_the_way_back_leads_to_the_list_as_it_was_left(as_):
    client = as_("chuyenvien")
    row = client.get("/registrations/?kind=person&sort=name&page=2").context["table"].rows[0][0]
    assert 'href="/registrations/?kind=person&amp;sort=name&amp;page=2"' in client.get(row.href).content.decode()
    client.get("/people/")
    assert 'href="/registrations/">' in client.get(row.href).content.decode()  # another list was looked at since


def test_what_a_list_was_left_with_is_not_kept_for_the_next_person(as_):
    client = as_("chuyenvien")
    client.get("/people/?q=minh+tam")
    assert client.post("/accounts/logout/").cookies["list"].value == ""


def test_a_way_back_from_elsewhere_is_not_followed(as_, tam):
    client = as_("chuyenvien")
    client.cookies["list"] = "https://example.com/people/?q=x"
    assert "example.com" not in client.get(f"/people/{tam.pk}/").content.decode()


# -- one search over everything -----------------------------------------------------------------------------------


def groups(answer) -> dict[str, list[str]]:
    return {group.title: [row[0].text for row in group.table.rows] for group in answer.context["groups"]}


def test_the_search_finds_people_units_registrations_and_dossiers(as_):
    found = groups(as_("chuyenvien").get("/search/", {"q": "quang VINH tran"}))
    assert found["Cán bộ, viên chức"] == ["Trần Quang Vinh"]
    assert set(found["Đăng ký"]) == set(found["Hồ sơ đề nghị"]) == {"Trần Quang Vinh"}
    assert "Khoa Xây dựng Đảng" in groups(as_("chuyenvien").get("/search/", {"q": "dang xay dung"}))["Đơn vị"]


def test_the_search_shows_what_the_reader_may_see(as_, xdd):
    everything = {"q": "khoa xay dung dang"}
    assert set(groups(as_("canbo.xdd").get("/search/", everything))) == {"Đơn vị", "Đăng ký", "Hồ sơ đề nghị"}
    assert groups(as_("canbo.llcs").get("/search/", everything)) == {}
    for reader in ("canbo.llcs", "giangvien", "danguy"):
        for row in as_(reader).get("/search/", {"q": "a"}).context["groups"]:
            assert all(as_(reader).get(cells[0].href).status_code == 200 for cells in row.table.rows)


def test_a_dossier_is_found_by_its_receipt_number(as_):
    office = as_("chuyenvien")
    receipted = office.get("/nominations/?sort=receipt").context["table"].rows[0]
    found = office.get("/search/", {"q": receipted[4].text}).context["groups"]
    assert [[row[0].text for row in group.table.rows] for group in found] == [[receipted[0].text]]
    assert names(office.get("/nominations/", {"q": receipted[4].text})) == [receipted[0].text]


@pytest.mark.parametrize("q", ["", "   ", "%%", "_", "\u202e", "x" * 101])
def test_nothing_is_found_by_nothing(as_, q):
    assert as_("chuyenvien").get("/search/", {"q": q}).context["groups"] == []


def test_ten_of_each_kind_are_shown_and_the_rest_is_in_the_list(as_):
    people = as_("chuyenvien").get("/search/", {"q": "thi"}).context["groups"][0]
    assert (len(people.table.rows), people.more, people.href) == (10, True, "/people/?q=thi")


def test_a_clerk_is_led_to_no_list_that_is_closed_to_them(as_):
    people = as_("canbo.llcs").get("/search/", {"q": "le"}).context["groups"][0]
    assert (people.title, people.href) == ("Cán bộ, viên chức", "")


# -- what rows repeat of names ------------------------------------------------------------------------------------


def test_a_renamed_person_is_found_by_the_new_name(as_, llcs):
    office, vinh = as_("chuyenvien"), Person.objects.get(full_name="Trần Quang Vinh")
    vinh.full_name = "Trần Quang Đạo"
    keep(vinh, by=None, act="Sửa", version=vinh.version)
    for path in ("/registrations/", "/nominations/"):
        assert names(office.get(path, {"q": "quang dao"})) == ["Trần Quang Đạo"]
        assert names(office.get(path, {"q": "quang vinh"})) == []


def test_a_unit_moved_in_the_protocol_takes_its_rows_along(as_, llcs):
    office = as_("chuyenvien")
    assert names(office.get("/registrations/"))[0] == llcs.name
    llcs.protocol_order, llcs.name = 999, "Khoa Lý luận chính trị cơ sở"
    keep(llcs, by=None, act="Sửa", version=llcs.version)
    assert names(office.get("/registrations/?sort=-unit&unit=" + str(llcs.pk)))[-1] == llcs.name
    assert names(office.get("/registrations/"))[0] != llcs.name
    assert set(names(office.get("/registrations/", {"q": "chinh tri co so"}))) >= {llcs.name}


def test_what_is_stored_is_what_is_derived(school):
    for model in (Registration, Nomination):
        for row in model.objects.with_subject():
            stored = [row.search, row.by_unit, row.by_name]
            row.derive()
            assert [row.search, row.by_unit, row.by_name] == stored
