"""What proves a dossier: several files at once, their details, taken out and put back, found again by their content."""

import errno
import os
from datetime import date

import pytest

from criteria.models import Criterion
from nominations.completeness import criteria_to_state
from nominations.models import Evidence, Nomination
from nominations.queries.evidence import twins_of
from portal import files
from portal.models import AuditEntry, StoredFile
from tests.hostile import A4, pdf, phone_photo
from tests.nominations.builders import PDF, colleague, evidence, nomination, upload, user, year
from tests.portal.test_files import EXE, docx


@pytest.fixture
def draft(llcs) -> Nomination:
    return nomination(colleague(llcs), llcs, by="canbo.llcs")


@pytest.fixture
def first(draft) -> Criterion:
    return criteria_to_state(draft)[0]


@pytest.fixture
def piece(draft) -> Evidence:
    return evidence(draft, by="canbo.llcs")


def step(row: Nomination, more: str = "") -> str:
    return f"/nominations/{row.pk}/edit/evidence/{more}"


def standing(row: Nomination) -> list[str]:
    return [each.title for each in row.evidence.standing()]


def labels(piece: Evidence) -> list[str]:
    return [row.label for row in piece.criteria.all()]


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# -- several at once ------------------------------------------------------------------------------------------


def test_several_files_are_added_in_one_go_without_script(as_, draft, first):
    sent = [upload("bang_diem_HK1.pdf"), upload("Ảnh lớp.jpg", phone_photo()), upload("virus.pdf", EXE)]
    told = {"file": sent, "criteria": [first.pk], "version": draft.version}
    page = as_("canbo.llcs").post(step(draft), told, follow=True).content.decode()
    assert standing(draft) == ["Bang diem HK1", "Ảnh lớp"]
    assert all(labels(each) == [first.label] for each in draft.evidence.all())
    assert "virus.pdf: Không nhận loại tệp này." in page


def test_where_nothing_can_be_taken_the_form_says_why_and_nothing_is_left(as_, draft, first):
    before = StoredFile.objects.count()
    told = {"file": [upload("a.pdf", EXE), upload("b.pdf", b"")], "criteria": [first.pk], "version": draft.version}
    answer = as_("canbo.llcs").post(step(draft), told)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "a.pdf: Không nhận loại tệp này." in page
    assert "b.pdf: Tệp này trống." in page
    assert f'value="{first.pk}" id="id_criteria_0" checked' in page
    assert (StoredFile.objects.count(), draft.evidence.count()) == (before, 0)


@pytest.mark.parametrize(
    ("content", "taken", "words"),
    [
        (PDF, True, "Đã nhận."),
        (EXE, False, "Không nhận loại tệp này."),
        (b"", False, "Tệp này trống."),
    ],
)
def test_the_page_itself_is_answered_in_words(as_, draft, first, content, taken, words):
    told = {"file": upload("tep.pdf", content), "criteria": [first.pk]}
    answer = as_("canbo.llcs").post(step(draft, "upload/"), told)
    assert answer.status_code == 200
    assert answer.json()["taken"] is taken
    assert answer.json()["said"].startswith(words)
    assert draft.evidence.count() == taken


def test_a_full_disk_is_told_to_the_page(as_, draft, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = as_("canbo.llcs").post(step(draft, "upload/"), {"file": upload()})
    assert answer.json()["taken"] is False
    assert "Máy chủ chưa ghi được tệp" in answer.json()["said"]
    assert not draft.evidence.exists()
    assert not list(files.folder().glob("*/*.part"))


def test_adding_disturbs_nobody_who_is_writing(as_, draft, first):
    as_("canbo.llcs").post(step(draft, "upload/"), {"file": upload()})
    told = {f"text-{first.pk}": "Bản của trưởng khoa.", "version": draft.version}
    answer = as_("truong.llcs").post(f"/nominations/{draft.pk}/edit/statements/", told)
    assert answer.status_code == 302
    assert draft.statements.get(criterion=first).text == "Bản của trưởng khoa."


def test_what_is_done_is_logged(as_, draft, piece):
    as_("canbo.llcs").post(f"/evidence/{piece.pk}/remove/")
    added, removed = AuditEntry.objects.filter(act="Sửa hồ sơ: Minh chứng", subject_id=draft.pk).order_by("pk")
    assert (added.before, added.after) == ({}, {"Minh chứng": piece.title})
    assert (removed.before, removed.after) == ({"Minh chứng": piece.title}, {})


@pytest.mark.parametrize("act", ["upload/", "choose/", ""])
def test_nothing_is_added_to_what_was_sent(as_, draft, act):
    Nomination.objects.filter(pk=draft.pk).update(state="submitted")
    answer = as_("canbo.llcs").post(step(draft, act), {"file": upload()})
    if act == "upload/":
        assert "Hồ sơ đã gửi nên không sửa được." in answer.json()["said"]
    else:
        assert answer.status_code == 409
    assert not draft.evidence.exists()


@pytest.mark.parametrize("act", ["remove/", "restore/", "edit/", "bind/{}/", "unbind/{}/", "merge/"])
def test_nothing_changes_in_what_was_sent(as_, draft, piece, act):
    second = criteria_to_state(draft)[1]
    Nomination.objects.filter(pk=draft.pk).update(state="submitted")
    if act == "restore/":
        Evidence.objects.update(removed_at="2025-11-19T00:00:00Z")
    told = {"title": "Khác", "version": draft.version}
    assert as_("canbo.llcs").post(f"/evidence/{piece.pk}/{act.format(second.pk)}", told).status_code == 409
    assert Evidence.objects.get(pk=piece.pk).title == piece.title
    assert len(labels(piece)) == 1


# -- its details ----------------------------------------------------------------------------------------------

DETAILS = {
    "title": "Giấy khen",
    "number": "12/QĐ-UBND",
    "date": "05/06/2025",
    "issuer": "Ủy ban nhân dân tỉnh",
    "level": "province",
    "part": "Đồng tác giả",
}


def test_details_are_written_afterwards(as_, draft, piece):
    second = criteria_to_state(draft)[1]
    told = DETAILS | {"criteria": [second.pk], "version": draft.version}
    assert as_("canbo.llcs").post(f"/evidence/{piece.pk}/edit/", told).url == step(draft)
    piece.refresh_from_db()
    assert piece.in_words == "số 12/QĐ-UBND, 05/06/2025, Ủy ban nhân dân tỉnh (tỉnh), Đồng tác giả"
    assert labels(piece) == [second.label]
    draft.refresh_from_db()
    assert draft.version > int(told["version"])


def test_two_who_change_one_piece_lose_nothing(as_, draft, piece):
    seen = draft.version
    as_("truong.llcs").post(f"/evidence/{piece.pk}/edit/", DETAILS | {"version": seen})
    answer = as_("canbo.llcs").post(f"/evidence/{piece.pk}/edit/", DETAILS | {"title": "Bằng khen", "version": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Giấy khen" in page
    assert 'value="Bằng khen"' in page
    assert Evidence.objects.get(pk=piece.pk).title == "Giấy khen"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Vui lòng nhập mục này."),
        ({"date": "21/11/2025"}, "Vui lòng nhập ngày từ"),
        ({"level": "world"}, "Vui lòng chọn một mục trong danh sách."),
        ({"criteria": ["999999"]}, "Vui lòng chọn một mục trong danh sách."),
        ({"criteria": ["1e3"]}, "Vui lòng chọn một mục trong danh sách."),
    ],
)
def test_what_is_typed_is_checked(as_, draft, piece, wrong, words):
    answer = as_("canbo.llcs").post(f"/evidence/{piece.pk}/edit/", DETAILS | {"version": draft.version} | wrong)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Evidence.objects.get(pk=piece.pk).title == piece.title


# -- bound, unbound, taken out, put back ----------------------------------------------------------------------


def test_one_piece_proves_several_standards(as_, draft, piece):
    tam, second = as_("canbo.llcs"), criteria_to_state(draft)[1]
    told = {"criterion": second.pk, "pieces": [piece.pk]}
    assert tam.post(step(draft, "choose/"), told).url.endswith(f"/edit/statements/#criterion-{second.pk}")
    tam.post(step(draft, "choose/"), told)  # once more changes nothing
    assert len(labels(piece)) == 2
    page = tam.post(f"/evidence/{piece.pk}/unbind/{second.pk}/", follow=True).content.decode()
    assert len(labels(piece)) == 1
    assert f'action="/evidence/{piece.pk}/bind/{second.pk}/"' in page, "the way to take it back"
    tam.post(f"/evidence/{piece.pk}/bind/{second.pk}/")
    assert len(labels(piece)) == 2


def test_only_what_does_not_prove_it_yet_is_offered(as_, draft, piece, first):
    tam, second = as_("canbo.llcs"), criteria_to_state(draft)[1]
    assert 'name="pieces"' not in page_of(tam, f"{step(draft)}?for={first.pk}")
    assert f'name="pieces" value="{piece.pk}"' in page_of(tam, f"{step(draft)}?for={second.pk}")


def test_a_standard_of_another_kind_is_absent(as_, draft, piece):
    foreign = Criterion.objects.exclude(pk__in=[row.pk for row in criteria_to_state(draft)]).first()
    assert as_("canbo.llcs").post(f"/evidence/{piece.pk}/bind/{foreign.pk}/").status_code == 404
    told = {"criterion": foreign.pk, "pieces": [piece.pk]}
    assert as_("canbo.llcs").post(step(draft, "choose/"), told).status_code == 409


def test_another_dossiers_piece_cannot_be_chosen(as_, draft, xdd, first):
    theirs = evidence(nomination(colleague(xdd, "Ngô Văn Bé"), xdd, by="canbo.xdd"), by="canbo.xdd")
    before = labels(theirs)
    for pieces in ([theirs.pk], ["9" * 30], ["x", "１"]):
        answer = as_("canbo.llcs").post(step(draft, "choose/"), {"criterion": first.pk, "pieces": pieces})
        assert answer.status_code == 409
    assert labels(theirs) == before


def test_taken_out_and_put_back(as_, draft, piece):
    tam = as_("canbo.llcs")
    page = tam.post(f"/evidence/{piece.pk}/remove/", follow=True).content.decode()
    assert f'action="/evidence/{piece.pk}/restore/"' in page
    assert standing(draft) == []
    for address in ("", "preview/", "pages/1.jpg", "edit/"):
        assert tam.get(f"/evidence/{piece.pk}/{address}").status_code == 404
    tam.post(f"/evidence/{piece.pk}/restore/")
    assert standing(draft) == [piece.title]
    assert len(labels(piece)) == 1


# -- the same file again --------------------------------------------------------------------------------------


def test_the_same_photo_is_found_again_although_it_was_made_anew(as_, draft):
    tam = as_("canbo.llcs")
    tam.post(step(draft, "upload/"), {"file": upload("anh.jpg", phone_photo())})
    told = tam.post(step(draft, "upload/"), {"file": upload("lan-hai.jpg", phone_photo())}).json()
    assert told["again"] is True
    assert "Tệp này đã có trong chính hồ sơ này, với tên “Anh”." in told["said"]
    kept = draft.evidence.first().file
    downloaded = files.path_of(kept).with_name(f"{kept.key}.part").read_bytes()
    assert tam.post(step(draft, "upload/"), {"file": upload("tai-ve.jpg", downloaded)}).json()["again"] is True


def test_one_of_two_takes_over_from_the_other(as_, draft, piece):
    tam, second = as_("canbo.llcs"), criteria_to_state(draft)[1]
    tam.post(step(draft, "upload/"), {"file": upload("lan-hai.pdf"), "criteria": [second.pk]})
    again = draft.evidence.last()
    assert f'action="/evidence/{again.pk}/merge/"' in page_of(tam, step(draft))
    tam.post(f"/evidence/{again.pk}/merge/")
    assert standing(draft) == [piece.title]
    assert second.label in labels(piece)
    assert tam.post(f"/evidence/{piece.pk}/merge/").status_code == 409


def test_it_is_told_where_it_lies_within_ones_own_unit(as_, draft, llcs):
    past = Nomination.objects.get(plan_year=year(2024), subject_unit=llcs)
    stored = files.store(files.check(upload("cu.pdf", pdf(A4))), by=user("canbo.llcs"))
    Evidence.objects.create(nomination=past, title="Bản cũ", file=stored)
    told = as_("canbo.llcs").post(step(draft, "upload/"), {"file": upload("moi.pdf", pdf(A4))}).json()
    assert told["said"] == f"Đã nhận. Tệp này đã có trong hồ sơ của {llcs}, năm 2024, với tên “Bản cũ”."


def test_another_units_file_is_never_hinted_at(as_, draft, xdd):
    theirs = nomination(colleague(xdd, "Ngô Văn Bé"), xdd, by="canbo.xdd")
    as_("canbo.xdd").post(step(theirs, "upload/"), {"file": upload("cua-ho.pdf", pdf(A4))})
    told = as_("canbo.llcs").post(step(draft, "upload/"), {"file": upload("cua-toi.pdf", pdf(A4))}).json()
    assert told == {"said": "Đã nhận.", "taken": True, "again": False}


def test_the_office_sees_the_flag_but_no_draft(draft, piece, llcs):
    """A dossier that was not sent yet is not named to the office."""
    other = nomination(colleague(llcs, "Lý Thị Sen"), llcs, by="canbo.llcs")
    again = evidence(other, by="canbo.llcs")
    assert twins_of(other, [again], user("canbo.llcs"))[again.pk].evidence == piece
    assert twins_of(other, [again], user("chuyenvien")) == {}
    Nomination.objects.filter(pk=draft.pk).update(state="submitted", submitted_at="2025-11-19T00:00:00Z")
    assert twins_of(other, [again], user("chuyenvien"))[again.pk].evidence == piece


def test_another_units_file_is_no_twin_even_to_the_office(draft, piece, xdd):
    theirs = nomination(colleague(xdd, "Ngô Văn Bé"), xdd, by="canbo.xdd")
    again = evidence(theirs, by="canbo.xdd")
    Nomination.objects.filter(pk=draft.pk).update(state="submitted", submitted_at="2025-11-19T00:00:00Z")
    assert twins_of(theirs, [again], user("chuyenvien")) == {}


# -- warnings that never block --------------------------------------------------------------------------------


def test_a_paper_of_another_year_is_doubted_everywhere_and_stops_nothing(as_, draft, piece):
    Evidence.objects.update(date=date(2024, 12, 20))
    words = "hi ngày 20/12/2024, ngoài năm xét 2025"
    tam = as_("canbo.llcs")
    for address in (step(draft), f"/nominations/{draft.pk}/edit/statements/", f"/nominations/{draft.pk}/edit/check/"):
        assert words in page_of(tam, address)
    Nomination.objects.filter(pk=draft.pk).update(state="submitted", submitted_at="2025-11-19T00:00:00Z")
    assert words in page_of(as_("chuyenvien"), f"/nominations/{draft.pk}/appraisal/")


def test_a_piece_for_nothing_is_told(as_, draft, piece):
    piece.criteria.clear()
    assert "Chưa gắn với tiêu chuẩn nào" in page_of(as_("canbo.llcs"), step(draft))
    assert "chưa gắn với tiêu chuẩn nào" in page_of(as_("canbo.llcs"), f"/nominations/{draft.pk}/edit/check/")


def test_a_claim_without_evidence_is_told_to_the_unit_and_to_the_office(as_, draft, first):
    draft.statements.create(criterion=first, text="Đã làm tốt.")
    assert "Nội dung này chưa có minh chứng." in page_of(as_("canbo.llcs"), f"/nominations/{draft.pk}/edit/statements/")
    Nomination.objects.filter(pk=draft.pk).update(state="submitted", submitted_at="2025-11-19T00:00:00Z")
    assert "Chưa có minh chứng gắn với tiêu chuẩn này." in page_of(
        as_("chuyenvien"), f"/nominations/{draft.pk}/appraisal/"
    )


def test_other_peoples_data_are_warned_of_before_sending(as_, draft):
    for address in (step(draft), f"/nominations/{draft.pk}/edit/check/"):
        page = page_of(as_("canbo.llcs"), address)
        assert "trẻ em, hộ nghèo" in page
        assert "căn cước công dân" in page


# -- looked at ------------------------------------------------------------------------------------------------


def test_a_chip_opens_the_preview(as_, draft, first):
    tam = as_("canbo.llcs")
    tam.post(step(draft, "upload/"), {"file": upload("qd.pdf", pdf(A4, A4)), "criteria": [first.pk]})
    piece = draft.evidence.get()
    assert f'href="/evidence/{piece.pk}/preview/"' in page_of(tam, f"/nominations/{draft.pk}/edit/statements/")
    page = page_of(tam, f"/evidence/{piece.pk}/preview/?page=2")
    assert f'src="/evidence/{piece.pk}/pages/2.jpg"' in page
    assert 'rel="prev" href="?page=1"' in page
    assert 'rel="next"' not in page
    answer = tam.get(f"/evidence/{piece.pk}/pages/2.jpg")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("asked", ["0", "99", "abc", "1e3", "-1", str(10**30), ""])
def test_any_page_may_be_asked_for(as_, piece, asked):
    answer = as_("canbo.llcs").get(f"/evidence/{piece.pk}/preview/", {"page": asked})
    assert answer.status_code == 200
    assert as_("canbo.llcs").get(f"/evidence/{piece.pk}/pages/7.jpg").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(PDF, "Không dựng được trang xem trước"), (docx(), "không xem trước trên trang; vui lòng tải về")],
)
def test_what_cannot_be_shown_is_told_and_downloaded(as_, draft, content, words):
    tam = as_("canbo.llcs")
    tam.post(step(draft, "upload/"), {"file": upload("tep.pdf", content)})
    piece = draft.evidence.get()
    page = page_of(tam, f"/evidence/{piece.pk}/preview/")
    assert words in page
    assert f'href="/evidence/{piece.pk}/"' in page
    assert "<img" not in page.split('id="preview"')[1]


@pytest.mark.parametrize("count", [1, 30])
def test_the_step_asks_the_same_questions_whatever_the_dossier_has(as_, draft, piece, django_assert_num_queries, count):
    for number in range(count - 1):
        Evidence.objects.create(nomination=draft, title=f"Minh chứng {number}", file=piece.file)
    client = as_("canbo.llcs")
    client.get(step(draft))
    with django_assert_num_queries(18):
        client.get(step(draft))
