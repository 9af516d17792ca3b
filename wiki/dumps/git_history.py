"""Every revision as a commit of a git repository: in the order of time, moves as renames."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pygit2
from django.conf import settings
from django.db.models import QuerySet

from wiki.dumps.exporter import Exported, export_histories
from wiki.dumps.markdown_pages import ENDING, markdown_file, picture_bytes, picture_versions
from wiki.dumps.page_files import PageFiles, clashes, titles_there
from wiki.models import LogEntry, Page
from wiki.reading.source import source_text
from wiki.text.titles import Title

BRANCH = "refs/heads/main"
HIDDEN = "(hidden)"
LAST = 1 << 62  # pictures come after all revisions of their second
AT_ONCE = 10_000  # revisions and commits that are put into one pack
LARGEST = 1_000_000  # bytes of what is packed: larger are pictures, which a pack makes no smaller
NAMELESS = re.compile(r"[<>\x00-\x1f\x7f]")  # what git has no room for in a name
# A line for each commit: when, in which order, of what, what it puts where (no blob: the same as before), and
# who says what.
_TABLE = "CREATE TABLE step (time, number, page, picture, blob, place, who, account, said)"


def git_history(
    pages: QuerySet[Page],
    folder: Path,
    *,
    tell: Callable[[int], None] = lambda _: None,
    lacking: Callable[[str], object] = lambda _: None,
) -> int:
    """Make a repository of an empty folder with all revisions of these pages and their pictures; how many
    commits. `tell` is called with their number after each, `lacking` with each picture that the storage lost.

    Revisions are read page by page and committed by time, so between the two their order lies in a file;
    memory is bounded by the number of pages and the largest of them. What is made is packed, some thousand
    commits at once. Raises OSError.
    """
    repository: Any = pygit2.init_repository(str(folder), initial_head="main")
    count = made = 0
    with tempfile.TemporaryDirectory() as aside, closing(sqlite3.connect(Path(aside) / "steps")) as steps:
        steps.execute(_TABLE)
        files = PageFiles(clashes(), titles_there(pages))
        for page, _target, revisions in export_histories(pages):
            commits = _revisions(page, revisions, files, repository)
            rows = [*commits, *_pictures(page, files, repository, lacking)]
            steps.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            made += len(rows)
            if made >= AT_ONCE:
                _pack(repository)
                made = 0
        tree = _Tree(repository)
        for step in steps.execute("SELECT * FROM step ORDER BY time, number, rowid"):
            tree.commit(*step)
            count += 1
            tell(count)
            if not count % AT_ONCE:
                _pack(repository)
    _pack(repository)
    if count:
        repository.checkout_head(strategy=pygit2.enums.CheckoutStrategy.FORCE)
    return count


def _pack(repository: Any) -> None:
    """Pack the objects that lie in files of their own: what they have in common is kept once."""
    files = Path(repository.path, "objects").glob("??/*")
    loose = [file for file in files if file.stat().st_size <= LARGEST]

    def put(pack: pygit2.PackBuilder) -> None:
        for file in loose:
            pack.add(pygit2.Oid(hex=file.parent.name + file.name))

    if loose:
        repository.pack(pack_delegate=put, n_threads=1)
    for file in loose:
        file.unlink()


Step = tuple[int, int, int, bool, bytes | None, str, str, int | None, str]


def _revisions(
    page: Page, revisions: Iterable[Exported], files: PageFiles, repository: Any
) -> Iterator[Step]:
    titles, soonest = _titles(page), 0
    for revision, _parent, rows in revisions:
        title = titles(revision.number)
        soonest = max(
            soonest, int(revision.timestamp.timestamp())
        )  # clocks that run backwards do not mix pages
        blob = None
        if not revision.text_hidden:
            text = markdown_file(title, revision, source_text(rows), files)
            blob = repository.create_blob(text.encode()).raw
        said = "" if revision.summary_hidden else revision.summary
        yield (
            soonest, revision.pk, page.pk, False, blob, files.place(title, ENDING),
            HIDDEN if revision.user_hidden else revision.author_text,
            None if revision.user_hidden else revision.author_id,
            f"{title.full}: {said}".removesuffix(": ") + f"\n\nRevision: {revision.pk}\n",
        )  # fmt: skip


def _titles(page: Page) -> Callable[[int], Title]:
    """What the page was called as of each of its revisions."""
    history = page.history.order_by("rev", "history_id").values_list("rev", "namespace", "title")
    called = ((rev, Title(namespace, title)) for rev, namespace, title in history)
    hidden = _hidden_titles(page)
    known = [(rev, title) for rev, title in called if title not in hidden] or [(0, page.name)]
    numbers = [rev for rev, _title in known]
    return lambda number: known[max(bisect_right(numbers, number) - 1, 0)][1]


def _hidden_titles(page: Page) -> set[Title]:
    """The former titles of the page of which hidden log entries tell."""
    moves = LogEntry.objects.filter(type="move", page=page, action_hidden=True)
    return {Title(*row) for row in moves.values_list("namespace", "title")} - {page.name}


def _pictures(
    page: Page, files: PageFiles, repository: Any, lacking: Callable[[str], object]
) -> Iterator[Step]:
    for version in picture_versions(page).order_by("number"):
        if (data := picture_bytes(version, lacking)) is None:
            continue
        blob = repository.create_blob(data).raw
        said = "" if version.comment_hidden else version.comment
        yield (
            int(version.timestamp.timestamp()), LAST, page.pk, True, blob, files.place(page.name, ""),
            HIDDEN if version.user_hidden else version.author_text,
            None if version.user_hidden else version.author_id,
            f"{page.name.full}: {said}".removesuffix(": ") + f"\n\nVersion of the file: {version.number}\n",
        )  # fmt: skip


class _Tree:
    """What the folder holds after each commit."""

    def __init__(self, repository: Any) -> None:
        self.repository, self.index, self.parents = repository, pygit2.Index(), list[Any]()
        self.places: dict[tuple[int, bool], str] = {}
        self.owners: dict[str, tuple[int, bool]] = {}

    def commit(
        self, time: int, _number: int, page: int, picture: bool, blob: bytes | None, place: str, who: str,
        account: int | None, said: str,
    ) -> None:  # fmt: skip
        self.put((page, bool(picture)), place, blob)
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        email = f"{'nobody' if account is None else account}@{host}"
        by = pygit2.Signature(
            NAMELESS.sub("_", who).strip(" .,:;\"'") or "_", email, max(time, 0), 0, "utf-8"
        )
        tree = self.index.write_tree(self.repository)
        self.parents = [self.repository.create_commit(BRANCH, by, by, said, tree, self.parents)]

    def put(self, what: tuple[int, bool], place: str, blob: bytes | None) -> None:
        """Let this page or picture stand there, and nowhere else; two cannot stand at one place."""
        if self.owners.get(place.casefold(), what) != what:
            stem, dot, ending = place.rpartition(".")
            place = f"{stem}~{what[0]}{dot}{ending}"
        before = self.places.get(what)
        oid = pygit2.Oid(raw=blob) if blob else self.index[before].id if before else None
        if oid is None:
            return
        if before is not None and before != place:
            self.index.remove(before)
            del self.owners[before.casefold()]
        self.index.add(pygit2.IndexEntry(place, oid, pygit2.enums.FileMode.BLOB))
        self.places[what], self.owners[place.casefold()] = place, what
