"""One entry in the log for each deed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from wiki.editing.temporary import as_author
from wiki.models import LogEntry, Page
from wiki.permissions import Editor
from wiki.text.titles import Title


def write_log(
    type_: str,
    action: str,
    title: Title,
    *,
    editor: Editor,
    page: Page | None = None,
    comment: str = "",
    timestamp: datetime | None = None,
    **params: Any,
) -> LogEntry:
    """Note a deed, in the transaction that does it. `params` are what the log's reader needs to tell it."""
    editor = as_author(editor)
    return LogEntry.objects.create(
        type=type_,
        action=action,
        page=page,
        namespace=title.namespace,
        title=title.name,
        user=editor.author,
        user_text=editor.name,
        timestamp=timestamp or timezone.now().replace(microsecond=0),
        comment=comment[:500],
        params=params,
    )
