"""The watchlist: which changes stand on it, what is unseen, and what it costs with ten thousand entries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import edit_page, make_page, make_user, reload, stored, title_of
from tests.web.pages import change_field, change_section, field, rome, section
from wiki.editing.watching.watch import expiry_of, mark_all_seen, newest_revision, set_pages, visited, watch
from wiki.models import Link, LogEntry, Revision, Watch
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.watching.watching import category_target, field_target, page_target, section_target
from wiki.reading.watching.watchlist import WatchedLine, Watchlist, watched_things, watchlist
from wiki.text.comparing.telling import plain

pytestmark = pytest.mark.django_db


def listed(editor: Editor, **options: object) -> Watchlist:
    return watchlist(editor.user, viewer=editor, **{"limit": 50, "days": 7, **options})


def edits(editor: Editor, **options: object) -> list[WatchedLine]:
    return [row for row in listed(editor, **options).rows if isinstance(row, WatchedLine)]


def ids(editor: Editor, **options: object) -> list[int]:
    return [row.line.id for row in edits(editor, **options)]


def test_pages_with_their_talk_pages_stand_on_it(alice: Editor, bob: Editor) -> None:
    page, other = make_page("Rome"), make_page("Milan")
    watch(page_target(page.name), editor=alice)
    change = edit_page(page, "A city.", editor=bob).revision
    edit_page(other, "Another.", editor=bob)
    talk = make_page("Talk:Rome", "Why?", editor=bob)
    assert ids(alice) == [talk.latest_id, change.pk, page.latest_id]
    assert ids(bob) == []
    assert ids(alice, namespaces=[1]) == [talk.latest_id]


def test_parts_stand_there_with_their_own_changes_alone(alice: Editor, bob: Editor) -> None:
    page = rome()
    watch(section_target(section(page, "Economy").pk), editor=alice)
    watch(field_target(field(page, "Mayor").pk), editor=alice)
    change_section(page, "History", "Old.", bob)
    mayor = change_field(page, "Mayor", "Galba", bob)
    economy = "## Economy\n\nTrade and offices, many.\n\n### Tourism\n\nYes."
    text = f"Rome is large.\n\n## History\n\nOld.\n\n{economy}"
    both = edit_page(page, text, editor=bob).revision
    found = edits(alice)
    assert [row.line.id for row in found][:2] == [both.pk, mayor.pk]
    told = [plain(change) for change in found[0].line.changes]
    assert all("Economy" in words or "Mayor" in words for words in told), told
    assert {watch.kind for watch in found[0].watches} <= {"section", "field"}


def test_members_of_a_category(alice: Editor, bob: Editor) -> None:
    make_page("Category:Cities", "Places.")
    watch(category_target(title_of("Category:Cities")), editor=alice)
    page = make_page("Rome", "A city.\n\n[[Category:Cities]]", editor=bob)
    stored(Revision).filter(page=page).update(timestamp=timezone.now() - timedelta(hours=2))
    moment = Revision.objects.get(page=page).timestamp
    Link.objects.filter(page=page).update(valid_from=moment)
    edit_page(page, "A town.\n\n[[Category:Cities]]", editor=bob)
    revision = Revision.objects.filter(page=page).order_by("-number")[0]
    stored(Revision).filter(pk=revision.pk).update(timestamp=timezone.now() - timedelta(hours=1))
    left = edit_page(page, "A town.", editor=bob).revision
    found = edits(alice)
    assert [(row.line.id, row.joined, row.left) for row in found] == [
        (left.pk, (), ("Cities",)),
        (page.latest_id, ("Cities",), ()),
    ]


def test_what_was_looked_at_is_seen(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome")
    watch(page_target(page.name), editor=alice)
    one = edit_page(page, "One.", editor=bob).revision
    own = edit_page(page, "Two.", editor=alice).revision
    talk = make_page("Talk:Rome", "Why?", editor=bob)

    def unseen() -> set[int]:
        marked = {row.line.id for row in edits(alice) if row.unseen}
        assert marked - {own.pk} == set(ids(alice, unseen=True)) - {own.pk}
        return marked

    assert unseen() == {one.pk, talk.latest_id}
    visited(page.name, own.pk, editor=alice)
    assert unseen() == {talk.latest_id}
    newest = newest_revision()
    later = edit_page(page, "Three.", editor=bob).revision
    mark_all_seen(newest, editor=alice)
    assert unseen() == {later.pk}  # it came after the list was drawn
    mark_all_seen(2**62, editor=alice)
    assert unseen() == set()
    last = edit_page(page, "Four.", editor=bob).revision
    assert unseen() == {last.pk}  # a number from the future marks nothing that is to come


def test_hidden_deleted_and_run_out(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(bob)
    watch(page_target(page.name), editor=alice)
    secret = change_section(page, "Economy", "Secret.", bob)
    change_section(page, "Economy", "Trade.", bob)
    hide_revisions(page, [secret.pk], text=True, author=True, summary=True, editor=carol)
    row = next(row for row in edits(alice) if row.line.id == secret.pk)
    assert (row.line.author, row.line.changes, row.line.text_hidden) == ("", (), True)
    protect_page(reload(page), {"edit": "sysop"}, editor=carol, reason="")
    assert any(isinstance(row, LogEntry) for row in listed(alice).rows)
    Watch.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert listed(alice).rows == ()
    Watch.objects.update(expiry=None)
    delete_page(reload(page), editor=carol, reason="")
    assert all(isinstance(row, LogEntry) for row in listed(alice).rows)


def test_it_pages_by_key(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome")
    watch(page_target(page.name), editor=alice, expiry=expiry_of("1 week"))
    for number in range(5):
        edit_page(page, f"{number}", editor=bob)
    seen, before = [], ""
    while True:
        found = listed(alice, limit=2, before=before)
        seen += [row.line.id for row in found.rows]
        if found.older is None:
            break
        before = found.older
    assert seen == ids(alice)
    assert len(seen) == 6
    assert all(row.expiry for row in edits(alice))


@pytest.mark.parametrize("count", [1, 3, 10_000])
def test_it_costs_the_same_with_ten_thousand(alice: Editor, bob: Editor, count: int) -> None:
    page = rome(bob)
    set_pages([page.name, *(title_of(f"Page {number}") for number in range(1, count))], editor=alice)
    change_section(page, "Economy", "Trade.", bob)
    with CaptureQueriesContext(connection) as queries:
        assert len(edits(alice)) == 2
    # Edits, old values that are hidden, the log, what of it is hidden, watches, categories.
    assert len(queries) == 6
    assert max(float(query["time"]) for query in queries) < 1
    with CaptureQueriesContext(connection) as queries:
        assert len(watched_things(alice.user, limit=50).rows) == min(count, 50)
    assert len(queries) == 1  # for sections one more, and one for fields


def test_the_watches_of_others_are_not_gone_through(alice: Editor, bob: Editor) -> None:
    make_user("Zoe")
    page = rome(bob)
    watch(page_target(page.name), editor=alice)
    with CaptureQueriesContext(connection) as queries:
        listed(alice)
    statement = next(query["sql"] for query in queries if "JOIN wiki_revision" in query["sql"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            plan = "\n".join(row[3] for row in cursor.fetchall())
        assert "SCAN watch" not in plan, plan
        assert "SCAN page" not in plan, plan
        assert "USING INDEX revision_page_time" in plan or "USING COVERING INDEX" in plan, plan
