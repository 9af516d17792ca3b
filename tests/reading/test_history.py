"""The history of a page and of its parts: paged by key both ways, hidden parts withheld."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.history import field_history, infobox_history, page_history, section_history
from wiki.reading.lists.lines import Lines

pytestmark = pytest.mark.django_db

TEXT = "```infobox Thing\nAlpha: a\nBeta: b\n```\n\nLead.\n\n## One\n\nText of one.\n\n## Two\n\nText of two."


@pytest.fixture
def page(alice: Editor, bob: Editor) -> Page:
    """Ten revisions; the even ones are Bob's."""
    page = make_page("Thing", TEXT, editor=alice, summary="Edit 1")
    for n in range(2, 11):
        who = alice if n % 2 else bob
        edit_page(page, TEXT.replace("Lead.", f"Lead {n}."), editor=who, summary=f"Edit {n}")
    return reload(page)


def shown(lines: Lines) -> tuple[list[int], str | None, str | None]:
    return [row.number for row in lines.rows], lines.older, lines.newer


def test_the_newest_stand_first(page: Page, anon: Editor) -> None:
    found = page_history(page, viewer=anon)
    assert shown(found) == (list(range(10, 0, -1)), None, None)
    row = found.rows[0]
    parent = Revision.objects.get(page=page, number=9)
    assert (row.page_title, row.author, row.author_is_account) == (page.name, "Bob", True)
    assert (row.summary, row.is_latest, row.new) == ("Edit 10", True, False)
    assert (row.parent_id, row.parent_number, row.delta, row.size) == (parent.pk, 9, 1, parent.size + 1)
    last = found.rows[-1]
    assert (last.new, last.is_latest, last.parent_id, last.parent_number) == (True, False, None, None)


def test_it_is_paged_from_the_newest_to_the_oldest_and_back(page: Page, anon: Editor) -> None:
    first = page_history(page, viewer=anon, limit=4)
    assert shown(first) == ([10, 9, 8, 7], "7", None)
    second = page_history(page, viewer=anon, limit=4, older_than=7)
    assert shown(second) == ([6, 5, 4, 3], "3", "6")
    third = page_history(page, viewer=anon, limit=4, older_than=3)
    assert shown(third) == ([2, 1], None, "2")
    assert shown(page_history(page, viewer=anon, limit=4, newer_than=2)) == shown(second)
    assert shown(page_history(page, viewer=anon, limit=4, newer_than=6)) == ([10, 9, 8, 7], "7", None)


def test_the_oldest_screen(page: Page, anon: Editor) -> None:
    assert shown(page_history(page, viewer=anon, limit=4, oldest=True)) == ([4, 3, 2, 1], None, "4")
    assert shown(page_history(page, viewer=anon, limit=50, oldest=True)) == (
        list(range(10, 0, -1)),
        None,
        None,
    )


def test_a_screen_that_is_just_full_has_no_next(page: Page, anon: Editor) -> None:
    assert shown(page_history(page, viewer=anon, limit=10)) == (list(range(10, 0, -1)), None, None)


def test_beyond_either_end_is_nothing(page: Page, anon: Editor) -> None:
    assert shown(page_history(page, viewer=anon, older_than=1)) == ([], None, None)
    assert shown(page_history(page, viewer=anon, newer_than=10)) == ([], None, None)


@pytest.mark.parametrize("items", [1, 3])
def test_it_costs_two_queries(anon: Editor, items: int) -> None:
    page = make_page("Counted", TEXT)
    for n in range(items):
        edit_page(page, TEXT.replace("Beta: b", f"Beta: b{n}"))
    page = reload(page)
    field = InfoboxField.objects.get(page=page, key="Beta").pk
    for ask in (
        lambda: page_history(page, viewer=anon),
        lambda: field_history(page, field, viewer=anon),
        lambda: infobox_history(page, viewer=anon),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert len(ask().rows) == items + 1
        assert len(queries) == 2


@pytest.fixture
def parts(alice: Editor) -> Page:
    """Revisions that change: 2 section One, 3 field Beta, 4 both, 5 the lead, 6 removes section Two."""
    page = make_page("Parts", TEXT, editor=alice)
    second = TEXT.replace("Text of one", "Words of one")
    third = second.replace("Beta: b", "Beta: other")
    fourth = third.replace("Words of one", "Prose of one").replace("Beta: other", "Second: other")
    fifth = fourth.replace("Lead.", "New lead.")
    for text in (second, third, fourth, fifth, fifth.replace("\n\n## Two\n\nText of two.", "")):
        edit_page(page, text, editor=alice)
    return reload(page)


def test_a_section_lists_its_own_changes(parts: Page, anon: Editor) -> None:
    one = Section.objects.get(page=parts, title="One").pk
    found = section_history(parts, one, viewer=anon)
    assert [row.number for row in found.rows] == [4, 2, 1]
    told = [[(change.part, change.verb, change.name) for change in row.changes] for row in found.rows[:2]]
    assert told == [[("section", "changed", "One")], [("section", "changed", "One")]]


def test_a_field_lists_its_own_changes(parts: Page, anon: Editor) -> None:
    beta = InfoboxField.objects.get(page=parts, key="Second").pk
    found = field_history(parts, beta, viewer=anon)
    assert [row.number for row in found.rows] == [4, 3, 1]
    told = [[(change.verb, change.old, change.new) for change in row.changes] for row in found.rows[:2]]
    assert told == [[("renamed", "Beta", "Second")], [("changed", "b", "other")]]


def test_a_removed_section_keeps_its_history(parts: Page, anon: Editor) -> None:
    two = Section.objects.get(page=parts, title="Two").pk
    found = section_history(parts, two, viewer=anon)
    assert [row.number for row in found.rows] == [6, 1]
    assert [(change.verb, change.name) for change in found.rows[0].changes] == [("removed", "Two")]


def test_a_parts_history_is_paged_both_ways(parts: Page, anon: Editor) -> None:
    one = Section.objects.get(page=parts, title="One").pk
    assert shown(section_history(parts, one, viewer=anon, limit=2)) == ([4, 2], "2", None)
    assert shown(section_history(parts, one, viewer=anon, limit=2, older_than=2)) == ([1], None, "1")
    assert shown(section_history(parts, one, viewer=anon, limit=2, newer_than=1)) == ([4, 2], "2", None)
    assert shown(section_history(parts, one, viewer=anon, limit=2, oldest=True)) == ([2, 1], None, "2")


def test_a_part_of_another_page_has_no_history_here(parts: Page, page: Page, anon: Editor) -> None:
    other = Section.objects.get(page=page, title="One").pk
    assert section_history(parts, other, viewer=anon).rows == ()


@pytest.mark.parametrize(
    ("bit", "wanted"),
    [
        ("user_hidden", ("", False, True, "Edit 4", False, False)),
        ("summary_hidden", ("Bob", True, False, "", True, False)),
        ("text_hidden", ("Bob", True, False, "Edit 4", False, True)),
    ],
)
def test_what_is_hidden_is_withheld(page: Page, anon: Editor, carol: Editor, bit: str, wanted: tuple) -> None:
    Revision.objects.filter(page=page, number=4).update(**{bit: True})

    def seen(viewer: Editor) -> tuple:
        row = page_history(page, viewer=viewer).rows[6]
        assert row.number == 4
        author = row.author, row.author_is_account, row.author_hidden
        return (*author, row.summary, row.summary_hidden, row.text_hidden)

    assert seen(anon) == wanted
    assert seen(carol) == ("Bob", True, False, "Edit 4", False, False)


def test_what_is_suppressed_is_withheld_from_administrators_too(page: Page, carol: Editor) -> None:
    Revision.objects.filter(page=page, number=4).update(user_hidden=True, suppressed=True)
    row = page_history(page, viewer=carol).rows[6]
    assert (row.author, row.author_hidden) == ("", True)


def test_a_hidden_text_does_not_show_in_the_change_lines_around_it(
    parts: Page, anon: Editor, carol: Editor
) -> None:
    beta = InfoboxField.objects.get(page=parts, key="Second").pk
    edit_page(parts, TEXT.replace("Beta: b", "Second: last"))
    Revision.objects.filter(page=parts, number=4).update(text_hidden=True)

    def told(viewer: Editor) -> list[list[tuple[str, str]]]:
        rows = field_history(reload(parts), beta, viewer=viewer).rows
        return [[(change.old, change.new) for change in row.changes] for row in rows]

    assert told(anon) == [[("", "last")], [], [("b", "other")], [("", "")]]
    assert told(carol)[:2] == [[("other", "last")], [("Beta", "Second")]]


def test_withheld_revisions_are_for_those_who_see_deleted_ones(
    page: Page, anon: Editor, carol: Editor
) -> None:
    Revision.objects.filter(page=page, number__in=(3, 5)).update(withheld=True)
    assert [row.number for row in page_history(page, viewer=anon).rows] == [10, 9, 8, 7, 6, 4, 2, 1]
    assert [row.number for row in page_history(page, viewer=carol).rows] == list(range(10, 0, -1))
