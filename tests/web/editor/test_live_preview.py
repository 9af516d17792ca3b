"""The preview that a script fetches as one types."""

import re

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, reload
from tests.web.posting import form_in
from wiki.models import Revision, Section
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page

pytestmark = pytest.mark.django_db

TEXT = (
    "```infobox Rome\nMayor: Nero\n```\nA city.\n\n## History\n\nLong.\n\n"
    "## Economy\n\nTrade.[^1]\n\n[^1]: A source."
)


@pytest.fixture
def page():
    return make_page("Rome", TEXT)


def ask(client, address="/edit/Rome", **changes):
    """Open the form at an address, and ask for the preview of what stands in it, with some inputs changed."""
    opened = client.get(address)
    door = re.search(
        r'data-door="([^"]*)"', re.search(r'<section class="live-preview".*?>', opened.content.decode())[0]
    )[1]
    return client.post(door, dict(form_in(opened).pairs) | changes)


def test_the_page_as_it_would_look(client, page):
    response = ask(client, text=TEXT.replace("A city", "A **big** city in [[Italy]]"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "A <strong>big</strong> city" in html
    assert 'class="new"' in html  # Italy is not there
    assert "Nero" in html
    assert "A source." in html
    assert "<html" not in html
    assert "editsection" not in html
    assert "no-store" in response.headers["Cache-Control"]


def test_one_section_alone(client, page):
    section = Section.objects.get(title="Economy")
    html = ask(client, f"/edit/Rome?section={section.pk}", text="## Economy\n\nTrade *now*.").content.decode()
    assert "Trade <em>now</em>." in html
    assert "Nero" not in html
    assert "Long." not in html


def test_a_new_section_and_a_new_page(client, page):
    html = ask(client, "/edit/Rome?section=new", heading="Sport", text="None.").content.decode()
    assert "Sport" in html
    assert "None." in html
    assert "None." in ask(client, "/edit/Paris", text="None.").content.decode()


def test_nothing_is_written(client, page, no_writes):
    opened = dict(form_in(client.get("/edit/Rome")).pairs)
    with no_writes():
        assert client.post("/edit-preview/Rome", opened | {"text": "Other."}).status_code == 200
    assert Revision.objects.count() == 1


def refusal(response):
    return response.status_code, response.json()["error"]


def test_without_a_token_nothing_is_rendered(page):
    assert Client(enforce_csrf_checks=True).post("/edit-preview/Rome", {"text": "x"}).status_code == 403


def test_only_a_form_is_answered(client, page):
    assert client.get("/edit-preview/Rome").status_code == 405


def test_too_long_a_text(client, page):
    assert refusal(ask(client, text="x" * 600_000)) == (413, "toolarge")


def test_who_may_not_edit_is_refused(client, page, carol):
    opened = dict(form_in(client.get("/edit/Rome")).pairs)
    protect_page(page, {"edit": "sysop"}, editor=carol, reason="x")
    response = client.post("/edit-preview/Rome", opened)
    assert refusal(response) == (403, "protectedpage")
    assert "administrators" in response.json()["message"]
    client.login(username="Carol", password=PASSWORD)
    assert client.post("/edit-preview/Rome", opened).status_code == 200


@pytest.mark.parametrize("title", ["Special:Version", "A<B", "Help:"])
def test_what_is_no_page(client, title):
    assert client.post(f"/edit-preview/{title}", {"text": "x"}).status_code in (400, 404)


def test_no_such_part(client, page):
    assert refusal(client.post("/edit-preview/Rome?section=999999", {"text": "x"})) == (404, "nosuchpart")
    assert refusal(client.post("/edit-preview/Rome?oldid=999999", {"text": "x"})) == (404, "nosuchpart")


@pytest.mark.parametrize("base", ["", "nonsense", "1:1", "x" * 5000])
def test_a_base_that_is_none(client, page, base):
    assert client.post("/edit-preview/Rome", {"text": "x", "base": base}).status_code in (200, 400)


def test_text_that_cannot_be_stored(client, page):
    status, _code = refusal(ask(client, text="a\x00b"))
    assert status == 400


def test_the_same_words_changed_by_somebody_else(client, page):
    opened = dict(form_in(client.get("/edit/Rome")).pairs)
    edit_page(reload(page), TEXT.replace("A city", "A town"))
    response = client.post("/edit-preview/Rome", opened | {"text": TEXT.replace("A city", "A place")})
    assert refusal(response) == (409, "editconflict")
    assert "A town" not in response.content.decode()


def test_a_deleted_pages_words_do_not_come_back(client, page, carol):
    opened = dict(form_in(client.get("/edit/Rome")).pairs)
    delete_page(reload(page), editor=carol, reason="x")
    html = client.post("/edit-preview/Rome", opened | {"text": "Anew."}).content.decode()
    assert "Nero" not in html
    assert "Long." not in html
