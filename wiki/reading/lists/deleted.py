"""Deleted pages, as those who may bring them back see them."""

from __future__ import annotations

from wiki.models import Page
from wiki.permissions import Editor
from wiki.text.titles import Title

SHOWN = 20  # a title deleted more often than that shows the last ones


def deleted_pages(title: Title, *, viewer: Editor) -> tuple[Page, ...]:
    """The pages that had this title when they were deleted, newest first; one query.

    Empty for a viewer without the right to know of them.
    """
    if "deletedhistory" not in viewer.rights:
        return ()
    pages = Page.objects.filter(namespace=title.namespace, title=title.name, deleted=True)
    return tuple(pages.select_related("latest").order_by("-pk")[:SHOWN])
