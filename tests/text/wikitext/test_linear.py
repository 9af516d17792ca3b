"""No wikitext takes more than in proportion to its length."""

import gc
import time
from collections.abc import Iterator

import pytest

from wiki.text.wikitext.infobox import with_value
from wiki.text.wikitext.links import page_links
from wiki.text.wikitext.source import read, write
from wiki.text.wikitext.uses import notes, templates

PIECES = (
    *("== A ==\n", "== A\n", "=", "== [[\n", "== {{\n", "==<!--", "== A == <!-- x -->", "{", "}", "{{", "}}"),
    *("{{{", "{{a|", "{{Infobox x\n", "|a=b", "| a = [[\n", "|", "[", "]", "[[", "]]", "[[File:a|", "[[a|b"),
    *("<!--", "-->", "<ref>", "</ref>", "<ref", "<ref name=", "<nowiki>", "<pre>x</pre>", "<gallery>\n"),
    *("\n{|", "\n|}", "\n* [[A]]", "https://", "[https://a", "mailto:", "{{DEFAULTSORT:", "<", ">", "</a>"),
    *("#REDIRECT [[", "\n:", " ", "\r", "\n\n", "__A", "{{a}}", "[[A]]b", "<imagemap>\nFile:A", "<a", "*"),
)
STARTS = ("", "{{Infobox x\n| a = ", "== See also ==\n* [[A]]\n", "{{")


@pytest.fixture(autouse=True)
def _no_collecting() -> Iterator[None]:
    """The collector goes through all that other tests have left, the oftener the more is read."""
    gc.disable()
    yield
    gc.enable()


def seconds(text: str) -> float:
    before = time.process_time()
    page = read(text)
    page_links(page)
    templates(text)
    notes(text)
    if page.fields and page.fields[1].kind == "field":
        with_value(page.fields[1].source, "x")
    assert write(page) == text
    return time.process_time() - before


@pytest.mark.parametrize("start", STARTS)
def test_any_repeats_are_read_in_linear_time(start: str) -> None:
    """Five times the text: quadratic time would be 25 times as long."""
    slow = []
    for piece in PIECES:
        small, big = (seconds(start + piece * (size // len(piece))) for size in (4_000, 20_000))
        if big > 12 * small + 0.1:
            slow.append((piece, small, big))
    assert slow == []
