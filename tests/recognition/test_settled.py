"""What the office settles beside the list: the spread mark, and what it found of last year's exemplars."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.models import AuditEntry, OutboxMessage
from portal.rights import Conflict, Refusal
from recognition.actions import before as acts
from recognition.models import Evaluation, Recognition, ReviewList, WideSpread
from recognition.queries.lists import working_list
from tests.recognition.people import account, close, list_of, of

OFFICE, HEAD, PRINCIPAL = "chuyenvien", "truongphong", "hieutruong"
SPREAD = "Tiêu biểu toàn diện, lan tỏa rộng"


@pytest.fixture
def compiling(school) -> ReviewList:
    return list_of(2025)


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
