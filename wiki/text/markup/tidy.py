"""Last changes to a part's tree: figures out of paragraphs, empty paragraphs away, alignment as a class."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.util import AtomicString, code_escape


def tidy(part: Element, *, inline: bool) -> list[tuple[str, str]]:
    """Change a part's tree in place; return its categories (name, sort key) in the order of the text."""
    categories = [(mark.get("name", ""), mark.get("key", "")) for mark in part.iter("category")]
    todo = [part]
    while todo:
        element = todo.pop()
        _take_out(element, "category")
        if inline:
            _without_boxes(element)
        elif any(child.tag == "p" for child in element):
            _lift_figures(element)
        for child in element:
            if child.tag in ("td", "th") and "align" in child.attrib:
                child.set("class", f"align-{child.attrib.pop('align')}")
            elif child.tag == "pre" and element.get("class") != "highlight":
                _unescape_code(child)
        todo.extend(reversed(element))
    return categories


def _take_out(element: Element, tag: str) -> list[Element]:
    """Remove the children of one tag, leaving the text after them; return them without that text."""
    if not any(child.tag == tag for child in element):
        return []
    taken: list[Element] = []
    kept: list[Element] = []
    for child in element:
        if child.tag != tag:
            kept.append(child)
            continue
        tail, child.tail = child.tail or "", None
        taken.append(child)
        if kept:
            kept[-1].tail = (kept[-1].tail or "") + tail
        else:
            element.text = (element.text or "") + tail
    element[:] = kept
    return taken


def _without_boxes(element: Element) -> None:
    for child in element:
        if child.tag in ("figure", "figcaption"):
            child.tag = "span"


def _lift_figures(element: Element) -> None:
    """Put figures before the paragraph they are written in, and leave out paragraphs with nothing in them."""
    kept: list[Element] = []
    for child in element:
        if child.tag == "p":
            _take_out(child, "category")
            kept += _take_out(child, "figure")
            _trim_end(child)
            if not len(child) and not child.text:
                continue
        kept.append(child)
    element[:] = kept


def _trim_end(paragraph: Element) -> None:
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").rstrip()
    else:
        paragraph.text = (paragraph.text or "").rstrip()


def _unescape_code(block: Element) -> None:
    """Undo the escaping of indented code: our serializer escapes everything itself."""
    if len(block) and block[0].tag == "code" and block[0].text:
        text = str(block[0].text)
        for character in "><&":
            text = text.replace(code_escape(character), character)
        block[0].text = AtomicString(text)
