"""Hiding revisions: their text, author or summary is withheld from readers, and can be shown again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import FileVersion, LogEntry, Page, Revision
from wiki.permissions import Editor, Refused, may_hide, may_suppress, refuse_blocked, suppresses
from wiki.reading.showing.anchors import withheld_anchors
from wiki.reading.showing.rendering import rendering_key

Hidable = TypeVar("Hidable", Revision, FileVersion, LogEntry)
BITS = {"text": "text_hidden", "author": "user_hidden", "summary": "summary_hidden"}


class CannotHide(Exception):
    """It cannot be hidden like this; the message says why."""


def hide_revisions(
    page: Page,
    ids: Collection[int],
    *,
    editor: Editor,
    text: bool | None = None,
    author: bool | None = None,
    summary: bool | None = None,
    suppress: bool | None = None,
    reason: str = "",
) -> LogEntry | None:
    """Hide (True) or show again (False) text, author or summary of some of a page's revisions; None lets be.
    `suppress`: what is hidden of them is withheld from administrators too (or no longer).

    One log entry tells all of it; None if nothing changes. What has to do with suppression stands in a log
    that few may read. Raises Refused, and CannotHide for the text of the latest revision (readers see that
    one: restore another first), for ids that are not the page's, and where there is nothing to suppress.
    """
    may_hide(editor)
    wanted = asked_for(editor, BITS, suppress, text=text, author=author, summary=summary)
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        refuse_blocked(editor, lock=True)
        revisions = _revisions_of(page, ids)
        if text and any(revision.pk == page.latest_id for revision in revisions):
            message = _("The text of the latest revision cannot be hidden, for it is what readers see.")
            raise CannotHide(f"{message} {_('Restore an earlier revision first.')}")
        changed, log = to_change(revisions, wanted, BITS.values(), editor=editor)
        if not changed:
            return None
        put(Revision.objects.filter(pk__in=[one.pk for one in changed]), wanted, BITS.values())
        page.version += 1
        if "text_hidden" in wanted:
            page.withheld_anchors = "\n".join(withheld_anchors(page))
        page.save_without_historical_record(update_fields=["version", "withheld_anchors"])  # type: ignore[attr-defined]
        numbers = [one.number for one in changed]
        transaction.on_commit(lambda: _forget_renderings(page, numbers))
        return write_log(
            log, "revision", page.name, editor=editor, page=page, comment=reason,
            ids=[one.pk for one in changed], hidden=wanted,
        )  # fmt: skip


def _revisions_of(page: Page, ids: Collection[int]) -> list[Revision]:
    found = list(Revision.objects.filter(pk__in=ids, page=page).order_by("number"))
    unknown = sorted(set(ids) - {revision.pk for revision in found})
    if unknown:
        words = {"id": unknown[0], "title": page.name.full}
        raise CannotHide(_("Revision %(id)s is not one of “%(title)s”.") % words)
    return found


def _forget_renderings(page: Page, numbers: Iterable[int]) -> None:
    """Nobody is served from them without being asked for his rights; they need not lie around either."""
    cache.delete_many([rendering_key(page.pk, number) for number in numbers])


# ---- What hiding revisions, versions of files and entries of the log have in common -----------------------


def asked_for(
    editor: Editor, bits: Mapping[str, str], suppress: bool | None, **said: bool | None
) -> dict[str, bool]:
    """What was asked for, by the name of the column. Raises Refused for whom may not suppress."""
    wanted = {bits[what]: hidden for what, hidden in said.items() if hidden is not None}
    if suppress is not None:
        may_suppress(editor)
        wanted["suppressed"] = suppress
    return wanted


def to_change(
    rows: Sequence[Hidable], wanted: Mapping[str, bool], bits: Iterable[str], *, editor: Editor
) -> tuple[list[Hidable], str]:
    """The rows that are not as wanted yet, and the log that is to tell it.

    Raises Refused if one is suppressed and the editor may not change that, CannotHide where there would be
    nothing to suppress.
    """
    if any(row.suppressed for row in rows) and not suppresses(editor):
        raise Refused(_("This was suppressed; you may not change who sees it."))
    if wanted.get("suppressed"):
        for row in rows:
            if not any(wanted.get(bit, getattr(row, bit)) for bit in bits):
                raise CannotHide(_("Choose what is to be hidden as well."))
    changed = [row for row in rows if any(getattr(row, bit) != to for bit, to in wanted.items())]
    secret = wanted.get("suppressed") or any(row.suppressed for row in changed)
    return changed, "suppress" if secret else "delete"


def put(rows: QuerySet[Hidable], wanted: Mapping[str, bool], bits: Iterable[str]) -> None:
    """Write it; of what nothing is hidden any more, nothing is suppressed either."""
    rows.update(**wanted)
    rows.filter(**dict.fromkeys(bits, False)).update(suppressed=False)
