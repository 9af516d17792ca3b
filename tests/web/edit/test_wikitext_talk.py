"""Talk, copies and names of sections on pages of wikitext."""

import pytest
from django.test import Client

from tests.factories import IP, edit_page, make_page, reload
from tests.web.pages import words
from wiki.models import Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.source import open_page, open_section

pytestmark = pytest.mark.django_db

ADA = "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 11:00, 5 January 2026 (UTC)"
TALK = f"== ''How'' old? ==\nTell me. {ADA}"


def answered(client: Client, page: Page, comment: str, text: str) -> str:
    section = Section.objects.get(page=page, level=2, deleted=False)
    address = f"/edit/{page.name.key}?section={section.pk}&reply={comment}"
    base = open_section(page, section.pk).base
    shown = client.get(address)
    assert shown.status_code == 200
    sent = {"text": text, "base": base, "comment": comment, "editor": "Bob", "wpSave": "1"}
    answer = client.post(address, sent)
    assert answer.status_code == 303, words(answer.content.decode())
    return open_page(reload(page)).text


def test_a_reply_begins_with_a_colon_and_is_signed(client: Client, bob: Editor):
    client.force_login(bob.user)
    page = make_page("Talk:Rome", TALK, model="wikitext")
    text = answered(client, page, "Ada.202601051100", "Very old.\n\nI think.")
    before, _, reply = text.partition("\n: Very old.\n: I think. [[User:Bob|Bob]]")
    assert before == TALK
    assert reply.endswith("(UTC)")
    assert "→ How old?" in words(client.get("/history/Talk:Rome").content.decode())
    html = client.get("/wiki/Talk:Rome").content.decode()
    assert html.count("comment-end") == 2
    assert Revision.objects.latest("pk").summary == "/* ''How'' old? */ Reply"


def test_a_new_topic_is_a_heading_of_wikitext(client: Client, bob: Editor):
    client.force_login(bob.user)
    page = make_page("Talk:Rome", TALK, model="wikitext")
    sent = {"heading": "Where", "text": "Is it?\n* here", "editor": "Bob", "wpSave": "1", "base": ""}
    assert client.post("/edit/Talk:Rome?section=new", sent).status_code == 303
    text = open_page(reload(page)).text
    assert text.startswith(f"{TALK}\n\n== Where ==\n\nIs it?\n* here\n[[User:Bob|Bob]]")


def test_a_copy_in_markdown_is_markdown(client: Client):
    make_page("Rome", "'''Rome''' is a [[city]].\n\n== Sights ==\n* Many", model="wikitext")
    text = client.get("/download/md/Rome").content.decode()
    assert "**Rome** is a" in text
    assert "## Sights\n\n- Many" in text
    assert "'''" not in text


def test_sections_are_called_by_their_plain_headings(client: Client):
    page = make_page("Rome", "x\n\n== ''Old'' [[Rome|city]] &amp; more<!-- ! --> ==\nOne.", model="wikitext")
    edit_page(page, open_page(page).text.replace("One.", "Two."))
    assert Section.objects.get(page=page, level=2).anchor == "Old_city_&_more"
    for address in (
        "/wiki/Rome",
        "/history/Rome",
        "/wiki/Special:RecentChanges",
        f"/wiki/Special:Contributions/{IP}",
    ):
        html = client.get(address).content.decode()
        assert "Old city &amp; more" in html
        assert "&#x27;&#x27;Old" not in html
        assert "[[Rome" not in html
        assert "&amp;amp;" not in html


def test_the_form_offers_no_markdown(client: Client):
    make_page("Rome", "'''Rome'''", model="wikitext")
    make_page("Milan", "**Milan**")
    html, other = (client.get(f"/edit/{name}").content.decode() for name in ("Rome", "Milan"))
    said = words(html)
    assert "Wikitext in short" in said
    assert "{{Name|value}}" in said
    for piece in (
        'data-model="markdown"',
        "js/editor/language.js",
        "Markdown in short",
        "##",
    ):
        assert piece in other
        assert piece not in html
