"""Who marks what: even, without conflicts, the same for the same; first as a rule, then as the office's page."""

from io import BytesIO
from itertools import combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from criteria.models import Sheet, SteppedAside
from criteria.vocabulary import Declared
from nominations.actions import appraisal as actions
from nominations.assignment import Wanting, spread
from nominations.models import Nomination
from portal.models import AuditEntry, OutboxMessage, Person, Post
from portal.rights import Conflict
from tests.nominations import dossiers
from tests.nominations.test_appraisal import text_of
from tests.recognition.test_pages import queries_of

PEOPLE = [1, 2, 3, 4]


@some.composite
def years(draw, conflicts: bool = True):
    """(dossiers, loads) of a small year."""
    everybody = frozenset(PEOPLE)
    choice = some.frozensets(some.sampled_from(PEOPLE)) if conflicts else some.just(everybody)
    lacks = some.integers(0, 3)
    rows = [Wanting(key, draw(lacks), draw(choice)) for key in range(draw(some.integers(0, 5)))]
    loads = {who: draw(some.integers(0, 3)) if conflicts else 0 for who in PEOPLE}
    return rows, loads


def unevenness(loads) -> int:
    return sum(load * load for load in loads)


@pytest.mark.once
@given(years())
@settings(max_examples=80, deadline=None)
def test_nobody_near_no_sheet_too_many_and_what_is_short_is_said(year):
    rows, loads = year
    found = spread(rows, loads)
    assert len(set(found.pairs)) == len(found.pairs)
    for row in rows:
        given_to = {who for key, who in found.pairs if key == row.key}
        assert given_to <= row.may
        assert len(given_to) == row.lacks - found.short.get(row.key, 0) == min(row.lacks, len(row.may))
    assert found.loads == {who: loads[who] + sum(to == who for _key, to in found.pairs) for who in PEOPLE}
    assert spread(reversed(rows), dict(reversed(loads.items()))) == found


@pytest.mark.once
@given(years())
@example(([Wanting(0, 1, frozenset({2, 3, 4})), Wanting(1, 2, frozenset({1, 2, 3}))], {1: 1, 2: 1, 3: 2, 4: 1}))
@settings(max_examples=40, deadline=None)
def test_no_other_choice_is_more_even(year):
    rows, loads = year
    rows = [Wanting(row.key, min(row.lacks, 2), row.may) for row in rows[:4]]
    choices = [combinations(sorted(row.may), min(row.lacks, len(row.may))) for row in rows]
    best = min(
        unevenness(loads[who] + sum(who in chosen for chosen in each) for who in PEOPLE) for each in product(*choices)
    )
    assert unevenness(spread(rows, loads).loads.values()) == best


@pytest.mark.once
@given(years(conflicts=False))
@settings(max_examples=40, deadline=None)
def test_without_conflicts_loads_differ_by_one_at_most(year):
    loads = spread(*year).loads.values()
    assert max(loads) - min(loads) <= 1


# -- the office's page ----------------------------------------------------------------------------------------


@pytest.fixture
def waiting(llcs, xdd) -> list[Nomination]:
    """Two received dossiers that nobody has been asked to mark."""
    return [dossiers.received_dossier(llcs), dossiers.received_dossier(xdd, "canbo.xdd")]


def seal_of(page) -> str:
    return page.context["proposal"].seal


def test_names_and_counts_are_seen_before_anything_is_done(as_, waiting):
    before = Sheet.objects.count()
    page = as_("chuyenvien").get("/marking/assign/")
    shown = text_of(page)
    assert "Phân công thêm 04 phiếu của 02 hồ sơ?" in shown
    assert "Khoa Xây dựng Đảng Phạm Văn Hòa; Đinh Thị Thanh Huyền" in shown.replace(
        "Khoa Xây dựng Đảng " * 2, "Khoa Xây dựng Đảng "
    )
    assert Sheet.objects.count() == before


def test_what_was_seen_is_done_at_once_and_everybody_told_once(as_, waiting):
    client = as_("chuyenvien")
    seal = seal_of(client.get("/marking/assign/"))
    assert client.post("/marking/assign/", {"seal": seal}).status_code == 302
    for nomination in waiting:
        assert nomination.scorecard.sheets.count() == 2
        assert AuditEntry.objects.filter(subject_id=nomination.scorecard_id, act="Phân công chấm").count() == 2
    told = OutboxMessage.objects.filter(subject__startswith="Đồng chí được giao chấm")
    assert sorted(told.values_list("to__username", flat=True)) == ["hoidong1", "hoidong2", "hoidong3"]
    assert "Không còn gì để phân công" in text_of(client.get("/marking/assign/"))


def test_what_changed_meanwhile_is_shown_anew(as_, waiting):
    client = as_("chuyenvien")
    seal = seal_of(client.get("/marking/assign/"))
    dossiers.sheet_of(waiting[0], "hoidong1")
    late = client.post("/marking/assign/", {"seal": seal})
    assert late.status_code == 409 and "vừa thay đổi nên chưa phân công" in text_of(late)
    assert waiting[1].scorecard.sheets.count() == 0
    assert seal_of(late) != seal
    assert f'value="{seal_of(late)}"' in late.content.decode()
    assert client.post("/marking/assign/", {"seal": seal_of(late)}).status_code == 302


def test_all_or_nothing(as_, waiting, monkeypatch):
    client = as_("chuyenvien")
    seal = seal_of(client.get("/marking/assign/"))
    monkeypatch.setattr("nominations.actions.appraisal.OutboxMessage", None)
    assert client.post("/marking/assign/", {"seal": seal}).status_code == 500
    assert not Sheet.objects.filter(scorecard__nomination__in=waiting).exists()


def test_nobody_near_is_proposed_and_what_cannot_be_assigned_says_why(as_, waiting, llcs):
    for name in ("Đinh Thị Thanh Huyền", "Lê Quốc Bảo"):
        Post.objects.create(
            person=Person.objects.get(full_name=name), unit=llcs, title="Giảng viên", valid_from="2025-11-01"
        )
    page = as_("chuyenvien").get("/marking/assign/")
    assert {str(user) for row, user in page.context["proposal"].pairs if row == waiting[0]} == {"Phạm Văn Hòa"}
    assert (
        "Khoa Lý luận cơ sở: còn thiếu 01 phiếu, không còn thành viên nào không liên quan. "
        "Lê Quốc Bảo thuộc đơn vị của hồ sơ này; Đinh Thị Thanh Huyền thuộc đơn vị của hồ sơ này."
    ) in text_of(page).replace(
        "Đinh Thị Thanh Huyền thuộc đơn vị của hồ sơ này; Lê Quốc Bảo thuộc đơn vị của hồ sơ này.",
        "Lê Quốc Bảo thuộc đơn vị của hồ sơ này; Đinh Thị Thanh Huyền thuộc đơn vị của hồ sơ này.",
    )


def test_the_offices_own_are_left_to_the_board(as_, waiting):
    own = Nomination.objects.get(plan_year__year=2025, state="received", subject_unit__short_name="TC-HC-TT-TL")
    Sheet.objects.filter(scorecard=own.scorecard).delete()
    office, board = (as_(name).get("/marking/assign/") for name in ("chuyenvien", "phohieutruong"))
    assert (own, "Ban Giám hiệu phân công") in office.context["proposal"].elsewhere
    assert own not in {row for row, _user in office.context["proposal"].pairs}
    assert {row for row, _user in board.context["proposal"].pairs} == {own}
    assert f"{own}: Ban Giám hiệu phân công" in text_of(office)
    assert (waiting[0], "người không liên quan của Phòng phân công") in board.context["proposal"].elsewhere


def test_a_declared_conflict_goes_to_the_office_and_is_not_asked_again(as_, waiting):
    nomination = waiting[0]
    sheet = actions.assign(nomination, dossiers.account("hoidong2"), by=dossiers.account("chuyenvien"))
    note = "Là em ruột của đồng chí trưởng khoa"
    as_("hoidong2").post(f"/nominations/{nomination.pk}/score/declare/", {"declared": "some", "note": note})
    told = OutboxMessage.objects.get(to__username="chuyenvien", subject__startswith="Cần phân công lại")
    assert note in told.body and told.link == f"/nominations/{nomination.pk}/appraisal/"
    office = as_("chuyenvien")
    assert f"Có xung đột: {note}" in text_of(office.get(told.link))
    assert "Phân công lại: Khoa Lý luận cơ sở" in text_of(office.get("/"))
    here = f"/nominations/{nomination.pk}/sheets/{sheet.pk}/unassign/"
    assert note in office.get(here).content.decode()
    assert office.post(here, {"reason": note}).status_code == 302
    assert SteppedAside.objects.get().assessor.username == "hoidong2"
    assert f"Đã khai có xung đột: {note}" in text_of(office.get(f"/nominations/{nomination.pk}/assign/"))
    with pytest.raises(Conflict, match="đã khai có xung đột lợi ích"):
        actions.assign(nomination, dossiers.account("hoidong2"), by=dossiers.account("chuyenvien"))
    proposed = office.get("/marking/assign/").context["proposal"].pairs
    assert {user.username for row, user in proposed if row == nomination} == {"hoidong1", "hoidong3"}


# -- before the first mark ------------------------------------------------------------------------------------


@pytest.fixture
def asked(llcs) -> tuple[Nomination, Sheet]:
    nomination = dossiers.received_dossier(llcs)
    return nomination, actions.assign(nomination, dossiers.account("hoidong2"), by=dossiers.account("chuyenvien"))


def test_the_first_thing_on_a_new_sheet_is_the_declaration(as_, asked):
    nomination, sheet = asked
    client, here = as_("hoidong2"), f"/nominations/{nomination.pk}/score/"
    assert client.get(here)["Location"] == f"{here}declare/"
    assert client.post(f"{here}declare/", {}).status_code == 200
    wordless = client.post(f"{here}declare/", {"declared": "some"})
    assert "Vui lòng ghi xung đột thế nào để Phòng phân công lại." in text_of(wordless)
    assert client.post(f"{here}declare/", {"declared": "none"})["Location"] == here
    sheet.refresh_from_db()
    assert (sheet.declared, sheet.declared_note, bool(sheet.declared_at)) == ("none", "", True)
    assert client.get(here).status_code == 200


def test_undeclared_takes_no_mark_and_is_not_sent(as_, asked):
    nomination, sheet = asked
    row = nomination.scorecard.criteria_set.criteria.get(code="G2")
    for part in ("", "send/"):
        late = as_("hoidong2").post(
            f"/nominations/{nomination.pk}/score/{part}", {"version": "1", f"mark-{row.pk}": "7,5"}
        )
        assert late.status_code == 409
        assert "Chưa khai xung đột lợi ích nên chưa chấm được." in text_of(late)
        assert 'value="7,5"' in late.content.decode()
    with pytest.raises(Conflict, match="Chưa khai xung đột"):
        actions.send_sheet(nomination, sheet, by=sheet.assessor, version=1)
    assert not sheet.marks.exists()


def test_a_conflict_closes_the_sheet_and_is_not_unsaid(as_, asked):
    nomination, sheet = asked
    client, here = as_("hoidong2"), f"/nominations/{nomination.pk}/score/"
    for declared in (Declared.NONE, Declared.SOME):  # found while reading
        told = {"declared": declared.value, "note": "Cùng viết đề tài với đơn vị"}
        assert client.post(f"{here}declare/", told).status_code == 302
    closed = client.get(here)
    assert "Phòng sẽ phân công thành viên khác." in text_of(closed) and 'name="mark-' not in closed.content.decode()
    row = nomination.scorecard.criteria_set.criteria.get(code="G2")
    late = client.post(here, {"version": "1", f"mark-{row.pk}": "7,5"})
    assert late.status_code == 409 and "đã khai có xung đột lợi ích với hồ sơ này" in text_of(late)
    with pytest.raises(Conflict, match="không khai lại được"):
        actions.declare(nomination, sheet, declared=Declared.NONE, note="", by=sheet.assessor)
    assert "Chấm hồ sơ: Khoa Lý luận cơ sở" not in text_of(client.get("/"))


# -- how far everyone is --------------------------------------------------------------------------------------


def line_of(page, who: str) -> list[str]:
    rows = page.context["marking"].assessors.rows
    return next([cell.text for cell in row] for row in rows if row[0].text == who)


def test_two_answers_and_none_are_three_things(as_, waiting):
    office = as_("chuyenvien")
    before = line_of(office.get("/marking/"), "Lê Quốc Bảo")
    sheet = actions.assign(waiting[0], dossiers.account("hoidong3"), by=dossiers.account("chuyenvien"))
    assert f"{sheet.assessor}: chưa khai" in text_of(office.get("/marking/"))
    actions.declare(waiting[0], sheet, declared=Declared.NONE, note="", by=sheet.assessor)
    assert f"{sheet.assessor}: không có xung đột, chưa chấm" in text_of(office.get("/marking/"))
    after = line_of(office.get("/marking/"), "Lê Quốc Bảo")
    change = [int(b) - int(a) for a, b in zip(before[1:], after[1:], strict=True)]
    assert change == [1, 0, 1, 0, 0, 0]  # assigned, undeclared, none, some, begun, sent


def test_progress_shows_no_mark_and_orders_nobody(as_, waiting):
    office = as_("chuyenvien")
    for name, share in (("hoidong2", "0.97"), ("hoidong3", "0.61")):
        dossiers.send_marks(dossiers.sheet_of(waiting[0], name), dossiers.marks_of(waiting[0], share))
    page = office.get("/marking/")
    names = [row[0].text for row in page.context["marking"].assessors.rows]
    people = Person.objects.filter(full_name__in=names).order_by("sort_key")
    assert names == [person.full_name for person in people] and len(names) >= 3
    assert "Trung bình" not in text_of(page)
    marks = {str(points).replace(".", ",") for points, _reason in dossiers.marks_of(waiting[0], "0.97").values()}
    cells = {cell.text for row in page.context["marking"].dossiers.rows for cell in row}
    assert not cells & (marks | {"97,00", "79,00", "61,00"})


@pytest.mark.parametrize("address", ["/marking/", "/marking/assign/", "/marking/export.xlsx"])
def test_as_many_questions_at_one_dossier_as_at_thirty(as_, waiting, address):
    client = as_("chuyenvien")
    Nomination.objects.filter(plan_year=waiting[0].plan_year, state="appraised").update(state="received")
    Sheet.objects.filter(scorecard__nomination__plan_year=waiting[0].plan_year).delete()
    many = queries_of(client, address)
    Nomination.objects.filter(plan_year=waiting[0].plan_year).exclude(pk=waiting[0].pk).update(state="withdrawn")
    assert queries_of(client, address) == many


@pytest.mark.parametrize("junk", ["?year=abc", "?year=1900", "?year=", "?year=99999999999999999999"])
def test_a_year_that_is_none_is_this_year(as_, junk):
    for address in ("/marking/", "/marking/assign/", "/discussion/"):
        assert "Năm 2025" in text_of(as_("chuyenvien").get(address + junk))


# -- what is talked over --------------------------------------------------------------------------------------


@pytest.fixture
def apart(llcs) -> Nomination:
    """Two sheets far apart, both sent."""
    nomination = dossiers.received_dossier(llcs)
    dossiers.answer_gates(nomination)
    for name, share in (("hoidong2", "0.9"), ("hoidong3", "0.4")):
        dossiers.send_marks(dossiers.sheet_of(nomination, name), dossiers.marks_of(nomination, share))
    return nomination


def test_rows_too_far_apart_are_listed_unnamed_and_lead_to_the_agreed_mark(as_, apart):
    office = as_("chuyenvien")
    row = apart.scorecard.criteria_set.criteria.get(code="G2")
    page = office.get("/discussion/")
    here = f"/nominations/{apart.pk}/agreed/{row.pk}/"
    shown = text_of(page)
    assert f'href="{here}"' in page.content.decode()
    rows = page.context["discussion"].waiting.rows
    line = next(each for each in rows if (each[0].text, each[1].text) == (str(apart), row.label))
    assert [cell.text for cell in line[2:]] == ["9,0 · 4,0", "5,0", "3,0", "Ghi điểm thống nhất"]
    assert "Lê Quốc Bảo" not in shown and "Đinh Thị Thanh Huyền" not in shown
    agreeing = text_of(office.get(here))
    assert "Điểm của các phiếu, giữ nguyên" in agreeing and "Theo minh chứng của đơn vị." in agreeing
    assert office.post(here, {"points": "7,0", "note": "Họp trao đổi ngày 19/11/2025"}).status_code == 302
    rows = office.get("/discussion/").context["discussion"].settled.rows
    settled = next(each for each in rows if each[0].text == str(apart))
    assert [cell.text for cell in settled[1:5]] == [row.label, "9,0 · 4,0", "5,0", "3,0"]
    who = dossiers.account("chuyenvien")
    assert settled[-1].text.startswith(f"Đã thống nhất 7,0; {who} ghi lúc ")
    assert "Đã thống nhất 7,0" in text_of(office.get(f"/nominations/{apart.pk}/appraisal/"))
    assert f'href="{here}"' not in office.get("/discussion/").content.decode()


def test_the_discussion_as_a_spreadsheet_says_what_waits_then_what_was_agreed(as_, apart):
    office = as_("chuyenvien")
    row = apart.scorecard.criteria_set.criteria.get(code="G2")
    office.post(f"/nominations/{apart.pk}/agreed/{row.pk}/", {"points": "7,0", "note": "Họp ngày 19/11/2025"})
    told = office.get("/discussion/").context["discussion"]
    sheet = load_workbook(BytesIO(office.get("/discussion/export.xlsx?year=2025").content)).active
    shown = [[cell.text for cell in line[:2]] for table in (told.waiting, told.settled) for line in table.rows]
    assert [[cell.value.split("\n")[0] for cell in line[:2]] for line in sheet.iter_rows(min_row=2)] == shown
    assert [str(apart), row.label] in shown[len(told.waiting.rows) :]


def test_nothing_is_listed_before_every_sheet_is_in(as_, apart):
    sheet = apart.scorecard.sheets.get(assessor__username="hoidong3")
    actions.take_back_sheet(apart, sheet, by=dossiers.account("hoidong3"), version=sheet.version)
    office = as_("chuyenvien")
    row = apart.scorecard.criteria_set.criteria.get(code="G2")
    assert f"/nominations/{apart.pk}/" not in office.get("/discussion/").content.decode()
    assert "9,0" not in text_of(office.get(f"/nominations/{apart.pk}/agreed/{row.pk}/"))


def test_whoever_stands_too_near_reads_no_marks_of_it(as_, llcs, apart):
    Post.objects.create(
        person=dossiers.account("chuyenvien").person, unit=llcs, title="Giảng viên", valid_from="2025-11-01"
    )
    assert f"/nominations/{apart.pk}/" not in as_("chuyenvien").get("/discussion/").content.decode()


def test_a_concluded_dossier_counts_the_marks_as_they_are(as_, apart):
    actions.appraise(apart, by=dossiers.account("chuyenvien"), version=apart.version)
    assert "tính theo điểm các phiếu" in text_of(as_("chuyenvien").get("/discussion/"))


def test_discussion_asks_the_same_questions_whatever_differs(as_, apart):
    client = as_("chuyenvien")
    many = queries_of(client, "/discussion/")
    Nomination.objects.filter(plan_year=apart.plan_year).exclude(unit=apart.unit).update(state="withdrawn")
    assert queries_of(client, "/discussion/") == many
