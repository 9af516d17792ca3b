"""Special:CiteThisPage, and words cited from a revision."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from tests.web.pages import TEXT, change_field, change_section, rome, text_of
from wiki.models import Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

ADDRESS = "/wiki/Special:CiteThisPage/"
WORDS = "founded in 753 before our era"


def marked(client: Client, address: str) -> list[str]:
    """The words that a page marks."""
    html = client.get(address).content.decode()
    return [
        unescape(re.sub("<[^>]+>", "", mark)) for mark in re.findall(r'<mark class="quote".*?</mark>', html)
    ]


def test_cites_the_latest_revision_or_the_one_named(client: Client, alice: Editor) -> None:
    page = rome(alice)
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    assert f"/revision/{second}" in text_of(client, ADDRESS + "Rome")
    words = text_of(client, f"{ADDRESS}Rome?id={first}")
    when = Revision.objects.get(pk=first).timestamp
    assert words.startswith("Cite “Rome”")
    assert f"/revision/{first}" in words
    assert f"Rome. ({when.year}, {when:%B} {when.day}). In Stemma . http://" in words
    assert "“Rome.” Stemma , " in words
    assert "Stemma , s.v. “Rome,” last modified" in words
    assert "Written by Alice" in words
    assert "Author Stemma contributors" in words


def test_downloads(client: Client) -> None:
    page = rome()
    bib = client.get(f"{ADDRESS}Rome?id={page.latest_id}&format=bibtex")
    assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert bib["Content-Disposition"] == f'attachment; filename="stemma-{page.latest_id}.bib"'
    assert bib.content.decode().startswith(f"@misc{{stemma-{page.latest_id},\n")
    csl = client.get(f"{ADDRESS}Rome?id={page.latest_id}&format=csl")
    assert csl["Content-Disposition"] == f'attachment; filename="stemma-{page.latest_id}.json"'
    assert json.loads(csl.content)[0]["URL"].endswith(f"/revision/{page.latest_id}")
    html = client.get(ADDRESS + "Rome").content.decode()
    assert f'href="?id={page.latest_id}&amp;format=bibtex" download="stemma-{page.latest_id}.bib"' in html
    assert f'href="?id={page.latest_id}&amp;format=csl" download="stemma-{page.latest_id}.json"' in html


def test_the_link_opens_the_same_words_after_50_later_edits(
    client: Client, alice: Editor, bob: Editor
) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    link = re.search(
        r'id="cite-link" href="([^"]+)"',
        client.get(f"{ADDRESS}Rome?quote={quote(WORDS)}").content.decode(),
    )
    assert link is not None
    address = unescape(link[1])
    assert marked(client, address) == [WORDS]
    for number in range(50):
        change_section(page, "History", f"Nobody knows, says edit {number}.", bob)
    assert "753" not in client.get("/wiki/Rome").content.decode()
    assert reload(page).number == 52
    assert marked(client, address) == [WORDS]
    words = text_of(client, address)
    assert "The marked words stood on this page as of" in words
    assert "This part was written by Alice ." in words


def test_words_across_markup_paragraphs_fields_and_headings(client: Client) -> None:
    make_page("Rome", TEXT.replace("a city in Italy", "a **city** in [[Italy]]") + "\n\nSecond & last.\n")
    address = f"/revision/{Revision.objects.get().pk}?quote="
    assert marked(client, address + quote("is a city in Italy.")) == ["is a", "city", "in", "Italy", "."]
    assert marked(client, address + quote("come to see it. Second & last")) == [
        "come to see it.",
        "Second & last",
    ]
    assert marked(client, address + "Nero") == ["Nero"]
    assert marked(client, address + quote("Tourism Many people")) == ["Tourism", "Many people"]
    html = client.get(address + quote("is a city in Italy.")).content.decode()
    assert html.count('id="quote"') == 1


def test_the_same_words_a_second_time(client: Client) -> None:
    page = make_page("Rome", "Old Rome.\n\nOld Rome, and new.")
    html = client.get(f"/revision/{page.latest_id}?quote=Old+Rome&nth=2").content.decode()
    assert '<p><mark class="quote" id="quote">Old Rome</mark>, and new.</p>' in html


def test_words_that_do_not_stand_there(client: Client) -> None:
    page = rome()
    words = text_of(client, f"/revision/{page.latest_id}?quote=Carthage+must+fall")
    assert "These words do not stand in this revision: “Carthage must fall”." in words
    said = text_of(client, ADDRESS + "Rome?quote=Carthage")
    assert "These words do not stand in this revision." in said
    assert "quote=Carthage" not in said  # the link leads to the revision alone


def test_quoted_words_are_in_the_citations(client: Client) -> None:
    page = rome()
    address = f"{ADDRESS}Rome?id={page.latest_id}&quote={quote(WORDS)}"
    assert f"Quoted: ``{WORDS}''" in client.get(address + "&format=bibtex").content.decode()
    item = json.loads(client.get(address + "&format=csl").content)[0]
    assert item["note"] == f"Quoted: “{WORDS}”"
    assert item["URL"].endswith(f"/revision/{page.latest_id}?quote=founded+in+753+before+our+era")
    assert f'<blockquote class="cited-words"><p>{WORDS}</p>' in client.get(address).content.decode()


def test_the_address_is_that_of_the_revisions_page(client: Client) -> None:
    page, other = rome(), make_page("Carthage")
    response = client.get(f"{ADDRESS}Carthage?id={page.latest_id}&quote=Nero")
    assert (response.status_code, response["Location"]) == (
        302,
        f"{ADDRESS}Rome?id={page.latest_id}&quote=Nero",
    )
    assert client.get(f"{ADDRESS}?page=Carthage")["Location"] == f"{ADDRESS}Carthage?id={other.latest_id}"
    assert "Cite this page" in text_of(client, ADDRESS)


def test_hidden_text_is_not_cited_and_hidden_authors_are_not_named(
    client: Client, alice: Editor, carol: Editor
) -> None:
    page = rome(alice)
    first = page.latest_id
    edit_page(page, "Another text.", editor=carol)
    Revision.objects.filter(pk=first).update(user_hidden=True)
    assert "Alice" not in text_of(client, f"{ADDRESS}Rome?id={first}")
    assert "unknown authors" in text_of(client, f"{ADDRESS}Rome?id={first}&quote={quote(WORDS)}")
    Revision.objects.filter(pk=first).update(text_hidden=True)
    for rest in ("", f"&quote={quote(WORDS)}", "&format=bibtex"):
        assert "753" not in text_of(client, f"{ADDRESS}Rome?id={first}{rest}", 403).replace(quote(WORDS), "")


@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        ("Nowhere", 404, "There is no page “Nowhere”"),
        ("Rome?id=999", 404, "There is no revision 999"),
        ("Rome?id=x", 400, "“id” in the address must be a whole number"),
        ("Rome?format=ris", 400, "There is no format “ris”"),
        ("Rome?quote=" + "x" * 1001, 400, "The quotation has 1001 characters; 1000 are the most."),
        ("Rome?quote=a%00b", 400, "a character that no page has"),
        ("Rome?quote=x&nth=0", 400, "“nth” in the address"),
        ("Rome?quote=x&nth=99999999", 400, "“nth” in the address"),
        ("A[b", 400, "A[b"),
    ],
)
def test_bad_input(client: Client, rest: str, status: int, said: str) -> None:
    rome()
    assert said in text_of(client, ADDRESS + rest, status)


def test_bad_quotations_of_a_revision(client: Client) -> None:
    page = rome()
    assert client.get(f"/revision/{page.latest_id}?quote={'x' * 10_000}").status_code == 400
    assert client.get(f"/revision/{page.latest_id}?quote=%00").status_code == 400
    assert client.get(f"/revision/{page.latest_id}?quote=<script>alert(1)</script>").status_code == 200


def test_markup_in_the_words_is_shown_not_obeyed(client: Client) -> None:
    page = make_page("Rome", "Write `<script>x</script>` here.")
    html = client.get(f"{ADDRESS}Rome?quote={quote('<script>x</script>')}").content.decode()
    assert "<script>x" not in html
    assert marked(client, f"/revision/{page.latest_id}?quote={quote('<script>x</script>')}") == [
        "<script>x</script>"
    ]


def test_queries_do_not_grow(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    counts = []
    for mayors in (("Galba",), ("Otho", "Vitellius")):
        for mayor in mayors:
            change_field(page, "Mayor", mayor, bob)
        for address in (ADDRESS + "Rome", f"{ADDRESS}Rome?quote=Nero", f"{ADDRESS}Rome?quote={quote(WORDS)}"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
    assert counts == [4, 7, 7, 4, 7, 7]
