"""Year-end ratings: facts with their paper, entered one by one or a unit at a time, never overwritten."""

import re
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from criteria.actions.plans import load_plan
from criteria.actions.ratings import Told, record_rating, record_unit
from criteria.models import Rating
from criteria.queries import ratings as queries
from criteria.vocabulary import Level, RatingOf
from portal import clock
from portal.models import AuditEntry, Person, Post, StoredFile, Unit, User
from portal.rights import Conflict
from recognition.demo.school import LLCS, NNPL, QLDT, TCHC, XDD
from tests.criteria.builders import MADE_UP, OURS, ROOT, with_criterion

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PAPER = {"decision_number": "140/QĐ-TCT", "decision_date": "18/11/2025"}
REFUSED = "Kết quả của {} vừa được người khác ghi."


@pytest.fixture
def ha(school) -> User:
    """Hoàng Thu Hà of the office keeps the ratings."""
    return User.objects.get(username="chuyenvien")


@pytest.fixture
def vinh(school) -> Person:
    """Trần Quang Vinh, lecturer of Khoa Lý luận cơ sở."""
    return Person.objects.get(full_name="Trần Quang Vinh")


@pytest.fixture
def hanh(school) -> Person:
    """Nguyễn Thị Hồng Hạnh, head of Khoa Lý luận cơ sở."""
    return Person.objects.get(full_name="Nguyễn Thị Hồng Hạnh")


def scan(name: str = "qd-140.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def rate(subject, level: Level, *, by: User, year: int = 2025, of=RatingOf.STAFF, seen=None, **more) -> Rating | None:
    told = {"decision_number": "140/QĐ-TCT", "decision_date": date(2025, 11, 18)} | more
    return record_rating(of=of, subject=subject, year=year, level=level, seen=seen, by=by, **told)


def entries(subject: Person) -> list[tuple[str, bool]]:
    """(level, standing) of everything ever recorded of a member of the staff for 2025, oldest first."""
    rows = Rating.objects.filter(person=subject, of="staff", year=2025).order_by("pk")
    return [(row.level, row.superseded_at is None) for row in rows]


# -- one by one -----------------------------------------------------------------------------------------------


def test_ha_writes_down_a_result_with_its_paper(as_, ha, vinh):
    browser = as_("chuyenvien")
    answer = browser.post(f"/ratings/2025/staff/{vinh.pk}/", PAPER | {"level": "good", "scan": scan()})
    assert answer.headers["Location"] == "/ratings/?year=2025"
    rating = Rating.objects.get(person=vinh, of="staff", year=2025)
    assert (rating.level, rating.paper, rating.recorded_by) == ("good", "140/QĐ-TCT, 18/11/2025", ha)
    assert (rating.scan.name, rating.scan.kind) == ("qd-140.pdf", "pdf")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.actor_name) == ("Ghi kết quả xếp loại", "Hoàng Thu Hà (chuyenvien)")
    assert entry.after == {"Mức xếp loại": "Hoàn thành tốt nhiệm vụ", "Văn bản": "140/QĐ-TCT, 18/11/2025"}


def test_a_correction_keeps_what_was_written_before(as_, ha, vinh):
    first = rate(vinh, Level.GOOD, by=ha)
    browser = as_("chuyenvien")
    browser.post(f"/ratings/2025/staff/{vinh.pk}/", PAPER | {"level": "excellent", "seen": first.pk})
    assert entries(vinh) == [("good", False), ("excellent", True)]
    entry = AuditEntry.objects.latest("pk")
    assert entry.act == "Sửa kết quả xếp loại"
    assert (entry.before["Mức xếp loại"], entry.after["Mức xếp loại"]) == (Level.GOOD.label, Level.EXCELLENT.label)
    below = browser.get(f"/ratings/2025/staff/{vinh.pk}/").context["page"].below
    assert [(row[0].text, row[0].second) for row in below.rows] == [
        ("Hoàn thành xuất sắc nhiệm vụ", "Đang có hiệu lực"),
        ("Hoàn thành tốt nhiệm vụ", ""),
    ]


def test_the_same_again_changes_nothing(ha, vinh):
    first = rate(vinh, Level.GOOD, by=ha)
    before = AuditEntry.objects.count()
    assert rate(vinh, Level.GOOD, by=ha, seen=first.pk) is None
    assert (entries(vinh), AuditEntry.objects.count()) == ([("good", True)], before)


def test_a_correction_without_a_scan_keeps_the_earlier_one(as_, vinh):
    browser, address = as_("chuyenvien"), f"/ratings/2025/staff/{vinh.pk}/"
    browser.post(address, PAPER | {"level": "good", "scan": scan()})
    first = Rating.objects.get(person=vinh, of="staff", year=2025)
    browser.post(address, PAPER | {"level": "good", "seen": first.pk, "decision_number": "141/QĐ-TCT"})
    standing = Rating.objects.standing().get(person=vinh, of="staff", year=2025)
    assert (standing.decision_number, standing.scan) == ("141/QĐ-TCT", first.scan)


def test_a_stale_page_is_refused_and_what_was_typed_is_still_there(as_, ha, vinh):
    """While Khôi had the page open, Hà wrote the result down."""
    rate(vinh, Level.EXCELLENT, by=ha)
    typed = {"level": "good", "decision_number": "152/QĐ-TCT", "decision_date": "19/11/2025", "seen": ""}
    answer = as_("truongphong").post(f"/ratings/2025/staff/{vinh.pk}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert REFUSED.format("Trần Quang Vinh") in page
    assert 'value="152/QĐ-TCT"' in page
    assert 'value="19/11/2025"' in page
    assert '<option value="good" selected>' in page
    assert "140/QĐ-TCT" in page  # what stands now, below the form
    assert entries(vinh) == [("excellent", True)]


def test_a_stale_page_leaves_no_file_in_the_books(as_, ha, vinh):
    rate(vinh, Level.EXCELLENT, by=ha)
    before = StoredFile.objects.count()
    answer = as_("truongphong").post(f"/ratings/2025/staff/{vinh.pk}/", PAPER | {"level": "good", "scan": scan()})
    assert (answer.status_code, StoredFile.objects.count()) == (409, before)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"level": ""}, "Vui lòng chọn một mục trong danh sách."),
        ({"level": "best"}, "Vui lòng chọn một mục trong danh sách."),
        ({"decision_number": ""}, "Vui lòng nhập mục này."),
        ({"decision_number": "x" * 61}, "Vui lòng rút gọn."),
        ({"decision_date": "18/13/2025"}, "Vui lòng nhập ngày theo dạng ngày/tháng/năm"),
        ({"decision_date": "18/11/2024"}, "Vui lòng nhập ngày từ 01/01/2025 đến 31/12/2026."),
        ({"decision_date": "18/11/2027"}, "Vui lòng nhập ngày từ 01/01/2025 đến 31/12/2026."),
        ({"scan": SimpleUploadedFile("qd.pdf", b"MZ\x90\x00" + b"\0" * 2000)}, "Không nhận loại tệp này."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(as_, vinh, changed, said):
    address = f"/ratings/2025/staff/{vinh.pk}/"
    answer = as_("chuyenvien").post(address, PAPER | {"level": "good"} | changed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert entries(vinh) == []


HUGE = 10**20  # no database has such a number


@pytest.mark.parametrize(
    "address",
    [
        "/ratings/2021/staff/{vinh}/",  # before the plan
        "/ratings/2026/staff/{vinh}/",  # not begun
        f"/ratings/{HUGE}/staff/{{vinh}}/",
        "/ratings/2025/grade/{vinh}/",  # nothing that is rated
        "/ratings/2025/staff/999999999/",
        f"/ratings/2025/staff/{HUGE}/",
        "/ratings/2025/party_cell/{llcs}/",  # a khoa is no party cell
        "/ratings/2021/units/{llcs}/",
        "/ratings/2025/units/{cell}/",  # a party cell has no page of its own
        f"/ratings/2025/units/{HUGE}/",
    ],
)
def test_what_the_plan_does_not_know_is_not_found(as_, llcs, vinh, address):
    cell = llcs.children.get(kind="party_cell")
    path = address.format(vinh=vinh.pk, llcs=llcs.pk, cell=cell.pk)
    for answer in (as_("chuyenvien").get(path), as_("chuyenvien").post(path, PAPER | {"level": "good"})):
        assert answer.status_code == 404
    assert entries(vinh) == []


def test_a_year_of_the_plan_that_nobody_set_up_has_ratings_too(as_, vinh):
    assert as_("chuyenvien").get(f"/ratings/2022/staff/{vinh.pk}/").status_code == 200
    assert as_("chuyenvien").get(f"/ratings/2021/staff/{vinh.pk}/").status_code == 404


# -- a whole unit on one page ---------------------------------------------------------------------------------


def posted(page, **changes: str) -> dict:
    """What the unit's page sends back, with these fields typed over."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if not name.endswith("-scan")}
    shown = {name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value for name, value in values.items()}
    return {name: "" if value is None else value for name, value in shown.items()} | changes


def test_a_whole_unit_on_one_page(as_, llcs, vinh, tam):
    browser, address = as_("chuyenvien"), f"/ratings/2025/units/{llcs.pk}/"
    typed = {f"staff-{vinh.pk}": "excellent", f"staff-{tam.pk}": "good", "staff-number": "140/QĐ-TCT"}
    data = posted(browser.get(address), **typed, **{"staff-date": "18/11/2025"}) | {"staff-scan": scan()}
    assert browser.post(address, data).headers["Location"] == f"/ratings/?year=2025&unit={llcs.pk}"
    assert (entries(vinh), entries(tam)) == ([("excellent", True)], [("good", True)])
    of_both = Rating.objects.filter(year=2025, of="staff")
    assert of_both.count() == 2
    assert len({rating.scan_id for rating in of_both}) == 1, "one scan serves everyone the decision names"


def test_the_page_of_a_unit_is_all_or_nothing(as_, ha, llcs, vinh, tam):
    """Hà wrote down Tâm's result while Khôi was filling in the page."""
    browser, address = as_("truongphong"), f"/ratings/2025/units/{llcs.pk}/"
    page = browser.get(address)
    rate(tam, Level.EXCELLENT, by=ha)
    files = StoredFile.objects.count()
    typed = {f"staff-{vinh.pk}": "good", f"staff-{tam.pk}": "good", "staff-number": "152/QĐ-TCT"}
    data = posted(page, **typed, **{"staff-date": "19/11/2025"}) | {"staff-scan": scan()}
    answer = browser.post(address, data)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert REFUSED.format("Lê Thị Minh Tâm") in shown
    assert 'value="152/QĐ-TCT"' in shown
    assert shown.count('<option value="good" selected>') >= 2
    assert (entries(vinh), entries(tam)) == ([], [("excellent", True)])
    assert StoredFile.objects.count() == files


def test_a_fault_in_the_last_line_undoes_the_first(ha, vinh, tam, monkeypatch):
    told = [Told(RatingOf.STAFF, each, Level.GOOD, "140/QĐ-TCT", date(2025, 11, 18), None) for each in (vinh, tam)]
    real = Rating.objects.create

    def failing(**fields) -> Rating:
        return real(**fields) if fields["person"] == vinh else 1 / 0

    monkeypatch.setattr(Rating.objects, "create", failing)
    with pytest.raises(ZeroDivisionError):
        record_unit(told, scans={}, year=2025, by=ha)
    assert (entries(vinh), entries(tam)) == ([], [])


def test_a_paper_says_nothing_about_those_it_does_not_name(as_, ha, llcs, vinh, tam):
    """Vinh was rated by one decision; a later one names Tâm alone."""
    rate(vinh, Level.GOOD, by=ha)
    browser, address = as_("chuyenvien"), f"/ratings/2025/units/{llcs.pk}/"
    typed = {f"staff-{tam.pk}": "good", "staff-number": "152/QĐ-TCT", "staff-date": "19/11/2025"}
    browser.post(address, posted(browser.get(address), **typed))
    assert entries(vinh) == [("good", True)]
    assert {rating.person: rating.decision_number for rating in Rating.objects.filter(year=2025, of="staff")} == {
        vinh: "140/QĐ-TCT",
        tam: "152/QĐ-TCT",
    }


def test_a_mistyped_number_is_mended_for_everyone_it_names(as_, ha, llcs, vinh, tam):
    for person in (vinh, tam):
        rate(person, Level.GOOD, by=ha, decision_number="104/QĐ-TCT")
    browser, address = as_("chuyenvien"), f"/ratings/2025/units/{llcs.pk}/"
    page = browser.get(address)
    assert posted(page)["staff-number"] == "104/QĐ-TCT"
    browser.post(address, posted(page, **{"staff-number": "140/QĐ-TCT"}))
    standing = Rating.objects.standing().filter(year=2025, of="staff")
    assert {rating.decision_number for rating in standing} == {"140/QĐ-TCT"}
    assert (entries(vinh), entries(tam)) == ([("good", False), ("good", True)],) * 2


def test_a_page_sent_back_as_it_was_changes_nothing(as_, llcs):
    browser, address = as_("chuyenvien"), f"/ratings/2024/units/{llcs.pk}/"
    before = list(Rating.objects.order_by("pk").values())
    assert browser.post(address, posted(browser.get(address))).status_code == 302
    assert list(Rating.objects.order_by("pk").values()) == before


def test_a_result_without_its_paper_is_refused_where_it_is_missing(as_, llcs, vinh):
    browser, address = as_("chuyenvien"), f"/ratings/2025/units/{llcs.pk}/"
    answer = browser.post(address, posted(browser.get(address), **{f"staff-{vinh.pk}": "good"}))
    assert answer.context["form"].errors == {
        "staff-number": ["Vui lòng nhập số văn bản."],
        "staff-date": ["Vui lòng nhập ngày."],
    }
    assert entries(vinh) == []


def test_a_result_is_corrected_not_emptied(as_, ha, llcs, vinh):
    rate(vinh, Level.GOOD, by=ha)
    browser, address = as_("chuyenvien"), f"/ratings/2025/units/{llcs.pk}/"
    answer = browser.post(address, posted(browser.get(address), **{f"staff-{vinh.pk}": ""}))
    assert "Kết quả đã ghi không xóa được." in answer.content.decode()
    assert entries(vinh) == [("good", True)]


def test_what_somebody_wrote_meanwhile_elsewhere_on_the_page_stays(as_, ha, llcs, vinh, tam):
    """Khôi's page still shows nothing for Vinh, and says nothing about him: both results stand."""
    browser, address = as_("truongphong"), f"/ratings/2025/units/{llcs.pk}/"
    page = browser.get(address)
    rate(vinh, Level.EXCELLENT, by=ha)
    typed = {f"staff-{tam.pk}": "good", "staff-number": "152/QĐ-TCT", "staff-date": "19/11/2025"}
    assert browser.post(address, posted(page, **typed)).status_code == 302
    assert (entries(vinh), entries(tam)) == ([("excellent", True)], [("good", True)])


# -- whose rating is asked for --------------------------------------------------------------------------------


def due_of(of: RatingOf, year: int = 2025) -> list[str]:
    return [str(due.subject) for due in queries.dues(year, queries.content_of_year(year)) if due.of == of]


def test_a_party_rating_is_asked_only_of_heads_who_are_party_members(school):
    heads = {"Nguyễn Thị Hồng Hạnh", "Vũ Minh Đức", "Phạm Văn Hòa", "Đinh Thị Thanh Huyền", "Nguyễn Đình Khôi"}
    assert set(due_of(RatingOf.PARTY_MEMBER)) == heads | {"Vũ Đình Thuận"}
    Person.objects.filter(full_name="Vũ Minh Đức").update(party_member=False)
    assert set(due_of(RatingOf.PARTY_MEMBER)) == (heads | {"Vũ Đình Thuận"}) - {"Vũ Minh Đức"}


def test_a_plan_that_asks_it_of_individuals_has_it_of_every_party_member(school):
    asked = with_criterion(OURS, "I0", enabled=True, ratings=OURS_PARTY)
    found = queries.dues(2025, asked)
    members = {str(due.subject) for due in found if due.of == RatingOf.PARTY_MEMBER}
    assert len(members) == Person.objects.filter(party_member=True).count() == 39
    assert "Trần Quang Vinh" in members
    assert "Mai Anh Khoa" not in members


OURS_PARTY = next(criterion.ratings for criterion in OURS.criteria if criterion.code == "H6")


def test_a_plan_that_asks_it_of_nobody_has_none(school):
    load_plan(MADE_UP, by=None)
    assert [due for due in queries.dues(2025, MADE_UP) if due.of == RatingOf.PARTY_MEMBER] == []


def test_a_party_rating_that_is_asked_of_nobody_has_no_page(as_, vinh, hanh):
    browser = as_("chuyenvien")
    assert browser.get(f"/ratings/2025/party_member/{hanh.pk}/").status_code == 200
    assert browser.get(f"/ratings/2025/party_member/{vinh.pk}/").status_code == 404
    assert browser.post(f"/ratings/2025/party_member/{vinh.pk}/", PAPER | {"level": "good"}).status_code == 404
    assert not Rating.objects.filter(person=vinh, of="party_member").exists()


def test_which_ratings_the_plan_rests_on(school):
    asked = {(due.of.value, str(due.subject)): due.asked for due in queries.dues(2025, OURS)}
    assert asked["unit", LLCS]
    assert asked["party_cell", "Chi bộ khoa Lý luận cơ sở"]
    assert asked["trade_union", "Tổ công đoàn khoa Lý luận cơ sở"]
    assert asked["youth_union", "Chi đoàn Trường Chính trị"]
    assert asked["staff", "Nguyễn Thị Hồng Hạnh"]
    assert not asked["staff", "Trần Quang Vinh"]  # the gate for ordinary individuals is switched off


def test_who_belongs_where_counts_on_the_review_date(ha, llcs, xdd, vinh):
    """In 2023 Vinh taught at Xây dựng Đảng; he moved in 2024."""
    vinh.posts.update(valid_from=date(2024, 2, 1))
    Post.objects.create(
        person=vinh, unit=xdd, title="Giảng viên", valid_from=date(2020, 1, 1), valid_to=date(2024, 1, 31)
    )
    units = {
        year: next(due.unit for due in queries.dues(year, OURS) if due.subject == vinh) for year in (2023, 2024, 2025)
    }
    assert units == {2023: xdd, 2024: llcs, 2025: llcs}


def test_a_head_who_also_teaches_elsewhere_is_asked_as_a_head(school, xdd, hanh):
    Post.objects.create(person=hanh, unit=xdd, title="Giảng viên kiêm nhiệm", valid_from=date(2024, 9, 1))
    found = [(due.of.value, due.unit.name, due.asked) for due in queries.dues(2025, OURS) if due.subject == hanh]
    assert found == [("staff", LLCS, True), ("party_member", LLCS, True)]


# -- the list -------------------------------------------------------------------------------------------------


def names(answer) -> list[str]:
    return [row[0].text for row in answer.context["table"].rows]


def test_the_list_counts_what_is_missing(as_, ha, hanh):
    reader = as_("hieutruong")
    answer = reader.get("/ratings/?year=2025")
    missing = answer.context["missing"]
    assert f"Còn {missing:02d} kết quả mà tiêu chuẩn của Kế hoạch cần" in answer.content.decode()
    rate(hanh, Level.EXCELLENT, by=ha)
    assert reader.get("/ratings/?year=2025").context["missing"] == missing - 1
    assert reader.get("/ratings/?year=2024").context["missing"] == 0


def test_the_list_shows_what_stands_not_what_was(as_, ha, vinh):
    first = rate(vinh, Level.GOOD, by=ha)
    rate(vinh, Level.EXCELLENT, by=ha, seen=first.pk, decision_number="152/QĐ-TCT")
    ((_name, _unit, level, number, _day, _scan),) = (
        as_("hieutruong").get("/ratings/?q=quang+vinh").context["table"].rows
    )
    assert (level.text, number.text) == ("Hoàn thành xuất sắc nhiệm vụ", "152/QĐ-TCT")


def test_the_list_says_no_result_or_not_asked(as_, hanh, vinh):
    def state_of(person: Person) -> str:
        (row,) = [
            row
            for row in as_("hieutruong").get("/ratings/", {"q": person.full_name}).context["table"].rows
            if row[0].second == "Công chức, viên chức"
        ]
        return str(row[2].state.label)

    assert state_of(hanh) == "Chưa có kết quả"
    assert state_of(vinh) == "Kế hoạch không yêu cầu"


def test_filters(as_, llcs):
    reader = as_("chuyenvien")
    assert names(reader.get("/ratings/?q=quang+vinh")) == ["Trần Quang Vinh"]
    of_llcs = names(reader.get(f"/ratings/?unit={llcs.pk}"))
    assert of_llcs[:3] == [LLCS, "Chi bộ khoa Lý luận cơ sở", "Tổ công đoàn khoa Lý luận cơ sở"]
    assert len(of_llcs) == 3 + 9 + 1  # its bodies, its people, its head as party member
    assert LLCS not in names(reader.get(f"/ratings/?unit={llcs.pk}&missing=asked"))
    assert len(names(reader.get(f"/ratings/?unit={llcs.pk}&missing=no"))) == 13 - 2
    asked = names(reader.get(f"/ratings/?unit={llcs.pk}&missing=asked"))
    assert asked == ["Tổ công đoàn khoa Lý luận cơ sở", "Nguyễn Thị Hồng Hạnh", "Nguyễn Thị Hồng Hạnh"]
    assert reader.get("/ratings/?year=2023").context["year"] == "2023"


@pytest.mark.parametrize(
    "asked", ["year=abc", "year=2021", "unit=x", "unit=999999", "missing=all", "page=" + "9" * 30, "sort=x"]
)
def test_filters_that_make_no_sense_are_left_out(as_, school, asked):
    answer = as_("chuyenvien").get(f"/ratings/?{asked}")
    assert (answer.status_code, answer.context["year"]) == (200, "2025")


def test_the_filters_show_what_was_asked(as_, llcs):
    page = as_("chuyenvien").get(f"/ratings/?q=vinh&unit={llcs.pk}").content.decode()
    assert 'value="vinh"' in page
    assert f'<option value="{llcs.pk}" selected>' in page
    assert '<option value="2025" selected>' in page


def test_only_those_who_keep_ratings_are_led_to_write(as_, llcs):
    for username, leads in (("chuyenvien", True), ("hieutruong", False)):
        answer = as_(username).get("/ratings/")
        assert any(row[0].href for row in answer.context["table"].rows) == leads
        assert bool(answer.context["units"]) == leads


# Session, account, grants, unread; which years there are; the year and its standards; units, posts, ratings; filters.
QUERIES = {"/ratings/?q=quang+vinh": 15, "/ratings/2025/units/{}/": 14, "/ratings/export.xlsx?q=quang+vinh": 12}


@pytest.mark.parametrize(("address", "queries"), QUERIES.items())
def test_queries_do_not_grow_with_the_subjects(as_, ha, llcs, address, queries):
    browser = as_("chuyenvien")

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    few = counted(address.format(llcs.pk))
    for number in range(30):
        person = Person.objects.create(full_name=f"Nguyễn Văn {number}", sex="male", party_member=True)
        Post.objects.create(person=person, unit=llcs, title="Giảng viên", valid_from="2024-01-01")
        rate(person, Level.GOOD, by=ha)
        Unit.objects.create(name=f"Chi bộ {number}", kind="party_cell", parent=llcs)
    assert (few, counted(address.format(llcs.pk).split("?")[0])) == (queries, queries)


def test_the_spreadsheet_is_the_list_with_typed_cells(as_, ha, vinh):
    rate(vinh, Level.GOOD, by=ha, decision_number="=140/QĐ-TCT")
    answer = as_("hieutruong").get("/ratings/export.xlsx?q=quang+vinh")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="xep-loai-2025.xlsx"'
    head, row = load_workbook(BytesIO(answer.content)).active.iter_rows()
    assert [cell.value for cell in head] == [
        "Được xếp loại",
        "Đơn vị",
        "Mức xếp loại",
        "Quyết định, thông báo",
        "Ngày ban hành",
        "Bản chụp",
    ]
    assert [cell.value for cell in row] == [
        "Trần Quang Vinh\nCông chức, viên chức",
        LLCS,
        "Hoàn thành tốt nhiệm vụ",
        "=140/QĐ-TCT",
        datetime(2025, 11, 18),
        "–",
    ]
    assert [cell.data_type for cell in row] == ["s", "s", "s", "s", "d", "s"]
    assert row[4].number_format == "dd/mm/yyyy"


# -- the scan -------------------------------------------------------------------------------------------------


@pytest.fixture
def with_scan(school) -> dict[str, Rating]:
    """The rating of a unit, with its scan, for 2025."""
    return {name: Rating.objects.standing().get(unit__name=name, year=2025) for name in (LLCS, XDD, NNPL, QLDT, TCHC)}


@pytest.mark.parametrize(
    ("username", "own", "other"),
    [
        ("canbo.llcs", 200, 404),
        ("truong.llcs", 200, 404),
        ("canbo.xdd", 404, 200),
        ("chuyenvien", 200, 200),
        ("hieutruong", 200, 200),
        ("hoidong1", 404, 404),
        ("danguy", 404, 404),
        ("giangvien", 404, 404),
        ("quantri", 404, 404),
        ("", 302, 302),
    ],
)
def test_who_gets_the_scan_of_a_unit(as_, with_scan, username, own, other):
    browser = as_(username)
    answers = [browser.get(f"/ratings/{with_scan[name].pk}/scan/") for name in (LLCS, XDD)]
    assert [answer.status_code for answer in answers] == [own, other]
    for answer in answers:
        answer.close()


def test_the_scan_is_a_download_that_no_browser_runs(as_, with_scan):
    rating = with_scan[LLCS]
    answer = as_("canbo.llcs").get(f"/ratings/{rating.pk}/scan/")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Th%C3%B4ng%20b%C3%A1o")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.getvalue().startswith(b"%PDF-")


def test_a_person_gets_the_scan_of_their_own_rating(as_, ha, vinh, tam):
    browser = as_("chuyenvien")
    for person in (vinh, tam):
        browser.post(f"/ratings/2025/staff/{person.pk}/", PAPER | {"level": "good", "scan": scan()})
    of_vinh, of_tam = (Rating.objects.get(person=person, of="staff", year=2025).pk for person in (vinh, tam))
    mine = as_("giangvien")
    assert mine.get(f"/ratings/{of_tam}/scan/").status_code == 404
    assert mine.get(f"/ratings/{of_vinh}/scan/").getvalue() == PDF


@pytest.mark.parametrize("pk", ["999999999", "99999999999999999999"])
def test_a_scan_that_is_not_there(as_, school, pk):
    assert as_("chuyenvien").get(f"/ratings/{pk}/scan/").status_code == 404


def test_a_rating_without_a_scan_has_none_to_give(as_, ha, vinh):
    rating = rate(vinh, Level.GOOD, by=ha)
    assert as_("chuyenvien").get(f"/ratings/{rating.pk}/scan/").status_code == 404


# -- the table itself -----------------------------------------------------------------------------------------


def test_one_rating_stands(ha, llcs, vinh):
    rating = rate(vinh, Level.GOOD, by=ha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            of="staff", person=vinh, year=2025, level="fail", decision_date=date(2025, 11, 19), recorded_by=ha
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            of="unit", unit=llcs, year=2025, level="fail", decision_date=date(2025, 11, 19), recorded_by=ha
        )
    Rating.objects.filter(pk=rating.pk).update(superseded_at=clock.now())
    rate(vinh, Level.EXCELLENT, by=ha)
    assert entries(vinh) == [("good", False), ("excellent", True)]


@pytest.mark.parametrize("wrong", ["both", "neither", "a unit rated as staff", "a person rated as a unit"])
def test_a_rating_is_of_a_unit_or_of_a_person(ha, llcs, vinh, wrong):
    fields = {
        "both": {"of": "unit", "unit": llcs, "person": vinh},
        "neither": {"of": "unit"},
        "a unit rated as staff": {"of": "staff", "unit": llcs},
        "a person rated as a unit": {"of": "unit", "person": vinh},
    }[wrong]
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(**fields, year=2026, level="good", decision_date=date(2025, 11, 19), recorded_by=ha)


def test_two_first_entries_at_once_give_one(as_, ha, vinh, monkeypatch):
    """Between the look and the write another request has written: the table refuses, the page says so."""
    monkeypatch.setattr("criteria.models.ratings.RatingQuerySet.standing", lambda rows: rows.none())
    rate(vinh, Level.GOOD, by=ha)
    answer = as_("truongphong").post(f"/ratings/2025/staff/{vinh.pk}/", PAPER | {"level": "excellent"})
    assert answer.status_code == 409
    assert "vừa có người khác ghi trước" in answer.content.decode()
    assert entries(vinh) == [("good", True)]


def test_a_stale_entry_is_refused_by_the_action_too(ha, vinh):
    first = rate(vinh, Level.GOOD, by=ha)
    rate(vinh, Level.EXCELLENT, by=ha, seen=first.pk)
    for seen in (None, first.pk):
        with pytest.raises(Conflict, match="vừa được người khác ghi"):
            rate(vinh, Level.FAIL, by=ha, seen=seen)
    assert entries(vinh) == [("good", False), ("excellent", True)]


def test_nothing_computes_a_rating():
    """No code but the act of recording makes one: a rating is what its paper says.

    The import holds one in memory, to compare a sheet's row with what stands; it is kept by the same act.
    """
    makers = [
        path.relative_to(ROOT).as_posix()
        for app in ("portal", "criteria", "nominations", "recognition")
        for path in sorted((ROOT / app).rglob("*.py"))
        if re.search(
            r"\bRating(\.objects\.\w*create)?\(", path.read_text(encoding="utf-8").replace("class Rating(", "")
        )
    ]
    assert makers == ["criteria/actions/ratings.py", "criteria/resources.py"]
    imports = (ROOT / "criteria/resources.py").read_text(encoding="utf-8")
    assert not re.search(r"\.objects\.\w*create\(|\.save\(", imports)
