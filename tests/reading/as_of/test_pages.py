"""Which pages there were, and whose text of then may be told to whom."""

from __future__ import annotations

import pytest

from tests.conftest import Clock
from tests.factories import edit_page, make_page, make_user
from wiki.models import Page, Revision, parts_as_of, parts_then
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.reading.as_of.changes import state_at, states_around, states_between, titles_at
from wiki.reading.as_of.pages import revisions_then, titles_then
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db


def test_titles_follow_moves_deletions_and_undeletions(clock: Clock, carol: Editor, anon: Editor) -> None:
    page = make_page("Rome")
    moments = [clock.moment]
    for deed in (
        lambda: move_page(Page.objects.get(pk=page.pk), Title(0, "Roma"), editor=carol, leave_redirect=False),
        lambda: delete_page(Page.objects.get(pk=page.pk), editor=carol),
        lambda: undelete_page(Page.objects.get(pk=page.pk), editor=carol),
    ):
        moments.append(clock.goes())
        deed()
    for viewer in (anon, carol):
        told = [titles_then([page.pk], moment, viewer=viewer).get(page.pk) for moment in moments]
        assert told == [Title(0, "Rome"), Title(0, "Roma"), None, Title(0, "Roma")]
    page.refresh_from_db()
    assert titles_at(page, moments) == {
        moments[0]: Title(0, "Rome"), moments[1]: Title(0, "Roma"), moments[3]: Title(0, "Roma"),
    }  # fmt: skip
    clock.goes()
    delete_page(page, editor=carol)
    assert [titles_then([page.pk], moment, viewer=anon) for moment in moments] == [{}, {}, {}, {}]
    assert titles_then([page.pk], moments[0], viewer=carol) == {page.pk: Title(0, "Rome")}


def test_a_text_of_then_is_told_to_those_who_may_read_it(clock: Clock, carol: Editor, anon: Editor) -> None:
    keeper = Editor(make_user("Keeper", "suppress"), "192.0.2.4")
    page = make_page("Rome", "One.")
    moments = [clock.moment]
    for text in ("Two.", "Three.", "Four."):
        moments.append(clock.goes())
        edit_page(page, text)
    ids = list(Revision.objects.filter(page=page).order_by("number").values_list("pk", flat=True))
    hide_revisions(page, [ids[0]], editor=carol, text=True)
    hide_revisions(page, [ids[1]], editor=keeper, text=True, suppress=True)
    Revision.objects.filter(pk=ids[2]).update(withheld=True)

    def told(viewer: Editor) -> list[int | None]:
        found = [revisions_then([page.pk], moment, viewer=viewer).get(page.pk) for moment in moments]
        return [one and one.number for one in found]

    assert told(anon) == [None, None, None, 4]
    assert told(carol) == [1, None, 3, 4]
    assert told(keeper)[1] == 2


def test_states_are_those_that_may_be_read(clock: Clock, anon: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.")
    began = clock.moment
    for text in ("Two.", "Three.", "Four."):
        clock.goes()
        edit_page(page, text)
    Revision.objects.filter(page=page, number=3).update(text_hidden=True)
    page.refresh_from_db()
    around = states_around(page, 2, began.replace(hour=1), viewer=anon)
    assert [one and one.number for one in (around.first, around.previous, around.next, around.last)] == [
        1, 1, 4, 4,
    ]  # fmt: skip
    assert [one.number for one in states_between(page, 2, 3, viewer=anon)] == [2]
    assert [one.number for one in states_between(page, 2, 3, viewer=carol)] == [2, 3]
    at = [state_at(page, began.replace(hour=hour), viewer=anon) for hour in range(4)]
    assert [one and one.number for one in at] == [1, 2, 2, 4]
    before = state_at(page, began.replace(year=2019), viewer=anon)
    assert before is not None
    assert before.number == 1


def test_the_parts_of_several_pages_are_read_at_once(django_assert_num_queries: object) -> None:
    pages = [
        make_page(f"Page {n}", "```infobox\nKey: a\n```\nOne.\n\n## See also\n\n- [[X]]\n") for n in (1, 2)
    ]
    for page in pages:
        edit_page(page, "Two.\n\n## Part\n\nWords.")
    wanted = {pages[0].pk: 1, pages[1].pk: 2}
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = parts_then(wanted)
    assert found == {page_id: parts_as_of(page_id, number) for page_id, number in wanted.items()}
    assert parts_then({}) == {}
