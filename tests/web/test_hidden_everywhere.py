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
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from tests.made_pictures import png, store
from tests.web.addresses import addresses
from wiki.editing.edits import whole_page
from wiki.editing.suggest.propose import comment, propose
from wiki.editing.watching.preferences import change_preference
from wiki.editing.watching.watch import watch
from wiki.models import InfoboxField, Page, Revision, Section, Suggestion, User
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.hide_files import hide_file_versions
from wiki.moderation.hide_log import hide_log_entries
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.reading.watching.watching import page_target
from wiki.text.titles import parse_title
from wiki.web import formats

SECRET = "quetzal"  # part of every secret; lower case
HIDDEN, SUPPRESSED, WITHHELD, GONE = (f"{SECRET}{word}" for word in ("hid", "supp", "kept", "gone"))
SECRET_IP, SUPPRESSED_IP = "203.0.113.77", "203.0.113.90"
# Accounts whose every edit hides its author; that they exist is no secret.
SECRET_NAME, SUPPRESSED_NAME = (f"{SECRET}{word}" for word in ("ana", "bea"))
ACCOUNTS = "/wiki/Special:ListUsers"

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
    bytes: str  # SHA-1 of the hidden version of a file


def build() -> Wiki:
    """A page whose history holds three kinds of secrets, a page that lists it, and a deleted page."""
    alice = Editor(make_user("Alice"), "192.0.2.1")
    carol = Editor(make_user("Carol", "sysop"), "192.0.2.3")
    moments = [f"{datetime.now(UTC):%Y-%m-%d}"]
    for who in (alice, carol):
        watch_everything(who)
    make_page("Milan", "Milan is a city.\n\n## See also\n\n- [[Rome]]\n- [[Carthage]]")
    rome = make_page("Rome", PLAIN, editor=alice)
    ids = {}
    for day, (word, who) in enumerate(
        ((HIDDEN, SECRET_IP), (SUPPRESSED, SUPPRESSED_IP), (WITHHELD, SECRET_IP)), 1
    ):
        saved = edit_page(rome, spoiled(word), editor=Editor(None, who), summary=f"{word}summary")
        ids[word] = saved.revision.pk  # type: ignore[union-attr]
        suggest(rome, word, alice)
        edit_page(rome, PLAIN.replace("Old.", f"Old, {day}."), editor=alice, summary="put right")
    parts = [*Section.objects.filter(page=rome), *InfoboxField.objects.filter(page=rome)]
    Revision.objects.filter(pk=ids[WITHHELD]).update(withheld=True)
    hide_revisions(rome, [ids[HIDDEN]], editor=carol, text=True, author=True, summary=True)
    keeper = Editor(make_user("Keeper", "suppress"), "192.0.2.4")
    hide_revisions(
        rome, [ids[SUPPRESSED]], editor=keeper, text=True, author=True, summary=True, suppress=True,
        reason=f"{SUPPRESSED}reason",
    )  # fmt: skip
    entry = delete_page(make_page("Thebes", editor=alice), editor=carol, reason=f"{SUPPRESSED}attack")
    hide_log_entries([entry.pk], editor=keeper, action=True, comment=True, suppress=True)
    carthage = make_page("Carthage", spoiled(GONE), editor=Editor(None, SECRET_IP), summary=f"{GONE}summary")
    parts += [*Section.objects.filter(page=carthage), *InfoboxField.objects.filter(page=carthage)]
    suggest(carthage, GONE, alice)
    delete_page(carthage, editor=carol, reason="it must be")
    hidden_names(alice, carol)
    file = hidden_file(alice, carol)
    cache.clear()
    told = (f"{word}summary" for word in (HIDDEN, SUPPRESSED, WITHHELD, GONE))
    revisions = [Revision.objects.get(summary=summary).pk for summary in told] + [reload(rome).latest_id or 0]
    values = named(revisions, parts, [rome.pk, carthage.pk])
    values["sha1"].append(file)
    return Wiki(values, asked(revisions, parts, moments), file)


def suggest(page: Page, word: str, editor: Editor) -> None:
    """Suggestions that start from the secrets that stand on the page now."""
    page = reload(page)
    text = spoiled(word).replace("value", "value, or not").replace("Rome is", "Rome was")
    propose(page, whole_page(page, text, open_page(page).base), editor=editor)
    text = spoiled(word).replace(f"## {word}second", f"## {word}next")
    made = propose(page, whole_page(page, text, open_page(page).base), editor=editor)
    comment(made, "Is that so?", editor=Editor(User.objects.get(username="Carol")))


def watch_everything(who: Editor) -> None:
    """All pages with secrets, whose every edit is told by notice, mail and feed."""
    assert who.user is not None
    address = f"{who.user.username}@example.org"
    User.objects.filter(pk=who.user.pk).update(email=address, confirmed_email=address, feed_key="key")
    change_preference(who, notify_pages=True, mail="each")
    for title in ("Rome", "Milan", "Carthage", "Category:Cities", "Florence", "File:Map.png", "User:Alice"):
        watch(page_target(parse_title(title)), editor=who)


def hidden_names(alice: Editor, carol: Editor) -> None:
    """Every kind of page with words by an account whose name is hidden; one page has no other author."""
    ana = Editor(make_user(SECRET_NAME.capitalize()), SECRET_IP)
    bea = Editor(make_user(SUPPRESSED_NAME.capitalize()), SUPPRESSED_IP)
    for title in ("Talk:Rome", "Category:Cities", "User:Alice", "File:Nothing.png", "Help:Rome", "Florence"):
        page = make_page(title, f"{title} it is. [[Category:Cities]]", editor=ana, summary="begun")
        if title != "Florence":
            edit_page(page, f"{title} it is, and more. [[Category:Cities]]", editor=alice)
        hide_revisions(page, [page.latest_id or 0], editor=carol, author=True)
    florence = reload(page)
    later = edit_page(florence, "Florence it is, on the Arno. [[Category:Cities]]", editor=bea).revision
    assert later is not None
    hide_revisions(florence, [later.pk], editor=carol, author=True)
    Revision.objects.filter(pk=later.pk).update(suppressed=True)


def hidden_file(alice: Editor, carol: Editor) -> str:
    """A file of three versions, of which the second is hidden; the SHA-1 of that one."""
    ana = Editor(User.objects.get(username=SECRET_NAME.capitalize()), SECRET_IP)
    page = store("Map.png", png(300, 200), editor=alice).page
    hidden = store("Map.png", png(310, 200), editor=ana, comment=f"{HIDDEN}comment").version
    store("Map.png", png(320, 200), editor=alice)
    assert hidden is not None
    hide_file_versions(page, [hidden.number], editor=carol, file=True, author=True, comment=True)
    return hidden.sha1


def named(
    revisions: list[int], parts: list[Section | InfoboxField], pages: list[int]
) -> dict[str, list[object]]:
    sections = [part.pk for part in parts if isinstance(part, Section)]
    fields = [part.pk for part in parts if isinstance(part, InfoboxField)]
    return {
        "title": [
            "Rome", "Milan", "Carthage", f"User:{SECRET_IP}", "Talk:Rome", "Category:Cities", "File:Map.png",
            "Florence", f"User:{SECRET_NAME}",
        ],
        "rest": ["Rome", "Carthage", "Florence", "File:Map.png", SECRET_NAME],
        "feed/<form>/user/<name>|name": ["Alice", SECRET_IP, SECRET_NAME],
        "revision_id": [*revisions],
        "page_id": [*pages],
        "section_id": [*sections],
        "field_id": [*fields],
        "old": [*revisions],
        "new": ["prev", "next", revisions[-1]],
        "moment": ["2090-01-01"],
        "format": ["md", "txt", "json", "epub", "pdf"],
        "form": ["atom", "rss"],
        "number": [0, 1],
        "sha1": ["0" * 40],
        "width": [100],
        "name": ["A.jpg", "Map.png"],
        "uidb64": ["MQ"],
        "token": ["set-password"],
        "user_id": [1],
        "suggestion_id": [*Suggestion.objects.values_list("pk", flat=True)],
    }  # fmt: skip


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
    "url=http://testserver/wiki/Rome", "url=http://testserver/wiki/Carthage", "enhanced=1&limit=500",
    "hideanons=1&hideliu=1", "url=http://testserver/wiki/Florence", f"q={SECRET}",
]  # fmt: skip


def said(client: Client, address: str) -> str:
    """What the answer says, its headers too; books are opened."""
    response = client.get(address)
    assert response.status_code < 500, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return f"{response.headers}\n{content.decode(errors='replace')}"


def leaks(client: Client, wiki: Wiki, secrets: tuple[str, ...], *, everything: bool) -> Iterator[str]:
    """Each address whose answer holds a secret."""
    for address in addresses(wiki.values):
        for query in queries(address, wiki) if everything else [""]:
            whole = f"{address}?{query}" if query else address
            text = said(client, whole).casefold()
            known = (SECRET_NAME, SUPPRESSED_NAME) if address.startswith(ACCOUNTS) else ()
            found = [one for one in secrets if one in text and one not in whole and one not in known]
            if found:
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


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is drawn from HTML and nothing else: the HTML can be read here."""
    monkeypatch.setattr(formats, "pdf", lambda html, style, pictures: html.encode())


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["", "Alice", "Carol"])
def test_no_address_tells_what_is_hidden(who: str, quick_pdf: None) -> None:
    wiki, client = build(), Client()
    if who:
        assert client.login(username=who, password=PASSWORD)
    secrets = (
        (SUPPRESSED, SUPPRESSED_IP, SUPPRESSED_NAME)
        if who == "Carol"
        else (
            *(HIDDEN, SUPPRESSED, WITHHELD, GONE, SECRET_IP, SUPPRESSED_IP, SECRET_NAME, SUPPRESSED_NAME),
            wiki.bytes,
        )
    )
    found = list(leaks(client, wiki, secrets, everything=not who))
    assert not found, f"{len(found)} addresses:\n" + "\n".join(found[:40])


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["Alice", "Carol"])
def test_no_feed_and_no_mail_of_a_watcher_tells_what_is_hidden(who: str, client: Client) -> None:
    build()
    user = User.objects.get(username=who)
    feed = said(client, f"/feed/atom/watchlist/{user.pk}?key=key")
    call_command("send_notices", verbosity=0)
    mails = [message for message in mail.outbox if message.to == [user.email]]
    assert "Florence" in feed
    assert len(mails) == 1
    told = (feed + str(mails[0].message()) + mails[0].body).casefold()
    for secret in (
        HIDDEN,
        SUPPRESSED,
        WITHHELD,
        GONE,
        SECRET_IP,
        SUPPRESSED_IP,
        SECRET_NAME,
        SUPPRESSED_NAME,
    ):
        assert secret.casefold() not in told


@pytest.mark.django_db
def test_nothing_stands_under_a_hidden_name(client: Client) -> None:
    build()
    for who in (SECRET_NAME.capitalize(), SUPPRESSED_NAME.capitalize(), SECRET_IP):
        for address in (
            f"/wiki/Special:Contributions/{who}", f"/feed/atom/user/{who}", f"/feed/rss/user/{who}",
            f"/wiki/Special:Log?user={who}",
        ):  # fmt: skip
            text = said(client, address)
            for shown in ("Florence", "Talk:Rome", "Map.png", "/revision/", "/diff/"):
                assert (address, shown, shown in text) == (address, shown, False)
    names = said(client, ACCOUNTS).casefold().split("<li>")
    rows = [row for row in names if SECRET_NAME in row or SUPPRESSED_NAME in row]
    assert [">0 edits<" in row for row in rows] == [True, True]
    assert SECRET_NAME not in said(client, "/wiki/Special:ActiveUsers").casefold()


@pytest.mark.django_db
def test_search_finds_no_hidden_word(client: Client) -> None:
    build()
    for word in (HIDDEN, SUPPRESSED, WITHHELD, GONE):
        for part in (
            "lead",
            "words",
            "heading",
            "value",
            "key",
            "other",
            "caption",
            "note",
            "category",
            "text",
        ):
            secret, near = f"{word}{part}", f"{word}{part[:-1]}"
            for query in (
                secret, f'"{secret}"', f"{secret[:12]}*", f"intitle:{secret}", f"insection:{secret}",
                f"infobox:Mayor={secret}", f"infobox:{secret}", f"incategory:{secret}", f"city OR {near}",
            ):  # fmt: skip
                results = client.get("/search", {"q": query, "ns": "all"}).context["results"]
                words = [f"{row.title} {row.snippet} {row.section}" for row in results.rows]
                assert (query, [one for one in words if SECRET in one], results.meant) == (query, [], "")
            assert client.get("/suggest", {"q": near}).json()[1] == []
