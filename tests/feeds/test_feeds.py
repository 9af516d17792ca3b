"""Feeds: valid Atom and RSS, lines that say what changed, nothing hidden, the same cost for any length."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page, reload
from tests.web.pages import change_field, change_section, field, rome, section
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


def feed(client: Client, path: str, form: str = "atom") -> ElementTree.Element:
    response = client.get(f"/feed/{form}/{path}")
    assert response.status_code == 200, response.content[:2000]
    return ElementTree.fromstring(response.content)


def titles(root: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_recent_changes_read_themselves(client: Client, alice: Editor) -> None:
    page = rome(alice)
    revision = change_field(page, "Mayor", "Galba", alice, summary="He <won> & it")
    root = feed(client, "changes")
    assert titles(root) == ["Rome: Infobox › Mayor: Nero → Galba", "Rome: New page: 3 sections, 2 facts"]
    newest = root.find(f"{ATOM}entry")
    assert newest is not None
    assert newest.find(f"{ATOM}link").get("href") == f"{SITE}/diff/{revision.parent_id}/{revision.pk}"
    assert newest.findtext(f"{ATOM}id") == f"{SITE}/revision/{revision.pk}"
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "Alice"
    assert "He &lt;won&gt; &amp; it" in newest.findtext(f"{ATOM}summary")


def test_atom_has_what_the_standard_asks_for(client: Client, alice: Editor) -> None:
    rome(alice)
    root = feed(client, "page/Rome")
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
        assert all(entry.findtext(f"{ATOM}{name}") for entry in root.iter(f"{ATOM}entry"))
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["alternate", "self"]


def test_rss(client: Client, alice: Editor) -> None:
    change_field(rome(alice), "Mayor", "Galba", alice)
    channel = feed(client, "page/Rome", "rss").find("channel")
    assert channel.findtext("item/title") == "Infobox › Mayor: Nero → Galba"
    assert channel.findtext("item/{http://purl.org/dc/elements/1.1/}creator") == "Alice"


def test_a_section_and_a_field_have_feeds_of_their_own(client: Client, alice: Editor) -> None:
    page = rome(alice)
    change_section(page, "Economy", "Other offices.\n", alice)
    change_field(page, "Mayor", "Galba", alice)
    one = feed(client, f"section/{section(page, 'Economy').pk}")
    assert one.findtext(f"{ATOM}title") == "Rome, § Economy: changes – Stemma"
    assert len(titles(one)) == 2
    assert "Economy" in titles(one)[0]
    assert titles(feed(client, f"field/{field(page, 'Mayor').pk}"))[0] == "Infobox › Mayor: Nero → Galba"


def test_a_user(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    assert titles(feed(client, "user/Bob")) == ["Rome: Infobox › Mayor: Nero → Galba"]
    make_page("Milan", "A city.", editor=Editor(None, "2001:db8::1"))
    assert titles(feed(client, "user/2001:db8::1")) == ["Milan: New page: lead only"]


def test_nothing_hidden_shows(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(alice)
    secret = change_field(page, "Mayor", "Secret", bob, summary="Private")
    change_field(page, "Mayor", "Galba", alice)
    hide_revisions(reload(page), [secret.pk], editor=carol, text=True, author=True, summary=True)
    for path in ("changes", "page/Rome", f"field/{field(page, 'Mayor').pk}"):
        for form in ("atom", "rss"):
            said = client.get(f"/feed/{form}/{path}").content.decode()
            assert "Secret" not in said
            assert "Private" not in said
            assert "Bob" not in said
            assert f"{SITE}/revision/{secret.pk}" in said
    assert client.get("/feed/atom/user/Bob").content.decode().count("<entry>") == 0


def test_a_deleted_page_has_no_feed(client: Client, alice: Editor, carol: Editor) -> None:
    page = rome(alice)
    one = section(page, "Economy").pk
    delete_page(page, editor=carol)
    assert client.get("/feed/atom/page/Rome").status_code == 404
    assert client.get(f"/feed/atom/section/{one}").status_code == 404
    assert titles(feed(client, "changes")) == []


def test_a_copy_that_is_still_good_is_not_sent_again(client: Client, alice: Editor) -> None:
    page = rome(alice)
    first = client.get("/feed/atom/page/Rome")
    again = client.get("/feed/atom/page/Rome", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    edit_page(page, "Other words.")
    assert client.get("/feed/atom/page/Rome", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(("path", "queries"), [("changes", 2), ("page/Rome", 3), ("user/Alice", 2)])
def test_queries_do_not_grow(
    client: Client, alice: Editor, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", alice)
    with django_assert_num_queries(queries):
        feed(client, path)
    for number in range(3):
        change_field(page, "Mayor", f"Otho {number}", alice)
    with django_assert_num_queries(queries):
        feed(client, path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("atom/page/No_such_page", 404),
        ("atom/page/A%00B", 400),
        ("atom/page/" + "x" * 10_000, 400),
        ("atom/page/[[x", 400),
        ("atom/section/999999", 404),
        ("atom/field/99999999999999999999999", 404),
        ("atom/user/Nobody", 404),
        ("atom/user/<b>", 400),
        ("json/changes", 404),
        ("atom/nothing", 404),
    ],
)
def test_bad_addresses(client: Client, path: str, status: int) -> None:
    assert client.get(f"/feed/{path}").status_code == status


def test_pages_lead_to_their_feeds(client: Client, alice: Editor) -> None:
    page = rome(alice)
    one = section(page, "Economy").pk
    for path, address in (
        ("/wiki/Rome", "/feed/atom/page/Rome"),
        ("/history/Rome", "/feed/atom/page/Rome"),
        (f"/history/Rome?section={one}", f"/feed/atom/section/{one}"),
        (f"/history/Rome?field={field(page, 'Mayor').pk}", f"/feed/atom/field/{field(page, 'Mayor').pk}"),
        ("/wiki/Special:RecentChanges", "/feed/atom/changes"),
        ("/wiki/Special:Contributions/Alice", "/feed/atom/user/Alice"),
    ):
        html = client.get(path).content.decode()
        head = html[: html.index("</head>")]
        assert 'type="application/atom+xml"' in head
        assert f'href="{address}"' in head
