"""Writing a dossier, told as what happens at the school: Tâm writes it part by part, Hạnh reads, Hà gets it whole."""

import pytest

from criteria.models import Scorecard
from nominations import standing
from nominations.actions import nominations as acts
from nominations.completeness import criteria_to_state
from nominations.models import Endorsement, Evidence, Nomination
from portal import audit, clock
from portal.clock import school_time
from portal.models import Person, Revision
from tests.nominations.builders import (
    PDF,
    colleague,
    complete,
    evidence,
    nomination,
    registration,
    upload,
    user,
    vote,
    year,
)


@pytest.fixture
def sang(llcs) -> Person:
    return colleague(llcs)


@pytest.fixture
def draft(llcs, sang) -> Nomination:
    """Newly found; nothing written yet."""
    return nomination(sang, llcs, by="canbo.llcs")


@pytest.fixture
def promised(llcs, sang) -> Nomination:
    """Beside an accepted registration."""
    row = Nomination(plan_year=year(), registration=registration(sang, llcs, by="canbo.llcs", state="accepted"))
    acts.begin(row, by=user("canbo.llcs"))
    return row


def edit(row: Nomination, part: str = "") -> str:
    return f"/nominations/{row.pk}/edit/{part}"


def sent(row: Nomination) -> Nomination:
    complete(row, by="canbo.llcs")
    acts.submit(row, by=user("canbo.llcs"), version=row.version)
    return row


def test_tam_writes_it_part_by_part_and_sends_it(as_, promised):
    tam, row = as_("canbo.llcs"), promised
    target = row.registration.targets.get()

    def version() -> str:
        row.refresh_from_db()
        return str(row.version)

    page = tam.get(edit(row)).content.decode()
    assert "Đã đủ 0 trên" in page
    summary = {"scope": "comprehensive", "summary": "Nhóm học tập", "report": "Từ 71,4% lên 86,2%.", "next": "1"}
    assert tam.post(edit(row), summary | {"version": version()}).url == edit(row, "results/")
    page = tam.get(edit(row, "results/")).content.decode()
    assert "trên 80" in page
    told = {f"achieved-{target.pk}": "86,2", f"note-{target.pk}": "", "version": version()}
    assert tam.post(edit(row, "results/"), told).url == edit(row, "results/")
    criteria = criteria_to_state(row)
    page = tam.get(edit(row, "statements/")).content.decode()
    assert criteria[0].text[:60] in page.replace("&quot;", '"')
    texts = {f"text-{each.pk}": f"Đã làm tốt: {each.label}." for each in criteria}
    tam.post(edit(row, "statements/"), texts | {"version": version()})
    proof = {"criteria": [criteria[0].pk], "file": upload("Quyết định công nhận sáng kiến.pdf"), "version": version()}
    assert tam.post(edit(row, "evidence/"), proof).status_code == 302
    meeting = {"held_on": "12/11/2025", "minutes_number": "05/BB", "members": "9", "present": "9", "agree": "8"}
    meeting |= {"minutes": upload("bien-ban.pdf"), "version": version()}
    assert tam.post(edit(row, "vote/"), meeting).status_code == 302
    page = tam.get(edit(row, "check/")).content.decode()
    assert "Hồ sơ đã đủ các mục để gửi." in page
    answer = tam.post(f"/nominations/{row.pk}/submit/", {"version": version()}, follow=True)
    assert "Số tiếp nhận sẽ được cấp khi Phòng tiếp nhận." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"
    page = as_("chuyenvien").get(f"/nominations/{row.pk}/").content.decode()
    assert "Quyết định công nhận sáng kiến" in page
    assert "8 trên 9 thành viên" in page


def test_what_is_missing_is_named_and_led_to(as_, draft):
    tam = as_("canbo.llcs")
    page = tam.get(edit(draft)).content.decode()
    assert f'href="{edit(draft)}#id_summary">Tóm tắt thành tích' in page
    first = criteria_to_state(draft)[0]
    page = tam.get(edit(draft, "check/")).content.decode()
    assert f'href="{edit(draft, "statements/")}#criterion-{first.pk}"' in page
    assert f'id="criterion-{first.pk}"' in tam.get(edit(draft, "statements/")).content.decode()
    assert f'href="{edit(draft, "vote/")}#endorsement">Biên bản họp đơn vị' in page
    answer = tam.post(f"/nominations/{draft.pk}/submit/", {"version": draft.version})
    assert answer.status_code == 409
    assert "Chưa gửi được: còn" in answer.content.decode()


def test_one_newly_found_says_why_it_was_not_registered(as_, llcs, sang):
    tam = as_("canbo.llcs")
    typed = {"plan_year": str(year().pk), "subject": f"{llcs.pk}-p{sang.pk}", "scope": "comprehensive"}
    answer = tam.post("/nominations/new/", typed)
    assert answer.status_code == 200
    assert "Vui lòng nhập mục này." in answer.content.decode()
    tam.post("/nominations/new/", typed | {"unregistered_reason": "Mới chuyển về."})
    assert Nomination.objects.get(subject_person=sang).unregistered_reason == "Mới chuyển về."
    again = tam.post("/nominations/new/", typed | {"unregistered_reason": "Mới chuyển về."})
    assert "Đối tượng này đã có hồ sơ trong năm." in again.content.decode()


def test_only_ones_own_can_be_put_forward(as_, llcs, xdd, yen):
    typed = {"plan_year": str(year().pk), "scope": "comprehensive", "unregistered_reason": "x"}
    for subject in (f"{llcs.pk}-p{yen.pk}", f"{llcs.pk}-u{xdd.pk}", f"{xdd.pk}-p{yen.pk}"):
        assert as_("canbo.llcs").post("/nominations/new/", typed | {"subject": subject}).status_code == 200
    assert not Nomination.objects.filter(subject_person=yen, entered_by=user("canbo.llcs")).exists()


def test_two_who_write_at_once_lose_nothing(as_, draft):
    first = criteria_to_state(draft)[0]
    seen, field = str(draft.version), f"text-{first.pk}"
    as_("truong.llcs").post(edit(draft, "statements/"), {field: "Bản của trưởng khoa.", "version": seen})
    answer = as_("canbo.llcs").post(edit(draft, "statements/"), {field: "Bản của Tâm.", "version": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của trưởng khoa." in page
    assert "Bản của Tâm.</textarea>" in page.replace("\r", "")
    assert draft.statements.get(criterion=first).text == "Bản của trưởng khoa."
    aside = Revision.objects.get(subject_type="nominations.nomination", subject_id=draft.pk, kept=False)
    assert aside.content[first.label] == "Bản của Tâm."


def test_a_vote_cannot_have_more_hands_than_heads(as_, draft):
    meeting = {"held_on": "12/11/2025", "minutes_number": "05/BB", "members": "9", "present": "10", "agree": "11"}
    page = as_("canbo.llcs").post(edit(draft, "vote/"), meeting | {"version": draft.version}).content.decode()
    assert "Số người dự họp không thể nhiều hơn tổng số thành viên." in page
    assert "Số phiếu đồng ý không thể nhiều hơn số người dự họp." in page


def test_a_meeting_of_tomorrow_has_not_been_held(as_, draft):
    meeting = {"held_on": "21/11/2025", "minutes_number": "05/BB", "members": "9", "present": "9", "agree": "9"}
    as_("canbo.llcs").post(edit(draft, "vote/"), meeting | {"version": draft.version})
    assert not Endorsement.objects.filter(nomination=draft).exists()


def test_new_figures_keep_the_minutes(as_, draft):
    vote(draft, by="canbo.llcs")
    before = Endorsement.objects.get(nomination=draft).minutes_id
    meeting = {"held_on": "12/11/2025", "minutes_number": "05/BB", "members": "9", "present": "8", "agree": "7"}
    as_("canbo.llcs").post(edit(draft, "vote/"), meeting | {"version": draft.version})
    stored = Endorsement.objects.get(nomination=draft)
    assert (stored.agree, stored.minutes_id) == (7, before)


def test_evidence_is_checked_by_content_and_served_as_a_download(as_, draft):
    first = criteria_to_state(draft)[0]
    proof = {"title": "Ảnh", "criteria": [first.pk], "version": draft.version}
    tam = as_("canbo.llcs")
    page = tam.post(edit(draft, "evidence/"), proof | {"file": upload("anh.pdf", b"<html>")}).content.decode()
    assert "Không nhận loại tệp này." in page
    found = evidence(draft, by="canbo.llcs")
    answer = tam.get(f"/evidence/{found.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF
    assert as_("canbo.xdd").get(f"/evidence/{found.pk}/").status_code == 404
    assert as_("chuyenvien").get(f"/evidence/{found.pk}/").status_code == 404  # a draft's is the unit's own
    tam.post(f"/evidence/{found.pk}/remove/", {"version": draft.version})
    assert Evidence.objects.get(pk=found.pk).removed_at
    assert tam.get(f"/evidence/{found.pk}/").status_code == 404


def test_evidence_proves_only_standards_of_this_dossier(as_, draft):
    foreign = draft.plan_year.criteria_set.criteria.filter(kind="gate").first()
    proof = {"title": "Ảnh", "criteria": [foreign.pk], "file": upload(), "version": draft.version}
    assert as_("canbo.llcs").post(edit(draft, "evidence/"), proof).status_code == 200
    assert not draft.evidence.exists()


def test_a_returned_dossier_says_why_and_until_when(as_, draft):
    row = sent(draft)
    until = school_time(2025, 12, 5, 17)
    acts.give_back(row, by=user("chuyenvien"), version=row.version, reason="Thiếu số liệu năm trước.", until=until)
    tam = as_("canbo.llcs")
    for address in (f"/nominations/{row.pk}/", edit(row, "statements/")):
        page = tam.get(address).content.decode()
        assert "Thiếu số liệu năm trước." in page
        assert "05/12/2025" in page
    task = next(each for each in tam.get("/").context["tasks"] if "Đỗ Văn Sáng" in each.title)
    assert f"{task.due:%d/%m/%Y}" == "05/12/2025"
    assert task.title == "Bổ sung hồ sơ bị trả lại: Đỗ Văn Sáng"


def test_what_was_sent_cannot_be_written_into(as_, draft):
    row = sent(draft)
    tam = as_("canbo.llcs")
    for part in ("", "results/", "statements/", "evidence/", "vote/", "check/"):
        assert tam.get(edit(row, part)).status_code == 409
    for version in (row.version, row.version - 1):
        answer = tam.post(edit(row), {"scope": "comprehensive", "summary": "Khác", "version": version})
        assert answer.status_code == 409
        assert 'value="Khác"' in answer.content.decode()  # nothing typed is lost
    row.refresh_from_db()
    assert row.summary == "Nhóm học tập cùng tiến"


def test_the_date_is_hard_to_the_second(as_, draft):
    complete(draft, by="canbo.llcs")
    with clock.at(school_time(2025, 12, 1, 0, 0, 0)):
        answer = as_("canbo.llcs").post(f"/nominations/{draft.pk}/submit/", {"version": draft.version})
    assert answer.status_code == 409
    assert "Đã hết hạn gửi hồ sơ (23:59:59 ngày 30/11/2025)." in answer.content.decode()
    with clock.at(school_time(2025, 11, 30, 23, 59, 59)):
        answer = as_("canbo.llcs").post(f"/nominations/{draft.pk}/submit/", {"version": draft.version})
    assert answer.status_code == 302


AFTER = ("appraised", "listed", "recognised", "not_recognised")


@pytest.mark.parametrize("state", AFTER)
def test_from_receipt_to_publication_a_unit_sees_received(as_, draft, state):
    row = sent(draft)
    card = Scorecard.objects.create(criteria_set=row.plan_year.criteria_set, kind=row.kind)
    acts.receive(row, by=user("chuyenvien"), version=row.version)
    audit.record(row, "Kết luận thẩm định", by=user("chuyenvien"), note="Chưa đủ điều kiện")
    Nomination.objects.filter(pk=row.pk).update(state=state, scorecard=card)
    true = str(standing.NOMINATIONS.states[state].label)
    for reader in ("canbo.llcs", "truong.llcs"):
        client = as_(reader)
        page = client.get(f"/nominations/{row.pk}/").content.decode()
        listed = client.get("/nominations/?q=do+van+sang&state=received")
        assert "Đã tiếp nhận" in page
        assert true not in page
        assert "thẩm định" not in page.replace("khi thẩm định", "")
        assert len(listed.context["table"].rows) == 1
        assert len(client.get(f"/nominations/?q=do+van+sang&state={state}").context["table"].rows) == 0
        assert true.encode() not in client.get("/nominations/export.xlsx").content
    assert true in as_("chuyenvien").get(f"/nominations/{row.pk}/").content.decode()
    Nomination.objects.filter(pk=row.pk).update(published_at=clock.now())
    if state in ("recognised", "not_recognised"):
        assert true in as_("canbo.llcs").get(f"/nominations/{row.pk}/").content.decode()


def test_the_office_knows_of_drafts_only_their_number(as_, draft):
    page = as_("chuyenvien").get("/nominations/").content.decode()
    assert "bản nháp chưa gửi" in page
    assert "Đỗ Văn Sáng" not in page
    assert as_("chuyenvien").get(f"/nominations/{draft.pk}/").status_code == 404


def test_somebody_reads_their_own_dossier_but_does_not_write_it(as_, llcs):
    vinh = Person.objects.get(full_name="Trần Quang Vinh")
    Nomination.objects.filter(subject_person=vinh, plan_year=year()).exclude(state="withdrawn").update(
        state="withdrawn"
    )
    row = nomination(vinh, llcs, by="canbo.llcs")
    client = as_("giangvien")
    assert client.get(f"/nominations/{row.pk}/").status_code == 200
    assert client.get(edit(row)).status_code == 403
    assert client.post(f"/nominations/{row.pk}/submit/", {"version": row.version}).status_code == 403


def test_no_codes_of_standards_on_the_screen(as_, draft):
    evidence(draft, by="canbo.llcs")
    codes = [row.code for row in criteria_to_state(draft)]
    for address in (f"/nominations/{draft.pk}/", edit(draft, "statements/"), edit(draft, "evidence/")):
        page = as_("canbo.llcs").get(address).content.decode()
        assert not [code for code in codes if f">{code}<" in page or f" {code} " in page]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_questions_whatever_its_length(as_, llcs, django_assert_num_queries, count):
    people = [Person(full_name=f"Người thứ {number}", sex="male") for number in range(count)]
    for person in people:
        person.save()
    told = {"plan_year": year(), "unit": llcs, "kind": "individual", "entered_by": user("canbo.llcs")}
    rows = [Nomination(subject_person=person, **told) for person in people]
    for row in rows:
        row.derive()
    Nomination.objects.bulk_create(rows)
    client = as_("canbo.llcs")
    client.get("/nominations/")
    with django_assert_num_queries(8):
        answer = client.get("/nominations/?q=nguoi+thu")
    assert len(answer.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 30])
def test_the_desk_asks_the_same_questions_whatever_waits(as_, llcs, django_assert_num_queries, count):
    for number in range(count):
        person = Person(full_name=f"Người thứ {number}", sex="male")
        person.save()
        whose = {"plan_year": year(), "unit": llcs, "subject_person": person, "entered_by": user("canbo.llcs")}
        Nomination.objects.create(kind="individual", **whose)
    client = as_("canbo.llcs")
    client.get("/")
    with django_assert_num_queries(12):
        client.get("/")


def test_last_years_words_stand_beside_this_years(as_, llcs, sang, draft):
    first = criteria_to_state(draft)[0]
    past = Nomination.objects.create(
        plan_year=year(2024), unit=llcs, subject_person=sang, kind="individual", entered_by=user("canbo.llcs")
    )
    past.statements.create(criterion=first, text="Năm ngoái đã làm mười buổi.")
    assert "Năm ngoái đã làm mười buổi." in as_("canbo.llcs").get(edit(draft, "statements/")).content.decode()


def test_save_and_prove_in_one_press(as_, draft):
    first = criteria_to_state(draft)[0]
    tam = as_("canbo.llcs")
    told = {f"text-{first.pk}": "Đã làm.", "version": draft.version, "prove": str(first.pk)}
    answer = tam.post(edit(draft, "statements/"), told)
    assert answer.url == f"{edit(draft, 'evidence/')}?for={first.pk}#add"
    assert draft.statements.get(criterion=first).text == "Đã làm."
    page = tam.get(answer.url).content.decode()
    assert page.count(" checked>") == 1


def test_the_tabs_add_up(as_, draft):
    tabs = as_("chuyenvien").get("/nominations/").context["tabs"]
    assert tabs[0].count == sum(tab.count for tab in tabs[1:])
    for tab in tabs:
        page = as_("chuyenvien").get(f"/nominations/?state={tab.key}").context["page"]
        assert page.paginator.count == tab.count


def test_who_else_is_there_is_told_on_the_evidence_step_too(as_, llcs):
    """Its own list of pieces has another name than the people who have the dossier open."""
    row = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Phạm Thị Thu Thủy")
    as_("truong.llcs").post(f"/nominations/{row.pk}/edit/presence/", {"step": "vote"})
    page = as_("canbo.llcs").get(f"/nominations/{row.pk}/edit/evidence/").content.decode()
    assert "Đồng chí Nguyễn Thị Hồng Hạnh đang mở hồ sơ này, ở bước “Biểu quyết của đơn vị”" in page


def test_the_office_head_finds_whom_to_give_a_later_date(as_):
    """That a dossier is being written and until when it may come; not a word of it."""
    thuy = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Phạm Thị Thu Thủy")
    Nomination.objects.filter(pk=thuy.pk).update(report="Một câu chưa gửi.")
    page = as_("truongphong").get("/nominations/unsent/").content.decode()
    assert f'href="/nominations/{thuy.pk}/extend/"' in page
    assert "23:59 ngày 30/11/2025" in page
    assert "Một câu chưa gửi." not in page
    assert "/extend/" not in as_("chuyenvien").get("/nominations/unsent/").content.decode()
    own = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Trịnh Thị Quỳnh Nga")
    assert f"/nominations/{own.pk}/extend/" not in page, "of the head's own unit"
    assert f"/nominations/{own.pk}/extend/" in as_("hieutruong").get("/nominations/unsent/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_what_is_not_sent_is_asked_for_at_once(as_, llcs, django_assert_num_queries, count):
    for number in range(count):
        person = Person(full_name=f"Người thứ {number}", sex="male")
        person.save()
        row = Nomination(subject_person=person, plan_year=year(), unit=llcs, kind="individual")
        row.entered_by = user("canbo.llcs")
        row.derive()
        row.save()
    client = as_("truongphong")
    client.get("/nominations/unsent/")
    with django_assert_num_queries(7):
        client.get("/nominations/unsent/")
