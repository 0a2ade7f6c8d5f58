"""Without a mouse: the order of stops, the drawer, a question before an act, and always a ring to be seen."""

import pytest
from playwright.sync_api import Page, expect

from portal.models import Grant, User
from recognition.demo.school import PASSWORD
from tests.browser.window import PHONE

RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def focused(page: Page) -> str:
    """The name of what has the focus, which must be seen to have it."""
    assert page.evaluate("document.activeElement !== document.body"), "the focus is nowhere"
    assert page.evaluate(RING), f"no ring: {page.evaluate('document.activeElement.outerHTML')[:120]}"
    box = page.locator(":focus").bounding_box()
    size = page.viewport_size
    assert box and size and box["x"] >= 0 and box["y"] >= 0, f"out of sight: {box}"
    assert box["x"] < size["width"] and box["y"] < size["height"], f"out of sight: {box}"
    return page.evaluate(
        "() => { const it = document.activeElement; return it.getAttribute('aria-label') || it.innerText || it.id }"
    ).strip()


def tab_to(page: Page, name: str, stops: int = 60) -> None:
    for _stop in range(stops):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    pytest.fail(f"{name} is not reached")


def test_signing_in(window):
    page = window().open("/accounts/login/")
    assert page.evaluate("document.activeElement.id") == "id_username"
    page.keyboard.type("canbo.llcs")
    tab_to(page, "Hiện mật khẩu", 2)
    tab_to(page, "id_password", 1)
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_have_text("Lê Thị Minh Tâm")


@pytest.mark.parametrize("path", ["/", "/people/", "/accounts/new/"])
def test_the_skip_link_comes_first(signed_in, path):
    page = signed_in("quantri").open(path)
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    focused(page)


def test_every_stop_of_a_page_is_seen_and_none_is_a_trap(signed_in):
    page = signed_in("quantri").open("/accounts/")
    page.keyboard.press("Tab")
    names = [focused(page)]
    while page.evaluate("document.activeElement !== document.body") and len(names) < 100:
        names.append(focused(page))
        page.keyboard.press("Tab")
    order = ["Đến nội dung chính", "Điển hình tiên tiến", "Thông báo", "Bàn làm việc", "Kết xuất Excel", "id_q"]
    places = [next(place for place, name in enumerate(names) if name.startswith(each)) for each in order]
    assert places == sorted(places), names
    assert len(names) < 100, "a trap"


def test_the_drawer_of_a_phone(signed_in):
    page = signed_in("quantri", PHONE).open("/")
    drawer = page.get_by_role("navigation", name="Danh mục chức năng")
    expect(drawer).to_be_hidden()
    tab_to(page, "Mở danh mục chức năng", 2)
    page.keyboard.press("Enter")
    expect(drawer).to_be_visible()
    tab_to(page, "Đóng danh mục", 1)
    tab_to(page, "Bàn làm việc", 2)  # behind the search
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert focused(page) == "Mở danh mục chức năng"
    page.keyboard.press("Enter")
    tab_to(page, "Đóng danh mục", 1)
    page.keyboard.press("Enter")
    expect(drawer).to_be_hidden()
    assert focused(page) == "Mở danh mục chức năng"
    page.keyboard.press("Enter")
    tab_to(page, "Cán bộ, viên chức", 10)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_title("Cán bộ, viên chức – Điển hình tiên tiến")


def test_the_menu_of_the_account(signed_in):
    page = signed_in("giangvien").open("/")
    menu = page.locator(".account-menu")
    tab_to(page, "Trần Quang Vinh", 6)
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert focused(page).startswith("Trần Quang Vinh")


def test_an_act_that_asks_first(signed_in):
    """The harmless button has the focus, Esc changes nothing, and one is back where one was."""
    user = User.objects.get(username="hoidong3")
    admin = signed_in("quantri")
    page = admin.open(f"/accounts/{user.pk}/")
    dialog = page.get_by_role("dialog")
    tab_to(page, "Thu lại quyền")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog).to_have_accessible_name("Thu lại quyền “Thành viên Hội đồng” của Lê Quốc Bảo?")
    assert focused(page) == "Quay lại"
    assert not admin.faults_of("dialog-take-grant", [user.username])
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page) == "Thu lại quyền"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # on "Quay lại"
    expect(dialog).to_be_hidden()
    assert Grant.objects.filter(user=user, role="assessor", revoked_at=None).exists()
    page.keyboard.press("Enter")
    tab_to(page, "Thu lại quyền", 1)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã thu lại quyền: Thành viên Hội đồng.")
    assert not Grant.objects.filter(user=user, role="assessor", revoked_at=None).exists()


def test_a_dialog_holds_the_focus(signed_in):
    user = User.objects.get(username="hoidong2")
    page = signed_in("quantri").open(f"/accounts/{user.pk}/")
    tab_to(page, "Ngừng dùng tài khoản")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    inside = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
    for _stop in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
