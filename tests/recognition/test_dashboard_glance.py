"""The year at a glance: each figure leads to just the records it counts; a step that has not come is no nought."""

import re
from html import unescape

import pytest

from criteria.models import PlanYear
from nominations.models import Nomination, Registration
from portal.models import Unit
from tests.recognition.people import list_of
from tests.recognition.test_pages import only_one_of_each_kind, queries_of
from tests.who_may_recognition import brought_to


def page_of(client, year: int = 2025):
    return client.get(f"/dashboard/?year={year}").context["page"]


def steps_of(page) -> dict[str, int | None]:
    return {step.label: step.count for step in page.steps}


PAGES = {
    "/dashboard/?year=2025": 12,
    "/dashboard/standards/?year=2025": 12,
    "/dashboard/years/": 9,
    "/dashboard/meeting/?year=2025": 12,
    "/dashboard/meeting.pdf?year=2025": 11,
    "/dashboard/export.xlsx?year=2025": 10,
}


@pytest.mark.parametrize("address", PAGES)
def test_the_same_queries_for_one_dossier_and_for_all(as_, address):
    client = as_("hieutruong")
    many = queries_of(client, address)
    only_one_of_each_kind(2025)
    few = queries_of(client, address)
    Nomination.objects.filter(plan_year__year=2025).exclude(kind="collective").update(state="withdrawn")
    assert (queries_of(client, address), few, many) == (PAGES[address],) * 3


def test_the_steps_of_a_year_under_way(as_):
    assert steps_of(page_of(as_("hieutruong"))) == {
        "Đăng ký": 20,
        "Tiếp nhận đăng ký": 19,
        "Đề nghị": 15,
        "Tiếp nhận hồ sơ": 13,
        "Đã thẩm định": 11,
        "Đạt mọi tiêu chuẩn": 4,
        "Trong danh sách": None,
        "Công nhận": None,
    }


def test_the_steps_of_a_year_that_is_over(as_):
    assert list(steps_of(page_of(as_("hieutruong"), 2024)).values()) == [11, 11, 11, 11, 11, 11, 11, 10]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("draft", ["20", "19", "–", "–", "–", "–", "–", "–"]),
        ("submitted", ["20", "19", "15", "0", "–", "–", "–", "–"]),
        ("received", ["20", "19", "15", "15", "–", "–", "–", "–"]),
    ],
)
def test_a_step_that_has_not_come_is_no_nought(as_, state, shown):
    rows = Nomination.objects.filter(plan_year__year=2025, submitted_at__isnull=False).exclude(state="withdrawn")
    rows.update(state=state, **({"submitted_at": None} if state == "draft" else {}))
    assert [step.shown for step in page_of(as_("hieutruong")).steps] == shown
    page = as_("hieutruong").get("/dashboard/?year=2025").content.decode()
    assert page.count("chưa đến bước này") == shown.count("–")


def test_nobody_reached_it_is_a_nought(as_):
    Nomination.objects.filter(plan_year__year=2025, kind="individual", state="appraised").update(state="received")
    assert steps_of(page_of(as_("hieutruong")))["Đạt mọi tiêu chuẩn"] == 0


def led_to(client, href: str) -> int:
    context = client.get(href).context
    if "/lists/" in href:
        return len(context["collectives"].rows) + len(context["individuals"].rows)
    return context["page"].paginator.count


@pytest.mark.parametrize("year", [2023, 2024, 2025])
@pytest.mark.parametrize("username", ["hieutruong", "truongphong"])
def test_every_number_leads_to_just_what_it_counts(as_, username, year):
    """Every link with a number in it, as it stands on the page."""
    client = as_(username)
    page = client.get(f"/dashboard/?year={year}").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    links = re.findall(r'<a (?:class="link" )?href="([^"#]+)"[^>]*>(.*?)</a>', main, flags=re.S)
    numbers = [
        (unescape(href), int(found.group()))
        for href, text in links
        if href.startswith(("/registrations/", "/nominations/", "/ratings/", "/lists/"))
        and (found := re.search(r"\d+", re.sub(r"<[^>]+>", "", text)))
    ]
    assert len(numbers) > 40
    told = {href: led_to(client, href) for href, _number in numbers}
    assert [(href, number) for href, number in numbers if told[href] != number] == []


def test_what_waits_for_the_board_is_counted_and_led_to(as_):
    waiting = page_of(as_("hieutruong")).waiting
    assert [each.text for each in waiting] == ["01 hồ sơ của Phòng và Ban Giám hiệu chờ tiếp nhận, thẩm định"]
    rows = as_("hieutruong").get(waiting[0].href).context["page"]
    assert [str(row) for row in rows.object_list] == ["Phòng Tổ chức, hành chính, thông tin, tư liệu"]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("closed", "Danh sách bình xét đã chốt, chờ kết quả bỏ phiếu và duyệt"),
        ("decided", "Đã có quyết định công nhận, chờ công bố đến các đơn vị"),
    ],
)
def test_the_list_waits_for_the_board_too(as_, step, told):
    brought_to(step)
    assert page_of(as_("hieutruong")).waiting[-1].text == told
    assert page_of(as_("hieutruong")).waiting[-1].href == f"/lists/{list_of(2025).pk}/"


def test_who_was_listed_and_not_elected_stays_on_the_list(as_):
    """In 2024 eleven stood on the list and ten were recognised; a closed list leads to its own page."""
    step = page_of(as_("hieutruong"), 2024).steps[6]
    assert (step.count, step.href) == (11, f"/lists/{list_of(2024).pk}/")


def test_the_reader_is_led_nowhere_they_may_not_go(as_):
    client = as_("danguy")
    page = client.get("/dashboard/?year=2025").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r'href="/(?:registrations|nominations|ratings)/', main) == []
    for href in set(re.findall(r'href="(/[^"#]*)"', main)):
        assert client.get(unescape(href)).status_code == 200, href


def test_units_below_the_models_they_owe(as_):
    Registration.objects.filter(plan_year__year=2025, unit__short_name="XDĐ").update(model_name="")
    page = page_of(as_("hieutruong"))
    assert page.models.below == ["Khoa Xây dựng Đảng"]
    assert [(said.figure, said.words) for said in page.sentence][3] == ("01 đơn vị", "chưa hứa đủ mô hình.")
    line = next(line for line in page.models.lines if line.unit == "Khoa Xây dựng Đảng")
    assert [figure.words for figure in line.figures] == [
        "hứa 1 · đạt 1",
        "hứa 0 · đạt 0 · thiếu 1",
        "hứa 0 · chưa xét · thiếu 1",
    ]
    assert [figure.signs for figure in line.figures] == [["done"], ["missing"], ["missing"]]


def test_the_late_and_what_is_missing(as_):
    page = page_of(as_("hieutruong"))
    assert [each.text for each in page.late] == ["02 đăng ký gửi sau hạn 31/03/2025 (bổ sung)"]
    Nomination.objects.filter(plan_year__year=2025, unit__short_name="XDĐ").update(state="withdrawn")
    Registration.objects.filter(plan_year__year=2025, unit__short_name="XDĐ").update(state="withdrawn")
    assert [each.text for each in page_of(as_("hieutruong")).late] == [
        "02 đăng ký gửi sau hạn 31/03/2025 (bổ sung)",
        "Khoa Xây dựng Đảng: chưa gửi đăng ký, hạn 31/03/2025",
        "Khoa Xây dựng Đảng: chưa gửi hồ sơ nào, hạn 30/11/2025",
    ]


def test_many_units_are_said_as_a_number_and_have_their_spreadsheet(as_):
    for n in range(40):
        Unit.objects.create(name=f"Khoa thứ {n}", kind="faculty", nominates=True, protocol_order=500)
    page = page_of(as_("hieutruong"))
    assert (len(page.by_unit.rows), page.more_units) == (30, 15)
    assert [each.text for each in page.late][1:] == [
        "40 đơn vị chưa gửi đăng ký, hạn 31/03/2025",
        "40 đơn vị chưa gửi hồ sơ nào, hạn 30/11/2025",
    ]


def test_a_unit_that_has_ended_still_has_its_row(as_):
    """Rows add up to the school's figure."""
    Unit.objects.filter(short_name="XDĐ").update(nominates=False)
    page = page_of(as_("hieutruong"))
    assert sum(row[1].value for row in page.by_unit.rows) == page.steps[0].count == 20


def test_before_the_first_year(as_, db):
    client = as_("hieutruong")
    PlanYear.objects.update(state="planned", opened_at=None, closed_at=None)
    for address in ("/dashboard/", "/dashboard/standards/"):
        assert "Chưa có năm nào" in client.get(address).content.decode()
    assert "2021" in client.get("/dashboard/years/").content.decode()
    assert client.get("/dashboard/meeting/").status_code == 404
    assert client.get("/dashboard/meeting.pdf").status_code == 404
    assert client.get("/dashboard/export.xlsx").status_code == 404


def test_an_unknown_year_falls_back_to_this_one(as_):
    client = as_("hieutruong")
    for asked in ("2019", "abc", "", "9" * 40, "2025&table=x"):
        assert client.get(f"/dashboard/?year={asked}").context["year"] == 2025
