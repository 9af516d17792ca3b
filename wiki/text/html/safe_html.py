"""The last word on what HTML leaves the renderer: an allow-list of tags, attributes, classes and addresses.

The renderer escapes everything by itself and makes its elements one by one; this second, independent pass
(html5ever through nh3) makes the result safe and well-formed even where the first one is wrong.
"""

from __future__ import annotations

import html
import re
import unicodedata

import nh3
from pygments.token import STANDARD_TYPES

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp"})
_PLAIN = re.compile(r"[!-~]+")
_SCHEME = re.compile(r"([^/?#]*?):")
_HTTP = re.compile(r"https?://[^/?#:@][^/?#]*", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^@?#/]+@[^@?#/]+", re.IGNORECASE)
_ID = re.compile(r"cite_(?:note|ref)-[0-9]{1,6}(?:-[0-9]{1,6})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SPANNED = re.compile(r"[1-9][0-9]{0,2}")

# Only classes that the renderer itself writes: an author can imitate nothing of the frame around the article.
_LAYOUT = "subhead hatnote external highlight align-left align-right align-center"
_NOTES = "reference references mw-cite-backlink reference-text"
_PICTURES = "picture thumb frame frameless border left right center none upload filename wikitext"
OWN_CLASSES = frozenset(f"{_LAYOUT} {_NOTES} {_PICTURES}".split())
_CLASSES = OWN_CLASSES | frozenset(name for name in STANDARD_TYPES.values() if name)

INLINE_TAGS = frozenset({"a", "abbr", "br", "code", "em", "s", "small", "span", "strong", "sub", "sup", "u"})
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
_TABLES = frozenset({"caption", "table", "tbody", "td", "th", "thead", "tr"})
_FOLDED = frozenset({"details", "summary"})  # source of wikitext: no author can write them
BLOCK_TAGS = _LISTS | _TABLES | _FOLDED | {"blockquote", "div", "figcaption", "figure", "hr", "p", "pre"}
_ATTRIBUTES = {
    "a": {"href", "title", "rel", "class"},
    "abbr": {"title"},
    "sup": {"id", "class"},
    "li": {"id"},
    "ol": {"start", "class"},
} | {tag: {"class"} for tag in ("div", "p")}
_ATTRIBUTES |= {tag: {"class", "colspan", "rowspan"} for tag in ("td", "th")}
_ATTRIBUTES |= {tag: {"class", "data-width", "data-height", "data-alt"} for tag in ("figure", "span")}


def safe_url(url: str) -> str | None:
    """Return the address without blanks and invisible characters, None if it is not safe to follow.

    Safe are http, https, mailto and relative addresses. Blanks and controls of all of Unicode are taken out
    first, as browsers do with some of them, so that nothing can hide a scheme; a backslash, which browsers
    read as a slash, is refused.
    """
    cleaned = url
    if not _PLAIN.fullmatch(url):
        cleaned = "".join(c for c in url if unicodedata.category(c) not in _INVISIBLE)
    if "\\" in cleaned or not cleaned:
        return None
    for reading in {cleaned, html.unescape(cleaned)}:
        scheme = _SCHEME.match(reading)
        if scheme and not (_HTTP.match(reading) or _MAIL.match(reading)):
            return None
        if reading.startswith("///"):
            return None
    return cleaned


def is_external(url: str) -> bool:
    """Say whether an address that `safe_url` returned leads out of this wiki."""
    return url.startswith("//") or _SCHEME.match(url) is not None


def _check_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return safe_url(value)
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES) or None
    if name == "id":
        return value if _ID.fullmatch(value) else None
    if name == "rel":
        return value if value == "nofollow noopener" else None
    if name in ("colspan", "rowspan"):
        return value if _SPANNED.fullmatch(value) else None
    if name in ("start", "data-width", "data-height"):
        return value if _NUMBER.fullmatch(value) else None
    return value


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        attribute_filter=_check_attribute,
        clean_content_tags=set(),
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


_BLOCKS = _cleaner(INLINE_TAGS | BLOCK_TAGS)
_INLINE = _cleaner(INLINE_TAGS)
_LABEL = _cleaner(INLINE_TAGS - {"a", "br"})


def clean_blocks(markup: str) -> str:
    """Return the body of a section with nothing in it but what the allow-list has, and well-formed."""
    return _BLOCKS.clean(markup)


def clean_inline(markup: str) -> str:
    """Return the HTML of one value or note: inline elements only."""
    return _INLINE.clean(markup)


def clean_label(markup: str) -> str:
    """Return the HTML of a heading or of a link's label: inline elements without links."""
    return _LABEL.clean(markup)
