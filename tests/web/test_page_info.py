"""Special:PageInfo."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import IP, edit_page, make_page, reload, stored
from tests.web.pages import change_field, change_section, rome, text_of
from wiki.models import InfoboxField, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page, protect_part
from wiki.permissions import Editor
from wiki.reading.info import activity, parts

pytestmark = pytest.mark.django_db

ADDRESS = "/wiki/Special:PageInfo/"


def row(client: Client, id_: str, title: str = "Rome") -> str:
    """What the row of this id says."""
    html = client.get(ADDRESS + title).content.decode()
    found = re.search(rf'<tr id="mw-pageinfo-{id_}">.*?</tr>', html, re.DOTALL)
    assert found, html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0].split("</th>")[1])).split())


def of_part(client: Client, name: str) -> list[str]:
    """The cells of a section's or field's row: name, changes, authors, sources (not the time)."""
    html = client.get(ADDRESS + "Rome").content.decode()
    table = html[html.index('class="plain-table info-parts"') :].split("</table>")[0]
    for one in re.findall(r"<tr>.*?</tr>", table, re.DOTALL):
        cells = [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", one, re.DOTALL)
        ]
        if cells[0] == name:
            return [cells[0], *cells[2:]]
    raise AssertionError(f"no row {name}")


def test_basic_information(client: Client, alice: Editor) -> None:
    page = rome(alice)
    edit_page(page, "Rome.\n\n{{DEFAULTSORT:Roma}}\n\n[[Italy]] [[Category:Cities]]", editor=alice)
    make_page("Roma", "#REDIRECT [[Rome]]")
    make_page("Rome/Hills", "Seven.")
    make_page("Romeo", "No subpage.")
    shown = {
        "display-title": "Rome",
        "default-sort": "Roma",
        "length": f"{Revision.objects.get(pk=reload(page).latest_id).size} bytes",
        "article-id": str(page.pk),
        "language": "English (en)",
        "content-model": "markdown",
        "robot-policy": "Allowed",
        "redirects": "1",
        "subpages": "1",
        "contentpage": "Yes",
    }
    assert {name: row(client, name) for name in shown} == shown
    assert row(client, "contentpage", "Roma") == "No"
    assert "Information for “Rome”" in text_of(client, ADDRESS + "Rome")


def test_properties(client: Client) -> None:
    make_page("Rome", "[[Italy]] [[Italy]] [[Tiber]] [[Category:Cities]]\n\n## See also\n- [[Milan]]\n")
    words = text_of(client, ADDRESS + "Rome")
    assert (
        "Transcluded templates 0 (pages in markdown transclude none) Hidden categories 0 Categories 1"
        in words
    )
    assert "Links to pages 2 See-also links 1 Files 0" in words


def test_protection(client: Client, carol: Editor) -> None:
    page = rome()
    assert (row(client, "restriction-edit"), row(client, "restriction-move")) == ("Everyone", "Everyone")
    until = datetime(2099, 1, 2, 3, 4, tzinfo=UTC)
    protect_page(page, {"edit": "sysop", "move": ""}, editor=carol, expiry=until)
    assert row(client, "restriction-edit") == "Administrators (until 03:04, 2 January 2099)"
    assert row(client, "restriction-move") == "Everyone"
    mayor = InfoboxField.objects.get(page=page, key="Mayor").pk
    protect_part(reload(page), f"f{mayor}", "autoconfirmed", editor=carol)
    assert row(client, "restriction-parts") == "Mayor: confirmed accounts"


def test_edit_history(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first = page.latest_id
    change_field(page, "Mayor", "Galba", bob)
    last = change_field(page, "Mayor", "Otho", bob).pk
    assert row(client, "firstuser").startswith("Alice")
    assert row(client, "lastuser").startswith("Bob")
    html = client.get(ADDRESS + "Rome").content.decode()
    assert f'href="/revision/{first}"' in html
    assert f'href="/revision/{last}"' in html
    numbers = {"edits": "3", "authors": "2", "recent-edits": "3", "recent-authors": "2"}
    assert {name: row(client, name) for name in numbers} == numbers
    stored(Revision).filter(pk=first).update(timestamp=datetime(2020, 1, 1, tzinfo=UTC))
    assert (row(client, "recent-edits"), row(client, "recent-authors")) == ("2", "1")


def test_each_section_and_field(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    change_section(page, "History", "Founded.[^1] See https://example.org/.", bob)
    change_section(page, "History", "Founded early.[^1] See https://example.org/.", bob)
    assert of_part(client, "Infobox › Mayor") == ["Infobox › Mayor", "2", "Alice , Bob", "0"]
    assert of_part(client, "§ History") == ["§ History", "3", "Bob , Alice", "2"]
    assert of_part(client, "§ Tourism") == ["§ Tourism", "1", "Alice", "0"]
    assert of_part(client, "Beginning")[1:3] == ["1", "Alice"]


def test_pictures_of_change_with_the_tables_behind_them(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    for mayor in ("Galba", "Otho", "Vitellius"):
        change_field(page, "Mayor", mayor, bob)
    html = client.get(ADDRESS + "Rome").content.decode()
    assert html.count('<svg class="chart-bars" role="img"') == 1
    assert html.count('<svg class="chart-steps" role="img"') == 1
    assert "<desc>4 edits in 90 days; at most 4, on " in html
    assert html.count('<details class="chart-data">') == 2
    words = text_of(client, ADDRESS + "Rome")
    assert "Bob 3 75 % Alice 1 25 %" in words
    assert "Busiest sections and fields" in words
    assert "Changes Compared with the busiest Infobox › Mayor 4 " in words
    assert " style=" not in html


def test_hidden_authors_are_not_shown(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(bob)
    change_field(page, "Mayor", "Galba", alice)
    Revision.objects.filter(pk=page.latest_id).update(user_hidden=True)
    html = client.get(ADDRESS + "Rome").content.decode()
    assert "Bob" not in html
    assert row(client, "firstuser") == "(username removed)"
    assert "(username removed) 1 50 %" in text_of(client, ADDRESS + "Rome")
    client.force_login(carol.user)
    assert "Bob" in client.get(ADDRESS + "Rome").content.decode()
    Revision.objects.filter(pk=page.latest_id).update(suppressed=True)
    assert "Bob" not in client.get(ADDRESS + "Rome").content.decode()


def test_a_long_history_is_looked_at_in_part(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "WINDOW", 3)
    monkeypatch.setattr(parts, "WINDOW", 3)
    page = rome()
    for number in range(5):
        change_field(page, "Mayor", f"Nero {number}")
    assert row(client, "edits") == "6"
    assert row(client, "authors") == "1 in the newest 3 edits"
    assert of_part(client, "Infobox › Mayor")[1] == "3"
    words = text_of(client, ADDRESS + "Rome")
    assert "those of its newest 3 revisions" in words
    assert "Drawn from revisions at even distances." in words
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS + "Rome")
    assert len(captured) == 12


def test_the_title_leads_to_its_own_address(client: Client) -> None:
    make_page("New Rome")
    response = client.get("/wiki/Special:PageInfo?page=new Rome")
    assert (response.status_code, response["Location"]) == (302, ADDRESS + "New_Rome")
    assert "Page information" in text_of(client, "/wiki/Special:PageInfo")


def test_of_a_talk_page(client: Client) -> None:
    make_page("Talk:Rome", "Hello.")
    assert row(client, "contentpage", "Talk:Rome") == "No"


@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        ("Nowhere", 404, "There is no page “Nowhere”"),
        ("A[b", 400, "A[b"),
        ("Special:Version", 404, "There is no page “Special:Version”"),
        ("x" * 10_000, 400, "x"),
        ("%00", 400, ""),
    ],
)
def test_bad_input(client: Client, rest: str, status: int, said: str) -> None:
    assert said in text_of(client, ADDRESS + rest, status)


def test_a_deleted_page_has_none(client: Client, carol: Editor) -> None:
    delete_page(rome(), editor=carol)
    assert client.get(ADDRESS + "Rome").status_code == 404


def test_queries_do_not_grow(client: Client, alice: Editor) -> None:
    page = rome()
    counts = []
    for mayors in (("Galba",), ("Otho", "Vitellius")):
        for mayor in mayors:
            change_field(page, "Mayor", mayor, alice)
            change_section(page, "History", f"Under {mayor}.", Editor(None, IP))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ADDRESS + "Rome").status_code == 200
        counts.append(len(captured))
    assert counts == [10, 10]
