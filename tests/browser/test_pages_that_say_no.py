"""403, 404, 409 and the page for a form that was open too long: met as a person meets them."""

from playwright.sync_api import expect

from portal.models import Revision, Unit
from recognition.demo.school import PASSWORD, XDD


def looked_at(window, name: str) -> None:
    faults = window.faults_of(f"no-{name}", [PASSWORD])
    assert not faults, "\n".join(faults)


def test_403_names_who_may(signed_in):
    clerk = signed_in("canbo.llcs")
    page = clerk.open("/people/", 403)
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc này không thuộc quyền của đồng chí")
    who = page.locator("dt", has_text="Người có quyền").locator("+ dd")
    expect(who).to_have_text(
        "Chuyên viên Phòng TC-HC-TT-TL, Trưởng Phòng TC-HC-TT-TL, Ban Giám hiệu, Quản trị hệ thống"
    )
    looked_at(clerk, "403")
    page.get_by_role("link", name="Về bàn làm việc").click()
    expect(page).to_have_url(f"{clerk.live}/")


def test_404_is_the_same_for_foreign_and_absent(signed_in):
    clerk = signed_in("canbo.llcs")
    foreign = clerk.open(f"/units/{Unit.objects.get(name=XDD).pk}/", 404).locator("main").inner_text()
    absent = clerk.open("/units/999999999/", 404).locator("main").inner_text()
    assert foreign == absent
    assert XDD not in foreign
    looked_at(clerk, "404")


def test_an_address_that_is_not_there_and_one_with_odd_signs(signed_in):
    clerk = signed_in("canbo.llcs")
    clerk.open("/khong-co-trang-nay/", 404)
    clerk.open("/units/?q=%00", 400)
    looked_at(clerk, "400")


def test_409_shows_both_texts_and_loses_neither(signed_in):
    unit = Unit.objects.get(name="Chi đoàn Trường Chính trị")
    first, second = signed_in("quantri"), signed_in("quantri")
    for each in (first, second):
        each.open(f"/units/{unit.pk}/edit/")
    first.page.get_by_label("Tên đơn vị").fill("Chi đoàn cơ sở Trường Chính trị")
    first.send("Lưu thay đổi")
    second.page.get_by_label("Tên đơn vị").fill("Đoàn cơ sở Trường Chính trị")
    second.page.get_by_label("Tên viết tắt").fill("ĐTN")
    page = second.send("Lưu thay đổi", 409)
    expect(page.get_by_role("alert")).to_contain_text("vừa được người khác sửa")
    both = page.get_by_role("row").filter(has_text="Tên đơn vị")
    expect(both).to_contain_text("Chi đoàn cơ sở Trường Chính trị")
    expect(both).to_contain_text("Đoàn cơ sở Trường Chính trị")
    expect(page.get_by_label("Tên đơn vị")).to_have_value("Đoàn cơ sở Trường Chính trị")
    expect(page.get_by_label("Tên viết tắt")).to_have_value("ĐTN")
    looked_at(second, "409")
    unit.refresh_from_db()
    assert unit.name == "Chi đoàn cơ sở Trường Chính trị", "nothing was written over"
    aside = Revision.objects.get(subject_type="portal.unit", subject_id=unit.pk, kept=False)
    assert "Đoàn cơ sở Trường Chính trị" in aside.content.values()
    second.send("Lưu thay đổi")
    expect(page.locator("h1")).to_have_text("Đoàn cơ sở Trường Chính trị")


def test_a_move_that_is_no_longer_possible(signed_in):
    """The year cannot be closed before its review: the button asks, the answer says why and leads back."""
    head = signed_in("truongphong")
    head.open("/years/")
    head.page.get_by_role("link", name="Năm 2025").click()
    here = head.page.url
    head.page.get_by_role("button", name="Kết thúc năm").click()
    with head.page.expect_navigation() as arrived:
        head.page.get_by_role("dialog").get_by_role("button", name="Kết thúc năm").click()
    assert arrived.value.status == 409
    expect(head.page.locator("main")).to_contain_text("Chưa đến ngày bình xét (15/12/2025)")
    looked_at(head, "409-move")
    head.page.get_by_role("link", name="Mở lại trang").click()
    expect(head.page).to_have_url(here)


def test_a_form_that_was_open_too_long(signed_in):
    admin = signed_in("quantri")
    admin.open("/units/new/")
    admin.page.get_by_label("Tên đơn vị").fill("Tổ tin học")
    admin.context.clear_cookies(name="csrftoken")
    page = admin.send("Lưu đơn vị", 403)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang đã mở quá lâu")
    looked_at(admin, "csrf")
    page.get_by_role("link", name="Mở lại trang").click()
    expect(page).to_have_url(f"{admin.live}/units/new/")
    assert not Unit.objects.filter(name="Tổ tin học").exists()
