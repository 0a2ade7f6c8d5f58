"""An assessor's desk by the keyboard alone, and in the hand: the mark beside its evidence, nothing else in the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from criteria.models import Mark, Sheet
from nominations.models import Nomination
from tests.browser.test_keyboard import focused, tab_to
from tests.browser.vietnamese import KEYS
from tests.browser.window import PHONE

KHAI = "Lương Văn Khải"


def sheet_of(username: str) -> Sheet:
    card = Nomination.objects.get(subject_person__full_name=KHAI, plan_year__year=2025).scorecard
    return Sheet.objects.get(scorecard=card, assessor__username=username)


def label(page: Page) -> str:
    return page.evaluate("document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText").strip()


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")


def the_declaration(page: Page) -> None:
    tab_to(page, "id_declared_0", 40)
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/score/$"))


def the_first_marks(page: Page) -> None:
    page.keyboard.press("F4")
    assert label(page).startswith("Điểm: Hoàn thành xuất sắc")
    line = page.locator(".sheet-line").first
    expect(line.locator(".mark-said")).to_be_visible()  # the plan's words beside the mark one is at
    page.keyboard.type("11")
    expect(line.locator(".field-error")).to_have_text("Vui lòng nhập từ 0 đến 10.")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("9,5")
    expect(line.locator(".field-error")).to_have_count(0)
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.type("4,5")
    expect(page.locator(".sheet-line.below textarea")).to_be_visible()
    page.keyboard.press("Tab")
    assert label(page).startswith("Lý do:")
    page.keyboard.type("Chưa có số liệu đối chứng.")
    page.keyboard.press("Shift+Tab")
    assert label(page).startswith("Điểm: Mô hình mới")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert label(page).startswith("Điểm: Nhân tố nổi trội")
    expect(page.locator("[data-part=score-progress]").first).to_contain_text("Đã chấm 02 trên")


def the_evidence_in_place(page: Page) -> None:
    """The pages turn while the cursor stays in its mark."""
    shown = page.locator("[data-look] #preview-head")
    before, where = shown.inner_text(), label(page)
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-look] img, [data-look] .empty").first).to_be_visible()
    for _piece in range(8):
        if page.locator("[data-look] a[rel=next]").count():
            page.keyboard.press("PageDown")
            expect(page.locator("[data-look] .preview-foot strong")).to_have_text("2")
            page.keyboard.press("PageUp")
            expect(page.locator("[data-look] .preview-foot strong")).to_have_text("1")
            break
        page.keyboard.press("Alt+ArrowDown")
        page.wait_for_load_state("networkidle")
    assert before and label(page) == where


def the_rest(page: Page) -> None:
    while label(page).startswith("Điểm:"):
        most = page.evaluate("Number(document.activeElement.closest('[data-line]').dataset.points)")
        page.keyboard.type(f"{most * 0.8:.1f}".replace(".", ","))
        page.keyboard.press("Enter")


def test_a_sheet_by_the_keyboard_alone(signed_in):
    one = signed_in("hoidong1")
    page = one.open("/sheets/")
    tab_to(page, KHAI)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    the_declaration(page)
    the_first_marks(page)
    the_evidence_in_place(page)
    page.keyboard.type("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    faults = one.faults_of("assessor-desk", KEYS)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("F4")
    the_rest(page)
    assert focused(page).startswith("Lưu và sang:")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert label(page).startswith("Điểm:")
    faults += one.faults_of("assessor-desk-part", KEYS)
    page.set_viewport_size({"width": 1280, "height": 900})
    the_rest(page)
    assert focused(page).startswith("Gửi phiếu chấm")
    saved(page)
    expect(page.locator(".send-act")).to_contain_text("đã chấm đủ")
    page.keyboard.press("Enter")
    assert focused(page) == "Quay lại"
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").last).to_contain_text("Đã gửi phiếu chấm")
    expect(page.get_by_role("link", name=re.compile("^Hồ sơ tiếp theo:"))).to_be_visible()
    assert sheet_of("hoidong1").sent_at
    reason = Mark.objects.get(sheet=sheet_of("hoidong1"), criterion__code="G3a").reason
    assert reason == "Chưa có số liệu đối chứng."
    assert not (faults + one.faults_of("assessor-sent"))


def test_in_the_hand_the_mark_stays_below_the_page(signed_in):
    one = signed_in("hoidong3", PHONE)
    page = one.open(f"/nominations/{sheet_of('hoidong3').scorecard.nomination.pk}/score/")
    page.get_by_label("Không có xung đột lợi ích với hồ sơ này").check()
    one.send("Ghi lời khai")
    first = page.locator(".sheet-line input.mark").first
    expect(first).to_be_visible()
    expect(page.locator(".desk-proof")).to_be_hidden()
    first.focus()
    page.get_by_role("button", name="Minh chứng", exact=True).click()
    expect(first).to_be_hidden()
    expect(page.locator("[data-look]")).to_be_visible()
    below = page.locator("#mark-below")
    expect(page.locator(".mark-below")).to_contain_text("Hoàn thành xuất sắc nhiệm vụ thi đua")
    below.fill("8,5")
    below.blur()
    saved(page)
    faults = one.faults_of("assessor-evidence", KEYS)
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.get_by_role("button", name="Chấm điểm", exact=True).click()
    expect(first).to_have_value("8,5")
    assert not (faults + one.faults_of("assessor-marks", KEYS))


@pytest.mark.parametrize("address", ["/marking/", "/marking/assign/", "/discussion/"])
def test_the_offices_pages(signed_in, address):
    one = signed_in("chuyenvien")
    one.open(address)
    assert not one.faults_of(f"office{address.replace('/', '-')}")
