"""Links that stay in time."""

from wiki.text.html.in_time import in_time

BASE = "/asof/2020-01-01T00:00:00Z/"


def test_links_to_pages_stay_in_the_time_and_others_stay_as_they_are() -> None:
    html = (
        '<a href="/wiki/Rome#Hills" title="Rome">a</a> '
        '<a class="new" href="/edit/A%20B?redlink=1" title="x">b</a> '
        '<a href="/edit/Rome?section=3">c</a> <a href="https://example.org/wiki/Rome">d</a> '
        '<a class="mw-selflink selflink">e</a> &lt;a href="/wiki/Rome"&gt; href="/wiki/Rome" '
        '<img src="/wiki/X">'
    )
    assert in_time(html, BASE) == (
        f'<a href="{BASE}Rome#Hills" title="Rome">a</a> '
        f'<a class="new" href="{BASE}A%20B" title="x">b</a> '
        '<a href="/edit/Rome?section=3">c</a> <a href="https://example.org/wiki/Rome">d</a> '
        '<a class="mw-selflink selflink">e</a> &lt;a href="/wiki/Rome"&gt; href="/wiki/Rome" '
        '<img src="/wiki/X">'
    )


def test_it_takes_a_linear_time() -> None:
    html = "<a " * 50_000 + '<a href="/wiki/Rome">'
    assert in_time(html, BASE).endswith(f'<a href="{BASE}Rome">')
