"""Entries of logs as they were made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wiki.models import LogEntry
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry with its number in the wiki that it was made in. `title` is None where it is withheld."""

    wiki: str
    number: int
    timestamp: datetime
    author_text: str
    type: str
    action: str
    title: Title | None
    comment: str
    params: dict[str, Any]
    author_id: int | None = None
    user_hidden: bool = False
    comment_hidden: bool = False

    @property
    def name(self) -> list[object]:
        """What tells the entry from all others, here too."""
        return [self.wiki, self.number]


def add_entries(entries: Sequence[ImportedEntry], *, dry_run: bool = False) -> int:
    """Write those that are not here yet, but for a `dry_run`; how many that are. In one transaction, to be
    held by the caller.
    """
    times = {one.timestamp for one in entries}
    here = LogEntry.objects.filter(timestamp__in=times).values_list(
        "params", "type", "namespace", "title", "timestamp"
    )
    known, uploads = set[tuple[object, ...]](), set[tuple[object, ...]]()
    for params, type_, *place in here:
        known.add(tuple(params.get("from", ())))
        if type_ == "upload":  # the file may have been brought in before its log
            uploads.add(tuple(place))
    new = [one for one in entries if tuple(one.name) not in known and _upload(one) not in uploads]
    if not dry_run:
        LogEntry.objects.bulk_create(map(_row, new), batch_size=500)
    return len(new)


def _upload(one: ImportedEntry) -> tuple[object, ...] | None:
    if one.type != "upload" or one.title is None:
        return None
    return one.title.namespace, one.title.name, one.timestamp


def _row(one: ImportedEntry) -> LogEntry:
    return LogEntry(
        type=one.type[:32], action=one.action[:32], namespace=one.title.namespace if one.title else 0,
        title=one.title.name if one.title else "", user_id=one.author_id, user_text=one.author_text,
        timestamp=one.timestamp, comment=one.comment, params=one.params | {"from": one.name},
        action_hidden=one.title is None, user_hidden=one.user_hidden, comment_hidden=one.comment_hidden,
    )  # fmt: skip
