"""Special:Export: asked as MediaWiki is; nothing hidden; not too much at once."""

from __future__ import annotations

import gc
import io

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from tests.dumps.exports import check_schema
from tests.factories import edit_page, make_page
from tests.web.identity.signing_in import sign_in
from tests.web.pages import text_of, words
from wiki.dumps import requested
from wiki.dumps.records import DumpRevision, PageHead
from wiki.dumps.xml_read import read_dump
from wiki.models import Revision, RevisionSlot
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

EXPORT = "/wiki/Special:Export"


@pytest.fixture(autouse=True)
def _pages(alice: Editor) -> None:
    for name in ("Rome", "Milan"):
        page = make_page(name, f"{name} one [[Category:Cities]]", editor=alice)
        edit_page(page, f"{name} two [[Category:Cities]]", editor=alice)
    make_page("Talk:Rome", "Words.", editor=alice)


def exported(response: HttpResponse) -> list[tuple[str, list[str | None]]]:
    """Each page of an answer with its texts."""
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    written = response.getvalue()
    check_schema(written)
    found: list[tuple[str, list[str | None]]] = []
    for one in read_dump(io.BytesIO(written), "out"):
        if isinstance(one, PageHead):
            found.append((one.title, []))
        elif isinstance(one, DumpRevision):
            found[-1][1].append(one.main.text and one.main.text[:9])
    return found


def secrets(answer: HttpResponse) -> set[str]:
    assert isinstance(answer, StreamingHttpResponse)
    written = answer.getvalue().decode()
    return {one for one in ("Bob", "Secret why", "Secret slot") if one in written}


NEWEST = ["Rome two "]
BOTH = ["Rome one ", "Rome two "]


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        ("/Rome", NEWEST), ("/rome?history", BOTH), ("?pages=Rome", NEWEST), ("?pages=Rome&history=1", BOTH),
        ("?pages=Rome%0D%0AAtlantis%0D%0A%5B%5Bno%0D%0A", NEWEST),
    ],
)  # fmt: skip
def test_an_address_asks_for_the_newest_revision_or_all(
    client: Client, address: str, texts: list[str]
) -> None:
    answer = client.get(EXPORT + address)
    assert exported(answer) == [("Rome", texts)]
    assert answer["Content-Disposition"].startswith("inline; filename=")


def test_a_form_asks_for_all_revisions_or_the_newest(client: Client) -> None:
    answer = client.post(EXPORT, {"pages": "Rome\r\nTalk:Rome\r\n", "wpDownload": "1"})
    assert exported(answer) == [("Rome", BOTH), ("Talk:Rome", ["Words."])]
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert exported(client.post(EXPORT, {"pages": "Rome", "curonly": "1"})) == [("Rome", NEWEST)]


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("Atlantis\r\n[[no", "None of these is a page here."),
        ("", "Name at least one page."),
        (" \r\n", "Name at least one page."),
    ],
)
def test_a_form_that_names_no_page_comes_again_and_says_so(client: Client, named: str, why: str) -> None:
    answer = client.post(EXPORT, {"pages": named, "wpDownload": "1"})
    html = answer.content.decode()
    assert (answer.status_code, why in words(html), named.strip() in html) == (400, True, True)
    assert "checked" not in html.partition("curonly")[2].partition(">")[0]


def test_the_pages_of_a_category_are_added_to_the_form(client: Client) -> None:
    answer = client.post(EXPORT, {"catname": "Cities", "addcat": "1", "pages": "Talk:Rome\r\n"})
    assert ">\nTalk:Rome\nMilan\nRome</textarea>" in answer.content.decode()
    empty = client.post(EXPORT, {"catname": "Rivers", "addcat": "1"})
    assert (empty.status_code, "No page is in this category." in words(empty.content.decode())) == (400, True)
    wrong = client.post(EXPORT, {"catname": "<x>", "addcat": "1"})
    assert (wrong.status_code, "Category : " in words(wrong.content.decode())) == (400, True)


def test_what_is_hidden_or_deleted_is_not_in_it_whoever_asks(
    client: Client, bob: Editor, carol: Editor
) -> None:
    make_page("Bern", "Bern one", editor=bob, summary="Secret why")
    first = Revision.objects.get(page__title="Bern")
    edit_page(first.page, "Bern two", editor=carol)
    RevisionSlot.objects.create(revision=first, role="data", content_model="json", text="Secret slot")
    assert {"Bob", "Secret why", "Secret slot"} == secrets(client.get(f"{EXPORT}?pages=Bern&history=1"))
    hide_revisions(first.page, [first.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(Revision.objects.get(page__title="Milan", number=1).page, editor=carol, reason="x")
    for browser in (client, sign_in(Client(), "Carol")):
        address = f"{EXPORT}?pages=Bern%0AMilan&history=1"
        assert exported(browser.get(address)) == [("Bern", [None, "Bern two"])]
        assert secrets(browser.get(address)) == set()


@pytest.mark.parametrize(
    ("limit", "most", "query"),
    [
        ("MOST_REVISIONS", 3, "pages=Rome%0AMilan&history=1"), ("MOST_REVISIONS", 1, "pages=Rome%0AMilan"),
        ("MOST_BYTES", 50, "pages=Rome&history=1"), ("MOST_BYTES", 25, "pages=Rome"),
    ],
)  # fmt: skip
def test_too_much_is_refused_but_for_who_may(
    client: Client, carol: Editor, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, query: str
) -> None:
    assert "At most 1000 revisions and 50 MB" in text_of(client, EXPORT).replace(",", "")
    monkeypatch.setattr(requested, limit, most)
    answer = client.get(f"{EXPORT}?{query}")
    assert answer.status_code == 400
    assert "That is more than you can have at once." in words(answer.content.decode())
    browser = sign_in(Client(), "Carol")
    assert exported(browser.get(f"{EXPORT}?{query}"))
    assert "At most" not in text_of(browser, EXPORT)


def test_more_titles_than_anybody_can_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requested, "MOST_TITLES", 2)
    assert client.get(f"{EXPORT}?pages=A%0AB%0AC").status_code == 400
    assert exported(client.get(f"{EXPORT}?pages=Rome%0AB")) == [("Rome", NEWEST)]


@pytest.mark.parametrize(("query", "first"), [("", 2), ("&history=1", 1)])
def test_further_slots_count_as_text(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str, first: int
) -> None:
    revisions = Revision.objects.filter(page__title="Milan")
    for one in revisions:
        RevisionSlot.objects.create(revision=one, role="data", content_model="json", text="{}" * one.number)
    size = sum(one.size + 2 * one.number for one in revisions.filter(number__gte=first))
    monkeypatch.setattr(requested, "MOST_BYTES", size - 1)
    assert client.get(f"{EXPORT}?pages=Milan{query}").status_code == 400
    monkeypatch.setattr(requested, "MOST_BYTES", size)
    assert exported(client.get(f"{EXPORT}?pages=Milan{query}"))


@pytest.mark.parametrize("button", [{}, {"catname": "Cities", "addcat": "1"}])
def test_text_that_is_too_long_is_not_given_back(client: Client, button: dict[str, str]) -> None:
    answer = client.post(EXPORT, {"pages": "Rome\n" * (requested.MOST_CHARACTERS // 5 + 1), **button})
    assert (answer.status_code, len(answer.content) < 100_000) == (400, True)
    assert "That is more than you can have at once." in words(answer.content.decode())


def test_who_does_not_read_does_not_hold_the_wiki(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is closed closes the database too, and with it the transaction of the test.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    gc.collect()  # answers that other tests left unread
    unread, begun = client.get(f"{EXPORT}/Rome"), client.get(f"{EXPORT}/Rome")
    next(iter(begun))
    for _ in range(2):
        third = client.get(f"{EXPORT}/Rome")
        assert (third.status_code, third["Retry-After"]) == (503, "60")
        assert "Others are being given their exports just now." in words(third.content.decode())
    for held in (unread, begun):
        held.close()
        held.close()  # frees no second place
        other = client.get(f"{EXPORT}/Rome")
        assert exported(other) == [("Rome", NEWEST)]
    taken = [client.get(f"{EXPORT}/Rome").status_code for _ in range(3)]
    assert taken == [200, 200, 503]
    gc.collect()  # nobody has them any more
    assert client.get(f"{EXPORT}/Rome").status_code == 200
