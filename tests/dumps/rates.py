"""How fast dumps are imported into either database and exported again, and what that takes; by hand:

    python -m tests.dumps.rates FILE… [--runs 7]

Wall time says little on a machine that has other things to do: the time that the processor worked for the
command stands beside it. What the same command takes in an empty wiki, its start, is taken off both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.databases import start_postgres
from tests.dumps.exports import export
from tests.live_wiki import ROOT, environment_for, manage

COUNT = """
from wiki.models import Revision
print(Revision.objects.count(), sum(Revision.objects.values_list("size", flat=True)))
"""


LOOK = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    """A command that ran: seconds by the clock and of the processor, and the most memory in MB, with that of
    its child, what both share counted once.
    """

    wall: float
    worked: float
    memory: int


def run(environment: dict[str, str], *arguments: str) -> Run:
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    taken, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK):
            taken.append(_memory(process.pid))

    looking = threading.Thread(target=look)
    looking.start()
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    looking.join()
    return Run(wall, used.ru_utime + used.ru_stime, max(taken) >> 10)


def quickest(environment: dict[str, str], *arguments: str) -> Run:
    """The best of three: what others do meanwhile only ever takes time."""
    return min((run(environment, *arguments) for _ in range(3)), key=lambda one: one.wall)


def _memory(pid: int) -> int:
    """Kilobytes."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        read = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in (pid, *children)]
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) for text in read for line in text.splitlines() if line.startswith("Pss:"))


def counted(environment: dict[str, str]) -> tuple[int, int]:
    """Revisions, and the bytes of their texts."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", COUNT]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    revisions, size = map(int, said.stdout.split())
    return revisions, size


@dataclass(frozen=True)
class Measured:
    """One wiki that was filled and exported again; `starts` are what the commands take without anything."""

    starts: tuple[Run, Run]
    done: tuple[Run, Run]
    revisions: int
    size: int
    stored: int


def measured(database: str, files: list[str]) -> Measured:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        environment = environment_for(folder)
        if database == "PostgreSQL":
            environment["DATABASE_URL"] = start_postgres(folder, durable=True)
        manage(environment, "migrate", "--verbosity", "0")
        stored = folder / "wiki.sqlite3"
        before = stored.stat().st_size if stored.exists() else 0
        nothing = folder / "nothing.xml"
        nothing.write_bytes(export(""))
        target = str(folder / "all.xml")
        starts = (
            quickest(environment, "import_xml", str(nothing)),
            quickest(environment, "export_xml", "--output", target),
        )
        brought = run(environment, "import_xml", *files)
        revisions, size = counted(environment)
        given = quickest(environment, "export_xml", "--output", target)
        grown = stored.stat().st_size - before if before else 0
        return Measured(starts, (brought, given), revisions, size, grown)


def tell(database: str, found: list[Measured]) -> None:
    """Each run's rate and their median. What the start took is the median over all runs: it differs by more
    than an export takes.
    """
    one = found[0]
    for n, what in enumerate(("import", "export")):
        start = median(each.starts[n].wall for each in found)
        start_worked = median(each.starts[n].worked for each in found)
        rates = [each.revisions / (each.done[n].wall - start) for each in found]
        worked = [each.revisions / (each.done[n].worked - start_worked) for each in found]
        each_size = one.size / max(1, one.revisions)
        print(
            f"{database} {what}: {one.revisions:,} revisions of {each_size:,.0f} bytes, "
            f"{median(rates):,.0f}/s ({median(worked):,.0f} a second of work), "
            f"{max(each.done[n].memory for each in found)} MB of memory; "
            f"each: {' '.join(f'{rate:,.0f}' for rate in rates)}",
            flush=True,
        )
    if one.stored:
        print(f"{database}: {one.stored / max(1, one.revisions):,.0f} bytes stored a revision", flush=True)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=lambda file: str(Path(file).resolve()))
    parser.add_argument("--runs", type=int, default=1, help="so many wikis are filled in turn")
    asked = parser.parse_args()
    for each in ("SQLite", "PostgreSQL"):
        tell(each, [measured(each, asked.files) for _ in range(asked.runs)])
