"""The official papers of the demo school's lists as they are asked for: by the office, and by the unit of a notice."""

import io
import re
import unicodedata
from datetime import date

import pytest
from pypdf import PdfReader

from nominations.models import Nomination
from portal.models import Letterhead, Person, Unit
from recognition.documents import official
from recognition.documents.catalogue import PAPERS
from recognition.models import Award, Decision, IssuedPaper, ListVersion, PaperKind, ReviewList, Wording
from recognition.queries.papers import units_of
from tests.recognition import frozen as plain
from tests.recognition.people import list_of
from tests.who_may_recognition import brought_to

DAY = date(2024, 12, 30)


@pytest.fixture
def decided(school) -> ListVersion:
    """2024: eleven put to the vote, ten passed, eight giấy khen."""
    return list_of(2024).latest()


def text_of(raw: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages]
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", " ".join(pages)))


def pdf_of(frozen: ListVersion, paper: PaperKind, unit: Unit | None = None) -> bytes:
    return PAPERS[paper].files["pdf"](frozen, unit)


def notice_to(frozen: ListVersion, short: str) -> IssuedPaper:
    """It went out the day before the publication."""
    return IssuedPaper.objects.get(list_version=frozen, paper=PaperKind.NOTICE, unit__short_name=short)


def answer(client, review_list: ReviewList, name: str):
    return client.get(f"/lists/{review_list.pk}/papers/{name}")


# -- what is there, and what is not yet -----------------------------------------------------------------------


def test_every_paper_of_a_decided_list_is_there_in_pdf_and_word(as_, decided):
    client = as_("chuyenvien")
    found = {}
    for paper in PAPERS:
        unit = f"/{units_of(decided).first().pk}" if paper == PaperKind.NOTICE else ""
        for kind in ("pdf", "docx"):
            told = answer(client, decided.review_list, f"{paper}{unit}.{kind}")
            found[paper, kind] = (told.status_code, told.content[:4])
    assert set(found.values()) == {(200, b"%PDF"), (200, b"PK\x03\x04")}


@pytest.mark.parametrize(
    ("step", "there"),
    [
        ("closed", {"ballot"}),
        ("voted", {"ballot", "minutes", "count"}),
        ("approved", {"ballot", "minutes", "count", "submission", "party_submission", "decision"}),
    ],
)
def test_a_paper_that_is_not_there_yet_says_what_to_do(as_, step, there):
    review_list, client = brought_to(step), as_("chuyenvien")
    told = {paper: answer(client, review_list, f"{paper}.pdf") for paper in PAPERS if paper != PaperKind.NOTICE}
    assert {paper for paper, each in told.items() if each.status_code == 200} == there
    refused = [each.content.decode() for each in told.values() if each.status_code == 409]
    assert len(refused) == len(told) - len(there)
    assert all("Vui lòng" in each for each in refused)


def test_no_notice_before_the_decision(as_):
    review_list = brought_to("approved")
    unit = Unit.objects.get(short_name="LLCS")
    told = answer(as_("chuyenvien"), review_list, f"notice/{unit.pk}.pdf")
    assert (told.status_code, "Chưa ghi quyết định" in told.content.decode()) == (409, True)


def test_a_version_that_was_reopened_has_no_decision(decided):
    newer = ListVersion.objects.create(
        review_list=decided.review_list, number=2, content=decided.content, closed_by=decided.closed_by
    )
    assert official.not_decided(decided) == "Chưa ghi quyết định. Vui lòng ghi quyết định công nhận trước."
    assert official.not_decided(newer) == ""


# -- the figures and bytes of one version ---------------------------------------------------------------------


def test_the_papers_say_what_the_sealed_version_says(decided):
    votes = decided.content["votes"].values()
    passed = sum(vote["passed"] for vote in votes)
    said = {
        paper: text_of(pdf_of(decided, paper)) for paper in (PaperKind.SUBMISSION, PaperKind.COUNT, PaperKind.DECISION)
    }
    assert f"đối với {len(votes)} hồ sơ. Kết quả có {passed} hồ sơ đạt" in said[PaperKind.SUBMISSION]
    issued = sum(vote["issued"] for vote in votes)
    assert f"Tổng số phiếu phát ra: {issued};" in said[PaperKind.COUNT]
    assert f"Kết luận: {passed}/{len(votes)} hồ sơ đạt" in said[PaperKind.COUNT]
    merit = Award.objects.filter(nomination__plan_year__year=2024, form__level="school").count()
    told = re.search(r"Giấy khen: (\d\d) tập thể và (\d\d) cá nhân", said[PaperKind.DECISION])
    assert sum(map(int, told.groups())) == merit == 8
    assert len(PdfReader(io.BytesIO(pdf_of(decided, PaperKind.MERIT))).pages) == merit
    assert len(PdfReader(io.BytesIO(pdf_of(decided, PaperKind.CERTIFICATE))).pages) == passed


def test_what_was_issued_is_printed_in_the_same_bytes_whatever_is_edited_later(decided):
    kinds = [paper for paper in PAPERS if paper not in (PaperKind.NOTICE, PaperKind.PARTY_SUBMISSION)]

    def files() -> list[bytes]:
        frozen, unit = ListVersion.objects.get(pk=decided.pk), notice_to(decided, "LLCS").unit
        return [*(pdf_of(frozen, paper) for paper in kinds), pdf_of(frozen, PaperKind.NOTICE, unit)]

    before = files()
    Unit.objects.filter(short_name="LLCS").update(name="Khoa Tên đã đổi")
    Letterhead.objects.update(principal="Tên Người Khác", place="Nơi khác", issuer="TÊN KHÁC")
    Wording.objects.update(bases="Căn cứ khác", recipients="Nơi khác", addressees="Cấp khác")
    Person.objects.update(full_name="Tên đã đổi")
    Award.objects.filter(nomination__plan_year__year=2024).exclude(outcome="given").delete()
    Nomination.objects.update(outcome_reason="Lý do khác")
    assert files() == before


def test_registers_go_on_after_the_decision_before(decided):
    """A supplementary list of the same year, with a decision of its own."""
    extra = ReviewList.objects.create(plan_year=decided.review_list.plan_year, number=2, state="decided")
    frozen = ListVersion.objects.create(
        review_list=extra, number=1, content=plain.content(0, 2, 0, failed=0), closed_by=decided.closed_by
    )
    first = Decision.objects.get(review_list=decided.review_list)
    frame = first.frame | {"awards": {"200": ["Giấy khen của Hiệu trưởng"], "201": ["Lao động tiên tiến"]}}
    Decision.objects.create(
        review_list=extra,
        number="9/QĐ-TCT",
        date=DAY,
        signer="Vũ Đình Thuận",
        scan=first.scan,
        frame=frame,
        recorded_by=first.recorded_by,
    )
    of_recognition, of_merit = official.certificates_of(frozen, None), official.merits_of(frozen, None)
    assert [page.left[1] for page in of_recognition.pages] == [f"Vào sổ công nhận số: {n}/2025" for n in (11, 12)]
    assert [page.left[1] for page in of_merit.pages] == ["Vào sổ khen thưởng số: 09/2025"]


# -- the notice of a unit -------------------------------------------------------------------------------------


def test_a_unit_reads_its_own_notice_once_it_is_published(as_, decided):
    notice = notice_to(decided, "LLCS")
    clerk, address = as_("canbo.llcs"), f"/results/notices/{notice.pk}.pdf"
    assert address in clerk.get("/results/2024/").content.decode()
    assert clerk.get(address).content == pdf_of(decided, PaperKind.NOTICE, notice.unit)
    other = notice_to(decided, "XDĐ")
    assert clerk.get(f"/results/notices/{other.pk}.pdf").status_code == 404
    ReviewList.objects.filter(pk=decided.review_list_id).update(published_at=None)
    assert clerk.get(address).status_code == 404
    assert address not in clerk.get("/results/2024/").content.decode()


def test_a_notice_tells_of_its_unit_only_and_why(decided):
    refused = Nomination.objects.get(plan_year__year=2024, state="not_recognised", entries__version=decided)
    text = text_of(pdf_of(decided, PaperKind.NOTICE, refused.unit))
    assert "2. Lý do không công nhận" in text
    assert refused.outcome.rstrip(".") in text
    names = {row["name"] for row in (*decided.content["collectives"], *decided.content["individuals"])}
    own = {str(each) for each in Nomination.objects.filter(unit=refused.unit, plan_year__year=2024)}
    assert [name for name in names - own if name in text] == []


def test_who_was_never_put_to_the_vote_is_told_too(decided):
    IssuedPaper.objects.filter(paper=PaperKind.NOTICE).delete()  # what went out stands as it was
    row = Nomination.objects.filter(plan_year__year=2024, state="recognised").first()
    entry = decided.entries.get(nomination=row)
    content = decided.content
    for group in ("collectives", "individuals", "models"):
        content[group] = [each for each in content[group] if each["nomination"] != row.pk]
    del content["votes"][str(row.pk)]
    entry.ballots.delete()
    entry.delete()
    Nomination.objects.filter(pk=row.pk).update(state="not_recognised", outcome_reason="Dưới mức đạt.")
    text = text_of(pdf_of(decided, PaperKind.NOTICE, row.unit))
    assert f"{row} Toàn diện - - Không công nhận" in text
    assert f"{row}: Dưới mức đạt." in text


# -- on sheets printed before ---------------------------------------------------------------------------------


def test_certificates_on_printed_sheets_are_moved_by_what_is_typed(as_, decided):
    client, address = as_("chuyenvien"), f"/lists/{decided.review_list_id}/papers/preprinted/"
    assert "In trên phôi có sẵn khung" in client.get(address).content.decode()
    told = client.get(address, {"paper": "merit", "x": "2,5", "y": "-3"})
    assert told.headers["Content-Disposition"] == 'attachment; filename="merit-2024-phoi-in-san.pdf"'
    assert told.content[:4] == b"%PDF"
    wrong = client.get(address, {"paper": "merit", "x": "99", "y": "abc"})
    assert (wrong.status_code, "Vui lòng nhập từ -10 đến 10." in wrong.content.decode()) == (400, True)


def test_nothing_is_printed_on_sheets_before_the_decision(as_):
    review_list = brought_to("approved")
    told = as_("chuyenvien").get(f"/lists/{review_list.pk}/papers/preprinted/", {"paper": "merit", "x": "0", "y": "0"})
    assert told.status_code == 409
