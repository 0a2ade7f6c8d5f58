"""Who is reminded of what, and when: the rules without a database, then what the office sees and sends."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import PlanYear, Sheet
from nominations.models import Nomination, Registration
from portal import clock
from portal.models import AuditEntry, Grant, OutboxMessage, User
from recognition.actions import reminders as actions
from recognition.demo.school import TCHC
from recognition.reminder_facts import Line, due_on
from recognition.reminders import (
    Paper,
    UnitYear,
    Waiting,
    owed_by,
    receipt_owed,
    reminder_of,
    sheets_owed,
    step,
)
from tests.nominations.dossiers import account

DUE = date(2025, 11, 30)
TODAY = date(2025, 11, 20)


# -- when -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        *((15, ""), (14, "b14"), (8, "b14"), (7, "b7"), (4, "b7"), (3, "b3"), (2, "b3"), (1, "b1"), (0, "b1")),
        *((-1, "a1"), (-6, "a1"), (-7, "a7"), (-13, "a7"), (-14, "a14"), (-20, "a14"), (-21, "")),
    ],
)
def test_the_steps_before_and_after_a_date(left, expected):
    assert step(DUE, DUE - timedelta(days=left)) == expected


# -- of what --------------------------------------------------------------------------------------------------

UNIT = UnitYear(
    year=2025,
    unit_id=7,
    unit="Khoa Lý luận cơ sở",
    registers_by=date(2025, 3, 31),
    nominates_by=DUE,
    models_owed=1,
    registrations=(Paper(1, "Lê Đức Thịnh", "accepted", "p1", names_model=True),),
    dossiers=(),
    begun=frozenset(),
)


def missing_of(unit: UnitYear) -> dict[str, tuple[str, ...]]:
    """{key: what is missing}, of what there is anything to say about."""
    return {matter.key: matter.missing for matter in owed_by(unit) if matter.missing}


def test_promised_and_no_dossier_yet():
    assert missing_of(UNIT) == {"dossiers-2025-7": ("Đã đăng ký, chưa lập hồ sơ: Lê Đức Thịnh",)}


@pytest.mark.parametrize(
    "done",
    [
        {"begun": frozenset({"p1"})},
        {"registrations": (replace(UNIT.registrations[0], settled=True),)},
    ],
    ids=["somebody has begun a dossier", "the unit has said why none follows"],
)
def test_nobody_is_reminded_of_what_is_done(done):
    assert missing_of(replace(UNIT, **done)) == {}


def test_nothing_registered_yet():
    assert missing_of(replace(UNIT, registrations=())) == {
        "registrations-2025-7": (
            "Đơn vị chưa gửi đăng ký nào.",
            "Đã đăng ký 00 mô hình, phải có ít nhất 01.",
        )
    }


def test_drafts_are_named_and_give_no_model_yet():
    drafts = (Paper(1, "Lê Đức Thịnh", "draft", "p1", names_model=True), Paper(2, "Trần Quang Vinh", "submitted", "p2"))
    assert missing_of(replace(UNIT, registrations=drafts)) == {
        "registrations-2025-7": (
            "Đăng ký chưa gửi: Lê Đức Thịnh",
            "Đã đăng ký 00 mô hình, phải có ít nhất 01.",
        )
    }
    assert missing_of(replace(UNIT, registrations=drafts[1:], models_owed=0)) == {}


def test_a_draft_goes_by_the_years_date_one_with_its_own_by_its_own():
    dossiers = (
        Paper(1, "Lê Đức Thịnh", "draft", "p1"),
        Paper(2, "Trần Quang Vinh", "returned", "p2", until=date(2025, 11, 25)),
        Paper(3, "Phạm Thị Thu Thủy", "draft", "p3", until=date(2025, 12, 4)),
    )
    unit = replace(UNIT, registrations=(), models_owed=0, dossiers=dossiers, begun=frozenset({"p1", "p2", "p3"}))
    found = {m.key: (m.what, m.due, m.missing) for m in owed_by(unit) if m.key[:1] == "d"}
    assert found == {
        "dossiers-2025-7": ("Gửi hồ sơ đề nghị năm 2025", DUE, ("Hồ sơ chưa gửi: Lê Đức Thịnh",)),
        "dossier-2": ("Bổ sung hồ sơ bị trả lại", date(2025, 11, 25), ("Hồ sơ chờ bổ sung: Trần Quang Vinh",)),
        "dossier-3": ("Gửi hồ sơ được gia hạn", date(2025, 12, 4), ("Hồ sơ chưa gửi: Phạm Thị Thu Thủy",)),
    }


def test_a_returned_registration_by_the_date_it_was_given():
    back = Paper(4, "Ngô Gia Huy", "returned", "p4", until=date(2025, 4, 10))
    unit = replace(UNIT, registrations=(back, *UNIT.registrations))
    (matter,) = [m for m in owed_by(unit) if m.key == "registration-4"]
    assert (matter.due, matter.missing) == (date(2025, 4, 10), ("Đăng ký chờ bổ sung: Ngô Gia Huy",))


def test_the_words_before_and_after():
    (matter,) = [m for m in owed_by(UNIT) if m.key == "dossiers-2025-7"]
    before, after = reminder_of(matter, TODAY), reminder_of(matter, DUE + timedelta(days=3))
    assert before.subject == "Gửi hồ sơ đề nghị năm 2025: còn 10 ngày (hạn 30/11/2025)"
    assert before.body == (
        "Còn 01 việc chưa xong:\n– Đã đăng ký, chưa lập hồ sơ: Lê Đức Thịnh\nĐề nghị hoàn thành trước hạn."
    )
    assert after.subject == "Gửi hồ sơ đề nghị năm 2025: quá hạn 03 ngày (hạn 30/11/2025)"
    assert after.body.endswith("Đề nghị Trưởng Phòng gia hạn nếu có lý do; đăng ký không lập hồ sơ cần nêu lý do.")
    assert before.key(34) == "reminder:dossiers-2025-7:20251130:b14:34"
    assert before.key(34) != after.key(34)


def test_unsent_sheets_before_the_review():
    matter = sheets_owed(2025, date(2025, 12, 15), ["Trần Quang Vinh"])
    assert reminder_of(matter, TODAY) is None
    told = reminder_of(matter, date(2025, 12, 8))
    assert (told.subject, "Phiếu chưa gửi: Trần Quang Vinh" in told.body) == (
        "Gửi phiếu chấm năm 2025: còn 07 ngày (hạn 15/12/2025)",
        True,
    )
    assert reminder_of(sheets_owed(2025, date(2025, 12, 15), []), date(2025, 12, 8)) is None


def test_what_waits_for_receipt_too_long_once_a_week():
    waiting = [Waiting("Hồ sơ: A", date(2025, 11, 16)), Waiting("Hồ sơ: B", date(2025, 11, 17))]
    told = receipt_owed(waiting, TODAY)
    assert told.subject == "Tiếp nhận: 01 đăng ký, hồ sơ chờ quá 03 ngày"
    assert told.body.splitlines()[0] == "– Hồ sơ: A, gửi ngày 16/11/2025"
    assert "Hồ sơ: B" not in told.body
    assert receipt_owed(waiting[1:], TODAY) is None
    friday, monday = receipt_owed(waiting, date(2025, 11, 21)), receipt_owed(waiting, date(2025, 11, 24))
    assert told.key(1) == friday.key(1) != monday.key(1)


# -- to whom, in the demo school ------------------------------------------------------------------------------


def told_on(day: date = TODAY) -> dict[str, list[str]]:
    """{sign-in name: what that person is told}."""
    found: dict[str, list[str]] = {}
    for line in due_on(day):
        for each in line.recipients:
            found.setdefault(each.user.username, []).append(line.reminder.subject.split(" (")[0])
    return found


def test_everybody_is_told_their_own(school):
    dossiers, receipt = "Gửi hồ sơ đề nghị năm 2025: còn 10 ngày", "Tiếp nhận: 02 đăng ký, hồ sơ chờ quá 03 ngày"
    assert told_on() == {
        "canbo.llcs": [dossiers],
        "truong.llcs": [dossiers],
        "canbo.xdd": ["Bổ sung hồ sơ bị trả lại: còn 05 ngày"],
        "chuyenvien": [dossiers, receipt],
        "truongphong": [receipt],
    }


def test_a_unit_reads_of_its_own_dossiers_only_and_no_verdict(school):
    """Whatever becomes of what was sent changes no reminder."""
    before = told_bodies()
    assert {name for name, body in before.items() if "Lê Đức Thịnh" in body} == {"canbo.llcs", "truong.llcs"}
    assert set(before) == {"canbo.llcs", "truong.llcs", "canbo.xdd", "chuyenvien"}
    Nomination.objects.filter(plan_year__year=2025, state="appraised").update(state="not_recognised")
    assert told_bodies() == before


def told_bodies() -> dict[str, str]:
    lines = [line for line in due_on(TODAY) if line.reminder.place.startswith(("Khoa", "Phòng Tổ"))]
    found: dict[str, str] = {}
    for line in lines:
        for each in line.recipients:
            found[each.user.username] = found.get(each.user.username, "") + line.reminder.body
    return found


@pytest.mark.parametrize("gone", ["role", "account"])
def test_who_no_longer_writes_for_the_unit_is_told_nothing(school, gone):
    if gone == "role":
        Grant.objects.filter(user__username="truong.llcs").update(revoked_at=clock.now())
    else:
        User.objects.filter(username="truong.llcs").update(is_active=False)
    assert "truong.llcs" not in told_on()
    assert "canbo.llcs" in told_on()


def test_assessors_are_told_of_their_own_unsent_sheets(school):
    Sheet.objects.filter(assessor=account("hoidong2")).update(sent_at=clock.now())
    unsent = Sheet.objects.filter(sent_at=None, scorecard__nomination__state="received")
    owing = set(unsent.values_list("assessor__username", flat=True))
    sheets = "Gửi phiếu chấm năm 2025: còn 05 ngày"
    found = {username for username, told in told_on(date(2025, 12, 10)).items() if sheets in told}
    assert found == owing
    assert "hoidong2" not in owing and owing


def test_the_board_is_told_of_what_the_office_may_not_receive(school):
    own = Nomination.objects.filter(plan_year__year=2025, unit__name=TCHC, state="received")
    assert own.update(state="submitted") == 1
    told = {each.user.username: line.reminder.body for line in due_on(TODAY) for each in line.recipients}
    said = {username for username, body in told.items() if f"Hồ sơ: {TCHC}, {TCHC}" in body}
    assert said == {"hieutruong", "phohieutruong"}


def test_a_closed_year_reminds_nobody(school):
    PlanYear.objects.update(state="closed", closed_at=clock.now(), opened_at=clock.now())
    assert due_on(TODAY) == []


def test_one_extended_dossier_goes_by_its_own_date(school):
    draft = Nomination.objects.filter(plan_year__year=2025, unit__short_name="LLCS", state="draft")
    assert draft.update(extended_until=clock.school_time(2025, 12, 4, 17)) == 1
    assert told_on()["canbo.llcs"] == ["Gửi hồ sơ đề nghị năm 2025: còn 10 ngày", "Gửi hồ sơ được gia hạn: còn 14 ngày"]


def test_as_many_queries_for_few_papers_as_for_all(school):
    with CaptureQueriesContext(connection) as many:
        due_on(TODAY)
    Nomination.objects.exclude(unit__short_name="LLCS").update(state="withdrawn")
    Registration.objects.exclude(unit__short_name="LLCS").update(state="withdrawn")
    with CaptureQueriesContext(connection) as few:
        assert len(due_on(TODAY)) == 1
    assert (len(few), len(many)) == (15, 15)


# -- sending --------------------------------------------------------------------------------------------------


def test_sent_twice_it_arrives_once(school):
    before = OutboxMessage.objects.count()
    assert actions.send(by=None) == 6
    assert actions.send(by=None) == 0
    assert OutboxMessage.objects.count() == before + 6
    assert all(each.sent for line in due_on(TODAY) for each in line.recipients)


def test_two_who_looked_before_either_sent(school, monkeypatch):
    """The second run's list is as old as the first's: the table itself keeps each message single."""
    lines = due_on(TODAY)
    monkeypatch.setattr("recognition.actions.reminders.reminder_facts.due_on", lambda day: lines)
    actions.send(by=None)
    count = OutboxMessage.objects.count()
    actions.send(by=None)
    assert OutboxMessage.objects.count() == count


def test_what_is_sent_before_the_next_step_is_not_said_again(school):
    with clock.at(_morning(TODAY)):
        actions.send(by=None)
    with clock.at(_morning(TODAY + timedelta(days=1))):
        assert actions.send(by=None) == 0
    with clock.at(_morning(DUE - timedelta(days=7))):
        assert actions.send(by=None) > 0


def _morning(day: date) -> datetime:
    return clock.school_time(day.year, day.month, day.day, 7)


def test_the_command_prints_what_would_go_out_and_writes_nothing(school, capsys):
    before = everything()
    call_command("send_reminders", dry_run=True)
    told = capsys.readouterr().out
    assert everything() == before
    assert "Đến: Lê Thị Minh Tâm (cổng" in told
    assert "    – Hồ sơ chưa gửi: Phạm Thị Thu Thủy\n" in told
    call_command("send_reminders")
    assert capsys.readouterr().out == "Đã gửi 06 tin nhắc.\n"


def everything() -> tuple[list, list]:
    return list(OutboxMessage.objects.order_by("pk").values_list()), list(AuditEntry.objects.values_list("pk"))


def test_looking_writes_nothing(as_):
    client = as_("chuyenvien")
    before = everything()
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/reminders/?day=24/11/2025").content.decode()
    assert everything() == before
    assert not [each for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert "Thứ Hai, 24/11/2025" in page
    assert "Gửi nhắc hôm nay" not in page  # of another day nothing can be sent


@pytest.mark.parametrize("day", ["x", "31/02/2025", "01/01/0001", "9" * 400, "20-11-2025", ""])
def test_a_day_that_is_none_shows_today(as_, day):
    answer = as_("chuyenvien").get("/reminders/", {"day": day})
    assert (answer.status_code, answer.context["day"]) == (200, TODAY)


def test_the_office_is_asked_sends_and_is_told(as_):
    client = as_("truongphong")
    page = client.get("/reminders/").content.decode()
    assert "Gửi 06 tin nhắc đến 05 người?" in page
    assert "Người nhận: Hoàng Thu Hà, Lê Thị Minh Tâm" in page
    assert "Đã gửi 06 tin nhắc." in client.post("/reminders/send/", follow=True).content.decode()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.after) == ("Gửi nhắc việc", {"Số tin": 6})
    again = client.post("/reminders/send/", follow=True).content.decode()
    assert "đã gửi trước đó" in again
    assert "Gửi 06 tin nhắc" not in again


def test_the_desk_asks_until_it_is_done(as_):
    client = as_("chuyenvien")
    titles = [task.title for task in client.get("/").context["tasks"]]
    assert "Xem và gửi nhắc việc hôm nay" in titles
    client.post("/reminders/send/")
    assert "Xem và gửi nhắc việc hôm nay" not in [task.title for task in client.get("/").context["tasks"]]


def test_a_reminder_stands_among_the_units_notices_and_leads_there(as_):
    actions.send(by=None)
    client = as_("canbo.llcs")
    message = OutboxMessage.objects.filter(to__username="canbo.llcs", key__startswith="reminder:dossiers").get()
    assert message.subject in client.get("/notices/").content.decode()
    answer = client.post(f"/notices/{message.pk}/open/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [("/nominations/?year=2025", 302)])


def test_each_line_leads_to_a_page_its_reader_may_open(as_):
    lines: list[Line] = due_on(TODAY) + due_on(date(2025, 12, 10))
    found = {
        (each.user.username, line.reminder.link): as_(each.user.username).get(line.reminder.link).status_code
        for line in lines
        for each in line.recipients
    }
    assert set(found.values()) == {200}
