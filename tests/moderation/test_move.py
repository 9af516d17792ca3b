"""A page gets another title and keeps its history; what cannot be moved stays whole where it is."""

from datetime import timedelta

import pytest

from tests.factories import edit_page, make_page, reload, stored, title_of
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.models import Category, Link, LogEntry, Page, Revision
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.move import MOST, move_page
from wiki.moderation.move_rules import CannotMove
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected, Refused
from wiki.reading.categories.category import category_members
from wiki.reading.page import find_page, read_as_of
from wiki.reading.showing.raw import page_source
from wiki.reading.verify import verify_page
from wiki.search.find import find
from wiki.search.query import read_query
from wiki.text.titles import Title

ROME, ROMA = Title(0, "Rome"), Title(0, "Roma")


def sound(*titles: str) -> None:
    """The histories are whole, and all that is derived is as a rebuild would make it."""
    for title in titles:
        page = find_page(title_of(title))
        assert page is not None, title
        assert list(verify_page(page)) == []
        assert not rebuild_page(page)


def snapshot() -> tuple[list, list, list]:
    """Everything that a move writes."""
    return (
        list(Page.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values_list("pk", "tags")),
        list(LogEntry.objects.order_by("pk").values_list("pk")),
    )


def test_a_page_is_moved_and_leaves_a_redirect(alice: Editor) -> None:
    page = make_page("Rome", "A [[city]]. [[Category:Cities]]", editor=alice)
    about = make_page("About", "See [[Rome]].", editor=alice)
    before = reload(about).version
    moved = move_page(page, ROMA, editor=alice, reason="its own name")
    assert (moved.old, moved.new, moved.redirect, moved.over_redirect) == (ROME, ROMA, True, False)
    assert page_source(ROMA, viewer=alice) == "A [[city]]. [[Category:Cities]]"
    assert page_source(ROME, viewer=alice) == "#REDIRECT [[Roma]]"
    assert find_page(ROMA).pk == page.pk
    last = Revision.objects.filter(page=page).latest("number")
    assert (last.number, last.delta, last.minor, last.summary) == (2, 0, True, "its own name")
    assert last.changes == [{"part": "page", "verb": "page_moved", "old": "Rome", "new": "Roma"}]
    left = Revision.objects.get(page=find_page(ROME))
    assert (left.tags, left.summary) == (["mw-new-redirect"], "Moved to [[Roma]]")
    entry = LogEntry.objects.get()
    assert (entry.type, entry.action, entry.title, entry.comment) == ("move", "move", "Rome", "its own name")
    assert entry.params == {"target": "Roma", "noredirect": False}
    assert reload(about).version > before
    sound("Roma", "Rome", "About")


def test_the_title_of_a_moment_holds(alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    Page.history.filter(id=page.pk).update(valid_from=page.touched - timedelta(hours=2))
    stored(Revision).filter(page=page).update(timestamp=page.touched - timedelta(hours=2))
    move_page(page, ROMA, editor=alice)
    then = page.touched - timedelta(hours=1)
    assert read_as_of(ROME, then, viewer=alice).page.pk == page.pk
    now = Revision.objects.filter(page=page).latest("number").timestamp
    assert read_as_of(ROMA, now, viewer=alice).page.pk == page.pk
    assert read_as_of(ROME, now, viewer=alice).redirect == ROMA


def test_talk_and_subpages_go_along(alice: Editor, carol: Editor) -> None:
    for title in ("Help:A", "Help:A/one", "Help:A/one/two", "Help talk:A", "Help talk:A/one", "Help:Ab"):
        make_page(title, f"Of {title}.", editor=alice)
    moved = move_page(find_page(title_of("Help:A")), title_of("Help:B"), editor=carol, move_subpages=True)
    assert [(old.full, new.full) for old, new in moved.along] == [
        ("Help talk:A", "Help talk:B"), ("Help:A/one", "Help:B/one"), ("Help:A/one/two", "Help:B/one/two"),
        ("Help talk:A/one", "Help talk:B/one"),
    ]  # fmt: skip
    assert page_source(title_of("Help:B/one/two"), viewer=alice) == "Of Help:A/one/two."
    assert page_source(title_of("Help talk:A"), viewer=alice) == "#REDIRECT [[Help talk:B]]"
    assert LogEntry.objects.filter(type="move").count() == 5
    sound("Help:B", "Help:B/one", "Help talk:B", "Help:A", "Help:Ab")


def test_what_others_show_follows(alice: Editor, carol: Editor) -> None:
    page = make_page("Help:Rome", "Look [[/below]], [[Help:Rome]]. Zanzibar. [[Category:Z]]", editor=alice)
    make_page("Category:Z", "Things.", editor=alice)
    move_page(page, title_of("Help:Albion"), editor=carol, leave_redirect=False)
    standing = Link.objects.filter(page=page, valid_to=None).order_by("title")
    assert [link.title for link in standing] == ["Albion/below", "Rome", "Z"]
    assert [row.title.name for row in category_members(Title(14, "Z")).pages.screen.rows] == ["Albion"]
    assert Category.objects.get(title="Z").members == 1
    assert [hit.title for hit in find(read_query("zanzibar", (12,))).pages] == ["Albion"]
    assert find_page(title_of("Help:Rome")) is None
    assert LogEntry.objects.get().params == {"target": "Help:Albion", "noredirect": True}
    sound("Help:Albion", "Category:Z")


def test_only_some_may_leave_no_redirect_or_take_subpages(alice: Editor) -> None:
    make_page("Help:A", editor=alice)
    make_page("Help:A/one", editor=alice)
    page = find_page(title_of("Help:A"))
    moved = move_page(page, title_of("Help:B"), editor=alice, leave_redirect=False, move_subpages=True)
    assert (moved.redirect, moved.along) == (True, ())


def test_over_a_redirect_that_leads_back(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    move_page(page, ROMA, editor=alice)
    back = move_page(reload(find_page(ROMA)), ROME, editor=alice)
    assert back.over_redirect
    assert (find_page(ROME).pk, find_page(ROMA).redirect) == (page.pk, True)
    assert [(e.type, e.action) for e in LogEntry.objects.order_by("pk")] == [
        ("move", "move"), ("delete", "delete"), ("move", "move_redir"),
    ]  # fmt: skip
    sound("Rome", "Roma")
    edit_page(find_page(ROMA), "#REDIRECT [[Rome]]\n\nMore.", editor=alice)
    with pytest.raises(CannotMove, match="There is a page “Roma” already") as error:
        move_page(find_page(ROME), ROMA, editor=carol)
    assert error.value.code == "articleexists"


def test_redirects_are_mended(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    make_page("Roma Aeterna", "#redirect [[rome#Old town|x]] \n\nKept.", editor=alice)
    locked = make_page("Urbs", "#REDIRECT [[Rome]]", editor=alice)
    protect_page(locked, {"edit": "sysop"}, editor=carol)
    moved = move_page(page, ROMA, editor=alice, mend_redirects=True)
    assert moved.mended == 1
    text = "#redirect [[Roma#Old town|x]] \n\nKept."
    assert page_source(title_of("Roma Aeterna"), viewer=alice) == text
    assert page_source(title_of("Urbs"), viewer=alice) == "#REDIRECT [[Rome]]"
    assert page_source(ROME, viewer=alice) == "#REDIRECT [[Roma]]"
    summary = find_page(title_of("Roma Aeterna")).latest.summary
    assert summary == "Redirect mended: [[Rome]] was moved to [[Roma]]"
    sound("Roma", "Rome", "Roma Aeterna")


BAD = [
    ("Rome", {}, "selfmove"),
    ("Milan", {}, "articleexists"),
    ("Help:Milan", {}, "articleexists"),
    ("File:Rome.jpg", {}, "imagenocrossnamespace"),
    ("Category:Rome", {}, "immobilenamespace"),
    ("Special:Rome", {}, "immobilenamespace"),
    ("Help:A/b", {"move_subpages": True}, "articleexists"),
    ("Roma", {"reason": "x" * 501}, "cantmove"),
]


@pytest.mark.parametrize(("target", "options", "code"), BAD)
def test_bad_moves_change_nothing(
    target: str, options: dict, code: str, alice: Editor, carol: Editor
) -> None:
    page = make_page("Rome", editor=alice)
    for title in ("Milan", "Help:Milan", "Help:A", "Help:A/b", "Talk:Rome"):
        make_page(title, editor=alice)
    before = snapshot()
    with pytest.raises(CannotMove) as error:
        move_page(page, title_of(target), editor=carol, **options)
    assert error.value.code == code
    assert snapshot() == before


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        ("Help:A", "Help:A/b/c", {"move_subpages": True}, "circle"),
        ("Help:A", "Rome", {"move_subpages": True}, "namespacenosubpages"),
        ("Help:A", "Help:B", {"move_subpages": True}, "articleexists"),  # a subpage's title is taken
        ("Help:A", "Help:B", {"move_talk": True}, "articleexists"),  # the talk page's title is taken
        ("Help:A/b", "Help:A", {}, "articleexists"),
        ("Help:A", "Help:" + "x" * 254, {"move_subpages": True}, "invalidtitle"),
        ("Category:C", "Help:C", {}, "immobilenamespace"),
    ],
)
def test_bad_moves_of_several_change_nothing(
    old: str, new: str, options: dict, code: str, alice: Editor, carol: Editor
) -> None:
    for title in ("Help:A", "Help:A/b", "Help talk:A", "Help:B/b", "Help talk:B", "Category:C"):
        make_page(title, editor=alice)
    if options.get("move_subpages"):
        delete_page(find_page(title_of("Help talk:B")), editor=carol)
    before = snapshot()
    with pytest.raises(CannotMove) as error:
        move_page(find_page(title_of(old)), title_of(new), editor=carol, **{"move_talk": False, **options})
    assert error.value.code == code
    assert snapshot() == before


def test_too_many_subpages(alice: Editor, carol: Editor) -> None:
    page = make_page("Help:A", editor=alice)
    for number in range(MOST + 1):
        Page(namespace=12, title=f"A/{number}", folded_title=f"a/{number}").save_without_historical_record()
    with pytest.raises(CannotMove, match="More than 100 pages would move along"):
        move_page(page, title_of("Help:B"), editor=carol, move_subpages=True)


def test_who_may_not(alice: Editor, carol: Editor, anon: Editor) -> None:
    page = make_page("Rome", editor=alice)
    with pytest.raises(Refused, match="Moving pages needs an account") as error:
        move_page(page, ROMA, editor=anon)
    assert error.value.code == "cantmove-anon"
    with pytest.raises(Refused, match="only administrators may edit it"):
        move_page(page, Title(8, "Rome"), editor=alice)
    protect_page(page, {"move": "sysop"}, editor=carol)
    with pytest.raises(PageProtected, match="only administrators may move it"):
        move_page(reload(page), ROMA, editor=alice)
    move_page(reload(page), ROMA, editor=carol)
    assert find_page(ROMA).protection["move"]["level"] == "sysop"
    alice.user.is_active = False
    with pytest.raises(Refused, match="blocked"):
        move_page(find_page(ROMA), Title(0, "Urbs"), editor=alice)


def test_deleted_or_moved_meanwhile(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    stale = reload(page)
    move_page(page, ROMA, editor=alice)
    with pytest.raises(CannotMove, match="was moved to “Roma” meanwhile"):
        move_page(stale, Title(0, "Urbs"), editor=alice)
    stale = find_page(ROMA)
    delete_page(stale, editor=carol)
    stale.deleted = False
    with pytest.raises(CannotMove, match="was deleted meanwhile"):
        move_page(stale, Title(0, "Urbs"), editor=alice)


def test_a_redirect_that_made_way_can_come_back(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    move_page(page, ROMA, editor=alice)
    left = find_page(ROME)
    move_page(find_page(ROMA), ROME, editor=carol, leave_redirect=False)
    move_page(find_page(ROME), ROMA, editor=carol, leave_redirect=False)
    undelete_page(Page.objects.get(pk=left.pk), editor=carol)
    assert page_source(ROME, viewer=alice) == "#REDIRECT [[Roma]]"
    sound("Rome", "Roma")


def test_a_save_on_the_page_as_it_was_lands_after_the_move(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    stale = reload(page)
    move_page(page, ROMA, editor=alice)
    edit_page(Page.objects.select_related("latest").get(pk=stale.pk), "One, two.", editor=bob)
    assert page_source(ROMA, viewer=alice) == "One, two."
    sound("Roma")
