"""What the code on a paper leads to: open to everybody, and silent about results until they are published."""

import pytest
from django.test import Client

from portal import clock
from recognition.actions import lists as actions
from recognition.codes import shown_code, typed_code
from recognition.documents.traced import leads_to
from recognition.models import ListVersion, ReviewList
from tests.recognition.people import account, list_of
from tests.who_may_recognition import brought_to


def asked(code: str, typed: str = "") -> tuple[int, str]:
    address, query = (f"/verify/{code}/", {}) if code else ("/verify/", {"code": typed})
    answer = Client(raise_request_exception=False).get(address, query)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.content.decode()


def newest(step: str) -> ListVersion:
    return brought_to(step).latest()


def test_of_a_published_list_with_its_seal_and_its_decision(school):
    frozen = list_of(2024).latest()
    status, page = asked(frozen.code)
    assert status == 200
    assert "Đây là bản đang có hiệu lực của danh sách." in page
    assert f"{frozen.sha256[:4]} {frozen.sha256[4:8]}" in page
    assert "Số 214/QĐ-TCT, ngày 22/12/2024" in page
    for person in frozen.content["individuals"]:
        assert person["name"] not in page


def test_nothing_of_the_decision_before_it_is_published(school):
    frozen = newest("decided")
    _status, page = asked(frozen.code)
    assert "Đây là bản đang có hiệu lực" in page
    assert "215/QĐ-TCT" not in page
    assert "Quyết định" not in page


def test_closed_and_not_approved(school):
    assert "đã chốt, chưa duyệt" in asked(newest("closed").code)[1]


def test_opened_again_and_then_replaced(school):
    frozen = newest("approved")
    review_list = ReviewList.objects.get(pk=frozen.review_list_id)
    actions.reopen(review_list, by=account("truongphong"), version=review_list.version, reason="Thiếu một hồ sơ")
    assert "Danh sách đã mở lại" in asked(frozen.code)[1]
    review_list = ReviewList.objects.select_related("plan_year__criteria_set__plan").get(pk=frozen.review_list_id)
    second = actions.close(review_list, by=account("chuyenvien"), version=review_list.version)
    page = asked(frozen.code)[1]
    assert "đã được thay bằng bản 02, chốt" in page
    assert f"{clock.local(second.closed_at):%d/%m/%Y}" in page
    assert "chưa duyệt" in asked(second.code)[1]


ODD = ["ABCDEFGHIJKL", "x", "'; DROP", "%F0%9F%98%80", "A" * 5000, "..", "a%20b", "%E2%80%AE"]


@pytest.mark.parametrize("typed", ODD)
def test_whatever_is_typed_is_answered(school, typed):
    status, page = asked(typed)
    assert status == 404
    assert "Kiểm tra mã văn bản" in page or "Không tìm thấy trang này" in page


def test_a_code_is_found_as_people_type_it(school):
    code = list_of(2024).latest().code
    for typed in (shown_code(code), shown_code(code).lower().replace("-", " "), f" {code} "):
        answer = Client().get("/verify/", {"code": typed})
        assert answer.headers["Location"] == f"/verify/{code}/"
    assert typed_code("o1l8-0a") == "OILBOA"
    status, page = asked("", typed="123")
    assert status == 200
    assert "Mã gồm mười hai chữ cái, chữ số." in page


def test_the_picture_leads_to_the_site_or_holds_the_code_alone(settings):
    settings.SITE_URL = "https://cong.truong.example"
    assert leads_to("ABCDEFGHIJKL") == "https://cong.truong.example/verify/ABCDEFGHIJKL/"
    settings.SITE_URL = ""
    assert leads_to("ABCDEFGHIJKL") == "ABCDEFGHIJKL"


def test_the_way_there_is_on_every_page_and_beside_the_sign_in(as_):
    assert 'href="/verify/"' in as_("canbo.llcs").get("/").content.decode()
    assert 'href="/verify/"' in Client().get("/accounts/login/").content.decode()
