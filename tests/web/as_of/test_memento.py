"""Memento (RFC 7089): headers, the time gate, time maps, and what the client of others makes of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from memento_client import MementoClient
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.conftest import Clock
from tests.factories import edit_page, make_page
from tests.web.identity.signing_in import sign_in
from wiki.models import Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.titles import Title
from wiki.web.as_of import memento

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
ORIGINAL = f"{SITE}/wiki/Rome"
GATE = f"/timegate/{ORIGINAL}"
TIMES = [f"Wed, 01 Jan 2020 0{hour}:00:00 GMT" for hour in range(4)]


@pytest.fixture
def ids(clock: Clock) -> list[int]:
    """Three revisions of Rome, one an hour."""
    page = make_page("Rome", "Text 0.")
    for n in (1, 2):
        clock.goes()
        edit_page(page, f"Text {n}.")
    clock.goes()
    return list(Revision.objects.filter(page=page).order_by("number").values_list("pk", flat=True))


def links(answer: HttpResponse) -> dict[str, dict[str, str]]:
    """The links of a header: what each address is, and the rest that is said of it."""
    found = {}
    for one in answer["Link"].split(", <"):
        address, said = one.lstrip("<").split(">; ")
        assert not re.search(r"[;>\s]", address)
        found[address] = dict(re.findall(r'([a-z]+)="([^"]*)"', said))
    return found


BESIDE = {
    f"{SITE}{GATE}": {"rel": "timegate"},
    f"{SITE}/timemap/link/{ORIGINAL}": {"rel": "timemap", "type": "application/link-format"},
}


def state(ids: list[int], n: int, rel: str) -> dict[str, dict[str, str]]:
    return {f"{SITE}/revision/{ids[n]}": {"rel": f"{rel} memento", "datetime": TIMES[n]}}


def test_a_page_says_where_its_past_is(client: Client, ids: list[int]) -> None:
    answer = client.get("/wiki/Rome")
    assert links(answer) == {ORIGINAL: {"rel": "original latest-version"}} | BESIDE
    assert "Memento-Datetime" not in answer
    assert "accept-datetime" not in answer.get("Vary", "").lower()
    assert "Link" not in client.get("/wiki/Nowhere")


def test_a_revision_and_a_moment_are_mementos(client: Client, ids: list[int]) -> None:
    middle = client.get(f"/revision/{ids[1]}")
    assert middle["Memento-Datetime"] == TIMES[1]
    around = state(ids, 0, "first prev") | state(ids, 2, "next last")
    assert links(middle) == {ORIGINAL: {"rel": "original"}} | BESIDE | around
    moment = client.get("/asof/2020-01-01T01:30:00Z/Rome")
    assert moment["Memento-Datetime"] == "Wed, 01 Jan 2020 01:30:00 GMT"
    assert links(moment) == links(middle)
    newest = client.get(f"/revision/{ids[2]}")
    assert links(newest) == (
        {ORIGINAL: {"rel": "original"}} | BESIDE | state(ids, 0, "first") | state(ids, 1, "prev")
        | state(ids, 2, "last")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0), (TIMES[0], 0), ("Wed, 01 Jan 2020 00:59:59 GMT", 0),
        (TIMES[1], 1),
        ("Wed, 01 Jan 2020 01:59:59 GMT", 1), (TIMES[2], 2), ("Tue, 01 Jan 2090 00:00:00 GMT", 2), ("", 2),
    ],
)  # fmt: skip
def test_the_time_gate_leads_to_the_state_of_that_moment(
    client: Client, ids: list[int], asked: str, n: int
) -> None:
    around = (
        state(ids, 0, "first") | state(ids, 1, "next") | state(ids, 2, "last"),
        state(ids, 0, "first prev") | state(ids, 2, "next last"),
        state(ids, 0, "first") | state(ids, 1, "prev") | state(ids, 2, "last"),
    )[n]
    for method in (client.get, client.head):
        answer = method(GATE, headers={"accept-datetime": asked} if asked else {})
        assert (answer.status_code, answer["Location"]) == (302, f"{SITE}/revision/{ids[n]}")
        time_map = f"{SITE}/timemap/link/{ORIGINAL}"
        assert links(answer) == {ORIGINAL: {"rel": "original"}, time_map: BESIDE[time_map]} | around
        assert "accept-datetime" in answer["Vary"].lower()
        assert "Memento-Datetime" not in answer


def test_the_time_gate_refuses_what_it_cannot_answer(client: Client, ids: list[int]) -> None:
    wrong = client.get(GATE, headers={"accept-datetime": "yesterday"})
    assert (wrong.status_code, wrong["Link"]) == (400, f'<{ORIGINAL}>; rel="original"')
    strict = Client(enforce_csrf_checks=True)
    for address in (GATE, GATE.replace("/timegate/", "/timemap/link/")):
        for answer in (strict.post(address), strict.put(address), strict.delete(address)):
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    others = ("http://example.org/wiki/Rome", f"{SITE}/wiki/Nowhere", "/history/Rome", "x", f"{SITE}/wiki/A[")
    for address in others:
        assert client.get(f"/timegate/{address}").status_code == 404
        assert client.get(f"/timemap/link/{address}").status_code == 404
    for address in ("/wiki/Rome", "wiki/Rome", f"http:/{SITE.removeprefix('http://')}/wiki/Rome"):
        assert client.get(f"/timegate/{address}").status_code == 302


def test_a_time_map_lists_all_states(client: Client, ids: list[int]) -> None:
    answer = client.get(f"/timemap/link/{ORIGINAL}")
    assert answer["Content-Type"] == "application/link-format"
    own = f"{SITE}/timemap/link/{ORIGINAL}"
    assert answer.content.decode().split(",\n") == [
        f'<{ORIGINAL}>; rel="original"',
        f'<{own}>; rel="self"; type="application/link-format"; from="{TIMES[0]}"; until="{TIMES[2]}"',
        f'<{SITE}{GATE}>; rel="timegate"',
        *(f'<{SITE}/revision/{ids[n]}>; rel="memento"; datetime="{TIMES[n]}"' for n in (0, 1)),
        f'<{SITE}/revision/{ids[2]}>; rel="memento"; datetime="{TIMES[2]}"\n',
    ]


def test_a_time_map_where_a_clock_ran_backwards(
    client: Client, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page.objects.get(title="Rome")
    edit_page(page, "Text 3.")
    last = Revision.objects.get(page=page, number=4).pk
    years = {ids[0]: 2012, ids[1]: 2010, ids[2]: 2014, last: 2013}
    for pk, year in years.items():
        Revision._base_manager.filter(pk=pk).update(timestamp=datetime(year, 1, 1, tzinfo=UTC))

    def told(address: str) -> tuple[list[tuple[str, str]], list[str]]:
        lines = client.get(address).content.decode()
        spans = re.findall(r'from="[^"]*(20\d\d)[^"]*"; until="[^"]*(20\d\d)', lines)
        return spans, re.findall(r'rel="memento"; datetime="[^"]*(20\d\d)', lines)

    assert told(f"/timemap/link/{ORIGINAL}") == ([("2010", "2014")], ["2010", "2012", "2013", "2014"])
    monkeypatch.setattr(memento, "AT_ONCE", 2)
    parts = [("2010", "2012"), ("2013", "2014")]
    assert told(f"/timemap/link/{ORIGINAL}") == (parts, ["2010", "2012"])
    assert told(f"/timemap/link/2/{ORIGINAL}") == (parts[::-1], ["2013", "2014"])


@pytest.mark.parametrize("leave_redirect", [True, False])
def test_the_time_gate_knows_the_titles_of_then(
    client: Client, ids: list[int], alice: Editor, carol: Editor, clock: Clock, leave_redirect: bool
) -> None:
    page = Page.objects.get(title="Rome")
    move_page(page, Title(0, "Roma"), editor=carol, leave_redirect=leave_redirect)
    clock.goes()

    def gate(moment: str) -> str | None:
        return client.get(GATE, headers={"accept-datetime": moment}).get("Location")

    assert [gate(moment) for moment in TIMES[:3]] == [f"{SITE}/revision/{id_}" for id_ in ids]
    redirect = Revision.objects.filter(page__title="Rome").first()
    assert gate(TIMES[3]) == (f"{SITE}/revision/{redirect.pk}" if redirect else None)
    assert bool(redirect) is leave_redirect
    hide_revisions(page, [ids[1]], editor=carol, text=True)
    assert gate(TIMES[1]) == f"{SITE}/revision/{ids[0]}"
    delete_page(Page.objects.get(title="Roma"), editor=carol)
    assert gate(TIMES[0]) == (f"{SITE}/revision/{redirect.pk}" if redirect else None)
    sign_in(client, "Carol")
    assert gate(TIMES[0]) == (f"{SITE}/revision/{redirect.pk}" if redirect else None)


def test_a_long_time_map_comes_in_parts(
    client: Client, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memento, "AT_ONCE", 2)
    first = client.get(f"/timemap/link/{ORIGINAL}").content.decode()
    second = client.get(f"/timemap/link/2/{ORIGINAL}").content.decode()
    part = f'<{SITE}/timemap/link/2/{ORIGINAL}>; rel="timemap"; type="application/link-format"; '
    assert part + f'from="{TIMES[2]}"; until="{TIMES[2]}"' in first
    assert f'<{SITE}/timemap/link/{ORIGINAL}>; rel="timemap"' in second
    assert [re.findall(r"/revision/(\d+)", text) for text in (first, second)] == [
        [str(ids[0]), str(ids[1])], [str(ids[2])],
    ]  # fmt: skip
    assert client.get(f"/timemap/link/3/{ORIGINAL}").status_code == 404
    assert client.get(f"/timemap/link/0/{ORIGINAL}").status_code == 404


def test_hidden_and_deleted_states_are_no_mementos(client: Client, ids: list[int], carol: Editor) -> None:
    Revision.objects.filter(pk=ids[1]).update(text_hidden=True)
    assert f"/revision/{ids[1]}>" not in client.get(f"/timemap/link/{ORIGINAL}").content.decode()
    assert f"/revision/{ids[1]}>" not in client.get(f"/revision/{ids[0]}")["Link"]
    asked = client.get(GATE, headers={"accept-datetime": TIMES[1]})
    assert asked["Location"] == f"{SITE}/revision/{ids[0]}"
    delete_page(Page.objects.get(title="Rome"), editor=carol)
    assert client.get(GATE).status_code == 404
    sign_in(client, "Carol")
    assert "Memento-Datetime" not in client.get(f"/revision/{ids[0]}")


def test_titles_with_signs_of_headers_are_encoded(client: Client) -> None:
    make_page("A; “b”, c", "Text.")
    found = links(client.get("/wiki/A;_%E2%80%9Cb%E2%80%9D,_c"))
    gate = next(address for address, said in found.items() if said["rel"] == "timegate")
    assert client.get(gate.removeprefix(SITE)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_client_of_others_finds_its_way(live_server: LiveServer, settings: Settings) -> None:
    settings.SITE_URL = live_server.url
    page = make_page("Rome", "Text 0.")
    edit_page(page, "Text 1.")
    first, second = Revision.objects.filter(page=page).order_by("number")
    began = datetime(2020, 1, 1, tzinfo=UTC)
    for revision, moment in ((first, began), (second, began + timedelta(hours=1))):
        Revision._base_manager.filter(pk=revision.pk).update(timestamp=moment)
    asked = (began + timedelta(minutes=30)).replace(tzinfo=None)  # the client takes no other
    with MementoClient() as traveller:
        told = traveller.get_memento_info(f"{live_server.url}/wiki/Rome", asked)
    assert told["original_uri"] == f"{live_server.url}/wiki/Rome"
    assert told["timegate_uri"] == f"{live_server.url}/timegate/{live_server.url}/wiki/Rome"
    found = {
        name: (one["uri"][0], one["datetime"].replace(tzinfo=UTC)) for name, one in told["mementos"].items()
    }
    old, new = (f"{live_server.url}/revision/{one.pk}" for one in (first, second))
    after = began + timedelta(hours=1)
    assert found == {
        "first": (old, began), "closest": (old, began), "next": (new, after), "last": (new, after),
    }  # fmt: skip
