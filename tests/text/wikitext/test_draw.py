"""Wikitext drawn: each construct, and a page as a whole."""

import pytest

from tests.text.html_check import wrong_in_page
from wiki.text.html.rendered import RenderedField, SeeAlso
from wiki.text.titles import Title
from wiki.text.wikitext.draw import draw_now
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.site import site_of
from wiki.text.wikitext.source import read

TITLE = Title(0, "Troy")
OUT = 'class="external" rel="nofollow noopener"'


def drawn(text: str) -> str:
    page = draw_now(read(text), [], title=TITLE)
    assert wrong_in_page(page) == []
    return page.sections[0].html


def link(name: str, label: str = "") -> str:
    return f'<a href="/wiki/{name}" title="{name}">{label or name}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>"),
        ("''i'' '''b''' '''''bi'''''", "<p><em>i</em> <strong>b</strong> <strong><em>bi</em></strong></p>"),
        ("'''b\nc", "<p><strong>b</strong>\nc</p>"),
        ("L'''amour''", "<p>L'<em>amour</em></p>"),
        ("''''a''''", "<p>'<strong>a'</strong></p>"),
        ("[[A]]s [[b|''c'']] [[:D]]", f"<p>{link('A', 'As')} {link('B', '<em>c</em>')} {link('D')}</p>"),
        ("[[A b#c d|e]]", '<p><a href="/wiki/A_b#c_d" title="A b">e</a></p>'),
        ("[[#Below]]", '<p><a href="#Below">#Below</a></p>'),
        ("[[wikt:a|b]] [[de:C]] [[:de:D]]", "<p>b  de:D</p>"),
        ("#REDIRECT [[de:C|c]] x", "<p>#REDIRECT de:C x</p>"),
        ("\n#redirect:[[:m:User:A_b#c]]", "<p>#redirect m:User:A b</p>"),
        ("#HELLO [[m:A]]", "<ol><li>HELLO m:A</li></ol>"),
        ("[[<bad>]] [[a", "<p>[[&lt;bad&gt;]] [[a</p>"),
        (
            "[https://e.org x ''y''] https://e.org/z.",
            f'<p><a href="https://e.org" {OUT}>x <em>y</em></a> <a href="https://e.org/z" {OUT}>https://e.org/z</a>.</p>',
        ),
        ("[https://e.org]", f'<p><a href="https://e.org" {OUT}>[1]</a></p>'),
        ("[javascript:x y]", "<p>[javascript:x y]</p>"),
        ("* a\n** b\n* c", "<ul><li>a<ul><li>b</li></ul></li>\n<li>c</li></ul>"),
        ("# a\n#* b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("x\n; t : d\n: e", "<p>x</p>\n<dl><dt>t</dt><dd>d</dd>\n<dd>e</dd></dl>"),
        (": hat\ntext", '<p class="hatnote">hat</p>\n<p>text</p>'),
        (" a\n  ''b''\nc", "<pre>a\n <em>b</em></pre>\n<p>c</p>"),
        ("----\na", "<hr>\n<p>a</p>"),
        ("= A =", '<p class="subhead">A</p>'),
        ("<nowiki>''a'' [[b]] {{c}}</nowiki>", "<p>''a'' [[b]] {{c}}</p>"),
        ("<pre>\n''a''\n* b</pre>", "<pre>''a''\n* b</pre>"),
        ("a<!-- b -->c\n<!-- d -->\ne", "<p>ac\ne</p>"),
        ("a __NOTOC__ __KEIN_INHALT", "<p>a  __KEIN_INHALT</p>"),
        ("&nbsp;&amp;&lt;&#65;&bogus;", "<p>&nbsp;&amp;&lt;A&amp;bogus;</p>"),
        (
            "<b>a</b><i>b</i><tt>c</tt><s>d</s><small>e</small><span style='x'>f</span>",
            "<p><strong>a</strong><em>b</em><code>c</code><s>d</s><small>e</small>f</p>",
        ),
        ("a<br>b<br />c", "<p>a<br>b<br>c</p>"),
        ("<div>open <small>and", "<p>open and</p>"),
        ("<center>a</center>", '<div class="align-center"><p>a</p></div>'),
        ("<blockquote>a</blockquote>", "<blockquote>a</blockquote>"),
        ("<poem>\na\nb\n</poem>", "<p>a<br>b</p>"),
        ("<odd x=y>''a''</odd>", "<p>&lt;odd x=y&gt;<em>a</em>&lt;/odd&gt;</p>"),
        ("<math>x^2</math>", '<p><span class="wikitext"><code>x^2</code></span></p>'),
        ("{{Unknown|a=b}}", '<p><span class="wikitext"><code>{{Unknown|a=b}}</code></span></p>'),
        (
            "{{Unknown" + "\n|a=b" * 6 + "}}",
            '<div class="wikitext"><details><summary><code>{{Unknown …</code></summary>'
            "<pre>{{Unknown" + "\n|a=b" * 6 + "}}</pre></details></div>",
        ),
        ("<details>a</details>", "<p>&lt;details&gt;a&lt;/details&gt;</p>"),
        ("{{Unknown\n|a=b}}", '<div class="wikitext"><pre>{{Unknown\n|a=b}}</pre></div>'),
        ("{{PAGENAME}} {{lc:ABC}}", "<p>Troy abc</p>"),
        ("<table><tr><td colspan=2>a</td></tr></table>",
         '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'),
        ("[[Category:A]] [[Category:B|c]]", ""),
        ("{{DEFAULTSORT:x}}", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_one_by_one(text: str, html: str) -> None:
    assert drawn(text) == html


def test_a_table() -> None:
    text = """{| class="wikitable" style="x"
|+ Caption ''x''
! A !! style="text-align: right" | B
|-
| rowspan="2" | 1 || [[x|y]]
* item
|- align=left
|
{|
| inner
|}
| onclick="x" colspan="9999" | z
|}"""
    assert drawn(text) == (
        "<table><caption>Caption <em>x</em></caption><tbody>"
        '<tr><th>A</th><th class="align-right">B</th></tr>\n'
        f'<tr><td rowspan="2">1</td><td><p>{link("X", "y")}</p>\n<ul><li>item</li></ul></td></tr>\n'
        "<tr><td><table><tbody><tr><td>inner</td></tr>\n</tbody></table></td><td>z</td></tr>\n"
        "</tbody></table>"
    )


def test_pictures() -> None:
    html = drawn(
        "[[File:A.jpg|thumb|left|200px|A ''caption'' with [[link]]|alt=B]]\n[[Image:C.png|frameless]]"
    )
    assert '<figure class="picture thumb left" data-width="200" data-alt="B">' in html
    assert f"<figcaption>A <em>caption</em> with {link('Link', 'link')}</figcaption>" in html
    assert '<span class="picture frameless">' in html
    html = drawn("<gallery>\nA.jpg|With [[link]]\nFile:B.png\n</gallery>")
    assert html.count('<figure class="picture thumb none">') == 2
    assert f"<figcaption>With {link('Link', 'link')}</figcaption>" in html


def test_notes_are_numbered_by_group_and_listed_where_the_page_says() -> None:
    text = (
        "a<ref name=\"x\">Note ''x''</ref> b<ref group=\"n\">Other</ref> c<ref name=x />\n"
        "<references group=n/>\n== H ==\nd<ref>Last</ref>\n"
        "<references>\n<ref name=y>Unused</ref></references>"
    )
    page = draw_now(read(text), ["", "H"], title=TITLE)
    assert wrong_in_page(page) == []
    assert page.sections[0].html == (
        '<p>a<sup id="cite_ref-1-1" class="reference"><a href="#cite_note-1">[1]</a></sup> '
        'b<sup id="cite_ref-2-1" class="reference"><a href="#cite_note-2">[n 1]</a></sup> '
        'c<sup id="cite_ref-1-2" class="reference"><a href="#cite_note-1">[1]</a></sup></p>\n'
        '<ol class="references"><li id="cite_note-2"><span class="mw-cite-backlink">'
        '<a href="#cite_ref-2-1">↑</a></span> <span class="reference-text">Other</span></li>\n</ol>'
    )
    assert page.sections[1].html.count("<li ") == 2
    assert "Note <em>x</em>" in page.sections[1].html
    assert "Unused" not in page.sections[1].html


def test_notes_that_the_page_lists_nowhere_stand_in_the_section_for_them() -> None:
    page = draw_now(read("a<ref>b</ref>\n== References ==\n== Links ==\n"), [], title=TITLE)
    assert [section.html.count("cite_note-1") for section in page.sections] == [1, 1, 0]


PAGE = """{{Other uses}}
:''See [[Hatnote]].''
{{Infobox settlement
| name = Troy
| image = [[File:Troy.jpg|250px]]
| rulers = {{plainlist|
* [[Priam]]
* Hector<ref>n</ref>
}}
| years = 1<br>2
| empty =
}}
'''Troy''' [[Category:Cities]] {{DEFAULTSORT:Key}}

== A ''b'' [[C]] ==
=== D ===
text

== See also ==
* [[Sparta#x|S]], ''note''
* plain

== References ==
"""


def test_a_page_is_cut_by_section_and_field() -> None:
    page = draw_now(read(PAGE), ["", "A", "D", "S", "R"], title=TITLE)
    assert wrong_in_page(page) == []
    assert (page.caption, page.caption_html) == ("Troy", "Troy")
    note = '<sup id="cite_ref-1-1" class="reference"><a href="#cite_note-1">[1]</a></sup>'
    assert page.fields == (
        RenderedField("name", "text", ("Troy",)),
        RenderedField("image", "picture", (), "Troy.jpg"),
        RenderedField("rulers", "list", (link("Priam"), f"Hector{note}")),
        RenderedField("years", "list", ("1", "2")),
        RenderedField("empty", "empty", ()),
    )
    lead, first, second, see_also, references = page.sections
    assert lead.html == (
        '<p><span class="wikitext"><code>{{Other uses}}</code></span></p>\n'
        f'<p class="hatnote"><em>See {link("Hatnote")}.</em></p>\n<p><strong>Troy</strong></p>'
    )
    assert (first.level, first.title_html, first.title, first.number, first.anchor) == (
        2, "A <em>b</em> C", "A ''b'' [[C]]", "1", "A",
    )  # fmt: skip
    assert (second.number, second.html) == ("1.1", "<p>text</p>")
    assert see_also.see_also == (
        SeeAlso("Sparta", "x", "S", ", <em>note</em>"),
        SeeAlso(None, "", "", "plain"),
    )
    assert 'id="cite_note-1"' in references.html
    assert page.links == ((0, "Hatnote"), (0, "Priam"), (0, "C"), (0, "Sparta"))
    assert page.categories == (("Cities", "Key"),)
    assert page.files == ("Troy.jpg",)
    assert (page.redirect, page.failed) == (None, False)


def test_a_redirect() -> None:
    page = draw_now(read("#REDIRECT [[Rome#History]]\n{{Unknown}}"), [], title=TITLE)
    assert page.redirect == "Rome#History"
    assert page.links == ((0, "Rome"),)
    assert "REDIRECT" not in page.sections[0].html


def test_a_wiki_in_another_language() -> None:
    site = site_of([(6, "Файл"), (14, "Категория")])
    text = "[[Файл:A.jpg|мини|слева|Подпись]] [[Категория:Города|К]] [[:Категория:Реки]]"
    page = draw_now(read(text, site), [], title=TITLE, given=Given(site))
    assert '<figure class="picture thumb left">' in page.sections[0].html
    assert page.categories == (("Города", "К"),)
    assert page.links == ((14, "Реки"),)


def test_a_subtree_without_a_lead() -> None:
    from wiki.text.parts.rows import PageText
    from wiki.text.wikitext.source import read_sections

    page = draw_now(
        PageText(sections=read_sections("== A ==\n#REDIRECT [[B]]"), model="wikitext"), ["A"], title=TITLE
    )
    assert (page.sections[0].level, page.redirect) == (2, None)
    assert draw_now(PageText(sections=()), [], title=TITLE).sections == ()
