"""Number and date of papers: recorded in their time, corrected until the decision, on the page of a version."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.models import Nomination
from portal.models import AuditEntry, Unit
from portal.papers.blocks import Paper, Text
from portal.rights import Conflict
from recognition.actions import lists, publication
from recognition.actions import papers as actions
from recognition.documents import catalogue
from recognition.models import ListVersion, PaperKind
from recognition.numbering import NUMBERED, in_two_digits
from recognition.queries import paper_page
from recognition.queries.papers import frame_of, issued, units_of
from tests.recognition.people import account, list_of
from tests.who_may_recognition import brought_to

DAY = date(2025, 11, 20)
SUBMISSION = PaperKind.SUBMISSION


@pytest.fixture
def approved(school) -> ListVersion:
    return brought_to("approved").latest()


def typed(number: str, day: str = "20/11/2025", version: str = "") -> dict:
    return {"number": number, "date": day, "version": version}


def address(frozen: ListVersion, paper: str = "submission") -> str:
    return f"/lists/{frozen.review_list_id}/papers/{paper}/issue/"


def page(client, frozen: ListVersion) -> str:
    return client.get(f"/lists/{frozen.review_list_id}/papers/").content.decode()


@pytest.fixture
def made(monkeypatch):
    """Papers that say no more than what they are."""

    def make(frozen, unit) -> Paper:
        return Paper("Giấy thử", DAY, (Text(((f"{frozen}, {unit}", ""),)),))

    for paper in (SUBMISSION, PaperKind.NOTICE):
        monkeypatch.setitem(catalogue.PAPERS, paper, catalogue.Printable(catalogue.of_blocks(make)))


def test_the_office_records_the_to_trinh_and_the_list_says_so(as_, approved, made):
    office = as_("chuyenvien")
    assert "Trình Ban Giám hiệu: Danh sách bình xét năm 2025" in office.get("/").content.decode()
    listed = f"/lists/{approved.review_list_id}/"
    assert "Chưa ghi số, ngày tờ trình" in office.get(listed).content.decode()
    assert office.post(address(approved), typed("8/TTr-TCT")).status_code == 302
    assert "Đã trình: số 08/TTr-TCT, ngày 20/11/2025." in office.get(listed).content.decode()
    assert "Số 08/TTr-TCT, ngày 20/11/2025" in page(office, approved)
    assert "Trình Ban Giám hiệu" not in office.get("/").content.decode()
    kept = issued(approved, SUBMISSION)
    assert kept.frame["letterhead"]["place"] == "Ninh Bình"
    assert kept.frame["addressees"][0] == "Ban Tuyên giáo và Dân vận Tỉnh ủy Ninh Bình"


def test_the_frame_knows_the_number_of_the_minutes(approved):
    assert frame_of(approved, SUBMISSION)["minutes"] == ""
    office = account("chuyenvien")
    actions.issue(approved, PaperKind.MINUTES, number="02/BB-HĐTĐKT", day=DAY, by=office)
    actions.issue(approved, SUBMISSION, number="38/TTr-TCT", day=DAY, by=office)
    assert frame_of(approved, SUBMISSION)["minutes"] == "02/BB-HĐTĐKT"


def test_a_correction_leaves_the_old_values_in_the_log_and_is_guarded(as_, approved, made):
    office = as_("chuyenvien")
    office.post(address(approved), typed("38/TTr-TCT"))
    assert office.post(address(approved), typed("39/TTr-TCT", version="1")).status_code == 302
    entry = AuditEntry.objects.filter(subject_type="recognition.issuedpaper").first()
    assert (entry.act, entry.before, entry.after) == (
        "Sửa số, ngày văn bản",
        {"Số": "38/TTr-TCT"},
        {"Số": "39/TTr-TCT"},
    )
    stale = as_("truongphong").post(address(approved), typed("40/TTr-TCT", version="1"))
    assert stale.status_code == 409
    assert "40/TTr-TCT" in stale.content.decode()
    late = as_("truongphong").post(address(approved), typed("41/TTr-TCT"))
    assert late.status_code == 409, "a page opened before anything was recorded"
    assert issued(approved, SUBMISSION).number == "39/TTr-TCT"
    assert "Sửa số, ngày văn bản: Tờ trình 39/TTr-TCT" in page(office, approved)


@pytest.mark.parametrize(
    ("number", "day", "told"),
    [
        ("38", "20/11/2025", "Vui lòng ghi số theo dạng 38/TTr-TCT."),
        ("38/QĐ-TCT", "20/11/2025", "Vui lòng ghi số theo dạng 38/TTr-TCT."),
        ("38-TTr/ĐU", "20/11/2025", "Vui lòng ghi số theo dạng 38/TTr-TCT."),
        ("٣٨/TTr-TCT", "20/11/2025", "Vui lòng ghi số theo dạng 38/TTr-TCT."),
        ("38/TTr-TCT", "19/11/2025", "Vui lòng nhập ngày từ 20/11/2025 đến 20/11/2025."),
        ("38/TTr-TCT", "21/11/2025", "Vui lòng nhập ngày từ 20/11/2025 đến 20/11/2025."),
        ("", "", "Vui lòng nhập mục này."),
    ],
)
def test_a_number_has_its_shape_and_a_date_is_not_before_the_closing(as_, approved, number, day, told):
    answer = as_("chuyenvien").post(address(approved), typed(number, day))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert issued(approved, SUBMISSION) is None


def test_each_type_has_its_own_way_to_write_a_number():
    fits = {
        PaperKind.MINUTES: "02/BB-HĐTĐKT",
        PaperKind.SUBMISSION: "38/TTr-TCT",
        PaperKind.PARTY_SUBMISSION: "12-TTr/ĐU",
        PaperKind.NOTICE: "05/TB-TCT",
    }
    for paper, numbering in NUMBERED.items():
        assert [other for other, number in fits.items() if numbering.fits(number)] == [paper]
    assert [in_two_digits(number) for number in ("5/TTr-TCT", "05/TTr-TCT", "5-TTr/ĐU", "125/TB-TCT")] == [
        "05/TTr-TCT",
        "05/TTr-TCT",
        "05-TTr/ĐU",
        "125/TB-TCT",
    ]


def refused(frozen: ListVersion, paper: PaperKind, unit: Unit | None = None) -> str:
    number = NUMBERED[paper].written("38", {"symbol": "TCT", "council_symbol": "HĐTĐKT", "party_symbol": "ĐU"})
    with pytest.raises(Conflict) as told:
        actions.issue(frozen, paper, unit, number=number, day=DAY, by=account("chuyenvien"))
    return told.value.what


def test_the_to_trinh_waits_for_the_approval_and_ends_with_the_decision(school, llcs):
    closed = brought_to("closed").latest()
    assert refused(closed, SUBMISSION) == "Chỉ ghi số Tờ trình sau khi danh sách đã duyệt."
    assert refused(closed, PaperKind.NOTICE, llcs) == "Chỉ ghi số Thông báo kết quả sau khi đã ghi quyết định."
    decided = brought_to("decided").latest()
    assert "Đã có quyết định nên số, ngày của văn bản Tờ trình không ghi" in refused(decided, SUBMISSION)
    assert "Đã có quyết định" in refused(decided, PaperKind.MINUTES)
    row = actions.issue(decided, PaperKind.NOTICE, llcs, number="12/TB-TCT", day=DAY, by=account("chuyenvien"))
    actions.issue(
        decided, PaperKind.NOTICE, llcs, number="13/TB-TCT", day=DAY, by=account("chuyenvien"), version=row.version
    )
    assert "Kết quả đã công bố" in refused(list_of(2024).latest(), PaperKind.NOTICE, llcs)


def test_a_version_that_no_longer_counts_gets_no_number(approved):
    review_list = list_of(2025)
    lists.reopen(review_list, by=account("truongphong"), version=review_list.version, reason="Thiếu một hồ sơ")
    assert "Bản 01 không phải là bản đang có hiệu lực" in refused(approved, SUBMISSION)
    lists.close(list_of(2025), by=account("chuyenvien"), version=list_of(2025).version)
    assert "Bản 01 không phải là bản đang có hiệu lực" in refused(approved, SUBMISSION)


def test_the_page_names_every_paper_what_is_missing_and_who_may_not_record(as_, approved, made, monkeypatch):
    waits = catalogue.Printable({}, lambda frozen: "Chưa ghi biên bản họp.")
    monkeypatch.setitem(catalogue.PAPERS, PaperKind.MINUTES, waits)
    office = page(as_("chuyenvien"), approved)
    assert "Danh sách bình xét (Phụ lục kèm theo Tờ trình)" in office
    assert "Chưa ghi biên bản họp." in office
    assert "Chưa ghi số, ngày: Tờ trình. Ghi sau khi văn bản đã ký" in office, "not of the Party's, nor of what waits"
    assert f'href="/lists/{approved.review_list_id}/papers/submission.pdf?version=1"' in office
    assert f'href="{address(approved)}"' in office
    assert f'href="{address(approved, "minutes")}"' not in office, "what cannot be printed yet has no number"
    assert "Ghi số, ngày" not in page(as_("hieutruong"), approved)
    compiling = as_("chuyenvien").get(f"/lists/{list_of(2025).pk}/papers/?version=99")
    assert compiling.status_code == 200


def test_a_paper_comes_with_the_trace_of_its_version_and_a_name_of_its_own(as_, approved, made):
    answer = as_("hieutruong").get(f"/lists/{approved.review_list_id}/papers/submission.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="submission-2025-ban-01.pdf"'
    for path in ("submission.exe", "nothing.pdf", "notice.pdf"):
        assert as_("hieutruong").get(f"/lists/{approved.review_list_id}/papers/{path}").status_code == 404


def test_notices_are_one_a_unit_after_the_decision(as_, school, llcs, made):
    frozen = brought_to("decided").latest()
    office = as_("chuyenvien")
    told = page(office, frozen)
    assert "Thông báo kết quả cho từng đơn vị" in told
    assert f"/papers/notice/{llcs.pk}/issue/" in told
    assert (
        office.post(f"/lists/{frozen.review_list_id}/papers/notice/{llcs.pk}/issue/", typed("9/TB-TCT")).status_code
        == 302
    )
    assert issued(frozen, PaperKind.NOTICE, llcs).number == "09/TB-TCT"
    assert "Thông báo kết quả 09/TB-TCT, Khoa Lý luận cơ sở" in page(office, frozen)
    answer = office.get(f"/lists/{frozen.review_list_id}/papers/notice/{llcs.pk}.docx")
    assert answer.headers["Content-Disposition"].endswith(f'"notice-2025-ban-01-{llcs.pk}.docx"')
    board = Unit.objects.get(name="Ban Giám hiệu")
    assert office.get(f"/lists/{frozen.review_list_id}/papers/notice/{board.pk}.pdf").status_code in (200, 404)


def test_the_page_asks_the_same_questions_however_many_units_and_numbers(
    as_, school, made, monkeypatch, django_assert_num_queries
):
    frozen, office = brought_to("decided").latest(), as_("chuyenvien")
    units = list(units_of(frozen))
    assert len(units) > 3
    actions.issue(frozen, PaperKind.NOTICE, units[0], number="09/TB-TCT", day=DAY, by=account("chuyenvien"))
    with monkeypatch.context() as one_unit:
        one_unit.setattr(paper_page, "units_of", lambda frozen: units_of(frozen)[:1])
        page(office, frozen)
        with CaptureQueriesContext(connection) as few:
            page(office, frozen)
    for place, unit in enumerate(units[1:], 10):
        actions.issue(frozen, PaperKind.NOTICE, unit, number=f"{place}/TB-TCT", day=DAY, by=account("chuyenvien"))
    with django_assert_num_queries(len(few)):
        page(office, frozen)


def test_nothing_is_published_while_a_notice_gives_other_reasons(school):
    review_list, head = brought_to("decided"), account("truongphong")
    row = Nomination.objects.filter(plan_year=review_list.plan_year, state="not_recognised").first()
    told = {"number": "09/TB-TCT", "day": DAY, "by": account("chuyenvien")}
    notice = actions.issue(review_list.latest(), PaperKind.NOTICE, row.unit, **told)
    publication.write_reason(row, reason="Mô hình mới chạy một học kỳ.", by=head, version=row.version)
    with pytest.raises(Conflict, match=f"sau khi ghi số thông báo kết quả gửi {row.unit}"):
        publication.publish(review_list, by=head)
    assert list_of(2025).published_at is None
    actions.issue(review_list.latest(), PaperKind.NOTICE, row.unit, **told, version=notice.version)
    publication.publish(review_list, by=head)
    row.refresh_from_db()
    assert issued(review_list.latest(), PaperKind.NOTICE, row.unit).frame["reasons"][str(row.pk)] == row.outcome
