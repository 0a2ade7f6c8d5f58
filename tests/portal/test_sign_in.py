"""Signing in: the same words for whatever is wrong, guessing throttled, sessions that end when they should."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from portal.models import User

PASSWORD = "demo-portal-2025"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


def sign_in(client: Client, username: str = "canbo.llcs", password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"username": username, "password": password, **more})


def test_a_clerk_signs_in_and_out(school, client):
    anonymous = client.cookies.get("sessionid")
    assert sign_in(client).headers["Location"] == "/"
    key = client.cookies["sessionid"].value
    assert key != anonymous
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key  # the old cookie opens nothing
    assert client.get("/").status_code == 302


def test_the_name_may_be_typed_in_capitals(school, client):
    assert sign_in(client, " Canbo.LLCS ").status_code == 302


@pytest.mark.parametrize("case", ["unknown", "wrong", "disabled"])
def test_the_words_are_the_same(school, client, case):
    User.objects.filter(username="canbo.xdd").update(is_active=False)
    name, password = {
        "unknown": ("khong.co", PASSWORD),
        "wrong": ("canbo.llcs", "sai"),
        "disabled": ("canbo.xdd", PASSWORD),
    }[case]
    answer = sign_in(client, name, password)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [WRONG + " Vui lòng nhập lại."]


def test_guessing_is_throttled_without_locking_the_office(school, client, settings):
    settings.AXES_ENABLED = True
    for _guess in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="sai")
    blocked = sign_in(client)
    assert blocked.status_code == 429
    assert "thử lại sau 15 phút" in blocked.content.decode()
    assert AccessAttempt.objects.exists()
    assert sign_in(Client(), "canbo.xdd").status_code == 302, "a colleague at the same address"


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"])
def test_next_stays_on_this_site(school, client, target):
    assert sign_in(client, next=target).headers["Location"] == "/"


def test_next_leads_on(school, client):
    assert client.get("/people/?q=a").headers["Location"] == "/accounts/login/?next=/people/%3Fq%3Da"
    assert sign_in(client, next="/profile/").headers["Location"] == "/profile/"


def test_a_changed_password_ends_other_sessions(as_, school):
    here, there = as_("canbo.llcs"), as_("canbo.llcs")
    new = "Sen nở giữa đầm xưa"
    here.post("/accounts/password/", {"old": PASSWORD, "new": new, "again": new})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_an_account_out_of_use_is_out_with_the_next_request(as_, school):
    client = as_("canbo.llcs")
    User.objects.filter(username="canbo.llcs").update(is_active=False)
    assert client.get("/").status_code == 302


def test_the_first_password_is_changed_before_anything_else(as_, school):
    User.objects.update(must_change_password=True)
    client = as_("canbo.llcs")
    assert client.get("/profile/").headers["Location"] == "/accounts/password/"
    new = "Sen nở giữa đầm xưa"
    client.post("/accounts/password/", {"old": PASSWORD, "new": new, "again": new})
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize(
    "password",
    ["Sen nở giữa đầm xưa", "Đồng chí nào cũng nhớ ngày hội trường năm ấy, mưa rất to và vui", "k7!vQ2#mZ9xP"],
)
def test_fine_passwords(school, password):
    validate_password(password, User.objects.get(username="canbo.llcs"))


@pytest.mark.parametrize(
    "password",
    ["truongchinhtri2026", "Truong Chinh Tri!", "lethiminhtam1990", "matkhau123456", "111111111111", "ngắn quá"],
)
def test_passwords_that_anybody_would_try(school, password):
    with pytest.raises(ValidationError):
        validate_password(password, User.objects.get(username="canbo.llcs"))


def test_demo_names_are_offered_in_the_demo_only(school, client, settings):
    assert PASSWORD in client.get("/accounts/login/").content.decode()
    settings.PORTAL_DEMO = False
    page = client.get("/accounts/login/?as=canbo.llcs").content.decode()
    assert PASSWORD not in page
    assert "canbo.llcs" not in page
