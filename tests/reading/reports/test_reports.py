"""What each report counts, in which order, and that it goes by key at a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page
from wiki.editing.edits import whole_page
from wiki.editing.save import save_edit
from wiki.models import Page, ProtectedTitle
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.protect import protect_page, protect_title
from wiki.permissions import Editor
from wiki.reading.info.activity import wiki_edits
from wiki.reading.lists.lines import BadCursor
from wiki.text.titles import Title
from wiki.web.special.reports import READING

pytestmark = pytest.mark.django_db

Assert = DjangoAssertNumQueries


def names(report: str, **options: object) -> list[str]:
    return [line.title.full for line in READING[report].screen(**options).rows]


def test_lonely_pages_are_linked_from_nowhere_else() -> None:
    make_page("Alone", "To itself: [[Alone]].")
    make_page("Ant", "[[Bee]]")
    make_page("Bee", "[[Ant]]")
    make_page("Pointer", "#REDIRECT [[Target]]")
    make_page("Target")
    make_page("Listed")
    make_page("Ring", "## See also\n\n- [[Listed]]\n- [[Ring 2]]")
    make_page("Ring 2", "[[Ring]]")
    make_page("Help:Me")
    assert names("LonelyPages") == ["Alone"]
    assert names("LonelyPages", namespace=12) == ["Help:Me"]


def test_dead_ends_link_to_no_other_page() -> None:
    make_page("End", "[[Category:Things]] [[File:A.jpg]] [[End]] https://example.org/")
    make_page("Ant", "[[Help:Me]]")
    make_page("Bee", "## See also\n\n- [[Nowhere]]")
    make_page("Pointer", "#REDIRECT [[End]]")
    assert names("DeadendPages") == ["End"]


def test_wanted_pages_are_red_links_by_the_pages_that_link_to_them() -> None:
    make_page("Ant", "[[Cow]] [[Cow|again]] [[Dog]] [[User:Bob]] [[Broken]]")
    make_page("Bee", "[[Cow#Legs]] [[Ant]]")
    make_page("Pointer", "#REDIRECT [[Nowhere]]")
    make_page("Other", "#REDIRECT [[Broken]]")
    found = READING["WantedPages"].screen().rows
    assert [(line.title.name, line.number) for line in found] == [("Broken", 2), ("Cow", 2), ("Dog", 1)]
    make_page("Cow")
    assert names("WantedPages") == ["Broken", "Dog"]


def test_a_ranking_that_was_counted_lately_leaves_out_what_is_written_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wiki.reading.reports.kept.QUICK", -1)
    monkeypatch.setattr("wiki.reading.reports.kept.SHARE", 10**9)
    make_page("Ant", "[[Cow]] [[Dog]]")
    assert names("WantedPages") == ["Cow", "Dog"]
    make_page("Cow", "[[Elk]]")
    assert names("WantedPages") == ["Dog"]  # and Elk is not counted yet
    cache.clear()
    assert names("WantedPages") == ["Dog", "Elk"]


def test_what_was_counted_lately_is_counted_anew_when_something_is_deleted_or_hidden(
    monkeypatch: pytest.MonkeyPatch, alice: Editor, bob: Editor, carol: Editor
) -> None:
    monkeypatch.setattr("wiki.reading.reports.kept.QUICK", -1)
    monkeypatch.setattr("wiki.reading.reports.kept.SHARE", 10**9)
    cache.clear()
    ant, bee = make_page("Ant", "[[Secret]]", editor=alice), make_page("Bee", "[[Dog]]", editor=bob)
    assert (sorted(names("LongPages")), names("WantedPages")) == (["Ant", "Bee"], ["Dog", "Secret"])
    assert {share.name for share in wiki_edits().shares} == {"Alice", "Bob"}
    hide_revisions(bee, [bee.latest_id or 0], editor=carol, author=True)
    assert {share.name for share in wiki_edits().shares} == {"Alice", ""}
    delete_page(ant, editor=carol)
    assert (names("LongPages"), names("WantedPages")) == (["Bee"], ["Dog"])


def test_most_linked_pages_are_linked_from_two_at_least() -> None:
    make_page("Ant", "[[Bee]] [[Cow]] [[Red]]")
    make_page("Bee", "[[Cow]] [[Red]]")
    make_page("Cow", "#REDIRECT [[Bee]]")
    found = READING["MostLinkedPages"].screen().rows
    assert [(line.title.name, line.number, line.missing, line.redirect) for line in found] == [
        ("Bee", 2, False, False), ("Cow", 2, False, True), ("Red", 2, True, False),
    ]  # fmt: skip


def test_wanted_files_have_no_page() -> None:
    make_page("Ant", "[[File:A.jpg]] [[File:B.jpg]]")
    make_page("Bee", "```infobox Bee\nPicture: B.jpg\n```")
    make_page("File:A.jpg")
    found = READING["WantedFiles"].screen().rows
    assert [(line.title.full, line.number) for line in found] == [("File:B.jpg", 2)]


def test_redirects_tell_where_they_lead() -> None:
    make_page("A", "#REDIRECT [[B]]")
    make_page("B", "#REDIRECT [[C]]")
    make_page("C")
    make_page("X", "#REDIRECT [[Nowhere]]")
    rows = READING["ListRedirects"].screen().rows
    told = [(line.title.name, [(step.name, there) for step, there in line.leads_to]) for line in rows]
    assert told == [("A", [("B", True)]), ("B", [("C", True)]), ("X", [("Nowhere", False)])]
    double = READING["DoubleRedirects"].screen().rows
    assert [(line.title.name, [step.name for step, _ in line.leads_to]) for line in double] == [
        ("A", ["B", "C"])
    ]
    assert names("BrokenRedirects") == ["X"]


def test_pages_by_size_age_and_revisions() -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    for n, name in enumerate(["Long", "Mid", "Short"]):
        text = "word " * (30 - 10 * n) + "end"
        save_edit(
            Title(0, name), whole_page(None, text, ""), editor=Editor(None, "192.0.2.1"),
            timestamp=now - timedelta(days=n),
        )  # fmt: skip
    make_page("Pointer", "#REDIRECT [[Long]]")
    assert names("LongPages") == ["Long", "Mid", "Short"]
    assert names("ShortPages") == ["Short", "Mid", "Long"]
    assert names("AncientPages") == ["Short", "Mid", "Long"]
    assert names("MostRevisions") == []
    edit_page(Page.objects.get(title="Mid"), "Other.")
    assert [(line.title.name, line.number) for line in READING["MostRevisions"].screen().rows] == [("Mid", 2)]


def test_protected_pages_say_who_may_until_when(carol: Editor) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    protect_page(make_page("Ant"), {"edit": "sysop"}, editor=carol)
    protect_page(make_page("Bee"), {"move": "autoconfirmed"}, editor=carol, expiry=soon)
    past = {"edit": {"level": "sysop", "expiry": "2020-01-01T00:00:00+00:00"}}
    make_page("Cow")
    Page.objects.filter(title="Cow").update(protection=past)
    rows = READING["ProtectedPages"].screen().rows
    assert [(line.title.name, [level[:2] for level in line.levels]) for line in rows] == [
        ("Ant", [("edit", "sysop")]), ("Bee", [("move", "autoconfirmed")]),
    ]  # fmt: skip


def test_disambiguation_pages_are_known_by_category_or_title() -> None:
    make_page("Mercury", "[[Category:Disambiguation]]")
    make_page("Mars (disambiguation)")
    make_page("Venus", "[[Category:Planets]]")
    assert names("DisambiguationPages") == ["Mars (disambiguation)", "Mercury"]


def test_reports_about_categories() -> None:
    make_page("Ant", "[[Category:Animals]] [[Category:Small]]")
    make_page("Bee", "[[Category:Animals]]")
    make_page("Plain")
    make_page("Category:Animals", "[[Category:Life]]")
    make_page("Category:Empty")
    make_page("File:A.jpg")
    assert names("UncategorizedPages") == ["Plain"]
    assert names("UncategorizedCategories") == ["Category:Empty"]
    assert names("UncategorizedFiles") == ["File:A.jpg"]
    assert names("UnusedCategories") == ["Category:Empty"]
    assert names("WantedCategories") == ["Category:Life", "Category:Small"]
    found = READING["MostLinkedCategories"].screen().rows
    assert [(line.title.name, line.number, line.missing) for line in found] == [
        ("Animals", 2, False), ("Life", 1, True), ("Small", 1, True),
    ]  # fmt: skip


def some_of_each(count: int, carol: Editor) -> None:
    """So many rows in every report."""
    for n in range(count):
        make_page(f"Alone {n}")
        make_page(f"From {n}", f"[[Red {n}]] [[File:Red {n}.jpg]] [[Category:Red {n}]]")
        make_page(f"More {n}", f"[[Red {n}]] [[Category:Disambiguation]]")
        make_page(f"Broken {n}", f"#REDIRECT [[Missing {n}]]")
        make_page(f"Double {n}", f"#REDIRECT [[Broken {n}]]")
        make_page(f"Category:Unused {n}")
        make_page(f"File:Shown {n}.jpg")
        protect_page(make_page(f"Kept {n}"), {"edit": "sysop"}, editor=carol)
        protect_title(Title(0, f"Never {n}"), "sysop", editor=carol)


QUERIES = {name: 2 if "Redirects" in name else 1 for name in READING} | {
    "WantedPages": 2, "WantedFiles": 2, "MostLinkedPages": 2, "ProtectedTitles": 2,
}  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_queries_for_any_number_of_rows(
    carol: Editor, count: int, django_assert_num_queries: Assert
) -> None:
    some_of_each(count, carol)
    for name, report in READING.items():
        cache.clear()
        with django_assert_num_queries(QUERIES[name]):
            rows = report.screen().rows
        assert len(rows) >= count, name


def test_every_report_goes_on_and_back_by_key(carol: Editor, no_writes: Callable) -> None:
    some_of_each(3, carol)
    for name, report in READING.items():
        with no_writes():
            whole = report.screen(limit=500)
            first = report.screen(limit=2)
            second = report.screen(limit=2, after=first.after or "")
            back = report.screen(limit=2, before=second.before or "")
        assert (whole.before, whole.after, first.before) == (None, None, None), name
        assert first.rows + second.rows == whole.rows[:4], name
        assert (back.rows, back.before, back.after) == (first.rows, None, first.after), name


@pytest.mark.parametrize("place", ["x", "1|x", "9" * 30 + "|1", "a\0b", "é" * 700, "-|0|A"])
def test_a_place_that_no_list_gave_out_is_refused(place: str) -> None:
    for name in ("LongPages", "AncientPages", "WantedPages"):
        with pytest.raises(BadCursor):
            READING[name].screen(after=place)


def test_a_place_beyond_all_numbers_is_beyond_all_rows() -> None:
    make_page("Ant", "#REDIRECT [[Bee]]")
    beyond = "9" * 17
    assert names("ListRedirects", after=f"{beyond}|A") == []
    assert names("ListRedirects", before=f"{beyond}|A") == ["Ant"]
    assert names("LongPages", after=f"-{beyond}|{beyond}") == []


def test_deleted_pages_are_in_no_report(carol: Editor) -> None:
    some_of_each(1, carol)
    for page in Page.objects.filter(deleted=False):
        delete_page(page, editor=carol)
    cache.clear()
    ProtectedTitle.objects.all().delete()  # no pages, but titles of such
    assert {name: names(name) for name in READING} == {name: [] for name in READING}
