"""rebuild_derived puts right what is derived, and touches nothing else."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from wiki.editing.deriving.rebuild import rebuild
from wiki.models import Fact, Link, Page, Revision
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

TEXT = "```infobox X\nMap: A.png\nB: b\n```\n\nOne is [[first]]. More.\n\n## See also\n\n- [[Second]]"


def rebuilt(*titles: str) -> str:
    told = io.StringIO()
    call_command("rebuild_derived", *titles, stdout=told)
    return told.getvalue()


def derived(page: Page) -> list[object]:
    links = Link.objects.filter(page=page, valid_to=None).order_by("kind", "title")
    facts = Fact.objects.filter(page=page, valid_to=None).order_by("field_id")
    return [
        *links.values_list("kind", "namespace", "title", "extra", "valid_from"),
        *facts.values_list("field_id", "key", "value", "valid_from"),
        *Page.objects.filter(pk=page.pk).values_list("redirect", "description", "picture"),
    ]


def damage(page: Page) -> None:
    Link.objects.filter(page=page, title="First").delete()
    Link.objects.filter(page=page, title="Second").update(kind="link")
    Fact.objects.filter(page=page, key="B").update(value="wrong")
    Link.objects.bulk_create(
        [Link(page=page, kind="file", namespace=6, title="A.png", valid_from="2020-01-01T00:00Z")]
    )
    Page.objects.filter(pk=page.pk).update(description="", picture="", redirect=True)


def test_what_is_sound_is_left_alone() -> None:
    page = make_page("Thing", TEXT)
    before = Page.objects.values().get(pk=page.pk)
    assert rebuilt() == "1 pages read, 0 of them made anew\n"
    assert Page.objects.values().get(pk=page.pk) == before


def test_everything_derived_is_put_right() -> None:
    page = make_page("Thing", TEXT)
    sound, version, revisions = derived(page), reload(page).version, Revision.objects.count()
    damage(page)
    assert derived(page) != sound
    assert rebuilt() == "1 pages read, 1 of them made anew\n"
    assert derived(page) == sound
    assert reload(page).version == version + 1
    assert Revision.objects.count() == revisions
    assert rebuilt() == "1 pages read, 0 of them made anew\n"
    call_command("verify_history", stdout=io.StringIO())


def test_what_stood_before_stays_in_the_past() -> None:
    page = make_page("Thing", "[[Old]]")
    edit_page(page, "[[New]]")
    past = list(Link.objects.exclude(valid_to=None).values())
    Link.objects.filter(title="New").delete()
    rebuilt()
    assert list(Link.objects.exclude(valid_to=None).values()) == past
    assert Link.objects.get(valid_to=None).title == "New"


def test_a_deleted_page_is_described_but_links_nowhere(carol: Editor) -> None:
    page = make_page("Thing", TEXT)
    delete_page(page, editor=carol)
    Page.objects.filter(pk=page.pk).update(description="")
    assert rebuilt() == "1 pages read, 1 of them made anew\n"
    assert derived(page) == [(False, "One is first.", "A.png")]


def test_only_the_pages_named() -> None:
    for name in ("One", "Two"):
        make_page(name, TEXT)
    Page.objects.update(description="")
    assert rebuilt("Two") == "1 pages read, 1 of them made anew\n"
    assert list(Page.objects.order_by("title").values_list("description", flat=True)) == ["", "One is first."]
    with pytest.raises(CommandError, match="no page is titled “Three”"):
        rebuilt("Two", "Three")


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_page(number: int) -> None:
    for name in range(number):
        make_page(f"Thing {name}", TEXT)
    with CaptureQueriesContext(connection) as found:
        assert len(list(rebuild(Page.objects.all()))) == number
    work = [query for query in found if query["sql"].startswith(("SELECT", "UPDATE", "INSERT", "DELETE"))]
    # PostgreSQL streams the versions of fields, sections and links through cursors, which are not seen here.
    each = 13 if connection.vendor == "postgresql" else 15
    assert len(work) == 2 + each * number
