"""Before a list is closed: what still waits, who was kept, the spread mark, last year's exemplars, two side by side."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from criteria.models import Sheet
from nominations.models import Evidence, Nomination
from portal.models import AuditEntry, OutboxMessage
from portal.rights import Conflict, Refusal
from recognition.actions import before as acts
from recognition.actions import lists as actions
from recognition.before import standards_missed, twins
from recognition.minutes import settled
from recognition.models import Evaluation, KeptEntry, ListVersion, Recognition, ReviewList, WideSpread
from recognition.queries import batches, side_by_side
from recognition.queries import before as queries
from recognition.queries.lists import working_list
from tests.recognition.meetings import vote
from tests.recognition.people import account, list_of
from tests.recognition.test_pages import queries_of

OFFICE, HEAD, PRINCIPAL = "chuyenvien", "truongphong", "hieutruong"
SPREAD = "Tiêu biểu toàn diện, lan tỏa rộng"


@pytest.fixture
def compiling(school) -> ReviewList:
    return list_of(2025)


def of(name: str, year: int = 2025) -> Nomination:
    rows = Nomination.objects.with_subject().filter(plan_year__year=year)
    return next(each for each in rows if str(each) == name)


def points(review_list: ReviewList) -> dict[str, list[str]]:
    working = queries.marked(review_list, working_list(review_list))
    found = queries.before_closing(review_list, working, may_open=True)
    return {point.key: [row.text for row in point.rows] for point in found.points}


def close(review_list: ReviewList, **seen) -> ListVersion:
    return actions.close(review_list, by=account(OFFICE), version=review_list.version, **seen)


# -- what still waits -----------------------------------------------------------------------------------------


def test_what_is_owed_twice_is_told_once_for_each_owner():
    rows = [("a", 1, "An"), ("a", 1, "An nữa"), ("b", 1, "An"), ("b", 2, "Bình"), ("c", 1, "An"), ("c", 2, "Bình")]
    assert twins(rows) == [["An", "Bình"]]


def test_how_many_would_stand_and_what_is_left_to_do(compiling):
    working = queries.marked(compiling, working_list(compiling))
    found = queries.before_closing(compiling, working, may_open=True)
    assert found.stands == (
        "04 mục sẽ có tên trong danh sách (cá nhân, toàn diện: 03; cá nhân, từng mặt: 01). "
        "Trong số cá nhân: 02 nữ, 02 nam."
    )
    told = points(compiling)
    assert told["unmarked"] == ["Lương Văn Khải", "Phòng Tổ chức, hành chính, thông tin, tư liệu"]
    assert told["waiting"] == ["Hoàng Thị Mai Phương", "Đỗ Thị Lan Anh"]
    assert told["silent"] == ["Lê Đức Thịnh"]
    assert "Khoa Lý luận cơ sở" in told["awaiting"]
    assert "flagged" not in told, "the one that is asked about has its reason"


def test_a_standard_is_told_with_everybody_who_misses_it_or_waits(compiling):
    outside = working_list(compiling).outside
    found = {each.label: each for each in standards_missed((str(out.nomination), out.score) for out in outside)}
    missed = [name for each in found.values() for name in each.missed]
    waiting = [name for each in found.values() for name in each.waiting]
    assert "Nguyễn Hữu Phước" in missed
    assert "Phòng Quản lý đào tạo và nghiên cứu khoa học" in missed
    assert "Khoa Lý luận cơ sở" in waiting
    assert "Khoa Lý luận cơ sở" not in missed
    sizes = [len(each.missed) + len(each.waiting) for each in found.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_an_entry_without_its_reason_comes_first_and_holds_the_closing(compiling, as_):
    KeptEntry.objects.filter(nomination__plan_year=compiling.plan_year).delete()
    page = as_(OFFICE).get(f"/lists/{compiling.pk}/before/").context["before"]
    assert [(point.key, [row.text for row in point.rows]) for point in page.holding] == [
        ("flagged", ["Bùi Thanh Tùng"])
    ]
    assert page.points[0].href == f"/lists/{compiling.pk}/balance/#flags"


def test_one_file_in_the_dossiers_of_two_is_told(compiling):
    assert "files" not in points(compiling)
    mine, theirs = (of(name).evidence.first() for name in ("Trần Quang Vinh", "Đặng Thị Ngọc Ánh"))
    Evidence.objects.create(nomination=theirs.nomination, file=mine.file, title="Bản chụp lại")
    assert points(compiling)["files"] == [f"Trần Quang Vinh: {mine.title}; Đặng Thị Ngọc Ánh: Bản chụp lại"]
    Evidence.objects.filter(title="Bản chụp lại").update(removed_at=mine.nomination.submitted_at)
    assert "files" not in points(compiling)


def test_one_model_name_of_two_is_told_however_it_is_written(compiling):
    Nomination.objects.filter(pk=of("Đặng Thị Ngọc Ánh").pk).update(model_name="bo tinh huong PHÁP LUẬT cơ sở")
    assert points(compiling)["models"] == [
        "Bùi Thanh Tùng (“Bộ tình huống pháp luật cơ sở”); Đặng Thị Ngọc Ánh (“bo tinh huong PHÁP LUẬT cơ sở”)"
    ] or points(compiling)["models"] == [
        "Đặng Thị Ngọc Ánh (“bo tinh huong PHÁP LUẬT cơ sở”); Bùi Thanh Tùng (“Bộ tình huống pháp luật cơ sở”)"
    ]


def test_two_people_of_one_name_are_told(compiling):
    assert "names" not in points(compiling)
    other = of("Bùi Thanh Tùng").subject_person
    other.full_name = "Trần Quang Vinh"
    other.save()
    assert points(compiling)["names"] == [
        "Trần Quang Vinh, Khoa Lý luận cơ sở; Trần Quang Vinh, Khoa Nhà nước và pháp luật"
    ]


def test_units_below_the_models_they_owe_and_last_years_that_nobody_looked_at(compiling):
    told = points(compiling)
    assert told["owing"] == ["Phòng Tổ chức, hành chính, thông tin, tư liệu"]
    assert len(told["evaluation"]) == 9
    assert "Khoa Lý luận cơ sở" not in told["evaluation"], "that one has been evaluated"
    Nomination.objects.filter(plan_year__year=2024, state="recognised").update(state="revoked")
    assert "evaluation" not in points(compiling)


def test_nothing_of_it_but_a_missing_reason_holds_the_closing(compiling):
    assert {"evaluation", "waiting", "silent", "owing"} <= set(points(compiling))
    assert close(compiling).number == 1


def test_a_supplement_is_asked_only_about_its_own(compiling):
    compiling.number = 2
    assert not {"waiting", "silent", "owing", "evaluation"} & set(points(compiling))


@pytest.mark.parametrize("page", ["", "before/", "balance/", "balance/export.xlsx", "side-by-side/"])
def test_the_same_queries_for_one_and_for_all(as_, compiling, page):
    client, address = as_(PRINCIPAL), f"/lists/{compiling.pk}/{page}"
    client.get(address)
    many = queries_of(client, address)
    rows = Nomination.objects.filter(plan_year__year=2025).exclude(unit__short_name="LLCS")
    rows.exclude(subject_person__full_name="Bùi Thanh Tùng").update(state="withdrawn")
    assert queries_of(client, address) == many


def test_the_same_queries_for_one_exemplar_of_last_year_and_for_all(as_, compiling):
    client, address = as_(PRINCIPAL), f"/lists/{compiling.pk}/last-year/"
    many = queries_of(client, address)
    rows = Nomination.objects.filter(plan_year__year=2024, state="recognised")
    rows.exclude(unit__short_name="TC-HC-TT-TL").update(state="revoked")
    assert queries_of(client, address) == many


def test_links_are_only_for_who_may_follow_them(as_, compiling):
    office, reader = (as_(who).get(f"/lists/{compiling.pk}/before/").content.decode() for who in (OFFICE, "danguy"))
    dossier = f'href="/nominations/{of("Lương Văn Khải").pk}/"'
    assert dossier in office
    assert dossier not in reader
    assert "Lương Văn Khải" in reader


# -- closing as a batch ---------------------------------------------------------------------------------------


def test_the_button_says_how_many_and_the_dialog_names_them(as_, compiling):
    page = as_(OFFICE).get(f"/lists/{compiling.pk}/").content.decode()
    dialog = page[page.index('id="close"') :]
    dialog = dialog[: dialog.index("</dialog>")]
    assert "Chốt danh sách 04 mục</button>" in dialog
    assert [name in dialog for name in ("Trần Quang Vinh", "Đặng Thị Ngọc Ánh", "Bùi Thanh Tùng", "Ngô Thị Bích Ngọc")]
    assert "09 hồ sơ khác đứng ngoài danh sách, lý do được lưu cùng bản này." in dialog


def test_approving_says_how_many_and_who(as_, compiling):
    frozen = close(compiling)
    found = batches.approving(frozen.content)
    assert (found.n, found.verb) == (4, "Duyệt danh sách 04 mục")
    assert next(name for name, *_rest in found.rows) == "Trần Quang Vinh"
    vote(compiling, last=8)
    found = batches.approving(settled(frozen))
    assert [figure for _name, _place, figure in found.rows] == [
        *("09/11, đạt", "09/11, đạt", "10/11, đạt"),
        "08/11, không đạt",
    ]


def test_who_was_not_on_the_screen_as_they_stand_now_is_named_and_nothing_is_closed(as_, compiling):
    """The page was opened; then one dossier was taken up again."""
    client = as_(OFFICE)
    working = client.get(f"/lists/{compiling.pk}/").context["working"]
    seen = batches.as_seen(line.nomination for line in working.lines)
    gone = of("Ngô Thị Bích Ngọc")
    actions.set_aside(gone, reason="Chờ xác minh", by=account(OFFICE))
    data = {"version": compiling.version, "entries": seen}
    answer = client.post(f"/lists/{compiling.pk}/close/", data)
    assert answer.status_code == 409
    assert "Ngô Thị Bích Ngọc (không còn đứng trong danh sách)" in answer.content.decode()
    assert (list_of(2025).state, ListVersion.objects.filter(review_list=compiling).exists()) == ("compiling", False)
    now = client.get(f"/lists/{compiling.pk}/").context["closing"].seen
    assert client.post(f"/lists/{compiling.pk}/close/", data | {"entries": now}).status_code == 302


def test_who_came_since_and_who_changed_are_named_too(compiling):
    lines = [line.nomination for line in working_list(compiling).lines]
    seen = {each.pk: each.version for each in lines[1:]} | {lines[-1].pk: lines[-1].version - 1}
    with pytest.raises(Conflict) as refused:
        close(compiling, seen=seen)
    assert f"{lines[0]} (mới vào danh sách); {lines[-1]} (hồ sơ vừa thay đổi)" in refused.value.what


@pytest.mark.parametrize("entries", ["1", "1.", "a.b", "1.1  ", "9" * 30 + ".1", "1.1\x00"])
def test_a_button_that_sends_nonsense_closes_nothing(as_, compiling, entries):
    answer = as_(OFFICE).post(f"/lists/{compiling.pk}/close/", {"version": compiling.version, "entries": entries})
    assert answer.status_code in (400, 409)
    assert list_of(2025).state == "compiling"


def test_one_that_cannot_move_is_named_and_nothing_is_written(compiling, monkeypatch):
    """Somebody reopens a dossier between the reading and the move."""
    working = working_list(compiling)
    monkeypatch.setattr(actions.queries, "working_list", lambda review_list: working)
    last = working.lines[-1].nomination
    Nomination.objects.filter(pk=last.pk).update(state="received")
    with pytest.raises(Conflict) as refused:
        close(compiling)
    assert refused.value.what.startswith(
        "Chưa ghi gì, vì một hồ sơ không chuyển được: Ngô Thị Bích Ngọc (Đã thẩm định)."
    )
    assert (list_of(2025).state, Nomination.objects.filter(state="listed").count()) == ("compiling", 0)


# -- the spread mark ------------------------------------------------------------------------------------------


@pytest.fixture
def spread(compiling) -> WideSpread:
    return acts.give_spread(of("Trần Quang Vinh"), reason="Năm lớp đã dùng ngân hàng câu hỏi", by=account(OFFICE))


def test_the_mark_is_printed_in_the_note_and_gives_no_rank(spread, compiling):
    before = [(str(line.nomination), line.rank, line.total) for line in working_list(compiling).lines]
    WideSpread.objects.all().delete()
    assert [(str(line.nomination), line.rank, line.total) for line in working_list(compiling).lines] == before
    acts.give_spread(of("Trần Quang Vinh"), reason="Năm lớp đã dùng", by=account(OFFICE))
    rows = {row["name"]: (row["spread"], row["note"]) for row in close(compiling).content["individuals"]}
    assert rows["Trần Quang Vinh"] == (True, SPREAD)
    assert rows["Đặng Thị Ngọc Ánh"] == (False, "")


def test_it_stands_on_the_working_and_on_the_frozen_page(spread, compiling, as_):
    client, address = as_("danguy"), f"/lists/{compiling.pk}/"
    working = client.get(address).content.decode()
    assert (working.count(SPREAD), spread.reason in working) == (1, True)
    close(compiling)
    frozen = client.get(address).content.decode()
    assert spread.reason in frozen
    assert "ghi sau khi chốt" not in frozen
    acts.give_spread(of("Đặng Thị Ngọc Ánh"), reason="Ba tỉnh đã về học", by=account(OFFICE))
    assert "ghi sau khi chốt, không in trong bản này" in client.get(address).content.decode()


def test_it_is_taken_back_for_a_reason_and_may_be_given_again(spread):
    with pytest.raises(Conflict):
        acts.give_spread(spread.nomination, reason="Lần hai", by=account(OFFICE))
    acts.take_back_spread(spread.nomination, reason="Ghi nhầm hồ sơ", by=account(OFFICE))
    spread.refresh_from_db()
    assert (spread.taken_back_reason, spread.taken_back_by.username) == ("Ghi nhầm hồ sơ", OFFICE)
    with pytest.raises(Conflict):
        acts.take_back_spread(spread.nomination, reason="Lần nữa", by=account(OFFICE))
    acts.give_spread(spread.nomination, reason="Đã kiểm tra lại", by=account(HEAD))
    acts_in_the_log = [each.act for each in AuditEntry.objects.order_by("-pk")[:3]]
    assert acts_in_the_log == [f"Ghi “{SPREAD}”", f"Bỏ ghi “{SPREAD}”", f"Ghi “{SPREAD}”"]


def test_there_is_nothing_to_take_back_where_no_mark_stands(spread, compiling, as_):
    client, address = as_(OFFICE), f"/lists/{compiling.pk}/spread/%s/back/"
    assert client.get(address % spread.nomination_id).status_code == 200
    assert client.get(address % of("Đặng Thị Ngọc Ánh").pk).status_code == 404
    acts.take_back_spread(spread.nomination, reason="Ghi nhầm", by=account(OFFICE))
    assert client.get(address % spread.nomination_id).status_code == 404


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "returned", "received", "not_recognised", "withdrawn", "revoked"]
)
def test_only_what_was_appraised_bears_it(compiling, state):
    vinh = of("Trần Quang Vinh")
    vinh.state = state
    with pytest.raises(Conflict):
        acts.give_spread(vinh, reason="x", by=account(OFFICE))


def test_nobody_gives_it_to_their_own_unit(compiling):
    own = of("Nguyễn Hữu Phước")
    for username in (OFFICE, HEAD, "canbo.llcs", "danguy"):
        with pytest.raises(Refusal):
            acts.give_spread(own, reason="Xứng đáng", by=account(username))
    assert acts.give_spread(own, reason="Ba đơn vị đã học theo", by=account(PRINCIPAL)).given_by.username == PRINCIPAL


def test_no_unit_learns_of_it_before_publication(spread, compiling, as_):
    """Neither the mark nor its reason, nor why an entry was kept: pages, exports, papers, messages, the log beside."""
    own = spread.nomination
    acts.keep_entry(own, next(iter(acts.Rule)), reason="Không ai thay được", by=account(OFFICE))
    close(compiling)
    for username in ("canbo.llcs", "truong.llcs", "giangvien", "hoidong2"):
        client = as_(username)
        for address in (
            *("/", "/nominations/", "/nominations/export.xlsx?year=2025", "/search/?q=vinh", "/notices/"),
            *(f"/nominations/{own.pk}/", f"/nominations/{own.pk}/report.pdf", f"/registrations/{own.registration_id}/"),
            *("/dashboard/", "/lists/", f"/lists/{compiling.pk}/", f"/lists/{compiling.pk}/balance/"),
        ):
            answer = client.get(address, follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for secret in (SPREAD, spread.reason, "Không ai thay được"):
                assert secret not in _read(body, answer["Content-Type"]), f"{username}: {address}"
    assert not OutboxMessage.objects.filter(body__contains="lan tỏa").exists()
    assert not OutboxMessage.objects.filter(subject__contains="lan tỏa").exists()


def _read(body: bytes, kind: str) -> str:
    if kind.endswith("sheet"):
        rows = load_workbook(BytesIO(body)).active.iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row)
    return body.decode(errors="replace")


# -- last year's exemplars ------------------------------------------------------------------------------------


@pytest.fixture
def recognised(compiling) -> Recognition:
    """The collective of Khoa Nhà nước và pháp luật, recognised in 2024."""
    return Recognition.objects.get(nomination=of("Khoa Nhà nước và pháp luật", 2024))


def test_it_is_evaluated_from_the_page_and_logged(recognised, compiling, as_):
    client, address = as_(OFFICE), f"/lists/{compiling.pk}/last-year/"
    page = client.get(address).context["page"]
    assert (page.year, len(page.lines), page.open) == (2024, 10, 9)
    told = {"outcome": "stop", "note": "Không còn duy trì từ tháng 6."}
    assert client.post(f"{address}{recognised.pk}/", told).status_code == 302
    found = Evaluation.objects.get(recognition=recognised)
    assert (found.outcome, found.note, found.made_by.username) == ("stop", "Không còn duy trì từ tháng 6.", OFFICE)
    assert client.get(address).context["page"].open == 8
    client.post(f"{address}{recognised.pk}/", told | {"outcome": "continue"})
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.before["Kết luận"], entry.after["Kết luận"]) == (
        "Đánh giá điển hình",
        "Dừng",
        "Tiếp tục bồi dưỡng",
    )


@pytest.mark.parametrize(
    "told", [{"outcome": ""}, {"outcome": "", "note": "x"}, {"outcome": "other", "note": "x"}, {"outcome": "stop"}]
)
def test_it_says_what_is_missing(recognised, compiling, as_, told):
    answer = as_(OFFICE).post(f"/lists/{compiling.pk}/last-year/{recognised.pk}/", told)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Evaluation.objects.filter(recognition=recognised).exists()


def test_nobody_evaluates_their_own_unit_nor_what_was_revoked(recognised):
    own = Recognition.objects.get(nomination=of("Phòng Tổ chức, hành chính, thông tin, tư liệu", 2024))
    told = {"outcome": "continue", "note": "Tốt"}
    with pytest.raises(Refusal):
        acts.evaluate(own, **told, by=account(OFFICE))
    acts.evaluate(own, **told, by=account(PRINCIPAL))
    recognised.nomination.state = "revoked"
    with pytest.raises(Conflict, match="thu hồi"):
        acts.evaluate(recognised, **told, by=account(OFFICE))


def test_the_evaluations_are_a_spreadsheet(compiling, as_):
    answer = as_("danguy").get(f"/lists/{compiling.pk}/last-year/export.xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 11
    assert sum("Nhân rộng" in each for each in rows) == 1


# -- two dossiers side by side --------------------------------------------------------------------------------


def beside(left: str, right: str, username: str = OFFICE) -> side_by_side.SideBySide:
    return side_by_side.side_by_side(of(left), of(right), account(username))


def test_the_larger_total_and_the_larger_points_are_told(compiling):
    page = beside("Trần Quang Vinh", "Bùi Thanh Tùng")
    assert [(side.total, side.larger) for side in page.sides] == [("87,50", True), ("84,30", False)]
    rows = [standard for part in page.parts for standard in part.standards]
    assert rows
    for row in rows:
        left, right = (side.figure for side in row.sides)
        assert [side.larger for side in row.sides] == [left > right, right > left] or len(left) != len(right)
    assert all(side.statement for row in rows for side in row.sides)
    assert [len(gate.sides) for gate in page.gates] == [2] * len(page.gates)


def test_equal_totals_mark_neither(compiling):
    assert [side.larger for side in beside("Trần Quang Vinh", "Đặng Thị Ngọc Ánh").sides] == [False, False]


def test_a_collective_and_a_person_meet_where_both_are_measured(compiling):
    page = beside("Khoa Lý luận cơ sở", "Trần Quang Vinh")
    sides = [row.sides for part in page.parts for row in part.standards] + [gate.sides for gate in page.gates]
    assert {(left is None, right is None) for left, right in sides} >= {(True, False), (False, True), (False, False)}


def test_no_point_is_told_before_every_sheet_is_sent(compiling):
    page = beside("Lương Văn Khải", "Trần Quang Vinh")
    assert (page.sides[0].total, page.sides[0].sheets) == ("", "00 trên 02 phiếu đã gửi")
    sheet = Sheet.objects.filter(scorecard=of("Trần Quang Vinh").scorecard).first()
    Sheet.objects.filter(pk=sheet.pk).update(sent_at=None)
    one_open = beside("Lương Văn Khải", "Trần Quang Vinh")
    assert {side.figure for part in one_open.parts for row in part.standards for side in row.sides if side} == {""}


def test_who_stands_too_near_reads_nothing_and_is_offered_nothing(compiling, as_):
    own = of("Nguyễn Hữu Phước")  # of the office's own unit
    other = of("Trần Quang Vinh")
    address = f"/lists/{compiling.pk}/side-by-side/"
    for username in (OFFICE, HEAD):
        client = as_(username)
        for query in (f"?left={own.pk}&right={other.pk}", f"?left={other.pk}&right={own.pk}"):
            assert client.get(address + query).status_code == 403
        assert f'value="{own.pk}"' not in client.get(address).content.decode()
    assert as_(PRINCIPAL).get(f"{address}?left={own.pk}&right={other.pk}").status_code == 200
    Nomination.objects.filter(pk=own.pk).update(published_at=other.submitted_at)
    assert as_(OFFICE).get(f"{address}?left={own.pk}&right={other.pk}").status_code == 200


@pytest.mark.parametrize(
    "query", ["?left=abc&right=1", "?left=&right=", "?left=1", "?left=99999999999&right=1", "?left=0"]
)
def test_what_is_no_dossier_is_said(compiling, as_, query):
    answer = as_(OFFICE).get(f"/lists/{compiling.pk}/side-by-side/{query}")
    assert (answer.status_code, answer.context["page"]) == (200, None)


def test_two_different_ones_of_the_lists_own_year(compiling, as_):
    client, address = as_(OFFICE), f"/lists/{compiling.pk}/side-by-side/"
    here, past, draft = of("Trần Quang Vinh"), of("Trần Quang Vinh", 2024), of("Đỗ Thị Lan Anh")
    assert client.get(f"{address}?left={here.pk}&right={here.pk}").context["form"].errors
    for other in (past, draft):
        assert client.get(f"{address}?left={here.pk}&right={other.pk}").status_code == 404


def test_two_cost_as_many_queries_as_any_two(compiling, as_):
    client = as_(OFFICE)
    address = f"/lists/{compiling.pk}/side-by-side/?left=%s&right=%s"
    pairs = [("Trần Quang Vinh", "Bùi Thanh Tùng"), ("Đặng Thị Ngọc Ánh", "Ngô Thị Bích Ngọc")]
    asked = []
    for left, right in pairs:
        with CaptureQueriesContext(connection) as found:
            client.get(address % (of(left).pk, of(right).pk))
        asked.append(len(found))
    assert asked[0] == asked[1] <= 30
