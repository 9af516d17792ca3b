"""Blocks: who is stopped, where, by whom and until when; what the log tells, and what cannot be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import edit_page, edit_section, make_page, make_user
from wiki.editing.watching.notices import thank
from wiki.models import Address, Block, LogEntry, Revision, Section
from wiki.moderation.accounts import create_account
from wiki.moderation.block import (
    AlreadyBlocked,
    CannotBlock,
    Terms,
    block,
    block_target,
    present_block,
    unblock,
)
from wiki.moderation.delete import delete_page
from wiki.moderation.move import move_page
from wiki.permissions import Blocked, Editor, Refused
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def stop(name: str, by: Editor, **terms) -> Block:
    return block(block_target(name), Terms(**terms), editor=by)


def refusal(editor: Editor, title: str = "Rome") -> str:
    with pytest.raises(Blocked) as caught:
        make_page(title, editor=editor)
    assert (caught.value.code, caught.value.status) == ("blocked", 403)
    return caught.value.message


def test_a_blocked_account_writes_nothing_anywhere_and_is_told_why(
    alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = make_page("Milan", editor=bob)
    end = (timezone.now() + DAY).replace(microsecond=0)
    made = stop("Alice", carol, reason="vandalism", expiry=end)
    said = refusal(alice)
    assert said.startswith("You are blocked. Blocked by Carol. Reason: vandalism. It ends on ")
    assert said.endswith(f"Number of the block: {made.pk}.")
    for deed in (
        lambda: edit_page(page, "Other.", editor=alice),
        lambda: move_page(page, Title(0, "Mailand"), editor=alice),
        lambda: thank(page.latest, editor=alice),
        lambda: create_account("Dora", "x", editor=alice),
    ):
        with pytest.raises(Blocked):
            deed()
    assert (Revision.objects.count(), LogEntry.objects.exclude(type="block").count()) == (1, 0)
    assert make_page("User talk:Alice", "Why?", editor=alice)
    refusal(alice, "User talk:Alice/Archive")
    unblock(made.pk, editor=carol, reason="a mistake")
    assert make_page("Rome", editor=alice)


def test_the_talk_page_too(alice: Editor, carol: Editor) -> None:
    stop("Alice", carol, no_talk=True)
    refusal(alice, "User talk:Alice")


def test_what_is_past_its_end_stops_nobody_and_goes_with_the_next_block(alice: Editor, carol: Editor) -> None:
    made = stop("Alice", carol, expiry=timezone.now() + DAY)
    Block.objects.filter(pk=made.pk).update(expiry=timezone.now())
    assert make_page("Rome", editor=alice)
    assert present_block(alice.user) is None
    assert stop("Alice", carol).rev == 1
    assert Block.objects.filter(parent=None).count() == 1


@pytest.mark.parametrize(
    ("range_", "inside", "outside"),
    [
        ("192.0.2.9", "192.0.2.9", "192.0.2.8"),
        ("192.0.2.0/25", "192.0.2.127", "192.0.2.128"),
        ("198.51.0.0/16", "198.51.255.255", "198.52.0.0"),
        ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
        ("2001:db8::7/128", "2001:db8::7", "2001:db8::8"),
        ("2001:d000::/20", "2001:dfff::1", "2001:c000::1"),
    ],
)
def test_addresses_and_ranges(carol: Editor, range_: str, inside: str, outside: str) -> None:
    stop(range_, carol, expiry=timezone.now() + DAY)
    assert refusal(Editor(None, inside)).startswith("Your address is blocked (")
    assert make_page("Rome", editor=Editor(None, outside))


def test_accounts_from_a_blocked_address_pass_unless_it_is_meant_for_them(
    alice: Editor, carol: Editor
) -> None:
    stop("192.0.2.0/24", carol, no_creation=False)
    assert make_page("Rome", editor=alice)
    assert create_account("Dora", "x", editor=Editor(None, "192.0.2.1"))
    made = present_block(block_target("192.0.2.0/24"))
    terms = Terms(hard=True)
    block(block_target("192.0.2.0/24"), terms, editor=Editor(carol.user, ""), seen=made.rev)
    refusal(alice, "Milan")
    with pytest.raises(Blocked, match="No account can be created from here"):
        create_account("Emil", "x", editor=Editor(None, "192.0.2.1"))


def test_in_part_pages_sections_and_namespaces(alice: Editor, carol: Editor) -> None:
    rome = make_page("Rome", "Lead.\n\n## Kings\nSeven.\n\n## Harbour\nShips.")
    milan = make_page("Milan", "One.")
    kings, harbour = (Section.objects.get(title=name).pk for name in ("Kings", "Harbour"))
    stop("Alice", carol, sitewide=False, pages=(milan.pk,), sections=(kings,), namespaces=(10,))
    with pytest.raises(Blocked, match="You are blocked from editing this"):
        edit_page(milan, "Two.", editor=alice)
    with pytest.raises(Blocked):
        edit_section(rome, kings, "## Kings\nEight.", editor=alice)
    with pytest.raises(Blocked):
        edit_page(rome, "Lead.", editor=alice)  # which removes the section
    with pytest.raises(Blocked):
        move_page(milan, Title(0, "Mailand"), editor=alice)
    refusal(alice, "Template:Box")
    assert edit_section(rome, harbour, "## Harbour\nBoats.", editor=alice).revision
    assert make_page("User talk:Alice", editor=alice)
    thank(make_page("Naples", editor=Editor(make_user("Dora"))).latest, editor=alice)
    entry = LogEntry.objects.get(type="block")
    assert (entry.action, entry.title, entry.params["sitewide"]) == ("block", "Alice", False)
    assert entry.params["restrictions"] == {
        "pages": [{"page_ns": 0, "page_title": "Milan"}], "sections": [kings], "namespaces": [10],
    }  # fmt: skip


def test_the_log_tells_it_in_mediawikis_words(alice: Editor, carol: Editor) -> None:
    end = (timezone.now() + DAY).replace(microsecond=0)
    made = stop("Alice", carol, expiry=end, duration="1 day", reason="spam", no_email=True)
    block(alice.user, Terms(autoblock=False, no_creation=False), editor=carol, seen=made.rev)
    unblock(made.pk, editor=carol, reason="over")
    stop("192.0.2.0/24", carol)
    told = [(one.action, one.title, one.comment, one.params) for one in LogEntry.objects.order_by("pk")]
    first = {"duration": "1 day", "flags": ["nocreate", "noemail"], "sitewide": True}
    assert told == [
        ("block", "Alice", "spam", {**first, "expiry": end.isoformat()}),
        ("reblock", "Alice", "", {"duration": "infinite", "flags": ["noautoblock"], "sitewide": True}),
        ("unblock", "Alice", "over", {}),
        (
            "block", "192.0.2.0/24", "",
            {"duration": "infinite", "flags": ["anononly", "nocreate"], "sitewide": True},
        ),
    ]  # fmt: skip


# ---- Addresses of blocked accounts ------------------------------------------------------------------------


def test_the_addresses_an_account_used_lately_are_stopped_without_being_told(
    alice: Editor, bob: Editor, carol: Editor
) -> None:
    make_page("Rome", editor=alice)
    made = stop("Alice", carol, reason="spam")
    automatic = Block.objects.get(parent=made)
    assert (automatic.name, automatic.address) == (f"#{automatic.pk}", "")
    assert automatic.expiry - automatic.made == DAY
    said = refusal(Editor(bob.user, alice.ip), "Milan")
    assert said.startswith("The address that you come from is blocked: a blocked account used it.")
    assert alice.ip not in said
    make_page("Milan", editor=bob)
    unblock(made.pk, editor=carol)
    assert not Block.objects.exists()


def test_addresses_of_long_ago_are_free(alice: Editor, carol: Editor) -> None:
    make_page("Rome", editor=alice)
    Address.objects.update(timestamp=timezone.now() - DAY)
    stop("Alice", carol)
    assert not Block.objects.filter(parent__isnull=False).exists()


def test_where_a_blocked_account_tries_from_is_stopped_too(alice: Editor, carol: Editor) -> None:
    stop("Alice", carol)
    for _twice in range(2):
        refusal(Editor(alice.user, "203.0.113.5"))
    assert Block.objects.filter(parent__isnull=False).count() == 1
    assert refusal(Editor(None, "203.0.113.5")).startswith("The address that you come from")


# ---- What cannot be ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("Nobody", "nosuchuser", "There is no account named “Nobody”"),
        ("", "nosuchuser", "user name"),
        ("192.0.0.0/15", "invalidrange", "/16 is the widest"),
        ("2001:d000::/18", "invalidrange", "/19 is the widest"),
        ("192.0.2.0/33", "invalidrange", "no range of addresses"),
    ],
)
def test_targets_that_are_none(db: None, name: str, code: str, why: str) -> None:
    with pytest.raises(CannotBlock, match=why) as caught:
        block_target(name)
    assert (caught.value.code, caught.value.field) == (code, "target")


def test_how_wide_a_range_may_be_is_a_setting(settings) -> None:
    settings.BLOCK_WIDEST = (24, 64)
    assert block_target("192.0.2.77/24").name == "192.0.2.0/24"
    with pytest.raises(CannotBlock, match="/24 is the widest"):
        block_target("192.0.2.0/23")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"expiry": timezone.now() - DAY}, "expiry"),
        ({"sitewide": False}, "pages"),
        ({"sitewide": False, "pages": (987,)}, "pages"),
        ({"sitewide": False, "sections": (987,)}, "sections"),
        ({"sitewide": False, "namespaces": (-1,)}, "namespaces"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_terms_that_cannot_be(alice: Editor, carol: Editor, terms: dict, field: str) -> None:
    with pytest.raises(CannotBlock) as caught:
        stop("Alice", carol, **terms)
    assert caught.value.field == field
    assert not Block.objects.exists()


def test_oneself_only_on_purpose_and_never_the_last_who_could_lift_it(carol: Editor) -> None:
    with pytest.raises(CannotBlock, match="This is you"):
        stop("Carol", carol)
    with pytest.raises(CannotBlock, match="last administrator"):
        block(carol.user, Terms(), editor=carol, oneself=True)
    dora = Editor(make_user("Dora", "sysop"))
    made = block(carol.user, Terms(), editor=carol, oneself=True)
    with pytest.raises(CannotBlock, match="last administrator"):
        block(dora.user, Terms(), editor=dora, oneself=True)
    unblock(made.pk, editor=carol)  # what one did to oneself


def test_a_blocked_moderator_moderates_nothing(carol: Editor) -> None:
    dora = Editor(make_user("Dora", "sysop"))
    page = make_page("Rome")
    made = stop("Dora", carol)
    for deed in (
        lambda: stop("192.0.2.7", dora),
        lambda: unblock(made.pk, editor=dora),
        lambda: delete_page(page, editor=dora),
    ):
        with pytest.raises(Blocked):
            deed()


def test_only_administrators_block(alice: Editor, bob: Editor) -> None:
    with pytest.raises(Refused, match="for administrators"):
        stop("Bob", alice)
    with pytest.raises(Refused, match="for administrators"):
        unblock(1, editor=alice)


def test_of_two_moderators_one_wins_and_the_other_is_told(alice: Editor, carol: Editor) -> None:
    dora = Editor(make_user("Dora", "sysop"))
    made = stop("Alice", carol)
    with pytest.raises(AlreadyBlocked, match="blocked already") as caught:
        stop("Alice", dora)
    assert caught.value.block == made
    block(alice.user, Terms(reason="more"), editor=dora, seen=made.rev)
    with pytest.raises(AlreadyBlocked, match="Dora changed this block"):
        block(alice.user, Terms(reason="less"), editor=carol, seen=made.rev)
    unblock(made.pk, editor=carol)
    with pytest.raises(AlreadyBlocked, match="lifted this block"):
        block(alice.user, Terms(), editor=dora, seen=2)
    with pytest.raises(CannotBlock, match="does not stand any more"):
        unblock(made.pk, editor=dora)
    assert [one.action for one in LogEntry.objects.order_by("pk")] == ["block", "reblock", "unblock"]


def test_a_change_that_changes_nothing_is_none(alice: Editor, carol: Editor) -> None:
    made = stop("Alice", carol)
    assert block(alice.user, Terms(), editor=carol, seen=1).rev == made.rev == 1
    assert LogEntry.objects.count() == 1


def test_pages_of_who_is_blocked_look_different(alice: Editor, carol: Editor) -> None:
    page = make_page("User:Alice")
    made = stop("Alice", carol)
    page.refresh_from_db()
    assert page.version == 2
    unblock(made.pk, editor=carol)
    page.refresh_from_db()
    assert page.version == 3
