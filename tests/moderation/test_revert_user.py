"""All that a vandal did is taken back at once; what others wrote stays, byte for byte."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import edit_page, make_page, make_user, reload, stored, title_of
from tests.made_pictures import png, store
from wiki.models import FileVersion, LogEntry, Page, Revision
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.move import move_page
from wiki.moderation.revert_user import revert_user
from wiki.moderation.take_back import take_back
from wiki.permissions import Editor, Refused
from wiki.reading.source import open_page
from wiki.text.names import ip_range

LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def vandal(db: None) -> Editor:
    return Editor(make_user("Vandal"), "192.0.2.66")


def text(page: Page) -> str:
    return open_page(Page.objects.get(pk=page.pk)).text


def test_words_that_others_changed_since_are_left(
    vandal: Editor, alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = make_page("Rome", "The city was founded by Romulus.\n\n## More\n\nText.", editor=alice)
    edit_page(page, "The city was founded by aliens.\n\n## More\n\nText.", editor=vandal)
    edit_page(page, "The city was founded by Martians.\n\n## More\n\nText.", editor=bob)
    edit_page(page, "The city was founded by Martians.\n\n## More\n\nText. JUNK", editor=vandal)
    done = revert_user("Vandal", LONG_AGO, LATER, editor=carol)
    assert [(title.full, why) for title, why in done.left] == [
        ("Rome", "Later edits changed the same words as revision 2.")
    ]
    assert done.edits == {page.pk: [4]}
    assert text(page) == "The city was founded by Martians.\n\n## More\n\nText."


def test_only_what_was_done_in_that_time(vandal: Editor, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.\n\n## A\n\nText.", editor=alice)
    edit_page(page, "One, good.\n\n## A\n\nText.", editor=vandal)
    early = reload(page).touched
    stored(Revision).filter(page=page).update(timestamp=early - timedelta(days=2))
    edit_page(page, "One, good.\n\n## A\n\nJUNK.", editor=vandal)
    assert revert_user("Vandal", LONG_AGO, early - timedelta(days=3), editor=carol).empty
    revert_user("Vandal", early - timedelta(days=1), LATER, editor=carol)
    assert text(page) == "One, good.\n\n## A\n\nText."


def test_more_pages_than_go_at_once(
    vandal: Editor, alice: Editor, carol: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.moderation.revert_user.MOST", 2)
    pages = [make_page(f"Page {n}", "Good.", editor=alice) for n in range(5)]
    for page in pages:
        edit_page(page, "JUNK", editor=vandal)
    counts = [len(revert_user("Vandal", LONG_AGO, LATER, editor=carol).edits) for _again in range(4)]
    assert counts == [2, 2, 1, 0]
    assert not any("JUNK" in text(page) for page in pages)


def test_a_page_that_got_the_title_since_is_not_moved(
    vandal: Editor, alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = make_page("Rome", "Good.", editor=alice)
    move_page(page, title_of("Junk"), editor=vandal)
    done = revert_user("Vandal", LONG_AGO, LATER, editor=carol)
    assert done.entry is not None
    move_page(reload(page), title_of("Rome (city)"), editor=carol, leave_redirect=False)
    other = make_page("Rome", "Another page.", editor=bob)
    back = take_back(done.entry, editor=carol)
    assert (back.moves, [title.full for title, _why in back.left]) == ([], ["Rome (city)", "Rome"])
    assert Page.objects.get(pk=other.pk).title == "Rome"


def test_a_page_that_was_deleted_again_since_stays_deleted(vandal: Editor, carol: Editor) -> None:
    page = make_page("Junk", "Junk.", editor=vandal)
    done = revert_user("Vandal", LONG_AGO, LATER, editor=carol)
    assert done.entry is not None
    undelete_page(reload(page), editor=carol)
    delete_page(reload(page), editor=carol, reason="for another reason")
    back = take_back(done.entry, editor=carol)
    assert (back.deleted, [title.full for title, _why in back.left]) == ([], ["Junk"])
    assert reload(page).deleted


def test_what_nobody_may_know_to_be_the_authors_is_not_told_by_taking_it_back(
    vandal: Editor, alice: Editor, carol: Editor
) -> None:
    page, other = (make_page(name, "Good.", editor=alice) for name in ("Rome", "Milan"))
    edit_page(page, "JUNK", editor=vandal)
    move_page(reload(other), title_of("Junk"), editor=vandal)
    Revision.objects.filter(author_text="Vandal").update(user_hidden=True, suppressed=True)
    LogEntry.objects.filter(type="move").update(user_hidden=True, suppressed=True)
    assert revert_user("Vandal", LONG_AGO, LATER, editor=carol, preview=True).empty
    Revision.objects.filter(author_text="Vandal").update(suppressed=False)
    LogEntry.objects.filter(type="move").update(suppressed=False)
    done = revert_user("Vandal", LONG_AGO, LATER, editor=carol, preview=True)
    assert (done.edits, len(done.moves)) == ({page.pk: [2]}, 1)


def test_who_may_not(vandal: Editor, alice: Editor) -> None:
    with pytest.raises(Refused, match="Rolling back is for administrators"):
        revert_user("Vandal", LONG_AGO, LATER, editor=alice)
    assert not LogEntry.objects.exists()


def test_the_command(vandal: Editor, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    edit_page(page, "JUNK.", editor=vandal)
    out = StringIO()
    call_command("revert_user", "Vandal", since="2000-01-01", dry_run=True, stdout=out)
    assert out.getvalue() == "Rome: revisions 2\n"
    assert text(page) == "JUNK."
    call_command("revert_user", "Vandal", since="2000-01-01T00:00", by="Carol", reason="junk", stdout=out)
    assert text(page) == "One."
    number = LogEntry.objects.get(action="user").pk
    assert f"Take it back with: manage.py revert_user --undo {number}" in out.getvalue()
    call_command("revert_user", str(number), undo=True, by="Carol", stdout=StringIO())
    assert text(page) == "JUNK."
    for arguments, why in (
        ({"since": None}, "say since when"),
        ({"since": "soon"}, "is no time"),
        ({"since": "2000-01-01", "by": "Nobody"}, "there is no account"),
        ({"since": "2000-01-01", "by": "Alice"}, "Rolling back is for administrators"),
        ({"undo": True}, "there is no revert with the number"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("revert_user", "Vandal", **arguments)


def test_files_of_addresses_go_back_whatever_visitors_edit_by(alice: Editor, carol: Editor, settings) -> None:
    settings.ANONYMOUS_EDITING = "temporary"
    store("A.png", png(40, 30), editor=alice)
    store("A.png", png(50, 30), editor=alice)
    FileVersion.objects.filter(number=2).update(author=None, author_text="192.0.2.7")
    wide = ip_range("192.0.2.0/24")
    assert wide is not None
    done = revert_user(wide, LONG_AGO, LATER, editor=carol)
    assert [page.title for page in done.files] == ["A.png"]
