"""Whatever an author writes, what is drawn is safe, whole, and done in time."""

import json
import lzma
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.text.html_check import wrong_in_page
from tests.text.wikitext.texts import any_wikitext
from wiki.text.html.pool import RenderPool, close_pool, render_page
from wiki.text.titles import Title
from wiki.text.wikitext.draw import draw_now
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.drawing.strips import TooMuch
from wiki.text.wikitext.site import DEFAULT, site_of
from wiki.text.wikitext.source import read

DATA = Path(__file__).parents[2] / "data"
TITLE = Title(0, "Payload")
GIVEN = Given(
    templates={Title(10, "T"): "<b title='{{{1}}}'>{{{1}}}</b> [[{{{1}}}]] <nowiki>{{{1}}}</nowiki>"}
)


def payloads() -> list[str]:
    """A part of each list; all of them were drawn without harm when this was written."""
    strings = json.loads((DATA / "blns.json").read_text("utf-8"))[::16]
    strings += [
        row["payload"] for row in json.loads((DATA / "dompurify-payloads.json").read_text("utf-8"))[::3]
    ]
    return strings + lzma.decompress((DATA / "xss-payloads.txt.xz").read_bytes()).decode().splitlines()[::300]


def everywhere(payload: str) -> str:
    """A page with the payload in each place that an author can write in."""
    line = " ".join(payload.split())
    return f"""{{{{Infobox {line}
| name = {line}
| k{line} = {payload}
}}}}
{payload}

[[{line}]] [[A|{line}]] [[A#{line}]] [[File:A.jpg|thumb|{line}|alt={line}]] [[File:B.png|{line}]]
[[Category:{line}|{line}]] [http://example.org/{line} {line}] [{line} x] http://a/{line} {{{{T|{line}}}}}
<span title="{line}" style="{line}" onclick='{line}'>{line}</span>
<div {line}>{line}</div> <abbr title='{line}'>x</abbr>
<ref name="{line}" group="{line}">{payload}</ref> <nowiki>{payload}</nowiki> <pre>{payload}</pre>
<math>{line}</math>
<syntaxhighlight lang="{line}">{payload}</syntaxhighlight> ''{line}'' '''{line}''' <{line}>x</{line}>
<gallery>
{line}|{line}
C.jpg|{line}
</gallery>
{{| class="{line}"
|+ {line} | {line}
! colspan="{line}" | {line}
|-
| style="{line}" align="{line}" | {payload}
|}}
* {line}
; {line} : {line}
 {line}
<references group="{line}" />

== {line} ==
{payload}

== See also ==
* [[{line}]] {line}
* [[A|{line}]]
"""


@pytest.mark.parametrize("part", range(2))
def test_payloads_do_no_harm_wherever_they_stand(part: int) -> None:
    harmful = []
    for payload in payloads()[part::2]:
        text = everywhere(payload)
        page = read(text)
        wrong = wrong_in_page(draw_now(page, ["x"] * len(page.sections), title=TITLE, given=GIVEN))
        if wrong:
            harmful.append((payload, wrong[:3]))
    assert harmful == []


@given(any_wikitext)
@settings(max_examples=50, deadline=None)
def test_any_text_gives_html_that_is_whole(text: str) -> None:
    page = read(text)
    try:
        drawn = draw_now(page, ["x"] * len(page.sections), title=TITLE, given=GIVEN)
    except TooMuch:
        return
    assert wrong_in_page(drawn) == []
    assert len(drawn.sections) == len(page.sections)
    assert "\x7f" not in drawn.to_json().replace("\\u007f", "\x7f")
    assert type(drawn).from_json(drawn.to_json()) == drawn


def test_no_author_can_write_the_marks_of_pieces() -> None:
    text = "\x7f0i\x7f \x7f0b\x7f <nowiki>secret</nowiki> \x7fnotes:\x7f [[\x7f0i\x7f]] \0"
    html = draw_now(read(text), [], title=TITLE).sections[0].html
    assert html.count("secret") == 1
    assert "\x7f" not in html


TORTURE = (
    *("'''''a " * 5_000, "<div>" * 2_000, "<ref " * 5_000, "[http://a " * 3_000, "*" * 20_000),
    *("{{T|" * 5_000, "{|\n" * 5_000),
)


def test_torture_ends_at_the_limit_and_a_page_is_drawn_after_it() -> None:
    pool = RenderPool(workers=2, limit=0.2)
    try:
        for text in TORTURE:
            page = pool.render(read(text), [""], title=TITLE, given=GIVEN)
            assert wrong_in_page(page) == []
            assert not page.failed or page.sections[0].html.startswith('<pre class="source">')
        assert (
            pool.render(read("''a''"), [], title=TITLE, given=GIVEN).sections[0].html == "<p><em>a</em></p>"
        )
    finally:
        pool.close()


def test_the_pool_of_the_process_draws_wikitext_too() -> None:
    site = site_of([(14, "Категория")], redirects=["#X"])
    text = "{{T|a}} [[Категория:Б]]"
    given_ = Given(site, GIVEN.templates)
    try:
        page = render_page(read(text, site), [], title=TITLE, given=given_)
        assert page == draw_now(read(text, site), [], title=TITLE, given=given_)
        assert page.categories == (("Б", ""),)
    finally:
        close_pool()


def test_a_site_is_the_same_in_another_process() -> None:
    assert pickle.loads(pickle.dumps(DEFAULT)) is DEFAULT
    site = site_of([(14, "Категория")])
    again = pickle.loads(pickle.dumps(site))
    assert pickle.loads(pickle.dumps(site)) is again
    assert again.namespaces == site.namespaces
