"""Who steps aside: the rules over plain values, then the council of the demo school."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import clock
from portal.models import Grant, Person, Post, Unit
from portal.rights import Conflict
from recognition.actions import lists
from recognition.actions import meetings as actions
from recognition.models import Council, Member, Recusal
from recognition.queries.meetings import hall_of, seated
from recognition.recusals import Seat, joined, known, seats_of
from tests.recognition.people import account, list_of

LLCS, XDD = 7, 8  # units
HANH, DUC = 70, 80  # people
OF_HANH, OF_DUC = 700, 800  # their accounts


def dossier(**told) -> SimpleNamespace:
    """Trần Quang Vinh of Khoa Lý luận cơ sở, entered by a clerk who is not of the council."""
    plain = {"pk": 1, "unit_id": LLCS, "subject_unit_id": None, "subject_person_id": 71, "entered_by_id": 999}
    return SimpleNamespace(**(plain | told))


HANH_SITS = Seat(1, HANH, OF_HANH, frozenset({LLCS}))
DUC_SITS = Seat(2, DUC, OF_DUC, frozenset({XDD}))
STRANGER = Seat(3, 90)  # no post today, no account


@pytest.mark.parametrize(
    ("changed", "seat", "why"),
    [
        ({}, HANH_SITS, "thuộc đơn vị của hồ sơ này"),
        ({}, DUC_SITS, None),
        ({}, STRANGER, None),
        ({"subject_person_id": HANH, "unit_id": XDD}, HANH_SITS, "là người được đề nghị trong hồ sơ này"),
        ({"subject_person_id": HANH}, HANH_SITS, "là người được đề nghị trong hồ sơ này"),
        ({"entered_by_id": OF_DUC}, DUC_SITS, "đã nhập hồ sơ này"),
        ({"unit_id": XDD, "subject_unit_id": LLCS, "subject_person_id": None}, HANH_SITS, "thuộc đơn vị của hồ sơ này"),
    ],
)
def test_who_stands_too_near(changed, seat, why):
    assert known([seat], [dossier(**changed)]) == {1: {seat.member: why} if why else {}}


def test_every_dossier_is_answered_for_and_seats_keep_their_order():
    both = [dossier(), dossier(pk=2, unit_id=XDD)]
    assert known([DUC_SITS, HANH_SITS], both) == {
        1: {1: "thuộc đơn vị của hồ sơ này"},
        2: {2: "thuộc đơn vị của hồ sơ này"},
    }


def test_what_a_member_said_stands_before_what_is_known():
    assert joined({1: "thuộc đơn vị của hồ sơ này"}, {1: "vợ của người được đề nghị", 2: "đồng tác giả"}) == {
        1: "vợ của người được đề nghị",
        2: "đồng tác giả",
    }


# -- the demo school's council --------------------------------------------------------------------------------


@pytest.fixture
def members(school) -> list[Member]:
    return seated(Council.objects.get(plan_year__year=2025), clock.today())


def seat_of(members: list[Member], name: str) -> Seat:
    member = next(each for each in members if str(each.person) == name)
    return next(seat for seat in seats_of(members, clock.today()) if seat.member == member.pk)


def test_units_come_from_posts_of_the_day_and_from_roles(members, llcs, xdd):
    assert seat_of(members, "Nguyễn Thị Hồng Hạnh").own_unit_ids == {llcs.pk}
    hanh = Person.objects.get(full_name="Nguyễn Thị Hồng Hạnh")
    Post.objects.filter(person=hanh).update(valid_to=clock.today().replace(day=19))
    assert seat_of(members, "Nguyễn Thị Hồng Hạnh").own_unit_ids == {llcs.pk}, "head of the unit by her role"
    Grant.objects.filter(user=hanh.account).update(revoked_at=clock.now())
    assert seat_of(members, "Nguyễn Thị Hồng Hạnh").own_unit_ids == set()
    Grant.objects.create(user=hanh.account, role="unit_staff", unit=xdd)
    assert seat_of(members, "Nguyễn Thị Hồng Hạnh").own_unit_ids == {xdd.pk}


def test_two_queries_whatever_the_number_of_members(members):
    for few in (members, members[:1]):
        with CaptureQueriesContext(connection) as queries:
            seats_of(few, clock.today())
        assert len(queries) == 2


def test_at_most_two_of_a_unit_sit_there_so_that_everybody_can_pass(members):
    """Eleven members, four fifths: nine of eleven. Two may step aside, not three."""
    units = [unit for seat in seats_of(members, clock.today()) for unit in seat.own_unit_ids]
    departments = set(Unit.objects.filter(nominates=True).values_list("pk", flat=True))
    assert len(members) == 11
    assert max(units.count(unit) for unit in departments) == 2


def test_the_chair_steps_aside_too(school):
    """The principal's own dossier: he may not vote on himself, whoever presides."""
    review_list = list_of(2025)
    lists.close(review_list, by=account("chuyenvien"), version=review_list.version)
    entry = review_list.latest().entries.select_related("nomination").first()
    principal = Person.objects.get(full_name="Vũ Đình Thuận")
    type(entry.nomination).objects.filter(pk=entry.nomination_id).update(subject_person=principal)
    line = next(line for line in hall_of(review_list.latest()).lines if line.entry.pk == entry.pk)
    assert ("Vũ Đình Thuận", "là người được đề nghị trong hồ sơ này") in [
        (str(each.member.person), each.reason) for each in line.aside
    ]


# -- said at the meeting --------------------------------------------------------------------------------------


def test_who_steps_aside_for_a_reason_of_their_own_is_typed_and_taken_back(as_):
    review_list = list_of(2025)
    lists.close(review_list, by=account("chuyenvien"), version=review_list.version)
    office, here = as_("chuyenvien"), f"/lists/{review_list.pk}/meeting/"
    hall = hall_of(review_list.latest())
    khoi = next(each.member for each in hall.attendances if str(each.member.person) == "Nguyễn Đình Khôi")
    first = hall.lines[0]
    told = {"entry": first.entry.pk, "member": khoi.pk, "reason": "anh rể của người được đề nghị"}
    assert office.post(f"{here}recusals/new/", told).status_code == 302
    page = office.get(here)
    assert [(line.name, str(each.member.person)) for line, each in page.context["declared"]] == [
        ("Trần Quang Vinh", "Nguyễn Đình Khôi")
    ]
    assert hall_of(review_list.latest()).lines[0].voters.ballots == first.voters.ballots - 1
    again = office.post(f"{here}recusals/new/", told)
    assert again.context["form"].errors["member"] == ["Thành viên này đã không bỏ phiếu mục đó."]
    recusal = Recusal.objects.get(member=khoi)
    with pytest.raises(Conflict, match="đã được ghi là không bỏ phiếu"):
        actions.declare_recusal(first.entry, khoi, reason="một lần nữa", by=account("chuyenvien"))
    assert office.post(f"{here}recusals/{recusal.pk}/remove/").status_code == 302
    assert hall_of(review_list.latest()).lines[0].voters == first.voters
    history = as_("chuyenvien").get(f"/lists/{review_list.pk}/").context["history"]
    assert [event.what for event in history[:2]] == ["Bỏ ghi người không bỏ phiếu", "Ghi người không bỏ phiếu"]
