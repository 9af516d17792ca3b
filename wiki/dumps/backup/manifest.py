"""The first member of a backup: what the file holds, and which Stemma can take it in."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from wiki.dumps.backup.broken import BackupBroken
from wiki.dumps.backup.settings import carried_settings
from wiki.models.whole_tables import columns, last_id, state_tables

MANIFEST = "manifest.json"
FORMAT = 1
MOST_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in the order of their values, how many rows, the last id ever given."""

    columns: list[str]
    rows: int
    last_id: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `migrations`: those applied, by app; `files`: how many the rows name."""

    format: int
    stemma: str
    made: str
    database: str
    migrations: dict[str, list[str]]
    tables: dict[str, Table]
    files: int
    settings: dict[str, str]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables.values())


def own_manifest(files: int) -> Manifest:
    """That of this wiki as it is now; to be asked within a snapshot."""
    tables = {
        label: Table(
            [field.attname for field in columns(model)], model._base_manager.count(), last_id(model)  # noqa: SLF001
        )
        for label, model in state_tables().items()
    }  # fmt: skip
    made = timezone.now().isoformat(timespec="seconds")
    return Manifest(
        FORMAT, _version(), made, connection.vendor, _applied(), tables, files, carried_settings()
    )


def written(manifest: Manifest) -> bytes:
    """The bytes of the member."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()


def read_manifest(data: bytes, file: str) -> Manifest:
    """What the member says. Raises BackupBroken where it says nothing that can be understood, or where this
    wiki cannot take the backup in.
    """
    try:
        said = json.loads(data)
        if type(said["format"]) is int and said["format"] > FORMAT:
            raise BackupBroken(file, MANIFEST, f"is of format {said['format']}: a newer Stemma wrote it")
        tables = {label: Table(**table) for label, table in said["tables"].items()}
        manifest = Manifest(**{**said, "tables": tables})
        _check(manifest)
    except BackupBroken:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BackupBroken(file, MANIFEST, "is not the manifest of a backup") from None
    _same_state(manifest, file)
    _same_tables(manifest, file)
    return manifest


def _check(manifest: Manifest) -> None:
    """Raise ValueError for values of other types than the manifest's."""
    numbers: list[Any] = [manifest.files]
    names: list[Any] = [manifest.stemma, manifest.made, manifest.database, *manifest.settings.values()]
    for table in manifest.tables.values():
        numbers += [table.rows, table.last_id or 0]
        names += table.columns
    for applied in manifest.migrations.values():
        names += applied
    if manifest.format != FORMAT or not all(type(name) is str for name in names):
        raise ValueError(manifest.format)
    if not all(type(number) is int and 0 <= number < 1 << 63 for number in numbers):
        raise ValueError(numbers)


def _same_state(manifest: Manifest, file: str) -> None:
    theirs = {(app, name) for app, names in manifest.migrations.items() for name in names}
    ours = {(app, name) for app, names in _applied().items() for name in names}
    if missing := sorted(theirs - ours):
        raise BackupBroken(
            file, MANIFEST,
            f"the wiki that was backed up (Stemma {manifest.stemma}) has migration {'.'.join(missing[0])}, "
            "which this one lacks: run `manage.py migrate`, after an update where Stemma is older here",
        )  # fmt: skip
    if more := sorted(ours - theirs):
        raise BackupBroken(
            file, MANIFEST,
            f"the wiki that was backed up lacks migration {'.'.join(more[0])}: restore it with Stemma "
            f"{manifest.stemma}, as it was when the backup was made, and bring that up to date",
        )  # fmt: skip


def _same_tables(manifest: Manifest, file: str) -> None:
    ours = state_tables()
    for label in sorted(manifest.tables.keys() ^ ours.keys()):
        what = "is none here" if label in manifest.tables else "is not in the backup"
        raise BackupBroken(file, MANIFEST, f"the table {label[:100]} {what}")
    for label, table in manifest.tables.items():
        if table.columns != [field.attname for field in columns(ours[label])]:
            raise BackupBroken(file, MANIFEST, f"the table {label} has other columns here")


def _applied() -> dict[str, list[str]]:
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return applied


def _version() -> str:
    about = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(about["project"]["version"])
