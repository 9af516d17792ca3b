"""Converting a page of wikitext to Markdown: an edit that can be looked at first and undone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.editing.edits import whole_page
from wiki.editing.errors import BadEdit
from wiki.editing.merging.rows import Edit
from wiki.editing.save import Saved, save_edit
from wiki.models import Page, parts_live
from wiki.permissions import Editor
from wiki.reading.source import base_token, model_of_page, source_text
from wiki.reading.wikitext import can_be_converted, markdown_of
from wiki.text.content import MARKDOWN
from wiki.text.html.rendered import MAX_BYTES, is_too_large

CONVERTED = "mw-contentmodelchange"


def conversion(page: Page) -> Edit:
    """The edit that makes a page of wikitext as it stands now one of Markdown. What cannot be written in
    Markdown stays as its source, as code.

    Raises BadEdit for other pages, for templates, and for what is too long or takes too long.
    """
    if model_of_page(page) == MARKDOWN:
        raise BadEdit(_("The page is in Markdown already."), code="notwikitext")
    if not can_be_converted(page):
        raise BadEdit(_("Only pages of wikitext can be converted, and no templates."), code="notwikitext")
    rows = parts_live(page.pk)
    source = source_text(rows)
    if is_too_large(source):
        words = _("The page has more than %(most)s bytes: it is too long to be converted.")
        raise BadEdit(words % {"most": f"{MAX_BYTES:,}"}, code="contenttoobig")
    text = markdown_of(source, page.name)
    if text is None:
        raise BadEdit(_("Converting this page takes too long. Convert it by hand."), code="tooslow")
    if not text.strip():
        raise BadEdit(_("There is nothing to convert: the page shows nothing."), code="emptypage")
    return whole_page(page, text, base_token(rows), model=MARKDOWN)


def convert_to_markdown(page: Page, edit: Edit, *, editor: Editor, summary: str = "") -> Saved:
    """Save what `conversion` made of the page, tagged as a change of the content model. Raises what
    `save_edit` raises.
    """
    said = summary or _("Converted from wikitext to Markdown")
    return save_edit(page, edit, editor=editor, summary=said, tags=[CONVERTED])
