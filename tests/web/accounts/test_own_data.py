"""Special:ExportMyData and Special:VanishAccount."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import edit_page, make_page
from tests.web.identity.signing_in import ask_codes, code_of, sign_in
from wiki.editing.watching.watch import watch
from wiki.models import Revision, User
from wiki.models.sessions import Session
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.watching.watching import page_target

pytestmark = pytest.mark.django_db
EXPORT, VANISH = "/wiki/Special:ExportMyData", "/wiki/Special:VanishAccount"


def archive(client: Client) -> dict[str, list]:
    answer = client.post(EXPORT)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    packed = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    return {name.removesuffix(".json"): json.loads(packed.read(name)) for name in packed.namelist()}


def test_everything_of_ones_own_is_in_it(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    rome = make_page("Rome", "A city.", editor=alice, summary="begun — “so”")
    edit_page(rome, "A village.", editor=bob)
    delete_page(make_page("Carthage", "A city.", editor=alice), editor=carol)
    hidden = edit_page(rome, "A town.", editor=alice, summary="a secret").revision
    Revision.objects.filter(pk=hidden.pk).update(summary_hidden=True)
    watch(page_target(rome.name), editor=alice)
    secret = ask_codes(alice.user)
    User.objects.filter(pk=alice.user.pk).update(email="alice@example.org")
    client.post("/wiki/Special:UserLogin", {"username": "Alice", "password": "correct horse battery"})
    client.post("/wiki/Special:UserLogin/code", {"code": code_of(secret)})
    found = archive(client)
    assert found["account"][0]["email"] == "alice@example.org"
    assert [(row["page"], row["summary"]) for row in found["edits"]] == [
        ("Rome", "begun — “so”"), ("Rome", ""),
    ]  # fmt: skip
    assert [row["page"] for row in found["watchlist"]] == ["Rome"]
    assert [row["type"] for row in found["second-factors"]] == ["totp", "recovery_codes"]
    assert len(found["sessions"]) == 1
    assert found["drafts"] == found["files"] == found["deeds"] == found["reports"] == []
    everything = json.dumps(found)
    assert not any(word in everything for word in (secret, "argon2", "a secret", "Carthage"))
    assert Session.objects.get().session_key not in everything


def test_once_a_minute(client: Client, alice: Editor) -> None:
    sign_in(client, "Alice")
    assert "ZIP" in client.get(EXPORT).content.decode()
    archive(client)
    assert client.post(EXPORT).status_code == 429
    cache.clear()
    archive(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_does_not_grow(client: Client, alice: Editor, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        make_page(f"Page {number}", editor=alice)
    sign_in(client, "Alice")
    with django_assert_num_queries(15):
        archive(client)


@pytest.mark.parametrize("place", [EXPORT, VANISH])
def test_it_is_asked_who_asks(client: Client, alice: Editor, place: str) -> None:
    assert client.get(place)["Location"].startswith("/wiki/Special:UserLogin?next=")
    client.force_login(alice.user)
    for answer in (client.get(place), client.post(place, {"name": "Alice"})):
        assert answer["Location"].startswith("/wiki/Special:Reauthenticate?next=")
    assert User.objects.get().username == "Alice"


def test_an_account_is_given_up_by_its_typed_name(client: Client, alice: Editor) -> None:
    sign_in(client, "Alice")
    for name in ("", "alice", "Bob"):
        assert client.post(VANISH, {"name": name}).status_code == 400
    answer = client.post(VANISH, {"name": "Alice"})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "was given up" in client.get("/wiki/Special:Version").content.decode()
    assert User.objects.get().username.startswith("Vanished user ")
    assert "pt-logout" not in client.get("/wiki/Special:Version").content.decode()


def test_the_only_administrator_is_told(client: Client, alice: Editor) -> None:
    User.objects.update(is_superuser=True)
    sign_in(client, "Alice")
    answer = client.post(VANISH, {"name": "Alice"})
    assert answer.status_code == 400
    assert "the last superuser" in answer.content.decode()


def test_giving_up_needs_a_token(alice: Editor) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice.user)
    assert [careful.post(place).status_code for place in (EXPORT, VANISH)] == [403, 403]
