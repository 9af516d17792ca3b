"""What a backup holds, in its order, each thing looked at before it is handed on."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, BinaryIO, NamedTuple

from wiki.dumps.backup.broken import BackupBroken
from wiki.dumps.backup.container import Member, PackedReader
from wiki.dumps.backup.manifest import MANIFEST, MOST_BYTES, Manifest, read_manifest
from wiki.dumps.backup.write import IN_MEMORY

PIECE_MOST = 1 << 26  # bytes of one member with rows: a piece, and the longest row that passes its end
FILE_MOST = 1_000_000_000  # bytes of a file: the highest UPLOAD_MAX_BYTES
_ROWS = re.compile(r"rows/([a-z_]+\.[A-Za-z_]+)/([0-9]{6,9})\.jsonl")
_FILE = re.compile(r"media/(files/([0-9a-f]{2})/(\2[0-9a-f]{38})\.[a-z]{3,4})")


class Rows(NamedTuple):
    """Lines of one table; `member` is where they stand."""

    table: str
    member: str
    lines: bytes


class StoredFile(NamedTuple):
    """A file of the storage, open at its beginning; its bytes are those that its path is made of."""

    path: str
    member: str
    size: int
    content: IO[bytes]


def read_backup(file: BinaryIO, name: str) -> Iterator[Manifest | Rows | StoredFile]:
    """The manifest, then the rows table by table, then the files; memory is bounded whatever the file says.

    Members come in the order in which they are written, none is missing and none is of another kind; counts
    are those of the manifest; each member is as its SHA-256 says, which is known once the iterator ends.
    Raises BackupBroken.
    """
    members = PackedReader(file, name).members()
    first = next(members, None)
    if first is None or first.name != MANIFEST:
        raise BackupBroken(name, first.name if first else "", f"stands where {MANIFEST} has to")
    manifest = read_manifest(_whole(first, MOST_BYTES, name), name)
    yield manifest
    counts: Counter[str] = Counter()
    order = {label: number for number, label in enumerate(manifest.tables)}
    place: tuple[int, int, str] = (0, 0, "")
    for member in members:
        before = place
        if (match := _ROWS.fullmatch(member.name)) and match[1] in order:
            place = (order[match[1]], int(match[2]), "")
            lines = _whole(member, PIECE_MOST, name)
            counts[match[1]] += lines.count(b"\n")
            if not lines.endswith(b"\n") or counts[match[1]] > manifest.tables[match[1]].rows:
                raise BackupBroken(name, member.name, "has other rows than the manifest says")
            yield Rows(match[1], member.name, lines)
        elif match := _FILE.fullmatch(member.name):
            place = (len(order), 0, match[1])
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
                _spool(member, spool, match[3], name)
                yield StoredFile(match[1], member.name, member.size, spool)
        else:
            raise BackupBroken(name, member.name, "has no place in a backup")
        if place <= before:
            raise BackupBroken(name, member.name, "stands out of order")
    for label, table in manifest.tables.items():
        if counts[label] != table.rows:
            raise BackupBroken(name, f"rows/{label}", f"has {counts[label]} rows of {table.rows}")


def _whole(member: Member, most: int, name: str) -> bytes:
    if member.size > most:
        raise BackupBroken(name, member.name, f"is larger than the {most} bytes that it may have")
    return b"".join(member.chunks())


def _spool(member: Member, spool: IO[bytes], sha1: str, name: str) -> None:
    if member.size > FILE_MOST:
        raise BackupBroken(name, member.name, f"is larger than the {FILE_MOST} bytes that it may have")
    digest = hashlib.sha1(usedforsecurity=False)
    for chunk in member.chunks():
        digest.update(chunk)
        spool.write(chunk)
    if digest.hexdigest() != sha1:
        raise BackupBroken(name, member.name, "its bytes are not those that its name says")
    spool.seek(0)
