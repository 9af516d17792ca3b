"""Special:Contributions."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import IP, edit_page, make_page
from tests.web.pages import change_field, rome, text_of
from wiki.models import Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

ADDRESS = "/wiki/Special:Contributions"


def shown(client: Client, rest: str) -> list[int]:
    """The revisions that the list shows, in order."""
    html = client.get(ADDRESS + rest).content.decode()
    return [int(number) for number in re.findall(r'mw-changeslist-date" href="/revision/(\d+)"', html)]


def test_lists_one_authors_edits(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first, by_bob = page.latest_id, change_field(page, "Mayor", "Galba", bob).pk
    last = change_field(page, "Mayor", "Otho", alice, summary="and another").pk
    assert shown(client, "/Alice") == [last, first]
    assert shown(client, "/Bob") == [by_bob]
    words = text_of(client, ADDRESS + "/Alice")
    assert "Rome Infobox › Mayor: Galba → Otho and another current" in words
    assert words.count("current") == 1
    assert words.startswith("User contributions for Alice")


def test_an_address_has_contributions_too(client: Client) -> None:
    page = make_page("Rome")
    assert shown(client, f"/{IP}") == [page.latest_id]
    assert "There is no account" not in text_of(client, f"{ADDRESS}/192.0.2.99")


def test_filters(client: Client, alice: Editor, bob: Editor) -> None:
    page, talk = make_page("Rome", "1", editor=alice), make_page("Talk:Rome", "1", editor=alice)
    second = edit_page(page, "2", editor=alice).revision
    assert second is not None
    Revision.objects.filter(pk=second.pk).update(minor=True)
    edit_page(page, "3", editor=bob)
    assert shown(client, "/Alice?namespace=1") == [talk.latest_id]
    assert shown(client, "/Alice?newOnly=1") == [talk.latest_id, page.latest_id]
    assert shown(client, "/Alice?hideMinor=1") == [talk.latest_id, page.latest_id]
    assert shown(client, "/Alice?topOnly=1") == [talk.latest_id]


def test_the_form_leads_to_the_lists_own_address(client: Client, alice: Editor) -> None:
    response = client.get(ADDRESS, {"target": "alice", "newOnly": "1"})
    assert (response.status_code, response["Location"]) == (302, f"{ADDRESS}/Alice?newOnly=1")
    assert "User contributions" in text_of(client, ADDRESS)


def test_pages_by_key(client: Client, alice: Editor) -> None:
    ids = [make_page(f"Page {n}", editor=alice).latest_id for n in range(23)][::-1]
    assert shown(client, "/Alice?limit=20") == ids[:20]
    html = client.get(f"{ADDRESS}/Alice?limit=20").content.decode()
    older = re.search(r'<a href="([^"]+)" rel="next">', html)
    assert older is not None
    rest = older[1].removeprefix(ADDRESS).replace("&amp;", "&")
    assert shown(client, rest) == ids[20:]
    newer = re.search(r'<a href="([^"]+)" rel="prev">', client.get(ADDRESS + rest).content.decode())
    assert newer is not None
    assert shown(client, newer[1].removeprefix(ADDRESS).replace("&amp;", "&")) == ids[:20]


def test_edits_whose_author_is_hidden_are_left_out(client: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    Revision.objects.filter(pk=page.latest_id).update(user_hidden=True)
    assert shown(client, "/Alice") == []


def test_rollback_is_offered_to_who_may(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    link = '<a href="/rollback/Rome?from=Bob" rel="nofollow">rollback</a>'
    assert link not in client.get(f"{ADDRESS}/Bob").content.decode()
    client.force_login(carol.user)
    assert link in client.get(f"{ADDRESS}/Bob").content.decode()


@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        ("/Nobody", 404, "There is no account named “Nobody” on this wiki."),
        ("/A%3Cb", 400, "A<b"),
        ("/Alice?limit=x", 400, "“limit” in the address"),
        ("/Alice?older=" + quote("2020|1"), 400, "is no place in this list"),
        ("/Alice?namespace=77", 400, "There is no namespace 77."),
    ],
)
def test_bad_input(client: Client, alice: Editor, rest: str, status: int, said: str) -> None:
    words = text_of(client, ADDRESS + rest, status).replace("&lt;", "<")
    assert said in words


def test_queries_do_not_grow(client: Client, alice: Editor) -> None:
    counts = []
    page = rome(alice)
    for mayors in (("Galba",), ("Otho", "Vitellius")):
        for mayor in mayors:
            change_field(page, "Mayor", mayor, alice)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ADDRESS}/Alice").status_code == 200
        counts.append(len(captured))
    assert counts == [2, 2]
