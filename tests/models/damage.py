"""Changes to stored rows behind the wiki's back, with foreign keys and checks of order switched off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unguarded() -> Iterator[None]:
    """No foreign key is enforced inside. On SQLite that can be switched only outside a transaction."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF" if sqlite else "SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("PRAGMA foreign_keys=ON" if sqlite else "SET session_replication_role = DEFAULT")


def damage(sql: str, *values: object) -> None:
    """Runs one statement that changes exactly one row."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1, sql
