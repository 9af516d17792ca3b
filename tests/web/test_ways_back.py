"""Ways back lead to the wiki alone, whatever the address or the form says."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.test import Client

from tests.factories import PASSWORD, make_page
from tests.web.identity.signing_in import sign_in
from tests.web.post_forms import post_forms
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
HOSTILE = (
    "https://evil.example/", "//evil.example", "///evil.example", "https:evil.example", "/\\evil.example",
    "\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "\x08//evil.example", "\t//evil.example", " //evil.example", "http:\\\\evil.example", "https://testserver@evil.example/",
    "https://testserver.evil.example/",
)  # fmt: skip
WITHOUT_ACCOUNT = ("/wiki/Special:UserLogin", "/wiki/Special:CreateAccount", "/wiki/Special:UserLogin/code")
WITH_ACCOUNT = ("/watch?title=Rome", "/wiki/Special:Reauthenticate", "/wiki/Special:UserLogout", "/edit/Rome")
READS = re.compile(r"""(?:get\(|GET\[|POST\[)"next"|"next" in request""")
# Where the code reads or hands on `next`; what is new is tried above too.
READERS = {
    "wiki/admin/site.py", "wiki/web/editor/drafts.py", "wiki/web/frame/context.py",
    "wiki/web/identity/frame.py", "wiki/web/watching/watch.py",
}  # fmt: skip


def led_to(client: Client, address: str, given: dict[str, str], **more: str) -> str:
    return str(client.post(address, given, **more).get("Location", ""))  # type: ignore[arg-type]


def is_ours(place: str) -> bool:
    return re.match(r"(/(?![/\\])|$)", place) is not None and "\\" not in place.partition("?")[0]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_no_way_back_leads_elsewhere(wanted: str, alice: Editor) -> None:
    make_page("Rome")
    led = [led_to(Client(), WITHOUT_ACCOUNT[0], {"username": "Alice", "password": PASSWORD, "next": wanted})]
    client = sign_in(Client(), "Alice")
    star = {"title": "Rome", "next": wanted}
    led += [led_to(client, "/watch", {**star, "deed": deed}) for deed in ("watch", "unwatch")]
    led.append(led_to(client, "/wiki/Special:Reauthenticate", {"password": PASSWORD, "next": wanted}))
    if wanted.isprintable():
        answer = client.get("/wiki/Special:Language/de", headers={"Referer": wanted})
        led.append(str(answer.get("Location", "")))
    led.append(led_to(client, "/wiki/Special:UserLogout", {"next": wanted}))
    assert all(led[:-1]), led
    assert [place for place in led if not is_ours(place)] == []


@pytest.mark.parametrize("wanted", HOSTILE)
def test_no_form_carries_such_an_address_on(wanted: str, alice: Editor) -> None:
    make_page("Rome")
    client = sign_in(Client(), "Alice")
    asked = [(Client(), address) for address in WITHOUT_ACCOUNT] + [
        (client, address) for address in WITH_ACCOUNT
    ]
    carried = []
    for browser, address in asked:
        mark = "&" if "?" in address else "?"
        html = browser.get(f"{address}{mark}next={quote(wanted)}").content.decode()
        carried += [form.sent["next"] for form in post_forms(html, address) if "next" in form.sent]
    assert len(carried) >= 5
    assert [place for place in carried if not is_ours(str(place))] == []


def test_every_reader_of_a_way_back_is_known() -> None:
    code = (configured.BASE_DIR / "wiki").rglob("*.py")
    found = {str(path.relative_to(configured.BASE_DIR)) for path in code if READS.search(path.read_text())}
    assert found <= READERS, "try the new way back in this file too"
