"""One page's revisions on their way from the file to the database, in the order of their numbers there.

A dump has them in any order, and a page may have more of them than fit into memory.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Self

from wiki.dumps.records import DumpRevision

IN_MEMORY = 1 << 24  # bytes of texts; what is more goes to a temporary file


class Spool:
    """Holds the revisions of one page until it is whole. To be used as a context: it may keep a file.

    `times` says when each was made (seconds since 1970), in order once `finish` was called. A page may have
    a million revisions: once they are many, what is kept in memory of each are three numbers.
    """

    def __init__(self) -> None:
        self._held: list[DumpRevision] = []  # the first ones, while they are small enough together
        self._size = 0
        self._file: IO[bytes] | None = None
        self._ids, self._places, self.times = array("q"), array("q"), array("q")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, revision: DumpRevision) -> None:
        """Keep one more revision."""
        self._ids.append(revision.id)
        self.times.append(int(revision.timestamp.timestamp()))
        if self._file is None:
            self._places.append(len(self._held))
            self._held.append(revision)
            self._size += sum(sys.getsizeof(slot.text) for slot in (revision.main, *revision.others))
            if self._size > IN_MEMORY:
                self._to_file()
        else:
            self._places.append(self._file.tell())
            pickle.dump(revision, self._file, pickle.HIGHEST_PROTOCOL)

    def _to_file(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        for place, one in enumerate(self._held):
            self._places[place] = self._file.tell()
            pickle.dump(one, self._file, pickle.HIGHEST_PROTOCOL)
        self._held = []

    def finish(self) -> None:
        """All are there: put them in order. Those that came twice under one number are one."""
        ids = self._ids
        if all(ids[n - 1] < ids[n] for n in range(1, len(ids))):  # as dumps usually have them
            return
        order = sorted(range(len(ids)), key=ids.__getitem__)
        order = [place for n, place in enumerate(order) if not n or ids[order[n - 1]] != ids[place]]
        self._ids, self._places, self.times = (
            array("q", [one[place] for place in order]) for one in (ids, self._places, self.times)
        )

    @property
    def began(self) -> datetime:
        """The earliest moment of all."""
        return datetime.fromtimestamp(min(self.times), UTC)

    def revisions(self, start: int = 0) -> Iterator[DumpRevision]:
        """The revisions in order, from the one with this index on."""
        for place in self._places[start:]:
            if self._file is None:
                yield self._held[place]
            else:
                self._file.seek(place)
                # What is read back is what `add` has written to a file that nobody else can open.
                yield pickle.load(self._file)  # noqa: S301
