"""`[[Wiki links]]`, pictures and categories."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from wiki.text.markup.inline import Handled, Inline
from wiki.text.markup.targets import CATEGORY, FILE, MEDIA, Targets
from wiki.text.titles import Title

if TYPE_CHECKING:
    from markdown import Markdown

_OPEN = r"\[\[(?!\[)"
_DOUBLE = re.compile(r"\[\[|\]\]")
_SINGLE = re.compile(r"[\[\]]")
_BARS = re.compile(r"\||\[\[|\]\]")
_MAX_NESTING = 4
_MAX_TARGET = 2000
_PARENTHESIS = re.compile(r"^(.*\S) *(?:\([^()]*\)|, .*)$")


class WikiLinkProcessor(Inline):
    """`[[Target#Section|label]]trail`, `[[File:…|options|caption]]`, `[[Category:…|sort key]]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, targets: Targets) -> None:
        super().__init__(_OPEN, md)
        self._targets = targets

    def read(self, m: re.Match[str], data: str) -> Handled:
        end = _closing(data, m.end())
        if end < 0:
            return None, None, None
        inside = data[m.end() : end]
        parts = _split(inside)
        target = unescape(parts[0]).strip()
        if not target or len(target) > _MAX_TARGET or "\n" in target or _SINGLE.search(target):
            return None, None, None
        resolved = self._targets.resolve(target)
        if resolved is None:
            return None, None, None
        special = None if target.startswith((":", "/", "#")) else self._special(resolved[0], parts[1:])
        if special is not None:
            return special, m.start(), end + 2
        if _DOUBLE.search(inside):
            return None, None, None
        label = inside[len(parts[0]) + 1 :] if len(parts) > 1 else None
        link = self._link(resolved, target, label)
        if link is None:
            return None, None, None
        trail_end = end + 2
        while data[trail_end : trail_end + 1].islower():
            trail_end += 1
        link.text = f"{link.text}{data[end + 2 : trail_end]}"
        return link, m.start(), trail_end

    def _special(self, title: Title, options: list[str]) -> Element | None:
        """Return the element of a file or a category, None for a link."""
        if title.namespace in (FILE, MEDIA):
            return self._targets.picture(title.name, options)
        if title.namespace == CATEGORY:
            # An element that never reaches the page: it keeps the categories in the order of the text.
            return Element("category", {"name": title.name, "key": "|".join(options).strip()})
        return None

    def _link(self, resolved: tuple[Title, str], target: str, label: str | None) -> Element | None:
        if target.startswith("#"):
            link = self._targets.same_page(resolved[1])
        else:
            link = self._targets.page(*resolved)
        if link is None:
            return None
        if label is None:
            label = target.removeprefix(":")
            if target.startswith("/") and target.endswith("/"):
                label = target.strip("/")
        elif not label.strip():
            label = _pipe_trick(target)
        link.text = label
        return link


def _closing(data: str, index: int) -> int:
    """Return where the link opened just before `index` closes, -1 if it does not."""
    depth = 1
    for mark in _DOUBLE.finditer(data, index):
        depth += 1 if mark.group() == "[[" else -1
        if not depth:
            return mark.start()
        if depth > _MAX_NESTING:
            break
    return -1


def _split(inside: str) -> list[str]:
    """Return the parts between bars, leaving alone the bars of links within."""
    parts: list[str] = []
    depth = start = 0
    for mark in _BARS.finditer(inside):
        if mark.group() == "|":
            if not depth:
                parts.append(inside[start : mark.start()])
                start = mark.end()
        else:
            depth += 1 if mark.group() == "[[" else -1
    return [*parts, inside[start:]]


def _pipe_trick(target: str) -> str:
    """Return the label of `[[Help:Name (what)|]]`: the name without namespace and qualification."""
    name = target.removeprefix(":").partition(":")[2].strip() or target.removeprefix(":")
    short = _PARENTHESIS.match(name)
    return short.group(1) if short else name
