"""A page of 1,000 revisions: what one asks of it costs the same wherever one stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from tests.factories import IP, reload
from wiki.editing import edits
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, Revision, Section, parts_as_of
from wiki.permissions import Editor
from wiki.reading.compare import compare
from wiki.reading.history import field_history, infobox_history, page_history, section_history
from wiki.reading.page import read_page, read_revision
from wiki.reading.source import open_page, source_text
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

REVISIONS = 1000
TEXT = (
    "```infobox Long\nHeadquarters: Damascus\nType: 1\n```\n\nLead.\n\n## Often\n\nEdit 1.\n\n## Not\n\nOld."
)
MOVES = {250: "Baghdad", 500: "Tehran", 750: "Moscow"}
ANON = Editor(None, IP)


@dataclass(frozen=True)
class Long:
    """The page of 1,000 revisions."""

    page: Page

    def id_of(self, number: int) -> int:
        return Revision.objects.get(page=self.page, number=number).pk


@dataclass
class Editing:
    """Edits the page again and again; the base tokens are those that the forms would carry."""

    page: Page
    headquarters: int
    often: int
    revs: dict[str, int]

    def edit(self, number: int) -> None:
        """Makes the revision of this number: of the headquarters where they moved, else of one section."""
        if number in MOVES:
            base = f"f{self.headquarters}.{self.revs['f']}"
            edit = edits.field_value(self.page, self.headquarters, "Headquarters", MOVES[number], base)
        else:
            base = f"s{self.often}.{self.revs['s']}"
            edit = edits.section_text(self.page, self.often, f"## Often\n\nEdit {number}.", base)
        saved = save_edit(self.page, edit, editor=ANON)
        assert saved.page is not None
        self.page = saved.page
        self.revs["f" if number in MOVES else "s"] = number


def text_of(number: int) -> str:
    """The page's source after this revision."""
    moved = [place for since, place in MOVES.items() if since <= number]
    edited = number - 1 if number in MOVES else number
    return TEXT.replace("Damascus", moved[-1] if moved else "Damascus").replace("Edit 1.", f"Edit {edited}.")


@pytest.fixture(scope="module")
def long(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Long]:
    """Made once for all tests of this file, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        page = save_edit(Title(0, "Long"), edits.whole_page(None, TEXT, ""), editor=ANON).page
        assert page is not None
        headquarters = InfoboxField.objects.get(page=page, key="Headquarters").pk
        often = Section.objects.get(page=page, title="Often").pk
        editing = Editing(page, headquarters, often, {"f": 1, "s": 1})
        for number in range(2, REVISIONS + 1):
            editing.edit(number)
        yield Long(reload(page))
        transaction.set_rollback(True)


def counted(ask: object) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()  # type: ignore[operator]
    return len(queries)


def test_every_revision_is_as_it_was_saved(long: Long) -> None:
    assert open_page(long.page).text == text_of(REVISIONS)
    for number in (1, 2, 249, 250, 251, 499, 500, 501, 750, 999, 1000):
        assert source_text(parts_as_of(long.page.pk, number)) == text_of(number)
    call_command("verify_history")


def test_a_field_changed_three_times_has_four_rows(long: Long) -> None:
    field = InfoboxField.objects.get(page=long.page, key="Headquarters").pk
    with CaptureQueriesContext(connection) as queries:
        found = field_history(long.page, field, viewer=ANON)
    assert [row.number for row in found.rows] == [750, 500, 250, 1]
    assert (found.older, found.newer) == (None, None)
    told = [[(change.old, change.new) for change in row.changes] for row in found.rows[:3]]
    assert told == [[("Tehran", "Moscow")], [("Baghdad", "Tehran")], [("Damascus", "Baghdad")]]
    assert len(queries) == 2


def test_the_infobox_has_the_same_four(long: Long) -> None:
    assert [row.number for row in infobox_history(long.page, viewer=ANON).rows] == [750, 500, 250, 1]


def test_a_section_never_changed_has_one_row(long: Long) -> None:
    section = Section.objects.get(page=long.page, title="Not").pk
    assert [row.number for row in section_history(long.page, section, viewer=ANON).rows] == [1]


def test_a_section_often_changed_is_paged(long: Long) -> None:
    section = Section.objects.get(page=long.page, title="Often").pk
    seen: list[int] = []
    older: int | None = None
    while True:
        found = section_history(long.page, section, viewer=ANON, limit=300, older_than=older)
        seen += [row.number for row in found.rows]
        if found.older is None:
            break
        older = int(found.older)
    assert seen == [number for number in range(REVISIONS, 0, -1) if number not in MOVES]


def test_history_costs_the_same_at_either_end(long: Long) -> None:
    for options in ({}, {"older_than": 500}, {"newer_than": 500}, {"oldest": True}, {"older_than": 5}):
        assert counted(lambda options=options: page_history(long.page, viewer=ANON, **options)) <= 2


@pytest.mark.parametrize("number", [1, 500, 999])
def test_an_old_source_is_one_query(long: Long, number: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        rows = parts_as_of(long.page.pk, number)
    assert (len(queries), source_text(rows)) == (1, text_of(number))


def test_an_old_revision_costs_the_same_in_the_middle_as_at_the_end(long: Long) -> None:
    middle, late = long.id_of(500), long.id_of(999)
    for _ in range(2):  # the second time the rendering is in the cache
        assert counted(lambda: read_revision(middle, viewer=ANON)) == 4
        assert counted(lambda: read_revision(late, viewer=ANON)) == 4


def test_the_page_itself_costs_two_queries(long: Long) -> None:
    assert counted(lambda: read_page(Title(0, "Long"), viewer=ANON)) == 2


def test_comparing_costs_the_same_anywhere(long: Long) -> None:
    pairs = [(long.id_of(a), long.id_of(b)) for a, b in ((499, 500), (998, 999), (1, 1000), (1000, 1))]
    costs = [counted(lambda pair=pair: compare(*pair, viewer=ANON)) for pair in pairs]
    assert costs == [7] * 4
