"""What links where, now and then: derived rows follow every edit."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from wiki.editing.undo import undo
from wiki.models import Fact, Link, Page
from wiki.moderation.delete import delete_page, undelete_page
from wiki.permissions import Editor
from wiki.reading.linking.backlinks import what_links_here
from wiki.reading.links import Target, targets
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TARGET = Title(0, "Target")


def linking(**options: object) -> list[tuple[str, list[str]]]:
    return [(row.title.name, sorted(row.kinds)) for row in what_links_here(TARGET, **options).rows]


def test_each_way_of_linking_is_told() -> None:
    make_page("Link", "To [[target]] and [[Target#Part|again]].")
    make_page("List", "Lead.\n\n## See also\n- [[Target]]")
    make_page("Redirect", "#REDIRECT [[Target]]")
    make_page("Code", "Not `[[Target]]` nor\n\n```\n[[Target]]\n```")
    make_page("Field", "```infobox X\nNear: [[Target]]\n```")
    make_page("Both", "[[Target]]\n\n## See also\n- [[Target]]")
    assert dict(linking()) == {
        "Link": ["link"],
        "List": ["see_also"],
        "Redirect": ["link", "redirect"],
        "Field": ["link"],
        "Both": ["see_also"],
    }
    assert dict(linking(hide=("links",))) == {"Redirect": ["link", "redirect"]}


def test_links_follow_every_edit(carol: Editor) -> None:
    page = make_page("From", "[[Target]]")
    assert linking() == [("From", ["link"])]
    edit_page(page, "No more.")
    assert linking() == []
    latest = reload(page).latest
    assert latest is not None
    undo(reload(page), latest, editor=carol)
    assert linking() == [("From", ["link"])]
    delete_page(page, editor=carol)
    assert linking() == []
    undelete_page(page, editor=carol)
    assert linking() == [("From", ["link"])]
    spans = Link.objects.filter(page=page).values_list("valid_to", flat=True)
    assert (spans.count(), spans.filter(valid_to=None).count()) == (3, 1)


def test_a_save_that_changes_no_link_writes_none() -> None:
    page = make_page("From", "[[Target]] and words.")
    before = list(Link.objects.values_list("pk", flat=True))
    edit_page(page, "[[Target]] and other words.")
    assert list(Link.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("items", [1, 3])
def test_what_links_here_costs_three_queries(items: int) -> None:
    for n in range(items):
        make_page(f"From {n}", "[[Target]]")
    with CaptureQueriesContext(connection) as queries:
        assert len(linking()) == items
    assert len(queries) == 3


def test_what_links_here_is_paged() -> None:
    for n in range(5):
        make_page(f"From {n}", "[[Target]] [[Target|twice]]")
    first = what_links_here(TARGET, limit=2)
    second = what_links_here(TARGET, limit=2, after=first.after or "")
    third = what_links_here(TARGET, limit=2, after=second.after or "")
    names = [[row.title.name for row in page.rows] for page in (first, second, third)]
    assert names == [["From 0", "From 1"], ["From 2", "From 3"], ["From 4"]]
    assert (third.after, third.before) == (None, str(third.rows[0].page_id))


def test_targets_are_told_in_one_query() -> None:
    make_page("There", "Back to [[Here]].")
    make_page("Sent", "#REDIRECT [[There]]")
    make_page("Talk:There", "Text.")
    wanted = [
        Title(0, "There"),
        Title(0, "Sent"),
        Title(0, "Missing"),
        Title(1, "There"),
        Title(-1, "Search"),
    ]
    with CaptureQueriesContext(connection) as queries:
        found = targets(wanted, back_to=Title(0, "Here"))
    assert found == {
        Title(0, "There"): Target(False, True, "Back to Here."),
        Title(0, "Sent"): Target(True, False),
        Title(1, "There"): Target(False, False, "Text."),
    }
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert targets([]) == {}
    assert len(queries) == 0


def test_facts_follow_the_infobox(carol: Editor) -> None:
    page: Page = make_page("Thing", "```infobox X\nCapital: Rome\nArea: 5\n```")
    edit_page(page, "```infobox X\nCapital: Turin\nArea: 5\nNew: n\n```")
    edit_page(page, "```infobox X\nCapital: Turin\nNew: n\n```")

    def facts(**which: object) -> list[tuple[str, str]]:
        return list(Fact.objects.filter(**which).order_by("pk").values_list("key", "value"))

    assert facts(valid_to=None) == [("Capital", "Turin"), ("New", "n")]
    assert facts(valid_to__isnull=False) == [("Capital", "Rome"), ("Area", "5")]
    delete_page(page, editor=carol)
    assert facts(valid_to=None) == []
    undelete_page(page, editor=carol)
    assert facts(valid_to=None) == [("Capital", "Turin"), ("New", "n")]
