"""The office's side, from receipt to conclusion, as its people see it over HTTP."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Criterion, Sheet, Waiver
from nominations import desk_appraisal
from nominations.actions import appraisal as actions
from nominations.models import Nomination
from portal import clock
from portal.clock import school_time
from portal.models import AuditEntry, OutboxMessage, Person, Unit
from recognition.demo.school import TCHC
from tests.nominations import dossiers
from tests.nominations.builders import answer_notes


def page(client, nomination, part: str = "appraisal/") -> str:
    answer = client.get(f"/nominations/{nomination.pk}/{part}")
    assert answer.status_code == 200, answer.status_code
    return text_of(answer)


def text_of(answer) -> str:
    """What a reader sees of it, in one line."""
    content = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())


def post(client, nomination, part: str, **data):
    return client.post(f"/nominations/{nomination.pk}/{part}/", data)


def office_gate() -> Criterion:
    return Criterion.objects.get(source="office", kind="gate")


# -- the way through ------------------------------------------------------------------------------------------


def test_from_receipt_to_conclusion_over_http(as_, llcs):
    nomination = dossiers.sent_dossier(llcs)
    office = as_("chuyenvien")
    assert "Chờ tiếp nhận" in page(office, nomination)

    assert post(office, nomination, "receive", version=nomination.version).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "received"
    assert f"số tiếp nhận {nomination.receipt_number:02d}/2025" in page(office, nomination)
    assert OutboxMessage.objects.filter(subject__contains="đã tiếp nhận hồ sơ").exists()

    told = {"answer": "met", "finding": "Không có kỷ luật trong năm", "paper": "Xác nhận số 12-XN/CB ngày 15/11/2025"}
    assert post(office, nomination, f"gates/{office_gate().pk}", **told).status_code == 302
    shown = page(office, nomination)
    assert "Không có kỷ luật trong năm, theo Xác nhận số 12-XN/CB ngày 15/11/2025" in shown
    assert "Hoàng Thu Hà, 20/11/2025" in shown  # who answered, and when

    chosen = [dossiers.account(name).pk for name in dossiers.ASSESSORS]
    assert post(office, nomination, "assign", assessors=chosen).status_code == 302
    for sheet in Sheet.objects.filter(scorecard=nomination.scorecard):
        dossiers.send_marks(sheet, dossiers.marks_of(nomination))
    assert "Tổng điểm 80,00" in page(office, nomination)

    assert post(office, nomination, "appraise", version=nomination.version).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "appraised"
    assert nomination.scorecard.closed_at

    answer = post(office, nomination, "reopen", version=nomination.version, reason="Có văn bản mới.")
    assert answer.status_code == 302
    nomination.refresh_from_db()
    assert (nomination.state, Nomination.objects.get(pk=nomination.pk).scorecard.closed_at) == ("received", None)
    assert AuditEntry.objects.filter(act="Mở lại thẩm định", note="Có văn bản mới.").exists()


def test_receipt_numbers_run_within_the_year_and_stay(as_, llcs, xdd):
    first, second = dossiers.received_dossier(llcs), dossiers.received_dossier(xdd, "canbo.xdd")
    number = first.receipt_number
    assert second.receipt_number == number + 1
    office = as_("chuyenvien")
    told = {"version": first.version, "reason": "Thiếu minh chứng.", "until": "28/11/2025"}
    assert post(office, first, "return", **told).status_code == 302
    first.refresh_from_db()
    assert first.state == "returned"
    assert clock.local(first.returned_until) == school_time(2025, 11, 28, 23, 59, 59)
    answer_notes(first, by="canbo.llcs")
    dossiers.nominations.submit(first, by=dossiers.account("canbo.llcs"), version=first.version)
    dossiers.nominations.receive(first, by=dossiers.account("chuyenvien"), version=first.version)
    assert first.receipt_number == number


# -- blind until all have sent --------------------------------------------------------------------------------


def test_no_mark_before_all_have_sent(as_, llcs):
    nomination = dossiers.received_dossier(llcs)
    dossiers.answer_gates(nomination)
    first, second = (dossiers.sheet_of(nomination, name) for name in dossiers.ASSESSORS)
    dossiers.send_marks(first, dossiers.marks_of(nomination, "0.3"))
    shown = page(as_("chuyenvien"), nomination)
    assert "đã gửi 01 trên 02" in shown
    assert "Tổng điểm" not in shown and "Phiếu 1" not in shown and "Theo minh chứng của đơn vị." not in shown
    assert "30,00" not in shown and "Dưới mức đạt" not in shown
    dossiers.send_marks(second, dossiers.marks_of(nomination, "0.9"))
    shown = page(as_("chuyenvien"), nomination)
    assert "Phiếu 1" in shown and "Phiếu 2" in shown and "Tổng điểm 60,0" in shown
    assert "các phiếu chênh nhau" in shown  # rows to discuss
    table = shown[shown.index("Điểm chấm") : shown.index("Theo từng tiêu chuẩn")]
    assert "Đinh Thị Thanh Huyền" not in table and "Lê Quốc Bảo" not in table


def test_an_agreed_mark_replaces_the_mean_and_the_marks_stay(as_, llcs):
    nomination = dossiers.received_dossier(llcs)
    dossiers.answer_gates(nomination)
    first, second = (dossiers.sheet_of(nomination, name) for name in dossiers.ASSESSORS)
    dossiers.send_marks(first, dossiers.marks_of(nomination, "0.3"))
    row, office = Criterion.objects.get(code="C1"), as_("chuyenvien")
    told = {"points": "12,0", "note": "Trao đổi ngày 19/11/2025, có mặt cả hai thành viên."}
    early = post(office, nomination, f"agreed/{row.pk}", **told)
    assert early.status_code == 409 and "Trao đổi ngày 19/11/2025" in early.content.decode()
    dossiers.send_marks(second, dossiers.marks_of(nomination, "0.9"))
    assert "chưa ghi điểm thống nhất nên tính theo trung bình" in page(office, nomination)
    assert post(office, nomination, f"agreed/{row.pk}", points="15,1", note="x").status_code == 200
    assert post(office, nomination, f"agreed/{row.pk}", **told).status_code == 302
    shown = page(office, nomination)
    assert "đã ghi điểm thống nhất 12,0" in shown and "4,5" in shown and "13,5" in shown
    assert "Tổng điểm 63,0" in shown  # 60 and the three points that were agreed on


def test_one_sheet_alone_shows_nothing_yet(as_, llcs):
    """The plan's scale wants two: the one that is in stays hidden until the second is."""
    nomination = dossiers.marked_dossier(llcs, assessors=["hoidong2"])
    assert "Tổng điểm" not in page(as_("chuyenvien"), nomination)


# -- conflicts ------------------------------------------------------------------------------------------------


def test_the_office_keeps_its_hands_off_its_own_unit(as_):
    nomination = dossiers.sent_dossier(Unit.objects.get(name=TCHC), "chuyenvien")
    for name in ("chuyenvien", "truongphong"):
        client = as_(name)
        assert client.get(f"/nominations/{nomination.pk}/appraisal/").status_code == 403
        refused = post(client, nomination, "receive", version=nomination.version)
        assert refused.status_code == 403
        assert re.search("Đồng chí đã nhập hồ sơ này|Đây là hồ sơ của đơn vị đồng chí", text_of(refused))
    board = as_("hieutruong")
    assert post(board, nomination, "receive", version=nomination.version).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "received"


def test_the_board_reads_what_the_office_handles_and_does_not_handle_it(as_, llcs):
    nomination = dossiers.sent_dossier(llcs)
    board = as_("hieutruong")
    assert "Tiếp nhận hồ sơ này?" not in page(board, nomination)
    assert post(board, nomination, "receive", version=nomination.version).status_code == 403


def test_those_too_near_are_named_with_the_reason(as_):
    nnpl = Unit.objects.get(short_name="NNPL")
    nomination = dossiers.received_dossier(nnpl, "hoidong1")
    shown = page(as_("chuyenvien"), nomination, "assign/")
    assert "Đinh Thị Thanh Huyền" in shown and "Lê Quốc Bảo" in shown
    assert re.search("Phạm Văn Hòa Đã nhập hồ sơ này", shown)
    answer = post(as_("chuyenvien"), nomination, "assign", assessors=[dossiers.account("hoidong1").pk])
    assert answer.status_code == 200 and not Sheet.objects.filter(scorecard=nomination.scorecard).exists()


def test_a_person_does_not_mark_themselves(school):
    bao = Person.objects.get(full_name="Lê Quốc Bảo")
    nomination = dossiers.received_dossier(bao, "canbo.xdd")
    with pytest.raises(actions.Conflict, match="là người được đề nghị"):
        dossiers.sheet_of(nomination, "hoidong3")


# -- the unit sees nothing of it ------------------------------------------------------------------------------


def test_the_unit_has_no_such_page(as_, llcs, tam):
    nomination = dossiers.marked_dossier(llcs)
    for name in ("canbo.llcs", "truong.llcs", "giangvien", "danguy", "quantri", "hoidong2", "hoidong1"):
        assert as_(name).get(f"/nominations/{nomination.pk}/appraisal/").status_code == 404
    for name in ("canbo.llcs", "truong.llcs"):
        client = as_(name)
        assert client.get(f"/nominations/{nomination.pk}/score/").status_code == 404
        home = text_of(client.get("/"))
        assert "Chấm" not in home and "Thẩm định" not in home and "thẩm định" not in home


def test_of_a_draft_the_office_learns_no_more_than_that_it_is_there(as_, llcs):
    nomination = dossiers.complete_dossier(llcs)
    assert as_("truongphong").get(f"/nominations/{nomination.pk}/appraisal/").status_code == 404
    shown = page(as_("truongphong"), nomination, "extend/")
    assert nomination.report not in shown and nomination.summary not in shown
    told = {"version": nomination.version, "until": "10/12/2025", "reason": "Cán bộ phụ trách ốm dài ngày."}
    assert post(as_("truongphong"), nomination, "extend", **told).status_code == 302
    nomination.refresh_from_db()
    assert nomination.extended_until is not None


# -- gates ----------------------------------------------------------------------------------------------------


def test_an_answer_without_its_paper_is_refused_and_kept_on_the_page(as_, llcs):
    nomination = dossiers.received_dossier(llcs)
    answer = post(as_("chuyenvien"), nomination, f"gates/{office_gate().pk}", answer="met", finding="Tốt cả")
    assert answer.status_code == 200
    assert "Vui lòng ghi văn bản làm căn cứ" in text_of(answer) and "Tốt cả" in answer.content.decode()
    assert not nomination.scorecard.answers.exists()


def test_an_answer_can_be_mended_and_taken_back(as_, llcs):
    nomination, gate = dossiers.received_dossier(llcs), office_gate()
    office = as_("chuyenvien")
    dossiers.answer_gates(nomination)
    told = {"answer": "not_met", "finding": "Có 01 viên chức bị kỷ luật", "paper": "QĐ 77/QĐ-TCT"}
    assert post(office, nomination, f"gates/{gate.pk}", **told).status_code == 302
    shown = page(office, nomination)
    assert "Có 01 viên chức bị kỷ luật, theo QĐ 77/QĐ-TCT" in shown
    assert post(office, nomination, f"gates/{gate.pk}", answer="withdrawn", finding="Nhầm hồ sơ").status_code == 302
    assert "chưa được trả lời" in page(office, nomination)


def test_set_aside_before_marking_only(as_, tam):
    nomination = dossiers.received_dossier(tam, "truong.llcs")
    contests = Criterion.objects.get(code="I8")
    office = as_("chuyenvien")
    told = {"answer": "not_applicable", "finding": "Trong năm không tổ chức kỳ thi"}
    assert post(office, nomination, f"gates/{contests.pk}", **told).status_code == 302
    assert "Trong năm không tổ chức kỳ thi" in page(office, nomination)
    assert "I8" not in dossiers.marks_of(nomination)
    sheet = dossiers.sheet_of(nomination, "hoidong2")
    dossiers.send_marks(sheet, dossiers.marks_of(nomination))
    late = post(office, nomination, f"gates/{contests.pk}", answer="withdrawn", finding="Có tổ chức")
    assert late.status_code == 409 and "đã có điểm" in text_of(late)


def test_a_rating_gate_is_not_answered_here(as_, llcs):
    nomination = dossiers.received_dossier(llcs)
    rating = Criterion.objects.get(code="C5")
    answer = post(as_("chuyenvien"), nomination, f"gates/{rating.pk}", answer="met", finding="x", paper="y")
    assert answer.status_code == 200 and not nomination.scorecard.answers.exists()
    vote = Criterion.objects.get(code="E3")
    assert as_("chuyenvien").get(f"/nominations/{nomination.pk}/gates/{vote.pk}/").status_code == 409


def test_a_waiver_stands_beside_the_answer(as_, llcs):
    nomination = dossiers.marked_dossier(llcs)
    gate = Criterion.objects.get(code="C4")
    told = {"reason": "Công đoàn trường xếp loại sau ngày bình xét", "paper": "Thông báo số 9-TB"}
    assert post(as_("chuyenvien"), nomination, f"gates/{gate.pk}/waive", **told).status_code == 403
    assert post(as_("hieutruong"), nomination, f"gates/{gate.pk}/waive", **told).status_code == 302
    shown = page(as_("chuyenvien"), nomination)
    assert "Miễn (có lý do)" in shown and "Công đoàn trường xếp loại sau ngày bình xét" in shown
    assert "Chưa có kết quả" in shown  # the answer stays
    assert "Đủ điều kiện theo số liệu hiện có" in shown
    assert Waiver.objects.get(scorecard=nomination.scorecard).by.username == "hieutruong"


# -- refusals -------------------------------------------------------------------------------------------------


def test_concluding_waits_for_sheets_and_answers(as_, llcs):
    nomination = dossiers.received_dossier(llcs)
    office = as_("chuyenvien")
    early = post(office, nomination, "appraise", version=nomination.version)
    assert early.status_code == 409 and "Đã gửi 00 trên 00 phiếu" in text_of(early)
    sheets = [dossiers.sheet_of(nomination, name) for name in dossiers.ASSESSORS]
    for sheet in sheets:
        dossiers.send_marks(sheet, dossiers.marks_of(nomination))
    early = post(office, nomination, "appraise", version=nomination.version)
    assert early.status_code == 409 and "Còn điều kiện chưa trả lời" in text_of(early)


@pytest.mark.parametrize("part", ["receive", "appraise", "return", "reopen"])
def test_a_stale_page_is_refused(as_, llcs, part):
    nomination = dossiers.received_dossier(llcs)
    told = {"version": nomination.version - 1, "reason": "Thiếu", "until": "28/11/2025"}
    answer = post(as_("chuyenvien"), nomination, part, **told)
    assert answer.status_code == 409
    nomination.refresh_from_db()
    assert nomination.state == "received"
    if part in ("return", "reopen"):
        assert "Thiếu" in answer.content.decode()  # what was typed is still there


def test_only_an_open_sheet_is_unassigned(as_, llcs):
    nomination = dossiers.received_dossier(llcs)
    first, second = (dossiers.sheet_of(nomination, name) for name in dossiers.ASSESSORS)
    dossiers.send_marks(first, dossiers.marks_of(nomination))
    office = as_("chuyenvien")
    assert post(office, nomination, f"sheets/{first.pk}/unassign", reason="Thôi").status_code == 409
    assert post(office, nomination, f"sheets/{second.pk}/unassign", reason="").status_code == 200
    assert post(office, nomination, f"sheets/{second.pk}/unassign", reason="Đi công tác").status_code == 302
    assert list(Sheet.objects.filter(scorecard=nomination.scorecard)) == [first]
    assert AuditEntry.objects.filter(act="Bỏ phân công chấm", note="Đi công tác").exists()


def test_no_code_of_a_standard_is_shown(as_, llcs, tam):
    for nomination in (dossiers.marked_dossier(llcs), dossiers.marked_dossier(tam, "truong.llcs")):
        shown = page(as_("chuyenvien"), nomination)
        codes = Criterion.objects.values_list("code", flat=True)
        assert not [code for code in codes if re.search(rf"\b{code}\b", shown)]


# -- the desk -------------------------------------------------------------------------------------------------


def waiting(client, nomination) -> list[str]:
    """The titles of the desk's tasks that lead to this dossier's appraisal or sheet."""
    tasks = re.findall(r'<li class="task">(.*?)</li>', client.get("/").content.decode(), flags=re.DOTALL)
    mine = [task for task in tasks if re.search(rf'"/nominations/{nomination.pk}/(appraisal|score)/"', task)]
    return [unescape(re.search("<h3>(.*?)</h3>", task).group(1)).split(":")[0] for task in mine]


def test_the_desk_says_what_comes_next(as_, llcs):
    office = as_("chuyenvien")
    nomination = dossiers.sent_dossier(llcs)
    assert waiting(office, nomination) == ["Tiếp nhận hồ sơ"]
    dossiers.nominations.receive(nomination, by=dossiers.account("chuyenvien"), version=nomination.version)
    assert waiting(office, nomination) == ["Trả lời điều kiện", "Phân công chấm"]
    dossiers.answer_gates(nomination)
    sheets = [dossiers.sheet_of(nomination, name) for name in dossiers.ASSESSORS]
    assert waiting(office, nomination) == []
    assert waiting(as_("hoidong2"), nomination) == ["Chấm hồ sơ"]
    for sheet in sheets:
        dossiers.send_marks(sheet, dossiers.marks_of(nomination))
    assert waiting(office, nomination) == ["Kết luận thẩm định"]
    for name in ("hoidong2", "hieutruong", "canbo.llcs"):
        assert waiting(as_(name), nomination) == []


def test_the_board_finds_the_office_s_own_dossier_on_its_desk(as_):
    nomination = dossiers.sent_dossier(Unit.objects.get(name=TCHC), "chuyenvien")
    assert waiting(as_("hieutruong"), nomination) == ["Tiếp nhận hồ sơ"]
    assert waiting(as_("chuyenvien"), nomination) == waiting(as_("truongphong"), nomination) == []


def test_a_desk_asks_the_same_questions_for_one_dossier_and_for_thirty(school, llcs):
    people = list(Person.objects.filter(posts__unit=llcs))[:8]
    nomination = dossiers.received_dossier(llcs)
    dossiers.sheet_of(nomination, "hoidong2")
    counts = {}
    for name in ("chuyenvien", "hoidong2"):
        counts[name] = queries_of(name)
    for person in people:
        dossiers.sheet_of(dossiers.received_dossier(person, "truong.llcs"), "hoidong2")
    assert counts == {name: queries_of(name) for name in counts}


def queries_of(name: str) -> int:
    user = dossiers.account(name)
    user.held_roles, user.own_unit_ids  # noqa: B018 - read once a request, whatever the desk
    with CaptureQueriesContext(connection) as asked:
        list(desk_appraisal.tasks(user))
    return len(asked)
