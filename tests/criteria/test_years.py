"""A plan year: its dates, how it is opened and closed, and the two deadlines to the second."""

import os
import time
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from criteria import content, editing
from criteria.actions.plans import load_plan
from criteria.actions.sets import change_set, copy_set
from criteria.actions.years import close_year, open_year
from criteria.deadlines import is_supplement, nomination_open
from criteria.models import CriteriaSet, PlanYear
from criteria.queries import years as queries
from criteria.workflow import CLOSE, OPEN, YEARS
from portal import audit, clock
from portal.clock import school_time
from portal.models import AuditEntry, Revision, Unit, User
from portal.rights import Conflict, Refusal
from portal.workflow import perform
from tests.criteria.builders import MADE_UP

DATES = {
    "registers_by": "31/03/2022",
    "nominates_on": "30/11/2022",
    "nominates_at": "23:59:59",
    "reviews_on": "15/12/2022",
    "publishes_on": "26/12/2022",
    "models_owed": "1",
}


@pytest.fixture
def khoi(school) -> User:
    """Nguyễn Đình Khôi, head of the office: the one who keeps the years."""
    return User.objects.get(username="truongphong")


def year_of(state: str, criteria_set: CriteriaSet | None = None) -> PlanYear:
    criteria_set = criteria_set or CriteriaSet.objects.get(plan__code="2022-2025")
    moment = school_time(2022, 1, 15)
    return PlanYear.objects.create(
        plan=criteria_set.plan,
        year=2022,
        criteria_set=criteria_set,
        state=state,
        registers_by=date(2022, 3, 31),
        nominates_by=school_time(2022, 11, 30, 23, 59, 59),
        reviews_on=date(2022, 12, 15),
        models_owed=1,
        opened_at=None if state == "planned" else moment,
        closed_at=moment if state == "closed" else None,
    )


@pytest.fixture
def planned(school) -> PlanYear:
    return year_of("planned")


@pytest.fixture
def next_year(school) -> PlanYear:
    """2026, on the made-up plan whose set nothing has frozen yet."""
    load_plan(MADE_UP, by=None)
    criteria_set = CriteriaSet.objects.get(plan__code="2026-2030")
    return PlanYear.objects.create(
        plan=criteria_set.plan,
        year=2026,
        criteria_set=criteria_set,
        registers_by=date(2026, 3, 31),
        nominates_by=school_time(2026, 11, 30, 23, 59, 59),
        reviews_on=date(2026, 12, 15),
        models_owed=2,
    )


# -- opening --------------------------------------------------------------------------------------------------


def test_opening_a_year_freezes_its_set_in_one_act(khoi, next_year):
    with clock.at(school_time(2026, 1, 15, 8)):
        open_year(next_year, by=khoi, version=1)
    next_year.criteria_set.refresh_from_db()
    assert (next_year.state, next_year.version) == ("open", 2)
    assert next_year.opened_at == next_year.criteria_set.frozen_at == school_time(2026, 1, 15, 8)
    assert [entry.act for entry in AuditEntry.objects.all()[:2]] == ["Khóa bộ tiêu chuẩn", "Mở năm"]


def test_neither_happens_without_the_other(khoi, next_year, monkeypatch):
    real = audit.record

    def failing(thing, act: str, **told):
        return 1 / 0 if act == "Khóa bộ tiêu chuẩn" else real(thing, act, **told)

    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(ZeroDivisionError):
        open_year(next_year, by=khoi, version=1)
    next_year.refresh_from_db()
    assert (next_year.state, next_year.criteria_set.frozen_at) == ("planned", None)


def test_a_set_frozen_before_keeps_its_day(khoi, planned):
    frozen = planned.criteria_set.frozen_at
    open_year(planned, by=khoi, version=1)
    planned.criteria_set.refresh_from_db()
    assert planned.criteria_set.frozen_at == frozen == school_time(2023, 1, 15, 8)
    assert not AuditEntry.objects.filter(act="Khóa bộ tiêu chuẩn", at__gt=frozen).exists()


def test_the_second_opener_is_told(as_, planned):
    """Khôi has the page open in two windows and presses the button in both."""
    khoi = as_("truongphong")
    first = khoi.post(f"/years/{planned.pk}/open/", {"version": "1"})
    second = khoi.post(f"/years/{planned.pk}/open/", {"version": "1"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "vừa được người khác xử lý" in second.content.decode()
    assert AuditEntry.objects.filter(subject_type="criteria.planyear", subject_id=planned.pk).count() == 1


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "x"}, {"version": "7"}])
def test_a_button_pressed_on_another_version_opens_nothing(as_, planned, sent):
    assert as_("truongphong").post(f"/years/{planned.pk}/open/", sent).status_code == 409
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_a_year_outside_its_plan_is_not_opened(khoi, planned):
    planned.year = 2021
    planned.save()
    with pytest.raises(Conflict, match="Năm 2021 không thuộc giai đoạn của kế hoạch"):
        open_year(planned, by=khoi, version=1)


def test_a_year_without_standards_is_not_opened(khoi, next_year):
    next_year.criteria_set.criteria.all().delete()
    with pytest.raises(Conflict, match="chưa có tiêu chuẩn nào"):
        open_year(next_year, by=khoi, version=1)
    next_year.criteria_set.refresh_from_db()
    assert next_year.criteria_set.frozen_at is None


# -- closing --------------------------------------------------------------------------------------------------


def test_a_year_is_not_closed_before_its_review(khoi):
    year = PlanYear.objects.get(year=2025)
    with (
        clock.at(school_time(2025, 12, 14, 23, 59, 59)),
        pytest.raises(Conflict, match=r"Chưa đến ngày bình xét \(15/12/2025\)"),
    ):
        close_year(year, by=khoi, version=year.version)
    with clock.at(school_time(2025, 12, 15)):
        close_year(year, by=khoi, version=year.version)
    assert (year.state, year.closed_at) == ("closed", school_time(2025, 12, 15))


def test_a_closed_year_is_read_only(as_):
    year = PlanYear.objects.get(year=2024)
    khoi = as_("truongphong")
    for answer in (khoi.get(f"/years/{year.pk}/edit/"), khoi.post(f"/years/{year.pk}/edit/", DATES)):
        assert answer.status_code == 409
        assert "Năm này đã kết thúc nên chỉ còn xem và in." in answer.content.decode()
    assert khoi.get(f"/years/{year.pk}/").status_code == 200


# -- every state × move × role, by hand -----------------------------------------------------------------------

EVERYBODY = (
    *("canbo.llcs", "truong.llcs", "chuyenvien", "truongphong", "hoidong1"),
    *("hieutruong", "danguy", "giangvien", "quantri"),
)
MAY = {("planned", "open", "truongphong"), ("open", "close", "truongphong")}  # the review is over


@pytest.mark.parametrize("state", ["planned", "open", "closed"])
@pytest.mark.parametrize("move", [OPEN, CLOSE], ids=["open", "close"])
@pytest.mark.parametrize("username", EVERYBODY)
def test_who_moves_a_year(school, state, move, username):
    year, user = year_of(state), User.objects.get(username=username)
    expected = (state, move.name, username) in MAY
    assert (move in YEARS.open_to(user, year)) == expected
    moments = {"opened_at": clock.now()} if move is OPEN else {"closed_at": clock.now()}
    if expected:
        perform(move, year, by=user, version=1, **moments)
        assert year.state == {"open": "open", "close": "closed"}[move.name]
        return
    with pytest.raises(Conflict if username == "truongphong" else Refusal):
        perform(move, year, by=user, version=1, **moments)
    year.refresh_from_db()
    assert (year.state, year.version) == (state, 1)


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": "open", "opened_at": None},
        {"state": "planned", "opened_at": school_time(2022, 1, 1)},
        {"state": "closed", "opened_at": school_time(2022, 1, 1)},
        {"state": "closed", "closed_at": school_time(2022, 1, 1)},
        {"state": "archived"},
    ],
)
def test_a_state_and_its_moments_agree_in_the_table(planned, impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanYear.objects.filter(pk=planned.pk).update(**impossible)


def test_one_year_is_set_up_once(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        year_of("planned")


# -- dates and parameters as they are typed -------------------------------------------------------------------


def test_khoi_sets_up_a_year(as_, school):
    khoi = as_("truongphong")
    answer = khoi.post("/years/new/", DATES | {"year": "2022"})
    year = PlanYear.objects.get(year=2022)
    assert answer.headers["Location"] == f"/years/{year.pk}/"
    assert (year.registers_by, year.reviews_on) == (date(2022, 3, 31), date(2022, 12, 15))
    assert year.nominates_by == school_time(2022, 11, 30, 23, 59, 59)
    assert (year.models_owed, year.set_aside, year.state) == (1, {}, "planned")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"registers_by": "01/12/2022"}, "Các mốc phải theo thứ tự"),
        ({"nominates_on": "16/12/2022"}, "Các mốc phải theo thứ tự"),
        ({"reviews_on": "27/12/2022"}, "Các mốc phải theo thứ tự"),
        ({"registers_by": "31/03/2021"}, "Ngày này không thuộc năm đang lập"),
        ({"publishes_on": "26/12/2024"}, "Ngày này không thuộc năm đang lập"),
        ({"registers_by": "31/02/2022"}, "ngày/tháng/năm"),
        ({"nominates_at": "24:00:00"}, "Ví dụ: 23:59:59."),
        ({"year": "2021"}, "Kế hoạch này thực hiện từ năm 2022 đến năm 2025."),
        ({"year": "2026"}, "Kế hoạch này thực hiện từ năm 2022 đến năm 2025."),
        ({"year": "2025"}, "Năm này đã được lập."),
        ({"year": "２０２２"}, "Vui lòng nhập một số"),
        ({"models_owed": "-1"}, "Vui lòng nhập từ 0"),
        ({"aside": "I8"}, "Vui lòng nêu lý do không áp dụng."),
        ({"aside": "G2", "aside_reason": "x"}, "Vui lòng chọn một mục trong danh sách."),
        ({"aside": "I0", "aside_reason": "x"}, "Vui lòng chọn một mục trong danh sách."),
    ],
)
def test_dates_that_cannot_be_are_refused_with_a_sentence(as_, school, changed, said):
    answer = as_("truongphong").post("/years/new/", DATES | {"year": "2022"} | changed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not PlanYear.objects.filter(year=2022).exists()


def test_a_review_in_january_belongs_to_the_year_before(as_, school):
    late = {"reviews_on": "10/01/2023", "publishes_on": "20/01/2023"}
    assert as_("truongphong").post("/years/new/", DATES | {"year": "2022"} | late).status_code == 302


def test_what_is_set_aside_for_everybody_is_chosen_before_the_year_is_opened(as_, khoi, planned):
    browser = as_("truongphong")
    aside = {"aside": "I8", "aside_reason": "Năm 2022 không tổ chức kỳ thi", "version": "1"}
    assert browser.post(f"/years/{planned.pk}/edit/", DATES | aside).status_code == 302
    planned.refresh_from_db()
    assert planned.set_aside == {"I8": "Năm 2022 không tổ chức kỳ thi"}
    page = browser.get(f"/years/{planned.pk}/").content.decode()
    assert "Thành tích cao trong các kỳ thi" in page
    assert "I8" not in page

    open_year(planned, by=khoi, version=2)
    form = browser.get(f"/years/{planned.pk}/edit/").context["form"]
    assert form.fields["aside"].disabled
    assert form.fields["aside_reason"].disabled
    browser.post(f"/years/{planned.pk}/edit/", DATES | {"version": "3", "publishes_on": "27/12/2022"})
    planned.refresh_from_db()
    assert planned.publishes_on == date(2022, 12, 27)
    assert planned.set_aside == {"I8": "Năm 2022 không tổ chức kỳ thi"}, "an opened year keeps its standards"


# -- which set it takes -----------------------------------------------------------------------------------------


def test_a_planned_year_takes_a_copied_set_and_what_is_set_aside_follows(as_, khoi, planned):
    """The set was copied, edited, and now comes into force for the year that is still to be opened."""
    made = copy_set(planned.criteria_set, by=khoi)
    told = content.read(made)
    change_set(made, editing.without(told, "I8"), by=khoi, version=made.version)
    browser, address = as_("truongphong"), f"/years/{planned.pk}/edit/"
    aside = {"aside": ["I8", "I5"], "aside_reason": "Năm không tổ chức"}
    kept = [row.code for row in told.criteria if row.code in ("I8", "I5") and row.may_be_not_applicable]
    browser.post(address, DATES | {"version": "1", **aside, "aside": kept})
    assert browser.post(address, DATES | {"version": "2", "takes": made.pk, **aside, "aside": kept}).status_code == 302
    planned.refresh_from_db()
    assert planned.criteria_set == made
    assert set(planned.set_aside) == set(kept) - {"I8"}
    assert AuditEntry.objects.latest("pk").after["Bộ tiêu chuẩn"] == "Bộ tiêu chuẩn số 2, giai đoạn 2022-2025"
    open_year(planned, by=khoi, version=3)
    made.refresh_from_db()
    assert made.frozen_at is not None


def test_it_takes_no_set_of_a_plan_that_it_does_not_belong_to(as_, planned, next_year):
    data = DATES | {"version": "1", "takes": next_year.criteria_set_id}
    answer = as_("truongphong").post(f"/years/{planned.pk}/edit/", data)
    assert "Vui lòng chọn một mục trong danh sách." in answer.content.decode()
    planned.refresh_from_db()
    assert planned.criteria_set.plan.code == "2022-2025"


def test_an_opened_year_keeps_its_set(as_, khoi, planned):
    made = copy_set(planned.criteria_set, by=khoi)
    open_year(planned, by=khoi, version=1)
    browser, address = as_("truongphong"), f"/years/{planned.pk}/edit/"
    assert "takes" not in browser.get(address).context["form"].fields
    browser.post(address, DATES | {"version": "2", "takes": made.pk})
    planned.refresh_from_db()
    assert planned.criteria_set != made


def test_the_log_tells_a_changed_hour_and_no_codes(as_, planned):
    browser = as_("truongphong")
    browser.post(f"/years/{planned.pk}/edit/", DATES | {"publishes_on": "", "nominates_at": "17:00", "version": "1"})
    entry = AuditEntry.objects.latest("pk")
    assert entry.before == {"Hạn gửi hồ sơ đề nghị": "23:59:59 30/11/2022"}
    assert entry.after == {"Hạn gửi hồ sơ đề nghị": "17:00:00 30/11/2022"}
    aside = {"aside": "I8", "aside_reason": "không có kỳ thi", "nominates_at": "17:00", "publishes_on": ""}
    browser.post(f"/years/{planned.pk}/edit/", DATES | aside | {"version": "2"})
    told = AuditEntry.objects.latest("pk").after
    assert told == {"Không áp dụng trong năm": "Thành tích cao trong các kỳ thi (không có kỳ thi)"}


def test_a_stale_page_saves_nothing_and_keeps_what_was_typed(as_, planned):
    browser = as_("truongphong")
    browser.post(f"/years/{planned.pk}/edit/", DATES | {"version": "1", "models_owed": "2"})
    answer = browser.post(f"/years/{planned.pk}/edit/", DATES | {"version": "1", "publishes_on": "30/12/2022"})
    assert answer.status_code == 409
    assert 'value="30/12/2022"' in answer.content.decode()
    assert ("Dự kiến công bố kết quả", "26/12/2022", "30/12/2022") in answer.context["differences"]
    planned.refresh_from_db()
    assert (planned.models_owed, planned.publishes_on) == (2, date(2022, 12, 26))
    assert Revision.objects.get(kept=False).content["Dự kiến công bố kết quả"] == "30/12/2022"


def test_a_year_opened_meanwhile_does_not_take_what_was_set_aside(as_, khoi, planned):
    """Khôi had the form open while the year was opened in another window."""
    open_year(planned, by=khoi, version=1)
    aside = {"aside": "I8", "aside_reason": "không có kỳ thi", "version": "1"}
    assert as_("truongphong").post(f"/years/{planned.pk}/edit/", DATES | aside).status_code == 409
    planned.refresh_from_db()
    assert planned.set_aside == {}


# -- what is shown --------------------------------------------------------------------------------------------


def test_every_reader_sees_the_dates_and_what_units_owe(as_):
    year = PlanYear.objects.get(year=2025)
    for username in ("giangvien", "danguy", "canbo.xdd"):
        page = as_(username).get(f"/years/{year.pk}/")
        assert [row[0].text for row in page.context["owing"].rows] == list(
            Unit.objects.filter(owes_model=True).values_list("name", flat=True)
        )
        assert {row[1].text for row in page.context["owing"].rows} == {"ít nhất 01 mô hình"}
        assert "Các lần thay đổi" not in page.content.decode()


def test_the_dates_as_a_timeline_of_past_next_and_later(school):
    with clock.at(school_time(2025, 11, 20, 9)):
        events = queries.dates_of(PlanYear.objects.get(year=2025))
    assert [(f"{event.at:%d/%m}", event.tone) for event in events] == [
        ("31/03", "done"),
        ("30/11", "now"),
        ("15/12", "ahead"),
        ("26/12", "ahead"),
    ]
    assert events[1].detail == "23:59:59"


def test_the_page_of_a_year_costs_the_same_at_any_number_of_units(as_):
    year, browser = PlanYear.objects.get(year=2025), as_("truongphong")

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/years/{year.pk}/").status_code == 200
        return len(captured)

    few = counted()
    for number in range(30):
        Unit.objects.create(name=f"Khoa {number}", kind="faculty", owes_model=True)
    assert (few, counted()) == (7, 7)


# -- the two deadlines ----------------------------------------------------------------------------------------


@pytest.fixture(params=["Asia/Ho_Chi_Minh", "UTC", "America/New_York", "Pacific/Kiritimati"])
def process_in(request, monkeypatch) -> str:
    """The server's process lives in some time zone; the school's clocks do not care."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


YEAR = SimpleNamespace(registers_by=date(2025, 3, 31), nominates_by=school_time(2025, 11, 30, 23, 59, 59))


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (school_time(2025, 3, 31, 0, 0, 0), False),
        (school_time(2025, 3, 31, 23, 59, 59), False),  # 16:59:59 of the same day in UTC
        (school_time(2025, 4, 1, 0, 0, 0), True),  # still 31/03 in UTC
        (datetime(2025, 3, 31, 16, 59, 59, tzinfo=UTC), False),
        (datetime(2025, 3, 31, 17, 0, 0, tzinfo=UTC), True),
        (datetime(2025, 4, 1, 6, 0, 0, tzinfo=timezone(timedelta(hours=14))), False),
        (date(2025, 3, 31), False),
        (date(2025, 4, 1), True),
    ],
)
def test_a_registration_sent_after_its_day_is_a_supplement(process_in, sent, late):
    assert is_supplement(sent, YEAR) == late


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (school_time(2025, 11, 30, 23, 59, 58), True),
        (school_time(2025, 11, 30, 23, 59, 59), True),
        (school_time(2025, 11, 30, 23, 59, 59).replace(microsecond=999_999), True),
        (school_time(2025, 12, 1, 0, 0, 0), False),
        (datetime(2025, 11, 30, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2025, 11, 30, 17, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_nomination_date_is_hard_to_the_second(process_in, moment, is_open):
    assert nomination_open(moment, YEAR) == is_open


def test_an_extension_replaces_the_date():
    """Returned to be completed by 05/12, 17:00: that is its date now, even where it is the earlier one."""
    later, earlier = school_time(2025, 12, 5, 17), school_time(2025, 11, 25, 17)
    assert nomination_open(school_time(2025, 12, 5, 17), YEAR, extended_to=later)
    assert not nomination_open(school_time(2025, 12, 5, 17, 0, 1), YEAR, extended_to=later)
    assert not nomination_open(school_time(2025, 11, 25, 17, 0, 1), YEAR, extended_to=earlier)


def test_the_typed_deadline_is_the_schools_whatever_the_process(process_in, as_, school):
    as_("truongphong").post("/years/new/", DATES | {"year": "2022"})
    year = PlanYear.objects.get(year=2022)
    assert year.nominates_by == datetime(2022, 11, 30, 16, 59, 59, tzinfo=UTC)
    assert nomination_open(school_time(2022, 11, 30, 23, 59, 59), year)
    assert not nomination_open(school_time(2022, 12, 1), year)
    page = as_("giangvien").get("/years/").content.decode()
    assert "23:59:59 30/11/2022" in page


def test_today_is_the_schools_day(process_in, settings):
    settings.PORTAL_DEMO = False
    assert clock.now().utcoffset() == timedelta(hours=7)
    assert abs((datetime.now(UTC) - clock.now()).total_seconds()) < 5
    assert clock.today() == (datetime.now(UTC) + timedelta(hours=7)).date()
