"""The first load of the seed's article: light, from this host alone, and nothing jumps."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.live_wiki import LiveWiki, data_folder, environment_for, prepare, serve

pytestmark = pytest.mark.browser

ARTICLE = "/wiki/" + quote("Russia–Syria–Iran–Iraq_coalition")
SWIFT = -1  # as fast as it comes
MOST = 100_000  # bytes that go over the line, headers included
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
    .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def wiki() -> Iterator[LiveWiki]:
    """The real server, with compressed static files, on the seed."""
    with data_folder() as folder:
        environment = environment_for(folder)
        prepare(environment)
        with serve(environment) as served:
            yield served


@pytest.mark.parametrize("width", [390, 1440])
def test_the_first_load_is_light_and_still(browser: Browser, wiki: LiveWiki, width: int) -> None:
    context = browser.new_context(base_url=wiki.url, viewport={"width": width, "height": 900}, locale="en")
    tab = context.new_page()
    tab.add_init_script(SHIFTS)
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    tab.goto(ARTICLE, wait_until="networkidle")
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_timeout(500)
    shifts = tab.evaluate("window.shifts")
    context.close()
    elsewhere = [url for url in addresses.values() if not url.startswith((wiki.url, "data:"))]
    assert elsewhere == []
    assert len(sizes) > 5
    listing = {addresses[id_].removeprefix(wiki.url): size for id_, size in sizes.items()}
    assert sum(sizes.values()) < MOST, listing
    assert shifts == []


@pytest.mark.parametrize("line", [SWIFT, 20_000])  # bytes a second
@pytest.mark.parametrize(("path", "width"), [(ARTICLE, 1440), ("/wiki/Help:Pictures", 800)])
def test_nothing_moves_while_a_slow_machine_draws(
    browser: Browser, wiki: LiveWiki, path: str, width: int, line: int
) -> None:
    context = browser.new_context(base_url=wiki.url, viewport={"width": width, "height": 900}, locale="en")
    tab = context.new_page()
    tab.add_init_script(SHIFTS)
    session = context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": line, "uploadThroughput": line},
    )
    tab.goto(path, wait_until="networkidle")
    shifts = tab.evaluate("window.shifts")
    context.close()
    assert shifts == []


def test_the_page_and_its_files_are_compressed(wiki: LiveWiki) -> None:
    for path in (ARTICLE,):
        request = urllib.request.Request(wiki.url + path, headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["Content-Encoding"] == "br"
