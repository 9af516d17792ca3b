"""The infobox of a wikitext page: the first template whose name says so, its named parameters as fields.

The row of the caption holds all up to the template's name, with what stands before it: notices and hatnotes.
The bytes between two values belong to the second, parameters without a key among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wiki.text.infobox import InvalidField
from wiki.text.parts.rows import FieldText, Warning_
from wiki.text.wikitext.furniture import only_furniture
from wiki.text.wikitext.parameters import BLANK, Parameter, plain_name, read_template
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.spans import RAW, Span, Tags, spans

_OPENING = re.compile(rf"<(?:!--|(?i:{RAW}|ref|references|gallery|poem|imagemap)(?=[\s/>]))")
_LISTS = "*#:;"
MODEL = "wikitext"


def read_infobox(
    text: str, lead: Sequence[Span], site: Site = DEFAULT
) -> tuple[tuple[FieldText, ...], int, tuple[Warning_, ...]]:
    """The rows of the infobox, where the text after it begins, and warnings. `lead`: the lead's spans.

    Without an infobox, or with one behind the first words of the text, there are no rows.
    """
    for span in lead:
        if span.kind == "template" and site.is_infobox(_name(text[span.start + 2 : span.end - 2])):
            if not only_furniture(text[: span.start], site, hatnotes=True):
                why = "The infobox stands behind the text's first words; it is part of them."
                return (), 0, (Warning_("infobox-late", why, text.count("\n", 0, span.start) + 1),)
            fields = tuple(_rows(text, span))
            return fields, span.end, tuple(_doubtful(fields))
    return (), 0, ()


def _name(inside: str) -> str:
    return plain_name(inside.partition("|")[0])


def _rows(text: str, span: Span) -> Iterator[FieldText]:
    template = read_template(text, span.start, span.end)
    at = span.start + 2 + len(text[span.start + 2 : template.name_end].rstrip(BLANK))
    yield FieldText("caption", text[:at], value=plain_name(text[span.start + 2 : at]), model=MODEL)
    for one in template.parameters:
        key = plain_name(text[one.bar + 1 : one.equals]) if one.equals >= 0 else ""
        if key:
            start, at = at, _value_end(text, one)
            yield FieldText("field", text[start:at], key, text[one.equals + 1 : at].strip(BLANK), MODEL)
    yield FieldText("end", text[at : span.end], model=MODEL)


def _value_end(text: str, one: Parameter) -> int:
    """Where the value ends; blanks in the line of an empty one are its own."""
    value = text[one.equals + 1 : one.end]
    if value.strip(BLANK):
        return one.equals + 1 + len(value.rstrip(BLANK))
    return one.equals + 1 + len(value) - len(value.lstrip(" \t"))


def _doubtful(fields: Sequence[FieldText]) -> Iterator[Warning_]:
    """Warnings of equal keys, one for each key."""
    lines: dict[str, list[int]] = {}
    line = 1
    for row in fields:
        line += row.source.count("\n")
        if row.kind == "field":
            lines.setdefault(row.key, []).append(line - row.value.count("\n"))
    for key, places in lines.items():
        if len(places) > 1:
            why = f"The key “{key[:60]}” stands {len(places)} times; the last one counts."
            yield Warning_("infobox-equal-keys", why, places[-1])


def caption_parts(source: str) -> tuple[str, str]:
    """What stands before the infobox, and the infobox's template name, given its caption row."""
    before, _, name = source.rpartition("{{")
    if "}}" in name or "-->" in name:  # the last braces may be those of a template or a comment in the name
        start = next((one.start for one in reversed(spans(source + "}}")) if one.kind == "template"), 0)
        before, name = source[:start], source[start + 2 :]
    return before, plain_name(name)


def read_field(source: str) -> FieldText:
    """The field that a row's source writes. Raises ValueError if it is none."""
    text = f"{{{{x{source}\n}}}}"
    found = spans(text)
    if len(found) == 1 and found[0] == Span(0, len(text), "template"):
        rows = list(_rows(text, found[0]))
        if len(rows) == 3 and rows[1].source == source:
            return rows[1]
    raise ValueError(f"not one infobox field: {source[:80]!r}")


def split_field(source: str) -> tuple[str, str]:
    """A field's source as two: all up to its key, and the sign and the value. They give it back."""
    one = _named(source)
    at = one.bar + 1 + len(source[one.bar + 1 : one.equals].rstrip(BLANK)) if one else len(source)
    return source[:at], source[at:]


def _named(source: str) -> Parameter | None:
    """The last parameter with a key in a row's source; places are those of the source."""
    text = f"{{{{{source}\n}}}}"
    for one in reversed(read_template(text, 0, len(text)).parameters):
        if one.equals >= 0:
            return Parameter(one.bar - 2, one.equals - 2, one.end - 2)
    return None


def field_source(key: str, value: str, *, before: str = "\n") -> str:
    """The source of a new field, `| key = value`; `before` is what separates it from the row before.

    A bar in the value that is not in a link or a template is written `{{!}}`. Raises InvalidField for what
    would be read back as something else.
    """
    return _checked(f"{before}| {key} = ", key, value)


def with_key(source: str, key: str) -> str:
    """The source of a field with another key; all but the key stays to the byte. Raises InvalidField."""
    row, one = read_field(source), _named(source)
    assert one is not None  # noqa: S101 - read_field has found it
    if row.key == key:
        return source
    written = source[one.bar + 1 : one.equals]
    gap, end = len(written) - len(written.lstrip(BLANK)), len(written.rstrip(BLANK))
    head = f"{source[: one.bar + 1]}{written[:gap]}{key}{written[end:]}="
    return _checked(head, key, "") + source[one.equals + 1 :]


def with_value(source: str, value: str) -> str:
    """The source of a field with another value; all but the value stays to the byte. Raises InvalidField."""
    row, one = read_field(source), _named(source)
    assert one is not None  # noqa: S101 - read_field has found it
    if row.value == value.strip(BLANK):
        return source
    written = source[one.equals + 1 :]
    gap = written[: len(written) - len(written.lstrip(BLANK))]
    if not gap and not row.value and source[one.equals - 1] in BLANK:
        gap = " "
    return _checked(source[: one.equals + 1] + gap, row.key, value)


def _checked(head: str, key: str, value: str) -> str:
    value = _escaped(value.strip(BLANK))
    if value.startswith(tuple(_LISTS)) and not head.endswith("\n"):
        head = head.rstrip(" \t") + "\n"
    source = head + value
    try:
        found = None if _left_open(key) or _left_open(value) else read_field(source)
    except ValueError:
        found = None
    if found is None:
        why = f"The value of “{key[:60]}” has brackets, braces or tags that are not closed."
        raise InvalidField("infobox-invalid-value", why)
    if found.key != key or found.value != value:
        raise InvalidField("infobox-invalid-key", f"“{key[:60]}” cannot be the key of a field.")
    return source


def _left_open(value: str) -> bool:
    """Whether a tag whose content is read apart is not closed in the value: a closing one behind it on the
    page would end it, and take what stands between along.
    """
    tags, at = Tags(value), 0
    while (found := _OPENING.search(value, at)) is not None:
        end, _kind = tags.end(found.start(), found.end())
        if not end:
            return True
        at = end
    return False


def _escaped(value: str) -> str:
    """The value, each bar that would end it written `{{!}}`."""
    text = f"{{{{{value}}}}}"
    bars = [one.bar - 2 for one in read_template(text, 0, len(text)).parameters]
    for at in reversed(bars):
        value = f"{value[:at]}{{{{!}}}}{value[at + 1 :]}"
    return value


def frame_sources(name: str, first: str = "", last: str = "") -> tuple[str, str]:
    """The sources of an infobox's first and last row, given those that it has, if any: what stands before it
    stays. A line break is behind a new one. Raises InvalidField for a name that is not that of an infobox:
    it would not be read back.
    """
    name = " ".join(name.split())
    if set(name) & set("{}[]|<>#="):
        raise InvalidField("infobox-invalid-caption", f"“{name[:60]}” is no name of a template.")
    if not DEFAULT.is_infobox(name):
        why = "The caption names the template, which is an infobox if it begins with this word"
        raise InvalidField("infobox-invalid-caption", f"{why}: “Infobox {name[:60]}”, for example.")
    return f"{caption_parts(first)[0] if first else ''}{{{{{name}", last or "\n}}\n"
