"""A backup becomes the wiki: all of it, or nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from itertools import islice
from typing import Any, BinaryIO

from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from wiki.dumps.backup.broken import BackupBroken, NotEmpty
from wiki.dumps.backup.manifest import Manifest
from wiki.dumps.backup.read import Rows, StoredFile, read_backup
from wiki.dumps.backup.report import Report, Tell, nobody
from wiki.dumps.backup.rows import BadRow, row_reader
from wiki.dumps.backup.settings import settings_to_set
from wiki.editing.deriving.rebuild import index_anew
from wiki.editing.files.file_bytes import DRAFT
from wiki.models import FileVersion, Page
from wiki.models.whole_tables import (
    empty_index,
    empty_tables,
    insert_values,
    larger_cache,
    lock_tables,
    number_on,
    state_tables,
)

AT_ONCE = 500  # rows in one statement


def restore_backup(file: BinaryIO, name: str, *, replace: bool = False, tell: Tell = nobody) -> Report:
    """Take the backup that is open in `file` (called `name` in messages) into this wiki, which has to be
    empty; `replace` empties it first. `tell` hears how far it is.

    The file is read through and checked before anything is written; then its rows, files and the search index
    are written in one transaction. Broken off at any moment it leaves an empty wiki (or, with `replace`, the
    old one) and perhaps files, with which it goes on when it is run again. Nobody may use the wiki meanwhile.

    Raises BackupBroken, NotEmpty, OSError.
    """
    seen = Report("checked")
    for part in read_backup(file, name):
        _count(part, seen)
        tell(seen)
    file.seek(0)
    report = Report("restored", of_rows=seen.of_rows, of_files=seen.of_files)
    try:
        with larger_cache(), transaction.atomic(durable=True):
            lock_tables()
            _make_room(replace=replace)
            manifest = _take_in(file, name, report, tell)
            if not report.files:
                connection.check_constraints()
            for label, model in state_tables().items():
                number_on(model, manifest.tables[label].last_id or 0)
            for _page in index_anew(Page.objects.filter(deleted=False)):
                tell(report)
    except (DatabaseError, UnicodeError) as error:
        raise BackupBroken(name, report.member, f"the database does not take it: {error}") from error
    cache.clear()
    paths = FileVersion.objects.order_by("path").values_list("path", flat=True).distinct()
    report.lacking = [f"{path} is not in the backup" for path in paths if not default_storage.exists(path)]
    report.settings = settings_to_set(manifest.settings)
    return report


def _count(part: Manifest | Rows | StoredFile, report: Report) -> None:
    if isinstance(part, Manifest):
        report.of_rows, report.of_files = part.rows, part.files
        return
    report.member = part.member
    if isinstance(part, Rows):
        report.rows += part.lines.count(b"\n")
        report.bytes += len(part.lines)
    else:
        report.files += 1
        report.bytes += part.size


def _make_room(*, replace: bool) -> None:
    """Raises NotEmpty."""
    if replace:
        empty_tables()
    for label, model in state_tables().items():
        if model._base_manager.exists():  # noqa: SLF001
            raise NotEmpty(f"this wiki is not empty: there are rows in {label}")
    empty_index()
    for left in default_storage.listdir("")[1]:
        if left.startswith(DRAFT):  # of a restore that was killed
            default_storage.delete(left)


def _take_in(file: BinaryIO, name: str, report: Report, tell: Tell) -> Manifest:
    readers = {label: (model, row_reader(model)) for label, model in state_tables().items()}
    for part in read_backup(file, name):
        if isinstance(part, Manifest):
            manifest = part
            continue
        report.member = part.member
        if isinstance(part, Rows):
            _insert(*readers[part.table], part, name)
        else:
            if not report.files:
                connection.check_constraints()  # no file is stored for rows that will not be
            _store(part, name)
        _count(part, report)
        tell(report)
    return manifest


def _insert(model: type[Model], read: Callable[[bytes], list[Any]], part: Rows, name: str) -> None:
    lines = enumerate(io.BytesIO(part.lines), 1)
    while some := list(islice(lines, AT_ONCE)):
        rows = []
        for number, line in some:
            try:
                rows.append(read(line))
            except BadRow as error:
                raise BackupBroken(name, part.member, f"line {number} {error}") from None
        insert_values(model, rows)


def _store(part: StoredFile, name: str) -> None:
    """Put a file into the storage, unless it is there already, whole."""
    sha1 = part.path.rpartition("/")[2].partition(".")[0]
    if not FileVersion.objects.filter(sha1=sha1, path=part.path).exists():
        raise BackupBroken(name, part.member, "belongs to no version of a file")
    if default_storage.exists(part.path):
        with default_storage.open(part.path) as stored:
            if hashlib.file_digest(stored, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest() == sha1:
                return
        default_storage.delete(part.path)
    written = default_storage.save(part.path, File(part.content))
    if written != part.path:
        default_storage.delete(written)
        raise OSError(f"the storage has put {part.path} elsewhere")
