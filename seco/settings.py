"""All settings of Seco. What the environment may say is listed in docs/operations.md.

SECO_ENV is `development` for commands and tests, and `production` for every server (seco/wsgi.py), unless it is set.
"""

import os
import secrets
from pathlib import Path

from seco import database
from seco.env import Refused, flag, number, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

SECO_ENV = os.environ.get("SECO_ENV") or "development"
if SECO_ENV not in {"development", "production"}:
    raise Refused(f"SECO_ENV must be development or production, not {SECO_ENV!r}.")
PRODUCTION = SECO_ENV == "production"

DEBUG = flag("DEBUG", False)
if PRODUCTION and DEBUG:
    raise Refused("DEBUG must not be on in production, because error pages would show its inside to readers.")


def local_secret_key(path: Path) -> str:
    """Return the key kept in a file that only this user can read; make it once, on a developer's machine."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(own, path)  # whoever comes first: two programs that start at once get the same key
        except FileExistsError:
            pass
        own.unlink()
    return path.read_text().strip()


SECRET_KEY = os.environ.get("SECRET_KEY", "")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise Refused("SECRET_KEY is not set or too short; give it at least 50 random characters and keep it secret.")
SECRET_KEY = SECRET_KEY or local_secret_key(VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS", [])

ALLOWED_HOSTS = words("ALLOWED_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise Refused("ALLOWED_HOSTS is not set; name the hosts that readers use, such as seco.example.jp.")

# --- The house ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "revisions",
    "contacts",
    "incidents",
    "roadmap",
    "seco",
]

# Sessions, messages and CSRF are for the admin. They cost nothing and set nothing until a view asks for them,
# and no public view does (seco/tests/test_public_headers.py).
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "seco.security.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "seco.language.PathLanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "seco.reading_only.ReadingOnlyMiddleware",
    "seco.security.NoNullMiddleware",
    "seco.held_edits.SignedOutMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "seco.database_gone.DatabaseGoneMiddleware",
    "revisions.gone.GoneMiddleware",
]

ROOT_URLCONF = "seco.urls"
WSGI_APPLICATION = "seco.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "seco.context.page",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'seco.sqlite3'}"
DATABASES = {"default": database.configuration(DATABASE_URL, os.environ.get("SQLITE_JOURNAL") or "delete")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["NAME"] == str(VAR_DIR / "seco.sqlite3"):
    VAR_DIR.mkdir(exist_ok=True)

# The reason of a change may be a whole sentence; the stock column holds 100 characters.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Where the last good copies of the public pages are kept for a day without a database; empty keeps them in memory only.
PAGE_COPIES = os.environ.get("PAGE_COPIES", str(VAR_DIR / "pages"))

# How readers reach the site from outside, for printed addresses and QR codes: https://seco.example.jp
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")

# Whom to tell about a weakness of the site itself, for /.well-known/security.txt: mailto:security@example.jp
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")

# Who runs this installation, for the page about it: a name, and an address or a number to reach them.
OPERATOR_NAME = os.environ.get("OPERATOR_NAME", "")
OPERATOR_CONTACT = os.environ.get("OPERATOR_CONTACT", "")

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

MODELTRANSLATION_DEFAULT_LANGUAGE = "ja"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ja",)
MODELTRANSLATION_AUTO_POPULATE = False

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "seco.static_files.HashedStaticFiles"},
}

# --- Security -------------------------------------------------------------------------------------------------------

# HTTPS=false is for a trial without a certificate: the editors' cookies then also travel over plain HTTP.
HTTPS = flag("HTTPS", PRODUCTION)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "seco.held_edits.csrf_failure"
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31_536_000, 0, 63_072_000) if HTTPS else 0
SECURE_SSL_REDIRECT = flag("HTTPS_REDIRECT", False)  # usually the work of the proxy in front
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # the container's own check speaks plain HTTP
if flag("TRUST_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Other names under the same domain, and a browser's preload list, are not for this application to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Logging: plain lines to stderr, without anything about readers ----------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Every address that does not exist would be a line.
        "django.request": {"level": "ERROR"},
        "seco": {"level": "INFO"},
    },
}
