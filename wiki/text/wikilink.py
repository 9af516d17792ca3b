"""One wiki link: what stands between `[[` and `]]`, read and written."""

import re
from dataclasses import dataclass
from typing import Literal

from wiki.text.titles import InvalidTitle, Title, parse_target

LONGEST_TARGET = 1200  # characters: 255 bytes, each perhaps written as %XX, and a fragment
_REDIRECT = re.compile(
    r"\s*#(?i:REDIRECT)[ \t]*+:?[ \t]*\[\[([^\[\]|\r\n]{1,1200}+)(?:\|[^\[\]\r\n]{0,1200}+)?\]\]"
)


@dataclass(frozen=True, slots=True)
class WikiLink:
    """A link as read. `title` is None for a link to a section of its own page; `text` is the label or ""."""

    kind: Literal["page", "category", "file"]
    title: Title | None
    fragment: str = ""
    text: str = ""

    @property
    def shown(self) -> str:
        """What readers see of it: the label, or the target with its fragment."""
        if self.text:
            return self.text
        name = self.title.full if self.title else ""
        return f"{name}#{self.fragment}" if self.fragment else name


def parse_link(inside: str) -> WikiLink | None:
    """Read what stands between `[[` and `]]`; None if its target is no title.

    `[[Category:X|key]]` is a membership with the sort key as text, `[[File:X.jpg|thumb|caption]]` a picture
    with its options and caption as text. A blank as the sort key is one: it sorts first. With a colon before
    the prefix, `[[:File:X.jpg]]`, both are links.
    """
    target, bar, text = inside.partition("|")
    if len(target) > LONGEST_TARGET or "\n" in target or "\r" in target:
        return None
    try:
        title, fragment = parse_target(target)
    except InvalidTitle:
        return None
    if title is not None and not target.lstrip().startswith(":"):
        if title.namespace == 14:
            return WikiLink("category", title, "", text.strip() or (" " if text else ""))
        if title.namespace in (6, -2):
            return WikiLink("file", Title(6, title.name), fragment, text.strip())
    shown = text.strip() if bar else target.strip().removeprefix(":").strip()
    return WikiLink("page", title, fragment, shown)


def read_redirect(text: str) -> WikiLink | None:
    """The target of a page whose first line is `#REDIRECT [[Target]]` in any case, or None."""
    found = _REDIRECT.match(text)
    link = parse_link(found[1]) if found else None
    if link is None or link.title is None or link.title.namespace < 0:
        return None
    return WikiLink("page", link.title, link.fragment)


def redirect_elsewhere(text: str, target: Title) -> str:
    """The text of a redirect, leading to another page, to the same section and with the same rest; any other
    text as it is.
    """
    found, link = _REDIRECT.match(text), read_redirect(text)
    if found is None or link is None:
        return text
    fragment = f"#{link.fragment}" if link.fragment else ""
    return text[: found.start(1)] + link_source(target.full)[2:-2] + fragment + text[found.end(1) :]


def link_source(target: str, label: str = "") -> str:
    """`[[target]]` or `[[target|label]]`; a category or file is linked with a colon, not joined or shown."""
    link = parse_link(target)
    colon = ":" if link is not None and link.kind != "page" else ""
    same = label in ("", target) or label[0].upper() + label[1:] == target  # a title begins with a capital
    return f"[[{colon}{label or target}]]" if same else f"[[{colon}{target}|{label}]]"
