"""One page's revisions on their way from the file to the database, in the order of their numbers there.

A dump has them in any order, and a page may have more of them than fit into memory.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import NamedTuple, Self

from wiki.dumps.records import DumpRevision

IN_MEMORY = 1 << 26  # bytes; what is more goes to a temporary file


class _Place(NamedTuple):
    id: int
    line: int
    offset: int
    timestamp: datetime


class Spool:
    """Holds the revisions of one page until it is whole. To be used as a context: it may keep a file."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._places: list[_Place] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def add(self, revision: DumpRevision) -> None:
        """Keep one more revision."""
        self._places.append(_Place(revision.id, revision.line, self._file.tell(), revision.timestamp))
        pickle.dump(revision, self._file, pickle.HIGHEST_PROTOCOL)

    def finish(self) -> None:
        """All are there: put them in order. Those that came twice under one number are one."""
        self._places.sort()
        self._places = [
            place for n, place in enumerate(self._places) if not n or self._places[n - 1].id != place.id
        ]

    @property
    def times(self) -> list[datetime]:
        """When each was made, in order."""
        return [place.timestamp for place in self._places]

    def revisions(self, start: int = 0) -> Iterator[DumpRevision]:
        """The revisions in order, from the one with this index on."""
        for place in self._places[start:]:
            self._file.seek(place.offset)
            # What is read back is what `add` has written to a file that nobody else can open.
            yield pickle.load(self._file)  # noqa: S301
