"""Since you last read: what the script is told, and what it makes of it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from tests.web.pages import TEXT, change_field, change_section, field, rome, section
from wiki.models import Page
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return rome()


def since(client: Client, read: object, title: str = "Rome") -> dict:
    response = client.get(f"/since/{title}", {"from": read})
    assert response.status_code == 200, response.content
    return response.json()


def test_exactly_the_changed_section_is_told(client: Client, page: Page) -> None:
    change_section(page, "History", "Rome was really founded in 753 before our era, as the legend has it.")
    found = since(client, page.latest_id)
    assert found["sections"] == [
        {
            "id": section(page, "History").pk, "anchor": "History", "whole": False,
            "words": [["HistoryRomewas", "really", "foundedin753beforeourera"]],
        }
    ]  # fmt: skip
    assert (found["fields"], found["removed"]) == ([], 0)
    assert found["sentence"] == "1 section changed since you read this on {date}."
    assert found["diff"] == f"/diff/{page.latest_id}/{reload(page).latest_id}"


def test_fields_new_sections_and_removed_ones(client: Client, page: Page) -> None:
    change_field(page, "Mayor", "Galba")
    now = TEXT.replace("Nero", "Galba")
    now = now.replace(
        "### Tourism\n\nMany people come to see it.\n", "## Rivers\n\nThe Tiber and the Aniene.\n"
    )
    edit_page(page, now)
    found = since(client, page.latest_id)
    assert found["fields"] == [field(page, "Mayor").pk]
    assert [(one["anchor"], one["whole"], one["words"]) for one in found["sections"]] == [
        ("Rivers", True, [])
    ]
    assert found["removed"] == 1
    assert found["sentence"].startswith("3 sections changed")


def test_see_also_links(client: Client) -> None:
    page = make_page("Rome", "City.\n\n## See also\n- [[Milan]]\n")
    edit_page(page, "City.\n\n## See also\n- [[Milan]]\n- [[Naples|Napoli]]\n")
    (told,) = since(client, page.latest_id)["sections"]
    assert (told["anchor"], told["words"]) == ("See_also", [["", "Napoli", ""]])


def test_nothing_to_tell(client: Client, page: Page) -> None:
    found = since(client, page.latest_id)
    assert (found["sections"], found["fields"], found["sentence"]) == ([], [], "")


def test_what_was_changed_and_changed_back_is_not_told(client: Client, page: Page) -> None:
    edit_page(page, TEXT.replace("Trade", "Commerce"))
    edit_page(page, TEXT)
    assert since(client, page.latest_id)["sentence"] == ""


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "nofrom"), ("from=x", 400, "badfrom"), ("from=0", 400, "badfrom"),
        (f"from={'9' * 10_000}", 400, "badfrom"), ("from=%00", 400, "badfrom"),
        ("from=99999", 404, "nosuchrevision"),
    ],
)  # fmt: skip
def test_bad_input(client: Client, page: Page, query: str, status: int, code: str) -> None:
    response = client.get(f"/since/Rome?{query}")
    assert (response.status_code, response.json()["error"]) == (status, code)


def test_revisions_that_are_not_this_pages(client: Client, page: Page, carol: Editor) -> None:
    other = make_page("Other")
    for title, read in (("Rome", other.latest_id), ("Nowhere", 1), ("Bad[title", 1)):
        assert client.get(f"/since/{title}", {"from": read}).status_code in (400, 404)
    delete_page(other, editor=carol)
    response = client.get("/since/Other", {"from": other.latest_id})
    assert (response.status_code, response.json()["error"]) == (404, "nosuchpage")
    assert client.post("/since/Rome").status_code == 405


def test_nothing_is_told_about_a_hidden_revision(client: Client, page: Page, carol: Editor) -> None:
    secret = edit_page(page, TEXT.replace("Trade", "Secrets")).revision
    edit_page(page, TEXT.replace("Trade", "Commerce"))
    assert secret
    hide_revisions(page, [secret.pk], editor=carol, text=True)
    response = client.get("/since/Rome", {"from": secret.pk})
    assert (response.status_code, response.json()["error"]) == (403, "hidden")
    assert "Secrets" not in json.dumps(since(client, page.latest_id))


def test_a_known_answer_is_not_made_anew(client: Client, page: Page) -> None:
    change_section(page, "History", "Founded.")
    address = {"from": page.latest_id}
    first = client.get("/since/Rome", address)
    tag = first["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/since/Rome", address, headers={"If-None-Match": tag})
    assert (again.status_code, len(queries)) == (304, 2)
    change_section(page, "History", "Founded long ago.")
    assert client.get("/since/Rome", address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client: Client, page: Page, count: int) -> None:
    for n in range(count):
        change_section(page, ["History", "Tourism", "Economy"][n], f"Another text {n}.")
    with CaptureQueriesContext(connection) as queries:
        since(client, page.latest_id)
    # The page and the revision; the page with its HTML and links; its rows then and now.
    assert len(queries) == 6
