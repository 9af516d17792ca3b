"""Templates put in: parameters, conditions, and what is bounded."""

import pytest

from wiki.text.titles import Title
from wiki.text.wikitext.draw import draw_now
from wiki.text.wikitext.drawing.expand import MOST_CALLS
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.drawing.strips import TooMuch
from wiki.text.wikitext.drawing.transclusion import shown, transcluded
from wiki.text.wikitext.source import read

TITLE = Title(2, "Ann/Sub")
TEMPLATES = {
    "Greet": "Hello {{{1|you}}}{{#if:{{{2|}}}|, {{{2}}}}}<noinclude>[[Category:No]]</noinclude>",
    "Named": "{{{a|x}}}/{{{b| y }}}",
    "Outer": "({{Greet|{{{1}}}}})",
    "Rows": "{|\n| {{{1}}}\n|}",
    "List": "* {{{1}}}",
    "Only": "no <onlyinclude>yes {{{1}}}</onlyinclude> no",
    "Included": "<includeonly>in</includeonly><!-- gone -->",
    "Case": "{{#switch:{{{1}}}|a|b=first|c=second|#default=other}}",
    "Same": "{{#ifeq:{{{1}}}|{{{2}}}|same|not}}",
    "Loop": "x{{Loop2}}",
    "Loop2": "y{{Loop}}",
    "Program": "a {{#invoke:x|y}}",
    "Uses program": "b {{Program}}",
    "Moved": "#REDIRECT [[Template:Greet]]",
    "Category": "[[Category:From template]]",
    "Deep": "{{{1}}}{{{1}}}{{{1}}}{{{1}}}{{{1}}}{{{1}}}{{{1}}}{{{1}}}{{{1}}}{{{1}}}",
    "Cite web": "{{#invoke:citation|web}}",
}
GIVEN = Given(templates={Title(10, name): text for name, text in TEMPLATES.items()})


def drawn(text: str) -> str:
    return draw_now(read(text), [], title=TITLE, given=GIVEN).sections[0].html


def source(text: str) -> str:
    return f'<span class="wikitext"><code>{text}</code></span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{{Greet}}", "<p>Hello you</p>"),
        ("{{greet|''Ann''|3}}", "<p>Hello <em>Ann</em>, 3</p>"),
        ("{{Greet| {{Greet}} }}", "<p>Hello  Hello you</p>"),
        ("{{Moved|x}}", "<p>Hello x</p>"),
        ("{{Named|b= z |a=1|a=2}}", "<p>2/z</p>"),
        ("{{Named}}", "<p>x/ y</p>"),
        ("{{Outer|Bob}}", "<p>(Hello Bob)</p>"),
        ("a {{List|b}}", "<p>a</p>\n<ul><li>b</li></ul>"),
        ("{{Only|x}}", "<p>yes x</p>"),
        ("{{Included}}", "<p>in</p>"),
        ("{{Case|a}} {{Case|b}} {{Case|c}} {{Case|d}}", "<p>first first second other</p>"),
        ("{{Same|1|1.0}} {{Same|a|b}}", "<p>same not</p>"),
        ("{{Loop}}", f"<p>{source('{{Loop}}')}</p>"),
        ("{{Uses program|x}}", f"<p>{source('{{Uses program|x}}')}</p>"),
        ("{{Greet|{{Program}}}}", f"<p>Hello {source('{{Program}}')}</p>"),
        ("{{Missing|{{Greet}}}}", f"<p>{source('{{Missing|{{Greet}}}}')}</p>"),
        ("{{{1}}} {{{1|x}}}", f"<p>{source('{{{1}}}')} x</p>"),
        ("{{#expr:1+1}} {{CURRENTYEAR}}", f"<p>{source('{{#expr:1+1}}')} {source('{{CURRENTYEAR}}')}</p>"),
        ("{{FULLPAGENAME}} {{SUBPAGENAME}} {{BASEPAGENAME}} {{NAMESPACE}} {{PAGENAMEE}}",
         "<p>User:Ann/Sub Sub Ann User Ann/Sub</p>"),
        ("a{{!}}b", "<p>a|b</p>"),
        ("{{#tag:ref|x}}", None),
        ("<includeonly>no</includeonly><noinclude>yes</noinclude>", "<p>yes</p>"),
        ("{{convert|10|–|17|m|ft}}, {{convert|5|x|7|km}}", "<p>10–17&nbsp;m, 5 × 7&nbsp;km</p>"),
        ("{{as of|2020|lc=y}}, {{As of|2020}}", "<p>as of 2020, As of 2020</p>"),
        (
            "{{Multiple image|image1=A.jpg|caption1=One|image2=File:B.jpg}}",
            drawn("[[File:A.jpg|thumb|One]]\n[[File:B.jpg|thumb|]]"),
        ),
        ("{{nowrap|a}} {{lang|fr|b}} {{convert|5|km}} {{short description|c}}", "<p>a b 5&nbsp;km</p>"),
        ("{{cite web|title=T|url=https://e.org}}",
         '<p><a href="https://e.org" class="external" rel="nofollow noopener">T</a>.</p>'),
        ("{{Main|A}}", '<p class="hatnote">Main article: <a href="/wiki/A" title="A">A</a></p>'),
    ],
)  # fmt: skip
def test_templates(text: str, html: str | None) -> None:
    if html is None:
        assert 'class="reference"' in drawn(text)
    else:
        assert drawn(text) == html


def test_rows_of_a_table_and_categories_may_come_out_of_templates() -> None:
    assert drawn("a {{Rows|b}}") == "<p>a</p>\n<table><tbody><tr><td>b</td></tr>\n</tbody></table>"
    page = draw_now(read("{{Category}}"), [], title=TITLE, given=GIVEN)
    assert page.categories == (("From template", ""),)


def test_text_that_multiplies_is_refused() -> None:
    """The pool shows such a page as source."""
    bomb = "x" * 100
    for _ in range(8):
        bomb = f"{{{{Deep|{bomb}}}}}"
    with pytest.raises(TooMuch):
        drawn(bomb)
    pieces = "<nowiki>" + "x" * 1000 + "</nowiki>"
    for _ in range(4):
        pieces = f"{{{{Deep|{pieces}}}}}"
    with pytest.raises(TooMuch):
        drawn(pieces)
    assert drawn("{{Greet|" * 200 + "}}" * 200)
    assert "{{Greet}}" in drawn("{{!}}" * MOST_CALLS + "{{Greet}}")


def test_what_of_a_template_goes_into_pages() -> None:
    assert transcluded("a<noinclude>b</noinclude>c<includeonly>d</includeonly>") == "acd"
    assert transcluded("a<noinclude>b") == "a"
    assert transcluded("a<onlyinclude>b</onlyinclude>c<onlyinclude>d</onlyinclude>") == "bd"
    assert transcluded("a<!-- <noinclude> -->b<nowiki><noinclude></nowiki>c") == (
        "a<!-- <noinclude> -->b<nowiki><noinclude></nowiki>c"
    )
    assert shown("a<noinclude>b</noinclude><includeonly>c</includeonly><onlyinclude>d</onlyinclude>") == "abd"
