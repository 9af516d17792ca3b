"""Dumps as they are handed over: plain or packed, from a file or from standard input.

What a file is packed with is told by its first bytes, never by its name.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

STDIN = "-"
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_UNPACKERS: tuple[tuple[bytes, Callable[[BinaryIO], Any]], ...] = (
    (b"\x1f\x8b", lambda raw: gzip.GzipFile(fileobj=raw)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (
        b"\x28\xb5\x2f\xfd",
        lambda raw: zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True),
    ),
)


class PackedOtherwise(ValueError):
    """The file is packed in a way that is not read; the message says what to do."""


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were read of it, for telling how far one is."""

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self.raw, self.size, self.done = raw, size, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer`; how many bytes."""
        data = self.raw.read(len(buffer))
        buffer[: len(data)] = data
        self.done += len(data)
        return len(data)


@contextmanager
def open_dump(path: str) -> Iterator[tuple[BinaryIO, Counted]]:
    """The unpacked bytes of a file (`-`: standard input), and the counter of the packed ones, whose `size` is
    0 where it is not known.

    Raises OSError where it cannot be opened, PackedOtherwise for 7z.
    """
    if path == STDIN:
        with _unpacked(Counted(sys.stdin.buffer, 0), path) as opened:
            yield opened
        return
    with Path(path).open("rb") as raw, _unpacked(Counted(raw, Path(path).stat().st_size), path) as opened:
        yield opened


@contextmanager
def _unpacked(counted: Counted, path: str) -> Iterator[tuple[BinaryIO, Counted]]:
    buffered = io.BufferedReader(counted, 1 << 20)
    begin = buffered.peek(8)
    if begin.startswith(_SEVEN_ZIP):
        raise PackedOtherwise(
            f"{path} is packed with 7z, which is not read here; unpack it into the command: "
            f"7z x -so {path} | … -"
        )
    for magic, unpack in _UNPACKERS:
        if begin.startswith(magic):
            with unpack(cast(BinaryIO, buffered)) as stream:
                yield cast(BinaryIO, stream), counted
            return
    yield cast(BinaryIO, buffered), counted
