"""Until when: what people write for the end of a protection, a membership or a block."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

ENDLESS = frozenset({"infinite", "indefinite", "infinity", "never"})
_SPAN = re.compile(r"(?:(\d{1,6}|an?)\s+)?(second|sec|minute|min|hour|day|week|fortnight|month|year)s?")
_JOINED = re.compile(r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)")
_SECONDS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "day": 86_400, "week": 604_800,
            "fortnight": 1_209_600}  # fmt: skip
_PLAIN = re.compile(r"\d{14}")


class BadExpiry(ValueError):
    """No time to come; `code` is MediaWiki's ("invalidexpiry", "pastexpiry"), `message` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def read_expiry(text: str, *, now: datetime) -> datetime | None:
    """When it ends, to the second and in UTC; None for what has no end ("infinite", or nothing written).

    Reads MediaWiki's words ("1 week", "2 days 3 hours", "infinite"), ISO 8601 and 14 digits; a time without
    a zone is UTC. Raises BadExpiry.
    """
    said = " ".join(text.split()).casefold()
    if not said or said in ENDLESS:
        return None
    try:
        end = _after(said, now) or _moment(said)
    except (ValueError, OverflowError):
        end = None
    if end is None:
        raise BadExpiry("invalidexpiry", f"“{text.strip()[:60]}” is no time.")
    if end <= now:
        raise BadExpiry("pastexpiry", f"“{text.strip()[:60]}” is past.")
    return end.replace(microsecond=0)


def _after(said: str, now: datetime) -> datetime | None:
    """The end of spans put one after another, from now on; None if these are no spans."""
    at = months = seconds = 0
    while True:
        span = _SPAN.match(said, at)
        if span is None:
            return None
        count = int(span[1]) if span[1] and span[1].isdigit() else 1
        if span[2] in _SECONDS:
            seconds += count * _SECONDS[span[2]]
        else:
            months += count * (12 if span[2] == "year" else 1)
        if span.end() == len(said):
            return _months_later(now, months) + timedelta(seconds=seconds)
        joint = _JOINED.match(said, span.end())
        if joint is None:
            return None
        at = joint.end()


def _months_later(start: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last."""
    count = start.month - 1 + months
    year, month = start.year + count // 12, count % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day)


def _moment(said: str) -> datetime | None:
    """A point in time as it is written; ValueError for what is none."""
    if _PLAIN.fullmatch(said):
        return datetime.strptime(said, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    moment = datetime.fromisoformat(said.upper())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
