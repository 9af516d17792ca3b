"""All that a page links to: pages, categories, pictures, other sites, and where a redirect leads."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wiki.text.infobox import picture_name
from wiki.text.parts.paragraphs import CodeSpans, paragraphs
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.see_also import read_see_also
from wiki.text.source import read
from wiki.text.titles import InvalidTitle, Title, parse_target
from wiki.text.wikilink import LONGEST_TARGET, WikiLink, link_source, parse_link, read_redirect

__all__ = [
    "Links",
    "WikiLink",
    "find_links",
    "link_source",
    "page_links",
    "parse_link",
    "read_see_also",
    "scan",
]

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<comment><!--)|(?P<open>\[{2,})|(?P<close>\]\])"
    r"|\{\{(?i:defaultsort)[:|](?P<sort>[^{}\r\n]{0,500}+)\}\}"
    r"|(?<!\w)(?P<url>(?:https?://|mailto:)[^\s<>\"\[\]{}|\\^`]+)"
)
_ANY = re.compile(r"\[\[|https?://|mailto:|\{\{")


@dataclass(frozen=True, slots=True)
class Links:
    """What a text links to, each target once, in the order of the text."""

    pages: tuple[tuple[Title, str], ...] = ()
    """Title and fragment of each link to a page (no special pages), the redirect's target among them."""
    own_fragments: tuple[str, ...] = ()
    """Fragments of links to sections of the same page."""
    files: tuple[Title, ...] = ()
    categories: tuple[tuple[Title, str], ...] = ()
    """Category and sort key; without one of its own it has the page's default sort key, or ""."""
    redirect: tuple[Title, str] | None = None
    external: tuple[str, ...] = ()
    templates: tuple[Title, ...] = ()
    """Pages that are put in where they are named; of wikitext alone."""
    interwiki: str = ""
    """Where a redirect to another wiki leads: `m:User:Alice`. Of wikitext alone."""

    @property
    def leads_on(self) -> bool:
        """Whether the page is a redirect: to a page of this wiki, or of another."""
        return self.redirect is not None or bool(self.interwiki)


@dataclass(slots=True)
class _Found:
    pages: dict[tuple[Title, str], None] = field(default_factory=dict)
    fragments: dict[str, None] = field(default_factory=dict)
    files: dict[Title, None] = field(default_factory=dict)
    categories: dict[Title, str] = field(default_factory=dict)
    external: dict[str, None] = field(default_factory=dict)
    default_sort: str = ""

    def add(self, link: WikiLink) -> None:
        """Note one link as what it is."""
        if link.title is None:
            self.fragments[link.fragment] = None
        elif link.kind == "category":
            self.categories[link.title] = link.text
        elif link.kind == "file":
            self.files[link.title] = None
        elif link.title.namespace >= 0:
            self.pages[(link.title, link.fragment)] = None

    def add_from(self, text: str) -> None:
        """Note all links of a text."""
        for found in scan(text):
            if isinstance(found, WikiLink):
                self.add(found)
            elif found[0] == "url":
                self.external[found[1]] = None
            else:
                self.default_sort = found[1]


def find_links(text: str) -> Links:
    """What a page's source text links to: infobox and See also count, code does not. Linear."""
    return page_links(read(text))


def page_links(page: PageText) -> Links:
    """`find_links` for a page that is read already."""
    found = _Found()
    redirect = read_redirect(page.sections[0].body) if not page.fields else None
    if redirect is not None:
        found.add(redirect)
    _add_fields(found, page.fields)
    _add_sections(found, page.sections)
    categories = tuple((title, key or found.default_sort) for title, key in found.categories.items())
    target = (redirect.title, redirect.fragment) if redirect and redirect.title else None
    pages, files = tuple(found.pages), tuple(found.files)
    return Links(pages, tuple(found.fragments), files, categories, target, tuple(found.external))


def _add_fields(found: _Found, fields: Iterable[FieldText]) -> None:
    for row in fields:
        if name := picture_name(row.value) if row.kind == "field" else "":
            found.files[Title(6, name)] = None
        elif row.value:
            found.add_from(row.value)


def _add_sections(found: _Found, sections: Iterable[SectionText]) -> None:
    for section in sections:
        found.add_from(section.heading)
        for row in section.links or ():
            found.add_from(row.source)
            if (link := _plain_item(row)) is not None:
                found.add(link)
        found.add_from(section.body)


def _plain_item(row: LinkText) -> WikiLink | None:
    """The link of a See also item that is a title without brackets."""
    if not row.target or row.source.lstrip(" \t\r\n-*+").startswith("[["):
        return None
    try:
        title, fragment = parse_target(row.target)
    except InvalidTitle:
        return None
    return WikiLink("page", title, fragment)


def scan(text: str) -> Iterator[WikiLink | tuple[str, str]]:
    """The links of a piece of text, as they end: wiki links, ("url", address) and ("sort", default sort key).

    Nothing is found in fences, code spans and comments, nor behind a backslash. A picture's caption may hold
    links; any other link around a link is none. Linear in the length of the text.
    """
    if not _ANY.search(text):
        return
    for piece, counts in paragraphs(text):
        if counts:
            yield from _scan_paragraph(piece)


def _scan_paragraph(text: str) -> Iterator[WikiLink | tuple[str, str]]:
    """The links of one paragraph."""
    spans = CodeSpans(text)
    opened: list[tuple[int, bool]] = []
    done, comments = 0, True
    for token in _TOKEN.finditer(text):
        start, kind = token.start(), token.lastgroup
        if start < done or kind == "escape":
            continue
        if kind == "code":
            done = spans.end(start, token.end())
        elif kind == "comment" and comments:
            end = text.find("-->", start)
            comments, done = end >= 0, max(end + 3, done)
        elif kind == "open":
            opened += (
                (token.end() - 2 * pair, False) for pair in range((token.end() - start) // 2 - 1, -1, -1)
            )
        elif kind == "close" and opened:
            link = _closed(text, *opened.pop(), start)
            if opened:
                opened[-1] = (opened[-1][0], True)
            if link is not None:
                yield link
        elif kind == "sort":
            yield "sort", token["sort"].strip()
        elif kind == "url":
            yield "url", _trimmed(token["url"])


def _closed(text: str, start: int, nested: bool, end: int) -> WikiLink | None:
    """The link between two brackets; around another link there can only be a picture."""
    if not nested:
        return parse_link(text[start:end])
    target = text[start : min(end, start + LONGEST_TARGET)].partition("|")[0]
    link = parse_link(target) if "[[" not in target else None
    return link if link is not None and link.kind == "file" else None


def _trimmed(url: str) -> str:
    """The address without the punctuation of the sentence it stands in."""
    extra = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'*_~" or (url[end - 1] == ")" and extra > 0)):
        extra -= url[end - 1] == ")"
        end -= 1
    return url[:end]
