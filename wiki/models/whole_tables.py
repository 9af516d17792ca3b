"""Tables as a whole, for backups: read as of one moment, emptied, filled with rows that keep their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import AutoField, Field, Max, Model

# What every installation has of its own: types and permissions, who is logged in, what happens this minute.
_OWN = {
    *("contenttypes.ContentType", "auth.Permission", "sessions.Session"),
    *("wiki.Session", "wiki.Presence", "wiki.RateCount"),
}
_FIXED = {"django_content_type", "auth_permission"}  # `migrate` fills them
_INDEX = ("wiki_passage", "wiki_word")  # the search index, which is no model's


def state_tables() -> dict[str, type[Model]]:
    """The tables that carry the wiki's state, by the labels of their models, in alphabetical order."""
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001
    return {
        label: model
        for label, model in sorted(models.items())
        if label not in _OWN and model._meta.managed and not model._meta.proxy  # noqa: SLF001
    }


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table, in the order of the model's fields."""
    return list(model._meta.concrete_fields)  # noqa: SLF001


@contextmanager
def snapshot() -> Iterator[None]:
    """Whatever is read inside is as it was at one moment, however much is written meanwhile. Not to be used
    within a transaction.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")  # where `atomic` would take the lock of a writer
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def last_id(model: type[Model]) -> int | None:
    """The highest id that was ever given in the table; None where ids are not numbered by the database."""
    key = model._meta.pk  # noqa: SLF001
    if not isinstance(key, AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value, is_called FROM {_sequence(cursor, model)}")  # noqa: S608
            value, called = cursor.fetchone()
            return value if called else 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])  # noqa: SLF001
        row = cursor.fetchone()
        return row[0] if row else 0


def number_on(model: type[Model], last: int) -> None:
    """The next id given in the table is the one after this, and after every one that is there."""
    key, table = model._meta.pk, model._meta.db_table  # noqa: SLF001
    if not isinstance(key, AutoField):
        return
    last = max(last, model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0)  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(%s, %s, %s)", [_sequence(cursor, model), max(last, 1), last > 0])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        if last:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _sequence(cursor: Any, model: type[Model]) -> str:
    key = model._meta.pk  # noqa: SLF001
    assert key is not None  # noqa: S101  # every model has one
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, key.column])  # noqa: SLF001
    return str(cursor.fetchone()[0])


def lock_tables() -> None:
    """Nobody else writes to any table of state until the transaction ends. (On SQLite nobody does anyway.)"""
    if connection.vendor == "postgresql":
        names = ", ".join(model._meta.db_table for model in state_tables().values())  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def larger_cache() -> Iterator[None]:
    """SQLite keeps what it writes in 64 MB of memory: rows come in order, but their places in the indexes
    lie all over, and with the few megabytes of a server's thread each would be read and written many times.
    """
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA cache_size = -65536")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def empty_index() -> None:
    """Take everything out of the search index."""
    with connection.cursor() as cursor:
        for table in _INDEX:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def empty_tables() -> None:
    """Take every row out of every table but those that `migrate` fills: the wiki is as a new one."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in models if model._meta.managed} - _FIXED):  # noqa: SLF001
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def make_named(model: type[ContentType | Permission], name: Sequence[str]) -> int:
    """The number of a content type (app, model) or a permission (code, app, model), which is made if need be:
    the permission is called by its code then.
    """
    kind, _made = ContentType.objects.get_or_create(app_label=name[-2], model=name[-1])
    if model is ContentType:
        return kind.pk
    may, _made = Permission.objects.get_or_create(
        content_type=kind, codename=name[0], defaults={"name": name[0]}
    )
    return may.pk
