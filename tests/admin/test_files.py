"""Files at the desk: found, with their versions, and the deeds for several at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.desk import at_desk, rows, told
from tests.admin.test_deeds import act
from tests.factories import reload
from tests.made_pictures import png, store
from wiki.models import FileVersion, Page
from wiki.moderation.hide_files import hide_file_versions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
FILES = "/admin/wiki/file/"


@pytest.fixture
def pages(alice: Editor, bob: Editor) -> list[Page]:
    """A.png has two versions, the second by bob."""
    first = store("A.png", png(400, 300), editor=alice, comment="first").page
    store("A.png", png(500, 300), editor=bob, comment="a secret")
    return [first, store("B.png", png(300, 300), editor=alice).page]


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(FILES + query)
    assert response.status_code == 200
    return [file.page.title for file in response.context["cl"].result_list]


def test_they_are_found_and_narrowed(pages: list[Page]) -> None:
    client = at_desk("Emil", "sysop")
    sha1 = FileVersion.objects.get(file=pages[0].pk, number=1).sha1
    assert names(client) == ["B.png", "A.png"]
    assert [names(client, f"?q={text}") for text in ("a", "File:B", sha1, "C")] == [
        ["A.png"], ["B.png"], ["A.png"], [],
    ]  # fmt: skip
    assert (names(client, "?mime=image/png"), names(client, "?mime=image/jpeg")) == (["B.png", "A.png"], [])
    assert (names(client, "?size=1"), names(client, "?state=deleted")) == ([], [])


def test_each_shows_its_versions_and_what_may_be_done(pages: list[Page]) -> None:
    client = at_desk("Emil", "sysop")
    response = client.get(f"{FILES}{pages[0].pk}/change/")
    assert [way.label for way in response.context["ways"]] == [
        "History of the page", "At the desk as a page", "Hide", "Move", "Protect", "Delete",
    ]  # fmt: skip
    for way in response.context["ways"]:
        assert (way, client.get(way.address).status_code) == (way, 200)
    versions = client.get(f"{FILES}{pages[0].pk}/history/")
    assert [(line.number, line.author, line.current) for line in versions.context["lines"]] == [
        (2, "Bob", True), (1, "Alice", False),
    ]  # fmt: skip
    older = client.get(f"{FILES}{pages[0].pk}/history/?older=2").context["lines"]
    assert [line.number for line in older] == [1]
    assert client.get(f"{FILES}999/history/").status_code == 404


def test_what_is_hidden_on_the_site_is_hidden_here(pages: list[Page], carol: Editor) -> None:
    version = FileVersion.objects.get(file=pages[0].pk, number=2)
    hide_file_versions(pages[0], [2], editor=carol, file=True, author=True, comment=True)
    dora, emil = at_desk("Dora"), at_desk("Emil", "sysop")
    for where in (FILES, f"{FILES}{pages[0].pk}/change/", f"{FILES}{pages[0].pk}/history/"):
        shown = dora.get(where).content.decode()
        assert [word in shown for word in ("Bob", "a secret", version.sha1)] == [False] * 3
    assert "Bob" in emil.get(FILES).content.decode()
    assert (names(dora, f"?q={version.sha1}"), names(emil, f"?q={version.sha1}")) == ([], ["A.png"])


def test_several_are_treated_at_once(pages: list[Page]) -> None:
    client, keys = at_desk("Emil", "sysop"), [page.pk for page in pages]
    asked = act(client, FILES, "hide_files", *keys).content.decode()
    assert ("File:A.png" in asked, "File:B.png" in asked) == (True, True)
    act(client, FILES, "hide_files", *keys, reason="x")
    hidden = FileVersion.objects.filter(file_hidden=True).order_by("pk")
    assert list(hidden.values_list("number", flat=True)) == [2, 1]
    again = act(client, FILES, "hide_files", keys[0], reason="x")
    assert told(again) == [("error", "File:A.png: the current version was hidden already")]
    act(client, FILES, "delete_files", *keys, reason="x")
    assert [reload(page).deleted for page in pages] == [True, True]
    assert names(client, "?state=deleted") == ["B.png", "A.png"]
    act(client, FILES, "undelete_files", keys[0], reason="x")
    assert names(client, "?state=there") == ["A.png"]
    assert names(at_desk("Dora")) == ["A.png"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(count: int, alice: Editor) -> None:
    for number in range(count):
        store(f"{number}.png", png(300 + number, 300), editor=alice)
    client = at_desk("Emil", "sysop")
    with CaptureQueriesContext(connection) as queries:
        assert len(rows(client.get(FILES))) == count
    assert len(queries) == 2
