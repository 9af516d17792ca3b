"""Accounts of other places, with a server that knows one person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from django.test import Client

from tests.web.identity.other_place import OtherPlace, other_place
from tests.web.identity.signing_in import LOG_IN, ask_codes, sign_in
from wiki.models import LogEntry, Pattern, User
from wiki.moderation.block import Terms, block, block_target
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
APP = "allauth.socialaccount.providers.openid_connect"
ELSEWHERE, NEW = f"{LOG_IN}/elsewhere", "/wiki/Special:CreateAccount/elsewhere"
CONNECTIONS = "/wiki/Special:AccountSecurity/elsewhere"
CALLBACK = "/accounts/oidc/oidc/login/callback/"


@pytest.fixture
def place(settings) -> Iterator[OtherPlace]:
    with other_place() as server:
        keys = {"provider_id": "oidc", "name": "The Guild", "client_id": "wiki", "secret": "s"}
        app = {**keys, "settings": {"server_url": server.address}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
        settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, APP]
        settings.ROOT_URLCONF = "tests.web.identity.urls_elsewhere"
        registry.loaded = False
        yield server
    registry.provider_map.pop("openid_connect", None)
    registry.loaded = False


def go_there(client: Client, address: str = ELSEWHERE, **more: str) -> str:
    """Press the button, as a browser follow the page that leads on, come back; where one is led."""
    page = client.post(address, {"place": "oidc", **more})
    assert page.status_code == 200
    there = unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())[1])
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back, {"code": "c", "state": asked["state"][0]})["Location"]


def test_without_a_setting_there_is_no_button_and_no_address(client: Client, db: None) -> None:
    assert "Log in with " not in client.get(LOG_IN).content.decode().replace("Log in with a passkey", "")
    assert client.post(ELSEWHERE, {"place": "oidc"})["Location"] == LOG_IN
    assert client.get(CALLBACK).status_code == 404
    assert client.get(NEW)["Location"] == LOG_IN


def test_somebody_new_chooses_a_name_and_comes_again(
    client: Client, place: OtherPlace, alice: Editor
) -> None:
    assert "Log in with The Guild" in client.get(LOG_IN).content.decode()
    assert go_there(client, next="/wiki/Ant") == NEW
    assert 'value="dora@example.org"' in client.get(NEW).content.decode()
    for name in ("alice", "a#b", "A1ice"):
        assert client.post(NEW, {"username": name, "email": "dora@example.org"}).status_code == 400
    answer = client.post(NEW, {"username": "dora d", "email": "dora@example.org"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Ant")
    user = User.objects.get(username="Dora d")
    assert (user.mail_address, user.has_usable_password()) == ("dora@example.org", False)
    assert LogEntry.objects.get().title == "Dora d"
    again = Client()
    assert go_there(again, next="//evil.example") == "/wiki/Main_Page"
    assert again.session["_auth_user_id"] == str(user.pk)


def test_an_address_that_is_not_vouched_for_is_not_confirmed(client: Client, place: OtherPlace) -> None:
    place.person["email_verified"] = False
    go_there(client)
    client.post(NEW, {"username": "Dora", "email": "dora@example.org"})
    assert User.objects.get().mail_address == ""


def test_it_is_refused_what_is_refused_to_all_who_sign_up(
    client: Client, place: OtherPlace, carol: Editor, settings
) -> None:
    settings.RATE_LIMITS = {"createaccount": {"ip": (1, 3600)}}
    Pattern.objects.create(kind="title", pattern="User:Buy .*", reason="It sells something.")
    go_there(client)
    said = client.post(NEW, {"username": "Buy shoes"})
    assert (said.status_code, "It sells something." in said.content.decode()) == (400, True)
    assert client.post(NEW, {"username": "Dora"}).status_code == 303
    place.person["sub"] = "p-18"
    other = Client()
    go_there(other)
    assert other.post(NEW, {"username": "Emil"}).status_code == 429
    settings.RATE_LIMITS = {}
    block(block_target("127.0.0.1"), Terms(), editor=carol)
    go_there(other)
    assert other.post(NEW, {"username": "Emil"}).status_code == 403
    assert not User.objects.filter(username="Emil").exists()


def test_the_same_address_there_opens_no_account_here(
    client: Client, place: OtherPlace, alice: Editor
) -> None:
    User.objects.update(email="dora@example.org", confirmed_email="dora@example.org")
    assert go_there(client) == NEW
    assert "_auth_user_id" not in client.session


def test_an_account_is_connected_and_disconnected(client: Client, place: OtherPlace, alice: Editor) -> None:
    sign_in(client, "Alice")
    assert go_there(client, CONNECTIONS) == CONNECTIONS
    assert SocialAccount.objects.get().user == alice.user
    assert "p-17" in client.get(CONNECTIONS).content.decode()
    assert go_there(Client()) == "/wiki/Main_Page"
    client.post(CONNECTIONS, {"account": str(SocialAccount.objects.get().pk)})
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_all_the_same(
    client: Client, place: OtherPlace, alice: Editor
) -> None:
    SocialAccount.objects.create(user=alice.user, provider="oidc", uid="p-17")
    ask_codes(alice.user)
    assert go_there(client) == f"{LOG_IN}/code"
    assert "_auth_user_id" not in client.session


def test_what_comes_back_without_having_been_sent_is_refused(client: Client, place: OtherPlace) -> None:
    answer = client.get(CALLBACK, {"code": "c", "state": "forged"})
    assert answer["Location"] == LOG_IN
    assert "did not log you in" in client.get(LOG_IN).content.decode()
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(ELSEWHERE, {"place": "oidc"}).status_code == 403
    assert client.post(ELSEWHERE, {"place": "nowhere"}).status_code == 404


def test_a_place_that_does_not_answer_is_told(client: Client, place: OtherPlace, settings) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    assert client.post(ELSEWHERE, {"place": "oidc"}).status_code == 502
