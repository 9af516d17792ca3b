"""One infobox field over time: what it said, from when until when, who wrote it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wiki.models import InfoboxField, Page, Revision
from wiki.permissions import Editor
from wiki.reading.lists.lines import RevisionLine, line
from wiki.reading.source import PartMissing
from wiki.reading.visibility import sees_text
from wiki.text.fields.facts import shown_values, sources_of
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class FieldVersion:
    """What a field said from one revision on; key and values are empty where they are hidden."""

    key: str
    values: tuple[str, ...]
    sources: tuple[str, ...]
    line: RevisionLine
    until: datetime | None  # None: it still holds
    removed: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class FieldTimeline:
    """One screen of a field's versions, newest first; `older` is the number at which the next one begins."""

    id: int
    page: Page
    key: str
    gone: bool
    versions: tuple[FieldVersion, ...]
    older: int | None

    @property
    def title(self) -> Title:
        """The page that the field stands on."""
        return self.page.name

    @property
    def now(self) -> FieldVersion | None:
        """What the field says now, if this screen begins with it."""
        first = self.versions[0] if self.versions else None
        return first if first and first.until is None and not first.removed else None


def find_field(field_id: int, *, viewer: Editor) -> InfoboxField:
    """The field with its page, living or removed. Raises PartMissing, also for one of a deleted page."""
    field = (
        InfoboxField.objects.select_related("page__latest").filter(pk=field_id, kind="field").first()
        if field_id < 2**63
        else None
    )
    if field is None or (field.page.deleted and "deletedhistory" not in viewer.rights):
        raise PartMissing(f"field {field_id}")
    return field


def field_timeline(
    field: InfoboxField, *, viewer: Editor, before: int | None = None, limit: int = 50
) -> FieldTimeline:
    """The field's versions from the newest back, or from the revision of number `before` back; one query."""
    stored = InfoboxField.history.filter(page_id=field.page_id, id=field.pk, revision__withheld=False)
    if before is not None:
        stored = stored.filter(rev__lte=before)  # the version that ended the first one shown comes along
    rows = list(stored.select_related("revision").order_by("-rev")[: limit + 1 + (before is not None)])
    newer = rows.pop(0) if before is not None and rows and rows[0].rev == before else None
    versions, until = [], newer.revision.timestamp if newer else None
    for row in rows[:limit]:
        versions.append(_version(row, field.page, until, viewer))
        until = row.revision.timestamp
    older = rows[limit - 1].rev if len(rows) > limit else None
    key = next((one.key for one in versions if one.key), "")
    return FieldTimeline(
        field.pk, field.page, field.key if not field.deleted else key, field.deleted, tuple(versions), older
    )


def field_at(field: InfoboxField, moment: datetime, *, viewer: Editor) -> FieldVersion | None:
    """What the field said at a moment; None where it did not stand there (yet, or any more). 2 queries."""
    seen = Revision.objects.filter(page=field.page, timestamp__lte=moment, withheld=False)
    newest = seen.order_by("-number").first()
    if newest is None:
        return None
    stored = InfoboxField.history.filter(page_id=field.page_id, id=field.pk, rev__lte=newest.number)
    row = stored.select_related("revision").order_by("-rev").first()
    if row is None or row.deleted:
        return None
    return _version(row, field.page, None, viewer)


def _version(row: InfoboxField, page: Page, until: datetime | None, viewer: Editor) -> FieldVersion:
    revision: Revision = row.revision  # type: ignore[attr-defined]
    revision.page = page
    hidden = not sees_text(viewer, revision)
    value = "" if hidden or row.deleted else row.value
    return FieldVersion(
        key="" if hidden or row.deleted else row.key,  # what is removed had its key from an earlier revision
        values=tuple(shown_values(value, revision.content_model)),
        sources=sources_of(value),
        line=line(revision, viewer=viewer),
        until=until,
        removed=row.deleted,
        hidden=hidden,
    )
