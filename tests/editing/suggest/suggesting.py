"""Suggestions for the tests, made as the forms make them."""

from __future__ import annotations

from wiki.editing import edits
from wiki.editing.suggest.propose import propose
from wiki.models import Page, Section, Suggestion
from wiki.permissions import Editor
from wiki.reading.source import open_page, open_section

TEXT = """```infobox Rome
Mayor: Nero
Area: 1,285
```
Rome is an old city. It lies in Italy.

## History

Rome was founded long ago. Nobody was there.

## Trade

Ships come. Offices stand. Taxes are paid.

## Food

Bread and games."""


def suggest_text(page: Page, text: str, editor: Editor, *, summary: str = "") -> Suggestion:
    """The whole page with other words."""
    return propose(page, edits.whole_page(page, text, open_page(page).base), editor=editor, summary=summary)


def suggest_section(
    page: Page, title: str, old: str, new: str, editor: Editor, *, summary: str = ""
) -> Suggestion:
    """One section with other words."""
    id_ = Section.objects.get(page=page, title=title, deleted=False).pk
    opened = open_section(page, id_)
    edit = edits.section_text(page, id_, opened.text.replace(old, new), opened.base)
    return propose(page, edit, editor=editor, summary=summary)
