"""Deleting flags a page, undeleting takes the flag away; nothing of its history is lost."""

import pytest
from django.contrib.auth.models import Group

from tests.factories import edit_page, make_page, reload
from wiki.models import Fact, Link, LogEntry, Page, Revision
from wiki.moderation.delete import CannotUndelete, delete_page, undelete_page
from wiki.permissions import Editor, Refused
from wiki.reading.lists.deleted import deleted_pages
from wiki.reading.page import PageMissing, find_page, read_page
from wiki.reading.showing.raw import page_source
from wiki.reading.verify import verify_page
from wiki.text.titles import Title

ROME = Title(0, "Rome")
TEXT = "```infobox Rome\nMayor: Nero\n```\nA [[city]]. [[Category:Cities]]"


def told() -> list[tuple[str, str, str, str, str]]:
    entries = LogEntry.objects.order_by("pk")
    return [(e.type, e.action, e.title, e.user_text, e.comment) for e in entries]


def standing(page: Page) -> tuple[int, int]:
    """How many links and facts hold now."""
    return (
        Link.objects.filter(page=page, valid_to=None).count(),
        Fact.objects.filter(page=page, valid_to=None).count(),
    )


def test_a_deleted_page_is_missing_and_comes_back_whole(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", TEXT, editor=alice)
    edit_page(page, TEXT + "\n\nMore.", editor=alice)
    assert standing(page) == (2, 1)

    delete_page(page, editor=carol, reason="a test")
    assert find_page(ROME) is None
    with pytest.raises(PageMissing) as missing:
        read_page(ROME, viewer=alice)
    assert [entry.comment for entry in missing.value.deletions] == ["a test"]
    assert standing(page) == (0, 0)

    undelete_page(page, editor=carol, reason="a mistake")
    assert page_source(ROME, viewer=alice) == TEXT + "\n\nMore."
    assert standing(page) == (2, 1)
    assert Revision.objects.filter(page=page).count() == 2
    assert list(verify_page(reload(page))) == []
    assert told() == [
        ("delete", "delete", "Rome", "Carol", "a test"),
        ("delete", "restore", "Rome", "Carol", "a mistake"),
    ]


def test_pages_that_link_to_it_are_drawn_anew(alice: Editor, carol: Editor) -> None:
    rome, about = make_page("Rome", editor=alice), make_page("About", "See [[Rome]].", editor=alice)
    before = reload(about).version
    delete_page(rome, editor=carol)
    assert reload(about).version == before + 1
    undelete_page(rome, editor=carol)
    assert reload(about).version == before + 2


def test_deleting_twice_is_one_deed(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    assert delete_page(page, editor=carol).pk == delete_page(page, editor=carol).pk
    assert len(told()) == 1


def test_a_title_made_again_is_another_page(alice: Editor, carol: Editor) -> None:
    first = make_page("Rome", "First.", editor=alice)
    delete_page(first, editor=carol)
    second = make_page("Rome", "Second.", editor=alice)
    assert second.pk != first.pk
    with pytest.raises(CannotUndelete, match="Another page has the title “Rome” now"):
        undelete_page(first, editor=carol)
    delete_page(second, editor=carol)
    assert [page.pk for page in deleted_pages(ROME, viewer=carol)] == [second.pk, first.pk]
    undelete_page(first, editor=carol)
    assert page_source(ROME, viewer=alice) == "First."


def test_what_is_not_deleted_cannot_come_back(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    with pytest.raises(CannotUndelete, match="“Rome” is not deleted"):
        undelete_page(page, editor=carol)
    assert told() == []


@pytest.mark.parametrize("who", ["alice", "anon"])
def test_others_may_not(who: str, alice: Editor, carol: Editor, anon: Editor) -> None:
    editor = {"alice": alice, "anon": anon}[who]
    page = make_page("Rome", editor=alice)
    with pytest.raises(Refused, match="Deleting pages is for administrators"):
        delete_page(page, editor=editor)
    delete_page(page, editor=carol)
    with pytest.raises(Refused, match="Undeleting pages is for administrators"):
        undelete_page(page, editor=editor)
    assert deleted_pages(ROME, viewer=editor) == ()
    assert len(told()) == 1


def test_the_right_comes_with_the_group(alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    assert alice.user is not None
    alice.user.groups.add(Group.objects.create(name="sysop"))
    delete_page(page, editor=Editor(alice.user))
    assert find_page(ROME) is None
