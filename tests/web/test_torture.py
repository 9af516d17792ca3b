"""Hostile texts, questions and expressions at the real server: each is answered, and all others meanwhile."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode, urlsplit

from tests.benchmark.editors import cookies, exchange, hidden, log_in
from tests.factories import PASSWORD
from tests.live_wiki import LiveWiki, data_folder, environment_for, manage, prepare, serve
from tests.web.torture import ENDLESS, EXPRESSIONS, PAIRS, QUESTIONS, TEXTS
from wiki.text.html.pool import LIMIT, PATIENCE

# The longest that a text may be rendered, and wait for others before it; the rest is for a slow machine.
NOTICE = "This page is too long or too intricate to be laid out"
ENDS = LIMIT + PATIENCE + 48
HOSTILE, READERS = 4, 3  # clients at once
SOURCE = '<pre class="source">'
CREATE = f"""
from django.contrib.auth.models import Group
from wiki.models import EditFilter, Pattern, User
User.objects.create_user("Alice", password={PASSWORD!r})
carol = User.objects.create_user("Carol", password={PASSWORD!r}, is_staff=True)
carol.groups.add(Group.objects.get(name="sysop"))
for n, expression in enumerate(["(a+)+$", "(a|aa)+$", "(a*)*b", "([a-z]+)*[0-9]", "(.*a){{20}}$"]):
    lines = "\\n".join(f"{{name}} matches {{expression}}" for name in ("added", "text", "title"))
    EditFilter.objects.create(name=f"F{{n}}", conditions=lines, tried=lines, tag="slow", enabled=True)
    Pattern.objects.create(kind="title", pattern=f"{{expression}}z", reason="No.")
    Pattern.objects.create(kind="link", pattern=f"{{expression}}z", reason="No.")
"""


@dataclass(frozen=True)
class Asked:
    """One request: what it was, from when until when, and how it was answered."""

    name: str
    begun: float
    ended: float
    status: int
    html: str


class Visitor:
    """Somebody with a connection of his own, who waits for an answer as long as one may take."""

    def __init__(self, wiki: LiveWiki, cookie: str = "") -> None:
        self.cookie = cookie
        self.connection = http.client.HTTPConnection(urlsplit(wiki.url).netloc, timeout=ENDS)

    def ask(self, name: str, address: str, form: dict[str, str] | None = None) -> Asked:
        begun = time.monotonic()
        status, html, headers = exchange(self.connection, address, self.cookie, form)
        self.cookie = self.cookie or cookies(headers)
        return Asked(name, begun, time.monotonic(), status, html)

    def close(self) -> None:
        self.connection.close()

    def form(self, address: str, **typed: str) -> dict[str, str]:
        """What the form at this address sends with something typed into it."""
        return {"summary": "", **hidden(self.ask("form", address).html), **typed}


Deed = Callable[[Visitor], list[Asked]]


def saved_and_read(number: int, name: str, text: str) -> Deed:
    def deed(visitor: Visitor) -> list[Asked]:
        form = visitor.form(f"/edit/Torture_{number}", text=text, wpSave="1")
        saved = visitor.ask(f"save {name}", f"/edit/Torture_{number}", form)
        read = visitor.ask(f"read {name}", f"/wiki/Torture_{number}")
        assert (saved.status, read.status) == (303, 200), name
        if name == ENDLESS:
            assert SOURCE in read.html
            assert NOTICE in read.html
        return [saved, read]

    return deed


def previewed(name: str, text: str) -> Deed:
    def deed(visitor: Visitor) -> list[Asked]:
        form = visitor.form("/edit/Sandbox", text=text, wpPreview="1")
        shown = visitor.ask(f"preview {name}", "/edit/Sandbox", form)
        assert shown.status == 200, name
        assert 'id="wpTextbox1"' in shown.html
        return [shown]

    return deed


def compared_and_merged(number: int, name: str, old: str, new: str) -> Deed:
    def deed(visitor: Visitor) -> list[Asked]:
        title = f"Pair_{number}"
        visitor.ask("first", f"/edit/{title}", visitor.form(f"/edit/{title}", text=old, wpSave="1"))
        early = visitor.form(f"/edit/{title}")
        second = {**early, "text": new, "wpSave": "1"}
        saved = visitor.ask(f"save {name}", f"/edit/{title}", second)
        rows = visitor.ask("history", f"/history/{title}").html
        newest, oldest = re.findall(r'name="diff" value="(\d+)"', rows)
        compared = visitor.ask(f"compare {name}", f"/diff/{oldest}/{newest}")
        merged = visitor.ask(f"merge {name}", f"/merged/{title}", {**early, "text": old + "x", "wpSave": "1"})
        assert (saved.status, compared.status) == (303, 200), name
        assert merged.status in (200, 409), name
        return [saved, compared, merged]

    return deed


def searched(question: str) -> Deed:
    def deed(visitor: Visitor) -> list[Asked]:
        asked = urlencode({"q": question})
        told = [
            visitor.ask(f"{door} {question[:20]}", f"/{door}?{asked}")
            for door in ("search", "suggest", "suggest/links")
        ]
        assert {one.status for one in told} <= {200, 400}, question[:20]
        return told

    return deed


def tried_at_the_desk(expression: str) -> Deed:
    def deed(visitor: Visitor) -> list[Asked]:
        query = urlencode({"kind": "title", "pattern": expression, "texts": "a" * 200 + "!"})
        tried = visitor.ask(f"pattern {expression[:20]}", f"/admin/wiki/pattern/try/?{query}")
        assert tried.status == 200
        return [tried]

    return deed


def read_meanwhile(reader: Visitor, over: threading.Event) -> list[Asked]:
    """Pages that are kept and pages that are drawn anew, again and again, until the torture is over."""
    told: list[Asked] = []
    with closing(reader):
        for turn in count():
            drawn = (f"/history/Main_Page?limit={20 + turn % 400}", f"/raw/Main_Page?turn={turn}")
            told += [reader.ask(address, address) for address in ("/wiki/Main_Page", *drawn)]
            if over.wait(0.05):
                break
    return told


@contextmanager
def wiki_with_filters() -> Iterator[LiveWiki]:
    """A wiki whose filters and lists ask every edit expressions that backtrack elsewhere."""
    with data_folder() as folder:
        environment = environment_for(folder, ANONYMOUS_EDITING="ip", WORKERS="2")
        prepare(environment)
        manage(environment, "shell", "-c", CREATE)
        with serve(environment) as wiki:
            yield wiki


def tortures(desk: str) -> list[tuple[Deed, str]]:
    """Each with the cookie of who does it."""
    pages = [
        saved_and_read(n, *one) if n % 2 or one[0] == ENDLESS else previewed(*one)
        for n, one in enumerate(TEXTS.items())
    ]
    pairs = [compared_and_merged(n, name, *texts) for n, (name, texts) in enumerate(PAIRS.items())]
    asked = [searched(question) for question in QUESTIONS]
    tried = [tried_at_the_desk(expression) for expression in EXPRESSIONS]
    return [*((deed, "") for deed in [*pages, *pairs, *asked]), *((deed, desk) for deed in tried)]


def done(deed: Deed, visitor: Visitor) -> list[Asked]:
    with closing(visitor):
        return deed(visitor)


def test_every_hostile_request_is_answered_and_everybody_else_meanwhile() -> None:
    over = threading.Event()
    with (
        wiki_with_filters() as wiki,
        ThreadPoolExecutor(HOSTILE) as hostile,
        ThreadPoolExecutor(READERS) as others,
    ):
        alice, carol = (log_in(wiki.url, name, PASSWORD) for name in ("Alice", "Carol"))
        reading = [others.submit(read_meanwhile, Visitor(wiki, one), over) for one in ("", "", alice)]
        try:
            told = list(hostile.map(lambda one: done(one[0], Visitor(wiki, one[1])), tortures(carol)))
        finally:
            over.set()
        reads = [read for reader in reading for read in reader.result()]
    asked = [one for deed in told for one in deed]
    assert [read for read in reads if read.status != 200] == []
    assert len(asked) > 100
    assert [one.name for one in asked if one.ended - one.begun > ENDS] == []
    long = [one for one in asked if one.ended - one.begun > LIMIT]
    assert long
    alone = [one.name for one in long if not any(one.begun < r.begun and r.ended < one.ended for r in reads)]
    assert alone == []  # whoever had to wait, others were served beside him
