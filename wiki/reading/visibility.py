"""What of a revision a viewer may see. Every reading function asks here."""

from __future__ import annotations

from django.db.models import Q

from wiki.models import Revision
from wiki.permissions import Editor, sees_hidden


def sees_text(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may read the revision's text."""
    return _sees(viewer, revision, hidden=revision.text_hidden)


def sees_author(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may know who made the revision."""
    return _sees(viewer, revision, hidden=revision.user_hidden)


def author_seen(viewer: Editor) -> Q:
    """`sees_author` for a query of revisions that are not withheld (or of the log): those whose author the
    viewer may know.

    Whatever is asked of an author (his name, whether he has an account, is a bot) is asked together with
    this; else the answer would tell what the list keeps silent about.
    """
    if not sees_hidden(viewer, suppressed=False):
        return Q(user_hidden=False)
    if not sees_hidden(viewer, suppressed=True):
        return ~Q(user_hidden=True, suppressed=True)
    return Q()


def sees_summary(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may read the revision's summary."""
    return _sees(viewer, revision, hidden=revision.summary_hidden)


def _sees(viewer: Editor, revision: Revision, *, hidden: bool) -> bool:
    """Of a revision that was left out when its page came back, nothing is seen without a right to it."""
    if revision.withheld and "deletedhistory" not in viewer.rights:
        return False
    return not hidden or sees_hidden(viewer, suppressed=revision.suppressed)
