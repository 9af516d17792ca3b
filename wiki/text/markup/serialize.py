"""Elements to HTML, everything escaped. (Python-Markdown's own leaves the entities that authors wrote.)"""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

from wiki.text.html.safe_html import BLOCK_TAGS

_VOID = frozenset({"br", "hr"})
_LINE_AFTER = BLOCK_TAGS - {"div", "figcaption"}


def inner_html(element: Element) -> str:
    """Return the HTML of what stands in `element`, without the element itself. Any depth, no recursion."""
    out = [escape(element.text or "", quote=False)]
    todo: list[Element | str] = list(reversed(element))
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.items())
        out.append(f"<{node.tag}{attributes}>")
        after = "" if node.tag in _VOID else f"</{node.tag}>"
        if node.tag in _LINE_AFTER:
            after += "\n"
        todo.append(after + escape(node.tail or "", quote=False))
        todo.extend(reversed(node))
        out.append(escape(node.text or "", quote=False))
    return "".join(out)
