"""Dealing with an author: blocked, taken back, hidden and protected by one deed; what is refused is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import edit_page, make_page, make_user, reload
from wiki.editing.rollback import rollback
from wiki.models import Block, LogEntry, Page, Revision
from wiki.moderation.block import CannotBlock, Terms, block
from wiki.moderation.deal import Wish, author_called, deal_with_author
from wiki.moderation.hide import hide_revisions
from wiki.moderation.protect import protect_page
from wiki.moderation.take_back import take_back
from wiki.permissions import Editor, UserBlocked
from wiki.reading.source import open_page
from wiki.text.names import IpRange

LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
ALL = Wish(
    LONG_AGO, LATER, "vandalism", Terms(reason="vandalism", duration="infinite"), None, True, True,
    "autoconfirmed",
)  # fmt: skip


@pytest.fixture
def vandal(db: None) -> Editor:
    return Editor(make_user("Vandal"), "192.0.2.66")


@pytest.fixture
def rome(vandal: Editor, alice: Editor) -> Page:
    page = make_page("Rome", "A city.", editor=alice)
    edit_page(page, "A shitty.", editor=vandal)
    return page


def text(page: Page) -> str:
    return open_page(Page.objects.get(pk=page.pk)).text


def deeds() -> list[tuple[str, str, str]]:
    entries = LogEntry.objects.exclude(type="create").order_by("pk")
    return [(entry.type, entry.action, entry.title) for entry in entries]


def hidden() -> list[tuple[str, int]]:
    found = Revision.objects.filter(text_hidden=True).order_by("page__title", "number")
    return list(found.values_list("page__title", "number"))


def test_all_of_it_in_one_deed_and_blocked_first(vandal: Editor, carol: Editor, rome: Page) -> None:
    make_page("Junk", "Junk.", editor=vandal)
    done = deal_with_author("Vandal", ALL, editor=carol)
    assert deeds() == [
        ("block", "block", "Vandal"),
        ("rollback", "user", "Vandal"),
        ("delete", "delete", "Junk"),
        ("delete", "revision", "Rome"),
        ("protect", "protect", "Rome"),
    ]
    assert (text(rome), hidden(), done.left) == ("A city.", [("Rome", 2)], [])
    assert reload(rome).protection["edit"] == {"level": "autoconfirmed", "expiry": None}
    assert (done.block is not None, [page.title for page in done.protected]) == (True, ["Rome"])
    with pytest.raises(UserBlocked):
        make_page("More", editor=vandal)


def test_a_preview_tells_the_same_and_does_nothing(carol: Editor, rome: Page, no_writes) -> None:
    with no_writes():
        told = deal_with_author("Vandal", ALL, editor=carol, preview=True)
    done = deal_with_author("Vandal", ALL, editor=carol)
    assert told.reverted.edits == done.reverted.edits == {rome.pk: [2]}
    for one in (told, done):
        shown = [(page.title, [row.number for row in rows]) for page, rows in one.hidden]
        assert (shown, [page.title for page in one.protected], one.left) == ([("Rome", [2])], ["Rome"], [])


def test_what_was_taken_back_before_is_hidden_too(carol: Editor, rome: Page) -> None:
    rollback(rome, "Vandal", editor=carol)
    done = deal_with_author("Vandal", replace(ALL, level=""), editor=carol)
    assert (done.reverted.empty, hidden(), done.left) == (True, [("Rome", 2)], [])


def test_the_newest_text_and_what_stands_stay_visible(
    vandal: Editor, alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = make_page("Rome", "The city was founded by Romulus.\n\n## More\n\nText.", editor=alice)
    edit_page(page, "The city was founded by aliens.\n\n## More\n\nText.", editor=vandal)
    edit_page(page, "The city was founded by Martians.\n\n## More\n\nText.", editor=bob)
    edit_page(page, "The city was founded by Martians.\n\n## More\n\nJUNK.", editor=vandal)
    done = deal_with_author("Vandal", replace(ALL, level=""), editor=carol)
    assert hidden() == [("Rome", 4)]
    assert done.left == [("Rome", "Later edits changed the same words as revision 2.")]


def test_others_who_saved_on_top_are_told(vandal: Editor, bob: Editor, carol: Editor, rome: Page) -> None:
    edit_page(rome, "A shitty.\n\n## More\n\nText.", editor=bob)
    done = deal_with_author("Vandal", replace(ALL, level=""), editor=carol)
    assert (text(rome), hidden()) == ("A city.\n\n## More\n\nText.", [("Rome", 2)])
    assert done.left == [
        ("Rome", "Revisions of others that were saved meanwhile may still show the words: 3.")
    ]


def test_only_the_parts_one_may_are_done_and_the_rest_is_told(rome: Page, alice: Editor) -> None:
    dora = Editor(make_user("Dora", "suppress"), "192.0.2.9")  # who may hide, and nothing else
    rollback(rome, "Vandal", editor=Editor(make_user("Emil", "sysop")))
    before = len(deeds())
    done = deal_with_author("Vandal", ALL, editor=dora)
    assert [what for what, _why in done.left] == ["The block", "The edits", "The protection"]
    assert all("is for administrators." in why for _what, why in done.left)
    assert (deeds()[before:], hidden()) == ([("delete", "revision", "Rome")], [("Rome", 2)])
    refused = deal_with_author("Vandal", ALL, editor=alice)
    assert (len(refused.left), refused.empty, len(deeds())) == (4, True, before + 1)


def test_a_block_that_cannot_be_stops_everything(carol: Editor, rome: Page) -> None:
    past = Terms(timezone.now() - timedelta(days=1))
    with pytest.raises(CannotBlock, match="past"):
        deal_with_author("Vandal", replace(ALL, terms=past), editor=carol)
    with pytest.raises(CannotBlock, match="no account"):
        deal_with_author("Nobody", ALL, editor=carol)
    assert (deeds(), text(rome)) == ([], "A shitty.")


def test_of_two_moderators_the_second_is_told(vandal: Editor, carol: Editor, rome: Page) -> None:
    emil = Editor(make_user("Emil", "sysop"), "192.0.2.4")
    assert vandal.user is not None
    block(vandal.user, Terms(datetime(2030, 1, 1, tzinfo=UTC)), editor=emil)
    done = deal_with_author("Vandal", ALL, editor=carol)
    assert done.left == [("The block", "“Vandal” is blocked already, by Emil until 2030-01-01 00:00 UTC.")]
    assert (done.block, text(rome), hidden()) == (None, "A city.", [("Rome", 2)])
    again = deal_with_author("Vandal", replace(ALL, terms=None), editor=emil)
    assert (again.empty, again.left, Block.objects.filter(parent=None).count()) == (True, [], 1)


def test_a_stronger_protection_is_not_weakened_and_others_stay(carol: Editor, rome: Page) -> None:
    until = timezone.now().replace(microsecond=0) + timedelta(days=2)
    protect_page(rome, {"move": "sysop"}, editor=carol, expiry=until)
    deal_with_author("Vandal", ALL, editor=carol)
    rules = reload(rome).protection
    assert {action: rule["level"] for action, rule in rules.items()} == {
        "edit": "autoconfirmed",
        "move": "sysop",
    }
    assert rules["move"]["expiry"] == until.isoformat()
    protect_page(rome, {"edit": "sysop"}, editor=carol)
    edit_page(rome, "A shitty.", editor=carol)
    done = deal_with_author("Carol", replace(ALL, terms=None, hide=False), editor=carol)
    assert done.left == [("Rome", "Protected already: administrators.")]
    assert reload(rome).protection["edit"]["level"] == "sysop"


def test_it_is_taken_back_by_what_takes_back_each_part(carol: Editor, rome: Page) -> None:
    done = deal_with_author("Vandal", replace(ALL, level=""), editor=carol)
    assert done.reverted.entry is not None
    back = take_back(done.reverted.entry, editor=carol)
    assert (back.left, text(rome), hidden()) == ([], "A shitty.", [("Rome", 2)])
    ((page, revisions),) = done.hidden
    hide_revisions(page, [row.pk for row in revisions], editor=carol, text=False)
    assert hidden() == []


def test_whose_name_it_is(db: None) -> None:
    wide = author_called("192.0.2.0/24")
    assert isinstance(wide, IpRange)
    assert (author_called(" User:vandal"), author_called("192.0.2.7")) == ("Vandal", "192.0.2.7")


def test_an_address_and_a_range(carol: Editor) -> None:
    page = make_page("Rome", "A city.", editor=carol)
    for last in (7, 8):
        edit_page(page, f"Junk {last}.", editor=Editor(None, f"192.0.2.{last}"))
    done = deal_with_author(author_called("192.0.2.0/24"), ALL, editor=carol)
    assert (text(page), hidden(), done.left) == ("A city.", [("Rome", 2), ("Rome", 3)], [])
    assert done.block is not None
    assert (done.block.name, done.block.autoblock) == ("192.0.2.0/24", False)
