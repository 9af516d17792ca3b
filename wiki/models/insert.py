"""Rows whose ids nobody asks for, put in by one statement that is sent once for all of them.

`bulk_create` builds each statement anew, value by value, and a save does that under its page's lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

Values = list[Any]
# What both databases take as it is. (A JSON column takes lists and objects alone, which are adapted.)
_PLAIN = frozenset((int, str, bool, type(None)))
COPIED = 10  # rows from which PostgreSQL takes less to read them as a file


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """So many ids of a table that nobody else will be given; those not used stay free for ever."""
    if not count:
        return []
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [id_ for (id_,) in cursor.fetchall()]
        # The table in which SQLite keeps the highest id that was ever given by AUTOINCREMENT.
        moved = "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s"
        cursor.execute(moved, [count, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return list(range(last - count + 1, last + 1))


def insert_rows(rows: Sequence[Model], *, with_ids: bool = False) -> None:
    """Put in new rows of one table; they get ids, but are not told them, unless they come with some."""
    if rows:
        model = type(rows[0])
        fields = [field for field in model._meta.concrete_fields if with_ids or not field.primary_key]  # noqa: SLF001
        _insert(model, fields, ([getattr(row, field.attname) for field in fields] for row in rows))


def insert_versions(history: type[Model], parts: Sequence[Model], **given: Any) -> None:
    """Put a version of each part into its history table; `given` are the columns that a part itself lacks."""
    if parts:
        fields = [field for field in history._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
        names = [field.attname for field in fields]
        rows = ([given[name] if name in given else getattr(part, name) for name in names] for part in parts)
        _insert(history, fields, rows)


def insert_columns(model: type[Model], rows: Sequence[Mapping[str, Any]], *, with_ids: bool = False) -> None:
    """Put in new rows of one table, each given by what its columns hold."""
    if rows:
        fields = [field for field in model._meta.concrete_fields if with_ids or not field.primary_key]  # noqa: SLF001
        names = [field.attname for field in fields]
        _insert(model, fields, ([row[name] for name in names] for row in rows))


def _insert(model: type[Model], fields: Sequence[Field[Any, Any]], rows: Iterable[Values]) -> None:
    values = [
        [
            value if type(value) in _PLAIN else field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    ]
    insert_values(model, fields, values)


def insert_values(model: type[Model], fields: Sequence[Field[Any, Any]], rows: Sequence[Values]) -> None:
    """Put in new rows of one table: values as the database takes them, in the order of the fields."""
    table = model._meta.db_table  # noqa: SLF001
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= COPIED:
            copying = cursor.copy(f"COPY {table} ({columns}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:  # which Django does not know of
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608
