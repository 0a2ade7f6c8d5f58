"""The desk's comfort keeps its rules: sections save themselves, last year waits, the barest dossier comes next."""

import json
from decimal import Decimal

import pytest

from criteria.models import Mark, Sheet
from criteria.vocabulary import Declared
from nominations.actions import appraisal as actions
from nominations.models import Nomination
from portal.models import AuditEntry, Person, Post, Revision
from tests.nominations import dossiers
from tests.nominations.test_appraisal import text_of

ITSELF = {"headers": {"accept": "application/json"}}


@pytest.fixture
def given_to_huyen(llcs) -> Nomination:
    nomination = dossiers.received_dossier(llcs)
    dossiers.sheet_of(nomination, "hoidong2")
    return nomination


def pk_of(nomination: Nomination, code: str) -> int:
    return nomination.scorecard.criteria_set.criteria.get(code=code).pk


def part_of(nomination: Nomination, code: str) -> str:
    group = nomination.scorecard.criteria_set.criteria.get(code=code).group_id
    return f"/nominations/{nomination.pk}/score/{group}/"


class Page:
    """An open section: it carries the version and what it looked like, as the script does."""

    def __init__(self, client, address: str):
        self.client, self.address = client, address
        context = client.get(address).context
        self.carried = {"version": str(context["form"]["version"].value()), "base": context["base"]}

    def types(self, address: str = "", **typed: str):
        answer = self.client.post(address or self.address, typed | self.carried, **ITSELF)
        if answer.status_code == 200:
            self.carried = {"version": str(answer.json()["version"]), "base": answer.json()["base"]}
        return answer


def typed(nomination: Nomination, **marks: str) -> dict[str, str]:
    """`G2="7,5"`; `G2_reason="…"`."""
    found = {}
    for name, value in marks.items():
        code, _mark, reason = name.partition("_")
        found[f"{'reason' if reason else 'mark'}-{pk_of(nomination, code)}"] = value
    return found


# -- saved section by section -----------------------------------------------------------------------------------


def test_a_section_saves_itself_and_tells_what_changed_around_it(as_, given_to_huyen):
    page = Page(as_("hoidong2"), f"/nominations/{given_to_huyen.pk}/score/")
    said = page.types(**typed(given_to_huyen, G2="7,5")).json()
    assert Mark.objects.get(criterion__code="G2", sheet__scorecard=given_to_huyen.scorecard).points == Decimal("7.5")
    assert "Đã chấm 01 trên 11 tiêu chuẩn" in said["renewed"]["score-progress"]
    assert "còn 10 tiêu chuẩn chưa chấm" in said["renewed"]["score-missing"]
    again = page.types(**typed(given_to_huyen, G2="8")).json()
    assert again["version"] == said["version"] + 1
    assert json.loads(again["base"])[f"mark-{pk_of(given_to_huyen, 'G2')}"] == "8,0"


def test_one_section_does_not_hold_up_another(as_, given_to_huyen):
    """Each has its own save, and a save in one window is not in the way of the other section's."""
    client = as_("hoidong2")
    general = Page(client, f"/nominations/{given_to_huyen.pk}/score/")
    special = Page(client, part_of(given_to_huyen, "C1"))
    assert general.types(**typed(given_to_huyen, G2="77")).status_code == 422
    assert special.types(**typed(given_to_huyen, C1="9,0")).status_code == 200
    assert general.types(**typed(given_to_huyen, G2="7,0")).status_code == 200
    codes = Mark.objects.filter(sheet__scorecard=given_to_huyen.scorecard).values_list("criterion__code", flat=True)
    assert set(codes) == {"G2", "C1"}


def test_a_low_mark_is_not_saved_without_its_reason(as_, given_to_huyen):
    page = Page(as_("hoidong2"), f"/nominations/{given_to_huyen.pk}/score/")
    refused = page.types(**typed(given_to_huyen, G2="4,9"))
    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == [f"reason-{pk_of(given_to_huyen, 'G2')}"]
    assert page.types(**typed(given_to_huyen, G2="4,9", G2_reason="Chưa có số liệu")).status_code == 200


def test_the_same_section_in_two_windows_keeps_both(as_, given_to_huyen):
    client = as_("hoidong2")
    one, other = (Page(client, f"/nominations/{given_to_huyen.pk}/score/") for _window in range(2))
    one.types(**typed(given_to_huyen, G2="7,0"))
    late = other.types(**typed(given_to_huyen, G2="9,0"))
    assert late.status_code == 409 and late.json()["both"]
    assert "Đinh Thị Thanh Huyền đã lưu lúc" in late.json()["said"]
    sheet = Sheet.objects.get(scorecard=given_to_huyen.scorecard)
    assert sheet.marks.get().points == 7
    assert Revision.objects.of(sheet).get(kept=False).content["Hoàn thành xuất sắc nhiệm vụ thi đua"] == "9,0"


def test_a_sitting_is_one_line_of_the_log(as_, given_to_huyen):
    page = Page(as_("hoidong2"), f"/nominations/{given_to_huyen.pk}/score/")
    for mark in ("7", "7,5", "8"):
        page.types(**typed(given_to_huyen, G2=mark))
    sheet = Sheet.objects.get(scorecard=given_to_huyen.scorecard)
    entries = AuditEntry.objects.filter(subject_type="criteria.sheet", subject_id=sheet.pk, act="Chấm điểm")
    assert len(entries) == 1 and "8,0" not in f"{entries[0].after}{entries[0].note}"


def test_the_page_never_sends_by_itself(as_, given_to_huyen):
    here = f"/nominations/{given_to_huyen.pk}/score/"
    page = Page(as_("hoidong2"), here)
    answer = page.types(f"{here}send/", **typed(given_to_huyen, G2="7,5"))
    assert answer.status_code == 200
    sheet = Sheet.objects.get(scorecard=given_to_huyen.scorecard)
    assert sheet.sent_at is None and sheet.marks.count() == 1


def test_saved_and_on_to_the_next_section(as_, given_to_huyen):
    client, here = as_("hoidong2"), f"/nominations/{given_to_huyen.pk}/score/"
    data = typed(given_to_huyen, G2="7,5") | {"version": "1", "next": "1"}
    assert client.post(here, data)["Location"] == f"{part_of(given_to_huyen, 'C1')}#marks"
    assert "Lưu và sang:" not in text_of(client.get(part_of(given_to_huyen, "C1")))
    assert client.get(f"{here}{given_to_huyen.scorecard.criteria_set.groups.get(code='head').pk}/").status_code == 404


# -- beside the mark ----------------------------------------------------------------------------------------------


def test_evidence_lies_open_on_the_page(as_, school):
    khai = Nomination.objects.get(subject_person__full_name="Lương Văn Khải", plan_year__year=2025)
    sheet = khai.scorecard.sheets.get(assessor__username="hoidong1")
    if not sheet.declared:
        actions.declare(khai, sheet, declared=Declared.NONE, note="", by=sheet.assessor)
    general = pk_of(khai, "G2")
    decision = khai.evidence.get(title="Quyết định công nhận sáng kiến")
    page = as_("hoidong1").get(f"/nominations/{khai.pk}/score/")
    shown = page.context["look"]
    assert general in [use.criterion_id for use in page.context["desk"].first_piece.uses.all()]
    assert shown["here"] in page.content.decode() and shown["title"] in text_of(page)
    assert f'href="/evidence/{decision.pk}/preview/"' in page.content.decode()


def test_last_years_mark_comes_after_ones_own(as_, school):
    """Of the same subject and standard, one's own, and nowhere in the page before."""
    office = Nomination.objects.get(plan_year__year=2025, state="received", subject_unit__short_name="TC-HC-TT-TL")
    before = Nomination.objects.get(plan_year__year=2024, subject_unit=office.subject_unit)
    sheet = office.scorecard.sheets.get(assessor__username="hoidong1")
    if not sheet.declared:
        actions.declare(office, sheet, declared=Declared.NONE, note="", by=sheet.assessor)
    mine, theirs = (before.scorecard.sheets.get(assessor__username=name) for name in ("hoidong1", "hoidong2"))
    mine.marks.filter(criterion__code="G2").update(points="6.3")
    theirs.marks.filter(criterion__code="G2").update(points="9.7")
    page = Page(as_("hoidong1"), f"/nominations/{office.pk}/score/")
    assert "năm 2024" not in as_("hoidong1").get(page.address).content.decode()
    typed_wrong = page.types(**typed(office, G2="88"))
    assert "năm 2024" not in json.dumps(typed_wrong.json(), ensure_ascii=False)
    renewed = page.types(**typed(office, G2="8,5")).json()["renewed"]
    assert f"chấm cho {office} năm 2024: 6,3" in renewed[f"before-{pk_of(office, 'G2')}"]
    shown = as_("hoidong1").get(page.address).content.decode()
    assert shown.count("năm 2024") == 1 and "9,7" not in shown


# -- what to take up next -------------------------------------------------------------------------------------------


def test_next_is_the_dossier_with_the_fewest_finished_sheets(as_, llcs, xdd, tam):
    first = dossiers.received_dossier(llcs)
    fuller, barer = dossiers.received_dossier(xdd, "canbo.xdd"), dossiers.received_dossier(tam, "truong.llcs")
    Sheet.objects.filter(sent_at=None, assessor__username="hoidong2").delete()
    for nomination in (first, fuller, barer):
        dossiers.sheet_of(nomination, "hoidong2")
    dossiers.send_marks(dossiers.sheet_of(fuller, "hoidong1"), dossiers.marks_of(fuller))
    client = as_("hoidong2")
    sheet = Sheet.objects.get(scorecard=first.scorecard)
    assert "Hồ sơ tiếp theo" not in text_of(client.get(f"/nominations/{first.pk}/score/"))
    dossiers.send_marks(sheet, dossiers.marks_of(first))

    def following() -> Nomination | None:
        return client.get(f"/nominations/{first.pk}/score/").context["desk"].following

    assert following() == barer
    near = Sheet.objects.get(scorecard=barer.scorecard)
    actions.declare(barer, near, declared=Declared.SOME, note="Là chị gái", by=near.assessor)
    assert following() == fuller
    huyen = Person.objects.get(full_name="Đinh Thị Thanh Huyền")
    Post.objects.create(person=huyen, unit=xdd, title="Giảng viên", valid_from="2025-11-01")
    assert client.get(f"/nominations/{first.pk}/score/").context["desk"].following is None


@pytest.mark.parametrize("pieces", [1, 30])
def test_the_desk_asks_the_same_questions_however_much_evidence(as_, given_to_huyen, pieces, django_assert_num_queries):
    standards = list(given_to_huyen.scorecard.criteria_set.criteria.filter(code__in=("G2", "C1")))
    Nomination.objects.filter(pk=given_to_huyen.pk).update(state="returned")
    for number in range(pieces - 1):
        dossiers.prove(given_to_huyen, standards, title=f"Minh chứng {number}")
    Nomination.objects.filter(pk=given_to_huyen.pk).update(state="received")
    client = as_("hoidong2")
    client.get("/")
    with django_assert_num_queries(20):
        assert client.get(f"/nominations/{given_to_huyen.pk}/score/").status_code == 200
