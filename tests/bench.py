"""Measure the wiki on this machine: `make bench` (DB=postgres: on PostgreSQL; ARGS=--write: into the docs).

Everything happens in one run and on loopback: a fresh wiki with two workers, and nginx serving the same HTML
as a file. Each figure is the median of three runs of three seconds. The table goes to standard output, the
progress to standard error. What is measured and how: tests/benchmark/.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.bench_data import write_pages
from tests.benchmark.sizes import compare
from tests.databases import start_postgres
from tests.live_wiki import ROOT, data_folder, environment_for, prepare

DOCUMENT = ROOT / "docs" / "performance.md"
BENCH_DATA = ROOT / ".cache" / "bench-data"
WORKERS = 2
FEW = 100  # pages of the small wiki


def measured(database: str) -> str:
    """The report of a wiki that is made for it and thrown away."""
    with data_folder() as folder:
        environment = environment_for(folder, WORKERS=str(WORKERS), ANONYMOUS_EDITING="ip")
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


def measured_sizes(database: str, few: int, many: int) -> str:
    """How long the same takes in a wiki of few and in one of many pages. On SQLite the large one is a copy of
    what `make bench-data` made, if it did.
    """
    with data_folder() as small, data_folder() as large:
        wikis = []
        for folder, pages in ((small, few), (large, many)):
            if database == "sqlite" and pages == many and BENCH_DATA.is_dir():
                shutil.copytree(BENCH_DATA, folder, dirs_exist_ok=True)
            environment = environment_for(folder, WORKERS="1")
            if database == "postgres":
                environment["DATABASE_URL"] = start_postgres(folder)
            print(f"{time.strftime('%H:%M:%S')} a wiki of {pages:,} pages", file=sys.stderr, flush=True)
            prepare(environment)
            write_pages(environment, pages)
            wikis.append(environment)
        return compare(wikis[0], wikis[1], (few, many))


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
    parser.add_argument("--pages", type=int, default=10_000, help="size of the large wiki; 0: leave it out")
    parser.add_argument(
        "--only-sizes", action="store_true", help="compare the small and the large wiki alone"
    )
    options = parser.parse_args()
    text = "" if options.only_sizes else measured(options.db)
    if options.pages:
        text += "\n\n" + measured_sizes(options.db, FEW, options.pages)
    print(text)
    if options.write:
        write_down(text, options.db)
    return 0


if __name__ == "__main__":
    sys.exit(main())
