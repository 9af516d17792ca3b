"""A page as Markdown that any other program reads: wiki links become links, the infobox a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from wiki.text.infobox import values
from wiki.text.parts.paragraphs import CodeSpans, paragraphs
from wiki.text.parts.rows import LinkText, PageText, SectionText
from wiki.text.wikilink import WikiLink, parse_link, read_redirect

Address = Callable[[WikiLink], str]
"""The full address that a link leads to; "" for one to a section of its own page without a fragment."""

_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]|(?P<code>`+)|(?P<comment><!--)"
    r"|\[\[(?P<link>(?:[^\[\]\r\n]|\[\[[^\[\]\r\n]*\]\])+)\]\]"
)
_LABEL = re.compile(r"[\[\]\\]")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*+)\|")  # one that is not escaped yet


def portable_markdown(page: PageText, title: str, address: Address) -> str:
    """The page as CommonMark with tables (GitHub's extension) and footnotes, beginning with its title.

    Categories are left out; comments too. Linear in the length of the text.
    """
    blocks = [f"# {title}", _infobox(page, address)]
    for section in page.sections:
        blocks += _section(section, address)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: SectionText, address: Address) -> Iterator[str]:
    if section.level:
        yield f"{'#' * section.level} {portable_text(section.title, address).strip()}"
    elif redirect := read_redirect(section.body):
        yield f"Redirect to {_link(redirect, address)}"
        return
    if section.links:
        yield "\n".join(_item(row, address) for row in section.links)
    yield portable_text(section.body, address).strip()


def portable_text(text: str, address: Address) -> str:
    """One piece of a page's text with its wiki links as Markdown links; code stays as it is."""
    pieces = (_paragraph(piece, address) if counts else piece for piece, counts in paragraphs(text))
    return "".join(pieces)


def _paragraph(text: str, address: Address) -> str:
    spans, done, out = CodeSpans(text), 0, list[str]()
    comments = True  # as long as an end of one was found
    for token in _TOKEN.finditer(text):
        if token.start() < done:
            continue
        if token["code"]:
            end = spans.end(token.start(), token.end())
            out.append(text[done:end])
            done = end
        elif token["comment"] and comments:
            end = text.find("-->", token.end())
            comments = end >= 0
            if comments:
                out.append(text[done : token.start()])
                done = end + 3
        elif token["link"] and (link := parse_link(token["link"])):
            out += [text[done : token.start()], _link(link, address)]
            done = token.end()
    return "".join([*out, text[done:]])


def _link(link: WikiLink, address: Address) -> str:
    if link.kind == "category":
        return ""
    if link.kind == "file":
        caption = portable_text(link.text.rpartition("|")[2], address)
        return f"![{_LABEL.sub('', caption)}](<{address(link)}>)"
    return f"[{_LABEL.sub(_escaped, link.shown)}](<{address(link)}>)"


def _escaped(sign: re.Match[str]) -> str:
    return "\\" + sign[0]


def _item(row: LinkText, address: Address) -> str:
    if not row.target:
        return f"- {portable_text(row.note, address)}"
    link = parse_link(row.target + (f"|{row.label}" if row.label else ""))
    shown = _link(link, address) if link else row.target
    return f"- {shown}{portable_text(row.note, address)}"


def _infobox(page: PageText, address: Address) -> str:
    fields = [row for row in page.fields if row.kind == "field"]
    if not fields:
        return ""
    caption = next((row.value for row in page.fields if row.kind == "caption"), "")
    rows = [f"| {_cell(caption, address)} | |", "| --- | --- |"]
    for row in fields:
        shown = ", ".join(values(row.value)) or row.value
        rows.append(f"| **{_cell(row.key, address)}** | {_cell(shown, address)} |")
    return "\n".join(rows)


def _cell(text: str, address: Address) -> str:
    line = " ".join(portable_text(text, address).splitlines())
    return _BAR.sub(r"\1\\|", line).strip()  # escaped in code too: cells are told apart before code is
