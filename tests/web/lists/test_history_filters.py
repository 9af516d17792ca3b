"""Filters of the History tab, and how one goes through it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload, stored
from tests.web.pages import change_field, rome, section, text_of
from tests.web.test_history import rows
from wiki.editing.undo import undo
from wiki.models import Page, Revision, RevisionTag
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

BEGUN = datetime(2020, 1, 1, 12, tzinfo=UTC)


def shown(client: Client, query: str, title: str = "Rome") -> list[int]:
    """Numbers of the revisions that the history lists."""
    ids = rows(client.get(f"/history/{title}?{query}").content.decode())
    numbers = dict(Revision.objects.filter(pk__in=ids).values_list("pk", "number"))
    return [numbers[int(id_)] for id_ in ids]


def dated(page: Page) -> None:
    """One revision a day from 1 January 2020 on."""
    for revision in Revision.objects.filter(page=page):
        moment = BEGUN + timedelta(days=revision.number - 1)
        stored(Revision).filter(pk=revision.pk).update(timestamp=moment)
        RevisionTag.objects.filter(revision=revision).update(timestamp=moment)


def with_undone(client: Client, alice: Editor) -> Page:
    """Rome with five revisions, of which the third and the fifth undo the one before."""
    page = rome(alice)
    for mayor in ("Galba", "Otho"):
        undo(page, change_field(page, "Mayor", mayor, alice), editor=alice)
    dated(page)
    return reload(page)


def test_until_a_date(client: Client, alice: Editor) -> None:
    with_undone(client, alice)
    assert shown(client, "date=2020-01-03") == [3, 2, 1]
    assert shown(client, "date=2019-12-31") == []
    assert shown(client, "date=2030-01-01") == [5, 4, 3, 2, 1]
    assert "no revision matches" in text_of(client, "/history/Rome?date=2019-12-31")


def test_with_a_tag(client: Client, alice: Editor) -> None:
    with_undone(client, alice)
    assert shown(client, "tagfilter=mw-undo") == [5, 3]
    assert shown(client, "tagfilter=mw-undo&date=2020-01-04") == [3]
    assert shown(client, "tagfilter=nonsense") == []
    html = client.get("/history/Rome?tagfilter=mw-undo").content.decode()
    assert '<option value="mw-undo" selected>Undo</option>' in html
    assert '<details class="filters folded" open>' in html
    assert '<details class="filters folded">' in client.get("/history/Rome").content.decode()


def test_together_with_a_part(client: Client, alice: Editor) -> None:
    page = with_undone(client, alice)
    part = section(page, "History").pk
    assert shown(client, f"section={part}&tagfilter=mw-undo") == []
    html = client.get(f"/history/Rome?section={part}&tagfilter=mw-undo").content.decode()
    assert f'<input type="hidden" name="section" value="{part}">' in html


def test_goes_on_by_key_within_the_filter(client: Client) -> None:
    page = make_page("Long", "0")
    for number in range(1, 30):
        edit_page(page, str(number))
    dated(page)
    html = client.get("/history/Long?limit=20&date=2020-01-25").content.decode()
    assert len(rows(html)) == 20
    older = re.search(r'<a href="/history/Long\?([^"]+)" rel="next">', html)
    assert older is not None
    query = older[1].replace("&amp;", "&")
    assert "date=2020-01-25" in query
    assert shown(client, query, "Long") == [5, 4, 3, 2, 1]
    assert shown(client, "limit=20&date=2020-01-25&oldest=1", "Long") == list(range(20, 0, -1))


def test_only_hidden_ones_for_administrators(client: Client, alice: Editor, carol: Editor) -> None:
    page = with_undone(client, alice)
    Revision.objects.filter(page=page, number=2).update(summary_hidden=True)
    assert shown(client, "hidden=1") == [5, 4, 3, 2, 1]
    assert "Only revisions of which something is hidden" not in text_of(client, "/history/Rome")
    client.force_login(carol.user)
    assert shown(client, "hidden=1") == [2]


def test_furniture(client: Client) -> None:
    page = make_page("Long", "0")
    for number in range(1, 22):
        edit_page(page, str(number))
    words = text_of(client, "/history/Long?limit=20")
    assert "(newest | oldest ) View (newer 20 | older 20 ) ( 20 | 50 | 100 | 250 | 500 )" in words
    assert words.count("Compare selected revisions") == 2
    assert "View logs for this page" in words
    assert "(cur) = difference from the latest revision" in words
    assert "Change visibility" not in words


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("date=yesterday", "“yesterday” is no date."),
        ("date=2020-13-01", "is no date"),
        ("date=" + "9" * 10_000, "is no date"),
        ("tagfilter=" + "x" * 65, "can be no tag"),
        ("tagfilter=a%00", "can be no tag"),
    ],
)
def test_bad_input(client: Client, query: str, said: str) -> None:
    rome()
    assert said in text_of(client, f"/history/Rome?{query}", 400)


@pytest.mark.parametrize(("query", "number"), [("tagfilter=mw-undo", 5), ("date=2090-01-01", 6)])
def test_queries_do_not_grow(client: Client, alice: Editor, query: str, number: int) -> None:
    page = rome(alice)
    counts = []
    for mayors in (("Galba",), ("Otho", "Piso")):
        for mayor in mayors:
            undo(page, change_field(page, "Mayor", mayor, alice), editor=alice)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/history/Rome?{query}").status_code == 200
        counts.append(len(captured))
    assert counts == [number, number]


def test_each_tag_is_a_row(alice: Editor) -> None:
    page = rome(alice)
    undo(page, change_field(page, "Mayor", "Galba", alice), editor=alice)
    row = RevisionTag.objects.get(tag="mw-undo")
    latest = reload(page).latest
    assert latest is not None
    assert (row.revision_id, row.page_id, row.number) == (latest.pk, page.pk, 3)
    assert (row.timestamp, row.author_text) == (latest.timestamp, "Alice")
