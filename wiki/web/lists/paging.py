"""Going through a list by key: what the query asks for, and the addresses of the other screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

LIMITS = (20, 50, 100, 250, 500)
DEFAULT_LIMIT = 50
CURSORS = ("older", "newer", "oldest")


class BadQuery(BadRequest):
    """A value in the address that cannot be used; the message names it. The answer is 400."""


def whole_number(query: QueryDict, name: str, *, low: int = 1, high: int = 2**63 - 1) -> int | None:
    """The number that the query gives under this name, if any. Raises BadQuery."""
    text = query.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and low <= int(text) <= high):
        words = {"name": name, "low": low, "high": high, "value": text[:50]}
        message = _(
            "“%(name)s” in the address must be a whole number from %(low)s to %(high)s, not “%(value)s”."
        )
        raise BadQuery(message % words)
    return int(text)


def read_limit(query: QueryDict) -> int:
    """How many rows are wanted. Raises BadQuery."""
    return whole_number(query, "limit", high=LIMITS[-1]) or DEFAULT_LIMIT


@dataclass(frozen=True)
class Paging:
    """The links around a list. `kept` are the other choices, which every link carries on."""

    path: str
    limit: int
    kept: Mapping[str, str | int]
    older_key: str | None
    newer_key: str | None
    cursor: Mapping[str, str]
    has_other_end: bool = True

    def address(self, **more: str | int | None) -> str:
        values = {**self.kept, **{name: value for name, value in more.items() if value is not None}}
        return f"{self.path}?{urlencode(values)}" if values else self.path

    @property
    def size(self) -> int | None:
        return None if self.limit == DEFAULT_LIMIT else self.limit

    @property
    def newest(self) -> str | None:
        """The first screen, unless one is on it."""
        return self.address(limit=self.size) if self.newer_key else None

    @property
    def oldest(self) -> str | None:
        return self.address(limit=self.size, oldest=1) if self.older_key and self.has_other_end else None

    @property
    def older(self) -> str | None:
        return self.address(limit=self.size, older=self.older_key) if self.older_key else None

    @property
    def newer(self) -> str | None:
        return self.address(limit=self.size, newer=self.newer_key) if self.newer_key else None

    @property
    def limits(self) -> list[tuple[int, str | None]]:
        """The sizes on offer, each with its address; none for the present one."""
        return [
            (size, None if size == self.limit else self.address(limit=size, **self.cursor)) for size in LIMITS
        ]


def read_cursor(query: QueryDict) -> dict[str, str]:
    """Where in the list one stands, as the query says it."""
    return {name: query.get(name, "") for name in CURSORS if query.get(name)}
