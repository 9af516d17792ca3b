"""Bad input at every address: refused in words, never a 500. The addresses and what each of them reads behind
`?` come from the code, so that none is forgotten.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve

from tests.factories import IP, make_page, reload
from tests.web.addresses import ASKED, addresses
from tests.web.addresses import written as encoded
from tests.web.pages import field, rome, section
from wiki.editing.edits import whole_page
from wiki.editing.suggest.propose import propose
from wiki.models import Page, Suggestion
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.web.special.pages import PAGES

BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns.json").read_text("utf-8"))
BAD: tuple[object, ...] = (
    b"%00", "a" * 10_000, "9" * 31, "-1", "1.5", "x", b"%FF%FE", "\x01\x7f", "[[", "<script>", "' OR 1=1 --",
    2**31, 2**63 - 1, 2**63, "\u0663", "9999-12-31", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59",
    "2026-11-26T12:00:00Z|9223372036854775808", "99999999999999|1", "::/0", "http://[::1",
)  # fmt: skip
NOT_IMPLEMENTED = 501  # what oEmbed asks to answer for a form that is not there
PAGING = {"limit", "older", "newer", "before", "after", "from", "namespace"}
EVERYWHERE = (b"%00", "a" * 10_000, 2**63)


def values() -> dict[str, list[object]]:
    page = reload(rome())
    make_page("Category:Cities", "Cities.")
    return {
        "title": ["Rome"], "rest": ["Rome"], "name": ["Alice"], "revision_id": [page.latest_id],
        "page_id": [page.pk], "section_id": [section(page, "History").pk],
        "field_id": [field(page, "Mayor").pk], "old": [page.latest_id], "new": ["prev"],
        "moment": ["2090-01-01"], "address": ["Rome"], "format": ["md"], "form": ["atom"],
        "number": [1], "sha1": ["0" * 40], "width": [100], "uidb64": ["MQ"], "token": ["x"],
        "user_id": [1], "suggestion_id": [suggested(page).pk],
    }  # fmt: skip


def suggested(page: Page) -> Suggestion:
    text = open_page(page).text.replace("legend", "story")
    return propose(page, whole_page(page, text, open_page(page).base), editor=Editor(None, IP))


def parameters(address: str) -> list[str]:
    """What the module of the view reads behind `?`."""
    view = resolve(address).func
    if address.startswith("/wiki/Special:"):
        view = PAGES[address.removeprefix("/wiki/Special:").partition("/")[0]]
    module = inspect.getmodule(inspect.unwrap(view))
    source = inspect.getsource(module) if module else ""
    return sorted({found[0] or found[1] for found in ASKED.findall(source)} | PAGING)


def check(client: Client, address: str, failed: list[str]) -> None:
    try:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)  # to its end, as a browser reads it
    except Exception as error:  # noqa: BLE001  # what would be a 500
        failed.append(f"{address[:150]}: {error!r}"[:300])
        return
    if response.status_code >= 500 and response.status_code != NOT_IMPLEMENTED:
        failed.append(f"{address[:150]}: {response.status_code}")


def written(value: object) -> str:
    """As in addresses.py, slashes too."""
    return encoded(value).replace("/", "%2F")


@pytest.mark.django_db
def test_bad_parameters(client: Client) -> None:
    failed: list[str] = []
    known = values()
    for number, address in enumerate(addresses(known)):
        for name in parameters(address):
            turn = BAD[(number * 7 + len(name)) % len(BAD)]
            for value in dict.fromkeys((b"%00", turn)):
                check(client, f"{address}?{name}={written(value)}", failed)
    assert not failed, "\n".join(failed)


@pytest.mark.django_db
def test_bad_parts_of_addresses(client: Client) -> None:
    failed: list[str] = []
    known = values()
    for number, name in enumerate(known):
        for address in addresses({**known, name: [*EVERYWHERE, *BAD[number::4]]}) if name != "rest" else ():
            if "/Special:" not in address:
                check(client, address, failed)
    for number, address in enumerate(addresses({**known, "rest": list(EVERYWHERE)})):
        if "/Special:" in address:
            check(client, address, failed)
            check(client, f"{address.rstrip('/')}/{written(BAD[number % len(BAD)])}", failed)
    assert not failed, "\n".join(failed)


@pytest.mark.django_db
def test_naughty_strings(client: Client) -> None:
    """Each string once, at the next kind of address."""
    failed: list[str] = []
    known = values()
    revision = known["revision_id"][0]
    kinds = [
        "/wiki/{}", "/history/{}", "/edit/{}", "/raw/{}", "/feed/atom/page/{}", "/search?q={}",
        "/preview/{}", "/wiki/Special:Log?user={}", "/wiki/Special:Contributions/{}",
        "/wiki/Special:Facts?field={}", f"/revision/{revision}?quote={{}}", "/wiki/Special:WhatLinksHere/{}",
    ]  # fmt: skip
    for number, text in enumerate(filter(None, BLNS)):
        check(client, kinds[number % len(kinds)].format(written(text)), failed)
    assert not failed, "\n".join(failed)
