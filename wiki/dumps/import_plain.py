"""Plain articles become pages: one file, one transaction, one revision if the text changed."""

from __future__ import annotations

from pathlib import Path

from wiki.dumps.plain import Plain, read_plain_file
from wiki.editing.edits import whole_page
from wiki.editing.save import Saved, save_edit
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.content import MARKDOWN
from wiki.text.titles import Title, parse_title


def save_text(title: Title, text: str, *, editor: Editor, summary: str) -> Saved:
    """Make `text`, byte for byte, the source of the page `title`; a page that has it already stays as it is.

    Raises what save_edit raises.
    """
    page = find_page(title)
    base, model = (open_page(page).base, None) if page else ("", MARKDOWN)
    edit = whole_page(page, text, base, exact=True, model=model)
    return save_edit(page or title, edit, editor=editor, summary=summary)


def import_plain(path: Path, *, editor: Editor, summary: str) -> tuple[Plain, Saved]:
    """Read a plain article and save it. Raises PlainRefused, its message beginning with `file:line:`."""
    plain = read_plain_file(path)
    return plain, save_text(parse_title(plain.title), plain.text, editor=editor, summary=summary)
