"""Measure the wiki on this machine: `make bench` (DB=postgres: on PostgreSQL; ARGS=--write: into the docs).

Everything happens in one run and on loopback: a fresh wiki with two workers, and nginx serving the same HTML
as a file. Each figure is the median of three runs of three seconds. The table goes to standard output, the
progress to standard error. What is measured and how: tests/benchmark/.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.databases import start_postgres
from tests.live_wiki import ROOT, data_folder, environment_for, prepare

DOCUMENT = ROOT / "docs" / "performance.md"
WORKERS = 2


def measured(database: str) -> str:
    """The report of a wiki that is made for it and thrown away."""
    with data_folder() as folder:
        environment = environment_for(folder, WORKERS=str(WORKERS))
        if database == "postgres":
            environment["DATABASE_URL"] = start_postgres(folder, durable=True)
        print(f"{time.strftime('%H:%M:%S')} making a wiki", file=sys.stderr, flush=True)
        prepare(environment)
        return subprocess.run(
            [sys.executable, "-m", "tests.benchmark"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout


def write_down(text: str, database: str) -> None:
    """Put the report in the place of the last one in docs/performance.md."""
    begin, end = f"<!-- {database} -->", f"<!-- end of {database} -->"
    old = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    before = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(old.sub(lambda _: f"{begin}\n\n{text}\n{end}", before), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default=os.environ.get("DB") or "sqlite")
    parser.add_argument("--write", action="store_true", help="also write the table into docs/performance.md")
    options = parser.parse_args()
    text = measured(options.db)
    print(text)
    if options.write:
        write_down(text, options.db)
    return 0


if __name__ == "__main__":
    sys.exit(main())
