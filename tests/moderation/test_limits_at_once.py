"""Protection and limits with twenty clients at the same moment: what is over is over, and N are N."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from tests.made_pictures import png, store
from tests.moderation.test_block_at_once import CLIENTS, at_once
from tests.web.identity.signing_in import LOG_IN
from wiki.editing.errors import EditConflict
from wiki.editing.limits import RateLimited
from wiki.models import FileVersion, LogEntry, Page, RateCount, Revision, User
from wiki.moderation.accounts import create_account
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected
from wiki.text.titles import Title

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
MOST = 7
VISITOR = Editor(None, "198.51.100.7")


def test_no_save_of_twenty_lands_on_a_page_after_it_was_protected() -> None:
    page, other = make_page("Rome", "A city."), make_page("Milan", "A city.")
    carol, under_way, seen = Editor(make_user("Carol", "sysop")), Event(), []

    def saves(index: int) -> int:
        if index == 0:
            assert under_way.wait(60)
            protect_page(page, {"edit": "sysop"}, editor=carol)
            seen.append(Revision.objects.filter(page=page).count())
            return 0
        for n in range(1000):
            try:
                edit_page(page, f"By {index}, {n}.", editor=Editor(None, f"192.0.2.{index}"))
                under_way.set()
            except EditConflict:
                continue
            except PageProtected:
                return n
        raise AssertionError(f"{index} was never refused")

    at_once(saves, CLIENTS + 1)
    protection = reload(page)
    assert Revision.objects.filter(page=page).count() == protection.number == seen[0] > 1
    assert protection.latest is not None
    assert protection.latest.author_text == "Carol"
    assert edit_page(other, "Another.", editor=VISITOR).revision is not None


def passed(deed: Callable[[int], object]) -> int:
    """How many of twenty were let through; the others were told that it is too often."""

    def one(index: int) -> bool:
        try:
            deed(index)
        except RateLimited:
            return False
        return True

    return sum(at_once(one))


def test_exactly_so_many_pages_are_created(settings: Any) -> None:
    settings.RATE_LIMITS = {"create": {"ip": (MOST, 3600)}}
    assert passed(lambda n: make_page(f"Page {n}", editor=VISITOR)) == MOST
    assert Page.objects.count() == Revision.objects.count() == RateCount.objects.get().count == MOST


def test_exactly_so_many_pages_are_moved(settings: Any) -> None:
    pages, mover = [make_page(f"Page {n}") for n in range(CLIENTS)], Editor(make_user("Mover"))
    settings.RATE_LIMITS = {"move": {"user": (MOST, 3600), "new": (MOST, 3600)}}
    assert passed(lambda n: move_page(pages[n], Title(0, f"Moved {n}"), editor=mover)) == MOST
    moved = Page.objects.filter(title__startswith="Moved", deleted=False)
    assert moved.count() == LogEntry.objects.filter(type="move").count() == MOST


def test_exactly_so_many_files_are_uploaded(settings: Any) -> None:
    uploader = Editor(make_user("Uploader"))
    settings.RATE_LIMITS = {"upload": {"user": (MOST, 3600), "new": (MOST, 3600)}}
    assert passed(lambda n: store(f"Box {n}.png", png(20, 20 + n), editor=uploader)) == MOST
    assert FileVersion.objects.count() == LogEntry.objects.filter(type="upload").count() == MOST


def test_exactly_so_many_accounts_are_made(settings: Any) -> None:
    settings.RATE_LIMITS = {"createaccount": {"ip": (MOST, 3600)}}
    names = [f"{letter}-person" for letter in "ABCDEFGHJKLMNOPQRSTU"]  # without I, which looks like L
    assert passed(lambda n: create_account(names[n], PASSWORD, editor=VISITOR)) == MOST
    assert User.objects.filter(username__in=names).count() == MOST
    assert LogEntry.objects.filter(type="newusers").count() == MOST


def answers_to(name: Callable[[int], str]) -> list[str]:
    """What twenty wrong passwords are told."""

    def one(index: int) -> str:
        given = {"username": name(index), "password": "wrong"}
        return Client().post(LOG_IN, given).content.decode()

    return at_once(one)


@pytest.mark.parametrize("one_name", [True, False])
def test_exactly_so_many_passwords_are_tried(settings: Any, one_name: bool) -> None:
    make_user("Alice")
    most, refusal = 8, "Too many attempts failed"  # of one name, from wherever
    if not one_name:
        settings.RATE_LIMITS = {"signin": {"ip": (MOST, 300)}}
        most, refusal = MOST, "too often in a short time"
    told = answers_to(lambda n: "Alice" if one_name else f"Person {n}")
    assert sum("The username or the password is wrong" in one for one in told) == most
    assert sum(refusal in one for one in told) == CLIENTS - most
    if one_name:
        refused = Client().post(LOG_IN, {"username": "Alice", "password": PASSWORD})
        assert refusal in refused.content.decode()
