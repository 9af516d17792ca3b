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
  window.shifts = [];  // how much, and for each thing that moved what it is, where it was and where it is
  const box = (area) => [area.x, area.y, area.width, area.height].map(Math.round).join(" ");
  const named = (node) => (node?.outerHTML ?? node?.parentElement?.outerHTML ?? "").slice(0, 300);
  const moved = ({ node, previousRect, currentRect }) => [named(node), box(previousRect), box(currentRect)];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) window.shifts.push([value, ...sources.map(moved)]);
  }).observe({ type: "layout-shift", buffered: true });
"""
ARRIVES_IN_PIECES = """async ([address, size]) => {
  const html = await (await fetch(address)).text();
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  document.open();
  for (let from = 0; from < html.length; from += size) {
    document.write(html.slice(from, from + size));
    await drawn();
  }
  document.close();
  await drawn();
}"""


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


@pytest.mark.parametrize(
    ("path", "width", "size"),
    [("/wiki/Help:Pictures", 390, 239), ("/wiki/Help:Pictures", 800, 283), (ARTICLE, 1440, 401)],
)
def test_nothing_moves_wherever_the_page_was_cut_on_its_way(
    browser: Browser, wiki: LiveWiki, path: str, width: int, size: int
) -> None:
    context = browser.new_context(base_url=wiki.url, viewport={"width": width, "height": 900}, locale="en")
    tab = context.new_page()
    tab.goto("/robots.txt")
    tab.evaluate(SHIFTS)
    tab.evaluate(ARRIVES_IN_PIECES, [path, size])
    shifts = tab.evaluate("window.shifts")
    visible = tab.locator(".page > p").last.evaluate("(last) => getComputedStyle(last).visibility")
    context.close()
    assert (shifts, visible) == ([], "visible")


def test_the_page_and_its_files_are_compressed(wiki: LiveWiki) -> None:
    for path in (ARTICLE,):
        request = urllib.request.Request(wiki.url + path, headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["Content-Encoding"] == "br"
