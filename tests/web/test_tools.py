"""The Tools menu, and the parameters by which MediaWiki's addresses name the same things."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import make_page
from tests.web.pages import change_field, rome
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

EVERYWHERE = {"t-whatlinkshere", "t-recentchangeslinked", "t-upload", "t-specialpages", "t-log"}
OF_A_PAGE = {
    "t-permalink",
    "t-report",
    "t-shorturl",
    "t-info",
    "t-cite",
    "t-source",
    "t-pdf",
    "t-epub",
    "t-markdown",
}


def tools(client: Client, address: str) -> dict[str, str]:
    """Id and address of each link of the menu."""
    html = client.get(address).content.decode()
    menu = html[html.index('id="p-tb"') :].split("</nav>")[0]
    return dict(re.findall(r'<li id="(t-[a-z]+)"><a href="([^"]+)"', menu))


def test_of_an_article(client: Client) -> None:
    page = rome()
    found = tools(client, "/wiki/Rome")
    assert found.keys() >= EVERYWHERE | OF_A_PAGE
    assert found["t-whatlinkshere"] == "/wiki/Special:WhatLinksHere/Rome"
    assert found["t-permalink"] == f"/revision/{page.latest_id}"
    assert '<li id="t-print"' in client.get("/wiki/Rome").content.decode()
    assert found["t-info"] == "/wiki/Special:PageInfo/Rome"
    assert found["t-cite"] == f"/wiki/Special:CiteThisPage/Rome?id={page.latest_id}"
    assert found["t-shorturl"] == f"/p/{page.pk}"
    for id_, address in found.items():
        # Who has no account is told to log in before uploading.
        wanted = 403 if id_ == "t-upload" else 200
        assert client.get(address, follow=True).status_code == wanted, address


def test_access_keys(client: Client) -> None:
    rome()
    html = client.get("/wiki/Rome").content.decode()
    for id_, key in {
        "t-whatlinkshere": "j",
        "t-recentchangeslinked": "k",
        "t-upload": "u",
        "n-specialpages": "q",
    }.items():
        assert re.search(rf'id="{id_}"><a [^>]*accesskey="{key}"', html), id_
    keys = re.findall(r'accesskey="(.)"', html)
    assert sorted(set(keys)) == sorted(keys)


def test_of_an_old_revision_the_links_stay_with_it(client: Client) -> None:
    page = rome()
    first = page.latest_id
    change_field(page, "Mayor", "Galba")
    found = tools(client, f"/revision/{first}")
    assert found["t-permalink"] == f"/revision/{first}"
    assert found["t-cite"] == f"/wiki/Special:CiteThisPage/Rome?id={first}"
    assert found["t-report"] == f"/wiki/Special:Report/Rome?oldid={first}"
    assert found["t-pdf"] == f"/download/pdf/Rome?oldid={first}"


def test_of_a_missing_and_a_deleted_page(client: Client, carol: Editor) -> None:
    delete_page(rome(), editor=carol)
    for address in ("/wiki/Rome", "/wiki/Nowhere"):
        found = tools(client, address).keys()
        assert found >= EVERYWHERE
        assert not found & OF_A_PAGE


def test_of_a_user(client: Client, alice: Editor) -> None:
    make_page("User talk:Alice/Old", editor=alice)
    found = tools(client, "/wiki/User_talk:Alice/Old")
    assert found["t-contributions"] == "/wiki/Special:Contributions/Alice"
    assert found["t-log"] == "/wiki/Special:Log?user=Alice"
    assert found["t-userrights"] == "/wiki/Special:UserRights/Alice"
    assert found["t-reportuser"] == "/wiki/Special:Report?user=Alice"
    assert "t-contributions" not in tools(client, "/wiki/Project:Nothing")
    of_an_address = tools(client, "/wiki/User:198.51.100.7")
    assert of_an_address["t-contributions"] == "/wiki/Special:Contributions/198.51.100.7"
    assert "t-userrights" not in of_an_address


def test_short_link(client: Client, carol: Editor) -> None:
    page = rome()
    response = client.get(f"/p/{page.pk}")
    assert (response.status_code, response["Location"]) == (302, "/wiki/Rome")
    delete_page(page, editor=carol)
    assert client.get(f"/p/{page.pk}").status_code == 404
    assert client.get("/p/99999999999999999999").status_code == 404


def test_retrieved_from_names_the_revision(client: Client) -> None:
    page = rome()
    first = page.latest_id
    second = change_field(page, "Mayor", "Galba").pk
    for address, id_ in (("/wiki/Rome", second), (f"/revision/{first}", first)):
        html = client.get(address).content.decode()
        found = re.search(r'<p class="printfooter">Retrieved from “<a href="([^"]+)"[^>]*>([^<]+)</a>”', html)
        assert found is not None
        assert found[1] == f"/wiki/Rome?oldid={id_}"
        assert found[2].endswith(found[1])
        assert client.get(found[1])["Location"] == f"/revision/{id_}"


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("action=info", "/wiki/Special:PageInfo/Rome"),
        ("action=history", "/history/Rome"),
        ("action=edit", "/edit/Rome"),
        ("action=raw", "/raw/Rome"),
        ("oldid=7", "/revision/7"),
        ("diff=8&oldid=7", "/diff?oldid=7&diff=8"),
        ("diff=prev&oldid=7", "/diff?oldid=7&diff=prev"),
    ],
)
def test_mediawikis_parameters(client: Client, query: str, there: str) -> None:
    rome()
    assert client.get(f"/wiki/Rome?{query}")["Location"] == there


def test_other_parameters_are_let_be(client: Client) -> None:
    rome()
    assert client.get("/wiki/Rome?action=view").status_code == 200
    assert client.get("/wiki/Rome?action=nonsense").status_code == 200
    assert client.get("/wiki/Rome?oldid=x").status_code == 400
