"""Which files readers get to see, and what the page of a file says."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page
from tests.made_pictures import PLAIN_SVG, jpeg, png, store
from wiki.models import FileVersion
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.files.files import (
    FileMissing,
    FilePage,
    file_page,
    picture_thumbnail,
    served_file,
    thumbnails,
)
from wiki.reading.page import read_page
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

FILE = Title(6, "A.png")
SHOWING = Title(0, "Showing")


def hide(**bits: bool) -> None:
    FileVersion.objects.filter(current_of__isnull=False).update(**bits)


def page_of(viewer: Editor, **options: int) -> FilePage:
    return file_page(FILE, viewer=viewer, **options)


def lead(viewer: Editor) -> str:
    return read_page(SHOWING, viewer=viewer).sections[0].html


def test_an_article_shows_its_pictures_without_a_further_query(
    anon: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store("A.png")
    store("B.jpg", jpeg())
    make_page(SHOWING, "```infobox X\nMap: B.jpg\n```\n[[File:A.png|thumb]] [[File:No.png]]")
    with django_assert_num_queries(2):
        view = read_page(SHOWING, viewer=anon)
    assert view.has_pictures
    assert view.infobox is not None
    assert view.infobox.fields[0].picture.count("<img") == 1
    assert ' alt="Map: X"' in view.infobox.fields[0].picture
    assert 'fetchpriority="high"' in view.infobox.fields[0].picture
    assert (view.sections[0].html.count("<img"), view.sections[0].html.count('class="upload"')) == (1, 1)


def test_a_deleted_file_is_a_red_link_again(anon: Editor, carol: Editor) -> None:
    page = store("A.png").page
    make_page(SHOWING, "[[File:A.png|thumb]]")
    assert "<img" in lead(anon)
    delete_page(page, editor=carol)
    assert 'class="upload"' in lead(anon)
    assert "<img" not in lead(carol)


def test_a_hidden_file_is_shown_nowhere(anon: Editor, carol: Editor) -> None:
    version = store("A.png").version
    make_page(SHOWING, "[[File:A.png|thumb]]")
    assert version is not None
    hide(file_hidden=True)
    assert "<img" not in lead(anon)
    assert picture_thumbnail("A.png", 120) is None
    with pytest.raises(FileMissing):
        served_file(FILE, version.sha1, viewer=anon)
    shown = page_of(anon)
    assert (shown.picture, shown.preview, shown.others, shown.metadata) == (None, None, (), ())
    assert [line.picture for line in shown.versions] == [None]
    assert served_file(FILE, version.sha1, viewer=carol).public is False
    hide(suppressed=True)
    with pytest.raises(FileMissing):
        served_file(FILE, version.sha1, viewer=carol)


def test_hidden_names_and_comments_are_not_told(anon: Editor, alice: Editor, carol: Editor) -> None:
    store("A.png", editor=alice, comment="secret", text="Text.")
    hide(user_hidden=True, comment_hidden=True)
    (line,) = page_of(anon).versions
    assert (line.author, line.author_is_account, line.comment) == ("", False, "")
    assert (line.author_hidden, line.comment_hidden, line.picture is None) == (True, True, False)
    (line,) = page_of(carol).versions
    assert (line.author, line.comment) == ("Alice", "secret")


def test_a_deleted_files_address_leads_nowhere(anon: Editor, carol: Editor) -> None:
    stored = store("A.png")
    assert stored.version is not None
    assert served_file(FILE, stored.version.sha1, viewer=anon).public
    delete_page(stored.page, editor=carol)
    for viewer in (anon, carol):
        with pytest.raises(FileMissing):
            served_file(FILE, stored.version.sha1, viewer=viewer)
    assert page_of(anon).current is None


def test_bytes_are_served_under_their_own_name_only(anon: Editor) -> None:
    stored = store("A.png")
    assert stored.version is not None
    for title, sha1 in ((Title(6, "B.png"), stored.version.sha1), (FILE, "0" * 40)):
        with pytest.raises(FileMissing):
            served_file(title, sha1, viewer=anon)


def test_the_page_of_a_photograph(anon: Editor, alice: Editor) -> None:
    store("A.png", png(2000, 1500), editor=alice, comment="first")
    store("A.png", png(1000, 3000), editor=alice, comment="second")
    make_page(SHOWING, "[[File:A.png|thumb]] and [[:File:A.png]]")
    make_page("Linking", "Only [[:File:A.png]].")
    shown = page_of(anon)
    assert shown.preview is not None
    assert (shown.preview.width, shown.preview.height) == (200, 600)
    assert [(other.width, other.height) for other in shown.others] == [(320, 960), (640, 1920)]
    assert [(line.number, line.comment, line.current) for line in shown.versions] == [
        (2, "second", True),
        (1, "first", False),
    ]
    assert [row.title for row in shown.usage.rows] == [SHOWING]


def test_a_drawing_has_every_size(anon: Editor) -> None:
    store("A.svg", PLAIN_SVG.encode())
    shown = file_page(Title(6, "A.svg"), viewer=anon)
    assert shown.preview is not None
    assert ((shown.preview.width, shown.preview.height), shown.others) == ((800, 533), ())
    assert shown.metadata == (("Title", "Two boxes"),)


def test_versions_and_usage_are_paged_by_key(
    anon: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for width in range(40, 44):
        store("A.png", png(width, 30))
    make_page(SHOWING, "[[File:A.png]]")
    with django_assert_num_queries(5):
        first = page_of(anon, limit=3)
    assert ([line.number for line in first.versions], first.older) == ([4, 3, 2], 2)
    with django_assert_num_queries(5):
        rest = page_of(anon, limit=3, before=2)
    assert ([line.number for line in rest.versions], rest.older) == ([1], None)
    assert rest.current is not None
    assert rest.current.number == 4


def test_thumbnails_of_a_list_cost_one_query(
    django_assert_num_queries: DjangoAssertNumQueries, carol: Editor
) -> None:
    pages = [store(f"{letter}.png", png(400, 300)).page for letter in "ABC"]
    delete_page(pages[2], editor=carol)
    with django_assert_num_queries(1):
        one = thumbnails(["A.png"], 60)
    with django_assert_num_queries(1):
        three = thumbnails(["A.png", "", "B.png", "C.png", "Missing.png", "A.png"], 60)
    assert list(one) == ["A.png"]
    assert sorted(three) == ["A.png", "B.png"]
    assert (one["A.png"].width, one["A.png"].height) == (60, 45)
    with django_assert_num_queries(0):
        assert thumbnails(["", ""], 60) == {}
