"""One field of an infobox form, as it is written: what was not touched keeps its exact source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.models import Row
from wiki.text.citing.field_sources import InvalidSource
from wiki.text.content import MARKDOWN, FieldValues, content_model
from wiki.text.fields.facts import fold_fact
from wiki.text.fields.field_rules import FieldRule
from wiki.text.fields.field_types import check_value
from wiki.text.infobox import InvalidField, picture_name
from wiki.text.parts.rows import FieldText

Rules = Mapping[str, FieldRule]  # by folded key
_LINE_END = re.compile(r"\r\n?")


def typed_row(
    old: Row | None,
    n: int,
    rules: Rules,
    key: str,
    value: str,
    source: str | None = None,
    *,
    model: str = MARKDOWN,
) -> Row:
    """The row of one posted field; `n` is its place in the form. A `source` of None is part of the value.

    Raises BadEdit for a key that cannot be read back, a source that is none, and a value that is none of its
    type.
    """
    key, typed = key.strip(), _LINE_END.sub("\n", value)
    model = old.model if old else model
    writes = content_model(model)
    was = old.field if old else FieldText("field", "")
    said, shown, written = (was.value, "", "") if source is None else writes.values.split_source(was.value)
    if source is not None and source.strip() != shown:
        written = _written(source, typed, n, writes.values)
    if old is not None and was.key == key and _same_lines(writes.values.shown(said), typed):
        return _with_source(old, was.value[len(said) :], written)
    wanted = writes.values.written(typed, said)
    rule = rules.get(fold_fact(key))
    if rule is not None and (wrong := check_value(rule.type, wanted, model)):
        raise BadEdit(_(wrong), field=f"value-{n}", code="invalidvalue")
    try:
        text = writes.field(key, wanted + written if wanted else "", old.text if old else "")
    except InvalidField as error:
        raise BadEdit(error.message, field=f"key-{n}", code=error.code) from None
    return old._replace(text=text) if old else Row("field", -3 - n, 0, head="field", text=text, model=model)


def _same_lines(shown: str, typed: str) -> bool:
    """Whether nothing was changed but blanks at the ends of lines."""
    return [line.rstrip() for line in shown.split("\n")] == [line.rstrip() for line in typed.split("\n")]


def _written(source: str, typed: str, n: int, values: FieldValues) -> str:
    """A source that was typed, as it is written behind the value. Raises BadEdit."""
    try:
        written = values.written_source(source)
    except InvalidSource as error:
        raise BadEdit(error.message, field=f"source-{n}", code=error.code) from None
    if written and not typed.strip():
        raise BadEdit(_("There is a source, but no value that it is for."), field=f"source-{n}")
    if written and picture_name(typed):
        message = _("The source of a picture stands on the page of the picture.")
        raise BadEdit(message, field=f"source-{n}")
    return written


def _with_source(row: Row, old: str, new: str) -> Row:
    """The row with another source behind the same value."""
    if old == new:
        return row
    body = row.text.rstrip()
    return row._replace(text=body.removesuffix(old) + new)
