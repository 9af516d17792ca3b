"""Special:AllPages and Special:PrefixIndex."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(f"/wiki/Special:{path}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def names(html: str) -> list[str]:
    listed = html.partition('<ul class="columns">')[2].partition("</ul>")[0]
    return [row.rpartition("</a>")[0].rpartition(">")[2] for row in listed.split("</li>")[:-1]]


@pytest.fixture
def animals(db: None) -> None:
    for name in ("Ant", "Ant lion", "Antelope", "Bee", "Cow"):
        make_page(name)
    make_page("Anteater", "#REDIRECT [[Ant]]")


def test_all_pages_goes_on_and_back_by_key(client: Client, animals: None) -> None:
    first = body(client, "AllPages?limit=2")
    assert names(first) == ["Ant", "Ant lion"]
    assert 'href="/wiki/Special:AllPages?limit=2&amp;after=Ant+lion" rel="next"' in first
    assert 'rel="prev"' not in first
    second = body(client, "AllPages?limit=2&after=Ant+lion")
    assert names(second) == ["Anteater", "Antelope"]
    assert names(body(client, "AllPages?limit=2&before=Anteater")) == ["Ant", "Ant lion"]
    assert 'rel="next"' not in body(client, "AllPages?limit=2&after=Antelope")


def test_all_pages_has_a_beginning_and_an_end(client: Client, animals: None) -> None:
    html = body(client, "AllPages?from=antelope&to=Bee&limit=20")
    assert names(html) == ["Antelope", "Bee"]
    assert 'rel="prev"' in html
    assert 'href="/wiki/Special:AllPages?from=Antelope&amp;to=Bee&amp;limit=20&amp;before=Antelope"' in html
    assert 'rel="prev"' not in body(client, "AllPages?from=Ant&limit=20")


def test_prefix_index_lists_what_begins_so(client: Client, animals: None) -> None:
    assert names(body(client, "PrefixIndex/ant")) == ["Ant", "Ant lion", "Anteater", "Antelope"]
    assert names(body(client, "PrefixIndex?prefix=ant&hideredirects=1")) == ["Ant", "Ant lion", "Antelope"]
    assert names(body(client, "PrefixIndex?prefix=Ant&stripprefix=1")) == ["Ant", " lion", "eater", "elope"]
    assert names(body(client, "PrefixIndex/Nothing")) == []


def test_prefix_index_lists_the_subpages_of_any_namespace(client: Client) -> None:
    for name in ("User:Bob", "User:Bob/Draft", "User:Bob/Notes", "User:Bobby", "Bob/Draft"):
        make_page(name)
    assert names(body(client, "PrefixIndex/User:Bob/")) == ["User:Bob/Draft", "User:Bob/Notes"]
    html = body(client, "PrefixIndex?prefix=bob/&namespace=2&limit=1")
    assert names(html) == ["User:Bob/Draft"]
    assert "prefix=Bob%2F&amp;namespace=2&amp;limit=1&amp;after=Bob%2FDraft" in html


@pytest.mark.parametrize("prefix", ["50%", "A_b", "A\\", "A'"])
def test_a_prefix_is_taken_as_it_is_written(client: Client, prefix: str) -> None:
    make_page("5000")
    make_page("AXb")
    assert names(body(client, f"PrefixIndex?prefix={prefix.replace('%', '%25')}")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_names_costs_one_query_with_a_beginning_two(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        make_page(f"Ant {n}")
    for path, queries in (("AllPages", 1), ("PrefixIndex/Ant", 1), ("AllPages?from=Ant", 2)):
        with django_assert_num_queries(queries):
            assert len(names(body(client, path))) == count


@pytest.mark.parametrize(
    "query",
    [
        "from=a%00",
        "to=a%00",
        "prefix=a%00",
        f"from={'x' * 10_000}",
        f"prefix={'x' * 10_000}",
        "limit=-1",
        "limit=x",
        "limit=501",
        "namespace=-1",
        "namespace=99999999999999999999",
        "after=a%00",
        f"before={'x' * 10_000}",
    ],
)
def test_bad_input_is_refused(client: Client, query: str) -> None:
    name = "PrefixIndex" if "prefix" in query else "AllPages"
    assert "Bad request</h1>" in body(client, f"{name}?{query}", 400)
