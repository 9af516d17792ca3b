"""How often somebody may do something: who counts with whom, what is not counted, and what one is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from config.limits import DEFAULTS, read_limits, read_widest
from tests.factories import PASSWORD, edit_page, make_page, make_user
from tests.web.posting import press
from wiki.editing.errors import BadEdit
from wiki.editing.limits import RateLimited, count, how_long, look_ahead
from wiki.models import Page, RateCount, User
from wiki.models.rate import count_up, sweep
from wiki.moderation.accounts import create_account
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
ONE, TWO, AFAR = (Editor(None, ip) for ip in ("198.51.100.1", "198.51.100.2", "203.0.113.1"))


def refused(editor: Editor, title: str) -> int:
    with pytest.raises(RateLimited) as caught:
        make_page(title, editor=editor)
    assert (caught.value.code, caught.value.status) == ("ratelimited", 429)
    return caught.value.seconds


def test_an_address_and_the_range_around_it(settings) -> None:
    settings.RATE_LIMITS = {"edit": {"ip": (2, 60), "range": (3, 600)}}
    for number in range(2):
        make_page(f"A{number}", editor=ONE)
    assert 0 < refused(ONE, "A2") <= 60
    make_page("B", editor=TWO)
    assert 60 < refused(TWO, "B2") <= 600
    make_page("C", editor=AFAR)
    make_page("D", editor=Editor(None, "2001:db8:0:1::1"))
    assert Page.objects.count() == 5


def test_ranges_of_the_new_addresses(settings) -> None:
    settings.RATE_LIMITS = {"edit": {"range": (1, 60)}}
    make_page("A", editor=Editor(None, "2001:db8:0:1::1"))
    refused(Editor(None, "2001:db8:0:1:ffff::2"), "B")
    make_page("C", editor=Editor(None, "2001:db8:0:2::1"))


def test_new_accounts_confirmed_ones_and_who_has_the_right(settings, carol: Editor, alice: Editor) -> None:
    settings.RATE_LIMITS = {"edit": {"new": (1, 60), "user": (2, 60), "ip": (50, 60)}}
    old = Editor(make_user("Old"), "192.0.2.9")
    User.objects.filter(username="Old").update(date_joined=timezone.now() - timedelta(days=5))
    old.user.refresh_from_db()
    settings.RATE_LIMITS = {}
    for number in range(10):
        make_page(f"Old {number}", editor=old)
    settings.RATE_LIMITS = {"edit": {"new": (1, 60), "user": (2, 60), "ip": (50, 60)}}
    make_page("A", editor=alice)
    refused(alice, "B")
    for number in range(2):
        make_page(f"C{number}", editor=old)
    refused(old, "C2")
    for number in range(4):
        make_page(f"D{number}", editor=carol)
        make_page(f"E{number}", editor=Editor(system="Seed"))
    assert not RateCount.objects.filter(key__contains=f"user:{carol.user.pk}:").exists()
    assert not RateCount.objects.filter(key__contains="ip:" + "0" * 20 + "ffffc0000209").exists()


def test_what_fails_is_not_counted(settings) -> None:
    settings.RATE_LIMITS = {"edit": {"ip": (2, 60)}, "create": {"ip": (2, 60)}}
    page = make_page("A", editor=ONE)
    for _again in range(3):
        with pytest.raises(BadEdit):
            make_page("A", editor=ONE)
    assert edit_page(page, "Text.", editor=ONE).revision is None  # nothing changed
    assert set(RateCount.objects.values_list("count", flat=True)) == {1}
    edit_page(page, "Other.", editor=ONE)
    for _again in range(3):
        refused(ONE, "B")
    assert sorted(RateCount.objects.values_list("count", flat=True)) == [1, 2]


def test_creations_moves_and_sign_ups_have_their_own(settings, alice: Editor) -> None:
    settings.RATE_LIMITS = {
        "create": {"new": (1, 60)},
        "move": {"new": (1, 60)},
        "createaccount": {"ip": (1, 60)},
    }
    page = make_page("A", editor=alice)
    refused(alice, "B")
    edit_page(page, "Other.", editor=alice)
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "create": {}}
    moved = move_page(page, Title(0, "C"), editor=alice).page
    with pytest.raises(RateLimited):
        move_page(moved, Title(0, "D"), editor=alice)
    create_account("Dora", PASSWORD, editor=ONE)
    with pytest.raises(RateLimited):
        create_account("Emil", PASSWORD, editor=ONE)
    assert not User.objects.filter(username="Emil").exists()
    assert {one.title for one in Page.objects.all()} == {"A", "C"}


def test_a_span_that_is_over_begins_anew_and_is_swept(settings) -> None:
    assert count_up({"a": 60, "b": 10}, 1000) == {"a": (1, 1060), "b": (1, 1010)}
    assert count_up({"a": 60, "b": 10}, 1010) == {"a": (2, 1060), "b": (1, 1020)}
    assert count_up({"a": 60}, 1060) == {"a": (1, 1120)}
    assert sweep(1020) == 1
    assert list(RateCount.objects.values_list("key", "count")) == [("a", 1)]


def test_looking_ahead_counts_nothing(settings) -> None:
    settings.RATE_LIMITS = {"upload": {"ip": (1, 60)}}
    look_ahead("upload", ONE)
    count("upload", ONE)
    with pytest.raises(RateLimited):
        look_ahead("upload", ONE)
    assert RateCount.objects.get().count == 1


def test_the_form_says_how_long_to_wait_and_keeps_the_text(settings, client: Client, alice: Editor) -> None:
    settings.RATE_LIMITS = {"edit": {"new": (1, 60)}}
    client.force_login(alice.user)
    make_page("A", editor=alice)
    answer = press(client, client.get("/edit/Rome"), text="My long text.")
    html = answer.content.decode()
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert f"Try again in {answer['Retry-After']} second" in html
    assert "My long text." in html
    assert not Page.objects.filter(title="Rome").exists()


def test_searches_count_without_a_write(settings, client: Client, no_writes) -> None:
    settings.RATE_LIMITS = {"search": {"ip": (2, 60)}}
    with no_writes():
        for _twice in range(2):
            assert client.get("/search?q=rome").status_code == 200
        answer = client.get("/search?q=rome")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert client.get("/wiki/Special:Version").status_code == 200


def test_how_long_in_words() -> None:
    assert [how_long(one) for one in (1, 90, 121, 7200, 90000)] == [
        "Try again in 1 second.", "Try again in 90 seconds.", "Try again in 3 minutes.",
        "Try again in 2 hours.",
        "Try again in 25 hours.",
    ]  # fmt: skip


def test_the_setting_replaces_actions_and_is_read_strictly() -> None:
    assert read_limits("") == DEFAULTS
    assert read_limits("off") == {}
    assert read_limits('{"edit": {"ip": [3, 60]}}') == {**DEFAULTS, "edit": {"ip": (3, 60)}}
    for bad in (
        "[]",
        '{"eat": {}}',
        '{"edit": {"cat": [1, 2]}}',
        '{"edit": {"ip": [0, 60]}}',
        '{"edit": [1]}',
    ):
        with pytest.raises(ValueError, match=r".*"):
            read_limits(bad)
    assert read_widest("16,19") == (16, 19)
    for bad in ("16", "0,19", "16,129", "a,b"):
        with pytest.raises(ValueError, match=r".*"):
            read_widest(bad)
