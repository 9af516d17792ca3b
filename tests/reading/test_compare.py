"""What differs between two revisions, part by part."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page
from wiki.models import Page, Revision
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.compare import Comparison, compare, resolve_diff
from wiki.reading.page import RevisionHidden, RevisionMissing

pytestmark = pytest.mark.django_db

ONE = "\n\n## One\n\nText of one, of some length."
TWO = "\n\n## Two\n\nText of two, of some length."
TEXT = f"```infobox Thing\nAlpha: a\nBeta: b\n```\n\nThe lead.{ONE}{TWO}\n\n## See also\n- [[First]]"


def ids(page: Page) -> list[int]:
    return list(Revision.objects.filter(page=page).order_by("number").values_list("pk", flat=True))


def compared(new: str, *, viewer: Editor, old: str = TEXT) -> Comparison:
    page = make_page("Thing", old)
    edit_page(page, new)
    first, second = ids(page)
    return compare(first, second, viewer=viewer)


CHANGES = {
    "a field": (TEXT.replace("Beta: b", "Beta: c"), [("field", "Beta", "Beta", "changed", False)]),
    "a key": (TEXT.replace("Beta: b", "Second: b"), [("field", "Second", "Beta", "changed", False)]),
    "a new field": (TEXT.replace("Beta: b", "Beta: b\nNew: n"), [("field", "New", "New", "added", False)]),
    "a field gone": (TEXT.replace("Beta: b\n", ""), [("field", "Beta", "Beta", "removed", False)]),
    "the caption": (TEXT.replace("infobox Thing", "infobox It"), [("caption", "", "", "changed", False)]),
    "the lead": (TEXT.replace("The lead", "A lead"), [("section", "", "", "changed", False)]),
    "a heading": (TEXT.replace("## One", "## Uno"), [("section", "Uno", "One", "changed", False)]),
    "a section": (TEXT.replace("of two", "of 2"), [("section", "Two", "Two", "changed", False)]),
    "a section gone": (TEXT.replace(ONE, ""), [("section", "One", "One", "removed", False)]),
    "a new section": (
        TEXT.replace(ONE, f"\n\n## New\n\nBrand-new.{ONE}"),
        [("section", "New", "New", "added", False)],
    ),
    "a section moved": (TEXT.replace(ONE + TWO, TWO + ONE), [("section", "One", "One", "moved", True)]),
    "a link": (TEXT + "\n- [[Second]]", [("section", "See also", "See also", "changed", False)]),
    "several": (
        TEXT.replace("Beta: b", "Beta: c").replace("of two", "of 2").replace("The lead", "A lead"),
        [
            ("field", "Beta", "Beta", "changed", False),
            ("section", "", "", "changed", False),
            ("section", "Two", "Two", "changed", False),
        ],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_part_that_differs_is_named(anon: Editor, what: str) -> None:
    new, wanted = CHANGES[what]
    parts = compared(new, viewer=anon).parts
    found = [(part.kind, part.name, part.old_name, part.verb, part.moved) for part in parts]
    if what == "a section moved":  # which of the two has moved is a matter of taste
        assert [(verb, moved) for *_, verb, moved in found] == [("moved", True)]
    else:
        assert found == wanted


def test_words_that_differ_are_marked(anon: Editor) -> None:
    (part,) = compared(TEXT.replace("Text of two", "Words of two"), viewer=anon).parts
    changed = [line for line in part.lines if getattr(line, "kind", "") == "change"]
    assert [[span.text for span in line.old if span.changed] for line in changed] == [["Text"]]
    assert [[span.text for span in line.new if span.changed] for line in changed] == [["Words"]]


def test_backwards_is_the_mirror(anon: Editor) -> None:
    page = make_page("Thing", TEXT)
    edit_page(page, TEXT.replace(ONE, "").replace("Beta: b", "Beta: b\nNew: n"))
    first, second = ids(page)
    verbs = [(part.name, part.verb) for part in compare(first, second, viewer=anon).parts]
    mirror = [(part.name, part.verb) for part in compare(second, first, viewer=anon).parts]
    assert (verbs, mirror) == (
        [("New", "added"), ("One", "removed")],
        [("New", "removed"), ("One", "added")],
    )


def test_a_revision_with_itself_has_no_difference(anon: Editor) -> None:
    page = make_page("Thing", TEXT)
    found = compare(ids(page)[0], ids(page)[0], viewer=anon)
    assert (found.parts, found.same_page, found.older_id, found.newer_id) == ((), True, None, None)


def test_the_revisions_between_are_counted(anon: Editor, alice: Editor, bob: Editor) -> None:
    page = make_page("Thing", TEXT)
    for n, editor in enumerate((alice, alice, bob, alice)):
        edit_page(page, TEXT.replace("The lead", f"Lead {n}"), editor=editor)
    first, second, third, fourth, fifth = ids(page)
    found = compare(second, fifth, viewer=anon)
    assert (found.between.count, found.between.authors, found.older_id, found.newer_id) == (2, 2, first, None)
    found = compare(second, third, viewer=anon)
    assert (found.between.count, found.older_id, found.newer_id) == (0, first, fourth)


def test_hidden_authors_between_count_as_one(anon: Editor, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = make_page("Thing", TEXT)
    for n, editor in enumerate((alice, bob, alice, bob)):
        edit_page(page, TEXT.replace("The lead", f"Lead {n}"), editor=editor)
    numbers = ids(page)
    hide_revisions(page, numbers[1:3], editor=carol, author=True)
    root = Editor(system="root")
    counted = {
        name: compare(numbers[0], numbers[-1], viewer=viewer).between.authors
        for name, viewer in (("anon", anon), ("carol", carol), ("root", root))
    }
    assert counted == {"anon": 2, "carol": 2, "root": 2}
    hide_revisions(page, numbers[1:4], editor=carol, author=True)
    assert compare(numbers[0], numbers[-1], viewer=anon).between.authors == 1
    assert compare(numbers[0], numbers[-1], viewer=root).between.authors == 2


def test_two_pages_are_compared_by_headings_and_keys(anon: Editor) -> None:
    one, two = make_page("One", TEXT), make_page("Two", TEXT.replace("of two", "of 2"))
    found = compare(ids(one)[0], ids(two)[0], viewer=anon)
    assert not found.same_page
    assert [(part.kind, part.name, part.verb) for part in found.parts] == [("section", "Two", "changed")]


def test_it_costs_the_same_for_any_number_of_changes(anon: Editor) -> None:
    costs = []
    for n, count in enumerate((1, 3)):
        page = make_page(f"Page {n}", TEXT)
        new = TEXT
        for old in ("Beta: b", "The lead", "of two")[:count]:
            new = new.replace(old, f"{old} more")
        edit_page(page, new)
        first, second = ids(page)
        with CaptureQueriesContext(connection) as queries:
            assert len(compare(first, second, viewer=anon).parts) == count
        costs.append(len(queries))
    assert costs == [7, 7]


def test_hidden_and_missing_texts_are_not_compared(anon: Editor, carol: Editor) -> None:
    page = make_page("Thing", TEXT)
    edit_page(page, "New.")
    first, second = ids(page)
    Revision.objects.filter(pk=first).update(text_hidden=True)
    for pair in ((first, second), (second, first)):
        with pytest.raises(RevisionHidden):
            compare(*pair, viewer=anon)
    assert len(compare(first, second, viewer=carol).parts) == 7
    with pytest.raises(RevisionMissing):
        compare(first, 999, viewer=carol)


@pytest.mark.parametrize(
    ("old", "diff", "wanted"),
    [
        (1, "prev", (0, 1)),
        (0, "prev", (0, 0)),
        (1, "next", (1, 2)),
        (2, "next", (2, 2)),
        (0, "cur", (0, 2)),
    ],
)
def test_neighbours_by_name(anon: Editor, old: int, diff: str, wanted: tuple[int, int]) -> None:
    page = make_page("Thing", TEXT)
    for text in ("Second.", "Third."):
        edit_page(page, text)
    known = ids(page)
    assert resolve_diff(known[old], diff, viewer=anon) == (known[wanted[0]], known[wanted[1]])


@pytest.mark.parametrize("diff", ["", "x", "-1", "１", "1e3"])
def test_other_names_are_no_revisions(anon: Editor, diff: str) -> None:
    page = make_page("Thing", TEXT)
    with pytest.raises(RevisionMissing):
        resolve_diff(ids(page)[0], diff, viewer=anon)
