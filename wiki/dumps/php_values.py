"""PHP's way of writing values, in which MediaWiki keeps what belongs to an entry of a log."""

from __future__ import annotations

import re

Value = str | int | float | bool | None | dict[str, "Value"]

DEEPEST = 10
LONGEST = 65_536  # bytes
_SCALAR = re.compile(rb"N;|b:([01]);|i:(-?\d{1,20});|d:(-?[\d.]{1,30}(?:E[+-]?\d{1,4})?);")
_SIZED = re.compile(rb"([sa]):(\d{1,8}):")


class NotPhp(ValueError):
    """The text is no value as PHP writes it, or one that is not read: objects, references, too deep."""


def read_php(text: str) -> Value:
    """The value; an array becomes a dict whose keys are strings. Raises NotPhp."""
    data = text.strip().encode()
    if len(data) > LONGEST:
        raise NotPhp("it is too long")
    value, end = _read(data, 0, DEEPEST)
    if end != len(data):
        raise NotPhp("something stands behind it")
    return value


def _read(data: bytes, at: int, deeper: int) -> tuple[Value, int]:
    if found := _SCALAR.match(data, at):
        return _scalar(found), found.end()
    sized = _SIZED.match(data, at)
    if sized is None or not deeper:
        raise NotPhp(f"byte {at} begins no value")
    size, start = int(sized[2]), sized.end()
    if sized[1] == b"s":
        end = start + 1 + size
        if data[start : start + 1] != b'"' or data[end : end + 2] != b'";':
            raise NotPhp(f"the string at byte {at} does not end where it must")
        return data[start + 1 : end].decode(errors="replace"), end + 2
    if data[start : start + 1] != b"{":
        raise NotPhp(f"byte {start} begins no array")
    found_items: dict[str, Value] = {}
    start += 1
    for _ in range(size):
        key, start = _read(data, start, 0 if data[start : start + 1] != b"s" else 1)
        found_items[str(key)], start = _read(data, start, deeper - 1)
    if data[start : start + 1] != b"}":
        raise NotPhp(f"the array at byte {at} does not end where it must")
    return found_items, start + 1


def _scalar(found: re.Match[bytes]) -> Value:
    if found[1] is not None:
        return found[1] == b"1"
    if found[2] is not None:
        return int(found[2])
    return float(found[3]) if found[3] is not None else None
