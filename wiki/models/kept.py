"""What is written at the desk and read at every edit: kept in the cache, which each change empties."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from django.core.cache import cache
from django.db import models

T = TypeVar("T")


class Kept(models.Model):
    """Rows that are kept under KEY; another process learns of a change within KEPT_SECONDS."""

    KEY: ClassVar[str]
    KEPT_SECONDS: ClassVar[int]

    class Meta:
        abstract = True

    def save(self, **options: object) -> None:
        super().save(**options)  # type: ignore[arg-type]
        cache.delete(self.KEY)

    def delete(self, **options: object) -> tuple[int, dict[str, int]]:  # type: ignore[override]
        gone = super().delete(**options)  # type: ignore[arg-type]
        cache.delete(self.KEY)
        return gone

    @classmethod
    def kept(cls, read: Callable[[], T]) -> T:
        """What `read` gives, then that for a while."""
        found: T | None = cache.get(cls.KEY)
        if found is None:
            found = read()
            cache.set(cls.KEY, found, cls.KEPT_SECONDS)
        return found
