"""Deeds that could do harm are done once it is proved lately who asks; what was typed is kept meanwhile."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, edit_page, make_page, make_user
from tests.web.identity.signing_in import ask_codes
from tests.web.special.test_block import FORM
from tests.web.test_ways_back import HOSTILE
from wiki.models import Block, LogEntry, Page, Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
BLOCK = {**FORM, "target": "Alice"}
ASKED = "/wiki/Special:Reauthenticate?next="


@pytest.fixture
def rome(alice: Editor, carol: Editor) -> Page:
    page = make_page("Rome \N{LATIN SMALL LETTER AE}?", "A city.", editor=alice)
    edit_page(page, "A town.", editor=alice)
    return page


@pytest.mark.parametrize(
    ("address", "said", "logged"),
    [
        ("/delete/{key}", {"more": "A hoax."}, "delete"),
        ("/protect/{key}", {"edit": "sysop", "more": "A hoax."}, "protect"),
        (
            "/visibility/{key}?ids={first}",
            {"text": "hide", "author": "show", "summary": "show", "more": "A hoax."},
            "delete",
        ),
        ("/wiki/Special:Block/Alice", {**BLOCK, "more": "A hoax."}, "block"),
        (
            "/wiki/Special:RevertUser/Alice",
            {"since": "2000-01-01T00:00", "reason": "A hoax."},
            "rollback",
        ),
    ],
)
def test_it_waits_and_is_done_with_what_was_typed(
    client: Client, rome: Page, carol: Editor, address: str, said: dict[str, str], logged: str
) -> None:
    client.force_login(carol.user)
    first = Revision.objects.get(page=rome, number=1).pk
    place = address.format(key="Rome_%C3%A6%3F", first=first)
    before = LogEntry.objects.count()
    asked = client.post(place, said)
    assert asked["Location"].startswith(ASKED)
    assert LogEntry.objects.count() == before
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 400
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert done.status_code in (200, 303), done.content.decode()
    assert LogEntry.objects.get(type=logged, comment="A hoax.").user == carol.user


def test_who_has_just_logged_in_or_proved_it_is_not_asked(client: Client, rome: Page) -> None:
    client.login(username="Carol", password=PASSWORD)
    assert client.post("/wiki/Special:Block/Alice", BLOCK).status_code == 303
    assert Block.objects.filter(user__username="Alice").exists()


def test_after_ten_minutes_one_is_asked_again(client: Client, rome: Page, monkeypatch: Any) -> None:
    client.login(username="Carol", password=PASSWORD)
    later = timezone.now().timestamp() + 601
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: later)
    assert client.post("/delete/Rome_%C3%A6%3F", {})["Location"].startswith(ASKED)
    assert client.get("/delete/Rome_%C3%A6%3F").status_code == 200


def test_who_may_not_is_told_so_and_not_asked(client: Client, rome: Page, alice: Editor) -> None:
    client.force_login(alice.user)
    assert client.post("/delete/Rome_%C3%A6%3F", {}).status_code == 403


def test_who_comes_from_another_place_alone_is_not_asked(client: Client, rome: Page) -> None:
    user = make_user("Dora", "sysop")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.post("/delete/Rome_%C3%A6%3F", {"more": "A hoax."}).status_code == 303


def cancel_in(answer: Any) -> str:
    """Where the page's Cancel leads, as its address is written."""
    found = re.search(r'<a class="quiet" href="([^"]*)">Cancel</a>', answer.content.decode())
    assert found is not None
    return unescape(found[1])


def test_cancel_leads_back_to_where_one_came_from(client: Client, rome: Page, carol: Editor) -> None:
    """To the page with the form, its query kept; a wrong password and another way do not lose it."""
    ask_codes(carol.user)
    client.force_login(carol.user)
    form = f"http://testserver/visibility/Rome_%C3%A6%3F?ids={rome.latest_id}&x=1"
    hidden = {"text": "hide", "author": "show", "summary": "show", "more": "A hoax."}
    asked = client.post(form, hidden)["Location"]
    proof = client.get(asked, headers={"Referer": form})
    assert cancel_in(proof) == form
    wrong = client.post(asked, {"password": "wrong", "from": form}, headers={"Referer": asked})
    assert (wrong.status_code, cancel_in(wrong)) == (400, form)
    other = re.search(r'<a href="(/wiki/Special:Reauthenticate/code[^"]*)"', proof.content.decode())
    assert other is not None
    assert cancel_in(client.get(unescape(other[1]), headers={"Referer": asked})) == form


def test_cancel_leads_nowhere_else(client: Client, carol: Editor) -> None:
    client.force_login(carol.user)
    place = f"{ASKED}/delete/Rome"
    opened = [client.get(f"{place}&{urlencode({'from': wanted})}") for wanted in (*HOSTILE, "")]
    opened.append(client.post(place, {"password": "wrong", "from": HOSTILE[0]}))
    opened.append(client.get(place, headers={"Referer": HOSTILE[0]}))
    opened.append(client.get("/wiki/Special:Reauthenticate"))
    assert {cancel_in(answer) for answer in opened} == {"/wiki/Main_Page"}
