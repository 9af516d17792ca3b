"""The file of a backup: a tar packed with zstd, whose last member has the SHA-256 of each one before it.

`tar --zstd -x` unpacks it and `sha256sum -c SHA256SUMS` checks it. Written and read as a stream, so that
neither the number nor the size of its members takes memory. Headers are read one by one, as plain files:
links, devices and tar's extensions, of which some would be taken into memory whole, are refused.
"""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, cast

import zstandard

from wiki.dumps.backup.broken import BackupBroken

SUMS = "SHA256SUMS"
CHUNK = 1 << 20
_BLOCK, _RECORD = tarfile.BLOCKSIZE, tarfile.RECORDSIZE
_IN_MEMORY = 1 << 23  # bytes; what is more goes to a temporary file
_WINDOW = 25  # 32 MB, so far back a text is found that comes again


class PackedWriter:
    """Writes members one after another. `close` ends the file; without it the file is no backup."""

    def __init__(self, file: IO[bytes]) -> None:
        packing = zstandard.ZstdCompressionParameters.from_level(3, window_log=_WINDOW, enable_ldm=True)
        packer = zstandard.ZstdCompressor(compression_params=packing)
        self._out = packer.stream_writer(cast(BinaryIO, file), closefd=False)
        self._sums = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by close
        self._written = 0

    def add(self, name: str, content: bytes | IO[bytes], size: int = 0) -> None:
        """Add a member: bytes, or so many of them from a file that is open at its beginning."""
        if isinstance(content, bytes):
            digest = hashlib.sha256(content)
            self._begin(name, len(content))
            self._write(content)
            self._pad(len(content))
        else:
            digest = hashlib.sha256()
            self._begin(name, size)
            for chunk in iter(lambda: content.read(CHUNK), b""):
                digest.update(chunk)
                self._write(chunk)
            self._pad(size)
        self._sums.write(f"{digest.hexdigest()}  {name}\n".encode())

    def close(self) -> None:
        """Write the sums and the end."""
        size = self._sums.tell()
        self._sums.seek(0)
        self._begin(SUMS, size)
        for chunk in iter(lambda: self._sums.read(CHUNK), b""):
            self._write(chunk)
        self._pad(size)
        self._sums.close()
        end = 2 * _BLOCK
        self._write(bytes(end + -(self._written + end) % _RECORD))
        self._out.close()  # type: ignore[no-untyped-call]

    def _begin(self, name: str, size: int) -> None:
        header = tarfile.TarInfo(name)
        header.size, header.mode = size, 0o600
        self._write(header.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict"))

    def _pad(self, size: int) -> None:
        self._write(bytes(-size % _BLOCK))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._written += len(data)


class Member:
    """One member on its way by: its bytes can be read once, in order."""

    def __init__(self, name: str, size: int, read: Callable[[int], bytes]) -> None:
        self.name, self.size, self._left, self._read = name, size, size, read
        self.sum = hashlib.sha256()

    def chunks(self) -> Iterator[bytes]:
        """What has not been read yet."""
        while self._left:
            chunk = self._read(min(self._left, CHUNK))
            self._left -= len(chunk)
            self.sum.update(chunk)
            yield chunk


class PackedReader:
    """The members of a file, in order, each one's SHA-256 compared at the end. Raises BackupBroken."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = name
        self._at = ""  # the member that is read or was read last
        unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._in = unpacker.stream_reader(file, read_size=CHUNK, read_across_frames=True, closefd=False)
        self._read_bytes = 0

    def members(self) -> Iterator[Member]:
        """Every member but the sums; ends only if the whole file is as its sums say."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as sums:
            while (member := self._next()).name != SUMS:
                yield member
                for _chunk in member.chunks():
                    pass
                self._padding(member.size)
                sums.write(f"{member.sum.hexdigest()}  {member.name}\n".encode())
            self._compare(member, sums)
        self._end()

    def _next(self) -> Member:
        block = self._read(_BLOCK)
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeError, ValueError):
            what = "no header of a member follows it" if self._at else "is no backup of Stemma"
            raise BackupBroken(self._file, self._at, what) from None
        if header.type != tarfile.REGTYPE or header.size < 0 or len(header.name) > 200:
            raise BackupBroken(self._file, header.name[:200], "is no plain file, as each member has to be")
        self._at = header.name
        return Member(header.name, header.size, self._read)

    def _compare(self, member: Member, sums: IO[bytes]) -> None:
        if member.size != sums.tell():
            raise BackupBroken(self._file, SUMS, "lists other members than the file has")
        sums.seek(0)
        for line in sums:
            if self._read(len(line)) != line:
                name = line.decode().split()[1]
                raise BackupBroken(self._file, name, f"its SHA-256 is not the one in {SUMS}")
        self._padding(member.size)

    def _end(self) -> None:
        """Nothing but zeros may follow, so many as are written."""
        zeros = 0
        while chunk := self._unpacked(CHUNK):
            if chunk.strip(b"\0"):
                raise BackupBroken(self._file, SUMS, "something follows the end")
            zeros += len(chunk)
        if zeros < 2 * _BLOCK or self._read_bytes % _RECORD:
            raise BackupBroken(self._file, SUMS, "the file is cut short behind it")

    def _padding(self, size: int) -> None:
        if self._read(-size % _BLOCK).strip(b"\0"):
            raise BackupBroken(self._file, self._at, "is longer than its header says")

    def _read(self, count: int) -> bytes:
        """So many bytes; fewer are a file that was cut."""
        data = b""
        while len(data) < count:
            chunk = self._unpacked(count - len(data))
            if not chunk:
                what = "the file is cut short here" if self._read_bytes else "is no backup of Stemma"
                raise BackupBroken(self._file, self._at, what)
            data += chunk
        return data

    def _unpacked(self, count: int) -> bytes:
        try:
            data: bytes = self._in.read(count)
        except zstandard.ZstdError:
            what = "what follows cannot be unpacked" if self._at else "is no backup of Stemma"
            raise BackupBroken(self._file, self._at, what) from None
        self._read_bytes += len(data)
        return data
