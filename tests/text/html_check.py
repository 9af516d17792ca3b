"""Reads rendered HTML with a parser of its own and names what must not be there, or does not balance."""

import re
from html.parser import HTMLParser

from wiki.text.html.rendered import RenderedPage

INLINE = frozenset({"a", "abbr", "br", "code", "em", "s", "small", "span", "strong", "sub", "sup", "u"})
TAGS = INLINE | {
    "blockquote",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "hr",
    "li",
    "ol",
    "p",
}
TAGS |= {"details", "pre", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = frozenset(
    {
        *("class", "colspan", "data-alt", "data-height", "data-width", "href", "id", "rel", "rowspan"),
        *("start", "title"),
    }
)
SAFE_HREF = re.compile(r"(?:https?://|mailto:[^:]*@|/|#|\?)", re.IGNORECASE)
INVISIBLE = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)


class _Reader(HTMLParser):
    def __init__(self, tags: frozenset[str]):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.wrong, self.words = tags, [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.tags:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES or value is None:
                self.wrong.append(f"{tag} {name}={value}")
            elif name == "href" and (not SAFE_HREF.match(value) or INVISIBLE.search(value) or "\\" in value):
                self.wrong.append(f"href={value}")
            elif name == "id" and not re.fullmatch(r"cite_(note|ref)-\d+(-\d+)?", value):
                self.wrong.append(f"id={value}")
            elif name in ("data-width", "data-height", "colspan", "rowspan") and not value.isdecimal():
                self.wrong.append(f"{name}={value}")
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.wrong.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.wrong.append(f"<!{decl}>")

    def handle_pi(self, data):
        self.wrong.append(f"<?{data}>")

    def unknown_decl(self, data):
        self.wrong.append(f"<![{data}>")


def read(html: str, tags: frozenset[str] = TAGS) -> _Reader:
    reader = _Reader(tags)
    reader.feed(html)
    reader.close()
    reader.wrong += [f"unclosed <{tag}>" for tag in reader.open]
    return reader


def wrong_in(html: str, tags: frozenset[str] = TAGS) -> list[str]:
    """What must not be in a piece of rendered HTML."""
    return read(html, tags).wrong


def text_of(html: str) -> str:
    """What a reader sees of it, with single blanks."""
    return " ".join("".join(read(html).words).split())


def wrong_in_page(page: RenderedPage) -> list[str]:
    """What must not be in any piece of a rendered page."""
    labels = INLINE - {"a"}
    wrong = wrong_in(page.caption_html, labels)
    for field in page.fields:
        for value in field.values_html:
            wrong += wrong_in(value, INLINE)
    for section in page.sections:
        wrong += wrong_in(section.title_html, labels) + wrong_in(section.html)
        for link in section.see_also or ():
            wrong += wrong_in(link.label_html, labels) + wrong_in(link.note_html, INLINE)
    return wrong
