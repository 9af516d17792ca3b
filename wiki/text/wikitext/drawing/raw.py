"""Tags whose content is no wikitext."""

from __future__ import annotations

import re
from html import escape

from wiki.text.markup.code import code_block
from wiki.text.markup.serialize import inner_html
from wiki.text.wikitext.drawing.strips import Strips
from wiki.text.wikitext.drawing.tags import attributes

_CODE = frozenset({"syntaxhighlight", "source"})
_FORMULA = frozenset({"math", "chem", "ce"})
_UNSEEN = frozenset({"templatestyles", "templatedata", "indicator", "categorytree", "charinsert"})
_NOWIKI = re.compile(r"<(/?)(?i:nowiki)[ \t\r\n]*+/?>")


def raw(kind: str, source: str, strips: Strips) -> str:
    """The mark of what a tag shows, given its source; nothing for tags that show nothing."""
    opened = source.find(">") + 1
    closing = source.rfind("<") if opened < len(source) else opened
    inside = Strips.plain(source[opened:closing])
    if kind == "nowiki":
        return strips.inline(escape(inside).replace("\n", " ")) if inside else ""
    if kind == "pre":
        return strips.block(f"<pre>{escape(_NOWIKI.sub('', inside).removeprefix(chr(10)))}</pre>")
    if kind in _CODE:
        said = attributes(source[:opened])
        if "inline" in said:
            return strips.inline(f"<code>{escape(inside)}</code>")
        box = code_block(inside.strip("\n"), said.get("lang", ""))
        return strips.block(f'<div class="highlight">{inner_html(box)}</div>')
    if kind in _FORMULA:
        return strips.inline(f'<span class="wikitext"><code>{escape(" ".join(inside.split()))}</code></span>')
    return "" if kind in _UNSEEN else strips.source(source)
