"""What a unit keeps for itself (plan II.2): Lê Thị Minh Tâm and Trưởng khoa Hạnh of Khoa Lý luận cơ sở."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from criteria import content
from criteria.actions import own, sets
from criteria.forms.own import OwnCriterionForm
from criteria.models import CriteriaSet, Criterion, EvidenceNote, PlanYear
from nominations.models import Statement
from portal.clock import school_time
from portal.models import AuditEntry, Unit, User
from portal.rights import Conflict, Refusal
from tests.nominations import builders

TYPED = {
    "label": "Giờ giảng mở",
    "text": "Mỗi học kỳ 02 giờ giảng có đồng nghiệp dự.",
    "evidence": "Sổ dự giờ của khoa",
    "points": "7,5",
    "applies_to": ["individual", "head"],
}


@pytest.fixture
def tam(school) -> User:
    return User.objects.get(username="canbo.llcs")


@pytest.fixture
def old(school) -> CriteriaSet:
    """The set of 2023 to 2025: every unit has sent dossiers under it."""
    return CriteriaSet.objects.select_related("plan").get(plan__code="2022-2025")


@pytest.fixture
def coming(old) -> CriteriaSet:
    """The set of 2026, which is planned."""
    head = replace(content.head_value(old.plan), code="2026-2030", first_year=2026, last_year=2030)
    made = sets.copy_plan(old, head, by=User.objects.get(username="truongphong"))
    year_of(made, 2026)
    return made


def year_of(criteria_set: CriteriaSet, year: int) -> PlanYear:
    return PlanYear.objects.create(
        plan=criteria_set.plan,
        year=year,
        criteria_set=criteria_set,
        registers_by=f"{year}-03-31",
        nominates_by=school_time(year, 11, 30, 23, 59, 59),
        reviews_on=f"{year}-12-15",
        models_owed=1,
    )


def kept(criteria_set: CriteriaSet, unit: Unit, code: str = "", **told) -> Criterion:
    """A row as it stands in the books, whatever may be added today."""
    words = {"label": "Giờ giảng mở", "text": "Mỗi học kỳ 02 giờ.", "points": 5, "applies_to": ["individual"]}
    stands = {"kind": "scored", "group": criteria_set.groups.last(), "order": 10_001, "code": code or f"U{unit.pk}-1"}
    return Criterion.objects.create(criteria_set=criteria_set, unit=unit, **(words | stands | told))


def new_address(unit: Unit, criteria_set: CriteriaSet) -> str:
    return f"/criteria/own/{unit.pk}/{criteria_set.pk}/new/"


# -- criteria -------------------------------------------------------------------------------------------------


def test_a_unit_adds_a_criterion_of_its_own(as_, coming, llcs):
    before = content.read(coming)
    assert as_("canbo.llcs").post(new_address(llcs, coming), TYPED).url == "/criteria/own/"
    row = Criterion.objects.get(unit=llcs)
    assert (row.label, str(row.points), row.applies_to) == ("Giờ giảng mở", "7.5", ["individual", "head"])
    assert (row.kind, row.enabled, row.order > 10_000) == ("scored", True, True)
    entry = AuditEntry.objects.filter(act="Thêm tiêu chí riêng").get()
    assert entry.after["Số điểm tối đa"] == "7,5"
    assert entry.after["Áp dụng cho"] == "Cá nhân; Người đứng đầu đơn vị"
    assert content.read(coming) == before


def test_it_stands_on_its_page_and_no_code_is_shown(as_, coming, llcs):
    client = as_("truong.llcs")
    client.post(new_address(llcs, coming), TYPED)
    page = client.get("/criteria/own/").content.decode()
    assert re.search(r"Giờ giảng mở.*7,5</strong> điểm, cộng riêng", page, re.S)
    text = re.sub(r"<[^>]*>", " ", page)
    assert Criterion.objects.get(unit=llcs).code not in text


def test_codes_are_each_their_own_also_after_one_was_taken_out(coming, llcs, tam):
    def add(label: str) -> Criterion:
        row = Criterion(criteria_set=coming, unit=llcs, label=label, points=Decimal(5), applies_to=["individual"])
        own.keep_criterion(row, by=tam, version=None)
        return row

    first, second = add("Một"), add("Hai")
    own.remove_criterion(first, by=tam, version=1)
    third = add("Ba")
    assert len({second.code, third.code}) == 2
    assert second.order < third.order


def test_two_colleagues_at_once_the_second_is_told_and_keeps_what_was_typed(as_, coming, llcs):
    row = kept(coming, llcs)
    address = f"/criteria/own/{row.pk}/"
    assert as_("truong.llcs").post(address, TYPED | {"version": "1", "enabled": "on"}).status_code == 302
    late = as_("canbo.llcs").post(address, TYPED | {"version": "1", "enabled": "on", "label": "Giờ giảng chung"})
    assert late.status_code == 409
    assert "Giờ giảng chung" in late.content.decode()
    assert Criterion.objects.get(pk=row.pk).label == "Giờ giảng mở"


def test_what_was_changed_meanwhile_is_not_taken_out(as_, coming, llcs):
    row = kept(coming, llcs, version=2)
    assert as_("canbo.llcs").post(f"/criteria/own/{row.pk}/remove/", {"version": "1"}).status_code == 409
    assert Criterion.objects.filter(pk=row.pk).exists()


def test_taken_out_it_is_gone_and_logged(as_, coming, llcs):
    row = kept(coming, llcs)
    assert as_("canbo.llcs").post(f"/criteria/own/{row.pk}/remove/", {"version": "1"}).status_code == 302
    assert not Criterion.objects.filter(unit=llcs).exists()
    assert AuditEntry.objects.get(act="Bỏ tiêu chí riêng").before["Tên ngắn"] == "Giờ giảng mở"


def test_what_something_was_written_to_is_only_switched_off(as_, coming, llcs):
    row = kept(coming, llcs)
    draft = builders.nomination(builders.colleague(llcs), llcs, by="canbo.llcs")
    Statement.objects.create(nomination=draft, criterion=row, text="Đã mở 04 giờ.")
    client = as_("canbo.llcs")
    page = client.post(f"/criteria/own/{row.pk}/remove/", {"version": "1"}, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.enabled, row.version) == (False, 2)
    assert "ngừng dùng" in page
    assert client.post(f"/criteria/own/{row.pk}/", TYPED | {"version": "2", "enabled": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.enabled is True


def test_after_the_first_dossier_was_sent_nothing_changes(as_, old, llcs, tam):
    row = kept(old, llcs)
    client = as_("canbo.llcs")
    for address in (new_address(llcs, old), f"/criteria/own/{row.pk}/", f"/criteria/own/{llcs.pk}/{old.pk}/notes/I3/"):
        assert client.get(address).status_code == 409
        assert client.post(address, TYPED | {"version": "1"}).status_code == 409
    with pytest.raises(Conflict, match="đã gửi hồ sơ"):
        own.keep_criterion(row, by=tam, version=1)
    with pytest.raises(Conflict, match="đã gửi hồ sơ"):
        own.remove_criterion(row, by=tam, version=1)
    with pytest.raises(Conflict, match="đã gửi hồ sơ"):
        own.keep_note(EvidenceNote(criteria_set=old, unit=llcs, code="I3", text="Sổ"), by=tam, version=None)
    with pytest.raises(Conflict, match="đã gửi hồ sơ"):
        own.take_over(old, llcs, by=tam)
    page = client.get("/criteria/own/").content.decode()
    assert "phiếu chấm không đổi giữa chừng" in page
    assert "Thêm tiêu chí riêng" not in page


def test_a_frozen_set_takes_them_while_the_unit_has_sent_nothing(coming, llcs, tam):
    CriteriaSet.objects.filter(pk=coming.pk).update(frozen_at=school_time(2026, 1, 15))
    row = Criterion(criteria_set=coming, unit=llcs, label="Giờ giảng mở", points=Decimal(5), applies_to=["individual"])
    own.keep_criterion(row, by=tam, version=None)
    assert row.pk


def test_a_year_that_has_ended_takes_none(coming, llcs, tam):
    moment = school_time(2026, 12, 31)
    PlanYear.objects.filter(year=2026).update(state="closed", opened_at=moment, closed_at=moment)
    row = Criterion(criteria_set=coming, unit=llcs, label="Giờ giảng mở", points=Decimal(5), applies_to=["individual"])
    with pytest.raises(Conflict):
        own.keep_criterion(row, by=tam, version=None)


def test_only_the_unit_itself_keeps_them(coming, llcs):
    row = Criterion(criteria_set=coming, unit=llcs, label="Giờ giảng mở", points=Decimal(5), applies_to=["individual"])
    for username in ("canbo.xdd", "truongphong", "giangvien"):
        with pytest.raises(Refusal):
            own.keep_criterion(row, by=User.objects.get(username=username), version=None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"label": ""}, "Vui lòng nhập mục này."),
        ({"text": ""}, "Vui lòng nhập mục này."),
        ({"points": "0"}, "Vui lòng nhập từ 0,1 đến 100."),
        ({"points": "7,55"}, "chữ số"),
        ({"applies_to": []}, "Vui lòng chọn một mục trong danh sách."),
        ({"applies_to": ["everybody"]}, "Vui lòng chọn một mục trong danh sách."),
    ],
)
def test_what_is_no_criterion_is_said_at_its_field(changed, words):
    form = OwnCriterionForm(TYPED | changed)
    assert words in str(form.errors)


def test_a_unit_has_no_gates_of_its_own(coming, llcs):
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(coming, llcs, kind="gate", source="office", points=None)


# -- notes ----------------------------------------------------------------------------------------------------


def test_a_note_says_what_counts_as_evidence_with_the_unit(as_, coming, llcs):
    client, address = as_("canbo.llcs"), f"/criteria/own/{llcs.pk}/{coming.pk}/notes/I3/"
    assert client.post(address, {"text": "Sổ dự giờ của khoa", "version": ""}).status_code == 302
    assert "Sổ dự giờ của khoa" in client.get("/criteria/own/").content.decode()
    assert client.post(address, {"text": "", "version": "1"}).status_code == 302
    assert "Sổ dự giờ của khoa" not in client.get("/criteria/own/").content.decode()
    assert AuditEntry.objects.filter(act="Ghi chú minh chứng của đơn vị").count() == 2


def test_two_notes_at_once_the_second_is_told(as_, coming, llcs):
    address = f"/criteria/own/{llcs.pk}/{coming.pk}/notes/I3/"
    as_("truong.llcs").post(address, {"text": "Sổ dự giờ", "version": ""})
    late = as_("canbo.llcs").post(address, {"text": "Biên bản dự giờ", "version": ""})
    assert late.status_code == 409
    assert "Biên bản dự giờ" in late.content.decode()
    assert EvidenceNote.objects.get().text == "Sổ dự giờ"


def test_there_is_no_note_to_what_is_no_standard_of_the_plan(as_, coming, llcs):
    row = kept(coming, llcs)
    client = as_("canbo.llcs")
    for code in (row.code, "X9"):
        assert client.get(f"/criteria/own/{llcs.pk}/{coming.pk}/notes/{code}/").status_code == 404


# -- from year to year ----------------------------------------------------------------------------------------


def test_a_copied_set_begins_without_them_and_one_click_takes_them_over(as_, old, coming, llcs):
    kept(old, llcs)
    kept(old, llcs, code="U-off", enabled=False, label="Đã bỏ")
    kept(old, Unit.objects.get(short_name="XDĐ"), label="Của khoa khác")
    EvidenceNote.objects.create(criteria_set=old, unit=llcs, code="I3", text="Sổ dự giờ")
    EvidenceNote.objects.create(criteria_set=old, unit=llcs, code="gone", text="Không còn")
    client = as_("canbo.llcs")
    assert not Criterion.objects.filter(criteria_set=coming, unit=llcs).exists()
    assert "Lấy lại từ năm trước" in client.get("/criteria/own/").content.decode()
    client.post(f"/criteria/own/{llcs.pk}/{coming.pk}/again/")
    rows = Criterion.objects.filter(criteria_set=coming).exclude(unit=None)
    assert [(row.label, row.code, row.unit) for row in rows] == [("Giờ giảng mở", f"U{llcs.pk}-1", llcs)]
    assert rows[0].group.criteria_set == coming
    assert [note.text for note in EvidenceNote.objects.filter(criteria_set=coming)] == ["Sổ dự giờ"]
    assert Criterion.objects.filter(criteria_set=old, unit=llcs).count() == 2
    assert "Lấy lại từ năm trước" not in client.get("/criteria/own/").content.decode()
    assert client.post(f"/criteria/own/{llcs.pk}/{coming.pk}/again/").status_code == 409


def test_what_is_there_already_is_not_overwritten(old, coming, llcs, tam):
    kept(old, llcs)
    kept(coming, llcs, label="Giờ giảng mở, bản mới")
    EvidenceNote.objects.create(criteria_set=old, unit=llcs, code="I3", text="Sổ dự giờ")
    assert own.take_over(coming, llcs, by=tam) == ["Sổ dự giờ"]
    assert Criterion.objects.get(criteria_set=coming, unit=llcs).label == "Giờ giảng mở, bản mới"


def test_when_the_year_takes_another_set_they_can_be_taken_along(coming, llcs, tam):
    kept(coming, llcs)
    other = sets.copy_set(coming, by=User.objects.get(username="truongphong"))
    PlanYear.objects.filter(year=2026).update(criteria_set=other)
    assert own.take_over(other, llcs, by=tam) == ["Giờ giảng mở"]


# -- as they are read -----------------------------------------------------------------------------------------


def test_on_the_catalogue_they_stand_apart_for_the_units_people_the_office_and_the_board(as_, old, llcs):
    kept(old, llcs, label="Giờ giảng mở của khoa")
    kept(old, llcs, code="U-off", label="Tiêu chí đã ngừng", enabled=False)
    EvidenceNote.objects.create(criteria_set=old, unit=llcs, code="I3", text="Sổ dự giờ của khoa")
    for username, sees in {
        "canbo.llcs": True, "giangvien": True, "chuyenvien": True, "hieutruong": True,
        "canbo.xdd": False, "hoidong1": False, "danguy": False, "quantri": False,
    }.items():  # fmt: skip
        page = as_(username).get("/criteria/?kind=individual").content.decode()
        assert ("Giờ giảng mở của khoa" in page, "Sổ dự giờ của khoa" in page) == (sees, sees), username
        assert ("không xếp hạng giữa các đơn vị" in page) == sees
        assert "Tiêu chí đã ngừng" not in page
        assert "Giờ giảng mở của khoa" not in as_(username).get("/criteria/?kind=collective").content.decode()


def test_the_catalogue_asks_as_often_for_one_as_for_many(as_, old, llcs, django_assert_num_queries):
    client = as_("chuyenvien")
    kept(old, llcs)
    client.get("/criteria/?kind=individual")
    with CaptureQueriesContext(connection) as one:
        client.get("/criteria/?kind=individual")
    for n, unit in enumerate(Unit.objects.filter(nominates=True)):
        kept(old, unit, code=f"many-{n}")
    with django_assert_num_queries(len(one)):
        client.get("/criteria/?kind=individual")
