"""A small page with every kind of part, for the tests of history and comparison."""

from __future__ import annotations

import re

from django.test import Client

from tests.factories import edit_page, edit_section, make_page, reload
from wiki.editing import edits
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.source import open_infobox

TEXT = """```infobox Rome
Mayor: Nero
Area: 1,285
```
Rome is a city in Italy.

## History

Rome was founded in 753 before our era, as the legend has it.

## Economy

Trade and offices.

### Tourism

Many people come to see it.
"""


def rome(editor: Editor | None = None) -> Page:
    """A page with an infobox of two fields, a lead, and three sections."""
    return make_page("Rome", TEXT, editor=editor, summary="begun")


def section(page: Page, title: str) -> Section:
    return Section.objects.get(page=page, title=title)


def field(page: Page, key: str) -> InfoboxField:
    return InfoboxField.objects.get(page=page, key=key)


def mayor() -> str:
    """What the infobox says now."""
    return InfoboxField.objects.get(key="Mayor").value


def change_section(page: Page, title: str, text: str, editor: Editor | None = None) -> Revision:
    """Save another text for a section without subsections."""
    saved = edit_section(page, section(page, title).pk, f"## {title}\n\n{text}", editor=editor)
    assert saved.revision is not None
    return saved.revision


def change_field(
    page: Page, key: str, value: str, editor: Editor | None = None, summary: str = ""
) -> Revision:
    """Save another value for an infobox field."""
    fresh, row = reload(page), field(page, key)
    opened = open_infobox(fresh, field_id=row.pk)
    edit = edits.field_value(fresh, row.pk, key, value, opened.base)
    saved = save_edit(fresh, edit, editor=editor or Editor(None, "198.51.100.7"), summary=summary)
    assert saved.revision is not None
    return saved.revision


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The words of a page as a reader sees them, white space as one blank."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return words(response.content.decode())


def words(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("\xa0", " ").replace("&nbsp;", " ").split())


__all__ = [
    "TEXT",
    "change_field",
    "change_section",
    "edit_page",
    "field",
    "rome",
    "section",
    "text_of",
    "words",
]
