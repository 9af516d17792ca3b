"""How far a backup or its return is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Report:
    """`member` is the one being written or read; `lacking` are sentences about files that are not there;
    `settings` are lines for the environment.
    """

    doing: str
    rows: int = 0
    of_rows: int = 0
    files: int = 0
    of_files: int = 0
    bytes: int = 0
    member: str = ""
    lacking: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)

    def line(self, seconds: float) -> str:
        """One line that says how far it is and how fast."""
        rate = self.rows / seconds if seconds else 0
        return (
            f"{self.doing}: {self.rows:,} of {self.of_rows:,} rows, {self.files:,} of {self.of_files:,} "
            f"files, {self.bytes / 1e6:,.1f} MB in {seconds:,.1f} s ({rate:,.0f} rows/s)"
        )


Tell = Callable[[Report], None]


def nobody(_report: Report) -> None:
    """Hears, and does nothing."""
