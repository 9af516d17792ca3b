"""How soon what is written has to be on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def written_soon() -> Iterator[None]:
    """Within the block commits of this connection do not wait for the disk; at its end all are on it.

    For what is run again if the machine stops meanwhile: the last commits may be lost then, and nothing else.
    Whoever commits elsewhere waits for the disk as ever. In a transaction nothing is changed. A wiki that is
    told never to wait (SQLITE_SYNCHRONOUS=OFF) has nothing promised.
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
            # One commit that waits for the disk, for the log up to it. It has to write something: neither a
            # number of a transaction alone nor a checkpoint that a reader holds up puts the log on the disk.
            if postgres:
                cursor.execute("SET synchronous_commit TO on")
                cursor.execute("SELECT pg_logical_emit_message(true, 'written', '')")
                cursor.execute("RESET synchronous_commit")
            else:
                cursor.execute("PRAGMA synchronous = FULL")
                cursor.execute("PRAGMA user_version")
                cursor.execute(f"PRAGMA user_version = {cursor.fetchone()[0]}")  # the same, but written
                cursor.execute(f"PRAGMA synchronous = {before}")
