"""`manage.py load_plan`: the school's plan comes into the portal once, whole, and stands once a year rests on it."""

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from criteria import content, scoring
from criteria.actions.plans import load_plan
from criteria.actions.years import open_year
from criteria.models import CriteriaSet, Criterion, Group, Plan, PlanYear
from criteria.vocabulary import OwnCollectiveRule, SubjectKind, Verdict
from portal.models import AuditEntry, Unit, User
from portal.rights import Conflict
from tests.criteria.builders import COLLECTIVE, MADE_UP, OURS, ROOT, facts, full_marks, sheets, with_criterion

FILE = ROOT / "criteria/plans/2022-2025.toml"
NEXT = ROOT / "tests/criteria/plans/2026-2030.toml"
TABLES = (Plan, CriteriaSet, Group, Criterion)


def load(path: Path) -> list[str]:
    out = StringIO()
    call_command("load_plan", path, stdout=out)
    return out.getvalue().splitlines()


def rows() -> list[list[dict]]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def stored(code: str):
    return content.read(CriteriaSet.objects.select_related("plan").get(plan__code=code))


@pytest.fixture
def changed(tmp_path):
    """Our file with one piece of it written otherwise."""

    def write(old: str, new: str) -> Path:
        text = FILE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "sua.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


# -- into an empty portal -------------------------------------------------------------------------------------


def test_our_plan_comes_in_whole(nothing_yet):
    assert load(FILE) == ["1 thay đổi", "  – Kế hoạch giai đoạn 2022-2025"]
    assert Criterion.objects.count() == 31
    assert [row.code for row in Criterion.objects.filter(enabled=False)] == ["I0"]
    kept = stored("2022-2025")
    counted = {kind.value: len(kept.standards_for(kind).criteria) for kind in SubjectKind}
    assert counted == {"collective": 15, "individual": 16, "head": 22}
    points = {kind.value: kept.standards_for(kind).points for kind in SubjectKind}
    assert points == {"collective": 100, "individual": 100, "head": 143}


@pytest.mark.parametrize("plan", [OURS, MADE_UP], ids=["ours", "made up"])
def test_what_is_stored_reads_back_exactly_as_the_file(nothing_yet, plan):
    load_plan(plan, by=None)
    kept = stored(plan.head.code)
    assert kept == plan
    numbers = [kept.parameters.floor, kept.parameters.tolerance, *(c.points for c in kept.criteria if c.points)]
    assert all(type(number) is Decimal for number in numbers)


def test_the_second_time_changes_nothing(nothing_yet):
    load(FILE)
    before, entries = rows(), AuditEntry.objects.count()
    assert load(FILE) == ["0 thay đổi"]
    assert (rows(), AuditEntry.objects.count()) == (before, entries)


def test_loading_is_logged(nothing_yet):
    load(FILE)
    entry = AuditEntry.objects.get(act="Nạp kế hoạch và tiêu chuẩn")
    assert entry.actor_name == "Hệ thống"
    assert entry.after == {"Thay đổi": "Kế hoạch giai đoạn 2022-2025"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("floor = 0.5 ", "floor = 0.6 ", "thang điểm và ngưỡng"),
        ('intro = "Là tập thể có', 'intro = "Tập thể có', "các nhóm tiêu chuẩn"),
        ("points = 20", "points = 21", "tiêu chuẩn “Chuyển biến rõ nét, hiệu quả nổi trội”"),
        ("\nenabled = false", "\nenabled = true", "tiêu chuẩn “Xếp loại viên chức từ hoàn thành tốt trở lên”"),
        ('number = "" ', 'number = "12-KH/TCT" ', "thông tin của kế hoạch"),
    ],
)
def test_before_a_year_is_opened_a_change_is_taken_and_named(nothing_yet, changed, old, new, said):
    load(FILE)
    path = changed(old, new)
    assert load(path) == ["1 thay đổi", f"  – {said}"]
    assert load(path) == ["0 thay đổi"]
    assert CriteriaSet.objects.count() == 1


def test_standards_added_dropped_and_moved_are_told_apart(nothing_yet):
    load_plan(OURS, by=None)
    first, *others = OURS.criteria
    fewer = replace(OURS, criteria=tuple(others))
    assert load_plan(fewer, by=None) == ["bỏ tiêu chuẩn “Được tập thể ghi nhận, suy tôn”"]
    assert load_plan(OURS, by=None) == ["thêm tiêu chuẩn “Được tập thể ghi nhận, suy tôn”"]
    moved = replace(OURS, criteria=(*others, first))
    assert load_plan(moved, by=None) == ["thứ tự các tiêu chuẩn"]
    assert stored("2022-2025") == moved


def test_a_group_goes_with_its_standards(nothing_yet):
    load_plan(OURS, by=None)
    heads = next(group for group in OURS.groups if group.code == "head")
    without = replace(
        OURS,
        groups=tuple(group for group in OURS.groups if group != heads),
        criteria=tuple(criterion for criterion in OURS.criteria if criterion.group != heads),
    )
    load_plan(without, by=None)
    assert [group.label for group in stored("2022-2025").groups] == [group.label for group in without.groups]
    assert not Group.objects.filter(code="head").exists()


def test_a_fault_half_way_writes_nothing(nothing_yet, monkeypatch):
    monkeypatch.setattr("criteria.actions.plans.audit.record", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_plan(OURS, by=None)
    assert rows() == [[], [], [], []]


# -- what is refused ------------------------------------------------------------------------------------------


def test_a_wrong_file_is_refused_with_its_lines_and_nothing_is_written(nothing_yet, changed):
    with pytest.raises(CommandError) as refused:
        load(changed("points = 20", "points = 20,5"))
    assert str(refused.value).startswith("Dòng ")
    assert "có chữ thừa sau giá trị" in str(refused.value)
    assert not Plan.objects.exists()


def test_a_wrong_file_does_not_touch_what_stands(nothing_yet, changed):
    load(FILE)
    before = rows()
    with pytest.raises(CommandError, match=r"Dòng \d+: mục “kind” có giá trị “gates” không dùng được"):
        load(changed('kind = "gate"', 'kind = "gates"'))
    assert rows() == before


@pytest.mark.parametrize("path", ["khong-co.toml", "."])
def test_a_file_that_cannot_be_read_is_refused(nothing_yet, tmp_path, path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        load(tmp_path / path)


def test_a_refusal_is_a_sentence_and_an_exit_that_is_not_zero(tmp_path):
    """The command as it is typed, with a database of its own."""
    path = tmp_path / "sai.toml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("points = 20", "points = 0"), encoding="utf-8")
    env = os.environ | {"DATABASE_URL": "sqlite://:memory:", "PORTAL_DEMO": "1", "SECRET_KEY": "only-for-tests"}
    command = [sys.executable, "manage.py", "load_plan", str(path)]
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert run.returncode == 1
    line = FILE.read_text(encoding="utf-8").split("points = 20")[0].count("\n") + 1
    assert run.stderr == f"CommandError: Dòng {line}: mục “points” phải từ 0,1 đến 1000,0.\n"


# -- once a year was opened -----------------------------------------------------------------------------------


def test_a_frozen_set_stands(school, changed):
    before = rows()
    with pytest.raises(CommandError) as refused:
        load(changed("points = 20", "points = 25"))
    assert str(refused.value) == (
        "Bộ tiêu chuẩn giai đoạn 2022-2025 đã khóa vì một năm đã mở; tệp này sẽ thay đổi: "
        "tiêu chuẩn “Chuyển biến rõ nét, hiệu quả nổi trội”. "
        "Muốn thay đổi, vui lòng lập bộ tiêu chuẩn mới cho năm chưa mở."
    )
    assert rows() == before


def test_a_frozen_set_and_a_new_number_in_one_file_write_neither(school, changed):
    path = changed('number = "" ', 'number = "12-KH/TCT" ')
    path.write_text(path.read_text(encoding="utf-8").replace("points = 20", "points = 25"), encoding="utf-8")
    with pytest.raises(CommandError):
        load(path)
    assert Plan.objects.get().number == ""


def test_the_number_that_the_scan_lost_may_still_be_filled_in(school, changed):
    assert load(FILE) == ["0 thay đổi"]
    path = changed('number = "" ', 'number = "12-KH/TCT" ')
    assert load(path) == ["1 thay đổi", "  – thông tin của kế hoạch"]
    assert Plan.objects.get().number == "12-KH/TCT"
    assert AuditEntry.objects.latest("pk").after == {"Thay đổi": "thông tin của kế hoạch"}


def test_a_plan_keeps_the_years_that_were_set_up(school, changed):
    with pytest.raises(CommandError, match="không còn gồm năm đã lập: 2025"):
        load(changed("last_year = 2025", "last_year = 2024"))
    assert Plan.objects.get().last_year == 2025


def test_opening_one_year_freezes_what_another_shares(school):
    ours = CriteriaSet.objects.get()
    assert set(ours.years.values_list("state", flat=True)) == {"closed", "open"}
    with pytest.raises(Conflict, match="đã khóa"):
        load_plan(with_criterion(OURS, "G2", points=Decimal(11)), by=None)


# -- what a unit added for itself (plan II.2) -----------------------------------------------------------------


@pytest.fixture
def added(nothing_yet) -> Criterion:
    load_plan(OURS, by=None)
    group = Group.objects.get(code="general")
    unit = Unit.objects.create(name="Khoa Lý luận cơ sở", kind="faculty")
    return Criterion.objects.create(
        criteria_set=group.criteria_set, group=group, unit=unit, code="LLCS-1", kind="scored", points=5, order=99,
        applies_to=["collective"], label="Giờ giảng mẫu",
    )  # fmt: skip


def test_what_a_unit_added_outlives_a_change_of_the_plan(added):
    assert load_plan(with_criterion(OURS, "G2", points=Decimal(11)), by=None) == [
        "tiêu chuẩn “Hoàn thành xuất sắc nhiệm vụ thi đua”"
    ]
    added.refresh_from_db()
    assert added.group.code == "general"
    assert added.code not in {criterion.code for criterion in stored("2022-2025").criteria}


def test_a_change_that_leaves_no_place_for_it_is_refused(added):
    renamed = replace(OURS, criteria=(replace(OURS.criteria[2], code=added.code), *OURS.criteria))
    with pytest.raises(Conflict, match="không còn chỗ cho tiêu chuẩn đơn vị đã bổ sung: Giờ giảng mẫu"):
        load_plan(renamed, by=None)
    assert stored("2022-2025") == OURS


# -- the next plan: other codes, groups, points, gates and thresholds -----------------------------------------


def test_the_next_plan_stands_beside_ours(school):
    assert load(NEXT) == ["1 thay đổi", "  – Kế hoạch giai đoạn 2026-2030"]
    assert load(NEXT) == ["0 thay đổi"]
    assert (stored("2026-2030"), stored("2022-2025")) == (MADE_UP, OURS)


def test_the_next_plan_shows_like_ours(as_, school):
    load(NEXT)
    tam = as_("canbo.llcs")
    page = tam.get("/criteria/?plan=2026-2030").content.decode()
    assert "Kế hoạch giả định giai đoạn 2026 - 2030" in page
    assert "số 15-KH/TCT, ngày 15/01/2026" in page
    for words in ("Tiêu chuẩn nổi trội", "Điều 5, khoản 1", "Sáng kiến được áp dụng", "<strong>12,5</strong>"):
        assert words in page
    assert "đạt từ <strong>6,0</strong>" in page  # 0.8 of 7.5, its own floor; the set's is 0.6
    assert "Kết quả xếp loại đơn vị: từ Hoàn thành tốt nhiệm vụ; Kết quả xếp loại chi bộ: từ Hoàn thành xuất" in page
    assert "Hoàn thành xuất sắc nhiệm vụ thi đua" not in page  # one of ours
    ours = tam.get("/criteria/").content.decode()
    assert "giai đoạn 2022 - 2025" in ours
    assert "?plan=2026-2030" in ours  # the way to the other


def test_the_next_plan_scores_from_its_tables(school):
    load(NEXT)
    kept = stored("2026-2030")
    standards = kept.standards_for(COLLECTIVE)
    marks = full_marks(standards)
    low, high = marks | {"T-01": Decimal(8)}, marks | {"T-01": Decimal(12)}
    score = scoring.score(standards, sheets(low, marks, high), facts(), kept.parameters)
    assert score.total == Decimal("80.00")  # the median: 10 of 12,5 and 6 of 7,5
    assert score.verdict == Verdict.NOT_ELIGIBLE  # its party cell is asked for more than ours is
    assert score.sentence == (
        "Chưa đủ điều kiện. Không đạt: Chi bộ Khoa Xây dựng Đảng được xếp loại Hoàn thành tốt nhiệm vụ; "
        "tiêu chuẩn Điều 4 yêu cầu Hoàn thành xuất sắc nhiệm vụ."
    )
    assert kept.parameters.own_collective == OwnCollectiveRule.STRICT


def test_a_year_of_the_next_plan_is_set_up_and_opened(as_, school):
    """In November 2025 Khôi prepares 2026: the year after the last one belongs to the next plan."""
    load(NEXT)
    khoi = as_("truongphong")
    khoi.post(
        "/years/new/",
        {
            "year": "2026",
            "registers_by": "31/03/2026",
            "nominates_on": "30/11/2026",
            "nominates_at": "23:59:59",
            "reviews_on": "15/12/2026",
            "models_owed": "2",
        },
    )
    year = PlanYear.objects.get(year=2026)
    assert year.plan.code == "2026-2030"
    open_year(year, by=User.objects.get(username="truongphong"), version=1)
    with pytest.raises(Conflict, match="2026-2030 đã khóa"):
        load_plan(with_criterion(MADE_UP, "T-01", points=Decimal(13)), by=None)
