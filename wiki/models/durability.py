"""How soon what is written has to be on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def written_soon() -> Iterator[None]:
    """Within the block commits of this connection do not wait for the disk; at its end all are on it.

    For what is run again if the machine stops meanwhile: the last commits may be lost then, and nothing else.
    Whoever commits elsewhere waits for the disk as ever. In a transaction nothing is changed.
    """
    if connection.in_atomic_block:
        yield
        return
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET synchronous_commit TO off")
        else:
            cursor.execute("PRAGMA synchronous")
            (before,) = cursor.fetchone()
            if before > 1:  # FULL or EXTRA
                cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            if postgres:
                cursor.execute("RESET synchronous_commit")
                cursor.execute("SELECT txid_current()")  # is committed, with all that was before it
            else:
                cursor.execute(f"PRAGMA synchronous = {before}")
                cursor.execute("PRAGMA wal_checkpoint")
