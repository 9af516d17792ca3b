"""How much longer a long history takes: `make bench-history` (DB=postgres: on PostgreSQL).

A page of 48 kB and 40 sections has 10,000 revisions, its like has 10. In one run, one reader who is signed in
asks for each in turn, so that no answer comes from the cache of pages; the medians of 40 rounds are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.benchmark.sizes import CREATE, OWED, ROUNDS, Reader
from tests.databases import start_postgres
from tests.live_wiki import ROOT, data_folder, environment_for, manage, prepare, serve

LONG = 10_000
WRITE = """
import json, sys
from tests.benchmark.histories import page_with_history
from wiki.models import Revision
ids = {}
for name, revisions in (("Short history", 10), ("Long history", int(sys.stdin.read()))):
    page = page_with_history(name, sections=40, size=48_000, revisions=revisions)
    ids[name] = list(Revision.objects.filter(page=page).order_by("number").values_list("pk", flat=True))
print(json.dumps(ids))
"""


def written(environment: dict[str, str], revisions: int) -> dict[str, list[int]]:
    """Write both pages; the numbers of their revisions."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", WRITE]
    said = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=str(revisions),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, list[int]] = json.loads(said.stdout)
    return found


def asked(ids: dict[str, list[int]]) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """What is compared: name and addresses, and the same of what it is measured by."""
    long, short = ids["Long history"], ids["Short history"]
    half = len(long) // 2
    newest = [f"/revision/{pk}" for pk in long[-ROUNDS - 1 : -1]]
    # Each revision is opened once: what was drawn may be kept.
    yield (
        f"revision {half:,} of {len(long):,}", [f"/revision/{pk}" for pk in long[half : half + ROUNDS]],
        "the newest, by their addresses", newest,
    )  # fmt: skip
    yield (
        "revision 5 of 10",
        [f"/revision/{short[4]}"] * ROUNDS,
        "revision 6 of 10",
        [f"/revision/{short[5]}"] * ROUNDS,
    )
    for rows in (10, 50):
        of = "/history/{}_history?limit=" + str(rows)
        yield (
            f"history, {rows} rows, of {len(long):,} revisions", [of.format("Long")] * ROUNDS,
            f"history, {rows} rows, of {len(short)}", [of.format("Short")] * ROUNDS,
        )  # fmt: skip
    yield (
        "the page, with 10,000 revisions",
        ["/wiki/Long_history"] * ROUNDS,
        "with 10",
        ["/wiki/Short_history"] * ROUNDS,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default=os.environ.get("DB") or "sqlite")
    parser.add_argument("--revisions", type=int, default=LONG)
    options = parser.parse_args()
    with data_folder() as folder:
        environment = environment_for(folder, WORKERS="1", ANONYMOUS_EDITING="ip")
        if options.db == "postgres":
            environment["DATABASE_URL"] = start_postgres(folder)
        prepare(environment)
        manage(environment, "shell", "-c", CREATE)
        ids = written(environment, options.revisions)
        print(f"| {options.db} | | by | | ratio |\n|---|--:|---|--:|--:|")
        with serve(environment) as wiki:
            reader = Reader(wiki)
            for what, addresses, by, others in asked(ids):
                times = [
                    (reader.seconds(one), reader.seconds(other))
                    for one, other in zip(addresses, others, strict=True)
                ]
                one, other = (median(spent) * 1000 for spent in zip(*times, strict=True))
                late = "" if one <= OWED * other else f", where {OWED} is owed"
                print(
                    f"| {what} | {one:.1f} ms | {by} | {other:.1f} ms | {one / other:.2f} x{late} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
