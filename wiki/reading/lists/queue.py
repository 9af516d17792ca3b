"""The changes that wait to be patrolled, narrowed as moderators want them, and what one of them changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from wiki.models import LogEntry, Revision, parts_as_of
from wiki.permissions import Editor
from wiki.reading.compare import PartDiff, compare, compare_rows
from wiki.reading.lists.lines import Lines, RevisionLine
from wiki.reading.lists.narrowing import AGES, PARTS, SIZES, of_account, of_part
from wiki.reading.page import RevisionHidden, RevisionMissing
from wiki.reading.recent_changes import recent_changes
from wiki.reading.visibility import as_seen, entries_seen

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
SCREEN = 30  # changes


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of them: of a namespace, with a tag, by accounts of an age, of a size, in a kind of part."""

    namespace: int | None = None
    tag: str = ""
    age: str = ""
    size: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one revision changed, part by part; `run`: how many edits a rollback of it takes back, if it is
    the newest of its page. Without `parts` its text (or the one before) is withheld, or nothing differs.
    """

    parts: tuple[PartDiff, ...] = ()
    run: int = 0
    hidden: bool = False


def waiting_changes(viewer: Editor, narrowed: Narrowed, *, limit: int = SCREEN, before: str = "") -> Lines:
    """The changes that wait to be patrolled, newest first; `before` is the cursor of the screen before.

    Two queries. Changes whose author is hidden from the viewer stand in each choice of an account's age, as
    nobody's; where the text is hidden, in none of a part. Raises BadCursor.
    """
    return recent_changes(
        viewer=viewer, limit=limit, hide=(), namespace=narrowed.namespace, tag=narrowed.tag, before=before,
        since=BEGINNING, among=Q(unpatrolled=True) & _among(narrowed, viewer),
    )  # fmt: skip


def _among(narrowed: Narrowed, viewer: Editor) -> Q:
    among = Q()
    if narrowed.age in AGES:
        among &= of_account(narrowed.age, viewer)
    if narrowed.size in SIZES:
        among &= SIZES[narrowed.size]
    if narrowed.part in PARTS:
        told = of_part(Revision.objects.filter(unpatrolled=True), narrowed.part, viewer)
        among &= Q(pk__in=told.values("pk"))
    return among


def shown_change(line: RevisionLine, *, viewer: Editor) -> Shown:
    """What this revision changed; of the first one of a page, all of it. A constant number of queries."""
    if line.text_hidden:
        return Shown(hidden=True)
    if line.parent_id is None:
        return Shown(tuple(compare_rows((), parts_as_of(line.page_id, line.number))))
    try:
        found = compare(line.parent_id, line.id, viewer=viewer)
    except (RevisionHidden, RevisionMissing):
        return Shown(hidden=True)
    return Shown(found.parts, found.run)


def patrolled_by(revision: Revision, *, viewer: Editor) -> str:
    """Who marked it as patrolled; "" where that is nobody, or not told. One query."""
    entries = LogEntry.objects.filter(entries_seen(viewer), page=revision.page_id, type="patrol")
    found = entries.filter(params__curid=revision.pk).order_by("-pk")[:1]
    return next((entry.user_text for entry in as_seen(found, viewer)), "")
