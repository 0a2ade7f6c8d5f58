"""Forms of award as dated data, awards proposed for whom the council carried, and one achievement proposed twice."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.models import Nomination, PriorAward
from portal.models import AuditEntry, Revision, Unit
from portal.rights import Conflict
from recognition.actions import award_forms
from recognition.actions import awards as actions
from recognition.models import Award, AwardForm, EarlierCase, ReviewList
from recognition.queries.awards import proposed, proposed_twice
from tests.recognition.decided import HEAD, OFFICE, approve, decide, dossier, form
from tests.recognition.people import account, list_of


@pytest.fixture
def approved(school) -> ReviewList:
    return approve()


def propose(review_list: ReviewList, who: str, key: str) -> Award:
    return actions.propose(review_list, dossier(who), form(key), by=account(OFFICE))


# -- forms ----------------------------------------------------------------------------------------------------


def test_the_starting_table_is_loaded_once_and_leaves_what_the_office_edited(school, capsys):
    call_command("load_award_forms")
    assert capsys.readouterr().out == "0 thay đổi\n"
    edited, changed = form("merit_paper"), form("party_merit_paper")
    edited.legal_basis = "Quy chế thi đua, khen thưởng của Trường"
    award_forms.keep(edited, by=account(OFFICE), version=edited.version)
    AwardForm.objects.filter(pk=changed.pk).update(decided_by="Bí thư Đảng ủy")
    call_command("load_award_forms")
    assert capsys.readouterr().out == "1 thay đổi\n"
    assert form("merit_paper").legal_basis == "Quy chế thi đua, khen thưởng của Trường"
    assert form("party_merit_paper").decided_by == "Đảng ủy trường"
    call_command("load_award_forms")
    assert capsys.readouterr().out == "0 thay đổi\n"


def test_what_is_not_sure_says_so(school):
    assert "cần đối chiếu quy định hiện hành" in form("merit_paper").legal_basis
    assert "đối chiếu" not in form("fighter_of_the_base").legal_basis


def test_a_form_is_edited_on_what_was_seen_with_its_log_and_revision(as_):
    kept = form("party_merit_paper")
    sent = {"name": "Giấy khen của Đảng ủy Trường", "kind": "form", "level": "party_school", "order": "50"}
    sent |= {"decided_by": "Đảng ủy", "valid_from": "01/01/2022", "for_individuals": "on", "version": "1"}
    client, address = as_(OFFICE), f"/awards/forms/{kept.pk}/"
    assert client.post(address, sent).status_code == 302
    stale = client.post(address, sent | {"name": "Giấy khen khác"})
    assert stale.status_code == 409
    assert "Giấy khen khác" in stale.content.decode(), "what was typed is still there"
    kept.refresh_from_db()
    assert (kept.name, kept.version) == ("Giấy khen của Đảng ủy Trường", 2)
    assert Revision.objects.of(kept).filter(kept=True).count() == 2
    entry = AuditEntry.objects.filter(subject_type="recognition.awardform", subject_id=kept.pk).first()
    assert entry.after["Tên hình thức, danh hiệu"] == "Giấy khen của Đảng ủy Trường"


def test_a_form_that_was_given_keeps_its_name_and_is_ended_instead(as_):
    kept = form("merit_paper")
    kept.name = "Giấy khen kiểu mới"
    with pytest.raises(Conflict, match="đã được đề nghị hoặc đã khen"):
        award_forms.keep(kept, by=account(OFFICE), version=1)
    assert (
        as_(OFFICE).post(f"/awards/forms/{kept.pk}/end/", {"valid_to": "19/11/2025", "version": "1"}).status_code == 302
    )
    assert form("merit_paper") not in AwardForm.objects.on(date(2025, 11, 20))
    assert form("merit_paper") in AwardForm.objects.on(date(2025, 11, 19))
    page = as_(OFFICE).get("/awards/forms/?when=ended").content.decode()
    assert "Giấy khen của Hiệu trưởng" in page
    assert "Bằng khen của Chủ tịch UBND tỉnh" not in page


# -- proposing ------------------------------------------------------------------------------------------------


def test_awards_are_proposed_only_after_the_approval_and_only_for_whom_the_council_carried(school, as_):
    compiling = list_of(2025)
    with pytest.raises(Conflict, match="chỉ được đề nghị sau khi danh sách đã duyệt"):
        propose(compiling, "Trần Quang Vinh", "merit_paper")
    assert as_(OFFICE).get(f"/lists/{compiling.pk}/awards/").status_code == 409
    approved = approve()
    with pytest.raises(Conflict, match="Ngô Thị Bích Ngọc không có trong danh sách được duyệt"):
        propose(approved, "Ngô Thị Bích Ngọc", "merit_paper")
    with pytest.raises(Conflict, match="Nguyễn Hữu Phước không có trong danh sách được duyệt"):
        propose(approved, "Nguyễn Hữu Phước", "merit_paper")
    propose(approved, "Trần Quang Vinh", "merit_paper")
    assert proposed(approved.latest()) == {dossier("Trần Quang Vinh").pk: [form("merit_paper")]}


def test_a_form_of_another_kind_of_subject_or_of_another_time_is_not_offered(approved):
    with pytest.raises(Conflict, match="không đề nghị được “Tập thể lao động tiên tiến”"):
        propose(approved, "Trần Quang Vinh", "advanced_collective")
    AwardForm.objects.filter(key="merit_paper").update(valid_to=date(2025, 11, 19))
    with pytest.raises(Conflict, match="không đề nghị được “Giấy khen của Hiệu trưởng”"):
        propose(approved, "Trần Quang Vinh", "merit_paper")
    assert not Award.objects.filter(nomination__plan_year__year=2025).exists()


def test_a_batch_names_its_people_and_writes_nothing_when_they_have_changed(approved, as_):
    client, key = as_(OFFICE), form("merit_paper").pk
    page = client.get(f"/lists/{approved.pk}/awards/").content.decode()
    assert "Đề nghị Giấy khen của Hiệu trưởng cho 03 mục?" in page
    assert "Trần Quang Vinh; Đặng Thị Ngọc Ánh; Bùi Thanh Tùng" in page
    propose(approved, "Bùi Thanh Tùng", "merit_paper")
    address = f"/lists/{approved.pk}/awards/all/{key}/"
    assert client.post(address, {"version": "3"}).status_code == 409
    assert Award.objects.filter(nomination__plan_year__year=2025).count() == 1
    assert client.post(address, {"version": "2"}).status_code == 302
    assert Award.objects.filter(nomination__plan_year__year=2025).count() == 3


def test_a_proposed_form_is_taken_back_and_the_log_keeps_it(approved, as_):
    award = propose(approved, "Trần Quang Vinh", "merit_paper")
    address = f"/lists/{approved.pk}/awards/remove/{award.pk}/"
    assert as_(OFFICE).post(address, {"version": "7"}).status_code == 409
    assert as_(OFFICE).post(address, {"version": "1"}).status_code == 302
    assert not Award.objects.filter(pk=award.pk).exists()
    acts = AuditEntry.objects.filter(subject_type="nominations.nomination", subject_id=award.nomination_id)
    assert list(acts.values_list("act", flat=True)[:2]) == ["Bỏ đề nghị khen thưởng", "Đề nghị khen thưởng"]


def test_after_the_decision_only_a_higher_level_is_still_asked(approved):
    decide(approved)
    with pytest.raises(Conflict, match="không đề nghị được “Giấy khen của Hiệu trưởng”"):
        propose(approved, "Trần Quang Vinh", "merit_paper")
    propose(approved, "Trần Quang Vinh", "province_certificate")
    given = Award.objects.filter(outcome="given", nomination__plan_year__year=2024).first()
    with pytest.raises(Conflict, match="đã có kết quả nên không bỏ được"):
        actions.take_back(given, by=account(OFFICE), version=given.version)


def test_the_page_asks_the_same_questions_for_one_entry_and_for_all(approved, as_):
    client, address = as_(OFFICE), f"/lists/{approved.pk}/awards/"

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    propose(approved, "Trần Quang Vinh", "merit_paper")
    few = asked()
    for who in ("Đặng Thị Ngọc Ánh", "Bùi Thanh Tùng"):
        propose(approved, who, "merit_paper")
        propose(approved, who, "province_certificate")
    assert asked() == few


# -- one achievement, twice -----------------------------------------------------------------------------------


def test_two_forms_for_one_dossier_are_named_and_hold_nothing(approved):
    propose(approved, "Trần Quang Vinh", "merit_paper")
    assert proposed_twice(approved.latest()) == []
    propose(approved, "Trần Quang Vinh", "province_certificate")
    told = "Trần Quang Vinh: một thành tích được đề nghị 02 hình thức: "
    told += "Giấy khen của Hiệu trưởng; Bằng khen của Chủ tịch UBND tỉnh."
    assert proposed_twice(approved.latest()) == [told]
    decide(approved)


def test_the_same_model_that_was_given_a_form_before_is_named(approved):
    last_year = dossier("Trần Quang Vinh", 2024)
    given = Award.objects.get(nomination=last_year)
    propose(approved, "Trần Quang Vinh", "merit_paper")
    assert proposed_twice(approved.latest()) == [], "another model"
    Nomination.objects.filter(pk=last_year.pk).update(model_name="NGÂN HÀNG CÂU HỎI thảo luận trực tuyến")
    told = "Trần Quang Vinh: đề nghị Giấy khen của Hiệu trưởng, trong khi cùng thành tích đó đã được khen: "
    told += f"Giấy khen của Hiệu trưởng, năm 2024 ({given.number})."
    assert proposed_twice(approved.latest()) == [told]
    Award.objects.filter(pk=given.pk).update(outcome="proposed", number="", date=None)
    assert "đang được đề nghị: Giấy khen của Hiệu trưởng, năm 2024" in proposed_twice(approved.latest())[0]
    Award.objects.filter(pk=given.pk).update(outcome="refused")
    assert proposed_twice(approved.latest()) == [], "refused: not rewarded"


@pytest.mark.parametrize(
    ("award", "told"),
    [
        ({"year": 2025, "name": "Giấy khen của Đảng ủy"}, True),
        ({"year": 2023, "name": "Giải thưởng cho Ngân hàng câu hỏi thảo luận trực tuyến"}, True),
        ({"year": 2024, "name": "Lao động tiên tiến"}, False),
    ],
)
def test_what_the_dossier_itself_names_is_compared(approved, award, told):
    propose(approved, "Trần Quang Vinh", "merit_paper")
    PriorAward.objects.create(nomination=dossier("Trần Quang Vinh"), kind="form", **award)
    found = proposed_twice(approved.latest())
    assert bool(found) == told
    assert not told or f"đã được ghi trong hồ sơ: {award['year']}: {award['name']}" in found[0]


def test_a_model_recognised_before_the_portal_is_named(approved):
    propose(approved, "Trần Quang Vinh", "merit_paper")
    person = dossier("Trần Quang Vinh").subject_person
    EarlierCase.objects.create(
        year=2020,
        unit=Unit.objects.get(short_name="LLCS"),
        subject_person=person,
        model_name="Ngân hàng câu hỏi thảo luận trực tuyến",
        recognised=True,
        decision_number="190/QĐ-TCT",
        decision_date=date(2020, 12, 25),
    )
    assert "đã được công nhận năm 2020 (190/QĐ-TCT)" in proposed_twice(approved.latest())[0]


def test_the_warning_stands_where_the_office_proposes_and_where_it_decides(approved, as_):
    for key in ("merit_paper", "province_certificate"):
        propose(approved, "Trần Quang Vinh", key)
    for address in (f"/lists/{approved.pk}/awards/", f"/lists/{approved.pk}/decide/"):
        assert "một thành tích được đề nghị 02 hình thức" in as_(OFFICE).get(address).content.decode()
    assert as_(HEAD).get(f"/lists/{approved.pk}/awards/").status_code == 200
