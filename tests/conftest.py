"""The demo school is the school of the tests: its people have names, roles and units."""

import pytest
from django.test import Client

from portal.models import Person, Unit, User
from recognition.demo.school import LLCS, XDD
from recognition.management.commands.demo import build


@pytest.fixture(autouse=True)
def collected_nowhere(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def school(db) -> None:
    """The demo school, in this test's database."""
    if not Unit.objects.exists():
        build()


@pytest.fixture
def as_(school):
    """`as_("canbo.llcs")`: a browser in which that person is signed in; `as_("")`: nobody is."""

    def signed_in(username: str) -> Client:
        client = Client(raise_request_exception=False)
        if username:
            client.force_login(User.objects.get(username=username), "portal.accounts.PortalBackend")
        return client

    return signed_in


@pytest.fixture
def llcs(school) -> Unit:
    return Unit.objects.get(name=LLCS)


@pytest.fixture
def xdd(school) -> Unit:
    return Unit.objects.get(name=XDD)


@pytest.fixture
def tam(school) -> Person:
    """Lê Thị Minh Tâm, clerk of Khoa Lý luận cơ sở."""
    return Person.objects.get(full_name="Lê Thị Minh Tâm")


@pytest.fixture
def yen(school) -> Person:
    """Phan Thị Yến, clerk of Khoa Xây dựng Đảng."""
    return Person.objects.get(full_name="Phan Thị Yến")


@pytest.fixture
def quantri(school) -> User:
    return User.objects.get(username="quantri")
