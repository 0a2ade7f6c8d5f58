"""A return pinned to its places, the unit's answers, the comparison, the extension: over HTTP, by those who do it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.actions import appraisal, editor, exchange, nominations
from nominations.models import Nomination, ReturnNote, Sending
from nominations.places import content_of, places_of
from nominations.queries.exchange import comparison
from portal import clock
from portal.clock import school_time
from portal.models import AuditEntry, OutboxMessage, Unit
from portal.rights import Conflict
from recognition.demo.school import TCHC
from tests.nominations import dossiers
from tests.nominations.builders import answer_notes, colleague, registration
from tests.nominations.test_appraisal import page, post, text_of

UNTIL = "28/11/2025"
REASON = "Ghi rõ số, ngày quyết định."
TAM, HA = "canbo.llcs", "chuyenvien"


@pytest.fixture
def sent(llcs) -> Nomination:
    return dossiers.sent_dossier(llcs)


@pytest.fixture
def returned(as_, sent) -> Nomination:
    """To the summary, to the first standard, and as a whole."""
    told = {"at-id_summary": "Nêu số liệu.", _at_first(sent): REASON, "reason": "Bổ sung trước khi họp."}
    assert post(as_(HA), sent, "return", version=sent.version, until=UNTIL, **told).status_code == 302
    sent.refresh_from_db()
    return sent


def _first(row: Nomination):
    """The first standard: where it is written, under which key it is kept."""
    return next(place for place in places_of(row) if place.step == "statements")


def _at_first(row: Nomination) -> str:
    return f"at-{_first(row).anchor}"


def _mend(row: Nomination, text: str = "Quyết định số 52 ngày 03/02/2025.") -> None:
    """The first standard says something else."""
    standard = editor_rows(row)[0]
    editor.save_statements(row, {standard: text}, by=dossiers.account(TAM), version=row.version)


def editor_rows(row: Nomination):
    return dossiers.criteria_to_state(row)


def _again(row: Nomination, *, receive: bool = False) -> None:
    nominations.submit(row, by=dossiers.account(TAM), version=row.version)
    if receive:
        nominations.receive(row, by=dossiers.account(HA), version=row.version)


def _note(row, place: str) -> ReturnNote:
    return row.return_notes.get(place=place)


# -- what is sent is kept -------------------------------------------------------------------------------------


def test_the_whole_dossier_is_kept_each_time_it_is_sent(sent):
    kept = sent.sendings.get()
    told = {place: text for place, _label, text in kept.content}
    assert told["summary"] == "Đi đầu trong đổi mới phương pháp giảng dạy"
    assert told["scope"] == "Toàn diện"
    assert told["unregistered_reason"] == "Nhân tố mới, phát hiện trong tháng 10."
    assert "Số phiếu đồng ý: 8" in told["endorsement"] and "Biên bản họp: tệp bien-ban.pdf, mã " in told["endorsement"]
    first = editor_rows(sent)[0]
    assert told[f"criterion-{first.code}"] == f"Kết quả trong năm về “{first.label}”."
    assert told["evidence"].startswith("Quyết định số 52, 52/QĐ-TCT, Trường Chính trị")
    assert first.label in told["evidence"] and "tệp minh-chung.pdf, mã " in told["evidence"]
    assert [(row.by.username, row.at) for row in sent.sendings.all()] == [(TAM, sent.sent_at)]


def test_results_are_places_of_a_dossier_beside_its_registration(as_, llcs):
    """And what is asked there is read beside the figure."""
    row = Nomination.objects.filter(registration__isnull=False, unit=llcs, state="draft").first()
    target = row.registration.targets.first()
    labels = {place.key: place.label for place in places_of(row)}
    assert labels[f"target-{target.pk}"] == f"Kết quả: {target.what}"
    assert "unregistered_reason" not in labels


def test_a_registration_is_kept_and_its_list_of_figures_is_one_place(llcs):
    row = registration(colleague(llcs), llcs, by=TAM, state="submitted")
    told = {place: text for place, _label, text in row.sendings.get().content}
    assert told["targets"] == "Bài kiểm tra đạt khá trở lên: 71,4 → trên 80 %"
    assert told["finish_by"] == "15/11/2025"


def test_nothing_is_kept_of_a_sending_that_is_refused(llcs):
    row = dossiers.begun_dossier(llcs)
    with pytest.raises(Conflict):
        nominations.submit(row, by=dossiers.account(TAM), version=row.version)
    assert not row.sendings.exists()


# -- the return -----------------------------------------------------------------------------------------------


def test_reasons_are_pinned_and_told_in_words(returned):
    notes = list(returned.return_notes.values_list("place", "label", "text"))
    first = editor_rows(returned)[0]
    assert notes == [
        ("whole", "Toàn bộ nội dung", "Bổ sung trước khi họp."),
        ("summary", "Tóm tắt thành tích, in trong danh sách", "Nêu số liệu."),
        (f"criterion-{first.code}", first.label, REASON),
    ]
    words = (
        "Bổ sung trước khi họp.\n"
        f"Tóm tắt thành tích, in trong danh sách: Nêu số liệu.\n{first.label}: Ghi rõ số, ngày quyết định."
    )
    assert returned.return_reason == words
    message = OutboxMessage.objects.filter(to__username=TAM, subject__startswith="Hồ sơ được trả lại").last()
    assert message.body == f"Bổ sung trước hết ngày 28/11/2025.\n{words}"
    assert clock.local(returned.returned_until) == school_time(2025, 11, 28, 23, 59, 59)
    assert AuditEntry.objects.get(act="Trả lại", subject_id=returned.pk, note=words)


def test_one_reason_is_enough_and_none_is_too_little(as_, sent):
    ha = as_(HA)
    answer = post(ha, sent, "return", version=sent.version, until=UNTIL)
    assert (answer.status_code, sent.return_notes.count()) == (200, 0)
    assert "Vui lòng ghi nội dung cần bổ sung" in text_of(answer)
    assert (
        post(ha, sent, "return", version=sent.version, until=UNTIL, **{"at-id_report": "Dài quá."}).status_code == 302
    )
    assert [note.place for note in sent.return_notes.all()] == ["report"]


@pytest.mark.parametrize("until", ["", "19/11/2025", "30/02/2026", "01/03/2026"])
def test_a_return_has_a_date_within_sixty_days(as_, sent, until):
    answer = post(as_(HA), sent, "return", version=sent.version, until=until, reason=REASON)
    assert (answer.status_code, sent.return_notes.count()) == (200, 0)
    assert REASON in text_of(answer)  # what was typed is still there


def test_the_office_reads_each_place_and_a_standard_leads_to_it(as_, sent):
    ha, first = as_(HA), _first(sent)
    shown = ha.get(f"/nominations/{sent.pk}/return/").content.decode()
    labels = re.findall(r'<h3 id="place-\d+">(.*?)</h3>', shown)
    assert labels == [place.label for place in places_of(sent)]
    assert first.text in shown
    page_of_it = ha.get(f"/nominations/{sent.pk}/appraisal/").content.decode()
    assert f'href="/nominations/{sent.pk}/return/#{first.anchor}"' in page_of_it
    assert f'id="{first.anchor}"' in shown


def test_without_its_version_or_with_an_old_one_nothing_is_returned(as_, sent):
    for version in ("", "0", "junk"):
        answer = post(as_(HA), sent, "return", version=version, until=UNTIL, reason=REASON)
        assert answer.status_code in (200, 409)
        assert REASON in text_of(answer)
    sent.refresh_from_db()
    assert (sent.state, sent.return_notes.count()) == ("submitted", 0)


WRONG = {"return": "appraised", "extend": "received", "reopen": "received"}


@pytest.mark.parametrize("act", WRONG)
def test_a_form_opens_only_where_its_act_can_be_done(as_, sent, act):
    Nomination.objects.filter(pk=sent.pk).update(state=WRONG[act])
    who = as_("truongphong")
    assert who.get(f"/nominations/{sent.pk}/{act}/").status_code == 409


def test_nobody_is_assigned_and_nothing_answered_once_it_is_concluded(as_, llcs):
    row = dossiers.received_dossier(llcs)
    gate = appraisal.unanswered_office_gates(row)[0]
    Nomination.objects.filter(pk=row.pk).update(state="appraised")
    for act in ("assign", f"gates/{gate.pk}"):
        assert as_(HA).get(f"/nominations/{row.pk}/{act}/").status_code == 409


def test_what_was_typed_while_it_was_received_elsewhere_stays(as_, returned):
    """Opened before, sent after: refused with the words still on the page."""
    answer = post(as_(HA), returned, "return", version=returned.version, until=UNTIL, reason="Thiếu biên bản họp.")
    assert (answer.status_code, returned.return_notes.count()) == (409, 3)
    assert "Thiếu biên bản họp." in text_of(answer)


# -- the unit reads and answers -------------------------------------------------------------------------------


def test_each_reason_stands_beside_its_field(as_, returned):
    tam, first = as_(TAM), _first(returned)
    summary = page(tam, returned, "edit/")
    assert summary.index("trước hết ngày 28/11/2025 · Hoàng Thu Hà Nêu số liệu.") < summary.index(
        "Một dòng in trong danh sách"
    )
    shown = tam.get(f"/nominations/{returned.pk}/edit/statements/").content.decode()
    place = shown[shown.index(f'id="{first.anchor}"') :]
    assert REASON in place[: place.index("</section>")]
    assert f'href="/nominations/{returned.pk}/edit/statements/#{first.anchor}"' in shown  # the list above
    proofs = page(tam, returned, f"edit/evidence/?for={first.anchor.removeprefix('criterion-')}")
    assert f"{first.label} : {REASON} chưa sửa, chưa trả lời" in proofs
    assert "Còn thiếu" in summary and "Trả lời hoặc sửa theo yêu cầu bổ sung" in summary


def test_a_reason_is_met_by_a_change_of_its_place_or_by_an_answer(as_, returned):
    tam = as_(TAM)
    assert post(tam, returned, "submit", version=returned.version).status_code == 409
    _mend(returned)  # the standard, and with it the dossier as a whole
    answer = post(tam, returned, "submit", version=returned.version)
    assert answer.status_code == 409
    assert "yêu cầu bổ sung: Tóm tắt thành tích" in text_of(answer) and REASON not in text_of(answer)
    note = _note(returned, "summary")
    told = {"version": returned.version, f"answer-{note.pk}": "Số liệu nêu trong báo cáo."}
    assert post(tam, returned, "answers", **told).status_code == 302
    note.refresh_from_db()
    assert (note.answer, note.answered_by.username) == ("Số liệu nêu trong báo cáo.", TAM)
    returned.refresh_from_db()
    assert post(tam, returned, "submit", version=returned.version).status_code == 302
    assert [row.by.username for row in returned.sendings.all()] == [TAM, TAM]


def test_an_answer_can_be_taken_back_and_is_logged(as_, returned):
    tam, note = as_(TAM), _note(returned, "summary")
    for text in ("Đã rà soát.", ""):
        returned.refresh_from_db()
        post(tam, returned, "answers", version=returned.version, **{f"answer-{note.pk}": text})
        note.refresh_from_db()
        assert (note.answer, note.answered_at is None, note.answered_by is None) == (text, not text, not text)
    assert AuditEntry.objects.filter(act="Trả lời yêu cầu bổ sung", subject_id=returned.pk).count() == 2


def test_a_note_of_another_dossier_is_not_answered_here(as_, returned, xdd):
    other = dossiers.sent_dossier(xdd, "canbo.xdd")
    until = clock.now() + timedelta(days=5)
    nominations.give_back(other, by=dossiers.account(HA), version=other.version, reason="Thiếu.", until=until)
    foreign = other.return_notes.get()
    post(as_(TAM), returned, "answers", version=returned.version, **{f"answer-{foreign.pk}": "Của người khác"})
    foreign.refresh_from_db()
    assert foreign.answer == ""


def test_a_stale_answer_shows_both_and_loses_neither(as_, returned):
    tam, note = as_(TAM), _note(returned, "summary")
    old = returned.version
    post(tam, returned, "answers", version=old, **{f"answer-{note.pk}": "Của Tâm."})
    answer = post(as_("truong.llcs"), returned, "answers", version=old, **{f"answer-{note.pk}": "Của trưởng khoa."})
    assert answer.status_code == 409
    assert "Của Tâm." in text_of(answer) and "Của trưởng khoa." in text_of(answer)


def test_nothing_is_answered_where_nothing_was_asked(as_, sent):
    assert as_(TAM).get(f"/nominations/{sent.pk}/answers/").status_code == 409
    with pytest.raises(Conflict):
        exchange.answer(sent, {}, by=dossiers.account(TAM), version=sent.version)


# -- what changed ---------------------------------------------------------------------------------------------


def test_both_sides_read_what_changed_word_by_word(as_, returned):
    _mend(returned, "Kết quả nổi bật.")
    answer_notes(returned, by=TAM)
    _again(returned, receive=True)
    first = editor_rows(returned)[0]
    for who in (TAM, HA, "hieutruong"):
        shown = page(as_(who), returned, "changes/")
        assert "Có 01 mục thay đổi" in shown
        assert f"{first.label} Kết quả bỏ: trong năm về “{first.label}” thêm: nổi bật ." in shown
        assert "Tóm tắt thành tích, in trong danh sách Nêu số liệu." in shown  # the return before, with its answers
    shown = page(as_(HA), returned)
    assert "Đã sửa sau khi trả lại" in shown
    assert f"Phòng yêu cầu: {REASON} Đơn vị trả lời: Đã rà soát, giữ nguyên. Kết quả bỏ:" in shown
    assert "Nội dung mục này không thay đổi." in shown  # the summary
    assert "Mục khác cũng đã sửa" not in shown


def test_what_nobody_asked_for_is_named_too(as_, returned):
    _mend(returned)
    answer_notes(returned, by=TAM)
    returned.report = "Một báo cáo khác."
    editor.save_summary(returned, by=dossiers.account(TAM), version=returned.version)
    _again(returned)
    assert "Mục khác cũng đã sửa: Thành tích tiêu biểu." in page(as_(HA), returned)


def test_any_two_sendings_can_be_compared(as_, returned):
    answer_notes(returned, by=TAM)
    _mend(returned, "Lần hai.")
    _again(returned)
    again = {"by": dossiers.account(HA), "until": clock.now() + timedelta(days=5), "reason": "Xem lại."}
    nominations.give_back(returned, version=returned.version, **again)
    _mend(returned, "Lần ba.")
    _again(returned)
    first, second, third = returned.sendings.all()
    changes = f"changes/?from={first.pk}&to={third.pk}"
    assert "thêm: Lần ba" in page(as_(HA), returned, changes) and "hai" not in page(as_(HA), returned, changes)
    assert "bỏ: hai thêm: ba" in page(as_(HA), returned, "changes/")
    swapped = page(as_(HA), returned, f"changes/?from={third.pk}&to={second.pk}")
    assert "bỏ: hai thêm: ba" in swapped  # the older always first


@pytest.mark.parametrize("asked", ["?from=0&to=0", "?from=x", "?to=999999999", "?from=%00"])
def test_other_sendings_are_not_compared(as_, returned, asked):
    answer_notes(returned, by=TAM)
    _again(returned)
    assert as_(TAM).get(f"/nominations/{returned.pk}/changes/{asked}").status_code in (200, 400)


def test_a_place_that_is_gone_counts_as_changed(sent):
    old = Sending(content=[["a", "Mục A", "Một"], ["b", "Mục B", "Hai"]])
    new = Sending(content=[["b", "Mục B", "Hai"], ["c", "Mục C", "Ba"]])
    assert [(change.label, [piece.how for piece in change.pieces]) for change in comparison(old, new).changes] == [
        ("Mục C", ["added"]),
        ("Mục A", ["removed"]),
    ]


# -- after the return -----------------------------------------------------------------------------------------


def test_who_marked_before_the_change_is_told_and_may_take_the_sheet_back(as_, llcs):
    row = dossiers.received_dossier(llcs)
    dossiers.answer_gates(row)
    early, _other = (dossiers.sheet_of(row, name) for name in dossiers.ASSESSORS)
    dossiers.send_marks(early, dossiers.marks_of(row))
    until = clock.now() + timedelta(days=5)
    nominations.give_back(row, by=dossiers.account(HA), version=row.version, reason="Xem lại.", until=until)
    _mend(row)
    _again(row, receive=True)
    told = OutboxMessage.objects.filter(subject__startswith="Hồ sơ đã sửa sau khi trả lại")
    assert [message.to.username for message in told] == [early.assessor.username]
    assert editor_rows(row)[0].label in told[0].body and "Xem lại." not in told[0].body
    assert told[0].link == f"/nominations/{row.pk}/score/"
    assert row.scorecard.answers.exists()  # what the office had answered stands
    early.refresh_from_db()
    appraisal.take_back_sheet(row, early, by=early.assessor, version=early.version)
    early.refresh_from_db()
    assert early.sent_at is None


def test_an_unchanged_dossier_tells_no_assessor(llcs):
    row = dossiers.received_dossier(llcs)
    dossiers.send_marks(dossiers.sheet_of(row, "hoidong2"), dossiers.marks_of(row))
    until = clock.now() + timedelta(days=5)
    nominations.give_back(row, by=dossiers.account(HA), version=row.version, reason="Xem lại.", until=until)
    answer_notes(row, by=TAM)
    _again(row, receive=True)
    assert not OutboxMessage.objects.filter(subject__startswith="Hồ sơ đã sửa sau khi trả lại").exists()


# -- who reads it ---------------------------------------------------------------------------------------------


def test_an_assessor_reads_no_reason_and_no_comparison(as_, llcs):
    row = dossiers.received_dossier(llcs)
    dossiers.sheet_of(row, "hoidong2")
    until = clock.now() + timedelta(days=5)
    nominations.give_back(row, by=dossiers.account(HA), version=row.version, reason="Số liệu chưa khớp.", until=until)
    hieu = as_("hoidong2")
    for address in ("", "score/"):
        shown = page(hieu, row, address)
        assert "Số liệu chưa khớp." not in shown
    assert hieu.get(f"/nominations/{row.pk}/changes/").status_code == 404


def test_the_person_it_is_about_reads_why_and_nothing_more(as_, llcs):
    """Nguyễn Thị Hồng Hạnh's own account has no other role in these rows."""
    lecturer = dossiers.account("giangvien")
    row = dossiers.sent_dossier(lecturer.person)
    told = {"summary": "Nêu số liệu."}
    until = clock.now() + timedelta(days=5)
    nominations.give_back(row, by=dossiers.account(HA), version=row.version, notes=told, until=until)
    answer_notes(row, by=TAM)
    shown = page(as_("giangvien"), row, "")
    why = "Tóm tắt thành tích, in trong danh sách: Nêu số liệu."
    assert re.search(f"Hồ sơ được trả lại để bổ sung trước [0-9/: ]+ {why}", shown)
    assert "Đã rà soát, giữ nguyên." not in shown
    assert as_("giangvien").get(f"/nominations/{row.pk}/changes/").status_code == 404


def test_earlier_rounds_stay_readable(as_, returned):
    answer_notes(returned, by=TAM)
    _again(returned)
    for who in (TAM, HA):
        shown = page(as_(who), returned, "")
        assert REASON in shown and "Đã rà soát, giữ nguyên." in shown
    assert "chưa sửa, chưa trả lời" not in page(as_(TAM), returned, "")


@pytest.mark.parametrize("count", [1, 30])
def test_notes_cost_the_same_questions_whatever_their_number(as_, returned, count):
    notes = [_note(returned, "summary"), *returned.return_notes.exclude(place="summary")]
    ReturnNote.objects.filter(pk__in=[note.pk for note in notes[1:]]).delete()
    more = [ReturnNote(nomination=returned, place="summary", label="Tóm tắt", text="X", made_at=notes[0].made_at,
                       made_by=notes[0].made_by) for _n in range(count - 1)]  # fmt: skip
    ReturnNote.objects.bulk_create(more)
    tam = as_(TAM)
    counts = {}
    for address in ("", "edit/", "answers/", "changes/"):
        with CaptureQueriesContext(connection) as asked:
            assert tam.get(f"/nominations/{returned.pk}/{address}").status_code == 200
        counts[address] = len(asked)
    assert counts == {"": 40, "edit/": 27, "answers/": 14, "changes/": 7}


# -- a later date ---------------------------------------------------------------------------------------------


def test_an_extension_is_told_to_the_unit_logged_and_shown(as_, returned):
    told = {"version": returned.version, "until": "05/12/2025", "reason": "Cán bộ phụ trách ốm."}
    assert post(as_("truongphong"), returned, "extend", **told).status_code == 302
    message = OutboxMessage.objects.get(to__username=TAM, subject__startswith="Hồ sơ được gia hạn")
    assert message.body == "Hạn gửi mới: 23:59:59 05/12/2025. Lý do: Cán bộ phụ trách ốm."
    assert AuditEntry.objects.get(act="Gia hạn gửi hồ sơ", subject_id=returned.pk).note == "Cán bộ phụ trách ốm."
    tam = as_(TAM)
    assert "05/12/2025" in page(tam, returned, "edit/")
    task = next(each for each in tam.get("/").context["tasks"] if each.title.endswith(str(returned)))
    assert f"{task.due:%d/%m/%Y}" == "05/12/2025"


def test_the_board_extends_for_the_office_s_own(as_, school):
    row = dossiers.begun_dossier(Unit.objects.get(name=TCHC), "chuyenvien")
    told = {"version": row.version, "until": "05/12/2025", "reason": "Cán bộ phụ trách ốm."}
    assert post(as_("truongphong"), row, "extend", **told).status_code == 403
    assert post(as_("phohieutruong"), row, "extend", **told).status_code == 302


# -- registrations --------------------------------------------------------------------------------------------


def test_a_registration_goes_the_same_way(as_, llcs):
    row = registration(colleague(llcs), llcs, by=TAM, state="submitted")
    ha, tam = as_(HA), as_(TAM)
    told = {"version": row.version, "until": UNTIL, "at-targets": "Chỉ tiêu chưa đo được."}
    assert ha.post(f"/registrations/{row.pk}/return/", told).status_code == 302
    row.refresh_from_db()
    assert (row.state, f"{row.returned_until:%d/%m/%Y}") == ("returned", UNTIL)
    message = OutboxMessage.objects.get(to__username=TAM, subject__startswith="Đăng ký được trả lại")
    assert message.body == "Bổ sung trước hết ngày 28/11/2025.\nChỉ tiêu cụ thể: Chỉ tiêu chưa đo được."
    task = next(each for each in tam.get("/").context["tasks"] if each.title.endswith(str(row)))
    assert f"{task.due:%d/%m/%Y}" == UNTIL
    edited = text_of(tam.get(f"/registrations/{row.pk}/edit/"))
    assert "28/11/2025 · Hoàng Thu Hà Chỉ tiêu chưa đo được. Trả lời yêu cầu này" in edited
    refused = tam.post(f"/registrations/{row.pk}/submit/", {"version": row.version})
    assert (refused.status_code, "yêu cầu bổ sung: Chỉ tiêu cụ thể" in text_of(refused)) == (409, True)
    note = row.return_notes.get()
    told = {"version": row.version, f"answer-{note.pk}": "Số liệu do phòng đào tạo cấp."}
    assert tam.post(f"/registrations/{row.pk}/answers/", told).status_code == 302
    row.refresh_from_db()
    assert tam.post(f"/registrations/{row.pk}/submit/", {"version": row.version}).status_code == 302
    assert row.sendings.count() == 2
    assert "Không có mục nào thay đổi" in text_of(ha.get(f"/registrations/{row.pk}/changes/"))
    assert "Số liệu do phòng đào tạo cấp." in text_of(ha.get(f"/registrations/{row.pk}/"))


@pytest.mark.parametrize("state", ["draft", "returned", "withdrawn"])
def test_a_registration_that_cannot_be_returned_is_refused_at_the_door(as_, llcs, state):
    row = registration(colleague(llcs), llcs, by=TAM, state="submitted")
    type(row).objects.filter(pk=row.pk).update(state=state)
    assert as_(HA).get(f"/registrations/{row.pk}/return/").status_code == 409


def test_keeping_a_sending_and_its_places_agree(sent):
    assert content_of(sent) == sent.sendings.get().content == [[p.key, p.label, p.text] for p in places_of(sent)]
