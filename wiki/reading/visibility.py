"""What of a revision a viewer may see. Every reading function asks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q

from wiki.models import LogEntry, Revision
from wiki.permissions import Editor, sees_hidden, sees_reports, sees_suppression, sees_user_notes

TOLD_TO_FEW: dict[str, Callable[[Editor], bool]] = {
    "suppress": sees_suppression,
    "report": sees_reports,
    "usernote": sees_user_notes,
}


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
    return _seen("user_hidden", viewer)


def text_seen(viewer: Editor) -> Q:
    """`sees_text` for a query of revisions that are not withheld: asked with what is asked of their text."""
    return _seen("text_hidden", viewer)


def entries_seen(viewer: Editor) -> Q:
    """For a query of the log: the entries that the viewer may know of at all. What was suppressed, and by
    whom, is told to few; what was reported and noted of users, to those who look after the wiki.
    """
    unseen = [type_ for type_ in TOLD_TO_FEW if type_ not in told_to(viewer)]
    return ~Q(type__in=unseen) if unseen else Q()


def told_to(viewer: Editor) -> tuple[str, ...]:
    """Those of the logs TOLD_TO_FEW that the viewer may read."""
    return tuple(type_ for type_, sees in TOLD_TO_FEW.items() if sees(viewer))


def deed_seen(viewer: Editor) -> Q:
    """For a query of the log that asks what was done to what: the entries of which the viewer may know it."""
    return entries_seen(viewer) & _seen("action_hidden", viewer)


def as_seen(entries: Iterable[LogEntry], viewer: Editor) -> list[LogEntry]:
    """The entries, with nothing in the place of a deed, a name or a comment that is hidden from the viewer.

    They come from a query that asked for `entries_seen`.
    """
    found = list(entries)
    for entry in found:
        if sees_hidden(viewer, suppressed=entry.suppressed):
            continue
        if entry.action_hidden:
            entry.action, entry.namespace, entry.title, entry.page, entry.params = "", 0, "", None, {}
        if entry.user_hidden:
            entry.user, entry.user_text = None, ""
        if entry.comment_hidden:
            entry.comment = ""
    return found


def edits_seen(viewer: Editor) -> Q:
    """For a query of revisions: those of which the viewer may know all, what they took away too."""
    if all(sees_hidden(viewer, suppressed=suppressed) for suppressed in (False, True)):
        return Q()
    before = Revision.objects.filter(page=OuterRef("page"), number=OuterRef("number") - 1)
    seen = _seen("text_hidden", viewer)
    whole = seen & author_seen(viewer) & _seen("summary_hidden", viewer)
    return whole & Q(~Exists(before.exclude(seen)))


def sees_summary(viewer: Editor, revision: Revision) -> bool:
    """Whether the viewer may read the revision's summary."""
    return _sees(viewer, revision, hidden=revision.summary_hidden)


def _seen(bit: str, viewer: Editor) -> Q:
    """Those of which this bit is not set, or which the viewer sees nevertheless."""
    seen = [suppressed for suppressed in (False, True) if sees_hidden(viewer, suppressed=suppressed)]
    if len(seen) == 2:
        return Q()
    shown = Q((bit, False))
    return shown | Q(suppressed=seen[0]) if seen else shown


def _sees(viewer: Editor, revision: Revision, *, hidden: bool) -> bool:
    """Of a revision that was left out when its page came back, nothing is seen without a right to it."""
    if revision.withheld and "deletedhistory" not in viewer.rights:
        return False
    return not hidden or sees_hidden(viewer, suppressed=revision.suppressed)
