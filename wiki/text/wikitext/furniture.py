"""What stands around the words of a wikitext page: notices, comments, categories, pictures, switches."""

from __future__ import annotations

import re

from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.spans import Span, without

_SWITCH = re.compile(r"__[^\W\d_]{2,30}+__|</?[a-zA-Z][^<>]*+>")
_HATNOTE = re.compile(r"^:[^\r\n]*+", re.MULTILINE)
_APART = frozenset({"template", "comment", "indicator", "templatestyles", "includeonly"})


def only_furniture(text: str, site: Site = DEFAULT, *, hatnotes: bool = False) -> bool:
    """Whether the text says nothing itself: templates, comments, categories, pictures, links to the same page
    in other languages, switches such as `__NOTOC__`; with `hatnotes` also lines that begin with a colon.
    """
    if not text.strip():
        return True

    def drop(span: Span) -> bool:
        if span.kind != "link":
            return span.kind in _APART
        target = text[span.start + 2 : span.end - 2].partition("|")[0]
        link = site.link(target)
        if link is not None:
            return link.kind != "page"
        return target.partition(":")[0].strip().casefold() in site.interwiki

    left = _SWITCH.sub("", without(text, drop, links=True))
    return not (_HATNOTE.sub("", left) if hatnotes else left).strip()
