"""The council's vote as arithmetic, and typed into its page."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as some

from portal.models import AuditEntry, Revision
from portal.rights import Conflict
from recognition.actions import lists
from recognition.actions import meetings as actions
from recognition.ballots import Count, Rule, Voters, faults, per_cent
from recognition.demo.meetings import counted
from recognition.models import BallotCount, Meeting
from recognition.queries.meetings import hall_of
from tests.recognition.meetings import met, typed
from tests.recognition.people import account, list_of

FOUR_FIFTHS = Rule(Fraction(4, 5))
TEN = Voters(members=11, present=10, recused=1, wrote=1)
GOOD = Count(9, 9, 9, 0, 8, 1, 1, 0)


# -- which sums must hold -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "cell", "sentence"),
    [
        ({"issued": 10}, "issued", "Có mặt 10, không bỏ phiếu 01: phát ra 09 phiếu, không phải 10."),
        ({"issued": 8}, "issued", "Có mặt 10, không bỏ phiếu 01: phát ra 09 phiếu, không phải 08."),
        ({"returned": 10, "invalid": 1}, "returned", "Thu về 10 phiếu, nhiều hơn 09 phiếu phát ra."),
        ({"invalid": 1}, "invalid", "Hợp lệ + không hợp lệ phải bằng số thu về: 09 + 01 khác 09."),
        ({"agree": 9}, "against", "Đồng ý + không đồng ý phải bằng số hợp lệ: 09 + 01 khác 09."),
        ({"against": 0}, "against", "Đồng ý + không đồng ý phải bằng số hợp lệ: 08 + 00 khác 09."),
        ({"written_agree": 2}, "written_agree", "Chỉ 01 thành viên vắng mặt gửi ý kiến bằng văn bản về mục này."),
        (
            {"written_agree": 0, "written_against": 2},
            "written_against",
            "Chỉ 01 thành viên vắng mặt gửi ý kiến bằng văn bản về mục này.",
        ),
    ],
)
def test_a_sum_that_does_not_hold_is_named_at_its_cell(changed, cell, sentence):
    assert faults(replace(GOOD, **changed), TEN)[cell] == sentence


def test_sums_that_hold_are_not_mentioned():
    assert faults(GOOD, TEN) == {}
    assert faults(replace(GOOD, returned=8, valid=7, invalid=1, agree=6), TEN) == {}, "one ballot did not come back"
    assert faults(replace(GOOD, written_agree=0), TEN) == {}, "who wrote may have said neither"


def test_without_anybody_recused_or_away_the_sentences_say_no_more_than_is_so():
    all_came = Voters(members=11, present=11)
    found = faults(Count(10, 10, 10, 0, 10, 0, 1), all_came)
    assert found == {
        "issued": "Có mặt 11: phát ra 11 phiếu, không phải 10.",
        "written_agree": "Không có thành viên vắng mặt nào được gửi ý kiến bằng văn bản về mục này: ghi 0.",
    }


# -- what they come to ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agree", "voters", "in_base", "base", "needed", "passed"),
    [
        (8, Voters(11, 10, 1), True, 11, 9, False),  # 72,73 %
        (9, Voters(11, 10, 1), True, 11, 9, True),
        (12, Voters(15, 15, 3), True, 15, 12, True),  # exactly four fifths is enough
        (10, Voters(13, 13, 3), True, 13, 11, False),  # three of one unit among thirteen: 10/13
        (10, Voters(13, 13, 3), False, 10, 8, True),
        (8, Voters(11, 10, 1, recused_away=1), False, 9, 8, True),
        (0, Voters(3, 3, 3), False, 0, 1, False),  # nobody is chosen by nobody
    ],
)
def test_the_share_is_of_all_members_and_the_threshold_itself_is_enough(agree, voters, in_base, base, needed, passed):
    rule = Rule(Fraction(4, 5), recused_in_base=in_base)
    assert (rule.base(voters), rule.needed(voters), rule.is_passed(agree, voters)) == (base, needed, passed)


@pytest.mark.parametrize(
    ("agree", "base", "shown"),
    [(13, 15, "86,67"), (10, 11, "90,91"), (2, 3, "66,67"), (1, 800, "0,13"), (0, 0, "0,00")],
)
def test_a_share_has_two_decimals_half_up(agree, base, shown):
    assert per_cent(agree, base) == shown


def test_an_entry_that_cannot_pass_whatever_the_rest_vote():
    three_of_thirteen = Voters(members=13, present=13, recused=3)
    assert not FOUR_FIFTHS.is_possible(three_of_thirteen)
    assert FOUR_FIFTHS.enough_members(three_of_thirteen) == 15
    assert FOUR_FIFTHS.is_possible(Voters(members=15, present=15, recused=3))
    assert Rule(Fraction(4, 5), recused_in_base=False).is_possible(three_of_thirteen)
    assert Rule(Fraction(1)).enough_members(three_of_thirteen) is None


@some.composite
def votes(draw) -> tuple[Voters, Count]:
    members = draw(some.integers(1, 40))
    present = draw(some.integers(0, members))
    recused = draw(some.integers(0, present))
    recused_away = draw(some.integers(0, members - present))
    wrote = draw(some.integers(0, members - present - recused_away))
    voters = Voters(members, present, recused, recused_away, wrote)
    returned = draw(some.integers(0, voters.ballots))
    valid = draw(some.integers(0, returned))
    agree = draw(some.integers(0, valid))
    written = draw(some.integers(0, wrote))
    against = draw(some.integers(0, wrote - written))
    return voters, Count(voters.ballots, returned, valid, returned - valid, agree, valid - agree, written, against)


RULES = some.builds(
    Rule, some.fractions(Fraction(1, 20), Fraction(1), max_denominator=20), recused_in_base=some.booleans()
)


@given(votes(), RULES)
@example((Voters(3, 3, 3), Count(0, 0, 0, 0, 0, 0)), Rule(Fraction(1, 2), recused_in_base=False))
def test_whatever_is_counted_the_arithmetic_holds(told, rule):
    voters, count = told
    assert faults(count, voters) == {}
    assert voters.recused + voters.ballots + voters.absent == voters.members
    base, needed = rule.base(voters), rule.needed(voters)
    assert rule.is_passed(count.total, voters) == (count.total >= needed)
    assert rule.is_passed(count.total, voters) == (
        base > 0 and count.total > 0 and count.total / rule.threshold >= base
    )
    assert count.total <= voters.most
    if rule.is_passed(count.total, voters):
        assert rule.is_possible(voters), "what passes was possible before"
    shown = Decimal(per_cent(count.total, base).replace(",", "."))
    assert not base or abs(Fraction(shown) - Fraction(100 * count.total, base)) <= Fraction(1, 200)


@given(votes(), RULES)
def test_enough_members_are_just_enough(told, rule):
    voters = told[0]
    aside = voters.recused + voters.recused_away
    enough = rule.enough_members(voters)
    if enough is None:
        return
    assert rule.is_possible(Voters(enough, enough, aside))
    if enough > voters.members:
        assert not rule.is_possible(Voters(enough - 1, enough - 1, aside))


# -- typed into the page --------------------------------------------------------------------------------------


@pytest.fixture
def meeting(school) -> Meeting:
    review_list = list_of(2025)
    lists.close(review_list, by=account("chuyenvien"), version=review_list.version)
    return met(review_list)


@pytest.fixture
def office(as_):
    return as_("chuyenvien")


def here(meeting: Meeting) -> str:
    return f"/lists/{meeting.list_version.review_list_id}/votes/"


def all_cells(meeting: Meeting) -> dict[str, str]:
    lines = hall_of(meeting.list_version).lines
    cells = {name: value for line in lines for name, value in typed(line).items()}
    return cells | {"version": str(meeting.version)}


def test_issued_is_there_before_anything_is_typed(office, meeting):
    form = office.get(here(meeting)).context["form"]
    issued = [(line.name, form[f"issued-{line.entry.pk}"].value()) for line in form.hall.lines]
    names = ["Trần Quang Vinh", "Đặng Thị Ngọc Ánh", "Bùi Thanh Tùng", "Ngô Thị Bích Ngọc"]
    assert issued == list(zip(names, "9898", strict=True))
    first = form.hall.lines[0]
    assert [(str(each.member.person), each.present) for each in first.aside] == [
        ("Nguyễn Thị Hồng Hạnh", True),
        ("Lê Đức Thịnh", False),
    ]
    assert (first.voters.recused, first.voters.recused_away, first.voters.wrote) == (1, 1, 0)


def test_counted_ballots_are_kept_and_the_result_is_told(office, meeting):
    answer = office.post(here(meeting), all_cells(meeting), follow=True)
    assert answer.redirect_chain[-1][0] == f"/lists/{meeting.list_version.review_list_id}/meeting/"
    result = answer.context["result"]
    told = [[cell.text for cell in row[:10]] for row in result.rows]
    assert told[:2] == [
        ["1. Trần Quang Vinh", "1", "9", "9", "9", "0", "9", "0", "0", "81,82"],
        ["2. Đặng Thị Ngọc Ánh", "2", "8", "8", "8", "0", "8", "0", "1", "81,82"],
    ]
    assert [str(row[10].state.label) for row in result.rows] == ["Đạt"] * 4
    assert "04 trên 04 mục đạt tỷ lệ từ 4/5 trở lên." in answer.content.decode()
    assert BallotCount.objects.filter(entry__version=meeting.list_version).count() == 4
    log = AuditEntry.objects.filter(act="Nhập kết quả bỏ phiếu", subject_type="recognition.meeting").first()
    assert log.after["Trần Quang Vinh"] == "phát ra 9; thu về 9; hợp lệ 9; không hợp lệ 0; đồng ý 9; không đồng ý 0"


def test_a_wrong_sum_is_said_at_its_row_and_nothing_typed_is_lost(office, meeting):
    line = hall_of(meeting.list_version).lines[1]
    cells = all_cells(meeting) | {f"valid-{line.entry.pk}": "7"}
    answer = office.post(here(meeting), cells)
    assert answer.status_code == 200
    assert dict(answer.context["form"].errors) == {
        f"invalid-{line.entry.pk}": ["Hợp lệ + không hợp lệ phải bằng số thu về: 07 + 00 khác 08."],
        f"against-{line.entry.pk}": ["Đồng ý + không đồng ý phải bằng số hợp lệ: 08 + 00 khác 07."],
    }
    page = answer.content.decode()
    assert page.count('aria-invalid="true"') == 2
    assert all(answer.context["form"][name].value() == value for name, value in cells.items())
    assert not BallotCount.objects.filter(entry__version=meeting.list_version).exists()


def test_an_entry_not_counted_yet_may_wait(office, meeting):
    line = hall_of(meeting.list_version).lines[3]
    cells = all_cells(meeting)
    for name in ("returned", "valid", "invalid", "agree", "against", "written_agree", "written_against"):
        cells[f"{name}-{line.entry.pk}"] = ""
    assert office.post(here(meeting), cells).status_code == 302
    assert [each.count is None for each in hall_of(meeting.list_version).lines] == [False, False, False, True]
    meeting.refresh_from_db()
    cells[f"returned-{line.entry.pk}"] = "8"
    answer = office.post(here(meeting), cells | {"version": str(meeting.version)})
    assert set(answer.context["form"].errors) == {
        f"{name}-{line.entry.pk}" for name in ("valid", "invalid", "agree", "against")
    }
    cells[f"returned-{line.entry.pk}"], cells[f"written_agree-{line.entry.pk}"] = "", "1"
    answer = office.post(here(meeting), cells | {"version": str(meeting.version)})
    assert f"returned-{line.entry.pk}" in answer.context["form"].errors, "what is written counts as begun"


@pytest.mark.parametrize("typed_in", ["-1", "1000", "chín", "9,5", "９", "1e2", "9" * 40])
def test_what_is_no_count_is_said(office, meeting, typed_in):
    line = hall_of(meeting.list_version).lines[0]
    answer = office.post(here(meeting), all_cells(meeting) | {f"agree-{line.entry.pk}": typed_in})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [f"agree-{line.entry.pk}"]


def test_who_types_over_somebody_elses_count_finds_both(office, meeting):
    stale = all_cells(meeting)
    vote_once(meeting, last=8)
    line = hall_of(meeting.list_version).lines[3]
    cells = stale | {f"agree-{line.entry.pk}": "6", f"against-{line.entry.pk}": "2"}
    answer = office.post(here(meeting), cells)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ngô Thị Bích Ngọc: đồng ý" in page
    assert answer.context["form"][f"agree-{line.entry.pk}"].value() == "6"
    assert hall_of(meeting.list_version).lines[3].count.agree == 7, "nothing was overwritten"
    kept = Revision.objects.filter(subject_type="recognition.meeting", kept=False).first()
    assert "đồng ý 6" in kept.content["Ngô Thị Bích Ngọc"]


def vote_once(meeting: Meeting, last: int) -> None:
    lines = hall_of(meeting.list_version).lines
    counts = {line.entry.pk: counted(line) for line in lines} | {lines[-1].entry.pk: counted(lines[-1], last)}
    actions.type_in_ballots(meeting, counts, by=account("truongphong"), version=meeting.version)


def test_a_count_that_does_not_add_up_is_refused_without_a_page_too(meeting):
    line = hall_of(meeting.list_version).lines[0]
    wrong = {line.entry.pk: Count(11, 11, 11, 0, 11, 0)}
    with pytest.raises(Conflict, match="Trần Quang Vinh: Có mặt 10, không bỏ phiếu 01: phát ra 09 phiếu"):
        actions.type_in_ballots(meeting, wrong, by=account("chuyenvien"), version=meeting.version)


def test_no_votes_below_the_quorum_and_the_page_says_what_to_do(office, meeting):
    away = list(meeting.attendances.filter(present=True)[:3])
    for each in away:
        meeting.attendances.filter(pk=each.pk).update(present=False, reason="ốm", teller="")
    answer = office.get(here(meeting))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Có mặt 07/11 thành viên (63,64%), chưa đủ 2/3 tổng số thành viên" in page
    assert "Hội đồng họp lại khi đủ thành viên" in page
    with pytest.raises(Conflict, match="chưa đủ 2/3"):
        actions.type_in_ballots(meeting, {}, by=account("chuyenvien"), version=meeting.version)


def test_after_approval_ballots_and_meeting_only_are_read(office, meeting):
    review_list = list_of(2025)
    vote_once(meeting, last=8)
    lists.approve(review_list, by=account("truongphong"), version=review_list.version)
    before = all_cells(meeting)
    for address in (
        here(meeting),
        f"/lists/{review_list.pk}/meeting/edit/",
        f"/lists/{review_list.pk}/meeting/recusals/new/",
    ):
        assert office.get(address).status_code == office.post(address, before).status_code == 409
    with pytest.raises(Conflict):
        actions.type_in_ballots(meeting, {}, by=account("chuyenvien"), version=meeting.version)
    page = office.get(f"/lists/{review_list.pk}/meeting/").content.decode()
    assert "Nhập kết quả bỏ phiếu" not in page
    assert "72,73" in page


def test_pages_ask_the_same_questions_whatever_the_number_of_entries(office, meeting):
    addresses = [here(meeting), f"/lists/{meeting.list_version.review_list_id}/meeting/"]
    many = [asked(office, address) for address in addresses]
    frozen = meeting.list_version
    kept = frozen.content["individuals"][:1]
    frozen.content |= {"individuals": kept}
    frozen.save()
    frozen.entries.exclude(nomination=kept[0]["nomination"]).delete()
    assert [asked(office, address) for address in addresses] == many


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_who_wrote_against_is_told_beside_the_result(office, meeting):
    cells = all_cells(meeting)
    line = hall_of(meeting.list_version).lines[1]
    cells |= {f"written_agree-{line.entry.pk}": "0", f"written_against-{line.entry.pk}": "1"}
    result = office.post(here(meeting), cells, follow=True).context["result"]
    assert [(row[8].text, row[8].second) for row in result.rows[:2]] == [("0", ""), ("0", "không đồng ý: 01")]


def test_the_result_is_a_spreadsheet_too(office, school):
    review_list = list_of(2024)
    answer = office.get(f"/lists/{review_list.pk}/meeting/result.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "ket-qua-bo-phieu-2024-ban-01.xlsx" in answer["Content-Disposition"]
