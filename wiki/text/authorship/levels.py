"""A section's words whose heading got another level when they moved: whoever wrote the heading still did."""

from __future__ import annotations

from wiki.text.authorship.runs import Ruler, Run, Runs, joined

_MARKS = "#="


def at_level(old: str, new: str, runs: Runs) -> tuple[str, Runs] | None:
    """The old words, and whose they are, with the marks that the heading of the new ones has; None where the
    headings differ by more than that.
    """
    was, wanted = old.partition("\n")[0], new.partition("\n")[0]
    cut, to = _cut(was), _cut(wanted)
    if was == wanted or not cut[0] or not to[0] or was[slice(*cut)] != wanted[slice(*to)]:
        return None
    ruler = Ruler(runs)
    before, after = ruler.cut(0, cut[0]), ruler.cut(cut[1], len(was))
    changed = [*_long(before, to[0]), *ruler.cut(*cut), *_long(after or before, len(wanted) - to[1])]
    return wanted + old[len(was) :], joined([*changed, *ruler.cut(len(was), len(old))])


def _cut(heading: str) -> tuple[int, int]:
    """Where the words of a heading begin and end, between its marks."""
    start = len(heading) - len(heading.lstrip(_MARKS))
    return start, max(start, len(heading.rstrip(" \t\r").rstrip(_MARKS)))


def _long(runs: list[Run], length: int) -> list[Run]:
    """The first of these authors for as many characters."""
    return [(runs[0][0], length)] if runs else []
