"""Giving an account up."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import edit_page, make_page
from tests.web.identity.signing_in import ask_codes, sign_in
from wiki.editing.watching.watch import watch
from wiki.models import LogEntry, Notice, Revision, User, Watch
from wiki.models.sessions import Session
from wiki.moderation.rights import BadRights, hold_groups
from wiki.moderation.vanish import vanish
from wiki.permissions import Editor, Refused
from wiki.reading.page import find_page
from wiki.reading.watching.watching import page_target
from wiki.text.titles import parse_title


def test_what_is_personal_goes_and_what_was_written_stays(alice: Editor, bob: Editor) -> None:
    sign_in(Client(), "Alice")
    ask_codes(alice.user)
    rome = make_page("Rome", "A city.", editor=alice)
    watch(page_target(rome.name), editor=alice)
    make_page("User:Alice", "I live in Rome.", editor=alice)
    talk = make_page("User talk:Alice", "Hello.", editor=bob)
    edit_page(talk, "Hello. Hi.", editor=alice)
    User.objects.update(email="alice@example.org", confirmed_email="alice@example.org", feed_key="x")
    assert Notice.objects.filter(user=alice.user).exists()
    name = vanish(editor=alice)
    assert name.startswith("Vanished user ")
    gone = User.objects.get(pk=alice.user.pk)
    assert (gone.username, gone.email, gone.confirmed_email, gone.feed_key) == (name, "", "", "")
    assert (gone.preferences, gone.is_active, gone.has_usable_password()) == ({}, False, False)
    for rows in (Authenticator, Session, Watch, Notice):
        assert not rows.objects.exists()
    assert set(Revision.objects.filter(author=gone).values_list("author_text", flat=True)) == {name}
    assert find_page(parse_title("User:Alice")) is None
    assert find_page(parse_title("User talk:Alice")) is not None  # somebody else wrote there
    entry = LogEntry.objects.get(type="renameuser")
    assert (entry.action, entry.title, entry.user_text, entry.comment) == ("vanish", name, name, "")
    assert "Alice" not in str(entry.params)
    assert not Client().login(username=name, password="")


def test_who_runs_the_wiki_goes_only_after_another_came(carol: Editor, bob: Editor) -> None:
    with pytest.raises(BadRights, match="the last administrator"):
        vanish(editor=carol)
    assert User.objects.get(pk=carol.user.pk).username == "Carol"
    bob.user.groups.add(hold_groups()["sysop"])
    User.objects.filter(pk=carol.user.pk).update(is_superuser=True)
    with pytest.raises(BadRights, match="the last superuser"):
        vanish(editor=carol)
    assert User.objects.get(pk=carol.user.pk).username == "Carol"
    User.objects.filter(pk=bob.user.pk).update(is_superuser=True)
    vanish(editor=carol)
    with pytest.raises(BadRights, match="the last administrator"):
        vanish(editor=bob)


def test_without_an_account_there_is_nothing_to_give_up(anon: Editor, db: None) -> None:
    with pytest.raises(Refused):
        vanish(editor=anon)
