"""The results step on both screens: a figure is typed, understood and drawn; and the unit's own commendation."""

import pytest
from playwright.sync_api import expect

from nominations.models import Nomination, Target
from tests.browser.test_every_page import WORDS
from tests.browser.window import PHONE


@pytest.fixture
def dossier(school) -> Nomination:
    """Phạm Thị Thu Thủy's draft, with promises of every kind."""
    found = Nomination.objects.get(subject_person__full_name="Phạm Thị Thu Thủy", plan_year__year=2025)
    found.results.all().delete()
    found.registration.targets.all().delete()
    rows = [
        ("Lượt học viên được hỗ trợ", "lượt", "120", "trên 150"),
        ("Kinh phí tiết kiệm được", "", "52 triệu đồng", "64 triệu đồng"),
        ("Chuyên đề trong tổng số của khoa", "chuyên đề", "02", "04"),
        ("Học liệu được số hóa", "học liệu", "15", "60 trong 3 năm"),
        ("Nếp sống văn hóa công sở", "", "Đạt", "Đạt"),
    ]
    for order, (what, measure, baseline, promised) in enumerate(rows):
        told = {"what": what, "measure": measure, "baseline": baseline, "promised": promised}
        Target.objects.create(registration=found.registration, order=order, **told)
    return found


def test_a_figure_is_typed_understood_and_drawn(signed_in, dossier):
    window = signed_in("canbo.llcs", PHONE)
    page = window.open(f"/nominations/{dossier.pk}/edit/results/")
    for place, achieved in enumerate(("168", "66.500.000 đồng", "05/12", "22", "Đạt")):
        page.locator("input[name^=achieved-]").nth(place).fill(achieved)
    window.send("Lưu nháp")
    understood = page.locator(".understood")
    expect(understood).to_have_text(
        [
            "Hiểu là 168 so với mức trên 150: đạt 112,0%",
            "Hiểu là 66.500.000 đồng so với mức 64.000.000 đồng: đạt 103,9%",
            "Hiểu là 05 trong tổng số chung 12 so với mức 04: đạt 125,0%",
            "Hiểu là 22 so với mức 20 mỗi năm (60 trong 03 năm): đạt 110,0%",
            "Không có số để so; hai nội dung đứng cạnh nhau.",
        ]
    )
    first = page.locator(".drawn").first.locator(".drawn-area")
    widths = [each.bounding_box()["width"] for each in first.all()]
    assert widths[0] < widths[1] < widths[2]
    assert window.faults_of("promise-and-result", WORDS) == []


def test_what_is_typed_is_understood_before_the_page_is_left(signed_in, dossier):
    """The page saves itself, and says how it read the figure."""
    page = signed_in("canbo.llcs").open(f"/nominations/{dossier.pk}/edit/results/")
    page.locator("input[name^=achieved-]").first.fill("1,234")
    expect(page.locator(".understood").first).to_have_text(
        "Chưa so được: kết quả không rõ dấu chấm, dấu phẩy trong “1,234”.", timeout=15000
    )
    page.locator("input[name^=achieved-]").first.fill("120")
    expect(page.locator(".understood").first).to_have_text(
        "Hiểu là 120 so với mức trên 150: đạt 80,0%, chưa đạt mức phấn đấu", timeout=15000
    )


def test_a_commendation_is_recorded_and_shown(signed_in, dossier):
    window = signed_in("canbo.llcs")
    page = window.open(f"/registrations/{dossier.registration_id}/")
    page.get_by_role("link", name="Ghi nhận khen thưởng").click()
    page.get_by_label("Dịp", exact=True).select_option(label="Tổng kết năm")
    told = {
        "Hình thức": "Biểu dương trước toàn khoa",
        "Ngày họp": "18/11/2025",
        "Tổng số thành viên của đơn vị": "9",
        "Số phiếu đồng ý": "9",
    }
    for label, value in told.items():
        page.get_by_label(label).fill(value)
    window.send("Ghi nhận")
    expect(page.locator(".commendations")).to_contain_text("họp ngày 18/11/2025, 09 trên 09 thành viên đồng ý")
    assert window.faults_of("registration-with-commendation", WORDS) == []
