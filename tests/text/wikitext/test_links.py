"""What a wikitext links to."""

import pytest
from hypothesis import given, settings

from tests.text.wikitext.texts import any_wikitext
from wiki.text.links import Links, WikiLink
from wiki.text.titles import Title
from wiki.text.wikitext.links import find_links, page_links, read_redirect, scan, without_redirect
from wiki.text.wikitext.site import DEFAULT, site_of
from wiki.text.wikitext.source import read, row_sources

RUSSIAN = site_of(
    [(0, ""), (6, "Файл"), (10, "Шаблон"), (14, "Категория"), (4, "Википедия"), (100, "Портал")],
    redirects=["#НАПРАВИТЬ"],
)
PAGE = """{{hatnote|See [[Hatnote]]}}
{{Infobox x
| image = Troy.jpg
| place = [[Rome]]<ref>[https://example.org/a?b=c A title.] [[In note]]</ref>
}}
The [[city]]s of [[Greece#History|Greek]] [[A|<small>a</small>]], [[:Category:Cities]] and [[:File:Y.png]],
[[File:X.jpg|thumb|A [[caption]] with [[links|more]]]] [[#Below]] [[Special:Random]]
[[fr:Ville]] [[wikt:x|x]].
Bare https://example.org/x_(y), (http://example.org/z). ''https://example.org/q'' <mailto:a@b.c>
<!-- [[no]] https://no.example --> <nowiki>[[no]]</nowiki> <pre>[[no]]</pre> <math>[[no]]</math>
<gallery>
Gallery.jpg|With [[gallery link]]
File:Second.png
</gallery>

== Heading [[in heading]] ==
{{quote|[[in template|x]]}} [[not closed
[[a [[inner]] b]] [[bad<br>title]] [[{{x}}]] [[A&amp;B]] [[With%20blank]]

== See also ==
* [[Listed]]

{{DEFAULTSORT:Key}}
[[Category:Cities]] [[category:Ports|port]] [[Category:Blank| ]]
"""


def test_all_links_of_a_page() -> None:
    found = find_links(PAGE)
    assert [f"{title.full}#{fragment}".strip("#") for title, fragment in found.pages] == [
        "Hatnote",
        "Rome",
        "In note",
        "City",
        "Greece#History",
        "A",
        "Category:Cities",
        "File:Y.png",
        "Caption",
        "Links",
        "Gallery link",
        "In heading",
        "In template",
        "Inner",
        "A&B",
        "With blank",
        "Listed",
    ]
    assert found.own_fragments == ("Below",)
    assert [title.full for title in found.files] == [
        "File:Troy.jpg",
        "File:X.jpg",
        "File:Gallery.jpg",
        "File:Second.png",
    ]
    assert found.categories == (
        (Title(14, "Cities"), "Key"),
        (Title(14, "Ports"), "port"),
        (Title(14, "Blank"), " "),
    )
    assert found.external == (
        "https://example.org/a?b=c",
        "https://example.org/x_(y)",
        "http://example.org/z",
        "https://example.org/q",
        "mailto:a@b.c",
    )
    assert found.redirect is None


def test_links_one_by_one_with_what_is_shown() -> None:
    text = (
        "[[bus]]es [[A|b]]c [[:Talk:D]]X [[Category:E|f]] [[File:G.jpg|left|h [[i]]]] [[j|k\nl]] "
        "{{DEFAULTSORT:m}}"
    )
    assert list(scan(text)) == [
        WikiLink("page", Title(0, "Bus"), "", "buses"),
        WikiLink("page", Title(0, "A"), "", "bc"),
        WikiLink("page", Title(1, "D"), "", "Talk:D"),
        WikiLink("category", Title(14, "E"), "", "f"),
        WikiLink("page", Title(0, "I"), "", "i"),
        WikiLink("file", Title(6, "G.jpg"), "", "left|h [[i]]"),
        WikiLink("page", Title(0, "J"), "", "k\nl"),
        ("sort", "m"),
    ]


def test_an_image_map_shows_one_picture() -> None:
    assert find_links("<imagemap>\nImage:A.png|200px|x\nrect 1 2 3 4 [[B]]\n</imagemap>") == Links(
        pages=((Title(0, "B"), ""),), files=(Title(6, "A.png"),)
    )


def test_names_in_the_language_of_the_wiki() -> None:
    found = find_links(
        "{{Infobox|a=[[Файл:X.jpg|мини|[[подпись]]]]}} [[категория:Города|К]] [[:Категория:Реки]] "
        "[[Шаблон:Т]] [[Википедия:Форум]] [[Портал:Наука]] [[Category:English]]",
        RUSSIAN,
    )
    assert [title.full for title in found.files] == ["File:X.jpg"]
    assert [(title.full, key) for title, key in found.categories] == [
        ("Category:Города", "К"),
        ("Category:English", ""),
    ]
    assert [title.full for title, _ in found.pages] == [
        "Подпись",
        "Category:Реки",
        "Template:Т",
        "Project:Форум",
        "Портал:Наука",
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[B]]", (Title(0, "B"), "")),
        ("\n #redirect: [[B#s|label]] {{R from x}}", (Title(0, "B"), "s")),
        ("#перенаправление[[B]]", (Title(0, "B"), "")),
        ("#направить [[B]]", (Title(0, "B"), "")),
        ("#REDIRECT [[:Category:C]]", (Title(14, "C"), "")),
        ("#REDIRECT [[Категория:C]]", (Title(14, "C"), "")),
        ("#REDIRECT [[Special:Random]]", None),
        ("#REDIRECT [[en:B]]", None),
        ("#REDIRECT B", None),
        ("#HELLO [[B]]", None),
        ("x #REDIRECT [[B]]", None),
    ],
)
def test_redirects(text: str, target: tuple[Title, str] | None) -> None:
    assert find_links(text, RUSSIAN).redirect == target
    assert (without_redirect(text, RUSSIAN) == text) is (target is None)
    assert (read_redirect(text, RUSSIAN) is None) is (target is None)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[m:User:A]]", "m:User:A"),
        ("#перенаправление [[:EN:User:a_b#c|label]] {{R}}", "en:User:a b"),
        ("#REDIRECT [[mw:A &amp; b]]", "mw:A & b"),
        ("#REDIRECT [[Категория:C]]", ""),
        ("#REDIRECT [[Other: c]]", ""),
        ("#HELLO [[m:B]]", ""),
        ("x [[m:B]]", ""),
        ("{{Infobox x\n| a = b\n}}\n#REDIRECT [[m:B]]", ""),
    ],
)
def test_redirects_to_other_wikis(text: str, target: str) -> None:
    found = find_links(text, RUSSIAN)
    assert found.interwiki == target
    assert found.leads_on is bool(target or found.redirect)
    assert not (found.interwiki and (found.redirect or found.pages))


def test_words_for_redirects_that_the_wiki_does_not_know_are_none() -> None:
    assert find_links("#НАПРАВИТЬ [[B]]").redirect is None
    assert find_links("#WEITERLEITUNG [[B]]").redirect == (Title(0, "B"), "")


@given(any_wikitext)
@settings(max_examples=100)
def test_what_is_found_by_row_is_found_again(text: str) -> None:
    """Twice the same, and every page of every row is among the page's links."""
    page = read(text)
    found = page_links(page)
    assert page_links(read(text)) == found
    rows = [link for source in row_sources(page) for link in scan(source) if isinstance(link, WikiLink)]
    pages = {(link.title, link.fragment) for link in rows if link.kind == "page" and link.title}
    assert {one for one in pages if one[0].namespace >= 0} <= set(found.pages)
    assert DEFAULT.link("A") is DEFAULT.link("A")
