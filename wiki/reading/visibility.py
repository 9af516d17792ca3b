"""What of a revision a viewer may see. Every reading function asks here."""

from __future__ import annotations

from wiki.models import Revision
from wiki.permissions import Editor, sees_hidden


def sees_text(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may read the revision's text."""
    return not revision.text_hidden or sees_hidden(viewer, suppressed=revision.suppressed)


def sees_author(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may know who made the revision."""
    return not revision.user_hidden or sees_hidden(viewer, suppressed=revision.suppressed)


def sees_summary(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may read the revision's summary."""
    return not revision.summary_hidden or sees_hidden(viewer, suppressed=revision.suppressed)
