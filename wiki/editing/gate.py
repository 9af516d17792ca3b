"""The gate that every edit passes: lists of checks. Each raises Refused, or BadEdit for what one can mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wiki.editing.limits import count
from wiki.editing.patterns import refuse_links, refuse_title
from wiki.editing.saving.plan import Plan
from wiki.editing.saving.protected import refuse_protected
from wiki.models import Page
from wiki.permissions import Editor, Place, refuse_blocked
from wiki.text.titles import Title

FILE = 6


@dataclass(frozen=True, slots=True)
class Attempt:
    """An edit that somebody wants to save; `page` is None where it would create one."""

    editor: Editor
    title: Title
    page: Page | None
    plan: Plan
    summary: str = ""


Check = Callable[[Attempt], None]


def not_listed(attempt: Attempt) -> None:
    """Neither the title of a new page nor a link that is added stands on the wiki's lists."""
    if attempt.page is None:
        refuse_title(attempt.title, attempt.editor)
    refuse_links(attempt.plan.text_before, attempt.plan.text, attempt.editor)


def not_protected(attempt: Attempt) -> None:
    """No protection of a part of the page stands in the way."""
    refuse_protected(attempt.plan, attempt.page, attempt.editor)


def not_blocked(attempt: Attempt) -> None:
    """No block stops the editor here."""
    touched = (*attempt.plan.changed, *attempt.plan.removed)
    sections = frozenset(row.id if row.kind == "section" else row.section for row in touched)
    page_id = attempt.page.pk if attempt.page else 0
    refuse_blocked(attempt.editor, Place(attempt.title, page_id, sections), lock=True)


def not_too_often(attempt: Attempt) -> None:
    """The editor has not done this too often lately."""
    if attempt.page is None and attempt.title.namespace == FILE:
        count("upload", attempt.editor)
        return
    count("edit", attempt.editor)
    if attempt.page is None:
        count("create", attempt.editor)


# On what the editor wants, before the page is locked; what takes time belongs here. Where the edit has to be
# merged with a newer one, it is asked again of what came of it.
BEFORE: tuple[Check, ...] = (not_protected, not_listed)
# Under the page's lock, in the transaction of the save: what must not change between asking and writing.
UNDER_LOCK: tuple[Check, ...] = (not_protected, not_blocked, not_too_often)


def look_at(attempt: Attempt) -> None:
    """Ask the checks that need no lock."""
    for check in BEFORE:
        check(attempt)


def let_through(attempt: Attempt) -> None:
    """Ask those that have to be asked in the transaction of the save."""
    for check in UNDER_LOCK:
        check(attempt)
