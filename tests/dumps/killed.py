"""An import that is killed (`kill -9`) and run again leaves what one leaves that nobody stopped. By hand:

    python -m tests.dumps.killed [--kills 20] [--in-a-row] [--seed 1] FILE…

Each time a fresh wiki, one kill at a random moment (or all of them in a row, each of the import that was run
again), the import run once more, and every row of every table compared with those of one that was let go on.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live_wiki import ROOT, environment_for, manage

COUNT = "SELECT (SELECT count(*) FROM wiki_revision) + (SELECT count(*) FROM wiki_logentry)"


@dataclass(frozen=True)
class Trial:
    """Where an import was killed (how much it had written), and the tables that differ in the end."""

    at: list[int]
    differing: list[str]


class Imports:
    """A wiki with nothing in it, what the import of these files makes of it, and imports that are killed."""

    def __init__(self, folder: Path, files: Sequence[str]) -> None:
        self.folder, self.files = folder, files
        self.empty = folder / "empty"
        self.empty.mkdir()
        manage(environment_for(self.empty), "migrate", "--verbosity", "0")
        with self._wiki() as whole:
            self._start(whole).wait()
            self.rows, self.total = _rows(whole), _count(whole)

    @contextmanager
    def _wiki(self) -> Iterator[Path]:
        place = self.folder / "wiki"
        shutil.copytree(self.empty, place)
        try:
            yield place
        finally:
            shutil.rmtree(place)

    def _start(self, place: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "import_xml", *self.files]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=ROOT, env=environment_for(place), stdout=quiet, stderr=quiet)

    def killed(self, chance: random.Random, times: int = 1) -> Trial:
        """Kill the import so often, each time a little after it has written some share of what is left."""
        with self._wiki() as place:
            at: list[int] = [0]
            for _time in range(times):
                process = self._start(place)
                until = at[-1] + chance.randrange((self.total - at[-1]) * 2 // (times + 1) or 1)
                while process.poll() is None and _count(place) <= until:
                    time.sleep(0.005)
                time.sleep(chance.random() / 5)
                process.kill()
                process.wait()
                at.append(_count(place))
            self._start(place).wait()
            found = _rows(place)
        return Trial(at[1:], [name for name, rows in self.rows.items() if rows != found[name]])


def _count(place: Path) -> int:
    with closing(sqlite3.connect(place / "wiki.sqlite3", timeout=20)) as database:
        return int(database.execute(COUNT).fetchone()[0])


def _rows(place: Path) -> dict[str, list[str]]:
    """Every row of every table, ids included: they are given in the same order each time."""
    with closing(sqlite3.connect(place / "wiki.sqlite3")) as database:
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = [name for (name,) in named if name not in ("django_migrations", "sqlite_sequence")]
        return {name: sorted(map(repr, database.execute(f"SELECT * FROM {name}"))) for name in tables}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--in-a-row", action="store_true", help="all of one import")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        imports = Imports(Path(folder), [str(Path(file).resolve()) for file in asked.files])
        print(f"{imports.total} revisions and log entries, {sum(map(len, imports.rows.values()))} rows")
        times = asked.kills if asked.in_a_row else 1
        for number in range(1, asked.kills // times + 1):
            trial = imports.killed(chance, times)
            told = ", ".join(trial.differing) or "identical"
            print(f"{number}: killed after {trial.at} of {imports.total}: {told}", flush=True)


if __name__ == "__main__":
    main()
