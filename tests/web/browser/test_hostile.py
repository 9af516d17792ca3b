"""A browser opens every kind of page of a wiki full of attacks: nothing runs, no other host is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.web.hostile.attacks import every_attack, some_attacks
from tests.web.hostile.filled import hostile_wiki, looked_at
from tests.web.hostile.watched import Watched, watched

__all__ = ["watched"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_runs_and_nothing_is_asked_of_others(watched: Watched) -> None:
    chosen = some_attacks(every=40)
    numbers, found = hostile_wiki(chosen), {}
    for looked in looked_at(chosen):
        watched.opened(looked.address.format(**numbers) if looked.status else looked.address, looked.as_)
        if wrong := watched.taken():
            found[looked.name] = wrong
    tab = watched.opened("/wiki/Rome")
    tab.locator("article a[href*='onmouseover']").first.hover()
    tab.locator("#hovercard").wait_for()
    tab.locator("#searchInput").fill('"onmouseover')
    tab.locator("[role=option]").first.wait_for()
    watched.look_through(tab)
    assert (watched.taken(), found) == ([], {})


def test_what_runs_is_seen(watched: Watched) -> None:
    tab = watched.context("").pages[0]
    tab.goto("/wiki/Special:Version")
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    tab.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))")
    tab.evaluate("setTimeout(() => alert(1))")
    tab.wait_for_timeout(500)
    kinds = {wrong.partition(":")[0] for wrong in watched.taken()}
    assert kinds >= {"dialog", "console"}


@pytest.mark.parametrize("policy", ["", "default-src 'self'"])
def test_the_attacks_would_run_where_nothing_is_escaped(watched: Watched, policy: str) -> None:
    """A page of another make with the same texts: they do what they can, and all of it is noted."""
    begin = ("<svg onload", "<img src", "<script>alert")
    attacks = "\n".join(f"<div>{one}</div>" for one in every_attack() if one.startswith(begin))
    headers = {"Content-Type": "text/html", **({"Content-Security-Policy": policy} if policy else {})}

    def unescaped(route: Route) -> None:
        route.fulfill(body=f"<!doctype html><body>{attacks}", headers=headers)

    watched.context("").route("**/unescaped", unescaped)
    watched.opened("/unescaped").wait_for_timeout(200)
    kinds = {wrong.partition(":")[0] for wrong in watched.taken()}
    assert kinds >= ({"console", "waiting"} if policy else {"dialog", "waiting"})
