"""A dossier is given back at two places; the unit mends one, answers the other, sends again; the office compares."""

import re

from playwright.sync_api import expect

from tests.browser.test_every_page import WORDS

WHO = "Đỗ Thị Lan Anh"
ASKED, ASKED_TOO = "Nêu số trang, số đầu tài liệu đã biên soạn.", "Nêu kết quả so với năm trước."
ANSWER = "Đã nêu ở phần kết quả so với chỉ tiêu."


def test_a_return_and_what_came_of_it(signed_in):
    ha, writer = signed_in("chuyenvien"), signed_in("hoidong1")

    page = ha.open("/nominations/?state=submitted")
    page.get_by_role("link", name=WHO).first.click()
    page.get_by_role("link", name="Thẩm định", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Ghi lý do trả lại ở đây").first.click()
    place = page.locator(".return-place:target")
    label = place.get_by_role("heading").inner_text()
    place.get_by_role("textbox").fill(ASKED)
    page.get_by_role("group", name="Thành tích tiêu biểu").get_by_role("textbox").fill(ASKED_TOO)
    ha.send("Trả lại hồ sơ", refused=True)  # the date is asked for; what was typed stays
    page.get_by_label("Đơn vị gửi lại trước hết ngày").fill("28/11/2025")
    no_faults(ha, "return-office")
    ha.send("Trả lại hồ sơ")

    page = writer.open("/nominations/?state=returned")
    page.get_by_role("link", name=WHO).first.click()
    with page.expect_navigation():
        page.locator("#notes").get_by_role("link", name=label, exact=True).click()
    note = page.locator(".return-note").filter(has_text=ASKED)
    expect(note).to_be_visible()
    no_faults(writer, "return-editor")
    field = page.locator("section.card", has=note).get_by_role("textbox").first
    field.fill(field.input_value() + " Tài liệu dày 86 trang, gồm 04 đầu mục.")
    writer.send("Lưu nháp")
    page.locator("#notes").get_by_role("link", name=re.compile("^Trả lời ?: Thành tích tiêu biểu")).click()
    page.get_by_role("group", name="Thành tích tiêu biểu").get_by_role("textbox").fill(ANSWER)
    no_faults(writer, "return-answers")
    writer.send("Lưu trả lời")
    with page.expect_navigation():
        page.get_by_role("link", name="Quay lại").click()
    page.get_by_role("button", name="Gửi hồ sơ", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Gửi hồ sơ", exact=True).click()

    page = ha.page
    page.reload()
    returned = page.get_by_role("region", name="Sau lần trả lại")
    expect(returned).to_contain_text(ANSWER)
    expect(returned.locator("ins")).to_contain_text("Tài liệu dày 86 trang, gồm 04 đầu mục")
    expect(page.get_by_text("Đã sửa sau khi trả lại").first).to_be_visible()
    no_faults(ha, "return-appraisal")
    returned.get_by_role("link", name="Xem toàn bộ so sánh với lần gửi trước").click()
    expect(page.get_by_role("heading", name="Có 01 mục thay đổi")).to_be_visible()
    no_faults(ha, "return-comparison")


def no_faults(one, name: str) -> None:
    faults = one.faults_of(name, WORDS)
    one.page.set_viewport_size({"width": 1280, "height": 900})
    assert not faults, "\n".join(faults)
