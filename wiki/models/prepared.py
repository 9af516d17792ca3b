"""Queries that are built once and asked many times.

Django builds the SQL of a query anew each time it is asked. For those that every request asks, with
subqueries and joins, that takes many times longer than the database does.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

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
        self._built: tuple[str, Any, str, list[Any], list[int | None], Any] | None = None

    def __call__(self, *given: Given) -> list[M]:
        """The rows for these values, in the order of the samples. One query; none for a number that is larger
        than those of any column, as Django has it.
        """
        if any(isinstance(one, int) and abs(one) > MOST for one in given):
            return []
        alias, built, sql, params, places, converters = self._built or self._build()
        connection = connections[alias]
        values = [_adapted(one, connection) for one in given]
        asked = tuple(
            param if place is None else values[place] for param, place in zip(params, places, strict=True)
        )
        compiler = copy(built)  # it is another thread's, who had another connection
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: (sql, asked)
        compiler.get_converters = lambda _expressions: converters
        query = SimpleNamespace(get_compiler=lambda **_options: compiler)
        rows = SimpleNamespace(db=alias, query=query, _known_related_objects={})
        return list(ModelIterable(cast("QuerySet[M]", rows)))

    def _build(self) -> tuple[str, Any, str, list[Any], list[int | None], Any]:
        queryset = self.build(*self.samples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        samples = [_adapted(one, connections[queryset.db]) for one in self.samples]
        places = [samples.index(param) if param in samples else None for param in params]
        missing = set(range(len(samples))).difference(place for place in places if place is not None)
        if missing:
            raise ValueError(f"samples {[self.samples[n] for n in missing]} do not stand in the query: {sql}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._built = queryset.db, compiler, sql, list(params), places, converters
        return self._built


def _adapted(value: Given, connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
