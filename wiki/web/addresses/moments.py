"""Moments in addresses: a day, or a time of the day in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.text.addresses import time_path

DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
DIGITS = re.compile(r"\d{14}")


class BadMoment(ValueError):
    """The text names no moment; `message` says what would."""

    def __init__(self, text: str) -> None:
        self.message = _(
            "“%(text)s” is no date. Write one like 2026-11-22, or a time in UTC like 2026-11-22T14:02:00Z."
        ) % {"text": text[:40]}
        super().__init__(self.message)


class StillToCome(BadRequest):
    """The moment is in the future."""

    def __init__(self, text: str) -> None:
        message = _("%(when)s is still to come: nobody knows what the wiki will say then.")
        super().__init__(message % {"when": text})


def read_moment(text: str) -> datetime:
    """The moment that `text` names; of a day its last second. Raises BadMoment."""
    try:
        if DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1, seconds=-1)
        if DIGITS.fullmatch(text):
            return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        if "W" in text:
            raise ValueError("a day of a week, which would be read as its midnight")
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadMoment(text) from None


def moment_of(text: str) -> datetime:
    """The moment that an address names; of this day, now. 400 for what is none, and for what is to come."""
    try:
        moment, now = read_moment(text), timezone.now()
    except BadMoment as error:
        raise BadRequest(error.message) from None
    if moment > now and moment.date() != now.date():
        raise StillToCome(text)
    return min(moment, now)


def moment_path(text: str) -> str:
    """The moment as it stands in an address: a day stays a day. Raises BadMoment."""
    moment = read_moment(text)
    return text if DAY.fullmatch(text) else time_path(moment)
