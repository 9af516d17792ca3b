"""Reading a page: in 2 queries and without rendering; guesses, missing pages, what is stale is made anew."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from wiki.models import Page, Revision, StoredHtml
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.page import (
    PageMissing,
    PageView,
    RevisionMissing,
    find_page,
    guess_title,
    read_page,
    read_revision,
)
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TEXT = """```infobox Thing
Alpha: [[Other]]
Map: Nowhere.jpg
Members: One|Two
```

Lead with [[Other]] and [[Missing page]].

## One

Text of one.

### One and a half

Text in between.

## See also

- [[Other]] for more
- [[Missing page]]
- [[Thing]]
- [[Sent on]]
- No link

[[Category:Things]]"""
THING = Title(0, "Thing")


@pytest.fixture
def page() -> Page:
    make_page("Other", "Goes back to [[Thing]].")
    make_page("Sent on", "#REDIRECT [[Other]]")
    return make_page("Thing", TEXT)


def seen(view: PageView) -> list[str]:
    return [section.html.strip() for section in view.sections]


def test_it_is_read_in_two_queries_and_without_rendering(page: Page, anon: Editor, no_writes: object) -> None:
    """The stored rendering is a marked one: it would not show if the page were rendered anew."""
    stored = StoredHtml.objects.get(page=page)
    StoredHtml.objects.filter(page=page).update(content=stored.content.replace("Text of one", "As stored"))
    with no_writes(), CaptureQueriesContext(connection) as queries:
        view = read_page(THING, viewer=anon)
    assert len(queries) == 2
    assert seen(view)[1] == "<p>As stored.</p>"


@pytest.mark.parametrize("links", [1, 3])
def test_links_cost_one_query_however_many(anon: Editor, links: int) -> None:
    for n in range(links):
        make_page(f"Target {n}", "Text.")
    page = make_page("From", " ".join(f"[[Target {n}]] [[Missing {n}]]" for n in range(links)))
    with CaptureQueriesContext(connection) as queries:
        read_page(page.name, viewer=anon)
    assert len(queries) == 2


def test_sections_contents_and_infobox(page: Page, anon: Editor) -> None:
    view = read_page(THING, viewer=anon)
    assert [(section.level, section.title, section.anchor) for section in view.sections] == [
        (0, "", ""),
        (2, "One", "One"),
        (3, "One and a half", "One_and_a_half"),
        (2, "See also", "See_also"),
    ]
    assert [(entry.number, entry.depth, entry.title) for entry in view.toc] == [
        ("1", 1, "One"),
        ("1.1", 2, "One and a half"),
        ("2", 1, "See also"),
    ]
    assert view.infobox is not None
    assert view.infobox.caption == "Thing"
    assert [(field.key, field.kind) for field in view.infobox.fields] == [
        ("Alpha", "text"),
        ("Map", "picture"),
        ("Members", "list"),
    ]
    assert view.infobox.fields[1].file == "Nowhere.jpg"
    assert [(category.title.name, category.exists) for category in view.categories] == [("Things", False)]
    assert (view.redirect, view.source_only, view.talk_exists, view.old) == (None, False, False, None)


def test_see_also_tells_its_links_apart(page: Page, anon: Editor) -> None:
    links = read_page(THING, viewer=anon).sections[-1].see_also or ()
    assert [(link.title and link.title.name, link.state, link.links_back) for link in links] == [
        ("Other", "exists", True),
        ("Missing page", "missing", True),
        ("Thing", "self", True),
        ("Sent on", "redirect", False),
        ("No link", "missing", True),
    ]


def test_a_rendering_of_another_revision_is_not_shown(page: Page, anon: Editor) -> None:
    StoredHtml.objects.filter(page=page).update(number=7)
    assert seen(read_page(THING, viewer=anon))[1] == "<p>Text of one.</p>"


@pytest.mark.parametrize("content", ["", "[0, {}, [], [], []]"])
def test_what_is_not_rendered_yet_is_at_the_first_read(page: Page, anon: Editor, content: str) -> None:
    cache.clear()
    StoredHtml.objects.filter(page=page).update(content=content)
    for count in (3, 3):
        with CaptureQueriesContext(connection) as queries:
            assert seen(read_page(THING, viewer=anon))[1] == "<p>Text of one.</p>"
        assert len(queries) == count


def test_a_merged_edit_is_shown_as_merged(page: Page, anon: Editor, alice: Editor) -> None:
    cache.clear()
    edit_page(page, TEXT.replace("Text of one", "Words of one"), editor=alice)
    StoredHtml.objects.filter(page=page).update(content="")
    assert seen(read_page(THING, viewer=anon))[1] == "<p>Words of one.</p>"


def test_the_version_moves_whenever_the_page_may_look_different(
    page: Page, anon: Editor, carol: Editor
) -> None:
    versions = [read_page(THING, viewer=anon).version]

    def moved() -> bool:
        versions.append(read_page(THING, viewer=anon).version)
        return versions[-1] != versions[-2]

    assert not moved()
    edit_page(page, TEXT.replace("Text of one", "Words of one"))
    assert moved()
    edit_page(reload(page), TEXT.replace("Text of one", "Words of one"))  # changes nothing
    assert not moved()
    red = make_page("Missing page", "It came into being.")
    assert moved()
    delete_page(red, editor=carol)
    assert moved()
    make_page("Unrelated", "Text.")
    assert not moved()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("War - peace", "War – peace"),
        ("WAR — PEACE", "War – peace"),
        ("War – peace", "War – peace"),
        ("o'brien", "O’Brien"),
        ("O'BRIEN", "O’Brien"),
        ("Apple", None),
        ("Nothing", None),
    ],
)
def test_a_title_is_guessed_only_if_one_page_is_meant(typed: str, found: str | None) -> None:
    for title in ("War – peace", "O’Brien", "APPLE", "Apple pie", "ApplE"):
        make_page(title, "Text.")
    assert guess_title(Title(0, typed)) == (found and Title(0, found))
    assert guess_title(Title(1, typed)) is None


def test_a_deleted_page_is_not_guessed(carol: Editor) -> None:
    delete_page(make_page("War – peace", "Text."), editor=carol)
    assert guess_title(Title(0, "War - peace")) is None


def test_titles_are_told_apart_by_case_accent_and_namespace() -> None:
    make_page("Café", "Text.")
    for title in (Title(0, "Cafe"), Title(0, "CAFÉ"), Title(0, "Cafe\u0301"), Title(1, "Café")):
        assert find_page(title) is None
    assert find_page(Title(0, "Café")) is not None


def test_a_missing_page(anon: Editor) -> None:
    with pytest.raises(PageMissing) as caught:
        read_page(Title(0, "Nowhere"), viewer=anon)
    assert (caught.value.title, caught.value.deletions) == (Title(0, "Nowhere"), ())


def test_a_deleted_page_is_missing_and_says_why(page: Page, anon: Editor, carol: Editor) -> None:
    delete_page(page, editor=carol, reason="Nonsense")
    with pytest.raises(PageMissing) as caught:
        read_page(THING, viewer=anon)
    assert [(entry.action, entry.comment) for entry in caught.value.deletions] == [("delete", "Nonsense")]
    revision = Revision.objects.get(page=page)
    with pytest.raises(RevisionMissing):
        read_revision(revision.pk, viewer=anon)
    assert read_revision(revision.pk, viewer=carol).title == THING


def test_an_old_revision_knows_its_neighbours(page: Page, anon: Editor) -> None:
    for n in (2, 3):
        edit_page(page, TEXT.replace("Text of one", f"Text {n} of one"))
    first, second, third = Revision.objects.filter(page=page).order_by("number").values_list("pk", flat=True)
    for pk, older, newer in ((first, None, second), (second, first, third), (third, second, None)):
        old = read_revision(pk, viewer=anon).old
        assert old is not None
        assert (old.older_id, old.newer_id, old.latest_id) == (older, newer, third)
    assert seen(read_revision(second, viewer=anon))[1] == "<p>Text 2 of one.</p>"


def test_an_unknown_revision_is_missing(anon: Editor) -> None:
    with pytest.raises(RevisionMissing):
        read_revision(999, viewer=anon)


def test_a_withheld_revision_is_missing(page: Page, anon: Editor) -> None:
    edit_page(page, "New.")
    Revision.objects.filter(page=page, number=1).update(withheld=True)
    with pytest.raises(RevisionMissing):
        read_revision(Revision.objects.get(page=page, number=1).pk, viewer=anon)
