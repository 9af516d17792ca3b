"""In which time zone a reader is told times: UTC, unless the account has chosen another."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

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
