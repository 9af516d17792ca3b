"""The forms that move a section to another page and merge pages: work, forbidden, bad input, not found."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_page, reload
from tests.web.pages import rome, section, text_of, words
from wiki.models import Page, Section
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.showing.raw import page_source
from wiki.text.titles import Title

ITALY = Title(0, "Italy")


@pytest.fixture
def alices(client: Client, alice: Editor) -> Client:
    """Alice's browser."""
    client.login(username="Alice", password=PASSWORD)
    return client


@pytest.fixture
def page(alice: Editor) -> Page:
    make_page("Italy", "A country.\n\n## People\n\nMany.", editor=alice)
    return reload(rome(alice))


def address(page: Page, title: str = "Economy") -> str:
    return f"/wiki/Special:MoveSection/{section(page, title).pk}"


def test_a_section_is_moved_and_its_links_follow(alices: Client, page: Page, alice: Editor) -> None:
    old, where = section(page, "Economy").pk, address(page)
    form = text_of(alices, where)
    assert "Move “Economy” from Rome" in form
    assert "with its subsection" in form
    assert "Many people come to see it." in form
    said = {"target": "italy", "where": "after", "after": "People", "reason": "belongs there"}
    response = alices.post(where, said)
    assert (response.status_code, response["Location"]) == (303, "/wiki/Italy#Economy")
    shown = text_of(alices, "/wiki/Italy")
    assert "The text was moved here." in shown
    assert "Trade and offices." in shown
    assert alices.get(f"/section/{old}")["Location"] == "/wiki/Italy#Economy"
    new = Section.objects.get(page__title="Italy", title="Economy").pk
    here = text_of(alices, f"/history/Rome?section={old}")
    assert "This section was moved to “Italy”." in here
    assert f"/history/Italy?section={new}" in alices.get(f"/history/Rome?section={old}").content.decode()
    there = alices.get(f"/history/Italy?section={new}").content.decode()
    assert "This section came from “Rome”." in words(there)
    assert f"/history/Rome?section={old}" in there
    assert "Moved “Economy” to Italy : belongs there" in text_of(alices, "/history/Rome")
    assert "Moved “Economy” here from Rome" in text_of(alices, "/history/Italy")
    assert "§ Economy moved to the page Italy, −3 words" in text_of(alices, "/history/Rome")
    assert "§ Economy came from the page Rome, +3 words" in text_of(alices, "/history/Italy")
    card = alices.get("/preview/Rome?section=Economy").json()
    assert card["gone"] == f"/section/{old}"  # what the script says to whoever follows an old link
    assert alices.get(where).status_code == 302


def test_the_history_of_a_section_offers_it(alices: Client, page: Page, client: Client) -> None:
    html = alices.get(f"/history/Rome?section={section(page, 'Economy').pk}").content.decode()
    assert f'href="{address(page)}"' in html
    lead = Section.objects.get(page=page, level=0).pk
    assert "Special:MoveSection" not in alices.get(f"/history/Rome?section={lead}").content.decode()
    assert "Special:MergePages/Rome" in alices.get("/move/Rome").content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"target": ""}, "Say to which page."),
        ({"target": "A|b"}, "which no title can have"),
        ({"target": "Rome"}, "is the page itself"),
        ({"target": "Italy", "where": "after", "after": "Nowhere"}, "The page has no section “Nowhere”."),
        ({"target": "Italy", "where": "somewhere"}, "Select a valid choice"),
        ({"target": "Special:Log"}, "Special pages cannot be edited."),
    ],
)
def test_what_cannot_be_is_told(said: dict, told: str, alices: Client, page: Page) -> None:
    response = alices.post(address(page), {"reason": "my reason", **said})
    html = response.content.decode()
    assert response.status_code == 400
    assert told in words(html)
    assert 'value="my reason"' in html
    assert "Economy" in page_source(Title(0, "Rome"), viewer=Editor(None, "192.0.2.9"))


def test_protected_pages(alices: Client, page: Page, carol: Editor) -> None:
    protect_page(find_page(ITALY), {"edit": "sysop"}, editor=carol)
    response = alices.post(address(page), {"target": "Italy"})
    assert response.status_code == 400
    assert "This page is protected" in words(response.content.decode())
    protect_page(page, {"edit": "sysop"}, editor=carol)
    assert alices.get(address(page)).status_code == 403
    assert alices.get("/wiki/Special:MergePages/Rome").status_code == 403


def test_not_found(alices: Client, page: Page, carol: Editor) -> None:
    where, lead = address(page), Section.objects.get(page=page, level=0).pk
    for rest in ("", "x", "0", "99999999", str(lead), "9" * 30):
        assert alices.get(f"/wiki/Special:MoveSection/{rest}").status_code == 404
    assert alices.get("/wiki/Special:MergePages/Nowhere").status_code == 404
    assert alices.get("/wiki/Special:MergePages").status_code == 200
    assert alices.get("/wiki/Special:MergePages?page=rome")["Location"] == "/wiki/Special:MergePages/Rome"
    delete_page(page, editor=carol)
    assert alices.get(where).status_code == 404


def test_pages_are_merged(alices: Client, page: Page) -> None:
    response = alices.post("/wiki/Special:MergePages/Rome", {"target": "Italy", "reason": ""})
    assert (response.status_code, response["Location"]) == (303, "/wiki/Italy#Rome")
    assert "Rome is a city in Italy." in text_of(alices, "/wiki/Italy")
    assert alices.get("/wiki/Rome")["Location"].startswith("/wiki/Italy?")
    response = alices.post("/wiki/Special:MergePages/Rome", {"target": "Italy"})
    assert "is a redirect: there is nothing to move" in words(response.content.decode())
