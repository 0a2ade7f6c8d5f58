"""Proposals upward: only what was recognised, a computed checklist, fixed once sent, and what came back."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from nominations.models import Nomination
from portal.models import AuditEntry
from portal.rights import Conflict
from recognition.actions import awards
from recognition.actions import proposals as actions
from recognition.models import Award, Proposal, ReviewList
from recognition.queries.checklist import checklists
from recognition.reminder_facts import due_on
from tests.recognition.decided import DAY, OFFICE, approve, decide, dossier, form
from tests.recognition.people import account, list_of


@pytest.fixture
def approved(school) -> ReviewList:
    review_list = approve()
    awards.propose(review_list, dossier("Trần Quang Vinh"), form("province_certificate"), by=account(OFFICE))
    awards.propose(review_list, dossier("Đặng Thị Ngọc Ánh"), form("merit_paper"), by=account(OFFICE))
    return review_list


@pytest.fixture
def proposal(approved) -> Proposal:
    proposal = Proposal(review_list=approved, to="Hội đồng Thi đua - Khen thưởng tỉnh", due_on=date(2025, 12, 1))
    actions.keep(proposal, by=account(OFFICE), version=None)
    return proposal


def chosen(proposal: Proposal) -> list[Award]:
    return list(Award.objects.filter(nomination__plan_year__year=2025, form__key="province_certificate"))


def fill(proposal: Proposal) -> Proposal:
    decide(list_of(2025))
    actions.choose(proposal, chosen(proposal), by=account(OFFICE), version=proposal.version)
    return Proposal.objects.select_related("review_list").get(pk=proposal.pk)


def send(proposal: Proposal, day: date = DAY) -> None:
    actions.send(proposal, number="06/TTr-TCT", day=day, by=account(OFFICE), version=proposal.version)


def test_nothing_is_put_together_before_the_approval(school):
    proposal = Proposal(review_list=list_of(2025), to="Tỉnh ủy", due_on=date(2025, 12, 1))
    with pytest.raises(Conflict, match="sau khi danh sách đã duyệt"):
        actions.keep(proposal, by=account(OFFICE), version=None)


def test_only_upward_forms_of_recognised_entries_go_into_it(proposal):
    with pytest.raises(Conflict, match="không đưa vào đề nghị này được"):
        actions.choose(proposal, chosen(proposal), by=account(OFFICE), version=proposal.version)
    decide(list_of(2025))
    own = Award.objects.filter(form__key="merit_paper", nomination=dossier("Đặng Thị Ngọc Ánh"))
    with pytest.raises(Conflict, match="không đưa vào đề nghị này được"):
        actions.choose(proposal, own, by=account(OFFICE), version=proposal.version)
    of_last_year = Award.objects.filter(nomination__plan_year__year=2024, form__key="province_certificate")
    with pytest.raises(Conflict, match="không đưa vào đề nghị này được"):
        actions.choose(proposal, of_last_year, by=account(OFFICE), version=proposal.version)
    actions.choose(proposal, chosen(proposal), by=account(OFFICE), version=proposal.version)
    other = Proposal(review_list=proposal.review_list, to="Tỉnh ủy", due_on=date(2025, 12, 1))
    actions.keep(other, by=account(OFFICE), version=None)
    with pytest.raises(Conflict, match="không đưa vào đề nghị này được"):
        actions.choose(other, chosen(proposal), by=account(OFFICE), version=other.version)


def test_the_checklist_says_what_is_there_and_what_is_missing(proposal, as_):
    def told() -> dict[str, bool]:
        return {item.label: item.there for item in checklists([proposal])[proposal.pk].items}

    assert told() == {
        "Đối tượng và hình thức đề nghị": False,
        "Quyết định công nhận đã ghi": False,
        "Số tờ trình": False,
        "Số biên bản họp Hội đồng": False,
        "Kết quả kiểm phiếu của từng mục": True,
    }
    proposal = fill(proposal)
    found = told()
    assert found["Quyết định công nhận đã ghi"]
    assert found["Trần Quang Vinh: báo cáo thành tích đơn vị đã xác nhận"]
    assert found["Trần Quang Vinh: biên bản họp đơn vị"]
    assert found["Trần Quang Vinh: minh chứng"]
    Nomination.objects.filter(pk=dossier("Trần Quang Vinh").pk).update(report="")
    assert not told()["Trần Quang Vinh: báo cáo thành tích đơn vị đã xác nhận"]
    page = as_(OFFICE).get(f"/lists/{proposal.review_list_id}/proposals/{proposal.pk}/").content.decode()
    assert "cần đủ trước 01/12/2025" in " ".join(page.split())
    assert page.count("Còn thiếu") == 3


def test_it_is_sent_once_on_a_day_after_the_decision_and_then_fixed(proposal, as_):
    with pytest.raises(Conflict, match="chưa có hình thức nào"):
        send(proposal)
    proposal = fill(proposal)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(Conflict, match="từ ngày quyết định"):
            send(proposal, day)
    send(proposal)
    fixed = Proposal.objects.select_related("review_list").get(pk=proposal.pk)
    assert (fixed.sent_number, fixed.sent_on) == ("06/TTr-TCT", DAY)
    fixed.to = "Nơi khác"
    for act in (
        lambda: actions.keep(fixed, by=account(OFFICE), version=fixed.version),
        lambda: actions.choose(fixed, [], by=account(OFFICE), version=fixed.version),
        lambda: send(fixed),
    ):
        with pytest.raises(Conflict, match="đã gửi nên không sửa được nữa"):
            act()
    client, here = as_(OFFICE), f"/lists/{proposal.review_list_id}/proposals/{proposal.pk}/"
    assert {client.get(f"{here}{act}/").status_code for act in ("edit", "awards", "send")} == {409}
    award = chosen(proposal)[0]
    with pytest.raises(Conflict, match="đã gửi đi"):
        awards.take_back(award, by=account(OFFICE), version=award.version)


def test_who_was_revoked_meanwhile_is_named_and_nothing_goes_out(proposal):
    proposal = fill(proposal)
    Nomination.objects.filter(pk=dossier("Trần Quang Vinh").pk).update(state="revoked")
    with pytest.raises(Conflict, match="Trần Quang Vinh không còn được công nhận"):
        send(proposal)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"outcome": "given", "number": "60/QĐ-UBND", "date": "19/11/2025"}, "date"),
        ({"outcome": "given", "number": "60/QĐ-UBND"}, "date"),
        ({"outcome": "given", "date": "20/11/2025"}, "number"),
        ({"outcome": "refused"}, "note"),
        ({"outcome": "proposed", "note": "Chờ"}, "outcome"),
    ],
)
def test_a_result_is_given_by_a_paper_or_refused_for_a_reason(proposal, as_, sent, wrong):
    proposal = fill(proposal)
    send(proposal)
    award = chosen(proposal)[0]
    address = f"/lists/{proposal.review_list_id}/proposals/{proposal.pk}/results/{award.pk}/"
    page = as_(OFFICE).post(address, sent | {"version": str(award.version)})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [wrong]


def test_what_came_back_is_recorded_award_by_award_and_may_be_corrected(proposal, as_):
    proposal = fill(proposal)
    client, award = as_(OFFICE), chosen(proposal)[0]
    address = f"/lists/{proposal.review_list_id}/proposals/{proposal.pk}/results/{award.pk}/"
    assert client.get(address).status_code == 409, "not sent"
    send(proposal)
    refused = {"outcome": "refused", "number": "9", "note": "Hết chỉ tiêu", "version": str(award.version)}
    assert client.post(address, refused).status_code == 302
    award.refresh_from_db()
    assert (award.outcome, award.number, award.note) == ("refused", "", "Hết chỉ tiêu")
    assert client.post(address, refused | {"note": "Khác"}).status_code == 409, "seen before the other saved"
    given = {"outcome": "given", "number": "60/QĐ-UBND", "date": "20/11/2025", "version": str(award.version)}
    assert client.post(address, given).status_code == 302
    award.refresh_from_db()
    assert (award.outcome, award.number, award.date) == ("given", "60/QĐ-UBND", DAY)
    entry = AuditEntry.objects.filter(subject_type="recognition.award", subject_id=award.pk).first()
    assert entry.before["Kết quả"] == "Không khen thưởng"


def test_the_desk_and_the_reminders_speak_of_it_until_it_is_sent(proposal, as_):
    def reminded(day: date) -> list[str]:
        found = [line for line in due_on(day) if line.reminder.matter.startswith(f"proposal-{proposal.pk}")]
        return [recipient.name for line in found for recipient in line.recipients]

    def on_the_desk(username: str) -> list[str]:
        tasks = as_(username).get("/").context["tasks"]
        return [task.title for task in tasks if task.href.endswith(f"/proposals/{proposal.pk}/")]

    assert reminded(date(2025, 11, 10)) == []
    assert reminded(date(2025, 11, 24)) == ["Hoàng Thu Hà", "Nguyễn Đình Khôi"]
    assert on_the_desk(OFFICE) == ["Gửi đề nghị khen thưởng: Hội đồng Thi đua - Khen thưởng tỉnh"]
    assert on_the_desk("hieutruong") == on_the_desk("danguy") == []
    proposal = fill(proposal)
    send(proposal)
    assert reminded(date(2025, 11, 24)) == on_the_desk(OFFICE) == []


def test_all_years_stand_in_one_table_with_filters_and_as_a_spreadsheet(proposal, as_):
    client = as_("danguy")

    def shown(asked: str) -> list[str]:
        return [row[1].text for row in client.get(f"/proposals/{asked}").context["table"].rows]

    assert shown("") == ["2024", "2025"]
    assert shown("?year=2024") == shown("?state=answered") == ["2024"]
    assert shown("?state=open") == ["2025"]
    assert shown("?state=late") == shown("?q=không có") == []
    assert shown("?q=hoi dong thi dua") == ["2024", "2025"]
    sheet = load_workbook(BytesIO(client.get("/proposals/export.xlsx?year=2024").content)).active
    assert sheet["F2"].value == "01 được khen, 01 không được khen"
