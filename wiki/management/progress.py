"""How far a long command is, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.management.base import OutputWrapper

T = TypeVar("T")
EVERY = 1.0  # seconds between two looks
_AWAY = "\r\x1b[K"  # what stands in the line


@contextmanager
def progress(stream: OutputWrapper, line: Callable[[T, float], str]) -> Iterator[Callable[[T], None]]:
    """Gives what is to be told again and again how far it is. On a terminal it shows so once a second, by the
    line that is made of what it was told and the seconds that have gone. At the end the line is taken away.
    """
    began = shown = time.monotonic()

    def tell(report: T) -> None:
        nonlocal shown
        if time.monotonic() - shown > EVERY and stream.isatty():
            shown = time.monotonic()
            stream.write(_AWAY + line(report, shown - began), str, "")

    try:
        yield tell
    finally:
        if shown > began:
            stream.write(_AWAY, str, "")
