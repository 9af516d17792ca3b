"""Who wrote this: the view of a page, a section, a field, an old revision."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.benchmark.histories import page_with_history
from tests.factories import edit_page, make_page, reload
from tests.web.pages import TEXT, change_field, change_section, field, rome, section, text_of
from wiki.editing.edits import whole_page
from wiki.editing.save import save_edit
from wiki.models import Authorship, Page, Revision
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.authorship import author_shares
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
ADDRESS = "/authorship/Rome"


@pytest.fixture
def page(alice: Editor, bob: Editor) -> Page:
    page = rome(alice)
    text = "Trade, wine and offices.\n\n### Tourism\n\nMany people come to see it."
    change_section(page, "Economy", text, editor=bob)
    change_field(page, "Mayor", "Galba", editor=bob, summary="<b>new</b> mayor")
    return reload(page)


def runs(client: Client, address: str = ADDRESS) -> list[tuple[str, str]]:
    """Class and words of each run."""
    html = client.get(address).content.decode()
    return re.findall(r'<(?:a|span) class="([wg][0-9xu])"[^>]*>([^<]*)<', html)


def test_each_word_has_the_colour_of_its_author(client: Client, page: Page) -> None:
    found = runs(client)
    assert ("w1", "Galba") in found
    assert ("w0", "Rome was founded in 753 before our era, as the legend has it.") in found
    assert [words for colour, words in found if colour == "w1"] == ["Galba", ", wine"]
    html = client.get(ADDRESS).content.decode()
    second, third = Revision.objects.filter(page=page, number__gt=1).order_by("number")
    assert f'href="/diff/{second.pk}/{third.pk}" data-r="{third.pk}" title="Bob, ' in html
    assert "&lt;b&gt;new&lt;/b&gt; mayor" in html
    assert "<b>new</b>" not in html


def test_the_legend_tells_the_shares(client: Client, page: Page) -> None:
    words = text_of(client, ADDRESS)
    assert [name for name, _ in re.findall(r"Aa (\w+) (\d+) %", words)] == ["Alice", "Bob"]
    shares = author_shares(page, viewer=Editor(None, ""))
    assert [(one.name, one.is_account, one.revisions) for one in shares] == [
        ("Alice", True, 1),
        ("Bob", True, 2),
    ]
    assert sum(one.share for one in shares) == pytest.approx(1)


def test_colours_by_age(client: Client, alice: Editor) -> None:
    long_ago = timezone.now() - timedelta(days=800)
    save_edit(Title(0, "Rome"), whole_page(None, "Old words.", ""), editor=alice, timestamp=long_ago)
    edit_page(Page.objects.get(), "Old words. New ones.", editor=alice)
    assert runs(client, f"{ADDRESS}?by=age") == [("g4", "Old words."), ("g0", "New ones.")]
    assert "Aa last week Aa last month" in text_of(client, f"{ADDRESS}?by=age")


def test_one_section_with_its_subsections(client: Client, page: Page) -> None:
    economy = section(page, "Economy").pk
    words = text_of(client, f"{ADDRESS}?section={economy}")
    assert "Rome: Who wrote § Economy" in words
    assert "Many people come" in words
    assert "founded" not in words


def test_one_field(client: Client, page: Page) -> None:
    mayor = field(page, "Mayor").pk
    assert runs(client, f"{ADDRESS}?field={mayor}")[:2] == [("w0", "Mayor:"), ("w1", "Galba")]


def test_the_ways_here(client: Client, page: Page) -> None:
    first = Revision.objects.get(page=page, number=1).pk
    assert 'id="t-authorship"><a href="/authorship/Rome">' in client.get("/wiki/Rome").content.decode()
    old = client.get(f"/revision/{first}").content.decode()
    assert f'id="t-authorship"><a href="/authorship/Rome?oldid={first}">' in old
    for part in (f"section={section(page, 'Economy').pk}", f"field={field(page, 'Mayor').pk}"):
        assert f'href="/authorship/Rome?{part}"' in client.get(f"/history/Rome?{part}").content.decode()


def test_an_old_revision(client: Client, page: Page) -> None:
    first = Revision.objects.get(page=page, number=1)
    assert {colour for colour, _ in runs(client, f"{ADDRESS}?oldid={first.pk}")} == {"w0"}
    assert "Nero" in text_of(client, f"{ADDRESS}?oldid={first.pk}")


def test_for_programs(client: Client, page: Page) -> None:
    found = client.get(f"{ADDRESS}?format=json").json()
    third = page.latest_id
    assert [author["name"] for author in found["authors"]] == ["Alice", "Bob"]
    assert found["revisions"][str(third)]["summary"] == "<b>new</b> mayor"
    mayor = next(part for part in found["parts"] if part["name"] == "Mayor")
    assert mayor["spans"] == [[page.latest_id - 2, "Mayor: "], [third, "Galba"]]
    assert sum(len(words) for part in found["parts"] for _, words in part["spans"]) == found["characters"]


def test_a_hidden_author_is_not_named(client: Client, page: Page, carol: Editor) -> None:
    latest = page.latest_id or 0
    edit_page(page, TEXT.replace("Nero", "Galba") + "\nMore.")
    hide_revisions(page, [latest], editor=carol, author=True, summary=True)
    html = client.get(ADDRESS).content.decode()
    assert "(username removed)" in html
    assert 'class="wu" href' in html
    assert "mayor" not in html.replace("Mayor", "")
    assert ("", True) in [(one.name, one.hidden) for one in author_shares(page, viewer=Editor(None, ""))]
    assert "Bob" in [one.name for one in author_shares(page, viewer=carol)]


def test_hidden_text_is_not_shown(client: Client, page: Page, carol: Editor) -> None:
    secret = edit_page(page, TEXT.replace("Trade", "Secrets")).revision
    edit_page(page, TEXT)
    assert secret
    hide_revisions(page, [secret.pk], editor=carol, text=True)
    assert client.get(f"{ADDRESS}?oldid={secret.pk}").status_code == 403
    for address in (ADDRESS, f"{ADDRESS}?format=json", f"{ADDRESS}?by=age"):
        assert b"Secrets" not in client.get(address).content


def test_words_that_hidden_text_left_lead_nowhere(client: Client, page: Page, carol: Editor) -> None:
    second = Revision.objects.get(page=page, number=2)
    hide_revisions(page, [second.pk], editor=carol, text=True)
    html = client.get(ADDRESS).content.decode()
    assert re.search(r'<span class="w1" title="Bob, [^"]*">, wine<', html)
    assert f'/{second.pk}" data-r' not in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("section=0", 400), ("section=x", 400), ("section=99999999", 404), ("field=99", 404),
        ("by=colour", 400), ("format=xml", 400), ("oldid=99999", 404),
        (f"section={'9' * 10_000}", 400), ("oldid=%00", 400),
    ],
)  # fmt: skip
def test_bad_input(client: Client, page: Page, query: str, status: int) -> None:
    assert client.get(f"{ADDRESS}?{query}").status_code == status


def test_what_is_not_there(client: Client, page: Page) -> None:
    other = make_page("Other")
    assert client.get(f"{ADDRESS}?oldid={other.latest_id}").status_code == 404
    assert client.get("/authorship/Nowhere").status_code == 404
    assert client.get("/authorship/Bad[title").status_code == 400
    assert client.post(ADDRESS).status_code == 405
    response = client.get("/authorship/rome?by=age")
    assert (response.status_code, response["Location"]) == (301, "/authorship/Rome?by=age")


def test_a_text_never_worked_out_is_said_to_be_so(client: Client, page: Page) -> None:
    Authorship.objects.all().delete()
    assert "not worked out yet 100 %" in text_of(client, ADDRESS)
    edit_page(page, TEXT.replace("Trade", "Commerce"))
    assert ("wu", "Galba") not in runs(client)


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client: Client, count: int) -> None:
    page = rome()
    for n in range(count):
        change_section(page, "Economy", f"Trade and {n} offices.")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ADDRESS).status_code == 200
    # The page, its rows, their spans, the revisions.
    assert len(queries) == 4


def test_a_long_history_is_read_from_what_is_stored(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_with_history("Long", sections=10, size=20_000, revisions=300)

    def compared(*_: object) -> None:
        raise AssertionError("compared while reading")

    monkeypatch.setattr("wiki.text.authorship.attribute.exact_edits", compared)
    monkeypatch.setattr("wiki.text.authorship.trace.exact_edits", compared)
    with CaptureQueriesContext(connection) as queries:
        started = time.monotonic()
        response = client.get(f"/authorship/{page.name.key}")
        took = time.monotonic() - started
    assert response.status_code == 200
    assert len(queries) == 4
    assert took < 1


def test_a_page_of_two_megabytes(client: Client) -> None:
    text = "\n\n".join(f"## Part {n}\n\n" + "Many words stand here for good. " * 60 for n in range(1_000))
    make_page("Big", text[:1_900_000])
    started = time.monotonic()
    assert client.get("/authorship/Big").status_code == 200
    assert time.monotonic() - started < 5
