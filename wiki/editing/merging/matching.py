"""Which row of the page a piece of new text is: ids stay with what they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Any, Protocol

from django.utils.translation import gettext as _

from wiki.editing.errors import TextTooLarge
from wiki.models import InfoboxField, Page, Row, Section, SeeAlsoLink
from wiki.models.parts import Kind, Ref
from wiki.reading.source import in_pieces
from wiki.text.merging.match import Known, match_sections, paths
from wiki.text.merging.match_rows import match_fields, match_links
from wiki.text.parts.rows import FieldText, PageText, SectionText

BREAK = re.compile(r"\r\n?")
MOST_PARTS = 10_000  # of one page: each is a row of its own, with a history
DEAD_REMEMBERED = 200  # sections removed lately that a text may bring back


class Removed(Protocol):
    """What was removed from a page, and may come back with a text."""

    def fields(self, keys: Collection[str]) -> list[tuple[str, Row]]:
        """The fields of these keys with them, those removed first and standing last first."""

    def sections(self, living: Collection[int]) -> list[Row]:
        """The sections removed lately, but for the living, in the order in which they were removed."""

    def links(self, sections: Sequence[Row]) -> dict[int, list[Row]]:
        """By these sections, the see-also links that were removed with them."""


def matched_rows(
    rows: Sequence[Row], wanted: PageText, removed: Removed | Page | None, *, exact: bool = False
) -> list[Row]:
    """The rows that `wanted` stands for: ids of `rows` (or of lately removed sections, and of removed fields
    of the same key) where it is the same thing, new negative ids elsewhere.

    A piece that differs only by what a browser's form normalises keeps the exact source it had, unless
    `exact` (for importers) says that every byte of `wanted` is meant. Raises TextTooLarge for more parts than
    a page may have, and than it has. `removed` is where to look for what comes back: a page, or nowhere.
    """
    gone = _FromPage(removed, wanted.model) if isinstance(removed, Page) else removed
    check_parts(parts_of(wanted), rows)
    fresh = count(min([0, *(row.id for row in rows)]) - 1, -1)
    matched = _fields(rows, wanted, fresh, gone) + _sections(rows, wanted, fresh, gone)
    found = [row if row.model == wanted.model else row._replace(model=wanted.model) for row in matched]
    return found if exact else _as_they_were(found, {row.ref: row for row in rows})


def parts_of(wanted: PageText) -> int:
    """How many sections (but the lead), fields and see-also links a text has."""
    fields = sum(1 for text in wanted.fields if text.kind == "field")
    return fields + sum(bool(text.heading) + len(text.links or ()) for text in wanted.sections)


def parts_in(rows: Sequence[Row]) -> int:
    """The same of rows."""
    return sum(1 for row in rows if row.kind == "link" or row.head not in ("", "caption", "end"))


def check_parts(count: int, before: Sequence[Row]) -> None:
    """Raise TextTooLarge for a page of so many parts, unless it had as many before."""
    if count > MOST_PARTS and count > parts_in(before):
        shown = {"count": f"{count:,}", "limit": f"{MOST_PARTS:,}"}
        message = _(
            "The page would have %(count)s sections, fields and links of lists; the limit is %(limit)s."
        )
        advice = _("Spread it over several pages.")
        raise TextTooLarge(f"{message % shown} {advice}", field="text", code="toomanyparts")


def _on(old: Row | None, new: Row) -> Row:
    """The new words on the old row, which may be a removed one that comes back."""
    if old is None:
        return new
    return old._replace(
        deleted=False, head=new.head, text=new.text, section=new.section, see_also=new.see_also
    )


def _as_they_were(rows: Sequence[Row], old: Mapping[Ref, Row]) -> list[Row]:
    """The rows with their old source where nothing was really changed.

    A form leaves no white space at the end of the text: there, and nowhere else, its lack says nothing.
    """
    ending = _ending(rows)
    result = []
    for row in rows:
        was = old.get(row.ref)
        if was is not None:
            head = _kept(was.head, row.head, at_end=(row.ref, "head") in ending)
            text = _kept(was.text, row.text, at_end=(row.ref, "text") in ending)
            row = row._replace(head=head, text=text)
        result.append(row)
    return result


def _ending(rows: Sequence[Row]) -> set[tuple[Ref, str]]:
    """The last source of the text that is not blank, with those after it."""
    found: set[tuple[Ref, str]] = set()
    for ref, part, source in reversed(in_pieces(rows)):
        found.add((ref, part))
        if source.strip():
            break
    return found


def _kept(old: str, new: str, *, at_end: bool) -> str:
    return old if old == new or _as_posted(old, at_end=at_end) == _as_posted(new, at_end=at_end) else new


def _as_posted(text: str, *, at_end: bool) -> str:
    """What a form's normalising makes of a source: line ends, composed characters, nothing after the end."""
    text = unicodedata.normalize("NFC", BREAK.sub("\n", text))
    return text.rstrip(" \t\n") if at_end else text


def _fields(rows: Sequence[Row], wanted: PageText, fresh: count[int], gone: Removed | None) -> list[Row]:
    old = {row.id: row for row in rows if row.kind == "field"}
    known = [(row.id, row.field) for row in old.values() if row.head == "field"]
    texts = [text for text in wanted.fields if text.kind == "field"]
    found: list[Row | None] = [old.get(id_ or 0) for id_ in match_fields(known, texts)]
    if gone is not None and None in found:
        found = _revived(gone, texts, found)
    matched = iter(found)
    frame = {row.head: row for row in old.values() if row.head != "field"}
    result = []
    for text in wanted.fields:
        row = next(matched) if text.kind == "field" else frame.get(text.kind)
        result.append(_on(row, _field_row(text, next(fresh))))
    return result


def _revived(gone: Removed, texts: Sequence[FieldText], found: Sequence[Row | None]) -> list[Row | None]:
    """A field that comes back under its key is the one that was removed, the latest of that key first."""
    keys = {text.key for text, row in zip(texts, found, strict=True) if row is None}
    removed: dict[str, list[Row]] = {}
    for key, field in gone.fields(keys):
        removed.setdefault(key, []).append(field)
    return [
        removed[text.key].pop() if row is None and removed.get(text.key) else row
        for text, row in zip(texts, found, strict=True)
    ]


def _field_row(text: FieldText, id_: int) -> Row:
    return Row("field", id_, 0, head=text.kind, text=text.source)


def _sections(rows: Sequence[Row], wanted: PageText, fresh: count[int], gone: Removed | None) -> list[Row]:
    old = [row for row in rows if row.kind == "section"]
    links: dict[int, list[Row]] = {}
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row)
    known = _known(old, links)
    by_id = {row.id: row for row in old}

    def removed() -> list[Known]:
        dead = gone.sections(by_id) if gone is not None else []
        dead_links = gone.links(dead) if gone is not None else {}
        by_id.update((row.id, row) for row in dead)
        links.update(dead_links)
        return _known(dead, dead_links, deleted=True)

    matches = match_sections(known, wanted.sections, removed)
    result: list[Row] = []
    for text, match in zip(wanted.sections, matches, strict=True):
        origin = by_id.get(match.origin or 0) if match.id is None else None
        new = Row(
            "section", next(fresh), 0, head=text.heading, text=text.body, see_also=text.links is not None,
            origin=origin.id if origin else 0, origin_rev=origin.rev if origin else 0,
        )  # fmt: skip
        section = _on(by_id.get(match.id or 0), new)
        result += [section, *_links(links.get(section.id, ()), text, section.id, fresh)]
    return result


def _links(old: Sequence[Row], text: SectionText, section: int, fresh: count[int]) -> list[Row]:
    by_id = {row.id: row for row in old}
    links = text.links or ()
    ids = match_links([(row.id, row.link) for row in old], links)
    return [
        _on(by_id.get(id_ or 0), Row("link", next(fresh), 0, section=section, text=link.source))
        for id_, link in zip(ids, links, strict=True)
    ]


def _known(rows: Sequence[Row], links: dict[int, list[Row]], *, deleted: bool = False) -> list[Known]:
    """The rows as the matcher knows them, with the headings they stand under."""
    headings = [row.heading for row in rows]
    above = [()] * len(rows) if deleted else paths(headings)
    return [
        Known(row.id, level, title, _source(row, links.get(row.id, ())), path, deleted)
        for row, (level, title), path in zip(rows, headings, above, strict=True)
    ]


def _source(row: Row, links: Sequence[Row]) -> str:
    return row.head + "".join(link.text for link in links) + row.text


class _FromPage:
    """What was removed from a stored page; a query each. It is read in the content model of the text that may
    bring it back: in nearly every page there is no other.
    """

    def __init__(self, page: Page, model: str) -> None:
        self.page, self.model = page, model

    def fields(self, keys: Collection[str]) -> list[tuple[str, Row]]:
        dead = InfoboxField.objects.filter(page=self.page, deleted=True, kind="field", key__in=keys)
        return [
            (one.key, self._row("field", one, head="field", text=one.source))
            for one in dead.order_by("rev", "-position")
        ]

    def sections(self, living: Collection[int]) -> list[Row]:
        found = Section.objects.filter(page=self.page, deleted=True).exclude(id__in=living)
        latest = sorted(
            found.order_by("-rev", "-position")[:DEAD_REMEMBERED], key=lambda one: (one.rev, one.position)
        )
        return [
            self._row(
                "section", one, head=one.heading, text=one.body, anchor=one.anchor,
                former_anchors=one.former_anchors, see_also=one.see_also,
            )
            for one in latest
        ]  # fmt: skip

    def links(self, sections: Sequence[Row]) -> dict[int, list[Row]]:
        revs = {row.id: row.rev for row in sections if row.see_also}
        result: dict[int, list[Row]] = {}
        dead = SeeAlsoLink.objects.filter(section_id__in=revs, deleted=True).order_by("position", "pk")
        for one in dead if revs else ():
            if one.rev == revs[one.section_id]:
                row = self._row("link", one, section=one.section_id, text=one.source)
                result.setdefault(one.section_id, []).append(row)
        return result

    def _row(self, kind: Kind, one: InfoboxField | Section | SeeAlsoLink, **words: Any) -> Row:
        return Row(kind, one.pk, one.rev, one.position, model=self.model, **words)
