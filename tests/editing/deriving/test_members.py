"""Counts of categories and the order of their members follow from every save."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tests.factories import edit_page, make_page, reload
from wiki import migrations
from wiki.editing.deriving.members import recount
from wiki.editing.rollback import rollback
from wiki.models import Category, ChangeTag, Link, Page, Revision
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def counts(title: str) -> tuple[int, int, int]:
    category = Category.objects.get(title=title)
    return category.members, category.subcategories, category.files


def version(page: Page) -> int:
    return reload(page).version


def test_joining_and_leaving_is_counted_by_kind_of_page() -> None:
    page = make_page("Ant", "[[Category:Animals]] [[Category:Small]]")
    make_page("Category:Insects", "[[Category:Animals]]")
    make_page("File:Ant.jpg", "[[Category:Animals]]")
    assert counts("Animals") == (3, 1, 1)
    assert Category.objects.get(title="Animals").pages == 1
    edit_page(page, "[[Category:Animals]] [[Category:Red]]")
    assert counts("Animals") == (3, 1, 1)
    assert counts("Small") == (0, 0, 0)
    assert counts("Red") == (1, 0, 0)


def test_another_sort_key_is_no_other_member() -> None:
    page = make_page("Emma Stone", "[[Category:People]]")
    edit_page(page, "[[Category:People|Stone, Emma]]")
    assert counts("People") == (1, 0, 0)
    link = Link.objects.get(title="People", valid_to=None)
    assert (link.member, bytes(link.sort)) == (0, b"stone, emma\nemma stone")
    assert Link.objects.get(title="People", valid_to__isnull=False).member == 0


def test_other_links_are_nobodys_members() -> None:
    make_page("Ant", "[[Bee#Wings]] [[:Category:Animals]]")
    assert list(Link.objects.values_list("member", "sort")) == [(None, b""), (None, b"")]
    assert not Category.objects.exists()


def test_deleting_leaves_and_undeleting_joins_again(carol: Editor) -> None:
    page = make_page("Ant", "[[Category:Animals]]")
    category = make_page("Category:Animals")
    before = version(category)
    delete_page(page, editor=carol)
    assert counts("Animals") == (0, 0, 0)
    assert version(category) > before
    undelete_page(page, editor=carol)
    assert counts("Animals") == (1, 0, 0)


def test_a_category_and_the_one_above_are_drawn_anew_when_a_page_joins() -> None:
    top, below = make_page("Category:Life"), make_page("Category:Animals", "[[Category:Life]]")
    before = version(top), version(below)
    make_page("Ant", "[[Category:Animals]]")
    assert (version(top), version(below)) == (before[0] + 1, before[1] + 1)


def test_the_blank_is_a_sort_key() -> None:
    make_page("Animals", "[[Category:Animals| ]]")
    assert bytes(Link.objects.get().sort) == b" \nanimals"


def test_the_page_says_size_and_time_of_its_latest_revision(carol: Editor) -> None:
    page = edit_page(make_page("Ant", "One."), "Two words.").page
    assert page is not None
    assert (reload(page).size, reload(page).touched) == (10, reload(page).latest.timestamp)
    protect_page(page, levels={"edit": "sysop"}, editor=carol)
    fresh = reload(page)
    assert (fresh.number, fresh.size, fresh.touched) == (3, 10, fresh.latest.timestamp)


def test_tags_are_counted(anon: Editor, carol: Editor) -> None:
    page = edit_page(make_page("Ant", editor=carol), "Text and spam.").page
    assert page is not None
    rollback(page, anon.name, editor=carol)
    counted = ChangeTag.objects.order_by("name").values_list("name", "hits")
    assert list(counted) == [("mw-reverted", 1), ("mw-rollback", 1)]


def test_recounting_puts_wrong_counts_right() -> None:
    make_page("Ant", "[[Category:Animals]] [[Category:Small]]")
    Category.objects.filter(title="Animals").update(members=7)
    Category.objects.filter(title="Small").delete()
    Category.objects.create(title="Nothing", members=3)
    assert recount() == 3
    assert (counts("Animals"), counts("Small"), counts("Nothing")) == ((1, 0, 0), (1, 0, 0), (0, 0, 0))
    assert recount() == 0


def test_the_migration_fills_what_stood_there_before() -> None:
    make_page("Ant", "[[Category:Animals|x]]")
    make_page("Category:Insects", "[[Category:Animals]]")
    for name in ("One", "Two"):
        Revision.objects.filter(page=make_page(name)).update(tags=["mw-undo"])
    sound = state()
    Page.objects.update(size=0, touched=None)
    Link.objects.update(member=None, sort=b"")
    Category.objects.all().delete()
    (module,) = (path.stem for path in Path(migrations.__file__).parent.glob("*_reports.py"))
    migration = import_module(f"wiki.migrations.{module}")
    for fill in (migration.fill_pages, migration.fill_links, migration.fill_counts):
        fill(apps, SimpleNamespace(connection=connection))
    assert state() == sound
    assert list(ChangeTag.objects.values_list("name", "hits")) == [("mw-undo", 2)]


def state() -> list[object]:
    links = Link.objects.order_by("pk").values_list("pk", "member", "sort")
    return [
        *Page.objects.order_by("pk").values_list("pk", "size", "touched"),
        *((pk, member, bytes(sort)) for pk, member, sort in links),
        *Category.objects.order_by("title").values_list("title", "members", "subcategories", "files"),
    ]
