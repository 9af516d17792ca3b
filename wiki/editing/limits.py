"""How often somebody may do something. What is too much is refused, and said when to come again.

Deeds that write are counted in the database, in the transaction of the deed: exact for any number of clients
and processes, and what fails or is refused is not counted. Sign-ins and forgotten passwords count whatever
comes of them. Searches, which write nothing, are counted in the cache: of each process, or of all where
CACHE_URL names one.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.models import RateCount
from wiki.models.rate import count_up, sweep
from wiki.permissions import Editor, Refused, unhurried
from wiki.text.names import sortable

SWEEP_EVERY = 100  # counts, on average


class RateLimited(Refused):
    """Too often in a short time: come again in `seconds`."""

    code, status = "ratelimited", 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("You have done this too often in a short time. %(wait)s") % {"wait": how_long(seconds)}
        )
        self.seconds = seconds


def how_long(seconds: int) -> str:
    """When to try again, in words."""
    if seconds < 120:
        said = ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", seconds)
        return said % {"n": seconds}
    minutes = -(-seconds // 60)
    if minutes < 120:
        return ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("Try again in %(n)d hour.", "Try again in %(n)d hours.", hours) % {"n": hours}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in so many seconds, by the counter `key`; `new`: only for who is not confirmed."""

    key: str
    most: int
    span: int
    new: bool = False


def count(action: str, editor: Editor) -> None:
    """Count that the editor does this: in the transaction of the deed, and what then fails was not done; by
    itself, and whatever comes of it counts. Raises RateLimited; one statement.
    """
    limits = limits_for(action, editor)
    if not limits:
        return
    now = int(time.time())
    refuse_beyond(limits, count_up({limit.key: limit.span for limit in limits}, now), now, editor)
    if secrets.randbelow(SWEEP_EVERY) == 0:
        with transaction.atomic():
            sweep(now)


def look_ahead(action: str, editor: Editor) -> None:
    """Raise RateLimited if doing this would, before what it takes is done. One query."""
    limits, now = limits_for(action, editor), int(time.time())
    if limits:
        standing = RateCount.objects.filter(key__in=[limit.key for limit in limits], ends__gt=now)
        refuse_beyond(limits, {one.key: (one.count + 1, one.ends) for one in standing}, now, editor)


def count_lightly(action: str, editor: Editor) -> None:
    """Count in the cache that the editor does this; for what writes nothing. Raises RateLimited."""
    limits, now, counted = limits_for(action, editor), int(time.time()), {}
    for limit in limits:
        ends = now - now % limit.span + limit.span
        key = f"{limit.key}:{ends}"
        cache.add(key, 0, limit.span)
        try:
            counted[limit.key] = (cache.incr(key), ends)
        except ValueError:  # just dropped from a full cache
            continue
    refuse_beyond(limits, counted, now, editor)


def refuse_beyond(limits: list[Limit], counted: dict[str, tuple[int, int]], now: int, editor: Editor) -> None:
    """Raise RateLimited if a counter says more than its limit allows."""
    for limit in limits:
        number, ends = counted.get(limit.key, (0, now))
        if number > limit.most and not (limit.new and editor.confirmed):
            raise RateLimited(max(1, ends - now))


def limits_for(action: str, editor: Editor) -> list[Limit]:
    """What limits the editor: nothing who may do it without.

    An account counts by itself; who has none, or a new one, by the address and the range around it too.
    """
    chosen = settings.RATE_LIMITS.get(action)
    if not chosen or unhurried(editor):
        return []
    keys: dict[str, str] = {}
    if editor.user is not None:
        keys |= dict.fromkeys(("new", "user"), f"user:{editor.user.pk}")
    young = timedelta(days=settings.AUTOCONFIRM_DAYS)
    if editor.ip and (editor.user is None or timezone.now() - editor.user.date_joined < young):
        keys |= {"ip": sortable(editor.ip), "range": around(editor.ip)}
    return [
        Limit(f"{action}:{key}:{chosen[who][1]}", *chosen[who], new=who == "new")
        for who, key in keys.items()
        if who in chosen
    ]


def around(ip: str) -> str:
    """The range of an address: the first 24 bits of IPv4, 64 of IPv6."""
    address = sortable(ip)
    return address[:30] if address.startswith("0" * 20 + "ffff") else address[:16]
