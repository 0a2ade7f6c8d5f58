"""The product's own settings as the demo runs them, with a cheap password hash and one model to prove moves on."""

import os

os.environ.setdefault("PORTAL_DEMO", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, INSTALLED_APPS, PORTAL_DATA_DIR, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.letters"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # does not ask for collected files
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    PORTAL_DATA_DIR.mkdir(exist_ok=True)
    # A file, not memory: several threads must meet in one database.
    DATABASES["default"]["TEST"] = {"NAME": str(PORTAL_DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
