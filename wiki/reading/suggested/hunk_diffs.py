"""Hunks of an edit as comparisons: each with the line that it stands in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.reading.compare import PartDiff, PartKind, Verb
from wiki.reading.suggested.hunks import BOX, Hunk
from wiki.text.content import content_model
from wiki.text.diff import Fold, Line, diff_lines, fold_context
from wiki.text.parts.rows import FieldText

AROUND = 240  # characters of the line around a hunk


def hunk_diff(hunk: Hunk) -> PartDiff:
    """The hunk as one part of a comparison."""
    kind: PartKind = "section" if hunk.ref[0] != "field" else "field"
    if hunk.piece == "order":
        names = {"field": _("order of the fields"), "section": _("order of the sections")}
        name = names.get(hunk.ref[0], _("order of the links"))
        return PartDiff(kind, 0, name, name, "moved", True, ())
    if hunk.ref == BOX:
        name = _("the whole box")
        return PartDiff(kind, 0, name, name, _verb(hunk), False, _lines(hunk.old.strip(), hunk.new.strip()))
    if hunk.piece == "heading":
        read = content_model(hunk.model).read_heading
        old, new = (read(text)[1] if text else "" for text in (hunk.old, hunk.new))
        lines = _lines(hunk.old.strip(), hunk.new.strip())
        return PartDiff(kind, hunk.ref[1], new, old, "changed", False, lines)
    if kind == "field":
        return _field(hunk)
    before, after = _line_before(hunk.before), _line_after(hunk.after)
    old, new = (f"{before}{text}{after}".strip("\r\n") for text in (hunk.old, hunk.new))
    return PartDiff(kind, hunk.ref[1], hunk.name, hunk.name, _verb(hunk), False, _lines(old, new))


def _field(hunk: Hunk) -> PartDiff:
    if hunk.caption:
        return PartDiff(
            "caption", hunk.ref[1], "", "", "changed", False, _lines(hunk.old.strip(), hunk.new.strip())
        )
    reads = content_model(hunk.model).read_row
    old, new = (reads("field", text) if text else FieldText("field", "") for text in (hunk.old, hunk.new))
    name, old_name = new.key or old.key, old.key or new.key
    return PartDiff("field", hunk.ref[1], name, old_name, _verb(hunk), False, _lines(old.value, new.value))


def _verb(hunk: Hunk) -> Verb:
    return "changed" if hunk.verb == "reordered" else hunk.verb


def _lines(old: str, new: str) -> tuple[Line | Fold, ...]:
    return tuple(fold_context(diff_lines(old, new)))


def _line_before(text: str) -> str:
    """The rest of the line that the hunk begins in."""
    line = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]
    return line if len(line) <= AROUND else "…" + line[-AROUND:].partition(" ")[2]


def _line_after(text: str) -> str:
    """The rest of the line that the hunk ends in."""
    line = text.split("\n", 1)[0].split("\r", 1)[0]
    return line if len(line) <= AROUND else line[:AROUND].rpartition(" ")[0] + "…"
