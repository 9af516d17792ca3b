"""Who is told of an edit, once, and what telling costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, make_user, reload, title_of
from tests.web.pages import change_field, change_section, field, rome, section
from wiki.editing.revert import restore, restore_part
from wiki.editing.rollback import rollback
from wiki.editing.undo import undo
from wiki.editing.watching.watch import expiry_of, watch
from wiki.models import Notice, Page, Preferences, Revision, User, Watch
from wiki.permissions import Editor
from wiki.reading.watching.watching import category_target, field_target, page_target, section_target

pytestmark = pytest.mark.django_db


def told(editor: Editor) -> list[tuple[str, int]]:
    """Kind and revision of what the account was told."""
    return list(Notice.objects.filter(user=editor.user).order_by("id").values_list("kind", "revision_id"))


def test_an_edit_elsewhere_is_not_told_and_one_of_the_section_once(alice: Editor, bob: Editor) -> None:
    page = rome()
    watch(section_target(section(page, "Economy").pk), editor=alice)
    change_section(page, "History", "Rome is old.", bob)
    change_field(page, "Mayor", "Galba", bob)
    assert told(alice) == []
    revision = change_section(page, "Economy", "Trade.", bob)
    assert told(alice) == [("watched", revision.pk)]


def test_a_renamed_section_is_still_the_one(alice: Editor, bob: Editor) -> None:
    page = rome()
    part = section(page, "Economy")
    watch(section_target(part.pk), editor=alice)
    text = "Rome is a city.\n\n## History\n\nOld.\n\n## Trade\n\nTrade and offices.\n\n### Tourism\n\nMany."
    renamed = edit_page(page, text, editor=bob).revision
    assert section(page, "Trade").pk == part.pk
    later = change_section(page, "Tourism", "Few.", bob)
    assert told(alice) == [("watched", renamed.pk)]
    assert later.pk not in dict(told(alice)).values()


def test_a_field_and_its_section_are_two_things(alice: Editor, bob: Editor) -> None:
    page = rome()
    watch(field_target(field(page, "Mayor").pk), editor=alice)
    change_field(page, "Area", "1,286", bob)
    assert told(alice) == []
    revision = change_field(page, "Mayor", "Galba", bob)
    assert told(alice) == [("watched", revision.pk)]


def test_a_line_of_a_see_also_list_belongs_to_its_section(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.\n\n## See also\n\n- [[Milan]]")
    watch(section_target(section(page, "See also").pk), editor=alice)
    revision = edit_page(page, "A city.\n\n## See also\n\n- [[Milan]]\n- [[Naples]]", editor=bob).revision
    assert told(alice) == [("watched", revision.pk)]


def test_whole_pages_are_told_to_those_who_wish_it(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome")
    watch(page_target(page.name), editor=alice)
    edit_page(page, "One.", editor=bob)
    assert told(alice) == []  # it stands on the watchlist
    Watch.objects.update(notify=True)
    edit_page(page, "Two.", editor=alice)
    assert told(alice) == []  # one's own
    one = edit_page(page, "Three.", editor=bob).revision
    talk = make_page("Talk:Rome", "Why?", editor=bob)
    assert told(alice) == [("watched", one.pk), ("watched", talk.latest_id)]
    Watch.objects.update(expiry=page.touched)
    edit_page(page, "Four.", editor=bob)
    assert len(told(alice)) == 2


def test_who_joins_a_watched_category_is_told(alice: Editor, bob: Editor) -> None:
    make_page("Category:Cities", "Places.")
    watch(category_target(title_of("Category:Cities")), editor=alice)
    page = make_page("Rome", "A city.\n\n[[Category:Cities]]", editor=bob)
    edit_page(page, "A town.\n\n[[Category:Cities]]", editor=bob)
    left = edit_page(page, "A town.", editor=bob).revision
    first = Revision.objects.get(page=page, number=1)
    assert told(alice) == [("watched", first.pk), ("watched", left.pk)]


def test_ones_talk_page_is_told_whoever_watches(alice: Editor, bob: Editor) -> None:
    page = make_page("User talk:Alice", "Hello.", editor=bob)
    watch(page_target(page.name), editor=alice)
    Watch.objects.update(notify=True)
    second = edit_page(page, "Hello!", editor=bob).revision
    sub = make_page("User talk:Alice/Archive", "Old.", editor=bob)
    assert told(alice) == [("talk", page.latest_id), ("talk", second.pk), ("talk", sub.latest_id)]
    edit_page(page, "Hello yourself.", editor=alice)
    assert len(told(alice)) == 3


@pytest.mark.parametrize(
    ("title", "text", "summary", "kinds"),
    [
        ("Talk:Rome", "[[User:Bob]], what do you say? [[User:Alice|Alice]]", "", ["mention"]),
        ("Talk:Rome", "[[user:bob|B.]] [[User talk:Alice|Alice]]", "", ["mention"]),
        ("Talk:Rome", "[[User:Bob]], what do you say?", "", []),  # nobody signed
        ("Talk:Rome", "[[User talk:Bob]] [[User:Bob/Draft]] [[User:Alice]]", "", []),
        ("Rome", "[[User:Bob]] [[User:Alice]]", "", []),  # no talk page
        ("Rome", "A city.", "after [[User:Bob]] and [[User:Nobody]]", ["mention"]),
    ],
)
def test_mentions(alice: Editor, bob: Editor, title: str, text: str, summary: str, kinds: list[str]) -> None:
    make_page(title, text, editor=alice, summary=summary)
    assert [kind for kind, _ in told(bob)] == kinds
    assert told(alice) == []


def test_what_stood_there_before_mentions_nobody_again(alice: Editor, bob: Editor) -> None:
    page = make_page("Talk:Rome", "[[User:Bob]]? [[User:Alice]]", editor=alice)
    edit_page(page, "[[User:Bob]]? [[User:Alice]]\n\nWell? [[User:Alice]]", editor=alice)
    assert len(told(bob)) == 1


def test_who_was_reverted_is_told(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(carol)
    bad = change_section(page, "Economy", "Nonsense.", alice)
    undone = undo(reload(page), bad, editor=bob).revision
    change_section(page, "Economy", "More nonsense.", alice)
    rolled = rollback(reload(page), "Alice", editor=carol).revision
    change_section(page, "History", "Nonsense.", alice)
    restored = restore(reload(page), page.latest, editor=bob).revision
    change_section(page, "History", "Nonsense!", alice)
    part = restore_part(
        reload(page), "section", section(page, "History").pk, page.latest, editor=bob
    ).revision
    assert told(alice) == [("reverted", one.pk) for one in (undone, rolled, restored, part)]
    assert told(bob) == []


def test_blocked_accounts_are_told_nothing(alice: Editor, bob: Editor) -> None:
    User.objects.filter(pk=alice.user.pk).update(is_active=False)
    make_page("User talk:Alice", "Hello.", editor=bob)
    assert told(alice) == []


@pytest.mark.parametrize("watchers", [0, 1, 3])
def test_a_save_costs_one_statement_more_where_somebody_watches(bob: Editor, watchers: int) -> None:
    page = make_page("Rome", "A city.")
    for number in range(watchers):
        editor = Editor(make_user(f"Watcher {number}"), "")
        watch(page_target(page.name), editor=editor, expiry=expiry_of("1 week"))
    Watch.objects.update(notify=True)
    assert bob.rights
    with CaptureQueriesContext(connection) as queries:
        edit_page(page, "A town.", editor=bob)
    written = [
        query["sql"] for query in queries if "wiki_notice" in query["sql"] or "wiki_watch" in query["sql"]
    ]
    assert len(written) == (1 if watchers else 0)
    assert Notice.objects.count() == watchers


def test_the_flag_says_no_only_where_nobody_watches(alice: Editor) -> None:
    watch(page_target(title_of("Rome")), editor=alice)
    make_page("Rome")
    make_page("Talk:Rome", "Why?")
    make_page("Milan")
    assert dict(Page.objects.values_list("title", "watched")) == {"Rome": True, "Milan": False}
    assert Page.objects.filter(title="Rome", watched=True).count() == 2


def test_preferences_are_typed() -> None:
    assert Preferences.from_json({"minor": "yes", "watch_days": 3, "other": 1}) == Preferences(watch_days=3)
    assert Preferences(watch_days=3).to_json() == {"watch_days": 3}
