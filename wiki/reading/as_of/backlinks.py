"""What linked to a page at a moment."""

from __future__ import annotations

from datetime import datetime

from wiki.models import Link
from wiki.permissions import Editor
from wiki.reading.as_of.pages import held, told_then
from wiki.reading.linking.backlinks import KEYS, KINDS, Backlink
from wiki.reading.reports.keyed import Screen, keyed
from wiki.text.titles import Title


def what_linked_here(
    title: Title, *, moment: datetime, viewer: Editor, limit: int = 50, after: str = "", before: str = ""
) -> Screen[Backlink]:
    """The pages whose text linked to `title` then, showed that file or led on to it, oldest page first; not
    the page itself. 4 queries. Pages whose text of then the viewer may not read are left out.

    Raises BadCursor.
    """
    shown = [kind for kinds in KINDS.values() for kind in kinds]
    links = Link.objects.filter(held(moment), namespace=title.namespace, title=title.name, kind__in=shown)
    found = keyed(
        links.values("page_id").distinct(), KEYS, lambda row: int(row["page_id"]),
        limit=limit, after=after, before=before,
    )  # fmt: skip
    if not found.rows:
        return Screen()
    told = told_then(found.rows, moment, viewer=viewer)
    kinds: dict[int, set[str]] = {}
    for id_, kind in links.filter(page__in=found.rows).values_list("page_id", "kind"):
        kinds.setdefault(id_, set()).add(kind)
    rows = tuple(
        Backlink(id_, told[id_].title, frozenset(kinds[id_]), redirect=told[id_].redirect)
        for id_ in found.rows
        if id_ in told and told[id_].title != title
    )
    return Screen(rows, found.before, found.after)
