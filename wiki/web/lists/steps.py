"""The links around a list that goes by the key of its rows: previous, next, and how many at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from wiki.web.lists.paging import DEFAULT_LIMIT, LIMITS, BadQuery, whole_number

TEXT = 255  # characters of a title or prefix that is asked for


@dataclass(frozen=True)
class Steps:
    """`kept` are the reader's other choices, which every link carries on; the keys are places."""

    path: str
    limit: int
    previous_key: str | None
    next_key: str | None
    kept: Mapping[str, str | int] = field(default_factory=dict)
    default: int = DEFAULT_LIMIT

    def address(self, **more: str | int | None) -> str:
        values = {name: value for name, value in {**self.kept, **more}.items() if value not in (None, "")}
        return f"{self.path}?{urlencode(values)}" if values else self.path

    @property
    def size(self) -> int | None:
        return None if self.limit == self.default else self.limit

    @property
    def previous(self) -> str | None:
        return self.address(limit=self.size, before=self.previous_key) if self.previous_key else None

    @property
    def next(self) -> str | None:
        return self.address(limit=self.size, after=self.next_key) if self.next_key else None

    @property
    def needed(self) -> bool:
        """Whether there is anywhere to go to from this screen."""
        return bool(self.previous_key or self.next_key or self.limit != self.default)

    @property
    def limits(self) -> list[tuple[int, str | None]]:
        """The sizes on offer, each with its address; none for the present one."""
        return [(size, None if size == self.limit else self.address(limit=size)) for size in LIMITS]


def read_text(query: QueryDict, name: str) -> str:
    """What the query gives under this name, as titles are written. Raises BadQuery if it can be no title."""
    text = query.get(name, "").replace("_", " ").strip()
    if "\0" in text or len(text) > TEXT:
        words = {"name": name, "value": text[:40].replace("\0", "\N{SYMBOL FOR NULL}"), "most": TEXT}
        message = _(
            "“%(name)s” in the address can be no title: “%(value)s…”. A title has at most %(most)s letters."
        )
        raise BadQuery(message % words)
    return text


def read_place(request: HttpRequest) -> dict[str, str]:
    """Where in the list the reader stands, for the reading function."""
    query = request.GET
    return {name: query.get(name, "") for name in ("after", "before")}


def read_size(query: QueryDict, default: int = DEFAULT_LIMIT) -> int:
    """How many rows are wanted. Raises BadQuery."""
    return whole_number(query, "limit", high=LIMITS[-1]) or default
