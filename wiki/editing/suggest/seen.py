"""An account that looks at a suggestion has read what it was told of it."""

from __future__ import annotations

from wiki.models import Notice, Suggestion
from wiki.permissions import Editor


def looked_at(suggestion: Suggestion, editor: Editor) -> None:
    """Mark the editor's notices of the suggestion as read; one statement, none where nothing is unread."""
    if editor.user is not None and editor.user.unseen_notices:
        Notice.objects.filter(user=editor.user, suggestion=suggestion, seen=False).update(seen=True)
