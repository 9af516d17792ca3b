"""Nothing that somebody writes runs: in the HTML of every kind of page, nothing but the wiki's own could."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.hostile.answers import answers
from tests.web.hostile.attacks import Turn, every_attack, some_attacks
from tests.web.hostile.dangers import dangers
from tests.web.hostile.desk import looked_at_by_moderators, searched
from tests.web.hostile.filled import hostile_wiki, looked_at
from tests.web.hostile.plan import not_attacked
from tests.web.identity.signing_in import sign_in
from tests.web.page_types import Looked

pytestmark = pytest.mark.django_db


AGENT = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"


class Clients(dict[str, Client]):
    """A browser of each account, and of nobody; its name is an attack too."""

    def __missing__(self, name: str) -> Client:
        self[name] = Client(headers={"user-agent": AGENT})
        return sign_in(self[name], name) if name else self[name]


def wrong_in(answer: HttpResponse, address: str = "") -> list[str]:
    html = answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else ""
    return list(dict.fromkeys(dangers(html, relative=address.startswith("/admin/"))))


def fetch(clients: Clients, looked: Looked, numbers: dict[str, int | str]) -> HttpResponse:
    address = looked.address.format(**numbers) if looked.status else looked.address
    answer = clients[looked.as_].get(address)
    assert answer.status_code in ((looked.status,) if looked.status else range(500)), looked.name
    return answer


def test_nothing_of_what_was_written_could_run() -> None:
    chosen = some_attacks(every=10)
    numbers, clients = hostile_wiki(chosen), Clients()
    assert " ".join(not_attacked()) == "", "hostile/plan.py says that these hold attacks"
    found = {
        looked.name: wrong
        for looked in (*looked_at(chosen), *looked_at_by_moderators(), *searched(Turn(every_attack()[4::10])))
        if (wrong := wrong_in(fetch(clients, looked, numbers), looked.address))
    }
    assert found == {}
    article = clients[""].get("/wiki/Rome").content.decode()
    assert article.count("alert(1)") > 400, "the attacks stand on the page, as words"
    talk = clients[""].get("/wiki/Talk:Rome").content.decode()
    assert talk.count('class="comment-start"') > 2, "comments are told among them"
    for name, _who, answer in answers(clients.__getitem__, Turn(every_attack()[5::13])):
        assert answer.status_code in {200, *range(400, 500)}, f"{name}: {answer.status_code}"
        if wrong := wrong_in(answer, answer.request["PATH_INFO"]):
            found[name] = wrong
    assert found == {}


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
