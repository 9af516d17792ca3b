"""A wiki as a folder of HTML files: read from a disk, without a server and without the wiki."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import override

from wiki.dumps.exporter import export_pages
from wiki.dumps.led_links import led
from wiki.dumps.markdown_pages import picture_versions
from wiki.dumps.page_files import PageFiles, clashes, readable, titles_there
from wiki.models import Page
from wiki.permissions import Editor
from wiki.reading.categories.category import CATEGORY, Members, category_members
from wiki.reading.files.files import picture_of
from wiki.reading.formats.copy import read_copy, this_wiki
from wiki.reading.formats.pictures import load_pictures, with_pictures
from wiki.reading.page import PageMissing, RevisionHidden
from wiki.text.titles import NAMESPACES, Title

ANYBODY = Editor()  # a copy is passed on: it shows what everybody may see
ENDING = ".html"
MOST_PICTURES = 1000  # of one article
MOST_MEMBERS = 5000  # of one category and kind; the wiki has the others


def html_files(pages: QuerySet[Page], folder: Path) -> Iterator[Path]:
    """Write these pages as they are now into an empty folder, each file as it is there: the pages in `wiki/`,
    their pictures in `pictures/`, and `index.html` with lists by letter in `index/`.

    Pages whose text is hidden are not there. Raises OSError.
    """
    site = _Site(pages, folder)
    with override(settings.LANGUAGE_CODE):  # of the texts
        yield site.write("style.css", render_to_string("formats/site.css"))
        for page in export_pages(pages):
            yield from site.page(page)
        yield from site.lists()


class _Site:
    """What a page of the folder needs to know of the others."""

    def __init__(self, pages: QuerySet[Page], folder: Path) -> None:
        self.folder, self.files = folder, PageFiles(clashes())
        self.origin = this_wiki()
        self.listed = readable(pages).values_list("namespace", "title", "redirect")
        self.there = titles_there(pages)

    def write(self, place: str, content: str | bytes) -> Path:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def address(self, title: Title, root: str) -> str:
        return f"{root}wiki/{quote(self.files.place(title, ENDING))}"

    def place(self, title: Title, root: str) -> str | None:
        return self.address(title, root) if title in self.there else None

    def page(self, page: Page) -> Iterator[Path]:
        """The page's file, and those of its pictures that are not there yet."""
        try:
            copy = read_copy(page.name, viewer=ANYBODY, origin=self.origin)
        except (PageMissing, RevisionHidden):
            return
        place = f"wiki/{self.files.place(page.name, ENDING)}"
        root = "../" * place.count("/")
        version = picture_versions(page).order_by("-number").first()
        body = render_to_string(
            "formats/site_article.html",
            {
                "view": copy.view,
                "picture": picture_of(version, page.title) if version else None,
                "members": _members(page.name),
            },
        )
        names = {}
        for address, data in load_pictures(body, viewer=ANYBODY, most=MOST_PICTURES).items():
            name = _picture_name(address)
            names[address] = root + quote(name)
            if not (self.folder / name).exists():
                yield self.write(name, data)
        whole = {
            "copy": copy,
            "body": led(
                with_pictures(body, names), partial(self.place, root=root), elsewhere=self.origin.url
            ),
            "root": root,
        }
        if copy.view.redirect is not None:
            whole["leads"] = self.place(copy.view.redirect, root)
        yield self.write(place, self.framed("formats/site_page.html", whole))

    def framed(self, template: str, context: dict[str, Any]) -> str:
        return render_to_string(
            template, {"origin": self.origin, "LANGUAGE_CODE": settings.LANGUAGE_CODE, **context}
        )

    def lists(self) -> Iterator[Path]:
        """A list of pages for each letter of each namespace, and the index of these lists."""
        spaces: dict[int, list[tuple[str, str, int]]] = {}
        # Sorted here: a database that orders as a language does mixes the letters.
        rows = sorted(self.listed.iterator(), key=lambda row: (row[0], row[1][:1].upper(), row[1]))
        letters = groupby(rows, key=lambda row: (row[0], row[1][:1].upper()))
        for number, ((namespace, letter), group) in enumerate(letters, 1):
            titles = [(Title(space, name), redirect) for space, name, redirect in group]
            lines = [(title, self.address(title, "../"), redirect) for title, redirect in titles]
            context = {"lines": lines, "letter": letter, "space": NAMESPACES[namespace], "root": "../"}
            spaces.setdefault(namespace, []).append((letter, f"index/{number}{ENDING}", len(lines)))
            yield self.write(f"index/{number}{ENDING}", self.framed("formats/site_letter.html", context))
        named = [(NAMESPACES[namespace], letters) for namespace, letters in spaces.items()]
        main = Title(0, "Main Page")
        begin = self.address(main, "") if main in self.there else ""
        yield self.write(
            "index.html",
            self.framed("formats/site_index.html", {"spaces": named, "begin": begin, "root": ""}),
        )


def _members(title: Title) -> dict[str, Members]:
    """What is in the category of this title, by kind; nothing for another page."""
    if title.namespace != CATEGORY:
        return {}
    found = category_members(title, limit=MOST_MEMBERS)
    return {"subcategories": found.subcategories, "pages": found.pages, "files": found.files}


def _picture_name(address: str) -> str:
    """The name of a picture in the folder, which follows from its address: its size and its bytes."""
    parts = address.strip("/").split("/")
    size = parts[1] if parts[0] == "thumb" else "full"
    sha1, name = parts[-2:]
    return f"pictures/{sha1}-{size}{Path(unquote(name)).suffix[:6].lower()}"
