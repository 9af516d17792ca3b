"""Special:AccountSecurity: codes, recovery codes and sessions; asked for anew before they change."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import PASSWORD
from tests.web.identity.signing_in import ask_codes, code_of, recovery_codes, sign_in
from wiki.models import User
from wiki.models.sessions import Session
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
PLACE, PROVE = "/wiki/Special:AccountSecurity", "/wiki/Special:Reauthenticate"
NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
GUARDED = (
    "codes/picture",
    "codes",
    "codes/off",
    "recovery",
    "recovery/new",
    "recovery/file",
    "passkeys/add",
    "passkeys/1/name",
)


@pytest.fixture
def signed_in(client: Client, alice: Editor) -> Client:
    return sign_in(client, "Alice")


def test_codes_are_turned_on_and_off(signed_in: Client, alice: Editor) -> None:
    page = signed_in.get(f"{PLACE}/codes").content.decode()
    secret = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', page)[1]
    drawn = signed_in.get(f"{PLACE}/codes/picture")
    assert (drawn["Content-Type"], drawn["Cache-Control"]) == ("image/svg+xml", NOT_KEPT)
    assert b"<svg" in drawn.content
    assert secret in signed_in.get(f"{PLACE}/codes/picture").wsgi_request.session["mfa.totp.secret"]
    wrong = signed_in.post(f"{PLACE}/codes", {"code": "1"})
    assert wrong.status_code == 400
    assert '<p class="error" id="id_code_error">' in wrong.content.decode()
    answer = signed_in.post(f"{PLACE}/codes", {"code": code_of(secret)})
    assert answer["Location"] == f"{PLACE}/recovery"
    codes = recovery_codes(alice.user)
    shown = signed_in.get(f"{PLACE}/recovery").content.decode()
    assert all(code in shown for code in codes)
    assert signed_in.get(f"{PLACE}/recovery/file").content.decode().split() == codes
    assert signed_in.post(f"{PLACE}/recovery/new")["Location"] == f"{PLACE}/recovery"
    assert set(recovery_codes(alice.user)).isdisjoint(codes)
    assert "10 recovery codes are left." in signed_in.get(PLACE).content.decode()
    assert signed_in.get(f"{PLACE}/codes/off").status_code == 200
    assert signed_in.post(f"{PLACE}/codes/off")["Location"] == PLACE
    assert not Authenticator.objects.exists()


def test_what_was_said_is_said_once(signed_in: Client) -> None:
    said = [text in signed_in.get(PLACE).content.decode() for text in ["You are now logged in."] * 2]
    assert said == [True, False]


@pytest.mark.parametrize("part", GUARDED)
def test_a_session_that_proved_nothing_lately_is_asked_first(client: Client, alice: Editor, part: str):
    ask_codes(alice.user)
    client.force_login(alice.user)
    answer = client.get(f"{PLACE}/{part}")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{PROVE}?next={quote(f'{PLACE}/{part}', safe='')}",
    )
    assert client.post(f"{PLACE}/{part}").status_code == (405 if part == "recovery" else 302)
    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in GUARDED), "/sessions"])
def test_without_an_account_one_logs_in(client: Client, db: None, part: str) -> None:
    assert client.get(PLACE + part)["Location"].startswith("/wiki/Special:UserLogin?next=")
    assert client.post(PLACE + part)["Location"].startswith("/wiki/Special:UserLogin?next=")


def test_the_password_or_a_code_proves_who_asks(client: Client, alice: Editor) -> None:
    secret = ask_codes(alice.user)
    for way, given in (("", {"password": PASSWORD}), ("/code", {"code": code_of(secret)})):
        client.force_login(alice.user)
        asked = client.get(f"{PLACE}/recovery")["Location"].replace(PROVE, PROVE + way)
        assert client.get(asked).status_code == 200
        assert client.post(asked, {next(iter(given)): "wrong"}).status_code == 400
        answer = client.post(asked, given)
        assert (answer.status_code, answer["Location"]) == (302, f"{PLACE}/recovery")
        assert client.get(f"{PLACE}/recovery").status_code == 200
        client.logout()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_proving_leads_to_no_other_site(client: Client, alice: Editor, target: str) -> None:
    client.force_login(alice.user)
    answer = client.post(PROVE, {"password": PASSWORD, "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/wiki/Main_Page")


def test_what_is_not_there(signed_in: Client, bob: Editor) -> None:
    for part in ("nonsense", "passkeys/x/remove", "passkeys/1/eat", "passkeys/99/remove", "recovery"):
        assert (part, signed_in.get(f"{PLACE}/{part}").status_code) == (part, 404)
    assert signed_in.get(f"{PROVE}/nonsense").status_code == 404


# ---- Sessions ---------------------------------------------------------------------------------------------


def other_session(name: str = "Alice", agent: str = "Lynx") -> Client:
    return sign_in(Client(headers={"user-agent": agent}, REMOTE_ADDR="192.0.2.77"), name)


def test_sessions_are_listed_and_ended(signed_in: Client) -> None:
    lynx, _links = other_session(), other_session(agent="<b>Links</b>")
    page = signed_in.get(PLACE).content.decode()
    assert "This browser" in page
    assert "&lt;b&gt;Links&lt;/b&gt;" in page
    assert "from 192.0.2.77" in page
    assert not any(key in page for key in Session.objects.values_list("session_key", flat=True))
    name = re.search(r"Lynx.*?value=\"(\w+)\"", page)[1]
    assert signed_in.post(f"{PLACE}/sessions", {"session": name}).status_code == 303
    assert "pt-logout" not in lynx.get("/wiki/Special:Version").content.decode()
    assert Session.objects.count() == 2
    signed_in.post(f"{PLACE}/sessions")
    assert [row.session_key for row in Session.objects.all()] == [signed_in.session.session_key]


def test_nobody_ends_the_sessions_of_another(signed_in: Client, bob: Editor) -> None:
    theirs = other_session("Bob")
    name = re.search(r"value=\"(\w{20})\"", Client().get(PLACE, follow=True).content.decode() or "")
    assert name is None
    own = other_session("Bob")
    listed = re.search(r'name="session" value="(\w+)"', own.get(PLACE).content.decode())[1]
    assert signed_in.post(f"{PLACE}/sessions", {"session": listed}).status_code == 303
    signed_in.post(f"{PLACE}/sessions")
    assert "pt-logout" in theirs.get("/wiki/Special:Version").content.decode()


def test_another_password_ends_all_other_sessions(signed_in: Client) -> None:
    other_session()
    new = "a horse of another colour"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    signed_in.post("/wiki/Special:ChangePassword", form)
    assert Session.objects.count() == 1
    assert "pt-logout" in signed_in.get("/wiki/Special:Version").content.decode()
    assert User.objects.get().check_password(new)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sessions_costs_the_same(
    signed_in: Client, count: int, django_assert_num_queries
) -> None:
    for _n in range(count):
        other_session()
    with django_assert_num_queries(4):
        signed_in.get(PLACE)
