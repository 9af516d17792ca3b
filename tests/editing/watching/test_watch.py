"""Watching: whose rows they are, how many, for how long, and what they follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_page, reload, title_of
from tests.web.pages import change_section, field, rome, section
from wiki.editing.watching import watch as watching_room
from wiki.editing.watching.watch import (
    BadWatch,
    clear_watchlist,
    expiry_of,
    follow_move,
    follow_parts,
    forget_expired,
    set_pages,
    unwatch,
    unwatch_rows,
    watch,
)
from wiki.models import Page, Watch
from wiki.moderation.move import move_page
from wiki.permissions import Editor, Refused
from wiki.reading.watching.watching import (
    CannotWatch,
    category_target,
    field_target,
    page_target,
    section_target,
    watching,
)
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db


def test_a_page_is_watched_with_its_talk_page_there_or_not(alice: Editor, bob: Editor) -> None:
    watch(page_target(title_of("Talk:Nowhere")), editor=alice)
    assert watching(alice.user, title_of("Nowhere")).page
    assert watching(alice.user, title_of("Talk:Nowhere")).page
    assert not watching(bob.user, title_of("Nowhere")).page
    assert make_page("Nowhere").watched  # what comes into being is known to be watched
    assert unwatch(page_target(title_of("Nowhere")), editor=alice)
    assert not unwatch(page_target(title_of("Nowhere")), editor=alice)


def test_watching_marks_the_page_for_those_who_save_it(alice: Editor) -> None:
    page = make_page("Rome")
    assert not page.watched
    watch(page_target(page.name), editor=alice)
    assert reload(page).watched


def test_a_section_keeps_its_watchers_when_it_is_renamed(alice: Editor) -> None:
    page = rome()
    part = section(page, "Economy")
    watch(section_target(part.pk), editor=alice)
    change_section(page, "Economy", "Trade.")
    assert watching(alice.user, page.name).sections == {part.pk}
    assert not watching(alice.user, page.name).page
    watch(field_target(field(page, "Mayor").pk), editor=alice)
    assert watching(alice.user, page.name).fields == {field(page, "Mayor").pk}


def test_what_is_not_there_cannot_be_watched(alice: Editor) -> None:
    page = rome()
    for find, name in ((section_target, 999_999), (field_target, 2**70), (section_target, 0)):
        with pytest.raises(CannotWatch, match="to watch"):
            find(name)
    with pytest.raises(CannotWatch, match="no page that anybody edits"):
        page_target(title_of("Special:Random"))
    with pytest.raises(CannotWatch, match="no category “Nothing”"):
        category_target(Title(14, "Nothing"))
    change_section(page, "Economy", "Trade.")
    assert not Watch.objects.exists()


def test_an_address_watches_nothing(anon: Editor) -> None:
    with pytest.raises(Refused) as caught:
        watch(page_target(title_of("Rome")), editor=anon)
    assert caught.value.code == "notloggedin"


def test_a_watch_can_run_out(alice: Editor) -> None:
    target, now = page_target(title_of("Rome")), timezone.now()
    with pytest.raises(BadWatch) as caught:
        watch(target, editor=alice, expiry=now - timedelta(seconds=1))
    assert caught.value.code == "pastexpiry"
    with pytest.raises(BadWatch) as caught:
        expiry_of("3 fortnights")
    assert caught.value.code == "invalidexpiry"
    watch(target, editor=alice, expiry=expiry_of("1 week"))
    row = Watch.objects.get()
    assert timedelta(days=6) < row.expiry - now < timedelta(days=8)
    watch(target, editor=alice, expiry=None)  # for good, on the same row
    assert Watch.objects.get().expiry is None
    Watch.objects.update(expiry=now - timedelta(days=1), seen=0)
    assert not watching(alice.user, target.title).page
    watch(target, editor=alice)  # begins anew
    assert watching(alice.user, target.title).page
    Watch.objects.update(expiry=now - timedelta(days=1))
    assert (forget_expired(), Watch.objects.count()) == (1, 0)


def test_no_list_is_longer_than_the_limit(alice: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_room, "MOST", 3)
    assert set_pages([title_of(name) for name in "ABC"], editor=alice) == (3, 0)
    with pytest.raises(BadWatch, match="has 3 entries; 3 are the most"):
        watch(page_target(title_of("D")), editor=alice)
    watch(page_target(title_of("A")), editor=alice, expiry=expiry_of("1 week"))  # is there already
    with pytest.raises(BadWatch):
        set_pages([title_of(name) for name in "BCDE"], editor=alice)
    assert set(Watch.objects.values_list("title", flat=True)) == {"A", "B", "C"}  # nothing half-done


def test_the_list_as_text_leaves_parts_alone(alice: Editor, bob: Editor) -> None:
    page = rome()
    watch(section_target(section(page, "Economy").pk), editor=alice)
    watch(page_target(page.name), editor=alice)
    watch(page_target(page.name), editor=bob)
    assert set_pages([title_of("Talk:Milan"), title_of("Milan")], editor=alice) == (1, 1)
    assert set(alice.user.watches.values_list("kind", "title")) == {("section", "Rome"), ("page", "Milan")}
    others = list(bob.user.watches.values_list("pk", flat=True))
    assert unwatch_rows(others, editor=alice) == 0  # not hers
    assert clear_watchlist(editor=alice) == 2
    assert bob.user.watches.count() == 1


def test_a_move_takes_the_watchers_along(alice: Editor, bob: Editor) -> None:
    page = rome()
    watch(page_target(page.name), editor=alice, expiry=expiry_of("1 year"))
    watch(section_target(section(page, "Economy").pk), editor=alice)
    watch(page_target(page.name), editor=bob)
    watch(page_target(title_of("Roma")), editor=bob)
    other = make_page("Roma")
    follow_move(page.name, other.name)
    assert watching(alice.user, other.name).page
    assert watching(alice.user, other.name).sections
    assert not watching(alice.user, page.name).rows
    assert bob.user.watches.count() == 1
    assert Page.objects.get(title="Roma").watched


def test_sections_that_go_to_another_page_take_theirs(alice: Editor) -> None:
    page, other = rome(), make_page("Economy of Rome", "Lead.\n\n## Trade\n\nMuch.")
    old, new = section(page, "Economy").pk, section(other, "Trade").pk
    watch(section_target(old), editor=alice)
    follow_parts({old: new}, other.name)
    assert watching(alice.user, other.name).sections == {new}
    assert reload(other).watched


def test_sections_that_nobody_watches_cost_nothing(alice: Editor, django_assert_max_num_queries) -> None:
    page, other = rome(), make_page("Economy of Rome", "Lead.\n\n## Trade\n\nMuch.")
    old, new = section(page, "Economy").pk, section(other, "Trade").pk
    watch(section_target(old), editor=alice)
    with django_assert_max_num_queries(10):
        follow_parts({old: new} | {10**6 + n: 10**7 + n for n in range(400)}, other.name)
    assert watching(alice.user, other.name).sections == {new}


def test_moving_a_page_does_so_by_itself(alice: Editor, bob: Editor) -> None:
    page = rome()
    make_page("Talk:Rome", "Why?")
    watch(page_target(page.name), editor=alice)
    watch(section_target(section(page, "Economy").pk), editor=alice)
    move_page(reload(page), title_of("Roma"), editor=bob)
    assert watching(alice.user, title_of("Talk:Roma")).page
    assert watching(alice.user, title_of("Roma")).sections
    assert not watching(alice.user, title_of("Rome")).rows
    assert set(Page.objects.filter(watched=True).values_list("namespace", "title")) == {
        (0, "Roma"),
        (1, "Roma"),
    }
