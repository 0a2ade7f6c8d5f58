"""Trưởng Phòng Khôi edits a copied set: tried, kept, compared, written to a file, loaded back. Then a unit's page."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from criteria import content
from criteria.actions import sets
from criteria.models import CriteriaSet, Criterion, PlanYear
from portal.clock import school_time
from portal.models import User
from tests.browser.test_every_page import WORDS
from tests.browser.window import PHONE

LABEL = "Đi đầu thi đua, học tập và làm theo Bác"
SAID = {*WORDS, "truongphong", "toml"}


@pytest.fixture
def draft(school) -> CriteriaSet:
    return sets.copy_set(CriteriaSet.objects.select_related("plan").get(number=1, plan__code="2022-2025"), by=khoi())


def khoi() -> User:
    return User.objects.get(username="truongphong")


def test_a_change_is_tried_kept_compared_and_survives_its_file(signed_in, draft, tmp_path):
    window = signed_in("truongphong")
    page = window.open(f"/criteria/sets/{draft.pk}/")
    assert window.faults_of("set", SAID) == []
    page.get_by_role("link", name=re.compile(f"^Sửa.*{LABEL}")).click()
    page.get_by_label("Đạt từ bao nhiêu phần trăm số điểm").fill("95")
    window.send("Xem trước thay đổi")
    expect(page.get_by_text("của năm 2024: 07 hồ sơ thay đổi kết quả.")).to_be_visible()
    assert window.faults_of("set-trial", SAID) == []
    window.send("Lưu thay đổi")
    expect(page.get_by_text("12 điểm, đạt từ 11,4")).to_be_visible()
    page.get_by_role("link", name="So với Bộ tiêu chuẩn số 1, giai đoạn 2022-2025").click()
    expect(page.get_by_role("cell", name="12 điểm, đạt từ 11,4")).to_be_visible()
    assert window.faults_of("set-compare", SAID) == []
    window.open(f"/criteria/sets/{draft.pk}/")
    with page.expect_download() as file:
        page.get_by_role("link", name="Kết xuất thành tệp").click()
    file.value.save_as(tmp_path / "tieu-chuan.toml")
    page.get_by_role("link", name="Nạp lại từ tệp").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "tieu-chuan.toml")
    window.send("Xem trước thay đổi")
    expect(page.get_by_text("Không có gì khác so với bộ đang có nên không cần lưu.")).to_be_visible()


def test_the_form_shows_what_belongs_to_the_chosen_kind(signed_in, draft):
    page = signed_in("truongphong").open(f"/criteria/sets/{draft.pk}/standards/I3/")
    points, source = page.get_by_label("Số điểm tối đa"), page.get_by_label("Ai trả lời điều kiện này")
    staff = page.get_by_label("Xếp loại công chức, viên chức từ")
    expect(points).to_be_visible()
    expect(source).to_be_hidden()
    page.get_by_label("Cách xét").select_option(label="Điều kiện bắt buộc")
    expect(points).to_be_hidden()
    expect(source).to_be_visible()
    expect(staff).to_be_hidden()
    source.select_option("rating")
    expect(staff).to_be_visible()


def test_moved_by_keyboard_the_row_keeps_the_focus(signed_in, draft):
    window = signed_in("truongphong")
    page = window.open(f"/criteria/sets/{draft.pk}/")
    up = page.get_by_role("button", name=re.compile(f"^Lên một bậc.*{LABEL}"))
    up.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text(LABEL)


def test_a_unit_keeps_criteria_of_its_own_on_a_phone(signed_in, school):
    old = CriteriaSet.objects.select_related("plan").get(number=1, plan__code="2022-2025")
    head = replace(content.head_value(old.plan), code="2026-2030", first_year=2026, last_year=2030)
    made = sets.copy_plan(old, head, by=khoi())
    dates = {"registers_by": "2026-03-31", "reviews_on": "2026-12-15", "models_owed": 1}
    by = school_time(2026, 11, 30, 23, 59, 59)
    PlanYear.objects.create(plan=made.plan, year=2026, criteria_set=made, nominates_by=by, **dates)
    window = signed_in("canbo.llcs", PHONE)
    page = window.open("/criteria/own/")
    page.get_by_role("link", name="Thêm tiêu chí riêng").click()
    page.get_by_label("Tên ngắn").fill("Giờ giảng mở")
    page.get_by_label("Xem xét điều gì").fill("Mỗi học kỳ 02 giờ giảng có đồng nghiệp dự.")
    page.get_by_label("Số điểm tối đa").fill("7,5")
    page.get_by_label("Cá nhân", exact=True).check()
    assert window.faults_of("own-new", SAID) == []
    window.send("Lưu tiêu chí")
    page.get_by_role("link", name=re.compile(f"^Ghi chú.*{LABEL}")).click()
    page.get_by_label("Ở đơn vị, minh chứng là").fill("Sổ dự giờ của khoa")
    window.send("Lưu ghi chú")
    expect(page.get_by_text("Sổ dự giờ của khoa")).to_be_visible()
    assert window.faults_of("own-list", SAID) == []
    page.get_by_role("button", name="Bỏ", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.get_by_text("Đã bỏ tiêu chí “Giờ giảng mở”.")).to_be_visible()
    assert not Criterion.objects.filter(criteria_set=made).exclude(unit=None).exists()
