"""The parts of a page that have a history of their own: what a history can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from wiki.models import InfoboxField, Page, Section
from wiki.permissions import Editor
from wiki.reading.source import PartMissing
from wiki.reading.visibility import sees_text
from wiki.text.sections import plain_title

PartKind = Literal["section", "field", "infobox"]


@dataclass(frozen=True, slots=True)
class PartRef:
    """One part by name. `name` is empty for the lead and the infobox; `depth` counts from 1 in the tree."""

    kind: PartKind
    id: int
    name: str
    depth: int = 1
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The living parts in order, and the one that was asked for, if any."""

    sections: tuple[PartRef, ...]
    fields: tuple[PartRef, ...]
    chosen: PartRef | None = None


def outline(
    page: Page,
    *,
    viewer: Editor,
    section: int | None = None,
    field: int | None = None,
    infobox: bool = False,
) -> Outline:
    """The page's sections and fields, in 2 queries. The chosen one may have been removed from the page since;
    then a third query tells whether the viewer may know its name.

    Raises PartMissing if the page never had it.
    """
    found = _sections(page, section)
    rows = InfoboxField.objects.filter(Q(deleted=False) | Q(pk=field), page=page, kind="field").order_by(
        "position"
    )
    fields = [
        PartRef("field", id_, key, 2, deleted)
        for id_, key, deleted in rows.values_list("pk", "key", "deleted")
    ]
    chosen = PartRef("infobox", 0, "") if infobox else None
    if section is not None:
        chosen = next((part for part in found if part.id == section), None)
    elif field is not None:
        chosen = next((part for part in fields if part.id == field), None)
    if chosen is None and (section is not None or field is not None):
        raise PartMissing(f"section {section}" if section is not None else f"field {field}")
    if chosen is not None and chosen.deleted and not _sees_name(chosen, page, viewer):
        chosen = replace(chosen, name=_("(name removed)"))
    return Outline(_living(found), _living(fields), chosen)


def _sees_name(part: PartRef, page: Page, viewer: Editor) -> bool:
    """Whether the last words of a removed part, its name among them, are not hidden from the viewer."""
    model = Section if part.kind == "section" else InfoboxField
    history = model.history.filter(page_id=page.pk, id=part.id, deleted=False)
    last = history.select_related("revision").order_by("-rev").first()
    return last is not None and sees_text(viewer, last.revision)


def _sections(page: Page, also: int | None) -> list[PartRef]:
    rows = Section.objects.filter(Q(deleted=False) | Q(pk=also), page=page).order_by("position")
    found: list[PartRef] = []
    above: list[int] = []
    for id_, level, title, deleted in rows.values_list("pk", "level", "title", "deleted"):
        while above and above[-1] >= level:
            above.pop()
        if level:
            above.append(level)
        found.append(PartRef("section", id_, plain_title(title), max(len(above), 1), deleted))
    return found


def _living(parts: list[PartRef]) -> tuple[PartRef, ...]:
    return tuple(part for part in parts if not part.deleted)
