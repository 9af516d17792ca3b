"""Special:ChangeEmail."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from tests.web.identity.signing_in import sign_in
from wiki.models import User
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
PLACE = "/wiki/Special:ChangeEmail"


def address() -> str:
    return User.objects.get(username="Alice").email


def test_the_address_changes_and_a_link_is_sent(client: Client, alice: Editor) -> None:
    sign_in(client, "Alice")
    answer = client.post(PLACE, {"email": "alice@example.org"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Special:Preferences")
    assert (address(), mail.outbox[0].to) == ("alice@example.org", ["alice@example.org"])
    assert "alice@example.org" in client.get(PLACE).content.decode()
    client.post(PLACE, {"email": ""})
    assert (address(), len(mail.outbox)) == ("", 1)


def test_bad_addresses_are_told(client: Client, alice: Editor, settings) -> None:
    sign_in(client, "Alice")
    answer = client.post(PLACE, {"email": "no address"})
    assert (answer.status_code, address()) == (400, "")
    settings.EMAIL_VERIFICATION = "mandatory"
    assert "need an e-mail address" in client.post(PLACE, {"email": ""}).content.decode()


def test_it_is_asked_first_who_asks(client: Client, alice: Editor) -> None:
    assert client.get(PLACE)["Location"].startswith("/wiki/Special:UserLogin?next=")
    client.force_login(alice.user)
    for answer in (client.get(PLACE), client.post(PLACE, {"email": "evil@example.org"})):
        assert answer["Location"].startswith("/wiki/Special:Reauthenticate?next=")
    assert address() == ""
