"""What a suggestion started from and what it wants, brought to where the page and its text stand now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiki.models import Page, Row, Section, Suggestion, parts_live
from wiki.models.parts import KIND_CODES, MODELS, Kind, Ref, versions
from wiki.models.suggestion import OPEN
from wiki.permissions import Editor, sees_hidden
from wiki.reading.lists.lines import hidden_texts
from wiki.reading.suggested.hunks import Hunk, hunks_of
from wiki.reading.visibility import sees_text

KINDS: dict[str, Kind] = {kind[0]: kind for kind in KIND_CODES}
SAME, FIELDS = "same", ("head", "text", "section", "see_also", "origin", "origin_rev")
MOST_MOVES = 20  # times that a section went on to another page


class SuggestionHidden(LookupError):
    """Its words, or the text that it started from, are withheld from this viewer."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A suggestion as an edit of `page`: rows it started from, rows it wants, and those that live there."""

    page: Page
    base: tuple[Row, ...]
    wanted: tuple[Row, ...]
    living: tuple[Row, ...]

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """What can be taken of it, in an order that stays the same wherever the text stands."""
        return hunks_of(self.base, self.wanted)


def sees_suggestion(viewer: Editor, suggestion: Suggestion) -> bool:
    """Whether the viewer may read what is suggested, as far as the suggestion itself says."""
    if suggestion.hidden and not sees_hidden(viewer, suppressed=False):
        return False
    return suggestion.revision is None or sees_text(viewer, suggestion.revision)


def started_hidden(found: Collection[Suggestion], viewer: Editor) -> set[int]:
    """Those of the suggestions (by id) that start from a text that stands on no page now and is withheld from
    the viewer. One query; up to three more where one may.
    """
    starts = {one.pk: (one.origin_id, _named(one.base)) for one in found}
    hidden = hidden_texts({(page, key[2]) for page, keys in starts.values() for key in keys}, viewer)
    doubtful = {
        id_: {key for key in keys if (page, key[2]) in hidden} for id_, (page, keys) in starts.items()
    }
    wanted = set().union(*doubtful.values())
    living = {
        (kind, id_, rev)
        for kind, model in MODELS.items()
        if (ids := {id_ for other, id_, _rev in wanted if other == kind})
        for id_, rev in model.objects.filter(pk__in=ids, deleted=False).values_list("pk", "rev")
    }
    return {id_ for id_, keys in doubtful.items() if keys - living}


# ---- As it is stored ---------------------------------------------------------------------------------------


def stored_rows(base: Sequence[Row], wanted: Sequence[Row]) -> list[dict[str, Any]]:
    """The wanted rows as JSON; of those that are as they were only the name."""
    was = {row.ref: row for row in base}
    return [_stored(row, was.get(row.ref)) for row in wanted]


def _stored(row: Row, was: Row | None) -> dict[str, Any]:
    named = {"ref": f"{row.kind[0]}{row.id}"}
    if was is not None and (was.says, was.section) == (row.says, row.section):
        return named | {SAME: True}
    return named | {"rev": row.rev} | {name: value for name in FIELDS if (value := getattr(row, name))}


def read_rows(stored: Iterable[Mapping[str, Any]], base: Sequence[Row]) -> tuple[Row, ...]:
    """Reads what `stored_rows` wrote."""
    was = {row.ref: row for row in base}
    result = []
    for entry in stored:
        ref: Ref = (KINDS[entry["ref"][0]], int(entry["ref"][1:]))
        if SAME in entry:
            result.append(was[ref])
            continue
        said = {name: entry[name] for name in FIELDS if name in entry}
        old = was.get(ref)
        blank = old._replace(head="", text="", section=0, see_also=False) if old else Row(*ref, entry["rev"])
        result.append(blank._replace(**said))
    return tuple(result)


def _named(base: str) -> list[tuple[Kind, int, int]]:
    """The versions that a base names."""
    found = (part[1:].partition(".") for part in base.split(",") if part)
    kinds = (KINDS[part[0]] for part in base.split(",") if part)
    return [(kind, int(id_), int(rev)) for kind, (id_, _dot, rev) in zip(kinds, found, strict=True)]


# ---- Where it stands now -----------------------------------------------------------------------------------


def sides_of(suggestion: Suggestion, *, viewer: Editor) -> Sides:
    """The suggestion as an edit of the page that its text is on now: a page that was renamed is the same, and
    a section that went to another page is followed there, until the suggestion is decided.

    Raises SuggestionHidden.
    """
    if not sees_suggestion(viewer, suggestion):
        raise SuggestionHidden(suggestion.pk)
    origin = suggestion.origin
    living = parts_live(origin.pk)
    wanted_versions = _named(suggestion.base)
    known = {(row.kind, row.id, row.rev): row for row in living}
    stale = {key for key in wanted_versions if key not in known}
    if stale:
        if hidden_texts({(origin.pk, rev) for _kind, _id, rev in stale}, viewer):
            raise SuggestionHidden(suggestion.pk)
        known |= versions(origin.pk, stale)
    base = tuple(known[key]._replace(deleted=False) for key in wanted_versions)
    wanted = read_rows(suggestion.wanted, base)
    there = _followed(origin, base, wanted, living) if suggestion.state == OPEN else None
    if there is None:
        return Sides(origin, base, wanted, tuple(living))
    page, ids = there
    standing = tuple(parts_live(page.pk))
    now = {row.id: row for row in standing if row.kind == "section"}
    return Sides(page, _brought(base, ids, now), _brought(wanted, ids, now), standing)


def _followed(
    origin: Page, base: Sequence[Row], wanted: Sequence[Row], living: Sequence[Row]
) -> tuple[Page, dict[int, int]] | None:
    """The page to which all sections went that are to be changed, with the ids that they have there; None
    where one of them still stands, or they went different ways.
    """
    touched = {hunk.ref for hunk in hunks_of(base, wanted) if hunk.ref[1] > 0}
    alive = {row.ref for row in living}
    if not touched or any(kind != "section" for kind, _id in touched):
        return None
    if not origin.redirect and touched & alive:
        return None
    ids = moved_ids(row.id for row in base if row.kind == "section")
    pages = {ids[id_][0] if id_ in ids else 0 for _kind, id_ in touched}
    page_id = pages.pop()
    if pages or not page_id:
        return None
    page = Page.objects.select_related("latest").get(pk=page_id)
    if page.deleted or page == origin:
        return None
    return page, {old: new for old, (there, new) in ids.items() if there == page_id}


def moved_ids(ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Where sections that went to other pages stand now: page and id there; a query for each step."""
    at = {id_: id_ for id_ in ids if id_ > 0}
    result: dict[int, tuple[int, int]] = {}
    for _step in range(MOST_MOVES):
        rows = Section.objects.filter(pk__in=at.values()).exclude(moved_to=None)
        onward = {id_: to for id_, to in rows.values_list("pk", "moved_to") if to} if at else {}
        at = {old: onward[now] for old, now in at.items() if now in onward}
        there = dict(Section.objects.filter(pk__in=at.values()).values_list("pk", "page_id")) if at else {}
        result |= {old: (there[now], now) for old, now in at.items()}
        if not at:
            break
    return result


def _brought(rows: Sequence[Row], ids: Mapping[int, int], now: Mapping[int, Row]) -> tuple[Row, ...]:
    """The sections (and what is new) under the ids that they have there; what stayed behind is left out."""
    result = []
    for row in rows:
        if row.kind == "section" and row.id in ids and ids[row.id] in now:
            result.append(row._replace(id=ids[row.id], rev=now[ids[row.id]].rev))
        elif row.id < 0 and row.kind == "section":
            result.append(row)
        elif row.id < 0 and row.kind == "link" and (row.section < 0 or row.section in ids):
            result.append(row._replace(section=ids.get(row.section, row.section)))
    return tuple(result)


def parts_told(hunks: Collection[Hunk]) -> list[list[Any]]:
    """The stored sections and fields that hunks change, as a suggestion keeps them."""
    return [[kind, id_] for kind, id_ in sorted({hunk.ref for hunk in hunks if hunk.ref[1] > 0})]
