"""The office keeps header, signers and wording by date; what was issued keeps what it was printed with."""

from datetime import date

import pytest

from portal.models import AuditEntry, Letterhead, Revision
from recognition.documents.review_list import review_list
from recognition.frame import frame
from recognition.models import IssuedPaper, PaperKind, Wording
from tests.recognition.people import list_of

HERE = "/papers/settings/"


@pytest.fixture
def head(school) -> Letterhead:
    return Letterhead.objects.of(date(2025, 11, 20))


def sent(head: Letterhead, **changes) -> dict:
    told = head.as_plain() | {"valid_from": f"{head.valid_from:%d/%m/%Y}", "version": str(head.version)}
    return told | {"traced": "on"} | changes


def test_the_page_shows_what_holds_now_and_what_is_missing(as_, head):
    """Papers without addressees, bases and recipients (phiếu bầu, giấy khen …) are not asked for any."""
    office = as_("chuyenvien")
    page = office.get(HERE).content.decode()
    assert page.count("đang áp dụng") == 1 + 5  # one letterhead; five papers have wordings of both provinces
    assert ("chưa có:" in page, "Phiếu bầu" in page) == (False, False)
    Wording.objects.filter(paper=PaperKind.NOTICE).delete()
    assert office.get(HERE).content.decode().count("chưa có: mục này in dòng kẻ chấm hoặc để trống") == 1


def test_a_new_principal_from_a_day_on(as_, head):
    office = as_("chuyenvien")
    form = office.get(f"{HERE}letterheads/new/").content.decode()
    assert head.principal in form, "begins with what holds now"
    told = sent(head, valid_from="01/12/2025", principal="Trần Thị Kim Oanh", principal_title="KT. HIỆU TRƯỞNG\r\nPHÓ")
    assert office.post(f"{HERE}letterheads/new/", told).headers["Location"] == HERE
    assert Letterhead.objects.of(date(2025, 11, 30)).principal == "Vũ Đình Thuận"
    after = Letterhead.objects.of(date(2025, 12, 1))
    assert (after.principal, after.principal_title) == ("Trần Thị Kim Oanh", "KT. HIỆU TRƯỞNG\nPHÓ")
    assert AuditEntry.objects.first().act == "Thêm mẫu đầu trang, người ký"
    twice = office.post(f"{HERE}letterheads/new/", told)
    assert "Đã có mẫu áp dụng từ ngày này." in twice.content.decode()


def test_an_edit_says_what_changed_and_never_writes_over_another(as_, head):
    office, address = as_("chuyenvien"), f"{HERE}letterheads/{head.pk}/edit/"
    assert office.post(address, sent(head, place="Hoa Lư")).status_code == 302
    entry = AuditEntry.objects.first()
    assert (entry.before["Địa danh"], entry.after["Địa danh"]) == ("Ninh Bình", "Hoa Lư")
    assert Revision.objects.of(head).first().content["Địa danh"] == "Hoa Lư"
    stale = as_("truongphong").post(address, sent(head, place="Nam Định"))
    assert stale.status_code == 409
    assert Letterhead.objects.get(pk=head.pk).place == "Hoa Lư"
    assert "Nam Định" in stale.content.decode(), "what was typed is still there"


def test_what_was_issued_and_what_was_closed_keep_their_frame(as_, head):
    frozen = list_of(2024).latest()
    issued = IssuedPaper.objects.get(list_version=frozen, paper=PaperKind.SUBMISSION)
    before = review_list(frozen)
    of_then = Letterhead.objects.of(date(2024, 12, 16))
    as_("chuyenvien").post(f"{HERE}letterheads/{of_then.pk}/edit/", sent(of_then, principal="Người Khác"))
    Wording.objects.update(bases="Căn cứ khác")
    assert review_list(frozen) == before
    issued.refresh_from_db()
    assert issued.frame["letterhead"]["principal"] == "Vũ Đình Thuận"
    assert issued.frame["bases"][0].startswith("Căn cứ Luật Thi đua")


def test_a_wording_is_one_item_a_line_and_one_a_day(as_, head):
    Wording.objects.filter(paper=PaperKind.NOTICE).delete()
    office = as_("chuyenvien")
    told = {
        "paper": "notice",
        "valid_from": "01/10/2025",
        "addressees": "",
        "bases": "Căn cứ A\r\n\r\n Căn cứ B ",
        "recipients": "Lưu",
    }
    assert office.post(f"{HERE}wordings/new/?paper=notice", told).headers["Location"] == HERE
    assert frame(PaperKind.NOTICE, date(2025, 11, 20))["bases"] == ["Căn cứ A", "Căn cứ B"]
    assert frame(PaperKind.NOTICE, date(2025, 9, 30))["bases"] == []
    again = office.post(f"{HERE}wordings/new/", told)
    assert "Văn bản này đã có nội dung áp dụng từ ngày đó." in again.content.decode()
    row = Wording.objects.get(paper="notice")
    changed = told | {"paper": "minutes", "recipients": "Như trên", "version": "1"}
    assert office.post(f"{HERE}wordings/{row.pk}/edit/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.paper, row.recipients) == ("notice", "Như trên"), "which paper it is for stays"
    ballot = office.post(f"{HERE}wordings/new/", told | {"paper": "ballot"})
    assert ballot.status_code == 200 and not Wording.objects.filter(paper="ballot").exists(), "a ballot prints none"


def test_a_new_wording_begins_with_what_holds(as_, head):
    page = as_("chuyenvien").get(f"{HERE}wordings/new/?paper=submission").content.decode()
    assert "Ban Tuyên giáo và Dân vận Tỉnh ủy Ninh Bình" in page
    assert as_("chuyenvien").get(f"{HERE}wordings/new/?paper=sub%27mission").status_code == 200


@pytest.mark.parametrize("layout", ["", "?layout=party", "?layout=other"])
def test_the_header_is_tried_as_pdf(as_, head, layout):
    answer = as_("chuyenvien").get(f"{HERE}letterheads/{head.pk}/preview.pdf{layout}")
    assert answer.content.startswith(b"%PDF-")
