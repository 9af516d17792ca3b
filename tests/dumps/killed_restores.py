"""A restore that is killed (`kill -9`) while it writes and run again leaves what one that is let be leaves.

By hand: python -m tests.dumps.killed_restores [--kills 20] [--postgres] [--seed 1] BACKUP

Each time a fresh wiki and one kill: three of four between the first row that is written and the end of the
transaction, the others in the check of the history; a random moment in each of as many stretches of the time.
Then the restore is run again, and every row of every table and every file is compared with those of one that
was let be.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pty
import random
import select
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.databases import start_postgres
from tests.live_wiki import ROOT, environment_for, manage

WRITES = "restored: "  # how the line begins that tells how much is written


class Restoring:
    """A restore under way, listened to as on a terminal, where it says each second how far it is."""

    def __init__(self, environment: dict[str, str], backup: Path) -> None:
        self.said = ""
        self._screen, terminal = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "restore", str(backup)],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
        )  # fmt: skip
        os.close(terminal)

    def hear(self, word: str | None = None, seconds: float = 3600) -> None:
        """Listen until it has said the word, or for so long, or until it has ended."""
        until = time.monotonic() + seconds
        while (word is None or word not in self.said) and (left := until - time.monotonic()) > 0:
            if select.select([self._screen], [], [], left)[0]:
                try:
                    self.said += os.read(self._screen, 4096).decode(errors="replace")
                except OSError:  # nobody is there any more
                    return

    def end(self, *, kill: bool = False) -> int:
        if kill:
            self.process.kill()
        else:
            self.hear()
        os.close(self._screen)
        return self.process.wait()


@dataclass(frozen=True)
class Trial:
    """What a restore said last before it was killed, whether the wiki was empty then (it was taken by the
    next one), and the tables and files that differ in the end.
    """

    last: str
    empty: bool
    differing: list[str]


class Restores:
    """A wiki with nothing in it, what the restore of a backup makes of it, and restores that are killed."""

    def __init__(self, folder: Path, backup: Path, *, postgres: bool) -> None:
        self.folder, self.backup = folder, backup
        self.server = start_postgres(folder, durable=True) if postgres else ""
        (folder / "empty").mkdir()
        self._tell_server("CREATE DATABASE empty")
        manage(self._environment("empty"), "migrate", "--verbosity", "0")
        with self._wiki() as whole:
            restoring = Restoring(whole, backup)
            restoring.hear(WRITES)
            began = time.monotonic()
            restoring.hear(f": {WRITES}")
            self.writing = time.monotonic() - began
            if restoring.end():
                raise SystemExit(restoring.said)
            self.checking = time.monotonic() - began - self.writing
            self.said, self.held = restoring.said, _held(whole)

    def _environment(self, name: str) -> dict[str, str]:
        address = {"DATABASE_URL": self._address(name)} if self.server else {}
        return environment_for(self.folder / name, **address)

    def _address(self, database: str) -> str:
        return self.server.replace("/postgres?", f"/{database}?")

    @contextmanager
    def _wiki(self) -> Iterator[dict[str, str]]:
        shutil.copytree(self.folder / "empty", self.folder / "wiki")
        self._tell_server("CREATE DATABASE wiki TEMPLATE empty")
        try:
            yield self._environment("wiki")
        finally:
            self._tell_server("DROP DATABASE wiki WITH (FORCE)")
            shutil.rmtree(self.folder / "wiki")

    def _tell_server(self, statement: str) -> None:
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as server:
                server.execute(statement)

    def killed(self, share: float) -> Trial:
        """Kill a restore: three quarters of the shares fall on the time in which it writes."""
        written, checked = min(1, share / 0.75), max(0, (share - 0.75) / 0.25)
        with self._wiki() as wiki:
            restoring = Restoring(wiki, self.backup)
            restoring.hear(WRITES)
            restoring.hear(seconds=written * self.writing + checked * self.checking)
            restoring.end(kill=True)
            last = restoring.said.replace("\x1b[K", "\n").splitlines()
            again = Restoring(wiki, self.backup)
            empty = again.end() == 0
            if not empty:
                if "not empty" not in again.said:
                    raise SystemExit(again.said)
                manage(wiki, "verify_history")
            found = _held(wiki)
        differing = [name for name in self.held | found if self.held.get(name) != found.get(name)]
        return Trial(next(line.strip() for line in reversed(last) if line.strip()), empty, differing)


def _held(environment: dict[str, str]) -> dict[str, str]:
    """By the name of a table or file: a digest of all its rows, ids included, or of its bytes."""
    postgres = environment.get("DATABASE_URL")
    place = Path(environment["DATA_DIR"])
    database: Any = psycopg.connect(postgres) if postgres else sqlite3.connect(place / "wiki.sqlite3")
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if postgres:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with closing(database):
        held = {
            name: _digest(sorted(_digest([repr(row)]) for row in database.execute(f'SELECT * FROM "{name}"')))
            for (name,) in database.execute(tables).fetchall()
        }
    files = [path for path in (place / "media").rglob("*") if path.is_file()]
    return held | {str(path.relative_to(place)): _digest([path.read_bytes().hex()]) for path in files}


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backup", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        restores = Restores(Path(folder), asked.backup.resolve(), postgres=asked.postgres)
        print(*restores.said.splitlines()[-2:], sep="\n")
        print(f"{restores.writing:.1f} s of writing, {restores.checking:.1f} s of checking", flush=True)
        for number in range(asked.kills):
            trial = restores.killed((number + chance.random()) / asked.kills)
            state = "the wiki was empty" if trial.empty else "the wiki was there"
            told = ", ".join(trial.differing) or "identical"
            print(f"{number + 1}: “{trial.last}”, {state}, then {told}", flush=True)


if __name__ == "__main__":
    main()
