"""Why a total is what it is: the same figures as the engine's, to whom they may be told, and when."""

import io
import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from criteria import scoring
from criteria.actions.ratings import record_rating
from criteria.facts import Facts, Sheet
from criteria.models import AgreedMark, Criterion, Rating, Waiver
from criteria.models import Sheet as SheetRow
from criteria.standards import Criterion as Standard
from criteria.standards import Group, Parameters, Standards
from criteria.vocabulary import Answer, Combine, CriterionKind, Level, OwnCollectiveRule, RatingOf, SubjectKind
from nominations import facts
from nominations.actions import appraisal, nominations
from nominations.models import Nomination
from portal.models import Person
from recognition.total_rows import rows_of
from tests.nominations import dossiers
from tests.nominations.test_appraisal import text_of
from tests.recognition.people import account, list_of

OFFICE = "chuyenvien"


def of(year: int, who: str) -> Nomination:
    rows = Nomination.objects.with_subject()
    return rows.get(plan_year__year=year, subject_person__full_name=who)


def page(client, nomination: Nomination):
    answer = client.get(f"/nominations/{nomination.pk}/total/")
    assert answer.status_code == 200, answer.status_code
    return answer


def paper(client, nomination: Nomination) -> bytes:
    answer = client.get(f"/nominations/{nomination.pk}/total.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def words_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", " ".join(pages)))


@pytest.fixture
def marked(school) -> Nomination:
    """Three sheets that differ: every third mark leaves a fraction that two decimals would swallow."""
    person = Person.objects.get(full_name="Phạm Thị Thu Thủy")
    nomination = dossiers.received_dossier(person)
    dossiers.answer_gates(nomination)
    for assessor, share in zip(("hoidong1", "hoidong2", "hoidong3"), ("0.83", "0.77", "0.7"), strict=True):
        dossiers.send_marks(dossiers.sheet_of(nomination, assessor), dossiers.marks_of(nomination, share))
    return Nomination.objects.with_subject().get(pk=nomination.pk)


# -- the figures are the engine's -----------------------------------------------------------------------------

GROUP = Group(code="G", label="Tiêu chuẩn chung", clause="III.2")
marks = st.integers(0, 70).map(lambda tenths: Decimal(tenths) / 10)


def standards(points: list[Decimal]) -> Standards:
    rows = [
        Standard(
            code=f"C{number}",
            label=f"Tiêu chuẩn {number}",
            kind=CriterionKind.SCORED,
            group=GROUP,
            applies_to=frozenset({SubjectKind.COLLECTIVE}),
            clause="III.2",
            points=each,
            may_be_not_applicable=True,
        )
        for number, each in enumerate(points)
    ]
    return Standards(SubjectKind.COLLECTIVE, tuple(rows))


PARAMETERS = Parameters(
    combine=Combine.MEAN,
    min_sheets=1,
    floor=Decimal("0.5"),
    tolerance=Decimal("0.3"),
    own_collective=OwnCollectiveRule.DEFAULT,
    unit_vote_threshold=Fraction(2, 3),
    council_vote_threshold=Fraction(4, 5),
)


def number(shown: str) -> Decimal:
    return Decimal(shown.replace(",", "."))


@pytest.mark.once
@given(st.lists(st.lists(marks, min_size=3, max_size=3), min_size=1, max_size=4), st.sets(st.integers(0, 3)))
def test_what_a_reader_counts_again_is_the_total(given_marks, aside):
    """From the printed sum with its four decimals and the printed points, rounded once."""
    asked = standards([Decimal(7)] * len(given_marks))
    sheets = [
        Sheet(assessor=f"a{n}", marks={f"C{row}": each[n] for row, each in enumerate(given_marks)}) for n in range(3)
    ]
    told = Facts(not_applicable={f"C{n}": "không có" for n in aside if n < len(given_marks)})
    score = scoring.score(asked, sheets, told, PARAMETERS)
    rows = rows_of(score, ["a2", "a0", "a1"], {})
    if score.total is None:
        assert (rows.total, rows.exactly) == ("–", "")
        return
    numbers = {
        name: Decimal(getattr(rows, name).replace(",", ".").rstrip("…")) for name in ("given", "points", "total")
    }
    again = 100 * numbers["given"] / numbers["points"]
    assert abs(again - numbers["total"]) <= Decimal("0.0051") + Decimal("0.01") / numbers["points"]
    assert numbers["total"] == score.total
    [part] = rows.parts
    assert (part.points, part.given) == (rows.points, rows.given_short)
    for line, row in zip(part.lines, score.rows, strict=True):
        assert [Decimal(mark.replace(",", ".")) for mark in line.marks] == [
            row.marks[who] for who in ("a2", "a0", "a1")
        ]
        assert bool(line.aside) == (not row.applies)


@pytest.mark.parametrize("who", ["Trần Quang Vinh", "Nguyễn Thị Hồng Hạnh", "Nguyễn Hữu Phước"])
def test_the_page_tells_what_the_engine_found(as_, who):
    nomination = of(2025, who)
    reader = "phohieutruong" if who == "Nguyễn Hữu Phước" else OFFICE
    shown = page(as_(reader), nomination).context["page"]
    score = facts.scores([nomination], nomination.plan_year)[nomination.pk]
    assert shown.score == score
    lines = [line for part in shown.rows.parts for line in part.lines]
    assert [line.result for line in lines] == [f"{float(row.result):.2f}".replace(".", ",") for row in score.rows]
    assert shown.rows.total == f"{nomination.scorecard.total}".replace(".", ",")


def test_the_sum_is_told_to_four_decimals_and_the_total_rounded_once(as_, marked):
    score = facts.scores([Nomination.objects.get(pk=marked.pk)], marked.plan_year)[marked.pk]
    given = f"{float(score.given):.4f}".replace(".", ",")
    client = as_(OFFICE)
    assert given in text_of(page(client, marked))
    total = f"{score.total}".replace(".", ",")
    assert f"Tổng điểm = 100 x {given} : 100,0 {total}" in words_of(paper(client, marked))


# -- what each line says --------------------------------------------------------------------------------------


def test_rules_floors_overlaps_and_what_does_not_apply(as_, school):
    person = Person.objects.get(full_name="Phạm Thị Thu Thủy")
    nomination, office = dossiers.complete_dossier(person), account(OFFICE)
    dossiers.prove(nomination, Criterion.objects.filter(code__in=("G3a", "I5")))
    nominations.submit(nomination, by=account("canbo.llcs"), version=nomination.version)
    nominations.receive(nomination, by=office, version=nomination.version)
    dossiers.answer_gates(nomination)
    aside = {"answer": Answer.NOT_APPLICABLE, "finding": "Năm nay không có kỳ thi", "paper": ""}
    appraisal.answer_gate(nomination, Criterion.objects.get(code="I8"), **aside, by=office)
    low = dossiers.marks_of(nomination)
    low["I1"] = (Decimal("4.0"), "Minh chứng còn mỏng.")
    for assessor, told in zip(dossiers.ASSESSORS, (low, low | {"I2": (Decimal("4.0"), "")}), strict=True):
        dossiers.send_marks(dossiers.sheet_of(nomination, assessor), told)
    nomination.refresh_from_db()
    i3 = Criterion.objects.get(code="I3")
    appraisal.agree(nomination, i3, points=Decimal("9.5"), note="Trao đổi ngày 19/11/2025", by=office)
    client = as_(OFFICE)
    text = text_of(page(client, nomination))
    assert "Không áp dụng: Năm nay không có kỳ thi" in text
    assert "không tính vào cả hai tổng" in text
    assert "Cùng 01 minh chứng với “" in text
    assert "Các phiếu chênh nhau 4,0 điểm, quá mức 3,0 điểm; chưa ghi điểm thống nhất" in text
    assert "Dưới mức đạt: “" in text
    assert "Điểm thống nhất sau trao đổi; tiêu chuẩn III.3.2 đạt từ 6,0 điểm" in text
    assert "Trung bình 02 phiếu; tiêu chuẩn III.3.2 đạt từ 5,0 điểm" in text
    assert "Trao đổi ngày 19/11/2025" in text
    printed = words_of(paper(client, nomination))
    assert "Không áp dụng: Năm nay không có kỳ thi" in printed
    assert "Dưới mức đạt" in printed
    assert "Thống nhất" in printed
    assert "Trao đổi ngày" not in printed  # the office's own note


def test_a_waiver_is_a_second_line_on_page_paper_and_list(as_, llcs):
    """The answer stays as it is; the list's Ghi chú says the same."""
    Rating.objects.filter(year=2025, unit=llcs).delete()
    Nomination.objects.filter(subject_unit=llcs, plan_year__year=2025).update(state="withdrawn")
    record(llcs, Level.GOOD)
    for body in llcs.children.filter(kind__in=facts.BODIES):
        if not Rating.objects.standing().filter(unit=body, year=2025).exists():
            record(body, Level.GOOD, facts.BODIES[body.kind])
    nomination = dossiers.appraised_dossier(llcs)
    gate = Criterion.objects.get(code="C5")
    told = {"reason": "Đơn vị mới hợp nhất trong năm", "paper": "09-TB/TCT"}
    appraisal.waive(nomination, gate, **told, by=account("hieutruong"))
    client = as_(OFFICE)
    text = text_of(page(client, nomination))
    assert "Không đạt Đơn vị được xếp loại Hoàn thành tốt nhiệm vụ" in text
    assert "Miễn (có lý do) Miễn “Đơn vị hoàn thành xuất sắc nhiệm vụ”" in text
    printed = words_of(paper(client, nomination))
    assert "Không đạt; miễn" in printed
    assert "theo 09-TB/TCT: Đơn vị mới hợp nhất trong năm" in printed
    assert Waiver.objects.filter(scorecard=nomination.scorecard).count() == 1


def record(subject, level: Level, of_what: RatingOf = RatingOf.UNIT) -> None:
    standing = Rating.objects.standing().filter(of=of_what, year=2025, unit=subject).first()
    record_rating(
        of=of_what,
        subject=subject,
        year=2025,
        level=level,
        decision_number="150/QĐ-TCT",
        decision_date=date(2025, 11, 18),
        seen=standing.pk if standing else None,
        by=account(OFFICE),
    )


# -- who reads it, and when -----------------------------------------------------------------------------------


def test_marks_stay_blind_until_every_sheet_is_in(as_, marked):
    client = as_(OFFICE)
    assert client.get(f"/nominations/{marked.pk}/total/").status_code == 200
    SheetRow.objects.filter(scorecard=marked.scorecard, assessor=account(dossiers.ASSESSORS[0])).update(sent_at=None)
    for address in ("total/", "total.pdf"):
        answer = client.get(f"/nominations/{marked.pk}/{address}")
        assert answer.status_code == 409
        assert "mới có 02 trên 03 phiếu" in text_of(answer)


@pytest.mark.parametrize("reader", ["canbo.llcs", "truong.llcs", "giangvien"])
def test_a_unit_and_the_person_read_it_after_publication_only(as_, reader):
    """Without a name of who marked, answered or recorded; and the dossier leads there only then."""
    published = of(2024, "Trần Quang Vinh")
    client, link = as_(reader), "Vì sao có tổng này"
    text = text_of(page(client, published))
    assert "02 phiếu chấm chấm độc lập" in text
    for name in ("Hoàng Thu Hà", "Phạm Văn Hòa", "Đinh Thị Thanh Huyền", "Lê Quốc Bảo"):
        assert name not in text
    assert link in text_of(client.get(f"/nominations/{published.pk}/"))
    assert "Hạng" in text
    Nomination.objects.filter(pk=published.pk).update(published_at=None)
    assert client.get(f"/nominations/{published.pk}/total/").status_code == 404
    assert client.get(f"/nominations/{published.pk}/total.pdf").status_code == 404
    assert link not in text_of(client.get(f"/nominations/{published.pk}/"))


def test_the_office_reads_who_answered_and_nobody_reads_who_marked(as_):
    text = text_of(page(as_(OFFICE), of(2025, "Trần Quang Vinh")))
    assert "Hoàng Thu Hà, 1" in text  # who answered the office's gate
    sheets = SheetRow.objects.filter(scorecard=of(2025, "Trần Quang Vinh").scorecard).select_related("assessor__person")
    assert [str(sheet.assessor) for sheet in sheets if str(sheet.assessor) in text] == []


def test_an_agreed_mark_s_note_stays_inside(as_):
    published = of(2024, "Trần Quang Vinh")
    told = {"points": 8, "out_of": 10, "note": "Hai thành viên cùng sửa", "by": account(OFFICE)}
    AgreedMark.objects.create(scorecard=published.scorecard, criterion=Criterion.objects.get(code="I1"), **told)
    assert "Hai thành viên cùng sửa" in text_of(page(as_(OFFICE), published))
    assert "Hai thành viên cùng sửa" not in text_of(page(as_("canbo.llcs"), published))


# -- as it stood ----------------------------------------------------------------------------------------------


def test_after_the_closing_a_later_rating_is_said_and_changes_nothing(as_, llcs):
    nomination = Nomination.objects.with_subject().get(plan_year__year=2024, subject_unit=llcs)
    before = page(as_("canbo.llcs"), nomination).context["page"]
    standing = Rating.objects.standing().get(of="unit", unit=llcs, year=2024)
    told = {"decision_number": "9/QĐ", "decision_date": date(2025, 1, 5), "by": account(OFFICE)}
    record_rating(of=RatingOf.UNIT, subject=llcs, year=2024, level=Level.DONE, seen=standing.pk, **told)
    answer = page(as_("canbo.llcs"), nomination)
    after = answer.context["page"]
    assert (after.because, after.verdict, after.place) == (before.because, before.verdict, before.place)
    assert [gate.answer for gate in after.gates] == [gate.answer for gate in before.gates]
    text = text_of(answer)
    assert "Kết quả ghi sau khi chốt khác với kết quả dùng để chốt" in text
    assert "“Đơn vị hoàn thành xuất sắc nhiệm vụ”. Khi kết luận: Đạt; nay: Không đạt." in text
    assert "Hoàn thành nhiệm vụ; tiêu chuẩn" not in text  # the later rating's own sentence


def test_the_rank_is_live_until_the_list_is_closed_and_frozen_then(as_, school):
    from_the_list = list_of(2024).latest().content
    for row in (*from_the_list["collectives"], *from_the_list["individuals"]):
        nomination = Nomination.objects.with_subject().get(pk=row["nomination"])
        place = page(as_("hieutruong"), nomination).context["page"].place
        assert place.rank.split(",")[0] == f"Hạng {row['rank']}"
        assert "theo bản 0" in place.words
    live = page(as_("hieutruong"), of(2025, "Trần Quang Vinh")).context["page"].place
    assert live.words.endswith("danh sách chưa chốt")
    aside = of(2025, "Nguyễn Hữu Phước")
    assert page(as_("hieutruong"), aside).context["page"].place.rank == ""


def test_live_ranks_are_the_working_list_s(as_, school):
    working = as_(OFFICE).get(f"/lists/{list_of(2025).pk}/").context["working"]
    for line in working.lines:
        place = page(as_("hieutruong"), line.nomination).context["page"].place
        assert place.rank.split(",")[0] == f"Hạng {line.rank}"


def test_printed_again_the_paper_is_the_same_bytes(as_):
    published = of(2024, "Trần Quang Vinh")
    office, unit = as_(OFFICE), as_("canbo.llcs")
    first = paper(office, published)
    assert (paper(office, published) == first, paper(unit, published) == first) == (True, True)
    said = words_of(first)
    assert "PHIẾU ĐIỂM" in said
    assert "Phiếu do hệ thống lập từ số liệu đã chốt" in said
    assert "Hoàng Thu Hà" not in said


def test_the_lists_lead_to_it(as_):
    for year in (2024, 2025):
        answer = as_(OFFICE).get(f"/lists/{list_of(year).pk}/").content.decode()
        assert f"/nominations/{of(year, 'Trần Quang Vinh').pk}/total/" in answer
        assert "/total/" not in as_("danguy").get(f"/lists/{list_of(year).pk}/").content.decode()
    assert "/total/" in as_(OFFICE).get(f"/nominations/{of(2025, 'Trần Quang Vinh').pk}/appraisal/").content.decode()


@pytest.mark.parametrize(("year", "expected"), [(2025, 29), (2024, 25)])
def test_the_page_asks_a_fixed_number_of_questions(as_, year, expected):
    """Live and frozen; also where only those of one khoa are left."""
    nomination, client = of(year, "Trần Quang Vinh"), as_(OFFICE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(client, nomination)
        return len(found)

    many = queries()
    others = Nomination.objects.filter(plan_year__year=year).exclude(unit__short_name="LLCS")
    others.update(state="withdrawn")
    assert (queries(), many) == (expected, expected)
