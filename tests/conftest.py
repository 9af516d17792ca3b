"""What every test may ask for. The database and the settings are chosen here, before Django reads them.

TEST_DB=postgres runs the tests on PostgreSQL; `make test` runs them on both.
CI=true or STEMMA_REQUIRE_ALL=1: what is missing on this machine is a failure, not a skip.
"""

import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import django
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation

from tests.databases import PostgresUnavailable, start_postgres, throw_away_folder

ROOT = Path(__file__).resolve().parent.parent
TEST_DB = os.environ.get("TEST_DB", "sqlite")
MUST_RUN_ALL = os.environ.get("CI") == "true" or os.environ.get("STEMMA_REQUIRE_ALL") == "1"
OURS = (
    "ADDRESS_DAYS ALLOWED_HOSTS ANONYMOUS_EDITING AUTOCONFIRM_DAYS AUTOCONFIRM_EDITS BLOCK_RANGE CACHE_URL "
    "DATABASE_URL DEBUG EMAIL_FROM EMAIL_URL EMAIL_VERIFICATION HOST JOB_SECRET LOG_LEVEL MEDIA_STORAGE "
    "MEDIA_STORAGE_OPTIONS OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_NAME OIDC_SERVER PORT RATE_LIMITS "
    "SECRET_KEY SITE_LANGUAGE SITE_NAME SITE_URL SOCIAL_PROVIDERS TEMPORARY_ACCOUNTS_A_DAY TRUSTED_PROXIES "
    "UPLOAD_MAX_BYTES UPLOAD_TYPES WORKERS"
)


def choose_database() -> str:
    """Sets the environment for config/settings.py; returns why there is no such database, or nothing."""
    if TEST_DB not in ("sqlite", "postgres"):
        pytest.exit(f"TEST_DB must be sqlite or postgres, not {TEST_DB!r}", returncode=4)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # the process that started this one has chosen
        os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"]) / worker)  # files of its own
        return ""
    for name in OURS.split():
        os.environ.pop(name, None)
    folder = throw_away_folder()
    os.environ["DATA_DIR"] = str(folder / "data")
    os.environ["SQLITE_SYNCHRONOUS"] = "OFF"
    os.environ["ANONYMOUS_EDITING"] = "ip"  # tests of temporary accounts choose those
    os.environ["RATE_LIMITS"] = "off"  # tests are faster than people; those of limits set their own
    if TEST_DB == "postgres":
        try:
            os.environ["DATABASE_URL"] = start_postgres(folder)
        except PostgresUnavailable as error:
            return f"NO TEST WAS RUN ON POSTGRESQL: no server could be started: {error}"
    return ""


# A look for garbage costs more than a test leaves behind: after this many new objects, not after 700.
gc.set_threshold(100_000, 20, 20)
missing_database = choose_database()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickArgon2", *settings.PASSWORD_HASHERS]
if TEST_DB == "postgres":
    # A thread of the live server lives as long as a browser's connection to it, which may be longer than the
    # last test; a connection to the database that it kept would stop the database from being dropped.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
django.setup()

from tests.factories import IP, make_user  # noqa: E402  # models can be imported only now
from tests.fresh_log_in import use_fresh_log_in  # noqa: E402
from tests.quick_flush import use_quick_flush  # noqa: E402
from wiki.permissions import Editor  # noqa: E402

use_quick_flush()
use_fresh_log_in()

pytest_plugins = ["tests.browsers"]


def pytest_sessionstart() -> None:
    if missing_database:
        pytest.exit(missing_database, returncode=1 if MUST_RUN_ALL else 0)


def pytest_collection_finish() -> None:
    """Modules and tests are there to stay: the garbage collector need not look at them each time."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    return f"database: {TEST_DB}"


# ---- Reading never writes ---------------------------------------------------------------------------------

WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b|\s*WITH\b.*\b(INSERT|UPDATE|DELETE)\b",
    re.IGNORECASE | re.DOTALL,
)


READING = str(ROOT / "wiki" / "reading")


def refuse_write(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
    assert not WRITE.match(sql), f"a write where only reading is allowed: {sql[:300]}"
    return execute(sql, params, many, context)


def refuse_write_of_reading(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
    if WRITE.match(sql):
        frame = sys._getframe()
        while frame := frame.f_back:
            assert not frame.f_code.co_filename.startswith(READING), (
                f"{frame.f_code.co_filename}:{frame.f_lineno} wrote to the database: {sql[:300]}"
            )
    return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def _reading_never_writes() -> Iterator[None]:
    """In every test: a write with a frame of wiki/reading/ on the stack fails."""
    with connection.execute_wrapper(refuse_write_of_reading):
        yield


@pytest.fixture
def no_writes() -> Callable[[], AbstractContextManager]:
    """`with no_writes():` fails on any INSERT, UPDATE or DELETE inside."""
    return lambda: connection.execute_wrapper(refuse_write)


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    """The next test's pages have the numbers of the last one's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _the_wikis_own_language() -> None:
    """A request leaves the thread in the language that it asked for, until the next one comes."""
    translation.deactivate()


# ---- Other processes --------------------------------------------------------------------------------------


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a subprocess that works on the same test database as this test."""
    name = str(connection.settings_dict["NAME"])
    if TEST_DB == "sqlite":
        url = f"sqlite:///{quote(name)}"
    else:
        url = os.environ["DATABASE_URL"].replace("/postgres?", f"/{quote(name)}?")
    return {**os.environ, "DATABASE_URL": url}


# ---- Time -------------------------------------------------------------------------------------------------


class Clock:
    """The time that everything is done at, as a test sets it."""

    def __init__(self) -> None:
        self.moment = datetime(2020, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def goes(self, seconds: int = 3600) -> datetime:
        """Let so much time pass; returns what time it is then."""
        self.moment += timedelta(seconds=seconds)
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that begins in 2020 and stands still until it is told to go."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


# ---- The cast: alice edits, bob edits too, carol moderates, and an anonymous reader -----------------------


@pytest.fixture
def alice(db: None) -> Editor:
    """An account that edits."""
    return Editor(make_user("Alice"), "192.0.2.1")


@pytest.fixture
def bob(db: None) -> Editor:
    """Another account that edits."""
    return Editor(make_user("Bob"), "192.0.2.2")


@pytest.fixture
def carol(db: None) -> Editor:
    """An administrator."""
    return Editor(make_user("Carol", "sysop"), "192.0.2.3")


@pytest.fixture
def anon() -> Editor:
    """A reader without an account."""
    return Editor(None, IP)
