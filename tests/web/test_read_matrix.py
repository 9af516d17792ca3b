"""Who sees what is hidden or deleted: every address that is read, asked by everybody, as the table says."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.test import Client

from tests.factories import make_user
from tests.web.addresses import DESK, all_routes, route_of
from tests.web.desk_things import seat
from tests.web.hidden_things import GONE, HIDDEN, SECRET_NAME, build, content_of
from tests.web.identity.signing_in import sign_in
from tests.web.matrix import opened
from tests.web.read_addresses import MAY, READERS, ROWS, SECRETS, Row
from tests.web.write_addresses import GROUPS
from wiki.models import User
from wiki.moderation.block import Terms, block
from wiki.permissions import Editor
from wiki.web import formats
from wiki.web.frame.context import site
from wiki.web.special.pages import PAGES

ADD = """Each of these needs a row in ROWS of tests/web/read_addresses.py:

    Row("/new/Rome", "........", "ts")

one letter for each of READERS, and of the secrets (SECRETS there) those that it shows to who may see them.
The page Rome, its revisions and parts, the deleted page Carthage and the numbers that an address may name
are made in tests/web/hidden_things.py."""
FOUND = {letter: re.compile(words, re.IGNORECASE) for letter, words in SECRETS.items()}


def browsers() -> dict[str, Client]:
    """Everybody, signed in."""
    for name in READERS[1:]:
        make_user(name, *GROUPS.get(name, ()))
    seat()
    block(User.objects.get(username="Blocked"), Terms(autoblock=False), editor=Editor(system="The wiki"))
    return {name: Client() if name == "anonymous" else sign_in(Client(), name) for name in READERS}


def shown(text: str, row: Row) -> str:
    """The letters of the secrets in an answer, but those that the address names."""
    return "".join(kind for kind, words in FOUND.items() if kind not in row.known and words.search(text))


def read(browser: Client, address: str, row: Row) -> tuple[str, str]:
    """What is answered, as a letter, and the secrets in it."""
    answer = browser.get(address)
    return opened(answer), shown(f"{answer.headers}\n{content_of(answer)}", row)  # type: ignore[arg-type]


def expected(row: Row, reader: str, said: str) -> tuple[str, str]:
    """The same, as the table has it; nothing is shown to who is not let in."""
    may = MAY.get(reader, "") if said in ".C" else ""
    return said, "".join(kind for kind in SECRETS if kind in row.shows and kind in may)


def wrong_at(row: Row, browsers: Mapping[str, Client], numbers: Mapping[str, object]) -> list[str]:
    address = row.address.format(**numbers)
    wrong = []
    for reader, said in zip(READERS, row.answers, strict=True):
        got, wanted = read(browsers[reader], address, row), expected(row, reader, said)
        if got != wanted:
            wrong.append(f"{row.address} to {reader}: {got}, not {wanted}")
    return wrong


@pytest.mark.django_db
def test_every_address_shows_what_is_secret_to_those_alone_who_may_see_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A PDF is drawn from HTML and nothing else: the HTML can be read here.
    monkeypatch.setattr(formats, "pdf", lambda html, style, pictures: html.encode())
    numbers = {
        **build().numbers, "site": site().url, "hidden_word": f"{HIDDEN}lead", "gone_word": f"{GONE}lead",
        "secret_name": SECRET_NAME.capitalize(),
        "watcher": User.objects.filter(feed_key="key").earliest("pk").pk,
    }  # fmt: skip
    readers = browsers()
    wrong = [line for row in ROWS for line in wrong_at(row, readers, numbers)]
    assert wrong == [], "\n".join(["secrets: see SECRETS of tests/web/read_addresses.py", *wrong])


def test_every_address_that_is_read_has_a_row() -> None:
    numbers = dict.fromkeys(re.findall(r"\{(\w+)\}", " ".join(row.address for row in ROWS)), "1")
    places = [row.address.format(**numbers | {"sha1": "0" * 40}) for row in ROWS]
    special = {re.split(r"[/?]", place.removeprefix("/wiki/Special:"))[0] for place in places}
    routes = {route for route in all_routes() if not route.startswith(DESK)}
    known = {route_of(place) for place in places} | {place[1:].partition("?")[0] for place in places}
    assert (routes - known) | (set(PAGES) - special) == set(), ADD
