"""The papers of a sealed version: their figures agree, each says only what it may, Word shows what the PDF shows."""

import io
import os
import re
import shutil
import unicodedata
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from pypdf import PdfReader

from portal.papers.blocks import Annex, Paper, Together, as_data, width_of
from portal.papers.printing import pdf
from portal.papers.word import docx
from portal.rights import Conflict
from recognition.documents import cards
from recognition.documents.ballot import ballot
from recognition.documents.certificates import Printing, fitted, merits, recognised
from recognition.documents.count import count
from recognition.documents.count import note as count_note
from recognition.documents.decision import Decided, decision
from recognition.documents.forms_table import Given
from recognition.documents.minutes import minutes
from recognition.documents.minutes import note as minutes_note
from recognition.documents.notice import Addressee, notice
from recognition.documents.party_submission import party_submission
from recognition.documents.submission import submission
from recognition.documents.told import Told
from recognition.documents.words import kinds, party_day, share
from tests.nominations.libreoffice import convert, in_order
from tests.recognition import frozen

pytestmark = pytest.mark.once
DAY = date(2025, 12, 22)
MERIT = Given("Giấy khen của Hiệu trưởng")
UPWARD = Given("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", upward=True)


def awards(told: Told) -> dict[int, list[Given]]:
    """Every sixth goes upward, the others get the school's own."""
    return {row["nomination"]: [UPWARD if n % 6 == 0 else MERIT] for n, row in enumerate(told.recognised)}


def of_the_school(told: Told) -> dict[int, list[str]]:
    return {pk: [form.name for form in forms if not form.upward] for pk, forms in awards(told).items()}


def decided(told: Told) -> Decided:
    return Decided("215/QĐ-TCT", DAY, "Vũ Đình Thuận", of_the_school(told), frozen.letterhead())


def addressee(told: Told) -> Addressee:
    """The unit of whoever failed; one more of it was never put to the vote."""
    row = told.failed[0]
    reasons = {row["nomination"]: "Hội đồng bỏ phiếu 06/11 thành viên đồng ý, cần từ 4/5.", 900: "Không đạt mức sàn."}
    beside = ({"nomination": 900, "name": "Bà Mai Thị Lan Chi", "scope": "Toàn diện"},)
    return Addressee(row["unit_pk"], row["unit"], reasons, beside)


def papers_of(told: Told) -> dict[str, Paper]:
    given = awards(told)
    return {
        "submission": submission(told, frozen.issue("38/TTr-TCT", DAY), given),
        "party": party_submission(told, frozen.issue("12-TTr/ĐU", DAY), given),
        "minutes": minutes(told, frozen.issue("02/BB-HĐTĐKT", told.held_on)),
        "count": count(told, frozen.issue()),
        "decision": decision(told, frozen.issue("215/QĐ-TCT", DAY), of_the_school(told), "Vũ Đình Thuận"),
        "notice": notice(told, frozen.issue("61/TB-TCT", date(2025, 12, 30)), addressee(told), decided(told)),
    }


def cards_of(told: Told) -> dict[str, object]:
    return {
        "certificates": recognised(told, decided(told), Printing()),
        "merits": merits(told, decided(told), Printing()),
        "ballot": ballot(told, frozen.issue()),
    }


def drawn(paper) -> bytes:
    return pdf(paper) if isinstance(paper, Paper) else cards.cards_pdf(paper)


def words(raw: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


@cache
def said(name: str) -> str:
    """Of the eighteen put to the vote, seventeen passed."""
    return words(pdf(papers_of(frozen.told())[name]))


def texts(paper: Paper) -> str:
    """Without drawing it: every word of its blocks."""

    def parts(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for each in value.values():
                yield from parts(each)
        elif isinstance(value, list):
            for each in value:
                yield from parts(each)

    return " ".join(parts(as_data(paper)))


# -- the figures agree ----------------------------------------------------------------------------------------


def test_who_wrote_against_is_told_below_both_tables():
    told = frozen.told()
    row, *_rest = told.entries
    told.content["votes"][str(row["nomination"])] |= {"written_agree": 0, "written_against": 1}
    words = f"Ý kiến không đồng ý bằng văn bản: {row['name']} (01)."
    assert words in told.written_against
    assert frozen.told().written_against == ""
    for note in (minutes_note, count_note):
        assert note(told).endswith(words)


def test_all_papers_tell_the_same_figures():
    told = frozen.told()
    votes = list(told.content["votes"].values())
    passed = sum(vote["passed"] for vote in votes)
    assert (len(votes), passed) == (18, 17)
    assert "bỏ phiếu kín đối với 18 hồ sơ. Kết quả có 17 hồ sơ đạt từ 80% trở lên" in said("submission")
    assert "bỏ phiếu kín đối với 18 hồ sơ; có 17 hồ sơ đạt từ 80% trở lên" in said("party")
    for name in ("submission", "party"):
        assert "có mặt 10/11 thành viên" in said(name)
        assert "gồm 04 tập thể và 13 cá nhân, với 06 mô hình" in said(name)
        assert "Tổng cộng 04 13 06 23" in said(name)
        assert "đăng ký xây dựng 24 điển hình tiên tiến" in said(name)
    assert "Có mặt: 10/11 thành viên (đạt 90,91%)" in said("minutes")
    assert "đề nghị công nhận 17 điển hình tiên tiến năm 2025 đạt từ 80% trở lên" in said("minutes")
    assert "gồm 04 tập thể và 13 cá nhân (06 nữ, 07 nam), với 06 mô hình" in said("minutes")
    assert "thành viên Hội đồng: 11; có mặt: 10; vắng mặt: 01" in said("count")
    assert "4. Kết luận: 17/18 hồ sơ đạt từ 80% trở lên" in said("count")
    assert "Công nhận 04 tập thể, 13 cá nhân và 06 mô hình là điển hình tiên tiến" in said("decision")
    assert "Tổng cộng: 04 tập thể, 13 cá nhân và 06 mô hình; Giấy khen: 03 tập thể và 11 cá nhân." in said("decision")
    for name in ("minutes", "count"):
        assert "bà Lê Đình Phúc (06/11 thành viên đồng ý, 54,55%)" in said(name)
    assert "06/11 (54,55%)" in said("notice")


def test_the_sums_of_the_count_are_those_of_its_columns():
    told = frozen.told()
    sums = [
        sum(vote[name] for vote in told.content["votes"].values())
        for name in ("issued", "returned", "valid", "invalid")
    ]
    told_sums = re.search(r"phát ra: (\d+); thu về: (\d+); hợp lệ: (\d+); không hợp lệ: (\d+)", said("count"))
    assert [int(each) for each in told_sums.groups()] == sums
    rows = re.findall(r"\d\d [^\d]+?((?: \d+){8}) (\d+,\d\d)", said("count"))
    assert len(rows) == 18
    columns = [sum(int(row[0].split()[place]) for row in rows) for place in (1, 2, 3, 4)]
    assert columns == sums


def test_the_count_and_the_minutes_have_the_same_votes():
    counted = re.findall(r"(\d+) \d+ 1 (\d+,\d\d)", said("count"))
    assert len(counted) == 18
    assert counted == re.findall(r"(\d+) 1 (\d+,\d\d)", said("minutes"))


BROKEN = {
    "issued": ("phát ra 10 phiếu, không phải 09", {"issued": 9}),
    "returned": ("Thu về 11 phiếu, nhiều hơn 10", {"returned": 11}),
    "valid": ("phải bằng số thu về", {"invalid": 1}),
    "for": ("phải bằng số hợp lệ", {"against": 1}),
    "written": ("Chỉ 01 thành viên vắng mặt gửi", {"written_against": 1}),
    "sum": ("Số đồng ý khác tổng", {"for": 10}),
    "percent": ("Tỷ lệ khác", {"percent": "99,00"}),
    "passed": ("Kết luận khác tỷ lệ", {"agree": 5, "against": 5, "for": 6, "percent": "54,55"}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_count_whose_sums_do_not_hold_is_refused_by_name(what):
    told = frozen.told()
    why, wrong = BROKEN[what]
    told.content["votes"]["100"] |= wrong
    with pytest.raises(Conflict, match=f"Khoa Lý luận cơ sở không khớp[.] .*{why}"):
        count(told, frozen.issue())


# -- what is not there yet ------------------------------------------------------------------------------------


def test_blanks_stand_where_the_office_has_recorded_nothing():
    told, bare = frozen.told(2, 2, 0), frozen.issue(addressees=[], bases=[], recipients=[], minutes="")
    text = texts(submission(told, bare, {}))
    assert re.search(r"Số: \u00a0+/TTr-TCT", text)
    assert re.search(r"Ninh Bình, ngày \u00a0+ tháng \u00a0+ năm 2025", text)
    assert re.search(r"Biên bản số \u00a0+/BB-HĐTĐKT ngày 18 tháng 12 năm 2025", text)
    assert "Căn cứ ……………………;" in text
    assert "kính đề nghị cấp có thẩm quyền xem xét" in text


def test_a_party_paper_needs_the_party_s_letterhead():
    with pytest.raises(Conflict, match="của Đảng ủy"):
        party_submission(frozen.told(), frozen.issue(letterhead=frozen.letterhead(party_issuer="")), {})


def test_room_for_the_day_stays_on_one_line_in_both_heads():
    told = frozen.told(1, 1, 0)
    for paper, width in ((submission(told, frozen.issue(), {}), 100), (party_submission(told, frozen.issue(), {}), 80)):
        assert width_of(paper.blocks[0].place, 14, "i") < width


def test_a_directive_is_carried_out_and_keeps_its_capital():
    bases = ["Chỉ thị số 05-CT/TW", "Kết luận số 01-KL/TW;", "Căn cứ Kế hoạch"]
    text = texts(party_submission(frozen.told(), frozen.issue(bases=bases), {}))
    assert "Thực hiện Chỉ thị số 05-CT/TW; Kết luận số 01-KL/TW; căn cứ Kế hoạch; căn cứ Biên bản số" in text


def test_without_tellers_nothing_was_counted():
    told = frozen.told()
    for member in told.meeting["members"]:
        member["teller"] = ""
    with pytest.raises(Conflict, match="Chưa ghi Ban Kiểm phiếu"):
        count(told, frozen.issue())


def test_a_list_of_which_nobody_passed_proposes_and_decides_nothing():
    told = frozen.told(1, 2, 0, failed=2)
    told.content["votes"]["201"] |= {"passed": False}
    for make in (
        lambda: submission(told, frozen.issue(), {}),
        lambda: party_submission(told, frozen.issue(), {}),
        lambda: decision(told, frozen.issue(), {}),
    ):
        with pytest.raises(Conflict, match="Không có tập thể, cá nhân nào"):
            make()


# -- each in its own manner -----------------------------------------------------------------------------------


def test_the_party_s_paper_has_its_own_manner():
    text = said("party")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA" not in text
    assert "Số 12-TTr/ĐU" in text
    assert "ngày 18/12/2025" in text
    assert "xem xét, quyết định. Nơi nhận: - Như trên, - Các khoa" in text
    assert "./." not in text
    assert said("submission").count("./.") == 1
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022; căn cứ Kế hoạch giai đoạn" in text
    assert [party_day(day) for day in (date(2025, 2, 5), date(2025, 3, 15))] == ["05/02/2025", "15/3/2025"]


def test_a_draft_and_the_issued_decision_differ_in_box_number_and_day_only():
    told = frozen.told(2, 3, 1)
    draft = texts(decision(told, frozen.issue(), of_the_school(told)))
    final = texts(decision(told, frozen.issue("215/QĐ-TCT", DAY), of_the_school(told), "Vũ Đình Thuận"))
    blank = re.sub(r"\u00a0+/QĐ-TCT", "215/QĐ-TCT", draft.replace("DỰ THẢO", ""))
    blank = re.sub(r"ngày \u00a0+ tháng \u00a0+ năm 2025", "ngày 22 tháng 12 năm 2025", blank)
    assert re.sub(r"\d{4} \d+ \d+", "", blank) == re.sub(r"\d{4} \d+ \d+", "", final)
    assert "DỰ THẢO" in draft
    assert "DỰ THẢO" not in final


def test_the_published_list_has_no_points_ratings_or_birth_dates():
    told = frozen.told()
    for row in told.entries:
        assert row["total"] not in said("decision")
    for word in ("HTXSNV", "HTTNV", "05/06/1985", "Lê Đình Phúc"):
        assert word not in said("decision")


def test_without_rewards_the_decision_has_two_articles():
    text = texts(decision(frozen.told(1, 2, 0), frozen.issue(), {}))
    assert "có tên tại Điều 1 chịu trách nhiệm" in text
    assert "Điều 3" not in text


def test_who_steps_aside_is_printed_with_the_reason():
    assert re.search(r"- Bà Ủy viên 1: Khoa Xây dựng Đảng, Phòng .* \(thuộc đơn vị của hồ sơ này\)\.", said("minutes"))


# -- the notice -----------------------------------------------------------------------------------------------


def test_a_notice_holds_the_unit_s_own_rows_and_reasons_and_names_no_judge():
    told = frozen.told()
    unit = addressee(told)
    rows = [row for row in told.entries if row["unit_pk"] != unit.pk]
    text = said("notice")
    assert [row["name"] for row in rows if row["name"] in text] == []
    assert [each["name"] for each in told.meeting["members"] if each["name"] in text] == []
    assert "Bà Lê Đình Phúc, Giảng viên chính: Hội đồng bỏ phiếu 06/11 thành viên đồng ý, cần từ 4/5." in text
    assert "Bà Mai Thị Lan Chi: Không đạt mức sàn." in text
    assert "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG" in text


def test_a_notice_without_refusals_gives_no_reasons():
    told = frozen.told(2, 2, 0, failed=0)
    text = texts(notice(told, frozen.issue(), Addressee(1, frozen.UNITS[1], {}), decided(told)))
    assert "2. Tổ chức thực hiện" in text
    assert "không công nhận" not in text


def test_a_unit_without_a_concluded_dossier_gets_no_notice():
    told = frozen.told(1, 0, 0, failed=0)
    with pytest.raises(Conflict, match="Khoa Xây dựng Đảng không có hồ sơ nào được kết luận"):
        notice(told, frozen.issue(), Addressee(2, frozen.UNITS[2], {}), decided(told))


# -- names, groups, lengths -----------------------------------------------------------------------------------


def hard() -> Told:
    """A name that looks like markup, a unit of two hundred letters, no collective but one."""
    content = frozen.content(1, 2, 1, failed=0)
    content["individuals"][0]["name"] = "1. *A_# $x$ @b"
    content["collectives"][0]["name"] = ("Tổ Công đoàn Phòng Tổ chức, hành chính, thông tin, tư liệu " * 4)[
        :200
    ].strip()
    return replace(frozen.told(), content=content)


def test_what_was_typed_is_never_markup():
    told = hard()
    for paper in (decision(told, frozen.issue(), {}), *cards_of(told).values()):
        assert "1. *A_# $x$ @b" in words(drawn(paper))


def test_a_long_name_gets_smaller_then_breaks():
    assert fitted("Bà Nguyễn Thị Lan") == (24, ("Bà Nguyễn Thị Lan",))
    points, lines = fitted("Tổ Công đoàn Phòng Tổ chức, hành chính, thông tin, tư liệu của nhà trường")
    assert (len(lines), 18 <= points < 24) == (1, True)
    points, lines = fitted(hard().entries[0]["name"])
    assert (points, len(lines) > 1) == (18, True)


@pytest.mark.parametrize(("shape", "groups"), [((0, 1), "B"), ((1, 0), "A"), ((10, 50), "AB")])
def test_a_group_without_rows_has_no_heading(shape, groups):
    told = frozen.told(*shape, 0, failed=0)
    papers = [minutes(told, frozen.issue()), count(told, frozen.issue()), decision(told, frozen.issue(), {})]
    for paper in papers:
        text = texts(paper)
        assert ("A. TẬP THỂ" in text, "B. CÁ NHÂN" in text) == ("A" in groups, "B" in groups)
        assert not re.search("00 (tập thể|cá nhân|mô hình)", text)


def test_words_of_counts_and_shares():
    assert kinds(4, 13, 6) == "04 tập thể, 13 cá nhân và 06 mô hình"
    assert kinds(0, 3) == "03 cá nhân"
    assert [share(each) for each in ("4/5", "2/3", "0.8", "1")] == ["80%", "2/3", "80%", "100%"]


# -- certificates and ballots ---------------------------------------------------------------------------------


def test_certificates_come_in_the_order_of_the_list_and_go_on_in_the_register():
    told = frozen.told(2, 3, 0, failed=0)
    pages = recognised(told, decided(told), Printing(), first=8).pages
    assert [page.receiver[0] for page in pages][1:3] == ["Khoa Xây dựng Đảng", "Bà Nguyễn Minh Hằng"]
    assert [page.left[1] for page in pages] == [f"Vào sổ công nhận số: {n:02d}/2025" for n in range(8, 13)]
    assert len(merits(told, decided(told), Printing()).pages) == 4, "the first goes upward"


def test_text_only_leaves_the_frame_out_and_moves_the_text():
    told = frozen.told(1, 1, 0, failed=0)
    whole, bare = (
        PdfReader(io.BytesIO(drawn(recognised(told, decided(told), printing))))
        for printing in (Printing(), Printing(text_only=True, x=5, y=-3))
    )

    def place(reader: PdfReader) -> tuple[float, float]:
        found = []
        reader.pages[0].extract_text(
            visitor_text=lambda text, cm, tm, *_: found.append((text, cm[4] + tm[4], cm[5] + tm[5]))
        )
        return next((x, y) for text, x, y in found if "Quyết định số" in text)

    (x, y), (moved_x, moved_y) = place(whole), place(bare)
    assert (round((moved_x - x) * 25.4 / 72, 1), round(abs(moved_y - y) * 25.4 / 72, 1)) == (5.0, 3.0)
    strokes = [reader.pages[0].get_contents().get_data().split().count(b"S") for reader in (whole, bare)]
    assert strokes[0] - strokes[1] == 2


def test_a_ballot_has_a_slip_an_entry_four_on_a_sheet():
    told = frozen.told(2, 3, 0)
    raw = drawn(ballot(told, frozen.issue()))
    assert len(PdfReader(io.BytesIO(raw)).pages) == 2
    text = words(raw)
    assert [text.count(each) for each in ("PHIẾU BẦU", "Không đồng ý", "Hồ sơ B.03")] == [5, 5, 1]
    assert [slip.name for slip in ballot(told, frozen.issue()).slips] == [
        "Khoa Lý luận cơ sở",
        "Khoa Xây dựng Đảng",
        "Bà Nguyễn Minh Hằng",
        "Ông Trần Văn Khôi",
        "Bà Lê Thùy Linh",
    ]


# -- the same bytes, and Word beside the PDF ------------------------------------------------------------------


def word_of(paper) -> bytes:
    return docx(paper) if isinstance(paper, Paper) else cards.cards_docx(paper)


def test_printed_again_a_paper_is_the_same_bytes():
    told = frozen.told(1, 2, 1)
    for name in ("decision", "party"):
        first, again = (papers_of(told)[name] for _time in range(2))
        assert (pdf(first), docx(first)) == (pdf(again), docx(again))
    for card in cards_of(told).values():
        assert (drawn(card), word_of(card)) == (drawn(card), word_of(card))


def test_the_last_article_and_words_stay_with_the_signature():
    for paper in papers_of(frozen.told(1, 2, 1)).values():
        assert isinstance([block for block in paper.blocks if not isinstance(block, Annex)][-1], Together)


def test_word_files_open_in_libreoffice_and_look_as_the_pdf_does(tmp_path):
    if shutil.which("soffice") is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("LibreOffice is not installed: sudo apt install libreoffice-writer-nogui")
    made = papers_of(frozen.told()) | {"draft": decision(frozen.told(), frozen.issue(), {})} | cards_of(hard())
    convert({name: word_of(paper) for name, paper in made.items()}, tmp_path)
    for name, paper in made.items():
        ours, theirs = PdfReader(io.BytesIO(drawn(paper))), PdfReader(tmp_path / f"{name}.pdf")
        assert len(theirs.pages) == len(ours.pages), name
        if isinstance(paper, Paper):
            pages = [in_order(paper, [in_a_row(page.extract_text()) for page in each.pages]) for each in (ours, theirs)]
            assert flow(pages[1]) == flow(pages[0]), name
            assert all(abs(len(one) - len(other)) < A_ROW for one, other in zip(*pages, strict=True)), name


A_ROW = 100  # letters: Word's rows are a little lower, so that one more may stand on a page


def in_a_row(text: str) -> str:
    """Without what the two read in another order: the upper storey of a head, the framed word."""
    return re.sub(r"Số phiếu\s|Ý kiến\s|DỰ THẢO\s", "", unicodedata.normalize("NFC", text))


def flow(pages: list[str]) -> str:
    """As if on one page: without page numbers and repeated heads."""
    whole = "".join(page.removeprefix(page[0] if page[0].isdigit() else "") for page in pages)
    return re.sub(r"STT.{1,150}?\(1\)(\(\d+\))+", "", whole)
