"""Noting that a form of the editor is open, as it says itself every few seconds. No lock comes of it."""

from __future__ import annotations

from django.utils import timezone

from wiki.models import Presence, User
from wiki.reading.drafts import Place
from wiki.reading.presence import LASTS


def note_presence(place: Place, *, tab: str, account: User | None) -> None:
    """Note that the form `tab` is open for this part now, and forget those that fell silent; 2 statements."""
    now = timezone.now()
    Presence.objects.filter(seen__lte=now - LASTS).delete()
    row = Presence(
        tab=tab,
        account=account,
        page_key=place.page_key,
        part=place.part_key,
        name=place.name[:255],
        seen=now,
    )
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["tab"],
        update_fields=["account", "page_key", "part", "name", "seen"],
    )


def leave(tab: str) -> None:
    """The form was closed."""
    Presence.objects.filter(tab=tab).delete()
