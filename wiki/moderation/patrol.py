"""Patrolling: who may says of edits of others that he looked at them. Each edit is patrolled once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import LogEntry, Revision
from wiki.permissions import Editor, Refused, may_patrol, refuse_blocked


class OwnEdit(Refused):
    """Nobody patrols himself, but for those whose edits are patrolled from the start."""


def patrol(revision: Revision, *, editor: Editor) -> LogEntry | None:
    """Mark one edit as patrolled; None if it was already. Raises Refused, OwnEdit for one of the editor's."""
    entries = patrol_many([revision.pk], editor=editor)
    if not entries and _is_own(revision, editor):
        raise OwnEdit(_("You cannot mark your own edits as patrolled."))
    return entries[0] if entries else None


def patrol_many(ids: Collection[int], *, editor: Editor) -> list[LogEntry]:
    """Mark those of the edits as patrolled that wait for it and are of others, each with an entry in the log.

    Of two who do it at once one has the entry. A constant number of queries. Raises Refused.
    """
    may_patrol(editor)
    with transaction.atomic():
        refuse_blocked(editor)
        waiting = Revision.objects.filter(pk__in=ids, unpatrolled=True)
        waiting = waiting.select_related("page").select_for_update(of=("self",)).order_by("pk")
        found = [one for one in waiting if not _is_own(one, editor)]
        if not found:
            return []
        Revision.objects.filter(pk__in=[one.pk for one in found]).update(unpatrolled=False)
        now = timezone.now().replace(microsecond=0)
        return LogEntry.objects.bulk_create(_entry(one, editor, now) for one in found)


def _is_own(revision: Revision, editor: Editor) -> bool:
    mine = revision.author_id is not None and editor.author and revision.author_id == editor.author.pk
    return bool(mine) and "autopatrol" not in editor.rights


def _entry(revision: Revision, editor: Editor, now: datetime) -> LogEntry:
    return LogEntry(
        type="patrol", action="patrol", page=revision.page, namespace=revision.page.namespace,
        title=revision.page.title, user=editor.author, user_text=editor.name, timestamp=now,
        params={"curid": revision.pk, "previd": revision.parent_id or 0, "auto": 0},
    )  # fmt: skip
