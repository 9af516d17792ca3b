"""Description and picture: kept on the page's row by whatever changes the text."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from wiki.editing.revert import restore
from wiki.editing.undo import undo
from wiki.models import Page, Revision
from wiki.moderation.delete import delete_page, undelete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

FIRST = "```infobox X\nMap: First.png\n```\n\n**One** is the [[first]]. It was before two."
SECOND = "Two came later. It stayed.\n\n[[File:Second.jpg|thumb|x]]"


def said(page: Page) -> tuple[str, str]:
    fresh = Page.objects.get(pk=page.pk)
    return fresh.description, fresh.picture


def test_each_save_describes_the_page() -> None:
    page = make_page("Thing", FIRST)
    assert said(page) == ("One is the first.", "First.png")
    edit_page(page, SECOND)
    assert said(page) == ("Two came later.", "Second.jpg")
    edit_page(page, "#REDIRECT [[Two]]")
    assert said(page) == ("", "")


def test_restoring_and_undoing_describe_it_too(alice: Editor) -> None:
    page = make_page("Thing", FIRST)
    edit_page(page, SECOND)
    restore(reload(page), Revision.objects.get(page=page, number=1), editor=alice)
    assert said(page) == ("One is the first.", "First.png")
    edit_page(page, SECOND)
    latest = Revision.objects.get(page=page, number=4)
    undo(reload(page), latest, editor=alice)
    assert said(page) == ("One is the first.", "First.png")


def test_it_takes_no_query_but_the_one_that_tells_those_who_show_it() -> None:
    page = make_page("Thing", "Words. More.")
    edit_page(page, "Words. Much more.")
    with CaptureQueriesContext(connection) as plain:
        edit_page(page, "Words. Less.")
    with CaptureQueriesContext(connection) as described:
        edit_page(page, "Other words. Less.")
    assert len(described) == len(plain) + 1  # pages that list this one in their See also look different


def test_it_is_not_tracked() -> None:
    names = {field.name for field in Page.history.model._meta.fields}
    assert not names & {"description", "picture"}


def test_deleted_and_back_again(carol: Editor) -> None:
    page = make_page("Thing", FIRST)
    delete_page(page, editor=carol)
    undelete_page(reload(page), editor=carol)
    assert said(page) == ("One is the first.", "First.png")
