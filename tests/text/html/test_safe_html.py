import json
import lzma
from pathlib import Path

import pytest

from tests.text.html_check import wrong_in_page
from wiki.text.html.safe_html import clean_blocks, clean_inline, clean_label, is_external, safe_url
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.render import render_now, source_page
from wiki.text.titles import Title

DATA = Path(__file__).parents[2] / "data"
TITLE = Title(0, "Payload")


def payloads(name: str) -> list[str]:
    if name == "dompurify":
        return [row["payload"] for row in json.loads((DATA / "dompurify-payloads.json").read_text("utf-8"))]
    if name == "blns":
        return json.loads((DATA / "blns.json").read_text("utf-8"))
    return lzma.decompress((DATA / "xss-payloads.txt.xz").read_bytes()).decode().splitlines()


def everywhere(payload: str) -> PageText:
    """A page with the payload in each place that an author can write in."""
    line = " ".join(payload.split())
    body = f"""
{payload}

[{payload}](http://example.org "{line}") [x]({line}) [x](<{line}>) [x](http://a/{line}) <{line}> http://a/{line}
[[{line}]] [[A|{line}]] [[A#{line}]] [[File:A.jpg|thumb|{line}|alt={line}]] [[Category:{line}|{line}]]
![{line}]({line}) note[^1] [{line}][r] [r] AB `{line}` *{line}* **{line}** _{line}_

- {line}

> {payload}

| {line} | b |
|---|---|
| {line} | {line} |

term {line}
: {line}

```{line}
{payload}
```

    {line}

# {line}

[^1]: {line}
*[AB]: {line}
[r]: {line} "{line}"
"""
    return PageText(
        (FieldText("caption", "", value=line), FieldText("field", "", line, payload), FieldText("end", "")),
        (
            SectionText(body=payload),
            SectionText(f"== {line} ==", body, None, 2, line),
            SectionText(
                "", payload, (LinkText("", line, line, line), LinkText("", "A", payload)), 2, "See also"
            ),
        ),
    )


@pytest.mark.parametrize("name", ["dompurify", "blns"])
def test_no_payload_gets_through_at_any_place(name):
    for payload in payloads(name):
        page = everywhere(payload)
        assert wrong_in_page(render_now(page, ["", "a", "b"], title=TITLE)) == [], payload
        assert wrong_in_page(source_page(page, [], title=TITLE)) == [], payload


def test_no_payload_of_the_long_list_gets_through():
    lines = payloads("xss")
    assert len(lines) == 3295
    for start in range(0, len(lines), 5):
        some = lines[start : start + 5]
        page = PageText(sections=tuple(SectionText(body=line, title=line) for line in some))
        assert wrong_in_page(render_now(page, [], title=TITLE)) == [], some
    for line in lines[::5]:  # each of them takes 4 ms; all passed when this was written
        assert wrong_in_page(render_now(everywhere(line), [], title=TITLE)) == [], line


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "\ufeffjavascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:http://a/b",
        "view-source:http://a",
        "ftp://a/b",
        "x-y:z",
        "\\\\host\\a",
        "/\\host",
        "http:\\\\host",
        "///host",
        "http:host",
        "https:/host",
        "http://",
        "mailto:nobody",
        "",
        "   ",
    ],
)
def test_unsafe_addresses_are_refused(url):
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://a",
        "HTTPS://a.example:8080/b?c=d&e=f#g",
        "http://[::1]/",
        "//a/b",
        "/wiki/A:B",
        "#a:b",
        "?a=b:c",
        "a/b:c",
        "Straße",
        "mailto:a@b.example?subject=c",
        "http://a/?x=1&copy=2",
    ],
)
def test_safe_addresses_stay_as_they_are(url):
    assert safe_url(url) == url


def test_invisible_characters_are_taken_out_of_addresses():
    assert safe_url(" http://a\u200b/b\tc ") == "http://a/bc"


def test_what_leads_out_of_the_wiki():
    assert [is_external(url) for url in ("http://a", "//a", "mailto:a@b", "/a", "a", "#a:b", "?a")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<p class="subhead">a', '<p class="subhead">a</p>'),
        ('<p class="mw-body frame" style="x" onclick="y">a</p>', '<p class="frame">a</p>'),
        ('<div id="firstHeading">a</div>', "<div>a</div>"),
        ('<li id="cite_note-1">a</li>', '<li id="cite_note-1">a</li>'),
        ('<li id="cite_note-1x">a</li>', "<li>a</li>"),
        ('<a href="javascript:x" class="external">a</a>', '<a class="external">a</a>'),
        ("<h1>a</h1><form><input><button>b</button></form>", "ab"),
        ("<script>a</script><iframe>b</iframe><!-- c -->", "ab"),
        ("<ul><li>a</ul>b</li>", "<ul><li>a</li></ul>b"),
        ('<ol start="5"><li>a</li></ol><ol start="x"></ol>', '<ol start="5"><li>a</li></ol><ol></ol>'),
    ],
)
def test_only_what_the_list_allows_stays(given, kept):
    assert clean_blocks(given) == kept


def test_values_have_no_blocks_and_labels_no_links():
    given = '<p>a <a href="/wiki/B" title="B">b</a></p>'
    assert clean_inline(given) == 'a <a href="/wiki/B" title="B">b</a>'
    assert clean_label(given) == "a b"
