"""Why a total is what it is, and a gate raised again, as the office and a unit see them in a real browser."""

import pytest
from playwright.sync_api import expect

from nominations.models import Nomination
from tests.browser.test_every_page import WORDS
from tests.browser.window import DESK, PHONE, PICTURES, Window


def seen(window: Window, name: str) -> None:
    window.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_explained_total(signed_in, width):
    vinh = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Trần Quang Vinh")
    office = signed_in("chuyenvien", width)
    page = office.open(f"/nominations/{vinh.pk}/total/")
    total = page.locator(".sum-total strong").inner_text()
    assert total in page.locator("h1").inner_text()
    seen(office, f"total-office-{width}")
    assert not office.faults_of(f"total-{width}", WORDS)

    published = Nomination.objects.get(plan_year__year=2024, subject_person__full_name="Trần Quang Vinh")
    unit = signed_in("canbo.llcs", width)
    page = unit.open(f"/nominations/{published.pk}/")
    page.get_by_role("link", name="Vì sao có tổng này").click()
    expect(page.locator(".sum-said")).to_contain_text("02 phiếu chấm")
    seen(unit, f"total-unit-{width}")
    assert not unit.faults_of(f"total-unit-{width}", WORDS)


def test_a_gate_raised_again_is_looked_at(signed_in):
    """From the desk to the dossier, and away from the desk once somebody has said that it was seen."""
    for who, width in (("truongphong", PHONE), ("chuyenvien", DESK)):
        office = signed_in(who, width)
        page = office.open("/")
        page.locator(".task", has_text="thay đổi sau kết luận").get_by_role("link").click()
        expect(page.locator("#raised")).to_contain_text("Khi kết luận: Đạt; nay: Không đạt")
        seen(office, f"gates-raised-{width}")
        assert not office.faults_of(f"gates-raised-{width}", WORDS)
    page.locator("#raised").get_by_role("link", name="Đã xem xét").click()
    page.get_by_label("Đã xem xét thế nào").fill("Đã đối chiếu Quyết định số 131/QĐ-TCT.")
    seen(office, "gates-seen")
    page.get_by_role("button", name="Đã xem xét").click()
    expect(page.locator("#raised")).to_have_count(0)
    expect(page.locator(".gate-changed")).to_have_text("Khi kết luận: Đạt; nay: Không đạt")
    expect(office.open("/").locator(".task", has_text="thay đổi sau kết luận")).to_have_count(0)
