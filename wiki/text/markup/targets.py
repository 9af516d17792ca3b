"""Where links lead: makes the elements of links and pictures, and notes what the page refers to."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from wiki.text.addresses import quote_fragment, upload_path, wiki_path
from wiki.text.html.safe_html import is_external, safe_url
from wiki.text.html.thumbs import THUMB_WIDTH
from wiki.text.sections import anchor
from wiki.text.titles import InvalidTitle, Title, parse_target

FILE, CATEGORY, SPECIAL, MEDIA = 6, 14, -1, -2

_ALIGNMENTS = {"left": "left", "right": "right", "center": "center", "centre": "center", "none": "none"}
_FRAMES = {
    "thumb": "thumb",
    "thumbnail": "thumb",
    "frame": "frame",
    "framed": "frame",
    "frameless": "frameless",
    "border": "border",
}
_SIZE = re.compile(r"(?:([0-9]{1,5})?x)?([0-9]{1,5})px")
_UPRIGHT = re.compile(r"upright(?: *= *([0-9](?:\.[0-9]{1,3})?))?")
_OPTION = re.compile(r"(?:alt|link|class|lang|page|upright|start|end|thumbtime) *=")
_NARROWER = 0.75  # of `upright` without a number


class Targets:
    """Makes links for one page and gathers what they lead to, in the order they are made."""

    def __init__(self) -> None:
        self.title: Title | None = None
        self.links: dict[tuple[int, str], None] = {}
        self.files: dict[str, None] = {}

    def reset(self, title: Title) -> None:
        """Forget the last page and begin with the one called `title`."""
        self.title = title
        self.links.clear()
        self.files.clear()

    def resolve(self, target: str) -> tuple[Title, str] | None:
        """Return the page and fragment that a link's target means on this page, None if it is no title."""
        target = target.strip()
        if self.title is not None and target.startswith("/") and target.strip("/"):
            target = f":{self.title.full}/{target.strip('/')}"
        try:
            title, fragment = parse_target(target)
        except InvalidTitle:
            return None
        title = title or self.title
        return (title, fragment) if title is not None else None

    def page(self, title: Title, fragment: str) -> Element:
        """Return the element of a link to a page, as if the page existed, and note the page."""
        self.note(title)
        return Element("a", {"href": wiki_path(title.key, anchor(fragment)), "title": title.full})

    def note(self, title: Title) -> None:
        """Note that the page leads to `title`; special pages are not of interest, they always exist."""
        if title.namespace >= 0:
            self.links[title.namespace, title.name] = None

    def same_page(self, fragment: str) -> Element | None:
        """Return the element of a link to a section of this page."""
        name = quote_fragment(anchor(fragment))
        return Element("a", {"href": f"#{name}"}) if name else None

    def external(self, address: str, title: str | None = None) -> Element | None:
        """Return the element of a link out of the wiki, None if the address is not safe."""
        url = safe_url(address)
        if url is None or not is_external(url):
            return None
        link = Element("a", {"href": url, "class": "external", "rel": "nofollow noopener"})
        if title:
            link.set("title", title)
        return link

    def link(self, address: str, title: str | None) -> Element | None:
        """Return the element of a Markdown link: to another site, a page by title or path, or a section."""
        if address.startswith("#"):
            return self.same_page(unquote(address[1:]))
        url = safe_url(address)
        if url is not None and is_external(url):
            return self.external(url, title)
        if url is not None and url.startswith(("/", "?")) and not url.startswith("/wiki/"):
            return Element("a", {"href": url} | ({"title": title} if title else {}))
        resolved = self.resolve(unquote(address.removeprefix("/wiki/")))
        # Without a safe reading it is a page only if a known namespace explains the colon: not `javascript:`.
        if resolved is None or (url is None and resolved[0].namespace == 0 and ":" in address):
            return None
        return self.page(*resolved)

    def picture_or_link(self, address: str, description: str, title: str | None) -> Element | None:
        """Return the element of a Markdown image: a file of this wiki, or a link to the picture elsewhere."""
        url = safe_url(address)
        if url is not None and is_external(url):
            link = self.external(url, title)
            if link is not None:
                link.text = AtomicString(description or url)
            return link
        name = unquote(address)
        resolved = self.resolve(name if ":" in name else f"File:{name}")
        if resolved is None or resolved[0].namespace != FILE:
            return None
        return self.picture(resolved[0].name, [f"alt={description}"] if description else [])

    def picture(self, name: str, options: list[str]) -> Element:
        """Return a placeholder that offers the upload of the picture `name`, and note the file.

        A framed picture is a `figure` with its caption, any other stands in the line as a `span`. Whether the
        file exists is nothing that this HTML says: `wiki.text.html.figures` puts the image in its place.
        """
        self.files[name] = None
        options_ = _options(options)
        framed, caption, alt = (options_.pop(key, "") for key in ("framed", "caption", "alt"))
        box = framed in ("thumb", "frame")
        classes = " ".join(filter(None, ("picture", framed, options_.pop("alignment", ""))))
        picture = Element("figure" if box else "span", {"class": classes})
        for key, value in options_.items():
            picture.set(f"data-{key}", value)
        if alt:
            picture.set("data-alt", alt)
        link = SubElement(picture, "a", {"href": upload_path(name), "class": "upload"})
        if tip := alt if box else caption or alt:
            link.set("title", tip)
        SubElement(link, "span", {"class": "filename"}).text = AtomicString(name)
        if box and caption:
            SubElement(picture, "figcaption").text = caption
        return picture


def _options(words: list[str]) -> dict[str, str]:
    """What the parts of `[[File:…|…]]` say: framed, alignment, width, height, alt, caption."""
    found: dict[str, str] = {}
    for option in words:
        word = option.strip()
        if word in _FRAMES:
            found["framed"] = _FRAMES[word]
        elif word in _ALIGNMENTS:
            found["alignment"] = _ALIGNMENTS[word]
        elif size := _SIZE.fullmatch(word):
            by_height = "x" in word[:-2]
            found |= {"height": size[2]} if by_height else {"width": size[2]}
            found |= {"width": size[1]} if size[1] else {}
        elif word.startswith("alt="):
            found["alt"] = unescape(word[4:]).strip()
        elif larger := _UPRIGHT.fullmatch(word):
            factor = float(larger[1]) if larger[1] else _NARROWER
            found.setdefault("width", str(max(10, 10 * round(THUMB_WIDTH * factor / 10))))
        elif not _OPTION.match(word):
            found["caption"] = word
    return found
