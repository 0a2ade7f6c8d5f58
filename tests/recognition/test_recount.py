"""A year's totals counted anew by Trưởng Phòng Nguyễn Đình Khôi."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from criteria.actions.recount import counted
from criteria.models import PlanYear, Scorecard
from nominations.models import Nomination
from portal.models import AuditEntry
from recognition.recount import portion, portions


@pytest.fixture
def year(school) -> PlanYear:
    return PlanYear.objects.get(year=2024)


def stored() -> list:
    return list(Scorecard.objects.order_by("pk").values_list("pk", "total", "version"))


def test_nothing_changes_when_nothing_changed(year):
    before, log = stored(), AuditEntry.objects.count()
    steps = list(portions(year, by=None))
    assert [step.lines for step in steps] == [[]]
    assert (steps[-1].done, steps[-1].last) == (steps[-1].total, None)
    assert (stored(), AuditEntry.objects.count()) == (before, log)


def test_a_total_that_its_marks_do_not_give_is_mended_and_logged(as_, year):
    card = Nomination.objects.filter(plan_year=year, state="recognised").first().scorecard
    right = card.total
    Scorecard.objects.filter(pk=card.pk).update(total=Decimal("12.30"))
    page = as_("truongphong").post(f"/years/{year.pk}/recount/").content.decode()
    assert f"12,30 → {str(right).replace('.', ',')}" in page
    assert Scorecard.objects.get(pk=card.pk).total == right
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.before) == ("Tính lại tổng điểm", {"Tổng điểm": "12,30"})


def test_portion_by_portion_it_comes_to_the_end(as_, year, monkeypatch):
    monkeypatch.setattr("recognition.recount.PORTION", 4)
    client, behind, seen = as_("truongphong"), 0, []
    while behind is not None:
        address, headers = f"/years/{year.pk}/recount/", {"Accept": "application/json"}
        step = client.post(address, {"behind": behind}, headers=headers).json()
        seen.append(step["done"])
        behind = step["last"]
    assert seen == [4, 8, 11]


@pytest.mark.parametrize("behind", ["x", "-1", "9" * 30, ""])
def test_a_place_that_is_no_number_begins_at_the_beginning(as_, year, behind):
    headers = {"Accept": "application/json"}
    answer = as_("truongphong").post(f"/years/{year.pk}/recount/", {"behind": behind}, headers=headers)
    assert answer.json()["done"] == 11


def test_the_command_says_what_it_did(year):
    out = StringIO()
    call_command("recount", "2024", stdout=out, stderr=StringIO())
    assert out.getvalue() == "0 hồ sơ thay đổi tổng điểm.\n"


def test_the_number_of_queries_does_not_grow(year, django_assert_num_queries):
    cards = list(Scorecard.objects.filter(nomination__plan_year=year).order_by("pk"))
    for some in (cards[:1], cards):
        with django_assert_num_queries(7):
            counted(some)


def test_one_rule_for_the_total(year):
    """In bulk as one by one."""
    cards = list(Scorecard.objects.filter(nomination__plan_year=year))
    assert counted(cards) == {card.pk: card.total for card in cards}
    assert portion(year, behind=0, by=None).total == 11
