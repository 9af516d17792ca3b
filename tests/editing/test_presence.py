"""Who has a form open: told while it says so, without names to those who have none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_page
from wiki.editing.presence import leave, note_presence
from wiki.models import Presence
from wiki.reading.drafts import Place
from wiki.reading.presence import others_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    page = make_page("Rome")
    return Place(page.name, page, "section", 7, "Kings")


def told(place, viewer, tab="ff"):
    return [
        (other.name, other.part, other.part_name, other.here)
        for other in others_at(place, tab=tab, viewer=viewer)
    ]


def test_accounts_are_told_names_and_strangers_none(place, alice, bob, anon):
    note_presence(place, tab="a1", account=alice.user)
    assert told(place, bob) == [("Alice", "section", "Kings", True)]
    assert told(place, anon) == [("", "section", "Kings", True)]
    assert told(place, alice) == []  # her own, in another tab


def test_who_has_no_account_is_somebody(place, alice, anon):
    note_presence(place, tab="a1", account=None)
    assert told(place, alice) == [("", "section", "Kings", True)]
    assert told(place, anon, tab="a1") == []


def test_other_parts_come_after_the_same(place, alice, bob):
    page = place.page
    note_presence(Place(page.name, page, "section", 9, "Trade"), tab="a1", account=alice.user)
    assert told(place, bob) == [("Alice", "section", "Trade", False)]
    note_presence(Place(page.name, page), tab="b2", account=None)
    assert told(place, bob) == [("", "page", "", True), ("Alice", "section", "Trade", False)]
    other = make_page("Milan")
    assert told(Place(other.name, other), bob) == []


def test_a_form_that_fell_silent_is_forgotten(place, alice, bob):
    note_presence(place, tab="a1", account=alice.user)
    Presence.objects.update(seen=timezone.now() - timedelta(seconds=46))
    assert told(place, bob) == []
    note_presence(place, tab="b2", account=bob.user)
    assert [row.tab for row in Presence.objects.all()] == ["b2"]


def test_a_form_that_was_closed(place, alice, bob):
    note_presence(place, tab="a1", account=alice.user)
    leave("a1")
    assert told(place, bob) == []


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_for_many(place, alice, bob, django_assert_num_queries, count):
    for n in range(count):
        note_presence(place, tab=f"{n}", account=alice.user if n % 2 else None)
    with django_assert_num_queries(2):
        note_presence(place, tab="bb", account=bob.user)
    with django_assert_num_queries(1):
        others_at(place, tab="bb", viewer=bob)
