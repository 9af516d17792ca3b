"""Deleted pages, as those who may bring them back see them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from wiki.models import Page, Revision
from wiki.permissions import Editor
from wiki.reading.lists.lines import RevisionLine, lines
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


def returned_in_part(title: Title, *, viewer: Editor) -> Page | None:
    """The page of this title if some of its revisions were left out when it was undeleted; one query.

    None for a viewer without the right to know of them.
    """
    if "deletedhistory" not in viewer.rights:
        return None
    left_out = Revision.objects.filter(page=OuterRef("pk"), withheld=True)
    pages = Page.objects.filter(Exists(left_out), namespace=title.namespace, title=title.name, deleted=False)
    return pages.select_related("latest").first()


def to_bring_back(page: Page, *, viewer: Editor, limit: int) -> tuple[RevisionLine, ...]:
    """The newest revisions that undeleting brings back: all of a deleted page, of a living one those that
    were left out; two queries. Empty for a viewer without the right to know of them.
    """
    if "deletedhistory" not in viewer.rights:
        return ()
    revisions = Revision.objects.filter(page=page)
    found = list((revisions if page.deleted else revisions.filter(withheld=True)).order_by("-number")[:limit])
    for revision in found:
        revision.page = page
    return lines(found, viewer=viewer)
