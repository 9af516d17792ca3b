"""Moments in addresses: a day, or a time of the day in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from wiki.text.addresses import time_path

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DIGITS = re.compile(r"\d{14}")


class BadMoment(ValueError):
    """The text names no moment; `message` says what would."""

    def __init__(self, text: str) -> None:
        self.message = _(
            "“%(text)s” is no date. Write one like 2026-11-22, or a time in UTC like 2026-11-22T14:02:00Z."
        ) % {"text": text[:40]}
        super().__init__(self.message)


def read_moment(text: str) -> datetime:
    """The moment that `text` names; of a day its last second. Raises BadMoment."""
    try:
        if DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1, seconds=-1)
        if DIGITS.fullmatch(text):
            return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadMoment(text) from None


def moment_path(text: str) -> str:
    """The moment as it stands in an address: a day stays a day. Raises BadMoment."""
    moment = read_moment(text)
    return text if DAY.fullmatch(text) else time_path(moment)
