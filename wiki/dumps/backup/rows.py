"""Rows as lines of JSON: one array a row, its values in the order of the table's columns."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NoReturn

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Field, Model

from wiki.models.whole_tables import columns, make_named

Turn = Callable[[Any], Any]
AT_ONCE = 50  # rows fetched; a page's text may have two megabytes
PIECE = 1 << 20  # bytes; a member with rows is cut behind the line that passes this


class BadRow(ValueError):
    """A line that is no row of its table; the message says what is wrong."""


def _same(value: Any) -> Any:
    return value


# ---- Out of the database ----------------------------------------------------------------------------------


def row_pieces(model: type[Model]) -> Iterator[tuple[bytes, int]]:
    """The table's lines in the order of its primary key, in pieces, each with its number of rows."""
    fields = columns(model)
    turns = [(at, turn) for at, field in enumerate(fields) if (turn := _writer(field)) is not _same]
    names = [field.attname for field in fields]
    piece, size = list[bytes](), 0
    rows = model._base_manager.order_by("pk").values_list(*names)  # noqa: SLF001
    for row in rows.iterator(chunk_size=AT_ONCE):
        values = list(row)
        for at, turn in turns:
            if values[at] is not None:
                values[at] = turn(values[at])
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        piece.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(piece), len(piece)
            piece, size = [], 0
    if piece:
        yield b"".join(piece), len(piece)


def _writer(field: Field[Any, Any]) -> Turn:
    if field.related_model in (ContentType, Permission):
        return _names_of(field.related_model).__getitem__
    kind = _kind(field)
    if kind is datetime:
        return datetime.isoformat
    return (lambda value: base64.b64encode(value).decode()) if kind is bytes else _same


def _names_of(model: Any) -> dict[int, list[str]]:
    """By number: the names of content types or permissions, which have other numbers in each database."""
    related = ("content_type",) if model is Permission else ()
    rows = model._base_manager.select_related(*related)  # noqa: SLF001
    return {row.pk: list(row.natural_key()) for row in rows}


def _kind(field: Any) -> type:
    """What a column holds: int, str, bool, datetime, bytes; object for JSON."""
    while field.remote_field is not None:
        field = field.target_field
    name = field.get_internal_type()
    if name.endswith(("IntegerField", "AutoField")):
        return int
    kinds = {"CharField": str, "TextField": str, "BooleanField": bool, "DateTimeField": datetime}
    kinds |= {"BinaryField": bytes, "JSONField": object}
    return kinds[name]


# ---- Into the database ------------------------------------------------------------------------------------


def row_reader(model: type[Model]) -> Callable[[bytes], list[Any]]:
    """Reads a line of this table into values as the database takes them; raises BadRow."""
    readers = [(field, _reader(field)) for field in columns(model)]

    def read(line: bytes) -> list[Any]:
        try:
            row = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise BadRow("is no JSON") from None
        if type(row) is not list or len(row) != len(readers):
            raise BadRow(f"is no row of {len(readers)} values")
        values = []
        for value, (field, reader) in zip(row, readers, strict=True):
            try:
                values.append(reader(value))
            except (ValueError, TypeError, KeyError, OverflowError):
                raise BadRow(f"has a wrong value in the column {field.attname}") from None
        return values

    return read


def _reader(field: Field[Any, Any]) -> Turn:
    kind = _kind(field)
    if field.related_model in (ContentType, Permission):
        return _or_null(field, _number_of(field.related_model))
    if kind is object:
        return lambda value: _json(field, value)
    if kind is datetime:
        return _or_null(field, lambda value: field.get_db_prep_save(_moment(value), connection))
    if kind is bytes:
        return _or_null(field, lambda value: base64.b64decode(value.encode("ascii"), validate=True))

    return _or_null(field, lambda value: _plain(value, kind))


def _number_of(model: Any) -> Turn:
    """The other way than `_names_of`; makes what this database lacks: types of models that are gone keep rows
    in an old wiki, and no `migrate` makes them.
    """
    numbers = {tuple(name): pk for pk, name in _names_of(model).items()}
    parts = 3 if model is Permission else 2

    def number(value: Any) -> int:
        if type(value) is not list or len(value) != parts or not all(type(part) is str for part in value):
            raise ValueError(value)
        name = tuple(value)
        if name not in numbers:
            numbers[name] = make_named(model, name)
        return numbers[name]

    return number


def _or_null(field: Field[Any, Any], turn: Turn) -> Turn:
    def read(value: Any) -> Any:
        if value is None:
            if not field.null:
                raise ValueError
            return None
        return turn(value)

    return read


def _plain(value: Any, kind: type) -> Any:
    number: Any = value
    if type(value) is not kind or (kind is int and not -(1 << 63) <= number < 1 << 63):
        raise ValueError(kind)
    return value


def _json(field: Any, value: Any) -> Any:
    if value is None:
        return None if field.null else connection.ops.adapt_json_value(None, field.encoder)
    return field.get_db_prep_save(value, connection)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
