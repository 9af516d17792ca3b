"""Who else has a form of the editor open: names for those who are logged in, "somebody" for the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from wiki.models import Presence
from wiki.permissions import Editor
from wiki.reading.drafts import Place

LASTS = timedelta(seconds=45)  # three times as long as a form waits before it says again that it is open
MOST = 20  # that are told of


@dataclass(frozen=True, slots=True)
class Other:
    """An open form: whose ("" where that is not told), of which part, and whether it is the viewer's own."""

    name: str
    part: str
    part_id: int
    part_name: str
    here: bool


def others_at(place: Place, *, tab: str, viewer: Editor) -> tuple[Other, ...]:
    """The forms of a page that others have open now, those of the same part first; one query.

    The viewer's own forms are left out. Names of accounts are told to accounts only.
    """
    rows = Presence.objects.filter(page_key=place.page_key, seen__gt=timezone.now() - LASTS)
    rows = rows.exclude(tab=tab).select_related("account").order_by("-seen", "-pk")
    if viewer.user is not None:
        rows = rows.exclude(account=viewer.user)
    found: dict[tuple[str, str], Other] = {}
    for row in rows[:MOST]:
        part, _slash, id_ = row.part.partition("/")
        name = row.account.username if row.account and viewer.user else ""
        here = row.part == place.part_key or "page" in (part, place.part)
        found.setdefault((name, row.part), Other(name, part, int(id_), row.name, here))
    return tuple(sorted(found.values(), key=lambda other: not other.here))
