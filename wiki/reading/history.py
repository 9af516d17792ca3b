"""The history of a page, and of each of its sections and fields."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from wiki.models import InfoboxField, Page, Revision, RevisionTag, SeeAlsoLink
from wiki.models.parts import MODELS, Kind
from wiki.permissions import Editor, sees_hidden
from wiki.reading.lists.lines import Lines, RevisionLine, lines, screen
from wiki.text.comparing.changes import Change

DEFAULT_LIMIT = 50
HIDDEN = Q(text_hidden=True) | Q(user_hidden=True) | Q(summary_hidden=True)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which revisions a history shows: those until a moment, with a tag, with something hidden.

    Until a moment is: up to the revision that was the newest then. Each is answered from an index; the moment
    costs one query more. Only who may see what is hidden can ask for it.
    """

    until: datetime | None = None
    tag: str = ""
    hidden: bool = False


ALL = Sieve()


def page_history(
    page: Page,
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    older_than: int | None = None,
    newer_than: int | None = None,
    oldest: bool = False,
    sieve: Sieve = ALL,
) -> Lines:
    """The page's revisions, newest first, `limit` at a time; 2 queries wherever one stands.

    `older_than` and `newer_than` are revision numbers, as the cursors of the answer are; `oldest` asks for
    the last screen.
    """
    return _listed(page, _visible(page, viewer, sieve), viewer, limit, older_than, newer_than, oldest)


def part_history(
    page: Page,
    kind: Kind,
    part_id: int,
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    older_than: int | None = None,
    newer_than: int | None = None,
    oldest: bool = False,
    sieve: Sieve = ALL,
) -> Lines:
    """The revisions that changed one section, field or link; each row tells the changes to that part alone.

    To a See also section belong its links. 2 queries, however many revisions the page has; one more where
    see-also links changed.
    """
    history = MODELS[kind].history.model._default_manager
    revs = history.filter(page_id=page.pk, id=part_id).values("rev")
    inside = SeeAlsoLink.history.filter(page_id=page.pk, section_id=part_id)
    if kind == "section":
        revs = revs.order_by().union(inside.order_by().values("rev"))
    found = _listed(
        page,
        _visible(page, viewer, sieve).filter(number__in=revs),
        viewer,
        limit,
        older_than,
        newer_than,
        oldest,
    )
    links: set[int | None] = set()
    if kind == "section" and any(change.part == "see_also" for row in found.rows for change in row.changes):
        links = set(inside.values_list("id", flat=True))
    return _only(
        found,
        lambda change: (
            (change.id == part_id and _part(change) == kind)
            or (change.part == "see_also" and change.id in links)
        ),
    )


def page_lines(page: Page, ids: Collection[int], *, viewer: Editor) -> tuple[RevisionLine, ...]:
    """Those of the revisions that are the page's and that the viewer may know of, newest first; 2 queries."""
    found = list(_visible(page, viewer, ALL).filter(pk__in=ids).order_by("-number"))
    for revision in found:
        revision.page = page
    return lines(found, viewer=viewer)


def section_history(page: Page, section_id: int, **options: object) -> Lines:
    """`part_history` of one section."""
    return part_history(page, "section", section_id, **options)  # type: ignore[arg-type]


def field_history(page: Page, field_id: int, **options: object) -> Lines:
    """`part_history` of one infobox field."""
    return part_history(page, "field", field_id, **options)  # type: ignore[arg-type]


def infobox_history(
    page: Page,
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    older_than: int | None = None,
    newer_than: int | None = None,
    oldest: bool = False,
    sieve: Sieve = ALL,
) -> Lines:
    """The revisions that changed anything in the infobox; each row tells those changes alone."""
    history = InfoboxField.history.model._default_manager
    revs = history.filter(page_id=page.pk).values("rev")
    found = _listed(
        page,
        _visible(page, viewer, sieve).filter(number__in=revs),
        viewer,
        limit,
        older_than,
        newer_than,
        oldest,
    )
    return _only(found, lambda change: change.part in ("infobox", "field", "page"))


def _part(change: Change) -> str:
    return "link" if change.part == "see_also" else change.part


def _only(found: Lines, wanted: Callable[[Change], bool]) -> Lines:
    """The lines with those changes alone; a line that would tell nothing keeps all it has."""
    rows = []
    for row in found.rows:
        changes = tuple(filter(wanted, row.changes))
        rows.append(replace(row, changes=changes or row.changes))
    return replace(found, rows=tuple(rows))


def _visible(page: Page, viewer: Editor, sieve: Sieve) -> QuerySet[Revision]:
    revisions = Revision.objects.filter(page=page)
    if "deletedhistory" not in viewer.rights:
        revisions = revisions.filter(withheld=False)
    if sieve.until is not None:
        newest = Revision.objects.filter(page=page, timestamp__lte=sieve.until).order_by(
            "-timestamp", "-number"
        )
        revisions = revisions.filter(number__lte=newest.values_list("number", flat=True).first() or 0)
    if sieve.tag:
        tagged = RevisionTag.objects.filter(page=page, tag=sieve.tag)
        revisions = revisions.filter(number__in=tagged.values("number"))
    if sieve.hidden and sees_hidden(viewer, suppressed=False):
        revisions = revisions.filter(HIDDEN)
    return revisions


def _listed(
    page: Page,
    revisions: QuerySet[Revision],
    viewer: Editor,
    limit: int,
    older_than: int | None,
    newer_than: int | None,
    oldest: bool,
) -> Lines:
    upwards = oldest or newer_than is not None
    if newer_than is not None:
        revisions = revisions.filter(number__gt=newer_than)
    elif older_than is not None:
        revisions = revisions.filter(number__lt=older_than)
    found = list(revisions.order_by("number" if upwards else "-number")[: limit + 1])
    rows, more = screen(found, limit, upwards=upwards)
    for row in rows:
        row.page = page
    older = newer = None
    if rows:
        before_first = rows[-1].number > 1
        older = (
            str(rows[-1].number)
            if (before_first if newer_than is not None else more and not oldest)
            else None
        )
        newer = str(rows[0].number) if (more if upwards else older_than is not None) else None
    return Lines(lines(rows, viewer=viewer), older, newer)
