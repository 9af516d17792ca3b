"""In front of Django: articles as they were last drawn for readers without an account, while they are fresh.

Freshness is exact: what is served was so at the moment of the request, in every process. A page's version
moves in the transaction of whatever changes its looks (editing/deriving/touch.py), and each hit asks
whether it still stands. On SQLite `PRAGMA data_version` tells in microseconds that nobody has written at all
since; only otherwise is the version read. The token is read before the page is drawn, so that a write
in between counts.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any, Protocol

import brotli
import psycopg
from django.conf import settings
from django.db import connection
from django.utils.translation import get_language_from_request

from wiki.web.frame.fresh import MARK
from wiki.web.frame.notices import COOKIE
from wiki.web.frame.visitor import TEMPORARY

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Key = tuple[str, ...]

ROOM = 24_000_000  # bytes kept in each process
LONGEST = 2_000_000  # bytes of one page
VERSION = "SELECT version FROM wiki_page WHERE id = "
PERSONAL = (settings.SESSION_COOKIE_NAME, COOKIE, TEMPORARY)


class Clock(Protocol):
    """Tells whether a page is still as it was drawn."""

    def now(self) -> int:
        """A number that changes with every write of anybody; 0 where there is no such number."""

    def version(self, page_id: int) -> int | None:
        """The page's version as it is stored."""


class SqliteClock:
    """A connection of its own, which never writes: its data_version moves with every commit of any other."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=ro",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
        self.lock = Lock()

    def now(self) -> int:
        with self.lock:
            return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def version(self, page_id: int) -> int | None:
        with self.lock:
            row = self.connection.execute(f"{VERSION} ?", [page_id]).fetchone()
        return row[0] if row else None


class PostgresClock:
    """A connection of its own that commits by itself; made anew when the server went away."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.lock = Lock()
        self.connection: psycopg.Connection[Any] | None = None

    def now(self) -> int:
        return 0

    def version(self, page_id: int) -> int | None:
        with self.lock:
            if self.connection is None or self.connection.closed:
                self.connection = psycopg.connect(**self.options, autocommit=True)
            row = self.connection.execute(f"{VERSION} %s", [page_id]).fetchone()
        return row[0] if row else None


class Entry:
    """One drawn page, and each compressed form once somebody has asked for it."""

    def __init__(self, page_id: int, version: int, token: int, headers: Headers, body: bytes) -> None:
        self.page_id, self.version, self.token = page_id, version, token
        self.etag = next((value for name, value in headers if name == "ETag"), "")
        vary = [value for name, value in headers if name == "Vary"]
        self.headers = [pair for pair in headers if pair[0] not in ("ETag", "Content-Length", "Vary")]
        self.headers.append(("Vary", ", ".join(["Accept-Encoding", *vary])))
        self.bodies = {"": body}

    def body(self, encoding: str) -> bytes:
        if encoding not in self.bodies:
            packed = (
                brotli.compress(self.bodies[""], quality=5)
                if encoding == "br"
                else gzip.compress(self.bodies[""], 6, mtime=0)
            )
            self.bodies[encoding] = packed
        return self.bodies[encoding]

    @property
    def size(self) -> int:
        return 2 * len(self.bodies[""])  # the compressed forms are a fraction of it


class PageCache:
    """A WSGI application around another. What it cannot answer with certainty it hands on."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.kept: OrderedDict[Key, Entry] = OrderedDict()
        self.room, self.lock = ROOM, Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.app(environ, start_response)
        try:
            token = self.clock.now()
            entry = self.fresh(key, token)
        except (sqlite3.Error, psycopg.Error):
            return self.app(environ, start_response)
        if entry is not None:
            return answer(environ, start_response, entry)
        return self.draw(key, token, environ, start_response)

    def fresh(self, key: Key, token: int) -> Entry | None:
        """The page as it is kept, if it still looks so."""
        with self.lock:
            entry = self.kept.get(key)
            if entry is None:
                return None
            self.kept.move_to_end(key)
        if token and entry.token == token:
            return entry
        if self.clock.version(entry.page_id) == entry.version:
            entry.token = token
            return entry
        with self.lock:
            if self.kept.get(key) is entry:
                self.room += self.kept.pop(key).size
        return None

    def draw(
        self, key: Key, token: int, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Let Django draw the page, and keep it where the view has marked it."""
        started: list[Any] = []
        asked = {name: environ.pop(name, None) for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")}
        answered = self.app(environ, lambda *given: started.extend(given[:2]))
        try:
            body = b"".join(answered)
        finally:
            if hasattr(answered, "close"):
                answered.close()
        environ |= {name: value for name, value in asked.items() if value is not None}
        status, headers = started
        mark, own = environ.get(MARK), any(name == "Set-Cookie" for name, _ in headers)
        if mark is None or own or not status.startswith("200") or len(body) > LONGEST:
            start_response(status, headers)
            return [body]
        page_id, version = mark
        entry = Entry(page_id, version, token, headers, body)
        self.keep(key, entry)
        return answer(environ, start_response, entry)

    def keep(self, key: Key, entry: Entry) -> None:
        with self.lock:
            if key in self.kept:
                self.room += self.kept.pop(key).size
            self.kept[key] = entry
            self.room -= entry.size
            while self.room < 0:
                self.room += self.kept.popitem(last=False)[1].size


def key_of(environ: Environ) -> Key | None:
    """What an answer depends on, for a request whose answer may be kept; None for any other."""
    path: str = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING") or not path.startswith("/wiki/"):
        return None
    cookies: str = environ.get("HTTP_COOKIE", "")
    if any(name in cookies for name in PERSONAL):
        return None
    language = language_of(cookies, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return path, environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"], language


@lru_cache(4096)
def language_of(cookies: str, accepted: str) -> str:
    """The language that Django's LocaleMiddleware would choose."""
    try:
        jar = {name: morsel.value for name, morsel in SimpleCookie(cookies).items()}
    except CookieError:
        jar = {}
    asked = SimpleNamespace(COOKIES=jar, META={"HTTP_ACCEPT_LANGUAGE": accepted})
    return get_language_from_request(asked)  # type: ignore[arg-type]  # these two are all it reads


def answer(environ: Environ, start_response: Callable[..., Any], entry: Entry) -> list[bytes]:
    """The page in the shortest form that the reader's browser takes; 304 if it has it already."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
    etag = f'{entry.etag[:-1]}-{encoding}"' if encoding else entry.etag
    headers = [*entry.headers, ("ETag", etag)]
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [pair for pair in headers if pair[0] != "Content-Type"])
        return []
    body = entry.body(encoding)
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]


def cached(app: App) -> App:
    """The application with the cache in front, for the database that the wiki has."""
    if settings.DEBUG:
        return app
    if connection.vendor == "sqlite":
        return PageCache(app, SqliteClock(str(connection.settings_dict["NAME"])))
    options = connection.get_connection_params()
    known = {"dbname", "user", "password", "host", "port", "sslmode", "service"}
    return PageCache(app, PostgresClock(**{k: v for k, v in options.items() if k in known}))
