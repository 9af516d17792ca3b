"""axe-core looks at every kind of page (page_types.py): light and dark, on a phone and on a desk."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tests.factories import make_page
from tests.web.identity.signing_in import sign_in
from tests.web.page_types import PAGES, build_wiki

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Light and dark differ in colours alone (see the test): in the second only the rules of colours are asked.
OF_COLOURS = (
    f"axe.getRules(['cat.color']).filter(rule => {json.dumps(TAGS)}.some(tag => rule.tags.includes(tag)))"
    ".map(rule => rule.ruleId)"
)
RULES = {"light": json.dumps(TAGS), "dark": OF_COLOURS}
# Without `preload`, for which axe would write the style sheets into the page, against its policy. Selectors
# take a fifth of the time: they are made when something was found.
RUN = "axe.run(document, {{runOnly: {}, resultTypes: ['violations'], preload: false, selectors: {}}})"
OWN = ("wiki/static", "templates")
SIZES = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.fixture
def address(live_server: object) -> str:
    return live_server.url


@pytest.fixture
def contexts(browser: Browser, address: str) -> Iterator[dict[str, BrowserContext]]:
    """A browser profile for each that looks, made once and used for all pages."""
    made: dict[str, BrowserContext] = {}
    yield made
    for context in made.values():
        context.close()


def looking(browser: Browser, made: dict[str, BrowserContext], address: str, name: str) -> Tab:
    """The tab of an account, or of nobody."""
    if name not in made:
        made[name] = browser.new_context(base_url=address, locale="en", reduced_motion="reduce")
        if name:
            client = sign_in(Client(), name)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            made[name].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        made[name].add_init_script(path=AXE_FILE_PATH)
        made[name].new_page()
    return made[name].pages[0]


def violations(tab: Tab, scheme: str = "light") -> list[str]:
    """What axe finds on the page in this scheme, each with the first element it is about; in the dark what
    is wrong with colours.
    """
    tab.emulate_media(color_scheme=scheme)
    if not tab.evaluate(RUN.format(RULES[scheme], "false"))["violations"]:
        return []
    found = tab.evaluate(RUN.format(RULES[scheme], "true"))["violations"]
    return [
        f"{rule['id']}: {node['target'][0]} {node['html'][:100]}"
        for rule in found
        for node in rule["nodes"][:40]
    ]


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(
    browser: Browser, contexts: dict[str, BrowserContext], address: str, size: str
) -> None:
    numbers, found = build_wiki(), {}
    width, height = SIZES[size]
    for looked in PAGES:
        tab = looking(browser, contexts, address, looked.as_)
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme="light")
        answer = tab.goto(looked.address.format(**numbers))
        assert answer is not None
        assert answer.status == looked.status, looked.name
        for scheme in RULES:
            if wrong := violations(tab, scheme):
                found[f"{looked.name}, {scheme}"] = wrong
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{looked.name}, width"] = ["the page is wider than the window"]
    assert not found, "\n".join(f"{name}: {problem}" for name, wrong in found.items() for problem in wrong)


def test_axe_sees_what_is_wrong(browser: Browser, contexts: dict[str, BrowserContext], address: str) -> None:
    tab = looking(browser, contexts, address, "")
    tab.goto("/wiki/Special:Version")
    tab.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p><input></p><img src=x>')"
    )
    assert sorted(problem.partition(":")[0] for problem in violations(tab)) == ["image-alt", "label"]


def test_axe_sees_colours_that_are_wrong_in_the_dark_alone(
    browser: Browser, contexts: dict[str, BrowserContext], address: str
) -> None:
    tab = looking(browser, contexts, address, "")
    tab.goto("/wiki/Special:Version")
    tab.evaluate(
        """const words = document.querySelector('main p');
        words.style.color = 'light-dark(black, #222)';
        words.style.background = 'light-dark(white, black)';"""
    )
    assert violations(tab) == []
    assert {problem.partition(":")[0] for problem in violations(tab, "dark")} == {"color-contrast"}


def test_light_and_dark_differ_in_colours_alone() -> None:
    """Style sheets name both in `light-dark()`, which takes colours and nothing else; nobody asks which it
    is to show or hide something.
    """
    files = [path for folder in OWN for path in (settings.BASE_DIR / folder).rglob("*.*")]
    ours = [path for path in files if path.suffix in (".css", ".js", ".html") and "vendor" not in path.parts]
    assert len(ours) > 100
    assert [path.name for path in ours if "prefers-color-scheme" in path.read_text("utf-8")] == []
    assert "light-dark(" in (settings.BASE_DIR / "wiki/static/wiki/css/tokens.css").read_text("utf-8")


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_while_a_source_is_cited(
    browser: Browser, contexts: dict[str, BrowserContext], address: str, size: str
) -> None:
    make_page("Rome", "A city.[^1]\n\n[^1]: A note.")
    tab = looking(browser, contexts, address, "")
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto("/edit/Rome")
    tab.get_by_role("button", name="Cite a source").click()
    tab.get_by_role("button", name="Insert", exact=True).click()
    tab.get_by_role("alert").wait_for()
    for kind in ("Journal", "A note of this page, again"):
        tab.get_by_role("radio", name=kind).check()
        for scheme in RULES:
            assert violations(tab, scheme) == [], (kind, scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
