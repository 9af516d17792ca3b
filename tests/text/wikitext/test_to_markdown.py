"""A page of wikitext as Markdown: what is drawn of it says the same as what is drawn of the Markdown."""

import re

import pytest
from hypothesis import given, settings

from tests.text.html_check import text_of, wrong_in_page
from tests.text.wikitext.test_dumps import SMALL, texts
from tests.text.wikitext.texts import any_wikitext
from wiki.text.html.rendered import RenderedPage
from wiki.text.render import render_now
from wiki.text.source import read as read_markdown
from wiki.text.titles import Title
from wiki.text.wikitext.draw import draw_now
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.drawing.strips import TooMuch
from wiki.text.wikitext.source import read
from wiki.text.wikitext.to_markdown import to_markdown

TITLE = Title(0, "Troy")
PAGE = """{{Short description|A city}}
{{Infobox settlement
| name = Troy
| image = [[File:Troy.jpg|250px]]
| rulers = {{plainlist|
* [[Priam]]
* Hector<ref>In the ''Iliad''.</ref>
}}
| empty =
| empty: key = a
}}
'''Troy''' is a ''city'' of [[Greece#History|Greek]] myth.<ref>In the ''Iliad''.</ref> 2 * 3 [x] {{Lua|a}}

== A ''b'' ==
# one
#* two
; term : def

{| class="wikitable"
! H !! I
|-
| [[a|b]] || x|y
|}

== See also ==
* [[Sparta]] – note
* plain

== References ==
{{reflist}}
[[Category:Cities|T]]
"""
MARKDOWN = """```infobox Troy
name: Troy
image: Troy.jpg
rulers:
- [[Priam]]
- Hector[^1]
empty key: a
```

**Troy** is a *city* of [[Greece#History|Greek]] myth.[^2] 2 \\* 3 \\[x\\] `{{Lua|a}}`

## A *b*

1. one
    - two

term
: def

| H | I |
|---|---|
| [[A|b]] | y |

## See also

- [[Sparta]] – note
- plain

## References

[^1]: In the *Iliad*.
[^2]: In the *Iliad*.

[[Category:Cities|T]]
"""


def test_a_page() -> None:
    assert to_markdown(PAGE, title=TITLE) == MARKDOWN


@pytest.mark.parametrize(
    ("wikitext", "markdown"),
    [
        ("", ""),
        ("#REDIRECT [[A#b]]", "#REDIRECT [[A#b]]\n"),
        ("a_b _c_ `d` <e> \\", "a_b \\_c\\_ \\`d\\` \\<e> \\\\\n"),
        ("&#35; a\n\n1. b\n\n- c\n\n> d", "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n"),
        ("'''''a''''' b''' c '''d", "***a*** b **c** d\n"),
        ("[https://e.org/a(b) c]", "[c](<https://e.org/a(b)>)\n"),
        ("[[#Below]] [[:Category:A]] [[b]]s", "[[#Below|#Below]] [[:Category:A]] [[B|bs]]\n"),
        ("a<br>b", "a  \nb\n"),
        ("<code>a `b</code>", "``a `b``\n"),
        (" a\n b", "```\na\nb\n```\n"),
        ("<pre>```</pre>", "````\n```\n````\n"),
        (": hat\ntext\n: in", ": hat\n\ntext\n\n> in\n"),
        ("<blockquote>a\n\nb</blockquote>", "> a\n>\n> b\n"),
        ("----", "---\n"),
        ("a\n{{Unknown" + "\n|b=c" * 7 + "}}\nd", "a\n\n```\n{{Unknown" + "\n|b=c" * 7 + "}}\n```\n\nd\n"),
        ("= A =", "# A\n"),
        (
            "[[File:A.jpg|thumb|left|20px|alt=b|''c'' [[d]]]]",
            "[[File:A.jpg|thumb|left|20px|alt=b|*c* [[d]]]]\n",
        ),
        (
            "{|\n|+ C\n| colspan=2 | a\n* b\n|-\n| c || &#124;\n|}",
            "**C**\n\n|  |  |\n|---|---|\n| a; b |  |\n| c | \\| |\n",
        ),
        ("{{Unknown\n|a}}", "```\n{{Unknown\n|a}}\n```\n"),
    ],
)  # fmt: skip
def test_one_by_one(wikitext: str, markdown: str) -> None:
    assert to_markdown(wikitext, title=TITLE) == markdown


def words(page: RenderedPage) -> list[str]:
    """The words of a drawn page, marks of notes apart."""
    parts: list[str] = []
    for section in page.sections:
        parts.append(section.title_html)
        parts += (f"{one.label_html} {one.note_html}" for one in section.see_also or ())
        parts.append(section.html)
    html = " ".join(parts)
    html = re.sub(r'<span class="mw-cite-backlink">.*?</span>', "", html)
    return re.findall(
        r"\w+", text_of(re.sub(r"<(?=/?(?:p|li|t[dh]|d[dt]|div|pre|br|tr|table)\b)", " <", html))
    )


def test_real_pages_say_the_same_as_before() -> None:
    for text in list(dict.fromkeys(texts(SMALL)))[::16]:
        page = read(text)
        before = draw_now(page, [""] * len(page.sections), title=TITLE)
        markdown = read_markdown(to_markdown(text, title=TITLE))
        after = render_now(markdown, [""] * len(markdown.sections), title=TITLE)
        assert sorted(words(after)) == sorted(words(before))  # notes come last in their section
        assert (after.links, after.categories, after.files) == (before.links, before.categories, before.files)
        assert [one.level for one in after.sections] == [one.level for one in before.sections]
        assert markdown.warnings == ()


@given(any_wikitext)
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_converted(text: str) -> None:
    try:
        markdown = read_markdown(to_markdown(text, title=TITLE, given=Given()))
    except TooMuch:
        return
    assert wrong_in_page(render_now(markdown, [], title=TITLE)) == []
