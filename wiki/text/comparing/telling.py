"""The change lines as plain English text, for feeds, mails and titles; templates have their own markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wiki.text.comparing.changes import Change

_SIGNS = {"added": "+", "removed": "−", "restored": "+"}
_PARTS = {
    "page": "change", "infobox": "caption", "field": "fact", "section": "section",
    "see_also": "see-also link",
}  # fmt: skip


def plain(change: Change) -> str:
    """One line: `Infobox › Headquarters: Damascus → Baghdad`, `§ Agreement: +42 words`, …"""
    if change.verb == "more":
        return f"{counted(change.counts[0], 'more ' + _PARTS[change.part])}"
    return _TELLERS[change.part](change)


def words_told(change: Change) -> str:
    """How a section's text changed: `+42 words`, `−1 word`, `5 words replaced`, `punctuation`, …"""
    if not change.added and not change.removed:
        return {"space": "white space", "level": f"level {change.old} → {change.new}"}.get(
            change.detail, "punctuation"
        )
    if not change.words:
        return f"{counted(change.added, 'word')} replaced"
    return f"{'+' if change.words > 0 else '−'}{counted(abs(change.words), 'word')}"


def counted(number: int, what: str) -> str:
    """`1 word`, `2 words`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _value(value: str, withheld: bool = False) -> str:
    return value or ("(hidden)" if withheld else "(empty)")


def _page(change: Change) -> str:
    if change.verb == "created":
        sections, fields, links = (*change.counts, 0, 0, 0)[:3]
        told = (sections, "section"), (fields, "fact"), (links, "see-also link")
        counts = ", ".join(counted(number, what) for number, what in told if number)
        return "New page: " + (counts or "lead only")
    if change.verb in ("deleted", "undeleted"):
        return f"Page {change.verb}"
    if change.verb == "protected":
        return f"Protection: {change.old or 'none'} → {change.new or 'none'}"
    return f"Page moved: {change.old} → {change.new}"


def _field(change: Change) -> str:
    where = f"Infobox › {change.name or 'caption'}"
    if change.verb == "renamed":
        return f"Infobox › {_value(change.old, change.withheld)} renamed {change.name}"
    if change.verb in ("moved", "reordered"):
        return f"{where} moved"
    if change.verb == "changed":
        if change.detail == "space":
            return f"{where}: white space"
        return f"{where}: {_value(change.old, change.withheld)} → {_value(change.new)}"
    value = change.old if change.verb == "removed" else change.new
    name = "(hidden)" if change.withheld and change.verb == "removed" else change.name or "caption"
    return f"Infobox {_SIGNS[change.verb]} {name}" + (f": {value}" if value else "")


def _section(change: Change) -> str:
    where = f"§ {change.name}" if change.name else "Beginning"
    if change.withheld and change.verb == "removed":
        where = "§ (hidden)"
    match change.verb:
        case "added":
            return f"{where} came from {change.old}" if change.old else f"new section {where}"
        case "removed" if change.new:
            return f"{where} moved to the page {change.new}"
        case "removed" | "restored":
            return f"{where} {change.verb}"
        case "renamed":
            return f"§ {_value(change.old, change.withheld)} renamed § {change.name}"
        case "moved" | "reordered":
            return f"{where} moved" + (
                f" to § {change.new}" if change.new and change.new != change.old else ""
            )
        case _:
            return f"{where}: {words_told(change)}"


def _see_also(change: Change) -> str:
    if change.verb in ("moved", "reordered"):
        return f"See also: {change.name} moved"
    if change.verb == "changed":
        if change.detail == "space":
            return f"See also: {change.name}: white space"
        return f"See also: {_value(change.old, change.withheld)} → {_value(change.new)}"
    return f"See also: {_SIGNS[change.verb]} {_value(change.name, change.withheld)}"


_TELLERS = {"page": _page, "infobox": _field, "field": _field, "section": _section, "see_also": _see_also}
