"""How many requests a second a server answers: asked by wrk where it is installed, else by own threads."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

RUNS = 3
SECONDS = 3
CLIENTS = 8
MOST = 500_000  # requests of one run of our own client


@dataclass(frozen=True)
class Rate:
    """What was done a second (of several runs, the median) and in all; how many answers were not good."""

    a_second: float
    done: int = 0
    bad: int = 0


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def rate(url: str, *, cookie: str = "", clients: int = CLIENTS) -> Rate:
    """Requests a second for one address."""
    headers = {"Cookie": cookie} if cookie else {}
    if has_wrk():
        return of_runs(lambda: wrk(url, headers, clients))
    return rate_of_all([url], headers=headers, clients=clients)


def rate_of_all(
    urls: Sequence[str], *, headers: dict[str, str] | None = None, clients: int = CLIENTS
) -> Rate:
    """Requests a second for addresses in turn, each run going on where the last one ended."""
    turn = Turn(urls)
    return of_runs(lambda: own_client(turn, headers or {}, clients))


def of_runs(run: Callable[[], Rate]) -> Rate:
    runs = [run() for _ in range(RUNS)]
    done, bad = sum(one.done for one in runs), sum(one.bad for one in runs)
    return Rate(median(one.a_second for one in runs), done, bad)


def wrk(url: str, headers: dict[str, str], clients: int) -> Rate:
    chosen = ["-t", str(min(2, clients)), "-c", str(clients), "-d", f"{SECONDS}s", "--timeout", "10s"]
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    said = subprocess.run(
        ["wrk", *chosen, *given, url], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    done = re.search(r"(\d+) requests in", said)
    bad = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    bad += sum(map(int, re.findall(r"\d+", next(iter(re.findall(r"Socket errors:.*", said)), ""))))
    if not found or not done:
        raise RuntimeError(f"wrk said something unexpected:\n{said}")
    return Rate(float(found[1]), int(done[1]), bad)


class Turn:
    """Hands out addresses one after the other, to any thread."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls, self.given, self.lock = urls, 0, threading.Lock()

    def next(self) -> str:
        with self.lock:
            self.given += 1
            return self.urls[self.given % len(self.urls)]


def own_client(turn: Turn, headers: dict[str, str], clients: int) -> Rate:
    def ask(end: float, connection: http.client.HTTPConnection) -> tuple[int, int]:
        done = bad = 0
        while time.monotonic() < end and done < MOST // clients:
            parts = urlsplit(turn.next())
            connection.request(
                "GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers
            )
            answer = connection.getresponse()
            answer.read()
            done += 1
            bad += answer.status != 200
        return done, bad

    return at_once([ask] * clients, urlsplit(turn.urls[0]).netloc)


Work = Callable[[float, http.client.HTTPConnection], tuple[int, int]]


def at_once(work: Sequence[Work], host: str) -> Rate:
    """Run each piece of work in a thread with a connection of its own until the time is up."""
    results: list[tuple[int, int]] = []
    started = time.monotonic()

    def run(piece: Work) -> None:
        connection = http.client.HTTPConnection(host, timeout=30)
        results.append(piece(started + SECONDS, connection))
        connection.close()

    threads = [threading.Thread(target=run, args=(piece,)) for piece in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.monotonic() - started
    if len(results) < len(work):
        raise RuntimeError("a client of the benchmark failed; its error is above")
    done = sum(done for done, _ in results)
    return Rate(done / passed, done, sum(bad for _, bad in results))
