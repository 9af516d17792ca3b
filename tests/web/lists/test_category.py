"""A category's page, the list of categories, their tree, any page of one."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_category_shows_subcategories_pages_and_files(client: Client) -> None:
    make_page("Category:Things", "All things. [[Category:World]]")
    make_page("Ant", "[[Category:Things|Zzz]]")
    make_page("Category:Inner", "[[Category:Things]]")
    make_page("File:Map.png", "[[Category:Things]]")
    html = body(client, "/wiki/Category:Things")
    assert "<p>All things.</p>" in html
    assert '<h2 id="mw-subcategories">Subcategories</h2> <p class="counted">1 of 1 in all' in html
    assert '<h2 id="mw-pages">Pages in category “Things”</h2>' in html
    assert '<h3>Z</h3><ul><li><a href="/wiki/Ant">Ant</a></li></ul>' in html
    assert '<h2 id="mw-category-media">Media in category “Things”</h2>' in html
    assert '<a href="/wiki/Category:Inner">Inner</a> <small class="muted">0 pages</small>' in html
    assert 'id="catlinks"' in html


def test_a_long_category_is_gone_through_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.reading.categories.category.category_members.__kwdefaults__", {"limit": 2})
    for name in ("A", "B", "C"):
        make_page(name, "[[Category:Things]]")
    html = body(client, "/wiki/Category:Things", 404)  # it has no page of its own
    assert "2 of 3 in all" in html
    address = html.split(' rel="next"')[0].rsplit('href="', 1)[1].removesuffix('"')
    assert address.startswith("/wiki/Category:Things?pagefrom=b%7C")
    assert address.endswith("#mw-pages")
    html = body(client, address.replace("&amp;", "&"), 404)
    assert "1 of 3 in all" in html
    assert ">C</a></li>" in html
    assert "?pageuntil=c%7C" in html


def test_an_empty_category_says_how_pages_join(client: Client) -> None:
    make_page("Category:Things")
    assert "A page joins with <code>[[Category:Things]]</code>" in body(client, "/wiki/Category:Things")


@pytest.mark.parametrize("count", [1, 3])
def test_a_category_page_costs_two_queries_for_its_members(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page("Category:Things")
    for n in range(count):
        make_page(f"P{n}", "[[Category:Things]]")
    with django_assert_num_queries(4):
        body(client, "/wiki/Category:Things")


def test_the_validator_follows_the_members(client: Client) -> None:
    make_page("Category:Things", "[[Category:World]]")
    make_page("Category:World")
    before = [client.get(f"/wiki/Category:{name}")["ETag"] for name in ("Things", "World")]
    make_page("Ant", "[[Category:Things]]")
    after = [client.get(f"/wiki/Category:{name}")["ETag"] for name in ("Things", "World")]
    assert before[0] != after[0]
    assert before[1] != after[1]  # which lists Things with its counts


@pytest.mark.parametrize(
    "path",
    [
        "Category:Things?pagefrom=a%7Cb",
        "Category:Things?from=a%00",
        "Category:Things?pagefrom=a%00%7C1",
        "Special:CategoryTree/Things?after=x",
        "Special:CategoryTree?target=a%00",
        "Special:CategoryTree/A%5B",
        "Special:Categories?limit=0",
        f"Special:Categories?from={'x' * 10_000}",
        "Special:Categories?after=a%00",
        "Special:RandomInCategory/A%5B",
    ],
)
def test_bad_input_is_refused(client: Client, path: str) -> None:
    make_page("Category:Things", "[[Category:Things]]")
    make_page("Ant", "[[Category:Things]]")
    assert "Bad request</h1>" in body(client, f"/wiki/{path}", 400)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_categories_costs_one_query(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        make_page(f"P{n}", f"[[Category:C{n}]]")
    make_page("Category:C0", "[[Category:Above]]")
    with django_assert_num_queries(1):
        html = body(client, "/wiki/Special:Categories")
    assert '<a href="/wiki/Category:C0">C0</a></span> <span class="figure">1 page</span>' in html
    assert '<a href="/wiki/Special:CategoryTree/Above">1 subcategory</a>' in html
    assert 'class="new"' in html
    assert ">Above</a>" not in body(client, "/wiki/Special:Categories?from=b")


def test_the_tree_opens_without_script(client: Client) -> None:
    make_page("Category:Things", "[[Category:World]]")
    make_page("Category:Inner", "[[Category:Things]]")
    html = body(client, "/wiki/Special:CategoryTree")
    assert "<details> <summary>" in html
    assert "<summary>World <small" in html
    assert 'href="/wiki/Special:CategoryTree/World">This branch alone</a>' in html
    html = body(client, "/wiki/Special:CategoryTree/Things")
    assert '<a href="/wiki/Special:CategoryTree/World">World</a>' in html
    assert "Inner</a>" in html
    assert "No subcategories." in body(client, "/wiki/Special:CategoryTree?target=Nothing")


def test_a_random_page_of_a_category(client: Client) -> None:
    make_page("Ant", "[[Category:Things]]")
    answer = client.get("/wiki/Special:RandomInCategory/Things")
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, "/wiki/Ant", "no-store")
    assert "No page is in" in body(client, "/wiki/Special:RandomInCategory?wpcategory=Nothing")
