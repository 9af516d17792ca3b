"""An article as an EPUB 3 book: a title page, one chapter for each section of the highest level."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import mkepub
import tinyhtml5
from django.conf import settings
from django.utils.safestring import mark_safe

from wiki.permissions import Editor
from wiki.pictures.found import BadPicture
from wiki.pictures.portable import portable
from wiki.reading.formats.copy import Copy
from wiki.reading.formats.pictures import load_pictures
from wiki.text.xml import for_xml

XHTML = "http://www.w3.org/1999/xhtml"


def as_epub(copy: Copy, chapters: list[tuple[str, str]], style: str, pictures: Mapping[str, bytes]) -> bytes:
    """The book. `chapters` are pairs of plain title and HTML; `pictures` by their name in `images/`."""
    # mkepub writes the title as it is in one place and escapes it in another.
    book = mkepub.Book(
        mark_safe(escape(copy.title.full)),  # noqa: S308  # escaped right here
        authors=list(copy.authors),
        lang=settings.LANGUAGE_CODE,
        published=f"{copy.view.line.timestamp:%Y-%m-%d}",
        description=copy.permalink,
        rights=f"{copy.origin.license} {copy.origin.license_url}",
    )
    book.set_stylesheet(style)
    for title, html in chapters:
        book.add_page(escape(for_xml(title)), xhtml(html))
    for name, data in pictures.items():
        book.add_image(name, data)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "book.epub"
        book.save(str(file))
        book.tempdir.cleanup()
        return file.read_bytes()


def book_pictures(html: str, *, viewer: Editor, prefix: str = "") -> tuple[dict[str, str], dict[str, bytes]]:
    """Where each picture of the HTML stands in the book, and the book's pictures by name, which begins with
    `prefix`.
    """
    names, pictures = {}, {}
    for number, (address, data) in enumerate(load_pictures(html, viewer=viewer).items(), 1):
        drawing = data.lstrip()[:5] in (b"<?xml", b"<svg ")
        try:
            shown, ending = (data, "svg") if drawing else portable(data)
        except BadPicture:
            continue
        name = f"{prefix}{number:03}.{ending}"
        names[address], pictures[name] = f"images/{name}", shown
    return names, pictures


def xhtml(html: str) -> str:
    """HTML as XML: every element closed, no named entity, nothing that XML refuses."""
    body = tinyhtml5.parse(f"<!doctype html><body>{for_xml(html)}").find(f"{{{XHTML}}}body")
    if body is None:
        return ""
    for element in body.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(f"{{{XHTML}}}")
    inside = [escape(body.text or "", quote=False)]
    inside += [ElementTree.tostring(child, encoding="unicode", method="xml") for child in body]
    return "".join(inside)
