"""Rows that are added and stay: what may change of one is named, and nothing removes it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnly(Exception):
    """A row that may only be added was to be changed or removed."""


class FixedRows(models.QuerySet[Row]):
    """Rows of a model that is `Fixed`."""

    def update(self, **values: Any) -> int:
        """Raises AppendOnly for columns that stay as they were written."""
        refuse_changes(self.model, values)
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__}: its rows stay")


class Fixed(models.Model):
    """Append-only but for the columns in CHANGING."""

    CHANGING: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """A new row, or the columns named in `update_fields`. Raises AppendOnly."""
        if not self._state.adding:
            named = options.get("update_fields")
            refuse_changes(type(self), named if named is not None else ["every column"])
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly(f"{self}: it stays")


def refuse_changes(model: type[models.Model], names: Any) -> None:
    """Raise AppendOnly unless all of these columns may change."""
    may: frozenset[str] = getattr(model, "CHANGING", frozenset())
    if fixed := sorted({name.removesuffix("_id") for name in names} - may):
        raise AppendOnly(f"{model.__name__}: {', '.join(fixed)} stays as it was written")
