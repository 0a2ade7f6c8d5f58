"""The demo school is the school of the tests: its people have names, roles and units."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command
from django.test import Client

from portal import files
from portal.models import Person, Unit, User
from recognition.demo.school import LLCS, XDD
from recognition.management.commands.demo import build


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, demo_folder):
    """The demo school is built once and stands in every test's database; each test's own changes are undone."""
    with django_db_blocker.unblock():
        _build(demo_folder)


def _build(folder: Path) -> None:
    before = project_settings.PORTAL_DATA_DIR
    project_settings.PORTAL_DATA_DIR = folder
    try:
        build()
        for part in files.folder().glob("*/*.part"):  # built inside a test's transaction: nothing commits
            part.replace(part.with_suffix(""))
    finally:
        project_settings.PORTAL_DATA_DIR = before


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Files of a test stay in its own folder."""
    settings.PORTAL_DATA_DIR = settings.STATIC_ROOT = tmp_path


@pytest.fixture
def school(db, demo_folder, tmp_path) -> None:
    """The demo school with its files. (A test with real transactions leaves an empty database to the next one.)"""
    if not Unit.objects.exists():
        shutil.rmtree(demo_folder / "files", ignore_errors=True)
        _build(demo_folder)
    shutil.copytree(demo_folder / "files", tmp_path / "files", copy_function=os.link)


@pytest.fixture
def nothing_yet(db) -> None:
    """An empty database, for this test."""
    call_command("flush", interactive=False)


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
