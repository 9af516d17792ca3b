"""Reports as special pages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.web.special.reports import READING

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", READING)
def test_an_empty_report_says_so_in_a_sentence(client: Client, name: str) -> None:
    html = body(client, f"/wiki/Special:{name}")
    assert html.count('<p class="box">') == 1
    assert 'class="list-nav' not in html


def test_a_row_names_the_page_and_the_figure_leads_on(client: Client) -> None:
    make_page("Ant", "[[Red & dead]]")
    html = body(client, "/wiki/Special:WantedPages")
    red = '<a class="new" href="/edit/Red_%26_dead?redlink=1" title="Red &amp; dead (page does not exist)">'
    assert f"{red}Red &amp; dead</a>" in html
    assert '<a href="/wiki/Special:WhatLinksHere/Red_%26_dead">1 link</a>' in html
    html = body(client, "/wiki/Special:LongPages")
    assert (
        '<a href="/wiki/Ant">Ant</a></span> <span class="figure"><a href="/history/Ant">14 bytes</a>' in html
    )


def test_a_redirect_shows_its_steps(client: Client) -> None:
    make_page("A", "#REDIRECT [[B]]")
    make_page("B", "#REDIRECT [[C]]")
    html = body(client, "/wiki/Special:DoubleRedirects")
    assert '<a class="mw-redirect" href="/wiki/A?redirect=no">A</a>' in html
    assert '→ <a class="mw-redirect" href="/wiki/B?redirect=no">B</a>' in html
    assert '→ <a href="/wiki/C">C</a>' in html


def test_the_next_screen_is_reached_by_key_and_keeps_the_choices(client: Client) -> None:
    for n in range(3):
        make_page(f"Help:Page {n}")
    html = body(client, "/wiki/Special:LonelyPages?namespace=12&limit=2")
    assert 'href="/wiki/Special:LonelyPages?namespace=12&amp;limit=2&amp;after=Page+1" rel="next"' in html
    assert '<option value="12" selected>Help</option>' in html
    html = body(client, "/wiki/Special:LonelyPages?namespace=12&limit=2&after=Page+1")
    assert "Help:Page 2</a>" in html
    assert 'before=Page+2" rel="prev"' in html


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "limit=x",
        "namespace=99",
        "namespace=x",
        "after=x",
        "after=1|2|3",
        "before=a%00",
    ],
)
def test_bad_input_is_refused_with_a_sentence(client: Client, query: str) -> None:
    assert "Bad request</h1>" in body(client, f"/wiki/Special:LongPages?{query}", 400)
    assert client.get(f"/wiki/Special:LongPages?after={'9' * 10_000}").status_code == 400


def test_protection_is_told_in_words(client: Client, carol: Editor) -> None:
    protect_page(make_page("Ant"), {"edit": "sysop", "move": "autoconfirmed"}, editor=carol)
    html = body(client, "/wiki/Special:ProtectedPages")
    assert "[editing: administrators]" in html
    assert "[moving: confirmed accounts]" in html


def test_a_namespace_with_nothing_to_report_says_no_more_than_that(client: Client) -> None:
    assert "No page is protected." in body(client, "/wiki/Special:ProtectedPages")
    html = body(client, "/wiki/Special:ProtectedPages?namespace=14")
    assert "Nothing in this namespace." in html
    assert "No page is protected." not in html
