import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.html_check import text_of, wrong_in_page
from wiki.text.html.rendered import RenderedField
from wiki.text.render import RenderedPage, render_now, source_page
from wiki.text.sections import give_anchors
from wiki.text.source import PageText, read, read_sections
from wiki.text.titles import Title

DATA = Path(__file__).parents[1] / "data"
SEED = Path(__file__).parents[2] / "fixtures" / "russia-syria-iran-iraq-coalition.txt"
TITLE = Title(0, "Page")


def rendered(text: str, title: Title = TITLE) -> RenderedPage:
    page = read(text)
    return render_now(page, give_anchors([(section.title, "") for section in page.sections]), title=title)


def body(text: str) -> str:
    return rendered(text).sections[0].html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d<`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code></p>\n"),
        ("one\ntwo", "<p>one\ntwo</p>\n"),
        ("4+1, 2*3*4, E*TRADE, a_b_c, *Titanic*s", "<p>4+1, 2*3*4, E*TRADE, a_b_c, <em>Titanic</em>s</p>\n"),
        ("Chapter 1. Begin – “so”…", "<p>Chapter 1. Begin – “so”…</p>\n"),
        ("これは**重要**です", "<p>これは<strong>重要</strong>です</p>\n"),
        ("&ndash; &amp;lt; AT&T <b>x</b>", "<p>– &amp;lt; AT&amp;T &lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("a<!-- hidden -->b\n\n<!-- over\n\nlines -->\n\nc", "<p>ab</p>\n<p>c</p>\n"),
        ("a <!-- open", "<p>a &lt;!-- open</p>\n"),
        ("# One\ntext\n## Two ##\n\nSet\n===\n", None),
        ("---\na\n***", "<hr>\n<p>a</p>\n<hr>\n"),
        ("3. c\n4. d", '<ol start="3"><li>c</li>\n<li>d</li>\n</ol>\n'),
        ("T\n: d", "<dl><dt>T</dt>\n<dd>d</dd>\n</dl>\n"),
        ("\ta < b", "<pre><code>a &lt; b\n</code></pre>\n"),
        ("``a`b`` `` ` ``", "<p><code>a`b</code> <code>`</code></p>\n"),
    ],
)
def test_markdown(text, html):
    if html is None:
        text = text.replace("## Two", " ## Two")  # at column 0 it would be a section
        html = "".join(
            f"<p{kind}>{words}</p>\n"
            for kind, words in [(' class="subhead"', "One"), ("", "text"), (' class="subhead"', "Two")]
        )
        html += '<p class="subhead">Set</p>\n'
    assert body(text) == html


def test_headings_in_lists_and_quotations_are_subheads():
    assert body("- # a\n- b\n\n> ## c\n> d") == (
        '<ul><li><p class="subhead">a</p>\n</li>\n<li>b</li>\n</ul>\n'
        '<blockquote><p class="subhead">c</p>\n<p>d</p>\n</blockquote>\n'
    )


def test_tables_keep_links_with_bars_and_code():
    assert body("| a | b |\n|:-:|--:|\n| [[A|x]] | `1|2` |\n| c \\| d | e |") == (
        '<table><thead><tr><th class="align-center">a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n'
        '<tbody><tr><td class="align-center"><a href="/wiki/A" title="A">x</a></td>\n'
        '<td class="align-right"><code>1|2</code></td>\n</tr>\n'
        '<tr><td class="align-center">c | d</td>\n<td class="align-right">e</td>\n</tr>\n</tbody>\n</table>\n'
    )


def test_code_is_coloured_by_classes_and_other_languages_are_plain():
    assert body('```python\nx = "<"\n```') == (
        '<div class="highlight"><pre><code><span class="n">x</span> <span class="o">=</span> '
        '<span class="s2">"&lt;"</span>\n</code></pre>\n</div>'
    )
    assert body("~~~none-such\n# a\n~~~") == '<div class="highlight"><pre><code># a\n</code></pre>\n</div>'
    assert 'class="n"' not in body("```python\n" + "x = 1\n" * 4000 + "```")


def test_external_links_and_what_is_refused():
    link = '<a href="http://a.b/c" class="external" rel="nofollow noopener"'
    assert body('[x](http://a.b/c "t") <http://a.b/c> (http://a.b/c).') == (
        f'<p>{link} title="t">x</a> {link}>http://a.b/c</a> ({link}>http://a.b/c</a>).</p>\n'
    )
    assert body("http://a.b/c_(d) <me@a.b>") == (
        '<p><a href="http://a.b/c_(d)" class="external" rel="nofollow noopener">http://a.b/c_(d)</a> '
        '<a href="mailto:me@a.b" class="external" rel="nofollow noopener">me@a.b</a></p>\n'
    )
    assert body("[x](javascript:a) [y](data:b)") == "<p>[x](javascript:a) [y](data:b)</p>\n"
    assert body("[x][r] [r] [s]\n\n[r]: http://a.b/c") == f"<p>{link}>x</a> {link}>r</a> [s]</p>\n"


def test_sections_are_numbered_and_keep_to_themselves():
    page = rendered("lead\n- item\n== A *b* [[C]] ==\n> q\n### D\n```\nopen\n#### E\n    code\n## F\ng")
    assert [(s.level, s.number, s.anchor, s.title_html, s.html) for s in page.sections] == [
        (0, "", "", "", "<p>lead\n- item</p>\n"),
        (2, "1", "A_b_C", "A <em>b</em> C", "<blockquote><p>q</p>\n</blockquote>\n"),
        (3, "1.1", "D", "D", '<div class="highlight"><pre><code>open\n</code></pre>\n</div>'),
        (4, "1.1.1", "E", "E", "<pre><code>code\n</code></pre>\n"),
        (2, "2", "F", "F", "<p>g</p>\n"),
    ]


def test_numbers_when_levels_are_skipped():
    page = rendered("#### a\n### b\n## c\n##### d\n##### e\n### f\n## g")
    assert [s.number for s in page.sections] == ["", "1", "2", "3", "3.1", "3.2", "3.3", "4"]


def test_infobox_fields():
    page = rendered(
        "```infobox C *d*\nMap: A B.jpg\nOne: *x* [[Y|z]]\nMany: a|[[b|c]]|d\n"
        "Rows:\n- e\n- f\nJunk: ||||\nNone:\n```"
    )
    assert (page.caption, page.caption_html) == ("C *d*", "C <em>d</em>")
    assert page.fields == (
        RenderedField("Map", "picture", (), "A B.jpg"),
        RenderedField("One", "text", ('<em>x</em> <a href="/wiki/Y" title="Y">z</a>',)),
        RenderedField("Many", "list", ("a", '<a href="/wiki/B" title="B">c</a>', "d")),
        RenderedField("Rows", "list", ("e", "f")),
        RenderedField("Junk", "junk", ("||||",)),
        RenderedField("None", "empty", ()),
    )
    assert (page.links, page.files) == (((0, "Y"), (0, "B")), ("A B.jpg",))


def test_rendered_pages_go_through_json():
    page = rendered(
        "```infobox C\nA: b|c\n```\n[[L]] [[Category:K|s]] [[File:F.png]]\n== See also ==\n- [[A#b|c]] d\n- E"
    )
    assert RenderedPage.from_json(page.to_json()) == page
    for text in ("", "{}", "[]", "[1,2]", "null"):
        with pytest.raises(ValueError, match=r"."):
            RenderedPage.from_json(text)


def test_the_seed_article_is_there_in_order():
    head, lead, rest = SEED.read_text("utf-8").partition("The Russia–Syria–Iran–Iraq coalition (RSII")
    box = head.split("\n\n")[1].replace("\n- ", "\n")
    page = rendered(f"```infobox {box}\n```\n\n{lead}{rest}")
    rows = [line.strip("= ") for line in (lead + rest).splitlines() if line.strip()]
    shown = []
    for section in page.sections:
        shown += [
            section.title,
            *(text_of(p) for p in section.html.splitlines()),
            *(text_of(link.label_html) for link in section.see_also or ()),
        ]
    assert [text for text in shown if text] == [row.removeprefix("- ") for row in rows]
    assert page.caption == "Russia–Syria–Iran–Iraq Coalition"
    assert [(f.key, f.file or f.values_html[0]) for f in page.fields] == [
        tuple(line.split(": ", 1)) for line in box.splitlines()[1:]
    ]
    assert [link.target_title for link in page.sections[-1].see_also or ()] == [row[2:] for row in rows[-5:]]


def test_nothing_stays_from_the_page_before():
    first = "A HTML [r] note[^1]\n\n[^1]: n\n*[HTML]: H\n[r]: http://a\n\n[[L]] [[Category:C]] [[File:F.png]]"
    before = rendered(first)
    plain = rendered("A HTML [r] note[^1]")
    assert plain.sections[0].html == "<p>A HTML [r] note[^1]</p>\n"
    assert (plain.links, plain.categories, plain.files) == ((), (), ())
    assert rendered(first) == before


def test_a_part_of_a_page_can_be_rendered_alone():
    page = render_now(PageText(sections=read_sections("\n## A\nx\n### B\ny")), ["A", "B"], title=TITLE)
    assert [(s.number, s.anchor, s.html) for s in page.sections] == [
        ("1", "A", "<p>x</p>\n"),
        ("1.1", "B", "<p>y</p>\n"),
    ]
    assert render_now(PageText(sections=()), [], title=TITLE).sections == ()


def test_a_page_as_source():
    page = source_page(
        read("```infobox C\nA: <b>\n```\n<i>\n== H ==\nx\n== See also ==\n- [[A]]\n"), [], title=TITLE
    )
    assert page.failed
    assert page.fields == (RenderedField("A", "text", ("&lt;b&gt;",)),)
    assert [(s.title, s.number, s.html) for s in page.sections] == [
        ("", "", '<pre class="source">&lt;i&gt;</pre>'),
        ("H", "1", '<pre class="source">x</pre>'),
        ("See also", "2", '<pre class="source">- [[A]]</pre>'),
    ]


def test_every_example_of_the_commonmark_specification_is_safe():
    examples = json.loads((DATA / "commonmark.json").read_text("utf-8"))
    assert len(examples) == 652
    for example in examples:
        assert wrong_in_page(rendered(example)) == [], example


@given(
    st.text(alphabet=st.sampled_from(list("ab *_`[]()|!<>#-=:^\\\n~&;.\"'{}/é\x02\x03\u2028")), max_size=120)
)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_safe_html(text):
    assert wrong_in_page(rendered(text)) == []


@given(st.text())
@settings(deadline=None)
def test_plain_words_are_all_there(text):
    words = "".join(c if c.isalnum() else " " for c in text).split()
    assert text_of(body(" ".join(["x", *words]))) == " ".join(["x", *words])
