"""Special pages about files: sorted and paged by key, unused, duplicate, and the way to the file itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page
from tests.made_pictures import address, png, store
from wiki.models import FileVersion
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

LIST = "/wiki/Special:ListFiles"


def names(client: Client, path: str = LIST) -> list[str]:
    """The files in the list, by the first link of each."""
    html = client.get(path).content.decode()
    return re.findall(r'<a class="file-small" href="/wiki/File:([^"]*)"', html)


@pytest.fixture
def three(alice: Editor, bob: Editor) -> None:
    store("B.png", png(400, 300), editor=bob)
    store("C.png", png(40, 30), editor=alice)
    store("A.png", png(900, 900), editor=alice)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("date", ["A.png", "C.png", "B.png"]),
        ("name", ["A.png", "B.png", "C.png"]),
        ("size", ["A.png", "B.png", "C.png"]),
        ("user", ["C.png", "A.png", "B.png"]),
    ],
)
def test_files_are_sorted_and_paged_by_key(client: Client, order: str, found: list[str]) -> None:
    assert names(client, f"{LIST}?sort={order}") == found
    html = client.get(f"{LIST}?sort={order}&limit=2").content.decode()
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', html)
    assert following is not None
    assert names(client, following[1].replace("&amp;", "&")) == found[2:]


def test_a_list_of_files_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        for number in range(count):
            store(f"F {count} {number}.png", png(40 + number, 30 + count))
        for path in (LIST, "/wiki/Special:UnusedFiles"):
            with django_assert_num_queries(1):
                client.get(path)


def test_deleted_and_hidden_files_and_names_are_in_no_list(
    client: Client, alice: Editor, carol: Editor
) -> None:
    gone, hidden = store("Gone.png", png(50, 50)), store("Hidden.png", png(51, 50))
    opened = store("Open.png", png(52, 50), editor=alice, comment="secret")
    delete_page(gone.page, editor=carol)
    versions = FileVersion.objects
    versions.filter(file=hidden.page.pk).update(file_hidden=True)
    versions.filter(file=opened.page.pk).update(user_hidden=True, comment_hidden=True)
    assert names(client) == ["Open.png"]
    html = client.get(LIST).content.decode()
    assert ("Alice" in html, "secret" in html) == (False, False)
    assert names(client, f"{LIST}?sort=user") == []
    for path in ("/wiki/Special:Filepath/Gone.png", "/wiki/Special:Filepath/Hidden.png"):
        assert client.get(path).status_code == 404


def test_files_that_no_page_shows(client: Client, carol: Editor) -> None:
    store("Shown.png", png(50, 50))
    store("Linked.png", png(51, 50))
    page = make_page("Page", "[[File:Shown.png]] [[:File:Linked.png]]")
    assert names(client, "/wiki/Special:UnusedFiles") == ["Linked.png"]
    delete_page(page, editor=carol)
    assert sorted(names(client, "/wiki/Special:UnusedFiles")) == ["Linked.png", "Shown.png"]


def test_files_with_the_same_bytes(client: Client) -> None:
    for name in ("A.png", "B.png"):
        store(name, png(50, 50))
    store("C.png", png(51, 50))
    path = "/wiki/Special:FileDuplicateSearch"
    assert names(client, f"{path}/B.png") == ["A.png", "B.png"]
    assert names(client, f"{path}?filename=File:C.png") == ["C.png"]
    assert "There is no file “File:No.png”." in client.get(f"{path}/No.png").content.decode()
    assert client.get(path).status_code == 200


def test_the_way_to_a_file(client: Client) -> None:
    stored = store("A map.png", png(50, 50))
    for path in ("/wiki/Special:Filepath/A_map.png", "/wiki/Special:Filepath?file=File:A map.png"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, address(stored))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{LIST}?sort=colour", 400),
        (f"{LIST}?after=x", 400),
        (f"{LIST}?sort=name&after=%00", 400),
        (f"{LIST}?sort=size&after=" + "9" * 10_000, 400),
        (f"{LIST}?limit=x", 400),
        ("/wiki/Special:Filepath", 400),
        ("/wiki/Special:Filepath/No.png", 404),
        ("/wiki/Special:Filepath/" + "x" * 10_000, 400),
        ("/wiki/Special:FileDuplicateSearch?filename=%00", 400),
        ("/wiki/Special:FileDuplicateSearch?filename=a[b", 400),
    ],
)
def test_bad_input_is_named(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status
