"""A page as Markdown for other programs: wiki links become links, code stays as it is."""

from __future__ import annotations

import pytest

from wiki.text.portable import portable_markdown, portable_text
from wiki.text.source import read
from wiki.text.wikilink import WikiLink


def address(link: WikiLink) -> str:
    fragment = f"#{link.fragment}" if link.fragment else ""
    return f"w:{link.title.key}{fragment}" if link.title else fragment


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("See [[Rome]].", "See [Rome](<w:Rome>)."),
        ("See [[Rome#Old_town|the *old* town]].", "See [the *old* town](<w:Rome#Old town>)."),
        ("[[#Here]]", "[#Here](<#Here>)"),
        ("`[[Rome]]` and \\[[Rome]]", "`[[Rome]]` and \\[[Rome]]"),
        ("```\n[[Rome]]\n```\n", "```\n[[Rome]]\n```\n"),
        ("a<!-- [[Rome]] -->b", "ab"),
        ("[[Category:Cities|Rome]]x", "x"),
        ("[[:Category:Cities]]", "[Category:Cities](<w:Category:Cities>)"),
        ("[[File:Forum.jpg|thumb|A view]]", "![A view](<w:File:Forum.jpg>)"),
        ("[[File:Forum.jpg|thumb|A [[Rome]] view]]", "![A Rome(<w:Rome>) view](<w:File:Forum.jpg>)"),
        ("[[not|closed", "[[not|closed"),
        ("[[a<b]]", "[[a<b]]"),
        ("``a ` [[Rome]]", "``a ` [Rome](<w:Rome>)"),
    ],
)
def test_links_of_a_text(source: str, wanted: str) -> None:
    assert portable_text(source, address) == wanted


def test_a_whole_page() -> None:
    source = (
        "```infobox Rome\nMayor: [[Nero]]\nSides: East|West\nArea: 3 \\| 4\n```\n"
        "The lead.\n\n== Past ==\n\nLong.\n\n### Kings\n\nSeven.\n\n"
        "## See also\n\n- [[Milan]] in the north\n- Turin\n- no [link\n\n[[Category:Cities]]\n"
    )
    assert portable_markdown(read(source), "Rome", address) == (
        "# Rome\n\n"
        "| Rome | |\n| --- | --- |\n| **Mayor** | [Nero](<w:Nero>) |\n| **Sides** | East, West |\n"
        "| **Area** | 3 \\, 4 |\n\n"
        "The lead.\n\n## Past\n\nLong.\n\n### Kings\n\nSeven.\n\n"
        "## See also\n\n- [Milan](<w:Milan>) in the north\n- [Turin](<w:Turin>)\n- no [link\n"
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("`{{coord|51|30|N|0|7|W}}`", r"`{{coord\|51\|30\|N\|0\|7\|W}}`"),
        ("``a|b`` and `c`", r"``a\|b`` and `c`"),
        (r"`a\|b`", r"`a\|b`"),
        (r"`a\\|b`", r"`a\\\|b`"),
        ("\n- one\n  of |x|\n- two", r"one of \|x\|, two"),
        ("A|B", "A, B"),
    ],
)
def test_a_bar_parts_no_cell_of_the_infobox(value: str, cell: str) -> None:
    box = f"```infobox X\nA: {value}\n```\n".replace(": \n", ":\n")
    written = portable_markdown(read(box), "X", address)
    assert written == f"# X\n\n| X | |\n| --- | --- |\n| **A** | {cell} |\n"


def test_a_redirect_says_where_it_leads() -> None:
    written = portable_markdown(read("#REDIRECT [[Rome#Past]]\n"), "Roma", address)
    assert written == "# Roma\n\nRedirect to [Rome#Past](<w:Rome#Past>)\n"
