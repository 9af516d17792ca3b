"""What a page links to."""

import time

import pytest
from hypothesis import given

from tests.text.strategies import any_text
from wiki.text.links import Links, find_links
from wiki.text.titles import Title
from wiki.text.wikilink import WikiLink, link_source, parse_link, read_redirect


def pages(text: str) -> list[str]:
    return [f"{title.full}#{fragment}".rstrip("#") for title, fragment in find_links(text).pages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[foo]] [[Foo]] [[foo|bar]] [[ foo_ ]]", ["Foo"]),
        ("[[Foo#Some_part|x]] [[Foo]]", ["Foo#Some part", "Foo"]),
        ("[[:File:X.jpg]] [[:Category:Y]] [[help:z]]", ["File:X.jpg", "Category:Y", "Help:Z"]),
        ("[[A%20b]] [[AT&T]]", ["A b", "AT&T"]),
        ("[[Special:Search]] [[Media:x]] [[<x>]] [[]] [[|a]] [[a\nb]]", []),
        ("[[A|b\nc]]", ["A"]),
        ("[[A|b\n\nc]]", []),
        ("[[[A]]] [[[[B]]]] [[C]]]", ["A", "B", "C"]),
        ("[[A|x [[B]] y]] [[C", ["B"]),
        ("[[File:X.jpg|thumb|[[A]] in `[[no]]` [[B|c]] caption]]", ["A", "B"]),
        (r"\[[A]] [\[B]] [[C\]] \\[[D]]", ["D"]),
        ("`[[A]]` ``[[B]] ` `` ` [[C]]", ["C"]),
        ("` [[A]]\n\n[[B]] `", ["A", "B"]),
        ("```\n[[A]]\n```\n[[B]]\n~~~ x\n[[C]]", ["B"]),
        ("<!-- [[A]] --> [[B]] <!-- [[C]]", ["B", "C"]),
        ("## [[A]] `\n[[B]] `\n> [[C]]\n- [[D]]", ["A", "B", "C", "D"]),
        (
            "```infobox [[Caption]]\na: [[B]]|[[C|d]]\ne:\n- [[F]]\n```\n[[G]]",
            ["Caption", "B", "C", "F", "G"],
        ),
        ("```infobox X\na: [[B]]\nbroken\n```\n[[G]]", ["G"]),
        ("## See also\n- [[A|b]] and [[C]]\n- Plain item#Part\n- x <b>\n\n[[D]]", ["A", "C", "D"]),
        ("## See also\n- [[A|b]] and [[C]]\n- Plain item#Part\n- x <b>\n", ["A", "C", "Plain item#Part"]),
        ("## Other\n- Plain item", []),
    ],
)
def test_pages(text: str, expected: list[str]) -> None:
    assert pages(text) == expected


def test_everything_else() -> None:
    text = """```infobox X
Map: a map.svg
```
[[Category:b|key]] [[category:C]] [[Category:B|later]] [[File:y.png|thumb|x]] [[Image:Y.png]] [[Media:z.ogg]]
[[#Here there]] [[#Here_there|x]] {{DEFAULTSORT:Sort, it}} see https://example.org/a_(b), <https://x.org/?a=b&c>
and [text](http://y.org/c "t") or `https://code.org` (https://z.org/d).
"""
    assert find_links(text) == Links(
        own_fragments=("Here there",),
        files=(Title(6, "A map.svg"), Title(6, "Y.png"), Title(6, "Z.ogg")),
        categories=((Title(14, "B"), "later"), (Title(14, "C"), "Sort, it")),
        external=("https://example.org/a_(b)", "https://x.org/?a=b&c", "http://y.org/c", "https://z.org/d"),
    )


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[Target]]", (Title(0, "Target"), "")),
        ("\n #redirect: [[target#Some_frag|label]] more", (Title(0, "Target"), "Some frag")),
        ("#Redirect[[:Category:X]]", (Title(14, "X"), "")),
        ("#REDIRECT [[Category:X]]", (Title(14, "X"), "")),
        ("#REDIRECT Target", None),
        ("#REDIRECT\n[[Target]]", None),
        ("#REDIRECT [[#here]]", None),
        ("#REDIRECT [[Special:Search]]", None),
        ("#REDIRECT [[<>]]", None),
        ("#REDIRECTED [[X]]", None),
        ("x\n#REDIRECT [[Target]]", None),
        ("```infobox X\n```\n#REDIRECT [[Target]]", None),
    ],
)
def test_redirects(text: str, target: tuple[Title, str] | None) -> None:
    links = find_links(text)
    assert links.redirect == target
    if target is not None:
        assert target in links.pages


def test_a_redirect_to_a_category_is_a_link_too() -> None:
    assert find_links("#REDIRECT [[:Category:X]]").categories == ()


@given(any_text)
def test_links_are_found_in_any_text(text: str) -> None:
    links = find_links(text)
    assert len(set(links.pages)) == len(links.pages)
    assert [title for title, _ in links.pages if title.namespace < 0] == []


def test_reading_and_writing_one_link() -> None:
    assert parse_link("foo#bar|baz ") == WikiLink("page", Title(0, "Foo"), "bar", "baz")
    assert parse_link("#bar") == WikiLink("page", None, "bar", "#bar")
    assert parse_link(":Category:x") == WikiLink("page", Title(14, "X"), "", "Category:x")
    assert parse_link("A|") == WikiLink("page", Title(0, "A"), "", "")
    assert parse_link("<") is None
    assert [link_source("a"), link_source("a", "b"), link_source("a", "a")] == ["[[a]]", "[[a|b]]", "[[a]]"]
    assert [link_source("Alpha", "alpha"), link_source("Alpha", "ALPHA")] == ["[[alpha]]", "[[Alpha|ALPHA]]"]
    assert link_source("File:x.jpg", "y") == "[[:File:x.jpg|y]]"
    assert read_redirect("nothing") is None


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "[[",
            "]]",
            "[[File:x|",
            "[[a|",
            "`",
            "` ",
            "``` ",
            "<!--",
            "https://",
            "\\",
            "{{DEFAULTSORT:",
            "#REDIRECT [[",
        ),
        *("[[a]]", "[[File:x|[[", "[[category:", "- [[a\n", "[", "(", "https://x)", "|"),
    ],
)
def test_hostile_repeats_take_linear_time(piece: str) -> None:
    for start in ("", "#REDIRECT [[", "## See also\n- ", "```infobox X\na: "):
        small, big = (start + piece * (size // len(piece)) for size in (60_000, 300_000))
        before = time.process_time()
        find_links(small)
        middle = time.process_time()
        find_links(big)
        # Five times the text: quadratic time would be 25 times as long.
        assert time.process_time() - middle < 12 * (middle - before) + 0.2
