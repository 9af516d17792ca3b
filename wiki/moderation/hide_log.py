"""Hiding entries of the log: what was done, by whom or why is withheld from readers, or shown again."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import LogEntry
from wiki.moderation.hide import CannotHide, asked_for, put, to_change
from wiki.permissions import Editor, may_hide_log, refuse_blocked
from wiki.reading.visibility import entries_seen
from wiki.text.titles import Title

BITS = {"action": "action_hidden", "author": "user_hidden", "comment": "comment_hidden"}
SPECIAL = -1


def hide_log_entries(
    ids: Collection[int],
    *,
    editor: Editor,
    action: bool | None = None,
    author: bool | None = None,
    comment: bool | None = None,
    suppress: bool | None = None,
    reason: str = "",
) -> LogEntry | None:
    """Hide (True) or show again (False) what some entries of the log say was done to what, by whom, or why;
    None lets be. `suppress` as in `hide_revisions`.

    What was hidden so is not found under the title or the name either. One entry tells of all; None if
    nothing changes. Raises Refused, and CannotHide for ids that the log has not, and for entries that tell
    of suppression: few may read those as it is.
    """
    may_hide_log(editor)
    wanted = asked_for(editor, BITS, suppress, action=action, author=author, comment=comment)
    with transaction.atomic():
        refuse_blocked(editor, lock=True)
        entries = _entries(ids, editor)
        changed, log = to_change(entries, wanted, BITS.values(), editor=editor)
        if not changed:
            return None
        put(LogEntry.objects.filter(pk__in=[one.pk for one in changed]), wanted, BITS.values())
        kinds = {one.type for one in changed}
        title = Title(SPECIAL, f"Log/{kinds.pop()}" if len(kinds) == 1 else "Log")
        return write_log(
            log, "event", title, editor=editor, comment=reason,
            ids=[one.pk for one in changed], hidden=wanted,
        )  # fmt: skip


def _entries(ids: Collection[int], editor: Editor) -> list[LogEntry]:
    rows = LogEntry.objects.filter(entries_seen(editor), pk__in=ids).select_for_update()
    found = list(rows.order_by("pk"))
    if unknown := sorted(set(ids) - {entry.pk for entry in found}):
        raise CannotHide(_("The log has no entry %(id)s.") % {"id": unknown[0]})
    if any(entry.type == "suppress" for entry in found):
        raise CannotHide(_("Entries of the suppression log cannot be hidden: few may read them as it is."))
    return found
