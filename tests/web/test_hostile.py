"""Nothing that somebody writes runs: in the HTML of every kind of page, nothing but the wiki's own could."""

from __future__ import annotations

from collections.abc import Iterator

import html5lib
import pytest
from django.test import Client

from tests.web.hostile import attacks, hostile_wiki, looked_at
from tests.web.identity.signing_in import sign_in
from tests.web.page_types import Looked

pytestmark = pytest.mark.django_db

XHTML = "{http://www.w3.org/1999/xhtml}"
NEVER = {
    "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "foreignObject",
    "animate", "set", "animateTransform", "handler", "math", "marquee", "noscript",
}  # fmt: skip
ADDRESSES = (
    *("href", "src", "action", "formaction", "poster", "background", "cite", "data", "ping"),
    "{http://www.w3.org/1999/xlink}href",
)
SAFE = ("/", "#", "?", "http://", "https://", "mailto:")  # how an address may begin
OWN = ("/", "#", "?")


def dangers(html: str) -> Iterator[str]:
    """What could run, or fetch something from elsewhere."""
    for element in html5lib.parse(html).iter():
        tag = str(element.tag).rpartition("}")[2]
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        if tag in NEVER:
            yield f"<{tag}> {attributes}"
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
            yield "a script in the page"
        if tag == "meta" and "http-equiv" in attributes:
            yield f"meta {attributes}"
        for name, value in attributes.items():
            plain = "".join(value.split()).lower()
            if name.lower().startswith("on") or name in ("style", "srcdoc"):
                yield f"<{tag} {name}={value[:80]}>"
            sheet = tag == "link" and attributes.get("rel") == "stylesheet"
            fetched = (name != "href" and tag != "a") or sheet
            if name in ADDRESSES and plain and not plain.startswith(OWN if fetched else SAFE):
                yield f"<{tag} {name}={value[:80]}>"
            if name in ADDRESSES and fetched and plain.startswith("//"):
                yield f"<{tag} {name}={value[:80]}> is another host's"
            if name == "srcset" and any(not one.strip().startswith("/") for one in value.split(", ")):
                yield f"<{tag} srcset={value[:80]}>"


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
    chosen = attacks(every=1)
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
