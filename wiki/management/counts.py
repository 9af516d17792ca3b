"""Numbers of things in what commands say."""

from __future__ import annotations


def many(count: int, one: str, more: str = "") -> str:
    """The number with its noun: "1 page", "1,234 pages"."""
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"
