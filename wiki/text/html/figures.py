"""Puts pictures into rendered HTML, in place of the link that offers the upload, where the file exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from wiki.text.html.thumbs import THUMB_WIDTH, WIDEST, Picture, Shown, shown

# The one shape the renderer writes places in. What is written before data-alt was known has none.
_PLACE = re.compile(
    r'<(figure|span) class="(picture[^"]*)"((?: data-[a-z]+="[^"]*")*)>'
    r'<a href="/wiki/Special:Upload\?[^"]*" class="upload"(?: title="([^"]*)")?>'
    r'<span class="filename">([^<]*)</span></a>'
)
_DATA = re.compile(r' data-([a-z]+)="([^"]*)"')
LARGE = 1920  # pixels wide, in the lightbox


class Figures:
    """Sets the pictures of one page: the first is fetched at once, the others when they come into sight."""

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        self.pictures = pictures
        self.eager = True

    def set_in(self, html: str) -> str:
        """Return the HTML with an image in the place of each file that exists. One pass."""
        return _PLACE.sub(self._place, html) if self.pictures else html

    def linked(self, picture: Picture, size: Shown, alt: str, tip: str = "", *, address: str = "") -> str:
        """The image inside the link to its page (or another address), as safe HTML."""
        first, self.eager = self.eager, False
        title = f' title="{escape(tip)}"' if tip else ""
        large = shown(picture, LARGE)
        data = f' data-large="{large.src}" data-width="{large.width}" data-height="{large.height}"'
        image = image_html(size, alt, first=first)
        return f'<a href="{address or picture.page}" class="picture-link"{title}{data}>{image}</a>'

    def _place(self, match: re.Match[str]) -> str:
        tag, classes, data, tip, name = match.groups()
        picture = self.pictures.get(unescape(name))
        if picture is None:
            return match.group(0)
        given = {key: unescape(value) for key, value in _DATA.findall(data)}
        tip = unescape(tip or "")
        alt = given.get("alt") or tip or picture.name
        size = _size(picture, classes.split(), given)
        link = self.linked(picture, size, alt, tip if tag == "span" else "")
        return f'<{tag} class="{classes}">{link}'


def image_html(size: Shown, alt: str, *, first: bool = False) -> str:
    """An `img` with its size and both densities; `first`: the one that readers wait for."""
    srcset = f' srcset="{escape(size.srcset)}"' if size.srcset else ""
    when = ' fetchpriority="high"' if first else ' loading="lazy" decoding="async"'
    box = f'width="{size.width}" height="{size.height}"'
    return f'<img src="{escape(size.src)}"{srcset} {box} alt="{escape(alt)}"{when}>'


def _size(picture: Picture, classes: list[str], given: dict[str, str]) -> Shown:
    width, height = int(given.get("width") or 0), int(given.get("height") or 0)
    if not (width or height):
        width = THUMB_WIDTH if {"thumb", "frameless"} & set(classes) else picture.width
    if "frame" in classes:
        width, height = picture.width, 0
    width = min(width or WIDEST, WIDEST)
    return shown(picture, width, min(height, 2 * WIDEST))
