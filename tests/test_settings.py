"""Every setting is documented, and a wrong value stops the start with one clear line."""

import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READERS = {"env", "env_text", "env_number", "env_choice", "env_list"}
SECRET = "x1y2z3" * 10
DATABASES = "postgresql://user:password@host/name or sqlite:////path/to/file"
MAIL_SERVERS = "smtp://, smtp+tls:// or smtps://user:password@host:port, or unset"
BYTES = "a whole number from 1000 to 1000000000"
KINDS = (
    "some of jpeg, png, gif, webp, svg, each with a number of bytes behind a colon if it has its own limit"
)
STORAGE = "the path of a storage class of an installed package"
OPTIONS = "options of the storage as a JSON object"
PROVIDERS = 'a JSON object such as {"github": {"client_id": "…", "secret": "…"}}'
PRODUCTION = {"SITE_URL": "https://wiki.example.org", "TRUSTED_PROXIES": "127.0.0.1"}


FILES = ("settings.py", "accounts.py", "limits.py")


def names_read() -> set[str]:
    trees = [ast.parse((ROOT / "config" / name).read_text()) for name in FILES]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") in READERS and isinstance(call.args[0], ast.Constant)
    }


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(folder: Path, expression: str, **environment: str) -> str:
    code = f"from config import settings; print(({expression}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/settings.md").read_text()
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert documented == names_read()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "abc", "PORT must be a whole number from 1 to 65535, not 'abc'."),
        ("PORT", "70000", "PORT must be a whole number from 1 to 65535, not '70000'."),
        ("WORKERS", "0", "WORKERS must be a whole number from 1 to 64, not '0'."),
        ("DEBUG", "maybe", "DEBUG must be on or off, not 'maybe'."),
        ("EMAIL_VERIFICATION", "x", "EMAIL_VERIFICATION must be one of optional, mandatory, not 'x'."),
        (
            "OIDC_SERVER",
            "ftp://x",
            "OIDC_SERVER must be an address that begins with https://, not 'ftp://x'.",
        ),
        ("SOCIAL_PROVIDERS", '{"github": 1}', f"SOCIAL_PROVIDERS must be {PROVIDERS}, not '***'."),
        ("SOCIAL_PROVIDERS", '{"nowhere": {}}', f"SOCIAL_PROVIDERS must be {PROVIDERS}, not '***'."),
        ("ANONYMOUS_EDITING", "foo", "ANONYMOUS_EDITING must be one of off, ip, temporary, not 'foo'."),
        (
            "TEMPORARY_ACCOUNTS_A_DAY",
            "0",
            "TEMPORARY_ACCOUNTS_A_DAY must be a whole number from 1 to 1000000, not '0'.",
        ),
        ("ADDRESS_DAYS", "x", "ADDRESS_DAYS must be a whole number from 1 to 3650, not 'x'."),
        (
            "DATABASE_URL",
            "mysql://localhost/wiki",
            f"DATABASE_URL must be {DATABASES}, not 'mysql://localhost/wiki'.",
        ),
        (
            "CACHE_URL",
            "memcached://x",
            "CACHE_URL must be redis://host:6379/0, or unset, not 'memcached://x'.",
        ),
        ("SITE_URL", "wiki", "SITE_URL must be an address such as https://wiki.example.org, not 'wiki'."),
        (
            "TRUSTED_PROXIES",
            "proxy",
            "TRUSTED_PROXIES must be IP addresses or networks, separated by commas, not 'proxy'.",
        ),
        ("SECRET_KEY", "short", "SECRET_KEY must be at least 50 characters, or unset, not '***'."),
        ("SQLITE_SYNCHRONOUS", "so", "SQLITE_SYNCHRONOUS must be one of OFF, NORMAL, FULL, EXTRA, not 'so'."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, not 'loud'."),
        ("UPLOAD_MAX_BYTES", "10", f"UPLOAD_MAX_BYTES must be {BYTES}, not '10'."),
        ("UPLOAD_TYPES", "png,pdf", f"UPLOAD_TYPES must be {KINDS}, not 'png,pdf'."),
        ("UPLOAD_TYPES", "svg:0", f"UPLOAD_TYPES must be {KINDS}, not 'svg:0'."),
        ("MEDIA_STORAGE", "nowhere.Storage", f"MEDIA_STORAGE must be {STORAGE}, not 'nowhere.Storage'."),
        ("MEDIA_STORAGE_OPTIONS", "[1]", f"MEDIA_STORAGE_OPTIONS must be {OPTIONS}, not '***'."),
        ("EMAIL_URL", "http://mail", f"EMAIL_URL must be {MAIL_SERVERS}, not 'http://mail'."),
    ],
)
def test_wrong_value_stops_with_one_line(tmp_path: Path, name: str, value: str, message: str) -> None:
    done = manage(tmp_path, "check", **{name: value})
    assert (done.returncode, done.stderr) == (1, f"Stemma cannot start: {message}\n")


def test_files_may_lie_elsewhere(tmp_path: Path) -> None:
    storage = "django.core.files.storage.InMemoryStorage"
    expression = "settings.STORAGES['default']"
    chosen = setting(tmp_path, expression, MEDIA_STORAGE=storage, MEDIA_STORAGE_OPTIONS='{"base_url": "/x/"}')
    assert chosen == str({"BACKEND": storage, "OPTIONS": {"base_url": "/x/"}})


def test_kinds_of_files_have_limits_of_their_own(tmp_path: Path) -> None:
    given = {"UPLOAD_MAX_BYTES": "9000", "UPLOAD_TYPES": "png, SVG:2000,gif:99999"}
    assert setting(tmp_path, "settings.UPLOAD_TYPES", **given) == "{'png': 9000, 'svg': 2000, 'gif': 9000}"


def test_wrong_database_address_does_not_show_its_password(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", DATABASE_URL="oracle://wiki:hunter2@db/wiki")
    assert done.returncode == 1
    assert "hunter2" not in done.stderr + done.stdout


def test_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = manage(tmp_path / "file" / "data", "check")
    assert done.returncode == 1
    assert done.stderr.startswith("Stemma cannot start: DATA_DIR must be a folder that can be written")
    assert done.stderr.count("\n") == 1


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ThreadPoolExecutor(6) as pool:
        secrets = set(pool.map(lambda _: setting(folder, "settings.SECRET_KEY"), range(6)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 50
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.glob(".secret-*")) == []


def test_secret_of_the_environment_is_taken(tmp_path: Path) -> None:
    assert setting(tmp_path, "settings.SECRET_KEY", SECRET_KEY=SECRET) == SECRET
    assert not (tmp_path / "secret_key").exists()


def test_defaults_suit_a_first_look(tmp_path: Path) -> None:
    shown = setting(
        tmp_path, "settings.DEBUG, settings.HOST, settings.PORT, settings.SITE_URL, settings.HTTPS"
    )
    assert shown == "(False, '127.0.0.1', 8000, 'http://127.0.0.1:8000', False)"


def test_https_switches_the_secure_cookies_on(tmp_path: Path) -> None:
    names = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT"
    assert setting(tmp_path, names) == "(False, False, False)"
    assert setting(tmp_path, names, **PRODUCTION) == "(True, True, True)"
    assert setting(tmp_path, "settings.ALLOWED_HOSTS[0]", **PRODUCTION) == "wiki.example.org"


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////tmp/x/a%20wiki.sqlite3", "django.db.backends.sqlite3", "/tmp/x/a wiki.sqlite3"),
        ("postgresql://me:p%40ss@db:5433/wiki", "django.db.backends.postgresql", "wiki"),
        ("postgres:///wiki?host=/run/postgresql", "django.db.backends.postgresql", "wiki"),
    ],
)
def test_database_address(tmp_path: Path, url: str, engine: str, name: str) -> None:
    shown = "settings.DATABASES['default']['ENGINE'], str(settings.DATABASES['default']['NAME'])"
    assert setting(tmp_path, shown, DATABASE_URL=url) == str((engine, name))


def test_mail_goes_through_the_given_server(tmp_path: Path) -> None:
    shown = "settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_PASSWORD, settings.EMAIL_USE_TLS"
    url = "smtp+tls://me:p%40ss@mail.example.org"
    assert setting(tmp_path, shown, EMAIL_URL=url) == "('mail.example.org', 587, 'p@ss', True)"
    assert setting(tmp_path, "settings.EMAIL_BACKEND").endswith("console.EmailBackend")
