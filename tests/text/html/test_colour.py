from wiki.text.html.colour import colour_links
from wiki.text.render import render_now
from wiki.text.source import read
from wiki.text.titles import Title, parse_title


def rendered(text: str) -> str:
    return render_now(read(text), [], title=Title(0, "Page")).sections[0].html


def test_a_link_to_a_missing_page_is_red():
    html = rendered("a [[Axis of *R*|label]] b [[Other]]")
    assert colour_links(html, missing={"Axis_of_*R*"}) == (
        '<p>a <a href="/edit/Axis_of_*R*?redlink=1" class="new" title="Axis of *R* (page does not exist)">'
        'label</a> b <a href="/wiki/Other" title="Other">Other</a></p>\n'
    )


def test_a_fragment_makes_no_difference_to_a_red_link():
    html = rendered("[[A#Some part|b]]")
    assert html == '<p><a href="/wiki/A#Some_part" title="A">b</a></p>\n'
    assert colour_links(html, missing={"A"}) == (
        '<p><a href="/edit/A?redlink=1" class="new" title="A (page does not exist)">b</a></p>\n'
    )


def test_redirects_are_marked():
    assert colour_links(rendered("[[A]] [[B#c]]"), redirects={"A", "B"}) == (
        '<p><a href="/wiki/A" title="A" class="mw-redirect">A</a> '
        '<a href="/wiki/B#c" title="B" class="mw-redirect">B#c</a></p>\n'
    )


def test_lists_of_meanings_are_marked():
    assert colour_links(rendered("[[A]] [[B#c]]"), redirects={"A"}, meanings={"A", "B"}) == (
        '<p><a href="/wiki/A" title="A" class="mw-redirect">A</a> '
        '<a href="/wiki/B#c" title="B" class="mw-disambig">B#c</a></p>\n'
    )


def test_links_to_the_page_itself_are_bold_and_to_its_sections_local():
    assert colour_links(rendered("[[Page]] [[page#Some part|x]]"), self_key="Page") == (
        '<p><a class="mw-selflink selflink">Page</a> '
        '<a href="#Some_part" class="mw-selflink-fragment">x</a></p>\n'
    )


def test_titles_with_all_kinds_of_characters():
    for name in ("R&B \"x\" 'y'", "Ü–ß ä", "50 %", "A?b=c", "C++ + D", "a;b:c", "漢字", "A, B (c)!"):
        title = parse_title(name)
        html = rendered(f"[[{name}|x]]")
        assert 'class="new"' in colour_links(html, missing={title.key}), html
        assert 'class="mw-redirect"' in colour_links(html, redirects={title.key})
        assert "selflink" in colour_links(html, self_key=title.key)
        assert colour_links(html, missing={"Else"}) == html


def test_the_tool_tip_is_escaped_and_can_be_translated():
    html = rendered('[[R&B "x"|y]]')
    assert colour_links(html, missing={'R&B_"x"'}, missing_title="{} (fehlt <noch>)") == (
        '<p><a href="/edit/R%26B_%22x%22?redlink=1" class="new" '
        'title="R&amp;B &quot;x&quot; (fehlt &lt;noch&gt;)">y</a></p>\n'
    )


def test_nothing_else_is_touched():
    html = rendered(
        "http://a/wiki/B [x](http://a/wiki/B) [[Special:Log]] [[File:B.jpg]] [y](/history/B) `[[B]]`"
    )
    assert colour_links(html, missing={"B"}, redirects={"B"}, self_key="B") == html
    assert colour_links(html) == html


def test_a_page_of_300_links():
    html = rendered("\n\n".join(f"Words before [[Page {n}#s|label {n}]] and after." for n in range(300)))
    missing, redirects = {f"Page_{n}" for n in range(0, 300, 2)}, {f"Page_{n}" for n in range(1, 300, 4)}
    coloured = colour_links(html, missing=missing, redirects=redirects, self_key="Page_3")
    assert (coloured.count('class="new"'), coloured.count('class="mw-redirect"')) == (150, 75)
