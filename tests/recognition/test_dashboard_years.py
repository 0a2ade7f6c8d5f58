"""Year by year: those before the portal included, what nobody recorded said so, the recognised by what they were."""

import re

import pytest

from nominations.models import Nomination, Result
from portal.models import Person
from recognition.demo.earlier import CASES
from recognition.models import EarlierCase

NO_DATA, NOT_YET = "không có dữ liệu", "chưa xét"


def page_of(client):
    return client.get("/dashboard/years/").context["page"]


def rows_of(table) -> dict[str, list[str]]:
    return {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}


def breakdown(client, key: str) -> dict[str, list[str]]:
    return rows_of(next(each.table for each in page_of(client).breakdowns if each.key == key))


def test_the_school_through_the_years(as_):
    assert rows_of(page_of(as_("hieutruong")).table) == {
        "2021": ["5", NO_DATA, "4"],
        "2022": ["7", NO_DATA, "5"],
        "2023": ["9", "9", "7"],
        "2024": ["11", "11", "10"],
        "2025": ["20", "15", NOT_YET],
    }


def test_a_year_that_nobody_recorded_is_no_row_of_noughts(as_):
    EarlierCase.objects.filter(year=2022).delete()
    client = as_("hieutruong")
    assert rows_of(page_of(client).table)["2022"] == [NO_DATA] * 3
    text = client.get("/dashboard/years/").content.decode()
    chart = text[text.index('<svg class="chart"') :]
    empty = chart[chart.index(">2021<") : chart.index(">2022<")]
    assert 'fill="url(#columns-none)"' in empty
    assert ">dữ liệu</text>" in empty


def test_a_year_of_which_only_registrations_were_recorded(as_):
    EarlierCase.objects.filter(year=2022).update(recognised=False)
    assert rows_of(page_of(as_("hieutruong")).table)["2022"] == ["7", NO_DATA, NO_DATA]


def test_by_unit_and_by_kind(as_):
    page = page_of(as_("hieutruong"))
    assert rows_of(page.by_unit)["Khoa Xây dựng Đảng"] == ["1", "1", "2", "1", NOT_YET]
    assert rows_of(page.by_kind) == {
        "Tập thể": ["2", "2", "3", "4", NOT_YET],
        "Cá nhân": ["2", "3", "4", "6", NOT_YET],
        "Toàn trường": ["4", "5", "7", "10", NOT_YET],
    }
    assert [cell.second for cell in page.by_kind.rows[2][1:]] == [
        "đăng ký 5",
        "đăng ký 7",
        "đăng ký 9 · đề nghị 9",
        "đăng ký 11 · đề nghị 11",
        "đăng ký 20 · đề nghị 15",
    ]


def test_in_everything_and_in_one_field(as_):
    told = breakdown(as_("hieutruong"), "scope")
    assert told == {
        "2021": ["0", "4"],
        "2022": ["1", "4"],
        "2023": ["7", "0"],
        "2024": ["10", "0"],
        "2025": [NOT_YET, NOT_YET],
    }


def test_for_the_first_time_and_again(as_):
    """Mai in 2021 and 2023 is again in 2023; the first year on record has none before it."""
    told = breakdown(as_("hieutruong"), "again")
    assert told["2021"] == [NO_DATA] * 2
    assert told["2025"] == [NOT_YET] * 2
    seen: set[str] = {name for year, _unit, name, *_rest, done in CASES if done and year == 2021}
    again = 0
    for row in Nomination.objects.filter(plan_year__year=2023, state="recognised"):
        earlier = {name for year, _unit, name, *_rest, done in CASES if done and year < 2023}
        again += str(row) in earlier
    assert "Cao Thị Thanh Mai" in seen
    assert told["2023"] == [str(7 - again), str(again)]


def test_leaders_are_not_guessed_for_years_before_the_portal(as_):
    told = breakdown(as_("hieutruong"), "leaders")
    assert (told["2021"], told["2022"]) == ([NO_DATA] * 2, [NO_DATA] * 2)
    heads = Nomination.objects.filter(plan_year__year=2024, state="recognised", kind="head").count()
    assert told["2024"] == [str(heads), str(6 - heads)]


def test_women_and_men(as_):
    told = breakdown(as_("hieutruong"), "sex")
    names = [name for year, _unit, name, *_rest, done in CASES if year == 2022 and done]
    women = Person.objects.filter(full_name__in=names, sex="female").count()
    assert told["2022"] == [str(women), str(3 - women)]


def test_promise_against_result(as_):
    client = as_("hieutruong")
    told = breakdown(client, "kept")
    received = Result.objects.filter(nomination__plan_year__year=2025, nomination__receipt_number__isnull=False)
    assert sum(map(int, told["2025"])) == received.count() > 20
    assert told["2021"] == [NO_DATA] * 3
    reached = int(told["2025"][0])
    one = received.filter(target__promised="20").first() or received.first()
    Result.objects.filter(pk=one.pk).update(achieved="không ghi số")
    assert int(breakdown(client, "kept")["2025"][2]) == int(told["2025"][2]) + 1
    assert int(breakdown(client, "kept")["2025"][0]) in (reached, reached - 1)


def test_each_chart_has_its_sentence_its_figures_and_the_date_of_the_data(as_):
    text = as_("hieutruong").get("/dashboard/years/").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert main.count('<svg class="chart"') == main.count('<details class="figures') == 6
    assert main.count("Số liệu lúc") == 8
    assert main.count("Tải Excel") == 8


@pytest.mark.parametrize(
    "address", ["/dashboard/", "/dashboard/standards/", "/dashboard/years/", "/dashboard/meeting/"]
)
def test_numbers_in_charts_keep_their_points(as_, address):
    """A measure of a picture is no number for a reader: never 1.000 or 0,5."""
    text = as_("hieutruong").get(address).content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    values = re.findall(r'\b(?:x|y|x1|x2|y1|y2|width|height|viewBox)="([^"]*)"', text)
    assert [value for value in values if not re.fullmatch(r"[-\d ]+", value)] == []
