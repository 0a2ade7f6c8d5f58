"""The assessor's desk: typed with a comma, kept on its version, nobody else's marks before all have sent."""

import re
from decimal import Decimal
from html import unescape

import pytest

from criteria.models import AgreedMark, Mark, Sheet
from nominations.actions import appraisal as actions
from nominations.models import Nomination
from portal.models import Grant, Person, Post, Revision
from portal.rights import Conflict, Refusal
from tests.nominations import dossiers
from tests.nominations.test_appraisal import text_of


@pytest.fixture
def given(llcs) -> Nomination:
    """Received, gates answered, given to two assessors; nothing marked."""
    nomination = dossiers.received_dossier(llcs)
    dossiers.answer_gates(nomination)
    for name in dossiers.ASSESSORS:
        dossiers.sheet_of(nomination, name)
    return nomination


def sheet_of(nomination: Nomination, name: str = "hoidong2") -> Sheet:
    return Sheet.objects.get(scorecard=nomination.scorecard, assessor__username=name)


def typed(nomination: Nomination, share: str = "0.8", name: str = "hoidong2", **more) -> dict[str, str]:
    """A whole sheet as it is typed: marks with a decimal comma."""
    rows = {row.code: row.pk for row in nomination.scorecard.criteria_set.criteria.filter(kind="scored")}
    data = {"version": str(sheet_of(nomination, name).version)}
    for code, (points, reason) in dossiers.marks_of(nomination, share).items():
        data[f"mark-{rows[code]}"] = str(points).replace(".", ",")
        data[f"reason-{rows[code]}"] = reason
    return data | more


def first_field(data: dict[str, str]) -> str:
    return next(name for name in data if name.startswith("mark-"))


def desk(client, nomination, part: str = ""):
    return client.get(f"/nominations/{nomination.pk}/score/{part}")


def save(client, nomination, data, part: str = ""):
    return client.post(f"/nominations/{nomination.pk}/score/{part}", data)


# -- what stands on it ----------------------------------------------------------------------------------------


def test_wording_statement_evidence_and_floor_stand_beside_the_mark(as_, given):
    shown = text_of(desk(as_("hoidong2"), given))
    assert "Có mô hình mới, cách làm hay, sáng kiến, giải pháp sáng tạo, mang lại hiệu quả thiết thực." in shown
    assert "Kết quả trong năm về “Hoàn thành xuất sắc nhiệm vụ thi đua”." in shown
    assert "Quyết định số 52" in shown
    assert "trên 10 đạt từ 5,0" in shown
    assert "Đã chấm 00 trên 11 tiêu chuẩn" in shown
    assert not re.search(r"\b(G3a|C1|C8|G2)\b", shown)
    evidence = given.evidence.get()
    assert f'href="/evidence/{evidence.pk}/"' in desk(as_("hoidong2"), given).content.decode()


def test_what_does_not_apply_has_its_reason_and_no_field(as_, tam):
    nomination = dossiers.received_dossier(tam, "truong.llcs")
    contests = nomination.scorecard.criteria_set.criteria.get(code="I8")
    office = dossiers.account("chuyenvien")
    told = {"answer": actions.Answer.NOT_APPLICABLE, "finding": "Năm nay không tổ chức kỳ thi", "paper": ""}
    actions.answer_gate(nomination, contests, **told, by=office)
    dossiers.sheet_of(nomination, "hoidong2")
    page = desk(as_("hoidong2"), nomination, f"{contests.group_id}/")
    assert "Năm nay không tổ chức kỳ thi" in text_of(page)
    assert f"mark-{contests.pk}" not in page.content.decode()


# -- typing ---------------------------------------------------------------------------------------------------


def test_saved_in_part_then_sent_whole(as_, given):
    client, data = as_("hoidong2"), typed(given)
    name = first_field(data)
    assert save(client, given, {"version": data["version"], name: "7,5"}).status_code == 302
    assert Mark.objects.get(sheet=sheet_of(given)).points == Decimal("7.5")
    data["version"] = str(sheet_of(given).version)
    assert save(client, given, data, "send/").status_code == 302
    sheet = sheet_of(given)
    assert sheet.sent_at and sheet.marks.count() == 11
    shown = text_of(desk(client, given))
    assert "Gửi phiếu chấm" not in shown and "Rút lại phiếu" in shown
    assert "Tiêu chuẩn chung" in shown and "Chăm lo đời sống thành viên" in shown  # every section at once
    assert "<textarea" not in desk(client, given).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10,1", "Vui lòng nhập từ 0 đến 10"),
        ("-1", "Vui lòng nhập từ 0 đến 10"),
        ("7,55", "Chỉ ghi tối đa 1 chữ số sau dấu phẩy"),
        ("7.5", "dùng dấu phẩy cho phần thập phân"),
        ("１", "Vui lòng nhập một số"),
        ("NaN", "Vui lòng nhập một số"),
        ("1e1", "Vui lòng nhập một số"),
    ],
)
def test_a_mark_that_is_none_stays_on_the_page(as_, given, text, words):
    data = typed(given)
    data[first_field(data)] = text
    for part in ("", "send/"):
        answer = save(as_("hoidong2"), given, data, part)
        assert answer.status_code == 200 and words in text_of(answer)
        assert f'value="{text}"' in unescape(answer.content.decode())
    assert not Mark.objects.filter(sheet=sheet_of(given)).exists()


def test_below_the_floor_a_reason_is_asked(as_, given):
    data = typed(given)
    name = first_field(data)
    data |= {name: "4,9", name.replace("mark", "reason"): ""}
    answer = save(as_("hoidong2"), given, data)
    assert answer.status_code == 200 and "Điểm dưới mức đạt (5,0) nên cần ghi lý do." in text_of(answer)
    assert not Mark.objects.filter(sheet=sheet_of(given)).exists()
    data |= {name: "5,0"}  # on the floor is reached
    assert save(as_("hoidong2"), given, data).status_code == 302
    data |= {name: "4,9", name.replace("mark", "reason"): "Chưa có số liệu", "version": str(sheet_of(given).version)}
    assert save(as_("hoidong2"), given, data).status_code == 302


def test_a_mark_can_be_taken_out(as_, given):
    data = typed(given)
    save(as_("hoidong2"), given, data)
    name = first_field(data)
    data |= {name: "", name.replace("mark", "reason"): "", "version": str(sheet_of(given).version)}
    assert save(as_("hoidong2"), given, data).status_code == 302
    assert sheet_of(given).marks.count() == 10


def test_a_sheet_that_lacks_a_mark_is_not_sent_and_nothing_typed_is_lost(as_, given):
    data = typed(given)
    name = first_field(data)
    data |= {name: "", name.replace("mark", "reason"): ""}
    answer = save(as_("hoidong2"), given, data, "send/")
    assert answer.status_code == 409
    assert "Phiếu còn 01 tiêu chuẩn chưa chấm: Hoàn thành xuất sắc nhiệm vụ thi đua." in text_of(answer)
    assert 'value="12,0"' in answer.content.decode()
    assert sheet_of(given).sent_at is None


def test_nothing_changes_without_a_change(as_, given):
    data = typed(given)
    save(as_("hoidong2"), given, data)
    version = sheet_of(given).version
    assert save(as_("hoidong2"), given, data | {"version": str(version)}).status_code == 302
    assert sheet_of(given).version == version


def test_a_stale_save_shows_both_and_may_be_saved_over(as_, given):
    client, data = as_("hoidong2"), typed(given)
    name = first_field(data)
    save(client, given, {"version": data["version"], name: "6,0"})
    late = save(client, given, data | {name: "9,0"})
    assert late.status_code == 409
    shown = text_of(late)
    assert "Hoàn thành xuất sắc nhiệm vụ thi đua 6,0 9,0" in shown
    assert "Theo minh chứng của đơn vị." in shown
    kept = Revision.objects.of(sheet_of(given)).get(kept=False).content
    assert kept["Hoàn thành xuất sắc nhiệm vụ thi đua"] == "9,0 – Theo minh chứng của đơn vị."
    assert Mark.objects.get(sheet=sheet_of(given)).points == Decimal("6.0")
    version = re.search(r'name="version" value="(\d+)"', late.content.decode()).group(1)
    assert save(client, given, data | {name: "9,0", "version": version}).status_code == 302
    assert sheet_of(given).marks.count() == 11


def test_a_save_after_sending_elsewhere_keeps_what_was_typed(as_, given):
    client, data = as_("hoidong2"), typed(given)
    save(client, given, data, "send/")
    late = save(client, given, data | {first_field(data): "9,9"})
    assert late.status_code == 409 and 'value="9,9"' in late.content.decode()
    assert Mark.objects.filter(sheet=sheet_of(given), points="9.9").count() == 0


@pytest.mark.parametrize("junk", [{}, {"version": "x"}, {"version": "99999999999"}, {"version": "-1"}])
def test_without_its_version_nothing_is_saved(as_, given, junk):
    data = {name: value for name, value in typed(given).items() if name != "version"} | junk
    assert save(as_("hoidong2"), given, data).status_code in (200, 409)
    assert not Mark.objects.filter(sheet=sheet_of(given)).exists()


# -- blind ----------------------------------------------------------------------------------------------------


def test_nobody_elses_marks_until_all_have_sent(as_, given):
    dossiers.send_marks(sheet_of(given, "hoidong3"), dossiers.marks_of(given, "0.9"))
    first, second = as_("hoidong2"), as_("hoidong3")
    for shown in (text_of(desk(first, given)), text_of(desk(second, given))):
        assert "Các phiếu khác" not in shown
    assert "9,0" not in text_of(desk(first, given))
    save(first, given, typed(given, "0.6"), "send/")
    assert "Các phiếu khác: 9,0" in text_of(desk(first, given))
    assert "Các phiếu khác: 6,0" in text_of(desk(second, given))
    save(first, given, {"version": sheet_of(given).version}, "take-back/")
    assert "Các phiếu khác" not in text_of(desk(second, given))
    assert "Lê Quốc Bảo" not in text_of(desk(first, given))


def test_an_assessor_who_was_not_asked_finds_nothing(as_, given):
    assert desk(as_("hoidong1"), given).status_code == 404
    assert save(as_("hoidong1"), given, typed(given)).status_code == 404
    link = f'"/nominations/{given.pk}/score/"'
    assert link not in as_("hoidong1").get("/sheets/").content.decode()
    assert link in as_("hoidong2").get("/sheets/").content.decode()


# -- sent, taken back, closed ---------------------------------------------------------------------------------


def test_taken_back_until_the_dossier_is_appraised(as_, given):
    first = as_("hoidong2")
    save(first, given, typed(given), "send/")
    dossiers.send_marks(sheet_of(given, "hoidong3"), dossiers.marks_of(given))
    assert save(first, given, {"version": sheet_of(given).version}, "take-back/").status_code == 302
    assert sheet_of(given).sent_at is None and sheet_of(given).marks.count() == 11
    save(first, given, {"version": sheet_of(given).version}, "send/")
    assert sheet_of(given).sent_at and sheet_of(given).marks.count() == 11  # sending alone takes no mark out
    actions.appraise(given, by=dossiers.account("chuyenvien"), version=given.version)
    assert save(first, given, {"version": sheet_of(given).version}, "take-back/").status_code == 409
    assert "Rút lại phiếu" not in text_of(desk(first, given))


def test_a_returned_dossier_rests(as_, given):
    dossiers.nominations.give_back(
        given,
        by=dossiers.account("chuyenvien"),
        version=given.version,
        reason="Thiếu minh chứng",
        until=dossiers.clock.now().replace(day=28),
    )
    assert "Tạm dừng" in text_of(desk(as_("hoidong2"), given))
    assert save(as_("hoidong2"), given, typed(given)).status_code == 409


def test_a_conflict_that_came_later_ends_it(as_, given, llcs):
    """Moved into the unit after having been asked."""
    huyen = Person.objects.get(full_name="Đinh Thị Thanh Huyền")
    Post.objects.create(person=huyen, unit=llcs, title="Giảng viên", valid_from="2025-11-01")
    refused = desk(as_("hoidong2"), given)
    assert refused.status_code == 403 and "Đây là hồ sơ của đơn vị đồng chí." in text_of(refused)
    assert save(as_("hoidong2"), given, typed(given)).status_code == 403
    with pytest.raises(Refusal):
        actions.send_sheet(given, sheet_of(given), by=dossiers.account("hoidong2"), version=1)


def test_a_role_taken_away_ends_it(as_, given):
    client = as_("hoidong2")
    Grant.objects.filter(user__username="hoidong2", role="assessor").update(revoked_at=dossiers.clock.now())
    assert desk(client, given).status_code == 404
    assert client.get("/sheets/").status_code == 403


def test_nobody_writes_into_anothers_sheet(given):
    with pytest.raises(Conflict):
        actions.keep_marks(given, sheet_of(given), {}, by=dossiers.account("hoidong3"), version=1)
    assert not AgreedMark.objects.filter(scorecard=given.scorecard).exists()
