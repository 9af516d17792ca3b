"""Change visibility of selected revisions."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.web.pages import change_field, rome, text_of
from wiki.models import LogEntry, Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

NOTHING = {"text": "", "author": "", "summary": "", "choice": "", "more": ""}


def three(alice: Editor, bob: Editor) -> list[int]:
    """Ids of Rome's revisions, oldest first."""
    page = rome(alice)
    return [page.latest_id, change_field(page, "Mayor", "Galba", bob, summary="secret").pk,
            change_field(page, "Mayor", "Otho", alice).pk]  # fmt: skip


def test_the_history_offers_it_to_who_may(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    ids = three(alice, bob)
    assert 'name="ids"' not in client.get("/history/Rome").content.decode()
    client.login(username="Carol", password=PASSWORD)
    html = client.get("/history/Rome").content.decode()
    for id_ in ids:
        assert f'<input type="checkbox" name="ids" value="{id_}"' in html
    assert html.count('formaction="/visibility/Rome"') == 2
    for choice in ("all", "none", "invert"):
        assert f'data-choose="{choice}"' in html


def test_hides_and_shows_again(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    ids = three(alice, bob)
    client.login(username="Carol", password=PASSWORD)
    address = f"/visibility/Rome?ids={ids[0]}&ids={ids[1]}&oldid={ids[1]}&diff={ids[2]}"
    words = text_of(client, address)
    assert "The 2 chosen revisions" in words
    assert "secret" in words
    hide = {**NOTHING, "author": "hide", "summary": "hide", "choice": "private", "more": "asked for"}
    response = client.post(address, hide)
    assert (response.status_code, response["Location"]) == (303, "/history/Rome")
    assert "The visibility of the revisions was changed." in text_of(client, "/history/Rome").replace(
        "  ", " "
    )
    entry = LogEntry.objects.get(type="delete", action="revision")
    assert (entry.comment, entry.params["ids"]) == ("Private information: asked for", ids[:2])
    hidden = Revision.objects.filter(user_hidden=True, summary_hidden=True, text_hidden=False)
    assert list(hidden.order_by("pk").values_list("pk", flat=True)) == ids[:2]
    client.post(address, {**NOTHING, "author": "show", "summary": "show"})
    assert not Revision.objects.filter(user_hidden=True).exists()


def test_readers_see_nothing_of_it(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    ids = three(alice, bob)
    client.login(username="Carol", password=PASSWORD)
    client.post(
        f"/visibility/Rome?ids={ids[1]}", {**NOTHING, "text": "hide", "author": "hide", "summary": "hide"}
    )
    client.logout()
    html = client.get("/history/Rome").content.decode()
    for secret in ("Bob", "secret", "Galba"):
        assert secret not in html


def test_the_latest_text_cannot_be_hidden(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    ids = three(alice, bob)
    client.login(username="Carol", password=PASSWORD)
    address = f"/visibility/Rome?ids={ids[2]}"
    words = text_of(client, address)
    assert "The chosen revision" in words
    response = client.post(address, {**NOTHING, "text": "hide", "more": "my own words"})
    assert response.status_code == 400
    html = response.content.decode()
    assert "The text of the latest revision cannot be hidden" in html
    assert "my own words" in html


def test_nothing_chosen_changes_nothing(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    ids = three(alice, bob)
    client.login(username="Carol", password=PASSWORD)
    assert client.post(f"/visibility/Rome?ids={ids[0]}", NOTHING).status_code == 303
    assert not LogEntry.objects.filter(action="revision").exists()


def test_forbidden(client: Client, alice: Editor, bob: Editor) -> None:
    ids = three(alice, bob)
    assert client.get(f"/visibility/Rome?ids={ids[0]}").status_code == 403
    client.force_login(alice.user)
    assert client.post(f"/visibility/Rome?ids={ids[0]}", {**NOTHING, "author": "hide"}).status_code == 403
    assert not Revision.objects.filter(user_hidden=True).exists()


@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        ("Rome", 400, "No revision was chosen."),
        ("Rome?ids=x", 400, "“x” is no number of a revision."),
        ("Rome?ids=999999", 400, "Revision 999999 is not one of “Rome”."),
        ("Rome?" + "&".join(f"ids={n}" for n in range(501)), 400, "At most 500 revisions"),
        ("Nowhere?ids=1", 404, "There is no page “Nowhere”."),
    ],
)
def test_bad_input(
    client: Client, alice: Editor, bob: Editor, carol: Editor, rest: str, status: int, said: str
) -> None:
    three(alice, bob)
    client.login(username="Carol", password=PASSWORD)
    assert said in text_of(client, f"/visibility/{rest}", status)
