"""What an edit filter would have caught: its conditions, tried on the newest edits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from wiki.models import Revision, Row, parts_as_of
from wiki.permissions import Editor
from wiki.reading.edit_facts import EditFacts
from wiki.reading.lists.lines import RevisionLine, lines
from wiki.reading.visibility import edits_seen
from wiki.text.conditions import all_hold, read_conditions

MOST, SECONDS = 1_000, 20
SHOWN = 50  # of those that were caught
FEW = 20  # edits that say nothing about a filter that catches all of them


@dataclass(frozen=True, slots=True)
class Trial:
    """How many edits were tried and caught, and the newest of these."""

    tried: int = 0
    caught: int = 0
    shown: Sequence[RevisionLine] = field(default=())
    in_time: bool = True

    @property
    def catches_all(self) -> bool:
        """Whether it caught everything, of enough edits to tell."""
        return self.caught == self.tried > FEW


def try_filter(conditions: str, *, viewer: Editor, most: int = MOST) -> Trial:
    """The filter on the last edits, newest first, as far as it gets within SECONDS.

    What is hidden from the viewer is not tried: whether it was caught would tell what it says. How many edits
    an author has made, how old his account is and in which groups, is asked as of now.
    Raises BadCondition.
    """
    read, until = read_conditions(conditions), time.monotonic() + SECONDS
    seen = Revision.objects.filter(edits_seen(viewer), page__deleted=False, withheld=False)
    newest = seen.order_by("-timestamp", "-id")
    wanted = newest.select_related("page", "author").prefetch_related("author__groups")[:most]
    tried = 0
    caught: list[Revision] = []
    for revision in wanted:
        if time.monotonic() > until:
            return Trial(tried, len(caught), lines(caught[:SHOWN], viewer=viewer), in_time=False)
        tried += 1
        if all_hold(read, stored_facts(revision)):
            caught.append(revision)
    return Trial(tried, len(caught), lines(caught[:SHOWN], viewer=viewer))


def stored_facts(revision: Revision) -> EditFacts:
    """The facts of a stored edit; its text is read only if a condition asks for it."""
    page, number = revision.page, revision.number

    def rows() -> tuple[Sequence[Row], Sequence[Row]]:
        before = parts_as_of(page.pk, number - 1) if number > 1 else []
        return before, parts_as_of(page.pk, number)

    author = revision.author
    if author is None:
        editor = Editor(None, revision.author_text)
    elif author.temporary_until is not None:
        editor = Editor(None, temporary=author)
    else:
        editor = Editor(author)
    return EditFacts(rows, editor, page.name, number == 1, revision.summary, revision.minor)
