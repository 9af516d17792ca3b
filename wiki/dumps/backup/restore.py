"""A backup becomes the wiki: all of it, or nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO

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
from wiki.dumps.backup.write import IN_MEMORY
from wiki.editing.deriving.rebuild import index_anew
from wiki.editing.files.file_bytes import DRAFT
from wiki.models import FileVersion, Page
from wiki.models.insert import insert_values
from wiki.models.whole_tables import (
    columns,
    empty_index,
    empty_tables,
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
    with SpooledTemporaryFile(IN_MEMORY, "w+") as paths:
        report = _look_through(file, name, paths, tell)
        file.seek(0)
        try:
            with larger_cache(), connection.constraint_checks_disabled(), transaction.atomic(durable=True):
                lock_tables()
                _make_room(replace=replace)
                manifest = _take_in(file, name, paths, report, tell)
                if not report.files:
                    connection.check_constraints()
                for label, model in state_tables().items():
                    number_on(model, manifest.tables[label].last_id or 0)
                for _page in index_anew(Page.objects.filter(deleted=False)):
                    tell(report)
        except (DatabaseError, UnicodeError) as error:
            raise BackupBroken(name, report.member, f"the database does not take it: {error}") from error
    cache.clear()
    named = FileVersion.objects.order_by("path").values_list("path", flat=True).distinct()
    report.lacking = [f"{path} is not in the backup" for path in named if not default_storage.exists(path)]
    report.settings = settings_to_set(manifest.settings)
    return report


def _look_through(file: BinaryIO, name: str, paths: IO[str], tell: Tell) -> Report:
    """Check the file, put the paths of its files into `paths`, and say how much there is to restore."""
    seen = Report("checked")
    for part in read_backup(file, name):
        if isinstance(part, StoredFile):
            paths.write(f"{part.path}\n")
        _count(part, seen)
        tell(seen)
    return Report("restored", of_rows=seen.of_rows, of_files=seen.of_files)


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


def _take_in(file: BinaryIO, name: str, paths: IO[str], report: Report, tell: Tell) -> Manifest:
    readers = {label: (model, row_reader(model)) for label, model in state_tables().items()}
    for part in read_backup(file, name):
        if isinstance(part, Manifest):
            manifest = part
            continue
        report.member = part.member
        if isinstance(part, Rows):
            _insert(*readers[part.table], part, name)
        else:
            if not report.files:  # no file is stored for rows that will not be, or for none
                connection.check_constraints()
                _check_paths(paths, name)
            _store(part)
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
        insert_values(model, columns(model), rows)


def _check_paths(paths: IO[str], name: str) -> None:
    """Raise BackupBroken for a file that no version names."""
    paths.seek(0)
    while some := [line.strip() for line in islice(paths, AT_ONCE)]:
        versions = FileVersion.objects.filter(sha1__in=map(_sha1, some))
        named = {path for path, sha1 in versions.values_list("path", "sha1") if _sha1(path) == sha1}
        for path in some:
            if path not in named:
                raise BackupBroken(name, f"media/{path}", "belongs to no version of a file")


def _sha1(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _store(part: StoredFile) -> None:
    """Put a file into the storage, unless it is there already, whole."""
    sha1 = _sha1(part.path)
    if default_storage.exists(part.path):
        with default_storage.open(part.path) as stored:
            if hashlib.file_digest(stored, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest() == sha1:
                return
        default_storage.delete(part.path)
    written = default_storage.save(part.path, File(part.content))
    if written != part.path:
        default_storage.delete(written)
        raise OSError(f"the storage has put {part.path} elsewhere")
