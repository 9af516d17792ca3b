"""Deeds on many pages: a transaction for each page, and with it a step that the deed's log entry keeps.

Whatever was done is recorded, at whatever moment the deed was broken off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wiki.editing.saving.deadlock import in_transaction
from wiki.models import DeedStep, LogEntry

END = "end"


class Deed:
    """A deed that is going on. Its log entry is written with the first step; none where nothing is done."""

    def __init__(self, begin: Callable[[], LogEntry], entry: LogEntry | None = None) -> None:
        self.begin, self.entry = begin, entry

    def step(self, work: Callable[[], Sequence[DeedStep]]) -> Sequence[DeedStep]:
        """Do `work` and keep the steps that it tells of, in one transaction; raises what `work` raises.

        Work that tells of nothing should have written nothing.
        """

        def both() -> tuple[LogEntry | None, Sequence[DeedStep]]:
            entry = self.entry or self.begin()
            steps = work()
            for one in steps:
                one.entry = entry
            DeedStep.objects.bulk_create(steps)
            if not steps:
                raise _NothingDone
            return entry, steps

        try:
            self.entry, steps = in_transaction(both)
        except _NothingDone:
            return ()
        return steps

    def end(self) -> None:
        """Nothing is left to do."""
        if self.entry is not None:
            DeedStep.objects.create(entry=self.entry, kind=END)


class _NothingDone(Exception):
    """The transaction is not wanted."""


def unfinished(entry: LogEntry) -> bool:
    """Whether the deed of this entry was broken off, and nobody began to take it back."""
    return (
        not entry.steps.filter(kind=END).exists() and not entry.steps.filter(undone_by__isnull=False).exists()
    )


def to_undo(entry: LogEntry) -> list[DeedStep]:
    """The steps of a deed that are not taken back yet, the last one first."""
    return list(
        entry.steps.exclude(kind=END).filter(undone_by=None).select_related("revision").order_by("-pk")
    )
