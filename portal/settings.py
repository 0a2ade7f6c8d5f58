"""One settings file. Everything that differs from one installation to the next comes from the environment.

`PORTAL_DEMO=1` (set by `start.py`) runs the made-up school over plain http on its own date; without it the
portal is a real one: HTTPS, HSTS, secure cookies, the real clock.
"""

from datetime import date
from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# -- which installation this is -------------------------------------------------------------------------------
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=False)
DEMO_TODAY = date(2025, 11, 20)  # the plan's years are over: the demo school keeps its own date
PORTAL_DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / "var")))
SCHOOL_NAME = env.str("SCHOOL_NAME", default="Trường Chính trị Trường Chinh")
SCHOOL_NAME_ON_PAPER = env.str("SCHOOL_NAME_ON_PAPER", default="TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH")  # with its line break
OFFICE_NAME = env.str("OFFICE_NAME", default="Phòng Tổ chức, hành chính, thông tin, tư liệu")

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if PORTAL_DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# -- the four apps and where the site shows what stands above `portal` ----------------------------------------
# portal ← criteria ← nominations ← recognition: an arrow never runs back, so what a lower app needs from above is named
# here by dotted path, once for each app that offers it. PORTAL_… is read by `portal`, and so on.
INSTALLED_APPS = [
    "portal",
    "criteria",
    "nominations",
    "recognition",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]
PORTAL_MENU = [  # entries of the side bar (`portal/menu.py`)
    "portal.menu.ENTRIES",
    "criteria.menu.ENTRIES",
    "recognition.menu.ENTRIES",
    "nominations.menu.ENTRIES",
    "nominations.menu_appraisal.ENTRIES",
]
PORTAL_DESK = [  # what waits for a reader on the home page (`portal/desk.py`)
    "portal.desk.tasks",
    "criteria.desk.tasks",
    "nominations.desk.tasks",
    "recognition.desk.tasks",
    "nominations.desk_appraisal.tasks",
    "nominations.desk_gates.tasks",
]
PORTAL_SEARCH = [  # what the search finds (`portal/search.py`)
    "portal.search.groups",
    "nominations.queries.found.groups",
]
PORTAL_IMPORTS = [  # what may be imported from spreadsheets (`portal/sheets/kinds.py`)
    "portal.resources.PEOPLE",
    "criteria.resources.RATINGS",
    "recognition.resources.REGISTERED",
    "recognition.resources.RECOGNISED",
]
PORTAL_WORKFLOWS = [  # drawn in docs/states.md
    "criteria.workflow.YEARS",
    "nominations.workflow.REGISTRATIONS",
    "nominations.workflow.NOMINATIONS",
    "recognition.workflow.LISTS",
]
PORTAL_FOLLOWERS = ["nominations.actions.names.follow"]  # told of every change of a kept thing (`portal/actions.py`)
CRITERIA_FOLLOWERS = ["nominations.raised.rating_recorded"]  # told of every rating that is recorded
CRITERIA_TRIAL = "nominations.trial.try_on"  # tries changed standards on last year's dossiers (`criteria/trial.py`)
NOMINATIONS_OUTCOME = "recognition.queries.results.outcome_for"  # recognition and awards, on a dossier's page
CRITERIA_SENT = "nominations.subjects.has_sent"  # has a unit sent a dossier under a set (`criteria/actions/own.py`)

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.never_stored",
    "portal.middleware.clean_at_the_door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.LoginRequired",
    "portal.middleware.own_password_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",  # the packages' own
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
            "builtins": ["portal.templatetags.portal"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- the database ---------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{PORTAL_DATA_DIR}/portal.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # As it comes, SQLite answers "database is locked" to the second writer at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- signing in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "portal.accounts.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.LongEnough"},
    {"NAME": "portal.accounts.NotGuessable"},
]
LOGIN_URL = "portal:login"
LOGIN_REDIRECT_URL = "portal:home"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Throttle one name from one address; an office sits behind one address and must not be locked out whole.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.views.accounts.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# -- transport and headers ------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not PORTAL_DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if PORTAL_DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PORTAL_DEMO
SECURE_HSTS_PRELOAD = not PORTAL_DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PORTAL_DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Tabler draws its ticks and arrows from data: URIs
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # of one request: each allowed file stays in memory, see below
# A whole allowed file stays in memory: a full disk is then met by `portal.files.store`, which has a sentence for it.
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# -- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# -- mail -----------------------------------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if PORTAL_DEMO else "").rstrip("/")  # mails, papers
MAIL_IS_SET_UP = PORTAL_DEMO or bool(SITE_URL and env.str("EMAIL_URL", default=""))
if PORTAL_DEMO:  # nothing leaves the made-up school: its mails are files
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(PORTAL_DATA_DIR / "mail")
elif MAIL_IS_SET_UP:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Điển hình tiên tiến <cong@localhost>")
MAIL_REPLY_TO = env.list("MAIL_REPLY_TO", default=[])

# -- static files ---------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = PORTAL_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "portal.staticfiles.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.staticfiles.PortalStaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}},
}
