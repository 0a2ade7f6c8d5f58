"""The papers of a unit: what they say, whom they keep silent towards, and that Word shows what the PDF shows."""

import io
import os
import re
import shutil
import unicodedata
from datetime import date

import pytest
from pypdf import PdfReader

from criteria.models import PlanYear, Rating
from nominations.documents import achievement_report as report
from nominations.documents import minutes, registration_form
from nominations.documents.registration_list import registration_list
from nominations.models import Nomination, PriorAward, Registration, Target
from nominations.queries import papers
from portal import clock
from portal.models import Letterhead, Person, Post, Unit, User
from portal.papers.blocks import Paper
from portal.papers.printing import pdf
from portal.papers.word import docx
from tests.nominations.builders import nomination, registration
from tests.nominations.dossiers import appraised_dossier, sent_dossier
from tests.nominations.libreoffice import convert, in_order


def account(username: str) -> User:
    return User.objects.get(username=username)


def said(paper: Paper) -> str:
    """The text of the PDF, spaces as one."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(paper))).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def colleague(unit: Unit, name: str, title: str = "Giảng viên", sex: str = "female") -> Person:
    person = Person.objects.create(full_name=name, sex=sex, birth_date=date(1986, 9, 2))
    Post.objects.create(person=person, unit=unit, title=title, valid_from=date(2020, 1, 1))
    return person


@pytest.fixture
def lan(llcs) -> Person:
    return colleague(llcs, "Đỗ Thị Ngọc Lan")


@pytest.fixture
def promise(llcs, lan) -> Registration:
    row = registration(lan, llcs, by="canbo.llcs", state="submitted")
    return Registration.objects.with_subject().get(pk=row.pk)


# -- the registration form ------------------------------------------------------------------------------------


def test_a_person_s_registration_form(promise, lan):
    lan.qualification, lan.political_level, lan.party_member = "Thạc sĩ", "Cao cấp", True
    lan.save()
    Registration.objects.filter(pk=promise.pk).update(goal="Giúp nhau tiến bộ", starts_on=date(2025, 3, 1))
    text = said(registration_form.registration_form(Registration.objects.with_subject().get(pk=promise.pk)))
    for part in (
        "TRƯỜNG CHÍNH TRỊ TRƯỜNG CHINH KHOA LÝ LUẬN CƠ SỞ",
        "Năm 2025 (Dành cho cá nhân)",
        "1. Họ và tên: Đỗ Thị Ngọc Lan 2. Giới tính: Nữ 3. Ngày sinh: 02/09/1986 4. Chức vụ: Giảng viên (viên chức)",
        "6. Trình độ chuyên môn: Thạc sĩ; lý luận chính trị: Cao cấp",
        "7. Đảng viên: Có 8. Người đứng đầu đơn vị: Không",
        "1. Tên mô hình, việc làm: Nhóm học tập cùng tiến.",
        "4. Mục tiêu: Giúp nhau tiến bộ.",
        "01 Bài kiểm tra đạt khá trở lên % 71,4 trên 80",
        "7. Thời gian thực hiện: từ ngày 01/03/2025 đến ngày 15/11/2025.",
        "TRƯỞNG ĐƠN VỊ NGƯỜI ĐĂNG KÝ Nguyễn Thị Hồng Hạnh Đỗ Thị Ngọc Lan",
    ):
        assert part in text
    assert "8. Dự kiến lan tỏa: ......" in text, "a dotted line where nothing is written"


def test_a_collective_s_form_counts_the_posts_of_that_day(llcs, promise):
    Registration.objects.filter(pk=promise.pk).update(state="withdrawn")
    told = {"subject_person": None, "subject_unit": llcs, "submitted_at": clock.school_time(2025, 3, 10, 9)}
    Registration.objects.filter(plan_year=promise.plan_year, subject_unit=llcs).update(state="withdrawn")
    Registration.objects.filter(pk=promise.pk).update(state="submitted", **told)
    Post.objects.filter(person__full_name="Mai Anh Khoa").update(valid_to=date(2025, 3, 9))
    text = said(registration_form.registration_form(Registration.objects.with_subject().get(pk=promise.pk)))
    assert "1. Tên tập thể: Khoa Lý luận cơ sở" in text
    assert "3. Người đứng đầu: Bà Nguyễn Thị Hồng Hạnh, Trưởng khoa" in text
    assert "4. Số cán bộ, viên chức: 09 5. Trong đó, nữ: 06 6. Số đảng viên: 08" in text
    assert text.endswith("TRƯỞNG ĐƠN VỊ ĐẠI DIỆN TẬP THỂ Nguyễn Thị Hồng Hạnh"), "nobody confirms themselves"


def test_place_and_header_follow_the_day_of_sending(promise):
    in_march = clock.school_time(2025, 3, 5, 9)
    Registration.objects.filter(pk=promise.pk).update(submitted_at=in_march)
    sent = Registration.objects.with_subject().get(pk=promise.pk)
    assert "Nam Định, ngày 05 tháng 3 năm 2025" in said(registration_form.registration_form(sent))
    sent.state = "returned"
    assert "Ninh Bình, ngày 20 tháng 11 năm 2025" in said(registration_form.registration_form(sent)), "still changing"


def test_what_was_typed_is_never_markup(promise, lan):
    lan.full_name = "1. *A_# $x$"
    lan.save()
    Registration.objects.filter(pk=promise.pk).update(content='#read("/etc/passwd")\n- hai\n= ba')
    text = said(registration_form.registration_form(Registration.objects.with_subject().get(pk=promise.pk)))
    assert "1. Họ và tên: 1. *A_# $x$" in text
    assert '#read("/etc/passwd"). - hai. = ba.' in text


# -- the achievement report -----------------------------------------------------------------------------------


def report_of(row: Nomination, reader: str = "canbo.llcs") -> str:
    fresh = Nomination.objects.with_subject().get(pk=row.pk)
    return said(report.achievement_report(fresh, reader=account(reader)))


def test_results_stand_beside_promises_with_their_per_cent(promise, lan, llcs):
    row = nomination(lan, llcs, by="canbo.llcs", whole=True)
    Nomination.objects.filter(pk=row.pk).update(registration=promise)
    row.results.create(target=promise.targets.get(), achieved="86,2", note="Trên 04 lớp")
    text = report_of(row)
    assert "01 Bài kiểm tra đạt khá trở lên Trên 04 lớp % trên 80 86,2 107,8" in text.replace("107,7", "107,8")
    assert "a) Chấp hành đường lối, chính sách, pháp luật: ....." in text, "the office's answer is not the unit's word"
    assert "b) Hoàn thành xuất sắc nhiệm vụ thi đua: Đã làm tốt" in text
    assert "theo Biên bản số 05/BB ngày 12/11/2025." in text
    assert text.count("Chưa có") == 2, "both tables of earlier awards are empty"


def test_earlier_awards_stand_in_two_tables(llcs, lan):
    row = nomination(lan, llcs, by="canbo.llcs")
    decided = "Quyết định số 171/QĐ-TCT ngày 14/12/2023 của Hiệu trưởng"
    PriorAward.objects.create(nomination=row, kind="title", year=2023, name="Lao động tiên tiến", decision=decided)
    text = report_of(row)
    assert f"2023 Lao động tiên tiến {decided}" in text
    assert text.count("Chưa có") == 1


def test_a_rating_that_is_not_out_is_said_so(llcs, lan):
    row = nomination(lan, llcs, by="canbo.llcs")
    assert "năm 2024: chưa có kết quả xếp loại; năm 2025: chưa có kết quả xếp loại." in report_of(row)
    told = {"recorded_by": account("chuyenvien"), "decision_number": "9/QĐ-TCT", "decision_date": date(2024, 12, 12)}
    Rating.objects.create(of="staff", person=lan, year=2024, level="good", **told)
    assert "năm 2024: viên chức hoàn thành tốt nhiệm vụ; năm 2025: chưa có" in report_of(row)
    Nomination.objects.filter(pk=row.pk).update(state="submitted", sent_at=clock.school_time(2024, 12, 1, 9))
    assert "năm 2024: chưa có kết quả xếp loại" in report_of(row), "it was decided after the report's day"


def test_an_assessor_reads_no_rating_from_the_report(llcs, lan):
    told = {"recorded_by": account("chuyenvien"), "decision_number": "9/QĐ-TCT", "decision_date": date(2024, 12, 12)}
    Rating.objects.create(of="staff", person=lan, year=2024, level="fail", **told)
    row = nomination(lan, llcs, by="canbo.llcs")
    assert "không hoàn thành" in report_of(row)
    assert "không hoàn thành" not in report_of(row, "hoidong1")


def test_a_unit_reads_no_verdict_from_its_own_report(llcs, lan):
    before = report_of(sent_dossier(lan))
    Nomination.objects.filter(subject_person=lan).delete()
    after = report_of(appraised_dossier(lan))
    assert after == before


def test_no_codes_on_paper(llcs):
    row = Nomination.objects.filter(unit=llcs, kind="head", plan_year__year=2025).get()
    assert not re.search(r"\b[EGCIH]\d[ab]?\b", report_of(row))


# -- the unit's list and minutes ------------------------------------------------------------------------------


def unit_list(unit: Unit, reader: str = "canbo.llcs") -> str:
    year = PlanYear.objects.get(year=2025)
    return said(registration_list(unit, year, papers.registered(unit, year), reader=account(reader)))


def test_the_unit_s_list_has_three_groups_and_adds_up(llcs, promise):
    Registration.objects.filter(unit=llcs).exclude(pk=promise.pk).update(state="withdrawn")
    text = unit_list(llcs)
    assert "A. TẬP THỂ Chưa có B. CÁ NHÂN 01 Đỗ Thị Ngọc Lan Nữ 02/09/1986 Giảng viên, Khoa Lý luận cơ sở" in text
    assert "Bài kiểm tra đạt khá trở lên: trên 80 % Bổ sung" in text
    assert "C. MÔ HÌNH 01 “Nhóm học tập cùng tiến” Đỗ Thị Ngọc Lan Toàn diện" in text
    assert "Tổng cộng: 00 tập thể, 01 cá nhân (01 nữ, 00 nam), 01 mô hình." in text
    assert "NGƯỜI LẬP BIỂU TRƯỞNG KHOA Lê Thị Minh Tâm Nguyễn Thị Hồng Hạnh" in text
    assert "Lê Thị Minh Tâm" not in unit_list(llcs, "chuyenvien"), "only the unit's own clerk has made it"


def test_a_draft_is_not_on_the_unit_s_list(llcs, promise):
    Registration.objects.filter(pk=promise.pk).update(state="draft", submitted_at=None)
    assert "Đỗ Thị Ngọc Lan" not in unit_list(llcs)


def test_a_row_of_the_list_holds_as_many_targets_as_fit_on_a_page(llcs, promise):
    more = [Target(registration=promise, what="Chỉ tiêu " * 20, promised="trên 30", order=n) for n in range(29)]
    Target.objects.bulk_create(more)
    assert re.search(r"và 2\d chỉ tiêu khác \(tại phiếu đăng ký\)", unit_list(llcs))


def test_minutes_are_filled_from_the_votes(llcs, lan):
    year = PlanYear.objects.get(year=2025)
    Nomination.objects.filter(unit=llcs, plan_year=year).update(state="withdrawn")
    row = nomination(lan, llcs, by="canbo.llcs", whole=True)
    rows = papers.dossiers(account("canbo.llcs"), llcs, year)
    text = said(minutes.unit_minutes(llcs, year, rows))
    assert "Số: 05/BB" in text
    assert "ngày 12 tháng 11 năm 2025, tại ……" in text
    assert "Có mặt: 09/09." in text
    assert "01 Đỗ Thị Ngọc Lan Giảng viên, Khoa Lý luận cơ sở 9 9 8 88,89 Đạt" in text
    assert "00 tập thể, 01 cá nhân (01 nữ, 00 nam) đạt từ 2/3 tổng số thành viên trở lên." in text
    row.endorsement.agree = 5
    row.endorsement.save()
    failed = said(minutes.unit_minutes(llcs, year, papers.dossiers(account("canbo.llcs"), llcs, year)))
    assert "55,56 Không đạt" in failed
    assert "2. Không đạt tỷ lệ theo quy định: Đỗ Thị Ngọc Lan (5/9)." in failed


def test_the_office_s_copy_of_the_minutes_names_no_draft(llcs, lan):
    year = PlanYear.objects.get(year=2025)
    nomination(lan, llcs, by="canbo.llcs", whole=True)
    seen = {reader: papers.dossiers(account(reader), llcs, year) for reader in ("canbo.llcs", "chuyenvien")}
    named = {reader: lan in [row.subject for row in rows] for reader, rows in seen.items()}
    assert named == {"canbo.llcs": True, "chuyenvien": False}


# -- blank forms, files, queries ------------------------------------------------------------------------------


def blanks() -> dict[str, Paper]:
    return {
        "registration-person": registration_form.blank_registration_form(collective=False),
        "registration-collective": registration_form.blank_registration_form(collective=True),
        "report-person": report.blank_achievement_report(collective=False),
        "report-collective": report.blank_achievement_report(collective=True),
        "minutes": minutes.blank_minutes(),
    }


def test_blank_forms_have_dots_where_data_are(school):
    for paper in blanks().values():
        text = said(paper)
        assert "........." in text
        assert "None" not in text
    assert "1. Họ và tên: ......" in said(blanks()["registration-person"])


def test_files_have_plain_names_and_are_kept_by_no_cache(as_, promise):
    answer = as_("canbo.llcs").get(f"/registrations/{promise.pk}/form.docx")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="phieu-dang-ky-2025-{promise.pk}.docx"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert as_("canbo.llcs").get(f"/registrations/{promise.pk}/form.exe").status_code == 404


def test_without_a_letterhead_of_its_day_the_reader_is_told(as_, promise):
    Letterhead.objects.all().delete()
    answer = as_("canbo.llcs").get(f"/registrations/{promise.pk}/form.pdf")
    assert answer.status_code == 409
    assert "Chưa có mẫu đầu trang" in answer.content.decode()


def test_a_list_asks_the_same_whatever_its_length(llcs, promise, django_assert_num_queries):
    with django_assert_num_queries(8):
        unit_list(llcs)
    for number in range(5):
        registration(colleague(llcs, f"Người thứ {number}"), llcs, by="canbo.llcs", state="submitted")
    with django_assert_num_queries(8):
        unit_list(llcs)


# -- Word beside PDF ------------------------------------------------------------------------------------------


@pytest.mark.once
def test_word_files_open_in_libreoffice_and_look_as_the_pdf_does(school, llcs, promise, lan, tmp_path):
    if shutil.which("soffice") is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("LibreOffice is not installed: sudo apt install libreoffice-writer-nogui")
    year = PlanYear.objects.get(year=2025)
    dossier = nomination(lan, llcs, by="canbo.llcs", whole=True)
    clerk = account("canbo.llcs")
    made = blanks() | {
        "form": registration_form.registration_form(promise),
        "report": report.achievement_report(Nomination.objects.with_subject().get(pk=dossier.pk), reader=clerk),
        "list": registration_list(llcs, year, papers.registered(llcs, year), reader=clerk),
        "meeting": minutes.unit_minutes(llcs, year, papers.dossiers(clerk, llcs, year)),
    }
    convert({name: docx(paper) for name, paper in made.items()}, tmp_path)
    for name, paper in made.items():
        ours, theirs = PdfReader(io.BytesIO(pdf(paper))), PdfReader(tmp_path / f"{name}.pdf")
        texts = [in_order(paper, [page.extract_text() for page in reader.pages]) for reader in (ours, theirs)]
        assert texts[1] == texts[0], name
        fonts = {font["/BaseFont"] for page in theirs.pages for font in page["/Resources"]["/Font"].values()}
        assert all("Tinos" in font for font in fonts), name
