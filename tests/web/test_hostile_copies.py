"""What leaves the wiki beside its pages: feeds, mails, copies to take along, answers to scripts."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from email.message import Message
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from tests.factories import edit_page, make_page, make_user
from tests.web.hostile.attacks import Turn, every_attack, some_attacks
from tests.web.hostile.dangers import dangers, dangers_in
from tests.web.hostile.filled import TITLES, poisoned
from tests.web.hostile.moderated import NAME
from wiki.editing.watching.preferences import change_preference
from wiki.editing.watching.watch import watch
from wiki.models import User
from wiki.permissions import Editor
from wiki.reading.watching.watching import page_target
from wiki.text.titles import parse_title

pytestmark = pytest.mark.django_db

CONTROLS = "Bell \x07, page \x0c, none \ufffe, <b onclick=alert(1)>"
TITLE = 'A\'b" onfocus="alert(1)/x;filename=y.html'
HERE = ("http://127.0.0.1:8000/", "http://testserver/")
SAFE = re.compile(rb"(?:https?|mailto):", re.IGNORECASE)


@pytest.fixture
def turn() -> Turn:
    return Turn(every_attack()[2::9])


@pytest.fixture
def eve(turn: Turn) -> Editor:
    """Who wrote a page called so, about attacks, twice."""
    eve = Editor(make_user(NAME))
    page = make_page(TITLE, poisoned(some_attacks(every=50)), editor=eve, summary=turn.many())
    text = f"{CONTROLS}\n\n## {CONTROLS}\n\n{poisoned(some_attacks(every=45))}"
    edit_page(page, text, editor=eve, summary=f"{CONTROLS} {turn.many(400)}")
    return eve


def asked(client: Client, address: str) -> bytes:
    """What is served, as nothing else than it is said to be."""
    answer = client.get(address)
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff"), address
    assert "html" not in answer["Content-Type"]
    return answer.content


def test_feeds(client: Client, eve: Editor) -> None:
    kept = 0
    for form in ("atom", "rss"):
        for path in ("changes", f"page/{quote(TITLE)}", f"user/{quote(NAME)}"):
            root = ElementTree.fromstring(asked(client, f"/feed/{form}/{path}"))
            for element in root.iter():
                name = str(element.tag).rpartition("}")[2]
                if element.get("type") == "html" or name == "description":
                    assert list(dangers(element.text or "")) == []
                    kept += (element.text or "").count("&lt;")
                if name == "link":
                    assert (element.get("href") or element.text or "").startswith(HERE)
    assert kept > 10, "the attacks are told as words"


def test_mails(eve: Editor, turn: Turn) -> None:
    alice = Editor(make_user("Alice"))
    User.objects.update(email="alice@example.org", confirmed_email="alice@example.org")
    change_preference(alice, mail="each", notify_pages=True)
    for title in (*TITLES, TITLE):
        watch(page_target(parse_title(title)), editor=alice)
        make_page(f"Talk:{title}" if title == TITLE else title, turn.one(), editor=eve, summary=turn.many())
    make_page("User talk:Alice", f"## {turn.one()}\n\n{turn.one()}", editor=eve, summary=turn.many())
    call_command("send_notices")
    (sent,) = mail.outbox
    html = str(sent.alternatives[0][0])
    assert list(dangers(html)) == []
    assert html.count("&lt;") > 10, "the attacks are told as words"
    assert "\n" not in sent.subject
    assert sent.message().as_bytes().count(b"\nSubject:") == 1


@pytest.mark.parametrize("form", ["md", "txt", "json"])
def test_copies_have_the_name_of_the_page(client: Client, eve: Editor, form: str) -> None:
    for title in (*TITLES, TITLE):
        make_page(title, "Words.", editor=eve) if title != TITLE else None
        answer = client.get(f"/download/{form}/{quote(title)}")
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
        assert "html" not in answer["Content-Type"]
        told = Message()
        told["Content-Disposition"] = answer.get("Content-Disposition", "inline")
        assert told.get_filename() in (f"{parse_title(title).full.replace('/', '-')}.{form}", None)
        assert told.get_content_disposition() == ("attachment" if form == "md" else "inline")


def test_a_book(client: Client, eve: Editor) -> None:
    with zipfile.ZipFile(io.BytesIO(asked(client, f"/download/epub/{quote(TITLE)}"))) as book:
        pages = [book.read(name) for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
    found = [wrong for page in pages for wrong in dangers_in(ElementTree.fromstring(page), relative=True)]
    assert found == []
    assert b"".join(pages).count(b"alert(1)") > 100, "the attacks stand in it, as words"


def streams(pdf: bytes) -> Iterator[bytes]:
    """The objects of a PDF, those that are packed too."""
    yield pdf
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue


def test_a_pdf(client: Client, eve: Editor) -> None:
    answer = client.get(f"/download/pdf/{quote(TITLE)}")
    if answer.status_code == 501:
        pytest.skip("Pango is not installed (tests/text/html/test_paper.py says whether it has to be)")
    whole = b"\n".join(streams(answer.content))
    assert answer.content.startswith(b"%PDF-")
    assert re.findall(rb"/(?:JS|JavaScript|Launch|SubmitForm|GoToR|EmbeddedFile)\b", whole) == []
    leads = re.findall(rb"/URI\s*\(((?:\\.|[^\\)])*)\)", whole)
    assert leads, "links of the page lead somewhere"
    assert [one for one in leads if not SAFE.match(one)] == []


def marked(value: object, name: str = "") -> Iterator[str]:
    """The HTML that an answer to a script holds."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from marked(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from marked(one, name)
    elif isinstance(value, str) and "html" in name:
        yield value


def test_a_quotation_in_xml(client: Client, eve: Editor) -> None:
    address = urlencode({"url": f"http://127.0.0.1:8000/wiki/{quote(TITLE, safe='')}", "format": "xml"})
    root = ElementTree.fromstring(asked(client, f"/oembed?{address}"))
    assert "&lt;b onclick=alert(1)&gt;" in (root.findtext("html") or "")


def test_answers_to_scripts(client: Client, eve: Editor, turn: Turn) -> None:
    key, questions = quote(TITLE, safe=""), [turn.one(200) for _n in range(20)]
    oembed = urlencode({"url": f"http://127.0.0.1:8000/wiki/{key}"})
    addresses = [
        f"/preview/{key}", f"/notes/{key}", f"/suggest/fields/{key}?key=A", "/suggest?q=A'b",
        f"/download/json/{key}", "/suggest/links?q=A'b", f"/oembed?{oembed}",
        *(f"/suggest?{urlencode({'q': one})}" for one in questions),
        *(f"/suggest/links?{urlencode({'q': one})}" for one in questions),
    ]  # fmt: skip
    for address in addresses:
        # What a quotation is from is said in full: it stands on other sites.
        for html in marked(json.loads(asked(client, address))):
            assert list(dangers(html.replace('cite="http://127.0.0.1:8000/', 'cite="/'))) == [], address
