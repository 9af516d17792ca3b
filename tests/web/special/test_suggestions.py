"""Special:Suggestions: the list of what waits and of what was decided."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.editing.suggest.suggesting import TEXT, suggest_text
from tests.factories import make_page
from wiki.editing.suggest.propose import withdraw
from wiki.models import Page
from wiki.permissions import Editor

LIST = "/wiki/Special:Suggestions"


@pytest.fixture
def rome(alice: Editor) -> Page:
    return make_page("Rome", TEXT, editor=alice)


def test_it_tells_what_each_would_change(client: Client, rome: Page, bob: Editor) -> None:
    made = suggest_text(rome, TEXT.replace("Nero", "Galba"), bob, summary="the new one")
    page = client.get(LIST).content.decode()
    assert f'href="/suggestion/{made.pk}"' in page
    assert "Nero" in page
    assert "Galba" in page
    assert "the new one" in page


def test_it_is_narrowed(client: Client, rome: Page, alice: Editor, bob: Editor) -> None:
    ostia = make_page("Ostia", "A harbour.", editor=alice)
    first = suggest_text(rome, TEXT.replace("Nero", "Galba"), bob)
    second = suggest_text(ostia, "A big harbour.", alice)
    withdraw(second, editor=alice)

    def shown(query: str) -> list[int]:
        page = client.get(LIST + query).content.decode()
        return [one.pk for one in (first, second) if f'href="/suggestion/{one.pk}"' in page]

    assert shown("") == [first.pk]
    assert shown("?state=all") == [first.pk, second.pk]
    assert shown("?state=withdrawn") == [second.pk]
    assert shown("?author=Alice&state=all") == [second.pk]
    assert shown("?page=Ostia") == []
    assert shown("/Rome") == [first.pk]
    assert shown("?page=Nowhere") == []
    assert shown("?kind=pending") == []


@pytest.mark.parametrize("query", ["?state=eaten", "?kind=odd", "?after=nonsense", "?page=A%3CB", "?limit=x"])
def test_a_bad_query_is_refused(client: Client, db: None, query: str) -> None:
    assert client.get(LIST + query).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_few_and_many(
    client: Client, rome: Page, bob: Editor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        suggest_text(rome, TEXT.replace("Nero", f"Nero {n}"), bob)
    client.get(LIST)
    with django_assert_num_queries(3):
        client.get(LIST)


def test_it_goes_on(client: Client, rome: Page, bob: Editor) -> None:
    made = [suggest_text(rome, TEXT.replace("Nero", f"Nero {n}"), bob) for n in range(21)]
    page = client.get(f"{LIST}?limit=20").content.decode()
    assert f'href="/suggestion/{made[20].pk}"' in page
    assert f'href="/suggestion/{made[0].pk}"' not in page
    assert "next 20" in page
