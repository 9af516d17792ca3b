"""Queries that are built once give what they would give if they were built each time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from tests.factories import edit_page, make_page, reload
from wiki.models import Page, Revision
from wiki.models.prepared import Prepared, PreparedUpdate

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
MADE = Prepared(
    lambda namespace, title, since: (
        Page.objects.select_related("latest")
        .filter(namespace=namespace, title=title, latest__timestamp__gte=since)
        .order_by("pk")
    ),
    32001,
    "a title",
    LONG_AGO,
)


@pytest.mark.django_db
def test_rows_are_models_with_what_belongs_to_them(django_assert_num_queries):
    rome = make_page("Rome", "One.")
    make_page("Milan")
    edit_page(rome, "Two.")
    MADE(0, "", timezone.now())
    with django_assert_num_queries(1):
        (found,) = MADE(0, "Rome", LONG_AGO)
        assert found.latest.number == found.number == 2
    assert found == rome
    assert found.latest.timestamp == Revision.objects.get(page=rome, number=2).timestamp
    assert found.protection == {}, "columns are converted as they are elsewhere"


@pytest.mark.django_db
def test_each_value_takes_the_place_of_its_sample():
    make_page("Rome")
    now = timezone.now()
    assert [page.title for page in MADE(0, "Rome", now - timedelta(hours=1))] == ["Rome"]
    assert MADE(0, "Rome", now + timedelta(hours=1)) == []
    assert MADE(1, "Rome", LONG_AGO) == []
    assert MADE(0, "Rome' OR 1=1 --", LONG_AGO) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1 << 63, -(1 << 64), 10**30])
def test_no_row_has_a_number_that_no_column_holds(number):
    make_page("Rome")
    assert MADE(number, "Rome", LONG_AGO) == []


@pytest.mark.django_db(transaction=True)
def test_threads_ask_through_their_own_connections():
    make_page("Rome")
    assert len(MADE(0, "Rome", LONG_AGO)) == 1
    found: list[object] = []

    def ask():
        found.extend(MADE(0, "Rome", LONG_AGO))
        found.append(connection.connection)
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert [page.title for page in found[:1]] == ["Rome"]
    assert found[1] is not connection.connection


@pytest.mark.django_db
def test_a_sample_that_does_not_reach_the_database_is_told():
    lost = Prepared(lambda title: Page.objects.filter(title=title.lower()), "A Title")
    with pytest.raises(ValueError, match="A Title"):
        lost("Rome")


DRAWN_ANEW = PreparedUpdate(
    lambda namespace, title: Page.objects.filter(namespace=namespace, title=title),
    {"version": F("version") + 1},
    32001,
    "a title",
)


@pytest.mark.django_db
def test_an_update_changes_the_rows_of_its_query_alone(django_assert_num_queries):
    rome, milan = make_page("Rome"), make_page("Milan")
    before = rome.version, milan.version
    DRAWN_ANEW(1, "")
    with django_assert_num_queries(1):
        assert DRAWN_ANEW(0, "Rome") == 1
    assert (reload(rome).version, reload(milan).version) == (before[0] + 1, before[1])
    assert DRAWN_ANEW(0, "Rome' OR 1=1 --") == 0
    assert DRAWN_ANEW(1 << 63, "Rome") == 0


@pytest.mark.django_db
def test_a_sample_of_an_update_has_to_reach_the_database_too():
    lost = PreparedUpdate(lambda title: Page.objects.filter(title=title.lower()), {"rev": 1}, "A Title")
    with pytest.raises(ValueError, match="A Title"):
        lost("Rome")
