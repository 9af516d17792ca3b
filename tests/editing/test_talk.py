"""Replies as edits, and who is told of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import edit_page, edit_section, make_page, make_user, reload
from wiki.editing.errors import BadEdit
from wiki.editing.save import Saved, prepare_edit, save_edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.talk import MOST_FOLLOWED, reply_edit
from wiki.editing.watching.preferences import change_preference
from wiki.editing.watching.watch import watch
from wiki.models import Notice, Page, Section, Watch
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.source import PartMissing, open_page
from wiki.reading.watching.notices import notices
from wiki.reading.watching.watching import section_target
from wiki.text.normal import sign
from wiki.text.talk.threads import read_comments

pytestmark = pytest.mark.django_db


def signed(words: str, editor: Editor) -> str:
    return sign(f"{words} ~~~~", author=editor.name, now=timezone.now())


def topic(page: Page, title: str = "How old?") -> Section:
    return Section.objects.get(page=page, title=title, deleted=False)


@pytest.fixture
def talk(alice: Editor) -> Page:
    text = f"## How old?\n\n{signed('Very.', alice)}\n\n### Details\n\nNone.\n\n## Other\n\nText."
    return make_page("Talk:Rome", text, editor=alice)


def first_comment(page: Page) -> str:
    return read_comments(topic(page).body)[0].id


def answer(page: Page, words: str, editor: Editor, comment: str = "") -> Saved:
    edit = reply_edit(page, topic(page).pk, comment or first_comment(page), signed(words, editor))
    return save_edit(reload(page), edit, editor=editor, summary="/* How old? */ Reply")


def told(editor: Editor) -> list[str]:
    return list(Notice.objects.filter(user=editor.user).order_by("id").values_list("kind", flat=True))


def test_a_reply_changes_its_section_alone(talk: Page, bob: Editor) -> None:
    saved = answer(talk, "Older.", bob)
    (change,) = saved.revision.changes
    assert (change["part"], change["id"]) == ("section", topic(talk).pk)
    text = open_page(reload(talk)).text
    assert re.search(r"\n\n- Older\. \[\[User:Bob\|Bob\]\] .*\(UTC\)\n\n### Details", text)


def test_two_replies_at_once_are_both_kept(talk: Page, alice: Editor, bob: Editor) -> None:
    """The gap between reading the page and locking it, as long as another save."""
    comment = first_comment(talk)
    edit = reply_edit(talk, topic(talk).pk, comment, signed("Mine.", bob))
    write = prepare_edit(reload(talk), edit, editor=bob)
    answer(talk, "Theirs.", alice)
    in_transaction(write)
    said = read_comments(topic(talk).body)
    assert [(one.author, one.depth) for one in said] == [("Alice", 0), ("Alice", 1), ("Bob", 1)]
    assert {"Mine.", "Theirs."} <= set(topic(talk).body.split())


def test_a_reply_and_the_removal_of_its_comment_at_once(talk: Page, alice: Editor, bob: Editor) -> None:
    edit = reply_edit(talk, topic(talk).pk, first_comment(talk), signed("Mine.", bob))
    write = prepare_edit(reload(talk), edit, editor=bob)
    edit_section(talk, topic(talk, "Other").pk, "## Other\n\nAnother text.", editor=alice)
    in_transaction(write)
    assert "Mine." in topic(talk).body
    late = answer(talk, "Late.", bob, "Nobody.202001010000")
    assert late.revision
    assert read_comments(topic(talk).body)[-1].depth == 0


def test_what_cannot_be_a_reply(talk: Page) -> None:
    with pytest.raises(BadEdit, match="empty"):
        reply_edit(talk, topic(talk).pk, first_comment(talk), " \n")
    with pytest.raises(PartMissing):
        reply_edit(talk, 0, first_comment(talk), "Words")


def test_subscribers_are_told_of_replies_once_and_not_of_their_own(
    talk: Page, alice: Editor, bob: Editor
) -> None:
    carol = Editor(make_user("Carol"), "192.0.2.3")
    watch(section_target(topic(talk).pk), editor=carol)
    answer(talk, "Older.", bob)
    assert told(alice) == ["reply"]  # who began the topic follows it
    assert told(carol) == ["reply"]
    assert told(bob) == []
    answer(talk, "As old as that.", alice)
    assert (told(alice), told(bob), told(carol)) == (["reply"], ["reply"], ["reply", "reply"])
    edit_section(talk, topic(talk, "Other").pk, "## Other\n\nAnother text.", editor=bob)
    assert told(carol) == ["reply", "reply"]


def test_a_comment_in_a_section_below_is_a_reply_in_the_topic(talk: Page, alice: Editor, bob: Editor) -> None:
    body = f"### Details\n\nNone.\n\n{signed('Some.', bob)}"
    edit_section(talk, topic(talk, "Details").pk, body, editor=bob)
    assert told(alice) == ["reply"]
    assert Watch.objects.get(user=bob.user).part == topic(talk).pk


def test_an_edit_without_a_comment_is_no_reply(talk: Page, alice: Editor, bob: Editor) -> None:
    text = open_page(reload(talk)).text
    edit_page(talk, text.replace("Very.", "Very old."), editor=bob)
    assert told(alice) == ["watched"]


def test_whoever_does_not_wish_it_follows_nothing(talk: Page, bob: Editor) -> None:
    change_preference(bob, subscribe=False)
    answer(talk, "Older.", bob)
    assert not Watch.objects.filter(user=bob.user).exists()


def test_a_topic_that_is_watched_for_a_time_stays_so(talk: Page, bob: Editor) -> None:
    until = timezone.now() + timedelta(days=7)
    watch(section_target(topic(talk).pk), editor=bob, expiry=until)
    answer(talk, "Older.", bob)
    assert Watch.objects.get(user=bob.user).expiry == until


def test_a_notice_tells_the_first_words_and_leads_to_the_comment(
    talk: Page, alice: Editor, bob: Editor
) -> None:
    answer(talk, "**Older** than [[Milan|that city]].", bob)
    (row,) = notices(alice.user, viewer=alice).rows
    assert row.line.author == "Bob"
    assert row.comment.words == "Older than that city."
    assert row.comment.topic == "How old?"
    comment = read_comments(topic(talk).body)[-1]
    assert row.comment.anchor == f"c{topic(talk).pk}-{comment.id}"


def test_hidden_words_are_not_told(talk: Page, alice: Editor, bob: Editor, carol: Editor) -> None:
    saved = answer(talk, "A secret.", bob)
    edit_page(talk, open_page(reload(talk)).text.replace("A secret.", "(removed)"), editor=carol)
    hide_revisions(reload(talk), [saved.revision.pk], text=True, editor=carol, reason="private")
    (row,) = [row for row in notices(alice.user, viewer=alice).rows if row.kind == "reply"]
    assert row.comment is None


def test_an_edit_of_very_many_topics_follows_a_few(bob: Editor) -> None:
    page = make_page(
        "Talk:Milan", "\n\n".join(f"## T{n}\n\n{signed('Hi.', bob)}" for n in range(30)), editor=bob
    )
    assert Watch.objects.filter(user=bob.user, namespace=page.namespace - 1).count() == MOST_FOLLOWED
