"""All that a wikitext page links to: pages, categories, pictures, other sites, and where a redirect leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from wiki.text.infobox import picture_name
from wiki.text.links import Links
from wiki.text.parts.rows import PageText
from wiki.text.titles import Title
from wiki.text.wikilink import LONGEST_TARGET, WikiLink
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.source import read, row_sources
from wiki.text.wikitext.spans import RAW, Tags
from wiki.text.wikitext.uses import templates

SORT_WORDS = (
    "defaultsort|defaultsortkey|defaultcategorysort|сортировка_по_умолчанию|sortierung|orden|ordina|cledetri"
)
_ADDRESS = r"[^\s<>\"\[\]{}|\\^`]"
_TOKEN = re.compile(
    r"\[\[(?!\[)(?:([^\[\]|{}<\n]*+)(?:\|([^\[\]{}<]*+))?+\]\])?+"
    r"|\]\]"
    rf"|<(?:!--|(?i:{RAW}|includeonly|gallery|imagemap)(?=[\s/>]))"
    rf"|:(?:(?:(?<=http:)|(?<=https:))//|(?<=mailto:)){_ADDRESS}++"
    rf"|\{{\{{(?i:{SORT_WORDS})[:|]([^{{}}\r\n]{{0,500}}+)\}}\}}"
)
_ANY = re.compile(r"\[\[|://|mailto:|\{\{|<(?i:gallery|imagemap)")
_REDIRECT = re.compile(
    r"\s*+#([^\s:\[]{2,40}+)[ \t]*+:?[ \t]*+\[\[([^\[\]|{}\r\n]{1,1200}+)(\|[^\[\]\r\n]*+)?+\]\]"
)
_PICTURE_LINE = re.compile(r"^[ \t]*+([^\s|<>\[\]{}][^|<>\[\]{}\r\n]{0,300}+)", re.MULTILINE)
_END_OF_ADDRESS = ".,;:!?"
_KEPT = 16_000  # characters of a row whose links are remembered


class Found(NamedTuple):
    """Something found: a link whose label is `text`, or without a link an address or a default sort key."""

    link: WikiLink | None
    text: str
    kind: str = ""


def find_links(text: str, site: Site = DEFAULT) -> Links:
    """What a page's source text links to. Linear."""
    return page_links(read(text, site), site)


def page_links(page: PageText, site: Site = DEFAULT) -> Links:
    """`find_links` for a page that is read already."""
    pages: dict[tuple[Title, str], None] = {}
    fragments: dict[str, None] = {}
    files: dict[Title, None] = {}
    categories: dict[Title, str] = {}
    external: dict[str, None] = {}
    redirect = _redirect(page, site)
    sort = ""
    for link, text, kind in _in_page(page, redirect, site):
        if link is None:
            if kind == "url":
                external[text] = None
            else:
                sort = text
        elif link.title is None:
            fragments[link.fragment] = None
        elif link.kind == "category":
            categories[link.title] = text
        elif link.kind == "file":
            files[link.title] = None
        elif link.title.namespace >= 0:
            pages[link.title, link.fragment] = None
    keyed = tuple((title, key or sort) for title, key in categories.items())
    target = (redirect.title, redirect.fragment) if redirect and redirect.title else None
    used = tuple(_templates(page, site))
    elsewhere = "" if page.fields else interwiki_redirect(page.sections[0].body, site)
    return Links(
        tuple(pages), tuple(fragments), tuple(files), keyed, target, tuple(external), used, elsewhere
    )


def _redirect(page: PageText, site: Site) -> WikiLink | None:
    return None if page.fields else read_redirect(page.sections[0].body, site)


def _in_page(page: PageText, redirect: WikiLink | None, site: Site) -> Iterator[Found]:
    if redirect is not None:
        yield Found(redirect, "")
    for field in page.fields:
        if field.kind == "field" and (name := picture_name(field.value)):
            yield Found(WikiLink("file", Title(6, name)), "")
    for source in row_sources(page):
        if source:
            yield from _remembered(source, site) if len(source) <= _KEPT else _find(source, site)


def _templates(page: PageText, site: Site) -> dict[Title, None]:
    """The templates that a page uses. Its infobox is one call, however many rows it has."""
    sources = list(row_sources(page))
    box = "".join(sources[: len(page.fields)])
    found: dict[Title, None] = {}
    for source in (box, *sources[len(page.fields) :]):
        if "{{" in source:
            used = _used(source, site) if len(source) <= _KEPT else _use(source, site)
            found |= dict.fromkeys(used)
    return found


@lru_cache(maxsize=1024)
def _used(source: str, site: Site) -> tuple[Title, ...]:
    return _use(source, site)


def _use(source: str, site: Site) -> tuple[Title, ...]:
    titles = (one.title for one in templates(source, site) if one.title.namespace >= 0)
    return tuple(dict.fromkeys(titles))


@lru_cache(maxsize=1024)  # most rows of a page are the same in its next revision
def _remembered(source: str, site: Site) -> tuple[Found, ...]:
    return tuple(_find(source, site)) if _ANY.search(source) else ()


def scan(text: str, site: Site = DEFAULT) -> Iterator[WikiLink | tuple[str, str]]:
    """The links of a piece of text, as they end: wiki links, ("url", address) and ("sort", default sort key).

    Nothing is found in comments and `<nowiki>` and the like. A picture's caption may hold links; any other
    link around a link is none. Linear in the length of the text.
    """
    for link, label, kind in _find(text, site):
        if link is None:
            yield kind, label
        else:
            yield WikiLink(link.kind, link.title, link.fragment, label)


def _find(text: str, site: Site) -> Iterator[Found]:
    opened: list[tuple[int, bool]] = []
    tag_end = Tags(text).end
    at = 0
    while (token := _TOKEN.search(text, at)) is not None:
        start, at = token.span()
        sign = text[start]
        if sign == "[":
            target = token[1]
            if target is None:
                opened.append((at, False))
                continue
            if opened:
                opened[-1] = (opened[-1][0], True)
            if (link := site.link(target)) is not None:
                yield Found(link, _label(link, target, token[2], text, at))
        elif sign == "]":
            if opened and (found := _closed(text, *opened.pop(), start, site)):
                if opened:
                    opened[-1] = (opened[-1][0], True)
                yield found
        elif sign == "<":
            end, kind = tag_end(start, at)
            if kind not in ("gallery", "imagemap"):
                at = end or at
            elif end:
                yield from _pictures(text, text.index(">", at) + 1, end, site, first=kind == "imagemap")
        elif sign == ":":
            yield Found(None, _address(text, start, at), "url")
        else:
            yield Found(None, token[3].strip(), "sort")


def _closed(text: str, start: int, nested: bool, end: int, site: Site) -> Found | None:
    """The link between two brackets; around another link there can only be a picture."""
    bar = text.find("|", start, min(end, start + LONGEST_TARGET))
    target = text[start : end if bar < 0 else bar]
    link = site.link(target)
    if link is None or (nested and link.kind != "file"):
        return None
    return Found(link, _label(link, target, None if bar < 0 else text[bar + 1 : end], text, end + 2))


def _label(link: WikiLink, target: str, label: str | None, text: str, end: int) -> str:
    """What is shown for a link to a page, letters right behind it too; a sort key; a picture's options."""
    if link.kind != "page":
        return (label or "").strip() or (" " if label and link.kind == "category" else "")
    shown = target.strip().removeprefix(":").strip() if label is None else label.strip()
    trail = end
    while text[trail : trail + 1].islower():
        trail += 1
    return shown + text[end:trail] if trail > end else shown


def _pictures(text: str, start: int, end: int, site: Site, *, first: bool) -> Iterator[Found]:
    """The pictures of a gallery, one a line, or the one of an image map."""
    for line in _PICTURE_LINE.finditer(text, start, end):
        written = line[1].strip()
        link = site.link(written)
        if link is not None and link.kind == "page" and link.title and not link.title.namespace and not first:
            link = site.link(f"File:{written}")
        if link is not None and link.kind == "file":
            yield Found(link, "")
        if first:
            return


def _address(text: str, colon: int, end: int) -> str:
    """The address around a colon: in single brackets up to the blank, else without the sentence's signs."""
    start = colon - 5 if text.startswith("https", colon - 5) and colon >= 5 else colon - 4
    if text.startswith("mailto", colon - 6) and colon >= 6:
        start = colon - 6
    found = text[start:end].partition("''")[0]
    if text[start - 1 : start] == "[":
        return found
    brackets = "" if "(" in found else ")"
    return found.rstrip(_END_OF_ADDRESS + brackets)


def read_redirect(text: str, site: Site = DEFAULT) -> WikiLink | None:
    """The target of a page that begins with `#REDIRECT [[Target]]`, in any of the site's words for it."""
    found = _leading_on(text, site)
    link = site.link(found[2]) if found else None
    if link is None or link.title is None or link.title.namespace < 0:
        return None
    return WikiLink("page", link.title, link.fragment)


def interwiki_redirect(text: str, site: Site = DEFAULT) -> str:
    """Where a page leads that redirects to another wiki, as in `m:User:Alice`; "" for any other page."""
    found = _leading_on(text, site)
    return site.elsewhere(found[2]) if found else ""


def redirect_in_words(text: str, site: Site = DEFAULT) -> str:
    """The text, for readers: a redirect to another wiki, which nobody is led on by, is no list of one item,
    and names its target even where that is this page in another language. Any other text as it is.
    """
    found = _leading_on(text, site)
    if found is None or not (target := interwiki_redirect(text, site)):
        return text
    return f"&#35;{found[1]} [[:{target}]]{text[found.end() :]}"


def _leading_on(text: str, site: Site) -> re.Match[str] | None:
    found = _REDIRECT.match(text)
    return found if found and found[1].casefold() in site.redirects else None


def without_redirect(text: str, site: Site = DEFAULT) -> str:
    """The text behind the words that redirect; all of it if there are none."""
    found = _REDIRECT.match(text)
    return text[found.end() :] if found and read_redirect(text, site) else text
