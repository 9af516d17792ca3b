"""Blocks of drawn HTML as Markdown: paragraphs, lists, tables, code, quotations, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiki.text.wikitext.converting.markdown_inline import code, file_name, inline, piece
from wiki.text.wikitext.converting.tree import Node

_BLOCKS = frozenset({"p", "ul", "ol", "dl", "pre", "table", "blockquote", "hr", "div", "figure", "details"})
_RUN = re.compile("`{3,}")
_ROWS = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "tr"})
_BAR = re.compile(r"\[\[[^\[\]\n]*+\]\]|\\.|`[^`\n]*+`|\|")
_LINE_SIGNS = re.compile(r"^([#>+=|~:-]|\d{1,9}(?=[.)]))")
_NOTE = re.compile(r"cite_note-([0-9]+)")


def blocks(node: Node) -> str:
    """What stands in an element, a blank line between blocks."""
    return "\n\n".join(filter(None, _blocks(node)))


def _blocks(node: Node) -> Iterator[str]:
    words: list[str] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in _BLOCKS:
            yield _paragraph(words)
            words = []
            yield block(child)
        else:
            words.append(inline(Node("", children=[child])))
    yield _paragraph(words)


def _paragraph(words: list[str]) -> str:
    lines = "".join(words).strip().split("\n")
    return "\n".join(_started(line) for line in lines)


def _started(line: str) -> str:
    """A line that does not begin like a list, a heading, a table or a quotation."""
    line = line.lstrip(" \t")
    if line.startswith("[["):
        return line
    found = _LINE_SIGNS.match(line)
    if found is None:
        return line
    if found[1].isdigit():
        return f"{found[1]}\\{line[found.end() :]}"
    return f"\\{line}"


def block(node: Node) -> str:
    """One block."""
    if node.tag == "p":
        return _text_block(node)
    if node.tag in ("ul", "ol"):
        return _notes(node) if "references" in node.classes else _list(node)
    if node.tag == "dl":
        return _definitions(node)
    if node.tag == "pre":
        return fenced(node.text)
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        return _quoted(blocks(node))
    if node.tag == "details":  # its summary is the beginning of the source in it
        return "".join(block(one) for one in node.elements if one.tag == "pre")
    if node.tag == "hr":
        return "---"
    if node.tag == "figure":
        return piece(node)
    return blocks(node)


def _text_block(node: Node) -> str:
    text = _paragraph([inline(node)])
    if "hatnote" in node.classes:
        return f": {' '.join(text.split())}"
    return f"# {' '.join(text.split())}" if "subhead" in node.classes else text


def fenced(text: str) -> str:
    """A fenced block of code."""
    fence = "`" * (max((len(run) for run in _RUN.findall(text)), default=2) + 1)
    return f"{fence}\n{text.strip(chr(10))}\n{fence}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _list(node: Node) -> str:
    out = []
    for number, item in enumerate((one for one in node.elements if one.tag == "li"), 1):
        sign = "- " if node.tag == "ul" else f"{number}. "
        out.append(sign + _indented(_item(item)))
    return "\n".join(out)


def _item(node: Node) -> str:
    """The text of an item: lists in it follow without a blank line."""
    text = ""
    for part in _blocks(node):
        if part:
            tight = not text or part.startswith(("- ", "1. "))
            text += ("" if not text else "\n" if tight else "\n\n") + part
    return text


def _definitions(node: Node) -> str:
    """Terms with what they mean; what means nothing but is only set in is a quotation."""
    out: list[str] = []
    term = False
    for one in node.elements:
        text = _item(one)
        if one.tag == "dt":
            out.append(("" if not out else "\n") + (" ".join(text.split()) or "\\ "))
            term = True
        elif term:
            out.append(f": {_indented(text)}")
        else:
            out.append(_quoted(text) + "\n")
    return "\n".join(out).strip("\n")


def _table(node: Node) -> str:
    """A table of pipes: cells that span others leave empty ones."""
    caption = next((inline(one).strip() for one in node.elements if one.tag == "caption"), "")
    rows = [[one for one in row.elements if one.tag in ("td", "th")] for row in node.all("tr")]
    cells = [[text for one in row for text in _cell(one)] for row in rows if row]
    if not cells:
        return caption
    width = max(map(len, cells))
    if all(one.tag == "th" for one in next(row for row in rows if row)):
        head, *body = cells
    else:
        head, body = [""] * width, cells
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in (head, *body)]
    lines.insert(1, "|" + "---|" * width)
    return (f"**{caption}**\n\n" if caption else "") + "\n".join(lines)


def _cell(node: Node) -> list[str]:
    text = " ".join(_flat(node).split())
    text = _BAR.sub(lambda mark: "\\|" if mark.group() == "|" else mark.group(), text)
    return [text, *[""] * (int(node.attributes.get("colspan", "1")) - 1)]


def _flat(node: Node) -> str:
    """What stands in a cell, on one line: items and cells within are parted by semicolons."""
    if node.tag == "pre":
        return code(node.text)
    if node.tag == "figure":
        return f"[[File:{name}]]" if (name := file_name(node)) else ""
    if node.tag in _ROWS:
        items = (_flat(one) for one in node.elements)
        return "; ".join(filter(None, items))
    parts: list[str] = []
    words: list[str] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in _BLOCKS:
            parts += ["".join(words).strip(), _flat(child)]
            words = []
        else:
            words.append(inline(Node("", children=[child])))
    return "; ".join(filter(None, [*parts, "".join(words).strip()]))


def _notes(node: Node) -> str:
    out = []
    for item in node.elements:
        number = _NOTE.fullmatch(item.attributes.get("id", ""))
        said = next((one for one in item.elements if "reference-text" in one.classes), None)
        if number and said is not None:
            out.append(f"[^{number[1]}]: {_indented(blocks(said)) or code('empty')}")
    return "\n".join(out)
