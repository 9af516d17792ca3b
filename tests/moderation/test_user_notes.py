"""Notes about users: kept as they were written, struck out with a reason, read by moderators alone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.admin.desk import at_desk
from tests.factories import make_user
from tests.web.identity.signing_in import sign_in
from tests.web.test_valid_html import problems
from wiki.models import LogEntry, UserNote
from wiki.moderation.block import block_target
from wiki.moderation.rename import rename_account
from wiki.moderation.user_notes import NOTE_MAX, BadNote, NoteMissing, add_note, strike_note
from wiki.permissions import Editor, Refused
from wiki.reading.lists.log import log
from wiki.reading.lists.user_notes import count_notes, notes_about

pytestmark = pytest.mark.django_db
PLACE = "/wiki/Special:UserNotes/Bob"


def test_they_are_added_and_struck_out_and_never_changed(alice: Editor, bob: Editor, carol: Editor) -> None:
    first = add_note(block_target("Bob"), " Warned twice. ", editor=carol)
    add_note(block_target("192.0.2.0/24"), "A school.", editor=carol)
    assert (first.text, first.by_text, first.about_id) == ("Warned twice.", "Carol", bob.user.pk)
    with pytest.raises(Refused):
        add_note(block_target("Bob"), "So.", editor=alice)
    for text in (" ", "x" * (NOTE_MAX + 1)):
        with pytest.raises(BadNote):
            add_note(block_target("Bob"), text, editor=carol)
    with pytest.raises(BadNote):
        strike_note(first.pk, editor=carol, reason=" ")
    with pytest.raises(Refused):
        strike_note(first.pk, editor=alice, reason="Wrong.")
    with pytest.raises(NoteMissing):
        strike_note(first.pk + 99, editor=carol, reason="Wrong.")
    strike_note(first.pk, editor=carol, reason="It was Rob.")
    with pytest.raises(BadNote, match="Carol has struck this note out already"):
        strike_note(first.pk, editor=Editor(make_user("Dora", "sysop")), reason="No.")
    [struck] = notes_about("Bob", viewer=carol)
    assert (struck.text, struck.struck_reason, struck.struck_by_text) == (
        "Warned twice.",
        "It was Rob.",
        "Carol",
    )
    assert [note.text for note in notes_about("192.0.2.0/24", viewer=carol)] == ["A school."]
    assert (notes_about("Bob", viewer=bob), count_notes("192.0.2.0/24", viewer=bob)) == ((), 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserNote.objects.update(struck_reason="")


def test_the_log_tells_moderators_that_but_not_what(bob: Editor, carol: Editor) -> None:
    note = add_note(block_target("Bob"), "Secret words.", editor=carol)
    strike_note(note.pk, editor=carol, reason="Other words.")
    told, _older = log(type_="usernote", viewer=carol)
    assert [(entry.action, entry.title, entry.comment, entry.params) for entry in told] == [
        ("strike", "Bob", "", {"note": note.pk}), ("add", "Bob", "", {"note": note.pk}),
    ]  # fmt: skip
    assert log(viewer=bob)[0] == ()
    rename_account(bob.user, "Robert", editor=Editor(make_user("Bea", "bureaucrat")))
    assert count_notes("Robert", viewer=carol) == 0
    assert [one.text for one in notes_about("Robert", viewer=carol)] == ["Secret words."]
    assert set(LogEntry.objects.filter(type="usernote").values_list("title", flat=True)) == {"Robert"}


def test_they_are_read_where_they_help(client: Client, bob: Editor, carol: Editor) -> None:
    browser = sign_in(Client(), "Carol")
    answer = browser.post(PLACE, {"text": "<script>alert(1)</script>"})
    assert (answer.status_code, answer["Location"]) == (303, PLACE)
    assert browser.post(PLACE, {"text": " "}).status_code == 400
    assert browser.post(PLACE, {"text": "x" * (NOTE_MAX + 1)}).status_code == 400
    assert browser.get("/wiki/Special:UserNotes/Nobody").status_code == 404
    assert browser.get("/wiki/Special:UserNotes").status_code == 200
    desk = at_desk("Mia", "sysop")
    account = f"/admin/wiki/user/{bob.user.pk}/change/"
    for reader, address in (
        (browser, PLACE), (browser, "/wiki/Special:Block/Bob"), (desk, account),
    ):  # fmt: skip
        html = reader.get(address).content.decode()
        assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in html, address
        assert list(problems(html)) == []
    contributions = "/wiki/Special:Contributions/Bob"
    assert f'<a href="{PLACE}" rel="nofollow">1 note</a>' in browser.get(contributions).content.decode()
    assert "UserNotes" not in client.get(contributions).content.decode()
    assert client.get(PLACE).status_code == 403
    assert "alert(1)" not in at_desk("Dora").get(account).content.decode()
    note = UserNote.objects.get()
    assert browser.post(PLACE, {"strike": note.pk, "reason": ""}).status_code == 400
    assert browser.post(PLACE, {"strike": 99, "reason": "No."}).status_code == 404
    assert browser.post(PLACE, {"strike": note.pk, "reason": "<b>No</b>"}).status_code == 303
    assert "<s>&lt;script&gt;alert(1)" in browser.get(PLACE).content.decode()
    assert "&lt;b&gt;No&lt;/b&gt;" in browser.get(PLACE).content.decode()
    assert "no notes" in browser.get(contributions).content.decode()
