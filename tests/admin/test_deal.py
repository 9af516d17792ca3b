"""Dealing with an author at the desk: shown first, done by one button, told with the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.admin.desk import at_desk, staff, told
from tests.factories import PASSWORD, edit_page, make_page, make_user, reload, stored
from tests.web.post_forms import post_forms
from wiki.models import Block, LogEntry, Page, Revision, User
from wiki.moderation.block import Terms, block
from wiki.permissions import Editor
from wiki.reading.source import open_page

POSTED = "/admin/deal/"
DEAL = f"{POSTED}?author=Vandal"


@pytest.fixture
def vandal(db: None) -> Editor:
    return Editor(make_user("Vandal"), "192.0.2.66")


@pytest.fixture
def emil(db: None) -> Client:
    return at_desk("Emil", "sysop")


@pytest.fixture
def rome(vandal: Editor, alice: Editor) -> Page:
    page = make_page("Rome", "A city.", editor=alice)
    edit_page(page, "A shitty.", editor=vandal)
    return page


def sent(client: Client, address: str = DEAL) -> dict[str, Any]:
    """What the form sends as it is shown."""
    html = client.get(address).content.decode()
    return next(form for form in post_forms(html, address) if "since" in form.names).sent


def text(page: Page) -> str:
    return open_page(reload(page)).text


def state(page: Page) -> tuple[str, list[int], int]:
    """The text, whose revisions' texts are hidden, how many are blocked."""
    hidden = Revision.objects.filter(text_hidden=True).values_list("number", flat=True)
    return text(page), list(hidden), Block.objects.filter(parent=None).count()


def test_it_shows_first_and_one_button_does_it(emil: Client, rome: Page) -> None:
    said = sent(emil)
    shown = emil.post(DEAL, {**said, "hide": "on", "level": "autoconfirmed", "deed": "show"}).content.decode()
    assert "What it would take back" in shown
    assert [
        word in shown for word in ("one edit taken back", "the text of one revision hidden", "; protected")
    ] == [True] * 3
    assert state(rome) == ("A shitty.", [], 0)
    answer = emil.post(DEAL, {**said, "hide": "on", "deed": "deal"})
    assert state(rome) == ("A city.", [2], 1)
    entries = LogEntry.objects.exclude(type="create").order_by("pk")
    assert [(entry.action, entry.comment) for entry in entries] == [
        ("block", "Vandalism"),
        ("user", "Vandalism"),
        ("revision", "Vandalism"),
    ]
    found = Block.objects.get(parent=None)
    assert (found.expiry, found.autoblock, found.no_creation) == (None, True, True)
    told_back(emil, rome, answer)


def told_back(emil: Client, rome: Page, answer: HttpResponse) -> None:
    """The outcome leads to what takes each part back."""
    html = answer.content.decode()
    form = next(form for form in post_forms(html, DEAL) if "entry" in form.names)
    assert form.action == "/wiki/Special:RevertUser/Vandal"
    emil.post(form.action, form.sent)
    assert text(rome) == "A shitty."
    revision = Revision.objects.get(page=rome, number=2)
    for address in ("/wiki/Special:Unblock/Vandal", f"/visibility/Rome?ids={revision.pk}"):
        assert f'href="{address}"' in html
        assert emil.get(address).status_code == 200


def test_the_first_look_tells_what_the_form_would_do(emil: Client, rome: Page, vandal: Editor) -> None:
    make_page("Junk", editor=vandal)
    html = emil.get(DEAL).content.decode()
    assert [
        word in html for word in ("one edit taken back", "The page “Junk”, which nobody else edited")
    ] == [True] * 2
    assert state(rome) == ("A shitty.", [], 0)


def test_since_when_it_begins(emil: Client, rome: Page, vandal: Editor) -> None:
    long_ago = (timezone.now() - timedelta(days=40)).replace(second=0, microsecond=0)
    bad = Revision.objects.get(page=rome, number=2)
    assert vandal.user is not None
    joined = vandal.user.date_joined
    assert sent(emil)["since"] == f"{joined:%Y-%m-%dT%H:%M}"
    User.objects.filter(pk=vandal.user.pk).update(date_joined=long_ago - timedelta(days=1))
    yesterday = timezone.now() - timedelta(days=1)
    assert sent(emil)["since"] in {f"{yesterday - timedelta(minutes=n):%Y-%m-%dT%H:%M}" for n in (0, 1)}
    stored(Revision).filter(pk=bad.pk).update(timestamp=long_ago)
    assert sent(emil, f"{DEAL}&at={bad.pk}")["since"] == f"{long_ago:%Y-%m-%dT%H:%M}"
    Revision.objects.filter(pk=bad.pk).update(user_hidden=True, suppressed=True)
    assert sent(emil, f"{DEAL}&at={bad.pk}")["since"] != f"{long_ago:%Y-%m-%dT%H:%M}"


def test_times_are_utc_whatever_zone_the_moderator_lives_in(emil: Client, rome: Page) -> None:
    User.objects.filter(username="Emil").update(preferences={"zone": "Asia/Tokyo"})
    said = sent(emil)
    emil.post(DEAL, {**said, "deed": "deal"})
    assert state(rome)[0] == "A city."
    assert LogEntry.objects.get(action="user").params["since"].startswith(said["since"])


def test_bad_input_does_nothing(emil: Client, rome: Page) -> None:
    said = sent(emil)
    for wrong in (
        {"since": "soon"},
        {"since": ""},
        {"span": "for ever"},
        {"level": "king"},
        {"more": "x" * 101},
    ):
        answer = emil.post(DEAL, {**said, **wrong, "deed": "deal"})
        assert (answer.status_code, 'class="errorlist' in answer.content.decode()) == (400, True)
    assert state(rome) == ("A shitty.", [], 0)
    assert emil.get("/admin/deal/?author=a|b").status_code == 400
    assert 'name="author"' in emil.get("/admin/deal/").content.decode()
    mine = sent(emil, "/admin/deal/?author=Emil")
    answer = emil.post("/admin/deal/?author=Emil", {**mine, "block": "on", "deed": "deal"})
    assert (answer.status_code, "This is you." in answer.content.decode()) == (400, True)


def test_whom_nobody_can_block_is_taken_back_all_the_same(emil: Client, alice: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    edit_page(page, "Junk.", editor=Editor(None, "192.0.2.7"))
    where = "/admin/deal/?author=192.0.2.7"
    said = sent(emil, where)
    assert ("autoblock" in said, said["span"]) == (False, "3 days")
    emil.post(where, {**said, "hard": "on", "deed": "deal"})
    assert state(page) == ("A city.", [], 1)
    assert Block.objects.get().hard
    assert [name in sent(emil, "/admin/deal/?author=Nobody") for name in ("block", "revert")] == [False, True]


def test_the_second_moderator_is_told(emil: Client, rome: Page, carol: Editor, vandal: Editor) -> None:
    said = sent(emil)
    assert vandal.user is not None
    block(vandal.user, Terms(), editor=carol)
    html = emil.post(DEAL, {**said, "deed": "deal"}).content.decode()
    assert "“Vandal” is blocked already, by Carol, without end." in html
    assert (state(rome), Block.objects.get(parent=None).by_text) == (("A city.", [], 1), "Carol")
    again = sent(emil)
    assert ("block" in again, "seen" in again) == (False, True)  # not ticked by itself
    emil.post(DEAL, {**again, "block": "on", "span": "1 week", "deed": "deal"})
    assert Block.objects.get(parent=None).expiry is not None


def test_only_the_parts_one_may_are_offered(rome: Page) -> None:
    dora = at_desk("Dora")
    refused = [("error", "Dealing with an author is for administrators.")]
    assert told(dora.get(DEAL, follow=True)) == refused  # type: ignore[arg-type]
    assert told(dora.post(DEAL, {"deed": "deal"}, follow=True)) == refused  # type: ignore[arg-type]
    hider = at_desk("Hedda", "suppress")
    said = sent(hider)
    assert [name in said for name in ("revert", "span", "level")] == [False] * 3
    forged = {**said, "revert": "on", "block": "on", "span": "1 day", "level": "sysop", "hide": "on"}
    hider.post(DEAL, {**forged, "deed": "deal"})
    assert (state(rome), reload(rome).protection) == (("A shitty.", [], 0), {})


def test_it_waits_until_it_is_proved_who_asks(client: Client, rome: Page) -> None:
    client.force_login(staff("Emil", "sysop"))
    said = sent(client)
    asked = client.post(POSTED, {**said, "deed": "deal"})["Location"]
    assert (asked.startswith("/wiki/Special:Reauthenticate?next="), state(rome)[2]) == (True, 0)
    client.post(asked, {"password": PASSWORD})
    assert state(rome) == ("A city.", [], 1)


def test_it_is_offered_where_authors_are_named(rome: Page, carol: Editor, client: Client) -> None:
    link = "/admin/deal/?author=Vandal"
    places = ("/wiki/Special:Contributions/Vandal", "/wiki/Special:RecentChanges", "/history/Rome")
    emil = at_desk("Emil", "sysop")
    client.force_login(carol.user)  # an administrator who has no place at the desk
    assert [link in emil.get(place).content.decode() for place in places] == [True] * 3
    assert [link in client.get(place).content.decode() for place in places] == [False] * 3
