"""What an edit changed, told so that nobody needs to open a diff: `Infobox › HQ: Damascus → Baghdad`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from wiki.text.comparing.telling import plain, words_told
from wiki.text.comparing.word_diff import words_changed
from wiki.text.content import values_of
from wiki.text.language.shorten import shorten, shorten_pair
from wiki.text.language.words import words
from wiki.text.merging.chunks import without_space
from wiki.text.parts.rows import FieldText, LinkText
from wiki.text.sections import plain_title

__all__ = [
    "Change", "created", "field_change", "in_words", "link_change", "plain", "section_change", "shorten",
    "shorten_pair", "summarise", "words_told",
]  # fmt: skip

Part = Literal["page", "infobox", "field", "section", "see_also"]
Verb = Literal[
    "created", "added", "removed", "changed", "renamed", "moved", "restored", "reordered", "more",
    "protected", "page_moved", "deleted", "undeleted",
]  # fmt: skip

TOLD = 20  # lines of one revision


@dataclass(frozen=True, slots=True)
class Change:
    """One line about one part; stored as JSON with the revision.

    `name` is the heading or key ("" for the lead and the caption). A field's `old` and `new` are its values,
    cut to what differs; of a section renamed they are the headings, of one moved the headings above it, of
    one removed `new` is the page that it went to, of one added `old` the page that it came from, if any.
    `added` and `removed` count words; where no word changed, `detail` tells white space ("space"), other
    signs ("signs") and a heading's level ("level") apart. `old_rev` is the number of the revision that
    the old value came from, so that it can be left out where that is hidden (`withhold`). Of a new page
    `counts` are its sections, facts and see-also links; of the verb "more", how many changes were left out.
    """

    part: Part
    id: int | None
    verb: Verb
    name: str = ""
    old: str = ""
    new: str = ""
    added: int = 0
    removed: int = 0
    old_rev: int | None = None
    counts: tuple[int, ...] = ()
    detail: Literal["", "space", "signs", "level"] = ""
    withheld: bool = False

    @property
    def words(self) -> int:
        """Words gained or lost."""
        return self.added - self.removed

    def withhold(self) -> Change:
        """The line without what it tells of the older revision."""
        gone = self.verb == "removed"
        return replace(self, old="", name="" if gone else self.name, withheld=True)

    def to_json(self) -> dict[str, Any]:
        """As stored: what is empty is left out."""
        given = {name: getattr(self, name) for name in self.__slots__}
        return {key: value for key, value in given.items() if value or key in ("part", "verb")}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Change:
        """Reads what `to_json` wrote."""
        return cls(**{"id": None, **data, "counts": tuple(data.get("counts", ()))})


def created(sections: int, fields: int, links: int) -> Change:
    """The line of a new page."""
    return Change("page", None, "created", counts=(sections, fields, links))


def field_change(
    id_: int,
    old: FieldText | None,
    new: FieldText | None,
    *,
    moved: bool = False,
    restored: bool = False,
    old_rev: int | None = None,
) -> Iterator[Change]:
    """Lines about an infobox row, a field or the caption (None: not there)."""
    part: Part = "infobox" if (new or old or FieldText("field", "")).kind == "caption" else "field"
    before, after = _key_and_value(old), _key_and_value(new)
    if old is None or new is None:
        name, verb = after[0] or before[0], _came_or_went(old is None, restored)
        yield Change(part, id_, verb, name, shorten(before[1]), shorten(after[1]), old_rev=old_rev)
        return
    if before[0] != after[0]:
        yield Change(part, id_, "renamed", after[0], before[0], after[0], old_rev=old_rev)
    if before[1] != after[1]:
        yield Change(part, id_, "changed", after[0], *shorten_pair(before[1], after[1]), old_rev=old_rev)
    elif moved and before[0] == after[0]:
        yield Change(part, id_, "moved", after[0], old_rev=old_rev)
    elif old.source != new.source and before[0] == after[0]:
        yield Change(part, id_, "changed", after[0], old_rev=old_rev, detail="space")


def _came_or_went(came: bool, restored: bool) -> Verb:
    if not came:
        return "removed"
    return "restored" if restored else "added"


def _key_and_value(row: FieldText | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    return row.key, row.value if row.kind == "caption" else in_words(row)


def in_words(row: FieldText) -> str:
    """A field's value on one line: several values are set off by commas, but all empty ones stay bars."""
    found = values_of(row)
    return without_space(", ".join(filter(None, found)) if any(found) else row.value)


def section_change(
    id_: int,
    old_title: str | None,
    new_title: str | None,
    old: str,
    new: str,
    *,
    moved: tuple[str, str] | None = None,
    levels: tuple[int, int] | None = None,
    restored: bool = False,
    old_rev: int | None = None,
) -> Iterator[Change]:
    """Lines about a section: titles (None: not there), bodies, headings above it where it moved, levels."""
    if old_title is None or new_title is None:
        title = plain_title(new_title if new_title is not None else old_title or "")
        verb = _came_or_went(old_title is None, restored)
        yield Change("section", id_, verb, title, added=words(new), removed=words(old), old_rev=old_rev)
        return
    name = plain_title(new_title)
    if old_title != new_title:
        yield Change("section", id_, "renamed", name, plain_title(old_title), name, old_rev=old_rev)
    if old != new:
        removed, added = words_changed(old, new)
        detail: Literal["", "space", "signs"] = ""
        if not removed and not added:
            detail = "space" if without_space(old) == without_space(new) else "signs"
        yield Change(
            "section", id_, "changed", name, added=added, removed=removed, old_rev=old_rev, detail=detail
        )
    if moved is not None:
        above = plain_title(moved[0]), plain_title(moved[1])
        yield Change("section", id_, "moved", name, *above, old_rev=old_rev)
    elif levels is not None and levels[0] != levels[1]:
        old_level, new_level = map(str, levels)
        yield Change("section", id_, "changed", name, old_level, new_level, old_rev=old_rev, detail="level")


def link_change(
    id_: int,
    before: LinkText | None,
    after: LinkText | None,
    *,
    moved: bool = False,
    restored: bool = False,
    old_rev: int | None = None,
) -> Iterator[Change]:
    """Lines about a see-also link (None: not there)."""
    if before is None or after is None:
        name = shorten(_named(after or before or LinkText("")))
        yield Change("see_also", id_, _came_or_went(before is None, restored), name, old_rev=old_rev)
        return
    name = shorten(_named(after))
    if _named(before) != _named(after):
        yield Change("see_also", id_, "changed", name, shorten(_named(before)), name, old_rev=old_rev)
    elif (before.label, before.note) != (after.label, after.note):
        told = shorten_pair(_whole(before), _whole(after))
        yield Change("see_also", id_, "changed", name, *told, old_rev=old_rev)
    elif moved:
        yield Change("see_also", id_, "moved", name, old_rev=old_rev)
    elif before.source != after.source:
        yield Change("see_also", id_, "changed", name, old_rev=old_rev, detail="space")


def _named(link: LinkText) -> str:
    return link.target or link.note.strip()


def _whole(link: LinkText) -> str:
    label = f" ({link.label})" if link.label else ""
    return without_space(f"{link.target}{label} {link.note}")


def summarise(changes: Sequence[Change], limit: int = TOLD) -> tuple[Change, ...]:
    """At most `limit` lines: white space only if nothing else changed; what is too much counted by part."""
    told = [change for change in changes if change.detail != "space"] or list(changes)
    if len(told) <= limit:
        return tuple(told)
    shown = max(0, limit - len({change.part for change in told}))
    left = Counter(change.part for change in told[shown:])
    return (*told[:shown], *(Change(part, None, "more", counts=(count,)) for part, count in left.items()))
