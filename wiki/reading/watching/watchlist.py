"""The changes to what an account watches, and what that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from wiki.models import InfoboxField, Link, LogEntry, Page, Revision, Section, SeeAlsoLink, User, Watch
from wiki.models.watch import lasting
from wiki.permissions import Editor
from wiki.reading.lists.lines import RevisionLine
from wiki.reading.recent_changes import Activity, Hidable, recent_activity
from wiki.reading.reports.keyed import Key, Screen, keyed
from wiki.reading.visibility import deed_seen
from wiki.text.comparing.changes import Change
from wiki.text.sections import plain_title
from wiki.text.titles import Title

KEYS = (Key("namespace"), Key("title"), Key("id"))


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """A change to something watched, and the watches that it stands there for.

    Of a page of which only parts are watched, the line tells the changes to these alone. `joined` and `left`
    are watched categories that the page came into or left by it.
    """

    line: RevisionLine
    watches: tuple[Watch, ...]
    unseen: bool
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def timestamp(self) -> datetime:
        """When it was made."""
        return self.line.timestamp

    @property
    def expiry(self) -> datetime | None:
        """When the last of the watches runs out, if each of them does."""
        ends = [watch.expiry for watch in self.watches]
        return max(end for end in ends if end) if ends and all(ends) else None


@dataclass(frozen=True, slots=True)
class Watchlist:
    """One screen of changes; `older` is the cursor of the next one, if any."""

    rows: tuple[WatchedLine | LogEntry, ...]
    older: str | None = None


def watchlist(
    user: User,
    *,
    viewer: Editor,
    limit: int,
    days: float,
    hide: Collection[Hidable] = (),
    namespaces: Collection[int] | None = None,
    tag: str = "",
    before: str = "",
    unseen: bool = False,
) -> Watchlist:
    """The newest changes to what the user watches, with the log's entries about the watched pages.

    `unseen` narrows to what was not looked at yet. Raises BadCursor. A constant number of queries, however
    much is watched.
    """
    since = timezone.now() - timedelta(days=days)
    found = recent_activity(
        viewer=viewer, limit=limit, hide=hide, namespaces=namespaces, tag=tag, before=before, since=since,
        edits_among=Q(pk__in=_edits(user, since, unseen=unseen)),
        deeds_among=None if unseen else deed_seen(viewer) & Q(pk__in=_deeds(user, since)),
    )  # fmt: skip
    return _explained(found, user)


def watched_edits(user: User, rows: Iterable[RevisionLine]) -> dict[int, WatchedLine]:
    """These changes as the user watches them, by revision; what is watched no longer is told whole."""
    return {
        row.line.id: row
        for row in _explained(Activity(tuple(rows)), user).rows
        if isinstance(row, WatchedLine)
    }


def _table(model: Any) -> str:
    return str(model._meta.db_table)  # noqa: SLF001


_FRESH = "revision.id > CASE WHEN page.namespace <> watch.namespace THEN watch.seen_talk ELSE watch.seen END"
_PARTS = f"""watch.kind = 'page'
 OR (watch.kind = 'section' AND (
  EXISTS (SELECT 1 FROM {_table(Section.history.model)} v
   WHERE v.page_id = page.id AND v.id = watch.part AND v.rev = revision.number)
  OR EXISTS (SELECT 1 FROM {_table(SeeAlsoLink.history.model)} v
   WHERE v.page_id = page.id AND v.section_id = watch.part AND v.rev = revision.number)))
 OR (watch.kind = 'field' AND EXISTS (SELECT 1 FROM {_table(InfoboxField.history.model)} v
   WHERE v.page_id = page.id AND v.id = watch.part AND v.rev = revision.number))"""  # noqa: S608
_MINE = "watch.user_id = %s AND (watch.expiry IS NULL OR watch.expiry > %s)"
# From the watches to the pages to their latest revisions: what is not watched is never touched.
_EDITS = f"""SELECT revision.id FROM {_table(Watch)} watch
JOIN {_table(Page)} page ON page.namespace IN (watch.namespace, watch.namespace + 1)
 AND page.title = watch.title AND page.touched >= %s
JOIN {_table(Revision)} revision ON revision.page_id = page.id AND revision.timestamp >= %s
WHERE {_MINE} AND NOT page.deleted AND ({_PARTS})"""  # noqa: S608
# A page joined or left a watched category with the revision of that very moment.
_MEMBERS = f"""SELECT revision.id FROM {_table(Watch)} watch
JOIN {_table(Link)} link ON link.kind = 'category' AND link.title = watch.title AND link.{{end}} >= %s
JOIN {_table(Revision)} revision ON revision.page_id = link.page_id AND revision.timestamp = link.{{end}}
JOIN {_table(Page)} page ON page.id = revision.page_id
WHERE {_MINE} AND watch.kind = 'category' AND NOT revision.text_hidden AND NOT revision.withheld"""  # noqa: S608
_DEEDS = f"""SELECT entry.id FROM {_table(Watch)} watch
JOIN {_table(LogEntry)} entry ON entry.namespace IN (watch.namespace, watch.namespace + 1)
 AND entry.title = watch.title AND entry.timestamp >= %s
WHERE {_MINE} AND watch.kind = 'page'"""  # noqa: S608


def _edits(user: User, since: datetime, *, unseen: bool) -> RawSQL:
    """The ids of the revisions since then that changed something watched."""
    now = timezone.now()
    parts = [_EDITS, _MEMBERS.format(end="valid_from"), _MEMBERS.format(end="valid_to")]
    only = f" AND {_FRESH}" if unseen else ""
    wanted = [(since, since, user.pk, now), (since, user.pk, now), (since, user.pk, now)]
    return RawSQL(  # noqa: S611  # no word of it comes from outside
        " UNION ".join(part + only for part in parts), [value for values in wanted for value in values]
    )


def _deeds(user: User, since: datetime) -> RawSQL:
    return RawSQL(_DEEDS, (since, user.pk, timezone.now()))  # noqa: S611


def _explained(found: Activity, user: User) -> Watchlist:
    """The rows with the watches they stand there for; 2 queries."""
    edits = [row for row in found.rows if isinstance(row, RevisionLine)]
    watches = _watches(user, {row.page_title.subject for row in edits})
    categories = _categories(user, edits)
    rows: list[WatchedLine | LogEntry] = []
    for row in found.rows:
        if isinstance(row, LogEntry):
            rows.append(row)
        else:
            rows.append(_watched(row, watches.get(row.page_title.subject, ()), categories, user))
    return Watchlist(tuple(rows), found.older)


def _watches(user: User, titles: set[Title]) -> dict[Title, list[Watch]]:
    if not titles:
        return {}
    named = Q()
    for namespace in {title.namespace for title in titles}:
        names = [title.name for title in titles if title.namespace == namespace]
        named |= Q(namespace=namespace, title__in=names)
    by_title: dict[Title, list[Watch]] = {}
    for watch in Watch.objects.filter(named & lasting(timezone.now()), user=user).exclude(kind="category"):
        by_title.setdefault(Title(watch.namespace, watch.title), []).append(watch)
    return by_title


def _categories(
    user: User, rows: Collection[RevisionLine]
) -> list[tuple[int, str, datetime, datetime | None, Watch]]:
    """Of these rows' pages the links to watched categories: page, category, from when, until when."""
    if not rows:
        return []
    mine = Watch.objects.filter(lasting(timezone.now()), user=user, kind="category")
    links = Link.objects.filter(
        page_id__in={row.page_id for row in rows}, kind="category", title__in=mine.values("title")
    ).values_list("page_id", "title", "valid_from", "valid_to")
    found = list(links)
    by_title = {watch.title: watch for watch in mine} if found else {}
    return [(page, title, start, end, by_title[title]) for page, title, start, end in found]


def _watched(
    row: RevisionLine,
    watches: Collection[Watch],
    categories: Collection[tuple[int, str, datetime, datetime | None, Watch]],
    user: User,
) -> WatchedLine:
    reasons = [watch for watch in watches if watch.kind == "page" or _concerns(watch, row)]
    near = [
        link
        for link in categories
        if not row.text_hidden and link[0] == row.page_id and row.timestamp in link[2:4]
    ]
    if reasons and not near and not any(watch.kind == "page" for watch in reasons):
        row = replace(row, changes=_only(row.changes, reasons))
    seen = [watch.seen_talk if row.page_title.is_talk else watch.seen for watch in reasons]
    seen += [watch.seen for *_, watch in near]
    return WatchedLine(
        row,
        (*reasons, *(watch for *_, watch in near)),
        # With several reasons, what was seen for one of them was seen.
        bool(seen) and row.id > max(seen) and row.author != user.username,
        joined=tuple(title for _, title, start, _, _ in near if start == row.timestamp),
        left=tuple(title for _, title, _, end, _ in near if end == row.timestamp),
    )


def _concerns(watch: Watch, row: RevisionLine) -> bool:
    """Whether the part is among those that the row tells of; one that is told no longer may still be."""
    told = {(change.part, change.id) for change in row.changes}
    parts = {"section": ("section",), "field": ("field", "infobox")}[watch.kind]
    listed = watch.kind == "section" and any(change.part == "see_also" for change in row.changes)
    return listed or not told or any((part, watch.part) in told for part in parts) or ("page", None) in told


def _only(changes: Collection[Change], watches: Collection[Watch]) -> tuple[Change, ...]:
    wanted = {(watch.kind, watch.part) for watch in watches}
    lists = any(watch.kind == "section" for watch in watches)
    kept = tuple(
        change
        for change in changes
        if (change.part, change.id) in wanted or (lists and change.part == "see_also")
    )
    return kept or tuple(changes)


# ---- What is watched --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One entry of the list of what is watched."""

    id: int
    kind: str
    title: Title
    part: int
    name: str  # of the section or field
    gone: bool  # the section or field stands on no page any more
    expiry: datetime | None


def watched_things(user: User, *, limit: int, after: str = "", before: str = "") -> Screen[WatchLine]:
    """All that the user watches, by title; 3 queries. Raises BadCursor."""
    mine = Watch.objects.filter(lasting(timezone.now()), user=user)
    screen: Screen[Mapping[str, Any]] = keyed(
        mine.values("id", "kind", "namespace", "title", "part", "expiry"), KEYS, dict, limit=limit,
        after=after, before=before,
    )  # fmt: skip
    names = _names(screen.rows)
    rows = tuple(
        WatchLine(
            row["id"], row["kind"], Title(row["namespace"], row["title"]), row["part"],
            names.get((row["kind"], row["part"]), ""),
            row["part"] > 0 and (row["kind"], row["part"]) not in names, row["expiry"],
        )
        for row in screen.rows
    )  # fmt: skip
    return Screen(rows, screen.before, screen.after)


def _names(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """What the living sections and fields among them are called."""
    ids: dict[str, list[int]] = {"section": [], "field": []}
    for row in rows:
        if row["part"]:
            ids[row["kind"]].append(row["part"])
    sections = Section.objects.filter(pk__in=ids["section"], deleted=False, page__deleted=False)
    fields = InfoboxField.objects.filter(pk__in=ids["field"], deleted=False, page__deleted=False)
    names = {("section", pk): plain_title(title) for pk, title in sections.values_list("pk", "title")}
    return names | {("field", pk): key for pk, key in fields.values_list("pk", "key")}


def watched_pages(user: User) -> list[Title]:
    """All pages that the user watches, by title, without sections, fields and categories; one query."""
    mine = Watch.objects.filter(lasting(timezone.now()), user=user, kind="page")
    return [Title(*one) for one in mine.order_by("namespace", "title").values_list("namespace", "title")]


def count_watched(user: User) -> int:
    """How much the user watches; one query."""
    return Watch.objects.filter(lasting(timezone.now()), user=user).count()
