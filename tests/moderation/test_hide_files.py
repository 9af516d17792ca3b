"""Hiding versions of a file: from whom, from which lists, and who may."""

from __future__ import annotations

import pytest

from tests.factories import make_page, reload, stored
from tests.made_pictures import png, store
from wiki.models import FileVersion, LogEntry, Page
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import CannotHide
from wiki.moderation.hide_files import hide_file_versions
from wiki.permissions import Editor, Refused
from wiki.reading.lists.log import log
from wiki.reading.recent_changes import recent_activity

pytestmark = pytest.mark.django_db

ANYBODY = Editor()


def twice(alice: Editor, bob: Editor) -> Page:
    """Two versions; bob's, the second, is current."""
    page = store("A.png", png(400, 300), editor=alice, comment="first").page
    store("A.png", png(500, 300), editor=bob, comment="a secret")
    return page


def bits(page: Page) -> list[tuple[bool, bool, bool]]:
    rows = FileVersion.objects.filter(file=page.pk).order_by("number")
    return list(rows.values_list("file_hidden", "user_hidden", "comment_hidden"))


def test_each_is_hidden_and_shown_by_itself(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = twice(alice, bob)
    hide_file_versions(page, [1], editor=carol, file=True)
    assert bits(page) == [(True, False, False), (False, False, False)]
    hide_file_versions(page, [1, 2], editor=carol, file=False, author=True)
    assert bits(page) == [(False, True, False), (False, True, False)]
    hide_file_versions(page, [2], editor=carol, comment=True)
    assert bits(page) == [(False, True, False), (False, True, True)]


def test_the_log_tells_it_once(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = twice(alice, bob)
    entry = hide_file_versions(page, [2], editor=carol, file=True, reason="asked for")
    assert entry is not None
    assert (entry.type, entry.action, entry.title, entry.comment) == ("delete", "file", "A.png", "asked for")
    assert entry.params == {"versions": [2], "hidden": {"file_hidden": True}}
    assert hide_file_versions(page, [2], editor=carol, file=True) is None
    assert LogEntry.objects.filter(action="file").count() == 1


def told(viewer: Editor) -> list[tuple[str, str]]:
    """Who uploaded and with which words, as the log and the recent changes tell it; they agree."""
    entries = [(one.user_text, one.comment) for one in log(type_="upload", viewer=viewer)[0]]
    rows = recent_activity(viewer=viewer).rows
    changes = [row for row in rows if isinstance(row, LogEntry) and row.type == "upload"]
    assert [(one.user_text, one.comment) for one in changes] == entries
    assert all(one.user_id is None for one in changes if not one.user_text)
    return entries


def test_the_upload_log_keeps_silent_too(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = twice(alice, bob)
    hide_file_versions(page, [2], editor=carol, author=True, comment=True)
    assert told(ANYBODY) == told(bob) == [("", ""), ("Alice", "first")]
    assert told(carol) == [("Bob", "a secret"), ("Alice", "first")]
    assert log(user="Bob")[0] == ()
    assert len(log(user="Bob", viewer=carol)[0]) == 1
    for what in ("registered", "anonymous"):  # as nobody's, it is left out by neither
        rows = recent_activity(viewer=ANYBODY, hide=[what]).rows  # type: ignore[list-item]
        assert any(isinstance(row, LogEntry) and not row.user_text for row in rows)
    hide_file_versions(page, [2], editor=carol, author=False, comment=False)
    assert told(ANYBODY) == [("Bob", "a secret"), ("Alice", "first")]


def test_the_same_bytes_stored_again_stay_told(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = twice(alice, bob)
    store("A.png", png(400, 300), editor=bob, comment="back")
    FileVersion.objects.filter(number=3).update(timestamp="2026-01-01T00:00:00Z")
    stored(LogEntry).filter(comment="back").update(timestamp="2026-01-01T00:00:00Z")
    hide_file_versions(page, [1], editor=carol, author=True)
    assert told_names() == {"Bob", ""}
    assert [one.user_text for one in log(type_="upload")[0] if one.comment == "back"] == ["Bob"]


def told_names() -> set[str]:
    return {one.user_text for one in log(type_="upload")[0]}


@pytest.mark.parametrize("deed", ["hide", "delete", "upload"])
def test_pages_that_show_it_are_drawn_anew(alice: Editor, bob: Editor, carol: Editor, deed: str) -> None:
    """Those too that show it beside the name of another page."""
    page = twice(alice, bob)
    showing = make_page("Rome", "[[File:A.png|thumb]]\n\nA city.")
    listing = make_page("Milan", "North.\n\n## See also\n\n- [[Rome]]")
    other = make_page("Naples", "South.")
    before = {one.pk: reload(one).version for one in (page, showing, listing, other)}
    if deed == "hide":
        hide_file_versions(page, [2], editor=carol, file=True)
    elif deed == "delete":
        delete_page(page, editor=carol)
    else:
        store("A.png", png(90, 90), editor=alice)
    moved = {pk for pk, version in before.items() if Page.objects.get(pk=pk).version > version}
    assert moved == {page.pk, showing.pk, listing.pk}


def test_strangers_and_the_suppressed_are_refused(alice: Editor, bob: Editor, carol: Editor) -> None:
    page, rome = twice(alice, bob), make_page("Rome")
    with pytest.raises(Refused):
        hide_file_versions(page, [1], editor=alice, file=True)
    with pytest.raises(CannotHide, match=r"“File:A\.png” has no version 9"):
        hide_file_versions(page, [1, 9], editor=carol, file=True)
    with pytest.raises(CannotHide, match="“Rome” has no version 1"):
        hide_file_versions(rome, [1], editor=carol, file=True)
    FileVersion.objects.filter(number=1).update(suppressed=True)
    with pytest.raises(Refused, match="suppressed"):
        hide_file_versions(page, [1], editor=carol, file=False)
    assert bits(page) == [(False, False, False)] * 2
    assert not LogEntry.objects.filter(action="file").exists()
