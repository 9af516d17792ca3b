"""How often merging real concurrent edits gives what their authors meant: `make merge-pairs`.

The pairs are made from the histories of a MediaWiki dump (tests/concurrent_pairs.py says how). Each is merged
as a save of the whole page merges it, and by `git merge-file` with one word a line and with the text's own
lines. Printed is how many came out as the true result to the byte, clean but different, or as a conflict.
ARGS="FILE … --show=ours" names other dumps, and shows each merge of ours that is not the true result.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

from tests.concurrent_pairs import CONTEXT, Pair, pairs  # noqa: E402

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="stemma-"))
    django.setup()

from wiki.editing.errors import EditConflict  # noqa: E402
from wiki.editing.merging.matching import matched_rows  # noqa: E402
from wiki.editing.merging.rows import Edit, merge_rows  # noqa: E402
from wiki.editing.saving.plan import settled  # noqa: E402
from wiki.models.parts import Row  # noqa: E402
from wiki.reading.source import source_text  # noqa: E402
from wiki.text.source import read  # noqa: E402

DUMPS = ROOT.parent / "shared" / "data" / "mwxml"  # beside the checkout, read only
DUMP = DUMPS / "bips-20-pages.xml.xz"
OUTCOMES = ("true result", "clean but different", "conflict")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
Merger = Callable[[str, str, str], str | None]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """What saving `mine` makes of a page that was opened as `base` and is `theirs` by now; None: it asks."""
    opened = _stored(matched_rows([], read(base), None, exact=True), base=[])
    stands = _stored(matched_rows(opened, read(theirs), None), base=opened)
    gone = [row._replace(deleted=True) for row in opened if row.ref not in {row.ref for row in stands}]
    edit = Edit(tuple(opened), tuple(matched_rows(opened, read(mine), None)))
    try:
        return source_text(settled(merge_rows(edit, [*stands, *gone]), stands))
    except EditConflict:
        return None


def _stored(rows: Sequence[Row], *, base: Sequence[Row]) -> list[Row]:
    """The rows as a save leaves them: with ids and places, changed ones at their next version."""
    first = max((row.id for row in base), default=0) + 1
    new = {row.id: n for n, row in enumerate((row for row in rows if row.id < 0), first)}
    known = [
        row._replace(id=new.get(row.id, row.id), section=new.get(row.section, row.section)) for row in rows
    ]
    was = {row.ref: row for row in base}
    return [row if row == was.get(row.ref) else row._replace(rev=row.rev + 1) for row in settled(known, base)]


def by_words(base: str, mine: str, theirs: str) -> str | None:
    """`git merge-file` of the texts with each word, sign and run of white space on a line of its own."""
    text = _merge_file(*("".join(f"{_on_a_line(word)}\n" for word in _WORD.findall(text))
                         for text in (base, mine, theirs)))  # fmt: skip
    return None if text is None else "".join(map(_off_its_line, text.split("\n")))


def _on_a_line(word: str) -> str:
    return word.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")


def _off_its_line(line: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"r": "\r", "n": "\n"}.get(found[1], found[1]), line)


def _merge_file(base: str, mine: str, theirs: str) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/{name}" for name in ("mine", "base", "theirs")]
        for name, text in zip(names, (mine, base, theirs), strict=True):
            Path(name).write_bytes(text.encode())
        run = subprocess.run(["git", "merge-file", "-p", "-q", *names], capture_output=True, check=False)
    if not 0 <= run.returncode < 128:
        raise RuntimeError(run.stderr.decode())
    return None if run.returncode else run.stdout.decode()


MERGERS: dict[str, Merger] = {
    "ours": merged,
    "words": by_words,
    "lines": _merge_file,
}
NAMES = {"ours": "Stemma", "words": "git merge-file, words", "lines": "git merge-file, lines"}


def outcome(pair: Pair, merge: Merger) -> tuple[str, str | None]:
    """How a merger did, and the text it made."""
    text = merge(pair.base, pair.b, pair.a)
    return OUTCOMES[2 if text is None else 0 if text == pair.both else 1], text


def table(counts: dict[str, Counter[str]]) -> str:
    """The report: a line for each merger."""
    lines = ["| | " + " | ".join(OUTCOMES) + " |", "|---|" + "--:|" * len(OUTCOMES)]
    for name, found in counts.items():
        shown = (f"{found[one]} ({found[one] / max(1, found.total()):.1%})" for one in OUTCOMES)
        lines.append(f"| {NAMES[name]} | {' | '.join(shown)} |")
    return "\n".join(lines)


def compare(given: Iterable[Pair], shown: str = "") -> tuple[int, str]:
    """How many pairs there are, and the table; what the merger `shown` did wrong goes to standard error."""
    counts = {name: Counter[str]() for name in MERGERS}
    for pair in given:
        for name, merge in MERGERS.items():
            found, text = outcome(pair, merge)
            counts[name][found] += 1
            if name == shown and text != pair.both:
                print(_told(pair, found, text), file=sys.stderr)
    return counts["ours"].total(), table(counts)


def _told(pair: Pair, found: str, text: str | None) -> str:
    sides = [("A", pair.base, pair.a), ("B", pair.base, pair.b)]
    sides += [("wanted, and what came out", pair.both, text)] if text is not None else []
    told = [f"==== {pair.name}: {found}"]
    for name, old, new in sides:
        told += [f"-- {name}", *unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=1)]
    return "\n".join(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dumps", nargs="*", type=Path, default=[DUMP])
    parser.add_argument("--show", default="", choices=["", *MERGERS])
    parser.add_argument("--context", type=int, default=CONTEXT, help="words that must be the same around")
    options = parser.parse_args()
    for path in options.dumps:
        if not path.exists():
            print(f"There is no {path}", file=sys.stderr)
            return 1
        started = time.monotonic()
        total, report = compare(pairs(path, options.context), options.show)
        print(f"{path.name}: {total} pairs, {time.monotonic() - started:.0f} s\n\n{report}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
