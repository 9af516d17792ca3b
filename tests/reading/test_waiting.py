"""What waits for those who look after the wiki: counted, dated and drawn without going through everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.editing.suggest.suggesting import suggest_text
from tests.factories import edit_page, make_page, make_user, stored
from tests.plans import indexes, plans
from wiki.models import EditFilter, FilterHit, Page, Revision, Suggestion
from wiki.moderation.accounts import log_sign_up
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.patrol import patrol_many
from wiki.permissions import Editor
from wiki.reading import waiting as module
from wiki.reading.waiting import DAYS, QUEUES, Waiting, waiting

pytestmark = pytest.mark.django_db


def as_seen(viewer: Editor) -> dict[str, Waiting]:
    return {one.queue.name: one for one in waiting(viewer)}


def figures(one: Waiting) -> tuple[int, bool, list[tuple[int, int]]]:
    """The count, whether there is more, and the days on which something came."""
    return one.count, one.more, [(day.came, day.waits) for day in one.days if day.came]


def age(page: Page, number: int, **span: int) -> None:
    """Let a revision be as old as this."""
    moment = timezone.now().replace(microsecond=0) - timedelta(**span)
    stored(Revision).filter(page=page, number=number).update(timestamp=moment)


def caught(filter_: EditFilter, **span: int) -> FilterHit:
    moment = timezone.now() - timedelta(**span)
    said = {"action": "tag", "user_text": "Bob", "namespace": 0, "title": "Rome", "digest": "x"}
    return FilterHit.objects.create(filter=filter_, timestamp=moment, **said)


def test_each_queue_tells_its_number_its_oldest_and_its_days(
    alice: Editor, bob: Editor, carol: Editor
) -> None:
    rome = make_page("Rome", "One.", editor=alice)
    edit_page(rome, "Two.", editor=alice)
    make_page("Paris", editor=carol)
    age(rome, 1, days=3)
    suggest_text(rome, "Three.", bob)
    log_sign_up(make_user("Zoe"))
    one = EditFilter.objects.create(name="Gamblers", conditions="added contains casino", tag="x")
    for days in (0, 0, 2):
        caught(one, days=days)
    found = as_seen(carol)
    assert list(found) == [queue.name for queue in QUEUES]
    assert figures(found["unpatrolled"]) == (2, False, [(1, 1), (2, 1)])
    assert figures(found["new_pages"]) == (1, False, [(1, 1), (1, 0)])
    assert figures(found["suggestions"]) == (1, False, [(1, 1)])
    assert figures(found["filter_hits"]) == (2, False, [(1, 0), (2, 0)])
    assert figures(found["accounts"]) == (1, False, [(1, 0)])
    assert found["unpatrolled"].oldest == Revision.objects.get(page=rome, number=1).timestamp
    assert found["suggestions"].oldest == Suggestion.objects.get().created
    assert [found[name].oldest for name in ("filter_hits", "accounts")] == [None, None]
    assert [len(one.days) for one in found.values()] == [DAYS] * len(QUEUES)


def test_what_was_done_waits_no_more(alice: Editor, carol: Editor) -> None:
    rome, paris = make_page("Rome", editor=alice), make_page("Paris", editor=alice)
    assert as_seen(carol)["unpatrolled"].count == 2
    patrol_many([rome.latest_id or 0], editor=carol)
    assert as_seen(carol)["unpatrolled"].count == 1
    delete_page(paris, editor=carol)
    found = as_seen(carol)
    assert [figures(found[name]) for name in ("unpatrolled", "new_pages")] == [(0, False, [(2, 0)])] * 2
    undelete_page(paris, editor=carol)  # who brought it back has looked at it
    assert as_seen(carol)["unpatrolled"].count == 0


def test_nothing_is_counted_for_ever(alice: Editor, carol: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(module, "A_DAY", 3)
    for number in range(5):
        make_page(f"Page {number}", editor=alice)
    found = as_seen(carol)["unpatrolled"]
    assert (found.count, found.more, found.days[-1].came, found.days[-1].waits) == (2, True, 3, 3)


def test_what_is_older_than_the_drawing_waits_nevertheless(alice: Editor, carol: Editor) -> None:
    rome = make_page("Rome", editor=alice)
    age(rome, 1, days=DAYS + 1)
    assert figures(as_seen(carol)["unpatrolled"]) == (1, False, [])


def test_who_may_not_work_a_queue_off_is_not_told_of_it(bob: Editor) -> None:
    rita = Editor(make_user("Rita", "reviewer"))
    assert list(as_seen(bob)) == ["suggestions", "accounts"]
    assert list(as_seen(rita)) == ["unpatrolled", "new_pages", "suggestions", "accounts"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_and_goes_by_indexes(count: int, alice: Editor, carol: Editor) -> None:
    for number in range(count):
        make_page(f"Page {number}", editor=alice)
    assert "patrol" in carol.rights  # reads the groups
    with CaptureQueriesContext(connection) as queries:
        waiting(carol)
    assert len(queries) == 5  # all counts; unpatrolled, new pages, suggestions, reports
    used = indexes(plans(query["sql"] for query in queries))
    of_the_log = {"log_type_time", "log_of_type"}  # both begin with the type: of few lines either is as good
    assert used & of_the_log
    assert used - of_the_log == {
        "revision_time", "revision_unpatrolled", "revision_first", "revision_first_unpatrolled",
        "suggestion_time", "suggestion_state_time", "report_time", "report_state_time", "filter_hits_time",
    }  # fmt: skip
