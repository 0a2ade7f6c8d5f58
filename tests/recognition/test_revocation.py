"""A recognition is taken back by a ground and a decision; nothing is deleted, everybody concerned is told."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from nominations.models import Nomination
from portal.models import Grant, OutboxMessage, User
from portal.rights import Conflict, Refusal
from recognition.actions import publication, revocation
from recognition.models import Award, Recognition, Revocation
from tests.recognition.decided import DAY, HEAD, OFFICE, PRINCIPAL, approve, decide, dossier, scan
from tests.recognition.people import account, list_of

TOLD = {"ground": "dishonest", "reason": "Số liệu không đúng", "number": "220/QĐ-TCT", "signer": "Vũ Đình Thuận"}


def revoke(nomination: Nomination, by: str = HEAD, day: date = DAY) -> Revocation:
    return revocation.revoke(nomination, **TOLD, day=day, scan=scan(), by=account(by), version=nomination.version)


def rows_of(content: bytes) -> list[tuple]:
    return list(load_workbook(BytesIO(content)).active.values)


@pytest.fixture
def vinh(school) -> Nomination:
    """Recognised and published in 2024, with a giấy khen."""
    return dossier("Trần Quang Vinh", 2024)


def test_a_recognition_is_taken_back_and_nothing_is_deleted(vinh):
    revoke(vinh)
    vinh.refresh_from_db()
    assert vinh.state == "revoked"
    assert Recognition.objects.get(nomination=vinh).revocation.get_ground_display() == "Kê khai không trung thực"
    assert Award.objects.get(nomination=vinh).outcome == "given"
    with pytest.raises(Conflict):
        revoke(vinh)


def test_the_office_the_reader_and_whoever_stands_too_near_do_not(vinh):
    for username in (OFFICE, "danguy", "canbo.llcs"):
        with pytest.raises(Refusal, match="do Trưởng Phòng hoặc Ban Giám hiệu"):
            revoke(vinh, by=username)
    own = dossier("Phòng Tổ chức, hành chính, thông tin, tư liệu", 2024)
    with pytest.raises(Refusal, match="hồ sơ của đơn vị đồng chí"):
        revoke(own)
    revoke(own, by=PRINCIPAL)
    Grant.objects.create(user=User.objects.get(username="giangvien"), role="office_head")
    vinh.refresh_from_db()
    with pytest.raises(Refusal, match="hồ sơ của chính đồng chí"):
        revoke(vinh, by="giangvien")


@pytest.mark.parametrize("day", [date(2024, 12, 21), date(2025, 11, 21)])
def test_its_day_is_not_before_the_decision_and_not_of_tomorrow(vinh, as_, day):
    with pytest.raises(Conflict, match="từ ngày quyết định công nhận"):
        revoke(vinh, day=day)
    vinh.refresh_from_db()
    assert vinh.state == "recognised"
    address = f"/lists/{list_of(2024).pk}/revoke/{vinh.pk}/"
    page = as_(HEAD).post(address, TOLD | {"day": f"{day:%d/%m/%Y}", "version": str(vinh.version)})
    assert "Vui lòng nhập ngày từ 22/12/2024 đến 20/11/2025." in page.content.decode()


def test_the_unit_is_told_and_reads_it_on_the_dossier_with_what_must_be_returned(vinh, as_):
    told = OutboxMessage.objects.filter(subject="Đã thu hồi công nhận: Trần Quang Vinh")
    assert (
        "Giấy khen của Hiệu trưởng (214/QĐ-TCT"
        in as_(HEAD).get(f"/lists/{list_of(2024).pk}/revoke/{vinh.pk}/").content.decode()
    )
    revoke(vinh)
    assert {message.to.username for message in told} == {"canbo.llcs", "truong.llcs"}
    for who in ("canbo.llcs", "giangvien", OFFICE):
        page = as_(who).get(f"/nominations/{vinh.pk}/").content.decode()
        assert "220/QĐ-TCT, 20/11/2025" in page
        assert "Phải thu hồi" in page
    results = as_("canbo.llcs").get("/results/2024/").content.decode()
    assert "Đã thu hồi" in results
    assert "Giấy khen của Hiệu trưởng: Phải thu hồi" in results


def test_before_the_publication_the_unit_hears_nothing_and_with_it_everything(school, as_):
    approve()
    decide(list_of(2025))
    vinh = dossier("Trần Quang Vinh")
    before = as_("canbo.llcs").get(f"/nominations/{vinh.pk}/").context["state"].label
    revoke(vinh)
    assert not OutboxMessage.objects.filter(subject__startswith="Đã thu hồi công nhận").exists()
    assert as_("canbo.llcs").get(f"/nominations/{vinh.pk}/").context["state"].label == before == "Đã tiếp nhận"
    counted = [each.counted for each in as_(HEAD).get(f"/lists/{list_of(2025).pk}/publish/").context["units"]]
    assert [words for words in counted if "thu hồi" in words] == ["00 được công nhận, 02 không, 01 đã thu hồi"]
    publication.publish(list_of(2025), by=account(HEAD))
    assert "Đã thu hồi" in as_("canbo.llcs").get("/results/2025/").content.decode()


def test_lists_dashboards_and_exports_say_so(vinh, as_):
    revoke(vinh)
    office = as_(OFFICE)
    assert "Quyết định thu hồi số 220/QĐ-TCT" in office.get(f"/lists/{list_of(2024).pk}/").content.decode()
    export = rows_of(office.get("/nominations/export.xlsx?year=2024&state=revoked").content)
    assert any("Đã thu hồi" in str(cell) for row in export for cell in row)
    board = as_(PRINCIPAL)
    assert "đã thu hồi." in board.get("/dashboard/?year=2024").content.decode()
    head, *rows, total = rows_of(board.get("/dashboard/export.xlsx?year=2024").content)
    assert head[-1] == "Đã thu hồi"
    assert (sum(int(row[-1]) for row in rows), int(total[-1])) == (1, 1)


def test_a_head_whose_collective_is_revoked_is_raised_again(school, as_):
    """The head's tie to the collective is asked anew, although the year is closed."""
    collective, head = dossier("Khoa Lý luận cơ sở", 2024), dossier("Nguyễn Thị Hồng Hạnh", 2024)
    assert collective.plan_year.state == "closed"
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    revoke(collective)
    told = OutboxMessage.objects.exclude(pk__in=before).filter(link=f"/nominations/{head.pk}/appraisal/")
    assert {message.to.username for message in told} == {OFFICE, HEAD}
    assert {message.subject for message in told} == {"Điều kiện thay đổi sau kết luận: Nguyễn Thị Hồng Hạnh"}
    waiting = [task.href for task in as_(OFFICE).get("/").context["tasks"]]
    assert f"/nominations/{head.pk}/appraisal/" in waiting
