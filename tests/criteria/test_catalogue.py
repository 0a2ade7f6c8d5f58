"""`/criteria/`: the plan and its standards in its own words, on the screen and as PDF."""

import re
import unicodedata
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from pypdf import PdfReader

from criteria import content
from criteria.actions.plans import load_plan
from criteria.documents.standards import standards_pdf
from criteria.models import CriteriaSet, Criterion
from criteria.queries import catalogue as queries
from criteria.vocabulary import SubjectKind
from portal import clock
from portal.clock import school_time
from portal.models import User
from tests.criteria.builders import COLLECTIVE, HEAD, INDIVIDUAL, MADE_UP, OURS

READERS = [
    *("canbo.llcs", "truong.llcs", "chuyenvien", "truongphong", "hoidong1"),
    *("hieutruong", "danguy", "giangvien", "quantri"),
]
CODES = {criterion.code for criterion in OURS.criteria}  # E3, G3a, C5, …
CODE = re.compile(rf"\b({'|'.join(sorted(CODES))})\b")


def words_of(page: str) -> str:
    """What a person reads: without tags, spaces as single ones."""
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(text).split())


@pytest.fixture
def page(as_):
    """The page as a lecturer reads it."""

    def read(kind: SubjectKind | str = "", **asked: str) -> str:
        answer = as_("giangvien").get("/criteria/", {"kind": str(kind)} | asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


# -- on the screen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", READERS)
def test_every_signed_in_reader_reads_it(as_, username):
    for address in ("/criteria/", "/criteria/document.pdf"):
        assert as_(username).get(address).status_code == 200


def test_nobody_else_does(as_):
    for address in ("/criteria/", "/criteria/document.pdf"):
        assert as_("").get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("kind", SubjectKind)
def test_each_standard_stands_in_the_words_of_the_plan(page, kind):
    shown = page(kind)
    standards = OURS.standards_for(kind)
    for criterion in standards.criteria:
        assert f"<h3>{escape(criterion.label)}</h3>" in shown
        for words in (criterion.text, criterion.evidence):
            assert escape(words) in shown
        assert f"Mục {criterion.clause} của Kế hoạch" in words_of(shown)
    for group in {criterion.group for criterion in standards.criteria}:
        assert escape(group.label) in shown
        assert escape(group.intro) in shown
    others = [c for c in OURS.criteria if c not in standards.criteria]
    assert not any(f"<h3>{escape(c.label)}</h3>" in shown for c in others)


def test_the_order_is_the_plans(page):
    for kind in SubjectKind:
        labels = [unescape(label) for label in re.findall(r"<h3>(.+?)</h3>", page(kind))]
        assert labels == [criterion.label for criterion in OURS.standards_for(kind).criteria]


def test_the_head_of_the_plan(page):
    shown = words_of(page())
    assert OURS.head.title in shown
    assert "Kế hoạch của Trường Chính trị Trường Chinh" in shown
    assert "; ".join(OURS.head.based_on) in shown
    assert "Người ký: Hoàng Đình Trung, Hiệu trưởng." in shown
    assert "None" not in shown  # number and day are lost in the scan


def test_points_are_said_to_be_the_schools_own(page):
    assert "Kế hoạch nêu tiêu chuẩn, không quy định điểm. Điểm và mức đạt là thang điểm nội bộ" in page()


def test_what_is_a_gate_what_gives_points_and_from_where_it_is_reached(as_):
    catalogue = as_("giangvien").get("/criteria/?kind=head").context["shown"]
    rows = {row.criterion.code: row for section in catalogue.sections for row in section.rows}
    gates = {code for code, row in rows.items() if row.is_gate}
    assert gates == {"E3", "G1", "H1", "H5", "H6"}
    assert all((rows[code].points, rows[code].floor) == ("", "") for code in gates)
    assert (rows["H2"].points, rows["H2"].floor) == ("17", "8,5")
    assert (rows["G3b"].points, rows["G3b"].floor) == ("5", "2,5")
    assert {rows[code].who for code in gates} == {
        "Cuộc họp và biểu quyết của đơn vị",
        "Phòng trả lời, ghi rõ văn bản",
        "Kết quả của tập thể do cá nhân đứng đầu",
        "Kết quả xếp loại công chức, viên chức: từ Hoàn thành xuất sắc nhiệm vụ",
        "Kết quả xếp loại đảng viên: từ Hoàn thành tốt nhiệm vụ",
    }


def test_the_ratings_that_a_collective_needs_are_told_together(page):
    assert "Kết quả xếp loại chi bộ, công đoàn, đoàn thanh niên: từ Hoàn thành tốt nhiệm vụ" in words_of(
        page(COLLECTIVE)
    )


def test_the_tabs_count_rows_and_points(page):
    shown = words_of(page())
    for words in ("Tập thể 15 tiêu chuẩn · 100 điểm", "Cá nhân 16 tiêu chuẩn · 100 điểm"):
        assert words in shown
    assert "Người đứng đầu đơn vị 22 tiêu chuẩn · 143 điểm" in shown


@pytest.mark.parametrize(
    ("asked", "current"),
    [("", "Tập thể"), (INDIVIDUAL, "Cá nhân"), (HEAD, "Người đứng đầu đơn vị"), ("board", "Tập thể"), ("%", "Tập thể")],
)
def test_the_tab_that_was_asked_for_is_the_current_one(page, asked, current):
    (tab,) = re.findall(r'aria-current="true"><span>(.+?)</span>', page(asked))
    assert tab == current


@pytest.mark.parametrize("kind", SubjectKind)
def test_people_read_labels_never_codes(page, kind):
    """Neither in the text nor in an address, a class or an id."""
    assert CODE.findall(page(kind)) == []


def test_a_standard_that_is_switched_off_is_absent(page):
    off = next(criterion for criterion in OURS.criteria if not criterion.enabled)
    assert all(off.label not in page(kind) for kind in SubjectKind)


def test_what_was_typed_into_the_plan_is_only_text(page):
    Criterion.objects.filter(code="G2").update(label="<script>alert(1)</script>", text="<b>đậm</b>")
    shown = page()
    assert "<script>alert(1)" not in shown
    assert "&lt;b&gt;đậm&lt;/b&gt;" in shown


@pytest.mark.parametrize("asked", ["2030-2035", "", "x" * 3000, "2022-2025'--"])
def test_a_plan_that_is_not_there_leaves_the_one_in_force(page, asked):
    assert OURS.head.title in page(plan=asked)


def test_without_a_plan_the_page_says_what_comes(nothing_yet):
    """A new portal: Huy has opened the first account and loaded nothing."""
    reader = Client()
    reader.force_login(User.objects.create(username="huy", must_change_password=False), "portal.accounts.PortalBackend")
    assert "Chưa có kế hoạch nào được nạp" in reader.get("/criteria/").content.decode()
    assert reader.get("/criteria/document.pdf").status_code == 404


def test_queries_do_not_grow_with_the_standards(as_):
    load_plan(MADE_UP, by=None)
    reader = as_("giangvien")

    def counted(plan: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get("/criteria/", {"plan": plan}).status_code == 200
        return len(captured)

    assert (len(OURS.criteria), len(MADE_UP.criteria)) == (31, 7)
    # The made-up plan has no year under way, so that its set is asked for once more.
    assert (counted("2022-2025"), counted("2026-2030")) == (13, 14)


# -- which set is in force ------------------------------------------------------------------------------------


def another_edition(of: CriteriaSet) -> CriteriaSet:
    """A second edition, for a year that is not opened yet."""
    return CriteriaSet.objects.create(plan=of.plan, number=2, **content.parameter_fields(OURS.parameters))


def test_the_set_of_the_year_under_way_is_shown(school):
    first = CriteriaSet.objects.get()
    another_edition(of=first)
    load_plan(MADE_UP, by=None)
    assert queries.set_in_force() == first
    assert queries.set_in_force("2022-2025") == first, "an edition without a year is not in force"
    assert queries.set_in_force("2026-2030").plan.code == "2026-2030"
    with clock.at(school_time(2026, 2, 1)):
        assert queries.set_in_force().plan.code == "2026-2030"
        assert queries.set_in_force("2022-2025") == first


def test_the_next_year_begins_with_the_newest_edition_of_its_plan(school):
    """The years to 2025 are set up."""
    assert queries.set_for_next_year().plan.code == "2022-2025", "no plan for 2026 yet"
    load_plan(MADE_UP, by=None)
    first = CriteriaSet.objects.get(plan__code="2026-2030")
    assert queries.set_for_next_year() == first
    second = another_edition(of=first)
    assert queries.set_for_next_year() == second


# -- as PDF ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdf() -> bytes:
    with clock.at(school_time(2025, 11, 20, 9)):
        return standards_pdf(OURS)


def text_of(pdf: bytes) -> str:
    """The text of all pages in reading order, as single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_pdf_is_a_download_with_a_plain_name(as_):
    answer = as_("giangvien").get("/criteria/document.pdf?plan=2022-2025")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tieu-chuan-2022-2025.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_the_pdf_holds_every_standard_of_every_kind(pdf):
    text = text_of(pdf)
    for title in ("A. TẬP THỂ", "B. CÁ NHÂN", "C. CÁ NHÂN LÀ NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ"):
        assert title in text
    for kind in SubjectKind:
        for criterion in OURS.standards_for(kind).criteria:
            for words in (criterion.label, criterion.text, criterion.evidence):
                assert " ".join(words.split()) in text
    for summary in ("15 tiêu chuẩn; tổng điểm tối đa 100", "16 tiêu chuẩn;", "22 tiêu chuẩn; tổng điểm tối đa 143"):
        assert summary in text
    assert "Điểm và mức đạt dưới đây là thang điểm nội bộ của nhà trường" in text


def test_the_pdf_is_written_in_nfc_without_codes(pdf):
    for page in PdfReader(BytesIO(pdf)).pages:
        text = page.extract_text()
        assert unicodedata.is_normalized("NFC", text)
        assert CODE.findall(text) == []
        assert "\ufffd" not in text


def test_the_pdf_uses_tinos_alone_and_carries_it(pdf):
    fonts = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert any(key.startswith("/FontFile") for key in descendant["/FontDescriptor"].get_object())
            fonts.add(descendant["/BaseFont"].split("+")[-1].split("-")[0])
    assert fonts == {"Tinos"}


def test_the_same_plan_on_the_same_day_gives_the_same_bytes(pdf):
    with clock.at(school_time(2025, 11, 20, 17, 45)):
        assert standards_pdf(OURS) == pdf
    with clock.at(school_time(2025, 11, 21, 9)):
        assert standards_pdf(OURS) != pdf, "the day stands on it"


def test_the_pdf_evaluates_nothing_that_stands_in_the_plan(school):
    """Typst's own signs are only signs."""
    odd = '#panic("x") $1+1$ *đậm* _nghiêng_ `mã` @nguồn <nhãn> \\ // /* = tiêu đề'
    Criterion.objects.filter(code="G2").update(text=odd)
    criteria_set = CriteriaSet.objects.select_related("plan").get()
    assert odd.replace(" ", "") in text_of(standards_pdf(content.read(criteria_set))).replace(" ", "")


def test_the_next_plans_pdf_is_made_of_the_next_plan():
    text = text_of(standards_pdf(MADE_UP))
    for criterion in MADE_UP.criteria:
        assert criterion.label in text
    assert "Kế hoạch giả định giai đoạn 2026 - 2030" in text
    assert "Hoàn thành xuất sắc nhiệm vụ thi đua" not in text
