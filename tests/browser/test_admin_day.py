"""A day of work: an account for a new colleague, a year, a unit's ratings with their paper."""

import re
from pathlib import Path

from playwright.sync_api import expect

from criteria.models import PlanYear, Rating
from portal.models import Unit
from portal.papers.pdf import compile_pdf
from recognition.demo.school import LLCS, XDD

CHOSEN = "Sen nở giữa đầm xưa"


def test_a_new_colleague(signed_in, window):
    admin = signed_in("quantri")
    page = admin.open("/")
    page.get_by_role("link", name="Tài khoản và quyền").click()
    page.get_by_role("link", name="Mở tài khoản").click()
    page.get_by_label("Tên đăng nhập").fill("mai.ctt")
    page.get_by_label("Của cán bộ, viên chức").select_option(label="Cao Thị Thanh Mai")
    admin.send("Mở tài khoản")
    told = page.locator(".note").inner_text()
    first = re.search(r"mai\.ctt: ([a-z0-9-]+)\.", told)[1]
    page.get_by_role("link", name="Giao quyền").first.click()
    page.get_by_label("Quyền").select_option(label="Cán bộ đơn vị")
    page.locator("main").get_by_label("Đơn vị").select_option(label=LLCS)
    admin.send("Giao quyền")
    expect(page.locator("main")).to_contain_text(f"Cán bộ đơn vị, {LLCS}")
    expect(page.locator("main")).not_to_contain_text(first)

    mai = window()
    page = mai.sign_in("mai.ctt", first)
    expect(page).to_have_url(f"{mai.live}/accounts/password/")
    page.goto("/units/")
    expect(page).to_have_url(f"{mai.live}/accounts/password/")  # nothing else before that
    page.get_by_label("Mật khẩu đang dùng").fill(first)
    page.get_by_label("Mật khẩu mới", exact=True).fill(CHOSEN)
    page.get_by_label("Nhập lại mật khẩu mới").fill(CHOSEN)
    mai.send("Đổi mật khẩu")
    expect(page).to_have_url(f"{mai.live}/")
    page.get_by_role("link", name="Thông báo, 01 chưa đọc").click()
    expect(page.locator("main")).to_contain_text(f"Cán bộ đơn vị, {LLCS}")
    faults = mai.faults_of("new-colleague-notices", ["mai.ctt"])
    assert not faults, "\n".join(faults)


def test_a_year_is_made_and_opened(signed_in):
    head = signed_in("truongphong")
    page = head.open("/")
    page.get_by_role("link", name="Năm thực hiện", exact=True).click()
    page.get_by_role("link", name="Lập năm").click()
    for label, value in (
        ("Năm", "2022"),
        ("Hạn gửi danh sách đăng ký", "31/03/2022"),
        ("Hạn gửi hồ sơ đề nghị, ngày", "30/11/2022"),
        ("Ngày bình xét", "15/12/2022"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    head.send("Lưu năm")
    page.get_by_role("button", name="Mở năm").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Mở năm").click()
    expect(page.get_by_role("status").filter(has_text="Đã mở năm")).to_be_visible()
    assert PlanYear.objects.get(year=2022).state == "open"
    faults = head.faults_of("truongphong-year-opened", ["truongphong"])
    assert not faults, "\n".join(faults)


def test_a_unit_is_rated_on_paper(signed_in, tmp_path):
    """Numbers, dates and the scan go in on one page; the scan comes back byte for byte."""
    scan = tmp_path / "Quyết định xếp loại.pdf"
    scan.write_bytes(compile_pdf("recognition/demo/scan.typ", {"number": "215", "unit": XDD, "day": [2025, 11, 18]}))
    unit = Unit.objects.get(name=XDD)
    office = signed_in("chuyenvien")
    page = office.open(f"/ratings/2025/units/{unit.pk}/")
    group = page.get_by_role("region", name="Công chức, viên chức")
    group.get_by_label("Số quyết định, thông báo").fill("215/QĐ-TCT")
    group.get_by_label("Ngày ban hành").fill("18/11/2025")
    group.get_by_label("Bản chụp văn bản").set_input_files(scan)
    group.get_by_label("Vũ Minh Đức").select_option(label="Hoàn thành xuất sắc nhiệm vụ")
    group.get_by_label("Phan Thị Yến").select_option(label="Hoàn thành tốt nhiệm vụ")
    office.send("Ghi kết quả của đơn vị")
    row = page.get_by_role("row").filter(has_text="Vũ Minh Đức").filter(has_text="215/QĐ-TCT")
    expect(row).to_contain_text("Hoàn thành xuất sắc nhiệm vụ")
    with page.expect_download() as download:
        row.get_by_role("link", name="Tải về").click()
    assert Path(download.value.path()).read_bytes() == scan.read_bytes()
    assert download.value.suggested_filename == scan.name
    again = Rating.objects.get(person__full_name="Phan Thị Yến", of="staff", year=2025)
    assert (again.level, again.decision_number, again.scan.name) == ("good", "215/QĐ-TCT", scan.name)
    faults = office.faults_of("chuyenvien-rating-recorded")
    assert not faults, "\n".join(faults)
