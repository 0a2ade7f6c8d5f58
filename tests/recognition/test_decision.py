"""The decision: looked at before it is recorded, all of it or nothing, with the awards and their frozen names."""

from datetime import date, timedelta

import pytest

from nominations.models import Nomination
from portal.models import AuditEntry, StoredFile
from portal.rights import Conflict
from recognition.actions import awards, publication
from recognition.models import Award, AwardForm, Decision, Recognition, ReviewList
from tests.recognition.decided import DAY, HEAD, OFFICE, approve, decide, dossier, form
from tests.recognition.people import account, list_of


@pytest.fixture
def approved(school) -> ReviewList:
    review_list = approve()
    for who, key in (("Trần Quang Vinh", "merit_paper"), ("Đặng Thị Ngọc Ánh", "province_certificate")):
        awards.propose(review_list, dossier(who), form(key), by=account(OFFICE))
    return review_list


def test_count_and_names_are_read_before_anything_is_written(approved, as_):
    page = " ".join(as_(OFFICE).get(f"/lists/{approved.pk}/decide/").content.decode().split())
    assert "03 được công nhận" in page
    for told in ("Trần Quang Vinh", "khen cùng quyết định này", "trình cấp trên sau, không thuộc quyết định này"):
        assert told in page
    assert "Ngô Thị Bích Ngọc" in page
    assert "cần từ 4/5" in page
    assert "Dưới mức đạt" in page, "and whoever stood on no list, with the reason"
    assert not Recognition.objects.filter(decision__review_list=approved).exists()


def test_school_awards_are_given_with_the_decision_and_upward_ones_stay_proposed(approved):
    decision = decide(approved)
    told = dict(
        Award.objects.filter(nomination__plan_year__year=2025).values_list(
            "nomination__subject_person__full_name", "outcome"
        )
    )
    assert told == {"Trần Quang Vinh": "given", "Đặng Thị Ngọc Ánh": "proposed"}
    given = Award.objects.get(nomination=dossier("Trần Quang Vinh"))
    assert (given.number, given.date) == ("215/QĐ-TCT", DAY)
    assert decision.frame["awards"] == {str(given.nomination_id): ["Giấy khen của Hiệu trưởng"]}
    AwardForm.objects.filter(key="merit_paper").update(name="Giấy khen")
    decision.refresh_from_db()
    assert decision.frame["awards"] == {str(given.nomination_id): ["Giấy khen của Hiệu trưởng"]}, "frozen"
    assert decision.frame["letterhead"]["place"] == "Ninh Bình"


def test_what_was_proposed_for_one_who_no_longer_passes_goes_with_the_decision(approved):
    """Proposed on a version that was opened again; on the one that was decided the vote failed."""
    missed, who = dossier("Ngô Thị Bích Ngọc"), account(OFFICE)
    Award.objects.create(nomination=missed, form=form("merit_paper"), made_by=who)
    decide(approved)
    assert not missed.awards_by_law.exists()
    assert AuditEntry.objects.filter(act="Bỏ đề nghị khen thưởng", subject_id=missed.pk).count() == 1
    assert Award.objects.filter(nomination__plan_year__year=2025).count() == 2, "the others stay"


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_is_not_before_the_approval_and_not_of_tomorrow(approved, as_, days):
    day = DAY + timedelta(days=days)
    with pytest.raises(Conflict, match="từ ngày duyệt danh sách"):
        decide(approved, day=day)
    sent = {"number": "215/QĐ-TCT", "day": f"{day:%d/%m/%Y}", "signer": "Vũ Đình Thuận", "version": "3"}
    page = as_(OFFICE).post(f"/lists/{approved.pk}/decide/", sent)
    assert page.status_code == 200
    assert "Vui lòng nhập ngày từ 20/11/2025 đến 20/11/2025." in page.content.decode()
    assert not Decision.objects.filter(review_list=approved).exists()


def _nothing_written(review_list: ReviewList, files: int) -> None:
    assert list_of(2025).state == "approved"
    assert not Decision.objects.filter(review_list=review_list).exists()
    assert not Nomination.objects.filter(plan_year__year=2025, state__in=("recognised", "not_recognised")).exists()
    assert not Award.objects.filter(nomination__plan_year__year=2025, outcome="given").exists()
    assert StoredFile.objects.count() == files


def test_one_entry_that_cannot_move_stops_all_and_is_named(approved):
    files = StoredFile.objects.count()
    Nomination.objects.filter(pk=dossier("Bùi Thanh Tùng").pk).update(state="withdrawn")
    with pytest.raises(Conflict, match=r"Chưa ghi gì, vì một hồ sơ không chuyển được: Bùi Thanh Tùng \(Đã rút hồ sơ\)"):
        decide(approved)
    _nothing_written(approved, files)


def test_a_form_that_does_not_hold_on_the_day_stops_all_and_is_named(approved):
    files = StoredFile.objects.count()
    AwardForm.objects.filter(key="merit_paper").update(valid_to=DAY - timedelta(days=1))
    with pytest.raises(Conflict, match="Trần Quang Vinh: hình thức “Giấy khen của Hiệu trưởng” không còn hoặc chưa"):
        decide(approved)
    _nothing_written(approved, files)


def test_recognitions_and_awards_are_two_tables_on_the_list_and_on_the_dossier(approved, as_):
    decide(approved)
    publication.publish(list_of(2025), by=account(HEAD))
    page = as_("danguy").get(f"/lists/{approved.pk}/").content.decode()
    assert "Công nhận điển hình tiên tiến, theo Kế hoạch" in page
    assert "Khen thưởng, theo Luật" in page
    assert "Giấy khen của Hiệu trưởng" in page
    for who in ("canbo.llcs", "giangvien", OFFICE):
        own = as_(who).get(f"/nominations/{dossier('Trần Quang Vinh').pk}/").content.decode()
        assert "Công nhận và khen thưởng" in own
        assert "Giấy khen của Hiệu trưởng, 215/QĐ-TCT, 20/11/2025" in own
    above = f"/nominations/{dossier('Đặng Thị Ngọc Ánh').pk}/"
    assert "Bằng khen của Chủ tịch UBND tỉnh" in as_(OFFICE).get(above).content.decode()
    assert "Bằng khen" not in as_("canbo.xdd").get(above).content.decode(), "nothing has been sent upward yet"


def test_a_unit_reads_its_own_results_and_no_other(approved, as_):
    decide(approved)
    for who in ("canbo.llcs", "giangvien"):
        assert "Chưa có kết quả được công bố" in as_(who).get("/results/2025/").content.decode()
    publication.publish(list_of(2025), by=account(HEAD))
    page = as_("canbo.llcs").get("/results/2025/").content.decode()
    assert "Trần Quang Vinh" in page
    assert "215/QĐ-TCT, 20/11/2025" in page
    assert "Giấy khen của Hiệu trưởng: Đã khen thưởng (215/QĐ-TCT, 20/11/2025)" in page
    assert f"/nominations/{dossier('Trần Quang Vinh').pk}/total/" in page
    assert "Bùi Thanh Tùng" not in page
    assert "Bùi Thanh Tùng" in as_("hoidong1").get("/results/2025/").content.decode()
    for reader in ("hoidong1", OFFICE):  # who marks, or reads all dossiers, writes for a unit here
        assert "Trần Quang Vinh" not in as_(reader).get("/results/2025/").content.decode()
    mine = as_("giangvien").get("/results/2025/").content.decode()
    assert "Trần Quang Vinh" in mine
    assert "Nguyễn Thị Hồng Hạnh" not in mine, "of the unit's others only those who write for it read"


def test_the_office_head_adds_a_reason_that_publication_fixes(approved, as_):
    decide(approved)
    who = dossier("Ngô Thị Bích Ngọc")
    address, head = f"/lists/{approved.pk}/publish/{who.pk}/", as_(HEAD)
    assert head.get(address).status_code == 200
    assert head.post(address, {"reason": "Kết quả tốt, chưa nổi trội", "version": "1"}).status_code == 409
    sent = {"reason": "Kết quả tốt, chưa nổi trội.", "version": str(who.version)}
    assert head.post(address, sent).status_code == 302
    page = " ".join(head.get(f"/lists/{approved.pk}/publish/").content.decode().split())
    assert "Kết quả tốt, chưa nổi trội." in page
    assert "cần từ 4/5" in page, "the system's sentence stays"
    assert "05 đơn vị, " in page
    publication.publish(list_of(2025), by=account(HEAD))
    assert head.post(address, sent | {"version": str(who.version + 1)}).status_code == 409
    told = as_("hoidong2").get("/results/2025/").content.decode()
    assert "Kết quả tốt, chưa nổi trội." in told
    assert "cần từ 4/5" in told
    assert "Kết quả tốt, chưa nổi trội." in as_("hoidong2").get(f"/nominations/{who.pk}/").content.decode()


def test_a_reason_written_meanwhile_stops_a_publication_that_did_not_show_it(approved, as_):
    decide(approved)
    head, who, address = as_(HEAD), dossier("Ngô Thị Bích Ngọc"), f"/lists/{approved.pk}/publish/"
    seen = head.get(address).context["publishing"].seen
    publication.write_reason(who, reason="Chưa nổi trội.", by=account(HEAD), version=who.version)
    answer = head.post(address, {"entries": seen})
    assert answer.status_code == 409
    assert "Ngô Thị Bích Ngọc (hồ sơ vừa thay đổi)" in answer.content.decode()
    assert list_of(2025).published_at is None
    assert head.post(address, {"entries": "1.x"}).status_code == 409
    assert head.post(address, {"entries": head.get(address).context["publishing"].seen}).status_code == 302


def test_each_unit_and_each_person_concerned_is_told_once(approved):
    decide(approved)
    publication.publish(list_of(2025), by=account(HEAD))
    for who in ("canbo.llcs", "truong.llcs", "giangvien", "hoidong3"):
        found = account(who).messages.filter(subject="Đã công bố kết quả bình xét năm 2025")
        assert [message.link for message in found] == ["/results/2025/"] * (who != "hoidong3"), who
    assert date(2025, 11, 20) == DAY


def test_what_is_proposed_after_the_decision_is_none_of_the_schools_own(approved):
    opened_before = list_of(2025)
    decide(approved)
    with pytest.raises(Conflict, match="không đề nghị được"):
        awards.propose(opened_before, dossier("Đặng Thị Ngọc Ánh"), form("merit_paper"), by=account(OFFICE))
    with pytest.raises(Conflict, match="vừa thay đổi"):
        awards.propose_for_all(opened_before, form("merit_paper"), count=2, by=account(OFFICE))
    assert not Award.objects.filter(outcome="proposed", form__level="school").exists()
