"""A clerk writes between classes: no line is lost, whatever becomes of window, connection, session or colleague."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from nominations.completeness import criteria_to_state
from nominations.models import Nomination, Registration
from recognition.demo.school import PASSWORD
from tests.browser.window import DESK, PHONE, Window

WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])
pytestmark = pytest.mark.usefixtures("school")


def draft() -> Nomination:
    """Of Phạm Thị Thu Thủy, which Lê Thị Minh Tâm is writing."""
    return Nomination.objects.get(subject_person__full_name="Phạm Thị Thu Thủy", plan_year__year=2025)


def step(part: str = "statements/") -> str:
    return f"/nominations/{draft().pk}/edit/{part}"


def field(page: Page, place: int):
    return page.locator(f"#id_text-{criteria_to_state(draft())[place].pk}")


def written(place: int) -> str:
    row = draft().statements.filter(criterion=criteria_to_state(draft())[place]).first()
    return row.text if row else ""


def saved(page: Page):
    return page.locator("[data-saved]")


def kept(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:')).length")


@pytest.fixture
def tam(signed_in) -> Callable[[int], Window]:
    return lambda width=DESK: signed_in("canbo.llcs", width)


@WIDTHS
def test_what_is_typed_saves_itself_and_the_page_follows(tam, width):
    window = tam(width)
    page = window.open(step())
    before = page.locator("#progress").inner_text()
    place = 11 if width == DESK else 12
    text = field(page, place)
    assert written(place) == ""
    text.click()
    text.press_sequentially("Đã làm 04 chuyên đề.")
    expect(saved(page)).to_contain_text("Đã lưu lúc")
    assert written(place) == "Đã làm 04 chuyên đề."
    expect(text).to_be_focused()
    text.press_sequentially(" Thêm.")
    expect(page.locator("#progress")).not_to_have_text(before)
    text.blur()
    expect(saved(page)).to_contain_text("Đã lưu lúc")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kept:'))")
    assert written(place) == "Đã làm 04 chuyên đề. Thêm."
    assert not window.faults_of(f"writing-{width}")


@WIDTHS
def test_the_window_is_closed_without_saving(tam, width):
    window = tam(width)
    page = window.open(step())
    sentence = f"Viết trên màn hình {width} rồi đóng ngay."
    field(page, 0).fill(sentence)
    page.close(run_before_unload=False)
    window.page = window.context.new_page()
    page = window.open(step())
    offer = page.locator(".kept")
    if offer.count():
        assert sentence in offer.inner_text()
        offer.get_by_role("button", name="Dùng nội dung đang giữ").click()
    expect(field(page, 0)).to_have_value(sentence)
    field(page, 0).blur()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kept:'))")
    assert written(0) == sentence


@WIDTHS
def test_the_connection_is_cut_in_the_middle_of_a_sentence(tam, width):
    window = tam(width)
    page = window.open(step())
    text = field(page, 1)
    text.fill(f"Màn hình {width}: mỗi nhóm 06 học viên,")
    window.context.set_offline(True)
    text.press_sequentially(" gặp nhau hai tuần một lần.")
    expect(saved(page)).to_have_text("Chưa lưu được, đang giữ trên máy này", timeout=8000)
    assert kept(page) == 1
    page.get_by_role("button", name="Lưu nháp", exact=True).click()  # the page stays, with what was typed
    page.wait_for_timeout(300)
    expect(text).to_have_value(f"Màn hình {width}: mỗi nhóm 06 học viên, gặp nhau hai tuần một lần.")
    window.context.set_offline(False)
    expect(saved(page)).to_contain_text("Đã lưu lúc", timeout=15000)
    window.faults[:] = [fault for fault in window.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    assert written(1) == f"Màn hình {width}: mỗi nhóm 06 học viên, gặp nhau hai tuần một lần."
    assert kept(page) == 0


@WIDTHS
def test_the_session_ends_in_the_middle_of_writing(window, width):
    own = window(width)
    own.sign_in("canbo.llcs", PASSWORD)
    page = own.open(step())
    session = next(each["value"] for each in own.context.cookies() if each["name"] == "sessionid")
    Session.objects.filter(pk=session).delete()
    sentence = f"Phiên hết khi đang viết, màn hình {width}."
    field(page, 2).fill(sentence)
    band = page.get_by_role("alert")
    expect(band).to_contain_text("Phiên đăng nhập đã hết")
    own.faults[:] = [fault for fault in own.faults if not fault.startswith("401")]
    assert not own.faults_of(f"session-ended-{width}")
    band.get_by_role("link", name="Đăng nhập lại và trở về trang này").click()
    page.get_by_label("Tên đăng nhập", exact=True).fill("canbo.llcs")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    own.send("Đăng nhập")
    offer = page.locator(".kept")
    assert sentence in offer.inner_text()
    assert not own.faults_of(f"kept-{width}")
    offer.get_by_role("button", name="Dùng nội dung đang giữ").click()
    expect(field(page, 2)).to_be_focused()
    expect(saved(page)).to_contain_text("Đã lưu lúc")
    assert written(2) == sentence
    assert kept(page) == 0


def test_nothing_is_left_on_a_shared_computer(window):
    own = window()
    own.sign_in("canbo.llcs", PASSWORD)
    page = own.open(step())
    own.context.set_offline(True)
    field(page, 3).fill("Chưa lưu được.")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('kept:'))")
    own.context.set_offline(False)
    own.faults[:] = [fault for fault in own.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    page.evaluate("localStorage.setItem('kept:999:/nominations/1/edit/', '{}')")
    own.open("/")
    assert page.evaluate("localStorage.getItem('kept:999:/nominations/1/edit/')") is None  # another account's
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/accounts/login/**")
    assert kept(page) == 0


def test_two_windows_on_one_draft(tam, signed_in):
    tam, hanh = tam(), signed_in("truong.llcs")
    page, other = tam.open(step()), hanh.open(step())
    other.reload()
    expect(other.locator(".present")).to_contain_text(
        "Đồng chí Lê Thị Minh Tâm đang mở hồ sơ này, ở bước “Theo từng tiêu chuẩn”"
    )
    field(page, 4).fill("Giúp 06 học viên yếu, mỗi tuần một buổi. Có sổ theo dõi.")
    field(page, 4).blur()
    expect(saved(page)).to_contain_text("Đã lưu lúc")
    other.reload()
    field(page, 4).fill("Giúp 08 học viên yếu, mỗi tuần một buổi. Có sổ theo dõi.")
    field(page, 4).blur()
    expect(page.locator("[data-said]")).to_contain_text("Đã lưu lúc")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kept:'))")
    field(other, 4).fill("Giúp 06 học viên yếu, mỗi tuần một buổi. Có sổ theo dõi từng em.")
    band = other.get_by_role("alert")
    expect(band).to_contain_text("Đồng chí Lê Thị Minh Tâm đã lưu lúc")
    hanh.faults[:] = [fault for fault in hanh.faults if not fault.startswith("409")]
    with other.expect_navigation():
        band.get_by_role("button", name="So hai bản và ghép").click()
    joined = "Giúp 08 học viên yếu, mỗi tuần một buổi. Có sổ theo dõi từng em."
    expect(field(other, 4)).to_have_value(joined)
    assert not hanh.faults_of("two-on-one-draft")
    other.get_by_role("button", name="Lưu nội dung đã ghép").click()
    expect(other.locator(".saying")).to_contain_text("Đã lưu bản nháp")
    assert written(4) == joined
    other.get_by_role("link", name="Các lần sửa").first.click()
    expect(other.locator("main")).to_contain_text("Chưa vào hồ sơ: người khác đã lưu trước.")
    assert not hanh.faults_of("revisions")


@WIDTHS
def test_awards_and_duties_in_the_first_step(tam, width):
    window = tam(width)
    page = window.open(step(""))
    page.get_by_label("Nhiệm vụ được giao").fill(f"Giảng dạy 04 môn, chủ nhiệm {width} học viên.")
    row = page.locator(".award-row").last
    row.get_by_label("Danh hiệu, hình thức").fill("Giấy khen của Hiệu trưởng")
    row.get_by_label("Danh hiệu, hình thức").blur()
    expect(row.locator(".field-error")).to_have_text(["Vui lòng chọn loại.", "Vui lòng ghi năm."])
    window.faults[:] = [fault for fault in window.faults if not fault.startswith("422")]
    assert not window.faults_of(f"first-step-{width}")
    page.set_viewport_size({"width": width, "height": 900})
    row.get_by_label("Loại").select_option("Hình thức khen thưởng")
    row.get_by_label("Năm").fill("2024")
    row.get_by_label("Năm").blur()
    expect(saved(page)).to_contain_text("Đã lưu lúc")
    window.faults[:] = [fault for fault in window.faults if not fault.startswith("422")]
    assert row.locator(".field-error").count() == 0
    assert "2024: Giấy khen của Hiệu trưởng" in [str(award) for award in draft().awards.all()]


def test_a_registration_saves_itself(signed_in):
    window = signed_in("canbo.xdd")
    row = Registration.objects.get(subject_person__full_name="Bùi Thị Thanh Xuân", plan_year__year=2025)
    page = window.open(f"/registrations/{row.pk}/edit/")
    page.get_by_label("Mục tiêu").fill("Học viên có chỗ đọc sách.")
    expect(saved(page)).to_contain_text("Đã lưu lúc")
    row.refresh_from_db()
    assert row.goal == "Học viên có chỗ đọc sách."
    assert not window.faults_of("registration-edit")
