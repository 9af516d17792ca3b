"""Words, links, notes and pictures of drawn HTML as Markdown in a line."""

from __future__ import annotations

import re
from urllib.parse import unquote

from wiki.text.wikilink import link_source
from wiki.text.wikitext.converting.tree import Node

_SIGNS = re.compile(r"([\\`*\[\]<])|(?<!\w)(_)|(_)(?!\w)|(\^)(?=\[)")
_NOTE = re.compile(r"#cite_note-([0-9]+)")
_RUN = re.compile("`+")
_AROUND = {"strong": "**", "em": "*"}


def inline(node: Node) -> str:
    """What stands in an element, on one line (two blanks and a line break for a break)."""
    return "".join(_escaped(child) if isinstance(child, str) else piece(child) for child in node.children)


def piece(node: Node) -> str:
    """One element in a line."""
    if node.tag in _AROUND:
        return _around(inline(node), _AROUND[node.tag])
    if node.tag == "code":
        return code(node.text)
    if node.tag == "br":
        return "  \n"
    if node.tag == "a":
        return _link(node)
    if node.tag == "sup" and "reference" in node.classes:
        return "".join(
            f"[^{found[1]}]"
            for a in node.all("a")
            if (found := _NOTE.fullmatch(a.attributes.get("href", "")))
        )
    if node.tag in ("figure", "span") and "picture" in node.classes:
        return picture(node)
    return inline(node)


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _around(inside: str, sign: str) -> str:
    """The words between signs; blanks at their ends stay outside, or they would be no signs."""
    words = inside.strip()
    if not words or "\n" in words.replace("  \n", ""):
        return inside
    before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    return f"{before}{sign}{words}{sign}{after}"


def code(text: str) -> str:
    """A code span that holds the text, whatever backticks are in it."""
    text = " ".join(text.split())
    if not text:
        return ""
    ticks = "`" * (max((len(run) for run in _RUN.findall(text)), default=0) + 1)
    gap = " " if "`" in (text[0], text[-1]) else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def _link(node: Node) -> str:
    href, label = node.attributes.get("href", ""), inline(node)
    if "external" in node.classes:
        return f"[{label}](<{href}>)" if set(href) & set("() ") else f"[{label}]({href})"
    _, _, fragment = href.partition("#")
    target = node.attributes.get("title", "") if href.startswith("/wiki/") else ""
    target += f"#{unquote(fragment).replace('_', ' ')}" if fragment else ""
    if not target or "|" in target:
        return label
    if not label.strip() or set(label) & set("[]\\|"):
        label = " ".join(node.text.split()).translate(str.maketrans("[]|", "()/"))
    if target[0] == "#":
        return f"[[{target}|{label}]]"
    return link_source(target, label)


def picture(node: Node) -> str:
    """`[[File:X.jpg|thumb|left|200px|alt=…|caption]]`."""
    name = file_name(node)
    words = [word for word in node.classes if word != "picture"]
    width, height = (node.attributes.get(f"data-{side}", "") for side in ("width", "height"))
    if width or height:
        words.append(f"{width}{f'x{height}' if height else ''}px")
    if alt := node.attributes.get("data-alt", ""):
        words.append(f"alt={alt.translate(str.maketrans('[]|', '()/'))}")
    caption = next((inline(one).strip() for one in node.all("figcaption")), "")
    return (
        f"[[{'|'.join([f'File:{name}', *words, *filter(None, [' '.join(caption.split())])])}]]"
        if name
        else ""
    )


def file_name(node: Node) -> str:
    """The name of the file that a picture shows."""
    return next((one.text for one in node.all("span") if "filename" in one.classes), "")
