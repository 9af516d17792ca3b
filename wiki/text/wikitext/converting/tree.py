"""Our own HTML, clean and well-formed, read into a small tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr"})


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes, and what stands in it, elements and text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> list[Node]:
        """The elements in it, without text."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str) -> Iterator[Node]:
        """Every element of that tag in it, in order."""
        for child in self.elements:
            if child.tag == tag:
                yield child
            yield from child.all(tag)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.opened = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.opened[-1].children.append(node)
        if tag not in _VOID:
            self.opened.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.opened) > 1 and self.opened[-1].tag == tag:
            self.opened.pop()

    def handle_data(self, data: str) -> None:
        self.opened[-1].children.append(data)


def read_html(html: str) -> Node:
    """The tree of a piece of HTML that the cleaner has passed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.opened[0]
