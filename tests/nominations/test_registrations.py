"""Registrations, told as what happens at the school: Tâm promises, Hà accepts or returns, Yến sees nothing of it."""

import io
from datetime import date

import openpyxl
import pytest

from nominations.actions.editor import save_results
from nominations.actions.nominations import begin
from nominations.actions.registrations import move_registration, return_registration, save_registration
from nominations.models import Nomination, Registration, Target
from portal import clock
from portal.clock import school_time
from portal.models import AuditEntry, OutboxMessage, Person, Post, Unit
from tests.nominations.builders import answer_notes, colleague, nomination, registration, user, year


def typed(unit: Unit, person: Person, **more) -> dict:
    """What the form sends."""
    return {
        "plan_year": str(year().pk),
        "subject": f"{unit.pk}-p{person.pk}",
        "scope": "comprehensive",
        "model_name": "Nhóm học tập cùng tiến",
        "movement": "Dạy tốt, học tốt",
        "content": "Mỗi nhóm 06 học viên.",
        "finish_by": "15/11/2025",
        "targets-TOTAL_FORMS": "2",
        "targets-INITIAL_FORMS": "0",
        "targets-0-what": "Bài kiểm tra đạt khá trở lên",
        "targets-0-measure": "%",
        "targets-0-baseline": "71,4",
        "targets-0-promised": "trên 80",
        "targets-0-due": "15/11/2025",
    } | more


@pytest.fixture
def sang(llcs) -> Person:
    return colleague(llcs)


def test_tam_registers_sends_and_ha_accepts(as_, llcs, sang):
    tam, ha = as_("canbo.llcs"), as_("chuyenvien")
    with clock.at(school_time(2025, 3, 10, 9)):
        answer = tam.post("/registrations/new/", typed(llcs, sang))
        row = Registration.objects.get(subject_person=sang)
        assert answer.url == f"/registrations/{row.pk}/"
        assert (row.unit, row.state, row.targets.get().promised) == (llcs, "draft", "trên 80")
        assert ha.get(f"/registrations/{row.pk}/").status_code == 404  # a draft is the unit's own
        tam.post(f"/registrations/{row.pk}/submit/", {"version": row.version})
        row.refresh_from_db()
        assert (row.state, row.is_supplement) == ("submitted", False)
        page = ha.get(f"/registrations/{row.pk}/").content.decode()
        assert "Tiếp nhận đăng ký này?" in page
        ha.post(f"/registrations/{row.pk}/accept/", {"version": row.version})
    row.refresh_from_db()
    assert row.state == "accepted"
    told = OutboxMessage.objects.filter(to__username="canbo.llcs", link=f"/registrations/{row.pk}/")
    assert [message.subject for message in told] == ["Phòng đã tiếp nhận đăng ký: Đỗ Văn Sáng"]


def test_a_late_one_is_taken_and_marked(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs")
    page = as_("canbo.llcs").post(f"/registrations/{row.pk}/submit/", {"version": row.version}, follow=True)
    assert "Đăng ký sau hạn 31/03/2025 được ghi là bổ sung." in page.content.decode()
    row.refresh_from_db()
    assert row.is_supplement
    listed = as_("canbo.llcs").get("/registrations/?supplement=yes&q=do+van+sang").content.decode()
    assert "Đỗ Văn Sáng" in listed
    assert "Bổ sung" in listed


def test_a_draft_may_be_kept_half_done_but_is_not_sent(as_, llcs, sang):
    tam = as_("canbo.llcs")
    half = typed(llcs, sang, content="", finish_by="") | {"targets-0-what": "", "targets-0-promised": ""}
    half |= {"targets-0-measure": "", "targets-0-baseline": "", "targets-0-due": ""}
    tam.post("/registrations/new/", half)
    row = Registration.objects.get(subject_person=sang)
    page = tam.get(f"/registrations/{row.pk}/").content.decode()
    assert f'href="/registrations/{row.pk}/edit/#targets">Chỉ tiêu cụ thể' in page
    assert "Còn 03 mục chưa có" in page
    answer = tam.post(f"/registrations/{row.pk}/submit/", {"version": row.version})
    assert answer.status_code == 409
    assert "Chưa gửi được: còn 03 mục chưa có" in answer.content.decode()


def test_a_returned_one_says_why_and_is_sent_again(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs", state="submitted")
    ha, tam = as_("chuyenvien"), as_("canbo.llcs")
    address = f"/registrations/{row.pk}/return/"
    told = {"version": row.version, "until": "28/11/2025"}
    assert ha.post(address, told | {"reason": ""}).status_code == 200  # asks for the reason
    ha.post(address, told | {"reason": "Chỉ tiêu chưa đo được."})
    row.refresh_from_db()
    assert row.state == "returned"
    page = tam.get(f"/registrations/{row.pk}/").content.decode()
    assert "Chỉ tiêu chưa đo được." in page
    assert "Bổ sung đăng ký bị trả lại: Đỗ Văn Sáng" in tam.get("/").content.decode()
    answer_notes(row, by="canbo.llcs")
    tam.post(f"/registrations/{row.pk}/submit/", {"version": row.version})
    row.refresh_from_db()
    assert (row.state, row.return_reason, row.returned_until) == ("submitted", "", None)


def test_nobody_accepts_what_they_entered_or_their_own_units(as_, school):
    """Hà also writes for her own phòng; there the board stands in."""
    office = Unit.objects.get(short_name="TC-HC-TT-TL")
    row = registration(colleague(office, "Mạc Thị Lan"), office, by="chuyenvien", state="submitted")
    accept = f"/registrations/{row.pk}/accept/"
    assert as_("chuyenvien").post(accept, {"version": row.version}).status_code == 403
    assert as_("truongphong").post(accept, {"version": row.version}).status_code == 403  # his own unit
    assert as_("hieutruong").post(accept, {"version": row.version}).status_code == 302


@pytest.mark.parametrize(
    "whose",
    ["another unit", "somebody of another unit", "somebody who has left", "for another unit", "nonsense"],
)
def test_only_ones_own_can_be_put_forward(as_, llcs, xdd, tam, yen, whose):
    left = colleague(llcs, "Mai Văn Cũ")
    Post.objects.filter(person=left).update(valid_to="2025-06-30")
    subject = {
        "another unit": f"{llcs.pk}-u{xdd.pk}",
        "somebody of another unit": f"{llcs.pk}-p{yen.pk}",
        "somebody who has left": f"{llcs.pk}-p{left.pk}",
        "for another unit": f"{xdd.pk}-p{yen.pk}",
        "nonsense": "1 OR 1=1",
    }[whose]
    before = Registration.objects.count()
    answer = as_("canbo.llcs").post("/registrations/new/", typed(llcs, tam, subject=subject))
    assert answer.status_code == 200
    assert "Vui lòng chọn một mục trong danh sách." in answer.content.decode()
    assert Registration.objects.count() == before


def test_a_collective_below_the_unit_may_be(as_, llcs):
    group = Unit.objects.create(name="Tổ bộ môn triết học", kind="group", parent=llcs)
    as_("canbo.llcs").post("/registrations/new/", typed(llcs, colleague(llcs), subject=f"{llcs.pk}-u{group.pk}"))
    assert Registration.objects.get(subject_unit=group).unit == llcs


def test_one_live_registration_a_subject_and_year(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs")
    tam = as_("canbo.llcs")
    answer = tam.post("/registrations/new/", typed(llcs, sang))
    assert "Đối tượng này đã có đăng ký trong năm." in answer.content.decode()
    tam.post(f"/registrations/{row.pk}/withdraw/", {"version": row.version})
    assert tam.post("/registrations/new/", typed(llcs, sang)).status_code == 302


def test_one_field_of_work_is_named(as_, llcs, sang):
    tam = as_("canbo.llcs")
    answer = tam.post("/registrations/new/", typed(llcs, sang, scope="field", field=" "))
    assert "Vui lòng ghi lĩnh vực" in answer.content.decode()
    tam.post("/registrations/new/", typed(llcs, sang, scope="field", field="nghiên cứu khoa học"))
    assert Registration.objects.get(subject_person=sang).scope_label == "Từng mặt: nghiên cứu khoa học"


def test_a_year_that_is_not_open_takes_none(as_, llcs, sang):
    answer = as_("canbo.llcs").post("/registrations/new/", typed(llcs, sang, plan_year=str(year(2023).pk)))
    assert answer.status_code == 200
    assert not Registration.objects.filter(subject_person=sang).exists()


def test_two_who_edit_at_once_lose_nothing(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs")
    tam, hanh = as_("canbo.llcs"), as_("truong.llcs")
    seen = str(row.version)
    hanh.post(f"/registrations/{row.pk}/edit/", typed(llcs, sang, content="Bản của trưởng khoa.", version=seen))
    mine = typed(llcs, sang, content="Bản của Tâm.", version=seen) | {"targets-0-promised": "trên 90"}
    answer = tam.post(f"/registrations/{row.pk}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Bản của trưởng khoa.", "Bản của Tâm.", "trên 80", "trên 90"):
        assert words in page
    row.refresh_from_db()
    assert row.content == "Bản của trưởng khoa."


def test_what_is_typed_into_a_sent_one_is_not_lost(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs")
    seen = row.version
    move_registration("submit", row, by=user("truong.llcs"), version=seen)
    for version in (seen, row.version):
        typed_late = typed(llcs, sang, content="Viết thêm.", version=str(version))
        answer = as_("canbo.llcs").post(f"/registrations/{row.pk}/edit/", typed_late)
        assert answer.status_code == 409
        for words in ("Đăng ký đã gửi nên không sửa được.", "Viết thêm."):
            assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.content == "Mỗi nhóm 06 học viên, gặp nhau hai tuần một lần."


def test_movements_named_before_are_suggested(as_, llcs, sang):
    registration(sang, llcs, by="canbo.llcs")
    page = as_("canbo.xdd").get("/registrations/new/").content.decode()
    assert '<option value="Dạy tốt, học tốt"></option>' in page


def test_the_spreadsheet_is_what_the_reader_sees(as_, llcs, xdd, sang):
    row = registration(sang, llcs, by="canbo.llcs", state="submitted")
    Registration.objects.filter(pk=row.pk).update(model_name="=HYPERLINK(1)")
    other = registration(colleague(xdd, "Hồ Thị Xa"), xdd, by="canbo.xdd", state="submitted")
    answer = as_("canbo.llcs").get("/registrations/export.xlsx?year=2025")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == [
        "Tập thể, cá nhân",
        "Đơn vị đăng ký",
        "Mô hình",
        "Ngày gửi",
        "Thời điểm",
        "Tình trạng",
    ]
    mine = next(line for line in rows if str(line[0].value).startswith("Đỗ Văn Sáng"))
    assert (mine[2].value, mine[2].data_type) == ("=HYPERLINK(1)\nDạy tốt, học tốt", "s")
    assert mine[3].is_date
    assert mine[5].value == "Chờ tiếp nhận"
    assert not any(str(line[0].value).startswith(str(other)) for line in rows)
    office = openpyxl.load_workbook(io.BytesIO(as_("chuyenvien").get("/registrations/export.xlsx").content)).active
    assert any(str(line[0].value).startswith("Hồ Thị Xa") for line in office.iter_rows())


def test_the_list_keeps_to_what_each_may_see(as_, llcs, xdd, sang):
    registration(sang, llcs, by="canbo.llcs")
    registration(colleague(xdd, "Hồ Thị Xa"), xdd, by="canbo.xdd", state="submitted")

    def found(username: str, query: str) -> bool:
        return query in as_(username).get("/registrations/").content.decode()

    assert found("canbo.llcs", "Đỗ Văn Sáng")
    assert not found("canbo.llcs", "Hồ Thị Xa")
    assert found("chuyenvien", "Hồ Thị Xa")
    assert not found("chuyenvien", "Đỗ Văn Sáng")
    assert not found("danguy", "Hồ Thị Xa")
    assert not found("quantri", "Hồ Thị Xa")


def test_an_accepted_one_becomes_a_dossier_with_one_click(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs", state="accepted")
    tam = as_("canbo.llcs")
    assert "Đã đăng ký, chưa có hồ sơ đề nghị: Đỗ Văn Sáng" in tam.get("/").content.decode()
    answer = tam.post(f"/registrations/{row.pk}/nominate/")
    nomination = Nomination.objects.get(registration=row)
    assert answer.url == f"/nominations/{nomination.pk}/edit/"
    assert (nomination.subject_person, nomination.model_name) == (sang, row.model_name)
    assert tam.post(f"/registrations/{row.pk}/nominate/").url == f"/nominations/{nomination.pk}/"
    assert Nomination.objects.filter(registration=row).count() == 1


def test_the_offices_desk_says_how_many_wait(as_, llcs, sang):
    def waiting() -> int:
        found = as_("chuyenvien").get("/").context["tasks"]
        return next((int(task.why.split()[0]) for task in found if "Tiếp nhận đăng ký" in task.title), 0)

    before = waiting()
    registration(sang, llcs, by="canbo.llcs", state="submitted")
    assert waiting() == before + 1


def test_a_stale_button_moves_nothing(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs")
    assert as_("canbo.llcs").post(f"/registrations/{row.pk}/submit/", {"version": 99}).status_code == 409
    assert as_("canbo.llcs").post(f"/registrations/{row.pk}/submit/").status_code == 409
    row.refresh_from_db()
    assert row.state == "draft"
    assert AuditEntry.objects.filter(subject_type="nominations.registration", subject_id=row.pk).count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_questions_whatever_its_length(as_, llcs, django_assert_num_queries, count):
    people = [Person(full_name=f"Người thứ {number}", sex="male") for number in range(count)]
    for person in people:
        person.save()
    told = {"plan_year": year(), "unit": llcs, "entered_by": user("canbo.llcs")}
    rows = [Registration(subject_person=person, **told) for person in people]
    for row in rows:
        row.derive()
    Registration.objects.bulk_create(rows)
    client = as_("canbo.llcs")
    client.get("/registrations/")
    with django_assert_num_queries(8):
        answer = client.get("/registrations/?q=nguoi+thu")
    assert len(answer.context["table"].rows) == count


def test_who_has_a_dossier_already_needs_no_second(as_, llcs, sang):
    """Newly found and written about in May, then registered and accepted as well."""
    nomination(sang, llcs, by="canbo.llcs")
    row = registration(sang, llcs, by="canbo.llcs", state="accepted")
    tam = as_("canbo.llcs")
    assert "Đã đăng ký, chưa có hồ sơ đề nghị: Đỗ Văn Sáng" not in tam.get("/").content.decode()
    assert "Lập hồ sơ đề nghị</button>" not in tam.get(f"/registrations/{row.pk}/").content.decode()
    assert tam.post(f"/registrations/{row.pk}/nominate/").status_code == 409


def test_figures_of_a_returned_registration_can_be_mended_although_a_dossier_tells_their_results(as_, llcs, sang):
    """Accepted in March, a dossier begun, then returned: the figure keeps its row, and its result."""
    row = registration(sang, llcs, by="canbo.llcs", state="accepted")
    first = row.targets.get()
    dossier = Nomination(plan_year=row.plan_year, registration=row)
    begin(dossier, by=user("canbo.llcs"))
    save_results(dossier, {first: ("86,2", "")}, by=user("canbo.llcs"), version=dossier.version)
    return_registration(row, by=user("chuyenvien"), version=row.version, until=date(2025, 11, 25), reason="Nêu rõ mức.")
    more = [Target(what="Giờ giảng mở", promised="12"), Target(what=first.what, measure="%", promised="trên 85")]
    save_registration(row, more, by=user("canbo.llcs"), version=row.version)
    assert [(each.what, each.promised) for each in row.targets.all()] == [
        ("Giờ giảng mở", "12"),
        (first.what, "trên 85"),
    ]
    assert dossier.results.get().target == row.targets.get(promised="trên 85")
    save_registration(row, more[:1], by=user("canbo.llcs"), version=row.version)
    assert (row.targets.count(), dossier.results.count()) == (1, 0)
