"""A page that saves itself while Tâm types: answered in plain values, by the same rules as its button."""

import json
from datetime import timedelta

import pytest

from criteria.models import CriteriaSet, Criterion
from nominations.actions import nominations as acts
from nominations.completeness import criteria_to_state
from nominations.models import Nomination, Presence, PriorAward
from portal import clock
from portal.models import AuditEntry, Revision
from portal.sittings import NOTE
from tests.nominations.builders import colleague, complete, nomination, registration, user, year

ITSELF = {"headers": {"accept": "application/json"}}


@pytest.fixture
def sang(llcs):
    return colleague(llcs)


@pytest.fixture
def draft(llcs, sang) -> Nomination:
    return nomination(sang, llcs, by="canbo.llcs")


@pytest.fixture
def first(draft) -> Criterion:
    return criteria_to_state(draft)[0]


class Page:
    """One open page of a step: it carries the version and what it looked like, as the script does."""

    def __init__(self, client, row: Nomination, part: str = "statements/"):
        self.client, self.address = client, f"/nominations/{row.pk}/edit/{part}"
        context = client.get(self.address).context
        self.carried = {"version": str(context["form"]["version"].value()), "base": context["base"]}

    def types(self, **texts: str):
        answer = self.client.post(self.address, texts | self.carried, **ITSELF)
        if answer.status_code == 200:
            self.carried = {"version": str(answer.json()["version"]), "base": answer.json()["base"]}
        return answer

    def presses(self, **texts: str):
        return self.client.post(self.address, texts | self.carried)


def entries(row: Nomination) -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(subject_type="nominations.nomination", subject_id=row.pk).order_by("pk")
    return [(entry.act, entry.note) for entry in rows]


def revisions(row: Nomination):
    return Revision.objects.of(row).order_by("pk")


def text(criterion: Criterion, words: str) -> dict[str, str]:
    return {f"text-{criterion.pk}": words}


def test_it_is_saved_and_the_page_goes_on_from_there(as_, draft, first):
    page = Page(as_("canbo.llcs"), draft)
    answer = page.types(**text(first, "Đã làm 04 chuyên đề. "))
    draft.refresh_from_db()
    told = answer.json()
    assert (answer.status_code, told["version"]) == (200, draft.version)
    assert told["at"] == f"{clock.now():%H:%M}"
    assert json.loads(told["base"])[f"text-{first.pk}"] == "Đã làm 04 chuyên đề."
    assert draft.statements.get(criterion=first).text == "Đã làm 04 chuyên đề."
    assert set(told["renewed"]) == {"progress", "steps", "presence", "marks"}
    assert "Đã đủ 2 trên" in told["renewed"]["progress"]
    assert page.types(**text(first, "Đã làm 05 chuyên đề.")).status_code == 200


def test_without_the_script_the_button_saves_as_before(as_, draft, first):
    answer = Page(as_("canbo.llcs"), draft).presses(**text(first, "Đã làm."))
    assert (answer.status_code, draft.statements.get(criterion=first).text) == (302, "Đã làm.")


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(as_, draft, first):
    answer = Page(as_("canbo.llcs"), draft).types(**text(first, "x" * 5001))
    assert answer.status_code == 422
    sentence = "Nội dung dài 5001 ký tự, tối đa 5000. Vui lòng rút gọn."
    assert answer.json()["errors"] == {f"text-{first.pk}": [sentence]}
    assert not draft.statements.exists()


def test_a_row_that_is_wrong_is_told_at_its_cell(as_, draft):
    page = Page(as_("canbo.llcs"), draft, "")
    rows = {"awards-TOTAL_FORMS": "1", "awards-INITIAL_FORMS": "0", "awards-0-name": "Giấy khen"}
    answer = page.types(scope="comprehensive", **rows)
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"awards-0-kind": ["Vui lòng chọn loại."], "awards-0-year": ["Vui lòng ghi năm."]}


def test_a_sitting_is_one_line_of_the_log_and_every_word_is_kept(as_, draft, first):
    page, before = Page(as_("canbo.llcs"), draft), len(entries(draft))
    for words in ("Đã làm", "Đã làm 04 chuyên đề", "Đã làm 04 chuyên đề, 12 lớp", "Đã làm 12 lớp"):
        page.types(**text(first, words))
    assert entries(draft)[before:] == [("Sửa hồ sơ: Thuyết minh", str(NOTE))]
    kept = [row.content[first.label] for row in revisions(draft) if first.label in row.content]
    assert kept == [["Đã làm 04 chuyên đề, 12 lớp"], ["Đã làm 12 lớp"]]  # what was only typed on is in the longer one


def test_another_act_another_person_another_half_hour_begin_a_new_line(as_, draft, first):
    page, before = Page(as_("canbo.llcs"), draft), len(entries(draft))
    page.types(**text(first, "Một."))
    Page(as_("truong.llcs"), draft).types(**text(first, "Một. Hai."))
    Page(as_("canbo.llcs"), draft).types(**text(first, "Một. Hai. Ba."))
    assert len(entries(draft)) == before + 3
    with clock.at(clock.now() + timedelta(minutes=31)):
        Page(as_("canbo.llcs"), draft).types(**text(first, "Một. Hai. Ba. Bốn."))
    assert len(entries(draft)) == before + 4


def test_nothing_typed_changes_nothing(as_, draft, first):
    page = Page(as_("canbo.llcs"), draft)
    page.types(**text(first, "Một."))
    told = (entries(draft), revisions(draft).count())
    version = page.carried["version"]
    assert page.types(**text(first, "Một.")).json()["version"] == int(version)
    assert (entries(draft), revisions(draft).count()) == told


def test_two_in_different_steps_are_not_in_each_others_way(as_, draft, first):
    tam, head = Page(as_("canbo.llcs"), draft), Page(as_("truong.llcs"), draft, "")
    assert head.types(scope="comprehensive", summary="Nhóm học tập").status_code == 200
    assert tam.types(**text(first, "Đã làm.")).status_code == 200
    assert head.types(scope="comprehensive", summary="Nhóm học tập cùng tiến").status_code == 200
    draft.refresh_from_db()
    assert (draft.summary, draft.statements.get(criterion=first).text) == ("Nhóm học tập cùng tiến", "Đã làm.")


def test_two_in_one_step_are_told_and_their_words_are_joined(as_, draft, first):
    base = "Mỗi nhóm 06 học viên, gặp nhau hai tuần một lần."
    Page(as_("canbo.llcs"), draft).types(**text(first, base))
    tam, head = Page(as_("canbo.llcs"), draft), Page(as_("truong.llcs"), draft)
    head.types(**text(first, base.replace("06", "08")))
    own = base.replace("lần.", "lần, có nhật ký.")
    answer = tam.types(**text(first, own))
    assert answer.status_code == 409
    assert answer.json()["both"] is True
    assert answer.json()["said"].startswith("Đồng chí Nguyễn Thị Hồng Hạnh đã lưu lúc ")
    assert draft.statements.get(criterion=first).text == base.replace("06", "08")
    answer = tam.presses(**text(first, own))
    joined = "Mỗi nhóm 08 học viên, gặp nhau hai tuần một lần, có nhật ký."
    assert answer.status_code == 409
    assert answer.context["form"][f"text-{first.pk}"].value() == joined
    assert '<ins class="added"><span class="visually-hidden">thêm: </span>08 </ins>' in answer.content.decode()
    assert revisions(draft).filter(kept=False).count() == 1  # the same words are set aside once
    form = answer.context["form"]
    again = {"version": form["version"].value(), "base": answer.context["base"]}
    assert as_("canbo.llcs").post(tam.address, text(first, joined) | again).status_code == 302
    assert draft.statements.get(criterion=first).text == joined


def test_what_the_other_wrote_elsewhere_in_the_step_stands_in_the_proposal(as_, draft):
    one, two = criteria_to_state(draft)[:2]
    tam, head = Page(as_("canbo.llcs"), draft), Page(as_("truong.llcs"), draft)
    head.types(**text(one, "Của trưởng khoa."))
    form = tam.presses(**text(two, "Của Tâm.")).context["form"]
    assert [form[f"text-{each.pk}"].value() for each in (one, two)] == ["Của trưởng khoa.", "Của Tâm."]


def test_a_page_that_makes_up_what_it_looked_like_overwrites_nothing(as_, draft, first):
    tam, head = Page(as_("canbo.llcs"), draft), Page(as_("truong.llcs"), draft)
    head.types(**text(first, "Của trưởng khoa."))
    for base in ("", "[]", "null", "{", '{"a": 1}', "x" * 1000, "[" * 100_000):
        tam.carried["base"] = base
        assert tam.types(**text(first, "Của Tâm.")).status_code == 409
    for told in ("\\ud800", "a b " * 1_000):
        tam.carried["base"] = f'{{"text-{first.pk}": "{told}"}}'
        assert tam.presses(**text(first, "Của Tâm.")).status_code == 409
    assert draft.statements.get(criterion=first).text == "Của trưởng khoa."


def test_once_it_was_sent_the_page_says_so(as_, draft, first):
    page = Page(as_("canbo.llcs"), draft)
    complete(draft, by="canbo.llcs")
    acts.submit(draft, by=user("canbo.llcs"), version=draft.version)
    answer = page.types(**text(first, "Viết thêm."))
    assert answer.status_code == 409
    assert answer.json()["said"] == "Hồ sơ đã gửi nên không sửa được. Đề nghị Phòng trả lại nếu cần sửa."


def test_once_the_session_has_ended_the_page_is_told_the_way(as_, draft, first):
    page = Page(as_("canbo.llcs"), draft)
    page.client = as_("")
    answer = page.types(**text(first, "Viết thêm."))
    assert answer.status_code == 401
    assert answer.json()["sign_in"] == f"/accounts/login/?next=/nominations/{draft.pk}/edit/statements/"
    assert answer.json()["said"] == "Nội dung vừa nhập chưa lưu được nhưng vẫn được giữ trên máy này."


def test_another_unit_finds_nothing_here(as_, draft, first):
    page = Page(as_("canbo.llcs"), draft)
    page.client = as_("canbo.xdd")
    assert page.types(**text(first, "Viết thêm.")).status_code == 404


# -- who else is there ----------------------------------------------------------------------------------------


def here(client, row: Nomination, step: str) -> str:
    answer = client.post(f"/nominations/{row.pk}/edit/presence/", {"step": step}, **ITSELF)
    return answer.json()["renewed"]["presence"]


def test_who_else_has_it_open_and_where(as_, draft):
    tam, head = as_("canbo.llcs"), as_("truong.llcs")
    assert "đang mở" not in here(tam, draft, "statements")
    told = "Đồng chí Lê Thị Minh Tâm đang mở hồ sơ này, ở bước “Theo từng tiêu chuẩn”"
    assert told in here(head, draft, "summary")
    assert told in head.get(f"/nominations/{draft.pk}/edit/").content.decode()
    with clock.at(clock.now() + timedelta(seconds=91)):
        assert "đang mở" not in here(head, draft, "summary")


def test_a_step_that_does_not_exist_is_nobodys_place(as_, draft):
    assert "đang mở" not in here(as_("canbo.llcs"), draft, "<b>đâu đó")
    assert not Presence.objects.filter(nomination=draft).exists()


# -- what was typed can be read again ---------------------------------------------------------------------------


def test_every_saving_can_be_read_again(as_, draft, first):
    tam, head = Page(as_("canbo.llcs"), draft), Page(as_("truong.llcs"), draft)
    head.types(**text(first, "Của trưởng khoa."))
    tam.types(**text(first, "Của Tâm."))
    answer = as_("canbo.llcs").get(f"/nominations/{draft.pk}/revisions/")
    newest, before = answer.context["savings"][:2]
    assert (newest.who, newest.kept, newest.changes[0].text) == ("Lê Thị Minh Tâm", False, "Của Tâm.")
    assert (before.who, before.kept, before.changes[0].text) == ("Nguyễn Thị Hồng Hạnh", True, "Của trưởng khoa.")
    assert "Chưa vào hồ sơ: người khác đã lưu trước." in answer.content.decode()


# -- the year before --------------------------------------------------------------------------------------------


def past_of(sang, llcs) -> Nomination:
    whose = {"unit": llcs, "subject_person": sang, "entered_by": user("canbo.llcs"), "kind": "individual"}
    return Nomination.objects.create(plan_year=year(2024), duties="Giảng dạy 04 môn.", **whose)


def test_a_new_dossier_takes_over_duties_and_awards_of_the_year_before(llcs, sang):
    past = past_of(sang, llcs)
    past.awards.create(kind="title", year=2023, name="Lao động tiên tiến", decision="12/QĐ-TCT, 05/01/2024")
    row = nomination(sang, llcs, by="canbo.llcs")
    told = [(award.kind, award.year, award.name, award.decision) for award in row.awards.all()]
    assert told == [("title", 2023, "Lao động tiên tiến", "12/QĐ-TCT, 05/01/2024")]
    assert row.duties == "Giảng dạy 04 môn."
    assert past.awards.count() == 1


def test_another_units_dossier_about_the_same_person_is_not_taken_over(llcs, xdd, sang):
    past_of(sang, xdd)
    assert nomination(sang, llcs, by="canbo.llcs").duties == ""


def test_last_years_words_are_found_although_that_year_had_other_rows(as_, llcs, sang, draft, first):
    old = CriteriaSet.objects.get(pk=first.criteria_set_id)
    old.pk, old.number = None, 99
    old.save()
    group = old.groups.create(code=first.group.code, label=first.group.label, order=1)
    row = Criterion.objects.get(pk=first.pk)
    row.pk, row.criteria_set, row.group = None, old, group
    row.save()
    past_of(sang, llcs).statements.create(criterion=row, text="Năm ngoái đã làm mười buổi.")
    page = as_("canbo.llcs").get(f"/nominations/{draft.pk}/edit/statements/").content.decode()
    assert "Năm ngoái đã làm mười buổi." in page


def test_awards_are_typed_in_rows(as_, draft):
    rows = {"awards-TOTAL_FORMS": "3", "awards-INITIAL_FORMS": "0"}
    rows |= {"awards-1-kind": "form", "awards-1-year": "2024", "awards-1-name": "Giấy khen của Hiệu trưởng"}
    page = Page(as_("canbo.llcs"), draft, "")
    assert page.types(scope="comprehensive", duties="Giảng dạy.", **rows).status_code == 200
    draft.refresh_from_db()
    assert [str(award) for award in draft.awards.all()] == ["2024: Giấy khen của Hiệu trưởng"]
    assert draft.duties == "Giảng dạy."
    version = draft.version
    assert page.types(scope="comprehensive", duties="Giảng dạy.", **rows).json()["version"] == version
    kept = revisions(draft).last().content["Danh hiệu, khen thưởng đã có"]
    assert kept == [f"{PriorAward.Kind.FORM.label}: 2024: Giấy khen của Hiệu trưởng"]


# -- a registration -----------------------------------------------------------------------------------------------


def posted(row, **more) -> dict:
    rows = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0", "scope": "comprehensive"}
    whose = {"plan_year": row.plan_year_id, "subject": f"{row.unit_id}-p{row.subject_person_id}"}
    return rows | whose | {"version": row.version} | more


def test_a_registration_saves_itself_once_there_is_a_draft(as_, llcs, sang):
    row = registration(sang, llcs, by="canbo.llcs")
    address = f"/registrations/{row.pk}/edit/"
    told = posted(row, goal="Học viên khá hơn.", starts_on="02/01/2025", spread="Các khoa khác.")
    answer = as_("canbo.llcs").post(address, told, **ITSELF)
    row.refresh_from_db()
    assert (answer.status_code, answer.json()["version"]) == (200, row.version)
    assert (row.goal, f"{row.starts_on:%d/%m/%Y}", row.spread) == ("Học viên khá hơn.", "02/01/2025", "Các khoa khác.")
    assert AuditEntry.objects.filter(subject_type="nominations.registration", subject_id=row.pk).first().note == NOTE
    assert "data-autosave" in as_("canbo.llcs").get(address).content.decode()
    assert "data-autosave" not in as_("canbo.llcs").get("/registrations/new/").content.decode()


@pytest.mark.parametrize(
    ("starts_on", "finish_by", "wrong"),
    [
        ("01/12/2023", "", "starts_on"),
        ("01/01/2026", "", "starts_on"),
        ("02/03/2025", "01/03/2025", "finish_by"),
        ("", "01/01/2027", "finish_by"),
    ],
)
def test_days_of_a_promise_belong_to_its_year(as_, llcs, sang, starts_on, finish_by, wrong):
    row = registration(sang, llcs, by="canbo.llcs")
    told = posted(row, starts_on=starts_on, finish_by=finish_by)
    answer = as_("canbo.llcs").post(f"/registrations/{row.pk}/edit/", told, **ITSELF)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {wrong})
