"""What is written without waiting for the disk is on it at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.factories import make_page
from wiki.models.durability import written_soon

pytestmark = pytest.mark.django_db(transaction=True)
POSTGRES = connection.vendor == "postgresql"


def one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@contextmanager
def reader() -> Iterator[None]:
    """Holds up a checkpoint: it reads the database as it was before."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM wiki_page").fetchone()
        yield


@pytest.mark.skipif(not POSTGRES, reason="of PostgreSQL's log")
def test_the_log_is_on_the_disk_at_the_end() -> None:
    before = one("SHOW synchronous_commit")
    with written_soon():
        assert one("SHOW synchronous_commit") == "off"
        make_page("Rome", "Words.")
        written = one("SELECT pg_current_wal_insert_lsn()")
    # Up to there: what other connections and the server's own processes write after it waits as it likes.
    assert one(f"SELECT pg_current_wal_flush_lsn() >= '{written}'")
    assert one("SHOW synchronous_commit") == before


@pytest.mark.skipif(POSTGRES, reason="of SQLite's log")
@pytest.mark.parametrize("usual", [1, 2])
def test_the_last_commit_waits_for_the_disk_though_a_reader_holds_up_the_checkpoint(usual: int) -> None:
    make_page("Ostia", "Words.")
    one("PRAGMA wal_checkpoint(TRUNCATE)")
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    version, asked, written = one("PRAGMA user_version"), list[str](), list[int]()

    def hear(sql: str) -> None:
        asked.append(sql)
        written.append(log.stat().st_size)

    set_to(usual)
    try:
        with reader():
            with written_soon():
                assert one("PRAGMA synchronous") == 1
                make_page("Rome", "Words.")
                connection.connection.set_trace_callback(hear)
            connection.connection.set_trace_callback(None)
        assert asked[0] == "PRAGMA synchronous = FULL"
        assert asked[-1] == f"PRAGMA synchronous = {usual}"
        assert written[-1] > written[0]  # something was committed between them
        assert (one("PRAGMA synchronous"), one("PRAGMA user_version")) == (usual, version)
    finally:
        set_to(2)


def set_to(synchronous: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
