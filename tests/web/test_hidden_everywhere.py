"""What was hidden or deleted shows at no address of the wiki, whoever asks without the right to see it.

All addresses are read from the wiki's own list (addresses.py); each is asked with every parameter that names
a revision, a part, a date or words. Every secret holds the word SECRET, so one look finds any of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from tests.web.addresses import addresses
from wiki.models import InfoboxField, Revision, Section
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

SECRET = "quetzal"  # part of every secret; lower case
HIDDEN, SUPPRESSED, WITHHELD, GONE = (f"{SECRET}{word}" for word in ("hid", "supp", "kept", "gone"))
SECRET_IP, SUPPRESSED_IP = "203.0.113.77", "203.0.113.90"
OTHER_FORMS = ("pdf",)  # says what the other formats say, slowly

PLAIN = """```infobox Rome
Mayor: Nero
```
Rome is a city.

## History

Old.

## See also

- [[Milan]] - north
"""


def spoiled(word: str) -> str:
    """The page with the word in everything that one can write on it."""
    return f"""```infobox {word} caption
Mayor: {word}value
{word}key: {word}other
```
Rome is {word}lead. [[{word}link]] [[Milan#{word}anchor]] [^1] <https://{word}.example/>

[[File:{word}.jpg|thumb|{word}text]]

## {word}heading

Old {word}words.

## {word}second

### {word}third

## See also

- [[Milan]] - {word}note
- [[{word}also]]

[^1]: {word}source https://example.org/{word}

[[Category:{word}category]]
"""


@dataclass
class Wiki:
    """What addresses can name: values by parameter, and what can be asked behind `?`."""

    values: dict[str, list[object]]
    queries: list[str]


def build() -> Wiki:
    """A page whose history holds three kinds of secrets, a page that lists it, and a deleted page."""
    alice = Editor(make_user("Alice"), "192.0.2.1")
    carol = Editor(make_user("Carol", "sysop"), "192.0.2.3")
    moments = [f"{datetime.now(UTC):%Y-%m-%d}"]
    make_page("Milan", "Milan is a city.\n\n## See also\n\n- [[Rome]]\n- [[Carthage]]")
    rome = make_page("Rome", PLAIN, editor=alice)
    ids = {}
    for day, (word, who) in enumerate(
        ((HIDDEN, SECRET_IP), (SUPPRESSED, SUPPRESSED_IP), (WITHHELD, SECRET_IP)), 1
    ):
        saved = edit_page(rome, spoiled(word), editor=Editor(None, who), summary=f"{word}summary")
        ids[word] = saved.revision.pk  # type: ignore[union-attr]
        edit_page(rome, PLAIN.replace("Old.", f"Old, {day}."), editor=alice, summary="put right")
    parts = [*Section.objects.filter(page=rome), *InfoboxField.objects.filter(page=rome)]
    Revision.objects.filter(pk=ids[WITHHELD]).update(withheld=True)
    hide_revisions(rome, [ids[HIDDEN], ids[SUPPRESSED]], editor=carol, text=True, author=True, summary=True)
    Revision.objects.filter(pk=ids[SUPPRESSED]).update(suppressed=True)
    carthage = make_page("Carthage", spoiled(GONE), editor=Editor(None, SECRET_IP), summary=f"{GONE}summary")
    parts += [*Section.objects.filter(page=carthage), *InfoboxField.objects.filter(page=carthage)]
    delete_page(carthage, editor=carol, reason="it must be")
    cache.clear()
    told = (f"{word}summary" for word in (HIDDEN, SUPPRESSED, WITHHELD, GONE))
    revisions = [Revision.objects.get(summary=summary).pk for summary in told] + [reload(rome).latest_id or 0]
    return Wiki(named(revisions, parts, [rome.pk, carthage.pk]), asked(revisions, parts, moments))


def named(
    revisions: list[int], parts: list[Section | InfoboxField], pages: list[int]
) -> dict[str, list[object]]:
    sections = [part.pk for part in parts if isinstance(part, Section)]
    fields = [part.pk for part in parts if isinstance(part, InfoboxField)]
    return {
        "title": ["Rome", "Milan", "Carthage", f"User:{SECRET_IP}"],
        "rest": ["Rome", "Carthage"],
        "feed/<form>/user/<name>|name": ["Alice", SECRET_IP],
        "revision_id": [*revisions],
        "page_id": [*pages],
        "section_id": [*sections],
        "field_id": [*fields],
        "old": [*revisions],
        "new": ["prev", "next", revisions[-1]],
        "moment": ["2090-01-01"],
        "format": ["md", "txt", "json", "epub"],
        "form": ["atom", "rss"],
        "number": [0, 1],
        "sha1": ["0" * 40],
        "width": [100],
        "name": ["A.jpg"],
        "uidb64": ["MQ"],
        "token": ["set-password"],
    }


def asked(revisions: list[int], parts: list[Section | InfoboxField], moments: list[str]) -> list[str]:
    numbered = [f"{name}={id_}" for id_ in revisions for name in ("oldid", "id")]
    kinds = [("section" if isinstance(part, Section) else "field", part.pk) for part in parts]
    return [
        *numbered, *(f"{kind}={id_}" for kind, id_ in kinds), "infobox=1", "at=2090-01-01",
        f"at={timezone.now():%Y-%m-%dT%H:%M:%SZ}", f"date={moments[0]}", "hidden=1", "by=age", "redirect=no",
        "type=inline",
    ]  # fmt: skip


LISTS = [
    "", "limit=500&hidebots=0&hideminor=0", "namespace=0", "oldest=1", "field=Mayor&at=2090-01-01", "q=city",
    "url=http://testserver/wiki/Rome", "url=http://testserver/wiki/Carthage",
]  # fmt: skip


def said(client: Client, address: str) -> str:
    """What the answer says, its headers too; books are opened."""
    response = client.get(address)
    assert response.status_code < 500, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return f"{response.headers}\n{content.decode()}"


def leaks(client: Client, wiki: Wiki, secrets: tuple[str, ...], *, everything: bool) -> Iterator[str]:
    """Each address whose answer holds a secret."""
    for address in addresses(wiki.values):
        for query in queries(address, wiki) if everything else [""]:
            whole = f"{address}?{query}" if query else address
            text = said(client, whole).casefold()
            found = [secret for secret in secrets if secret in text]
            if found and not (found == [SECRET_IP] and SECRET_IP in address):
                at = text.index(found[0])
                yield f"{whole}: …{text[max(at - 60, 0) : at + 60]!r}"
                break


def queries(address: str, wiki: Wiki) -> list[str]:
    """What is asked behind `?`: of the page with secrets everything, of lists how they are narrowed."""
    if address.endswith(("/CiteThisPage/Rome", "/PageInfo/Rome")) or (
        "Rome" in address and "/Special:" not in address
    ):
        return ["", *wiki.queries]
    return [""] if "/" in address.removeprefix("/wiki/")[1:] else LISTS


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["", "Alice", "Carol"])
def test_no_address_tells_what_is_hidden(who: str) -> None:
    wiki, client = build(), Client()
    if who:
        assert client.login(username=who, password=PASSWORD)
    secrets = (
        (SUPPRESSED, SUPPRESSED_IP)
        if who == "Carol"
        else (HIDDEN, SUPPRESSED, WITHHELD, GONE, SECRET_IP, SUPPRESSED_IP)
    )
    found = list(leaks(client, wiki, secrets, everything=not who))
    assert not found, f"{len(found)} addresses:\n" + "\n".join(found[:40])
