"""What the wiki notes by itself about an edit: that it takes others back, empties a page, makes a redirect.

The tags are MediaWiki's. They are no part of the chain, so that `mw-reverted` can be put on what was taken
back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wiki.editing.saving.plan import Plan
from wiki.models import ChangeTag, Page, Revision, RevisionTag, tag_rows
from wiki.models.counts import add_to_counts
from wiki.text.comparing.changes import Change
from wiki.text.language.words import words

REDIRECT, BLANK, REPLACE = "mw-new-redirect", "mw-blank", "mw-replace"
UNDO, ROLLBACK, MANUAL, REVERTED = "mw-undo", "mw-rollback", "mw-manual-revert", "mw-reverted"
REVERTS = frozenset((UNDO, ROLLBACK, MANUAL))
LOOKED_BACK = 15  # revisions among which the text of an edit is looked for
MARKED = 1000  # revisions that one edit can mark as taken back
MARKING = ("page", "number", "sha1", "tags", "timestamp", "author_text", "unpatrolled")
MOST_LEFT = 0.1  # of the words of a page that was replaced
LETTERS = 12  # more than a word has, on average


def software_tags(plan: Plan, changes: Sequence[Change], *, was_redirect: bool) -> list[str]:
    """The tags that follow from the text alone; `was_redirect`: the page before the edit."""
    leads_on = plan.links.leads_on
    if not plan.before:
        return [REDIRECT] if leads_on else []
    if not plan.text.strip():
        return [BLANK] if plan.text_before.strip() else []
    if leads_on:
        return [] if was_redirect else [REDIRECT]
    return [REPLACE] if _replaced(plan, changes) else []


def _replaced(plan: Plan, changes: Sequence[Change]) -> bool:
    """Whether nine in ten words of the page went."""
    gone = sum(change.removed for change in changes)
    if gone * LETTERS < len(plan.text_before) * (1 - MOST_LEFT):
        return False
    return gone >= words(plan.text_before) * (1 - MOST_LEFT)


def taken_back(page: Page, sha1: str) -> list[int]:
    """The numbers of the revisions since the page had this very text, if it had lately; at most one query."""
    if page.number < 2:
        return []
    near = Revision.objects.filter(page=page, number__gte=page.number - LOOKED_BACK)
    rows = list(near.order_by("-number").values_list("number", "sha1", "text_hidden", "withheld"))
    since: list[int] = []
    for number, was, hidden, withheld in rows:
        if was == sha1 and not hidden and not withheld:
            return since
        since.append(number)
    return []


def mark_reverted(page: Page, numbers: Collection[int], *, patrols: bool = False) -> None:
    """Tag these revisions of the page as taken back, but for those that changed no text; `patrols`: they are
    looked at with that. A fixed number of statements; nothing where there is none.
    """
    if not numbers:
        return
    first = min(numbers)
    near = Revision.objects.filter(page=page, number__gte=first - 1, number__lte=max(numbers))
    rows = list(near.order_by("-number").only(*MARKING))
    rows = rows[: MARKED + 1]
    before = {row.number + 1: row.sha1 for row in rows}
    found = [
        row
        for row in rows
        if row.number in numbers and REVERTED not in row.tags and before.get(row.number) != row.sha1
    ]
    for row in found:
        row.tags = [*row.tags, REVERTED]
        row.unpatrolled = row.unpatrolled and not patrols
    if found:
        Revision.objects.bulk_update(found, ["tags", "unpatrolled"], batch_size=200)
        new = [tag for row in found for tag in tag_rows(row) if tag.tag == REVERTED]
        RevisionTag.objects.bulk_create(new, ignore_conflicts=True)
        add_to_counts(ChangeTag, {REVERTED: (len(found),)})
