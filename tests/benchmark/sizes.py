"""The same questions put to a wiki of 100 pages and to one of 10,000, in turn: how much longer they take."""

from __future__ import annotations

import http.client
import time
from statistics import median
from urllib.parse import quote, urlsplit

from tests.benchmark.editors import exchange, log_in
from tests.live_wiki import LiveWiki, manage, serve

ARTICLE = "Russia–Syria–Iran–Iraq_coalition"
NAME, PASSWORD = "Reader", "a long enough phrase 7"
CREATE = f"""
from wiki.models import User
User.objects.filter(username={NAME!r}).exists() or User.objects.create_user({NAME!r}, password={PASSWORD!r})
"""
OWED = 1.5  # times as long as on the small wiki, at most
ROUNDS = 40
# The last ones lead to what there is ever more of on a larger wiki.
ASKED = {
    "article": f"/wiki/{quote(ARTICLE)}",
    "search, a word of many pages": "/search?q=library",
    "search, a word of one title": "/search?q=Ivybank",
    "category": "/wiki/Category:Places",
    "all pages": "/wiki/Special:AllPages",
    "what links here": "/wiki/Special:WhatLinksHere/Ivybank",
    "recent changes": "/wiki/Special:RecentChanges",
    "facts without a source": "/wiki/Special:UnsourcedFacts",
    "those of one key": "/wiki/Special:UnsourcedFacts?field=Population",
    "facts to look at again": "/wiki/Special:StaleFacts",
}


class Reader:
    """Somebody who is signed in, so that no answer comes from the cache of pages."""

    def __init__(self, wiki: LiveWiki) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(wiki.url).netloc, timeout=60)
        self.cookie = log_in(wiki.url, NAME, PASSWORD)

    def seconds(self, address: str) -> float:
        started = time.perf_counter()
        status, _html, _headers = exchange(self.connection, address, self.cookie)
        if status != 200:
            raise RuntimeError(f"{address} answered {status}")
        return time.perf_counter() - started


def compare(small: dict[str, str], large: dict[str, str], pages: tuple[int, int]) -> str:
    """The table, and in words what takes longer than is owed. Both wikis are prepared and filled."""
    for environment in (small, large):
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "shell", "-c", CREATE)
    with serve(small) as one, serve(large) as other:
        readers = Reader(one), Reader(other)
        rows, late = [], []
        for name, address in ASKED.items():
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                for reader, spent in zip(readers, times, strict=True):
                    spent.append(reader.seconds(address))
            few, many = (median(spent) * 1000 for spent in times)
            rows.append(f"| {name} | {few:.1f} ms | {many:.1f} ms | {many / few:.2f} x |")
            if many / few > OWED:
                late.append(f"{name}: {many / few:.2f} x where {OWED} x is owed")
    head = [f"| one reader, signed in | {pages[0]:,} pages | {pages[1]:,} pages | |", "|---|--:|--:|--:|"]
    verdict = ["", "Falls short of what is owed:", "", *(f"- {line}" for line in late)] if late else [
        "", f"Nothing takes more than {OWED} times as long as on the small wiki."
    ]  # fmt: skip
    return "\n".join([*head, *rows, *verdict])
