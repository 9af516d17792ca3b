"""Special:Preferences: what is chosen, refused and reset, and where it holds."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD, make_page, reload, stored
from tests.web.identity.signing_in import sign_in
from tests.web.pages import change_section, rome, text_of
from tests.web.posting import press, values_in
from wiki.editing.watching.mailing import confirmation_token
from wiki.editing.watching.preferences import change_preference
from wiki.editing.watching.watch import watch
from wiki.models import Preferences, Revision, User, Watch
from wiki.permissions import Editor
from wiki.reading.watching.watching import page_target, watching

pytestmark = pytest.mark.django_db
PLACE, EMAIL = "/wiki/Special:Preferences", "/wiki/Special:ChangeEmail"


@pytest.fixture
def signed_in(client: Client, alice: Editor) -> Client:
    return sign_in(client, "Alice")


def chosen() -> Preferences:
    return User.objects.get(username="Alice").chosen


def save(client: Client, **values: str) -> object:
    """Post the form with these values, boxes as ticked, everything else as at first."""
    return client.post(PLACE, {"watch_days": "7", **values})


def test_without_an_account_one_logs_in(client: Client) -> None:
    for address in (PLACE, f"{PLACE}/reset", "/confirm-email/x"):
        assert client.get(address)["Location"].startswith("/wiki/Special:UserLogin?next=")
        assert client.post(address)["Location"].startswith("/wiki/Special:UserLogin?next=")


def test_everything_is_kept_and_can_be_reset(signed_in: Client) -> None:
    answer = save(
        signed_in, text="large", colour="dark", language="de", zone="europe/berlin", minor="on",
        watch_days="30", signature="*[[User:Alice|A]]*", mail="weekly", notify_pages="on",
        watch_period="1 month", hide_own="on",
    )  # fmt: skip
    assert answer.status_code == 303
    assert chosen() == Preferences(
        text="large", colour="dark", language="de", zone="Europe/Berlin", minor=True, watch_days=30,
        signature="*[[User:Alice|A]]*", mail="weekly", notify_pages=True, watch_period="1 month",
        hide_own=True, watch_created=False, hide_bots=False, notify_parts=False, ask_impact=False,
            subscribe=False,
    )  # fmt: skip
    assert signed_in.cookies["language"].value == "de"
    html = signed_in.get(PLACE).content.decode()
    assert 'class="text-large colour-dark" data-account' in html
    assert 'lang="de"' in html
    assert signed_in.get(f"{PLACE}/reset").status_code == 302  # nothing by a link
    signed_in.post(f"{PLACE}/reset")
    assert chosen() == Preferences()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("zone", "Middle-earth/Shire", "There is no time zone of this name"),
        ("zone", "../../etc/passwd", "There is no time zone of this name"),
        ("signature", "<script>alert(1)</script>", "cannot have HTML"),
        ("signature", "Alice", "needs a link to [[User:Alice]]"),
        ("signature", "x" * 300, "has 300 characters; 255 are the most"),
        ("language", "tlh", "Select a valid choice"),
        ("watch_days", "400", "Select a valid choice"),
        ("watch_period", "3 fortnights", "Select a valid choice"),
        ("mail", "hourly", "Select a valid choice"),
        ("colour", '"><script>', "Select a valid choice"),
    ],
)
def test_bad_values_are_told_beside_the_field_and_nothing_is_kept(
    signed_in: Client, field: str, value: str, words: str
) -> None:
    answer = save(signed_in, minor="on", **{field: value})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert words in html
    assert re.search(rf'id="id_{field}_error"', html)
    assert "<script>alert" not in html
    assert chosen() == Preferences()


def test_times_are_told_in_the_readers_zone(signed_in: Client, alice: Editor, client: Client) -> None:
    page = rome(alice)
    stored(Revision).update(timestamp="2026-01-05T23:30:00Z")
    page = reload(page)
    text = text_of(signed_in, "/history/Rome")
    assert "5 January 2026" in text
    assert "23:30" in text
    change_preference(alice, zone="Asia/Tokyo")
    text = text_of(signed_in, "/history/Rome")
    assert "6 January 2026" in text
    assert "08:30" in text
    assert "All times are those of Asia/Tokyo." in text
    assert "6 January 2026, at 08:30 (Asia/Tokyo)" in signed_in.get("/wiki/Rome").content.decode()
    other = Client()  # the next reader of this thread
    assert "23:30" in text_of(other, "/history/Rome")
    assert "5 January 2026, at 23:30 (UTC)" in other.get("/wiki/Rome").content.decode()
    assert page.latest.timestamp.hour == 23


def test_a_view_costs_no_query_more(
    signed_in: Client, alice: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rome()
    change_preference(alice, zone="Asia/Tokyo", text="large", mail="daily")
    signed_in.get("/wiki/Rome")
    with django_assert_num_queries(3):
        signed_in.get("/wiki/Rome")


def test_appearance_is_kept_from_the_frame(signed_in: Client) -> None:
    assert signed_in.post(f"{PLACE}/appearance", {"name": "width", "value": "wide"}).status_code == 204
    assert chosen().width == "wide"
    for name, value in (("width", "huge"), ("signature", "x"), ("", "")):
        assert signed_in.post(f"{PLACE}/appearance", {"name": name, "value": value}).status_code == 400
    assert chosen() == Preferences(width="wide")
    assert "data-account" not in Client().get(PLACE, follow=True).content.decode()


def test_the_language_comes_along_with_logging_in(alice: Editor, client: Client) -> None:
    change_preference(alice, language="fr")
    client.post("/wiki/Special:UserLogin", {"username": "Alice", "password": PASSWORD})
    assert client.cookies["language"].value == "fr"
    client.get("/wiki/Special:Language/de")
    assert chosen().language == "de"


# ---- Editing ----------------------------------------------------------------------------------------------


def test_signing_as_one_wishes(signed_in: Client, alice: Editor) -> None:
    change_preference(alice, signature="*[[User:Alice|A.]]*")
    press(signed_in, signed_in.get("/edit/Talk:Rome"), text="Yes. ~~~~")
    assert "Yes. *[[User:Alice|A.]]* " in signed_in.get("/raw/Talk:Rome").content.decode()


def test_minor_by_default_and_a_preview_at_once(signed_in: Client, alice: Editor) -> None:
    rome()
    form = signed_in.get("/edit/Rome")
    assert "minor" not in values_in(form)
    assert 'id="wikiPreview"' not in form.content.decode()
    change_preference(alice, minor=True, preview_first=True)
    form = signed_in.get("/edit/Rome")
    assert values_in(form)["minor"] == "1"
    assert 'id="wikiPreview"' in form.content.decode()
    assert signed_in.get("/edit/Rome?part=infobox").status_code == 200
    assert signed_in.get("/edit/Nowhere").status_code == 200


def test_an_empty_summary_is_asked_about_once(signed_in: Client, alice: Editor) -> None:
    page = make_page("Rome", "A city.")
    change_preference(alice, ask_summary=True)
    asked = press(signed_in, signed_in.get("/edit/Rome"), text="A town.")
    assert "You gave no summary." in asked.content.decode()
    assert reload(page).number == 1
    assert press(signed_in, asked).status_code == 303
    assert reload(page).number == 2
    assert press(signed_in, signed_in.get("/edit/Rome"), text="A place.", summary="why").status_code == 303


def test_the_box_watches_what_is_saved(signed_in: Client, alice: Editor) -> None:
    form = signed_in.get("/edit/Rome")
    assert values_in(form)["watch"] == "1"  # what one creates, one watches
    press(signed_in, form, text="A city.")
    assert watching(alice.user, page_target(make_page("Milan").name).title).page is False
    assert Watch.objects.get().title == "Rome"
    form = signed_in.get("/edit/Milan")
    assert "watch" not in values_in(form)
    press(signed_in, form, text="Another.", watch="1", watchperiod="1 week")
    assert Watch.objects.get(title="Milan").expiry is not None
    form = signed_in.get("/edit/Milan")
    press(signed_in, form, text="Another city.", watchperiod="keep")
    assert Watch.objects.get(title="Milan").expiry is not None
    html = signed_in.get("/edit/Milan").content.decode()
    assert 'id="wpWatchthis" name="watch" value="1" accesskey="w" checked' in html
    change_preference(alice, watch_edited=True)
    make_page("Naples")
    assert values_in(signed_in.get("/edit/Naples"))["watch"] == "1"


def test_without_an_account_there_is_no_box(client: Client) -> None:
    assert "wpWatchthis" not in client.get("/edit/Rome").content.decode()


def test_what_is_told_follows_the_choice(signed_in: Client, alice: Editor) -> None:
    watch(page_target(rome().name), editor=alice)
    assert not Watch.objects.get().notify
    save(signed_in, notify_pages="on")
    assert Watch.objects.get().notify


# ---- The address, and the feed ----------------------------------------------------------------------------


def test_an_address_has_to_be_confirmed(signed_in: Client, alice: Editor, bob: Editor) -> None:
    save(signed_in, mail="each")
    signed_in.post(EMAIL, {"email": "alice@example.org"})
    (sent,) = mail.outbox
    assert sent.to == ["alice@example.org"]
    link = re.search(r"/confirm-email/\S+", sent.body)[0]
    assert User.objects.get(username="Alice").mail_address == ""
    assert "Is alice@example.org your address?" in text_of(signed_in, link)
    assert User.objects.get(username="Alice").mail_address == ""  # a look confirms nothing
    bob.user.email = "alice@example.org"
    assert signed_in.post(f"/confirm-email/{confirmation_token(bob.user)}").status_code == 400
    assert signed_in.post("/confirm-email/nonsense").status_code == 400
    assert signed_in.post(link).status_code == 303
    assert User.objects.get(username="Alice").mail_address == "alice@example.org"
    signed_in.post(EMAIL, {"email": "other@example.org"})
    assert User.objects.get(username="Alice").mail_address == ""
    assert signed_in.post(link).status_code == 400  # the address before
    signed_in.post(f"{PLACE}/confirm")
    assert [message.to for message in mail.outbox] == [["alice@example.org"], *[["other@example.org"]] * 2]


def test_the_feed_opens_with_its_key_alone(signed_in: Client, alice: Editor, bob: Editor) -> None:
    page = rome(bob)
    watch(page_target(page.name), editor=alice)
    change_section(page, "Economy", "Trade and much more.", bob)
    reader, number = Client(), alice.user.pk
    for key in ("", "?key=", "?key=nonsense"):
        assert reader.get(f"/feed/atom/watchlist/{number}{key}").status_code == 404
    signed_in.post(f"{PLACE}/feed")
    first = re.search(r'href="(/feed/atom/watchlist/[^"]+)"', signed_in.get(PLACE).content.decode())[1]
    answer = reader.get(first)
    assert answer.status_code == 200
    assert "Rome: § Economy" in answer.content.decode()
    signed_in.post(f"{PLACE}/feed")
    assert reader.get(first).status_code == 404
    assert reader.get(f"/feed/atom/watchlist/{2**70}?key=x").status_code == 404


def test_nobodys_mailbox_is_filled_with_links(signed_in: Client, alice: Editor) -> None:
    User.objects.filter(pk=alice.user.pk).update(email="victim@example.org")
    for _n in range(9):
        signed_in.post(f"{PLACE}/confirm")
    assert len(mail.outbox) == 5
