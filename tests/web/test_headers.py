"""The headers that guard a reader: on every kind of answer, with no exception that is not written here."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_page
from tests.web.identity.signing_in import sign_in
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
ANSWERS = {
    "/wiki/Rome": 200, "/history/Rome": 200, "/raw/Rome": 200, "/preview/Rome": 200, "/search?q=Rome": 200,
    "/suggest?q=Ro": 200, "/edit/Rome": 200, "/wiki/Special:RecentChanges": 200, "/feed/atom/changes": 200,
    "/wiki/Special:UserLogin": 302, "/wiki/Special:Preferences": 200, "/download/md/Rome": 200,
    "/sitemap.xml": 200, "/robots.txt": 200, "/wiki/Nowhere": 404, "/nowhere": 404, "/wiki/A%3CB": 400,
    "/delete/Rome": 403, "/admin/": 302,
}  # fmt: skip
SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
EDITOR = ("/edit/Rome",)  # its script makes style elements, which bear a nonce


def test_every_answer_carries_them(alice: Editor) -> None:
    make_page("Rome")
    client, wrong = sign_in(Client(), "Alice"), {}
    for address, status in ANSWERS.items():
        answer = client.get(address)
        policy = answer.get("Content-Security-Policy", "")
        said = {name: answer.get(name) for name in SAME}
        good = "default-src 'self'" in policy and "object-src 'none'" in policy
        bad = "unsafe" in policy or ("'nonce-" in policy and address not in EDITOR) or "script-src" in policy
        asks = "camera=()" in answer.get("Permissions-Policy", "")
        if (answer.status_code, said, good, bad, asks) != (status, SAME, True, False, True):
            wrong[address] = (answer.status_code, said, policy)
    assert wrong == {}


def test_cookies_are_for_the_server_alone_and_for_no_other_site(alice: Editor) -> None:
    client = sign_in(Client(), "Alice")
    client.get("/wiki/Special:Preferences")
    set_ones = {name: cookie for name, cookie in client.cookies.items() if cookie.value}  # not taken away
    kept = {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in set_ones.items()}
    token = kept.pop("csrftoken", (False, "Lax"))  # worth nothing without the session
    assert token[1] == "Lax"
    assert set(kept.values()) == {(True, "Lax")}, kept
