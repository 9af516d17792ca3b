"""Names of files: which one is proposed for a file that comes from somebody's disk."""

from __future__ import annotations

import re

LONGEST = 240  # bytes, as MediaWiki: room for what is put before the name of a thumbnail
_NEVER = re.compile(r"[#<>\[\]|{}/\\:]+")
_ENDING = re.compile(r"\.([A-Za-z]{3,4})$")


def proposed_name(name: str) -> str:
    """The name without what no name may have, its ending in small letters, not too long; may be empty."""
    visible = "".join(char if char.isprintable() else " " for char in _NEVER.sub("-", name))
    words = " ".join(visible.replace("_", " ").split()).lstrip(".")
    stem, ending = words, ""
    if found := _ENDING.search(words):
        stem, ending = words[: found.start()], found[0].lower()
    return stem.encode()[: LONGEST - len(ending)].decode(errors="ignore").strip() + ending


def ending(name: str) -> str:
    """What the name ends in, in small letters: `.png`; empty where it has no ending."""
    found = _ENDING.search(name)
    return found[0].lower() if found else ""


def with_ending(name: str, file: str) -> str:
    """The name that somebody wishes, with the ending of the file where it has none."""
    found = _ENDING.search(file)
    return (
        name if found is None or _ENDING.search(name) or not name.strip() else name.strip() + found[0].lower()
    )
