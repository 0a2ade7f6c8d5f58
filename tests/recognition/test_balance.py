"""The balance of a list: what its rules ask about, as plain values, and what a reason changes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.vocabulary import SubjectKind
from nominations.models import Nomination
from portal.models import AuditEntry
from portal.rights import Conflict, Refusal
from recognition.actions import before as acts
from recognition.actions import lists as actions
from recognition.balance import Candidate, Limits, Rule, flags, said_of_women
from recognition.models import Council, EarlierCase, KeptEntry, ListVersion, Member, Recognition
from recognition.queries import balance
from recognition.queries.lists import working_list
from tests.recognition.people import account, list_of

HALF = Limits(Fraction(1, 2), Fraction(1, 2), 2)
HEAD, PERSON, UNIT = SubjectKind.HEAD, SubjectKind.INDIVIDUAL, SubjectKind.COLLECTIVE


def candidate(key: int, kind=PERSON, *, unit: int | None = None, total: str = "", settled: bool = False) -> Candidate:
    """Each of a unit of its own, the later the lower, unless told otherwise."""
    whose = "unit" if kind == UNIT else "person"
    total = Decimal(total or 100 - key)
    return Candidate(key, (whose, key), unit or 100 + key, f"Khoa {unit or key}", kind, "male", total, settled)


def flagged(*candidates: Candidate, honoured=None, limits: Limits = HALF) -> list[tuple[int, Rule]]:
    return [(flag.key, flag.rule) for flag in flags(candidates, honoured or {}, 2025, limits)]


# -- rules ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "asked"),
    [({2023, 2024}, True), ({2022, 2023, 2024}, True), ({2024}, False), ({2022, 2024}, False), ({2022, 2023}, False)],
)
def test_recognised_in_each_of_the_last_years(years, asked):
    found = flagged(candidate(1), honoured={("person", 1): years, ("unit", 1): {2023, 2024}})
    assert found == ([(1, Rule.REPEATED)] if asked else [])


def test_how_many_years_in_a_row_is_the_councils_to_say():
    honoured = {("person", 1): {2024}}
    assert flagged(candidate(1), honoured=honoured, limits=Limits(Fraction(1), Fraction(1), 1)) == [(1, Rule.REPEATED)]
    assert flagged(candidate(1), limits=Limits(Fraction(1), Fraction(1), 0)) == []


def test_the_lowest_leaders_beyond_their_share_of_the_individuals():
    three_of_five = [candidate(n, HEAD) for n in (1, 2, 3)] + [candidate(n) for n in (4, 5)]
    assert flagged(*three_of_five, candidate(6, UNIT)) == [(3, Rule.LEADERS)]
    assert flagged(*three_of_five[1:]) == [], "two of four are half"


def test_a_leaders_total_that_is_shared_at_the_limit_asks_of_both():
    pair = [candidate(2, HEAD, total="80"), candidate(3, HEAD, total="80")]
    assert flagged(candidate(1, HEAD, total="90"), *pair, candidate(4), candidate(5)) == [
        (2, Rule.LEADERS),
        (3, Rule.LEADERS),
    ]


def test_a_unit_beyond_its_share_of_the_whole_list_from_four_entries_on():
    of_one = [candidate(1, UNIT, unit=7), candidate(2, unit=7), candidate(3, unit=7)]
    assert flagged(*of_one, candidate(4)) == [(3, Rule.UNIT)]
    assert flagged(*of_one) == [], "three entries are too few to say anything"
    assert flagged(*of_one, candidate(4), candidate(5), candidate(6)) == [], "three of six are half"


def test_who_was_recognised_this_year_already_counts_and_is_not_asked_about():
    by_the_first_list = [candidate(n, HEAD, settled=True) for n in (1, 2)] + [candidate(3, settled=True)]
    assert flagged(*by_the_first_list, candidate(4, HEAD, total="99")) == []
    assert flagged(*by_the_first_list, candidate(4, HEAD, total="10")) == [(4, Rule.LEADERS)]


def test_a_flag_says_how_many_of_how_many():
    told = [flag.sentence for flag in flags([candidate(1, HEAD)], {("person", 1): {2023, 2024}}, 2025, HALF)]
    assert told == [
        "Đã được công nhận 02 năm liền: 2023, 2024.",
        "Người đứng đầu đơn vị: 01 trên 01 cá nhân, quá mức 1/2; pháp luật ưu tiên người trực tiếp công tác.",
    ]


def test_women_below_their_share_of_the_staff_are_said():
    assert said_of_women(1, 4, 30, 50).startswith("Nữ chiếm 01 trên 04 cá nhân (25%), thấp hơn tỷ lệ nữ")
    assert said_of_women(3, 5, 30, 50) == said_of_women(0, 0, 30, 50) == ""


# -- of the demo school ---------------------------------------------------------------------------------------


@pytest.fixture
def compiling(school):
    return list_of(2025)


def asked(review_list) -> list[tuple[str, str, bool]]:
    found = balance.flagged(review_list, working_list(review_list))
    return [(str(each.nomination), each.flag.rule.value, each.kept is not None) for each in found]


def close(review_list) -> ListVersion:
    return actions.close(review_list, by=account("chuyenvien"), version=review_list.version)


def test_two_years_in_a_row_by_the_portal_is_asked_about_and_kept(compiling):
    assert asked(compiling) == [("Bùi Thanh Tùng", "repeated", True)]


def test_the_years_before_the_portal_count_too_and_what_was_revoked_does_not(compiling):
    vinh = Nomination.objects.get(plan_year__year=2024, subject_person__full_name="Trần Quang Vinh")
    told = {"decision_number": "1/QĐ", "decision_date": "2023-12-20", "recognised": True}
    EarlierCase.objects.create(year=2023, unit=vinh.unit, subject_person=vinh.subject_person, **told)
    assert [who for who, *_rest in asked(compiling)] == ["Trần Quang Vinh", "Bùi Thanh Tùng"]
    Nomination.objects.filter(pk=vinh.pk).update(state="revoked")
    assert [who for who, *_rest in asked(compiling)] == ["Bùi Thanh Tùng"]


def test_limits_are_the_years_councils_where_there_is_one(compiling):
    Council.objects.update_or_create(
        plan_year=compiling.plan_year,
        defaults={"leaders_share": "1/3", "unit_share": "1/5", "honours_in_a_row": 3},
    )
    assert balance.limits_of(compiling.plan_year) == Limits(Fraction(1, 3), Fraction(1, 5), 3)
    assert {who for who, rule, _kept in asked(compiling) if rule == "unit"} == {
        "Trần Quang Vinh",
        "Đặng Thị Ngọc Ánh",
        "Bùi Thanh Tùng",
        "Ngô Thị Bích Ngọc",
    }


def test_before_there_is_a_council_its_usual_limits_hold(compiling):
    Member.objects.filter(council__plan_year=compiling.plan_year).delete()
    Council.objects.filter(plan_year=compiling.plan_year).delete()
    assert balance.limits_of(compiling.plan_year) == HALF


def test_closing_names_every_entry_that_is_asked_about_and_has_no_reason(compiling):
    KeptEntry.objects.filter(nomination__plan_year=compiling.plan_year).delete()
    Council.objects.update_or_create(plan_year=compiling.plan_year, defaults={"unit_share": "1/5"})
    with pytest.raises(Conflict) as refused:
        close(compiling)
    assert refused.value.what.startswith("Chưa chốt được: 05 mục cần cân nhắc, chưa có lý do giữ lại: Trần Quang Vinh")
    assert "Bùi Thanh Tùng (được công nhận nhiều năm liền); Bùi Thanh Tùng (nhiều mục của một" in refused.value.what
    assert list_of(2025).state == "compiling"
    assert not ListVersion.objects.filter(review_list=compiling).exists()


def test_the_other_way_is_to_set_it_aside(compiling):
    KeptEntry.objects.filter(nomination__plan_year=compiling.plan_year).delete()
    tung = next(line.nomination for line in working_list(compiling).lines if str(line.nomination) == "Bùi Thanh Tùng")
    actions.set_aside(tung, reason="Xét ở danh sách bổ sung", by=account("chuyenvien"))
    assert [row["name"] for row in close(compiling).content["individuals"]] == [
        "Trần Quang Vinh",
        "Đặng Thị Ngọc Ánh",
        "Ngô Thị Bích Ngọc",
    ]


def test_reasons_are_frozen_with_the_version_and_shown_beside_it(compiling, as_):
    rows = {row["name"]: row["kept"] for row in close(compiling).content["individuals"]}
    assert rows["Bùi Thanh Tùng"] == [
        f"{Rule.REPEATED.label}: {KeptEntry.objects.get(nomination__plan_year__year=2025).reason}"
    ]
    assert rows["Trần Quang Vinh"] == []
    page = as_("danguy").get(f"/lists/{compiling.pk}/").content.decode()
    assert "Mục được giữ lại, có lý do" in page
    assert rows["Bùi Thanh Tùng"][0] in page


def test_a_reason_that_is_changed_stays_in_the_log_with_the_one_before(compiling):
    kept = KeptEntry.objects.get(nomination__plan_year__year=2025)
    before = kept.reason
    acts.keep_entry(kept.nomination, Rule.REPEATED, reason="Đề tài mới", by=account("truongphong"))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.note) == ("Giữ trong danh sách", "Được công nhận nhiều năm liền: Đề tài mới")
    assert entry.before == {Rule.REPEATED.label: before}
    kept.refresh_from_db()
    assert (kept.reason, kept.made_by.username) == ("Đề tài mới", "truongphong")


def test_nobody_keeps_an_entry_of_their_own_unit(compiling):
    """The office's own dossier is the board's to speak for."""
    of_the_office = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Nguyễn Hữu Phước")
    for username in ("chuyenvien", "truongphong", "danguy"):
        with pytest.raises(Refusal):
            acts.keep_entry(of_the_office, Rule.UNIT, reason="Xứng đáng", by=account(username))
    acts.keep_entry(of_the_office, Rule.UNIT, reason="Xứng đáng", by=account("hieutruong"))
    assert KeptEntry.objects.get(nomination=of_the_office).made_by.username == "hieutruong"


def test_a_listed_entry_needs_no_reason_any_more(compiling):
    close(compiling)
    tung = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Bùi Thanh Tùng")
    with pytest.raises(Conflict):
        acts.keep_entry(tung, Rule.REPEATED, reason="Muộn rồi", by=account("chuyenvien"))


# -- the panel ------------------------------------------------------------------------------------------------


def test_this_years_list_stands_beside_the_recognised_of_earlier_years(compiling):
    page = balance.balance_of(compiling, [line.nomination for line in working_list(compiling).lines])
    told = {each.key: each.rows for each in page.breakdowns}
    sexes = {}
    for year in (2023, 2024):
        rows = Recognition.objects.filter(nomination__plan_year__year=year, nomination__state="recognised")
        sexes[year] = [rows.filter(nomination__subject_person__sex=sex).count() for sex in ("female", "male")]
    assert [row[:2] for row in told["sex"]][-3:] == [(2023, sexes[2023]), (2024, sexes[2024]), (2025, [2, 2])]
    assert told["leaders"] == [
        (2021, None, "không có dữ liệu"),
        (2022, None, "không có dữ liệu"),
        (2023, [2, 2], ""),
        (2024, [3, 3], ""),
        (2025, [0, 4], ""),
    ]
    assert told["again"][0] == (2021, None, "không có dữ liệu"), "the first year on record has none before it"
    assert told["again"][-1] == (2025, [1, 3], "")
    assert [(each.n, each.percent) for each in page.units] == [(1, 25)] * 4


def test_the_figures_are_a_spreadsheet_too_and_stay_after_the_closing(compiling, as_):
    client, address = as_("hieutruong"), f"/lists/{compiling.pk}/balance/"
    before = client.get(address + "export.xlsx")
    assert before["Content-Type"].endswith("sheet")
    live = client.get(address).context["page"]
    close(compiling)
    frozen = client.get(address).context
    assert (frozen["compiling"], frozen["page"]) == (False, live)
