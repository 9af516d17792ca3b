"""There and back: dumps into Stemma, its export into a real MediaWiki, and that one's own export back.

    .venv/bin/python tests/peers/mediawiki.py FILE… [--seed]

Needs Debian's packages mediawiki, php-cli, php-sqlite3, php-mbstring and php-xml. Everything happens in a
folder of its own with SQLite, by the command lines of both wikis: nothing is served. Says for each dump what
came out of Stemma otherwise than it went in, whether the export is valid, and what MediaWiki counts in it;
fails if anything is another than it should be. `--seed` takes the wiki that `manage.py seed` makes.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from tests.dumps.exports import check_schema, histories  # noqa: E402
from tests.live_wiki import environment_for, manage  # noqa: E402
from wiki.dumps.opened import open_dump  # noqa: E402
from wiki.dumps.records import DumpRevision, PageHead, Record  # noqa: E402
from wiki.dumps.xml_read import read_dump  # noqa: E402

MEDIAWIKI = Path("/usr/share/mediawiki/maintenance")
# What a fresh MediaWiki lacks: the model of pages written here, and that of Scribunto. Plain text to it.
LOCAL = """
foreach ( [ 'markdown' => 'text/markdown', 'Scribunto' => 'text/plain' ] as $model => $format ) {
    $wgContentHandlers[$model] = static function ( $model ) use ( $format ) {
        return new TextContentHandler( $model, [ $format ] );
    };
}
$wgMaxArticleSize = 1 << 20;
$wgJobRunRate = 0;
"""


@dataclass(frozen=True)
class Counts:
    pages: int
    revisions: int
    redirects: int
    texts: Counter[str]  # of the SHA-1, as the export writes it, of each text that is shown

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.pages, self.revisions, self.redirects

    def __str__(self) -> str:
        return f"{self.pages:,} pages, {self.revisions:,} revisions, {self.redirects:,} redirects"


def records(path: Path) -> Iterator[Record]:
    with open_dump(str(path)) as (stream, _):
        yield from read_dump(stream, path.name)


def counted(path: Path) -> Counts:
    """What an export holds."""
    pages = redirects = revisions = 0
    texts: Counter[str] = Counter()
    for one in records(path):
        if isinstance(one, PageHead):
            pages, redirects = pages + 1, redirects + one.redirect
        elif isinstance(one, DumpRevision):
            revisions += 1
            if one.main.text is not None:
                texts[f"{one.main.sha1 or 0:040x}"] += 1
    return Counts(pages, revisions, redirects, texts)


class MediaWiki:
    """A MediaWiki that is empty, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "LocalSettings.php"
        self._run(
            "install.php", "Peer", "Admin", f"--pass=peer-{os.urandom(8).hex()}", f"--confpath={folder}",
            "--dbtype=sqlite", f"--dbpath={folder}", "--dbname=peer", "--server=http://127.0.0.1",
            "--scriptpath=/wiki", "--skins=", conf=False,
        )  # fmt: skip
        with self.settings.open("a") as file:
            file.write(LOCAL)
        self._run("nukePage.php", "--delete", "Main Page")

    def bring(self, export: Path) -> None:
        self._run("importDump.php", "--no-updates", str(export))

    def dump(self, target: Path) -> None:
        self._run("dumpBackup.php", "--full", f"--output=file:{target}", "--schema-version=0.11")

    def counts(self) -> tuple[int, int, int]:
        """Pages, revisions and redirects, by SQL."""
        with sqlite3.connect(self.folder / "peer.sqlite") as base:
            row = base.execute(
                "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM revision), "
                "(SELECT count(*) FROM page WHERE page_is_redirect = 1)"
            ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def _run(self, script: str, *arguments: str, conf: bool = True) -> None:
        chosen = [f"--conf={self.settings}"] if conf else []
        command = ["php", str(MEDIAWIKI / script), *chosen, *arguments]
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if run.returncode or re.search(r"\b(Fatal|Exception|Skipping)\b", run.stdout + run.stderr):
            raise SystemExit(f"{script}: {run.stdout[-2000:]}{run.stderr[-2000:]}")


def exported(dump: Path | None, folder: Path) -> tuple[Path, list[str], float]:
    """What Stemma exports after it imported the dump, or else has its seed alone; pages that it refused; how
    many seconds the export took, start of the command included.
    """
    environment = environment_for(folder)
    manage(environment, "migrate", "--verbosity", "0")
    refused: list[str] = []
    if dump is None:
        manage(environment, "seed")
    else:
        command = [sys.executable, "manage.py", "import_xml", str(dump)]
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        refused = [line for line in run.stderr.splitlines() if ": refused: " in line]
        if run.returncode and not refused:
            raise SystemExit(run.stderr)
    target = folder / "export.xml"
    began = time.perf_counter()
    manage(environment, "export_xml", "--output", str(target))
    return target, refused, time.perf_counter() - began


def differences(dump: Path, export: Path, refused: int) -> int:
    """How many pages came out of Stemma with another history than they went in with."""
    went, came = (Counter(map(repr, histories(records(path)))) for path in (dump, export))
    return (came - went).total() + max(0, (went - came).total() - refused)


def taken_round(dump: Path | None) -> bool:
    """Take a dump round, and say how it went; whether all is as it should be."""
    with tempfile.TemporaryDirectory(prefix="stemma-peer-") as name:
        folder = Path(name)
        (folder / "stemma").mkdir()
        (folder / "mediawiki").mkdir()
        export, refused, seconds = exported(dump, folder / "stemma")
        check_schema(export.read_bytes())
        other = 0 if dump is None else differences(dump, export, len(refused))
        ours = counted(export)
        all_refused = bool(refused) and not ours.pages
        redirects = ours.redirects if dump is None or all_refused else counted(dump).redirects
        peer = MediaWiki(folder / "mediawiki")
        peer.bring(export)
        there = peer.counts()
        back = folder / "back.xml"
        peer.dump(back)
        theirs = counted(back)
    missing = (ours.texts - theirs.texts).total()
    print(dump.name if dump else "the seeded wiki")
    print(f"  export: valid; {ours}; {ours.revisions / seconds:,.0f} revisions/s with the command's start")
    print(f"  pages with another history than in the dump: {other}; refused: {len(refused)}")
    print("  MediaWiki: {:,} pages, {:,} revisions, {:,} redirects".format(*there), end="")
    print(f" ({redirects:,} in the dump)" if redirects != ours.redirects else "", end="; ")
    print(f"{missing} of {ours.texts.total():,} texts are not in its own export")
    return not (other or missing) and there == (ours.pages, ours.revisions, redirects) == ours.numbers


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--seed", action="store_true", help="take the seeded wiki too")
    options = parser.parse_args()
    if not MEDIAWIKI.is_dir():
        raise SystemExit(f"There is no {MEDIAWIKI}: apt install mediawiki php-cli php-sqlite3 php-xml")
    dumps: list[Path | None] = [*options.files, *([None] if options.seed else [])]
    went = [taken_round(dump) for dump in dumps]
    return 0 if all(went) else 1


if __name__ == "__main__":
    sys.exit(main())
