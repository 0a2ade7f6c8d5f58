"""Whatever a person can send: never 5xx, never a query made of rubbish, the headers on every answer."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.db import OperationalError

from portal.wsgi import application

RUBBISH = [
    "?page=abc",
    "?page=-1",
    "?page=0",
    "?page=" + "9" * 5000,
    "?page=1e3",
    "?page=10^30",
    "?q=%ff%fe",
    "?q=%25_",
    "?q=" + "a" * 5000,
    "?q=%F0%9F%AA%B7",
    "?kind=nothing&kind=unit",
    "?unit=abc",
    "?unit=99999999999999999999999",
    "?unknown=1",
    "?%3Cscript%3E=1",
    "?q=%ED%A0%80",
    "?&&==&",
]


@pytest.mark.parametrize("query", RUBBISH)
@pytest.mark.parametrize("path", ["/units/", "/people/", "/accounts/", "/people/export.xlsx", "/"])
def test_odd_query_strings(as_, path, query):
    assert as_("quantri").get(path + query).status_code == 200


@pytest.mark.parametrize("query", ["?q=%00", "?%00=1", "?page=1%00", "?q=a%0d%0ab", "?q=%7f"])
@pytest.mark.parametrize("path", ["/units/", "/accounts/login/"])
def test_control_characters_are_refused_at_the_door(as_, path, query):
    answer = as_("quantri").get(path + query)
    assert answer.status_code == 400
    assert "Địa chỉ" in answer.content.decode()


@pytest.mark.parametrize("path", ["/units/%00/", "/%00", "/units/1%0a/"])
def test_control_characters_in_the_path(as_, path):
    assert as_("quantri").get(path).status_code == 400


@pytest.mark.parametrize("charset", ["hex", "rot13", "utf-16"])
def test_a_charset_that_is_no_text_encoding_reaches_the_door(db, charset):
    """Through the server's own entrance: Django's decodes the address by it before any middleware runs."""
    told = {"REQUEST_METHOD": "POST", "PATH_INFO": "/accounts/login/", "QUERY_STRING": "q=%C3%A9"}
    told |= {"CONTENT_TYPE": f"text/plain; charset={charset}", "HTTP_HOST": "testserver"}
    setup_testing_defaults(told)
    answered = []
    b"".join(application(told, lambda status, headers: answered.append(status)))
    assert answered == ["400 Bad Request"]


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-16", "utf-7"])
def test_another_encoding_is_refused_at_the_door(as_, charset):
    """One of them makes half a surrogate pair of plain letters, which no database takes."""
    for content_type in (f"text/plain; charset={charset}", f"multipart/form-data; boundary=x; charset={charset}"):
        for method in ("GET", "POST"):
            answer = as_("canbo.llcs").generic(method, "/registrations/?q=%5Cud800", b"x", content_type)
            assert answer.status_code == 400


def test_whoever_is_refused_finds_the_texts_that_were_sent_and_no_password(as_):
    sent = {"name": "Khoa Mới <b>", "password": "một hai ba", "next": "/a b/", "protocol_order": "5"}
    answer = as_("canbo.llcs").post("/units/new/", sent)
    assert (answer.status_code, answer.context["typed"]) == (403, ["Khoa Mới <b>"])
    assert "Khoa Mới &lt;b&gt;" in answer.content.decode()


def test_too_much_sent_to_who_may_not_is_refused_all_the_same(as_):
    sent = {f"field-{n}": "hai chữ" for n in range(2000)}
    answer = as_("canbo.llcs").post("/units/new/", sent)
    assert answer.status_code == 403


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 30, "9" * 5000])
def test_numbers_that_no_record_has(as_, pk):
    assert as_("quantri").get(f"/units/{pk}/").status_code == 404


@pytest.mark.parametrize("text", ["\x00", "\ud800".encode("utf-8", "surrogatepass"), "<script>", "😀", "x" * 100_000])
def test_odd_text_in_every_field(as_, text):
    for path in ("/units/new/", "/people/new/", "/accounts/new/", "/accounts/password/"):
        names = [
            "name",
            "kind",
            "parent",
            "full_name",
            "sex",
            "birth_date",
            "username",
            "person",
            "old",
            "new",
            "version",
        ]
        assert as_("quantri").post(path, dict.fromkeys(names, text)).status_code == 200


def test_more_fields_than_anybody_has(as_):
    answer = as_("quantri").post("/units/new/", {f"f{number}": "" for number in range(1001)})
    assert answer.status_code == 400
    assert "Vui lòng" in answer.content.decode()


def test_a_forged_host_is_refused(school, client):
    assert client.get("/accounts/login/", headers={"host": "example.com"}).status_code == 400


def test_a_page_without_its_token_says_what_to_do(school):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "mở lại trang" in answer.content.decode()


def test_without_a_database_a_page_still_answers(as_, monkeypatch):
    client = as_("canbo.llcs")

    def down(*args, **kwargs):
        raise OperationalError("connection refused at 10.1.2.3")

    monkeypatch.setattr("portal.views.home.waiting_for", down)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "10.1.2.3" not in answer.content.decode()


def test_a_fault_of_ours_tells_nothing(as_, monkeypatch):
    client = as_("canbo.llcs")
    monkeypatch.setattr("portal.views.home.waiting_for", lambda user: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "division" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/units/", "/units/999/", "/units/export.xlsx", "/?q=%00"])
def test_the_headers_stand_on_every_answer(as_, path):
    headers = as_("quantri").get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
