"""Lists of edits that special pages show: new pages, and changes of pages around another one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from wiki.models import Link, Page, Revision
from wiki.models.links import MEMBERSHIP, STANDING
from wiki.models.page import LISTED
from wiki.permissions import Editor
from wiki.reading.lists.lines import Lines, cursor, lines, read_cursor, screen
from wiki.reading.visibility import author_seen
from wiki.text.titles import Title

CATEGORY = 14
LINKING = ("link", "see_also", "redirect", "file")
# The pages that a page links to, and the files that it shows.
LINKED = """SELECT target.id FROM wiki_page page
JOIN wiki_link link ON link.page_id = page.id AND link.valid_to IS NULL AND link.kind <> 'category'
JOIN wiki_page target ON target.namespace = link.namespace AND target.title = link.title
WHERE page.namespace = %s AND page.title = %s AND NOT page.deleted AND NOT target.deleted"""


def new_pages(
    *,
    viewer: Editor,
    limit: int = 50,
    namespace: int | None = 0,
    redirects: bool = False,
    bots: bool = False,
    before: str = "",
) -> Lines:
    """The first revisions of pages, the newest first, of one namespace or (None) of all; 2 queries.

    Without `bots`, a page that a bot made is left out, unless its author is hidden from the viewer. `before`
    is the cursor that the screen before gave as `older`. Raises BadCursor.
    """
    # Asked of each revision, so that the database goes through the newest ones until the screen is full.
    pages = Page.objects.filter(LISTED, pk=OuterRef("page_id"))
    if namespace is not None:
        pages = pages.filter(namespace=namespace)
    if not redirects:
        pages = pages.filter(redirect=False)
    found = Revision.objects.filter(Exists(pages), number=1, withheld=False)
    if not bots:
        found = found.exclude(Q(bot=True) & author_seen(viewer))
    return _lines(found, viewer, limit, before)


def related_changes(
    title: Title,
    *,
    viewer: Editor,
    limit: int = 50,
    days: int = 7,
    to: bool = False,
    namespace: int | None = None,
    before: str = "",
) -> Lines:
    """The newest edits of the pages that `title` links to, of a category's members, or (`to`) of the pages
    that link to `title`; 2 queries. Raises BadCursor.
    """
    since = timezone.now() - timedelta(days=days)
    found = Revision.objects.filter(timestamp__gte=since, withheld=False, page__deleted=False)
    if namespace is not None:
        found = found.filter(page__namespace=namespace)
    return _lines(found.filter(page_id__in=_around(title, to)), viewer, limit, before)


def _around(title: Title, to: bool) -> Any:
    if to:
        linking = Link.objects.filter(STANDING, namespace=title.namespace, title=title.name, kind__in=LINKING)
        return linking.values("page_id")
    if title.namespace == CATEGORY:
        return Link.objects.filter(MEMBERSHIP, title=title.name).values("page_id")
    return RawSQL(LINKED, [title.namespace, title.name])  # noqa: S611  # its values are parameters


def _lines(found: QuerySet[Revision], viewer: Editor, limit: int, before: str) -> Lines:
    if before:
        time, id_ = read_cursor(before)
        found = found.filter(Q(timestamp__lt=time) | Q(timestamp=time, id__lt=id_), timestamp__lte=time)
    revisions = list(found.select_related("page").order_by("-timestamp", "-id")[: limit + 1])
    rows, more = screen(revisions, limit, upwards=False)
    return Lines(lines(rows, viewer=viewer), cursor(rows[-1]) if more else None)
