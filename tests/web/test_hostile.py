"""Nothing that somebody writes runs: in the HTML of every kind of page, nothing but the wiki's own could."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.hostile.attacks import some_attacks
from tests.web.hostile.dangers import dangers
from tests.web.hostile.filled import hostile_wiki, looked_at
from tests.web.identity.signing_in import sign_in
from tests.web.page_types import Looked

pytestmark = pytest.mark.django_db


def fetch(clients: dict[str, Client], looked: Looked, numbers: dict[str, int]) -> str:
    if looked.as_ not in clients:
        clients[looked.as_] = Client()
        if looked.as_ and "_auth_user_id" not in clients[looked.as_].session:
            sign_in(clients[looked.as_], looked.as_)
    address = looked.address.format(**numbers) if looked.status else looked.address
    answer = clients[looked.as_].get(address)
    assert answer.status_code in ((looked.status,) if looked.status else range(500)), looked.name
    return answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else ""


def test_nothing_of_what_was_written_could_run() -> None:
    chosen = some_attacks(every=10)
    numbers, clients = hostile_wiki(chosen), dict[str, Client]()
    found = {
        looked.name: list(dict.fromkeys(wrong))
        for looked in looked_at(chosen)
        if (wrong := list(dangers(fetch(clients, looked, numbers))))
    }
    assert found == {}
    article = fetch(clients, Looked("article", "/wiki/Rome"), numbers)
    assert article.count("alert(1)") > 400, "the attacks stand on the page, as words"
    talk = fetch(clients, Looked("talk", "/wiki/Talk:Rome"), numbers)
    assert talk.count('class="comment-start"') > 2, "comments are told among them"


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>", "<a href='java\tscript:alert(1)'>x</a>", "<p style='color:red'>x</p>",
        "<script>alert(1)</script>", "<iframe src=/x></iframe>", "<img src=//evil.example/x>",
        "<svg><animate attributeName=href /></svg>", "<form action=https://evil.example/></form>",
        "<meta http-equiv=refresh content=0>", "<img srcset='https://evil.example/x 2x'>",
        "<a href='data:text/html,x'>x</a>", "<base href=/x>", "<svg><a xlink:href='javascript:x'>x</a></svg>",
    ],
)  # fmt: skip
def test_what_could_run_is_seen(html: str) -> None:
    assert list(dangers(html))
