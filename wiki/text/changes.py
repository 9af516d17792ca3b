"""What an edit changed, told so that nobody needs to open a diff: `§ Agreement: +42 words`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from wiki.text.infobox import caption_of, values
from wiki.text.sections import plain_title, read_fence
from wiki.text.single import read_field, read_link
from wiki.text.word_diff import words_changed
from wiki.text.words import words

Part = Literal["page", "infobox", "field", "section", "see_also"]
Verb = Literal[
    "created", "added", "removed", "changed", "renamed", "moved", "more", "protected", "page_moved",
]  # fmt: skip

SHOWN = 80  # characters of a value in a line
TOLD = 20  # lines of one revision


@dataclass(frozen=True, slots=True)
class Change:
    """One line about one part; stored as JSON with the revision.

    `name` is the heading or key ("" for the lead and the caption). Of a field, `old` and `new` are its values,
    cut to what differs; of a section renamed its headings, of one moved the headings above it. `added` and
    `removed` count words. `old_rev` is the number of the revision that the old value came from, so that it
    can be left out where that one is hidden. Of a new page `counts` are its sections, facts and see-also
    links; of the verb "more", how many lines were left out.
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

    @property
    def words(self) -> int:
        """Words gained or lost."""
        return self.added - self.removed

    def to_json(self) -> dict[str, Any]:
        """As stored: what is empty is left out."""
        return {key: value for key, value in asdict(self).items() if value or key in ("part", "verb")}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Change:
        """Reads what `to_json` wrote."""
        return cls(**{"id": None, **data, "counts": tuple(data.get("counts", ()))})


def created(sections: int, fields: int, links: int) -> Change:
    """The line of a new page."""
    return Change("page", None, "created", counts=(sections, fields, links))


def field_change(
    id_: int, old: str | None, new: str | None, *, caption: bool, moved: bool, old_rev: int | None
) -> Iterator[Change]:
    """Lines about an infobox row (`caption`: the caption's), given its sources (None: not there)."""
    part: Part = "infobox" if caption else "field"
    before, after = _key_and_value(old, caption), _key_and_value(new, caption)
    if old is None or new is None:
        verb: Verb = "added" if old is None else "removed"
        yield Change(
            part,
            id_,
            verb,
            (after if new else before)[0],
            shorten(before[1]),
            shorten(after[1]),
            0,
            0,
            old_rev,
        )
        return
    if before[0] != after[0]:
        yield Change(part, id_, "renamed", after[0], before[0], after[0], 0, 0, old_rev)
    if before[1] != after[1]:
        yield Change(part, id_, "changed", after[0], *shorten_pair(before[1], after[1]), 0, 0, old_rev)
    elif moved and before[0] == after[0]:
        yield Change(part, id_, "moved", after[0], old_rev=old_rev)


def _key_and_value(source: str | None, caption: bool) -> tuple[str, str]:
    if source is None:
        return "", ""
    if caption:
        fence = read_fence(source.strip("\r\n"))
        return "", (caption_of(fence.info) or "") if fence else ""
    field = read_field(source)
    return field.key, in_words(field.value)


def in_words(value: str) -> str:
    """A field's value on one line: several values are set off by commas; values that are all empty stay
    bars.
    """
    found = values(value)
    text = ", ".join(filter(None, found)) if any(found) else value
    return " ".join(text.split())


def section_change(
    id_: int,
    old_title: str | None,
    new_title: str | None,
    old: str,
    new: str,
    *,
    moved: tuple[str, str] | None,
    old_rev: int | None,
) -> Iterator[Change]:
    """Lines about a section: headings (None: not there), bodies, and the headings above it where it moved."""
    if old_title is None or new_title is None:
        verb: Verb = "added" if old_title is None else "removed"
        title = plain_title(new_title if new_title is not None else old_title or "")
        yield Change("section", id_, verb, title, added=words(new), removed=words(old), old_rev=old_rev)
        return
    name = plain_title(new_title)
    if old_title != new_title:
        yield Change("section", id_, "renamed", name, plain_title(old_title), name, old_rev=old_rev)
    if old != new:
        removed, added = words_changed(old, new)
        # An edit of blank lines alone is told only where nothing else is.
        if removed or added or (old_title == new_title and moved is None and old.strip() != new.strip()):
            yield Change("section", id_, "changed", name, added=added, removed=removed, old_rev=old_rev)
    if moved is not None:
        yield Change(
            "section", id_, "moved", name, plain_title(moved[0]), plain_title(moved[1]), old_rev=old_rev
        )


def link_change(
    id_: int, old: str | None, new: str | None, *, moved: bool, old_rev: int | None
) -> Iterator[Change]:
    """Lines about a see-also link, given its sources (None: not there)."""
    before, after = _target(old), _target(new)
    if old is None or new is None:
        yield Change("see_also", id_, "added" if old is None else "removed", after or before, old_rev=old_rev)
    elif before != after:
        yield Change("see_also", id_, "changed", after, before, after, old_rev=old_rev)
    elif moved:
        yield Change("see_also", id_, "moved", after, old_rev=old_rev)


def _target(source: str | None) -> str:
    if source is None:
        return ""
    link = read_link(source)
    return shorten(link.target or link.note.strip())


def summarise(changes: Sequence[Change], limit: int = TOLD) -> tuple[Change, ...]:
    """The first lines, and one that counts the rest."""
    if len(changes) <= limit:
        return tuple(changes)
    return (*changes[: limit - 1], Change("page", None, "more", counts=(len(changes) - limit + 1,)))


def shorten(text: str) -> str:
    """The beginning of a long value."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


def shorten_pair(old: str, new: str) -> tuple[str, str]:
    """Two long values cut so that where they begin to differ can be seen."""
    if len(old) <= SHOWN and len(new) <= SHOWN:
        return old, new
    same = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    start = old.rfind(" ", 0, max(same - SHOWN // 4, 0)) + 1 if same > SHOWN // 2 else 0
    lead = "…" if start else ""
    return lead + shorten(old[start:]), lead + shorten(new[start:])


def plain(change: Change) -> str:
    """The line as plain English text, for feeds, mails and titles."""
    return _TELLERS[change.part](change)


def _page(change: Change) -> str:
    if change.verb == "created":
        sections, fields, links = (*change.counts, 0, 0, 0)[:3]
        told = [_count(sections, "section"), _count(fields, "fact"), _count(links, "see-also link")]
        return "New page: " + (", ".join(filter(None, told)) or "lead only")
    if change.verb == "more":
        return f"{change.counts[0]} more changes"
    if change.verb == "protected":
        return f"Protection: {change.old or 'none'} → {change.new or 'none'}"
    return f"Page moved: {change.old} → {change.new}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number > 1 else ''}" if number else ""


def _field(change: Change) -> str:
    name = change.name or "caption"
    if change.verb == "renamed":
        return f"Infobox › {change.old} renamed {change.new}"
    if change.verb == "moved":
        return f"Infobox › {name} moved"
    if change.verb == "changed":
        return f"Infobox › {name}: {change.old or '(empty)'} → {change.new or '(empty)'}"
    sign, value = ("+", change.new) if change.verb == "added" else ("−", change.old)
    return f"Infobox {sign} {name}" + (f": {value}" if value else "")


def _section(change: Change) -> str:
    where = f"§ {change.name}" if change.name else "Beginning"
    if change.verb == "added":
        return f"new section {where}"
    if change.verb == "removed":
        return f"{where} removed"
    if change.verb == "renamed":
        return f"§ {change.old} renamed {change.new}"
    if change.verb == "moved":
        return f"{where} moved" + (f" to § {change.new}" if change.new and change.new != change.old else "")
    return f"{where}: {words_told(change)}"


def words_told(change: Change) -> str:
    """How a section's text changed: "+42 words", "−1 word", "5 words replaced", "markup"."""
    if not change.added and not change.removed:
        return "markup"
    number = change.words or change.added
    unit = "word" if abs(number) == 1 else "words"
    if not change.words:
        return f"{number} {unit} replaced"
    return f"{'+' if number > 0 else '−'}{abs(number)} {unit}"


def _see_also(change: Change) -> str:
    if change.verb == "changed":
        return f"See also: {change.old} → {change.new}"
    if change.verb == "moved":
        return f"See also: {change.name} moved"
    return f"See also: {'+' if change.verb == 'added' else '−'} {change.name}"


_TELLERS = {"page": _page, "infobox": _field, "field": _field, "section": _section, "see_also": _see_also}
