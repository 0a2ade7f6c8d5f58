"""A real Chromium before the demo school on a live server; whatever a window should not do fails the test.

Each module finds the school as it was built; tests of one module that write choose different things to write.
Every worker has a database, a server and a Chromium of its own.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from recognition.demo.school import PASSWORD
from tests.browser.window import DESK, Window

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's synchronous API keeps a loop in this thread

HERE = Path(__file__).parent
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-proxy-server", "--lang=vi"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # another host is not reached, and is seen as a fault
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def _django_db_helper() -> None:
    """pytest-django's own would empty the database after every test; here a school lasts for a module."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    asked = os.environ.get("CHROMIUM", "")
    found = next(filter(None, map(shutil.which, [asked, "chromium", "/usr/bin/chromium", "google-chrome"])), None)
    if not found:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("Chưa cài Chromium; hãy chạy: sudo apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live(django_db_setup, tmp_path_factory) -> Iterator[str]:
    """The server's address. (`live_server` itself empties the database after every test.)"""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def own_folder(settings, folder) -> None:
    """Files stay as long as the school they belong to: for the module."""
    settings.PORTAL_DATA_DIR = folder


@pytest.fixture(scope="session")
def as_built(django_db_setup, django_db_blocker) -> Iterator[sqlite3.Connection]:
    """The database with the demo school as it was built, before anybody writes."""
    assert "test" in str(connection.settings_dict["NAME"]), "would overwrite a real database"
    copy = sqlite3.connect(":memory:")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(copy)
    yield copy
    copy.close()


@pytest.fixture(scope="module")
def school(as_built, django_db_blocker, demo_folder, folder) -> Iterator[None]:
    """The demo school, for real: what the server's threads read must be committed."""
    shutil.copytree(demo_folder / "files", folder / "files")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        as_built.backup(connection.connection)
        yield


@pytest.fixture(scope="module")
def remembered(school) -> dict[str, dict]:
    """What the browser holds of those who have signed in, for this school."""
    return {}


@pytest.fixture
def window(chromium, live, school) -> Iterator[Callable[..., Window]]:
    """`window(width)`: a new window, nobody signed in. Its faults are told when the test is over."""
    opened: list[Window] = []

    def new(width: int = DESK, **options) -> Window:
        context = chromium.new_context(
            base_url=live, viewport={"width": width, "height": 900}, locale="vi-VN", reduced_motion="reduce", **options
        )
        context.set_default_timeout(15000)  # a loaded machine takes its time; nothing waits that long when all is well
        opened.append(Window(context, live))
        return opened[-1]

    yield new
    faults = [fault for each in opened for fault in each.faults]
    for each in opened:
        each.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def signed_in(window, remembered) -> Callable[..., Window]:
    """`signed_in("quantri", 390)`: a window of that person, who went through the real form once."""

    def new(username: str, width: int = DESK, **options) -> Window:
        if username not in remembered:
            door = window()
            door.sign_in(username, PASSWORD)
            remembered[username] = door.context.storage_state()
        return window(width, storage_state=remembered[username], **options)

    return new
