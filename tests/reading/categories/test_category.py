"""Members of categories, and the tree that categories make."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.categories.category import Counts, Members, category_members, random_member
from wiki.reading.categories.category_tree import category_roots, category_tree
from wiki.reading.lists.lines import BadCursor
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

THINGS = Title(14, "Things")


def shown(members: Members) -> list[str]:
    return [row.title.name for row in members.screen.rows]


def test_members_stand_by_kind_in_the_order_of_their_sort_keys() -> None:
    make_page("Emma Stone", "[[Category:Things|Stone, Emma]]")
    make_page("Zoo", "[[Category:Things| ]]")
    make_page("ant", "{{DEFAULTSORT:Zzz}} [[Category:Things]]")
    make_page("Ångström", "[[Category:things]]")
    make_page("Category:Inner", "[[Category:Things]]")
    make_page("Leaf", "[[Category:Inner]]")
    make_page("File:Map.png", "[[Category:Things]]")
    make_page("No", "[[:Category:Things]]")
    found = category_members(THINGS)
    assert [(letter, [row.title.name for row in rows]) for letter, rows in found.pages.letters] == [
        (" ", ["Zoo"]), ("A", ["Ångström"]), ("S", ["Emma Stone"]), ("Z", ["Ant"]),
    ]  # fmt: skip
    assert [(row.title.name, row.counts) for row in found.subcategories.screen.rows] == [
        ("Inner", Counts(1, 0, 0))
    ]
    assert shown(found.files) == ["Map.png"]
    assert (found.subcategories.total, found.pages.total, found.files.total) == (1, 4, 1)


def test_each_list_goes_on_and_back_by_key_for_itself() -> None:
    for name in ("A", "B", "C", "Category:X", "Category:Y"):
        make_page(name, "[[Category:Things|same|key]]")
    first = category_members(THINGS, limit=2)
    assert (shown(first.pages), first.pages.screen.before, first.pages.total) == (["A", "B"], None, 3)
    assert first.subcategories.screen.after is None
    second = category_members(THINGS, {"pagefrom": first.pages.screen.after or ""}, limit=2)
    assert (shown(second.pages), second.pages.screen.after) == (["C"], None)
    assert shown(second.subcategories) == ["X", "Y"]
    back = category_members(THINGS, {"pageuntil": second.pages.screen.before or ""}, limit=2)
    assert back.pages == first.pages


def test_a_list_begins_where_a_name_would_stand() -> None:
    for name in ("Ant", "Bee", "Cow"):
        make_page(name, "[[Category:Things]]")
    found = category_members(THINGS, {"pagefrom": "b"}).pages
    assert shown(found) == ["Bee", "Cow"]
    assert found.screen.before
    assert category_members(THINGS, {"pagefrom": "A"}).pages.screen.before is None
    with pytest.raises(BadCursor):
        category_members(THINGS, {"pagefrom": "a|b"})


@pytest.mark.parametrize("count", [1, 3])
def test_the_members_cost_a_query_a_kind_and_two_for_counts(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        make_page(f"P{n}", "[[Category:Things]]")
    with django_assert_num_queries(2):
        assert category_members(THINGS).pages.total == count
    for n in range(count):
        make_page(f"Category:C{n}", "[[Category:Things]]")
        make_page(f"File:F{n}.png", "[[Category:Things]]")
    with django_assert_num_queries(5):
        assert category_members(THINGS).files.total == count


def test_deleted_pages_are_members_no_more(carol: Editor) -> None:
    page = make_page("Ant", "[[Category:Things]]")
    make_page("Bee", "[[Category:Things]]")
    delete_page(page, editor=carol)
    found = category_members(THINGS)
    assert (shown(found.pages), found.pages.total) == (["Bee"], 1)
    assert category_members(Title(14, "Nothing")).empty


def test_a_random_member_is_a_page_of_the_category(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert random_member(THINGS) is None
    for name in ("A", "B", "Category:X"):
        make_page(name, "[[Category:Things]]")
        make_page(f"{name} too")
    with django_assert_num_queries(3):
        random_member(THINGS)
    assert {str(random_member(THINGS)) for _ in range(60)} == {"A", "B"}


def grown(count: int) -> None:
    make_page("Category:Things", "[[Category:World]]")
    for n in range(count):
        make_page(f"Category:C{n}", "[[Category:Things]]")
        make_page(f"Category:C{n} below", f"[[Category:C{n}]]")
        make_page(f"P{n}", f"[[Category:C{n}]]")


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_shows_two_levels_and_what_is_above(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grown(count)
    with django_assert_num_queries(5):
        tree = category_tree(THINGS)
    assert (tree.parents, tree.counts) == ((Title(14, "World"),), Counts(count, count, 0))
    told = [(b.title.name, b.counts, [sub.title.name for sub in b.below]) for b in tree.branches.rows]
    assert told == [(f"C{n}", Counts(2, 1, 0), [f"C{n} below"]) for n in range(count)]
    with django_assert_num_queries(3):
        roots = category_roots()
    assert [b.title.name for b in roots.branches.rows] == ["World"]


def test_a_circle_of_categories_is_walked_two_levels() -> None:
    make_page("Category:A", "[[Category:B]]")
    make_page("Category:B", "[[Category:A]]")
    tree = category_tree(Title(14, "A"))
    assert [(b.title.name, [sub.title.name for sub in b.below]) for b in tree.branches.rows] == [("B", ["A"])]
    assert tree.parents == (Title(14, "B"),)


def test_a_branch_shows_its_first_subcategories_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.reading.categories.category_tree.BELOW", 2)
    for n in range(3):
        make_page(f"Category:C{n}", "[[Category:Inner]]")
    make_page("Category:Inner", "[[Category:Things]]")
    (branch,) = category_tree(THINGS).branches.rows
    assert ([sub.title.name for sub in branch.below], branch.more) == (["C0", "C1"], True)
