"""Tables of wikitext."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wiki.text.wikitext.drawing.lines import blocks, inline
from wiki.text.wikitext.drawing.tags import cell_attributes


def table(node: Any, lines: Callable[[Any], str]) -> str:
    """The HTML of a table; `lines` makes HTML of a cell's content."""
    caption = ""
    rows: list[str] = []
    cells: list[str] = []
    for part in node.contents.nodes if node.contents is not None else ():
        name = str(getattr(part, "tag", "")).strip()
        if name == "tr":
            rows += _row(cells)
            cells = [_cell(cell, lines) for cell in part.contents.nodes if _is_cell(cell)]
            rows += _row(cells)
            cells = []
        elif _is_caption(part):
            words = inline(lines(part.contents))
            caption = f"<caption>{words if part.attributes else words.removeprefix('+').lstrip()}</caption>"
        elif name in ("td", "th"):
            cells.append(_cell(part, lines))
    rows += _row(cells)
    return f"<table>{caption}<tbody>{''.join(rows)}</tbody></table>"


def _row(cells: list[str]) -> list[str]:
    return [f"<tr>{''.join(cells)}</tr>\n"] if cells else []


def _is_cell(node: Any) -> bool:
    return str(getattr(node, "tag", "")).strip() in ("td", "th") and not _is_caption(node)


def _is_caption(node: Any) -> bool:
    """`|+` is read as a cell that begins with `+`."""
    return str(node).startswith("|+")


def _cell(node: Any, lines: Callable[[Any], str]) -> str:
    name = str(node.tag).strip()
    said = "".join(str(one) for one in node.attributes)
    html = lines(node.contents) if node.contents is not None else ""
    first, newline, rest = html.partition("\n")
    body = blocks(f"{first.lstrip(' ')}{newline}{rest}")
    if body.startswith("<p>") and body.count("<p") == 1 and body.endswith("</p>"):
        body = body[3:-4]
    return f"<{name}{cell_attributes(said)}>{body}</{name}>"
