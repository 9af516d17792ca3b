"""Looking up addresses: only with the right and a reason, and every look is noted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_page, make_user
from tests.web.test_valid_html import problems
from wiki.models import AddressLook, Revision
from wiki.permissions import RIGHTS, Editor

pytestmark = pytest.mark.django_db
CHECK, EDITS, LOG = (f"/wiki/Special:{name}" for name in ("CheckUser", "IPContributions", "CheckUserLog"))


@pytest.fixture(autouse=True)
def _wiki(settings: Any) -> None:
    """Alice and a visitor edit from one network; Uma may look addresses up, Carol is an administrator."""
    settings.ANONYMOUS_EDITING = "temporary"
    make_page("Ant", editor=Editor(make_user("Alice"), "192.0.2.1"))
    make_page("Bee", editor=Editor(None, "192.0.2.9"))
    make_user("Uma", "checkuser")
    make_user("Carol", "sysop")


def logged_in(name: str) -> Client:
    client = Client(REMOTE_ADDR="198.51.100.1")
    client.login(username=name, password=PASSWORD)
    return client


def look(client: Client, target: str, reason: str = "vandals", address: str = CHECK) -> str:
    return client.post(address, {"target": target, "reason": reason}).content.decode()


@pytest.mark.parametrize("name", ["", "Alice", "Carol"])
def test_nobody_else_looks(name: str) -> None:
    client = logged_in(name) if name else Client()
    for address in (CHECK, EDITS, LOG):
        assert client.get(address).status_code == 403
    for address in (CHECK, EDITS):
        answer = client.post(address, {"target": "192.0.2.0/24", "reason": "x"})
        assert answer.status_code == 403
        assert "192.0.2.9" not in answer.content.decode()
    assert not AddressLook.objects.exists()


def test_addresses_accounts_and_edits_are_found_and_the_looks_noted() -> None:
    uma = logged_in("Uma")
    temporary = Revision.objects.get(page__title="Bee").author_text
    logged_in("Alice").post("/wiki/Special:UserLogin", {"username": "Alice", "password": PASSWORD})
    assert "192.0.2.9" in look(uma, temporary)
    at_alice = look(uma, "alice")
    assert "192.0.2.1" in at_alice
    assert "192.0.2.9" not in at_alice
    at_network = look(uma, "192.0.2.0/24")
    assert ">Alice</a>" in at_network
    assert list(problems(at_network)) == []
    assert f">{temporary}</a>" in at_network
    edits = look(uma, "192.0.2.9", "who else", EDITS)
    assert ">Bee</a>" in edits
    assert ">Ant</a>" not in edits
    assert "Nothing is known" in look(uma, "203.0.113.1")
    told = list(AddressLook.objects.order_by("pk").values_list("viewer_text", "kind", "target", "reason"))
    assert told == [
        ("Uma", "addresses", temporary, "vandals"),
        ("Uma", "addresses", "Alice", "vandals"),
        ("Uma", "accounts", "192.0.2.0/24", "vandals"),
        ("Uma", "edits", "192.0.2.9", "who else"),
        ("Uma", "accounts", "203.0.113.1", "vandals"),
    ]
    html = uma.get(LOG).content.decode()
    assert html.count("vandals") == 4
    assert html.index("who else") < html.index("looked up the addresses of")
    assert uma.get(f"{LOG}/Alice").content.decode().count("vandals") == 1
    for address in ("/wiki/Special:Log", "/wiki/Special:RecentChanges"):
        assert "vandals" not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("target", "reason", "address", "words"),
    [
        ("Alice", "", CHECK, "Say why"),
        ("Alice", "   ", CHECK, "Say why"),
        ("", "x", CHECK, "Name an account"),
        ("Nobody", "x", CHECK, "no account named"),
        ("10.0.0.0/4", "x", CHECK, "too wide"),
        ("10.0.0.0/x", "x", CHECK, "no range"),
        ("Alice", "x", EDITS, "Name an address"),
    ],
)
def test_bad_input_is_refused_and_not_noted(target: str, reason: str, address: str, words: str) -> None:
    answer = logged_in("Uma").post(address, {"target": target, "reason": reason})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not AddressLook.objects.exists()


def test_who_may_see_temporary_accounts_alone_sees_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, "checkuser", frozenset({"checkuser-temporary-account"}))
    uma = logged_in("Uma")
    assert "192.0.2.1" not in look(uma, "Alice")
    at_network = look(uma, "192.0.2.0/24")
    assert ">Alice</a>" not in at_network
    assert "192.0.2.9" in at_network
    assert ">Ant</a>" not in look(uma, "192.0.2.0/24", address=EDITS)
    assert uma.get(LOG).status_code == 403
    assert AddressLook.objects.count() == 2


def test_the_lists_cost_the_same_however_long(django_assert_num_queries: Any) -> None:
    uma = logged_in("Uma")
    uma.get(LOG)
    for more in (0, 3):
        for number in range(more):
            make_page(f"Page {more} {number}", editor=Editor(None, f"192.0.2.{100 + number}"))
            look(uma, "192.0.2.0/24")
        with django_assert_num_queries(5):  # session, savepoint, the look, the uses, savepoint
            look(uma, "192.0.2.0/24")
        with django_assert_num_queries(2):
            uma.get(LOG)
