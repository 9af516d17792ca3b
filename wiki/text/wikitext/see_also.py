"""See also sections of wikitext: a list of links, read item by item."""

from __future__ import annotations

import re

from wiki.text.parts.lines import BLANKS, content, is_blank, split_lines
from wiki.text.parts.rows import LinkText
from wiki.text.wikilink import link_source
from wiki.text.wikitext.furniture import only_furniture
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.spans import spans

_ITEM = re.compile(r"\*(?![*#:;])[ \t]*+(?=[^ \t\r\n])")
_LINK = re.compile(r"\[\[([^\[\]{}<>]{1,1500}+)\]\]")


def read_see_also(body: str, site: Site = DEFAULT) -> tuple[tuple[LinkText, ...], str] | None:
    """The links of a See also section and the text after them; None if it is an ordinary section.

    The body may be items that begin with one `*`, and blank lines, then only what says nothing: templates,
    categories, comments. Sources of the links and the tail give the body back.
    """
    links: list[LinkText] = []
    start = offset = row_end = 0
    for line in split_lines(body):
        written = content(line)
        if _ITEM.match(written):
            row_end = offset + len(written)
            links.append(read_item(body[start:row_end], site))
            start = row_end
        elif not is_blank(line):
            break
        offset += len(line)
    # An item that goes on in the next line, in a template or a comment, is more than a row.
    if any(
        span.start < row_end < span.end or "\n" in body[span.start : span.end]
        for span in spans(body[:row_end])
    ):
        return None
    if links and not only_furniture(body[row_end:], site):
        return None
    if not links and body.strip():
        return None
    return tuple(links), body[row_end:]


def read_item(source: str, site: Site = DEFAULT) -> LinkText:
    """The link that a list item holds, `* [[Target|label]] note`; any other text is a note."""
    text = _ITEM.sub("", source.lstrip(BLANKS + "\r\n"), count=1).rstrip(BLANKS)
    found = _LINK.match(text)
    if found is not None:
        target, _, label = found[1].partition("|")
        link = site.link(target)
        if link is not None and link.kind == "page":
            return LinkText(source, target.strip(), label.strip(), text[found.end() :])
    return LinkText(source, note=text)


def read_link(source: str, site: Site = DEFAULT) -> LinkText:
    """The see-also line that a row's source writes. Raises ValueError if it is none."""
    found = read_see_also(source, site)
    if found is None or len(found[0]) != 1 or found[1]:
        raise ValueError(f"not one line of a list: {source[:80]!r}")
    return found[0][0]


def item_source(target: str, label: str = "", note: str = "", *, before: str = "\n") -> str:
    """The source of a see-also row that links to `target`; `before` separates it from the row before."""
    gap = " " if note and note[:1].isalnum() else ""
    return f"{before}* {link_source(target, label)}{gap}{note}" if target else f"{before}* {note}"
