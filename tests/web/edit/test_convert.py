"""Convert to Markdown: looked at first, then one edit; offered where it can be done."""

import pytest
from django.test import Client

from tests.factories import edit_page, make_page, reload
from tests.web.pages import words
from wiki.models import Revision
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db


def test_it_shows_what_would_come_of_it_and_does_it(client: Client):
    page = make_page("Alpha", "'''Alpha''' is a town.", model="wikitext")
    html = client.get("/convert/Alpha").content.decode()
    assert "<p><strong>Alpha</strong> is a town.</p>" in html
    assert "− Wikitext + Markdown" in words(html)
    assert open_page(reload(page)).text == "'''Alpha''' is a town."
    answer = client.post("/convert/Alpha", {"base": "1", "summary": ""})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Alpha")
    assert open_page(reload(page)).text == "**Alpha** is a town.\n"
    latest = Revision.objects.latest("pk")
    assert (latest.summary, latest.tags) == ("Converted from wikitext to Markdown", ["mw-contentmodelchange"])
    assert "The page is written in Markdown now." in client.get("/wiki/Alpha").content.decode()
    assert "Content model change" in client.get("/history/Alpha").content.decode()


def test_an_edit_meanwhile_is_shown_first(client: Client):
    page = make_page("Alpha", "''Old''.", model="wikitext")
    edit_page(page, "''New''.")
    answer = client.post("/convert/Alpha", {"base": "1", "summary": "mine"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "<em>New</em>" in html
    assert 'value="mine"' in html
    assert "Somebody has edited the page since." in words(html)
    assert reload(page).number == 2


def test_it_is_offered_for_pages_of_wikitext(client: Client):
    made = make_page("Alpha", "Words.", model="wikitext")
    edit_page(made, "Other words.")
    make_page("Beta", "Words.")
    make_page("Template:Gamma", "Words.", model="wikitext")
    link = "Convert to Markdown"
    assert link in client.get("/wiki/Alpha").content.decode()
    assert link not in client.get("/wiki/Beta").content.decode()
    assert link not in client.get("/wiki/Template:Gamma").content.decode()
    assert link not in client.get(f"/revision/{made.latest_id}").content.decode()
    for name, why in (
        ("Beta", "The page is in Markdown already."),
        ("Template:Gamma", "Only pages of wikitext can be converted"),
    ):
        answer = client.get(f"/convert/{name}")
        assert answer.status_code == 400
        assert why in words(answer.content.decode())
    assert client.get("/convert/Nowhere").status_code == 404
