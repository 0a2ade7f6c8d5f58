"""A clerk chooses how mail comes and reads what is new; the office looks at the day's reminders and sends them."""

import re

from playwright.sync_api import expect

from portal.models import OutboxMessage, User

ADDRESSES = ["tam", "truong", "example", "truongchinhtri", "lt"]


def test_a_clerk_chooses_one_mail_a_day(signed_in):
    clerk = signed_in("canbo.llcs", 390)
    page = clerk.open("/profile/")
    page.get_by_role("link", name="Đổi cách nhận thư").click()
    page.get_by_label("Địa chỉ thư điện tử").fill("tam.lt")
    clerk.send("Lưu", refused=True)
    expect(page.get_by_label("Địa chỉ thư điện tử")).to_have_value("tam.lt")
    page.get_by_label("Địa chỉ thư điện tử").fill("tam@truong.example")
    page.get_by_label("Một thư mỗi ngày, gom các tin mới").check()
    clerk.send("Lưu")
    expect(page.locator("main")).to_contain_text("tam@truong.example")
    user = User.objects.get(username="canbo.llcs")
    assert (user.email, user.mail) == ("tam@truong.example", "digest")
    faults = clerk.faults_of("canbo.llcs-profile-with-mail", ["canbo.llcs", *ADDRESSES])
    assert not faults, "\n".join(faults)


def test_the_office_looks_and_sends_and_the_clerk_opens(signed_in):
    office = signed_in("truongphong", 390)
    page = office.open("/")
    page.get_by_role("link", name="Xem và gửi nhắc việc hôm nay").click()
    expect(page.get_by_role("heading", name="Khoa Lý luận cơ sở")).to_be_visible()
    page.get_by_role("button", name="Gửi nhắc hôm nay").click()
    expect(page.get_by_role("dialog")).to_contain_text("Lê Thị Minh Tâm")
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Gửi nhắc hôm nay").click()
    expect(page.get_by_role("status").filter(has_text="Đã gửi 06 tin nhắc")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi nhắc hôm nay")).to_have_count(0)
    faults = office.faults_of("truongphong-reminders-sent")
    page.get_by_label("Ngày").fill("10/12/2025")
    office.send("Xem ngày này")
    expect(page.locator("main")).to_contain_text("Gửi phiếu chấm năm 2025: còn 05 ngày")
    assert not faults, "\n".join(faults)

    clerk = signed_in("canbo.llcs")
    page = clerk.open("/notices/")
    page.get_by_label("Xem").select_option(label="Chưa đọc")
    expect(page).to_have_url(re.compile("read=no"))  # the rows are new
    row = page.get_by_role("listitem").filter(has_text="Gửi hồ sơ đề nghị năm 2025")
    with page.expect_navigation(url="**/nominations/?year=2025"):
        row.get_by_role("button", name="Mở nội dung liên quan").click()
    assert OutboxMessage.objects.get(to__username="canbo.llcs", key__startswith="reminder:dossiers").read_at
    clerk.open("/notices/?read=no")
    faults = clerk.faults_of("canbo.llcs-notices-unread", ["canbo.llcs"])
    clerk.send("Đánh dấu đã đọc tất cả")
    expect(page.locator("main")).to_contain_text("00 thông báo chưa đọc")
    assert not faults, "\n".join(faults)
