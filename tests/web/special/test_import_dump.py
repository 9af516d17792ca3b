"""Special:Import: looked through first, then brought in and logged; forbidden, broken, too large."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.dumps.exports import export, page, revision
from tests.factories import PASSWORD, make_page, make_user
from tests.web.identity.signing_in import sign_in
from tests.web.pages import text_of, words
from wiki.dumps import prepared, uploaded
from wiki.editing.merging import matching
from wiki.models import LogEntry, Page, Revision, SiteName, User
from wiki.moderation.block import Terms, block
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

IMPORT = "/wiki/Special:Import"
TWO = export(
    page(revision("One"), revision("Two", id_=2), title="Verona")
    + page(revision("x", id_=3), title="A[b", id_=2)
)


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def carols(carol: Editor) -> Client:
    return sign_in(Client(), "Carol")


def send(browser: Client, content: bytes, name: str = "old.xml", **more: str) -> HttpResponse:
    return browser.post(
        IMPORT, {"file": SimpleUploadedFile(name, content), "preview": "1", **more}
    )  # fmt: skip


def second_form(response: HttpResponse) -> dict[str, str]:
    """What the second form would send."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in fields} | {"import": "1"}


def test_it_is_shown_then_brought_in_and_logged(carols: Client) -> None:
    shown = send(carols, gzip.compress(TWO), from_wiki="old")
    told = words(shown.content.decode())
    assert "Verona : 2 new revisions" in told
    assert re.search(r"old\.xml:\d+: page “A\[b”: refused", told)
    assert not Revision.objects.exists()
    done = carols.post(IMPORT, {**second_form(shown), "reason": "Moving here"})
    assert "2 revisions were brought in." in words(done.content.decode())
    assert "refused" in words(done.content.decode())
    stored = Revision.objects.order_by("number").values_list("author_text", "author_id", "summary")
    assert list(stored) == [("old>Ann", None, "first")] * 2
    entry = LogEntry.objects.get(type="import")
    assert (entry.action, entry.title, entry.user_text, entry.comment, entry.params) == (
        "upload", "Verona", "Carol", "Moving here", {"count": 2}
    )  # fmt: skip
    assert "imported Verona from a file" in text_of(carols, "/wiki/Special:Log/import")
    again = send(carols, TWO, from_wiki="old")
    told = words(again.content.decode())
    assert "The file has nothing that could be brought in." in told
    assert "Verona : 2 here already" in told
    assert 'name="kept"' not in again.content.decode()


def test_edits_become_those_of_accounts_that_are_named(carols: Client, alice: Editor) -> None:
    whose = {"from_wiki": "old", "accounts": "Ann = Alice\n\n Nobody=alice "}
    shown = send(carols, TWO, **whose)
    assert "The edits of Ann become those of the account Alice." in words(shown.content.decode())
    carols.post(IMPORT, second_form(shown))
    assert set(Revision.objects.values_list("author_text", "author_id")) == {("Alice", alice.user.pk)}
    assert LogEntry.objects.get(type="import").params == {"count": 2, "assigned": True}
    told = text_of(carols, "/wiki/Special:Log/import")
    assert "imported Verona from a file, with edits that are given to accounts here" in told


@pytest.mark.parametrize(
    ("accounts", "said"),
    [("Ann = Nobody", "there is no account named “Nobody”"), ("Ann", "“Ann” is not written NAME=ACCOUNT")],
)
def test_accounts_that_are_none_are_refused(carols: Client, accounts: str, said: str) -> None:
    for answer in (
        send(carols, TWO, accounts=accounts),
        carols.post(IMPORT, {"import": "1", "accounts": accounts}),
    ):
        assert answer.status_code == 400
        assert said in words(answer.content.decode())
    assert not Revision.objects.exists()


def test_names_are_as_in_the_file_where_no_wiki_is_named(carols: Client) -> None:
    carols.post(IMPORT, second_form(send(carols, TWO)))
    assert set(Revision.objects.values_list("author_text", flat=True)) == {"Ann"}


def test_what_is_told_is_in_the_readers_language(carols: Client) -> None:
    file = {"file": SimpleUploadedFile("old.xml", TWO), "preview": "1"}
    told = words(carols.post(f"{IMPORT}?uselang=de", file).content.decode())
    assert "Verona : 2 neue Versionen" in told
    assert re.search(r"old\.xml:\d+: Seite „A\[b“: abgelehnt:", told)
    broken = {"file": SimpleUploadedFile("old.xml", TWO[:-200]), "preview": "1"}
    told = words(carols.post(f"{IMPORT}?uselang=de", broken).content.decode())
    assert re.search(r"Die Datei lässt sich nicht bis zum Ende lesen: old\.xml:\d+", told)


def test_another_history_is_refused_and_stays(carols: Client, alice: Editor) -> None:
    make_page("Verona", "Ours", editor=alice)
    answer = send(carols, TWO)
    assert "has another history here" in words(answer.content.decode())
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file first|The submitted file is empty"),
        (b"no xml at all", "cannot be read to its end: old.xml:1:"),
        (TWO[:-200], "cannot be read to its end: old.xml:"),
        (gzip.compress(TWO)[:-20], "cannot be read to its end: old.xml:"),
        (b"7z\xbc\xaf\x27\x1c0000", "is packed with 7z"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_offered(carols: Client, content: bytes, said: str) -> None:
    answer = send(carols, content)
    assert answer.status_code == 400
    assert re.search(said, words(answer.content.decode()))
    assert 'name="kept"' not in answer.content.decode()


def test_what_is_too_large_is_refused_also_when_it_is_packed(
    carols: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploaded, "MOST_BYTES", 1000)
    packed = gzip.compress(export(page(revision("a" * 2000))))
    assert len(packed) < 1000
    assert "it has more than 1,000 bytes" in words(send(carols, packed).content.decode())
    monkeypatch.setattr("wiki.web.special.import_dump.MOST_BYTES", 1000)
    assert "The file is too large." in words(send(carols, b"a" * 1001).content.decode())


def test_what_was_kept_is_for_who_sent_it_alone(carols: Client, alice: Editor) -> None:
    kept = second_form(send(carols, TWO))
    assert carols.post(IMPORT, {**kept, "kept": "forged"}).status_code == 400
    for browser in (Client(), sign_in(Client(), "Alice")):
        assert browser.get(IMPORT).status_code == 403
        assert browser.post(IMPORT, kept).status_code == 403
        assert send(browser, TWO).status_code == 403
    assert not Page.objects.exists()


def test_it_is_proved_once_more_who_is_there_and_nothing_is_lost(client: Client, carol: Editor) -> None:
    client.force_login(carol.user)
    kept = second_form(send(client, TWO))
    asked = client.post(IMPORT, kept)
    assert asked["Location"].startswith("/wiki/Special:Reauthenticate")
    assert not Revision.objects.exists()
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert "2 revisions were brought in." in words(done.content.decode())


def test_a_blocked_administrator_brings_nothing_in(carols: Client, carol: Editor) -> None:
    kept = second_form(send(carols, TWO))
    make_user("Second", "sysop")  # for the last one is never blocked
    assert carol.user is not None
    block(carol.user, Terms(), editor=Editor(User.objects.get(username="Second")))
    for answer in (carols.post(IMPORT, kept), send(carols, TWO)):
        assert answer.status_code == 403
    assert not Page.objects.filter(title="Verona").exists()
    assert not LogEntry.objects.filter(type="import").exists()


def test_log_items_and_names_of_namespaces_are_left_to_the_command(carols: Client) -> None:
    item = (
        "<logitem><id>7</id><timestamp>2011-01-02T03:04:05Z</timestamp><contributor><username>Carol</username>"
        "<id>1</id></contributor><type>block</type><action>block</action><logtitle>User:Bob</logtitle></logitem>"
    )
    shown = send(carols, TWO.replace(b"</mediawiki>", f"{item}</mediawiki>".encode()))
    told = "1 log item is left out; manage.py import_xml brings it in"
    assert told in words(shown.content.decode())
    done = carols.post(IMPORT, second_form(shown))
    assert told in words(done.content.decode())
    assert set(LogEntry.objects.values_list("type", flat=True)) == {"import"}
    assert not SiteName.objects.exists()


def test_a_page_comes_in_whole_or_not_at_all(carols: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is found out late that it cannot: it counts as nothing, and the log has nothing of it."""
    monkeypatch.setattr(prepared, "AT_ONCE", 1)  # revisions of a transaction of the command
    monkeypatch.setattr(matching, "MOST_PARTS", 2)
    long = page(revision("One"), revision("== A ==\n== B ==\n== C ==", id_=2), title="Verona")
    done = carols.post(IMPORT, second_form(send(carols, export(long + page(revision("Short"), id_=2)))))
    told = words(done.content.decode())
    assert "1 revision was brought in." in told
    assert "page “Verona”: refused" in told
    assert not Page.objects.filter(title="Verona").exists()
    assert LogEntry.objects.get(type="import").title != "Verona"


def test_more_revisions_than_a_form_takes(carols: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded, "MOST_REVISIONS", 1)
    assert "it has more than 1 revisions" in words(send(carols, TWO).content.decode())
