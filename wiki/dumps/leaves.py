"""What stands in the elements of an export that hold text alone: texts, numbers, times."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from wiki.dumps.records import Slot

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
MAX_ID = (1 << 63) - 1
Leaf = tuple[str, dict[str, str], int]  # the text, the attributes, the line


class WrongLeaf(ValueError):
    """Something in the current record is not as it must be; the line is added where it is caught."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def text_of(fields: dict[str, Leaf], tag: str) -> str:
    """The text of a leaf; empty where there is none."""
    return fields[tag][0] if tag in fields else ""


def number_of(fields: dict[str, Leaf], tag: str, *, least: int = 1) -> int:
    """The number in a leaf that has to be there. Raises WrongLeaf."""
    if tag not in fields:
        raise WrongLeaf(f"there is no <{tag}>")
    return whole_number(fields[tag][0], f"<{tag}>", least, fields[tag][2])


def whole_number(text: str, what: str, least: int, line: int) -> int:
    """A whole number from `least` to what a database takes. Raises WrongLeaf."""
    written = text.strip()
    if not written.removeprefix("-").isdecimal() or len(written) > 20:
        raise WrongLeaf(f"{what} is “{written[:40]}”, no whole number", line)
    number = int(written)
    if not least <= number <= MAX_ID:
        raise WrongLeaf(
            f"{what} is {number}, less than {least}" if number < least else f"{what} is too large", line
        )
    return number


def time_of(fields: dict[str, Leaf]) -> datetime:
    """The timestamp. Raises WrongLeaf."""
    if "timestamp" not in fields:
        raise WrongLeaf("there is no <timestamp>")
    written, _, line = fields["timestamp"]
    try:
        if _TIME.fullmatch(written):  # read in a tenth of the time
            return datetime.fromisoformat(written)
        return datetime.strptime(written.strip(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise WrongLeaf(f"<timestamp> is “{written.strip()[:40]}”, no time", line) from None


def comment_of(fields: dict[str, Leaf]) -> str | None:
    """The comment, or None where it is withheld."""
    if "comment" not in fields:
        return ""
    text, attributes, _ = fields["comment"]
    return None if "deleted" in attributes else text


def slot_of(fields: dict[str, Leaf]) -> Slot:
    """One content of a revision. Raises WrongLeaf."""
    text, attributes, line = fields.get("text", ("", {"location": ""}, 0))
    withheld = "deleted" in attributes
    # A stub names where the text is kept (0.11), or by which id (before), instead of holding it.
    stub = not text and not withheld and ("location" in attributes or "id" in attributes)
    stated = attributes.get("bytes")
    return Slot(
        text_of(fields, "role") or "main", text_of(fields, "model"), text_of(fields, "format"),
        None if withheld or stub else text, withheld,
        whole_number(stated, "bytes", 0, line) if stated else None,
        sha1_of(attributes.get("sha1") or text_of(fields, "sha1")),
    )  # fmt: skip


def sha1_of(written: str) -> int | None:
    """MediaWiki writes SHA-1 sums to the base of 36."""
    try:
        return int(written.strip(), 36) if written.strip() else None
    except ValueError:
        return None
