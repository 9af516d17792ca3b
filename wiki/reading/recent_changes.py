"""All new edits, of every page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from wiki.models import Revision
from wiki.permissions import Editor
from wiki.reading.lines import Lines, cursor, lines, read_cursor, screen

Hidable = Literal["registered", "anonymous", "mine", "bots", "minor"]
DEFAULT_LIMIT, DEFAULT_DAYS = 50, 7
DEFAULT_HIDE: tuple[Hidable, ...] = ("bots",)


def recent_changes(
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    days: int = DEFAULT_DAYS,
    hide: Collection[Hidable] = DEFAULT_HIDE,
    namespace: int | None = None,
    before: str = "",
    since: datetime | None = None,
) -> Lines:
    """The newest edits first, `limit` at a time, back to `days` ago (or to `since`).

    `before` is the cursor that the screen before gave as `older`. Raises BadCursor. A constant number of
    queries, whatever the wiki's size.
    """
    oldest = since or timezone.now() - timedelta(days=days)
    revisions = Revision.objects.filter(timestamp__gte=oldest, withheld=False, page__deleted=False)
    if namespace is not None:
        revisions = revisions.filter(page__namespace=namespace)
    for what in hide:
        revisions = revisions.exclude(_hidden(what, viewer))
    if before:
        time, id_ = read_cursor(before)
        revisions = revisions.filter(
            Q(timestamp__lt=time) | Q(timestamp=time, id__lt=id_), timestamp__lte=time
        )
    found = list(revisions.select_related("page").order_by("-timestamp", "-id")[: limit + 1])
    rows, more = screen(found, limit, upwards=False)
    return Lines(lines(rows, viewer=viewer), cursor(rows[-1]) if more else None)


def _hidden(what: Hidable, viewer: Editor) -> Q:
    if what == "registered":
        return Q(author__isnull=False)
    if what == "anonymous":
        return Q(author_ip__isnull=False)
    if what == "mine":
        return Q(author=viewer.user) if viewer.user else Q(author_text=viewer.name, author_ip__isnull=False)
    return Q(bot=True) if what == "bots" else Q(minor=True)
