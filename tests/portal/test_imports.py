"""Upload → preview → confirm: nothing before the confirmation, all or nothing with it, nothing doubtful silently."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from portal import clock, files, imports
from portal.models import AuditEntry, Grant, Person, Post, Revision, SheetImport, StoredFile, Unit, User
from portal.rights import Conflict
from portal.sheets.preview import ADDED, CHANGED, LEFT, REFUSED, SAME, WAITS
from recognition.demo.school import LLCS, NNPL, TCHC, XDD
from tests.portal.sheets import book_of, in_tcvn3, in_vni, sent, usual

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị", "Trình độ chuyên môn"]
SANG = [1, "Đỗ Văn Sáng", "05/03/1980", "Nam", "Giảng viên", LLCS, "Thạc sĩ"]
VINH = [1, "Trần Quang Vinh", "21/07/1985", "Nam", "Giảng viên", LLCS, "Thạc sĩ"]


class Officer:
    """The administrator before one file."""

    def __init__(self, browser, book: Workbook, kind: str = "people", **asked):
        self.browser = browser
        self.answer = browser.post(f"/imports/new/{kind}/", {"file": sent(book)} | ({"since": "01/11/2025"} | asked))
        self.address = self.answer.headers.get("Location", "")

    @property
    def preview(self):
        return self.look()

    def look(self):
        return self.browser.get(self.address).context["found"]

    def rows(self, *verdicts: str) -> list[tuple]:
        return [(row.number, row.verdict) for row in self.preview.rows if not verdicts or row.verdict in verdicts]

    def why(self, number: int) -> list[str]:
        return next(row.reasons for row in self.preview.rows if row.number == number)

    def changes(self, number: int) -> list[tuple]:
        return next(row.changes for row in self.preview.rows if row.number == number)

    def settle(self, **given: str):
        return self.browser.post(
            f"{self.address}settle/", {name.replace("_", "-"): each for name, each in given.items()}
        )

    def choose(self, name: str, given: str):
        return self.browser.post(f"{self.address}settle/", {name: given})

    def confirm(self, seen: str = ""):
        return self.browser.post(f"{self.address}confirm/", {"seen": seen or self.preview.mark})


@pytest.fixture
def officer(as_):
    return lambda book, **asked: Officer(as_("quantri"), book, **asked)


def people(*rows: list) -> Workbook:
    return book_of(HEAD, *rows)


def everything() -> list:
    rows = [list(model.objects.order_by("pk").values_list()) for model in (Person, Post, Grant)]
    return [*rows, accounts()]


def accounts() -> list:
    """Everything but when they last signed in."""
    return list(User.objects.order_by("pk").values_list("pk", "username", "password", "person", "is_active"))


def latest() -> SheetImport:
    return SheetImport.objects.latest("pk")


def person(name: str) -> Person:
    return Person.objects.get(full_name=name)


# -- the way in ------------------------------------------------------------------------------------------------


def test_nothing_changes_before_the_confirmation_and_everything_with_it(officer):
    before = everything()
    told = officer(people(SANG, [2, "Trần Quang Vinh", "21/07/1985", "Nam", "Giảng viên", LLCS, "Tiến sĩ"]))
    assert told.rows() == [(2, ADDED), (3, CHANGED)]
    assert told.changes(3) == [("Trình độ chuyên môn", "Thạc sĩ", "Tiến sĩ")]
    assert everything() == before
    assert told.confirm().status_code == 302
    sang = person("Đỗ Văn Sáng")
    assert (sang.sex, sang.birth_date, sang.qualification) == ("male", date(1980, 3, 5), "Thạc sĩ")
    assert [(str(post), post.valid_from, post.is_head) for post in sang.posts.all()] == [
        (f"Giảng viên, {LLCS}", date(2025, 11, 1), False)
    ]
    assert person("Trần Quang Vinh").qualification == "Tiến sĩ"


def test_each_thing_and_the_import_itself_stand_in_the_log(officer):
    told = officer(people(SANG))
    told.confirm()
    acts = [(entry.act, entry.actor_name) for entry in AuditEntry.objects.order_by("-pk")[:3]]
    who = "Tạ Quốc Huy (quantri)"
    assert acts == [
        ("Nhập từ Excel: Cán bộ, viên chức và chức vụ", who),
        ("Ghi chức vụ, chức danh", who),
        ("Thêm cán bộ, viên chức", who),
    ]
    kept = latest()
    entry = AuditEntry.objects.latest("pk")
    assert entry.after == {"Thêm mới": "1", "Tệp": f"danh-sach.xlsx, SHA-256 {kept.file.sha256}"}
    assert kept.outcome == {"added": 1, "changed": 0, "same": 0, "left": 0}
    assert Revision.objects.filter(subject_type="portal.person", subject_id=person("Đỗ Văn Sáng").pk).count() == 1


def test_the_same_file_twice_changes_nothing(officer):
    book = people(SANG, VINH)
    officer(book).confirm()
    before, log = everything(), AuditEntry.objects.count()
    again = officer(book)
    assert again.rows() == [(2, SAME), (3, SAME)]
    assert "không thay đổi gì" in again.browser.get(again.address).content.decode()
    assert again.confirm().status_code == 409
    assert (everything(), AuditEntry.objects.count()) == (before, log)


def test_a_confirmation_is_taken_once(officer):
    told = officer(people(SANG))
    seen = told.preview.mark
    told.confirm()
    assert told.confirm(seen).status_code == 409
    assert Person.objects.filter(full_name="Đỗ Văn Sáng").count() == 1
    assert told.choose("refused", "leave").status_code in (302, 409)
    assert "Đã nhập" in told.browser.get(told.address).content.decode()


def test_what_changed_meanwhile_is_shown_anew(officer, quantri):
    told = officer(people([1, "Trần Quang Vinh", "21/07/1985", "Nam", "Giảng viên", LLCS, "Tiến sĩ"]))
    seen = told.preview.mark
    Person.objects.filter(full_name="Trần Quang Vinh").update(qualification="Cử nhân", version=2)
    answer = told.confirm(seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đã thay đổi sau khi xem trước" in page
    assert '<del class="removed">Cử nhân</del>' in page
    assert person("Trần Quang Vinh").qualification == "Cử nhân"
    assert told.confirm().status_code == 302
    assert person("Trần Quang Vinh").qualification == "Tiến sĩ"


def test_a_row_that_fails_while_writing_takes_everything_back(officer, monkeypatch):
    """The last row meets what nobody foresaw: of all the rows none is written."""
    told = officer(people(SANG, [2, "Lý Thị Hai", "05/03/1981", "Nữ", "Giảng viên", LLCS]))
    before, seen = everything(), told.preview.mark
    keep = imports.actions.keep

    def fails(thing, **more):
        if str(thing) == "Lý Thị Hai":
            raise imports.actions.Stale(thing)
        keep(thing, **more)

    monkeypatch.setattr(imports.actions, "keep", fails)
    assert told.confirm(seen).status_code == 409
    assert (everything(), latest().applied_at) == (before, None)


def test_an_error_in_the_last_row_holds_the_whole_file(officer):
    told = officer(people(SANG, [2, "Lý Thị Hai", "31/02/1981", "Nữ", "Giảng viên", LLCS]))
    assert told.rows() == [(2, ADDED), (3, REFUSED)]
    assert told.why(3) == ["Ngày sinh: “31/02/1981” không có trong lịch."]
    assert told.confirm().status_code == 409
    assert not Person.objects.filter(full_name="Đỗ Văn Sáng").exists()
    told.choose("refused", "leave")
    assert told.confirm().status_code == 302
    assert latest().outcome == {"added": 1, "changed": 0, "same": 0, "left": 1}


def test_the_queries_of_a_preview_do_not_grow_with_the_rows(officer):
    def queries(told: Officer) -> int:
        told.look()
        with CaptureQueriesContext(connection) as found:
            told.look()
        return len(found)

    many = [[n, f"Lê Văn {chr(65 + n)}", "05/03/1980", "Nam", "Giảng viên", LLCS] for n in range(24)]
    one, thirty = officer(people(SANG)), officer(people(*many, *([[9, "Trần Quang Vinh", "21/07/1985"]] * 6)))
    assert queries(one) == queries(thirty)


# -- what is never taken ---------------------------------------------------------------------------------------


def test_columns_that_would_set_a_role_or_a_state_are_left_alone_and_said(officer):
    before = list(Grant.objects.order_by("pk").values_list()), accounts()
    head = [*HEAD[:6], "Quyền", "Tên đăng nhập", "Trạng thái", "Dân tộc"]
    told = officer(book_of(head, [*SANG[:6], "admin", "sang.dv", "Đã công nhận", "Kinh"]))
    assert told.preview.notes == [
        "Không đọc cột “Quyền”, “Tên đăng nhập”, “Trạng thái”: nhập từ Excel không giao quyền, không đổi tài khoản hay "
        "trạng thái.",
        "Không đọc cột “Dân tộc”: cổng không lưu nội dung này.",
    ]
    told.confirm()
    assert (list(Grant.objects.order_by("pk").values_list()), accounts()) == before


def test_what_is_told_for_the_file_is_kept_clean(officer):
    """NUL in a JSON column is a fault on PostgreSQL alone."""
    officer(people(SANG), since="01/11/2025\0\u202e")
    assert latest().answers["asked"]["since"] == "01/11/2025"


@pytest.mark.parametrize(
    "content",
    [b"", b"STT,Ten\n", b"\xd0\xcf\x11\xe0" + b"\0" * 99, b"PK\x03\x04 junk", "STT".encode("utf-16"), b"%PDF-1.4"],
)
def test_a_refused_upload_leaves_nothing_behind(as_, content):
    before = StoredFile.objects.count(), SheetImport.objects.count()
    answer = as_("quantri").post(
        "/imports/new/people/", {"file": SimpleUploadedFile("ds.xlsx", content), "since": "01/11/2025"}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert (StoredFile.objects.count(), SheetImport.objects.count()) == before
    assert not list(files.folder().glob("*/*.part"))


def test_a_sheet_without_a_table_says_what_is_missing(officer):
    told = officer(book_of(["Không có gì", "ở đây"]))
    assert told.preview.trouble.startswith("Không tìm thấy bảng")
    assert told.confirm().status_code == 409


@pytest.mark.parametrize("seen", ["", "x", "0" * 64, "a" * 63, "0" * 1000])
def test_any_other_mark_confirms_nothing(officer, seen):
    told = officer(people(SANG))
    assert told.browser.post(f"{told.address}confirm/", {"seen": seen}).status_code == 409
    assert not Person.objects.filter(full_name="Đỗ Văn Sáng").exists()


def test_an_answer_that_was_not_offered_is_refused_in_words(officer):
    told = officer(people([1, "Trần Quang Vinh", "01/01/1990", "Nam", "Giảng viên", LLCS]))
    answer = told.choose("2-who", "is-1")
    assert answer.status_code == 200
    assert "Vui lòng chọn một mục trong danh sách." in answer.content.decode()
    assert latest().answers["given"] == {}


def test_formulas_are_text_or_said_to_be_without_value(officer):
    told = officer(people([1, '=HYPERLINK("http://x")', "05/03/1980", "Nam"], [2, "Lê An", "=TODAY()", "Nam"]))
    assert told.why(2) == ["Không biết dòng này nói về ai: ô công thức chưa có giá trị."]
    assert told.why(3) == ["Ngày sinh: ô công thức chưa có giá trị."]


def test_an_unconfirmed_upload_is_swept_with_its_file_and_an_applied_one_never(officer, quantri, capsys):
    applied, waiting, fresh = (officer(people([1, f"Lê Văn {n}", "05/03/1980", "Nam"])) for n in ("Ba", "Tư", "Năm"))
    applied.confirm()
    old, before = clock.now() - timedelta(days=8), SheetImport.objects.count()
    SheetImport.objects.exclude(pk=int(fresh.address.split("/")[-2])).update(uploaded_at=old)
    gone = SheetImport.objects.get(pk=int(waiting.address.split("/")[-2])).file
    call_command("sweep")
    assert "Đã bỏ 1 bảng tính" in capsys.readouterr().out
    assert SheetImport.objects.count() == before - 1
    assert not StoredFile.objects.filter(pk=gone.pk).exists()
    assert waiting.browser.get(waiting.address).status_code == 404


# -- who it is -------------------------------------------------------------------------------------------------


def test_both_spellings_of_a_tone_are_one_person(officer):
    told = officer(
        people(
            [1, "PHẠM VĂN HOÀ", "04/01/1973", "Nam"], [2, "Phạm Thị Thu Thuỷ", None, "Nữ", "Giảng viên", "Khoa LLCS"]
        )
    )
    assert told.rows() == [(2, SAME), (3, SAME)]


def test_two_of_the_same_name_are_for_the_officer_to_tell_apart(officer):
    other = Person.objects.create(full_name="Trần Quang Vinh", sex="male", birth_date=date(1990, 1, 1))
    told = officer(people([1, "Trần Quang Vinh", None, None, None, None, "Tiến sĩ"]))
    assert told.rows() == [(2, WAITS)]
    question = told.preview.of_rows[0]
    assert [words for _key, words in question.choices] == [
        f"Là Trần Quang Vinh, 21/07/1985, {LLCS}",
        "Là Trần Quang Vinh, 01/01/1990, chưa có đơn vị",
        "Là người khác, thêm mới",
        "Không nhập dòng này",
    ]
    assert told.confirm().status_code == 409
    told.choose("2-who", f"is-{other.pk}")
    told.confirm()
    other.refresh_from_db()
    assert other.qualification == "Tiến sĩ"


def test_the_same_person_twice_in_a_file_is_said(officer):
    told = officer(people(SANG, [2, *SANG[1:]], VINH, [4, "Trần Quang Vinh", None, None, None, LLCS]))
    assert told.rows() == [(2, ADDED), (3, REFUSED), (4, SAME), (5, REFUSED)]
    assert (told.why(3), told.why(5)) == (["Trùng với dòng 2."], ["Trùng với dòng 4."])


def test_a_year_alone_is_kept_only_by_choice_and_never_as_a_date(officer):
    told = officer(
        people([1, "Lý Thị Hai", 1981, "Nữ", "Giảng viên", LLCS], [2, "Trần Quang Vinh", "1985", None, None, LLCS])
    )
    assert told.rows() == [(2, WAITS), (3, SAME)]
    told.choose("2-birth", "no-date")
    told.confirm()
    assert person("Lý Thị Hai").birth_date is None


def test_a_row_left_out_by_choice_is_not_written(officer):
    told = officer(people(SANG, [2, "Lý Thị Hai", "1981", "Nữ", "Giảng viên", LLCS]))
    told.choose("3-birth", "leave")
    assert told.rows() == [(2, ADDED), (3, LEFT)]
    told.confirm()
    assert not Person.objects.filter(full_name="Lý Thị Hai").exists()


# -- posts -----------------------------------------------------------------------------------------------------


def test_a_new_post_replaces_the_old_one_or_stands_beside_it_as_the_officer_says(officer):
    book = people([1, "Trần Quang Vinh", "21/07/1985", None, "Chuyên viên chính", TCHC])
    told = officer(book)
    assert told.rows() == [(2, WAITS)]
    assert told.why(2) == [f"Đang giữ: Giảng viên, {LLCS}. Tệp ghi: Chuyên viên chính, {TCHC}."]
    told.choose("2-post", "leave")
    assert told.rows() == [(2, LEFT)]
    told.choose("2-post", "replace")
    assert told.changes(2) == [
        (
            "Chức vụ, chức danh",
            f"Giảng viên, {LLCS}, đến hết 31/10/2025",
            f"Chuyên viên chính, {TCHC}, từ 01/11/2025",
        )
    ]
    told.confirm()
    posts = person("Trần Quang Vinh").posts.order_by("valid_from").values_list("title", "valid_to")
    assert list(posts) == [("Giảng viên", date(2025, 10, 31)), ("Chuyên viên chính", None)]


def test_a_unit_has_one_head(officer):
    told = officer(people([1, "Trần Quang Vinh", "21/07/1985", None, "Trưởng khoa", LLCS]))
    told.choose("2-post", "replace")
    assert told.rows() == [(2, REFUSED)]
    assert told.why(2)[0].startswith(f"{LLCS} đang có người đứng đầu là Nguyễn Thị Hồng Hạnh.")


def test_the_head_may_change_within_one_file(officer):
    hanh = [1, "Nguyễn Thị Hồng Hạnh", "17/05/1976", None, "Giảng viên cao cấp", LLCS]
    told = officer(people(hanh, [2, "Lê Đức Thịnh", "09/11/1980", None, "Trưởng khoa", LLCS]))
    told.choose("2-post", "replace")
    told.browser.post(f"{told.address}settle/", {"2-post": "replace", "3-post": "replace"})
    assert told.rows() == [(2, CHANGED), (3, CHANGED)]
    told.confirm()
    heads = Post.objects.filter(unit__name=LLCS, is_head=True, valid_to=None)
    assert [post.person.full_name for post in heads] == ["Lê Đức Thịnh"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([1, None, "05/03/1980", "Nam"], "Thiếu họ và tên."),
        ([1, "Lê An", "05/03/1980", None], "Thiếu giới tính (cột “Giới tính”, hoặc ngày sinh ở cột Nam, Nữ)."),
        ([1, "Lê An", "05/03/1980", "khác"], "Giới tính: “khác” không có trong các mức: Nam, Nữ."),
        ([1, "Lê An", "05/03/1980", "Nam", "Giảng viên", "Khoa Toán"], "Không có đơn vị “Khoa Toán” trong danh mục"),
        ([1, "Lê An", "05/03/1980", "Nam", None, LLCS], "Thiếu chức vụ, chức danh."),
        ([1, "Lê An", "05/03/1980", "Nam", "Giảng viên", None], "Thiếu đơn vị."),
        ([1, "L" * 101, "05/03/1980", "Nam"], "Họ và tên: dài 101 ký tự, tối đa 100."),
        ([1, "Lê An", "05/03/1980", "Nam", "G" * 101, LLCS], "Chức vụ, chức danh dài quá 100 ký tự."),
        ([1, "Lê An", "x" * 9000, "Nam"], "không phải ngày/tháng/năm"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_why(officer, row, why):
    told = officer(people(row))
    assert told.rows() == [(2, REFUSED)]
    assert why in told.why(2)[0]


# -- the usual sheet, as it comes ------------------------------------------------------------------------------


@pytest.mark.parametrize(("write", "encoding", "font"), [(in_tcvn3, "tcvn3", ".VnTime"), (in_vni, "vni", "VNI-Times")])
def test_an_old_encoding_is_converted_once_the_officer_says_so(officer, write, encoding, font):
    book = usual(
        [f"I. {NNPL} (01 người)"],
        [1, "Đỗ Nữ Thuỷ Tiên", None, "05.03.1980", "Giảng viên", "Thạc sĩ"],
        write=write,
        font=font,
    )
    told = officer(book)
    assert told.preview.rows == []
    assert [(each.name, each.suggested, each.waits) for each in told.preview.questions] == [
        (f"encoding-{encoding}", encoding, True)
    ]
    told.choose(f"encoding-{encoding}", encoding)
    assert told.rows() == [(10, ADDED)]
    told.confirm()
    tien = person("Đỗ Nữ Thuỷ Tiên")
    assert (tien.sex, tien.birth_date, tien.posts.get().unit.name) == ("female", date(1980, 3, 5), NNPL)


def test_kept_as_it_is_the_old_encoding_meets_no_unit(officer):
    told = officer(usual([f"I. {XDD}"], [1, "Đỗ Văn Sáng", "05.03.1980", None, "Giảng viên"], write=in_vni))
    told.choose("encoding-vni", "keep")
    assert told.preview.trouble == ""
    assert {verdict for _number, verdict in told.rows()} == {REFUSED}


def test_hidden_rows_and_columns_are_asked_about(officer):
    book = people(SANG, [2, "Lý Thị Hai", "05/03/1981", "Nữ", "Giảng viên", LLCS])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["G"].hidden = True
    told = officer(book)
    assert told.preview.questions[0].words == "Tệp có 01 dòng ẩn (3); cột ẩn: Trình độ chuyên môn."
    told.choose("hidden", "leave")
    assert told.rows() == [(2, ADDED)]
    assert "Trình độ chuyên môn" not in [label for label, _old, _new in told.changes(2)]
    told.choose("hidden", "take")
    assert told.rows() == [(2, ADDED), (3, ADDED)]


def test_of_several_sheets_the_officer_chooses_one(officer):
    book = people(SANG)
    book.create_sheet("Thứ hai").append(["x"])
    book.create_sheet("Ẩn").sheet_state = "hidden"
    told = officer(book)
    assert told.preview.questions[0].choices == [("0", "Sheet"), ("1", "Thứ hai")]
    told.choose("sheet", "1")
    assert told.preview.trouble.startswith("Không tìm thấy bảng")
    told.choose("sheet", "0")
    assert told.rows() == [(2, ADDED)]
    assert told.preview.notes == ["Không đọc trang tính ẩn: Ẩn."]


# -- the form to download, the file kept -----------------------------------------------------------------------


def test_the_form_filled_in_is_read_as_it_stands(as_, officer):
    book = load_workbook(BytesIO(as_("quantri").get("/imports/new/people/form.xlsx").content))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[4]}
    assert list(heads)[:3] == ["STT", "Họ và tên", "Ngày sinh"]
    filled = {"Họ và tên": "Đỗ Văn Sáng", "Ngày sinh": date(1980, 3, 5), "Giới tính": "Nam", "Đảng viên": "x",
              "Chức vụ, chức danh": "Giảng viên", "Đơn vị": LLCS, "Giữ chức vụ từ ngày": date(2025, 9, 1)}  # fmt: skip
    for label, value in filled.items():
        sheet.cell(5, heads[label]).value = value
    assert [each.sqref for each in sheet.data_validations.dataValidation]
    told = officer(book)
    assert told.preview.questions == []
    told.confirm()
    sang = person("Đỗ Văn Sáng")
    assert (sang.party_member, sang.posts.get().valid_from) == (True, date(2025, 9, 1))
    assert officer(book).rows() == [(5, SAME)]


def test_an_applied_import_is_looked_at_later_with_its_file(as_, officer):
    told = officer(people(SANG))
    told.confirm()
    answer = as_("quantri").get(f"{told.address}file/")
    content = b"".join(answer.streaming_content)
    assert content == files.path_of(latest().file).read_bytes()
    row = as_("quantri").get("/imports/").context["table"].rows[0]
    assert [row[0].text, row[4].text, row[5].state.label] == ["danh-sach.xlsx", "Thêm mới: 01", "Đã nhập"]


def test_settling_after_it_was_applied_is_a_conflict(officer, quantri):
    told = officer(people(SANG))
    told.confirm()
    with pytest.raises(Conflict):
        imports.settle(latest(), {"refused": "leave"})


def test_units_that_have_ended_are_found_for_nobody(officer):
    Unit.objects.filter(name=XDD).update(valid_to=date(2020, 1, 1))
    Unit.objects.create(name=XDD, kind="faculty", valid_from=date(2020, 1, 2))
    told = officer(people([*SANG[:5], XDD]))
    told.confirm()
    assert person("Đỗ Văn Sáng").posts.get().unit.valid_to is None
