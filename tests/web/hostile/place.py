"""One kind of place that takes texts: what was given to it, and what came of it in Chromium."""

from __future__ import annotations

import time
from collections import Counter

from django.test import Client
from playwright.sync_api import Page as Tab

from tests.web.hostile.watched import Watched

KINDS = ("dialog", "console", "CSP", "asked", "waiting", "script")
HEAD = f"{'place':<44}{'texts':>7}{'refused':>9}{'read':>7}{'pages':>7}" + "".join(f"{k:>9}" for k in KINDS)
PROVED = 400  # seconds after which an account logs in anew, before it would be asked who it is
# What can be read on a page: its words, and what stands in its forms.
WORDS = """() => document.body.innerText + " " + [...document.querySelectorAll("input, textarea")]
  .map((one) => one.value).join(" ")"""

# As a browser posts a form: [address, texts by the names of inputs, the name and the bytes of a picture].
POST = """([address, texts, name, bytes]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address });
  const put = (kind, more) => form.append(Object.assign(document.createElement(kind), more));
  Object.entries(texts).forEach(([name, value]) => put("textarea", { name, value }));
  if (bytes.length) {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
    put("input", { type: "file", name: "file", files: files.files });
    form.enctype = "multipart/form-data";
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""
TOKEN = "csrftoken"


class Place:
    """Opens pages with the texts that a place was given, and counts."""

    def __init__(self, name: str, watched: Watched) -> None:
        self.name, self.watched = name, watched
        self.given = self.refused = self.pages = 0
        self.read = set[str]()
        self.wrong: list[str] = []
        self._since = dict[str, float]()

    def open(self, address: str, who: str, texts: tuple[str, ...] = ()) -> Tab:
        """Open an address as an account; `texts` are those that should be read there."""
        self._prove(who)
        tab = self.watched.opened(address, who)
        self._look(tab, texts)
        return tab

    def through(self, address: str, who: str, texts: tuple[str, ...] = ()) -> None:
        """Open a list and all its screens."""
        while address:
            tab = self.open(address, who, texts)
            older = tab.locator("a[rel=next]").first
            link = older.get_attribute("href") if older.count() else ""
            address = str(tab.evaluate("link => new URL(link, location).href", link)) if link else ""

    def post(
        self, address: str, sent: dict[str, str], who: str, texts: tuple[str, ...], file: bytes = b""
    ) -> Tab:
        """Let Chromium post a form, and look at what it is answered."""
        self._prove(who)
        context = self.watched.context(who)
        tab = context.pages[0]
        cookies = {one["name"]: one["value"] for one in context.cookies()}
        if TOKEN not in cookies or not tab.url.startswith(self.watched.address):
            tab.goto(address)
            cookies = {one["name"]: one["value"] for one in context.cookies()}
        given = {**sent, "csrfmiddlewaretoken": cookies[TOKEN]}
        with tab.expect_navigation():
            tab.evaluate(POST, [address, given, sent.get("wpDestFile", ""), list(file)])
        self.watched.look_through(tab)
        self._look(tab, texts)
        return tab

    def client(self, who: str) -> Client:
        self._prove(who)
        return self.watched.client(who)

    def row(self) -> str:
        """The place as a line of the table."""
        kinds = Counter("CSP" if "CSP: " in one else one.partition(":")[0] for one in self.wrong)
        numbers = "".join(f"{kinds[kind]:>9,}" for kind in KINDS)
        return (
            f"{self.name:<44}{self.given:>7,}{self.refused:>9,}{len(self.read):>7,}{self.pages:>7,}{numbers}"
        )

    def _look(self, tab: Tab, texts: tuple[str, ...]) -> None:
        self.pages += 1
        self.wrong += (f"{wrong} ({tab.url})" for wrong in self.watched.taken())
        if texts:
            words = "".join(tab.evaluate(WORDS).split())
            self.read |= {text for text in texts if "".join(text.split()) in words}

    def _prove(self, who: str) -> None:
        """Log in anew before the account would be asked to prove who it is."""
        now = time.monotonic()
        if who and now - self._since.setdefault(who, now) > PROVED:
            self._since[who] = now
            self.watched.clients.pop(who, None)
            if context := self.watched.made.pop(who, None):
                context.close()
