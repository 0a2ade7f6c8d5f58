"""A unit beside the school: never another unit, nothing before its time, and nothing that could be reckoned back."""

import io

import pytest
from openpyxl import load_workbook

from nominations.models import Nomination, Registration
from portal.models import Unit
from recognition.models import ReviewList
from tests.recognition.test_pages import queries_of
from tests.who_may_recognition import brought_to


def unit_of(short: str = "LLCS") -> Unit:
    return Unit.objects.get(short_name=short)


def address(short: str = "LLCS", year: int = 2025) -> str:
    return f"/dashboard/unit/{unit_of(short).pk}/?year={year}"


def pairs(as_, year: int, username: str = "canbo.llcs", short: str = "LLCS") -> dict[str, tuple[str, str]]:
    page = as_(username).get(address(short, year)).context["page"]
    return {pair.label: (pair.own.shown, pair.school.shown) for pair in page.pairs}


def only(year: int, state: str, kept: dict[str, int]) -> None:
    """Of a year's dossiers so many of each unit end in `state`, the others as not recognised."""
    rows = Nomination.objects.filter(plan_year__year=year).exclude(state="withdrawn")
    rows.update(state="not_recognised")
    for short, n in kept.items():
        chosen = list(rows.filter(unit__short_name=short).values_list("pk", flat=True)[:n])
        assert len(chosen) == n
        Nomination.objects.filter(pk__in=chosen).update(state=state)


def test_the_first_page_leads_a_unit_to_its_own(as_):
    for username in ("canbo.llcs", "truong.llcs"):
        assert as_(username).get("/dashboard/").url == f"/dashboard/unit/{unit_of().pk}/"


def test_before_publication_only_what_was_registered_and_put_forward(as_):
    assert pairs(as_, 2025) == {"Đăng ký": ("5", "20"), "Đề nghị": ("3", "15"), "Công nhận": ("chưa xét", "chưa xét")}


def test_a_decision_that_is_not_published_is_not_told(as_):
    before = as_("canbo.llcs").get(address()).content.decode()
    brought_to("decided")
    assert pairs(as_, 2025)["Công nhận"] == ("chưa xét", "chưa xét")
    after = as_("canbo.llcs").get(address()).content.decode()
    assert [len(page) for page in (before, after)] == [len(before)] * 2
    page = as_("canbo.llcs").get(address()).context["page"]
    assert page.models.lines[0].figures[-1].achieved is None


def test_once_published_its_own_result(as_):
    assert pairs(as_, 2023) == {"Đăng ký": ("3", "9"), "Đề nghị": ("3", "9"), "Công nhận": ("3", "–")}
    ReviewList.objects.filter(plan_year__year=2023).update(published_at=None)
    assert pairs(as_, 2023)["Công nhận"] == ("chưa xét", "chưa xét")


@pytest.mark.parametrize(
    ("recognised", "told"),
    [
        ({"LLCS": 3, "NNPL": 3, "QLĐT-NCKH": 2, "XDĐ": 1, "TC-HC-TT-TL": 2}, "11"),  # everybody: nobody failed
        ({"LLCS": 3, "NNPL": 3, "QLĐT-NCKH": 2, "XDĐ": 1, "TC-HC-TT-TL": 1}, "–"),  # one of the others failed
        ({"LLCS": 3, "NNPL": 3, "QLĐT-NCKH": 1, "XDĐ": 1, "TC-HC-TT-TL": 1}, "–"),  # two
        ({"LLCS": 3, "NNPL": 3, "QLĐT-NCKH": 1, "XDĐ": 1}, "8"),  # three of them
        ({"LLCS": 3, "NNPL": 1, "QLĐT-NCKH": 1, "XDĐ": 1}, "6"),
        ({"LLCS": 3, "NNPL": 1, "QLĐT-NCKH": 1}, "–"),  # two others were recognised
        ({"LLCS": 3}, "–"),  # none of the others
        ({"LLCS": 0, "NNPL": 3}, "–"),  # three, all of one unit
        ({"LLCS": 1, "NNPL": 2, "QLĐT-NCKH": 1}, "4"),  # what one's own are does not hide the others
    ],
)
def test_less_than_three_of_the_others_cannot_be_reckoned(as_, recognised, told):
    only(2024, "recognised", recognised)
    shown = pairs(as_, 2024)
    assert shown["Công nhận"] == (str(recognised["LLCS"]), told)


def test_it_holds_for_registrations_too(as_):
    rows = Registration.objects.filter(plan_year__year=2025).exclude(unit__short_name="LLCS")
    rows.exclude(pk__in=rows.filter(unit__short_name="XDĐ", state="accepted").values("pk")[:2]).update(
        state="withdrawn"
    )
    assert pairs(as_, 2025)["Đăng ký"] == ("5", "–")


def test_no_figure_of_any_other_unit(as_):
    """Neither a name nor a table of them, on the page or in its spreadsheet; other units' changes do not show."""
    client = as_("canbo.llcs")
    text = client.get(address(year=2024)).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    others = Unit.objects.filter(nominates=True).exclude(short_name="LLCS").values_list("name", flat=True)
    assert [name for name in others if name in main] == []
    book = load_workbook(io.BytesIO(client.get(address(year=2024).replace("/?", "/export.xlsx?")).content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert [name for name in others if any(name in cell for cell in cells)] == []
    Nomination.objects.filter(unit__short_name="XDĐ").update(model_name="Khác")
    assert client.get(address(year=2024)).content.decode().count("Khác") == 0


def test_the_spreadsheet_says_what_the_page_says(as_):
    client = as_("canbo.llcs")
    table = client.get(address(year=2024)).context["page"].years
    book = load_workbook(io.BytesIO(client.get(address(year=2024).replace("/?", "/export.xlsx?")).content))
    found = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert found[1:] == [[cell.text for cell in row] for row in table.rows]


def test_the_same_queries_for_one_and_for_all(as_):
    client = as_("canbo.llcs")
    many = queries_of(client, address())
    Nomination.objects.filter(plan_year__year=2025).exclude(kind="collective").update(state="withdrawn")
    assert (queries_of(client, address()), many) == (7, 7)


def test_who_has_two_units_sees_each_on_its_own(as_):
    """A head who sits on the council: of their own unit, and of no other."""
    client = as_("hoidong1")
    assert client.get(address("NNPL")).status_code == 200
    assert client.get(address("LLCS")).status_code == 404
