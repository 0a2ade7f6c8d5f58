"""Before a list is closed: what still waits, and the closing as a batch that counts, names and stops as one."""

import pytest

from nominations.models import Evidence, Nomination
from portal.rights import Conflict
from recognition.actions import lists as actions
from recognition.before import standards_missed, twins
from recognition.minutes import settled
from recognition.models import KeptEntry, ListVersion, ReviewList
from recognition.queries import batches
from recognition.queries import before as queries
from recognition.queries.lists import working_list
from tests.recognition.meetings import vote
from tests.recognition.people import account, close, list_of, of
from tests.recognition.test_pages import queries_of

OFFICE, PRINCIPAL = "chuyenvien", "hieutruong"


@pytest.fixture
def compiling(school) -> ReviewList:
    return list_of(2025)


def points(review_list: ReviewList) -> dict[str, list[str]]:
    working = queries.marked(review_list, working_list(review_list))
    found = queries.before_closing(review_list, working, may_open=True)
    return {point.key: [row.text for row in point.rows] for point in found.points}


# -- what still waits -----------------------------------------------------------------------------------------


def test_what_is_owed_twice_is_told_once_for_each_owner():
    rows = [("a", 1, "An"), ("a", 1, "An nữa"), ("b", 1, "An"), ("b", 2, "Bình"), ("c", 1, "An"), ("c", 2, "Bình")]
    assert twins(rows) == [["An", "Bình"]]


def test_how_many_would_stand_and_what_is_left_to_do(compiling):
    working = queries.marked(compiling, working_list(compiling))
    found = queries.before_closing(compiling, working, may_open=True)
    assert found.stands == (
        "04 mục sẽ có tên trong danh sách (cá nhân, toàn diện: 03; cá nhân, từng mặt: 01). "
        "Trong số cá nhân: 02 nữ, 02 nam."
    )
    told = points(compiling)
    assert told["unmarked"] == ["Lương Văn Khải", "Phòng Tổ chức, hành chính, thông tin, tư liệu"]
    assert told["waiting"] == ["Hoàng Thị Mai Phương", "Đỗ Thị Lan Anh"]
    assert told["silent"] == ["Lê Đức Thịnh"]
    assert "Khoa Lý luận cơ sở" in told["awaiting"]
    assert "flagged" not in told, "the one that is asked about has its reason"


def test_a_standard_is_told_with_everybody_who_misses_it_or_waits(compiling):
    outside = working_list(compiling).outside
    found = {each.label: each for each in standards_missed((str(out.nomination), out.score) for out in outside)}
    missed = [name for each in found.values() for name in each.missed]
    waiting = [name for each in found.values() for name in each.waiting]
    assert "Nguyễn Hữu Phước" in missed
    assert "Phòng Quản lý đào tạo và nghiên cứu khoa học" in missed
    assert "Khoa Lý luận cơ sở" in waiting
    assert "Khoa Lý luận cơ sở" not in missed
    sizes = [len(each.missed) + len(each.waiting) for each in found.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_an_entry_without_its_reason_comes_first_and_holds_the_closing(compiling, as_):
    KeptEntry.objects.filter(nomination__plan_year=compiling.plan_year).delete()
    page = as_(OFFICE).get(f"/lists/{compiling.pk}/before/").context["before"]
    assert [(point.key, [row.text for row in point.rows]) for point in page.holding] == [
        ("flagged", ["Bùi Thanh Tùng"])
    ]
    assert page.points[0].href == f"/lists/{compiling.pk}/balance/#flags"


def test_one_file_in_the_dossiers_of_two_is_told(compiling):
    assert "files" not in points(compiling)
    mine, theirs = (of(name).evidence.first() for name in ("Trần Quang Vinh", "Đặng Thị Ngọc Ánh"))
    Evidence.objects.create(nomination=theirs.nomination, file=mine.file, title="Bản chụp lại")
    assert points(compiling)["files"] == [f"Trần Quang Vinh: {mine.title}; Đặng Thị Ngọc Ánh: Bản chụp lại"]
    Evidence.objects.filter(title="Bản chụp lại").update(removed_at=mine.nomination.submitted_at)
    assert "files" not in points(compiling)


def test_one_model_name_of_two_is_told_however_it_is_written(compiling):
    Nomination.objects.filter(pk=of("Đặng Thị Ngọc Ánh").pk).update(model_name="bo tinh huong PHÁP LUẬT cơ sở")
    assert points(compiling)["models"] == [
        "Bùi Thanh Tùng (“Bộ tình huống pháp luật cơ sở”); Đặng Thị Ngọc Ánh (“bo tinh huong PHÁP LUẬT cơ sở”)"
    ] or points(compiling)["models"] == [
        "Đặng Thị Ngọc Ánh (“bo tinh huong PHÁP LUẬT cơ sở”); Bùi Thanh Tùng (“Bộ tình huống pháp luật cơ sở”)"
    ]


def test_two_people_of_one_name_are_told(compiling):
    assert "names" not in points(compiling)
    other = of("Bùi Thanh Tùng").subject_person
    other.full_name = "Trần Quang Vinh"
    other.save()
    assert points(compiling)["names"] == [
        "Trần Quang Vinh, Khoa Lý luận cơ sở; Trần Quang Vinh, Khoa Nhà nước và pháp luật"
    ]


def test_units_below_the_models_they_owe_and_last_years_that_nobody_looked_at(compiling):
    told = points(compiling)
    assert told["owing"] == ["Phòng Tổ chức, hành chính, thông tin, tư liệu"]
    assert len(told["evaluation"]) == 9
    assert "Khoa Lý luận cơ sở" not in told["evaluation"], "that one has been evaluated"
    Nomination.objects.filter(plan_year__year=2024, state="recognised").update(state="revoked")
    assert "evaluation" not in points(compiling)


def test_nothing_of_it_but_a_missing_reason_holds_the_closing(compiling):
    assert {"evaluation", "waiting", "silent", "owing"} <= set(points(compiling))
    assert close(compiling).number == 1


def test_a_supplement_is_asked_only_about_its_own(compiling):
    compiling.number = 2
    assert not {"waiting", "silent", "owing", "evaluation"} & set(points(compiling))


@pytest.mark.parametrize("page", ["", "before/", "balance/", "balance/export.xlsx", "side-by-side/"])
def test_the_same_queries_for_one_and_for_all(as_, compiling, page):
    client, address = as_(PRINCIPAL), f"/lists/{compiling.pk}/{page}"
    client.get(address)
    many = queries_of(client, address)
    rows = Nomination.objects.filter(plan_year__year=2025).exclude(unit__short_name="LLCS")
    rows.exclude(subject_person__full_name="Bùi Thanh Tùng").update(state="withdrawn")
    assert queries_of(client, address) == many


def test_the_same_queries_for_one_exemplar_of_last_year_and_for_all(as_, compiling):
    client, address = as_(PRINCIPAL), f"/lists/{compiling.pk}/last-year/"
    many = queries_of(client, address)
    rows = Nomination.objects.filter(plan_year__year=2024, state="recognised")
    rows.exclude(unit__short_name="TC-HC-TT-TL").update(state="revoked")
    assert queries_of(client, address) == many


def test_links_are_only_for_who_may_follow_them(as_, compiling):
    office, reader = (as_(who).get(f"/lists/{compiling.pk}/before/").content.decode() for who in (OFFICE, "danguy"))
    dossier = f'href="/nominations/{of("Lương Văn Khải").pk}/"'
    assert dossier in office
    assert dossier not in reader
    assert "Lương Văn Khải" in reader


# -- closing as a batch ---------------------------------------------------------------------------------------


def test_the_button_says_how_many_and_the_dialog_names_them(as_, compiling):
    page = as_(OFFICE).get(f"/lists/{compiling.pk}/").content.decode()
    dialog = page[page.index('id="close"') :]
    dialog = dialog[: dialog.index("</dialog>")]
    assert "Chốt danh sách 04 mục</button>" in dialog
    assert [name in dialog for name in ("Trần Quang Vinh", "Đặng Thị Ngọc Ánh", "Bùi Thanh Tùng", "Ngô Thị Bích Ngọc")]
    assert "09 hồ sơ khác đứng ngoài danh sách, lý do được lưu cùng bản này." in dialog


def test_approving_says_how_many_and_who(as_, compiling):
    frozen = close(compiling)
    found = batches.approving(frozen.content)
    assert (found.n, found.verb) == (4, "Duyệt danh sách 04 mục")
    assert next(name for name, *_rest in found.rows) == "Trần Quang Vinh"
    vote(compiling, last=8)
    found = batches.approving(settled(frozen))
    assert [figure for _name, _place, figure in found.rows] == [
        *("09/11, đạt", "09/11, đạt", "10/11, đạt"),
        "08/11, không đạt",
    ]


def test_who_was_not_on_the_screen_as_they_stand_now_is_named_and_nothing_is_closed(as_, compiling):
    """The page was opened; then one dossier was taken up again."""
    client = as_(OFFICE)
    working = client.get(f"/lists/{compiling.pk}/").context["working"]
    seen = batches.as_seen(line.nomination for line in working.lines)
    gone = of("Ngô Thị Bích Ngọc")
    actions.set_aside(gone, reason="Chờ xác minh", by=account(OFFICE))
    data = {"version": compiling.version, "entries": seen}
    answer = client.post(f"/lists/{compiling.pk}/close/", data)
    assert answer.status_code == 409
    assert "Ngô Thị Bích Ngọc (không còn đứng trong danh sách)" in answer.content.decode()
    assert (list_of(2025).state, ListVersion.objects.filter(review_list=compiling).exists()) == ("compiling", False)
    now = client.get(f"/lists/{compiling.pk}/").context["closing"].seen
    assert client.post(f"/lists/{compiling.pk}/close/", data | {"entries": now}).status_code == 302


def test_who_came_since_and_who_changed_are_named_too(compiling):
    lines = [line.nomination for line in working_list(compiling).lines]
    seen = {each.pk: each.version for each in lines[1:]} | {lines[-1].pk: lines[-1].version - 1}
    with pytest.raises(Conflict) as refused:
        close(compiling, seen=seen)
    assert f"{lines[0]} (mới vào danh sách); {lines[-1]} (hồ sơ vừa thay đổi)" in refused.value.what


@pytest.mark.parametrize("entries", ["1", "1.", "a.b", "1.1  ", "9" * 30 + ".1", "1.1\x00"])
def test_a_button_that_sends_nonsense_closes_nothing(as_, compiling, entries):
    answer = as_(OFFICE).post(f"/lists/{compiling.pk}/close/", {"version": compiling.version, "entries": entries})
    assert answer.status_code in (400, 409)
    assert list_of(2025).state == "compiling"


def test_one_that_cannot_move_is_named_and_nothing_is_written(compiling, monkeypatch):
    """Somebody reopens a dossier between the reading and the move."""
    working = working_list(compiling)
    monkeypatch.setattr(actions.queries, "working_list", lambda review_list: working)
    last = working.lines[-1].nomination
    Nomination.objects.filter(pk=last.pk).update(state="received")
    with pytest.raises(Conflict) as refused:
        close(compiling)
    assert refused.value.what.startswith(
        "Chưa ghi gì, vì một hồ sơ không chuyển được: Ngô Thị Bích Ngọc (Đã thẩm định)."
    )
    assert (list_of(2025).state, Nomination.objects.filter(state="listed").count()) == ("compiling", 0)
