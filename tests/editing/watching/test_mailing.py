"""Mail of notices: who gets it, when, once, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import edit_page, make_page, make_user
from wiki.editing.watching.mailing import claim, unsubscribe_token
from wiki.editing.watching.notices import thank
from wiki.editing.watching.preferences import change_preference
from wiki.models import Digest, Notice, User
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def subscribed(name: str, choice: str = "each") -> Editor:
    """An account with a confirmed address that wants mail."""
    editor = Editor(make_user(name), "192.0.2.9")
    address = f"{name.lower()}@example.org"
    User.objects.filter(pk=editor.user.pk).update(email=address, confirmed_email=address)
    editor.user.refresh_from_db()
    change_preference(editor, mail=choice)
    return editor


def write_to(name: str, editor: Editor, text: str = "Hello.") -> None:
    make_page(f"User talk:{name}/{Notice.objects.count()}", text, editor=editor)


def send() -> list[str]:
    """Run the command; who got mail."""
    mail.outbox.clear()
    call_command("send_notices", verbosity=0)
    return [message.to[0].partition("@")[0] for message in mail.outbox]


def test_at_once_and_once_only(bob: Editor) -> None:
    subscribed("Zoe")
    write_to("Zoe", bob)
    write_to("Zoe", bob)
    assert send() == ["zoe"]
    (message,) = mail.outbox
    assert "2 notifications" in message.subject
    assert "A message for you: User talk:Zoe/0" in message.body
    assert "/revision/" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "User talk:Zoe/1" in html
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert send() == []
    write_to("Zoe", bob)
    assert send() == ["zoe"]
    assert "A message for you: User talk:Zoe/2" in mail.outbox[0].subject


def test_only_to_confirmed_addresses_of_who_wants_it(bob: Editor) -> None:
    subscribed("Never", "")
    subscribed("Blocked")
    unproved = subscribed("Unproved")
    User.objects.filter(username="Blocked").update(is_active=False)
    User.objects.filter(pk=unproved.user.pk).update(confirmed_email="")
    make_user("Plain")
    for name in ("Never", "Blocked", "Unproved", "Plain"):
        write_to(name, bob)
    assert send() == []
    change_preference(Editor(User.objects.get(username="Never")), mail="each")
    assert send() == []  # what came before one wanted mail is not mailed later


@pytest.mark.parametrize(("choice", "days"), [("daily", 1), ("weekly", 7)])
def test_digests_wait_for_their_day(bob: Editor, choice: str, days: int) -> None:
    subscribed("Zoe", choice)
    write_to("Zoe", bob)
    assert send() == ["zoe"]
    write_to("Zoe", bob)
    assert send() == []
    Digest.objects.update(sent=timezone.now() - timedelta(days=days - 1, hours=12))
    assert send() == []
    Digest.objects.update(sent=timezone.now() - timedelta(days=days))
    assert send() == ["zoe"]


def test_a_run_that_is_killed_sends_none_twice_and_loses_none(
    bob: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Uma", "Vera", "Wim"):
        subscribed(name)
        write_to(name, bob)
    send_one = EmailBackend.send_messages

    def killed(self: EmailBackend, messages: list) -> int:
        if messages[0].to[0].startswith("vera"):
            raise KeyboardInterrupt
        return send_one(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", killed)
    with pytest.raises(KeyboardInterrupt):
        send()
    assert [message.to[0] for message in mail.outbox] == ["uma@example.org"]
    monkeypatch.setattr(EmailBackend, "send_messages", send_one)
    assert send() == ["wim"]  # hers may be on its way still
    Digest.objects.filter(user__username="Vera").update(claimed=timezone.now() - timedelta(minutes=11))
    write_to("Vera", bob)
    assert send() == ["vera"]
    first = mail.outbox[0]
    assert "User talk:Vera/1" in first.subject  # the mail that was begun, and nothing newer
    assert send() == ["vera"]
    assert mail.outbox[0].extra_headers["Message-ID"] != first.extra_headers["Message-ID"]
    assert send() == []


def test_two_at_a_time_do_not_meet(bob: Editor) -> None:
    zoe = subscribed("Zoe")
    write_to("Zoe", bob)
    now = timezone.now()
    batch = claim(zoe.user.pk, now)
    assert batch is not None
    assert claim(zoe.user.pk, now) is None
    assert send() == []
    again = claim(zoe.user.pk, now + timedelta(minutes=11))
    assert again is not None
    assert again.key == batch.key


def test_a_refused_mail_is_tried_again(bob: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribed("Zoe")
    write_to("Zoe", bob)

    def refused(self: EmailBackend, messages: list) -> int:
        raise ConnectionRefusedError("no mail today")

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refused)
        assert send() == []
    assert send() == ["zoe"]


def test_hidden_things_stand_in_no_mail_even_to_administrators(bob: Editor, carol: Editor) -> None:
    zoe = subscribed("Zoe")
    zoe.user.groups.add(Group.objects.get(name="sysop"))
    page = make_page("User talk:Zoe", "## Secretheading\n\nSecret.", editor=bob, summary="secret summary")
    edit_page(page, "Open.", editor=carol)
    hide_revisions(page, [page.latest_id], text=True, author=True, summary=True, editor=carol)
    assert send() == ["zoe"]
    told = mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    assert "ecret" not in told
    assert "Bob" not in told
    assert "(username removed)" in told


def test_one_click_ends_it(bob: Editor) -> None:
    zoe = subscribed("Zoe")
    write_to("Zoe", bob)
    client = Client(enforce_csrf_checks=True)
    link = f"/unsubscribe/{unsubscribe_token(zoe.user)}"
    assert "End that?" in client.get(link).content.decode()
    assert User.objects.get(username="Zoe").chosen.mail == "each"
    answer = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert User.objects.get(username="Zoe").chosen.mail == ""
    assert send() == []
    for token in ("nonsense", unsubscribe_token(zoe.user)[:-1] + "x"):
        assert client.post(f"/unsubscribe/{token}").status_code == 404


def test_what_was_read_long_ago_is_forgotten_but_not_thanks(bob: Editor) -> None:
    zoe = subscribed("Zoe")
    write_to("Zoe", bob)
    page = make_page("Rome", editor=zoe)
    thank(page.latest, editor=bob)
    write_to("Zoe", bob)
    assert send() == ["zoe"]
    _first, thanks, last = Notice.objects.order_by("pk")
    Notice.objects.exclude(pk=last.pk).update(seen=True, created=timezone.now() - timedelta(days=200))
    send()
    assert set(Notice.objects.all()) == {thanks, last}
