"""Change visibility of selected versions of a file."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_page
from tests.made_pictures import address, png, store
from tests.web.pages import text_of
from wiki.models import FileVersion, LogEntry
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

PATH = "/wiki/File:A.png"
FORM = "/filevisibility/File:A.png"
NOTHING = {"file": "", "author": "", "comment": "", "choice": "", "more": ""}


def twice(alice: Editor, bob: Editor) -> list[str]:
    """The addresses of the bytes of two versions, by Alice and by Bob, with their thumbnails."""
    first = store("A.png", png(400, 300), editor=alice, comment="scanned")
    second = store("A.png", png(500, 300), editor=bob, comment="secret words")
    return [address(one, width) for one in (first, second) for width in (0, 120, 121)]


def statuses(client: Client, addresses: list[str]) -> list[int]:
    found = []
    for one in addresses:
        response = client.get(one)
        if response.streaming:
            b"".join(response.streaming_content)  # closes the file
        found.append(response.status_code)
    return found


def test_the_file_history_offers_it_to_who_may(
    client: Client, alice: Editor, bob: Editor, carol: Editor
) -> None:
    twice(alice, bob)
    assert 'name="version"' not in client.get(PATH).content.decode()
    client.login(username="Carol", password=PASSWORD)
    html = client.get(PATH).content.decode()
    assert f'<form action="{FORM}">' in html
    for number in (1, 2):
        assert f'<input type="checkbox" name="version" value="{number}"' in html


def test_hides_and_shows_again(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    addresses = twice(alice, bob)
    make_page("Rome", "[[File:A.png|thumb]]")
    client.login(username="Carol", password=PASSWORD)
    form = f"{FORM}?version=2"
    assert "The chosen version" in text_of(client, form)
    hide = {**NOTHING, "file": "hide", "author": "hide", "comment": "hide", "choice": "private"}
    response = client.post(form, hide)
    assert (response.status_code, response["Location"]) == (303, f"{PATH}#filehistory")
    assert "The visibility of the versions was changed." in text_of(client, PATH)
    assert "secret words" in text_of(client, PATH)
    assert statuses(client, addresses) == [200, 200, 301, 200, 200, 301]

    client.logout()
    assert statuses(client, addresses) == [200, 200, 301, 404, 404, 404]
    for path in (PATH, "/wiki/Rome", "/wiki/Special:Log", "/wiki/Special:RecentChanges",
                 "/wiki/Special:ListFiles", "/wiki/Special:Log?user=Bob&type=upload"):  # fmt: skip
        html = client.get(path).content.decode()
        assert (path, [one for one in addresses[3:] if one in html]) == (path, [])
        assert (path, "secret words" in html, ">Bob<" in html) == (path, False, False)
    assert "Carol changed the visibility of versions of file File:A.png" in text_of(
        client, "/wiki/Special:Log"
    )

    client.login(username="Carol", password=PASSWORD)
    client.post(form, {**NOTHING, "file": "show", "author": "show", "comment": "show"})
    client.logout()
    assert statuses(client, addresses) == [200, 200, 301, 200, 200, 301]
    assert "secret words" in text_of(client, PATH)


def test_nothing_chosen_changes_nothing(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    twice(alice, bob)
    client.login(username="Carol", password=PASSWORD)
    assert client.post(f"{FORM}?version=1", NOTHING).status_code == 303
    assert not LogEntry.objects.filter(action="file").exists()


def test_forbidden(client: Client, alice: Editor, bob: Editor) -> None:
    twice(alice, bob)
    assert client.get(f"{FORM}?version=1").status_code == 403
    client.force_login(alice.user)
    assert client.post(f"{FORM}?version=1", {**NOTHING, "file": "hide"}).status_code == 403
    assert not FileVersion.objects.filter(file_hidden=True).exists()


@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        ("File:A.png", 400, "No version was chosen."),
        ("File:A.png?version=x", 400, "“x” is no number of a version."),
        ("File:A.png?version=9", 400, "“File:A.png” has no version 9."),
        ("Rome?version=1", 400, "“Rome” has no version 1."),
        ("File:A.png?" + "&".join(f"version={n}" for n in range(501)), 400, "At most 500 versions"),
        ("File:B.png?version=1", 404, "There is no page “File:B.png”."),
    ],
)
def test_bad_input(
    client: Client, alice: Editor, bob: Editor, carol: Editor, rest: str, status: int, said: str
) -> None:
    twice(alice, bob)
    make_page("Rome")
    client.login(username="Carol", password=PASSWORD)
    assert said in text_of(client, f"/filevisibility/{rest}", status)
