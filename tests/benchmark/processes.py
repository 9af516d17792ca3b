"""Memory and processor time of the server's processes while others load it. Linux only."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Self

EVERY = 1.0  # seconds


class Watch:
    """Keeps the greatest sums seen: PSS counts shared pages once, RSS once for each process."""

    def __init__(self, group: int) -> None:
        self.group, self.pss, self.rss, self.processes = group, 0, 0, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.ended.set()
        self.thread.join()

    def run(self) -> None:
        while not self.ended.wait(EVERY):
            found = [sizes for pid in members(self.group) if (sizes := sizes_of(pid))]
            if sum(pss for pss, _ in found) > self.pss:
                self.pss, self.processes = sum(pss for pss, _ in found), len(found)
            self.rss = max(self.rss, sum(rss for _, rss in found))

    def words(self) -> str:
        if not self.pss:
            return "not measured on this system"
        return f"{self.pss / 1024:.0f} MB PSS ({self.rss / 1024:.0f} MB RSS) in {self.processes} processes"


def members(group: int) -> list[int]:
    """The processes of a process group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(entry.name)) == group:
                found.append(int(entry.name))
        except (ProcessLookupError, PermissionError):
            continue
    return found


def sizes_of(pid: int) -> tuple[int, int] | None:
    """PSS and RSS of a process in kB."""
    try:
        said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    pss, rss = (
        re.search(r"^Pss:\s+(\d+)", said, re.MULTILINE),
        re.search(r"^Rss:\s+(\d+)", said, re.MULTILINE),
    )
    return (int(pss[1]), int(rss[1])) if pss and rss else None


def cpu_seconds(group: int) -> float:
    """The processor time that a group's processes have taken so far, those that have ended included."""
    ticks = 0
    for pid in members(group):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))  # its own and its ended children's, in user and system mode
    return ticks / os.sysconf("SC_CLK_TCK")
