"""The wiki into one file: rows, files and settings as of one moment, while it runs."""

from __future__ import annotations

import hashlib
import tempfile
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Collate

from wiki.dumps.backup.container import CHUNK, PackedWriter
from wiki.dumps.backup.manifest import MANIFEST, own_manifest, written
from wiki.dumps.backup.report import Report, Tell, nobody
from wiki.dumps.backup.rows import row_pieces
from wiki.models import FileVersion
from wiki.models.whole_tables import snapshot, state_tables

IN_MEMORY = 1 << 23  # bytes of a file; of a larger one they go to a temporary file


def write_backup(file: IO[bytes], tell: Tell = nobody) -> Report:
    """Write a backup of the whole wiki to `file`; `tell` hears how far it is.

    Everything is as it was at one moment. Files that a version names and the storage lacks, or holds with
    other bytes, are left out and told of. Memory is bounded whatever the size of the wiki. Raises OSError.
    """
    with snapshot():
        report = Report("saved")
        manifest = own_manifest(_paths().count())
        report.of_rows, report.of_files = manifest.rows, manifest.files
        packed = PackedWriter(file)
        packed.add(MANIFEST, written(manifest))
        for label, model in state_tables().items():
            for number, (piece, rows) in enumerate(row_pieces(model), 1):
                report.member = f"rows/{label}/{number:06}.jsonl"
                packed.add(report.member, piece)
                report.rows += rows
                report.bytes += len(piece)
                tell(report)
        for path, sha1 in _paths().iterator():
            _add_file(packed, path, sha1, report)
            tell(report)
        packed.close()
    return report


def _paths() -> QuerySet[FileVersion, tuple[str, str]]:
    """In the order in which they are read, which no language of the database may change."""
    by_bytes = Collate("path", "C" if connection.vendor == "postgresql" else "BINARY")
    return FileVersion.objects.order_by(by_bytes).values_list("path", "sha1").distinct()


def _add_file(packed: PackedWriter, path: str, sha1: str, report: Report) -> None:
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
        digest = hashlib.sha1(usedforsecurity=False)
        try:
            with default_storage.open(path) as stored:
                for chunk in iter(lambda: stored.read(CHUNK), b""):
                    digest.update(chunk)
                    spool.write(chunk)
        except OSError as error:
            report.lacking.append(f"{path} is not in the storage ({error.strerror or error})")
            return
        if digest.hexdigest() != sha1:
            report.lacking.append(f"{path} is damaged: its bytes are not those that were uploaded")
            return
        size = spool.tell()
        spool.seek(0)
        packed.add(f"media/{path}", spool, size)
        report.files += 1
        report.bytes += size
