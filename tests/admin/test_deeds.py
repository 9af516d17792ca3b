"""Deeds from the desk: asked about, done by the site's own functions, told in messages."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.admin.desk import at_desk, told
from tests.factories import edit_page, make_page, reload
from wiki.admin import deeds
from wiki.models import LogEntry, Page, Revision, User
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor, Refused
from wiki.reading.showing.raw import page_source

PAGES, REVISIONS, USERS = "/admin/wiki/page/", "/admin/wiki/revision/", "/admin/wiki/user/"


def act(client: Client, where: str, action: str, *keys: int, **said: Any) -> HttpResponse:
    """Choose rows and an action; with anything said, the form that asks is sent too."""
    data: dict[str, Any] = {"action": action, "_selected_action": list(keys)}
    return client.post(where, data | ({"confirmed": "1", **said} if said else {}), follow=True)  # type: ignore[return-value]


def logged() -> list[tuple[str, str, str, str]]:
    return [(e.action, e.title, e.user_text, e.comment) for e in LogEntry.objects.order_by("pk")]


def test_it_asks_first(alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    client = at_desk("Emil", "sysop")
    for action in ("delete_pages", "protect_pages", "undelete_pages", "roll_back_pages"):
        response = act(client, PAGES, action, page.pk)
        html = response.content.decode()
        assert (response.status_code, 'name="confirmed"' in html, "Rome" in html) == (200, True, True)
    assert (logged(), reload(page).number) == ([], 1)


def test_pages_are_deleted_and_brought_back(alice: Editor) -> None:
    pages = [make_page(name, editor=alice) for name in ("Rome", "Paris")]
    keys = [page.pk for page in pages]
    client = at_desk("Emil", "sysop")
    response = act(client, PAGES, "delete_pages", *keys, reason="a test")
    assert told(response) == [("success", "2 pages: “Paris” was deleted; “Rome” was deleted")]
    assert set(Page.objects.values_list("deleted", flat=True)) == {True}
    response = act(client, PAGES, "undelete_pages", *keys, reason="a mistake")
    assert told(response) == [("success", "2 pages: “Paris” is back; “Rome” is back")]
    assert logged() == [
        ("delete", "Paris", "Emil", "a test"),
        ("delete", "Rome", "Emil", "a test"),
        ("restore", "Paris", "Emil", "a mistake"),
        ("restore", "Rome", "Emil", "a mistake"),
    ]


def test_pages_are_protected(alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    client = at_desk("Emil", "sysop")
    said = {"edit": "sysop", "move": "", "span": "1 day", "reason": "edit war"}
    response = act(client, PAGES, "protect_pages", page.pk, **said)
    assert told(response) == [("success", "1 page: “Rome” is protected as you chose")]
    assert list(reload(page).protection) == ["edit"]
    assert reload(page).protection["edit"]["expiry"] is not None
    assert logged() == [("protect", "Rome", "Emil", "edit war")]


@pytest.mark.parametrize("said", [{"edit": "all", "span": "1 day"}, {"edit": "sysop"}, {"span": "soon"}])
def test_what_cannot_be_is_asked_again(said: dict[str, str], alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    client = at_desk("Emil", "sysop")
    response = act(client, PAGES, "protect_pages", page.pk, reason="my reason", **said)
    html = response.content.decode()
    assert ('class="errorlist"' in html, 'value="my reason"' in html) == (True, True)
    assert (logged(), reload(page).protection) == ([], {})


@pytest.mark.parametrize(
    ("where", "action"), [(PAGES, "roll_back_pages"), (REVISIONS, "roll_back_revisions")]
)
def test_the_newest_edits_are_rolled_back(where: str, action: str, alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "Good.", editor=alice)
    edit_page(page, "Bad.", editor=bob)
    edit_page(page, "Worse.", editor=bob)
    fresh = reload(page)
    client = at_desk("Emil", "sysop")
    key = fresh.pk if where == PAGES else fresh.latest_id
    assert key is not None
    response = act(client, where, action, key, reason="nonsense")
    assert told(response) == [("success", "1 page: the edits of Bob to “Rome” were taken back")]
    assert page_source(page.name, viewer=alice) == "Good."
    latest = Revision.objects.get(page=page, number=4)
    assert (latest.author_text, latest.minor, latest.summary) == ("Emil", True, "nonsense")


def test_refusals_are_told_and_the_rest_is_done(alice: Editor, bob: Editor, carol: Editor) -> None:
    rome, paris = make_page("Rome", "Good.", editor=alice), make_page("Paris", editor=alice)
    edit_page(rome, "Bad.", editor=bob)
    first = Revision.objects.get(page=rome, number=1)
    client = at_desk("Emil", "sysop")
    response = act(client, PAGES, "roll_back_pages", rome.pk, paris.pk, reason="x")
    assert told(response) == [
        ("error", "Paris: nobody else has edited this page"),
        ("success", "1 page: the edits of Bob to “Rome” were taken back"),
    ]
    response = act(client, REVISIONS, "roll_back_revisions", first.pk, reason="x")
    assert told(response) == [("error", "Rome: this is not the newest edit of the page any more")]
    response = act(client, PAGES, "undelete_pages", rome.pk, reason="x")
    assert told(response) == [("error", "Rome: “Rome” is not deleted.")]
    delete_page(rome, editor=carol)
    response = act(client, PAGES, "roll_back_pages", rome.pk, reason="x")
    assert told(response) == [("error", "Rome: this page is deleted")]


def test_a_hidden_author_is_not_told(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "Good.", editor=alice)
    edit_page(page, "Bad.", editor=bob)
    Revision.objects.filter(page=page, number=2).update(user_hidden=True, suppressed=True)
    response = act(at_desk("Emil", "sysop"), PAGES, "roll_back_pages", page.pk, reason="x")
    assert told(response) == [("error", "Rome: the author of the newest edit is hidden")]


@pytest.mark.parametrize("action", ["delete_pages", "undelete_pages", "protect_pages", "roll_back_pages"])
def test_staff_without_the_right_is_refused(action: str, alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    client = at_desk("Dora")
    said = {"edit": "sysop", "span": "infinite", "reason": "x"}
    for response in (act(client, PAGES, action, page.pk), act(client, PAGES, action, page.pk, **said)):
        ((level, message),) = told(response)
        assert (level, message.endswith("is for administrators.")) == ("error", True)
    assert (logged(), reload(page).number, reload(page).deleted) == ([], 1, False)


def test_not_too_many_at_once(alice: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "MOST", 1)
    for name in ("Rome", "Paris"):
        make_page(name, editor=alice)
    said = {"select_across": "1", "reason": "x"}
    response = act(at_desk("Emil", "sysop"), PAGES, "delete_pages", 1, **said)
    assert told(response) == [("error", "At most 1 rows at once.")]
    assert logged() == []


def test_accounts_are_blocked_as_on_the_site(alice: Editor, bob: Editor) -> None:
    client = at_desk("Emil", "sysop")
    keys = [alice.user.pk, bob.user.pk, User.objects.get(username="Emil").pk]
    assert "For how long" in act(client, USERS, "block_accounts", *keys).content.decode()
    response = act(client, USERS, "block_accounts", *keys, span="1 week", reason="spam")
    assert sorted(told(response)) == [
        ("error", "Emil: This is you. If you mean it, say so."),
        ("success", "“Bob” is blocked; “Alice” is blocked"),
    ]
    assert sorted(logged()) == [("block", "Alice", "Emil", "spam"), ("block", "Bob", "Emil", "spam")]
    with pytest.raises(Refused, match="You are blocked"):
        make_page("Rome", editor=alice)
    response = act(at_desk("Fritz", "bureaucrat"), USERS, "block_accounts", alice.user.pk, span="1 week")
    assert told(response) == [("error", "Blocking is for administrators.")]


def foreseen(client: Client, where: str, action: str, *keys: int) -> list[str]:
    """What the page that asks says of each row."""
    return [row.foreseen for row in act(client, where, action, *keys).context["rows"]]


def test_the_page_that_asks_says_what_it_would_come_to(alice: Editor, bob: Editor, carol: Editor) -> None:
    rome, oslo = make_page("Rome", editor=alice), make_page("Oslo", editor=alice)
    edit_page(oslo, "Two.", editor=bob)
    delete_page(make_page("Gone", editor=alice), editor=carol)
    client, keys = at_desk("Emil", "sysop"), [page.pk for page in Page.objects.order_by("-pk")]
    assert foreseen(client, PAGES, "delete_pages", *keys) == ["deleted already", "2 revisions", "1 revision"]
    assert foreseen(client, PAGES, "undelete_pages", *keys) == ["1 revision", "not deleted", "not deleted"]
    assert foreseen(client, PAGES, "roll_back_pages", *keys) == [
        "deleted", "", "nobody else has edited this page",
    ]  # fmt: skip
    act(client, PAGES, "protect_pages", rome.pk, edit="sysop", move="", span="infinite", reason="x")
    assert foreseen(client, PAGES, "protect_pages", rome.pk, oslo.pk) == [
        "not protected now", "now: Edit: administrators",
    ]  # fmt: skip
    first, second = Revision.objects.filter(page=oslo).order_by("number").values_list("pk", flat=True)
    assert foreseen(client, REVISIONS, "roll_back_revisions", first, second) == [
        "", "not the newest edit of the page any more",
    ]  # fmt: skip
    assert foreseen(client, REVISIONS, "patrol_revisions", first, second) == ["", ""]
    assert foreseen(client, REVISIONS, "hide_texts", first, second) == ["what readers see: not hidden", ""]
