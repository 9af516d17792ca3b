"""Headings written at another level."""

from wiki.text.sections import read_heading

TOP, DEEPEST = 2, 6


def at_level(heading: str, level: int) -> str:
    """The heading's exact source with the signs of another level, from 2 to 6; no heading stays as it is."""
    was = read_heading(heading)[0]
    if not was:
        return heading
    start = len(heading) - len(heading.lstrip("\r\n"))
    sign, wanted = heading[start], min(max(level, TOP), DEEPEST)
    line, after = heading[start + was :], ""
    if sign == "=":
        bare = line.rstrip()
        line, after = bare[:-was] + sign * wanted, line[len(bare) :]
    return heading[:start] + sign * wanted + line + after
