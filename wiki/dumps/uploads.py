"""The files of a dump: held until their page is whole, and found in the folder where the dump lacks them."""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from wiki.dumps.records import Upload

IN_MEMORY = 1 << 24  # bytes; what is more goes to a temporary file


class Uploads:
    """The versions of one page's file, oldest first once they are asked for. To be used as a context."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._places: list[tuple[datetime, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, upload: Upload) -> None:
        """Keep one more."""
        self._places.append((upload.timestamp, self._file.tell()))
        pickle.dump(upload, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Upload]:
        for _time, place in sorted(self._places):
            self._file.seek(place)
            yield pickle.load(self._file)  # noqa: S301 - what `add` has written


def bytes_of(upload: Upload, folder: Path | None, most: int) -> bytes | None:
    """The bytes of this version: those in the dump, else a file of its name in the folder, which is laid out
    as MediaWiki's images folder or holds them all. None where there is none; at most one byte more than
    `most` is read. Raises OSError.
    """
    if upload.content is not None:
        return upload.content
    name = (upload.archive or upload.filename).replace(" ", "_")
    if folder is None or not name or Path(name).name != name or "\\" in name or name.startswith("."):
        return None
    digest = hashlib.md5(upload.filename.replace(" ", "_").encode(), usedforsecurity=False).hexdigest()
    laid_out = Path(digest[0], digest[:2], name)
    places = (folder / ("archive" if upload.archive else "") / laid_out, folder / name)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return None
    with found.open("rb") as opened:
        return opened.read(most + 1)


def is_stated(content: bytes, upload: Upload) -> bool:
    """Whether these are the bytes that the dump tells of."""
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return upload.sha1 is None or int(digest, 16) == upload.sha1
