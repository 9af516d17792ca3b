"""Who was in a category at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wiki.models import Link
from wiki.permissions import Editor
from wiki.reading.as_of.pages import held, told_then
from wiki.reading.categories.category import (
    CATEGORY,
    KEYS,
    KINDS,
    ONE_SCREEN,
    CategoryMembers,
    Member,
    Members,
    place_in,
)
from wiki.reading.reports.keyed import Screen, keyed
from wiki.text.language.collation import letter_of
from wiki.text.titles import Title


def members_then(
    title: Title,
    places: Mapping[str, str] | None = None,
    *,
    moment: datetime,
    viewer: Editor,
    limit: int = ONE_SCREEN,
) -> CategoryMembers:
    """The members of then, as `category_members`, but that nobody counted how many there were.

    3 queries for each kind that there is; members whose text of then the viewer may not read are left out.
    Raises BadCursor.
    """
    lists = {kind: Members(0, _screen(title, kind, places or {}, moment, viewer, limit)) for kind in KINDS}
    return CategoryMembers(lists["subcat"], lists["page"], lists["file"])


def _screen(
    title: Title, kind: str, places: Mapping[str, str], moment: datetime, viewer: Editor, limit: int
) -> Screen[Member]:
    rows = Link.objects.filter(
        held(moment), kind="category", namespace=CATEGORY, title=title.name, member=KINDS[kind]
    )
    found = keyed(rows.values("sort", "page_id"), KEYS, _place, limit=limit, **place_in(places, kind))
    told = told_then([id_ for id_, _ in found.rows], moment, viewer=viewer) if found.rows else {}
    members = tuple(
        Member(told[id_].title, letter, told[id_].redirect) for id_, letter in found.rows if id_ in told
    )
    return Screen(members, found.before, found.after)


def _place(row: Mapping[str, Any]) -> tuple[int, str]:
    return row["page_id"], letter_of(bytes(row["sort"]))
