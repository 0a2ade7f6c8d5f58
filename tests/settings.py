"""The product's own settings as the demo runs them, with a cheap password hash and one model to prove moves on."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PORTAL_DEMO", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.letters"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # does not ask for collected files
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: several threads must meet in one database. Its own for each run, so that two may go at once.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"portal-test-{run}.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
