"""Lists of then: members of a category, what linked here, search results, facts; and what stays unseen."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import Clock
from tests.factories import edit_page, make_page
from tests.web.identity.signing_in import sign_in
from wiki.models import Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

BOX = "```infobox City\nMayor: {}\n```\n"
T = "/asof/2020-01-01T{}:00:00Z/"


@pytest.fixture
def told(alice: Editor, carol: Editor, clock: Clock) -> dict[str, Page]:
    """0: Rome and Milan in Cities, both linking to Tiber. 1: Milan becomes Milano, Rome speaks of other
    things. 2: Pisa comes. 3: Milano goes.
    """
    make_page("Category:Cities", "Places.", editor=alice)
    rome = make_page(
        "Rome", BOX.format("Nero") + "A quokka at the [[Tiber]]. [[Category:Cities]]", editor=alice
    )
    milan = make_page("Milan", BOX.format("Otho") + "[[Tiber]] [[Category:Cities]]", editor=alice)
    clock.goes()
    move_page(milan, Title(0, "Milano"), editor=alice, leave_redirect=True)
    edit_page(rome, BOX.format("Galba") + "A wombat.", editor=alice)
    clock.goes()
    pisa = make_page("Pisa", BOX.format("Vitellius") + "[[Tiber]] [[Category:Cities]]", editor=alice)
    clock.goes()
    delete_page(Page.objects.get(pk=milan.pk), editor=carol)
    clock.goes()
    return {"Rome": rome, "Milan": milan, "Pisa": pisa}


def rows(html: str, list_: str) -> list[str]:
    """Where the rows of a list lead."""
    part = html.partition(list_)[2].partition("</section>" if "members" in list_ else "</ul>")[0]
    return list(re.findall(r'<li><a href="([^"]+)"', part))


def search_hits(html: str) -> list[str]:
    return re.findall(r'<p class="search-head"><a href="([^"]+)"', html)


def test_a_category_has_the_members_of_then(client: Client, told: dict[str, Page]) -> None:
    def members(hour: str) -> list[str]:
        return rows(client.get(T.format(hour) + "Category:Cities").content.decode(), 'class="members"')

    assert members("00") == [T.format("00") + "Rome"]
    assert members("02") == [T.format("02") + "Pisa"]
    sign_in(client, "Carol")
    assert members("00") == [T.format("00") + name for name in ("Milan", "Rome")]
    assert members("01") == [T.format("01") + "Milano"]
    assert members("02") == [T.format("02") + name for name in ("Milano", "Pisa")]


def test_a_category_without_a_page_has_members_too(client: Client, clock: Clock) -> None:
    make_page("Rome", "[[Category:Pageless]]")
    clock.goes()
    then = client.get(T.format("00") + "Category:Pageless")
    assert then.status_code == 404
    assert "There was no page “Category:Pageless” on 2020-01-01 00:00 (UTC)." in then.content.decode()
    assert rows(then.content.decode(), 'class="members"') == [T.format("00") + "Rome"]
    assert "Read it as it is now" not in then.content.decode()
    before = client.get("/asof/2019-12-31/Category:Pageless")
    assert before.status_code == 404
    assert "There was none then." in before.content.decode()


def test_a_category_of_then_goes_on_by_key(client: Client, clock: Clock) -> None:
    make_page("Category:Many", "Many.")
    for n in range(202):
        make_page(f"Page {n:03}", "[[Category:Many]]")
    clock.goes()
    html = client.get(T.format("00") + "Category:Many").content.decode()
    assert len(rows(html, 'class="members"')) == 200
    assert "in all" not in html
    following = re.search(r'href="([^"]+)" rel="next">next page', html)
    assert following
    address = following[1].replace("&amp;", "&")
    assert address.startswith(T.format("00"))
    html = client.get(address).content.decode()
    assert rows(html, 'class="members"') == [T.format("00") + f"Page_{n}" for n in (200, 201)]


def test_what_linked_here(client: Client, told: dict[str, Page]) -> None:
    def links(hour: str, title: str = "Tiber") -> list[str]:
        address = f"{T.format(hour)}Special:WhatLinksHere/{title}"
        return rows(client.get(address).content.decode(), 'id="mw-whatlinkshere-list"')

    assert links("00") == [T.format("00") + "Rome"]
    assert links("01") == []
    assert links("02") == [T.format("02") + "Pisa"]
    page = client.get(f"{T.format('01')}Special:WhatLinksHere/Tiber").content.decode()
    assert "No page linked to Tiber then." in page
    assert '<a href="/wiki/Special:WhatLinksHere/Tiber">The same as it is now</a>' in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    sign_in(client, "Carol")
    assert links("00") == [T.format("00") + name for name in ("Rome", "Milan")]
    assert links("01", "Milano") == [T.format("01") + "Milan"]
    assert client.get(f"{T.format('00')}Special:WhatLinksHere/Special:Search").status_code == 400
    assert client.get(f"{T.format('00')}Special:WhatLinksHere/Tiber?after=x").status_code == 400


def test_searching_finds_what_was_said_then(client: Client, told: dict[str, Page]) -> None:
    def hits(hour: str, words: str) -> list[str]:
        address = f"{T.format(hour)}Special:Search"
        return search_hits(client.get(address, {"search": words}).content.decode())

    assert hits("00", "quokka") == [T.format("00") + "Rome"]
    assert hits("00", "wombat") == []
    assert hits("01", "quokka") == []
    assert hits("01", "wombat") == [T.format("01") + "Rome"]
    assert hits("00", '"quokka at the tiber"') == [T.format("00") + "Rome"]
    assert hits("00", "infobox:Mayor=Nero") == [T.format("00") + "Rome"]
    assert hits("02", "incategory:Cities") == [T.format("02") + "Pisa"]
    assert hits("00", "tib* -quokka") == []
    sign_in(client, "Carol")
    assert hits("00", "tib* -quokka") == [T.format("00") + "Milan"]
    assert hits("01", "milan OR milano") == [
        T.format("01") + name for name in ("Milan?redirect=no", "Milano")
    ]


def test_the_page_of_results(client: Client, told: dict[str, Page]) -> None:
    html = client.get(f"{T.format('00')}Special:Search?search=quokka").content.decode()
    assert '<b class="searchmatch">quokka</b>' in html
    assert "Results 1 – 1 of 1" in html
    assert '<a href="/wiki/Special:Search">The same as it is now</a>' in html
    nothing = client.get(f"{T.format('00')}Special:Search?search=nonesuch").content.decode()
    assert "There were no results matching the query." in nothing
    assert client.get(f"{T.format('00')}Special:Search").status_code == 200
    assert client.get(f"{T.format('00')}Special:Search?search=x&ns=no").status_code == 400
    namespaces = client.get(f"{T.format('00')}Special:Search?search=places&ns=all").content.decode()
    assert search_hits(namespaces) == [T.format("00") + "Category:Cities"]


def test_facts_of_then_stand_under_the_titles_of_then(client: Client, told: dict[str, Page]) -> None:
    def facts(hour: str) -> list[tuple[str, str]]:
        html = client.get(f"/wiki/Special:Facts?field=Mayor&at=2020-01-01T{hour}:00:00Z").content.decode()
        return re.findall(r'<th scope="row"><a href="([^"]+)">.*?<a class="fact"[^>]*>([^<]+)</a>', html)

    assert facts("00") == [(T.format("00") + "Rome", "Nero")]
    assert facts("02") == [(T.format("02") + "Pisa", "Vitellius"), (T.format("02") + "Rome", "Galba")]
    sign_in(client, "Carol")
    assert facts("00") == [(T.format("00") + "Milan", "Otho"), (T.format("00") + "Rome", "Nero")]
    assert facts("01") == [(T.format("01") + "Milano", "Otho"), (T.format("01") + "Rome", "Galba")]


def test_what_follows_from_a_hidden_text_is_told_nowhere(client: Client, told: dict[str, Page]) -> None:
    Revision.objects.filter(page=told["Rome"], number=1).update(text_hidden=True)
    base = T.format("00")
    assert client.get(base + "Rome").status_code == 403
    searches = [f"Special:Search?search={word}" for word in ("quokka", "rome")]
    for address in ("Category:Cities", "Special:WhatLinksHere/Tiber", *searches):
        assert f'"{base}Rome"' not in client.get(base + address).content.decode()
    facts = client.get("/wiki/Special:Facts?field=Mayor&at=2020-01-01T00:00:00Z").content.decode()
    assert "Nero" not in facts
    sign_in(client, "Carol")
    assert f'"{base}Rome"' in client.get(base + "Special:WhatLinksHere/Tiber").content.decode()


def test_other_special_pages_are_those_of_today(client: Client, clock: Clock) -> None:
    clock.goes()
    for name in ("Statistics", "Log/delete"):
        answer = client.get(f"{T.format('00')}Special:{name}")
        assert (answer.status_code, answer["Location"]) == (302, f"/wiki/Special:{name}")
    asked = client.get(f"{T.format('00')}Special:AllPages?from=B&prefix=C%26D")
    assert asked["Location"] == "/wiki/Special:AllPages?from=B&prefix=C%26D"


def test_facts_are_asked_of_the_moment(client: Client, clock: Clock) -> None:
    clock.goes()
    answer = client.get(f"{T.format('00')}Special:Facts?field=Mayor")
    assert answer["Location"] == "/wiki/Special:Facts?field=Mayor&at=2020-01-01T00%3A00%3A00Z"


def test_lists_cost_the_same_for_any_number(
    client: Client, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    costs = {
        "Category:Many": 10, "Special:WhatLinksHere/Tiber": 4, "Special:Search?search=wombat": 6,
    }  # fmt: skip
    make_page("Category:Many", "Many.")
    for count in (1, 3):
        for n in range(count):
            make_page(f"Page {count} {n}", "A wombat at the [[Tiber]]. [[Category:Many]]")
        clock.goes()
        client.get(f"/asof/2020-01-01T0{count // 3}:00:00Z/Category:Many")  # drawn, and kept
        for address, cost in costs.items():
            with django_assert_num_queries(cost):
                answer = client.get(f"/asof/2020-01-01T0{count // 3}:00:00Z/{address}")
            assert answer.status_code == 200


def test_a_search_reads_no_more_than_it_may(
    client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        edit_page(make_page(f"Page {n}", "A wombat."), "A wombat, too.")
    clock.goes()
    for n in range(4):
        edit_page(Page.objects.get(title=f"Page {n}"), "Nothing.")
    monkeypatch.setattr("wiki.reading.as_of.search.MOST", 3)
    html = client.get("/asof/2020-01-01T00:30:00Z/Special:Search?search=wombat").content.decode()
    assert len(search_hits(html)) == 3
    assert "too many pages were changed since" in html
    monkeypatch.setattr("wiki.reading.as_of.search.MOST", 300)
    monkeypatch.setattr("wiki.reading.as_of.search.MOST_BYTES", 2 * len("A wombat, too."))
    html = client.get("/asof/2020-01-01T00:30:00Z/Special:Search?search=wombat").content.decode()
    assert len(search_hits(html)) == 2
    assert "too many pages were changed since" in html
    monkeypatch.setattr("wiki.reading.as_of.search.MOST_BYTES", 4 * len("A wombat, too."))
    html = client.get("/asof/2020-01-01T00:30:00Z/Special:Search?search=wombat").content.decode()
    assert len(search_hits(html)) == 4
    assert "too many pages were changed since" not in html
