"""Block constructs: what differs from Python-Markdown's own, and limits to how deep they nest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor

from wiki.text.markup.code import code_block
from wiki.text.markup.scan import END, START, Definitions

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.blockparser import BlockParser

# Lists and quotations within each other; deeper ones stay text. Each level costs several frames of recursion.
MAX_DEPTH = 20
_FENCE_MARK = re.compile(f"{START}fence:([0-9]+){END}")
_SUBHEAD = re.compile(r"(?:^|\n) {0,3}#{1,6} +([^\n]*)(?:\n|$)")
# Lines above the text that lead elsewhere: each begins with a colon.
_HATNOTE = re.compile(r" {0,3}:+[ *']*[^ \n][^\n]*(?:\n {0,3}:[^\n]*)*+$")
_SETEXT = re.compile(r"([^\n]+)\n(?:=+|-+) *(?:\n|$)")
# What ends a cell, and what may hold a bar that does not: an escape, a wiki link, code.
_CELL_MARK = re.compile(r"\||\\.|\[\[[^\[\]\n]*\]\]|(`+)")


def add_block_processors(md: Markdown, found: Definitions) -> None:
    """Put our block processors in the place of Python-Markdown's."""
    parser, registry = md.parser, md.parser.blockprocessors
    for name in ("hashheader", "setextheader", "reference"):
        registry.deregister(name)
    registry.register(FenceProcessor(parser, found), "fence", 99)
    registry.register(WikiTableProcessor(parser, {"use_align_attribute": True}), "table", 75)
    registry.register(HatnoteProcessor(parser), "hatnote", 72)
    registry.register(SubheadProcessor(parser), "subhead", 70)
    registry.register(OrderedListProcessor(parser), "olist", 40)
    registry.register(BulletListProcessor(parser), "ulist", 30)
    registry.register(DefinitionProcessor(parser), "deflist", 25)
    registry.register(QuoteProcessor(parser), "quote", 20)
    if "|" not in md.ESCAPED_CHARS:
        md.ESCAPED_CHARS.append("|")


class FenceProcessor(BlockProcessor):
    """Puts the code of a fence where the scan left its mark."""

    def __init__(self, parser: BlockParser, found: Definitions) -> None:
        super().__init__(parser)
        self._found = found

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(START) and _FENCE_MARK.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        mark = _FENCE_MARK.match(blocks.pop(0))
        if mark is not None:
            parent.append(code_block(*self._found.fences[int(mark.group(1))]))


class SubheadProcessor(BlockProcessor):
    """Headings within a body are paragraphs of their own class, so that only sections are headings."""

    def test(self, parent: Element, block: str) -> bool:
        return bool(_SUBHEAD.search(block) or _SETEXT.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = _SUBHEAD.search(block)
        if found is not None:
            title = found.group(1).rstrip()
            bare = title.rstrip("#")
            title = bare.rstrip() if not bare or bare.endswith(" ") else title
            before = block[: found.start()]
        else:
            found = _SETEXT.match(block)
            title, before = (found.group(1).strip() if found else ""), ""
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        if title:
            SubElement(parent, "p", {"class": "subhead"}).text = title
        after = block[found.end() :] if found else ""
        if after.strip():
            blocks.insert(0, after)


class HatnoteProcessor(BlockProcessor):
    """Lines with a colon in front, above all other text of a section, are hatnotes: `: For the film, see`."""

    def test(self, parent: Element, block: str) -> bool:
        above = all(child.get("class") == "hatnote" for child in parent)
        return above and not self.parser.state and _HATNOTE.match(block.strip("\n")) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        for line in blocks.pop(0).strip("\n").split("\n"):
            SubElement(parent, "p", {"class": "hatnote"}).text = line.strip().lstrip(":").strip()


class WikiTableProcessor(TableProcessor):
    """Tables whose cells may hold `[[links|with a label]]`."""

    def _split(self, row: str) -> list[str]:
        cells: list[str] = []
        hopeless: set[int] = set()  # lengths of runs of backticks that nothing closes
        start = at = 0
        while mark := _CELL_MARK.search(row, at):
            at = mark.end()
            if mark.group() == "|":
                cells.append(row[start : mark.start()])
                start = at
            elif (ticks := mark.group(1)) and len(ticks) not in hopeless:
                closing = re.compile(f"(?<!`){ticks}(?!`)").search(row, at)
                at = closing.end() if closing else at
                if closing is None:
                    hopeless.add(len(ticks))
        return [*cells, row[start:]]


def _too_deep(processor: BlockProcessor) -> bool:
    return len(processor.parser.state) >= MAX_DEPTH


class OrderedListProcessor(SaneOListProcessor):
    """Numbered lists, nested to a limit."""

    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and not _too_deep(self)


class BulletListProcessor(SaneUListProcessor):
    """Bulleted lists, nested to a limit."""

    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and not _too_deep(self)


class DefinitionProcessor(DefListProcessor):
    """Definition lists, nested to a limit."""

    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and not _too_deep(self)


class QuoteProcessor(BlockQuoteProcessor):
    """Quotations, nested to a limit."""

    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and not _too_deep(self)
