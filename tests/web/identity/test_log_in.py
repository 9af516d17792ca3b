"""Logging in: the second factor, the address that has to be proved, attempts that fail."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD, make_page
from tests.web.identity.signing_in import LOG_IN, ask_codes, code_of, recovery_codes, sign_in
from wiki.models import User
from wiki.models.sessions import Session
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
CODE, ADDRESS = f"{LOG_IN}/code", f"{LOG_IN}/address"
GIVEN = {"username": "Alice", "password": PASSWORD}


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_is_asked_for_after_the_password(client: Client, alice: Editor) -> None:
    secret = ask_codes(alice.user)
    answer = client.post(LOG_IN, {**GIVEN, "next": "/wiki/Ant", "keep": "on"})
    assert (answer.status_code, answer["Location"], is_logged_in(client)) == (302, CODE, False)
    assert "second factor" in client.get(CODE).content.decode()
    wrong = client.post(CODE, {"code": "000000"})
    assert (wrong.status_code, is_logged_in(client)) == (400, False)
    assert "The code is wrong" in wrong.content.decode()
    answer = client.post(CODE, {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"], is_logged_in(client)) == (303, "/wiki/Ant", True)
    assert client.session.get_expiry_age() > 300 * 24 * 3600


def test_a_recovery_code_serves_once(client: Client, alice: Editor) -> None:
    ask_codes(alice.user)
    code = recovery_codes(alice.user)[0]
    for expected in (303, 400):
        other = Client()
        other.post(LOG_IN, GIVEN)
        assert other.post(CODE, {"code": code}).status_code == expected
    assert len(recovery_codes(alice.user)) == 9


def test_without_a_password_there_is_no_second_step(client: Client, alice: Editor) -> None:
    ask_codes(alice.user)
    for step in (CODE, ADDRESS):
        assert client.get(step)["Location"] == LOG_IN
        assert client.post(step, {"code": recovery_codes(alice.user)[0]})["Location"] == LOG_IN
    assert client.get(f"{LOG_IN}/passkey")["Location"] == LOG_IN
    assert client.post(f"{LOG_IN}/passkey", {"credential": '{"id": "x"}'})["Location"] == LOG_IN
    assert client.get(f"{LOG_IN}/nowhere").status_code == 404
    assert not is_logged_in(client)


def test_too_many_wrong_passwords_are_refused_however_the_name_is_written(
    client: Client, alice: Editor
) -> None:
    for name in ("Alice", "alice", "_alice", "Alice_") * 2:
        client.post(LOG_IN, {"username": name, "password": "wrong"})
    refused = client.post(LOG_IN, GIVEN)
    assert refused.status_code == 400
    assert "Too many attempts" in refused.content.decode()
    for _n in range(8):
        client.post(LOG_IN, {"username": "Nobody", "password": "wrong"})
    nobody = client.post(LOG_IN, {"username": "Nobody", "password": "wrong"})
    assert "Too many attempts" in nobody.content.decode()  # and so says nothing of who exists


def test_the_session_has_another_key_after_logging_in(client: Client, alice: Editor) -> None:
    ask_codes(alice.user)
    client.post(LOG_IN, GIVEN)
    before = client.session.session_key
    client.post(CODE, {"code": recovery_codes(alice.user)[0]})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_second_step_leads_to_no_other_site(client: Client, alice: Editor, target: str) -> None:
    ask_codes(alice.user)
    client.post(LOG_IN, {**GIVEN, "next": target})
    answer = client.post(f"{CODE}?next={target}", {"code": recovery_codes(alice.user)[0]})
    assert answer["Location"] == "/wiki/Main_Page"


def test_steps_need_a_token(alice: Editor) -> None:
    ask_codes(alice.user)
    careful = Client(enforce_csrf_checks=True)
    for path in (CODE, ADDRESS, f"{LOG_IN}/passkey", "/wiki/Special:Reauthenticate"):
        assert careful.post(path, {"code": "1"}).status_code == 403


def test_a_signed_in_view_takes_three_queries(
    client: Client, alice: Editor, django_assert_num_queries
) -> None:
    make_page("Ant")
    sign_in(client, "Alice")
    client.get("/wiki/Ant")
    with django_assert_num_queries(3):
        client.get("/wiki/Ant")


# ---- Where an address has to be proved --------------------------------------------------------------------


def test_an_unproved_address_keeps_out_where_one_is_mandatory(client: Client, alice: Editor, settings):
    settings.EMAIL_VERIFICATION = "mandatory"
    assert client.post(LOG_IN, GIVEN)["Location"] == ADDRESS
    assert "Give yours" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"email": "nonsense"}).status_code == 400
    sent = client.post(ADDRESS, {"email": "alice@example.org"})
    assert "A link was sent to alice@example.org" in sent.content.decode()
    assert not is_logged_in(client)
    link = re.search(r"/confirm-email/\S+", mail.outbox[0].body)[0]
    reader = Client()
    assert "Is alice@example.org your address?" in reader.get(link).content.decode()
    assert reader.post(link)["Location"] == LOG_IN
    assert User.objects.get().mail_address == "alice@example.org"
    sign_in(client, "Alice")
    assert is_logged_in(client)


def test_who_runs_the_wiki_is_never_locked_out(client: Client, alice: Editor, settings) -> None:
    settings.EMAIL_VERIFICATION = "mandatory"
    User.objects.update(is_superuser=True)
    sign_in(client, "Alice")
    assert is_logged_in(client)
