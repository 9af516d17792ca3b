"""Searching titles, and the header's box."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page

pytestmark = pytest.mark.django_db


def body(client: Client, query: str) -> str:
    response = client.get("/search", {"q": query})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def _pages(db: None) -> None:
    for title in ("Iran–Iraq War", "Iraq", "Help:Iraq tables", "Old Iraq"):
        make_page(title, "#REDIRECT [[Iraq]]" if title == "Old Iraq" else "Text.")


@pytest.mark.parametrize("query", ["iraq war", "IRAN-IRAQ", "war  iran", "Iran–Iraq War"])
def test_words_of_a_title_find_it_whatever_their_case_and_dashes(client: Client, query: str) -> None:
    assert '<a href="/wiki/Iran%E2%80%93Iraq_War">Iran–Iraq War</a>' in body(client, query)


def test_articles_come_first_and_redirects_are_marked(client: Client) -> None:
    html = body(client, "iraq")
    results = html[html.index('<ul class="results">') :]
    order = [
        results.index(f">{title}</a>") for title in ("Iraq", "Iran–Iraq War", "Old Iraq", "Help:Iraq tables")
    ]
    assert order == sorted(order)
    assert (
        '<a href="/wiki/Old_Iraq?redirect=no">Old Iraq</a> <small class="muted">(redirect page)</small>'
        in html
    )


def test_a_page_of_that_name_is_pointed_out(client: Client) -> None:
    assert 'There is a page named <a href="/wiki/Iraq"><b>Iraq</b></a>' in body(client, "iraq")
    assert "<b>Iran–Iraq War</b>" in body(client, "iran-iraq war")


def test_a_missing_page_is_offered_to_be_written(client: Client) -> None:
    html = body(client, "Zebra crossing")
    assert (
        'Create the page <a class="new" href="/edit/Zebra_crossing?redlink=1"><b>Zebra crossing</b></a>'
        in html
    )
    assert "There were no results matching the query." in html


def test_what_cannot_be_a_title_is_not_offered(client: Client) -> None:
    html = body(client, "a[b")
    assert "Create the page" not in html
    assert 'value="a[b"' in html


@pytest.mark.parametrize("query", ["", "   "])
def test_nothing_is_asked_back(client: Client, query: str) -> None:
    assert "Type a title" in body(client, query)


def test_markup_in_a_query_is_text(client: Client) -> None:
    assert "<script>x" not in body(client, "<script>x</script>")


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("iraq", "/wiki/Iraq"),
        ("iran-iraq war", "/wiki/Iran%E2%80%93Iraq_War"),
        ("special:log", "/wiki/Special:Log"),
    ],
)
def test_go_jumps_to_the_page(client: Client, query: str, target: str) -> None:
    answer = client.get("/search", {"q": query, "go": "1"})
    assert (answer.status_code, answer["Location"]) == (302, target)


def test_go_lists_where_there_is_no_such_page(client: Client) -> None:
    assert client.get("/search", {"q": "war", "go": "1"}).status_code == 200


def test_without_go_it_always_lists(client: Client) -> None:
    assert client.get("/search", {"q": "Iraq"}).status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_a_search_costs_two_queries(
    client: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        make_page(f"Iraq {number}")
    with django_assert_num_queries(2):
        body(client, "Iraq")


def test_a_long_query_is_cut_and_answered(client: Client) -> None:
    assert client.get("/search", {"q": "x " * 5000}).status_code == 200


def test_browsers_are_told_how_to_search(client: Client) -> None:
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert "/search?q={searchTerms}" in answer.content.decode()
