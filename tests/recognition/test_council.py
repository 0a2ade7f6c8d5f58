"""The council of a year: its rules, who sits there, what is said before it can meet."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from criteria.models import PlanYear
from portal.models import AuditEntry, Person
from portal.rights import Conflict
from recognition.actions import councils as actions
from recognition.actions import lists
from recognition.models import Council, Member, ReviewList
from recognition.queries.meetings import hall_of, seated
from tests.recognition.at_once import at_once
from tests.recognition.meetings import vote
from tests.recognition.people import account, list_of

TODAY = date(2025, 11, 20)
RULES = {
    "decision_number": "190/QĐ-TCT",
    "decision_date": "01/11/2025",
    "quorum": "2/3",
    "leaders_share": "1/2",
    "unit_share": "40%",
    "honours_in_a_row": "2",
}


@pytest.fixture
def year(school) -> PlanYear:
    return PlanYear.objects.get(year=2025)


@pytest.fixture
def council(year) -> Council:
    return Council.objects.select_related("plan_year").get(plan_year=year)


@pytest.fixture
def no_council(council) -> None:
    council.members.all().delete()
    council.delete()


@pytest.fixture
def office(as_):
    return as_("chuyenvien")


def names(council: Council, day: date = TODAY) -> list[str]:
    return [str(member.person) for member in seated(council, day)]


def member(council: Council, name: str) -> Member:
    return council.members.select_related("council__plan_year", "person").get(person__full_name=name)


# -- made anew ------------------------------------------------------------------------------------------------


def test_last_years_council_is_copied_with_one_click(office, year, no_council):
    past = Council.objects.get(plan_year__year=2024)
    rules = {"quorum": "3/4", "recused_in_base": False}
    Council.objects.filter(pk=past.pk).update(**rules)
    Member.objects.filter(council=past, person__full_name="Lương Văn Khải").update(valid_to=date(2025, 1, 31))
    assert "Lập theo Hội đồng năm 2024" in office.get(f"/lists/council/{year.pk}/").content.decode()
    assert office.post(f"/lists/council/{year.pk}/copy/").status_code == 302
    new = Council.objects.get(plan_year=year)
    assert (new.quorum, new.recused_in_base, new.decision_number) == ("3/4", False, "")
    assert len(names(new)) == 10
    assert "Lương Văn Khải" not in names(new)
    page = office.get(f"/lists/council/{year.pk}/")
    assert page.context["gaps"] == ["Chưa ghi số, ngày quyết định thành lập Hội đồng."]
    assert office.post(f"/lists/council/{year.pk}/copy/").status_code == 409, "not twice"
    entry = AuditEntry.objects.get(act="Lập Hội đồng theo năm 2024", subject_id=new.pk)
    assert "Vũ Đình Thuận, Chủ tịch Hội đồng" in entry.after["Thành viên"]


@pytest.mark.django_db(transaction=True)
def test_council_and_list_of_a_year_are_made_once_by_two_at_once(year, no_council):
    by = account("chuyenvien")
    assert at_once(lambda: actions.copy_council(year, by=by)) == ["done", "refused"]
    ReviewList.objects.filter(plan_year=year).delete()
    assert at_once(lambda: lists.open_list(year, by=by)) == ["done", "done"]
    assert (Council.objects.filter(plan_year=year).count(), year.lists.count()) == (1, 1)


def test_the_first_council_is_typed(office, year, no_council, monkeypatch):
    monkeypatch.setattr(actions, "earlier_council", lambda plan_year: None)
    page = office.get(f"/lists/council/{year.pk}/").content.decode()
    assert "Lập theo Hội đồng năm" not in page
    assert office.post(f"/lists/council/{year.pk}/edit/", RULES).status_code == 302
    made = Council.objects.get(plan_year=year)
    assert (made.quorum, made.unit_share, made.recused_in_base) == ("2/3", "2/5", False)
    assert office.post(f"/lists/council/{year.pk}/copy/").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"quorum": "0"}, "quorum", "Vui lòng ghi một phần của tổng số, ví dụ 2/3 hoặc 80%."),
        ({"quorum": "3/2"}, "quorum", "Vui lòng ghi một phần của tổng số, ví dụ 2/3 hoặc 80%."),
        ({"leaders_share": "một nửa"}, "leaders_share", "Vui lòng ghi một phần của tổng số, ví dụ 2/3 hoặc 80%."),
        ({"honours_in_a_row": "0"}, "honours_in_a_row", "Vui lòng nhập từ 1 đến 20."),
        ({"decision_date": ""}, "decision_date", "Vui lòng ghi ngày của quyết định."),
        ({"decision_number": ""}, "decision_number", "Vui lòng ghi số quyết định."),
    ],
)
def test_rules_that_cannot_be_are_said_at_their_field(office, year, council, wrong, field, sentence):
    answer = office.post(f"/lists/council/{year.pk}/edit/", RULES | wrong | {"version": council.version})
    assert answer.context["form"].errors == {field: [sentence]}


def test_two_keepers_do_not_overwrite_each_other(office, year, council):
    seen = council.version
    told = RULES | {"recused_in_base": "on", "version": seen}
    assert office.post(f"/lists/council/{year.pk}/edit/", told | {"quorum": "3/4"}).status_code == 302
    answer = office.post(f"/lists/council/{year.pk}/edit/", told | {"quorum": "4/5"})
    assert answer.status_code == 409
    assert answer.context["form"]["quorum"].value() == "4/5"
    council.refresh_from_db()
    assert council.quorum == "3/4"


# -- who sits there -------------------------------------------------------------------------------------------


def test_somebody_is_added_with_a_role_and_a_place(office, year, council):
    anh = Person.objects.get(full_name="Đỗ Thị Lan Anh")
    told = {"person": anh.pk, "role": "member", "order": "75"}
    assert office.post(f"/lists/council/{year.pk}/members/new/", told).status_code == 302
    assert names(council).index("Đỗ Thị Lan Anh") == names(council).index("Đinh Thị Thanh Huyền") + 1
    again = office.post(f"/lists/council/{year.pk}/members/new/", told)
    assert list(again.context["form"].errors) == ["person"], "one who sits there already is not offered"
    history = office.get(f"/lists/council/{year.pk}/").context["history"]
    assert (history[0].what, history[0].detail) == ("Thêm thành viên Hội đồng", "Đỗ Thị Lan Anh, Ủy viên")


def test_one_chair_and_one_secretary(office, year, council):
    khai = member(council, "Lương Văn Khải")
    address = f"/lists/council/members/{khai.pk}/"
    for role, held in (
        ("chair", "Chủ tịch Hội đồng đang là Vũ Đình Thuận. Vui lòng đổi vai trò của người đó trước."),
        ("secretary", "Ủy viên kiêm Thư ký Hội đồng đang là Hoàng Thu Hà. Vui lòng đổi vai trò của người đó trước."),
    ):
        answer = office.post(address, {"role": role, "order": "5", "version": khai.version})
        assert answer.context["form"].errors == {"role": [held]}
    assert office.post(address, {"role": "deputy", "order": "25", "version": khai.version}).status_code == 302
    khai.refresh_from_db()
    assert (khai.role, names(council).index("Lương Văn Khải")) == ("deputy", 2)


def test_who_leaves_stays_on_record(office, year, council):
    khai = member(council, "Lương Văn Khải")
    address = f"/lists/council/members/{khai.pk}/leave/"
    assert list(office.post(address, {"version": khai.version}).context["form"].errors) == ["valid_to"]
    told = {"valid_to": "18/11/2025", "version": khai.version}
    assert office.post(address, told).status_code == 302
    assert "Lương Văn Khải" not in names(council)
    assert "Lương Văn Khải" in names(council, date(2025, 11, 18))
    assert office.post(address, told).status_code == 404, "gone from the council, not from the books"
    page = office.get(f"/lists/council/{year.pk}/").content.decode()
    assert "đến hết 18/11/2025" in page
    actions.seat(Member(council=council, person=khai.person, order=100), by=account("chuyenvien"))
    assert names(council).count("Lương Văn Khải") == 1
    assert names(council, date(2025, 11, 18)).count("Lương Văn Khải") == 1, "who came back sits there once"


def test_a_council_without_chair_or_secretary_says_so(office, year, council):
    council.members.filter(role__in=("chair", "secretary")).update(valid_to=date(2025, 11, 1))
    assert office.get(f"/lists/council/{year.pk}/").context["gaps"] == ["Chưa có Chủ tịch Hội đồng.", "Chưa có thư ký."]


def test_the_council_is_a_spreadsheet_too(office, year):
    book = load_workbook(BytesIO(office.get(f"/lists/council/{year.pk}/export.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("Họ và tên", "Chức vụ, đơn vị", "Vai trò")
    assert rows[5] == ("Vũ Minh Đức", "Trưởng Khoa Xây dựng Đảng", "Ủy viên")
    assert len(rows) == 12


def test_a_reader_reads_and_has_no_button(as_, year):
    page = as_("danguy").get(f"/lists/council/{year.pk}/").content.decode()
    assert "Nguyễn Thị Hồng Hạnh" in page
    assert "Thôi tham gia" not in page
    assert "Thêm thành viên" not in page


# -- over time ------------------------------------------------------------------------------------------------


def test_the_council_of_a_year_that_is_over_stays_as_it_was(office, school):
    past = Council.objects.select_related("plan_year").get(plan_year__year=2024)
    khai = member(past, "Lương Văn Khải")
    past.quorum = "1/2"
    for act in (
        lambda: actions.keep_council(past, by=account("chuyenvien"), version=past.version),
        lambda: actions.change_seat(khai, by=account("chuyenvien"), version=khai.version),
        lambda: actions.unseat(khai, by=account("chuyenvien"), version=khai.version),
        lambda: actions.seat(Member(council=past, person=khai.person), by=account("chuyenvien")),
    ):
        with pytest.raises(Conflict, match="Năm 2024 đã kết thúc"):
            act()
    page = office.get(f"/lists/council/{past.plan_year_id}/").content.decode()
    assert f"/lists/council/{past.plan_year_id}/edit/" not in page


def test_how_is_counted_is_settled_before_the_vote(council):
    review_list = list_of(2025)
    lists.close(review_list, by=account("chuyenvien"), version=review_list.version)
    council.recused_in_base = False
    actions.keep_council(council, by=account("chuyenvien"), version=council.version)
    assert [line.base for line in hall_of(review_list.latest()).lines] == [9, 9, 10, 9]
    vote(review_list)
    for name, value in (("recused_in_base", True), ("quorum", "1/2")):
        changed = Council.objects.select_related("plan_year").get(pk=council.pk)
        setattr(changed, name, value)
        with pytest.raises(Conflict, match="Đã nhập kết quả bỏ phiếu"):
            actions.keep_council(changed, by=account("chuyenvien"), version=changed.version)
    changed = Council.objects.select_related("plan_year").get(pk=council.pk)
    changed.unit_share = "1/3"
    actions.keep_council(changed, by=account("chuyenvien"), version=changed.version)
    lists.reopen(review_list, by=account("truongphong"), version=review_list.version, reason="Thiếu một hồ sơ")
    changed.recused_in_base = True
    actions.keep_council(changed, by=account("chuyenvien"), version=changed.version)


def test_the_lists_page_leads_to_the_council_that_is_missing(office, no_council):
    review_list = list_of(2025)
    here = f"/lists/{review_list.pk}/"
    link = f'href="/lists/council/{review_list.plan_year_id}/"'
    page = office.get(here).content.decode()
    assert f'<a class="link" {link}>Lập Hội đồng của năm</a>' in page
    lists.close(review_list, by=account("chuyenvien"), version=review_list.version)
    answer = office.get(here)
    assert [(step.label, step.state) for step in answer.context["steps"]] == [
        ("Hội đồng", "next"),
        ("Cuộc họp", "later"),
        ("Kết quả bỏ phiếu", "later"),
        ("Duyệt", "later"),
    ]
    assert link in answer.content.decode()
    assert f'<a class="link" {link}>Lập Hội đồng của năm</a>' in office.get(f"{here}meeting/").content.decode()
    titles = [task.title for task in office.get("/").context["tasks"] if task.href == here]
    assert titles == ["Lập Hội đồng: Danh sách bình xét năm 2025"]
    for address in (f"{here}meeting/edit/", f"{here}votes/", f"{here}meeting/recusals/new/"):
        refused = office.get(address)
        assert refused.status_code == 409
        assert "chưa có Hội đồng" in refused.content.decode()
