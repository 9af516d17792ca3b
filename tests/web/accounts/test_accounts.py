"""Signing up, logging in and out, passwords."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from config.limits import DEFAULTS
from tests.factories import PASSWORD, make_page, make_user
from wiki.models import LogEntry, SignUpQuestion, User
from wiki.models.sessions import Session
from wiki.permissions import Editor
from wiki.web.accounts.traps import stamp

pytestmark = pytest.mark.django_db

LOG_IN, SIGN_UP, LOG_OUT = (f"/wiki/Special:{name}" for name in ("UserLogin", "CreateAccount", "UserLogout"))
NEW = "a horse of another colour"


def sign_up(client: Client, name: str = "Dora", **more: str) -> object:
    form = {
        "username": name,
        "password1": NEW,
        "password2": NEW,
        "email": "",
        "stamp": stamp(None, time.time() - 9),
    }
    return client.post(SIGN_UP, {**form, **more})


def mails(number: int) -> list[object]:
    """What was sent once this many mails are out: they go out beside the answer."""
    deadline = time.monotonic() + 30
    while len(mail.outbox) < number and time.monotonic() < deadline:
        time.sleep(0.01)
    return mail.outbox


def is_logged_in(client: Client) -> bool:
    return 'id="pt-logout"' in client.get("/wiki/Special:Version").content.decode()


def test_a_new_account_is_logged_in_logged_and_sent_back(client: Client) -> None:
    make_page("Ant")
    answer = sign_up(client, "dora_the explorer", next="/wiki/Ant")
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Ant")
    assert list(User.objects.values_list("username", flat=True)) == ["Dora the explorer"]
    entry = LogEntry.objects.get()
    assert (entry.type, entry.action, entry.title) == ("newusers", "create", "Dora the explorer")
    html = client.get("/wiki/Ant").content.decode()
    assert "Welcome!" in html
    assert 'href="/wiki/User:Dora_the_explorer"' in html
    assert "Welcome!" not in client.get("/wiki/Ant").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": ""}, "required"),
        ({"username": "198.51.100.7"}, "looks like an IP address"),
        ({"username": "a/b"}, "“/”"),
        ({"username": "a#b"}, "“#”"),
        ({"username": "alice"}, "taken"),
        ({"username": "~2026-17"}, "mark of temporary accounts"),
        ({"username": "a=b"}, "“=”"),
        ({"username": "Аlice"}, "looks like that of the account “Alice”"),
        ({"username": "A l1ce."}, "looks like that of the account “Alice”"),
        ({"website": "https://spam.example"}, "trap for programs"),
        ({"stamp": ""}, "open for too long"),
        ({"stamp": "nonsense"}, "open for too long"),
        ({"stamp": stamp(None, time.time() + 86_400)}, "faster than people type"),
        ({"username": "x" * 256}, "255"),
        ({"password1": "short", "password2": "short"}, "at least 10"),
        ({"password1": "dora dora dora", "password2": "other other other"}, "match"),
        ({"email": "nonsense"}, "e"),
    ],
)
def test_a_bad_sign_up_is_refused_and_kept(
    client: Client, alice: Editor, changed: dict[str, str], said: str
) -> None:
    answer = sign_up(
        client,
        name=changed.get("username", "Dora"),
        **{k: v for k, v in changed.items() if k != "username"},
    )
    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in html
    assert said in html
    assert User.objects.count() == 1


def test_a_question_of_the_wiki_has_to_be_answered(client: Client, db: None) -> None:
    asked = SignUpQuestion.objects.create(question="What flows through Rome?", answers="Tiber\nthe  Tiber")
    SignUpQuestion.objects.create(question="Not asked", answers="x", asked=False)
    page = client.get(SIGN_UP).content.decode()
    assert "What flows through Rome?" in page
    assert "Not asked" not in page
    when = time.time() - 9
    for answer in ("", "Nile", "x"):
        wrong = sign_up(client, answer=answer, stamp=stamp(asked, when))
        assert (wrong.status_code, User.objects.count()) == (400, 0)
        assert "That is not the answer" in wrong.content.decode()
    # A stamp without a question, or with one that is not asked, does not spare the answer.
    assert sign_up(client, stamp=stamp(None, when)).status_code == 400
    again = re.search(r'name="stamp" value="([^"]+)"', wrong.content.decode())[1]
    assert sign_up(client, answer=" The tiber ", stamp=again).status_code == 303


def test_an_address_signs_up_six_times_a_day(client: Client, db: None, settings) -> None:
    settings.RATE_LIMITS = DEFAULTS
    for letter in "abcdef":
        assert sign_up(Client(), f"Dora{letter}").status_code == 303
    refused = sign_up(client, "Emil")
    assert (refused.status_code, User.objects.count()) == (429, 6)
    assert sign_up(Client(REMOTE_ADDR="192.0.2.9"), "Emil").status_code == 303


def test_an_address_asks_thirty_times_for_any_password(client: Client, alice: Editor, settings) -> None:
    settings.RATE_LIMITS = DEFAULTS
    for number in range(30):
        client.post(LOG_IN, {"username": f"Nobody {number}", "password": "wrong"})
    refused = client.post(LOG_IN, {"username": "Alice", "password": PASSWORD})
    assert refused.status_code == 400
    assert "too often" in refused.content.decode()
    answer = Client(REMOTE_ADDR="192.0.2.9").post(LOG_IN, {"username": "Alice", "password": PASSWORD})
    assert answer.status_code == 303


def test_where_an_address_is_mandatory_signing_up_asks_for_it(client: Client, db: None, settings) -> None:
    settings.EMAIL_VERIFICATION = "mandatory"
    assert sign_up(client).status_code == 400
    answer = sign_up(client, email="dora@example.org")
    assert answer["Location"] == f"{LOG_IN}/address"
    assert mail.outbox[0].to == ["dora@example.org"]
    assert not is_logged_in(client)


@pytest.mark.parametrize("name", ["Alice", "alice", "_alice"])
def test_logging_in_leads_back_to_the_page(client: Client, alice: Editor, name: str) -> None:
    answer = client.post(LOG_IN, {"username": name, "password": PASSWORD, "next": "/wiki/Ant?x=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Ant?x=1")
    assert is_logged_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_led_to_another_site(client: Client, alice: Editor, target: str) -> None:
    answer = client.post(LOG_IN, {"username": "Alice", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/wiki/Main_Page"
    assert client.get(LOG_IN, {"next": target})["Location"] == "/wiki/Main_Page"
    assert client.post(LOG_OUT, {"next": target})["Location"] == "/wiki/Main_Page"
    assert sign_up(client, next=target)["Location"] == "/wiki/Main_Page"


def test_a_wrong_password_says_nothing_of_who_exists(client: Client, alice: Editor) -> None:
    answers = [client.post(LOG_IN, {"username": name, "password": "wrong"}) for name in ("Alice", "Nobody")]
    assert [answer.status_code for answer in answers] == [400, 400]
    said = {
        re.search(r'role="alert">(.*?)</div>', answer.content.decode(), re.DOTALL)[1] for answer in answers
    }
    assert len(said) == 1
    assert not is_logged_in(client)


def test_a_session_ends_with_the_browser_unless_one_asks(client: Client, alice: Editor) -> None:
    client.post(LOG_IN, {"username": "Alice", "password": PASSWORD})
    assert client.session.get_expire_at_browser_close()
    client.post(LOG_OUT)
    client.post(LOG_IN, {"username": "Alice", "password": PASSWORD, "keep": "on"})
    assert client.session.get_expiry_age() > 300 * 24 * 3600


def test_logging_out_takes_a_post(client: Client, alice: Editor) -> None:
    client.login(username="Alice", password=PASSWORD)
    assert client.get(LOG_OUT).status_code == 200
    assert is_logged_in(client)
    answer = client.post(LOG_OUT, {"next": "/wiki/Special:Version"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Special:Version")
    assert not is_logged_in(client)


def test_forms_of_accounts_need_a_token(alice: Editor) -> None:
    careful = Client(enforce_csrf_checks=True)
    for path in (LOG_IN, SIGN_UP, LOG_OUT):
        assert careful.post(path, {"username": "Alice", "password": PASSWORD}).status_code == 403


def test_changing_the_password(client: Client, alice: Editor) -> None:
    path = "/wiki/Special:ChangePassword"
    assert client.get(path)["Location"].startswith(f"{LOG_IN}?next=")
    client.login(username="Alice", password=PASSWORD)
    form = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert "alert" in client.post(path, form).content.decode()
    assert client.post(path, {**form, "old_password": PASSWORD}).status_code == 302
    assert is_logged_in(client)
    assert User.objects.get().check_password(NEW)


def test_resetting_the_password(client: Client) -> None:
    user = make_user("Alice")
    User.objects.filter(pk=user.pk).update(email="alice@example.org")
    path = "/wiki/Special:PasswordReset"
    sent = client.post(path, {"email": "alice@example.org"}).content.decode()
    unknown = client.post(path, {"email": "nobody@example.org"}).content.decode()
    assert "is on its way" in sent
    assert sent == unknown
    assert len(mails(1)) == 1
    assert mail.outbox[0].subject == "[Stemma] New password for Stemma"
    link = urlsplit(re.search(r"http\S+", mail.outbox[0].body)[0]).path
    form = client.get(link, follow=True)
    answer = client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert (answer.status_code, answer["Location"]) == (302, LOG_IN)
    assert User.objects.get().check_password(NEW)
    assert "used already" in client.get(link, follow=True).content.decode()


def test_the_link_in_the_mail_does_not_trust_the_host_header(client: Client, settings) -> None:
    user = make_user("Alice")
    User.objects.filter(pk=user.pk).update(email="alice@example.org")
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        "/wiki/Special:PasswordReset", {"email": "alice@example.org"}, headers={"Host": "evil.example"}
    )
    assert "evil.example" not in mails(1)[0].body
    assert settings.SITE_URL in mail.outbox[0].body


def test_nobody_is_mailed_for_ever(client: Client, db: None) -> None:
    path = "/wiki/Special:PasswordReset"
    for _n in range(5):
        assert client.post(path, {"email": "nobody@example.org"}).status_code == 200
    assert client.post(path, {"email": "Nobody@example.org"}).status_code == 429


def test_another_password_by_mail_ends_all_sessions(client: Client) -> None:
    user = make_user("Alice")
    User.objects.filter(pk=user.pk).update(email="alice@example.org")
    other = Client()
    other.post(LOG_IN, {"username": "Alice", "password": PASSWORD})
    client.post("/wiki/Special:PasswordReset", {"email": "alice@example.org"})
    link = urlsplit(re.search(r"http\S+", mails(1)[0].body)[0]).path
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert not is_logged_in(other)
    assert not Session.objects.filter(account=user).exists()


def test_a_broken_link_of_a_mail_says_so(client: Client) -> None:
    assert "used already" in client.get("/reset/x/y").content.decode()


def test_log_in_links_carry_the_page(client: Client) -> None:
    make_page("Ant")
    html = client.get("/wiki/Ant").content.decode()
    assert 'href="/wiki/Special:UserLogin?next=/wiki/Ant"' in html
    inside = client.get(f"{LOG_IN}?next=/wiki/Ant").content.decode()
    assert 'href="/wiki/Special:CreateAccount?next=/wiki/Ant"' in inside
