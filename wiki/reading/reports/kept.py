"""Answers that take long are kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.core.cache import cache
from django.utils import timezone

from wiki.models import LogEntry

T = TypeVar("T")
QUICK = 0.05  # seconds: what takes less is asked anew each time
SHARE = 100  # so many times as long as an answer took, it is kept: asking takes 1 % of a processor at most
LONGEST = 3600  # seconds
LATE = timedelta(seconds=5)


def kept(name: str, ask: Callable[[], T]) -> T:
    """What `ask` answers, or answered lately if nothing was deleted or hidden since: that costs one query. On
    a small wiki it is always the present state.
    """
    key = f"report:{name}"
    held = cache.get(key)
    if held is not None and not _hidden_since(held[0]):
        return cast(T, held[1])
    started, begun = timezone.now(), time.monotonic()
    answer = ask()
    took = time.monotonic() - begun
    if took > QUICK:
        cache.set(key, (started, answer), min(LONGEST, int(took * SHARE)))
    return answer


def _hidden_since(moment: datetime) -> bool:
    """Whether somebody may have deleted or hidden something since then: the log tells it, late by as long as
    the deed took.
    """
    return LogEntry.objects.filter(type__in=("delete", "suppress"), timestamp__gte=moment - LATE).exists()
