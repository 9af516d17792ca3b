"""What a rendered page refers to: wiki links, pictures, categories, redirects, notes, see-also lines."""

import pytest

from tests.text.test_render import body, rendered
from wiki.text.html.rendered import SeeAlso
from wiki.text.titles import Title


def link(key: str, title: str, label: str) -> str:
    return f'<a href="/wiki/{key}" title="{title}">{label}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[bus]]es", link("Bus", "Bus", "buses")),
        ("[[A b|*c* `d`]]", link("A_b", "A b", "<em>c</em> <code>d</code>")),
        ("[[help:editing#The  form|x]]", link("Help:Editing#The_form", "Help:Editing", "x")),
        ("[[A#B c]]", link("A#B_c", "A", "A#B c")),
        ("[[#Some part]]", '<a href="#Some_part">#Some part</a>'),
        ("[[:Category:Cats]]", link("Category:Cats", "Category:Cats", "Category:Cats")),
        ("[[:File:A.jpg]]", link("File:A.jpg", "File:A.jpg", "File:A.jpg")),
        ("[[/Sub]]", link("Page/Sub", "Page/Sub", "/Sub")),
        ("[[/Sub/]]", link("Page/Sub", "Page/Sub", "Sub")),
        ("[[Help:Name (what)|]]", link("Help:Name_(what)", "Help:Name (what)", "Name")),
        ("[[R&B]]", link("R%26B", "R&amp;B", "R&amp;B")),
        ("[[Special:Log]]", link("Special:Log", "Special:Log", "Special:Log")),
        ("[x](Some page)", "[x](Some page)"),
        ("[x](<Some page#Part>)", link("Some_page#Part", "Some page", "x")),
        ("[x](Help:Editing)", link("Help:Editing", "Help:Editing", "x")),
        ("[x](/wiki/A_b)", link("A_b", "A b", "x")),
        ("[x](#Part)", '<a href="#Part">x</a>'),
        ("[[[A]]]", f"[{link('A', 'A', 'A')}]"),
        ("[[A]]b[[c]]", link("A", "A", "Ab") + link("C", "C", "c")),
        (
            "[[a<b]] [[]] [[|x]] [[a\nb]] [[ [[A]]",
            f"[[a&lt;b]] [[]] [[|x]] [[a\nb]] [[ {link('A', 'A', 'A')}",
        ),
        ("`[[A]]` \\[[A]]", "<code>[[A]]</code> [[A]]"),
        ("[a [[B]] c](http://d)", None),
    ],
)
def test_wiki_links(text, html):
    if html is None:
        assert "[[" not in body(text)
    else:
        assert body(text) == f"<p>{html}</p>\n"


def test_links_are_listed_once_and_without_special_pages():
    page = rendered(
        "[[a]] [[A#x|b]] [[Talk:C]] [[Special:Log]] [[#d]] [y](Z) \\[[no]] `[[no]]`\n== [[In heading]] ==\n"
    )
    assert sorted(page.links) == [(0, "A"), (0, "In heading"), (0, "Z"), (1, "C")]


def offer(title: str = "") -> str:
    tip = f' title="{title}"' if title else ""
    start = f'<a href="/wiki/Special:Upload?wpDestFile=A_b.jpg" class="upload"{tip}>'
    return f'{start}<span class="filename">A b.jpg</span></a>'


def test_pictures_are_placeholders_that_offer_the_upload():
    page = rendered(
        "t [[File:a b.jpg|thumb|left|200px|alt=x|The [[link|l]] cap]] u ![d](A_b.jpg) [[Image:a b.jpg]]"
    )
    assert page.sections[0].html == (
        f'<figure class="picture thumb left" data-width="200" data-alt="x">{offer("x")}'
        f"<figcaption>The {link('Link', 'Link', 'l')} cap</figcaption></figure>\n"
        f'<p>t  u <span class="picture" data-alt="d">{offer("d")}</span> '
        f'<span class="picture">{offer()}</span></p>\n'
    )
    assert (page.files, page.links) == (("A b.jpg",), ((0, "Link"),))


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ("200px", ' data-width="200"'),
        ("x300px", ' data-height="300"'),
        ("200x300px", ' data-height="300" data-width="200"'),
        ("upright", ' data-width="190"'),
        ("upright=1.2", ' data-width="300"'),
        ("upright=9.5|120px", ' data-width="120"'),
        ("link=|lang=de|upright=x", ""),
    ],
)
def test_sizes_of_pictures(options: str, written: str):
    assert body(f"[[File:a b.jpg|{options}]]") == f'<p><span class="picture"{written}>{offer()}</span></p>\n'


def test_a_picture_elsewhere_becomes_a_link():
    assert body("![d](http://a/b.png) ![](//a/c.png)") == (
        '<p><a href="http://a/b.png" class="external" rel="nofollow noopener">d</a> '
        '<a href="//a/c.png" class="external" rel="nofollow noopener">//a/c.png</a></p>\n'
    )


def test_categories_give_no_text_and_keep_their_order():
    page = rendered(
        "a\n[[Category:B|key]]\n\n- x [[category:c]]\n\n[[Category:A]]\n{{DEFAULTSORT:q}}\n<!-- z -->"
    )
    assert page.sections[0].html == "<p>a</p>\n<ul><li>x </li>\n</ul>\n"
    assert page.categories == (("B", "key"), ("C", ""), ("A", ""))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[a b#C d|x]]\n\n[[Category:K]]", "A b#C d"),
        ("#redirect: [[Help:X]] rest", "Help:X"),
        ("x #REDIRECT [[A]]", None),
        ("#REDIRECT [[<]]", None),
    ],
)
def test_redirects(text, target):
    page = rendered(text)
    assert page.redirect == target
    assert len(page.links) == (1 if target else text.startswith("x"))
    assert ("REDIRECT" in page.sections[0].html) == (target is None)


def test_notes_are_numbered_in_order_and_listed_once():
    page = rendered(
        "```infobox\nA: b[^x]\n```\na[^two] b[^one] c[^two] d[^no]\n\n[^one]: One [[L]]\n\n"
        "== H ==\n- e[^in]\n\n[^in]: In[^deep]\n[^two]: Two\n\n    more\n[^unused]: U\n[^deep]: D\n"
        "== References ==\nx\n== End ==\n"
    )
    ref = '<sup id="cite_ref-{0}-{1}" class="reference"><a href="#cite_note-{0}">[{0}]</a></sup>'
    assert page.fields[0].values_html == ("b[^x]",)
    assert (
        page.sections[0].html
        == f"<p>a{ref.format(1, 1)} b{ref.format(2, 1)} c{ref.format(1, 2)} d[^no]</p>\n"
    )
    assert page.sections[1].html == f"<ul><li>e{ref.format(3, 1)}</li>\n</ul>\n"
    text = '<span class="reference-text">'
    back = '<span class="mw-cite-backlink"><a href="#cite_ref-{}-1">↑</a></span> '
    assert page.sections[2].html == (
        '<p>x</p>\n<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink">'
        '↑<a href="#cite_ref-1-1">1</a> <a href="#cite_ref-1-2">2</a> </span> '
        '<div class="reference-text"><p>Two</p>\n<p>more</p>\n</div></li>\n'
        f'<li id="cite_note-2">{back.format(2)}{text}One {link("L", "L", "L")}</span></li>\n'
        f'<li id="cite_note-3">{back.format(3)}{text}In{ref.format(4, 1)}</span></li>\n'
        f'<li id="cite_note-4">{back.format(4)}{text}D</span></li>\n'
        '<li id="cite_note-5"><span class="reference-text">U</span></li>\n</ol>\n'
    )
    assert page.sections[3].html == ""


def test_notes_stand_last_where_no_section_is_for_them():
    page = rendered("a[^1]\n\n[^1]: n\n== B ==\nc")
    assert "references" not in page.sections[0].html
    assert page.sections[1].html.startswith('<p>c</p>\n<ol class="references">')


def test_see_also_lines():
    page = rendered(
        "== See also ==\n- [[axis of R#S|*l*]] and a note\n- Plain – title\n- [[<]]\n\n[[Category:K]]\n"
    )
    assert page.sections[1].see_also == (
        SeeAlso("Axis of R", "S", "<em>l</em>", " and a note"),
        SeeAlso("Plain – title", "", "Plain – title", ""),
        SeeAlso(None, "", "", "[[&lt;]]"),
    )
    assert page.sections[1].html == ""
    assert page.categories == (("K", ""),)
    assert page.links == ((0, "Axis of R"), (0, "Plain – title"))


def test_subpages_belong_to_the_page_they_are_written_on():
    page = rendered("[[/Sub]]", Title(2, "Ann"))
    assert page.links == ((2, "Ann/Sub"),)
