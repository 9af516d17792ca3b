"""Run the whole suite on each database and say at the end how it went: `make test`."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
# Tests of text and pictures ask no database; a browser, and what goes through all pages in search of one that
# leaks or hangs, sees of it what others see. Once is enough in a run of both: `--db` runs everything.
ELSEWHERE = (
    "tests/text",
    "tests/pictures",
    "tests/test_*.py",
    "tests/admin/test_desk_accessibility.py",
    "tests/web/browser",
    "tests/web/test_accessibility.py",
    "tests/web/test_desk_matrix.py",
    "tests/web/test_hidden_everywhere.py",
    "tests/web/test_hostile.py",
    "tests/web/test_torture.py",
)
ONCE = {"sqlite": [], "postgres": [f"--ignore-glob={path}" for path in ELSEWHERE]}
# Every process, of pytest, of the server and of commands, loads what the first of them has compiled.
WITH_BYTECODE = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PROCESSES = min(os.cpu_count() or 1, 4)


@dataclass
class Outcome:
    database: str
    code: int
    seconds: float
    tests: int = 0
    failed: int = 0
    skipped: int = 0

    def row(self) -> str:
        passed = self.tests - self.failed - self.skipped
        verdict = "ok" if self.code == 0 else f"FAILED (exit {self.code})"
        counts = f"{passed:>8}{self.failed:>8}{self.skipped:>9}"
        return f"{self.database:<12}{counts}{self.seconds:>9.0f} s   {verdict}"


def run(database: str, arguments: list[str]) -> Outcome:
    print(f"\n==== Tests on {DATABASES[database]} ====", flush=True)
    # The first to end takes from what the others have left.
    processes = [f"-n{PROCESSES}", "--dist=worksteal"]
    with tempfile.TemporaryDirectory(prefix="stemma-") as folder:
        report = Path(folder) / "report.xml"
        started = time.monotonic()
        code = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *processes, f"--junit-xml={report}", *arguments],
            cwd=ROOT,
            env={**WITH_BYTECODE, "TEST_DB": database},
            check=False,
        ).returncode
        outcome = Outcome(DATABASES[database], code, time.monotonic() - started)
        if report.exists():
            suite = ElementTree.parse(report).getroot().find("testsuite")
            counts = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            outcome.tests, outcome.skipped = counts["tests"], counts["skipped"]
            outcome.failed = counts["failures"] + counts["errors"]
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, epilog="Everything else is handed to pytest.")
    parser.add_argument("--db", choices=DATABASES, help="one database only")
    options, arguments = parser.parse_known_args()
    chosen = [options.db] if options.db else list(DATABASES)
    outcomes = [run(name, [*(ONCE[name] if len(chosen) > 1 else []), *arguments]) for name in chosen]
    print(f"\n{'Database':<12}{'passed':>8}{'failed':>8}{'skipped':>9}{'time':>11}")
    for outcome in outcomes:
        print(outcome.row())
    if any(outcome.skipped for outcome in outcomes):
        print("Some tests were SKIPPED; the lists above say which and why.")
    return int(any(outcome.code for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
