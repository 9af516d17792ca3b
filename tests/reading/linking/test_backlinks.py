"""What links here: hiding, namespaces, through redirects, and to which section."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, edit_section, make_page, reload
from wiki.models import Link, Page, Section
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.linking.backlinks import what_links_here
from wiki.reading.linking.section_links import section_links
from wiki.reading.lists.lines import BadCursor
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TARGET = Title(0, "Target")


def names(**options: object) -> list[str]:
    return [row.title.full for row in what_links_here(TARGET, **options).rows]


def linking_pages() -> None:
    make_page("Plain", "[[Target]]")
    make_page("Talk:Target", "[[Target]]")
    make_page("Pointer", "#REDIRECT [[Target]]")
    make_page("Member", "[[Category:Target]]")
    make_page("Target", "To itself: [[Target]].")


def test_ways_and_namespaces_can_be_left_out() -> None:
    linking_pages()
    assert names() == ["Plain", "Talk:Target", "Pointer"]
    assert names(hide=["links"]) == ["Pointer"]
    assert names(hide=["redirects"]) == ["Plain", "Talk:Target"]
    assert names(hide=["links", "redirects", "images"]) == []
    assert names(namespace=1) == ["Talk:Target"]
    assert names(namespace=1, invert=True) == ["Plain", "Pointer"]


def test_pictures_are_told_where_they_are_shown() -> None:
    make_page("Ant", "[[File:Map.png|thumb|A map]]")
    make_page("Bee", "[[:File:Map.png]]")
    rows = what_links_here(Title(6, "Map.png")).rows
    assert [(row.title.name, sorted(row.kinds)) for row in rows] == [("Ant", ["file"]), ("Bee", ["link"])]
    assert [row.title.name for row in what_links_here(Title(6, "Map.png"), hide=["images"]).rows] == ["Bee"]


def test_below_a_redirect_stand_the_pages_that_link_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_page("Pointer", "#REDIRECT [[Target]]")
    make_page("Other", "#REDIRECT [[Target]]")
    for n in range(3):
        make_page(f"From {n}", "[[Pointer]] [[Pointer#Part|twice]]")
    first, second = what_links_here(TARGET).rows
    assert ([row.title.name for row in first.through], first.more) == (["From 0", "From 1", "From 2"], False)
    assert (second.through, second.more) == ((), False)
    monkeypatch.setattr("wiki.reading.linking.backlinks.THROUGH", 2)
    first = what_links_here(TARGET).rows[0]
    assert ([row.title.name for row in first.through], first.more) == (["From 0", "From 1"], True)


@pytest.mark.parametrize("count", [1, 3])
def test_redirects_and_sections_cost_one_query_each(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page("Target", "## Part\n\nText.")
    for n in range(count):
        make_page(f"Pointer {n}", "#REDIRECT [[Target#Part]]")
        make_page(f"From {n}", f"[[Pointer {n}]]")
    with django_assert_num_queries(4):
        assert len(what_links_here(TARGET).rows) == count
    with django_assert_num_queries(2):
        assert [section.count for section in section_links(TARGET)] == [count]


def test_links_go_on_and_back_by_key() -> None:
    for n in range(5):
        make_page(f"From {n}", "[[Target]] [[Target#Part]]")
    first = what_links_here(TARGET, limit=2)
    last = what_links_here(TARGET, limit=3, after=first.after or "")
    assert [row.title.name for row in last.rows] == ["From 2", "From 3", "From 4"]
    back = what_links_here(TARGET, limit=2, before=last.before or "")
    assert (back.rows, back.before) == (first.rows, None)
    with pytest.raises(BadCursor):
        what_links_here(TARGET, after="x")


def section(page: Page) -> Section:
    return Section.objects.get(page=page, level=2, deleted=False)


def test_links_to_a_section_stay_with_it_when_it_is_renamed() -> None:
    page = make_page("Target", "## Agreement\n\nThey agreed.")
    make_page("First", "See [[Target#Agreement]].")
    edit_section(page, section(page).pk, "## The treaty\n\nThey agreed.")
    make_page("Second", "See [[Target#The treaty|it]] and [[Target#Agreement]].")
    make_page("Plain", "[[Target]]")
    (told,) = section_links(TARGET)
    assert (told.id, told.name, told.anchor, told.count) == (section(page).pk, "The treaty", "The_treaty", 3)
    assert told.fragments == ("Agreement", "The treaty")
    rows = what_links_here(TARGET, fragments=told.fragments).rows
    assert [(row.title.name, row.fragments) for row in rows] == [
        ("First", ("Agreement",)), ("Second", ("Agreement", "The treaty")),
    ]  # fmt: skip


def test_a_living_heading_goes_before_what_another_was_once_called() -> None:
    page = make_page("Target", "## One\n\nFirst text of it.")
    edit_section(page, section(page).pk, "## Two\n\nFirst text of it.")
    edit_page(page, "## Two\n\nFirst text of it.\n\n## One\n\nQuite another thing here.")
    make_page("From", "[[Target#One]] [[Target#Gone]]")
    assert [(told.name, told.id is None) for told in section_links(TARGET)] == [
        ("One", False),
        ("Gone", True),
    ]


def test_nothing_links_from_deleted_pages(carol: Editor) -> None:
    make_page("Target", "## Part")
    page = make_page("From", "[[Target#Part]]")
    delete_page(page, editor=carol)
    assert (names(), section_links(TARGET)) == ([], ())
    assert Link.objects.filter(page=reload(page)).exists()
