"""A gate that answers otherwise than at the conclusion: who sees it, until somebody says it was looked at."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.actions.ratings import record_rating
from criteria.models import CriteriaSet, Rating
from criteria.vocabulary import Level, RatingOf
from nominations import desk_gates
from nominations.actions import appraisal, gates
from nominations.models import Nomination
from portal.models import AuditEntry, OutboxMessage, Person, Unit
from portal.rights import Conflict
from tests.nominations import dossiers
from tests.nominations.test_appraisal import page, post, text_of
from tests.recognition.people import list_of

WORDS = "“Đơn vị hoàn thành xuất sắc nhiệm vụ”. Khi kết luận: Đạt; nay: Không đạt."
OFFICE = "chuyenvien"


@pytest.fixture(autouse=True)
def nothing_raised_yet(school) -> None:
    Rating.objects.filter(year=2025).delete()
    Nomination.objects.filter(plan_year__year=2025).update(state="withdrawn")
    OutboxMessage.objects.filter(key__startswith="gates-").delete()


def rate(of: RatingOf, subject: Unit | Person, level: Level) -> None:
    """Recorded, or corrected where something stands."""
    whose = {"person": subject} if of.is_of_a_person else {"unit": subject}
    standing = Rating.objects.standing().filter(of=of, year=2025, **whose).first()
    record_rating(
        of=of,
        subject=subject,
        year=2025,
        level=level,
        decision_number="150/QĐ-TCT",
        decision_date=date(2025, 11, 18),
        seen=standing.pk if standing else None,
        by=dossiers.account(OFFICE),
    )


def rate_unit(unit: Unit, level: Level = Level.EXCELLENT) -> None:
    rate(RatingOf.UNIT, unit, level)


def rate_bodies(unit: Unit) -> None:
    for body in unit.children.filter(kind="party_cell"):
        rate(RatingOf.PARTY_CELL, body, Level.GOOD)
    for body in unit.children.filter(kind="trade_union"):
        rate(RatingOf.TRADE_UNION, body, Level.GOOD)


def tied(rule: str) -> None:
    CriteriaSet.objects.update(own_collective=rule)


def tasks(username: str = OFFICE) -> list[str]:
    return [task.title for task in desk_gates.tasks(dossiers.account(username))]


def told() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(key__startswith="gates-").order_by("pk")
    return [(message.to.username, message.body) for message in rows.select_related("to")]


@pytest.fixture
def concluded(llcs) -> Nomination:
    rate_unit(llcs)
    return dossiers.appraised_dossier(llcs)


@pytest.fixture
def head(llcs) -> Nomination:
    """The head of Khoa Lý luận cơ sở, concluded before the collective's own dossier is there."""
    person = Person.objects.get(full_name="Nguyễn Thị Hồng Hạnh")
    rate(RatingOf.STAFF, person, Level.EXCELLENT)
    rate(RatingOf.PARTY_MEMBER, person, Level.GOOD)
    rate_unit(llcs)
    rate_bodies(llcs)
    return dossiers.appraised_dossier(person)


def kept(nomination: Nomination) -> dict:
    return Nomination.objects.get(pk=nomination.pk).scorecard.gates_at_close


# -- what is kept, and where a difference is seen -------------------------------------------------------------


def test_a_conclusion_keeps_what_each_gate_answered(concluded):
    assert kept(concluded) == {"E3": "met", "G1": "met", "C4": "no_result", "C5": "met"}
    assert (tasks(), told()) == ([], [])


def test_a_corrected_rating_is_seen_on_desk_page_and_list(as_, concluded, llcs):
    rate_unit(llcs, Level.GOOD)
    assert tasks() == ["Xem lại 01 hồ sơ có điều kiện thay đổi sau kết luận"]
    office = as_(OFFICE)
    shown = page(office, concluded)
    assert shown.count("Khi kết luận: Đạt; nay: Không đạt") == 2  # at the top, and at the gate itself
    assert WORDS in shown
    listed = text_of(office.get(f"/lists/{list_of(2025).pk}/"))
    assert WORDS in listed
    assert "Điều kiện thay đổi sau kết luận, chưa xem xét: 01" in listed
    found = text_of(office.get("/nominations/?year=2025&step=raised"))
    assert "Khoa Lý luận cơ sở" in found
    assert "Khi kết luận" not in text_of(as_("canbo.llcs").get(f"/nominations/{concluded.pk}/"))


def test_an_awaited_result_is_seen_but_nobody_is_written_to(concluded, llcs):
    rate_bodies(llcs)
    assert tasks() == ["Xem lại 01 hồ sơ có điều kiện thay đổi sau kết luận"]
    assert told() == []


def test_the_office_is_told_once_of_the_same_answers(concluded, llcs):
    rate_unit(llcs, Level.GOOD)
    everyone = [("chuyenvien", WORDS), ("truongphong", WORDS)]
    assert told() == everyone
    rate_unit(llcs, Level.DONE)  # still not met
    assert told() == everyone
    assert OutboxMessage.objects.filter(key__startswith="gates-").first().link.endswith("/appraisal/")


def test_a_first_result_below_what_is_asked_is_told(concluded, llcs):
    rate(RatingOf.PARTY_CELL, llcs.children.get(kind="party_cell"), Level.DONE)
    assert [who for who, _body in told()] == ["chuyenvien", "truongphong"]
    assert "Khi kết luận: Chưa có kết quả; nay: Không đạt." in told()[0][1]


def test_what_is_not_concluded_or_as_it_was_raises_nothing(llcs, xdd):
    received = dossiers.marked_dossier(xdd, "canbo.xdd", assessors=("hoidong1", "hoidong2"))
    rate_unit(llcs)
    rate_unit(xdd, Level.GOOD)
    dossiers.appraised_dossier(llcs)
    rate_unit(llcs, Level.GOOD)
    rate_unit(llcs, Level.EXCELLENT)  # and back again
    assert tasks() == []
    assert kept(received) == {}


def test_the_office_sees_its_own_dossiers_on_the_boards_desk_only(school):
    own = Unit.objects.get(short_name="TC-HC-TT-TL")
    rate_unit(own)
    dossiers.appraised_dossier(own, OFFICE, office="phohieutruong")
    rate_unit(own, Level.GOOD)
    assert (tasks(OFFICE), len(tasks("phohieutruong"))) == ([], 1)
    assert {who for who, _body in told()} == {"hieutruong", "phohieutruong"}


# -- "Đã xem xét" ---------------------------------------------------------------------------------------------


def seen_field(client, nomination: Nomination) -> str:
    answer = client.get(f"/nominations/{nomination.pk}/gates/seen/")
    return answer.context["form"]["seen"].value()


def test_seen_takes_the_present_answers_and_is_logged(as_, concluded, llcs):
    rate_unit(llcs, Level.GOOD)
    office = as_(OFFICE)
    seen = seen_field(office, concluded)
    assert post(office, concluded, "gates/seen", seen=seen, reason="Đã đối chiếu.").status_code == 302
    assert tasks() == []
    entry = AuditEntry.objects.get(act="Xem xét điều kiện thay đổi")
    label = "Đơn vị hoàn thành xuất sắc nhiệm vụ"
    assert (entry.before, entry.after, entry.note) == ({label: "Đạt"}, {label: "Không đạt"}, "Đã đối chiếu.")
    shown = page(office, concluded)
    assert shown.count("Khi kết luận: Đạt; nay: Không đạt") == 1  # said at the gate, no longer asked for
    assert kept(concluded)["C5"] == "met"
    assert post(office, concluded, "gates/seen", seen=seen, reason="Lần nữa.").status_code == 409
    rate_unit(llcs, Level.EXCELLENT)
    assert len(tasks()) == 1  # and again, against what was seen


def test_answers_that_changed_since_the_page_was_opened_are_not_taken_as_seen(as_, concluded, llcs):
    rate_unit(llcs, Level.GOOD)
    office = as_(OFFICE)
    seen = seen_field(office, concluded)
    rate(RatingOf.PARTY_CELL, llcs.children.get(kind="party_cell"), Level.DONE)
    answer = post(office, concluded, "gates/seen", seen=seen, reason="Đã đối chiếu.")
    assert answer.status_code == 409
    assert "Kết quả vừa thay đổi thêm" in text_of(answer)
    assert len(tasks()) == 1


def test_without_a_reason_nothing_is_seen(as_, concluded, llcs):
    rate_unit(llcs, Level.GOOD)
    answer = post(as_(OFFICE), concluded, "gates/seen", seen=seen_field(as_(OFFICE), concluded), reason=" ")
    assert (answer.status_code, len(tasks())) == (200, 1)


def test_opened_and_concluded_again_rests_on_the_present_answers(concluded, llcs):
    rate_unit(llcs, Level.GOOD)
    told_by = {"by": dossiers.account(OFFICE), "version": concluded.version}
    appraisal.reopen(concluded, **told_by, reason="Kết quả xếp loại được sửa.")
    assert (kept(concluded), tasks()) == ({}, [])
    appraisal.appraise(concluded, by=dossiers.account(OFFICE), version=concluded.version)
    assert (kept(concluded)["C5"], tasks()) == ("not_met", [])


def test_a_dossier_that_is_as_it_was_cannot_be_acknowledged(concluded):
    from_the_page = {"seen": "0" * 16, "reason": "Không có gì."}
    with pytest.raises(Conflict):
        gates.acknowledge(concluded, **from_the_page, by=dossiers.account(OFFICE))


# -- a head follows the own collective ------------------------------------------------------------------------


def answer_of(nomination: Nomination) -> str:
    found = gates.score_of(nomination).gates
    return next(gate for gate in found if gate.criterion.code == "H1").answer.value


def test_default_the_collectives_ratings_decide(head, llcs):
    assert kept(head)["H1"] == "met"
    rate_unit(llcs, Level.GOOD)
    assert (answer_of(head), len(tasks())) == ("not_met", 1)
    assert {body.splitlines()[0] for _who, body in told()} == {
        "“Gắn với tiêu chí điển hình của tập thể”. Khi kết luận: Đạt; nay: Không đạt."
    }


@pytest.mark.parametrize(("rule", "before", "after"), [("strict", "not_met", "no_result"), ("advisory", "met", "met")])
def test_the_collective_is_put_forward_after_its_head_was_concluded(llcs, rule, before, after):
    tied(rule)
    person = Person.objects.get(full_name="Nguyễn Thị Hồng Hạnh")
    rate_unit(llcs)
    rate_bodies(llcs)
    nomination = dossiers.appraised_dossier(person)
    assert kept(nomination)["H1"] == before
    collective = dossiers.marked_dossier(llcs, share="0.8")
    collective.scorecard.sheets.update(sent_at=None)
    assert answer_of(nomination) == after
    assert len(tasks()) == (before != after)


def test_strict_the_collective_is_opened_again_and_fails(head, llcs):
    tied("strict")
    collective = dossiers.appraised_dossier(llcs)
    office = dossiers.account(OFFICE)
    appraisal.reopen(head, by=office, version=head.version, reason="Tập thể nay đã có hồ sơ.")
    appraisal.appraise(head, by=office, version=head.version)
    assert (kept(head)["H1"], tasks()) == ("met", [])
    told_before = len(told())
    appraisal.reopen(collective, by=office, version=collective.version, reason="Có văn bản mới.")
    sheet = collective.scorecard.sheets.first()
    sheet.marks.update(points=0)
    appraisal.appraise(collective, by=office, version=collective.version)
    assert (answer_of(head), len(tasks())) == ("not_met", 1)
    assert len(told()) == told_before + 2  # both of the office, by the collective's move


@pytest.mark.parametrize("rule", ["default", "strict"])
def test_a_collective_whose_recognition_is_taken_back_takes_its_head_along(head, llcs, rule):
    tied(rule)
    collective = dossiers.appraised_dossier(llcs)
    assert answer_of(head) == "met"
    Nomination.objects.filter(pk=collective.pk).update(state="revoked")
    assert answer_of(head) == "not_met"
    assert len(tasks()) == 1


# -- what it costs --------------------------------------------------------------------------------------------


def test_the_desk_asks_the_same_questions_of_one_and_of_many(school):
    def queries() -> int:
        user = dossiers.account(OFFICE)
        with CaptureQueriesContext(connection) as found:
            list(desk_gates.tasks(user))
        return len(found)

    assert queries() == 4
    counts = []
    writers = {"LLCS": "canbo.llcs", "XDĐ": "canbo.xdd", "NNPL": "hoidong1"}
    near = {"XDĐ": "hoidong3", "NNPL": "hoidong1"}
    for unit in Unit.objects.filter(short_name__in=writers):
        rate_unit(unit)
        assessors = [who for who in ("hoidong1", "hoidong2", "hoidong3") if who != near.get(unit.short_name)][:2]
        dossiers.appraised_dossier(unit, writers[unit.short_name], assessors=assessors)
        rate_unit(unit, Level.GOOD)
        counts.append(queries())
    assert counts == [counts[0]] * 3
