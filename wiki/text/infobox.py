"""The infobox: a fenced block of `Key: value` rows, first on the page, info string `infobox CAPTION`."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from wiki.text.parts.lines import BLANKS, content, is_blank, separator, split_lines
from wiki.text.parts.rows import FieldText, Warning_
from wiki.text.sections import Fence, closing_length, read_fence
from wiki.text.titles import InvalidTitle, parse_title

INFO_WORD = "infobox"
_KEY_END = re.compile(r":(?=[ \t]|$)")
_PICTURE = re.compile(
    r"(?:(?:file|image):)?[ _]*+([^:/\\|\r\n\[\]]+\.(?:jpg|png|svg|gif|webp))", re.IGNORECASE
)
_ITEM = re.compile(r"-[ \t]")
_FENCE_RUN = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_BREAK = re.compile(r"\r\n|\r|\n")
# Values are not split inside of wiki links and code spans.
_ATOM_OR_BAR = re.compile(r"\[\[[^\[\]\r\n]*\]\]|(?<!`)(`+)(?!`)[^`\r\n]*\1(?!`)|\|")
_LONGEST_NAME = 300


class InvalidField(ValueError):
    """An infobox row that could not be written, or would be read back as something else."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def caption_of(info: str) -> str | None:
    """The caption in the info string of a fence, or None if the fence is no infobox."""
    word, rest = info[: len(INFO_WORD)], info[len(INFO_WORD) :]
    return rest.strip(BLANKS) if word == INFO_WORD and rest[:1] in ("", " ", "\t") else None


def read_infobox(text: str) -> tuple[tuple[FieldText, ...], str, tuple[Warning_, ...]]:
    """The infobox rows at the beginning of a text, the text after them, and warnings.

    Sources of the rows and the rest give the text back. Without an infobox, or with one that has a line
    that is neither field nor continuation, there are no rows and the rest is the whole text. Warns of equal
    keys and of values that are nothing but bars. Linear in the length of the text.
    """
    lead = separator(text)
    lines = split_lines(text[len(lead) :])
    fence = read_fence(lines[0]) if lines and lines[0][:1] in ("`", "~") else None
    caption = caption_of(fence.info) if fence else None
    if fence is None or caption is None:
        return (), text, ()
    first = len(split_lines(lead)) + 1
    end = _closing_line(lines, fence)
    if end is None:
        return (
            (),
            text,
            (Warning_("infobox-unclosed", "The infobox is not closed; it is shown as code.", first),),
        )
    broken = _broken_line(lines[1:end])
    if broken is not None:
        index, code, why = broken
        return (), text, (Warning_(code, f"{why}; the infobox is shown as code.", first + 1 + index),)
    spans = _spans(lines, end)
    fields, rest = _rows(text, lead, lines[: end + 1], spans, caption)
    return fields, rest, tuple(_doubtful(fields[1:-1], [first + start for start, _ in spans]))


def _closing_line(lines: Sequence[str], fence: Fence) -> int | None:
    for index in range(1, len(lines)):
        char, length = closing_length(lines[index])
        if char == fence.char and length >= fence.length:
            return index
    return None


def _broken_line(lines: Sequence[str]) -> tuple[int, str, str] | None:
    """Index, code and reason of the first line that no infobox can hold."""
    after_field = False
    for index, line in enumerate(lines):
        if is_blank(line):
            continue
        if _continues(line):
            if not after_field:
                return index, "infobox-line", f"{_shown(line)} continues no field"
            continue
        found = _KEY_END.search(content(line))
        if found is None:
            return index, "infobox-line", f"{_shown(line)} is no “Key: value”"
        if not found.start():
            return index, "infobox-empty-key", f"{_shown(line)} has no key"
        after_field = True
    return None


def _shown(line: str) -> str:
    line = line.strip()
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"


def _continues(line: str) -> bool:
    return line[:1] in BLANKS or _ITEM.match(line) is not None or content(line) == "-"


def _rows(
    text: str, lead: str, lines: Sequence[str], spans: Sequence[tuple[int, int]], caption: str
) -> tuple[tuple[FieldText, ...], str]:
    """The rows of a block that is known to be sound, and the text after it."""
    offsets = list(accumulate((len(line) for line in lines[:-1]), initial=len(lead)))
    row_end = offsets[0] + len(content(lines[0]))
    rows = [FieldText("caption", text[:row_end], value=caption)]
    for first, last in spans:
        start, row_end = row_end, offsets[last] + len(content(lines[last]))
        key, value = _read_field(lines[first : last + 1])
        rows.append(FieldText("field", text[start:row_end], key, value))
    start, row_end = row_end, offsets[-1] + len(content(lines[-1]))
    rows.append(FieldText("end", text[start:row_end]))
    return tuple(rows), text[row_end:]


def _spans(lines: Sequence[str], end: int) -> list[tuple[int, int]]:
    """First and last line of each field; blank lines after it are not its own."""
    spans: list[tuple[int, int]] = []
    for index in range(1, end):
        if is_blank(lines[index]):
            continue
        if _continues(lines[index]):
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return spans


def _read_field(lines: Sequence[str]) -> tuple[str, str]:
    line = content(lines[0])
    found = _KEY_END.search(line)
    assert found is not None  # noqa: S101 - _broken_line has seen to it
    more = (_unindented(content(line)) for line in lines[1:])
    value = "\n".join([line[found.end() :].strip(BLANKS), *more])
    return line[: found.start()].strip(BLANKS), value.strip("\n")


def _unindented(line: str) -> str:
    """A continuation line without the indentation that marks it: two blanks (four of a fence) or a tab."""
    line = line.rstrip(BLANKS)
    if line.startswith("\t"):
        return line[1:]
    most = 4 if _FENCE_RUN.match(line) else 2
    return line[min(most, len(line) - len(line.lstrip(" "))) :]


def _doubtful(fields: Sequence[FieldText], line_numbers: Sequence[int]) -> Iterator[Warning_]:
    """Warnings of equal keys, one for each key, and of values that are nothing but separators."""
    places: dict[str, list[int]] = {}
    for field, line in zip(fields, line_numbers, strict=True):
        places.setdefault(field.key, []).append(line)
        if "|" in field.value and not field.value.strip("| \t\n"):
            why = f"The value of {_shown(field.key)} is only separators: {_shown(field.value)}."
            yield Warning_("infobox-empty-values", why, line)
    for key, lines in places.items():
        if len(lines) > 1:
            why = f"The key {_shown(key)} stands {len(lines)} times; all are kept."
            yield Warning_("infobox-equal-keys", why, lines[1])


def check_key(key: str) -> None:
    """Raise InvalidField unless `key` can be the key of a field and be read back."""
    if not key.strip(BLANKS):
        raise InvalidField("infobox-empty-key", "A field needs a key.")
    line = f"{key}:"
    if "\n" in key or "\r" in key:
        raise InvalidField("infobox-invalid-key", f"The key {_shown(key)} has a line break.")
    found = _KEY_END.search(line)
    if _continues(line) or found is None or found.start() != len(key) or key != key.strip(BLANKS):
        why = "would be read as something else: no blank or “- ” at its beginning, no colon before a blank"
        raise InvalidField("infobox-invalid-key", f"The key {_shown(key)} {why}.")


def field_source(key: str, value: str, *, before: str = "\n") -> str:
    """The source of a field row. Further lines of the value are indented, list lines stand at column 0.

    `before` is what separates it from the row before. Reading it back gives the key and the value, less white
    space at line ends and blank lines around. Raises InvalidField for a key that could not be read back.
    """
    check_key(key)
    first, *more = [line.rstrip(BLANKS) for line in _BREAK.split(value.strip(" \t\r\n"))]
    if more and _ITEM.match(first):
        first, more = "", [first, *more]
    lines = [f"{key}: {first}" if first else f"{key}:", *(_indented(line) for line in more)]
    return before + "\n".join(lines)


def _indented(line: str) -> str:
    if not line or _ITEM.match(line):
        return line
    # By four blanks, or the line would close the infobox.
    return ("    " if _FENCE_RUN.match(line) else "  ") + line


def frame_sources(caption: str) -> tuple[str, str]:
    """The sources of a new infobox's caption row and end row. Raises InvalidField for a line break in it."""
    if "\n" in caption or "\r" in caption:
        raise InvalidField("infobox-invalid-caption", f"The caption {_shown(caption)} has a line break.")
    fence = "~~~" if "`" in caption else "```"
    return f"{fence}{INFO_WORD} {caption.strip(BLANKS)}".rstrip(BLANKS), f"\n{fence}"


def values(value: str) -> list[str]:
    """The several values of a field: `a|b` and lines beginning with `- ` are split; none for an empty one.

    Bars in wiki links and in code do not split, nor do those in a value of several lines. `||||` is five
    empty values.
    """
    if not value.strip():
        return []
    pieces: list[list[str]] = [[]]
    for line in _BREAK.split(value):
        if _ITEM.match(line):
            pieces.append([line[2:]])
        else:
            pieces[-1].append(line)
    found: list[str] = []
    for piece in pieces:
        if len(piece) == 1:
            found += _split_bars(piece[0])
        elif piece:
            found.append("\n".join(piece).strip())
    return found


def _split_bars(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in _ATOM_OR_BAR.finditer(line):
        if match.group() == "|":
            found.append(line[start : match.start()].strip())
            start = match.end()
    return [*found, line[start:].strip()]


def form_value(value: str) -> str:
    """A field's value as its form shows it: as it is written where it has lines, else several values one a
    line.
    """
    return value if "\n" in value else "\n".join(values(value))


def written_value(typed: str, was: str = "") -> str:
    """How a value is written that was typed line by line, where `was` stood there before.

    What was written on lines stays so, as do lines that begin with `- `; else each line is one of several
    values, and they are written `a|b`, the empty ones left out.
    """
    lines = [line.rstrip() for line in typed.split("\n")]
    if "\n" in was.strip() or any(map(_ITEM.match, lines)):
        return "\n".join(lines).strip("\n")
    return "|".join(filter(None, (line.strip() for line in lines)))


def picture_name(value: str) -> str:
    """The file that a value names if it is as a whole the name of a picture, else ""."""
    value = value.strip()
    found = _PICTURE.fullmatch(value) if len(value) <= _LONGEST_NAME else None
    try:
        return parse_title(found[1], namespace=6).name if found else ""
    except InvalidTitle:
        return ""


def is_picture(value: str) -> bool:
    """Whether a field's value is as a whole the name of a picture (.jpg .png .svg .gif .webp)."""
    return bool(picture_name(value))
