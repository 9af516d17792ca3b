"""Dumps as they are handed over: plain or packed, from a file or from standard input.

What a file is packed with is told by its first bytes, never by its name.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

STDIN = "-"
MAX_WINDOW = 1 << 27  # bytes that unpacking may look back: what xz -9 and zstd --long take, and no more
UNPACKING_FAULTS = (EOFError, OSError, ValueError, lzma.LZMAError, zlib.error, zstandard.ZstdError)
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"


class Xz(io.RawIOBase):
    """The unpacked bytes of an xz file. (Python's LZMAFile lets the file say how much memory is taken.)"""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw, self.unpacker = raw, self._unpacker()

    def _unpacker(self) -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(memlimit=MAX_WINDOW)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer`; how many bytes. Raises LZMAError and EOFError."""
        data = b""
        while not data:
            packed = b""
            if self.unpacker.eof:  # another stream may follow, after zeros
                packed = (self.unpacker.unused_data or self.raw.read(io.DEFAULT_BUFFER_SIZE)).lstrip(b"\0")
                if not packed:
                    return 0
                self.unpacker = self._unpacker()
            elif self.unpacker.needs_input:
                packed = self.raw.read(io.DEFAULT_BUFFER_SIZE)
                if not packed:
                    raise EOFError("it ends too soon")
            data = self.unpacker.decompress(packed, len(buffer))
        buffer[: len(data)] = data
        return len(data)


_UNPACKERS: tuple[tuple[bytes, Callable[[BinaryIO], Any]], ...] = (
    (b"\x1f\x8b", lambda raw: gzip.GzipFile(fileobj=raw)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lambda raw: io.BufferedReader(Xz(raw), 1 << 16)),
    (
        b"\x28\xb5\x2f\xfd",
        lambda raw: zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(
            raw, read_across_frames=True
        ),
    ),
)


class PackedOtherwise(ValueError):
    """The file is packed in a way that is not read; the message says what to do."""


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken of it, for telling how far one is. What is read ahead of
    that stands in a buffer below.
    """

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self.raw, self.size, self.done = io.BufferedReader(cast(io.RawIOBase, raw), 1 << 20), size, 0

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
        with unpacked(Counted(sys.stdin.buffer, 0), path) as opened:
            yield opened
        return
    with Path(path).open("rb") as raw, unpacked(Counted(raw, Path(path).stat().st_size), path) as opened:
        yield opened


@contextmanager
def unpacked(counted: Counted, path: str) -> Iterator[tuple[BinaryIO, Counted]]:
    """`open_dump` for bytes at hand; `path` is their name in messages. Raises PackedOtherwise."""
    begin = counted.raw.peek(8)
    if begin.startswith(_SEVEN_ZIP):
        raise PackedOtherwise(
            f"{path} is packed with 7z, which is not read here; unpack it into the command: "
            f"7z x -so {path} | … -"
        )
    for magic, unpack in _UNPACKERS:
        if begin.startswith(magic):
            with unpack(cast(BinaryIO, counted)) as stream:
                yield cast(BinaryIO, stream), counted
            return
    yield cast(BinaryIO, counted), counted
