"""Special:Contributions."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import IP, edit_page, make_page, stored
from tests.web.pages import change_field, rome, text_of
from wiki.editing.undo import undo
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
    stored(Revision).filter(pk=second.pk).update(minor=True)
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
    assert counts == [6, 6]


# ---- Dates, tags, ranges, and what stands around the list -------------------------------------------------


def test_narrows_to_days_and_to_a_tag(client: Client, alice: Editor) -> None:
    page = rome(alice)
    first, second = page.latest_id, change_field(page, "Mayor", "Galba", alice)
    third = undo(page, second, editor=alice).revision
    assert third is not None
    for id_, day in ((first, 1), (second.pk, 2), (third.pk, 3)):
        stored(Revision).filter(pk=id_).update(timestamp=datetime(2020, 1, day, 23, 59, 59, tzinfo=UTC))
    assert shown(client, "/Alice?start=2020-01-02") == [third.pk, second.pk]
    assert shown(client, "/Alice?end=2020-01-02") == [second.pk, first]
    assert shown(client, "/Alice?start=2020-01-02&end=2020-01-02") == [second.pk]
    assert shown(client, "/Alice?tagfilter=mw-undo") == [third.pk]
    assert shown(client, "/Alice?end=9999-12-31") == [third.pk, second.pk, first]
    html = client.get(f"{ADDRESS}/Alice?start=2020-01-02").content.decode()
    assert '<input type="date" name="start" value="2020-01-02">' in html


def test_a_range_of_addresses(client: Client, alice: Editor) -> None:
    make_page("Mine", editor=alice)
    addresses = ("198.51.100.7", "198.51.100.200", "198.51.101.1", "2001:db8::1", "2001:db8:1::1")
    ids = {
        ip: make_page(f"Page {number}", editor=Editor(None, ip)).latest_id
        for number, ip in enumerate(addresses)
    }
    assert shown(client, "/198.51.100.0/24") == [ids["198.51.100.200"], ids["198.51.100.7"]]
    assert shown(client, "/198.51.100.0/25") == [ids["198.51.100.7"]]
    assert shown(client, "/2001:db8::/48") == [ids["2001:db8::1"]]
    assert shown(client, "/2001:db8::/32") == [ids["2001:db8:1::1"], ids["2001:db8::1"]]
    words = text_of(client, f"{ADDRESS}/198.51.100.0/24")
    assert words.startswith("User contributions for 198.51.100.0/24")
    assert "198.51.100.200 ( talk | contribs )" in words
    assert client.get(ADDRESS, {"target": "198.51.100.9/24"})["Location"] == f"{ADDRESS}/198.51.100.0/24"


def test_a_range_leaves_out_hidden_authors(client: Client) -> None:
    page = make_page("Rome")
    Revision.objects.filter(pk=page.latest_id).update(user_hidden=True)
    assert shown(client, "/198.51.100.0/24") == []


def test_edits_a_day_are_drawn_above_the_whole_list(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", alice)
    change_field(page, "Mayor", "Otho", bob)
    html = client.get(f"{ADDRESS}/Alice").content.decode()
    assert html.count('<svg class="chart-bars" role="img"') == 1
    assert "<desc>2 edits in 90 days; at most 2, on " in html
    assert "chart-bars" not in client.get(f"{ADDRESS}/Alice?topOnly=1").content.decode()
    Revision.objects.filter(number=2).update(user_hidden=True)
    assert "<desc>1 edit in 90 days" in client.get(f"{ADDRESS}/Alice").content.decode()


def test_the_head_leads_to_what_else_there_is_of_the_author(client: Client, alice: Editor) -> None:
    make_page("Rome", editor=alice)
    html = client.get(f"{ADDRESS}/Alice").content.decode().split('id="contentSub"')[1].split("</p>")[0]
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', html) == [
        ("/wiki/User:Alice", "Alice"),
        ("/wiki/User_talk:Alice", "talk"),
        ("/wiki/Special:Log?type=block&amp;page=User:Alice", "block log"),
        ("/wiki/Special:Log?type=upload&amp;user=Alice", "uploads"),
        ("/wiki/Special:Log?user=Alice", "logs"),
        ("/wiki/Special:Report?user=Alice", "report"),
        ("/wiki/Special:UserRights/Alice", "user rights"),
    ]
    assert "( talk | block log | uploads | logs | report )" in text_of(client, f"{ADDRESS}/{IP}")


def test_what_stands_below(client: Client, alice: Editor) -> None:
    rome(alice)
    words = text_of(client, f"{ADDRESS}/Alice")
    assert "1 edit in all · account since" in words
    for link in ("subpages", "user rights", "uploads"):
        assert f"· {link}" in words
    alice.user.is_active = False
    alice.user.save()
    assert "This account is closed." in text_of(client, f"{ADDRESS}/Alice")


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("/Alice?start=yesterday", "“yesterday” is no date"),
        ("/Alice?end=2020-02-30", "“2020-02-30” is no date"),
        ("/Alice?tagfilter=" + "x" * 65, "can be no tag"),
        ("/10.0.0.0/8", "/16 is the widest"),
        ("/::/0", "/32 is the widest"),
        ("/198.51.100.0/99", "is no range of addresses"),
        ("/198.51.100.0/x", "is no range of addresses"),
    ],
)
def test_bad_dates_tags_and_ranges(client: Client, alice: Editor, rest: str, said: str) -> None:
    assert said in text_of(client, ADDRESS + rest, 400)


def test_queries_of_a_range_do_not_grow(client: Client) -> None:
    counts = []
    for number in (1, 2, 3):
        make_page(f"Page {number}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ADDRESS}/198.51.100.0/24").status_code == 200
        counts.append(len(captured))
    assert counts == [4, 4, 4]
