"""One year as the school lives it, in its windows: from a late registration to what the unit reads of the decision.

Each person signs in and presses only what stands on the page; a picture of every step stays behind.
"""

import io
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from nominations.models import Nomination
from portal.papers.pdf import compile_pdf
from recognition.demo.school import ACCOUNTS
from recognition.models import ListVersion
from recognition.seal import groups_of_four, seal
from recognition.snapshot import SHORT
from tests.browser.window import DESK, PICTURES, Window

MAI, MODEL = "Cao Thị Thanh Mai", "Lớp học không khoảng cách"
WORDS = [*(username for username, *_rest in ACCOUNTS), *SHORT.values()]
# What a unit may not read before publication, in words; the figures are asked for beside them.
SECRETS = ("Đã thẩm định", "Trong danh sách", "Đủ điều kiện", "Đạt mọi tiêu chuẩn", "Đã công nhận", "hạng", "Hạng")
# All that is written on a page, but for what a filter offers.
WRITTEN = """() => { const page = document.querySelector("main").cloneNode(true);
  page.querySelectorAll("select, .filters").forEach((each) => each.remove());
  return document.title + " " + page.textContent; }"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> dict[str, Path]:
    """Real PDFs by name."""
    folder = tmp_path_factory.mktemp("papers")
    found = {}
    for name in ("Quyết định số 12", "Biên bản họp khoa", "Quyết định công nhận"):
        found[name] = folder / f"{name}.pdf"
        data = {"number": "12", "unit": name, "day": [2025, 11, 12]}
        found[name].write_bytes(compile_pdf("recognition/demo/scan.typ", data))
    return found


class Person:
    """Somebody at a window."""

    def __init__(self, one: Window, who: str, numbers: Callable[[], int]):
        self.one, self.page, self.who, self.numbers = one, one.page, who, numbers

    def picture(self) -> None:
        self.page.screenshot(path=PICTURES / f"journey-{self.numbers():02d}-{self.who}.png", full_page=True)

    def goes_to(self, *links: str) -> Page:
        """By links, beginning at the desk: the first in the menu, the others in the page."""
        self.one.open("/")
        self.page.get_by_role("navigation", name="Danh mục chức năng").get_by_role("link", name=links[0]).click()
        for link in links[1:]:
            self.follows(link)
        return self.page

    def follows(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=link, exact=True).first.click()

    def fills(self, told: dict[str, str], where: Locator | None = None) -> None:
        for label, value in told.items():
            self.box(label, where).first.fill(value)

    def box(self, label: str, where: Locator | None = None) -> Locator:
        """Text fields whose label begins so; it may go on with “không bắt buộc”."""
        name = re.compile(f"^{re.escape(label)}")
        return (where or self.page.locator("main")).get_by_role("textbox", name=name)

    def presses(self, button: str) -> None:
        self.one.send(button)

    def goes_on(self) -> None:
        self.presses(self.page.get_by_role("button", name=re.compile("^Lưu và tiếp:")).inner_text().strip())

    def confirms(self, button: str) -> None:
        """A button that asks first: the dialog is read, then its words that begin so are pressed."""
        self.page.get_by_role("button", name=button, exact=True).click()
        asked = self.page.get_by_role("dialog")
        expect(asked).to_be_visible()
        with self.page.expect_navigation() as arrived:
            asked.get_by_role("button", name=re.compile(f"^{re.escape(button)}")).click()
        assert arrived.value.status == 200, f"{button}: {arrived.value.status}"

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()

    def sees_state(self, words: str) -> None:
        expect(self.page.locator("main .state").first).to_have_text(words)

    def finds_no_fault(self, name: str) -> None:
        """On pages that nobody else meets: they belong to a state that the demo school is never in."""
        faults = self.one.faults_of(name, WORDS)
        self.page.set_viewport_size({"width": DESK, "height": 900})
        assert not faults, "\n".join(faults)


def test_the_year_from_registration_to_approved_list(signed_in, papers):
    numbers = count(1).__next__

    def person(who: str) -> Person:
        return Person(signed_in(who), who, numbers)

    clerk, office = person("canbo.llcs"), person("chuyenvien")
    the_clerk_registers(clerk)
    the_office_accepts(office)
    the_clerk_writes_the_dossier(clerk, papers)
    the_office_takes_it_in(office)
    for who, share in (("hoidong2", "0.9"), ("hoidong3", "0.84")):
        an_assessor_marks(person(who), Decimal(share))
    the_office_concludes(office)
    nothing_is_given_away(clerk)

    the_office_closes_the_list(office)
    the_council_meets(office)
    the_ballots_are_typed_in(office)
    head = person("truongphong")
    the_head_approves(head)
    the_party_committee_takes_the_paper(person("danguy"))
    nothing_is_given_away(clerk)

    the_office_records_the_decision(office, papers)
    nothing_is_given_away(clerk)
    the_head_publishes(head)
    the_clerk_reads_the_outcome(clerk)
    the_principal_looks(person("hieutruong"))


def the_clerk_registers(clerk: Person) -> None:
    page = clerk.goes_to("Đăng ký", "Đăng ký điển hình")
    whom = page.get_by_label("Tập thể, cá nhân", exact=True)
    whom.select_option(label=whom.locator("option").filter(has_text=MAI).inner_text())
    clerk.fills(
        {
            "Tên mô hình": MODEL,
            "Nội dung, giải pháp": "Lập nhóm học tập trực tuyến cho học viên ở xa, họp nhóm hằng tuần.",
            "Hoàn thành trước ngày": "10/12/2025",
        }
    )
    first = {"Chỉ tiêu": "Số lớp áp dụng", "Đơn vị tính": "lớp", "Năm trước": "3", "Phấn đấu": "trên 5"}
    clerk.fills(first, page.get_by_role("group", name="Chỉ tiêu 1"))
    second = {"Chỉ tiêu": "Học viên hài lòng", "Đơn vị tính": "%", "Năm trước": "90,5", "Phấn đấu": "95"}
    clerk.fills(second | {"Thời hạn": "30/11/2025"}, page.get_by_role("group", name="Chỉ tiêu 2"))
    clerk.picture()
    clerk.presses("Lưu nháp")
    clerk.confirms("Gửi đăng ký")
    clerk.is_told("Đã gửi đăng ký")
    expect(page.locator("main")).to_contain_text("bổ sung")  # after 31/3
    clerk.picture()


def the_office_accepts(office: Person) -> None:
    office.goes_to("Đăng ký", MAI)
    office.confirms("Tiếp nhận")
    office.sees_state("Đã tiếp nhận đăng ký")
    office.picture()


def the_clerk_writes_the_dossier(clerk: Person, papers: dict[str, Path]) -> None:
    page = clerk.goes_to("Đăng ký", MAI)
    clerk.presses("Lập hồ sơ đề nghị")
    clerk.fills(
        {
            "Tóm tắt thành tích, in trong danh sách": "07 lớp trực tuyến, 96,4% học viên hài lòng",
            "Thành tích tiêu biểu": "Duy trì 07 nhóm học tập cả năm. Tài liệu được 03 khoa dùng chung.",
        }
    )
    clerk.picture()
    clerk.goes_on()
    for place, achieved in enumerate(("7", "96,4")):
        clerk.box("Kết quả").nth(place).fill(achieved)
    clerk.picture()
    clerk.goes_on()
    for place, field in enumerate(clerk.box("Thuyết minh").all(), 1):
        field.fill(f"Nội dung {place:02d}: thực hiện đều trong năm, có số liệu và xác nhận của khoa kèm theo.")
    clerk.picture()
    standard = page.locator("section.card").filter(has=page.locator("[data-drop]")).first
    standard.locator("[data-drop] input[multiple]").set_input_files(papers["Quyết định số 12"])
    expect(standard.locator(".uploads li")).to_contain_text("Đã nhận.")
    clerk.picture()
    page.get_by_role("navigation", name="Các bước viết hồ sơ").get_by_role("link", name="Minh chứng").click()
    with page.expect_navigation():
        page.locator(".pieces > li").last.get_by_role("link", name=re.compile("^Sửa")).click()
    told = {"Tên minh chứng": "Quyết định số 12", "Số, ký hiệu": "12/QĐ-TCT", "Cơ quan ban hành": "Trường Chính trị"}
    clerk.fills(told | {"Ngày": "12/09/2025"})
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)  # the standard it was sent for
    clerk.picture()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("link", name="Quyết định số 12").first).to_be_visible()
    page.get_by_role("navigation", name="Các bước viết hồ sơ").get_by_role("link", name="Biểu quyết").click()
    clerk.fills(
        {
            "Ngày họp": "18/11/2025",
            "Số biên bản": "07/BB-LLCS",
            "Tổng số thành viên của đơn vị": "9",
            "Số người dự họp": "9",
            "Số phiếu đồng ý": "8",
        }
    )
    page.locator("input[name=minutes]").set_input_files(papers["Biên bản họp khoa"])
    clerk.picture()
    clerk.goes_on()
    expect(page.locator("main")).to_contain_text("Hồ sơ đã đủ các mục để gửi.")
    clerk.picture()
    clerk.confirms("Gửi hồ sơ")
    clerk.is_told("Đã gửi hồ sơ")


def the_office_takes_it_in(office: Person) -> None:
    page = office.goes_to("Hồ sơ đề nghị", MAI)
    office.follows("Thẩm định")
    office.confirms("Tiếp nhận")
    office.is_told("Đã tiếp nhận hồ sơ, số")
    unanswered = page.locator(".gate-line").filter(has_text="Chưa").get_by_role("link", name=re.compile("^Trả lời"))
    assert unanswered.count() >= 1
    while unanswered.count():
        with page.expect_navigation():
            unanswered.first.click()
        page.get_by_label("Đạt", exact=True).check()
        told = {"Nhận định": "Không có kỷ luật, vi phạm trong năm.", "Văn bản làm căn cứ": "Xác nhận số 12-XN/CB"}
        office.fills(told)
        office.picture()
        page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Phân công chấm").first.click()
    for who in ("Đinh Thị Thanh Huyền", "Lê Quốc Bảo"):
        page.get_by_role("group", name="Thành viên Hội đồng").get_by_label(who).check()
    office.picture()
    office.presses("Phân công")
    office.is_told("Đã phân công")
    office.picture()


def an_assessor_marks(assessor: Person, share: Decimal) -> None:
    """Such a share of each row's points, to one decimal, with the comma of a Vietnamese hand."""
    page = assessor.one.open("/")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=re.compile(MAI)).first.click()
    page.get_by_label("Không có xung đột lợi ích với hồ sơ này").check()
    assessor.presses("Ghi lời khai")
    while True:
        for line in page.locator(".sheet-line").all():
            most = re.search(r"trên ([\d,]+)", line.locator(".mark-row").inner_text())[1]
            mark = (Decimal(most.replace(",", ".")) * share).quantize(Decimal("0.1"))
            assessor.box("Điểm:", line).fill(str(mark).replace(".", ","))
        onward = page.locator("button[name=next]")
        if not onward.count():
            break
        assessor.picture()
        with page.expect_navigation():
            onward.click()
    assessor.picture()
    assessor.confirms("Gửi phiếu chấm")
    assessor.is_told("Đã gửi phiếu chấm")
    assessor.picture()


def the_office_concludes(office: Person) -> None:
    page = office.goes_to("Hồ sơ đề nghị", MAI)
    office.follows("Thẩm định")
    expect(page.locator(".total").first).to_contain_text(total_of_mai())
    office.picture()
    office.confirms("Kết luận thẩm định")
    office.is_told("Đã kết luận thẩm định")
    office.picture()


def nothing_is_given_away(clerk: Person) -> None:
    """Received: that is all a unit knows until the day of publication."""
    page = clerk.goes_to("Hồ sơ đề nghị", MAI)
    clerk.sees_state("Đã tiếp nhận")
    here = page.url.removeprefix(clerk.one.live)
    for address in (here, "/", "/nominations/", "/registrations/", "/notices/"):
        written = clerk.one.open(address).evaluate(WRITTEN)
        assert total_of_mai() not in clerk.page.content(), address
        found = [word for word in SECRETS if word in written]
        assert not found, f"{address}: {found}"
    clerk.one.open(here)
    clerk.picture()


def total_of_mai() -> str:
    card = Nomination.objects.get(subject_person__full_name=MAI, plan_year__year=2025).scorecard
    return str(card.total).rstrip("0").replace(".", ",")


def the_office_closes_the_list(office: Person) -> None:
    page = office.goes_to("Danh sách bình xét", "Danh sách bình xét năm 2025")
    expect(page.locator(".ranked-row").filter(has_text=MAI)).to_contain_text(total_of_mai())
    office.picture()
    office.confirms("Chốt danh sách")
    office.is_told("Đã chốt danh sách, bản 01")
    office.picture()
    expect(page.get_by_role("button", name="Duyệt danh sách")).to_have_count(0)  # not by who closed it


def the_council_meets(office: Person) -> None:
    """Ten of eleven come, the eleventh wrote; two count."""
    page = office.goes_to("Danh sách bình xét", "Danh sách bình xét năm 2025", "Cuộc họp")
    office.finds_no_fault("chuyenvien-before-the-meeting")
    office.picture()
    office.follows("Ghi cuộc họp")
    office.fills({"Ngày họp": "20/11/2025", "Địa điểm": "Phòng họp số 2, nhà A", "Bắt đầu lúc": "14:00"})
    office.fills({"Kiểm phiếu lúc": "15h30", "Kết thúc lúc": "16:45"})
    away = page.get_by_role("group", name="Lê Đức Thịnh")
    away.get_by_label("Có mặt").uncheck()
    office.fills({"Lý do vắng": "đi học lớp bồi dưỡng"}, away)
    away.get_by_label("Gửi ý kiến bằng văn bản").check()
    for who, place in (("Lê Quốc Bảo", "Trưởng ban kiểm phiếu"), ("Lương Văn Khải", "Ủy viên ban kiểm phiếu")):
        page.get_by_role("group", name=who).get_by_label("Ban kiểm phiếu").select_option(place)
    office.fills({"Ý kiến thảo luận": "Hội đồng thống nhất bỏ phiếu kín.", "Kết luận": "Thông qua kết quả kiểm phiếu."})
    office.finds_no_fault("chuyenvien-list-meeting-edit")
    office.picture()
    office.presses("Lưu cuộc họp")
    office.is_told("Đã lưu cuộc họp")
    expect(page.locator("main")).to_contain_text("Có mặt 10/11 thành viên (90,91%); phải có mặt ít nhất 2/3.")
    office.picture()


def the_ballots_are_typed_in(office: Person) -> None:
    """As they lie on the table: issued stands there already; one figure is wrong at first and is said at its row."""
    page = office.page
    office.follows("Nhập kết quả bỏ phiếu")
    rows = page.locator(".ballot").all()
    for row in rows:
        ballots = office.box("Phát ra", row).input_value()
        told = {"Thu về": ballots, "Hợp lệ": ballots, "Không hợp lệ": "0", "Đồng ý": ballots, "Không đồng ý": "0"}
        office.fills(told, row)
        expect(row.locator("[data-sum]")).to_contain_text("%")  # while one types, where script runs
    office.fills({"Hợp lệ": "1"}, rows[0])
    expect(rows[0].locator("[data-sum]")).to_be_empty()
    office.one.send("Lưu kết quả", refused=True)
    expect(page.locator(".field-error").first).to_contain_text("Hợp lệ + không hợp lệ phải bằng số thu về")
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    office.finds_no_fault("chuyenvien-list-votes")
    office.picture()
    first = page.locator(".ballot").first
    office.fills({"Hợp lệ": office.box("Phát ra", first).input_value()}, first)
    office.presses("Lưu kết quả")
    office.is_told("Đã lưu kết quả bỏ phiếu")
    expect(page.get_by_role("heading", name="Kết quả bỏ phiếu")).to_be_visible()
    expect(page.locator("main .state").first).to_have_text("Đạt")
    office.finds_no_fault("chuyenvien-list-voted")
    office.picture()


def the_head_approves(head: Person) -> None:
    head.goes_to("Danh sách bình xét", "Danh sách bình xét năm 2025")
    head.confirms("Duyệt danh sách")
    head.is_told("Đã duyệt và niêm phong bản 01")
    expect(head.page.locator(".hash")).to_have_text(sealed().sha256)
    head.finds_no_fault("truongphong-list-approved")
    head.picture()


def sealed() -> ListVersion:
    return ListVersion.objects.get(review_list__plan_year__year=2025)


def the_party_committee_takes_the_paper(reader: Person) -> None:
    page = reader.goes_to("Danh sách bình xét", "Danh sách bình xét năm 2025")
    with page.expect_download() as download:
        page.get_by_role("link", name="Kết xuất PDF").click()
    paper = Path(download.value.path()).read_bytes()
    (PICTURES / "journey-danh-sach.pdf").write_bytes(paper)
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(paper)).pages)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    version = sealed()
    assert version.sha256 == seal(version.content)
    assert groups_of_four(version.sha256) in text
    assert MAI in text
    reader.picture()


def the_office_records_the_decision(office: Person, papers: dict[str, Path]) -> None:
    page = office.goes_to("Danh sách bình xét", "Danh sách bình xét năm 2025")
    office.follows("Ghi quyết định")
    told = {"Số quyết định": "215/QĐ-TCT", "Ngày quyết định": "20/11/2025", "Người ký": "Vũ Đình Thuận"}
    office.fills(told)
    page.get_by_label("Bản chụp quyết định", exact=True).set_input_files(papers["Quyết định công nhận"])
    office.finds_no_fault("chuyenvien-list-decide")
    office.picture()
    office.presses("Ghi quyết định")
    office.is_told("Đã ghi quyết định")


def the_head_publishes(head: Person) -> None:
    head.goes_to("Danh sách bình xét", "Danh sách bình xét năm 2025")
    head.follows("Xem và công bố")
    head.finds_no_fault("truongphong-list-publish")
    head.confirms("Công bố")
    head.is_told("Đã công bố kết quả đến các đơn vị")
    head.finds_no_fault("truongphong-list-published")
    head.picture()


def the_clerk_reads_the_outcome(clerk: Person) -> None:
    clerk.goes_to("Hồ sơ đề nghị", MAI)
    clerk.sees_state("Đã công nhận")
    clerk.finds_no_fault("canbo.llcs-recognised")
    clerk.picture()


def the_principal_looks(principal: Person) -> None:
    page = principal.goes_to("Tổng quan")
    expect(page.locator("main")).to_contain_text(re.compile(r"Công nhận: [1-9]"))
    principal.picture()
