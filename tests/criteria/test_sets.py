"""The catalogue as its keeper, Trưởng Phòng Nguyễn Đình Khôi, edits it for a year that is not open yet."""

import html
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from criteria import content, editing
from criteria.actions import sets
from criteria.models import CriteriaSet, Criterion, EvidenceNote, Group, Mark, Scorecard
from criteria.plan_file import read_plan
from criteria.plan_toml import write_plan
from criteria.trial import try_on_last_year
from nominations.models import Nomination
from portal.models import AuditEntry, User
from portal.rights import Conflict, Refusal


@pytest.fixture
def khoi(school) -> User:
    return User.objects.get(username="truongphong")


@pytest.fixture
def frozen(school) -> CriteriaSet:
    return CriteriaSet.objects.select_related("plan").get()


@pytest.fixture
def draft(frozen, khoi) -> CriteriaSet:
    return sets.copy_set(frozen, by=khoi)


def row(told, code):
    return next(each for each in told.criteria if each.code == code)


def typed(page: bytes) -> dict:
    """What a browser would send of the page's main form, as it stands."""
    form = re.search(rb"<form method=\"post\"[^>]*novalidate>(.*?)</form>", page, re.S)[1].decode()
    data: dict = {}
    for field in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', field))
        tick = attributes.get("type") in ("checkbox", "radio")
        if tick and not re.search(r"\bchecked\b", field):
            continue
        data.setdefault(attributes["name"], []).append(html.unescape(attributes.get("value", "on" if tick else "")))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        data[name] = [html.unescape(text)]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        data[name] = re.findall(r'value="([^"]*)"\s+selected', options)[:1] or [""]
    if tried := re.search(rb'name="tried" value="(\w+)"', page):
        data["tried"] = [tried[1].decode()]  # of the button that keeps what was tried
    return data


# -- copies, files, comparison --------------------------------------------------------------------------------


def test_a_copy_says_the_same_and_is_not_frozen(frozen, draft):
    assert content.read(draft) == content.read(frozen)
    assert (draft.number, draft.frozen_at) == (frozen.number + 1, None)


def test_written_as_a_file_and_read_back_nothing_changes(draft, khoi):
    text = write_plan(content.read(draft))
    assert read_plan(text) == content.read(draft)
    assert sets.change_set(draft, read_plan(text), by=khoi, version=draft.version) == []


def test_a_floor_of_its_own_a_switched_off_gate_and_a_whole_threshold_survive_the_file(draft):
    told = content.read(draft)
    told = editing.with_criterion(told, replace(row(told, "I3"), floor=Decimal("0.6250")))
    told = editing.with_criterion(told, replace(row(told, "C5"), enabled=False))
    told = replace(told, parameters=replace(told.parameters, unit_vote_threshold=1))
    again = read_plan(write_plan(replace(told, parameters=replace(told.parameters, unit_vote_threshold=_one()))))
    assert (row(again, "I3").floor, row(again, "C5").enabled) == (Decimal("0.625"), False)
    assert again.parameters.unit_vote_threshold == 1


def _one():
    from fractions import Fraction

    return Fraction(1)


def test_two_sets_are_compared_standard_by_standard(as_, frozen, draft, khoi):
    told = content.read(draft)
    new = editing.with_criterion(told, replace(row(told, "I3"), points=Decimal("15.0")))
    sets.change_set(draft, editing.without(new, "I7"), by=khoi, version=draft.version)
    page = as_("truongphong").get(f"/criteria/sets/{draft.pk}/compare/{frozen.pk}/").content.decode()
    assert "12 điểm, đạt từ 6,0" in page
    assert "15 điểm, đạt từ 7,5" in page
    assert "đã bỏ" in page
    assert "Tâm huyết, cống hiến" not in page  # what is alike is not told


def test_a_comparison_tells_also_what_no_measure_says(as_, frozen, draft, khoi):
    told = content.read(draft)
    new = replace(row(told, "I3"), label="Đi đầu", evidence="Bản đăng ký", overlaps=frozenset({"I8"}))
    sets.change_set(draft, editing.with_criterion(told, new), by=khoi, version=draft.version)
    page = as_("truongphong").get(f"/criteria/sets/{draft.pk}/compare/{frozen.pk}/").content.decode()
    assert "Tên ngắn: Đi đầu thi đua, học tập và làm theo Bác → Đi đầu" in page
    assert "→ Thành tích cao trong các kỳ thi" in page
    assert "→ Bản đăng ký" in page


def test_the_plan_of_the_next_period_begins_with_these_standards(as_, frozen):
    data = {
        "version": frozen.version,
        "code": "2026-2030",
        "title": "Xây dựng và nhân rộng điển hình tiên tiến giai đoạn 2026 - 2030",
        "issuer": "Trường Chính trị Trường Chinh",
        "issued_on": "05/01/2026",
        "first_year": "2026",
        "last_year": "2030",
        "based_on": "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị",
        "models_per_unit_per_year": "1",
    }
    answer = as_("truongphong").post(f"/criteria/sets/{frozen.pk}/copy-plan/", data)
    made = CriteriaSet.objects.select_related("plan").get(plan__code="2026-2030")
    assert answer.url == f"/criteria/sets/{made.pk}/"
    assert content.read(made).criteria == content.read(frozen).criteria
    assert (made.plan.first_year, made.plan.based_on) == (2026, [data["based_on"]])


# -- changes --------------------------------------------------------------------------------------------------


def test_a_change_is_kept_and_logged_with_what_it_was(draft, khoi):
    told = content.read(draft)
    new = editing.with_criterion(told, replace(row(told, "I3"), points=Decimal("15.0")))
    assert sets.change_set(draft, new, by=khoi, version=1) == ["tiêu chuẩn “Đi đầu thi đua, học tập và làm theo Bác”"]
    assert row(content.read(draft), "I3").points == 15
    entry = AuditEntry.objects.filter(act="Sửa bộ tiêu chuẩn").latest("pk")
    label = "Đi đầu thi đua, học tập và làm theo Bác"
    assert (entry.before[label][:7], entry.after[label][:7]) == ("12 điểm", "15 điểm")
    assert draft.version == 2


def test_a_frozen_set_is_never_changed(frozen, khoi):
    told = content.read(frozen)
    with pytest.raises(Conflict, match="đã khóa"):
        sets.change_set(frozen, editing.without(told, "I8"), by=khoi, version=frozen.version)
    assert content.read(frozen) == told


def test_two_keepers_do_not_overwrite_each_other(draft, khoi):
    told = content.read(draft)
    sets.change_set(draft, editing.without(told, "I8"), by=khoi, version=1)
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        sets.change_set(draft, editing.without(told, "I7"), by=khoi, version=1)
    assert "I7" in {each.code for each in content.read(draft).criteria}


def test_only_the_office_head_keeps_sets(draft):
    clerk = User.objects.get(username="chuyenvien")
    with pytest.raises(Refusal):
        sets.change_set(draft, editing.without(content.read(draft), "I8"), by=clerk, version=1)


def test_what_a_unit_added_is_not_lost_with_its_group(draft, khoi, llcs):
    group = Group.objects.create(criteria_set=draft, code="own", label="Riêng", clause="", order=9)
    Criterion.objects.create(
        criteria_set=draft, group=group, unit=llcs, code="U1", applies_to=["individual"], kind="scored",
        points=5, label="Giờ giảng mở", order=99,
    )  # fmt: skip
    told = content.read(draft)
    with pytest.raises(Conflict, match="Giờ giảng mở"):
        sets.change_set(
            draft,
            replace(told, groups=tuple(g for g in told.groups if g.code != "own")),
            by=khoi,
            version=1,
        )


def test_notes_of_units_stay_when_the_rows_are_written_anew(draft, khoi, llcs):
    EvidenceNote.objects.create(criteria_set=draft, unit=llcs, code="I3", text="Sổ dự giờ")
    sets.change_set(draft, editing.moved(content.read(draft), "I3", -1), by=khoi, version=1)
    assert EvidenceNote.objects.get().text == "Sổ dự giờ"


@pytest.mark.once
@pytest.mark.parametrize(("code", "step", "before"), [("I2", -1, "I1"), ("I1", 1, "I2"), ("I1", -1, "I1")])
def test_moved_one_place_within_its_group(frozen, code, step, before):
    told = content.read(frozen)
    order = [each.code for each in editing.moved(told, code, step).criteria if each.group.code == "individual"]
    assert order[:2] == (["I1", "I2"] if before == "I1" and step == -1 and code == "I1" else ["I2", "I1"])


@pytest.mark.once
def test_an_overlap_taken_out_on_one_side_goes_on_both(frozen):
    told = content.read(frozen)
    new = editing.with_criterion(told, replace(row(told, "I5"), overlaps=frozenset()))
    assert "I5" not in row(new, "G3a").overlaps


# -- on the page: tried first, then kept ----------------------------------------------------------------------


def test_a_change_is_tried_on_last_years_dossiers_before_it_is_kept(as_, draft):
    client = as_("truongphong")
    address = f"/criteria/sets/{draft.pk}/standards/I3/"
    before = content.read(draft)
    data = typed(client.get(address).content) | {"floor": ["95"]}
    page = client.post(address, data)
    assert page.status_code == 200
    text = page.content.decode()
    assert "của năm 2024" in text
    assert "Chưa đủ điều kiện" in text
    assert "Đi đầu thi đua, học tập và làm theo Bác" in text
    assert content.read(draft) == before  # looked at, not kept
    answer = client.post(address, typed(page.content))
    assert answer.url == f"/criteria/sets/{draft.pk}/"
    assert row(content.read(draft), "I3").floor == Decimal("0.95")


def test_what_was_tried_is_just_what_is_kept(as_, draft):
    """Typed over after the preview: it is previewed again."""
    client = as_("truongphong")
    address = f"/criteria/sets/{draft.pk}/standards/I3/"
    data = typed(client.get(address).content) | {"floor": ["95"]}
    looked_at = typed(client.post(address, data).content) | {"floor": ["90"]}
    assert client.post(address, looked_at).status_code == 200
    assert row(content.read(draft), "I3").floor is None


def test_trying_writes_nothing(draft):
    counts = [model.objects.count() for model in (AuditEntry, Mark, Nomination)]
    totals = list(Scorecard.objects.order_by("pk").values_list("pk", "total", "version"))
    told = content.read(draft)
    trial = try_on_last_year(editing.with_criterion(told, replace(row(told, "I3"), floor=Decimal("0.95"))))
    assert [each.who for each in trial.moved] != []
    assert counts == [model.objects.count() for model in (AuditEntry, Mark, Nomination)]
    assert totals == list(Scorecard.objects.order_by("pk").values_list("pk", "total", "version"))


def test_the_same_standards_move_nobody(draft):
    trial = try_on_last_year(content.read(draft))
    assert (trial.year, trial.moved, trial.notes) == (2024, (), ())
    assert trial.tried == 11


def test_marks_are_carried_over_by_their_share(draft):
    """Twice the points of one standard with twice the marks: nobody misses anything, totals move a little."""
    told = content.read(draft)
    trial = try_on_last_year(editing.with_criterion(told, replace(row(told, "I3"), points=Decimal("24.0"))))
    assert trial.notes == ("Điểm đã chấm được quy theo tỷ lệ của số điểm mới, làm tròn đến một chữ số sau dấu phẩy.",)
    assert [each.misses for each in trial.moved] == [()] * len(trial.moved)


def test_a_new_standard_cannot_be_tried_and_is_said(draft):
    told = content.read(draft)
    new = replace(row(told, "I3"), code="N1", label="Giờ giảng mở", overlaps=frozenset())
    trial = try_on_last_year(editing.with_criterion(told, new))
    assert trial.moved == ()
    assert trial.notes == ("Chưa thử được, vì năm đó chưa chấm, chưa trả lời: Giờ giảng mở.",)


def test_a_gate_that_the_plan_spells_out_goes_off_only_after_a_warning(as_, draft):
    client = as_("truongphong")
    address = f"/criteria/sets/{draft.pk}/standards/C5/"
    data = typed(client.get(address).content)
    del data["enabled"]
    refused = client.post(address, data)
    assert "Kế hoạch nêu đích danh điều kiện này" in refused.content.decode()
    previewed = client.post(address, data | {"sure": ["on"]})
    assert "Nếu lưu thay đổi này" in previewed.content.decode()
    client.post(address, typed(previewed.content))
    assert row(content.read(draft), "C5").enabled is False


def test_other_gates_go_off_at_once(as_, draft):
    client = as_("truongphong")
    address = f"/criteria/sets/{draft.pk}/standards/G1/"
    data = typed(client.get(address).content)
    del data["enabled"]
    assert "Nếu lưu thay đổi này" in client.post(address, data).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"points": [""]}, "Vui lòng nhập số điểm tối đa."),
        ({"points": ["0"]}, "Vui lòng nhập từ 0,1 đến 1000."),
        ({"kind": ["gate"], "source": [""]}, "Vui lòng chọn ai trả lời điều kiện này."),
        ({"kind": ["gate"], "source": ["rating"]}, "Vui lòng chọn ít nhất một loại xếp loại và mức cần đạt."),
        ({"kind": ["gate"], "source": ["own_collective"]}, "Nguồn này chỉ dùng cho người đứng đầu đơn vị."),
        (
            {"kind": ["gate"], "source": ["rating"], "applies_to": ["collective"], "rating-staff": ["good"]},
            "Tập thể không có xếp loại này, chỉ cá nhân mới có.",
        ),
        ({"floor": ["101"]}, "Vui lòng nhập từ 0 đến 100."),
    ],
)
def test_what_cannot_be_a_standard_is_said_at_its_field(as_, draft, changed, words):
    client = as_("truongphong")
    address = f"/criteria/sets/{draft.pk}/standards/I3/"
    page = client.post(address, typed(client.get(address).content) | changed)
    assert (page.status_code, words in page.content.decode()) == (200, True)


@pytest.mark.parametrize("share", ["0", "3/2", "2/0", "nửa", "-1/2", "1e3", "１/２"])
def test_a_threshold_is_a_share_of_all(as_, draft, share):
    client = as_("truongphong")
    address = f"/criteria/sets/{draft.pk}/scale/"
    page = client.post(address, typed(client.get(address).content) | {"council_vote_threshold": [share]})
    assert "Vui lòng ghi một phần của tổng số" in page.content.decode()


def test_a_file_goes_in_by_way_of_its_preview(as_, draft):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, address = as_("truongphong"), f"/criteria/sets/{draft.pk}/load/"
    new = editing.without(content.read(draft), "I8")
    upload = SimpleUploadedFile("tieu-chuan.toml", write_plan(new).encode())
    page = client.post(address, {"version": draft.version, "file": upload})
    assert "Bỏ tiêu chuẩn “Thành tích cao trong các kỳ thi”" in page.content.decode()
    client.post(address, typed(page.content))
    assert content.read(draft) == new


def test_a_wrong_file_is_refused_with_its_line(as_, draft):
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = write_plan(content.read(draft)).replace('combine = "mean"', 'combine = "best"')
    upload = SimpleUploadedFile("x.toml", text.encode())
    page = as_("truongphong").post(f"/criteria/sets/{draft.pk}/load/", {"version": draft.version, "file": upload})
    assert re.search(r"Dòng \d+: mục “combine”", page.content.decode())


def test_the_number_of_queries_does_not_follow_the_number_of_dossiers(draft, django_assert_num_queries):
    told, year = content.read(draft), Nomination.objects.filter(plan_year__year=2024)
    with django_assert_num_queries(27):
        try_on_last_year(told)
    some = year.filter(kind="individual").values_list("pk", flat=True)[1:]
    Nomination.objects.filter(pk__in=list(some)).update(scorecard=None)
    with django_assert_num_queries(27):
        try_on_last_year(told)
