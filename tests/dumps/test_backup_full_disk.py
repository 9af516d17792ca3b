"""A disk that is full leaves the old backup, or the empty wiki, and says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from tests.dumps.backups import backup, fill, restore, state, stored_files
from tests.made_pictures import saved, store
from tests.quick_flush import flush
from wiki.models.whole_tables import state_tables
from wiki.permissions import Editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _storage_of_the_children(settings: Any) -> None:
    settings.MEDIA_ROOT = Path(os.environ["DATA_DIR"]) / "media"
    empty_the_storage()


def empty_the_storage() -> None:
    for path in stored_files():
        default_storage.delete(path)


def manage_on_a_disk_of(kilobytes: int, environment: dict[str, str], *arguments: str) -> str:
    """What the command complains of, in which no file may grow larger than this."""
    limited = ["sh", "-c", f'ulimit -f {kilobytes * 2}; exec "$@"', "sh", sys.executable, "manage.py"]
    run = subprocess.run(
        [*limited, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1, run.stdout
    return run.stderr


def noise() -> bytes:
    """A picture that nothing packs: of 200 kB."""
    return saved(Image.frombytes("L", (450, 450), os.urandom(450 * 450)), "PNG")


def test_a_backup(alice: Editor, tmp_path: Path, child_environment: dict[str, str]) -> None:
    store("Noise.png", noise(), editor=alice)
    target = tmp_path / "wiki.stemma"
    target.write_bytes(b"of yesterday")
    said = manage_on_a_disk_of(100, child_environment, "backup", str(target))
    assert said == f"CommandError: {target}: File too large\n"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(target.name, b"of yesterday")]


@pytest.mark.parametrize("kilobytes", [8, 100, 190])
def test_a_restore(
    kilobytes: int,
    alice: Editor,
    bob: Editor,
    carol: Editor,
    tmp_path: Path,
    child_environment: dict[str, str],
) -> None:
    """On SQLite the database is what does not fit, on PostgreSQL the file."""
    fill(alice, bob, carol)
    store("Noise.png", noise(), editor=alice)
    before, files = backup(), stored_files()
    source = tmp_path / "wiki.stemma"
    source.write_bytes(before)
    flush()
    empty_the_storage()
    said = manage_on_a_disk_of(kilobytes, child_environment, "restore", str(source))
    assert said.startswith(f"CommandError: {source}: ")
    assert any(word in said for word in ("File too large", "disk is full", "disk I/O error")), said
    assert not any(model._base_manager.exists() for model in state_tables().values())
    restore(before)
    assert (state(backup()), stored_files()) == (state(before), files)
