"""Rollback: one click back past the last editor's run."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.factories import edit_page, make_page, reload
from wiki.editing.rollback import AlreadyRolledBack, OnlyAuthor, last_by_others, rollback
from wiki.models import Page, Revision
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, Refused
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db

TEXT = "Lead.\n\n## One\n\nText of one.\n\n## Two\n\nText of two."


@pytest.fixture
def page(alice: Editor, bob: Editor) -> Page:
    """Alice wrote it and improved it; then came Bob, twice."""
    page = make_page("Thing", TEXT, editor=alice)
    edit_page(page, TEXT.replace("one.", "one, improved."), editor=alice)
    edit_page(page, "Nonsense.", editor=bob)
    edit_page(page, "More nonsense.", editor=bob)
    return reload(page)


def test_it_goes_back_past_the_whole_run(page: Page, carol: Editor) -> None:
    saved = rollback(page, "Bob", editor=carol)
    revision = saved.revision
    assert revision is not None
    assert open_page(page).text == TEXT.replace("one.", "one, improved.")
    target = Revision.objects.get(page=page, number=2)
    assert revision.summary == f"Reverted edits by Bob to revision {target.pk} by Alice"
    assert (revision.number, revision.minor, revision.bot, revision.tags) == (5, True, False, ["mw-rollback"])
    assert (revision.sha1, revision.size) == (target.sha1, target.size)
    call_command("verify_history")


def test_a_summary_of_ones_own_and_the_bot_flag(page: Page, carol: Editor) -> None:
    revision = rollback(page, "Bob", editor=carol, summary="Clean-up", bot=True).revision
    assert revision is not None
    assert (revision.summary, revision.bot) == ("Clean-up", True)


def test_it_is_for_administrators(page: Page, alice: Editor, anon: Editor) -> None:
    for editor in (alice, anon):
        with pytest.raises(Refused, match="for administrators"):
            rollback(page, "Bob", editor=editor)
    assert Revision.objects.filter(page=page).count() == 4


def test_someone_else_has_edited_since(page: Page, alice: Editor, carol: Editor) -> None:
    edit_page(page, TEXT, editor=alice)
    with pytest.raises(AlreadyRolledBack):
        rollback(reload(page), "Bob", editor=carol)


def test_someone_else_has_edited_since_the_page_was_read(page: Page, alice: Editor, carol: Editor) -> None:
    edit_page(page, "More nonsense.\n\nA good line.", editor=alice)
    with pytest.raises(AlreadyRolledBack):
        rollback(page, "Bob", editor=carol)
    assert open_page(page).text == "More nonsense.\n\nA good line."


def test_the_only_author_cannot_be_rolled_back(alice: Editor, carol: Editor) -> None:
    page = make_page("Alone", TEXT, editor=alice)
    edit_page(page, "Other.", editor=alice)
    with pytest.raises(OnlyAuthor):
        rollback(reload(page), "Alice", editor=carol)


def test_withheld_revisions_are_passed_over(page: Page, bob: Editor) -> None:
    Revision.objects.filter(page=page, number=2).update(withheld=True)
    assert last_by_others(page, "Bob").number == 1


def test_twice_is_once(page: Page, carol: Editor) -> None:
    rollback(page, "Bob", editor=carol)
    with pytest.raises(AlreadyRolledBack):
        rollback(page, "Bob", editor=carol)


def test_protecting_the_page_is_no_edit_of_bobs(page: Page, carol: Editor) -> None:
    protect_page(page, {"edit": "sysop"}, editor=carol)
    with pytest.raises(AlreadyRolledBack):
        rollback(reload(page), "Bob", editor=carol)
