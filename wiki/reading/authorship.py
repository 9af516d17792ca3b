"""Who wrote a page: each stretch of its text with the revision that first wrote it. From stored spans;
nothing is compared when a page is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wiki.models import Page, Revision, Row, parts_as_of, parts_live
from wiki.models.authorship import spans_as_of
from wiki.models.parts import Kind
from wiki.permissions import Editor, sees_deleted
from wiki.reading.lists.accounts import named
from wiki.reading.lists.lines import line
from wiki.reading.page import RevisionHidden
from wiki.reading.source import PartMissing, in_document_order, subtree
from wiki.reading.visibility import sees_author, sees_summary, sees_text
from wiki.text.authorship.runs import UNKNOWN, Runs, length_of, unpack
from wiki.text.sections import plain_title

AT_ONCE = 1_000  # revisions named in one statement
AGES = (
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=182),
    timedelta(days=365),
    timedelta(days=3 * 365),
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote some of the text, and how much. `name` is empty where it is hidden from the viewer, or not
    known.
    """

    name: str
    is_account: bool
    hidden: bool
    characters: int
    share: float  # of all characters, 0 to 1
    revisions: int  # that have words in the text


@dataclass(frozen=True, slots=True)
class Writing:
    """A revision that has words in the text, as this viewer may see it."""

    id: int
    number: int
    parent_id: int | None
    timestamp: datetime
    age: int  # step of AGES: 0 for words of the last week, up to len(AGES)
    minor: bool
    summary: str
    characters: int
    reachable: bool  # whether the viewer can open it


@dataclass(frozen=True, slots=True)
class PartWritten:
    """One part of the page; `runs` cover `text` from start to end."""

    kind: Kind
    id: int
    head: str  # as in models.Row
    name: str  # what a reader calls it; empty for the lead and for links
    heading: int  # how many characters of the text are the heading's
    text: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Authorship:
    """The parts in the order of the page, their authors by share, and the revisions by id.

    `author_of` gives the place among the authors of each revision that a run names, unknown ones too.
    """

    parts: tuple[PartWritten, ...]
    authors: tuple[Author, ...]
    writings: dict[int, Writing]
    author_of: dict[int, int]
    characters: int


def page_authorship(
    page: Page,
    *,
    viewer: Editor,
    revision: Revision | None = None,
    section: int | None = None,
    field: int | None = None,
) -> Authorship:
    """Who wrote the page as it is now, or as `revision` left it; or one section with its subsections, or a
    field.

    3 queries, one more for each further 1,000 revisions that have words in it. Raises RevisionHidden if
    that revision's text is withheld from the viewer, PartMissing for a part that does not stand there.
    """
    if revision is not None and not sees_text(viewer, revision):
        raise RevisionHidden(line(revision, viewer=viewer))
    number = page.number if revision is None else revision.number
    rows = parts_live(page.pk) if revision is None else parts_as_of(page.pk, number)
    spans = {(one.kind, one.part): unpack(one.spans) for one in spans_as_of(page.pk, number)}
    parts = [_part(row, spans.get(row.ref)) for row in _chosen(rows, section, field) if row.head != "end"]
    now = revision or page.latest
    return _counted([part for part in parts if part.text], now.timestamp if now else None, viewer)


def author_shares(page: Page, *, viewer: Editor) -> tuple[Author, ...]:
    """How much of the page as it is now each author wrote, the greatest share first; 2 queries, as above."""
    spans = [unpack(one.spans) for one in spans_as_of(page.pk, page.number, living=True)]
    revisions = _revisions({revision for runs in spans for revision, _ in runs})
    return _authors(_sizes(spans), revisions, viewer)[0]


def _chosen(rows: Sequence[Row], section: int | None, field: int | None) -> list[Row]:
    if section is not None:
        return subtree(rows, section)
    if field is not None:
        found = [row for row in rows if row.ref == ("field", field) and row.head == "field"]
        if not found:
            raise PartMissing(f"field {field}")
        return found
    return in_document_order(rows)


def _part(row: Row, runs: Runs | None) -> PartWritten:
    text = row.words
    if runs is None or length_of(runs) != len(text):
        runs = ((UNKNOWN, len(text)),)
    heading = len(row.head.strip()) if row.kind == "section" else 0
    return PartWritten(row.kind, row.id, row.head, _name(row), heading, text, runs)


def _name(row: Row) -> str:
    if row.kind == "section":
        return plain_title(row.heading[1])
    return row.field.key if row.head == "field" else ""


def _sizes(spans: Iterable[Runs]) -> dict[int, int]:
    """How many characters each revision has."""
    sizes: dict[int, int] = {}
    for runs in spans:
        for revision, length in runs:
            sizes[revision] = sizes.get(revision, 0) + length
    return sizes


def _revisions(ids: Iterable[int]) -> dict[int, Revision]:
    wanted = sorted(ids)
    found: dict[int, Revision] = {}
    for start in range(0, len(wanted), AT_ONCE):
        chosen = Revision.objects.filter(pk__in=wanted[start : start + AT_ONCE])
        found |= {one.pk: one for one in chosen.select_related("page").defer("changes", "tags")}
    return found


def _counted(parts: Sequence[PartWritten], now: datetime | None, viewer: Editor) -> Authorship:
    sizes = _sizes(part.runs for part in parts)
    revisions = _revisions(sizes)
    authors, places = _authors(sizes, revisions, viewer)
    writings = {
        id_: _writing(revision, sizes[id_], now or revision.timestamp, viewer)
        for id_, revision in revisions.items()
    }
    return Authorship(tuple(parts), authors, writings, places, sum(sizes.values()))


def _authors(
    sizes: dict[int, int], revisions: dict[int, Revision], viewer: Editor
) -> tuple[tuple[Author, ...], dict[int, int]]:
    """The authors by share, and the place among them of each revision's."""
    total = sum(sizes.values()) or 1
    groups: dict[tuple[str, bool, bool], list[int]] = {}
    for id_ in sizes:
        groups.setdefault(_named(revisions.get(id_), viewer), []).append(id_)
    found: list[tuple[Author, list[int]]] = []
    for (name, is_account, hidden), ids in groups.items():
        size = sum(sizes[id_] for id_ in ids)
        found.append((Author(name, is_account, hidden, size, size / total, len(ids)), ids))
    found.sort(key=lambda one: (-one[0].characters, one[0].name))
    return (
        tuple(author for author, _ in found),
        {id_: place for place, (_, ids) in enumerate(found) for id_ in ids},
    )


def _named(revision: Revision | None, viewer: Editor) -> tuple[str, bool, bool]:
    """Name, whether it is an account, whether it is hidden from the viewer."""
    if revision is None:
        return "", False, False
    if not sees_author(viewer, revision) or not _public(revision, viewer):
        return "", False, True
    return revision.author_text, named(revision), False


def _public(revision: Revision, viewer: Editor) -> bool:
    """Whether the viewer may know of the revision, which may be of a page that was deleted since."""
    return not (revision.withheld or revision.page.deleted) or sees_deleted(viewer)


def _writing(revision: Revision, size: int, now: datetime, viewer: Editor) -> Writing:
    public = _public(revision, viewer)
    age = now - revision.timestamp
    return Writing(
        id=revision.pk,
        number=revision.number,
        parent_id=revision.parent_id,
        timestamp=revision.timestamp,
        age=sum(age > step for step in AGES),
        minor=revision.minor and public and sees_author(viewer, revision),
        summary=revision.summary if public and sees_summary(viewer, revision) else "",
        characters=size,
        reachable=public and sees_text(viewer, revision),
    )
