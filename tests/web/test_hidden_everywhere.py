"""What was hidden or deleted shows at no address of the wiki, whoever asks without the right to see it.

All addresses are read from the wiki's own list (addresses.py); each is asked with every parameter that names
a revision, a part, a date or words. Every secret holds the word SECRET, so one look finds any of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from tests.web.addresses import addresses
from tests.web.hidden_things import (
    BURIED,
    BURIED_IP,
    GONE,
    GONE_IP,
    HIDDEN,
    SECRET,
    SECRET_IP,
    SECRET_NAME,
    SUPPRESSED,
    SUPPRESSED_IP,
    SUPPRESSED_NAME,
    WITHHELD,
    WITHHELD_IP,
    Wiki,
    build,
    said,
)
from wiki.models import User
from wiki.web import formats

ACCOUNTS = "/wiki/Special:ListUsers"

LISTS = [
    "", "limit=500&hidebots=0&hideminor=0", "namespace=0", "oldest=1", "q=city",
    f"field=Mayor&at={timezone.now():%Y-%m-%d}",
    "url=http://testserver/wiki/Rome", "url=http://testserver/wiki/Carthage", "enhanced=1&limit=500",
    "hideanons=1&hideliu=1", "url=http://testserver/wiki/Florence", f"q={SECRET}",
]  # fmt: skip


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
        (SUPPRESSED, SUPPRESSED_IP, SUPPRESSED_NAME, BURIED, BURIED_IP)
        if who == "Carol"
        else (
            *(HIDDEN, SUPPRESSED, WITHHELD, GONE, SECRET_IP, SUPPRESSED_IP, SECRET_NAME, SUPPRESSED_NAME),
            wiki.bytes,
            WITHHELD_IP,
            GONE_IP,
            BURIED,
            BURIED_IP,
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
        GONE_IP,
        SECRET_IP,
        SUPPRESSED_IP,
        SECRET_NAME,
        SUPPRESSED_NAME,
        WITHHELD_IP,
        GONE_IP,
        BURIED,
        BURIED_IP,
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
    for word in (HIDDEN, SUPPRESSED, WITHHELD, GONE, BURIED):
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
