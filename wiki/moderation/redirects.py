"""Redirects that a move would leave leading to a redirect: they are made to lead on at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from wiki.editing.edits import whole_page
from wiki.editing.save import SUMMARY_MAX, Saved, prepare_edit
from wiki.models import Page
from wiki.permissions import Editor, Refused
from wiki.reading.linking.companions import redirects_to
from wiki.reading.source import open_page
from wiki.text.links import link_source
from wiki.text.titles import Title
from wiki.text.wikilink import redirect_elsewhere

MOST = 100


def mending(moves: Mapping[Title, Title], editor: Editor) -> list[Callable[[], Saved]]:
    """The edits, ready to be written, that let the redirects to each old title lead to the new one.

    Those that the editor may not edit stay as they are; at most a hundred are changed.
    """
    found = [
        (page, old, new)
        for old, new in moves.items()
        for page in redirects_to(old, limit=MOST)
        if page.name not in moves and page.name not in moves.values()
    ]
    prepared = [_mended(page, old, new, editor) for page, old, new in found[:MOST]]
    return [write for write in prepared if write is not None]


def _mended(page: Page, old: Title, new: Title, editor: Editor) -> Callable[[], Saved] | None:
    opened = open_page(page)
    words = {"old": link_source(old.full), "new": link_source(new.full)}
    summary = _("Redirect mended: %(old)s was moved to %(new)s") % words
    try:
        prepared = prepare_edit(
            page,
            whole_page(page, redirect_elsewhere(opened.text, new), opened.base),
            editor=editor,
            summary=summary[:SUMMARY_MAX],
            minor=True,
        )
    except Refused:
        return None
    return None if isinstance(prepared, Saved) else prepared
