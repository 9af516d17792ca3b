"""Move on the site: works, forbidden, bad input, not found."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, reload, stored, title_of
from tests.web.pages import text_of, words
from wiki.models import LogEntry, Page, Revision
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.text.titles import Title


@pytest.fixture
def alices(client: Client, alice: Editor) -> Client:
    """Alice's browser."""
    client.login(username="Alice", password=PASSWORD)
    return client


@pytest.fixture
def carols(client: Client, carol: Editor) -> Client:
    """Carol's browser: an administrator's."""
    client.login(username="Carol", password=PASSWORD)
    return client


def test_a_page_is_moved_and_both_titles_lead_to_it(alices: Client, alice: Editor) -> None:
    make_page("Rome", "A city.", editor=alice)
    make_page("Talk:Rome", "Hm.", editor=alice)
    make_page("Urbs", "#REDIRECT [[Rome]]", editor=alice)
    form = text_of(alices, "/move/Rome")
    assert "Move “Rome”" in form
    assert "Move the discussion page too" in form
    assert "Let redirects that lead here lead to the new title" in form
    assert "Leave a redirect behind" not in form
    assert "Move the subpages too" not in form
    said = {"new_title": "roma", "reason": "its own name", "move_talk": "on", "mend_redirects": "on"}
    response = alices.post("/move/Rome", said)
    assert (response.status_code, response["Location"]) == (303, "/wiki/Roma")
    assert "The page was moved." in text_of(alices, "/wiki/Roma")
    assert find_page(Title(1, "Roma")) is not None
    assert alices.get("/wiki/Rome")["Location"].startswith("/wiki/Roma?")
    assert alices.get("/wiki/Urbs")["Location"].startswith("/wiki/Roma?")
    assert "Page moved: Rome → Roma" in text_of(alices, "/history/Roma")
    assert "moved page Rome to Roma (its own name)" in text_of(alices, "/wiki/Special:Log/move")
    assert "moved page Rome to Roma" in text_of(alices, "/wiki/Special:RecentChanges")


def test_without_a_redirect_the_old_title_tells(carols: Client, alice: Editor) -> None:
    make_page("Help:A", editor=alice)
    make_page("Help:A/one", editor=alice)
    assert "Move the subpages too (1)" in text_of(carols, "/move/Help:A")
    response = carols.post("/move/Help:A", {"new_title": "Help:B", "move_subpages": "on"})
    assert response["Location"] == "/wiki/Help:B"
    assert find_page(title_of("Help:B/one")) is not None
    missing = text_of(carols, "/wiki/Help:A", 404)
    assert "A page with this title was deleted or moved." in missing
    assert "moved page Help:A to Help:B without leaving a redirect" in missing
    assert "moved page Help:A to Help:B" in text_of(carols, "/edit/Help:A")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Rome", "The page has the title “Rome” already"),
        ("Milan", "There is a page “Milan” already"),
        ("A<b", "which no title can have"),
        ("", "Say which title the page shall have."),
        ("x" * 256, "has 256 bytes"),
        ("File:Rome.jpg", "A file stays a file"),
        ("Special:Rome", "a name of the wiki’s own pages"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    typed: str, told: str, alices: Client, alice: Editor
) -> None:
    make_page("Rome", editor=alice)
    make_page("Milan", editor=alice)
    response = alices.post("/move/Rome", {"new_title": typed, "reason": "my reason"})
    html = response.content.decode()
    assert response.status_code == 400
    assert told in words(html)
    assert 'value="my reason"' in html
    assert 'aria-invalid="true"' in html
    assert find_page(Title(0, "Rome")) is not None
    assert not LogEntry.objects.exists()


def test_who_may_not(client: Client, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    for method in (client.get, client.post):
        response = method("/move/Rome")
        assert response.status_code == 403
        assert "Moving pages needs an account" in words(response.content.decode())
        assert "Special:UserLogin?next=/move/Rome" in response.content.decode()
    assert "ca-move" not in client.get("/wiki/Rome").content.decode()
    client.login(username="Alice", password=PASSWORD)
    assert 'id="ca-move"' in client.get("/wiki/Rome").content.decode()
    assert 'accesskey="m"' in client.get("/wiki/Rome").content.decode()
    protect_page(page, {"move": "sysop"}, editor=carol)
    assert "ca-move" not in client.get("/wiki/Rome").content.decode()
    response = client.post("/move/Rome", {"new_title": "Roma"})
    assert response.status_code == 403
    assert "only administrators may move it" in words(response.content.decode())
    assert reload(page).title == "Rome"


def test_addresses(alices: Client, alice: Editor) -> None:
    make_page("New York", editor=alice)
    assert alices.get("/move/new York")["Location"] == "/move/New_York"
    assert alices.get("/wiki/Special:MovePage/New_York")["Location"] == "/move/New_York"
    assert alices.get("/wiki/Special:MovePage?page=New York")["Location"] == "/move/New_York"
    assert alices.get("/wiki/Special:MovePage").status_code == 200
    assert alices.get("/move/Nowhere").status_code == 404
    assert alices.post("/move/Nowhere", {"new_title": "X"}).status_code == 404


def test_somebody_moves_it_meanwhile(alices: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    alices.get("/move/Rome")
    alices.post("/move/Rome", {"new_title": "Roma"})
    edit_page(Page.objects.get(title="Rome"), "Another page now.", editor=alice)
    response = alices.post("/move/Rome", {"new_title": "Roma"})
    assert response.status_code == 400
    assert "There is a page “Roma” already" in words(response.content.decode())
    assert Page.objects.get(pk=page.pk).title == "Roma"


def test_as_of_a_moment_the_page_has_the_title_of_then(alices: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    long_ago = page.touched - timedelta(days=2)
    Page.history.filter(id=page.pk).update(valid_from=long_ago)
    stored(Revision).filter(page=page).update(timestamp=long_ago)
    alices.post("/move/Rome", {"new_title": "Roma"})
    then = f"{long_ago + timedelta(days=1):%Y-%m-%d}"
    html = alices.get(f"/asof/{then}/Rome").content.decode()
    assert '<h1 id="firstHeading"' in html
    assert "Rome</h1>" in html
    assert 'href="/wiki/Roma"' in html
    assert alices.get(f"/asof/{then}/Roma").status_code == 404
