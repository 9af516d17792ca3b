"""A message to many talk pages: to whom it goes, that nobody gets it twice, and how it is taken back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import edit_page, make_page, make_user, reload
from tests.web.identity.signing_in import sign_in
from tests.web.test_valid_html import problems
from wiki.models import DeedStep, LogEntry, MassMessage, Page
from wiki.moderation.mass_message import (
    MOST,
    BadMessage,
    begin_message,
    send_on,
    take_message_back,
    waiting,
)
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, Refused
from wiki.reading.lists.recipients import recipients
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db
TITLES = [Title(3, "Alice"), Title(3, "Bob"), Title(3, "Nobody yet")]


def begin(editor: Editor, key: str = "k1", titles: list[Title] = TITLES, **said: str) -> MassMessage:
    words = {"subject": "Meeting", "text": "On Monday.", **said}
    return begin_message(words["subject"], words["text"], titles, key=key, editor=editor)


def text_on(title: Title) -> str:
    page = find_page(title)
    return open_page(page).text if page else ""


def test_to_whom_it_goes(carol: Editor, alice: Editor) -> None:
    make_user("Dora", "sysop")
    found = recipients("sysop", "User:Alice/Notes\n\nUser talk:Alice\nTalk:Rome\nRome\n[[\n")
    assert [one.full for one in found.titles] == [
        "User talk:Carol", "User talk:Dora", "User talk:Alice", "Talk:Rome",
    ]  # fmt: skip
    assert [line for line, _why in found.wrong] == ["Rome", "[["]
    assert recipients("", "").titles == ()


def test_each_gets_a_topic_once_whatever_breaks_off(alice: Editor, bob: Editor, carol: Editor) -> None:
    talk = make_page("User talk:Alice", "Welcome.", editor=bob)
    message = begin(carol)
    assert begin(carol).pk == message.pk
    first = send_on(message, editor=carol, seconds=-1)
    assert ([one.full for one in first.done], first.waiting) == (["User talk:Alice"], 2)
    rest = send_on(message, editor=carol)
    assert ([one.full for one in rest.done], rest.waiting) == (["User talk:Bob", "User talk:Nobody yet"], 0)
    assert send_on(message, editor=carol).done == []
    for title in TITLES:
        text = text_on(title)
        assert text.count("## Meeting\n\nOn Monday. [[User:Carol|Carol]] ([[User talk:Carol|talk]])") == 1
    latest = reload(talk).latest
    assert (latest.author_text, latest.summary) == ("Carol", "/* Meeting */ new section")
    entry = LogEntry.objects.get(type="massmessage")
    assert (entry.action, entry.comment, entry.params) == ("send", "Meeting", {"recipients": 3})


def test_of_two_who_send_at_once_nobody_sends_it_twice(
    carol: Editor, alice: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = begin(carol)
    everybody = waiting(message)
    send_on(message, editor=carol)
    monkeypatch.setattr("wiki.moderation.mass_message.waiting", lambda _message: everybody)
    again = send_on(message, editor=carol)
    assert (again.done, again.left) == ([], [])
    assert DeedStep.objects.filter(kind="message").count() == 3
    assert [text_on(title).count("## Meeting") for title in TITLES] == [1, 1, 1]


def test_who_cannot_get_it_is_told_and_tried_again(carol: Editor, alice: Editor) -> None:
    root = Editor(make_user("Max", "sysop"))
    begun = begin(root)
    root.user.groups.clear()
    with pytest.raises(Refused):
        send_on(begun, editor=Editor(type(root.user).objects.get(pk=root.user.pk)))
    page = make_page("Talk:Rome", "Hm.", editor=alice)
    message = begin(carol, "k2", [page.name, Title(3, "Bob")], text="[[File:x")
    protect_page(page, {"edit": "sysop"}, editor=carol)
    assert len(send_on(message, editor=carol).done) == 2


def test_it_is_taken_back(alice: Editor, bob: Editor, carol: Editor) -> None:
    make_page("User talk:Alice", "Welcome.", editor=bob)
    message = begin(carol)
    send_on(message, editor=carol)
    bobs = find_page(Title(3, "Bob"))
    edit_page(bobs, text_on(bobs.name).replace("On Monday.", "On Tuesday?"), editor=bob)
    back = take_message_back(message, editor=carol)
    assert {one.full for one in back.done} == {"User talk:Alice", "User talk:Nobody yet"}
    assert [title.full for title, _why in back.left] == ["User talk:Bob"]
    assert text_on(Title(3, "Alice")) == "Welcome."
    assert Page.objects.get(namespace=3, title="Nobody yet").deleted
    assert "On Tuesday?" in text_on(Title(3, "Bob"))
    assert waiting(message) == []
    assert send_on(message, editor=carol).done == []
    assert LogEntry.objects.filter(type="massmessage").count() == 2


@pytest.mark.parametrize(
    ("said", "titles", "field"),
    [
        ({"subject": " "}, TITLES, "subject"),
        ({"subject": "x" * 201}, TITLES, "subject"),
        ({"text": " \n"}, TITLES, "text"),
        ({"text": "x" * 20_001}, TITLES, "text"),
        ({}, [], "pages"),
        ({}, [Title(3, f"A{n}") for n in range(MOST + 1)], "pages"),
    ],
)
def test_what_cannot_be_sent(carol: Editor, said: dict[str, str], titles: list[Title], field: str) -> None:
    with pytest.raises(BadMessage) as caught:
        begin(carol, titles=titles, **said)
    assert caught.value.field == field
    assert not MassMessage.objects.exists()


def test_the_form_shows_who_gets_it_before_it_is_sent(client: Client, carol: Editor, alice: Editor) -> None:
    place, browser = "/wiki/Special:MassMessage", sign_in(Client(), "Carol")
    assert client.get(place).status_code == 403
    html = browser.get(place).content.decode()
    key = re.search(r'name="key" value="(\w+)"', html)
    said = {
        "key": key[1],
        "subject": "<b>Hi</b>",
        "text": "<script>x</script>",
        "group": "sysop",
        "pages": "",
    }
    assert browser.post(place, {**said, "group": "", "preview": "1"}).status_code == 400
    wrong = browser.post(place, {**said, "pages": "<i>", "send": "1"}).content.decode()
    assert "&lt;i&gt;:" in wrong
    shown = browser.post(place, {**said, "pages": "User:Alice", "preview": "1"}).content.decode()
    assert "2 talk pages get the message" in shown
    assert not MassMessage.objects.exists()
    for _again in range(2):  # sent twice, it is one message
        done = browser.post(place, {**said, "pages": "User:Alice", "send": "1"}).content.decode()
        assert "2 of 2 talk pages got the message." in done
    assert "&lt;script&gt;x&lt;/script&gt;" in done
    for page in (html, shown, done):
        assert list(problems(page)) == []
    message = MassMessage.objects.get()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in browser.get(place).content.decode()
    assert browser.get(f"{place}/{message.pk}").status_code == 200
    assert browser.get(f"{place}/99").status_code == 404
    assert browser.post(f"{place}/{message.pk}", {"go_on": "1"}).status_code == 200
    back = browser.post(f"{place}/{message.pk}", {"back": "1"}).content.decode()
    assert "From 2 of them it was taken back." in back
    assert find_page(parse_title("User talk:Alice")) is None
    assert "sent a message to many talk pages" in client.get("/wiki/Special:Log").content.decode()
