"""Drafts: one for each account and part, the newest kept, none overwritten by another form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_page, make_user
from wiki.editing import drafts
from wiki.editing.drafts import (
    DraftGone,
    DraftTooLarge,
    NewerDraft,
    discard_draft,
    drop_published,
    save_draft,
)
from wiki.models import Draft, Page
from wiki.reading.drafts import Place, draft_for
from wiki.reading.drafts import drafts as listed
from wiki.text.html.rendered import MAX_BYTES
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
NOWHERE = Place(Title(0, "Nowhere"))


def kept(owner, text="Typed.", place=NOWHERE, tab="a1", **more):
    return save_draft(owner, place, [("text", text), ("summary", "")], base="", tab=tab, **more)


def test_a_draft_is_saved_over_and_over_by_the_form_that_wrote_it(alice):
    first = kept(alice.user, "One.")
    second = kept(alice.user, "Two.", going_on=True)
    assert first.pk == second.pk
    assert Draft.objects.get().typed == [["text", "Two."], ["summary", ""]]


def test_another_form_does_not_overwrite_it(alice):
    kept(alice.user, "On the train.")
    with pytest.raises(NewerDraft) as told:
        kept(alice.user, "At home.", tab="b2")
    assert told.value.draft.tab == "a1"
    assert Draft.objects.get().typed[0] == ["text", "On the train."]
    kept(alice.user, "At home, going on.", tab="b2", follows="a1")
    with pytest.raises(NewerDraft):
        kept(alice.user, "On the train again.", tab="a1", going_on=True)
    assert Draft.objects.get().typed[0] == ["text", "At home, going on."]


def test_what_was_published_does_not_come_back(alice):
    kept(alice.user)
    drop_published(alice.user, ["a1"])
    with pytest.raises(DraftGone):
        kept(alice.user, going_on=True)
    assert Draft.objects.count() == 0


def test_accounts_have_drafts_of_their_own(alice, bob):
    kept(alice.user, "Mine.")
    kept(bob.user, "Ours.", tab="b2")
    assert draft_for(bob.user, NOWHERE).typed[0] == ["text", "Ours."]
    assert not discard_draft(bob.user, draft_for(alice.user, NOWHERE).pk)
    assert discard_draft(alice.user, draft_for(alice.user, NOWHERE).pk)
    assert Draft.objects.get().owner == bob.user


def test_the_oldest_go_when_there_are_too_many(alice, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    now = timezone.now()
    for n in range(5):
        draft = kept(alice.user, place=Place(Title(0, f"Page {n}")), tab=f"{n}")
        Draft.objects.filter(pk=draft.pk).update(saved=now - timedelta(minutes=9 - n))
    assert [draft.title for draft in Draft.objects.order_by("pk")] == ["Page 2", "Page 3", "Page 4"]


def test_the_oldest_go_when_they_are_too_large(alice, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_BYTES", 1000)
    for n in range(3):
        draft = kept(alice.user, "x" * 400, place=Place(Title(0, f"Page {n}")), tab=f"{n}")
        Draft.objects.filter(pk=draft.pk).update(saved=timezone.now() - timedelta(minutes=9 - n))
    assert [draft.title for draft in Draft.objects.order_by("pk")] == ["Page 1", "Page 2"]


def test_the_oldest_go_when_drafts_grow_too_large(alice, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_BYTES", 1000)
    monkeypatch.setattr(drafts, "SMALL", 100)
    for n in range(3):
        kept(alice.user, place=Place(Title(0, f"Page {n}")), tab=f"{n}")
    Draft.objects.update(saved=timezone.now() - timedelta(minutes=9))
    for n in range(3):
        kept(alice.user, "x" * 400, place=Place(Title(0, f"Page {n}")), tab=f"{n}", going_on=True)
        assert Draft.objects.filter(title=f"Page {n}").exists()
    assert sum(Draft.objects.values_list("size", flat=True)) <= 1000


def test_old_drafts_are_neither_offered_nor_kept(alice, bob):
    draft = kept(alice.user)
    Draft.objects.filter(pk=draft.pk).update(saved=timezone.now() - timedelta(days=91))
    assert draft_for(alice.user, NOWHERE) is None
    assert listed(alice.user).rows == ()
    kept(bob.user, tab="b2")
    assert Draft.objects.get().owner == bob.user


def test_too_large_a_draft(alice):
    with pytest.raises(DraftTooLarge):
        kept(alice.user, "x" * (MAX_BYTES + 200_000))
    assert Draft.objects.count() == 0


def test_what_no_text_can_hold_is_kept_as_far_as_it_can_be(alice):
    assert kept(alice.user, "a\0b").typed[0] == ["text", "a␀b"]


def test_a_draft_follows_its_page(alice):
    page = make_page("Rome")
    place = Place(page.name, page, "section", 7, "Kings")
    draft = kept(alice.user, place=place)
    Page.objects.filter(pk=page.pk).update(title="Roma")
    page = Page.objects.get(pk=page.pk)
    (line,) = listed(alice.user).rows
    assert (line.title, line.state, line.part, line.name) == (Title(0, "Roma"), "", "section", "Kings")
    assert draft_for(alice.user, Place(Title(0, "Roma"), page, "section", 7)) == draft
    Page.objects.filter(pk=page.pk).update(deleted=True)
    (line,) = listed(alice.user).rows
    assert (line.title, line.state) == (Title(0, "Rome"), "deleted")
    assert draft_for(alice.user, Place(Title(0, "Rome"))) == draft


def test_the_draft_of_a_new_page_is_found_when_somebody_created_it(alice):
    draft = kept(alice.user)
    page = make_page("Nowhere")
    assert draft_for(alice.user, Place(page.name, page)) == draft
    assert draft_for(alice.user, Place(page.name, page, "section", 3)) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_one_query_and_goes_by_key(alice, django_assert_num_queries, count):
    for n in range(count):
        kept(alice.user, f"Words {n}.", place=Place(Title(0, f"Page {n}")), tab=f"{n}")
    with django_assert_num_queries(1):
        screen = listed(alice.user)
    assert [line.words for line in screen.rows] == [f"Words {n}." for n in reversed(range(count))]
    first = listed(alice.user, limit=1)
    assert [line.words for line in first.rows] == [f"Words {count - 1}."]
    if count == 3:
        second = listed(alice.user, limit=1, after=first.after)
        assert [line.words for line in second.rows] == ["Words 1."]
        assert listed(alice.user, limit=1, before=second.before).rows == first.rows


def test_saving_costs_the_same_for_many_drafts(alice, django_assert_num_queries):
    kept(alice.user)
    with django_assert_num_queries(4):  # savepoint, look, update, release
        kept(alice.user, "More.", going_on=True)
    for n in range(3):
        kept(alice.user, place=Place(Title(0, f"Page {n}")), tab=f"{n}")
    with django_assert_num_queries(4):
        kept(alice.user, "Still more.", going_on=True)


def test_another_accounts_tab_means_nothing(alice):
    other = make_user("Dave")
    kept(other, tab="a1")
    drop_published(alice.user, ["a1"])
    assert Draft.objects.get().owner == other
