"""A messy list of people in an old encoding comes in: looked at, settled, confirmed; again, and nothing changes."""

from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from portal.models import Person, Post, SheetImport
from recognition.demo.school import LLCS, NNPL
from tests.browser.window import PHONE, Window
from tests.portal.sheets import in_vni, usual

# What the file holds in its old letters, and what the fields of the columns are called in it.
WRITTEN = ["VNI", "TCVN", "ABC", "xlsx", "quantri", "danh-sach"]


def messy() -> Workbook:
    """VNI letters, a year alone, colleagues whose post is another now, a date that never was, a hidden row."""
    book = usual(
        [f"I. {LLCS} (03 người)"],
        [1, "Trần Quang Vinh", "21/7/1985", None, "Giảng viên chính", "Tiến sĩ", "Nam Định"],
        [2, "Phạm Thị Thu Thuỷ", None, "14.02.1987", "nt", "Thạc sĩ", "Nam Định"],
        [3, "Đỗ Nữ Thuỷ Tiên", None, 1999, "Giảng viên", "Thạc sĩ", "Thái Bình"],
        [f"II. {NNPL}"],
        [1, "Lý Văn Sáng", "31/02/1990", None, "Giảng viên", "Thạc sĩ", "Hà Nam"],
        [2, "Lý Thị Hai", None, "5/3/1991", "nt", "-nt-", "Hà Nam"],
        write=in_vni,
        font="VNI-Times",
    )
    book.active.row_dimensions[15].hidden = True
    return book


def upload(window: Window, folder: Path) -> Page:
    path = folder / "danh-sach.xlsx"
    messy().save(path)
    page = window.open("/people/")
    page.get_by_role("link", name="Nhập từ Excel").click()
    page.get_by_label("Bảng tính").set_input_files(path)
    page.get_by_label("Chức vụ ghi từ ngày").fill("01/11/2025")
    return window.send("Tải lên và xem trước")


def settle(window: Window, **chosen: str) -> Page:
    for label, option in chosen.items():
        window.page.get_by_label(label.replace("_", " ")).select_option(label=option)
    return window.send("Lưu lựa chọn và xem lại")


def look(window: Window, name: str, *also: str) -> None:
    written = [in_vni(text) for text in ("Lý Văn Sáng", "Giảng viên", "người", LLCS)]
    faults = window.faults_of(name, [*WRITTEN, *written, *also])
    assert not faults, "\n".join(faults)


def test_a_messy_list_comes_in_and_the_second_time_changes_nothing(signed_in, tmp_path):
    admin = signed_in("quantri")
    page = upload(admin, tmp_path)
    expect(page.get_by_text("có vẻ viết bằng bảng mã VNI")).to_be_visible()
    page = settle(admin, Bảng_mã_của_chữ="Chuyển từ VNI")
    page = settle(admin, Phần_đang_ẩn="Nhập cả phần đang ẩn")
    expect(page.get_by_role("region", name="Cần chọn trước khi nhập").get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("region", name="Không nhận được")).to_contain_text("“31/02/1990” không có trong lịch")
    expect(page.get_by_role("button", name="Xác nhận nhập")).to_be_disabled()
    look(admin, "quantri-import-doubts")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Trần Quang Vinh").select_option(index=1)
    page.get_by_label("Phạm Thị Thu Thuỷ").select_option(index=1)
    page.get_by_label("Đỗ Nữ Thuỷ Tiên").select_option(label="Nhập, chưa ghi ngày sinh")
    page = settle(admin, Các_dòng_không_nhận_được="Để ngoài tất cả các dòng này")
    look(admin, "quantri-import-ready")
    admin.send("Xác nhận nhập")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhập")
    look(admin, "quantri-import-done")
    vinh = Person.objects.get(full_name="Trần Quang Vinh")
    assert vinh.qualification == "Tiến sĩ"
    assert [str(post) for post in Post.objects.filter(person=vinh, valid_to=None)] == [f"Giảng viên chính, {LLCS}"]
    assert Person.objects.get(full_name="Lý Thị Hai").posts.get().unit.name == NNPL
    assert not Person.objects.filter(full_name="Lý Văn Sáng").exists()


def test_on_a_phone_the_same_file_again_changes_nothing(signed_in, tmp_path):
    """After the story above, in the same school."""
    applied = SheetImport.objects.exclude(applied_at=None).count()
    admin = signed_in("quantri", PHONE)
    page = upload(admin, tmp_path)
    page = settle(admin, Bảng_mã_của_chữ="Chuyển từ VNI")
    page = settle(admin, Phần_đang_ẩn="Nhập cả phần đang ẩn")
    page = settle(admin, Các_dòng_không_nhận_được="Để ngoài tất cả các dòng này")
    expect(page.get_by_text("Tệp này không thay đổi gì")).to_be_visible()
    expect(page.get_by_role("button", name="Xác nhận nhập")).to_have_count(0)
    look(admin, "quantri-import-nothing")
    assert SheetImport.objects.exclude(applied_at=None).count() == applied


def test_a_wrong_file_is_told_how_to_be_saved(signed_in, tmp_path):
    old = tmp_path / "xep-loai.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    office = signed_in("chuyenvien")
    page = office.open("/imports/new/ratings/")
    look(office, "chuyenvien-import-new")
    page.get_by_label("Bảng tính").set_input_files(old)
    page.get_by_label("Năm xếp loại").select_option(label="2025")
    office.send("Tải lên và xem trước", refused=True)
    expect(page.get_by_text("Excel kiểu cũ (.xls)")).to_be_visible()
    office.open("/earlier/")
    look(office, "chuyenvien-earlier")
    office.open("/imports/")
    look(office, "chuyenvien-imports", "chuyenvien")
