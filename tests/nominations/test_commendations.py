"""The unit's own commendation at sơ kết and tổng kết, with its vote (plan IV.2)."""

import pytest

from criteria.models import PlanYear
from nominations.models import Commendation
from portal import clock
from portal.models import AuditEntry
from tests.nominations.builders import colleague, nomination, registration
from tests.nominations.dossiers import sent_dossier

TOLD = {
    "occasion": "interim",
    "form": "Biểu dương trước toàn khoa",
    "held_on": "30/06/2025",
    "minutes_number": "03/BB-LLCS",
    "members": "9",
    "agree": "8",
}


@pytest.fixture
def sang(llcs):
    return colleague(llcs)


@pytest.fixture
def row(llcs, sang):
    return registration(sang, llcs, by="canbo.llcs", state="accepted")


def record(client, row, **more):
    return client.post(f"/registrations/{row.pk}/commend/", TOLD | more)


def test_tam_records_it_and_everybody_concerned_reads_it(as_, row, llcs, sang):
    tam = as_("canbo.llcs")
    answer = record(tam, row)
    assert (answer.status_code, answer.url) == (302, f"/registrations/{row.pk}/")
    kept = Commendation.objects.get(subject_person=sang)
    assert (kept.plan_year, kept.unit, str(kept)) == (row.plan_year, llcs, "Biểu dương trước toàn khoa, sơ kết 2025")
    assert AuditEntry.objects.latest("pk").act == "Ghi nhận khen thưởng của đơn vị"
    told = "họp ngày 30/06/2025, 08 trên 09 thành viên đồng ý"
    assert told in tam.get(f"/registrations/{row.pk}/").content.decode()
    page = as_("chuyenvien").get(f"/registrations/{row.pk}/").content.decode()
    assert told in page
    assert "commend/" not in page


def test_the_office_reads_it_when_it_appraises(as_, llcs, sang):
    """Of somebody who was never registered: recorded beside the dossier."""
    dossier = sent_dossier(sang)
    answer = as_("canbo.llcs").post(f"/nominations/{dossier.pk}/commend/", TOLD | {"occasion": "final"})
    assert answer.url == f"/nominations/{dossier.pk}/"
    for address in (f"/nominations/{dossier.pk}/", f"/nominations/{dossier.pk}/appraisal/"):
        page = as_("chuyenvien").get(address).content.decode()
        assert "Biểu dương trước toàn khoa" in page
        assert "biên bản 03/BB-LLCS" in page


def test_it_stands_at_the_step_of_the_vote(as_, llcs, sang):
    dossier = nomination(sang, llcs, by="canbo.llcs")
    tam = as_("canbo.llcs")
    tam.post(f"/nominations/{dossier.pk}/commend/", TOLD)
    page = tam.get(f"/nominations/{dossier.pk}/edit/vote/").content.decode()
    assert "Biểu dương trước toàn khoa" in page
    assert f'href="/nominations/{dossier.pk}/commend/"' in page


def test_it_is_mended(as_, row, sang):
    tam = as_("canbo.llcs")
    record(tam, row)
    kept = Commendation.objects.get(subject_person=sang)
    answer = tam.post(f"/commendations/{kept.pk}/", TOLD | {"agree": "9", "version": kept.version})
    assert answer.url == f"/registrations/{row.pk}/"
    kept.refresh_from_db()
    assert (kept.agree, kept.version) == (9, 2)
    assert AuditEntry.objects.latest("pk").after == {"Số phiếu đồng ý": "9"}
    assert tam.post(f"/commendations/{kept.pk}/", TOLD | {"agree": "7", "version": "1"}).status_code == 409


def test_taken_back_it_stays_in_the_books(as_, row, sang):
    tam = as_("canbo.llcs")
    record(tam, row)
    kept = Commendation.objects.get(subject_person=sang)
    assert tam.post(f"/commendations/{kept.pk}/remove/", {"version": "7"}).status_code == 409
    assert tam.post(f"/commendations/{kept.pk}/remove/", {"version": kept.version}).status_code == 302
    assert "Biểu dương trước toàn khoa</strong>" not in tam.get(f"/registrations/{row.pk}/").content.decode()
    assert tam.get(f"/commendations/{kept.pk}/").status_code == 404
    kept.refresh_from_db()
    assert kept.removed_at
    assert AuditEntry.objects.latest("pk").before["Hình thức"] == "Biểu dương trước toàn khoa"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"agree": "10"}, "Số phiếu đồng ý không thể nhiều hơn tổng số thành viên."),
        ({"members": "0"}, "Vui lòng nhập từ 1 đến 999."),
        ({"held_on": "30/06/2024"}, "Vui lòng nhập ngày từ 01/01/2025 đến 20/11/2025."),
        ({"held_on": "25/12/2025"}, "Vui lòng nhập ngày từ 01/01/2025 đến 20/11/2025."),
        ({"occasion": "weekly"}, "Vui lòng chọn một mục trong danh sách."),
        ({"form": ""}, "Vui lòng nhập mục này."),
    ],
)
def test_what_cannot_be_is_refused_in_words(as_, row, sang, wrong, words):
    answer = record(as_("canbo.llcs"), row, **wrong)
    assert words in answer.content.decode()
    assert not Commendation.objects.filter(subject_person=sang).exists()


def test_a_paper_that_was_withdrawn_or_a_year_that_ended_takes_none(as_, llcs, sang, row):
    tam = as_("canbo.llcs")
    record(tam, row)
    kept = Commendation.objects.get(subject_person=sang)
    PlanYear.objects.filter(year=2025).update(state="closed", closed_at=clock.now())
    late = record(tam, row, form="Biểu dương trước toàn đơn vị")
    assert (late.status_code, late.context["typed"]) == (409, ["Biểu dương trước toàn đơn vị"])
    assert tam.get(f"/commendations/{kept.pk}/").status_code == 409
    assert tam.post(f"/commendations/{kept.pk}/remove/", {"version": kept.version}).status_code == 409
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_another_unit_sees_nothing_of_it(as_, row, sang):
    record(as_("canbo.llcs"), row)
    kept = Commendation.objects.get(subject_person=sang)
    assert as_("canbo.xdd").get(f"/commendations/{kept.pk}/").status_code == 404
