"""Pieces that are drawn once: equal to what `include` gives, never stale, bounded."""

from __future__ import annotations

import pytest
from django.template import engines
from django.test import Client
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page
from wiki.models import Page
from wiki.permissions import Editor
from wiki.reading.page import read_page
from wiki.templatetags.drawn import Kept, kept
from wiki.text.titles import Title


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.pieces.clear()


def drawing(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.django_db
def test_a_drawn_page_is_what_include_gives(anon: Editor) -> None:
    make_page("Rome", "A city, see [[Milan]].\n\n## Past\n\nLong.\n\n## See also\n\n- [[Milan]]")
    view = read_page(Title(0, "Rome"), viewer=anon)
    included = drawing('{% include "read/page.html" %}', view=view, plain=False)
    drawn = '{% load drawn %}{% drawn "read/page.html" view=view|article plain=plain %}'
    assert drawing(drawn, view=view, plain=False) == included  # drawn
    assert drawing(drawn, view=view, plain=False) == included  # kept
    assert len(kept.pieces) == 1
    assert drawing(drawn, view=view, plain=True) != included


@pytest.mark.django_db
def test_a_red_link_turns_blue_in_the_next_answer(client: Client) -> None:
    make_page("Rome", "A city, see [[Milan]].")
    address = "/wiki/Rome"
    assert '<a href="/edit/Milan?redlink=1" class="new"' in client.get(address).content.decode()
    make_page("Milan", "Another.")
    assert '<a href="/wiki/Milan" title="Milan">' in client.get(address).content.decode()


@pytest.mark.django_db
def test_an_edit_shows_in_the_next_answer_and_the_old_text_stays_at_its_revision(client: Client) -> None:
    page = make_page("Rome", "A city.")
    client.get("/wiki/Rome")
    first = page.latest_id
    edit_page(page, "A capital.")
    assert "A capital." in client.get("/wiki/Rome").content.decode()
    assert "A city." in client.get(f"/revision/{first}").content.decode()


@pytest.mark.django_db
def test_keeping_pieces_changes_no_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page("Rome", "A city.")
    for _ in range(2):
        with django_assert_num_queries(2):
            client.get("/wiki/Rome")


def test_other_languages_and_other_types_are_other_pieces() -> None:
    source = '{% load drawn %}{% drawn "frame/styles.html" line=line %}'

    drawing(source, line="a")
    with override("de"):
        drawing(source, line="a")
    drawing(source, line=mark_safe("a"))
    assert len(kept.pieces) == 3


def test_a_row_of_the_database_is_refused() -> None:
    with pytest.raises(TypeError, match="line is a row of the database"):
        drawing('{% load drawn %}{% drawn "frame/styles.html" line=line %}', line=Page(title="Rome"))


def test_what_was_used_longest_ago_makes_room() -> None:
    store = Kept(100)
    for name in "abc":
        store.keep(name, SafeString(name * 10))
    assert store.get("a") == "a" * 10
    for name in "defghijk":
        store.keep(name, SafeString(name * 10))
    assert list(store.pieces) == [*"cadefghijk"]
    store.keep("long", SafeString("x" * 11))
    assert store.get("long") is None
    assert sum(map(len, store.pieces.values())) + store.room == 100
