"""Settings: everything an operator may choose comes from the environment and is listed in docs/settings.md.

A wrong value stops the start with one clear line.
"""

import importlib.util
import ipaddress
import json
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from config.accounts import *  # noqa: F403
from config.accounts import ACCOUNT_APPS, PROVIDER_APPS
from config.environment import env, env_choice, env_list, env_number, env_text, read_flag, refuse
from config.limits import BLOCK_WIDEST, RATE_LIMITS  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent


# ---- Where things are -------------------------------------------------------------------------------------

DATA_DIR = Path(env_text("DATA_DIR") or BASE_DIR / "data").expanduser().resolve()
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    STATIC_ROOT.mkdir(exist_ok=True)
    MEDIA_ROOT.mkdir(exist_ok=True)
except OSError as error:
    refuse("DATA_DIR", str(DATA_DIR), f"a folder that can be written ({error.strerror})")


def generated_secret(path: Path) -> str:
    """The secret in `path`, made at the first start; processes that start together get the same one."""
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)  # noqa: PTH108 - the pair of os.link
    return path.read_text().strip()


# ---- The server -------------------------------------------------------------------------------------------

DEBUG = env("DEBUG", "off", read_flag, "on or off")
HOST = env_text("HOST", "127.0.0.1")
PORT = env_number("PORT", 8000, 1, 65535)
WORKERS = env_number("WORKERS", 2, 1, 64)


def read_site_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(value)
    return f"{parts.scheme}://{parts.netloc}"


def read_addresses(value: str) -> list[str]:
    return [str(ipaddress.ip_network(item.strip())) for item in value.split(",") if item.strip()]


SITE_URL = env(
    "SITE_URL",
    f"http://{'localhost' if HOST in ('0.0.0.0', '::') else HOST}:{PORT}",  # noqa: S104 - only compared
    read_site_url,
    "an address such as https://wiki.example.org",
)
SITE_NAME = env_text("SITE_NAME", "Stemma")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or [
    str(urlsplit(SITE_URL).hostname),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env("TRUSTED_PROXIES", "", read_addresses, "IP addresses or networks, separated by commas")

# ---- Secrets ----------------------------------------------------------------------------------------------


def read_secret(value: str) -> str:
    if value and len(value) < 50:
        raise ValueError("too short")
    return value


try:
    SECRET_KEY = env(
        "SECRET_KEY", "", read_secret, "at least 50 characters, or unset", secret=True
    ) or generated_secret(DATA_DIR / "secret_key")
except OSError as error:
    refuse("DATA_DIR", str(DATA_DIR), f"a folder that can keep the secret key ({error.strerror})")
JOB_SECRET = env_text("JOB_SECRET")

# ---- What the wiki allows ---------------------------------------------------------------------------------

DEFAULT_CONTENT_MODEL = env_choice("DEFAULT_CONTENT_MODEL", "markdown", ("markdown", "wikitext"))
ANONYMOUS_EDITING = env_choice("ANONYMOUS_EDITING", "temporary", ("off", "ip", "temporary"))
TEMPORARY_ACCOUNTS_A_DAY = env_number("TEMPORARY_ACCOUNTS_A_DAY", 6, 1, 1_000_000)
ADDRESS_DAYS = env_number("ADDRESS_DAYS", 90, 1, 3650)
# An account is confirmed when it is as old as this, and has made so many edits.
AUTOCONFIRM_DAYS = env_number("AUTOCONFIRM_DAYS", 4, 0, 3650)
AUTOCONFIRM_EDITS = env_number("AUTOCONFIRM_EDITS", 10, 0, 100_000)


def read_kinds(value: str) -> dict[str, int]:
    """The kinds of files that are taken, each with the most bytes it may have."""
    kinds = {}
    for item in value.split(","):
        kind, _colon, most = item.strip().lower().partition(":")
        if kind not in KINDS or (most and not re.fullmatch(r"[1-9][0-9]{0,9}", most)):
            raise ValueError(value)
        kinds[kind] = min(int(most or UPLOAD_MAX_BYTES), UPLOAD_MAX_BYTES)
    return kinds


KINDS = ("jpeg", "png", "gif", "webp", "svg")
UPLOAD_MAX_BYTES = env_number("UPLOAD_MAX_BYTES", 20_000_000, 1000, 1_000_000_000)
UPLOAD_TYPES = env(
    "UPLOAD_TYPES",
    "jpeg,png,gif,webp,svg:5000000",
    read_kinds,
    f"some of {', '.join(KINDS)}, each with a number of bytes behind a colon if it has its own limit",
)

# ---- Storage ----------------------------------------------------------------------------------------------

SQLITE_SYNCHRONOUS = env_choice("SQLITE_SYNCHRONOUS", "FULL", ("OFF", "NORMAL", "FULL", "EXTRA"))


def sqlite_database(path: Path) -> dict[str, Any]:
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": SQLITE_SYNCHRONOUS,  # FULL: a saved edit survives a power cut
        "foreign_keys": "ON",
        "cache_size": -4096,  # 4 MB for each connection, and every server thread has one
        "mmap_size": 134217728,  # 128 MB, shared between the processes
        "temp_store": "MEMORY",
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A file, so that tests meet the same locks as the site.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Read, check and write happen under one lock; a later upgrade of the lock could fail at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
        },
    }


def read_database_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if not url:
        return sqlite_database(DATA_DIR / "wiki.sqlite3")
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return sqlite_database(Path(unquote(parts.path[1:])).expanduser().resolve())
    if parts.scheme in ("postgres", "postgresql") and len(parts.path) > 1:
        return {**dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)}
    raise ValueError(url)


DATABASES = {
    "default": env(
        "DATABASE_URL",
        "",
        read_database_url,
        "postgresql://user:password@host/name or sqlite:////path/to/file",
        secret="@" in os.environ.get("DATABASE_URL", ""),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def read_cache_url(url: str) -> dict[str, Any]:
    if not url:
        memory = "django.core.cache.backends.locmem.LocMemCache"
        return {"BACKEND": memory, "OPTIONS": {"MAX_ENTRIES": 10_000}}
    if urlsplit(url).scheme not in ("redis", "rediss", "unix") or importlib.util.find_spec("redis") is None:
        raise ValueError(url)
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


CACHES = {
    "default": env(
        "CACHE_URL",
        "",
        read_cache_url,
        "redis://host:6379/0, or unset",
        secret="@" in os.environ.get("CACHE_URL", ""),
    )
}


def read_storage(value: str) -> str:
    """The path of a class, whose package is there; its code is loaded when the first file is."""
    module, dot, name = value.rpartition(".")
    if not dot or not name.isidentifier() or importlib.util.find_spec(module.partition(".")[0]) is None:
        raise ValueError(value)
    return value


def read_options(value: str) -> dict[str, Any]:
    options = json.loads(value or "{}")
    if not isinstance(options, dict):
        raise ValueError(value)
    return options


STORAGES = {
    "default": {
        "BACKEND": env(
            "MEDIA_STORAGE",
            "config.media.WholeFiles",
            read_storage,
            "the path of a storage class of an installed package",
        ),
        "OPTIONS": env(
            "MEDIA_STORAGE_OPTIONS", "", read_options, "options of the storage as a JSON object", secret=True
        ),
    },
    "staticfiles": {"BACKEND": "config.static.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# ---- E-mail -----------------------------------------------------------------------------------------------


def read_email_url(url: str) -> dict[str, Any]:
    if not url:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
        raise ValueError(url)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": parts.hostname,
        "PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+tls",
        "USE_SSL": parts.scheme == "smtps",
        "TIMEOUT": 20,
    }


_email = env(
    "EMAIL_URL",
    "",
    read_email_url,
    "smtp://, smtp+tls:// or smtps://user:password@host:port, or unset",
    secret="@" in os.environ.get("EMAIL_URL", ""),
)
globals().update({f"EMAIL_{name}": value for name, value in _email.items()})
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_text("EMAIL_FROM", f"wiki.{urlsplit(SITE_URL).hostname}")

# ---- Django -----------------------------------------------------------------------------------------------

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
INSTALLED_APPS = [
    "wiki",
    "simple_history",
    "config.admin.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *ACCOUNT_APPS,
    *PROVIDER_APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wiki.web.frame.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wiki.web.frame.languages.interface_language",
    "wiki.web.frame.times.utc_at_first",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "wiki.web.frame.authentication.OneQueryAuthentication",
    "allauth.account.middleware.AccountMiddleware",
    "wiki.web.frame.temporary.temporary_account",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wiki.web.frame.middleware.refusals",
]
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
                "wiki.web.frame.context.frame",
            ],
        },
    }
]

AUTH_USER_MODEL = "wiki.User"
AUTHENTICATION_BACKENDS = ["wiki.web.frame.authentication.Accounts"]
LOGIN_URL = "/wiki/Special:UserLogin"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "wiki.web.edit.refusals.csrf_failure"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The languages of the interface, each by its own name. That of the articles is one of them.
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "español"),
    ("fr", "français"),
    ("ru", "русский"),
    ("ar", "العربية"),
    ("zh-hans", "简体中文"),
    ("ja", "日本語"),
]
LANGUAGE_CODE = env_choice("SITE_LANGUAGE", "en", tuple(code for code, _name in LANGUAGES))
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "wiki" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# A page of 2 MB, percent-encoded, and an infobox form of 10,000 rows must reach the form, to be judged there.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100_000
FILE_UPLOAD_HANDLERS = [
    "wiki.web.frame.upload_limit.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# W005 and W021 would bind every sub-domain of the operator's domain, which is not the wiki's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "wiki.models.sessions"
SESSION_COOKIE_HTTPONLY = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    not HTTPS
)  # browsers themselves allow passkeys over HTTP on localhost alone
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["stderr"],
        "level": env_choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "propagate": False},
        # A bad address is the visitor's mistake: what goes wrong here is logged, what is refused is not.
        "django.request": {"level": "ERROR"},
    },
}
