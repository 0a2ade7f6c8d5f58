"""What follows a registration: a reason where no dossier came of it, and the next year's with one click."""

from datetime import date

import pytest

from criteria.models import PlanYear
from nominations.models import Nomination, Registration, Result
from portal import clock
from portal.clock import school_time
from portal.models import AuditEntry, Post
from tests.nominations.builders import colleague, nomination, registration, year


@pytest.fixture
def sang(llcs):
    return colleague(llcs)


@pytest.fixture
def accepted(llcs, sang):
    return registration(sang, llcs, by="canbo.llcs", state="accepted")


def explain(client, row, reason: str, **more):
    row.refresh_from_db()
    return client.post(f"/registrations/{row.pk}/not-nominated/", {"reason": reason, "version": row.version} | more)


# -- registered, not nominated -----------------------------------------------------------------------------------


def test_tam_says_why_nobody_is_put_forward_and_the_office_reads_it(as_, accepted):
    tam, office = as_("canbo.llcs"), as_("chuyenvien")
    listed = f"/registrations/?year=2025&unit={accepted.unit_id}&followed="
    assert "Đỗ Văn Sáng" in office.get(f"{listed}silent").content.decode()
    answer = explain(tam, accepted, "Đi học tập trung từ tháng 9.")
    assert (answer.status_code, answer.url) == (302, f"/registrations/{accepted.pk}/")
    assert "Đi học tập trung từ tháng 9." in office.get(f"/registrations/{accepted.pk}/").content.decode()
    assert "Đỗ Văn Sáng" not in office.get(f"{listed}silent").content.decode()
    assert "Đỗ Văn Sáng" in office.get(f"{listed}explained").content.decode()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.before) == ("Ghi lý do không đề nghị", {})
    assert entry.after == {"Lý do không đề nghị": "Đi học tập trung từ tháng 9."}


def test_the_reason_may_be_amended_until_the_year_ends(as_, accepted):
    tam = as_("canbo.llcs")
    explain(tam, accepted, "Đi học.")
    explain(tam, accepted, "Đi học tập trung từ tháng 9.")
    assert AuditEntry.objects.latest("pk").before == {"Lý do không đề nghị": "Đi học."}
    PlanYear.objects.filter(year=2025).update(state="closed", closed_at=clock.now())
    answer = explain(tam, accepted, "Đã chuyển công tác.")
    assert answer.status_code == 409
    assert "Đã chuyển công tác." in answer.content.decode()  # nothing typed is lost
    accepted.refresh_from_db()
    assert accepted.not_nominated_reason == "Đi học tập trung từ tháng 9."


def test_a_stale_page_loses_nothing(as_, accepted):
    tam, hanh = as_("canbo.llcs"), as_("truong.llcs")
    seen = accepted.version
    explain(hanh, accepted, "Bản của trưởng khoa.")
    answer = explain(tam, accepted, "Bản của Tâm.", version=seen)
    assert answer.status_code == 409
    assert "Bản của Tâm." in answer.content.decode()
    accepted.refresh_from_db()
    assert accepted.not_nominated_reason == "Bản của trưởng khoa."


def test_a_reason_is_needed(as_, accepted):
    answer = explain(as_("canbo.llcs"), accepted, "  ")
    assert "Vui lòng nhập mục này." in answer.content.decode()
    accepted.refresh_from_db()
    assert accepted.not_nominated_at is None


def test_whoever_has_a_dossier_needs_no_reason(as_, accepted, llcs, sang):
    """A dossier begun later takes nothing away: the reason is read as history."""
    tam = as_("canbo.llcs")
    explain(tam, accepted, "Đi học tập trung.")
    nomination(sang, llcs, by="canbo.llcs")
    assert tam.get(f"/registrations/{accepted.pk}/not-nominated/").status_code == 409
    assert explain(tam, accepted, "Khác.").status_code == 409
    Nomination.objects.filter(subject_person=sang).update(registration=accepted)
    page = tam.get(f"/registrations/{accepted.pk}/").content.decode()
    assert "Trước khi có hồ sơ, đơn vị nêu lý do không đề nghị" in page
    assert "Đi học tập trung." in page


def test_the_desk_asks_after_the_date(as_, accepted):
    tam = as_("canbo.llcs")
    assert "Đã đăng ký, chưa có hồ sơ đề nghị: Đỗ Văn Sáng" in tam.get("/").content.decode()
    with clock.at(school_time(2025, 12, 3, 9)):
        page = tam.get("/").content.decode()
        assert "Nêu lý do không đề nghị: Đỗ Văn Sáng" in page
        assert f"/registrations/{accepted.pk}/not-nominated/" in page
        explain(tam, accepted, "Đi học tập trung.")
        assert "Đỗ Văn Sáng" not in tam.get("/").content.decode()


# -- carried over ------------------------------------------------------------------------------------------------


@pytest.fixture
def past(accepted, llcs, sang):
    """Last year's, with what came of it."""
    Registration.objects.filter(pk=accepted.pk).update(
        plan_year=year(2024), goal="Mỗi học viên tiến bộ.", spread="Khoa Xây dựng Đảng áp dụng."
    )
    dossier = nomination(sang, llcs, by="canbo.llcs")
    Nomination.objects.filter(pk=dossier.pk).update(plan_year=year(2024), registration=accepted)
    Result.objects.create(nomination=dossier, target=accepted.targets.get(), achieved="86,2")
    accepted.refresh_from_db()
    return accepted


def test_last_years_is_carried_over_with_one_click(as_, past, llcs, sang):
    tam = as_("canbo.llcs")
    assert f'action="/registrations/{past.pk}/continue/"' in tam.get("/registrations/new/").content.decode()
    assert "Tiếp tục năm 2025" in tam.get(f"/registrations/{past.pk}/").content.decode()
    answer = tam.post(f"/registrations/{past.pk}/continue/")
    new = Registration.objects.get(subject_person=sang, plan_year=year())
    assert (answer.status_code, answer.url) == (302, f"/registrations/{new.pk}/edit/")
    names = ("unit", "scope", "field", "model_name", "movement", "goal", "content", "spread")
    assert [getattr(new, name) for name in names] == [getattr(past, name) for name in names]
    assert (new.state, new.continued_from, new.finish_by) == ("draft", past, None)
    target = new.targets.get()
    assert (target.what, target.measure, target.baseline, target.promised) == (
        "Bài kiểm tra đạt khá trở lên",
        "%",
        "86,2",
        "",
    )


def test_the_new_promise_has_to_be_made_before_it_is_sent(as_, past, sang):
    tam = as_("canbo.llcs")
    tam.post(f"/registrations/{past.pk}/continue/")
    new = Registration.objects.get(subject_person=sang, plan_year=year())
    Registration.objects.filter(pk=new.pk).update(finish_by=date(2025, 11, 15))
    page = tam.get(f"/registrations/{new.pk}/").content.decode()
    assert "Mức phấn đấu “Bài kiểm tra đạt khá trở lên”" in page
    assert tam.post(f"/registrations/{new.pk}/submit/", {"version": new.version}).status_code == 409
    new.targets.update(promised="trên 88")
    assert tam.post(f"/registrations/{new.pk}/submit/", {"version": new.version}).status_code == 302


def test_a_second_click_makes_no_second(as_, past, sang):
    tam = as_("canbo.llcs")
    tam.post(f"/registrations/{past.pk}/continue/")
    answer = tam.post(f"/registrations/{past.pk}/continue/")
    assert answer.status_code == 409
    assert "Đỗ Văn Sáng đã có đăng ký năm 2025." in answer.content.decode()
    assert Registration.objects.filter(subject_person=sang, plan_year=year()).count() == 1
    assert "Tiếp tục năm 2025" not in tam.get(f"/registrations/{past.pk}/").content.decode()


def test_what_cannot_be_carried_over_says_why(as_, past, sang):
    tam = as_("canbo.llcs")

    def refused() -> str:
        answer = tam.post(f"/registrations/{past.pk}/continue/")
        assert answer.status_code == 409
        return answer.content.decode()

    Registration.objects.filter(pk=past.pk).update(state="submitted")
    assert "Chỉ tiếp tục được đăng ký mà Phòng đã tiếp nhận." in refused()
    Registration.objects.filter(pk=past.pk).update(state="accepted")
    Post.objects.filter(person=sang).update(valid_to=date(2025, 1, 1))
    assert "Đỗ Văn Sáng hiện không thuộc đơn vị nên không tiếp tục được." in refused()
    Registration.objects.filter(pk=past.pk).update(plan_year=year(2023))
    assert "Năm 2024 chưa mở hoặc đã kết thúc nên chưa tiếp tục được." in refused()


def test_the_link_to_last_year_ends_with_another_subject(as_, past, llcs, sang):
    tam = as_("canbo.llcs")
    tam.post(f"/registrations/{past.pk}/continue/")
    new = Registration.objects.get(subject_person=sang, plan_year=year())
    told = {
        "plan_year": new.plan_year_id,
        "scope": "comprehensive",
        "model_name": "Nhóm học tập",
        "version": new.version,
    }
    rows = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
    tam.post(f"/registrations/{new.pk}/edit/", told | rows | {"subject": f"{llcs.pk}-p{sang.pk}"})
    new.refresh_from_db()
    assert (new.model_name, new.continued_from) == ("Nhóm học tập", past)
    other = colleague(llcs, "Hồ Thị Xa")
    told["version"] = new.version
    tam.post(f"/registrations/{new.pk}/edit/", told | rows | {"subject": f"{llcs.pk}-p{other.pk}"})
    new.refresh_from_db()
    assert (new.subject, new.continued_from) == (other, None)


def test_the_desk_tells_what_may_be_continued_when_a_year_opens(as_, past):
    tam = as_("canbo.llcs")
    assert "có thể tiếp tục" not in tam.get("/").content.decode()
    with clock.at(school_time(2025, 2, 20, 9)):
        page = tam.get("/").content.decode()
    assert "01 đăng ký năm 2024 có thể tiếp tục" in page
    assert "Đỗ Văn Sáng" in page
