"""Two versions of a list, line by line: who came, who went, which printed words differ."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from nominations.models import Nomination
from recognition.actions import lists as actions
from recognition.versions import CAME, CHANGED, HEAD, WENT, compare_versions
from tests.recognition.people import account, list_of


def row(pk: int, name: str, **fields) -> dict:
    told = {
        "place": "Khoa Xây dựng Đảng",
        "unit": "Khoa Xây dựng Đảng",
        "scope": "Toàn diện",
        "summary": "12 giờ giảng",
    }
    told |= {
        "rating": "HTXSNV",
        "party_rating": "-",
        "total": "87,50",
        "rank": 1,
        "note": "",
        "kept": [],
        "spread": False,
    }
    return {"nomination": pk, "name": name, "sex": "Nữ", "born": "01/02/1980"} | told | fields


def content(*individuals: dict, **fields) -> dict:
    told = {"collectives": [], "individuals": list(individuals), "models": [], "women": 1, "men": 0}
    head = {"plan": "Kế hoạch", "threshold": "4/5", "letterhead": {"principal": "Vũ Đình Thuận", "place": "Ninh Bình"}}
    return told | head | fields


def told(old: dict, new: dict) -> list[tuple]:
    found = compare_versions(old, new)
    return [(line.how, line.name, [(c.label, c.old, c.new) for c in line.changes]) for line in found.lines]


def test_the_same_twice_says_so():
    found = compare_versions(content(row(1, "An")), content(row(1, "An")))
    assert (found.lines, found.same, found.sentence) == ([], 1, "Hai bản giống nhau ở mọi dòng, mọi ô.")


@pytest.mark.parametrize(
    ("field", "label", "now"),
    [
        ("name", "Tên tập thể, họ và tên", "Bình"),
        ("sex", "Giới tính", "Nam"),
        ("born", "Ngày sinh", "02/02/1980"),
        ("place", "Chức vụ, đơn vị", "Khoa Nhà nước và pháp luật"),
        ("unit", "Đơn vị đề nghị", "Khoa Nhà nước và pháp luật"),
        ("scope", "Phạm vi", "Từng mặt: giảng dạy"),
        ("summary", "Tóm tắt thành tích", "14 giờ giảng"),
        ("rating", "Xếp loại", "HTTNV"),
        ("party_rating", "Xếp loại tổ chức đảng, đảng viên", "HTTNV"),
        ("total", "Điểm", "88,00"),
        ("rank", "Hạng", 2),
        ("note", "Ghi chú", "Tiêu biểu toàn diện, lan tỏa rộng"),
        ("kept", "Lý do giữ trong danh sách", ["Việc mới"]),
    ],
)
def test_every_printed_field_is_compared(field, label, now):
    old, new = row(1, "An"), row(1, "An") | {field: now}
    shown = now[0] if field == "kept" else str(now)
    before = "" if field in ("kept", "note") else str(old[field])
    assert told(content(old), content(new)) == [(CHANGED, new["name"], [(label, before, shown)])]


def test_who_came_and_who_went_with_what_they_brought():
    found = told(content(row(1, "An"), row(2, "Bình")), content(row(2, "Bình"), row(3, "Chi", note="Miễn: x")))
    assert [(how, name) for how, name, _changes in found] == [(CAME, "Chi"), (WENT, "An")]
    assert ("Ghi chú", "", "Miễn: x") in found[0][2]
    assert ("Điểm", "87,50", "") in found[1][2]
    assert all(label != "Tên tập thể, họ và tên" for _how, _name, changes in found for label, *_rest in changes)


def test_models_the_head_and_the_votes():
    model = {"name": "Giờ giảng mở", "place": "Khoa Xây dựng Đảng", "scope": "Toàn diện", "summary": "12 giờ"}
    old = content(row(1, "An"), models=[model], votes={"1": {"for": 9}})
    new = content(
        row(1, "An"),
        models=[model | {"summary": "14 giờ"}],
        letterhead={"principal": "Trần Thị Kim Oanh", "place": "Ninh Bình"},
        threshold="9/10",
        votes={"1": {"for": 11}},
    )
    assert told(old, new) == [
        (
            HEAD,
            "Phần chung của danh sách",
            [("Mức phiếu cần đạt", "4/5", "9/10"), ("Tiêu đề, người ký", "Vũ Đình Thuận", "Trần Thị Kim Oanh")],
        ),
        (CHANGED, "An", [("Phiếu đồng ý", "9", "11")]),
        (CHANGED, "Giờ giảng mở", [("Tóm tắt thành tích", "12 giờ", "14 giờ")]),
    ]


def test_long_texts_word_by_word():
    found = compare_versions(content(row(1, "An")), content(row(1, "An", summary="14 giờ giảng mở")))
    pieces = [(piece.how, piece.text) for piece in found.lines[0].changes[0].pieces]
    assert "".join(text for how, text in pieces if how != "added") == "12 giờ giảng"
    assert "".join(text for how, text in pieces if how != "removed") == "14 giờ giảng mở"
    assert ("same", "giờ ") in pieces or ("same", "giờ giảng") in pieces


def test_a_version_from_before_reasons_and_marks_were_frozen_is_read_all_the_same():
    old = row(1, "An")
    del old["kept"], old["spread"]
    assert told(content(old), content(row(1, "An"))) == []


# -- the page -------------------------------------------------------------------------------------------------


@pytest.fixture
def twice_closed(school):
    """Closed, opened again for a summary, one set aside, closed once more."""
    review_list = list_of(2025)
    office, head = account("chuyenvien"), account("truongphong")
    actions.close(review_list, by=office, version=review_list.version)
    actions.reopen(review_list, by=head, version=review_list.version, reason="Sửa tóm tắt của một hồ sơ")
    rows = {
        str(each): each for each in Nomination.objects.with_subject().filter(plan_year__year=2025, state="appraised")
    }
    Nomination.objects.filter(pk=rows["Trần Quang Vinh"].pk).update(summary="321 câu hỏi, 14 lớp sử dụng")
    actions.set_aside(rows["Ngô Thị Bích Ngọc"], reason="Chờ xác minh", by=office)
    actions.close(review_list, by=office, version=review_list.version)
    return review_list


def test_the_page_says_why_it_was_opened_again_and_what_differs(twice_closed, as_):
    answer = as_("danguy").get(f"/lists/{twice_closed.pk}/versions/")
    page = answer.context["page"]
    assert page.reopened == ["Bản 01 mở lại: Sửa tóm tắt của một hồ sơ"]
    assert page.found.sentence == "00 thêm vào, 02 đưa ra, 02 thay đổi, 02 giữ nguyên."
    shown = answer.content.decode()
    assert "Bản 01 mở lại: Sửa tóm tắt của một hồ sơ" in shown
    assert '<del class="removed"><span class="visually-hidden">bỏ: </span>320 </del>' in shown
    assert '<ins class="added"><span class="visually-hidden">thêm: </span>321 </ins>' in shown


def test_the_frozen_page_leads_there(twice_closed, as_):
    shown = as_("danguy").get(f"/lists/{twice_closed.pk}/").content.decode()
    assert f'href="/lists/{twice_closed.pk}/versions/?old=1&amp;new=2"' in shown
    assert "00 thêm vào, 02 đưa ra, 02 thay đổi, 02 giữ nguyên." in shown


@pytest.mark.parametrize("query", ["?old=2&new=1", "?old=1&new=1", "?old=9&new=abc", "?old=-1", "?new=99999999999"])
def test_whatever_is_asked_is_answered(twice_closed, as_, query):
    answer = as_("danguy").get(f"/lists/{twice_closed.pk}/versions/{query}")
    page = answer.context["page"]
    expected = {"?old=2&new=1": (2, 1), "?old=1&new=1": (1, 1)}.get(query, (1, 2))
    assert (answer.status_code, (page.old.number, page.new.number)) == (200, expected)


def test_a_spreadsheet_has_a_row_a_field(twice_closed, as_):
    answer = as_("danguy").get(f"/lists/{twice_closed.pk}/versions/export.xlsx?old=1&new=2")
    assert answer["Content-Disposition"] == 'attachment; filename="so-sanh-2025-ban-01-02.xlsx"'
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0] == ("Tên tập thể, họ và tên", "Nhóm", "Khác nhau", "Nội dung", "Bản 01", "Bản 02")
    assert ("Tóm tắt thành tích", "320 câu hỏi, 14 lớp sử dụng", "321 câu hỏi, 14 lớp sử dụng") in {
        each[3:] for each in rows
    }
