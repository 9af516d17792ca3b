"""In which time zone a reader is told times: UTC, unless the account has chosen another."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

Answer = Callable[[HttpRequest], HttpResponse]


def utc_at_first(get_response: Answer) -> Answer:
    """Middleware: the zone of the last request of this thread is forgotten."""

    def middleware(request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return middleware


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones that can be chosen."""
    return tuple(sorted(name for name in zoneinfo.available_timezones() if name != "localtime"))


def reckon_in(zone: str) -> None:
    """Tell times in this zone until the end of the request; in UTC if there is none of that name."""
    try:
        timezone.activate(zoneinfo.ZoneInfo(zone)) if zone else timezone.deactivate()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        timezone.deactivate()


def clock(moment: datetime) -> str:
    """The time of the day in the zone that times are told in, with its name."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'TIME_FORMAT')} ({timezone.get_current_timezone_name()})"
