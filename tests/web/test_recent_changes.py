"""Special:RecentChanges."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import edit_page, make_page
from tests.web.pages import change_field, rome, text_of
from wiki.models import Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

ADDRESS = "/wiki/Special:RecentChanges"


def shown(client: Client, query: str = "") -> list[int]:
    """The revisions that the list shows, in order."""
    html = client.get(ADDRESS + query).content.decode()
    return [int(number) for number in re.findall(r'mw-changeslist-date" href="/revision/(\d+)"', html)]


def test_lists_every_page_newest_first(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    other = make_page("Carthage", editor=bob)
    last = change_field(page, "Mayor", "Galba", bob, summary="a new one")
    assert shown(client) == [last.pk, other.latest_id, page.latest_id]
    words = text_of(client, ADDRESS)
    assert "Rome Infobox › Mayor: Nero → Galba a new one" in words
    html = client.get(ADDRESS).content.decode()
    assert f'<a href="/diff/{page.latest_id}/{last.pk}">diff</a>' in html
    assert '<a href="/history/Carthage">hist</a>' in html


def test_hides_kinds_of_edits(client: Client, alice: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    by_alice = page.latest_id
    by_ip = edit_page(page, "Two.").revision
    assert by_ip is not None
    assert shown(client, "?hideanons=1") == [by_alice]
    assert shown(client, "?hideliu=1") == [by_ip.pk]
    client.force_login(alice.user)
    assert shown(client, "?hidemyself=1") == [by_ip.pk]
    Revision.objects.filter(pk=by_ip.pk).update(bot=True)
    Revision.objects.filter(pk=by_alice).update(minor=True)
    assert shown(client) == [by_alice]
    assert shown(client, "?hidebots=0") == [by_ip.pk, by_alice]
    # As the form sends it: the hidden field first, then the box if it is ticked.
    assert shown(client, "?hidebots=0&hideminor=0&hideminor=1") == [by_ip.pk]


def test_narrows_to_a_namespace_and_a_time(client: Client) -> None:
    page, talk = make_page("Rome"), make_page("Talk:Rome")
    assert shown(client, "?namespace=1") == [talk.latest_id]
    Revision.objects.filter(pk=page.latest_id).update(timestamp=timezone.now() - timedelta(days=10))
    assert shown(client) == [talk.latest_id]
    assert shown(client, "?days=30") == [talk.latest_id, page.latest_id]
    later = timezone.now() + timedelta(hours=1)
    assert shown(client, f"?from={later:%Y%m%d%H%M%S}") == []
    assert "No changes in this time." in text_of(client, f"{ADDRESS}?from={later:%Y%m%d%H%M%S}")


def test_goes_on_by_key(client: Client) -> None:
    ids = [make_page(f"Page {n}").latest_id for n in range(23)][::-1]
    assert shown(client, "?limit=20") == ids[:20]
    html = client.get(f"{ADDRESS}?limit=20").content.decode()
    older = re.search(r'<a class="quiet" href="([^"]+)" rel="next">', html)
    assert older is not None
    assert shown(client, older[1].removeprefix(ADDRESS).replace("&amp;", "&")) == ids[20:]


def test_hidden_author_and_summary(client: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice, summary="secret words")
    Revision.objects.filter(pk=page.latest_id).update(user_hidden=True, summary_hidden=True)
    html = client.get(ADDRESS).content.decode()
    assert "(username removed)" in html
    assert "Alice" not in html
    assert "secret words" not in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?limit=0", "“limit” in the address must be a whole number from 1 to 500, not “0”."),
        ("?days=x", "“days” in the address"),
        ("?namespace=99", "There is no namespace 99."),
        ("?from=yesterday", "“yesterday” is no time"),
        ("?older=" + quote("no|cursor"), "is no place in this list"),
        ("?older=" + quote("0001-01-01T00:00:00+23:59|1"), "is no place in this list"),
        ("?older=" + quote("2026-01-01T00:00:00Z|" + "9" * 30), "is no place in this list"),
    ],
)
def test_bad_input(client: Client, query: str, said: str) -> None:
    assert said in text_of(client, ADDRESS + query, 400)


def test_queries_do_not_grow(client: Client) -> None:
    counts = []
    page = rome()
    for mayors in (("Galba",), ("Otho", "Vitellius")):
        for mayor in mayors:
            change_field(page, "Mayor", mayor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(captured))
    assert counts == [2, 2]
