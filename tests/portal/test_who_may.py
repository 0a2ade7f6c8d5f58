"""Rights, as one table: `tests/who_may.py`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, reverse

from criteria.models import PlanYear, Rating
from nominations.models import Commendation, Evidence, Nomination, Registration, ReturnNote, Sending
from portal.models import AuditEntry, Grant, Person, Post, Unit, User
from recognition.models import Evaluation, KeptEntry, WideSpread
from tests import who_may

RECORDS = (
    *(Unit, Person, Post, User, Grant, PlanYear, Rating),
    *(Registration, Nomination, Evidence, ReturnNote, Sending, Commendation),
    *(KeptEntry, WideSpread, Evaluation),
)
WRITES = re.compile(
    rf'(INSERT INTO|UPDATE|DELETE FROM) "({"|".join(model._meta.db_table for model in RECORDS)})"', re.IGNORECASE
)


def ask(as_, row: who_may.Row, persona: str, *, unchanged: bool = True) -> int:
    """The status this persona gets; whatever the request wrote is undone. A refusal must have written nothing."""
    with transaction.atomic():
        client = as_(who_may.PERSONAS[persona])
        address = reverse(row.full_name, args=who_may.target(row))
        data = who_may.posted(row) if row.method == "POST" else {}
        with before_any_write() as kept:
            answer = (client.post if row.method == "POST" else client.get)(address, data)
        if served := getattr(answer, "file_to_stream", None):
            served.close()
        refused = answer.status_code not in (200, 302) or row.method == "GET" or persona == "nobody"
        if unchanged and refused and kept and row.name != "login":  # signing in notes its own time
            assert records() == kept[0]
        transaction.set_rollback(True)
    return answer.status_code


@contextmanager
def before_any_write() -> Iterator[list]:
    """Empty where nothing was written; else what all records were before the first statement that writes to one."""
    kept = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and not kept:
            kept.append(None)
            kept[0] = records()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield kept


def records() -> list:
    return [list(model.objects.order_by("pk").values_list()) for model in RECORDS]


@pytest.mark.parametrize("row", list(who_may.rows()), ids=str)
def test_who_may(as_, row):
    answers = {persona: ask(as_, row, persona) for persona in who_may.PERSONAS}
    assert answers == row.expected


def test_every_address_has_its_rows():
    """GET of every address; and of an address with a thing in it: own, foreign and absent."""
    listed = {(row.full_name, row.case) for row in who_may.rows()}
    apps = get_resolver().namespace_dict
    for app, (_prefix, resolver) in apps.items():
        for pattern in resolver.url_patterns:
            cases = {"own", "foreign", "absent"} if pattern.pattern.converters else {"-"}
            assert {(f"{app}:{pattern.name}", case) for case in cases} <= listed, f"{pattern.name} is not in the table"
    assert len(get_resolver().url_patterns) == len(apps), "an address outside the apps' lists has no row"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method_is_answered(as_, method, llcs):
    for name in ("unit-list", "unit-edit", "account-new", "notices-read", "logout"):
        address = reverse(f"portal:{name}", args=[llcs.pk] if name == "unit-edit" else [])
        assert getattr(as_("quantri"), method)(address).status_code == 405


def test_a_refusal_names_who_may(as_):
    page = as_("canbo.llcs").get("/people/").content.decode()
    assert "Đồng chí chưa được giao quyền xem danh sách cán bộ." in page
    assert "Quản trị hệ thống" in page


def test_foreign_and_absent_look_alike(as_, xdd):
    client = as_("canbo.llcs")
    foreign, absent = client.get(f"/units/{xdd.pk}/"), client.get("/units/999999999/")
    plain = [re.sub(rb'value="\w{64}"', b"", answer.content) for answer in (foreign, absent)]  # the forms' tokens
    assert plain[0] == plain[1].replace(b"999999999", str(xdd.pk).encode())


def test_a_role_taken_away_ends_with_the_next_request(as_, quantri):
    client = as_("chuyenvien")
    assert client.get("/people/").status_code == 200
    Grant.objects.filter(user__username="chuyenvien").update(revoked_at=quantri.created_at)
    assert client.get("/people/").status_code == 403


def test_extra_fields_set_nothing(as_, tam):
    """A form takes what it shows: no role, no account, no version of its own making."""
    quantri = as_("quantri")
    data = {"full_name": "Lê Thị Minh Tâm", "sex": "female", "personnel_type": "cadre", "version": "1"}
    quantri.post(
        f"/people/{tam.pk}/edit/", data | {"search": "x", "is_superuser": "1", "role": "admin", "account": "1"}
    )
    tam.refresh_from_db()
    assert tam.personnel_type == "cadre"
    assert (tam.search, tam.version) == ("le thi minh tam", 2)
    assert [grant.role for grant in tam.account.grants.all()] == ["unit_staff"]
    assert AuditEntry.objects.latest("pk").act == "Sửa thông tin cán bộ, viên chức"
