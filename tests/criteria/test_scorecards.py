"""Sheets and marks: bounded by the table, unchanged while sent, blind until all have sent, and always in the total."""

import random
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from criteria import content, scoring
from criteria.actions.scorecards import assign, declare, send_sheet, set_marks, store_total, take_back_sheet, unmarked
from criteria.facts import Facts
from criteria.models import AgreedMark, CriteriaSet, Criterion, GateAnswer, Mark, Scorecard, Sheet, Waiver
from criteria.vocabulary import Combine, Declared, SubjectKind
from portal import clock
from portal.models import AuditEntry, User
from portal.rights import Conflict
from tests.criteria import builders
from tests.criteria.builders import COLLECTIVE, HEAD, INDIVIDUAL, OURS, full_marks


@pytest.fixture
def ha(school) -> User:
    """Hoàng Thu Hà of the office assigns the assessors."""
    return User.objects.get(username="chuyenvien")


@pytest.fixture
def hoa(school) -> User:
    """Phạm Văn Hòa, assessor."""
    return User.objects.get(username="hoidong1")


@pytest.fixture
def huyen(school) -> User:
    """Đinh Thị Thanh Huyền, assessor."""
    return User.objects.get(username="hoidong2")


@pytest.fixture
def bao(school) -> User:
    """Lê Quốc Bảo, assessor."""
    return User.objects.get(username="hoidong3")


@pytest.fixture
def card(school) -> Scorecard:
    return new_card(COLLECTIVE)


@pytest.fixture
def of_hoa(card, hoa, ha) -> Sheet:
    return declared(assign(card, assessor=hoa, by=ha))


@pytest.fixture
def of_huyen(card, huyen, ha) -> Sheet:
    return declared(assign(card, assessor=huyen, by=ha))


def declared(sheet: Sheet) -> Sheet:
    declare(sheet, declared=Declared.NONE, note="", by=sheet.assessor)
    return sheet


def new_card(kind: SubjectKind, **more) -> Scorecard:
    return Scorecard.objects.create(criteria_set=CriteriaSet.objects.get(), kind=kind.value, **more)


def all_marks(kind: SubjectKind, share: str = "0.8") -> dict[str, Decimal]:
    """Such a share of every row that gives points."""
    return full_marks(OURS.standards_for(kind), share)


def mark(sheet: Sheet, share: str = "0.8", **over: str) -> None:
    """Fill the whole sheet, with some marks of its own."""
    marks = all_marks(SubjectKind(sheet.scorecard.kind), share) | {code: Decimal(m) for code, m in over.items()}
    said = {code: (points, "") for code, points in marks.items()}
    set_marks(sheet, said, by=sheet.assessor, version=sheet.version)


def send(sheet: Sheet) -> None:
    send_sheet(sheet, by=sheet.assessor, version=sheet.version)


def total(card: Scorecard) -> Decimal | None:
    return Scorecard.objects.get(pk=card.pk).total


def acts_on(thing: Scorecard | Sheet) -> list[str]:
    rows = AuditEntry.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk)
    return list(rows.values_list("act", flat=True))


def criterion(code: str) -> Criterion:
    return Criterion.objects.get(code=code)


# -- what the tables themselves keep --------------------------------------------------------------------------


@pytest.mark.parametrize("points", ["-0.1", "10.1", "999"])
def test_no_mark_outside_its_points(of_hoa, points):
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(sheet=of_hoa, criterion=criterion("G2"), points=Decimal(points), out_of=Decimal(10))
    kept = Mark.objects.create(sheet=of_hoa, criterion=criterion("G2"), points=Decimal(10), out_of=Decimal(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=kept.pk).update(points=Decimal(points))


@pytest.mark.parametrize("points", ["0", "0.1", "9.9", "10"])
def test_a_mark_at_its_bounds(of_hoa, points):
    kept = Mark.objects.create(sheet=of_hoa, criterion=criterion("G2"), points=Decimal(points), out_of=Decimal(10))
    kept.refresh_from_db()
    assert kept.points == Decimal(points)


def test_a_mark_has_one_decimal_in_the_table(of_hoa):
    kept = Mark.objects.create(sheet=of_hoa, criterion=criterion("G2"), points=Decimal("7.25"), out_of=Decimal(10))
    kept.refresh_from_db()
    assert kept.points in (Decimal("7.2"), Decimal("7.3"))


def test_one_mark_a_criterion(of_hoa):
    fields = {"sheet": of_hoa, "criterion": criterion("G2"), "points": 5, "out_of": 10}
    Mark.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(**fields)


def test_one_sheet_an_assessor(card, of_hoa, hoa):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(scorecard=card, assessor=hoa)


@pytest.mark.parametrize("impossible", ["-0.01", "100.01"])
def test_a_total_is_of_a_hundred(card, impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        Scorecard.objects.filter(pk=card.pk).update(total=Decimal(impossible))


def test_one_answer_one_waiver_and_one_agreed_mark_a_criterion(card, ha):
    where = {"scorecard": card, "criterion": criterion("G1"), "by": ha}
    for model, fields in (
        (GateAnswer, {"answer": "met"}),
        (Waiver, {"reason": "Nghị quyết của Ban Giám hiệu"}),
        (AgreedMark, {"points": 5, "out_of": 10, "note": "thống nhất sau trao đổi"}),
    ):
        model.objects.create(**where, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**where, **fields)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (GateAnswer, {"answer": "not_applicable", "finding": ""}),
        (Waiver, {"reason": ""}),
        (AgreedMark, {"points": Decimal("10.1"), "out_of": 10, "note": "x"}),
        (AgreedMark, {"points": Decimal("-0.1"), "out_of": 10, "note": "x"}),
    ],
)
def test_what_needs_a_reason_or_stays_within_its_points(card, ha, model, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(scorecard=card, criterion=criterion("G2"), by=ha, **fields)


def test_a_marked_criterion_is_not_deleted(of_hoa):
    mark(of_hoa)
    with pytest.raises(ProtectedError):
        criterion("G2").delete()


# -- marking --------------------------------------------------------------------------------------------------


def test_hoa_marks_section_by_section(of_hoa, hoa):
    set_marks(of_hoa, {"G2": (Decimal("7.5"), "Đợt thi đua quý II")}, by=hoa, version=1)
    set_marks(of_hoa, {"G3a": (Decimal(8), "")}, by=hoa, version=2)
    set_marks(of_hoa, {"G2": (Decimal(9), "Có thêm giấy khen")}, by=hoa, version=3)
    kept = {row.criterion.code: (row.points, row.out_of, row.reason) for row in of_hoa.marks.all()}
    assert kept == {"G2": (9, 10, "Có thêm giấy khen"), "G3a": (8, 10, "")}
    assert of_hoa.version == 4


def test_a_mark_is_taken_out_before_the_sheet_is_sent(card, of_hoa, hoa):
    mark(of_hoa)
    set_marks(of_hoa, {"G2": (None, ""), "G3a": (Decimal(9), "")}, by=hoa, version=of_hoa.version)
    assert [row.code for row in unmarked(of_hoa)] == ["G2"]
    assert of_hoa.marks.get(criterion__code="G3a").points == 9


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("G2", "10.1"),
        ("G2", "-0.1"),
        ("G2", "7.25"),
        ("G2", "NaN"),
        ("G2", "Infinity"),
        ("C5", "1"),  # a gate gives no points
        ("I1", "1"),  # of individuals
        ("I0", "1"),  # switched off
        ("Z9", "1"),  # of no plan
    ],
)
def test_a_mark_that_no_form_lets_through_is_not_written(of_hoa, hoa, code, points):
    with pytest.raises(ValueError, match=code):
        set_marks(of_hoa, {"G3a": (Decimal(8), ""), code: (Decimal(points), "")}, by=hoa, version=1)
    of_hoa.refresh_from_db()
    assert (of_hoa.marks.count(), of_hoa.version) == (0, 1), "all or nothing"


def test_two_windows_of_one_assessor(of_hoa, hoa):
    set_marks(of_hoa, {"G2": (Decimal(7), "")}, by=hoa, version=1)
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        set_marks(of_hoa, {"G2": (Decimal(3), "")}, by=hoa, version=1)
    assert of_hoa.marks.get().points == 7


def test_nobody_writes_in_somebody_elses_sheet(of_hoa, huyen, ha):
    for user in (huyen, ha):
        with pytest.raises(Conflict, match="chưa lưu được"):
            set_marks(of_hoa, {"G2": (Decimal(1), "")}, by=user, version=1)
        with pytest.raises(Conflict, match="chưa lưu được"):
            send_sheet(of_hoa, by=user, version=1)
    mark(of_hoa)
    send(of_hoa)
    with pytest.raises(Conflict, match="chưa lưu được"):
        take_back_sheet(of_hoa, by=huyen, version=of_hoa.version)
    assert Sheet.objects.get(pk=of_hoa.pk).sent_at is not None


def test_assigning_twice_is_one_sheet(card, of_hoa, hoa, ha):
    assert assign(card, assessor=hoa, by=ha) == of_hoa
    assert acts_on(card) == ["Phân công chấm"]


# -- sending and taking back ----------------------------------------------------------------------------------


def test_sending_stores_the_total(card, of_hoa, of_huyen):
    mark(of_hoa, "0.8")
    assert total(card) is None
    send(of_hoa)
    assert total(card) == Decimal("80.00")
    mark(of_huyen, "0.6")
    assert total(card) == Decimal("80.00"), "a sheet that was not sent is not counted"
    send(of_huyen)
    assert total(card) == Decimal("70.00")
    assert acts_on(of_hoa) == acts_on(of_huyen) == ["Gửi phiếu chấm", "Chấm điểm", "Khai xung đột lợi ích"]


def test_taking_back_takes_the_marks_out_of_the_total(card, of_hoa, of_huyen):
    for sheet, share in ((of_hoa, "0.8"), (of_huyen, "0.6")):
        mark(sheet, share)
        send(sheet)
    take_back_sheet(of_hoa, by=of_hoa.assessor, version=of_hoa.version)
    assert (total(card), of_hoa.sent_at) == (Decimal("60.00"), None)
    take_back_sheet(of_huyen, by=of_huyen.assessor, version=of_huyen.version)
    assert total(card) is None, "nobody has given a zero"
    assert of_hoa.marks.count() == len(all_marks(COLLECTIVE)), "the marks wait in the sheet"


def test_nothing_changes_while_a_sheet_is_sent(card, of_hoa, hoa):
    mark(of_hoa)
    send(of_hoa)
    before = list(of_hoa.marks.order_by("pk").values())
    with pytest.raises(Conflict, match="đã được gửi"):
        set_marks(of_hoa, {"G2": (Decimal(1), "")}, by=hoa, version=of_hoa.version)
    with pytest.raises(Conflict, match="đã được gửi"):
        send_sheet(of_hoa, by=hoa, version=of_hoa.version)
    assert list(of_hoa.marks.order_by("pk").values()) == before
    assert total(card) == Decimal("80.00")


def test_a_sheet_that_was_not_sent_is_not_taken_back(of_hoa, hoa):
    with pytest.raises(Conflict):
        take_back_sheet(of_hoa, by=hoa, version=1)


def test_an_unfinished_sheet_is_not_sent(card, of_hoa, hoa):
    mark(of_hoa)
    of_hoa.marks.filter(criterion__code__in=["C6", "C8"]).delete()
    with pytest.raises(Conflict) as refused:
        send(of_hoa)
    assert refused.value.what == (
        "Phiếu còn 02 tiêu chuẩn chưa chấm: Chuyển biến rõ nét, hiệu quả nổi trội; Hoạt động xã hội, từ thiện."
    )
    of_hoa.refresh_from_db()
    assert (of_hoa.sent_at, total(card)) == (None, None)


@pytest.mark.parametrize("act", ["send", "take back"])
@pytest.mark.parametrize("fault", ["store_total", "audit.record"])
def test_a_fault_leaves_neither_the_sheet_nor_the_total(card, of_hoa, hoa, monkeypatch, act, fault):
    mark(of_hoa)
    if act == "take back":
        send(of_hoa)
    before = (Sheet.objects.values().get(pk=of_hoa.pk), Scorecard.objects.values().get(pk=card.pk))
    monkeypatch.setattr(f"criteria.actions.scorecards.{fault}", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        (send_sheet if act == "send" else take_back_sheet)(of_hoa, by=hoa, version=of_hoa.version)
    assert (Sheet.objects.values().get(pk=of_hoa.pk), Scorecard.objects.values().get(pk=card.pk)) == before


def test_a_closed_scorecard_refuses_everything(card, of_hoa, of_huyen, hoa, huyen, bao, ha):
    mark(of_hoa)
    send(of_hoa)
    Scorecard.objects.filter(pk=card.pk).update(closed_at=clock.now())
    refused = [
        lambda: set_marks(of_huyen, {"G2": (Decimal(1), "")}, by=huyen, version=1),
        lambda: send_sheet(of_huyen, by=huyen, version=1),
        lambda: take_back_sheet(of_hoa, by=hoa, version=of_hoa.version),
        lambda: assign(card, assessor=bao, by=ha),
    ]
    for act in refused:
        with pytest.raises(Conflict, match="Hồ sơ đã thẩm định nên phiếu chấm không thay đổi được nữa"):
            act()
    assert (card.sheets.count(), total(card)) == (2, Decimal("80.00"))


# -- what applies, what was agreed ----------------------------------------------------------------------------


def test_what_does_not_apply_leaves_the_total(school, hoa, ha):
    card = new_card(INDIVIDUAL)
    sheet = declared(assign(card, assessor=hoa, by=ha))
    mark(sheet, "0.8", I8="0")
    send(sheet)
    assert total(card) == Decimal("77.60")  # 80 less 2,4 of 100
    GateAnswer.objects.create(
        scorecard=card, criterion=criterion("I8"), answer="not_applicable", finding="không có kỳ thi", by=ha
    )
    store_total(card)
    assert total(card) == Decimal("80.00")  # 77,6 of 97


def test_what_the_year_sets_aside_need_not_be_marked(school, hoa, ha):
    card = new_card(INDIVIDUAL, year_set_aside={"I8": "Năm 2025 không tổ chức kỳ thi"})
    sheet = declared(assign(card, assessor=hoa, by=ha))
    mark(sheet)
    sheet.marks.filter(criterion__code="I8").delete()
    assert unmarked(sheet) == []
    send(sheet)
    assert total(card) == Decimal("80.00")


def test_a_row_that_is_switched_off_need_not_be_marked(card, of_hoa):
    mark(of_hoa)
    of_hoa.marks.filter(criterion__code="C6").delete()
    Criterion.objects.filter(code="C6").update(enabled=False)
    assert unmarked(of_hoa) == []
    send(of_hoa)
    assert total(card) == Decimal("80.00")


def test_an_agreed_mark_stands_for_all_and_the_marks_stay(card, of_hoa, of_huyen, ha):
    for sheet, points in ((of_hoa, "20"), (of_huyen, "4")):
        mark(sheet, "0.8", C6=points)
        send(sheet)
    assert total(card) == Decimal("76.00")  # 64 of the other rows, 12 of this
    AgreedMark.objects.create(scorecard=card, criterion=criterion("C6"), points=18, out_of=20, note="thống nhất", by=ha)
    store_total(card)
    assert total(card) == Decimal("82.00")
    assert sorted(row.points for row in Mark.objects.filter(sheet__scorecard=card, criterion__code="C6")) == [4, 20]


def test_gates_do_not_enter_the_total(card, of_hoa, ha):
    mark(of_hoa)
    GateAnswer.objects.create(scorecard=card, criterion=criterion("G1"), answer="not_met", finding="bị nhắc nhở", by=ha)
    send(of_hoa)
    assert total(card) == Decimal("80.00")


# -- blind until all have sent --------------------------------------------------------------------------------


def seen_by(user: User, card: Scorecard) -> set[str]:
    return {sheet.assessor.username for sheet in Sheet.objects.readable_by(user).filter(scorecard=card)}


def test_assessors_are_blind_until_all_have_sent(card, of_hoa, of_huyen, hoa, huyen):
    for sheet in (of_hoa, of_huyen):
        mark(sheet)
    assert (seen_by(hoa, card), seen_by(huyen, card)) == ({"hoidong1"}, {"hoidong2"})
    send(of_hoa)
    assert (seen_by(hoa, card), seen_by(huyen, card)) == ({"hoidong1"}, {"hoidong2"}), "Huyền marks without a glance"
    send(of_huyen)
    assert seen_by(hoa, card) == seen_by(huyen, card) == {"hoidong1", "hoidong2"}


def test_the_office_and_the_board_wait_like_everybody(card, of_hoa, of_huyen, ha):
    principal = User.objects.get(username="hieutruong")
    for sheet in (of_hoa, of_huyen):
        mark(sheet)
    send(of_hoa)
    assert seen_by(ha, card) == seen_by(principal, card) == set()
    send(of_huyen)
    assert seen_by(ha, card) == seen_by(principal, card) == {"hoidong1", "hoidong2"}


def test_another_assessor_assigned_makes_it_blind_again(card, of_hoa, hoa, bao, ha):
    mark(of_hoa)
    send(of_hoa)
    of_bao = declared(assign(card, assessor=bao, by=ha))
    assert (seen_by(bao, card), seen_by(hoa, card)) == ({"hoidong3"}, {"hoidong1"})
    mark(of_bao)
    send(of_bao)
    assert seen_by(bao, card) == {"hoidong1", "hoidong3"}


def test_a_sheet_taken_back_makes_it_blind_again(card, of_hoa, of_huyen, hoa, huyen):
    for sheet in (of_hoa, of_huyen):
        mark(sheet)
        send(sheet)
    take_back_sheet(of_hoa, by=hoa, version=of_hoa.version)
    assert (seen_by(hoa, card), seen_by(huyen, card)) == ({"hoidong1"}, {"hoidong2"})


def test_one_card_says_nothing_about_another(card, of_hoa, of_huyen, hoa, ha):
    """Everybody has sent on one card; on the other Huyền is still marking."""
    other = new_card(INDIVIDUAL)
    sheet = declared(assign(other, assessor=of_huyen.assessor, by=ha))
    for each in (of_hoa, of_huyen):
        mark(each)
        send(each)
    assert list(Scorecard.objects.all_sent().filter(pk__in=[card.pk, other.pk])) == [card]
    assert not Sheet.objects.readable_by(hoa).filter(pk=sheet.pk).exists()
    assert Sheet.objects.readable_by(hoa).filter(scorecard=card).count() == 2, "no sheet twice"


def test_a_card_without_sheets_has_nothing_to_show(card, hoa):
    assert not Scorecard.objects.all_sent().filter(pk=card.pk).exists()
    assert seen_by(hoa, card) == set()


# -- the stored total is the engine's -------------------------------------------------------------------------


def some_marks(kind: SubjectKind, rng: random.Random) -> dict[str, Decimal]:
    standing = OURS.standards_for(kind)
    return {row.code: Decimal(rng.randint(0, int(row.points * 10))) / 10 for row in standing.scored}


@pytest.mark.parametrize("seed", range(24))
def test_the_stored_total_is_what_the_engine_gives_for_the_marks(school, ha, hoa, huyen, bao, seed):
    rng = random.Random(seed)
    kind = rng.choice([COLLECTIVE, INDIVIDUAL, HEAD])
    combine = rng.choice(list(Combine))
    CriteriaSet.objects.update(combine=combine.value)
    aside = {"I8": "không có kỳ thi"} if kind != COLLECTIVE and rng.random() < 0.5 else {}
    card = new_card(kind, year_set_aside=aside)
    marked = {user.username: some_marks(kind, rng) for user in (hoa, huyen, bao)[: rng.randint(1, 3)]}
    sent = []
    for user in (hoa, huyen, bao)[: len(marked)]:
        sheet = declared(assign(card, assessor=user, by=ha))
        set_marks(sheet, {code: (m, "") for code, m in marked[user.username].items()}, by=user, version=1)
        if not sent or rng.random() < 0.8:
            send(sheet)
            sent.append(user.username)
    agreed = {}
    if rng.random() < 0.5:
        row = rng.choice(OURS.standards_for(kind).scored)
        agreed = {row.code: some_marks(kind, rng)[row.code]}
        AgreedMark.objects.create(
            scorecard=card, criterion=criterion(row.code), points=agreed[row.code], out_of=row.points, note="x", by=ha
        )
        store_total(card)
    parameters = content.read(CriteriaSet.objects.get()).parameters
    expected = scoring.score(
        OURS.standards_for(kind),
        builders.sheets(*(marked[username] for username in sent)),
        Facts(not_applicable=aside, agreed=agreed),
        parameters,
    )
    assert parameters.combine == combine
    assert total(card) == expected.total
    assert store_total(Scorecard.objects.get(pk=card.pk)) == expected.total, "counting again changes nothing"


# -- at once --------------------------------------------------------------------------------------------------


def send_at_once(sheets: list[Sheet]) -> list[str]:
    """What became of sheets sent in the same moment, each on a connection of its own."""
    outcomes, barrier = [], threading.Barrier(len(sheets))

    def run(sheet: Sheet) -> None:
        sheet = Sheet.objects.select_related("scorecard__criteria_set__plan", "assessor__person").get(pk=sheet.pk)
        barrier.wait()
        try:
            send(sheet)
            outcomes.append("sent")
        except Conflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[sheet]) for sheet in sheets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_assessors_who_send_at_once_are_both_in_the_total(school):
    ha, hoa, huyen = (User.objects.get(username=name) for name in ("chuyenvien", "hoidong1", "hoidong2"))
    for _round in range(5):
        card = new_card(COLLECTIVE)
        sheets = [declared(assign(card, assessor=user, by=ha)) for user in (hoa, huyen)]
        for sheet, share in zip(sheets, ("0.8", "0.6"), strict=True):
            mark(sheet, share)
        assert send_at_once(sheets) == ["sent", "sent"]
        assert total(card) == Decimal("70.00")


@pytest.mark.django_db(transaction=True)
def test_one_sheet_sent_from_two_windows_at_once_is_sent_once(school):
    ha, hoa = (User.objects.get(username=name) for name in ("chuyenvien", "hoidong1"))
    card = new_card(COLLECTIVE)
    sheet = declared(assign(card, assessor=hoa, by=ha))
    mark(sheet)
    assert send_at_once([sheet, sheet]) == ["refused", "sent"]
    assert (total(card), acts_on(sheet)[:2]) == (Decimal("80.00"), ["Gửi phiếu chấm", "Chấm điểm"])
