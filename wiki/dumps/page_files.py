"""Where a page stands in a folder of files: names that every file system takes, and none outside of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, QuerySet

from wiki.models import Page
from wiki.text.addresses import quote_fragment, wiki_path
from wiki.text.titles import NAMESPACES, Title, fold
from wiki.text.wikilink import WikiLink

LONGEST = 150  # bytes of a name, for file systems take 255 with what is put before and behind
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|%~]|^[. ]|[. ]$')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")  # devices of Windows

Clash = tuple[int, str]


def clashes() -> set[Clash]:
    """The namespaces and folded titles that more than one page has: their names differ in case, or in signs
    that some file systems take for the same.
    """
    found = Page.objects.filter(deleted=False).values_list("namespace", "folded_title")
    return set(found.annotate(n=Count("pk")).filter(n__gt=1).values_list("namespace", "folded_title"))


def readable(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those of the pages that everybody may read as they are now."""
    return pages.filter(deleted=False, latest__text_hidden=False, latest__withheld=False)


def titles_there(pages: QuerySet[Page]) -> set[Title]:
    """The titles of those that are `readable`."""
    return {Title(*row) for row in readable(pages).values_list("namespace", "title").iterator()}


class PageFiles:
    """Gives titles their places. Each follows from the title alone, so that links can be written before the
    page that they lead to.
    """

    def __init__(self, clashing: Collection[Clash], there: Collection[Title] = ()) -> None:
        self.clashing, self.there = clashing, there

    def place(self, title: Title, ending: str) -> str:
        """The path of a page's file within the folder: "Talk/New York.md"."""
        folder = NAMESPACES[title.namespace]
        return f"{folder}/{self.name(title)}{ending}" if folder else f"{self.name(title)}{ending}"

    def name(self, title: Title) -> str:
        """The title as the name of a file. What no file can be called is encoded as in addresses; behind `~`
        stands what tells apart those that are too long, or that differ in case alone.
        """
        safe = _UNSAFE.sub(_encoded, title.name)
        if _RESERVED.match(safe):
            safe = f"%{ord(safe[0]):02X}{safe[1:]}"
        if len(safe.encode()) > LONGEST or (title.namespace, fold(title.name)) in self.clashing:
            digest = hashlib.sha1(title.name.encode(), usedforsecurity=False).hexdigest()[:10]
            safe = f"{safe.encode()[:LONGEST].decode(errors='ignore').rstrip('. ')}~{digest}"
        return safe

    def link(self, link: WikiLink, *, near: Title, ending: str) -> str:
        """How a link is written on the page `near`: to a file beside it; to the wiki if it is not there."""
        fragment = f"#{quote_fragment(link.fragment)}" if link.fragment else ""
        if link.title is None:
            return fragment
        if link.title not in self.there:
            return f"{settings.SITE_URL}{wiki_path(link.title.key, link.fragment)}"
        up = "../" if NAMESPACES[near.namespace] else ""
        return up + quote(self.place(link.title, "" if link.kind == "file" else ending)) + fragment


def _encoded(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
