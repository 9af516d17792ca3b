"""Articles as one EPUB 3 book: a chapter for each, links from chapter to chapter."""

from __future__ import annotations

from html import escape
from pathlib import Path

import mkepub
from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from wiki.dumps.led_links import led
from wiki.models import Page
from wiki.permissions import Editor
from wiki.reading.formats.book import book_pictures, xhtml
from wiki.reading.formats.copy import Copy, read_copy, this_wiki
from wiki.reading.formats.pictures import with_pictures
from wiki.reading.page import PageMissing, RevisionHidden
from wiki.text.titles import Title
from wiki.text.xml import for_xml

ANYBODY = Editor()  # a copy is passed on: it shows what everybody may see


def write_book(pages: QuerySet[Page], file: Path, *, title: str) -> int:
    """Write these pages as they are now, but for redirects, as a book; how many chapters it has.

    They stand by title; each ends with its authors and where it is from. Pages whose text is hidden are not
    there. What is written lies on the disk meanwhile. Raises OSError, FileExistsError too.
    """
    shown = pages.filter(deleted=False, redirect=False, latest__text_hidden=False, latest__withheld=False)
    titles = [Title(*row) for row in shown.order_by("namespace", "title").values_list("namespace", "title")]
    while (gone := _write(titles, file, title)) is not None:
        titles.remove(gone)  # and the chapters behind it have other numbers
    return len(titles)


def _write(titles: list[Title], file: Path, title: str) -> Title | None:
    """Write the book, unless one of the pages went or was hidden meanwhile: which."""
    # mkepub names its files so, in the order in which they come.
    places = {one: f"page{number:04}.xhtml" for number, one in enumerate(titles, 1)}
    origin = this_wiki()
    book = mkepub.Book(
        mark_safe(escape(for_xml(title))),  # noqa: S308  # escaped right here
        authors=[origin.name],
        lang=settings.LANGUAGE_CODE,
        rights=f"{origin.license} {origin.license_url}",
    )
    try:
        with override(settings.LANGUAGE_CODE):  # of the texts
            book.set_stylesheet(render_to_string("formats/book.css"))
            for number, one in enumerate(titles, 1):
                try:
                    copy = read_copy(one, viewer=ANYBODY, origin=origin)
                except (PageMissing, RevisionHidden):
                    return one
                _chapter(book, copy, places, f"{number:04}-")
        book.save(str(file))
    finally:
        book.tempdir.cleanup()
    return None


def _chapter(book: mkepub.Book, copy: Copy, places: dict[Title, str], prefix: str) -> None:
    article = {"sections": copy.view.sections, "infobox": copy.view.infobox, "copy": copy}
    body = render_to_string("formats/chapter.html", article) + render_to_string("formats/about.html", article)
    names, pictures = book_pictures(body, viewer=ANYBODY, prefix=prefix)
    for name, data in pictures.items():
        book.add_image(name, data)
    html = led(with_pictures(body, names), places.get, elsewhere=copy.origin.url)
    book.add_page(escape(for_xml(copy.title.full)), xhtml(f"<h1>{escape(copy.title.full)}</h1>{html}"))
