"""Rendered HTML as plain text."""

from __future__ import annotations

import pytest

from wiki.text.html.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>One\n  two.</p><p>Three</p>", "One two.\n\nThree"),
        ("<ul><li>A</li><li>B<ul><li>b</li></ul></li></ul>", "- A\n- B\n  - b"),
        ("<ol><li>A</li><li>B</li></ol>", "1. A\n2. B"),
        ("<table><tr><th>K</th><th>V</th></tr><tr><td>a</td><td>1</td></tr></table>", "K\tV\na\t1"),
        ("<pre><code>x\n  y</code></pre>", "x\n  y"),
        ("a<br>b &amp; &lt;c&gt;", "a\nb & <c>"),
        ("<p>x<sup>[1]</sup></p>", "x[1]"),
        ('<figure><img src="/a.png" alt="A view"></figure>', "A view"),
        ("<script>alert(1)</script>x", "x"),
        ("", ""),
        ("</ul></li></pre>x", "x"),
    ],
)
def test_plain_text(html: str, wanted: str) -> None:
    assert plain_text(html) == wanted
