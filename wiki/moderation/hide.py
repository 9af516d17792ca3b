"""Hiding revisions: their text, author or summary is withheld from readers, and can be shown again."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import LogEntry, Page, Revision
from wiki.permissions import Editor, Refused, may_hide, refuse_blocked, sees_hidden
from wiki.reading.showing.anchors import withheld_anchors
from wiki.reading.showing.rendering import FORMAT

BITS = {"text": "text_hidden", "author": "user_hidden", "summary": "summary_hidden"}


class CannotHide(Exception):
    """The revisions cannot be hidden like this; the message says why."""


def hide_revisions(
    page: Page,
    ids: Collection[int],
    *,
    editor: Editor,
    text: bool | None = None,
    author: bool | None = None,
    summary: bool | None = None,
    reason: str = "",
) -> LogEntry | None:
    """Hide (True) or show again (False) text, author or summary of some of a page's revisions; None lets be.

    One log entry tells all of it; None if nothing changes. Raises Refused, and CannotHide for the text of the
    latest revision (readers see that one: restore another first) and for ids that are not the page's.
    """
    may_hide(editor)
    said = (("text", text), ("author", author), ("summary", summary))
    wanted = {BITS[what]: hidden for what, hidden in said if hidden is not None}
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        refuse_blocked(editor, lock=True)
        revisions = _revisions_of(page, ids)
        _check(page, revisions, editor, hides_text=bool(text))
        changed = [one for one in revisions if any(getattr(one, bit) != to for bit, to in wanted.items())]
        if not changed:
            return None
        Revision.objects.filter(pk__in=[one.pk for one in changed]).update(**wanted)
        page.version += 1
        if "text_hidden" in wanted:
            page.withheld_anchors = "\n".join(withheld_anchors(page))
        page.save_without_historical_record(update_fields=["version", "withheld_anchors"])  # type: ignore[attr-defined]
        numbers = [one.number for one in changed]
        transaction.on_commit(lambda: _forget_renderings(page, numbers))
        return write_log(
            "delete", "revision", page.name, editor=editor, page=page, comment=reason,
            ids=[one.pk for one in changed], hidden=wanted,
        )  # fmt: skip


def _revisions_of(page: Page, ids: Collection[int]) -> list[Revision]:
    found = list(Revision.objects.filter(pk__in=ids, page=page).order_by("number"))
    unknown = sorted(set(ids) - {revision.pk for revision in found})
    if unknown:
        words = {"id": unknown[0], "title": page.name.full}
        raise CannotHide(_("Revision %(id)s is not one of “%(title)s”.") % words)
    return found


def _check(page: Page, revisions: Iterable[Revision], editor: Editor, *, hides_text: bool) -> None:
    for revision in revisions:
        if hides_text and revision.pk == page.latest_id:
            message = _("The text of the latest revision cannot be hidden, for it is what readers see.")
            raise CannotHide(f"{message} {_('Restore an earlier revision first.')}")
        if revision.suppressed and not sees_hidden(editor, suppressed=True):
            raise Refused(_("This revision was suppressed; you may not change who sees it."))


def _forget_renderings(page: Page, numbers: Iterable[int]) -> None:
    """Nobody is served from them without being asked for his rights; they need not lie around either."""
    cache.delete_many([f"html:{FORMAT}:{page.pk}:{number}" for number in numbers])
