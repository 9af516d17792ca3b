"""Articles in the plain shape: `= Title =`, a caption with `- Key: value` lines, lead, `==Heading==` …

The reader is faithful: all but title line and infobox stays byte for byte, line ends included.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wiki.text.infobox import InvalidField, frame_sources, read_infobox
from wiki.text.normal import MAX_BYTES
from wiki.text.parts.lines import BLANKS, content, is_blank, split_lines
from wiki.text.sections import read_heading
from wiki.text.source import read
from wiki.text.titles import InvalidTitle, parse_title

_ITEM = ("- ", "-\t")
_BOM = b"\xef\xbb\xbf"
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
_CONTROLS = re.compile("[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]")
_COLON = re.compile(r":(?=[ \t]|$)")


class PlainRefused(ValueError):
    """A file that cannot be read; the message begins with `file:line:`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Plain:
    """An article: its title as written, its source text, and warnings that begin with `file:line:`."""

    title: str
    text: str
    warnings: tuple[str, ...] = ()


def read_plain_file(path: Path, name: str = "") -> Plain:
    """Read an article from a file, of which no more than 2 MB and a byte are taken into memory.

    Raises PlainRefused as `read_plain` does, and OSError.
    """
    with path.open("rb") as stream:
        return read_plain_stream(stream, name or str(path))


def read_plain_stream(stream: BinaryIO, name: str) -> Plain:
    """`read_plain_file` for an open file."""
    return read_plain(stream.read(MAX_BYTES + 1), name)


def read_plain(data: bytes, name: str) -> Plain:
    """The article in `data`; `name` is the file's name in messages.

    Raises PlainRefused for what is too big, empty, not UTF-8, has NUL, or has no title. Caption and `- Key:
    value` lines become an infobox if that reads back the same, else they stay text, with a warning.
    """
    lines = split_lines(_decoded(data, name))
    first = next((index for index, line in enumerate(lines) if not is_blank(line)), None)
    if first is None:
        raise PlainRefused("plain-empty", f"{name}:1: the file is empty")
    title, closed = _title(lines[first], f"{name}:{first + 1}:")
    warnings = [] if closed else [(first + 1, "the line of the title is not closed by one “=”")]
    start = next((index for index in range(first + 1, len(lines)) if not is_blank(lines[index])), len(lines))
    end = _box_end(lines, start)
    box, why = _box(lines[start:end]) if end > start else ("", "")
    text = box + "".join(lines[end:]) if box else "".join(lines[start:])
    if why:
        warnings.append((start + 1, why))
    if box and (again := _second_box(lines, end)):
        warnings.append((again + 1, "a second caption with “- Key: value” lines stays text"))
    for warning in read(text).warnings:
        # Behind the infobox the text has one line more than the file: the closing fence.
        line = warning.line + start - (1 if box and warning.line > end - start else 0)
        warnings.append((line, warning.message))
    warnings += _odd_characters(lines)
    return Plain(title, text, tuple(f"{name}:{line}: {why}" for line, why in sorted(warnings)))


def _decoded(data: bytes, name: str) -> str:
    """The text of a file, refused if it is not UTF-8 throughout."""
    if len(data) > MAX_BYTES:
        line = _line_of(data, MAX_BYTES)
        raise PlainRefused("plain-too-big", f"{name}:{line}: the file has more than {MAX_BYTES:,} bytes")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise PlainRefused("plain-not-utf-8", f"{name}:1: the file is UTF-16; it must be UTF-8")
    if (place := data.find(b"\0")) >= 0:
        line = _line_of(data, place)
        raise PlainRefused(
            "plain-nul", f"{name}:{line}: byte {place + 1} of the file is NUL (UTF-16 perhaps?)"
        )
    try:
        return data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        place = error.start + (len(_BOM) if data.startswith(_BOM) else 0)
        what = "ends within a character" if error.reason == "unexpected end of data" else "is not UTF-8"
        why = f"{name}:{_line_of(data, place)}: the file {what} at byte {place + 1} (0x{data[place]:02X})"
        raise PlainRefused("plain-not-utf-8", why) from error


def _line_of(data: bytes, place: int) -> int:
    """The number of the line in which a byte stands."""
    before = data[:place]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _title(line: str, where: str) -> tuple[str, bool]:
    """The title in the first line, and whether the line is closed as it should be."""
    written = content(line).strip(BLANKS)
    if not written.startswith("=") or written.startswith("=="):
        raise PlainRefused("plain-no-title", f"{where} no title: the first line must be “= Title =”")
    closed = written.endswith("=") and not written.endswith("==") and len(written) > 1
    title = written[1:-1].strip(BLANKS) if closed else written[1:].rstrip("=").strip(BLANKS)
    try:
        parse_title(title)
    except InvalidTitle as error:
        raise PlainRefused(error.code, f"{where} {error.message}") from error
    return title, closed


def _is_field(line: str) -> bool:
    return line.startswith(_ITEM) and bool(_key_and_value(line[1:].lstrip(BLANKS))[0])


def _box_end(lines: Sequence[str], start: int) -> int:
    """The line behind the caption at `start` and the `- ` lines under it; `start` if there are none."""
    if start + 1 >= len(lines) or not _is_field(lines[start + 1]):
        return start
    if lines[start].startswith("-") or read_heading(lines[start])[0]:
        return start
    end = start + 1
    while end < len(lines) and lines[end].startswith(_ITEM):
        end += 1
    return end


def _box(lines: Sequence[str]) -> tuple[str, str]:
    """The infobox block that these lines make; or "" and why they stay text."""
    caption = content(lines[0]).strip(BLANKS)
    rows = [line[1:].lstrip(BLANKS) for line in lines[1:]]
    try:
        opening, closing = frame_sources(caption)
    except InvalidField as error:
        return "", error.message
    line_end = lines[0][len(content(lines[0])) :]
    last = rows[-1]
    last_end = last[len(content(last)) :]
    block = opening + line_end + "".join(rows[:-1]) + content(last) + (last_end or line_end)
    block += closing.lstrip("\n") + last_end
    wanted = [caption, *(_key_and_value(row) for row in rows)]
    fields, rest, warnings = read_infobox(block)
    got = [fields[0].value, *((row.key, row.value) for row in fields[1:-1])] if fields else []
    if got == wanted and not rest.strip("\r\n"):
        return block, ""
    return "", "these lines are no infobox and stay text: " + _broken(rows, [w.message for w in warnings])


def _key_and_value(row: str) -> tuple[str, str]:
    """Key and value of a row, parted at the first colon before a blank; no key if there is none."""
    row = content(row)
    found = _COLON.search(row)
    return (row[: found.start()].strip(BLANKS), row[found.end() :].strip(BLANKS)) if found else ("", row)


def _broken(rows: Sequence[str], reasons: Sequence[str]) -> str:
    """Why rows make no infobox, in a few words."""
    for row in rows:
        if row.startswith("-") or not _key_and_value(row)[0]:
            return f"“{content(row)[:60]}” is no “Key: value”"
    return "; ".join(reasons) or "they would be read back differently"


def _second_box(lines: Sequence[str], start: int) -> int:
    """The index of a caption with fields under it, from `start` to the first heading; 0 if there is none."""
    for index in range(start, len(lines)):
        if read_heading(lines[index])[0]:
            return 0
        if is_blank(lines[index - 1]) and not is_blank(lines[index]):
            end = _box_end(lines, index)
            if end > index and all(_is_field(line) for line in lines[index + 1 : end]):
                return index
    return 0


def _odd_characters(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Warnings of characters that are kept but look like something else."""
    for number, line in enumerate(lines, 1):
        if found := _SEPARATORS.search(line):
            yield number, f"U+{ord(found.group()):04X} is kept; it ends no line here"
        if found := _CONTROLS.search(content(line)):
            yield number, f"the control character U+{ord(found.group()):04X} is kept"
