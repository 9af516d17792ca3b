"""Special:Export: asked as MediaWiki is; nothing hidden; not too much at once."""

from __future__ import annotations

import io

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from tests.dumps.exports import check_schema
from tests.factories import edit_page, make_page
from tests.web.identity.signing_in import sign_in
from tests.web.pages import text_of, words
from wiki.dumps import requested
from wiki.dumps.records import DumpRevision, PageHead
from wiki.dumps.xml_read import read_dump
from wiki.models import Revision
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
    assert exported(client.post(EXPORT, {"pages": "Atlantis"})) == []


def test_the_pages_of_a_category_are_added_to_the_form(client: Client) -> None:
    answer = client.post(EXPORT, {"catname": "Cities", "addcat": "1", "pages": "Talk:Rome\r\n"})
    assert ">\nTalk:Rome\nMilan\nRome</textarea>" in answer.content.decode()
    empty = client.post(EXPORT, {"catname": "Rivers", "addcat": "1"})
    assert (empty.status_code, "No page is in this category." in words(empty.content.decode())) == (400, True)
    wrong = client.post(EXPORT, {"catname": "<x>", "addcat": "1"})
    assert (wrong.status_code, "Category : " in words(wrong.content.decode())) == (400, True)


def test_what_is_hidden_or_deleted_is_not_in_it_whoever_asks(client: Client, carol: Editor) -> None:
    first = Revision.objects.get(page__title="Rome", page__namespace=0, number=1)
    hide_revisions(first.page, [first.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(Revision.objects.get(page__title="Milan", number=1).page, editor=carol, reason="x")
    for browser in (client, sign_in(Client(), "Carol")):
        answer = browser.get(f"{EXPORT}?pages=Rome%0AMilan&history=1")
        assert exported(answer) == [("Rome", [None, "Rome two "])]


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
