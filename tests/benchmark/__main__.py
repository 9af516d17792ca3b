"""`python -m tests.benchmark`, in the environment of the wiki that is measured: see tests/bench.py."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import quote
from urllib.request import urlopen

from django.db import connection

from tests.benchmark.editors import EditLog, edit_in_a_row, edit_rate, log_in
from tests.benchmark.figures import Figures
from tests.benchmark.histories import create_page, page_with_history
from tests.benchmark.load import CLIENTS, Rate, has_wrk, rate, rate_of_all
from tests.benchmark.nginx import static_server
from tests.benchmark.processes import Watch, cpu_seconds
from tests.live_wiki import ROOT, LiveWiki, serve
from wiki.models import Page, Revision, Section, User, parts_as_of
from wiki.reading.page import find_page
from wiki.reading.verify import verify_page

ARTICLE = "Russia–Syria–Iran–Iraq_coalition"
NAME, PASSWORD = "Measurer", "a long enough phrase 7"
LONG = 10_000
IN_A_ROW = 200


@dataclass
class Pages:
    """What is measured besides the seeded article."""

    long: Page  # 40 sections, 48 kB, 10,000 revisions
    short: Page  # the same with 10
    edited: Page  # 10 sections, 7.5 kB: as long as the article
    thick: Page  # 40 sections, 48 kB
    row: list[Page]  # 200 as long as the article


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def make_pages(figures: Figures) -> Pages:
    User.objects.create_user(NAME, password=PASSWORD)
    say(f"writing a history of {LONG:,} revisions")
    before, started = database_bytes(), time.monotonic()
    long = page_with_history("Long history", sections=40, size=48_000, revisions=LONG)
    took, each = time.monotonic() - started, (database_bytes() - before) / LONG
    figures.add(
        "bytes a revision of 48 kB, of 10,000", f"{each:,.0f}", note=f"written in bulk in {took:.0f} s"
    )
    short = page_with_history("Short history", sections=40, size=48_000, revisions=10)
    say("verifying it")
    started = time.monotonic()
    flaws = [flaw for page in (long, short) for flaw in verify_page(page)]
    if flaws:
        raise SystemExit(f"the history that was written is not sound: {flaws[:3]}")
    took = time.monotonic() - started
    figures.add("verify_history, revisions/s", f"{LONG / took:,.0f}", note="text of each of them hashed")
    return Pages(
        long,
        short,
        create_page("Edited", sections=10, size=7_500),
        create_page("Thick", sections=40, size=48_000),
        [create_page(f"Row {n}", sections=10, size=7_500) for n in range(IN_A_ROW)],
    )


def database_bytes() -> int:
    """How much of the database is in use."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        numbers = []
        for pragma in ("page_count", "freelist_count", "page_size"):
            cursor.execute(f"PRAGMA {pragma}")
            numbers.append(int(cursor.fetchone()[0]))
    return (numbers[0] - numbers[1]) * numbers[2]


def measure_as_of(figures: Figures, pages: Pages) -> None:
    def milliseconds(page: Page, number: int) -> float:
        return median(timed(lambda: parts_as_of(page.pk, number)) for _ in range(60)) * 1000

    say("reading as of a revision")
    few = milliseconds(pages.short, 5)
    figures.add("as of revision 5 of 10", f"{few:.1f} ms", note="40 sections")
    for number in (LONG // 2, LONG):
        many = milliseconds(pages.long, number)
        note = f"{many / few:.2f} x that of 10 revisions"
        figures.add(f"as of revision {number:,} of {LONG:,}", f"{many:.1f} ms", note=note)


def timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


# ---- What is asked of the server --------------------------------------------------------------------------


def measure_reading(figures: Figures, wiki: LiveWiki, pages: Pages, cookie: str) -> None:
    def add(name: str, address: str, cookie: str = "") -> None:
        add_rate(figures, wiki, name, lambda: rate(wiki.url + address, cookie=cookie))

    found = Revision.objects.filter(page=pages.long, number__in=(LONG - 51, LONG - 2, LONG - 1))
    ids = dict(found.values_list("number", "pk"))
    article, history = f"/wiki/{quote(ARTICLE)}", "/history/Long_history?limit=50"
    add("anonymous view", article)
    add("signed-in view", article, cookie)
    add("anonymous view of 48 kB", "/wiki/Long_history")
    add("history, 50 rows", history)
    add("history, 50 rows, signed in", history, cookie)
    add("diff, one edit", f"/diff/{ids[LONG - 2]}/{ids[LONG - 1]}")
    add("diff, 50 edits apart", f"/diff/{ids[LONG - 51]}/{ids[LONG - 1]}")
    add("revision permalink", f"/revision/{ids[LONG - 1]}")
    every = Revision.objects.filter(page=pages.long).values_list("pk", flat=True)
    urls = [f"{wiki.url}/revision/{pk}" for pk in every]
    add_rate(figures, wiki, "permalink, each another", lambda: rate_of_all(urls), "rendered, 48 kB")


def add_rate(
    figures: Figures, wiki: LiveWiki, name: str, measure: Callable[[], Rate], note: str = ""
) -> None:
    """A row of the table, with the processor time that the server took for each request."""
    say(name)
    before = cpu_seconds(wiki.pid)
    result = measure()
    each = (cpu_seconds(wiki.pid) - before) * 1000 / max(1, result.done)
    bad = f"{result.bad} bad answers" if result.bad else ""
    figures.add_rate(name, result.a_second, ", ".join(filter(None, [note, bad])), cpu=f"{each:.1f} ms")


def measure_editing(figures: Figures, wiki: LiveWiki, pages: Pages, cookie: str) -> None:
    say("200 pages in a row")
    row, log = [page.name.key for page in pages.row], EditLog()
    edit_in_a_row(wiki.url, row, cookie, log)
    save = median(log.posted) * 1000
    figures.add("200 pages in a row, a save", f"{save:.0f} ms", save, f"median of {log.saved}; {log.words()}")
    for name, page, clients in (
        ("edit, 1 client", pages.edited, 1),
        ("edit, 8 clients", pages.edited, CLIENTS),
        ("edit, 1 client, page of 48 kB", pages.thick, 1),
    ):
        before, log = database_bytes(), EditLog()
        key, sections = page.name.key, sections_of(page)[:clients]
        add_rate(figures, wiki, name, lambda: edit_rate(wiki.url, key, sections, cookie, log))  # noqa: B023
        figures.note(log.words())
        if page is pages.thick:
            each = (database_bytes() - before) / max(1, log.saved)
            figures.add("bytes a revision of 48 kB", f"{each:,.0f}", each, f"of {log.saved} edits")
        prove_nothing_lost(page, log.saved)


def sections_of(page: Page) -> list[int]:
    found = Section.objects.filter(page=page, deleted=False, level__gt=0)
    return list(found.order_by("position").values_list("pk", flat=True))


def prove_nothing_lost(page: Page, saved: int) -> None:
    """Each acknowledged edit is a revision, and the history is whole."""
    fresh = find_page(page.name)
    made = Revision.objects.filter(page=page, summary="One more").count()
    flaws = list(verify_page(fresh)) if fresh else ["it is gone"]
    if flaws or made < saved:
        raise SystemExit(f"{page}: {saved} edits were acknowledged, {made} are there; {flaws[:3]}")


def measure_server(figures: Figures, pages: Pages) -> None:
    with serve(dict(os.environ)) as wiki, Watch(wiki.pid) as watch:
        html = urlopen(f"{wiki.url}/wiki/{quote(ARTICLE)}", timeout=30).read()
        cookie = log_in(wiki.url, NAME, PASSWORD)
        with static_server(Path(os.environ["DATA_DIR"]) / "nginx", html) as static:
            if static is None:
                figures.add("nginx, the same HTML as a file", "not installed")
            else:
                say("nginx")
                figures.nginx = rate(static).a_second
                figures.add_rate("nginx, the same HTML as a file", figures.nginx, "")
        measure_reading(figures, wiki, pages, cookie)
        measure_editing(figures, wiki, pages, cookie)
    figures.add("memory under load", f"{watch.pss / 1024:.0f} MB", watch.pss / 1024, watch.words())


# ---- The report -------------------------------------------------------------------------------------------


def report(figures: Figures, seconds: float) -> str:
    version = ".".join(map(str, connection.get_database_version()))
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}, {connection.display_name} {version}"
    with_what = "wrk" if has_wrk() else "the benchmark's own client (wrk is not installed)"
    lines = [
        f"{datetime.now(UTC):%d %B %Y}, {commit()}. {where}, {os.environ['WORKERS']} workers.",
        f"Load by {with_what} from the same machine, {CLIENTS} clients. Load average at the end",
        f"{os.getloadavg()[0]:.1f}; {seconds:.0f} s in all.",
        "Figures are requests (or edits) a second unless another unit stands beside them.",
    ]
    return "\n".join(["\n".join(lines), "", figures.table(), "", figures.verdict()])


def commit() -> str:
    run = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return f"commit {run.stdout.strip()}" if run.returncode == 0 else "not in a clone"


def main() -> None:
    figures, started = Figures(), time.monotonic()
    pages = make_pages(figures)
    measure_as_of(figures, pages)
    measure_server(figures, pages)
    print(report(figures, time.monotonic() - started))


if __name__ == "__main__":
    main()
