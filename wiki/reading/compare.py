"""Two revisions side by side, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count

from wiki.models import Revision, Row, parts_as_of
from wiki.models.parts import Ref
from wiki.permissions import Editor
from wiki.reading.lists.lines import RevisionLine, line, lines
from wiki.reading.page import RevisionHidden, RevisionMissing, find_revision
from wiki.reading.visibility import author_seen, sees_text
from wiki.text.diff import Fold, Line, diff_lines, fold_context
from wiki.text.parts.positions import kept_in_place

PartKind = Literal["caption", "field", "section"]
Verb = Literal["changed", "added", "removed", "moved"]


@dataclass(frozen=True, slots=True)
class PartDiff:
    """What changed in one part; `name` is its heading or key ("" for the lead and the caption).

    `old_name` differs from `name` where it was renamed; `moved` says that it changed its place.
    """

    kind: PartKind
    id: int
    name: str
    old_name: str
    verb: Verb
    moved: bool
    lines: tuple[Line | Fold, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Revisions between the two that are not shown."""

    count: int = 0
    authors: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions and what differs. `older_id` and `newer_id` lead to the neighbouring comparisons:
    the revision before `old`, and the one after `new`. `run`: how many edits a rollback of `new` takes back,
    where the viewer may and it is the page's newest; else 0.
    """

    old: RevisionLine
    new: RevisionLine
    parts: tuple[PartDiff, ...]
    same_page: bool
    between: Between
    older_id: int | None
    newer_id: int | None
    run: int = 0


def compare(old_id: int, new_id: int, *, viewer: Editor) -> Comparison:
    """What differs between any two revisions of any pages; a constant number of queries.

    Raises RevisionMissing, or RevisionHidden where a text is withheld from the viewer.
    """
    old, new = find_revision(old_id, viewer=viewer), find_revision(new_id, viewer=viewer)
    for revision in (old, new):
        if not sees_text(viewer, revision):
            raise RevisionHidden(line(revision, viewer=viewer))
    same_page = old.page_id == new.page_id
    before, after = parts_as_of(old.page_id, old.number), parts_as_of(new.page_id, new.number)
    if not same_page:
        after = _paired(before, after)
    between, near = Between(), dict[int, int]()
    if same_page:
        between = _between(old, new, viewer)
        numbers = Revision.objects.filter(page=old.page_id, number__in=(old.number - 1, new.number + 1))
        near = dict(numbers.filter(withheld=False).values_list("number", "pk"))
    shown_old, shown_new = lines([old, new], viewer=viewer)
    return Comparison(
        shown_old, shown_new, tuple(compare_rows(before, after)), same_page,
        between, near.get(old.number - 1), near.get(new.number + 1), _run(new, shown_new, viewer),
    )  # fmt: skip


def _run(revision: Revision, shown: RevisionLine, viewer: Editor) -> int:
    """How many edits the author made last, with somebody else's before them; one query, for who may."""
    if not shown.is_latest or shown.author_hidden or "rollback" not in viewer.rights:
        return 0
    earlier = Revision.objects.filter(page=revision.page_id, number__lt=revision.number, withheld=False)
    # A hidden author ends the run: a longer one would tell who that is.
    others = earlier.exclude(author_seen(viewer), author_text=revision.author_text).order_by("-number")
    last = others.values_list("number", flat=True).first()
    return revision.number - last if last else 0


def _between(old: Revision, new: Revision, viewer: Editor) -> Between:
    """Authors whom the viewer may not know count as one: how many they are would tell who they are not."""
    first, last = sorted((old.number, new.number))
    inside = Revision.objects.filter(page=old.page_id, number__gt=first, number__lt=last, withheld=False)
    seen = author_seen(viewer)
    found = inside.aggregate(
        count=Count("pk"), shown=Count("pk", filter=seen),
        authors=Count("author_text", filter=seen, distinct=True),
    )  # fmt: skip
    return Between(found["count"], found["authors"] + (found["shown"] < found["count"]))


def resolve_diff(oldid: int, diff: str, *, viewer: Editor) -> tuple[int, int]:
    """Ids of the revisions that MediaWiki's `oldid` and `diff` (prev, next, cur or an id) mean.

    Where there is no neighbour the revision stands for itself. Raises RevisionMissing.
    """
    if diff not in ("prev", "next", "cur"):
        if not (diff.isascii() and diff.isdigit() and len(diff) < 19):
            raise RevisionMissing(diff)
        return oldid, int(diff)
    revision = find_revision(oldid, viewer=viewer)
    if diff == "cur":
        return oldid, revision.page.latest_id or oldid
    step = -1 if diff == "prev" else 1
    near = Revision.objects.filter(page=revision.page_id, number=revision.number + step, withheld=False)
    other = near.values_list("pk", flat=True).first() or oldid
    return (other, oldid) if diff == "prev" else (oldid, other)


def compare_rows(before: Sequence[Row], after: Sequence[Row]) -> list[PartDiff]:
    """What differs between two states of a page, infobox first, in the order of the newer one."""
    return _compared("field", before, after) + _compared("section", before, after)


def _compared(
    kind: Literal["field", "section"], before: Sequence[Row], after: Sequence[Row]
) -> list[PartDiff]:
    old = {row.id: row for row in before if row.kind == kind}
    new = {row.id: row for row in after if row.kind == kind}
    olds, news = _shown(kind, before), _shown(kind, after)
    ranks = {id_: n for n, id_ in enumerate(old)}
    in_place = kept_in_place([ranks.get(id_) for id_ in new])
    moved = {id_ for n, id_ in enumerate(new) if id_ in old and n not in in_place}
    result = []
    for id_ in _merged_order(list(old), list(new)):
        was, now = olds.get(id_, ""), news.get(id_, "")
        row = new.get(id_) or old[id_]
        name, old_name = _name(row), _name(old.get(id_) or row)
        verb: Verb = "changed" if id_ in old and id_ in new else "added" if id_ in new else "removed"
        same = verb == "changed" and was == now and name == old_name
        if row.head == "end" or (same and id_ not in moved):
            continue
        if same:
            verb = "moved"
        part: PartKind = "caption" if row.head == "caption" and kind == "field" else kind
        lines = tuple(fold_context(diff_lines(was, now))) if was != now else ()
        result.append(PartDiff(part, id_, name, old_name, verb, id_ in moved, lines))
    return result


def _merged_order(old: list[int], new: list[int]) -> list[int]:
    """The newer order, with what was removed standing after what it followed."""
    result = list(new)
    present = set(new)
    after: int | None = None
    for id_ in old:
        if id_ not in present:
            result.insert(result.index(after) + 1 if after in present else 0, id_)
            present.add(id_)
        after = id_
    return result


def _shown(kind: str, rows: Sequence[Row]) -> dict[int, str]:
    """The text of each part that a comparison shows: a field's value, a section with heading and links."""
    if kind == "field":
        return {row.id: _field_text(row) for row in rows if row.kind == "field"}
    links: dict[int, list[str]] = {}
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row.text)
    return {
        row.id: (row.head + "".join(links.get(row.id, ())) + row.text).lstrip("\r\n")
        for row in rows
        if row.kind == "section"
    }


def _field_text(row: Row) -> str:
    return row.field.value if row.head == "field" else row.text.strip()


def _name(row: Row) -> str:
    if row.kind == "section":
        return row.heading[1]
    return row.field.key if row.head == "field" else ""


def _paired(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """The rows of another page under the ids of those they compare with: same heading, key or place."""
    waiting: dict[tuple[str, str, str], list[Ref]] = {}
    for row in before:
        waiting.setdefault(_likeness(row), []).append(row.ref)
    ids: dict[int, int] = {}
    result = []
    for row in after:
        like = waiting.get(_likeness(row))
        # Ids of the other page must not meet this page's: what has no counterpart gets a negative one.
        id_ = like.pop(0)[1] if like else -row.id
        if row.kind == "section":
            ids[row.id] = id_
        result.append(row._replace(id=id_))
    return [row._replace(section=ids.get(row.section, row.section)) if row.section else row for row in result]


def _likeness(row: Row) -> tuple[str, str, str]:
    return (
        row.kind,
        row.head if row.kind == "field" else "",
        _name(row) if row.kind != "link" else row.text.strip(),
    )
