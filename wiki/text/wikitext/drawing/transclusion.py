"""What of a template's page goes into the pages that use it, and what is shown on its own."""

from __future__ import annotations

import re

from wiki.text.wikitext.spans import spans

_TAG = re.compile(r"<(/?)(?i:(noinclude|includeonly|onlyinclude))[ \t\r\n]*+(/?)>")


def transcluded(source: str) -> str:
    """The part of a template's source that its users get."""
    if "<" not in source:
        return source
    only = _between(source, "onlyinclude")
    return _kept(only if only is not None else source, drop="noinclude")


def shown(text: str) -> str:
    """The part of a page's source that is shown on the page itself."""
    return _kept(text, drop="includeonly") if "<" in text else text


def _between(source: str, name: str) -> str | None:
    parts: list[str] = []
    start = -1
    found = False
    for tag in _tags(source):
        if tag[2].lower() != name or tag[3]:
            continue
        if not tag[1] and start < 0:
            start, found = tag.end(), True
        elif tag[1] and start >= 0:
            parts.append(source[start : tag.start()])
            start = -1
    if start >= 0:
        parts.append(source[start:])
    return "".join(parts) if found else None


def _kept(source: str, *, drop: str) -> str:
    """The source without these tags, and without what stands between those called `drop`."""
    parts: list[str] = []
    at = 0
    dropping = False
    for tag in _tags(source):
        if not dropping:
            parts.append(source[at : tag.start()])
        if tag[2].lower() == drop and not tag[3]:
            dropping = not tag[1]
        at = tag.end()
    if not dropping:
        parts.append(source[at:])
    return "".join(parts)


def _tags(source: str) -> list[re.Match[str]]:
    """The tags that are none in comments and `<nowiki>`."""
    found = list(_TAG.finditer(source))
    if not found or ("<!--" not in source and "<nowiki" not in source.lower()):
        return found
    hidden = [span for span in spans(source) if span.kind in ("comment", "nowiki", "pre")]
    kept = []
    index = 0
    for tag in found:
        while index < len(hidden) and hidden[index].end <= tag.start():
            index += 1
        if index == len(hidden) or hidden[index].start > tag.start():
            kept.append(tag)
    return kept
