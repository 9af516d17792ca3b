"""A page's source text, for whoever wants it plain."""

from __future__ import annotations

from wiki.models import parts_as_of, parts_live
from wiki.permissions import Editor
from wiki.reading.lists.lines import line
from wiki.reading.page import PageMissing, RevisionHidden, RevisionMissing, find_page, find_revision
from wiki.reading.source import source_text
from wiki.reading.visibility import sees_text
from wiki.text.titles import Title


def page_source(title: Title, *, viewer: Editor, oldid: int | None = None) -> str:
    """The exact source text of the page, or of one of its revisions.

    Raises PageMissing, RevisionMissing (also for a revision of another page) and RevisionHidden.
    """
    if oldid is None:
        page = find_page(title)
        if page is None:
            raise PageMissing(title)
        return source_text(parts_live(page.pk))
    revision = find_revision(oldid, viewer=viewer)
    if revision.page.name != title:
        raise RevisionMissing(str(oldid))
    if not sees_text(viewer, revision):
        raise RevisionHidden(line(revision, viewer=viewer))
    return source_text(parts_as_of(revision.page_id, revision.number))
