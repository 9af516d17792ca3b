"""Where one goes from a row at the desk: what it was, what differs, and the deeds that who asks may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.models import File, InfoboxField, LogEntry, Page, Revision, Section, User
from wiki.permissions import (
    Editor,
    allows,
    hides,
    hides_log,
    may_block,
    may_delete,
    may_move,
    may_patrol,
    may_protect,
    may_rollback,
    may_undelete,
)
from wiki.reading.visibility import sees_author, sees_text


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    address: str


def way(label: str, view: str, *arguments: Any, **query: Any) -> Way:
    address = reverse(view, args=arguments)
    return Way(label, f"{address}?{urlencode(query)}" if query else address)


def ways(row: Any, viewer: Editor) -> list[Way]:
    """The ways from a row; at most two queries more."""
    if isinstance(row, Page):
        return list(from_page(row, viewer))
    if isinstance(row, Revision):
        return list(from_revision(row, viewer))
    if isinstance(row, Section | InfoboxField):
        return list(from_part(row, viewer))
    if isinstance(row, File):
        return list(from_file(row, viewer))
    if isinstance(row, User):
        return list(from_account(row, viewer))
    if isinstance(row, LogEntry) and hides_log(viewer):
        return [way(_("Hide"), "log_visibility", ids=row.pk)]
    return []


def from_page(page: Page, viewer: Editor) -> Iterator[Way]:
    name = page.name
    if page.deleted:
        if allows(may_undelete, viewer):
            yield way(_("Undelete"), "undelete", name)
        return
    yield way(_("History"), "history", name)
    if page.latest_id and page.number > 1:
        yield way(_("Last change"), "diff", "prev", page.latest_id)
    if allows(may_move, viewer, page):
        yield way(_("Move"), "move", name)
    if allows(may_protect, viewer):
        yield way(_("Protect"), "protect", name)
    if allows(may_delete, viewer):
        yield way(_("Delete"), "delete", name)


def from_revision(revision: Revision, viewer: Editor) -> Iterator[Way]:
    page, known = revision.page, sees_author(viewer, revision)
    if page.deleted or revision.withheld:
        return
    latest = revision.pk == page.latest_id
    if revision.parent_id and sees_text(viewer, revision):
        yield way(_("Difference"), "diff", "prev", revision.pk)
        yield way(_("Undo"), "undo", revision.pk)
    yield way(_("History of the page"), "history", page.name)
    if not latest and sees_text(viewer, revision):
        yield way(_("Restore"), "restore", revision.pk)
    if latest and known and revision.parent_id and allows(may_rollback, viewer):
        yield way(_("Roll back"), "rollback", page.name, **{"from": revision.author_text})
    if revision.unpatrolled and allows(may_patrol, viewer):
        yield way(_("Mark as patrolled"), "patrol", revision.pk)
    if hides(viewer):
        yield way(_("Hide"), "visibility", page.name, ids=revision.pk)
    if known:
        yield from against(revision.author_text, viewer)


def from_part(part: Section | InfoboxField, viewer: Editor) -> Iterator[Way]:
    page, letter = part.page, "s" if isinstance(part, Section) else "f"
    if page.deleted:
        return
    yield way(_("History"), "history", page.name, **{"section" if letter == "s" else "field": part.pk})
    found = Revision.objects.filter(page=page.pk, number=part.rev, withheld=False).first()
    if found is not None and found.parent_id and sees_text(viewer, found):
        yield way(_("Last change"), "diff", "prev", found.pk)
    if not part.deleted and allows(may_protect, viewer) and getattr(part, "kind", "field") == "field":
        yield way(_("Protect"), "protect", page.name, part=f"{letter}{part.pk}")


def from_file(file: File, viewer: Editor) -> Iterator[Way]:
    page = file.page
    if page.deleted:
        if allows(may_undelete, viewer):
            yield way(_("Undelete"), "undelete", page.name)
        return
    yield way(_("History of the page"), "history", page.name)
    yield way(_("At the desk as a page"), "admin:wiki_page_change", page.pk)
    if hides(viewer) and file.number:
        yield way(_("Hide"), "file_visibility", page.name, version=file.number)
    if allows(may_move, viewer, page):
        yield way(_("Move"), "move", page.name)
    if allows(may_protect, viewer):
        yield way(_("Protect"), "protect", page.name)
    if allows(may_delete, viewer):
        yield way(_("Delete"), "delete", page.name)


def from_account(user: User, viewer: Editor) -> Iterator[Way]:
    name = user.username
    yield way(_("Contributions"), "special", f"Contributions/{name}")
    yield way(_("Deeds"), "special", "Log", user=name)
    yield way(_("Log"), "special", "Log", page=f"User:{name}")
    yield way(_("Groups"), "special", f"UserRights/{name}")
    yield from against(name, viewer)


def against(name: str, viewer: Editor) -> Iterator[Way]:
    """What is done about an author."""
    if allows(may_block, viewer):
        yield way(_("Block %(name)s") % {"name": name}, "special", f"Block/{name}")
    if allows(may_rollback, viewer):
        yield way(_("Take back all of %(name)s") % {"name": name}, "special", f"RevertUser/{name}")
