"""The first administrator of a real portal: opened once, from the server."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.models import User


def test_the_first_administrator_signs_in_and_is_the_only_one_made_so(nothing_yet, capsys):
    call_command("first_admin", "quantri")
    password = capsys.readouterr().out.split("Mật khẩu đầu tiên: ")[1].split(" ")[0]
    client = Client()
    client.post("/accounts/login/", {"username": "quantri", "password": password})
    assert client.get("/").headers["Location"] == "/accounts/password/"
    assert [grant.role for grant in User.objects.get().grants.all()] == ["admin"]
    with pytest.raises(CommandError, match="đã có quản trị"):
        call_command("first_admin", "quantri2")
