"""What the principal opens on a tablet and prints: nothing wider than the screen, exactly one sheet of paper."""

import io

import pytest
from pypdf import PdfReader

from portal.models import Unit
from tests.browser.window import Window

TABLET = 820


def sheets_of(one: Window, path: str) -> list[str]:
    """Without spaces: the browser sets its letters in runs."""
    printed = one.open(path).pdf(prefer_css_page_size=True)
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(printed)).pages]


@pytest.mark.parametrize("path", ["/dashboard/", "/dashboard/standards/", "/dashboard/years/", "/dashboard/meeting/"])
def test_nothing_is_wider_than_the_tablet(signed_in, path):
    page = signed_in("hieutruong", TABLET).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") == TABLET


def test_the_way_of_two_minutes(signed_in):
    """From the sentence to the dossiers behind its figure, back, to the standards, to the sheet."""
    page = signed_in("hieutruong", TABLET).open("/dashboard/")
    page.locator(".glance-sentence a").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Hồ sơ đề nghị năm 2025"
    page.go_back()
    page.get_by_role("link", name="Các tiêu chuẩn", exact=True).click()
    page.get_by_role("link", name="Có minh chứng", exact=True).click()
    assert page.locator(".heat td").count() > 100
    page.get_by_role("link", name="Một trang cho cuộc họp", exact=True).click()
    assert "một trang cho Ban Giám hiệu" in page.get_by_role("heading", level=1).inner_text()


def test_on_a_phone_the_map_is_its_five_weakest_rows(signed_in):
    page = signed_in("hieutruong", 390).open("/dashboard/standards/")
    assert page.locator(".heat").is_hidden()
    assert page.locator(".weakest li:visible").count() == 5


def test_exactly_one_sheet(signed_in):
    (text,) = sheets_of(signed_in("hieutruong"), "/dashboard/meeting/?year=2025")
    for said in (
        "một trang cho Ban Giám hiệu",
        "4. Năm tiêu chuẩn thấp nhất",
        "Người in: Vũ Đình Thuận",
        "Trang 1 trên 1",
    ):
        assert said.replace(" ", "") in text
    assert len(sheets_of(signed_in("hieutruong"), "/dashboard/meeting/?year=2024")) == 1


def test_one_sheet_with_twice_as_many_units_too(signed_in):
    for n in range(12):
        name = f"Phòng Tổ chức, hành chính, thông tin và tư liệu thứ {n}"
        Unit.objects.create(name=name, kind="office", nominates=True, owes_model=True, protocol_order=n)
    assert len(sheets_of(signed_in("hieutruong"), "/dashboard/meeting/?year=2025")) == 1
