"""Queries that are built once and asked many times.

Django builds the SQL of a query anew each time it is asked. For those that every request or every save asks,
with subqueries and joins, that takes many times longer than the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast

from django.db import connections, transaction
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.subqueries import UpdateQuery

M = TypeVar("M", bound=Model)
Given = int | str | datetime

MOST = (1 << 63) - 1


class Prepared(Generic[M]):
    """A query of models with places for values. `build` is called once, with the samples, and gives it.

    Each sample is told from everything else that stands in the query by its value, and has to reach it as it
    is: in a filter, not in Python. (`first` is not asked of it: it builds anew; `[:1]` is what it does.)
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *samples: Given) -> None:
        self.build, self.samples = build, samples
        self._built: tuple[_Statement, Any, Any] | None = None

    def __call__(self, *given: Given) -> list[M]:
        """The rows for these values, in the order of the samples. One query; none for a number that is larger
        than those of any column, as Django has it.
        """
        if _in_no_column(given):
            return []
        statement, built, converters = self._built or self._build()
        connection = connections[statement.alias]
        asked = statement.with_values(given)
        compiler = copy(built)  # it is another thread's, who had another connection
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: (statement.sql, asked)
        compiler.get_converters = lambda _expressions: converters
        query = SimpleNamespace(get_compiler=lambda **_options: compiler)
        rows = SimpleNamespace(db=statement.alias, query=query, _known_related_objects={})
        return list(ModelIterable(cast("QuerySet[M]", rows)))

    def _build(self) -> tuple[_Statement, Any, Any]:
        queryset = self.build(*self.samples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        statement = _Statement(queryset.db, sql, params, self.samples)
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._built = statement, compiler, converters
        return self._built


class PreparedUpdate(Generic[M]):
    """An update of the rows that `build` gives, by `changes` as for `QuerySet.update`; see `Prepared`."""

    def __init__(
        self, build: Callable[..., QuerySet[M]], changes: Mapping[str, Any], *samples: Given
    ) -> None:
        self.build, self.changes, self.samples = build, changes, samples
        self._built: _Statement | None = None

    def __call__(self, *given: Given) -> int:
        """How many rows were updated. One statement."""
        if _in_no_column(given):
            return 0
        statement = self._built or self._build()
        marked = transaction.mark_for_rollback_on_error(using=statement.alias)
        with marked, connections[statement.alias].cursor() as cursor:
            cursor.execute(statement.sql, statement.with_values(given))
            return int(cursor.rowcount)

    def _build(self) -> _Statement:
        queryset = self.build(*self.samples)
        query = cast("UpdateQuery", queryset.query.chain(UpdateQuery))
        query.add_update_values(dict(self.changes))
        sql, params = query.get_compiler(using=queryset.db).as_sql()
        self._built = _Statement(queryset.db, sql, params, self.samples)
        return self._built


class _Statement:
    """SQL that was built with samples."""

    def __init__(self, alias: str, sql: str, params: Sequence[Any], samples: Sequence[Given]) -> None:
        self.alias, self.sql, self._params = alias, sql, params
        known = [_adapted(one, connections[alias]) for one in samples]
        order = {one: place for place, one in enumerate(known)}
        self._places = [order.get(param) for param in params]
        missing = set(range(len(known))).difference(place for place in self._places if place is not None)
        if missing:
            raise ValueError(f"samples {[samples[n] for n in missing]} do not stand in the query: {sql}")

    def with_values(self, given: Sequence[Given]) -> tuple[Any, ...]:
        """What stands in the SQL's places with these values."""
        values = [_adapted(one, connections[self.alias]) for one in given]
        return tuple(
            param if place is None else values[place]
            for param, place in zip(self._params, self._places, strict=True)
        )


def _in_no_column(given: Sequence[Given]) -> bool:
    return any(isinstance(one, int) and abs(one) > MOST for one in given)


def _adapted(value: Given, connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
