"""Clients that edit as a browser does: open the form of a section, post it back with some words changed."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Sequence
from html import unescape
from statistics import median
from urllib.parse import quote, urlencode, urlsplit

from tests.benchmark.load import Rate, Work, at_once, of_runs

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
AREA = re.compile(r'<textarea id="wpTextbox1"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
Exchange = tuple[int, str, http.client.HTTPMessage]


class NotAsked(Exception):
    """The wiki answered something else than a browser would go on from."""


def exchange(
    connection: http.client.HTTPConnection, address: str, cookie: str, form: dict[str, str] | None = None
) -> Exchange:
    body = urlencode(form) if form is not None else None
    headers = {"Cookie": cookie} if cookie else {}
    connection.request("POST" if body else "GET", address, body, headers | (FORM if body else {}))
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers


def log_in(url: str, name: str, password: str) -> str:
    """The cookies of an account's session."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    address = "/wiki/Special:UserLogin"
    status, html, headers = exchange(connection, address, "")
    form = {**hidden(html), "username": name, "password": password}
    status, html, headers = exchange(connection, address, cookies(headers), form)
    connection.close()
    if status not in (302, 303):
        raise NotAsked(f"logging in answered {status}")
    return cookies(headers)


def cookies(headers: http.client.HTTPMessage) -> str:
    given = [value.partition(";")[0] for value in headers.get_all("Set-Cookie", [])]
    return "; ".join(pair for pair in given if not pair.startswith("notice="))


def hidden(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in HIDDEN.findall(html)}


class EditLog:
    """How long the two requests of each edit took, in seconds, and how many edits were acknowledged."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.posted: list[float] = []
        self.saved = 0
        self.lock = threading.Lock()

    def note(self, opened: float, posted: float, *, saved: bool) -> None:
        with self.lock:
            self.opened.append(opened)
            self.posted.append(posted)
            self.saved += saved

    def words(self) -> str:
        """The medians, for the table."""
        opened, posted = median(self.opened) * 1000, median(self.posted) * 1000
        return f"form {opened:.0f} ms, save {posted:.0f} ms"


def edit_rate(url: str, key: str, sections: list[int], cookie: str, log: EditLog) -> Rate:
    """Edits a second with one client for each of the sections."""
    clients = [editing(f"/edit/{quote(key)}?section={section}", cookie, log) for section in sections]
    return of_runs(lambda: at_once(clients, urlsplit(url).netloc))


def editing(address: str, cookie: str, log: EditLog) -> Work:
    def work(end: float, connection: http.client.HTTPConnection) -> tuple[int, int]:
        done = bad = 0
        while time.monotonic() < end:
            if not one_edit(connection, address, cookie, log):
                bad += 1
                break
            done += 1
        return done, bad

    return work


def one_edit(connection: http.client.HTTPConnection, address: str, cookie: str, log: EditLog) -> bool:
    """Open the form of a page or section, post it with a word changed; whether that was saved."""
    started = time.monotonic()
    _status, html, _headers = exchange(connection, address, cookie)
    area = AREA.search(html)
    if area is None:
        return False
    form = {**hidden(html), "text": changed(unescape(area[1])), "summary": "One more", "wpSave": "1"}
    opened = time.monotonic()
    status, _html, _headers = exchange(connection, address, cookie, form)
    log.note(opened - started, time.monotonic() - opened, saved=status == 303)
    return status == 303


def edit_in_a_row(url: str, keys: Sequence[str], cookie: str, log: EditLog) -> None:
    """One editor edits these pages, each as a whole, one after the other. Raises NotAsked if one fails."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    for key in keys:
        if not one_edit(connection, f"/edit/{quote(key)}", cookie, log):
            raise NotAsked(f"the edit of {key} was not saved")
    connection.close()


def changed(text: str) -> str:
    """The text with one word put in or counted up."""
    found = re.search(r"\bedition (\d+)", text)
    if found is None:
        return f"{text.rstrip()} This is edition 1."
    return f"{text[: found.start(1)]}{int(found[1]) + 1}{text[found.end(1) :]}"
