"""What changed on a page since a reader last read it: sections, fields, and the words that are new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wiki.models import Page, Revision, Row, parts_as_of, parts_live
from wiki.models.parts import Ref
from wiki.permissions import Editor
from wiki.reading.lists.lines import line
from wiki.reading.page import PageView, RevisionHidden, RevisionMissing, find_revision, read_page
from wiki.reading.showing.assemble import SectionView
from wiki.reading.visibility import sees_text
from wiki.text.comparing.changed_words import MOST_PASSAGES, Passage, letters, new_passages, shown_text

MOST_COMPARED = 1_000_000  # characters of sections whose words are compared; of the others it is said only
# that they changed


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section whose words changed; `whole` if it was not there before. `anchor` is empty for the lead."""

    id: int
    anchor: str
    title: str
    whole: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed between the revision that was read and the page as it is."""

    read: Revision
    latest_id: int
    sections: tuple[ChangedSection, ...]
    fields: tuple[int, ...]  # ids
    removed: int  # sections that are gone

    @property
    def places(self) -> int:
        """How many sections changed or went, the infobox counted as one."""
        return len(self.sections) + self.removed + bool(self.fields)


def revision_read(page: Page, revision_id: int, *, viewer: Editor) -> Revision:
    """The revision of this page that was read; one query. Raises RevisionMissing (also for another page's),
    RevisionHidden.
    """
    revision = find_revision(revision_id, viewer=viewer)
    if revision.page_id != page.pk:
        raise RevisionMissing(str(revision_id))
    if not sees_text(viewer, revision):
        raise RevisionHidden(line(revision, viewer=viewer))
    return revision


def changes_since(page: Page, read: Revision, *, viewer: Editor) -> Since:
    """What changed since that revision, in 4 queries. Bounded: very long texts are not compared by words.

    Raises PageMissing if the page went in the meantime.
    """
    view = read_page(page.name, viewer=viewer)
    before = {row.ref: row for row in parts_as_of(page.pk, read.number)}
    after = {row.ref: row for row in parts_live(page.pk)}
    gone = [ref for ref in before if ref[0] == "section" and ref not in after]
    fields = [
        row.id
        for ref, row in after.items()
        if row.head == "field" and (ref not in before or before[ref].words != row.words)
    ]
    return Since(read, view.line.id, tuple(_sections(view, before, after)), tuple(fields), len(gone))


def _sections(view: PageView, before: Mapping[Ref, Row], after: Mapping[Ref, Row]) -> list[ChangedSection]:
    found, room = [], MOST_COMPARED
    links = _links(before, after)
    for section in view.sections:
        row, old = after.get(("section", section.id)), before.get(("section", section.id))
        added = links.get(section.id)
        if row is None or (old is not None and old.words == row.words and added is None):
            continue
        room -= len(row.words)
        passages = _passages(section, old.words, row.words) if old is not None and room > 0 else []
        passages += [Passage("", words, "") for link in added or () if (words := letters(link))]
        anchor = section.anchor if section.level else ""
        whole = old is None
        found.append(
            ChangedSection(section.id, anchor, section.title, whole, tuple(passages[:MOST_PASSAGES]))
        )
    return found


def _passages(section: SectionView, old: str, new: str) -> list[Passage]:
    return new_passages(old, new, f"{shown_text(section.title_html)}\n{shown_text(section.html)}")


def _links(before: Mapping[Ref, Row], after: Mapping[Ref, Row]) -> dict[int, list[str]]:
    """By section of see-also links that came, went or changed: the labels of those that are new."""
    found: dict[int, list[str]] = {}
    for ref in before.keys() | after.keys():
        old, new = before.get(ref), after.get(ref)
        row = new or old
        if row is None or row.kind != "link" or (old and new and old.words == new.words):
            continue
        labels = found.setdefault(row.section, [])
        if new is not None:
            link = new.link
            labels.append(link.label or link.target or link.note)
    return found
