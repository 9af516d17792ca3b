"""What is said of a file that is not a whole backup."""

from __future__ import annotations


class BackupBroken(ValueError):
    """The file is not taken: the message names it, the member where it fails, and what is wrong."""

    def __init__(self, file: str, member: str, what: str) -> None:
        super().__init__(f"{file}: {member + ': ' if member else ''}{what}")


class NotEmpty(Exception):
    """The wiki has rows of its own; the message names a table."""
