"""The page of a field, and Special:Facts."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page, reload
from tests.web.pages import change_field, field, rome, text_of, words
from wiki.models import Page
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(alice: Editor, bob: Editor) -> Page:
    page = rome(alice)
    change_field(page, "Mayor", "Galba <b>", bob, summary="won & stayed")
    make_page("Milan", "```infobox\nMayor: Galba <b>\nArea: =1+1\n```\nText.")
    return page


def path(page: Page) -> str:
    return f"/field/{field(page, 'Mayor').pk}"


def test_a_fields_page_tells_its_past(client: Client, page: Page) -> None:
    html = client.get(path(page)).content.decode()
    said = words(html)
    assert "A fact of Rome" in said
    assert "What it says now: Galba" in said
    assert said.index("Galba") < said.index("Nero")
    for part in ("Alice", "Bob", "won &amp; stayed", f"/wiki/Rome#{'field'}-{field(page, 'Mayor').pk}"):
        assert part in html
    assert "Galba &lt;b&gt;" in html
    assert "<b>" not in html.split('id="bodyContent"')[1]
    assert 'href="/wiki/Milan"' in html


def test_an_infobox_leads_there(client: Client, page: Page) -> None:
    assert (
        f'<dt><a class="fact" href="{path(page)}">Mayor</a></dt>' in client.get("/wiki/Rome").content.decode()
    )


def test_what_was_known_then(client: Client, page: Page) -> None:
    now = timezone.now()
    known = text_of(client, f"{path(page)}?at={now:%Y-%m-%d}")
    assert re.search(r"Known on \d+ \w+ \d{4}, \d\d:\d\d \(UTC\): Galba", known)
    assert "did not stand on the page then" in text_of(client, f"{path(page)}?at=2001-01-01")
    assert client.get(f"{path(page)}?at=2001-01-01&format=json").json() == []


def test_for_machines(client: Client, page: Page) -> None:
    found = client.get(f"{path(page)}?format=json").json()
    assert [(one["values"], one["author"], one["summary"]) for one in found] == [
        (["Galba <b>"], "Bob", "won & stayed"), (["Nero"], "Alice", "begun"),
    ]  # fmt: skip
    table = client.get(f"{path(page)}?format=csv")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["article", "field", "values"]
    assert rows[1][:3] == ["Rome", "Mayor", "Galba <b>"]


def test_a_hidden_value_shows_nowhere(client: Client, page: Page, carol: Editor) -> None:
    hidden = reload(page).revisions.get(number=1)
    hide_revisions(reload(page), [hidden.pk], editor=carol, text=True, author=True, summary=True)
    for query in ("", "?format=json", "?format=csv", f"?at={timezone.now():%Y%m%d}"):
        said = client.get(path(page) + query).content.decode()
        assert "Nero" not in said
        assert "Alice" not in said
        assert "begun" not in said


def test_a_fields_page_costs_the_same_for_any_past(
    client: Client, page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = path(page)
    with django_assert_num_queries(4):
        client.get(address)
    for number in range(3):
        change_field(page, "Mayor", f"Otho {number}")
    with django_assert_num_queries(4):
        client.get(address)


def test_a_deleted_pages_field_is_not_found(client: Client, page: Page, carol: Editor) -> None:
    address = path(page)
    delete_page(reload(page), editor=carol)
    assert client.get(address).status_code == 404


def test_a_table_of_facts(client: Client, page: Page) -> None:
    html = client.get("/wiki/Special:Facts?field=mayor&value=galba+%3Cb%3E&columns=Area").content.decode()
    said = words(html)
    assert "Facts: mayor = galba" in said
    assert said.index("Milan") < said.index("Rome")
    assert "1,285" in said
    assert "<b>" not in html.split('id="bodyContent"')[1]


def test_a_table_as_csv_is_no_formula(client: Client, page: Page) -> None:
    found = client.get("/wiki/Special:Facts?field=Area&format=csv").content.decode("utf-8-sig")
    assert found.splitlines()[0] == "article,Area,address,revision"
    assert found.splitlines()[1].startswith("Milan,'=1+1,http")
    assert client.get("/wiki/Special:Facts?field=Area&format=json").json()[0]["Area"] == ["=1+1"]


def test_a_table_goes_on_by_title(client: Client, page: Page) -> None:
    for number in range(21):
        make_page(f"Place {number:02}", "```infobox\nKind: Place\n```\nText.")
    html = client.get("/wiki/Special:Facts?field=Kind&value=Place&limit=20").content.decode()
    following = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    said = text_of(client, f"/wiki/Special:Facts{following}")
    assert "Place 20" in said
    assert "Place 19" not in said


def test_without_a_field_the_keys_are_listed(client: Client, page: Page) -> None:
    cache.clear()
    said = text_of(client, "/wiki/Special:Facts")
    assert "Mayor 2" in said
    assert "No article has this field." in text_of(client, "/wiki/Special:Facts?field=Nothing")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/field/999999", 404),
        ("/field/99999999999999999999999999", 404),
        ("/wiki/Special:Facts?field=" + "x" * 10_000, 400),
        ("/wiki/Special:Facts?field=a%00b", 400),
        ("/wiki/Special:Facts?field=x&value=" + "y" * 10_000, 400),
        ("/wiki/Special:Facts?field=x&at=yesterday", 400),
        ("/wiki/Special:Facts?field=x&at=9999-01-01", 400),
        ("/wiki/Special:Facts?field=x&limit=many", 400),
        ("/wiki/Special:Facts?field=x&limit=501", 400),
        ("/wiki/Special:Facts?field=x&columns=1,2,3,4,5,6,7,8,9", 400),
        ("/wiki/Special:Facts?field=x&format=xml", 400),
        ("/wiki/Special:Facts?field=x&after=%5B%5B%27%22%3B--", 200),
    ],
)
def test_bad_input(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "query", ["?at=x", "?at=9999-01-01", "?before=x", "?before=99999999999999999999", "?limit=0", "?format=x"]
)
def test_bad_questions_about_a_field(client: Client, page: Page, query: str) -> None:
    assert client.get(path(page) + query).status_code == 400
