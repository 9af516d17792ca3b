"""A restore that is killed, at whatever moment, and run again ends as one that was let be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tests.dumps.backups import backup, fill, restore, state, stored_files
from tests.quick_flush import flush
from wiki.dumps.backup.broken import NotEmpty
from wiki.models.whole_tables import state_tables
from wiki.permissions import Editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
ROOT = Path(__file__).resolve().parent.parent.parent

# Says a line at each step, and goes on when it is given one; so it is killed just where it stands.
STEPPING = """
import sys
import django
django.setup()
from wiki.dumps.backup.restore import restore_backup
def tell(report):
    print(report.doing, report.member, report.files, flush=True)
    sys.stdin.readline()
restore_backup(open(sys.argv[1], "rb"), "wiki.stemma", tell=tell)
print("done", flush=True)
"""


@pytest.fixture(autouse=True)
def _storage_of_the_children(settings: object) -> None:
    settings.MEDIA_ROOT = Path(os.environ["DATA_DIR"]) / "media"  # type: ignore[attr-defined]
    for path in stored_files():  # of other tests
        default_storage.delete(path)


def killed_at(step: int, file: Path, environment: dict[str, str]) -> str:
    """Restore, killed after so many steps; what it did last."""
    with subprocess.Popen(
        [sys.executable, "-c", STEPPING, str(file)],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        said = ""
        for _number in range(step):
            said = child.stdout.readline().strip()
            if said == "done":
                return said
            child.stdin.write("\n")
        child.kill()
    return said


def empty_the_wiki() -> None:
    flush()
    for path in stored_files():
        default_storage.delete(path)


def test_a_restore_that_is_killed_and_run_again(
    alice: Editor, bob: Editor, carol: Editor, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    fill(alice, bob, carol)
    saved, files = backup(), stored_files()
    file = tmp_path / "wiki.stemma"
    file.write_bytes(saved)
    tables = len([name for name in state(saved) if name.startswith("rows/")])
    steps = 2 * (1 + tables + len(files))
    last = []
    for step in (
        tables // 2,
        steps // 2 + tables // 3,
        steps // 2 + tables,
        steps - 1,
        steps,
        steps + 2,
        10_000,
    ):
        empty_the_wiki()
        (Path(default_storage.path("")) / ".part-left").write_bytes(b"of a write that was killed")
        last.append(killed_at(step, file, child_environment))
        if last[-1] == "done":
            with pytest.raises(NotEmpty):
                restore(saved)
        else:
            assert not any(model._base_manager.exists() for model in state_tables().values())
            restore(saved)
        assert state(backup()) == state(saved)
        assert stored_files() == files
    assert last[0].startswith("checked rows/")
    assert last[1].startswith("restored rows/")
    assert any(said.startswith("restored media/") for said in last)
    assert last[-1] == "done"
