"""Titles that no page has, pages with all below them, and files: who may create, move there, upload."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import edit_page, make_page, reload
from wiki.models import LogEntry, Page, ProtectedTitle
from wiki.moderation.move import move_page
from wiki.moderation.protect import BadProtection, protect_page, protect_title
from wiki.permissions import Editor, PageProtected, Refused, TitleProtected
from wiki.text.titles import Title, parse_title

SPAM = Title(0, "Spam")


def test_a_protected_title_is_not_created_nor_moved_to(alice: Editor, carol: Editor) -> None:
    entry = protect_title(SPAM, "sysop", editor=carol, reason="again and again")
    assert entry is not None
    assert (entry.action, entry.title, entry.page, entry.comment) == (
        "protect",
        "Spam",
        None,
        "again and again",
    )
    assert entry.params["description"] == "[create=sysop] (indefinite)"
    page = make_page("Eggs", editor=alice)
    with pytest.raises(TitleProtected, match="only administrators may create a page here"):
        make_page("Spam", editor=alice)
    with pytest.raises(TitleProtected):
        move_page(page, SPAM, editor=alice)
    assert (reload(page).name.full, Page.objects.count()) == ("Eggs", 1)
    assert protect_title(SPAM, "sysop", editor=carol) is None
    protect_title(SPAM, "", editor=carol)
    assert protect_title(SPAM, "", editor=carol) is None
    move_page(page, SPAM, editor=alice)
    assert [e.action for e in LogEntry.objects.filter(type="protect").order_by("pk")] == [
        "protect",
        "unprotect",
    ]


def test_it_ends_and_leaves_no_page_behind(alice: Editor, carol: Editor) -> None:
    protect_title(SPAM, "sysop", editor=carol, expiry=timezone.now() + timedelta(hours=1))
    assert not Page.objects.exists()
    ProtectedTitle.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    make_page("Spam", editor=alice)
    assert Page.history.count() == 1


def test_what_cannot_be_is_refused(alice: Editor, carol: Editor) -> None:
    make_page("Eggs", editor=alice)
    with pytest.raises(BadProtection, match="There is a page “Eggs”") as error:
        protect_title(Title(0, "Eggs"), "sysop", editor=carol)
    assert (error.value.code, error.value.field) == ("create-titleexists", "create")
    for level in ("review", "everybody"):
        with pytest.raises(BadProtection, match="no such level"):
            protect_title(SPAM, level, editor=carol)
    with pytest.raises(BadProtection, match="is no page"):
        protect_title(Title(-1, "Log"), "sysop", editor=carol)
    with pytest.raises(BadProtection, match="in the past"):
        protect_title(SPAM, "sysop", editor=carol, expiry=timezone.now())
    with pytest.raises(Refused, match="for administrators"):
        protect_title(SPAM, "sysop", editor=alice)
    assert (ProtectedTitle.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_subpages_are_protected_with_the_page(alice: Editor, carol: Editor) -> None:
    top, below = make_page("Help:Top"), make_page("Help:Top/A/B", editor=alice)
    make_page("Help talk:Top")
    other = make_page("Help:Other", editor=alice)
    protect_page(top, {"edit": "sysop"}, editor=carol, cascade=True)
    for deed in (
        lambda: edit_page(below, "Two.", editor=alice),
        lambda: make_page("Help:Top/New", editor=alice),
        lambda: move_page(other, parse_title("Help:Top/Other"), editor=alice),
        lambda: move_page(below, parse_title("Help:Below"), editor=alice),
    ):
        with pytest.raises(PageProtected, match="with the page above it") as error:
            deed()
        assert error.value.code == "cascadeprotected"
    assert edit_page(parse_title("Help:Topless"), "Free.", editor=alice).revision is not None
    assert edit_page(reload(Page.objects.get(namespace=13)), "Asked.", editor=alice).revision is not None
    assert edit_page(below, "Two.", editor=carol).revision is not None
    protect_page(reload(top), {"edit": "sysop"}, editor=carol)
    assert edit_page(below, "Three.", editor=alice).revision is not None


def test_only_what_administrators_edit_is_protected_with_its_subpages(alice: Editor, carol: Editor) -> None:
    article, top = make_page("Rome", editor=alice), make_page("Help:Top", editor=alice)
    with pytest.raises(BadProtection, match="have no subpages"):
        protect_page(article, {"edit": "sysop"}, editor=carol, cascade=True)
    for levels in ({"edit": "autoconfirmed"}, {"move": "sysop"}, {}):
        with pytest.raises(BadProtection, match="administrators alone") as error:
            protect_page(top, levels, editor=carol, cascade=True)
        assert error.value.field == "cascade"
    with pytest.raises(BadProtection, match="no protection of this page"):
        protect_page(top, {"upload": "sysop"}, editor=carol)
    assert (reload(top).protection, reload(article).protection) == ({}, {})


def test_each_action_may_end_at_its_own_time(alice: Editor, carol: Editor) -> None:
    page, now = make_page("Rome", editor=alice), timezone.now().replace(microsecond=0)
    ends = {"edit": now + timedelta(days=1), "move": None}
    protect_page(page, {"edit": "sysop", "move": "sysop"}, editor=carol, expiry=ends)
    assert {action: rule["expiry"] for action, rule in reload(page).protection.items()} == {
        "edit": ends["edit"].isoformat(),  # type: ignore[union-attr]
        "move": None,
    }
    with pytest.raises(BadProtection, match="in the past") as error:
        protect_page(page, {"edit": "sysop"}, editor=carol, expiry={"edit": now - timedelta(days=1)})
    assert (error.value.code, error.value.field) == ("pastexpiry", "edit_until")
