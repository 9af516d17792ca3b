"""Special:RevertUser: shown first, done, taken back; forbidden, bad input."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from tests.web.pages import text_of, words
from wiki.editing.log import write_log
from wiki.editing.watching.preferences import change_preference
from wiki.models import LogEntry, Page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.text.titles import Title

ADDRESS = "/wiki/Special:RevertUser/Vandal"
SINCE = "2000-01-01T00:00"


@pytest.fixture
def page(alice: Editor) -> Page:
    page = make_page("Rome", "One.\n\n## A\n\nText.", editor=alice)
    vandal = Editor(make_user("Vandal"), "192.0.2.66")
    edit_page(page, "JUNK.\n\n## A\n\nText.", editor=vandal)
    edit_page(page, "JUNK.\n\n## A\n\nText, more.", editor=alice)
    make_page("Spam", "Buy!", editor=vandal)
    return page


@pytest.fixture
def carols(client: Client, carol: Editor) -> Client:
    client.login(username="Carol", password=PASSWORD)
    return client


def text(page: Page) -> str:
    return open_page(reload(page)).text


def test_it_is_shown_then_done_then_taken_back(carols: Client, page: Page) -> None:
    assert "Say since when." not in text_of(carols, ADDRESS)
    shown = text_of(carols, f"{ADDRESS}?since={SINCE}&reason=junk")
    assert "Would be taken back" in shown
    assert "The page “Spam”, which nobody else edited" in shown
    assert "Rome : one edit" in shown
    assert text(page).startswith("JUNK")
    response = carols.post(ADDRESS, {"since": SINCE, "until": "", "reason": "junk"})
    assert "It was taken back." in words(response.content.decode())
    assert text(page) == "One.\n\n## A\n\nText, more."
    assert not Page.objects.filter(title="Spam", deleted=False).exists()
    assert "took back the edits of User:Vandal" in text_of(carols, "/wiki/Special:Log/rollback")
    entry = LogEntry.objects.get(type="rollback")
    response = carols.post(ADDRESS, {"entry": entry.pk})
    assert "The revert was taken back." in words(response.content.decode())
    assert text(page) == "JUNK.\n\n## A\n\nText, more."
    assert Page.objects.filter(title="Spam", deleted=False).exists()
    assert "undid the taking back of the edits of User:Vandal" in text_of(
        carols, "/wiki/Special:Log/rollback"
    )


def test_times_are_utc_whatever_the_moderators_zone(carols: Client, page: Page, carol: Editor) -> None:
    change_preference(carol, zone="America/New_York")
    an_hour_ago = f"{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert "Rome : one edit" not in text_of(carols, f"{ADDRESS}?since={SINCE}&until={an_hour_ago}")
    assert "Rome : one edit" in text_of(carols, f"{ADDRESS}?since={an_hour_ago}")


def test_one_that_was_broken_off_goes_on(carols: Client, page: Page, carol: Editor) -> None:
    write_log(
        "rollback", "user", Title(2, "Vandal"), editor=carol, since="2000-01-01T00:00:00+00:00",
        until="2100-01-01T00:00:00+00:00",
    )  # fmt: skip
    assert "broken off before the end Go on" in text_of(carols, ADDRESS)
    entry = LogEntry.objects.get(type="rollback")
    response = carols.post(ADDRESS, {"entry": entry.pk, "go_on": "1"})
    assert "It was taken back." in words(response.content.decode())
    assert text(page) == "One.\n\n## A\n\nText, more."
    assert "Go on" not in text_of(carols, ADDRESS)


def test_who_may_not(client: Client, page: Page) -> None:
    client.login(username="Alice", password=PASSWORD)
    for response in (client.get(ADDRESS), client.post(ADDRESS, {"since": SINCE})):
        assert response.status_code == 403
    assert text(page).startswith("JUNK")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"{ADDRESS}?since=soon", 400, "Enter a valid date/time."),
        (f"{ADDRESS}?since=", 400, "Say since when."),
        ("/wiki/Special:RevertUser/192.0.2.0/24", 200, "Show what would be taken back"),
        ("/wiki/Special:RevertUser/192.0.0.0/8", 400, "is too wide"),
        ("/wiki/Special:RevertUser", 200, "User name or IP address"),
        (f"/wiki/Special:RevertUser/Nobody?since={SINCE}", 200, "Nothing."),
    ],
)
def test_bad_input(carols: Client, page: Page, address: str, status: int, said: str) -> None:
    assert said in text_of(carols, address, status)
    assert carols.post(ADDRESS, {"entry": "99"}).status_code == 400
