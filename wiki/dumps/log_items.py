"""The log of a MediaWiki as entries of the log here."""

from __future__ import annotations

from typing import Any

from wiki.dumps.local_titles import local_title
from wiki.dumps.php_values import NotPhp, Value, read_php
from wiki.dumps.records import LogItem, PageHead, Site
from wiki.text.titles import InvalidTitle, Title

LONGEST_SOURCE = 16_384  # characters of what MediaWiki keeps with an entry
_NEVER = ("infinity", "infinite", "")


def local_log_title(written: str, line: int, site: Site) -> Title:
    """The title that an entry is about, as it is written here. Raises InvalidTitle."""
    return local_title(PageHead(0, written, None, False, "", line), site).title


def local_params(item: LogItem, site: Site) -> dict[str, Any]:
    """What belongs to the entry: `source` as MediaWiki keeps it, and of that what the log here tells: where a
    page was moved, which rules were set, which groups somebody was in, which version of a file it was.
    """
    source = item.params
    said: dict[str, Any] = {"source": source[:LONGEST_SOURCE]} if source else {}
    found = _fields(source, item.type)
    if item.type in ("move", "renameuser") and (target := _text(found, "target", "newuser")):
        try:
            prefix = "User:" if item.type == "renameuser" else ""
            said["target"] = local_log_title(prefix + target, item.line, site).full
        except InvalidTitle:
            said["target"] = target[:255]
        if item.type == "move" and str(found.get("noredir")) == "1":
            said["noredirect"] = True
    elif item.type == "protect":
        said["details"] = _rules(found.get("details"))
    elif item.type == "rights" and isinstance(found.get("newgroups"), dict):
        said |= {name: _groups(found, name) for name in ("oldmetadata", "newmetadata")}
        said |= {
            name: [one["group"] for one in said[f"{name[:3]}metadata"]] for name in ("oldgroups", "newgroups")
        }
    elif item.type == "upload" and (sha1 := _sha1(_text(found, "img_sha1"))):
        said["sha1"] = sha1
    elif item.type == "patrol":
        said["curid"] = _text(found, "curid")[:20]
    return said


def _fields(source: str, type_: str) -> dict[str, Value]:
    """The named values: "4::target" is `target`. Before 1.19 they stood one a line, without names."""
    try:
        value = read_php(source)
    except NotPhp:
        lines = source.split("\n")
        names = {"move": ("target", "noredir"), "renameuser": ("newuser",), "patrol": ("curid",)}
        return dict(zip(names.get(type_, ()), lines, strict=False))
    if not isinstance(value, dict):
        return {}
    return {key.rpartition(":")[2]: one for key, one in value.items()}


def _text(found: dict[str, Value], *names: str) -> str:
    return next((str(found[name]) for name in names if isinstance(found.get(name), str | int)), "")


def _rules(found: Value) -> list[dict[str, Any]]:
    rules = []
    for one in found.values() if isinstance(found, dict) else ():
        if isinstance(one, dict) and {"type", "level", "expiry"} <= one.keys():
            rule: dict[str, Any] = {name: str(one[name])[:32] for name in ("type", "level")}
            rules.append(
                rule | {"expiry": _expiry(one["expiry"], "infinite"), "cascade": bool(one.get("cascade"))}
            )
    return rules


def _groups(found: dict[str, Value], name: str) -> list[dict[str, str]]:
    groups, more = found.get(f"{name[:3]}groups"), found.get(name)
    result = []
    for key, group in groups.items() if isinstance(groups, dict) else ():
        told = more.get(key) if isinstance(more, dict) else None
        ends = told.get("expiry") if isinstance(told, dict) else None
        result.append({"group": str(group)[:255], "expiry": _expiry(ends, "infinity")})
    return result


def _expiry(value: Value, never: str) -> str:
    """A time as the log here writes it: MediaWiki's are 20240131120000."""
    text = str(value or "")
    if text in _NEVER or not text.isdecimal() or len(text) != 14:
        return never
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:]}Z"


def _sha1(written: str) -> str:
    try:
        return f"{int(written, 36):040x}" if written and len(written) <= 31 else ""
    except ValueError:
        return ""
