"""The tree of mwparserfromhell as HTML of lines: links, tags, tables, pictures."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Tag,
    Template,
    Text,
    Wikilink,
)

from wiki.text.addresses import wiki_path
from wiki.text.markup.targets import Targets
from wiki.text.sections import anchor
from wiki.text.titles import Title
from wiki.text.wikilink import WikiLink
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.drawing.lines import TERM, blocks, inline
from wiki.text.wikitext.drawing.notes import Notes
from wiki.text.wikitext.drawing.pictures import gallery, parts, picture
from wiki.text.wikitext.drawing.strips import Strips
from wiki.text.wikitext.drawing.tables import table
from wiki.text.wikitext.drawing.tags import aligned, attributes, cell_attributes, titled
from wiki.text.wikitext.uses import read_note

_AS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
    **{name: name for name in ("sub", "sup", "small", "abbr")},
    **dict.fromkeys(("s", "strike", "del"), "s"),
    "u": "u",
}
_SHAPELESS = frozenset(
    {
        *("span", "font", "big", "ins", "q", "mark", "bdi", "bdo", "ruby", "rb", "rt", "rp", "data", "time"),
        *("nobr", "section", "wbr"),
    }
)
_KEPT_BLOCKS = frozenset(
    {
        *("blockquote", "ul", "ol", "li", "dl", "dt", "dd", "caption"),
        *("table", "tr", "td", "th", "tbody", "thead"),
    }
)
_OF_BLOCKS = frozenset({"table", "tr", "ul", "ol", "dl", "tbody", "thead"})
_BLOCKS = _KEPT_BLOCKS | {"div", "center", "p"}
_CELLS = frozenset({"td", "th"})
_STRAY = re.compile(
    r"</?(?i:b|i|u|s|em|strong|small|big|sub|sup|span|font|div|center|p|br|li|ul|ol|td|tr|th|table|tt|blockquote|"
    r"noinclude|onlyinclude|includeonly|references)(?:[ \t\r\n][^<>]{0,1000}+)?/?>"
)
_SIGNS = frozenset("*#:;-' ")
_SWITCH = re.compile(r"__[A-ZА-ЯÄÖÜ]{3,30}+__")


class Nodes:
    """Draws the texts of one page; what they refer to gathers here."""

    def __init__(self, given: Given, title: Title, strips: Strips, notes: Notes) -> None:
        self.given, self.strips, self.notes = given, strips, notes
        self.targets = Targets()
        self.targets.reset(title)
        self.categories: dict[str, str] = {}
        self._addresses = 0

    def parse(self, text: str) -> str:
        """HTML of lines for expanded wikitext."""
        return self.lines(mwparserfromhell.parse(text, skip_style_tags=True))

    def inline(self, text: str) -> str:
        """HTML of one line for expanded wikitext."""
        return inline(self.parse(text))

    def lines(self, code: Any) -> str:
        """HTML of lines for a piece of the tree."""
        out: list[str] = []
        linked = False
        for node in code.nodes:
            text = self._node(node, out)
            if linked and isinstance(node, Text):
                text = _with_trail(out, text)
            linked = isinstance(node, Wikilink) and text.endswith("</a>")
            out.append(text)
        return "".join(out)

    def _node(self, node: Any, out: list[str]) -> str:
        if isinstance(node, Text):
            return escape(_SWITCH.sub("", _STRAY.sub("", str(node))), quote=False)
        if isinstance(node, Wikilink):
            return self._link(node)
        if isinstance(node, Tag):
            return self._tag(node, out)
        if isinstance(node, ExternalLink):
            return self._address(node)
        if isinstance(node, HTMLEntity):
            return _entity(node)
        if isinstance(node, Heading):
            return self.strips.block(f'<p class="subhead">{inline(self.lines(node.title))}</p>')
        if isinstance(node, Comment):
            return ""
        if isinstance(node, Template | Argument):
            return self.strips.source(str(node))
        return escape(str(node), quote=False)

    def _link(self, node: Any) -> str:
        target = str(node.title)
        link = None if "\x7f" in target else self.given.site.link(target.strip())
        if link is None:
            return self._no_page(node, target)
        if link.kind == "file" and link.title is not None:
            html, block = picture(link.title.name, parts(str(node.text or "")), self.targets, self.inline)
            return self.strips.block(html) if block else self.strips.inline(html)
        if link.kind == "category" and link.title is not None:
            self.categories.setdefault(link.title.name, str(node.text or "").strip())
            return ""
        label = self._label(node, target)
        return self._page(link, target, label)

    def _label(self, node: Any, target: str) -> str:
        label = inline(self.lines(node.text)) if node.text is not None else ""
        return label or escape(target.strip().removeprefix(":").strip(), quote=False)

    def _page(self, link: WikiLink, target: str, label: str) -> str:
        if link.title is None:
            name = self.targets.same_page(link.fragment)
            return f'<a href="{escape(name.get("href", ""))}">{label}</a>' if name is not None else label
        found: tuple[Title, str] | None = (link.title, link.fragment)
        if target.strip().startswith("/"):
            found = self.targets.resolve(target)
            label = target.strip().strip("/") if target.strip().endswith("/") else label
        if found is None:
            return label
        title, fragment = found
        self.targets.note(title)
        address = escape(wiki_path(title.key, anchor(fragment)))
        return f'<a href="{address}" title="{escape(title.full)}">{label}</a>'

    def _no_page(self, node: Any, target: str) -> str:
        """A link to another wiki is its words, to this page in another language nothing; else the source."""
        prefix, colon, _ = target.strip().removeprefix(":").partition(":")
        if colon and prefix.strip().casefold() in self.given.site.interwiki:
            between = not target.strip().startswith(":") and len(prefix.strip()) > 1 and node.text is None
            return "" if between else self._label(node, target)
        label = f"|{self.lines(node.text)}" if node.text is not None else ""
        return f"[[{self.lines(node.title)}{label}]]"

    def _address(self, node: Any) -> str:
        written, cut, rest = str(node.url).partition("\x7f")
        behind = cut + rest
        link = self.targets.external(written)
        label = inline(self.lines(node.title)) if node.title is not None else ""
        if node.brackets and not label:
            self._addresses += 1
            label = f"[{self._addresses}]"
        if link is None:
            shown = escape(written, quote=False) + behind
            return f"[{shown} {label}]" if node.brackets else shown
        head = "".join(f' {name}="{escape(value)}"' for name, value in link.items())
        if not node.brackets:
            return f"<a{head}>{escape(written, quote=False)}</a>{behind}"
        return f"<a{head}>{label}</a>{behind}"

    def _tag(self, node: Any, out: list[str]) -> str:
        name, markup = str(node.tag).strip().lower(), node.wiki_markup
        if markup in ("*", "#", ";", ":"):
            before = next((piece for piece in reversed(out) if piece), "\n")
            return markup if markup != ":" or before[-1] in "\n*#;:" else TERM
        if markup == "{|":
            return self.strips.block(table(node, self.lines))
        if markup and markup.startswith("----"):
            return str(node)
        if name in ("br", "hr"):
            return "<br>" if name == "br" else self.strips.block("<hr>")
        if name in ("ref", "references", "gallery", "poem"):
            return self._extension(name, node)
        inside = node.contents
        if name in _AS:
            said = titled(str(node)[:2000].partition(">")[0]) if name == "abbr" else ""
            return f"<{_AS[name]}{said}>{self.lines(inside)}</{_AS[name]}>" if inside is not None else ""
        if name in _SHAPELESS:
            return self.lines(inside) if inside is not None else ""
        if name in _BLOCKS:
            return self._block(name, node)
        if re.fullmatch("h[1-6]", name) and inside is not None:
            return self.strips.block(f'<p class="subhead">{inline(self.lines(inside))}</p>')
        return self._unknown(node)

    def _block(self, name: str, node: Any) -> str:
        if node.contents is None:
            return ""
        inside = self.lines(node.contents)
        said = str(node).partition(">")[0]
        if name in _KEPT_BLOCKS:
            more = cell_attributes(said) if name in _CELLS else ""
            body = inside if name in _OF_BLOCKS else blocks(inside)
            return self.strips.block(f"<{name}{more}>{_only_paragraph(body)}</{name}>")
        where = "align-center" if name == "center" else aligned(attributes(said))
        opened = f'<div class="{where}">' if where else "<div>"
        return self.strips.block(f"{opened}{blocks(inside)}</div>")

    def _unknown(self, node: Any) -> str:
        """A tag that is none here, as text."""
        opened = escape(str(node).partition(">")[0] + ">", quote=False)
        if node.contents is None:
            return escape(str(node), quote=False)
        return f"{opened}{self.lines(node.contents)}{escape(f'</{node.closing_tag}>', quote=False)}"

    def _extension(self, name: str, node: Any) -> str:
        inside = node.contents
        opened = str(node).partition(">")[0].partition("<")[2][len(name) :]
        said = read_note(opened.rstrip("/"), "")
        group = said.group
        if name == "ref":
            html = None if inside is None else _only_paragraph(blocks(self.lines(inside)))
            return self.notes.refer(said.name, group, html or None)
        if name == "references":
            self._define(inside, group)
            self.notes.listed.add(group)
            return self.strips.block(f"\x7fnotes:{group}\x7f")
        if name == "gallery":
            return self.strips.block(gallery(str(inside or ""), self._file, self.targets, self.inline))
        lines = (self.lines(inside) if inside is not None else "").strip("\n").split("\n")
        return self.strips.block(f"<p>{'<br>'.join(lines)}</p>")

    def _define(self, inside: Any, group: str) -> None:
        for node in inside.nodes if inside is not None else ():
            if isinstance(node, Tag) and str(node.tag).strip().lower() == "ref" and node.contents is not None:
                said = read_note(str(node).partition(">")[0].partition("<")[2][3:], "")
                self.notes.define(
                    said.name, said.group or group, _only_paragraph(blocks(self.lines(node.contents)))
                )

    def _file(self, written: str) -> str:
        """The name of the picture that a line of a gallery names, or ""."""
        for target in (written, f"File:{written}"):
            link = self.given.site.link(target)
            if link is not None and link.kind == "file" and link.title is not None:
                return link.title.name
        return ""


def _with_trail(out: list[str], text: str) -> str:
    """Put the letters right behind a link into it; return the rest of the text."""
    end = 0
    while text[end : end + 1].islower():
        end += 1
    if end:
        out[-1] = f"{out[-1].removesuffix('</a>')}{text[:end]}</a>"
    return text[end:]


def _only_paragraph(html: str) -> str:
    """The HTML without the tags of its paragraph, if it is nothing else."""
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1:
        return html[3:-4]
    return html


def _entity(node: Any) -> str:
    try:
        meant = str(node.normalize())
        # What is written as an entity begins no list and is no apostrophe of bold.
        return f"&#{ord(meant)};" if meant in _SIGNS else escape(meant, quote=False)
    except (ValueError, OverflowError):
        return escape(str(node), quote=False)
