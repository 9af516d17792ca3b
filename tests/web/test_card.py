"""The card of a page: what a link shows before one follows it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, edit_section, make_page, reload
from tests.made_pictures import png, store
from wiki.models import FileVersion, Page, Section
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

TEXT = (
    "```infobox X\nMap: A map.png\n```\n\n: See [[B]].\n\n**Rome** is [[old|the old]] <town>.[^1] "
    "It stands. Still. Yet.\n\n[^1]: Says who.\n\n## History\n\nFounded *early*. Grew.\n\n"
    "## See also\n\n- [[Paris]]"
)


@pytest.fixture
def page() -> Page:
    return make_page("Rome", TEXT)


def card(client: Client, path: str, status: int = 200) -> dict[str, Any]:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (status, "application/json; charset=utf-8")
    found: dict[str, Any] = response.json()
    return found


def test_the_first_sentences_of_the_lead(client: Client, page: Page) -> None:
    assert card(client, "/preview/Rome") == {
        "title": "Rome",
        "section": "",
        "url": "/wiki/Rome",
        "text": "Rome is the old <town>. It stands. Still.",
        "picture": "A map.png",
        "thumbnail": None,
    }


def test_the_page_s_picture_for_two_densities_and_none_of_a_hidden_file(client: Client) -> None:
    store("Quay.png", png(600, 400))
    make_page("Quay", "[[File:Quay.png|thumb]]\n\nA quay is a place. Ships come.")
    found = card(client, "/preview/Quay")
    assert (found["text"], found["picture"]) == ("A quay is a place. Ships come.", "Quay.png")
    thumbnail = found["thumbnail"]
    assert (thumbnail["width"], thumbnail["height"]) == (112, 75)
    assert [part.rpartition(" ")[2] for part in thumbnail["srcset"].split(", ")] == ["1x", "2x"]
    assert client.get(thumbnail["src"]).status_code == 200
    FileVersion.objects.update(file_hidden=True)
    assert card(client, "/preview/Quay")["thumbnail"] is None


def test_a_section_by_the_anchors_it_has_or_had(client: Client, page: Page) -> None:
    section = Section.objects.get(title="History")
    edit_section(page, section.pk, "\n\n## Early history\n\nFounded *early*. Grew.")
    for anchor in ("Early_history", "Early%20history", "History"):
        found = card(client, f"/preview/Rome?section={anchor}")
        assert (found["section"], found["text"]) == ("Early history", "Founded early. Grew.")
        assert found["url"] == "/wiki/Rome#Early_history"


def test_a_living_heading_wins_over_a_former_one(client: Client, page: Page) -> None:
    edit_page(page, TEXT.replace("## History", "## Past") + "\n\n## History\n\nWritten anew.")
    assert card(client, "/preview/Rome?section=History")["text"] == "Written anew."


@pytest.mark.parametrize("anchor", ["Nothing", "history", "%00", "a" * 10_000, "%25", "_", "x%0Ay", ""])
def test_an_unknown_anchor_gives_the_lead(client: Client, page: Page, anchor: str) -> None:
    found = card(client, f"/preview/Rome?section={anchor}")
    assert (found["section"], found["url"]) == ("", "/wiki/Rome")


def test_a_section_without_running_text(client: Client, page: Page) -> None:
    assert card(client, "/preview/Rome?section=See_also")["text"] == ""


def test_a_redirect_is_followed_once(client: Client, page: Page) -> None:
    make_page("Roma", "#REDIRECT [[Rome]]")
    make_page("Roman history", "#REDIRECT [[Rome#History]]")
    make_page("Twice", "#REDIRECT [[Roma]]")
    make_page("Nowhere", "#REDIRECT [[Missing]]")
    assert card(client, "/preview/Roma") == card(client, "/preview/Rome")
    assert card(client, "/preview/Roma?section=History")["section"] == "History"
    assert card(client, "/preview/Roman_history")["section"] == "History"
    assert card(client, "/preview/Twice")["title"] == "Roma"
    assert card(client, "/preview/Nowhere", 404)["error"] == "missing"


def test_no_card_of_what_readers_do_not_see(client: Client, page: Page, carol: Editor) -> None:
    delete_page(page, editor=carol)
    assert card(client, "/preview/Rome", 404)["error"] == "missing"
    for title in ("Missing", "Special:RecentChanges", "Special:Nothing", "Media:X.png", "a" * 250):
        assert card(client, f"/preview/{title}", 404)["error"] == "missing"


@pytest.mark.parametrize("title", ["a[b", "x" * 10_000, "a\0b", "<", " ", "Talk:", "a\nb", "%zz%41"])
def test_what_is_no_title_is_said_so(client: Client, title: str) -> None:
    assert card(client, f"/preview/{quote(title)}", 400)["error"] == "invalid-title"


def test_the_reader_s_copy_is_asked_about(client: Client, page: Page) -> None:
    response = client.get("/preview/Rome")
    assert response["Cache-Control"] == "public, max-age=60"
    tag = response["ETag"]
    assert tag.startswith('"')
    assert client.get("/preview/Rome", headers={"If-None-Match": tag}).status_code == 304
    edit_page(page, "Changed.")
    changed = client.get("/preview/Rome", headers={"If-None-Match": tag})
    assert (changed.status_code, changed.json()["text"]) == (200, "Changed.")
    assert client.post("/preview/Rome").status_code == 405


def test_what_a_card_costs(
    client: Client, page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page("Roma", "#REDIRECT [[Rome#History]]")
    reload(page)
    for address, queries in (("Rome", 2), ("Rome?section=History", 2), ("Roma", 4), ("Missing", 1)):
        with django_assert_num_queries(queries):
            client.get(f"/preview/{address}")
