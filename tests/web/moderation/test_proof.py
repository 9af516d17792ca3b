"""Deeds that could do harm are done once it is proved lately who asks; what was typed is kept meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, edit_page, make_page, make_user
from tests.web.special.test_block import FORM
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
