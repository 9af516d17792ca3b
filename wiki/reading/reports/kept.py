"""Answers that take long are kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache

T = TypeVar("T")
QUICK = 0.05  # seconds: what takes less is asked anew each time
SHARE = 100  # so many times as long as an answer took, it is kept: asking takes 1 % of a processor at most
LONGEST = 3600  # seconds


def kept(name: str, ask: Callable[[], T]) -> T:
    """What `ask` answers, or answered lately. On a small wiki that is always the present state."""
    key = f"report:{name}"
    answer = cache.get(key)
    if answer is None:
        started = time.monotonic()
        answer = ask()
        took = time.monotonic() - started
        if took > QUICK:
            cache.set(key, answer, min(LONGEST, int(took * SHARE)))
    return cast(T, answer)
