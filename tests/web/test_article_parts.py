"""What an article is made of, as everybody sees it without an account and without script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import make_page
from wiki.models import Section

pytestmark = pytest.mark.django_db

TEXT = """```infobox Rome
Region: [[Latium|the **old** land]]
```
A city.[^1]

## Past

Old.

### Kings

Seven.

#### Names

Romulus.

## See also

- [[Milan]], to the north

## References

[^1]: Livy.

## External links

- [The city](https://example.org/)
"""


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_headings_of_each_level_offer_edit_and_history_to_everybody(client: Client) -> None:
    page = make_page("Rome", TEXT)
    html = body(client, "/wiki/Rome")
    for level, name in ((2, "Past"), (3, "Kings"), (4, "Names")):
        id_ = Section.objects.get(page=page, title=name).pk
        assert re.search(
            rf'<div class="mw-heading mw-heading{level}"> <h{level} id="{name}">{name}</h{level}> '
            rf'<span class="mw-editsection ed">\[<a href="/edit/Rome\?section={id_}" '
            rf'title="Edit section: {name}">edit</a>\] \[<a href="/history/Rome\?section={id_}" [^>]*>'
            rf'history</a>\] \[<a href="[^"]+about=s{id_}" [^>]*>discuss</a>\]</span> </div>',
            html,
        )


def test_the_lead_has_no_heading(client: Client) -> None:
    make_page("Rome", TEXT)
    article = body(client, "/wiki/Rome").split('<article class="page">')[1]
    lead = article.split("</aside>")[1].split("mw-heading")[0]
    assert "<p>A city." in lead
    assert not re.search(r"<h\d", lead)


def test_headings_of_one_name_have_addresses_of_their_own(client: Client) -> None:
    make_page("Rome", "## Old kings\n\nOne.\n\n## Old kings\n\nTwo.")
    html = body(client, "/wiki/Rome")
    assert re.findall(r'<h2 id="([^"]+)">Old kings</h2>', html) == ["Old_kings", "Old_kings_2"]
    contents = html.split('id="toc"')[1].split("</nav>")[0]
    assert re.findall(r'href="#(Old[^"]+)"', contents) == ["Old_kings", "Old_kings_2"]


def test_contents_are_numbered_and_nested(client: Client) -> None:
    make_page("Rome", TEXT)
    contents = body(client, "/wiki/Rome").split('id="toc"')[1].split("</nav>")[0]
    assert re.findall(r'<span class="tocnumber">([^<]+)</span> ([^<]+)</a>', contents) == [
        ("1", "Past"),
        ("1.1", "Kings"),
        ("1.1.1", "Names"),
        ("2", "See also"),
        ("3", "References"),
        ("4", "External links"),
    ]
    assert contents.count("<ol>") == 3


def test_see_also_references_and_external_links_in_their_order(client: Client) -> None:
    make_page("Rome", TEXT)
    html = body(client, "/wiki/Rome")
    places = [
        html.index(part)
        for part in (
            'id="See_also"', '<ul class="seealso">', 'id="References"', '<ol class="references">',
            'id="External_links"', '<a href="https://example.org/"',
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert re.search(
        r'<a href="https://example.org/" [^>]*class="external"|class="external[^>]*example', html
    )


def test_the_text_of_a_link_is_its_title_and_what_is_said_stands_after_it(client: Client) -> None:
    make_page("Milan", "**Milan** is a city of trade.")
    make_page("Latium", "A land.")
    make_page("Rome", TEXT)
    html = body(client, "/wiki/Rome")
    assert '<a href="/wiki/Latium" title="Latium">the <strong>old</strong> land</a>' in html
    entry = html.split('<ul class="seealso">')[1].split("</li>")[0]
    assert re.search(
        r'<a href="/wiki/Milan">Milan</a> <span class="note">, to the north</span> '
        r"<small>Milan is a city of trade.</small>",
        entry,
    )


def test_visited_links_have_a_colour_of_their_own() -> None:
    """A browser tells no page what was visited, so the style sheets are read."""
    type_, tokens = (
        Path(str(finders.find(f"wiki/css/{name}.css"))).read_text(encoding="utf-8")
        for name in ("type", "tokens")
    )
    assert re.search(r"\na:visited \{\s*color: var\(--visited\);", type_)
    colours = re.findall(r"--(?:link|visited|red-link): (light-dark\([^)]+\))", tokens)
    assert len(colours) == len(set(colours)) == 3
